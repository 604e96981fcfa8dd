# SPDX-License-Identifier: BSD-2-Clause
# Made by tools/gen-completions, do not edit.
# Completion of mpuc for bash.

# Profiles of one kind, "target" or "platform".
_mpuc_profiles() {
	mpuc profiles 2>/dev/null |
		awk -v kind="$1" '$1 == kind { on = 1; next }
			NF == 0 { on = 0 } on { print $1 }'
}

_mpuc_codes() {
	mpuc explain 2>/dev/null | awk 'NR > 1 { print $1; print $2 }'
}

# Paths of nodes of one kind ("" for all) of the tree on the command line.
_mpuc_nodes() {
	local kind=$1 word inputs=()

	for word in "${COMP_WORDS[@]}"; do
		case $word in
		*.dtb|*.dts|*.dtbo|*.dtso)
			inputs+=("$word")
			;;
		esac
	done
	[ ${#inputs[@]} -gt 0 ] || return 0
	mpuc __nodes "${inputs[@]}" 2>/dev/null |
		awk -F '\t' -v kind="$kind" \
			'kind == "" || $2 == kind { print $1 }'
}

_mpuc_files() {
	compopt -o filenames 2>/dev/null
	mapfile -t COMPREPLY < <(compgen "$1" -- "$2")
}

# Words that begin with the second: what bash takes for the word begins
# behind the last = or @ of it.
_mpuc_words() {
	local broken=${2%"$3"}

	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
	COMPREPLY=("${COMPREPLY[@]#"$broken"}")
}

# Values of a kind; $1 kind, $2 the word, $3 what bash takes for it.
_mpuc_kind() {
	local node

	case $1 in
	target|platform)
		_mpuc_words "$(_mpuc_profiles "$1")" "$2" "$3"
		;;
	file)
		_mpuc_files -f "$3"
		;;
	directory)
		_mpuc_files -d "$3"
		;;
	access)
		_mpuc_words 'r w x rw rx rwx' "$2" "$3"
		;;
	context)
		_mpuc_words "idle $(_mpuc_nodes domain |
			sed 's|.*/|guest/|')" "$2" "$3"
		;;
	domain)
		_mpuc_words "$(_mpuc_nodes domain | sed 's|.*/||')" "$2" "$3"
		;;
	domain-size)
		_mpuc_words "$(_mpuc_nodes domain | sed 's|.*/||; s|$|=|')" \
			"$2" "$3"
		compopt -o nospace 2>/dev/null
		;;
	module)
		if [ "$2" != "${2%%=*}" ]; then
			_mpuc_files -f "${2#*=}"
		else
			_mpuc_words "$(_mpuc_nodes module | sed 's|$|=|')" \
				"$2" "$3"
			compopt -o nospace 2>/dev/null
		fi
		;;
	policy)
		if [ "$2" != "${2%%@*}" ]; then
			_mpuc_words "$(for node in $(_mpuc_nodes ''); do
				echo "${2%%@*}@$node"; done)" "$2" "$3"
		else
			_mpuc_words "$(_mpuc_codes)" "$2" "$3"
		fi
		;;
	none)
		COMPREPLY=()
		;;
	esac
}

# Values of the option before the cursor; false when it takes none.
_mpuc_value() {
	case $4:$1 in
	place:--size)
		_mpuc_kind domain-size "$2" "$3"
		;;
	diff:--fail-on)
		_mpuc_words 'never growth change' "$2" "$3"
		;;
	plan:--format)
		_mpuc_words 'text json csv svg html c asm dtso' "$2" "$3"
		;;
	place:--format)
		_mpuc_words 'text json dtso c' "$2" "$3"
		;;
	fix:--format)
		_mpuc_words 'text json dtso' "$2" "$3"
		;;
	diff:--format)
		_mpuc_words 'text json markdown svg html' "$2" "$3"
		;;
	check:--format)
		_mpuc_words 'text json sarif junit github gitlab auto' "$2" "$3"
		;;
	*:--access)
		_mpuc_kind access "$2" "$3"
		;;
	*:--context|*:--schedule)
		_mpuc_kind context "$2" "$3"
		;;
	*:--schema)
		_mpuc_kind directory "$2" "$3"
		;;
	*:--like)
		_mpuc_kind domain "$2" "$3"
		;;
	*:--xen|*:--imagebuilder|*:--domains|*:--config|*:--baseline|\
*:--write-baseline|*:--depfile|*:--source|*:--output|*:-o|*:--previous|\
*:--batch)
		_mpuc_kind file "$2" "$3"
		;;
	*:--module)
		_mpuc_kind module "$2" "$3"
		;;
	*:--regions|*:--fdt-address|*:--early-uart|*:--today|*:--jobs|*:-j|\
*:--budget|*:--addr|*:--size|*:--el|*:--align|*:--steps|*:--index)
		_mpuc_kind none "$2" "$3"
		;;
	*:--platform)
		_mpuc_kind platform "$2" "$3"
		;;
	*:--ignore|*:--warning|*:-W|*:--error|*:-E|*:--note|*:-N)
		_mpuc_kind policy "$2" "$3"
		;;
	*:--target|*:--targets)
		_mpuc_kind target "$2" "$3"
		;;
	*:--plan)
		_mpuc_words 'as-is optimal' "$2" "$3"
		;;
	*:--color)
		_mpuc_words 'auto always never' "$2" "$3"
		;;
	*:--sh)
		_mpuc_words 'none outer inner' "$2" "$3"
		;;
	*:--fail-on)
		_mpuc_words 'note warning error never' "$2" "$3"
		;;
	*:--arch)
		_mpuc_words 'pmsav8-32 pmsav8-64' "$2" "$3"
		;;
	*:--ap)
		_mpuc_words 'rw-el2 rw-all ro-el2 ro-all' "$2" "$3"
		;;
	*:--format)
		_mpuc_words 'text json' "$2" "$3"
		;;
	*)
		return 1
		;;
	esac
	return 0
}

_mpuc_options() {
	case $1 in
	check)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --imagebuilder --domains \
			--config --no-config --schema --strict --fail-on --ignore \
			--warning -W --error -E --note -N --today --baseline \
			--write-baseline --depfile --jobs -j --watch --source \
			--format --output -o --color --help -h
		;;
	plan)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --imagebuilder --domains \
			--config --no-config --targets --platforms --like \
			--repairs --strict --fail-on --ignore --warning -W --error \
			-E --note -N --today --context --plan --budget --schedule \
			--explain --format --output -o --color --help -h
		;;
	pack)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --imagebuilder --domains \
			--config --no-config --strict --fail-on --ignore --warning \
			-W --error -E --note -N --today --plan --budget --schedule \
			--depfile --format --output -o --color --help -h
		;;
	inspect)
		echo --format --output -o --color --help -h
		;;
	verify)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --imagebuilder --domains \
			--config --no-config --budget --schedule --format --output \
			-o --color --help -h
		;;
	query)
		echo --context --addr --size --el --access --target --platform \
			--regions --xen --fdt-address --early-uart --module \
			--no-dts --imagebuilder --domains --config --no-config \
			--format --output -o --color --help -h
		;;
	place)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --imagebuilder --domains \
			--config --no-config --size --align --sections --previous \
			--steps --format --output -o --color --help -h
		;;
	budget)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --imagebuilder --domains \
			--config --no-config --strict --fail-on --batch --format \
			--output -o --color --help -h
		;;
	fix)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --imagebuilder --domains \
			--config --no-config --unsafe --format --output -o --color \
			--help -h
		;;
	diff)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --imagebuilder --domains \
			--config --no-config --fail-on --format --output -o \
			--color --help -h
		;;
	encode)
		echo --arch --ap --xn --xn-el1 --sh --index --ns --disabled \
			--format --output -o --color --help -h
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
	config)
		echo --target --platform --regions --xen --fdt-address \
			--early-uart --module --no-dts --imagebuilder --domains \
			--config --no-config --strict --fail-on --ignore --warning \
			-W --error -E --note -N --today --baseline --format \
			--output -o --color --help -h
		;;
	esac
}

_mpuc_operand() {
	case $1 in
	explain)
		_mpuc_words "$(_mpuc_codes)" "$2" "$3"
		;;
	profiles)
		_mpuc_words "$(_mpuc_profiles target; _mpuc_profiles platform)" \
			"$2" "$3"
		;;
	encode|decode)
		;;
	*)
		_mpuc_files -f "$3"
		;;
	esac
}

_mpuc() {
	local cur=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]}
	local line=${COMP_LINE:0:COMP_POINT} word option rest commands

	commands='check plan pack inspect verify query place budget fix diff encode decode explain profiles config'
	word=${line##*[[:space:]]}
	rest=${line%"$word"}
	rest=${rest%"${rest##*[![:space:]]}"}
	option=${rest##*[[:space:]]}
	[ "$cur" != = ] && [ "$cur" != @ ] || cur=
	COMPREPLY=()
	if [ "$COMP_CWORD" -le 1 ]; then
		case $word in
		-*)	_mpuc_words '--help -h --version -V' "$word" "$cur" ;;
		*)	_mpuc_words "$commands" "$word" "$cur" ;;
		esac
		return
	fi
	case $word in
	--*=*)
		_mpuc_value "${word%%=*}" "${word#*=}" "$cur" "$command"
		return
		;;
	esac
	! _mpuc_value "$option" "$word" "$cur" "$command" || return 0
	case $word in
	-*)	_mpuc_words "$(_mpuc_options "$command")" "$word" "$cur" ;;
	*)	_mpuc_operand "$command" "$word" "$cur" ;;
	esac
}

complete -F _mpuc mpuc
