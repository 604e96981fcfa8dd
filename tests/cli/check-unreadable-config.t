# A broken configuration fails the trees below it, and only these.
mkdir a b
cp data/systems/five-errors-mended/system.dts a
cp data/systems/five-errors-mended/system.dts b
printf 'target: xen-guests-2026\nregions: 16\n' > a/.mpuc.yaml
printf 'target: xen-guests-2026\nregions: lots\n' > b/.mpuc.yaml
mpuc check --format github a/system.dts b/system.dts
