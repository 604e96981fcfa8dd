# One of them as the file it was made from, to the byte.
mpuc profiles qemu-mps3-an536
for f in data/../profiles/*/*.yaml; do
	name=${f##*/}
	mpuc profiles "${name%.yaml}" | cmp - "$f"
done
