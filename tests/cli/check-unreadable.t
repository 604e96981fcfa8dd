# Inputs that can't be used are in every form of the report: exit 3.
printf '/dts-v1/;\n/ {\n\tchosen { ;\n};\n' > broken.dts
for format in text json sarif junit github gitlab; do
	echo "-- $format"
	mpuc check --format $format broken.dts nothing.dtb 2>> errors
	echo "-- exit status $?"
done
sort errors | uniq -c | sed 's/^ *//'
