/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/system.h"

#include "model/build.h"

const char *system_owner(const struct system *s, uint32_t domain)
{
	if (domain == SYS_NONE)
		return "xen";
	return s->domains.items[domain].name;
}

static const char *device_text(uint32_t kind)
{
	switch ((enum device_kind)kind) {
	case DEV_GICD:
		return "GIC distributor";
	case DEV_GICR:
		return "GIC redistributor";
	case DEV_GICC:
		return "GIC CPU interface";
	case DEV_GICH:
		return "GIC hypervisor interface";
	case DEV_GICV:
		return "GIC virtual CPU interface";
	case DEV_CONSOLE:
		return "console UART";
	case DEV_EARLY_UART:
		return "early UART";
	}
	return "device";
}

static const char *module_text(const struct system *s, struct arena *a,
			       const struct module *m)
{
	static const char *const kinds[] = {
		[MOD_UNKNOWN] = "module", [MOD_KERNEL] = "kernel",
		[MOD_RAMDISK] = "ramdisk",
		[MOD_DTB] = "partial device tree",
		[MOD_XSM] = "XSM policy", [MOD_MICROCODE] = "microcode",
	};

	if (m->domain == SYS_NONE)
		return arena_printf(a, "%s '%s'", kinds[m->kind], m->path);
	return arena_printf(a, "%s of %s", kinds[m->kind],
			    system_owner(s, m->domain));
}

static const char *bank_text(const struct system *s, struct arena *a,
			     const struct object *o)
{
	const struct domain *d = &s->domains.items[o->owner];

	if (d->bank_count == 1)
		return arena_printf(a, "static memory of %s", d->name);
	return arena_printf(a, "static memory bank %u of %s", o->index,
			    d->name);
}

static const char *node_name(const struct object *o)
{
	return o->ref.doc->nodes.items[o->ref.node].name;
}

const char *object_text(const struct system *s, struct arena *a,
			const struct object *o)
{
	const char *text = "memory";

	switch ((enum object_kind)o->kind) {
	case OBJ_RAM:
		text = "RAM";
		break;
	case OBJ_MEMRESERVE:
		text = arena_printf(a, "/memreserve/ entry %u", o->index);
		break;
	case OBJ_RESERVED:
		text = arena_printf(a, "%s '%s'", o->detail ==
				    RESERVED_STATIC ? "static memory of" :
				    "reserved memory", node_name(o));
		break;
	case OBJ_HEAP:
		text = o->index == 0 ? "static heap" :
		       arena_printf(a, "static heap bank %u", o->index);
		break;
	case OBJ_STATIC_MEM:
		text = bank_text(s, a, o);
		break;
	case OBJ_SHM:
		text = arena_printf(a, "shared memory '%s' of %s",
			s->shms.items[o->detail].id == NULL ? "?" :
			s->shms.items[o->detail].id,
			system_owner(s, o->owner));
		break;
	case OBJ_MODULE:
		text = module_text(s, a, &s->modules.items[o->detail]);
		break;
	case OBJ_XEN:
		text = "Xen's image";
		break;
	case OBJ_FDT:
		text = "the device tree";
		break;
	case OBJ_DEVICE:
		text = device_text(o->detail);
		break;
	case OBJ_SECTION:
		text = arena_printf(a, "%s section",
				    s->target->sections[o->detail].name);
		break;
	case OBJ_PASSTHROUGH:
		text = arena_printf(a, "passthrough device '%s' of %s",
				    node_name(o), system_owner(s, o->owner));
		break;
	}
	return text;
}
