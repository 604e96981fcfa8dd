# SPDX-License-Identifier: BSD-2-Clause
# Made by tools/gen-completions, do not edit.
# Completion of mpuc for fish.

function __mpuc_in_none
	not __fish_seen_subcommand_from check plan pack inspect verify query place budget fix diff encode decode explain profiles config
end

function __mpuc_in
	__fish_seen_subcommand_from $argv
end

# Profiles of one kind, "target" or "platform".
function __mpuc_profiles
	mpuc profiles 2>/dev/null | awk -v kind=$argv[1] '
		$1 == kind { on = 1; next } NF == 0 { on = 0 } on { print $1 }'
end

# Paths of nodes of one kind ("" for all) of the tree on the command line.
function __mpuc_nodes
	set -l inputs (string match -r '.*\.(?:dtb|dts|dtbo|dtso)$' -- \
		(commandline -opc))
	test (count $inputs) -gt 0; or return
	mpuc __nodes $inputs 2>/dev/null | awk -F '\t' -v kind="$argv[1]" '
		kind == "" || $2 == kind { print $1 }'
end

function __mpuc_contexts
	echo idle
	__mpuc_nodes domain | sed 's|.*/|guest/|'
end

function __mpuc_domains
	__mpuc_nodes domain | sed 's|.*/||'
end

function __mpuc_sizes
	__mpuc_domains | sed 's|$|=|'
end

function __mpuc_modules
	set -l word (commandline -ct)
	if string match -q '*=*' -- $word
		set -l node (string replace -r '=.*' '' -- $word)
		__fish_complete_path (string replace -r '^[^=]*=' '' -- $word) |
			string replace -r '^' "$node="
	else
		__mpuc_nodes module | sed 's|$|=|'
	end
end

function __mpuc_codes
	set -l word (commandline -ct)
	if string match -q '*@*' -- $word
		set -l code (string replace -r '@.*' '@' -- $word)
		__mpuc_nodes '' | string replace -r '^' $code
	else
		mpuc explain 2>/dev/null | awk 'NR > 1 { print $1; print $2 }'
	end
end

complete -c mpuc -n __mpuc_in_none -f
complete -c mpuc -n __mpuc_in_none -s h -l help -d 'show the commands'
complete -c mpuc -n __mpuc_in_none -s V -l version -d 'show the version'
complete -c mpuc -n __mpuc_in_none -a check -d 'check a tree against every rule and budget'
complete -c mpuc -n __mpuc_in_none -a plan -d 'show the region table of every context, and why'
complete -c mpuc -n __mpuc_in_none -a pack -d 'check, plan, verify, then write the boot layout'
complete -c mpuc -n __mpuc_in_none -a inspect -d 'decode a boot layout'
complete -c mpuc -n __mpuc_in_none -a verify -d 'hold a boot layout against a tree'
complete -c mpuc -n __mpuc_in_none -a query -d 'who may touch an address, through which region'
complete -c mpuc -n __mpuc_in_none -a place -d 'addresses for domains that have only sizes'
complete -c mpuc -n __mpuc_in_none -a budget -d 'what would fit: change a tree and see what it takes'
complete -c mpuc -n __mpuc_in_none -a fix -d 'mend what can be mended mechanically, as an overlay'
complete -c mpuc -n __mpuc_in_none -a diff -d 'what changed between two trees or layouts'
complete -c mpuc -n __mpuc_in_none -a encode -d 'one region as its two registers'
complete -c mpuc -n __mpuc_in_none -a decode -d 'two registers in words'
complete -c mpuc -n __mpuc_in_none -a explain -d 'the page of one diagnostic, or the list of all'
complete -c mpuc -n __mpuc_in_none -a profiles -d 'list the compiled-in profiles, or print one'
complete -c mpuc -n __mpuc_in_none -a config -d 'what is in force, and where each value is from'

complete -c mpuc -n '__mpuc_in check' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in check' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in check' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in check' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in check' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in check' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in check' -l module -x -a '(__mpuc_modules)' -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in check' -l no-dts -d 'refuse source; take compiled trees only'
complete -c mpuc -n '__mpuc_in check' -l imagebuilder -r -F -d 'guests of an ImageBuilder configuration'
complete -c mpuc -n '__mpuc_in check' -l domains -r -F -d 'guests of a System Device Tree: YAML or .dts'
complete -c mpuc -n '__mpuc_in check' -l config -r -F -d 'settings, in place of the .mpuc.yaml above INPUT'
complete -c mpuc -n '__mpuc_in check' -l no-config -d 'read no .mpuc.yaml'
complete -c mpuc -n '__mpuc_in check' -l schema -x -a '(__fish_complete_directories)' -d 'bindings (dt-schema YAML) to check as well'
complete -c mpuc -n '__mpuc_in check' -l strict -d 'a check that could not run is an error'
complete -c mpuc -n '__mpuc_in check' -l fail-on -x -a 'note warning error never' -d 'exit 1 from here: error|warning|note|never'
complete -c mpuc -n '__mpuc_in check' -l ignore -x -a '(__mpuc_codes)' -d 'pass over a diagnostic; repeatable'
complete -c mpuc -n '__mpuc_in check' -s W -l warning -x -a '(__mpuc_codes)' -d 'make a diagnostic a warning; repeatable'
complete -c mpuc -n '__mpuc_in check' -s E -l error -x -a '(__mpuc_codes)' -d 'make a diagnostic an error; repeatable'
complete -c mpuc -n '__mpuc_in check' -s N -l note -x -a '(__mpuc_codes)' -d 'make a diagnostic a note; repeatable'
complete -c mpuc -n '__mpuc_in check' -l today -x -d 'the day that suppressions expire by'
complete -c mpuc -n '__mpuc_in check' -l baseline -r -F -d 'pass over the findings that are in it'
complete -c mpuc -n '__mpuc_in check' -l write-baseline -r -F -d 'write what was found as a baseline'
complete -c mpuc -n '__mpuc_in check' -l depfile -r -F -d 'write the files that were read, for make and ninja'
complete -c mpuc -n '__mpuc_in check' -s j -l jobs -x -d 'trees to work on at once; default 1'
complete -c mpuc -n '__mpuc_in check' -l watch -d 'check again whenever a file changes'
complete -c mpuc -n '__mpuc_in check' -l source -r -F -d 'source of a blob, for the lines of findings'
complete -c mpuc -n '__mpuc_in check' -l format -x -a 'text json sarif junit github gitlab auto' -d 'form of the report, and its file; repeatable'
complete -c mpuc -n '__mpuc_in check' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in check' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in check' -s h -l help -d 'show this page'

complete -c mpuc -n '__mpuc_in plan' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in plan' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in plan' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in plan' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in plan' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in plan' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in plan' -l module -x -a '(__mpuc_modules)' -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in plan' -l no-dts -d 'refuse source; take compiled trees only'
complete -c mpuc -n '__mpuc_in plan' -l imagebuilder -r -F -d 'guests of an ImageBuilder configuration'
complete -c mpuc -n '__mpuc_in plan' -l domains -r -F -d 'guests of a System Device Tree: YAML or .dts'
complete -c mpuc -n '__mpuc_in plan' -l config -r -F -d 'settings, in place of the .mpuc.yaml above INPUT'
complete -c mpuc -n '__mpuc_in plan' -l no-config -d 'read no .mpuc.yaml'
complete -c mpuc -n '__mpuc_in plan' -l targets -x -a '(__mpuc_profiles target)' -d 'plans of one tree for two targets, side by side'
complete -c mpuc -n '__mpuc_in plan' -l platforms -d 'one table of machines with 16, 20, 24, ... regions'
complete -c mpuc -n '__mpuc_in plan' -l like -x -a '(__mpuc_domains)' -d 'with --platforms: how many more guests like it fit'
complete -c mpuc -n '__mpuc_in plan' -l repairs -d 'single changes that bring it nearer to its budget'
complete -c mpuc -n '__mpuc_in plan' -l strict -d 'a check that could not run is an error'
complete -c mpuc -n '__mpuc_in plan' -l fail-on -x -a 'note warning error never' -d 'exit 1 from here: error|warning|note|never'
complete -c mpuc -n '__mpuc_in plan' -l ignore -x -a '(__mpuc_codes)' -d 'pass over a diagnostic; repeatable'
complete -c mpuc -n '__mpuc_in plan' -s W -l warning -x -a '(__mpuc_codes)' -d 'make a diagnostic a warning; repeatable'
complete -c mpuc -n '__mpuc_in plan' -s E -l error -x -a '(__mpuc_codes)' -d 'make a diagnostic an error; repeatable'
complete -c mpuc -n '__mpuc_in plan' -s N -l note -x -a '(__mpuc_codes)' -d 'make a diagnostic a note; repeatable'
complete -c mpuc -n '__mpuc_in plan' -l today -x -d 'the day that suppressions expire by'
complete -c mpuc -n '__mpuc_in plan' -l context -x -a '(__mpuc_contexts)' -d 'only this context: idle, guest/domU1, ...'
complete -c mpuc -n '__mpuc_in plan' -l plan -x -a 'as-is optimal' -d 'as-is (default), what the target does, or optimal'
complete -c mpuc -n '__mpuc_in plan' -l budget -x -d 'optimal plan: least over-mapping in N regions'
complete -c mpuc -n '__mpuc_in plan' -l schedule -x -a '(__mpuc_contexts)' -d 'contexts that run in turn: idle,guest/domU1,...'
complete -c mpuc -n '__mpuc_in plan' -l explain -d 'say why no fewer regions will do'
complete -c mpuc -n '__mpuc_in plan' -l format -x -a 'text json csv svg html c asm dtso' -d 'text, json, csv, svg, html, c, asm or dtso'
complete -c mpuc -n '__mpuc_in plan' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in plan' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in plan' -s h -l help -d 'show this page'

complete -c mpuc -n '__mpuc_in pack' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in pack' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in pack' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in pack' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in pack' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in pack' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in pack' -l module -x -a '(__mpuc_modules)' -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in pack' -l no-dts -d 'refuse source; take compiled trees only'
complete -c mpuc -n '__mpuc_in pack' -l imagebuilder -r -F -d 'guests of an ImageBuilder configuration'
complete -c mpuc -n '__mpuc_in pack' -l domains -r -F -d 'guests of a System Device Tree: YAML or .dts'
complete -c mpuc -n '__mpuc_in pack' -l config -r -F -d 'settings, in place of the .mpuc.yaml above INPUT'
complete -c mpuc -n '__mpuc_in pack' -l no-config -d 'read no .mpuc.yaml'
complete -c mpuc -n '__mpuc_in pack' -l strict -d 'a check that could not run is an error'
complete -c mpuc -n '__mpuc_in pack' -l fail-on -x -a 'note warning error never' -d 'exit 1 from here: error|warning|note|never'
complete -c mpuc -n '__mpuc_in pack' -l ignore -x -a '(__mpuc_codes)' -d 'pass over a diagnostic; repeatable'
complete -c mpuc -n '__mpuc_in pack' -s W -l warning -x -a '(__mpuc_codes)' -d 'make a diagnostic a warning; repeatable'
complete -c mpuc -n '__mpuc_in pack' -s E -l error -x -a '(__mpuc_codes)' -d 'make a diagnostic an error; repeatable'
complete -c mpuc -n '__mpuc_in pack' -s N -l note -x -a '(__mpuc_codes)' -d 'make a diagnostic a note; repeatable'
complete -c mpuc -n '__mpuc_in pack' -l today -x -d 'the day that suppressions expire by'
complete -c mpuc -n '__mpuc_in pack' -l plan -x -a 'as-is optimal' -d 'as-is (default), what the target does, or optimal'
complete -c mpuc -n '__mpuc_in pack' -l budget -x -d 'optimal plan: least over-mapping in N regions'
complete -c mpuc -n '__mpuc_in pack' -l schedule -x -a '(__mpuc_contexts)' -d 'contexts that run in turn: idle,guest/domU1,...'
complete -c mpuc -n '__mpuc_in pack' -l depfile -r -F -d 'write the files that were read, for make and ninja'
complete -c mpuc -n '__mpuc_in pack' -l format -x -a 'text json' -d 'text or json'
complete -c mpuc -n '__mpuc_in pack' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in pack' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in pack' -s h -l help -d 'show this page'

complete -c mpuc -n '__mpuc_in inspect' -l format -x -a 'text json' -d 'text or json'
complete -c mpuc -n '__mpuc_in inspect' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in inspect' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in inspect' -s h -l help -d 'show this page'

complete -c mpuc -n '__mpuc_in verify' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in verify' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in verify' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in verify' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in verify' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in verify' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in verify' -l module -x -a '(__mpuc_modules)' -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in verify' -l no-dts -d 'refuse source; take compiled trees only'
complete -c mpuc -n '__mpuc_in verify' -l imagebuilder -r -F -d 'guests of an ImageBuilder configuration'
complete -c mpuc -n '__mpuc_in verify' -l domains -r -F -d 'guests of a System Device Tree: YAML or .dts'
complete -c mpuc -n '__mpuc_in verify' -l config -r -F -d 'settings, in place of the .mpuc.yaml above INPUT'
complete -c mpuc -n '__mpuc_in verify' -l no-config -d 'read no .mpuc.yaml'
complete -c mpuc -n '__mpuc_in verify' -l budget -x -d 'optimal plan: least over-mapping in N regions'
complete -c mpuc -n '__mpuc_in verify' -l schedule -x -a '(__mpuc_contexts)' -d 'contexts that run in turn: idle,guest/domU1,...'
complete -c mpuc -n '__mpuc_in verify' -l format -x -a 'text json' -d 'text or json'
complete -c mpuc -n '__mpuc_in verify' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in verify' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in verify' -s h -l help -d 'show this page'

complete -c mpuc -n '__mpuc_in query' -l context -x -a '(__mpuc_contexts)' -d 'while this one stands: idle, guest/domU1, ...'
complete -c mpuc -n '__mpuc_in query' -l addr -x -d 'the address in question'
complete -c mpuc -n '__mpuc_in query' -l size -x -d 'bytes accessed; default 1'
complete -c mpuc -n '__mpuc_in query' -l el -x -d 'exception level; default 1 in a guest, else 2'
complete -c mpuc -n '__mpuc_in query' -l access -x -a '(echo r w x rw rx rwx | tr " " \n)' -d 'letters of r, w and x; default r'
complete -c mpuc -n '__mpuc_in query' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in query' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in query' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in query' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in query' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in query' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in query' -l module -x -a '(__mpuc_modules)' -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in query' -l no-dts -d 'refuse source; take compiled trees only'
complete -c mpuc -n '__mpuc_in query' -l imagebuilder -r -F -d 'guests of an ImageBuilder configuration'
complete -c mpuc -n '__mpuc_in query' -l domains -r -F -d 'guests of a System Device Tree: YAML or .dts'
complete -c mpuc -n '__mpuc_in query' -l config -r -F -d 'settings, in place of the .mpuc.yaml above INPUT'
complete -c mpuc -n '__mpuc_in query' -l no-config -d 'read no .mpuc.yaml'
complete -c mpuc -n '__mpuc_in query' -l format -x -a 'text json' -d 'text or json'
complete -c mpuc -n '__mpuc_in query' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in query' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in query' -s h -l help -d 'show this page'

complete -c mpuc -n '__mpuc_in place' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in place' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in place' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in place' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in place' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in place' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in place' -l module -x -a '(__mpuc_modules)' -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in place' -l no-dts -d 'refuse source; take compiled trees only'
complete -c mpuc -n '__mpuc_in place' -l imagebuilder -r -F -d 'guests of an ImageBuilder configuration'
complete -c mpuc -n '__mpuc_in place' -l domains -r -F -d 'guests of a System Device Tree: YAML or .dts'
complete -c mpuc -n '__mpuc_in place' -l config -r -F -d 'settings, in place of the .mpuc.yaml above INPUT'
complete -c mpuc -n '__mpuc_in place' -l no-config -d 'read no .mpuc.yaml'
complete -c mpuc -n '__mpuc_in place' -l size -x -a '(__mpuc_sizes)' -d 'new banks of this size for it; repeatable'
complete -c mpuc -n '__mpuc_in place' -l align -x -d 'of every new bank\'s base; default 2M'
complete -c mpuc -n '__mpuc_in place' -l sections -d 'compute the sections that are there anew, too'
complete -c mpuc -n '__mpuc_in place' -l previous -r -F -d 'tree or layout whose banks should stay'
complete -c mpuc -n '__mpuc_in place' -l steps -x -d 'end the search here; default 1000000'
complete -c mpuc -n '__mpuc_in place' -l format -x -a 'text json dtso c' -d 'text, json, dtso (overlay) or c (macros)'
complete -c mpuc -n '__mpuc_in place' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in place' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in place' -s h -l help -d 'show this page'

complete -c mpuc -n '__mpuc_in budget' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in budget' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in budget' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in budget' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in budget' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in budget' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in budget' -l module -x -a '(__mpuc_modules)' -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in budget' -l no-dts -d 'refuse source; take compiled trees only'
complete -c mpuc -n '__mpuc_in budget' -l imagebuilder -r -F -d 'guests of an ImageBuilder configuration'
complete -c mpuc -n '__mpuc_in budget' -l domains -r -F -d 'guests of a System Device Tree: YAML or .dts'
complete -c mpuc -n '__mpuc_in budget' -l config -r -F -d 'settings, in place of the .mpuc.yaml above INPUT'
complete -c mpuc -n '__mpuc_in budget' -l no-config -d 'read no .mpuc.yaml'
complete -c mpuc -n '__mpuc_in budget' -l strict -d 'a check that could not run is an error'
complete -c mpuc -n '__mpuc_in budget' -l fail-on -x -a 'note warning error never' -d 'exit 1 from here: error|warning|note|never'
complete -c mpuc -n '__mpuc_in budget' -l batch -r -F -d 'commands, one a line, instead of a terminal; - is standard input'
complete -c mpuc -n '__mpuc_in budget' -l format -x -a 'text json' -d 'text or json'
complete -c mpuc -n '__mpuc_in budget' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in budget' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in budget' -s h -l help -d 'show this page'

complete -c mpuc -n '__mpuc_in fix' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in fix' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in fix' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in fix' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in fix' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in fix' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in fix' -l module -x -a '(__mpuc_modules)' -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in fix' -l no-dts -d 'refuse source; take compiled trees only'
complete -c mpuc -n '__mpuc_in fix' -l imagebuilder -r -F -d 'guests of an ImageBuilder configuration'
complete -c mpuc -n '__mpuc_in fix' -l domains -r -F -d 'guests of a System Device Tree: YAML or .dts'
complete -c mpuc -n '__mpuc_in fix' -l config -r -F -d 'settings, in place of the .mpuc.yaml above INPUT'
complete -c mpuc -n '__mpuc_in fix' -l no-config -d 'read no .mpuc.yaml'
complete -c mpuc -n '__mpuc_in fix' -l unsafe -d 'apply also what may not be meant'
complete -c mpuc -n '__mpuc_in fix' -l format -x -a 'text json dtso' -d 'text, json or dtso (overlay)'
complete -c mpuc -n '__mpuc_in fix' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in fix' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in fix' -s h -l help -d 'show this page'

complete -c mpuc -n '__mpuc_in diff' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in diff' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in diff' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in diff' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in diff' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in diff' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in diff' -l module -x -a '(__mpuc_modules)' -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in diff' -l no-dts -d 'refuse source; take compiled trees only'
complete -c mpuc -n '__mpuc_in diff' -l imagebuilder -r -F -d 'guests of an ImageBuilder configuration'
complete -c mpuc -n '__mpuc_in diff' -l domains -r -F -d 'guests of a System Device Tree: YAML or .dts'
complete -c mpuc -n '__mpuc_in diff' -l config -r -F -d 'settings, in place of the .mpuc.yaml above INPUT'
complete -c mpuc -n '__mpuc_in diff' -l no-config -d 'read no .mpuc.yaml'
complete -c mpuc -n '__mpuc_in diff' -l fail-on -x -a 'never growth change' -d 'exit 1 on growth or change; default: never'
complete -c mpuc -n '__mpuc_in diff' -l format -x -a 'text json markdown svg html' -d 'text, json, markdown, svg or html'
complete -c mpuc -n '__mpuc_in diff' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in diff' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in diff' -s h -l help -d 'show this page'

complete -c mpuc -n '__mpuc_in encode' -l arch -x -a 'pmsav8-32 pmsav8-64' -d 'pmsav8-32 or pmsav8-64; must be given'
complete -c mpuc -n '__mpuc_in encode' -l ap -x -a 'rw-el2 rw-all ro-el2 ro-all' -d 'rw-el2 (default), rw-all, ro-el2 or ro-all'
complete -c mpuc -n '__mpuc_in encode' -l xn -d 'EL2 can\'t fetch (pmsav8-32: nor EL1 and EL0)'
complete -c mpuc -n '__mpuc_in encode' -l xn-el1 -d 'EL1 and EL0 can\'t fetch (pmsav8-64 only)'
complete -c mpuc -n '__mpuc_in encode' -l sh -x -a 'none outer inner' -d 'shareability: none (default), outer or inner'
complete -c mpuc -n '__mpuc_in encode' -l index -x -d 'AttrIndx, 0 (default) to 7, into MAIR_EL2'
complete -c mpuc -n '__mpuc_in encode' -l ns -d 'non-secure output address (pmsav8-64 only)'
complete -c mpuc -n '__mpuc_in encode' -l disabled -d 'leave the enable bit clear'
complete -c mpuc -n '__mpuc_in encode' -l format -x -a 'text json' -d 'text or json'
complete -c mpuc -n '__mpuc_in encode' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in encode' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in encode' -s h -l help -d 'show this page'
complete -c mpuc -n '__mpuc_in encode' -f

complete -c mpuc -n '__mpuc_in decode' -l arch -x -a 'pmsav8-32 pmsav8-64' -d 'pmsav8-32 or pmsav8-64; must be given'
complete -c mpuc -n '__mpuc_in decode' -l format -x -a 'text json' -d 'text or json'
complete -c mpuc -n '__mpuc_in decode' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in decode' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in decode' -s h -l help -d 'show this page'
complete -c mpuc -n '__mpuc_in decode' -f

complete -c mpuc -n '__mpuc_in explain' -l format -x -a 'text json' -d 'text or json'
complete -c mpuc -n '__mpuc_in explain' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in explain' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in explain' -s h -l help -d 'show this page'
complete -c mpuc -n '__mpuc_in explain' -f -a '(__mpuc_codes)'

complete -c mpuc -n '__mpuc_in profiles' -l format -x -a 'text json' -d 'text or json'
complete -c mpuc -n '__mpuc_in profiles' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in profiles' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in profiles' -s h -l help -d 'show this page'
complete -c mpuc -n '__mpuc_in profiles' -f -a '(__mpuc_profiles target; __mpuc_profiles platform)'

complete -c mpuc -n '__mpuc_in config' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in config' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in config' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in config' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in config' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in config' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in config' -l module -x -a '(__mpuc_modules)' -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in config' -l no-dts -d 'refuse source; take compiled trees only'
complete -c mpuc -n '__mpuc_in config' -l imagebuilder -r -F -d 'guests of an ImageBuilder configuration'
complete -c mpuc -n '__mpuc_in config' -l domains -r -F -d 'guests of a System Device Tree: YAML or .dts'
complete -c mpuc -n '__mpuc_in config' -l config -r -F -d 'settings, in place of the .mpuc.yaml above INPUT'
complete -c mpuc -n '__mpuc_in config' -l no-config -d 'read no .mpuc.yaml'
complete -c mpuc -n '__mpuc_in config' -l strict -d 'a check that could not run is an error'
complete -c mpuc -n '__mpuc_in config' -l fail-on -x -a 'note warning error never' -d 'exit 1 from here: error|warning|note|never'
complete -c mpuc -n '__mpuc_in config' -l ignore -x -a '(__mpuc_codes)' -d 'pass over a diagnostic; repeatable'
complete -c mpuc -n '__mpuc_in config' -s W -l warning -x -a '(__mpuc_codes)' -d 'make a diagnostic a warning; repeatable'
complete -c mpuc -n '__mpuc_in config' -s E -l error -x -a '(__mpuc_codes)' -d 'make a diagnostic an error; repeatable'
complete -c mpuc -n '__mpuc_in config' -s N -l note -x -a '(__mpuc_codes)' -d 'make a diagnostic a note; repeatable'
complete -c mpuc -n '__mpuc_in config' -l today -x -d 'the day that suppressions expire by'
complete -c mpuc -n '__mpuc_in config' -l baseline -r -F -d 'pass over the findings that are in it'
complete -c mpuc -n '__mpuc_in config' -l format -x -a 'text json' -d 'text or json'
complete -c mpuc -n '__mpuc_in config' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in config' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in config' -s h -l help -d 'show this page'
