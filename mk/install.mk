# Where everything goes, once: install and uninstall walk the same list.
# mode:source:directory[:name], where the mode "link" makes name a link to
# source.

bashdir ?= $(datadir)/bash-completion/completions
zshdir  ?= $(datadir)/zsh/site-functions
fishdir ?= $(datadir)/fish/vendor_completions.d
pcdir   ?= $(libdir)/pkgconfig

HEADERS := $(filter-out %/codes.def,$(sort $(wildcard include/mpuc/*)))

libexecdir ?= $(prefix)/libexec

INSTALL_LIST = 755:$(O)/mpuc:$(bindir) \
	755:integrations/mpuc-ci:$(bindir) \
	$(if $(CURSES),755:$(O)/mpuc-budget:$(libexecdir)/mpuc) \
	644:$(O)/libmpuc.a:$(libdir) \
	644:$(O)/$(SHLIB):$(libdir) \
	link:$(SHLIB):$(libdir):$(SONAME) \
	link:$(SONAME):$(libdir):libmpuc.so \
	644:$(O)/mpuc.pc:$(pcdir) \
	$(HEADERS:%=644:%:$(includedir)/mpuc) \
	$(patsubst %,644:%:$(mandir)/man1,$(sort $(wildcard man/*.1))) \
	644:man/libmpuc.3:$(mandir)/man3 \
	$(patsubst %,644:%:$(mandir)/man5,$(sort $(wildcard man/*.5))) \
	644:$(O)/man/mpuc-codes.7:$(mandir)/man7 \
	644:completions/mpuc.bash:$(bashdir):mpuc \
	644:completions/_mpuc:$(zshdir) \
	644:completions/mpuc.fish:$(fishdir) \
	$(patsubst %,644:%:$(datadir)/mpuc/schemas, \
	$(sort $(wildcard schemas/*.json schemas/*.md schemas/*.rng))) \
	$(patsubst %,644:%:$(datadir)/mpuc/schemas/bindings, \
	$(BINDINGS)) \
	$(patsubst %,644:%:$(datadir)/mpuc/profiles/targets, \
	$(sort $(wildcard profiles/targets/*.yaml))) \
	$(patsubst %,644:%:$(datadir)/mpuc/profiles/platforms, \
	$(sort $(wildcard profiles/platforms/*.yaml))) \
	$(patsubst %,644:%:$(datadir)/mpuc/reader, \
	$(wildcard lib/layout/layout_read.c))

# Directories that are ours alone.
INSTALL_OWN = $(libexecdir)/mpuc $(includedir)/mpuc $(datadir)/mpuc/schemas/bindings \
	$(datadir)/mpuc/schemas \
	$(datadir)/mpuc/profiles/targets $(datadir)/mpuc/profiles/platforms \
	$(datadir)/mpuc/profiles $(datadir)/mpuc/reader $(datadir)/mpuc

# Written anew when a directory is given at install time.  What libmpuc is
# made with concerns only who links the archive: pkg-config --static.
$(O)/mpuc.pc: FORCE
	@mkdir -p $(@D)
	@{ echo 'prefix=$(prefix)'; \
	echo 'libdir=$(libdir)'; \
	echo 'includedir=$(includedir)'; \
	echo; \
	echo 'Name: mpuc'; \
	echo 'Description: memory layout of Xen on Armv8-R MPU machines'; \
	echo 'Version: $(VERSION)'; \
	echo 'Requires.private: $(PACKAGES)'; \
	echo 'Libs: -L$${libdir} -lmpuc'; \
	echo 'Libs.private: -lfdt'; \
	echo 'Cflags: -I$${includedir}'; } > $@.tmp
	@cmp -s $@.tmp $@ && rm $@.tmp || mv $@.tmp $@

install: all $(O)/mpuc.pc $(O)/man/mpuc-codes.7
	$(Q)set -e; for e in $(INSTALL_LIST); do \
	mode=$${e%%:*}; e=$${e#*:}; from=$${e%%:*}; e=$${e#*:}; \
	dir=$${e%%:*}; to=$${e#"$$dir"}; to=$${to#:}; \
	to="$(DESTDIR)$$dir/$${to:-$${from##*/}}"; \
	$(INSTALL) -d "$(DESTDIR)$$dir"; \
	case $$mode in \
	link) ln -sf "$$from" "$$to" ;; \
	*) $(INSTALL) -m $$mode "$$from" "$$to" ;; \
	esac; \
	done

uninstall:
	$(Q)set -e; for e in $(INSTALL_LIST); do \
	e=$${e#*:}; from=$${e%%:*}; e=$${e#*:}; \
	dir=$${e%%:*}; to=$${e#"$$dir"}; to=$${to#:}; \
	rm -f "$(DESTDIR)$$dir/$${to:-$${from##*/}}"; \
	done
	$(Q)for d in $(INSTALL_OWN); do \
	[ ! -d "$(DESTDIR)$$d" ] || rmdir "$(DESTDIR)$$d" || :; \
	done
