#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: completions.sh MPUC
#
# The completions as shells run them: bash with the words that it would have
# split, fish with "complete -C", zsh at a terminal of its own, with Tab.
set -eu

mpuc=$(realpath "$1")
top=$(realpath "$(dirname "$0")/..")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/bin"
ln -s "$mpuc" "$tmp/bin/mpuc"
export PATH="$tmp/bin:$PATH" HOME="$tmp" XDG_CONFIG_HOME="$tmp"
cp "$top/testdata/domains/machine.dts" "$tmp/"
printf '/dts-v1/; / { broken' > "$tmp/broken.dts"
cd "$tmp"
failed=0
passed=0

# Breaks a line as readline does: at blanks, and around = and @.
cat > ask.bash <<'END'
source "$1/completions/mpuc.bash"
COMP_LINE=$2
COMP_POINT=${#COMP_LINE}
spaced=${COMP_LINE//=/ = }
spaced=${spaced//@/ @ }
read -ra COMP_WORDS <<< "$spaced"
case $COMP_LINE in *' ') COMP_WORDS+=('') ;; esac
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_mpuc mpuc "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\n' "${COMPREPLY[@]}"
END

# An interactive zsh with its completion system, which only a terminal has.
# Each line of the file gets a Tab; what is then offered is seen by compadd,
# which every completion ends in, and goes to have.N.  A key behind the Tab
# says that it is through.
cat > ask.zsh <<'END'
emulate -R zsh
zmodload zsh/zpty zsh/zselect
zpty shell zsh -f -i
say() { zpty -w shell "$1" }
say "fpath=($1/completions \$fpath) PS1= PROMPT="
say "source $PWD/hook.zsh"
# Until the file is there; a word of what the shell said when it isn't.
await() {
	local n
	for (( n = 0; n < 600; n++ )); do
		zpty -r -t shell said
		[[ -e $1 ]] && return
		zselect -t 5
	done
	print -r "zsh: no $1: $said"
	exit 1
}
await ready
n=0
while IFS= read -r line; do
	(( n++ ))
	zpty -w -n shell "number=$n"$'\n'"$line"$'\t\C-g'
	await done.$n
done < $2
zpty -d shell
END
cat > hook.zsh <<'END'
autoload -Uz compinit && compinit -u -D
unset zle_bracketed_paste
compadd() {
	local -a got
	# With these it adds nothing, but says what it would add.
	if (( ! ${@[(I)-[OAD]]} )); then
		builtin compadd -O got "$@"
		print -rl -- $got >> have.$number
	fi
	builtin compadd "$@"
}
through() { zle kill-whole-line; : > done.$number }
zle -N through
bindkey '^G' through
setopt no_beep no_list_beep
: > ready
END

# try LINE WORDS: LINE is completed to exactly these, or with a + before them
# to these among others.
judge() {
	shell=$1 line=$2
	shift 2
	if [ "${1-}" = + ]; then
		shift
		for word in "$@"; do
			grep -qxF -e "$word" have || {
				echo "FAIL $shell: '$line' does not offer $word"
				failed=$((failed + 1))
				return
			}
		done
	elif [ "$(tr '\n' ' ' < have)" != "${*:+$* }" ]; then
		echo "FAIL $shell: '$line' is $(tr '\n' ' ' < have), not $*"
		failed=$((failed + 1))
		return
	fi
	passed=$((passed + 1))
}

in_bash() {
	bash ask.bash "$top" "$1" 2> errors | grep . > have || :
	[ ! -s errors ] || { cat errors; failed=$((failed + 1)); }
	judge bash "$@"
}

in_fish() {
	fish -c "source $top/completions/mpuc.fish; complete -C '$1'" \
		2> errors | cut -f 1 > have || :
	[ ! -s errors ] || { cat errors; failed=$((failed + 1)); }
	judge fish "$@"
}

# For all lines there is one zsh: a start of it takes a second.
: > zsh.lines
for_zsh() {
	printf '%s\n' "$1" >> zsh.lines
}

asked=0
in_zsh() {
	asked=$((asked + 1))
	sort -u "have.$asked" 2> errors | grep . > have || :
	judge zsh "$@"
}

in_bash 'mpuc ch' check
in_bash 'mpuc --v' --version
in_bash 'mpuc check --dom' --domains
in_bash 'mpuc check --target ' + xen-mpu-v2 xen-4.22
in_bash 'mpuc check --target=xen-4.1' xen-4.17-amd
in_bash 'mpuc check --platform cortex-r82-1' cortex-r82-16
in_bash 'mpuc check --format ' \
	text json sarif junit github gitlab auto
in_bash 'mpuc place --format=d' dtso
in_bash 'mpuc check -W MPU011' + MPU0117
in_bash 'mpuc check --ignore static-mem-out' \
	static-mem-outside-section static-mem-outside-ram
in_bash 'mpuc explain heap-m' heap-missing
in_bash 'mpuc profiles qemu' qemu-mps3-an536
in_bash 'mpuc check machine.dts --ignore MPU0117@/chosen/l' \
	/chosen/logger /chosen/logger/module@12000000
in_bash 'mpuc check machine.dts --module /chosen/' \
	/chosen/safety/module@11000000=
in_bash 'mpuc check machine.dts --module=/chosen/s' \
	/chosen/safety/module@11000000=
in_bash 'mpuc check machine.dts --module /chosen/safety/module@11000000=mach' \
	machine.dts
in_bash 'mpuc query machine.dts --context ' idle guest/safety guest/logger
in_bash 'mpuc place machine.dts --size l' logger=
in_bash 'mpuc plan machine.dts --like s' safety
in_bash 'mpuc check mach' machine.dts
in_bash 'mpuc decode 0x'
# No tree, one that is missing or broken: nothing, and nothing is said.
in_bash 'mpuc check --ignore MPU0117@/'
in_bash 'mpuc check none.dts --ignore MPU0117@/'
in_bash 'mpuc check broken.dts --ignore MPU0117@/'

in_fish 'mpuc ch' check
in_fish 'mpuc check --dom' --domains
in_fish 'mpuc check --target xen-4.1' xen-4.17-amd
in_fish 'mpuc place --format d' dtso
in_fish 'mpuc check --ignore static-mem-out' \
	static-mem-outside-ram static-mem-outside-section
in_fish 'mpuc check machine.dts --ignore MPU0117@/chosen/l' \
	'MPU0117@/chosen/logger' 'MPU0117@/chosen/logger/module@12000000'
in_fish 'mpuc check machine.dts --module /chosen/' \
	/chosen/safety/module@11000000=
in_fish 'mpuc query machine.dts --context g' guest/logger guest/safety
in_fish 'mpuc check broken.dts --ignore MPU0117@/'

# LINE, and what is offered for it, in the order of sort.
zsh_cases() {
	"$1" 'mpuc ch' check
	"$1" 'mpuc check --dom' --domains
	"$1" 'mpuc check --target ' + xen-mpu-v2 xen-4.22
	"$1" 'mpuc check --target=xen-4.1' xen-4.17-amd
	"$1" 'mpuc check --platform cortex-r82-1' cortex-r82-16
	"$1" 'mpuc place --format=d' dtso
	"$1" 'mpuc check -W MPU011' + MPU0117
	"$1" 'mpuc check --ignore static-mem-out' \
		static-mem-outside-ram static-mem-outside-section
	"$1" 'mpuc explain heap-m' heap-missing
	"$1" 'mpuc profiles qemu' qemu-mps3-an536
	"$1" 'mpuc check machine.dts --ignore MPU0117@/chosen/l' \
		/chosen/logger /chosen/logger/module@12000000
	"$1" 'mpuc check machine.dts --module /chosen/' \
		/chosen/safety/module@11000000
	"$1" 'mpuc query machine.dts --context g' guest/logger guest/safety
	"$1" 'mpuc place machine.dts --size l' logger
	"$1" 'mpuc plan machine.dts --like s' safety
	"$1" 'mpuc check mach' machine.dts
	# No tree, one that is missing or broken: nothing.
	"$1" 'mpuc check none.dts --ignore MPU0117@/'
	"$1" 'mpuc check broken.dts --ignore MPU0117@/'
}
zsh_cases for_zsh
if zsh -f ask.zsh "$top" zsh.lines; then
	zsh_cases in_zsh
else
	failed=$((failed + 1))
fi
[ -z "$(mpuc __nodes broken.dts none.dts 2>&1)" ] || {
	echo "FAIL __nodes speaks of a broken tree"
	failed=$((failed + 1))
}
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
