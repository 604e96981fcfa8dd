# Every code has a page.
mpuc explain | awk '$1 ~ /^MPU/ { print $1 }' > codes
test -s codes || echo none
while read -r code; do
	mpuc explain "$code" > page || echo "$code: exit $?"
	test -s page || echo "$code: empty"
done < codes
