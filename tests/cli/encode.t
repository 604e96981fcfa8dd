# One region as registers.
mpuc encode --arch pmsav8-64 0x40000000+512M --xn --sh inner --index 7
mpuc encode --arch pmsav8-32 0x20000000 0x2008253f --ap ro-el2
