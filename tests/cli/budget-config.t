# A budget reads .mpuc.yaml as other commands do, and options win over it.
d=data/domains
mkdir project
cp $d/machine.dts $d/guests.yaml project
cat > project/.mpuc.yaml <<'END'
target: xen-mpu-v2
regions: 20
domains: guests.yaml
END
with() {
	mpuc budget "$@" --batch - project/machine.dts < /dev/null |
		grep -E 'target|regions|guest/'
	echo "exit $?"
}
with
with --no-config
with --regions 16 --target xen-guests-2026
printf 'target: xen-mpu-v2\nregion: 20\n' > project/.mpuc.yaml
mpuc budget project/machine.dts --batch /dev/null
echo "exit $?"
