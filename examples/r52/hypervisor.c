/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A hypervisor with two guests on a Cortex-R52.  What it maps, when and for
 * whom comes from a boot layout alone: there is no address of a region in
 * this program.  It brings up the MPU, loads the guests, lets them try what
 * they may and what they may not, and tells the story on the console.
 *
 * Every access is announced with what should become of it; the exit status
 * is 0 when all of them went that way.
 */
#include "console.h"
#include "cp15.h"
#include "guest.h"
#include "mpu.h"

#define GUESTS 2U
#define ERRANDS 12U
#define PROGRAM_AT 0x1000U	/* in a guest's memory: its program, */
#define ERRANDS_AT 0x2000U	/* what the program is to do, */
#define DATA_AT 0x3000U		/* and a place to write to */
#define UNLISTED UINT32_C(0xe7c01000)	/* UART 1: nobody's */

enum errand_kind { READ, WRITE, DONE };

/* program.S reads the first three. */
struct errand {
	uint32_t kind, address, value;
	const char *whose;
	bool allowed;
};

/* A guest, and where the layout says that its things are. */
struct domain {
	struct guest guest;
	const char *name;
	uint32_t context;	/* in the layout */
	uint32_t memory;	/* first address of its first bank */
	struct errand errands[ERRANDS];
	uint32_t errand_count;
};

static struct mpu mpu;
static struct domain domains[GUESTS];
static uint32_t done, stopped, wrong;

extern const uint8_t layout_window[], layout_window_end[];
extern const uint32_t program_start[], program_end[];
void hyp_main(void);
_Noreturn void hyp_undefined(void);
_Noreturn void hyp_prefetch_abort(void);
_Noreturn void hyp_data_abort(void);
_Noreturn void hyp_stray(void);

/* --------------------------------------------------------------- the end */

/* The layout, or this program, is wrong: say where, and stop. */
static _Noreturn void panic(const char *what, uint32_t value)
{
	put("panic: ");
	put(what);
	put(" ");
	put_hex(value);
	put("\n");
	leave(1);
}

_Noreturn void hyp_undefined(void)
{
	panic("undefined instruction", 0);
}

_Noreturn void hyp_prefetch_abort(void)
{
	panic("the hypervisor may not fetch at", read_hifar());
}

_Noreturn void hyp_data_abort(void)
{
	panic("the hypervisor may not access", read_hdfar());
}

_Noreturn void hyp_stray(void)
{
	panic("exception without a cause", read_hsr());
}

/* ------------------------------------------------- questions to the layout */

static const uint8_t *context_record(uint32_t context)
{
	return mpuc_layout_record(&mpu.layout, MPUC_CONTEXTS, context);
}

static const char *context_name(uint32_t context)
{
	return mpuc_layout_text(&mpu.layout, context_record(context) +
				MPUC_CONTEXT_NAME);
}

static bool same_text(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

/* Base of the region with this name in a context. */
static uint32_t region_base(uint32_t context, const char *name)
{
	const uint8_t *c = context_record(context);
	uint32_t first = mpuc_layout_u32(c + MPUC_CONTEXT_FIRST);
	uint32_t count = mpuc_layout_u16(c + MPUC_CONTEXT_COUNT);

	for (uint32_t i = first; i < first + count; i++) {
		const uint8_t *r = mpuc_layout_record(&mpu.layout,
						      MPUC_REGIONS, i);

		if (same_text(mpuc_layout_text(&mpu.layout,
					       r + MPUC_REGION_NAME), name))
			return mpuc_layout_u32(r + MPUC_REGION_PRBAR) & ~63U;
	}
	put(name);
	panic(": no such region in context", context);
}

/* ------------------------------------------------------------- boot phases */

static void announce(uint32_t context)
{
	put_wide(context_name(context), 15);
	put_number(mpuc_layout_u16(context_record(context) +
				   MPUC_CONTEXT_COUNT));
	put(" regions in force\n");
}

static void open_layout(void)
{
	uint32_t error = mpu_open(&mpu, layout_window,
				  (uint32_t)(layout_window_end -
					     layout_window));

	if (error != 0)
		panic("the boot layout can't be used, error", error);
	put("The boot layout is whole.  It was planned for ");
	put(mpuc_layout_text(&mpu.layout, mpu.layout.bytes +
			     MPUC_HEADER_TARGET));
	put(" on ");
	put(mpuc_layout_text(&mpu.layout, mpu.layout.bytes +
			     MPUC_HEADER_PLATFORM));
	put(".\n\n");
}

/* What a real hypervisor does in each phase stands between the loads. */
static void boot(void)
{
	uint32_t idle = mpu_idle(&mpu);

	mpu_load(&mpu, 0);
	mpu_on();
	announce(0);
	for (uint32_t phase = 1; phase <= idle; phase++) {
		mpu_load(&mpu, phase);
		announce(phase);
	}
}

/* ------------------------------------------------------------- two guests */

static void errand(struct domain *d, enum errand_kind kind, bool allowed,
		   const char *whose, uint32_t address)
{
	struct errand *e = &d->errands[d->errand_count++];

	e->kind = kind;
	e->address = address;
	e->value = kind == WRITE ? d->memory | 0x1ce : 0;
	e->whose = whose;
	e->allowed = allowed;
}

/* The same for both: own things, shared things, and those of others. */
static void plan_errands(struct domain *d, const struct domain *other)
{
	uint32_t shared = region_base(domains[0].context, "domU1.shm[0]");

	errand(d, WRITE, true, "its own memory", d->memory + DATA_AT);
	errand(d, READ, true, "its own memory", d->memory + DATA_AT);
	errand(d, READ, true, "the shared memory", shared);
	errand(d, WRITE, true, "the shared memory", shared);
	errand(d, READ, false, "the other guest", other->memory + DATA_AT);
	errand(d, WRITE, false, "the other guest", other->memory + DATA_AT);
	errand(d, READ, false, "the hypervisor",
	       region_base(d->context, "xen.text"));
	errand(d, WRITE, false, "the hypervisor",
	       region_base(d->context, "xen.rwdata"));
	errand(d, WRITE, false, "the heap",
	       region_base(d->context, "xen.heap"));
	errand(d, WRITE, false, "the console", CONSOLE);
	errand(d, READ, false, "an unlisted device", UNLISTED);
	errand(d, DONE, true, "", 0);
}

static void copy(uint32_t to, const uint32_t *from, const uint32_t *end)
{
	volatile uint32_t *p = (volatile uint32_t *)to;

	while (from < end)
		*p++ = *from++;
}

/* In idle, where one region is all guests' memory, for the hypervisor. */
static void load_guest(struct domain *d)
{
	uint32_t at = d->memory + ERRANDS_AT;

	copy(d->memory + PROGRAM_AT, program_start, program_end);
	for (uint32_t i = 0; i < d->errand_count; i++, at += 12)
		copy(at, &d->errands[i].kind, &d->errands[i].kind + 3);
	d->guest.r[0] = d->memory + ERRANDS_AT;
	d->guest.pc = d->memory + PROGRAM_AT;
	d->guest.cpsr = GUEST_CPSR;
	/* What was written as data will be fetched: it must leave the cache. */
	dcache_flush();
	icache_invalidate();
	put_wide(d->name, 15);
	put("loaded at ");
	put_hex(d->guest.pc);
	put("\n");
}

static void find_guests(void)
{
	for (uint32_t i = 0; i < GUESTS; i++) {
		struct domain *d = &domains[i];
		const uint8_t *r = mpuc_layout_record(&mpu.layout,
						      MPUC_DOMAINS, i);
		const uint8_t *bank;

		d->context = mpu_guest(&mpu, i);
		if (r == NULL || d->context == UINT32_MAX)
			panic("the layout lacks guest", i);
		bank = mpuc_layout_record(&mpu.layout, MPUC_BANKS,
					  mpuc_layout_u32(r +
							  MPUC_DOMAIN_FIRST));
		if (bank == NULL)
			panic("no memory for guest", i);
		d->name = mpuc_layout_text(&mpu.layout, r + MPUC_DOMAIN_NAME);
		d->memory = mpuc_layout_u32(bank + MPUC_BANK_BASE);
	}
}

static void tell(const struct domain *d, const struct errand *e, bool passed,
		 uint32_t value)
{
	put(d->name);
	put_wide(e->kind == READ ? " reads" : " writes", 8);
	put_wide(e->whose, 20);
	put_hex(e->address);
	if (!passed) {
		put("  stopped by the MPU");
	} else {
		put(e->kind == READ ? "  has " : "  now ");
		put_hex(value);
	}
	put(passed == e->allowed ? "\n" : "  WRONG\n");
	done += passed;
	stopped += !passed;
	wrong += passed != e->allowed;
}

/* Traps of a guest until it has done all its errands. */
static void run_guest(struct domain *d)
{
	put("\n");
	if (!mpu_switch(&mpu, d->context))
		panic("no way into context", d->context);
	announce(d->context);
	for (uint32_t i = 0; i < d->errand_count; ) {
		uint32_t hsr = guest_run(&d->guest);
		const struct errand *e = &d->errands[i];

		if (HSR_CLASS(hsr) == CLASS_DATA_GUEST) {
			if (read_hdfar() != e->address)
				panic("a guest faults at", read_hdfar());
			d->guest.pc += 8;	/* the access, and the call */
			tell(d, e, false, 0);
		} else if (HSR_CLASS(hsr) == CLASS_HVC &&
			   (hsr & 0xffff) == 1) {
			tell(d, e, true, d->guest.r[3]);
		} else if (HSR_CLASS(hsr) == CLASS_HVC) {
			return;
		} else {
			panic("a guest traps with HSR", hsr);
		}
		i++;
	}
}

static void summary(void)
{
	put("\n");
	if (!mpu_switch(&mpu, mpu_idle(&mpu)))
		panic("no way back to idle", mpu.context);
	announce(mpu.context);
	for (uint32_t i = 0; i < GUESTS; i++) {
		const volatile uint32_t *data = (volatile uint32_t *)
						(domains[i].memory + DATA_AT);

		put("The hypervisor finds ");
		put_hex(*data);
		put(" in the memory of ");
		put(domains[i].name);
		put(".\n");
	}
	put_number(done);
	put(" accesses done, ");
	put_number(stopped);
	put(" stopped, ");
	put_number(wrong);
	put(" otherwise than planned.\n");
}

/* EL1 has no MPU of its own here, so it is held by the EL2 MPU alone. */
static void prepare_el1(void)
{
	write_sctlr(read_sctlr() & ~UINT32_C(1));
	write_hcr(HCR_VM);
	isb();
}

void hyp_main(void)
{
	console_init();
	put("A hypervisor and two guests on a Cortex-R52\n\n");
	open_layout();
	boot();
	prepare_el1();
	find_guests();
	put("\n");
	for (uint32_t i = 0; i < GUESTS; i++) {
		plan_errands(&domains[i], &domains[1 - i]);
		load_guest(&domains[i]);
	}
	run_guest(&domains[0]);
	run_guest(&domains[1]);
	summary();
	leave(wrong != 0);
}
