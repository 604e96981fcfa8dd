# The same as JSON.
mpuc decode --arch pmsav8-32 0x2008301d 0x200a380f --format json
