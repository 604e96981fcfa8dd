# The page of a plan: all but the map, the style and the script.
mpuc plan --context guest/domU1 --format html --target xen-guests-2026 \
	--platform cortex-r82-32 data/systems/five-errors/system.dts > plan.html
status=$?
sed -e '/Content-Security-Policy/d' -e '/<style>/,/<\/style>/d' -e '/<script>/,/<\/script>/d' \
	-e '/<svg xmlns/,/<\/svg>/d' plan.html
exit $status
