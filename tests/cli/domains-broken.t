# What can't be used of a domains file is refused, with its line.
d=data/domains
try() {
	sed "$1" $d/guests.yaml > broken.yaml
	mpuc check --no-config --domains broken.yaml $d/machine.dts
	echo "exit $?" >&2
}
try '/^domains:/,$s/^/#/'
try 's/^domains:/domain:/'
try '/^domains:/q'
try 's/hypervisor-v1/domain-v2/; s/xen,domain-v2/openamp,domain-v2/; s/el: 0x2/el: 1/'
try 's/size: 256M/size: 256Q/'
try 's/size: 512M/sise: 512M/'
try 's/size: 512M/size: 1/'
try "s/'0x40000000'/0xffffffffffffffff1/"
try 's/cpumask: 0x1/mask: 1/'
try 's/dev: can0/dev: can1/'
try 's/dev: can0/device: can0/'
try 's/start: 0x9f000000/from: 0/'
try 's/^          logger:/          "a b":/'
try 's/memory:/memory: 5/; /start:/d; /size:/d; /- {}/d'
try 's/256M/0xffffffffffffffff/'
try 's/cpumask: 0x1/cpumask: *one/'
try 's/size: 64K/<<: [64K]/'
try 's/"openamp,domain-v1", "xen,domain-v2"/openamp,domain-v1, xen,domain-v2/'
mpuc check --no-config --domains none.yaml $d/machine.dts
echo "exit $?" >&2
mpuc check --no-config --domains $d/machine.dts $d/machine.dts
echo "exit $?" >&2
sed 's/memory = <0x0 0x40000000/memory = <0x40000000/' $d/sdt.dts > sdt.dts
cp $d/machine.dts .
mpuc check --no-config --domains sdt.dts machine.dts
echo "exit $?" >&2
sed 's/access = <&can0 0x1>/access = <77 0x1>/' $d/sdt.dts > sdt.dts
mpuc check --no-config --domains sdt.dts machine.dts
echo "exit $?" >&2
