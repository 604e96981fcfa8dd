# Every file that was read, escaped for make and ninja.
d=data/rules/0117-static-mem-outside-section
mkdir 'odd #$dir'
echo '/* nothing */' > 'odd #$dir/in c.dtsi'
{
	sed -n 1,2p data/systems/two-guests/system.dts
	echo '/include/ "in c.dtsi"'
	sed 1,2d data/systems/two-guests/system.dts
} | sed 's|^/dts-v1/;||; 1i /dts-v1/;' > 'odd #$dir/t.dts'
echo 'regions: 16' > .mpuc.yaml
mpuc check --xen data/systems/two-guests/xen.sym -o 'out put.txt' \
	--format text --format json=r.json --depfile 'd.d' 'odd #$dir/t.dts'
cat d.d
mpuc check --depfile stamp.d --no-config $d/bad.dts $d/good.dts > text
cat stamp.d
printf 'include stamp.d\nstamp:\n\t@echo made\n' > Makefile
make -s stamp && touch stamp && make -s stamp
# Bindings are read, too.
b=data/rules/0400-schema-mismatch_user
mpuc check --no-config --regions 16 --schema $b/bindings --depfile b.d \
	$b/bad.dts > text
cat b.d
