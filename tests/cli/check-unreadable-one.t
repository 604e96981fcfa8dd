# One tree that can't be read: a message for people, a report for machines.
printf '/dts-v1/;\n/ {\n\tchosen { ;\n};\n' > broken.dts
mpuc check --format text --format sarif=report.sarif \
	--format json=report.json --write-baseline new.json -o - broken.dts
echo "exit status $?"
mpuc check -o report.txt broken.dts
echo "exit status $?"
cat report.txt report.json
grep -o '"executionSuccessful": [a-z]*' report.sarif
ls
