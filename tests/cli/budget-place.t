# Addresses that mpuc chooses, as an edit that is saved.
s=data/systems/sixteen-regions
cat > script <<'END'
resize bank domU2 0 64M
place domU2
place domU1 128M
add domain domU3 like domU1
drop bank domU3 0
expect need guest/domU3 == 9
place
expect need guest/domU3 == 10
expect errors == 0
undo
expect errors == 2
redo
save out.dtso
END
mpuc budget --batch script --regions 16 --xen $s/xen.sym \
	--fdt-address 0x0a000000 $s/system.dts
grep static-mem out.dtso
for line in place 'place domU1 1G'; do
	echo "$line" | mpuc budget --batch - --regions 16 $s/system.dts
done
