/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A hypervisor that walks through every context of its boot layout and, in
 * each, tries every address of its job: at EL2, and at EL1 below the EL2
 * MPU.  What happened goes to the host as records; tests/r52.py judges.
 */
#include "cp15.h"
#include "guest.h"
#include "job.h"
#include "mpu.h"

enum access {			/* in the order of a guest's stub */
	READ8, WRITE8, READ32, WRITE32, FETCH,
};
#define EL1 0x10U

struct fault {
	uint32_t hsr, address;
};

/* Written by the handlers in probe.S. */
extern volatile struct fault probe_fault;
volatile struct fault probe_fault;

uint32_t probe_read8(uint32_t address);
uint32_t probe_read32(uint32_t address);
void probe_write8(uint32_t address, uint32_t value);
void probe_write32(uint32_t address, uint32_t value);
void probe_fetch(uint32_t address);
void hyp_main(void);
extern const uint8_t layout_window[], layout_window_end[];
extern const uint8_t probe_back[], probe_vectors[];
extern const struct job job_window;

static struct mpu mpu;
static struct record records[2048];
static uint32_t record_count, step, handle;

/* ------------------------------------------------------------- the host */

static uint32_t semihost(uint32_t what, const void *argument)
{
	register uint32_t r0 __asm__("r0") = what;
	register const void *r1 __asm__("r1") = argument;

	__asm__ volatile("svc 0x123456" : "+r"(r0) : "r"(r1) : "memory");
	return r0;
}

static _Noreturn void leave(uint32_t status)
{
	const uint32_t arguments[] = { 0x20026, status };

	semihost(0x20, arguments);
	for (;;)
		;
}

static void records_open(void)
{
	static const char name[] = "records";
	const uint32_t arguments[] = {
		(uint32_t)(uintptr_t)name, 5, sizeof(name) - 1,
	};

	handle = semihost(0x01, arguments);
}

static void records_flush(void)
{
	const uint32_t arguments[] = {
		handle, (uint32_t)(uintptr_t)records,
		record_count * (uint32_t)sizeof(*records),
	};

	if (semihost(0x05, arguments) != 0)
		leave(EXIT_RECORDS);
	record_count = 0;
}

static void record(uint32_t what, uint32_t address, uint32_t result,
		   uint32_t a, uint32_t b)
{
	struct record *r = &records[record_count++];

	r->address = address;
	r->a = a;
	r->b = b;
	r->step = (uint16_t)step;
	r->what = (uint8_t)what;
	r->result = (uint8_t)result;
	if (record_count == sizeof(records) / sizeof(*records))
		records_flush();
}

/* ------------------------------------------------------------- accesses */

static uint32_t judge(uint32_t hsr)
{
	if (hsr == 0)
		return ALLOWED;
	return (hsr & 0x3f) == 0x10 ? EXTERNAL : FAULT;
}

static uint32_t try_el2(enum access access, uint32_t address, uint32_t value)
{
	uint32_t got = value;

	probe_fault.hsr = 0;
	switch (access) {
	case READ8:
		got = probe_read8(address);
		break;
	case WRITE8:
		probe_write8(address, value);
		break;
	case READ32:
		got = probe_read32(address);
		break;
	case WRITE32:
		probe_write32(address, value);
		break;
	case FETCH:
		probe_fetch(address);
		break;
	}
	dsb();
	record(access, address, judge(probe_fault.hsr), probe_fault.hsr,
	       probe_fault.address);
	return probe_fault.hsr == 0 ? got : value;
}

/* What a trap says of the access that a guest was to make. */
static uint32_t judge_trap(uint32_t hsr, uint32_t *far)
{
	uint32_t class = HSR_CLASS(hsr);

	if (class == CLASS_HVC)
		return (hsr & 0xffff) == 2 ? EXTERNAL : ALLOWED;
	if (class == CLASS_DATA_GUEST) {
		*far = read_hdfar();
		return FAULT;
	}
	if (class != CLASS_FETCH_GUEST)
		leave(EXIT_TRAP);
	*far = read_hifar();
	/* An allowed fetch returns to where EL1 may not fetch. */
	if (*far == (uint32_t)(uintptr_t)probe_back)
		return ALLOWED;
	if (*far == (uint32_t)(uintptr_t)probe_vectors + 12)
		return EXTERNAL;
	return FAULT;
}

static uint32_t try_el1(uint32_t stub, enum access access, uint32_t address,
			uint32_t value)
{
	static struct guest guest = { .cpsr = GUEST_CPSR };
	uint32_t hsr, far = address, result;

	guest.r[0] = value;
	guest.r[1] = address;
	guest.lr = (uint32_t)(uintptr_t)probe_back;
	guest.pc = access == FETCH ? address : stub + access * 8U;
	write_vbar(stub != 0 ? stub + STUB_VECTORS :
		   (uint32_t)(uintptr_t)probe_vectors);
	hsr = guest_run(&guest);
	guest.cpsr = GUEST_CPSR;
	result = judge_trap(hsr, &far);
	record(access | EL1, address, result, hsr, far);
	return result == ALLOWED ? guest.r[0] : value;
}

/* What is written is what is there: no probe changes what another finds. */
static void probe(uint32_t address, uint32_t stub)
{
	uint32_t word = address & ~3U, value;

	value = try_el2(READ8, address, PLANTED >> address % 4 * 8 & 0xff);
	try_el2(WRITE8, address, value);
	value = try_el2(READ32, word, PLANTED);
	try_el2(WRITE32, word, value);
	try_el2(FETCH, word, 0);
	try_el1(stub, FETCH, word, 0);
	if (stub == 0)
		return;
	value = try_el1(stub, READ8, address,
			PLANTED >> address % 4 * 8 & 0xff);
	try_el1(stub, WRITE8, address, value);
	value = try_el1(stub, READ32, word, PLANTED);
	try_el1(stub, WRITE32, word, value);
}

/* ------------------------------------------------------------- the walk */

/* The registers are those of the context in force, and no others. */
static void compare_registers(void)
{
	const uint8_t *c = mpuc_layout_record(&mpu.layout, MPUC_CONTEXTS,
					      mpu.context);
	uint32_t at = mpuc_layout_u32(c + MPUC_CONTEXT_FIRST);
	uint32_t left = mpuc_layout_u16(c + MPUC_CONTEXT_COUNT);

	for (uint32_t slot = 0; slot < (read_hmpuir() & 0xff); slot++) {
		const uint8_t *r = mpuc_layout_record(&mpu.layout,
						      MPUC_REGIONS, at);
		uint32_t prbar, prlar;
		bool same;

		write_hprselr(slot);
		isb();
		prbar = read_hprbar();
		prlar = read_hprlar();
		same = (prlar & 1) == 0;
		if (left > 0 && r[MPUC_REGION_SLOT] == slot) {
			same = prbar == mpuc_layout_u64(r +
							MPUC_REGION_PRBAR) &&
			       prlar == mpuc_layout_u64(r +
							MPUC_REGION_PRLAR);
			at++;
			left--;
		}
		record(REGISTERS, slot, same ? ALLOWED : FAULT, prbar, prlar);
	}
	if (read_hprenr() != mpuc_layout_u32(c + MPUC_CONTEXT_PRENR))
		record(REGISTERS, 0xff, FAULT, read_hprenr(), 0);
}

/* A register that is wrong on purpose, to see that the host notices. */
static void spoil(const struct job *job)
{
	uint32_t prbar, prlar;

	if (job->spoil_context != mpu.context)
		return;
	write_hprselr(job->spoil_slot);
	isb();
	prbar = read_hprbar() ^ job->spoil_prbar;
	prlar = read_hprlar() ^ job->spoil_prlar;
	write_hprlar(0);
	isb();
	write_hprbar(prbar);
	write_hprlar(prlar);
	dsb();
	isb();
}

static void arrive(uint32_t from)
{
	const struct job *job = &job_window;
	const uint32_t *address = job->words + job->plant_count +
				  job->stub_count;
	uint32_t stub = job->stub[mpu.context];

	record(STEP, mpu.context, 0, from, 0);
	compare_registers();
	spoil(job);
	for (uint32_t i = 0; i < job->address_count; i++)
		probe(address[i], stub);
	step++;
}

/* Along every switch, from where we are as long as one leads on. */
static void walk_switches(void)
{
	const uint8_t *sw;

	for (uint32_t i = 0; (sw = mpuc_layout_record(&mpu.layout,
						      MPUC_SWITCHES,
						      i)) != NULL; i++) {
		uint32_t from = mpuc_layout_u16(sw + MPUC_SWITCH_FROM);
		uint32_t to = mpuc_layout_u16(sw + MPUC_SWITCH_TO);

		if (!mpu_switch(&mpu, from) || !mpu_switch(&mpu, to))
			leave(EXIT_SWITCH);
		arrive(from);
	}
}

/* Stage 1 allows everything: the EL2 MPU is what is tried. */
static void prepare_el1(void)
{
	write_prselr(0);
	isb();
	write_prbar(2);			/* read and write, execute */
	write_prlar(0xffffffc1);
	write_sctlr(read_sctlr() | 1);
	write_hcr(HCR_VM);
	isb();
}

void hyp_main(void)
{
	uint32_t error = mpu_open(&mpu, layout_window,
				  (uint32_t)(layout_window_end -
					     layout_window));
	uint32_t idle;

	if (error != 0)
		leave(EXIT_LAYOUT + error);
	if (job_window.magic != JOB_MAGIC)
		leave(EXIT_JOB);
	records_open();
	prepare_el1();
	idle = mpu_idle(&mpu);
	for (uint32_t i = 0; i <= idle; i++) {
		mpu_load(&mpu, i);
		if (i == 0)
			mpu_on();
		arrive(i);
	}
	walk_switches();
	records_flush();
	leave(0);
}
