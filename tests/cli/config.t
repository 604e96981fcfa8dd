# What is in force: the command line wins over the file.
cp data/config/all.yaml .mpuc.yaml
mkdir -p board/a
mpuc config --regions 20 -W MPU0142 --today 2026-11-25 board/a/host.dts
mpuc config --no-config --format json
SOURCE_DATE_EPOCH=1795564800 mpuc config | grep today
