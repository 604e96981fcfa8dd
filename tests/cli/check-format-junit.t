# JUnit: what fails is a failure, a clean tree has one case that passes.
tree=data/systems/five-errors/system.dts
mpuc check --regions 16 --format junit $tree | sed -n '1,4p; $p'
mpuc check --regions 16 --fail-on note --format junit $tree | sed -n 3p
mpuc check --regions 16 --fail-on never --format junit $tree | sed -n 3p
