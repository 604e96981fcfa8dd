# Several trees, one after the other or at once: the same bytes.
one=data/systems/two-guests/system.dts
two=data/systems/five-errors/system.dts
for f in text json sarif; do
	for j in 1 4; do
		mpuc check -j $j --regions 16 --format $f $one $two none.dts \
			$two $one > $f$j 2> err$j
		echo "exit $?"
	done
	cmp $f1 ${f}1 ${f}4
done 2> problems
cmp err1 err4
cat err4
sed -n '/^== summary/,$p' text4
mpuc check -j 65 $one
