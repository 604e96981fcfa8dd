# Sources that are made: the tools that make them run on the machine that
# builds, so they have a compiler of their own.

HOSTCC     ?= cc
HOST_CFLAGS = -std=c11 -O1 $(WARN)
HOST_LIBS   = $(shell $(PKG_CONFIG) --libs yaml-0.1)

# --- profiles: profiles/*/*.yaml to profiles_data.c ---------------------

GEN_PROFILES_SRC := tools/gen-profiles.c \
	$(addprefix lib/,base/arena.c base/line.c base/map.c base/num.c \
	base/sort.c base/vec.c addr/range.c pmsa/pmsa.c doc/value.c \
	load/yaml.c load/yaml_anchors.c model/target.c \
	model/profile_fields.c model/profile_record.c \
	model/profile_read.c model/profile_scalar.c model/profile_steps.c)
GEN_PROFILES_OBJ := $(GEN_PROFILES_SRC:%.c=$(O)/host/%.o)

$(O)/host/%.o: %.c $(O)/.flags
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -Iinclude -Ilib -D_POSIX_C_SOURCE=200809L \
	$(HOST_CFLAGS) -MMD -MP -c -o $@ $<

$(O)/host/gen-profiles: $(GEN_PROFILES_OBJ)
	$(call say,HOSTLD,$@)
	$(Q)$(HOSTCC) -o $@ $^ $(HOST_LIBS)

$(O)/gen/profiles_data.c: $(O)/host/gen-profiles $(PROFILES)
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	$(Q)$(O)/host/gen-profiles -o $@ $(PROFILES)

-include $(GEN_PROFILES_OBJ:.o=.d)

# --- bindings: schemas/bindings/*.yaml to bindings_data.c ---------------

GEN_BINDINGS_SRC := tools/gen-bindings.c \
	$(addprefix lib/,base/arena.c base/line.c base/map.c base/num.c \
	base/sort.c base/vec.c doc/value.c load/yaml.c load/yaml_anchors.c \
	doc/doc.c doc/index.c) \
	$(filter-out %/shipped.c,$(filter lib/schema/%,$(LIB_SRC)))
GEN_BINDINGS_OBJ := $(GEN_BINDINGS_SRC:%.c=$(O)/host/%.o)

$(O)/host/gen-bindings: $(GEN_BINDINGS_OBJ)
	$(call say,HOSTLD,$@)
	$(Q)$(HOSTCC) -o $@ $^ $(HOST_LIBS)

$(O)/gen/bindings_data.c: $(O)/host/gen-bindings $(BINDINGS)
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	$(Q)$(O)/host/gen-bindings -o $@ $(BINDINGS)

-include $(GEN_BINDINGS_OBJ:.o=.d)

# --- explanations: explain_data.c ---------------------------------------

$(O)/gen/explain_data.c: tools/gen-explain $(EXAMPLES)
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	$(Q)tools/gen-explain -o $@ $(EXAMPLES)

# --- constant parts of pages: page_data.c -------------------------------

$(O)/gen/page_data.c: tools/gen-page $(PAGE)
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	$(Q)tools/gen-page -o $@ $(PAGE)

# The same registry as a manual page; see mk/install.mk.
$(O)/man/mpuc-codes.7: tools/gen-codes-man include/mpuc/codes.def
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	$(Q)tools/gen-codes-man -o $@ include/mpuc/codes.def
