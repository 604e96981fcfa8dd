# .mpuc.yaml is found above the input; its files are relative to it.
mkdir -p proj/board out
cp data/systems/two-guests/system.dts proj/board
cp data/systems/two-guests/xen.sym proj
cat > proj/.mpuc.yaml <<'END'
regions: 16
xen: xen.sym
fdt-address: 0x0a000000
formats: [text, gitlab=r.json]
END
mpuc check proj/board/system.dts
cat proj/r.json
cd proj/board
mpuc check --regions 8 --format text system.dts | tail -n 2
mpuc check --no-config system.dts | tail -n 2
