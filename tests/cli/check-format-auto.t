# auto picks by the environment; a variable that is not true is none.
tree=data/systems/five-errors/system.dts
GITLAB_CI=true mpuc check --format auto $tree | head -n 2 | cut -c 1-40
GITHUB_ACTIONS=false mpuc check --format auto $tree | tail -n 1
mpuc check --format auto $tree | tail -n 1
