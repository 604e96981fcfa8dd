# Domains of a System Device Tree on a machine: YAML, and below /domains.
d=data/domains
a="--regions 16 --no-config"
mpuc check $a --domains $d/guests.yaml $d/machine.dts
echo "exit $?"
mpuc plan $a --domains $d/guests.yaml $d/machine.dts \
	--context guest/safety | grep passthrough
mpuc check $a --domains $d/sdt.dts $d/sdt.dts | tail -n 5
# The partial tree that is given is the one that counts.
printf '/dts-v1/; / { passthrough { }; };\n' > none.dts
mpuc check $a --domains $d/guests.yaml $d/machine.dts \
	--module /chosen/safety/module@11000000=none.dts | grep guest/safety
# A finding stands in the file; a slip of the keyboard is said.
sed -e 's/0x20000000$/0x48000000/' -e 's/os,type/os-type/' \
	$d/guests.yaml > over.yaml
mpuc check $a --domains over.yaml $d/machine.dts | sed '/^notes/,$d'
# An overlay comes after.
printf '%s\n' '/dts-v1/; /plugin/;' \
	'&{/chosen/logger} { xen,static-mem = <0x0 0x50000000 0x0 0x8000000>;' \
	'memory = <0x0 0x20000>; };' > later.dtso
mpuc check $a --domains over.yaml $d/machine.dts later.dtso | tail -n 2
