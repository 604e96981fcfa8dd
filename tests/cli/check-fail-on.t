# --fail-on decides what makes the verdict.
s=data/systems/five-errors-mended
for f in note warning error never; do
	mpuc check --target xen-guests-2026 --platform cortex-r82-32 \
		--fail-on $f $s/system.dts | tail -n 1
	mpuc check --target xen-guests-2026 --platform cortex-r82-32 \
		--fail-on $f $s/system.dts > out
	echo "$f: exit $?"
done
