# The example of the README is what mpuc prints.
here=$PWD
cd -P data/..
awk '/^```console$/ { inside = 1; next } /^```$/ { inside = 0 } inside' \
	README.md > "$here/example"
cd "$here"
sed -n 's/^\$ //p' example > commands
grep -v '^\$ ' example > want
(
	cd -P data/..
	. "$here/commands"
) > now
echo "exit $?"
diff want now && echo same
