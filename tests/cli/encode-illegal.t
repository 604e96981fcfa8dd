# What the registers can't hold.
mpuc encode --arch pmsav8-64 0x40000010 0x4000ffff
echo "exit $?" >&2
mpuc encode --arch pmsav8-32 0x100000000 0x1ffffffff
echo "exit $?" >&2
mpuc encode --arch pmsav8-32 0x1000 0x1fff --ns
echo "exit $?" >&2
mpuc encode 0x1000 0x1fff
echo "exit $?" >&2
