# SPDX-License-Identifier: BSD-2-Clause
# Completion of mpuc for bash; bash-completion is used where it is there.

# Profiles of one kind, "target" or "platform".
_mpuc_profiles() {
	mpuc profiles 2>/dev/null |
		awk -v kind="$1" '$1 == kind { on = 1; next }
			NF == 0 { on = 0 } on { print $1 }'
}

_mpuc_codes() {
	mpuc explain 2>/dev/null | awk 'NR > 1 { print $1; print $2 }'
}

_mpuc_files() {
	compopt -o filenames 2>/dev/null
	mapfile -t COMPREPLY < <(compgen -f -- "$1")
}

_mpuc_words() {
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

# Values of the option before the cursor; false when it takes none.
_mpuc_value() {
	local option=$1 cur=$2 command=$3

	case $command:$option in
	diff:--fail-on)
		_mpuc_words 'never growth change' "$cur"
		return
		;;
	diff:--format)
		_mpuc_words 'text json markdown svg html' "$cur"
		return
		;;
	check:--format)
		_mpuc_words 'text json sarif junit github gitlab auto' "$cur"
		return
		;;
	fix:--format)
		_mpuc_words 'text json dtso' "$cur"
		return
		;;
	place:--format)
		_mpuc_words 'text json dtso c' "$cur"
		return
		;;
	plan:--format)
		_mpuc_words 'text json csv svg html c asm dtso' "$cur"
		return
		;;
	esac
	case $option in
	--fail-on)
		_mpuc_words 'note warning error never' "$cur"
		;;
	--format)
		_mpuc_words 'text json' "$cur"
		;;
	--color)
		_mpuc_words 'auto always never' "$cur"
		;;
	--arch)
		_mpuc_words 'pmsav8-32 pmsav8-64' "$cur"
		;;
	--ap)
		_mpuc_words 'rw-el2 rw-all ro-el2 ro-all' "$cur"
		;;
	--sh)
		_mpuc_words 'none outer inner' "$cur"
		;;
	--target)
		_mpuc_words "$(_mpuc_profiles target)" "$cur"
		;;
	--platform)
		_mpuc_words "$(_mpuc_profiles platform)" "$cur"
		;;
	--baseline|--batch|--config|--depfile|--imagebuilder|--output|\
--previous|--source|--write-baseline|--xen|-o)
		_mpuc_files "$cur"
		;;
	--plan)
		_mpuc_words 'as-is optimal' "$cur"
		;;
	--access)
		_mpuc_words 'r w x rw rx rwx' "$cur"
		;;
	--schema)
		_mpuc_files "$cur"
		;;
	--ignore|--warning|--error|--note|-W|-E|-N)
		_mpuc_words "$(_mpuc_codes)" "$cur"
		;;
	--module)
		_mpuc_files "${cur#*=}"
		;;
	--addr|--align|--budget|--context|--early-uart|--el|--fdt-address|\
--index|--jobs|--like|--regions|--schedule|--size|--steps|--targets|--today|-j)
		COMPREPLY=()
		;;
	*)
		return 1
		;;
	esac
}

_mpuc_options() {
	case $1 in
	check)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --imagebuilder --config \
			--no-config --schema \
			--strict --fail-on --ignore --warning --error --note \
			--today --baseline --write-baseline --depfile --jobs \
			--watch --source -j -N -E -W --format --output -o \
			--color --help -h
		;;
	plan)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts \
			--imagebuilder --targets --platforms --like \
			--repairs --config \
			--no-config --strict \
			--fail-on --ignore --warning --error --note --today -N \
			-E -W --context --plan --budget --schedule --explain \
			--format --output -o --color --help -h
		;;
	pack)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --config --no-config --strict \
			--fail-on --ignore --warning --error --note --today \
			--depfile -N -E -W --plan --budget --schedule --format \
			--output -o --color --help -h
		;;
	config)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --config --no-config --strict \
			--fail-on --ignore --warning --error --note --today \
			--baseline -N -E -W --format --output -o --color \
			--help -h
		;;
	inspect)
		echo --format --output -o --color --help -h
		;;
	verify)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --config --no-config --budget \
			--schedule --format --output -o --color --help -h
		;;
	diff)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --config --no-config --fail-on \
			--format --output -o --color --help -h
		;;
	query)
		echo --context --addr --size --el --access --target --platform \
			--regions --xen --fdt-address --early-uart --module --no-dts \
			--config --no-config --format --output -o --color \
			--help -h
		;;
	place)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --imagebuilder --config \
			--no-config --size \
			--align --sections --previous --steps --format \
			--output -o --color --help -h
		;;
	fix)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --imagebuilder --config \
			--no-config --unsafe \
			--format --output -o --color --help -h
		;;
	budget)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --config --no-config --strict \
			--fail-on --batch --format --output -o --color --help \
			-h
		;;
	encode)
		echo --arch --ap --xn --xn-el1 --sh --index --ns --disabled --format \
			--output -o --color --help -h
		;;
	decode)
		echo --arch --format --output -o --color --help -h
		;;
	explain)
		echo --format --output -o --color --help -h
		;;
	profiles)
		echo --format --output -o --color --help -h
		;;
	esac
}

_mpuc() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local command=${COMP_WORDS[1]} commands

	commands='check plan pack inspect verify query diff place fix budget encode decode explain profiles config'
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		case $cur in
		-*)
			_mpuc_words '--help -h --version -V' "$cur"
			;;
		*)
			_mpuc_words "$commands" "$cur"
			;;
		esac
		return
	fi
	# The shell breaks --name=value into three words.
	if [ "$cur" = = ]; then
		cur=
	elif [ "$prev" = = ]; then
		prev=${COMP_WORDS[COMP_CWORD-2]}
	fi
	_mpuc_value "$prev" "$cur" "$command" && return
	case $command:$cur in
	*:-*)
		_mpuc_words "$(_mpuc_options "$command")" "$cur"
		;;
	explain:*)
		_mpuc_words "$(_mpuc_codes)" "$cur"
		;;
	profiles:*)
		_mpuc_words "$(_mpuc_profiles target
			_mpuc_profiles platform)" "$cur"
		;;
	*)
		_mpuc_files "$cur"
		;;
	esac
}

complete -F _mpuc mpuc
