# SPDX-License-Identifier: BSD-2-Clause
# mpuc_layout(NAME TREE OPTIONS...): a target NAME that checks TREE and packs
# NAME.layout in the binary folder; part of the default build.  A finding of
# severity error stops the build; NAME.sarif has the report for tools.

find_program(MPUC mpuc REQUIRED)

function(mpuc_layout name tree)
	get_filename_component(source ${tree} ABSOLUTE)
	set(layout ${CMAKE_CURRENT_BINARY_DIR}/${name}.layout)
	add_custom_command(
		OUTPUT ${layout}
		COMMAND ${MPUC} check ${ARGN} --format text
			--format sarif=${name}.sarif ${source}
		COMMAND ${MPUC} pack ${ARGN} --depfile ${layout}.d
			-o ${layout} ${source}
		DEPENDS ${source}
		DEPFILE ${layout}.d
		WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}
		COMMENT "Packing the boot layout ${name}"
		VERBATIM)
	add_custom_target(${name} ALL DEPENDS ${layout})
endfunction()
