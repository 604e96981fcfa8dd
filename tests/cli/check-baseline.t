# A baseline survives line moves, and tells of what is gone.
cp data/systems/five-errors/system.dts t.dts
mpuc check --regions 16 --write-baseline b.json t.dts > text
echo "exit $?"
sed -i 's|^/ {|\n\n/ {|' t.dts
mpuc check --regions 16 --baseline b.json t.dts | sed -n '/in the baseline/,$p'
sed -i 's/0x08000001/0x08001000/' t.dts
mpuc check --regions 16 --baseline b.json --format github t.dts
sed -i 's/direct-map;//' t.dts
mpuc check --regions 16 --baseline b.json --format github t.dts | grep ::error
mpuc check --regions 16 --baseline text t.dts
mpuc check --regions 16 --baseline none t.dts
echo '{"schema": "mpuc-plan-1"}' > p.json
mpuc check --regions 16 --baseline p.json t.dts
