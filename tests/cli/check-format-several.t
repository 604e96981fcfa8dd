# Several forms at once: text to standard output, the others to their files.
mpuc check --regions 16 --format text --format sarif=r.sarif \
	--format gitlab=r.json data/systems/five-errors/system.dts > text
echo "exit $?"
tail -n 1 text
grep -c '"ruleId"' r.sarif
grep -c '"fingerprint"' r.json
ls
