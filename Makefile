# mpuc: build, install, check.  One file, no recursion, out of tree.
#
#   make [MODE=debug|release|asan|cov|fuzz] [O=dir] [V=1]
#   make check | demo | static | deb | bench
#   make install | uninstall | clean | help

MODE ?= debug
O    ?= build/$(MODE)
V    ?= 0

VERSION := $(shell cat VERSION)

prefix      ?= /usr/local
bindir      ?= $(prefix)/bin
libdir      ?= $(prefix)/lib
includedir  ?= $(prefix)/include
datadir     ?= $(prefix)/share
mandir      ?= $(datadir)/man
INSTALL     ?= install
PKG_CONFIG  ?= pkg-config
OBJCOPY     ?= objcopy
AR          ?= ar

MODE_debug   := -O1 -g
MODE_release := -O2 -g -fno-plt
MODE_asan    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all
MODE_cov     := -O0 -g --coverage
MODE_fuzz    := -O1 -g -fno-omit-frame-pointer \
	-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all \
	-fsanitize-coverage-ignorelist=fuzz/uncounted.txt
MODE_FLAGS   := $(MODE_$(MODE))
ifeq ($(strip $(MODE_FLAGS)),)
$(error MODE must be debug, release, asan, cov or fuzz)
endif

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wundef -Wvla -Wformat=2 -Wwrite-strings \
	-Wcast-qual -Wswitch-enum -Wpointer-arith -Wnull-dereference -Werror

DEFS := -D_POSIX_C_SOURCE=200809L -DMPUC_VERSION='"$(VERSION)"'
ifeq ($(MODE),release)
DEFS += -DNDEBUG
endif
# Who counts lines writes files beside the objects at its end.
ifeq ($(MODE),cov)
DEFS += -DMPUC_UNCONFINED
endif
ALL_CPPFLAGS = -Iinclude -Ilib -I$(O)/gen $(DEFS) $(CPPFLAGS)
# One set of objects for the program, the archive and the shared library: on
# x86-64 a release of mpuc takes as many instructions with it as without.
PIC := -fPIC -fno-semantic-interposition
ALL_CFLAGS = -std=c11 $(MODE_FLAGS) $(WARN) $(PIC) -fvisibility=hidden \
	-ffile-prefix-map=$(CURDIR)=. $(CFLAGS)
PACKAGES = yaml-0.1 jansson libelf mxml zlib
LIBS = -lfdt $(shell $(PKG_CONFIG) --libs $(PACKAGES))

# The first number of the version is that of the library's ABI; libmpuc(3)
# has what that promises.
SONAME   := libmpuc.so.$(firstword $(subst ., ,$(VERSION)))
SHLIB    := libmpuc.so.$(VERSION)

# What mpuc itself is linked with.  To load shared libraries takes as long as
# a check of a small tree, so a release has all of them in, unless there are
# no archives or who packages it says SHARED=yes.  It stays a PIE.
SHARED  ?=
ARCHIVES = $(foreach lib,c fdt yaml jansson mxml elf z,\
	$(filter /%,$(shell $(CC) -print-file-name=lib$(lib).a)))
STATIC   = -static-pie $(shell $(PKG_CONFIG) --static --libs $(PACKAGES)) -lfdt
DYNAMIC  = -Wl,--as-needed $(LIBS)
LINK     = $(if $(and $(filter release,$(MODE)),$(if $(SHARED),,yes),\
	$(filter 7,$(words $(ARCHIVES)))),$(STATIC),$(DYNAMIC))

LIB_SRC  := $(sort $(wildcard lib/*/*.c))
CMD_SRC  := $(sort $(wildcard cmd/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/t_*.c))
GEN_SRC  := $(O)/gen/profiles_data.c $(O)/gen/bindings_data.c \
	$(O)/gen/explain_data.c $(O)/gen/page_data.c
PROFILES := $(sort $(wildcard profiles/*/*.yaml))
BINDINGS := $(sort $(wildcard schemas/bindings/*.yaml))
PAGE     := pictures/picture.css pictures/page.css pictures/page.js
EXAMPLES := $(sort $(wildcard testdata/rules/*/*.dts))

LIB_OBJ  := $(LIB_SRC:%.c=$(O)/%.o) $(GEN_SRC:.c=.o)
CMD_OBJ  := $(CMD_SRC:%.c=$(O)/%.o)
# One of these is in a program: the second starts the program of the first.
CURSES_OBJ := $(O)/cmd/tui_curses.o
EXEC_OBJ   := $(O)/cmd/tui_exec.o
COMMON_OBJ := $(filter-out $(CURSES_OBJ) $(EXEC_OBJ),$(CMD_OBJ))
UNITS    := $(UNIT_SRC:tests/unit/%.c=$(O)/tests/%)

Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),,@printf '  %-7s %s\n' '$(1)' '$(2)')

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all static deb check demo install uninstall clean help FORCE

# The terminal program is built where ncurses is; mpuc starts it.
CURSES := $(shell $(PKG_CONFIG) --exists ncursesw && echo yes)

all: $(O)/mpuc $(O)/libmpuc.a $(O)/$(SHLIB) $(if $(CURSES),$(O)/mpuc-budget)

# Rewritten only when the flags differ, so that changed flags rebuild.
$(O)/.flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS)' | cmp -s - $@ || \
	echo '$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS)' > $@

$(O)/%.o: %.c $(O)/.flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(O)/gen/%.o: $(O)/gen/%.c $(O)/.flags
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The public archive is one object whose internal names are local.
$(O)/libmpuc.o: $(LIB_OBJ)
	$(call say,LD,$@)
	$(Q)$(LD) -r -o $@ $^
	$(Q)$(OBJCOPY) --localize-hidden $@

$(O)/libmpuc.a: $(O)/libmpuc.o
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) rcD $@ $^

# The same object; what is public, and since when, stands in the map.
$(O)/$(SHLIB): $(O)/libmpuc.o lib/libmpuc.map
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) \
	-Wl,--version-script=lib/libmpuc.map -Wl,-z,defs -o $@ $< \
	-Wl,--as-needed $(LIBS)

# What unit tests link: plain objects.
$(O)/libinternal.a: $(LIB_OBJ)
	$(Q)rm -f $@
	$(Q)$(AR) rcD $@ $^

$(O)/mpuc: $(COMMON_OBJ) $(EXEC_OBJ) $(O)/libmpuc.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LINK)

$(O)/mpuc-budget: $(COMMON_OBJ) $(CURSES_OBJ) $(O)/libmpuc.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(DYNAMIC) \
	$(shell $(PKG_CONFIG) --libs ncursesw)

# Its pure parts with a script instead of a terminal.
$(O)/tests/screens: $(COMMON_OBJ) $(O)/tests/tui/screens.o $(O)/libmpuc.a
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(O)/tests/tui/screens.o: ALL_CPPFLAGS += -Icmd

# One file that needs no library of the machine that it runs on.
static: $(O)/mpuc-static

$(O)/mpuc-static: $(COMMON_OBJ) $(EXEC_OBJ) $(O)/libmpuc.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(STATIC)

# The packages for Debian, and lintian's opinion of them.
deb:
	@tools/deb build/packages

$(O)/tests/%: $(O)/tests/unit/%.o $(O)/libinternal.a
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ \
	$(shell $(PKG_CONFIG) --libs check) $(LIBS)

include mk/gen.mk
include mk/check.mk
include mk/robust.mk
include mk/install.mk
include mk/bench.mk

clean:
	rm -rf $(O)

help:
	@sed -n 's/^# \{0,1\}//;2,6p' Makefile

-include $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d) \
	$(UNIT_SRC:tests/unit/%.c=$(O)/tests/unit/%.d)
