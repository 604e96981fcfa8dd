# A layout against a tree, as a comment on a pull request.
s=data/systems/two-guests
o="--regions 16 --xen $s/xen.sym --fdt-address 0x0a000000"
mpuc pack $o -o main.layout $s/system.dts
mpuc diff $o --format markdown main.layout $s/system.dts | tail -n 3
sed 's/direct-map;/direct-map; vpl011;/' $s/system.dts > 'a|f_t*r.dts'
mpuc diff $o --format markdown main.layout 'a|f_t*r.dts'
