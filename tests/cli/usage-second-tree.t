# Pack takes one tree.
mpuc pack -o out.bin a.dts b.dts
status=$?
ls
exit $status
