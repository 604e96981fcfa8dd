# SPDX-License-Identifier: BSD-2-Clause
# Completion of mpuc for fish.

function __mpuc_in_none
	not __fish_seen_subcommand_from check plan pack inspect verify query place encode decode explain profiles
end

function __mpuc_in
	__fish_seen_subcommand_from $argv
end

# Profiles of one kind, "target" or "platform".
function __mpuc_profiles
	mpuc profiles 2>/dev/null | awk -v kind=$argv[1] '
		$1 == kind { on = 1; next } NF == 0 { on = 0 } on { print $1 }'
end

function __mpuc_codes
	mpuc explain 2>/dev/null | awk 'NR > 1 { print $1; print $2 }'
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
complete -c mpuc -n __mpuc_in_none -a encode -d 'one region as its two registers'
complete -c mpuc -n __mpuc_in_none -a decode -d 'two registers in words'
complete -c mpuc -n __mpuc_in_none -a explain -d 'the page of one diagnostic, or the list of all'
complete -c mpuc -n __mpuc_in_none -a profiles -d 'list the compiled-in profiles, or print one'

complete -c mpuc -n '__mpuc_in check' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in check' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in check' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in check' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in check' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in check' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in check' -l module -r -F -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in check' -l schema -r -F -d 'bindings (dt-schema YAML) to check as well'
complete -c mpuc -n '__mpuc_in check' -l strict -d 'a check that could not run is an error'
complete -c mpuc -n '__mpuc_in check' -l fail-on -x -a 'note warning error never' -d 'exit 1 from here: error|warning|note|never'
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
complete -c mpuc -n '__mpuc_in plan' -l module -r -F -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in plan' -l strict -d 'a check that could not run is an error'
complete -c mpuc -n '__mpuc_in plan' -l fail-on -x -a 'note warning error never' -d 'exit 1 from here: error|warning|note|never'
complete -c mpuc -n '__mpuc_in plan' -l context -x -d 'only this context: idle, guest/domU1, ...'
complete -c mpuc -n '__mpuc_in plan' -l budget -x -d 'optimal plan: least over-mapping in N regions'
complete -c mpuc -n '__mpuc_in plan' -l explain -d 'say why no fewer regions will do'
complete -c mpuc -n '__mpuc_in plan' -l format -x -a 'text json' -d 'text or json'
complete -c mpuc -n '__mpuc_in plan' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in plan' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in plan' -s h -l help -d 'show this page'

complete -c mpuc -n '__mpuc_in pack' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in pack' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in pack' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in pack' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in pack' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in pack' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in pack' -l module -r -F -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in pack' -l strict -d 'a check that could not run is an error'
complete -c mpuc -n '__mpuc_in pack' -l fail-on -x -a 'note warning error never' -d 'exit 1 from here: error|warning|note|never'
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
complete -c mpuc -n '__mpuc_in verify' -l module -r -F -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in verify' -l format -x -a 'text json' -d 'text or json'
complete -c mpuc -n '__mpuc_in verify' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in verify' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in verify' -s h -l help -d 'show this page'

complete -c mpuc -n '__mpuc_in query' -l context -x -d 'while this one stands: idle, guest/domU1, ...'
complete -c mpuc -n '__mpuc_in query' -l addr -x -d 'the address in question'
complete -c mpuc -n '__mpuc_in query' -l size -x -d 'bytes accessed; default 1'
complete -c mpuc -n '__mpuc_in query' -l el -x -d 'exception level; default 1 in a guest, else 2'
complete -c mpuc -n '__mpuc_in query' -l access -x -d 'letters of r, w and x; default r'
complete -c mpuc -n '__mpuc_in query' -l target -x -a '(__mpuc_profiles target)' -d 'Xen generation or YAML file; default: derived'
complete -c mpuc -n '__mpuc_in query' -l platform -x -a '(__mpuc_profiles platform)' -d 'machine or YAML file: MPU, regions, width'
complete -c mpuc -n '__mpuc_in query' -l regions -x -d 'EL2 MPU regions the machine has'
complete -c mpuc -n '__mpuc_in query' -l xen -r -F -d 'hypervisor\'s ELF with symbols, or nm listing'
complete -c mpuc -n '__mpuc_in query' -l fdt-address -x -d 'where the device tree lies at boot'
complete -c mpuc -n '__mpuc_in query' -l early-uart -x -d 'early printk is on, with these registers'
complete -c mpuc -n '__mpuc_in query' -l module -r -F -d 'partial device tree of a module; repeatable'
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
complete -c mpuc -n '__mpuc_in place' -l module -r -F -d 'partial device tree of a module; repeatable'
complete -c mpuc -n '__mpuc_in place' -l size -x -d 'new banks of this size for it; repeatable'
complete -c mpuc -n '__mpuc_in place' -l align -x -d 'of every new bank\'s base; default 2M'
complete -c mpuc -n '__mpuc_in place' -l sections -d 'compute the sections that are there anew, too'
complete -c mpuc -n '__mpuc_in place' -l previous -r -F -d 'tree or layout whose banks should stay'
complete -c mpuc -n '__mpuc_in place' -l steps -x -d 'end the search here; default 1000000'
complete -c mpuc -n '__mpuc_in place' -l format -x -a 'text json dtso c' -d 'text, json, dtso (overlay) or c (macros)'
complete -c mpuc -n '__mpuc_in place' -s o -l output -r -F -d 'write there, the whole file or nothing'
complete -c mpuc -n '__mpuc_in place' -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c mpuc -n '__mpuc_in place' -s h -l help -d 'show this page'


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
