# Annotations of GitHub Actions, which auto picks there.
GITHUB_ACTIONS=true mpuc check --regions 16 --format auto \
	data/systems/five-errors/system.dts
