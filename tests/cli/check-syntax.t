# Dtc's own message, with the place: exit 3.
printf '/dts-v1/;\n/ {\n\tchosen { ;\n};\n' > broken.dts
mpuc check broken.dts
