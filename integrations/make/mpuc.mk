# SPDX-License-Identifier: BSD-2-Clause
# A boot layout as a product of a makefile:
#
#	include mpuc.mk
#	MPUC_OPTIONS = --platform cortex-r52-16 --xen xen-syms \
#		--fdt-address 0x0a000000
#	all: board.layout
#
# board.layout is made from board.dts, and made anew when the tree, a file
# that it includes, or one that the options name has changed.  A finding of
# severity error stops the build; its report is the build's output, and
# board.sarif has it for tools.

MPUC ?= mpuc

%.layout: %.dts
	$(MPUC) check $(MPUC_OPTIONS) --format text --format sarif=$*.sarif $<
	$(MPUC) pack $(MPUC_OPTIONS) --depfile $@.d -o $@ $< > /dev/null

-include $(wildcard *.layout.d)
