# SPDX-License-Identifier: BSD-2-Clause
"""Which addresses are tried on the board, and whether it did right."""
import collections
import json
import random
import struct

import r52_board as board
import refmpu

RESULTS = ("allowed", "fault", "external")
STEP, REGISTERS = 0x80, 0x81
ACCESS = ("read", "write", "read", "write", "fetch")
LETTER = {"read": "r", "write": "w", "fetch": "x"}
QUERIES = 12


def planted(run):
    """Words of the image that hold "bx lr" and no code of ours."""
    found = set()
    for address, data in board.read_segments(run.elf):
        for at in range(0, len(data) - 3, 4):
            if struct.unpack_from("<I", data, at)[0] == board.PLANTED:
                found.add(address + at)
    for name, span in (("__bss_start", range(0, 64, 4)),
                       ("__bss_end", range(-64, 0, 4))):
        found.update(run.symbols[name] + i for i in span)
    return found


class Addresses(list):
    """What to try, in order, and what else could be."""

    def __init__(self, run, wanted):
        self.run = run
        image = (run.base, run.symbols["_end"] - 1)
        taken = [board.LOADER] + [(a, a + board.STUB_BYTES - 1)
                                  for a in board.stubs(run).values()]
        own = planted(run)
        super().__init__(sorted(
            a for a in set(wanted) if 0 <= a < 1 << 32 and
            not board.inside(a, taken) and
            (not board.inside(a, [image]) or a & ~3 in own)))


def addresses(run):
    """Boundaries of all regions, objects inside and outside, and the ends of
    the address space; but no byte that the firmware itself lives on."""
    wanted = {0, 0xffffffff}
    for region in run.layout.regions:
        wanted |= {region["base"] - 1, region["base"], region["limit"],
                   region["limit"] + 1}
    for _, first, last in run.ranges:
        middle = (first + last) // 2
        wanted |= {middle, middle | 3, last + 0x41, first - 0x42}
    return Addresses(run, wanted)


def more(known, count):
    """As many more by lot, in the regions and anywhere."""
    run = known.run
    lot = random.Random(run.system.name)
    wanted = set(known)
    for _ in range(count):
        near = lot.choice(run.layout.regions)
        wanted.add(lot.choice((lot.randrange(1 << 32), lot.randrange(
            near["base"], near["limit"] + 1))))
    return Addresses(run, wanted)


def planned(context, address, letter, el):
    """What the plan says, from its text only."""
    for region in context["regions"]:
        if region["lifetime"] != "transient" and \
           int(region["base"], 16) <= address <= int(region["limit"], 16):
            return "allowed" if letter in region["el%d" % el] else "fault"
    return "fault"


class Judge:
    """Holds records against the plan and the reference MPU."""

    def __init__(self, run):
        self.run = run
        self.mpu = refmpu.Mpu(32, 16)
        self.problems = []
        self.count = collections.Counter()
        self.context = None
        self.known = {}
        self.steps = 0

    def step(self, index, before):
        """The reference MPU goes the same way as the firmware."""
        layout = self.run.layout
        self.context = self.run.contexts[index]
        refmpu.load(self.mpu, layout, layout.contexts[before])
        if before != index:
            record, = (s for s in layout.switches
                       if (s["from"], s["to"]) == (before, index))
            refmpu.switch(self.mpu, layout, record)
        self.known = {}
        self.steps += 1

    def expected(self, address, letter, el):
        key = address, letter, el
        if key not in self.known:
            plan = planned(self.context, *key)
            model = self.mpu.access(*key)
            if plan != model:
                self.problems.append(
                    "%s: the plan says %s, the reference MPU %s for %s at "
                    "%#x, EL%d" % (self.context["name"], plan, model, letter,
                                   address, el))
            self.known[key] = plan
        return self.known[key]

    def access(self, address, what, result, far):
        access, el = ACCESS[what & 15], 1 if what & 16 else 2
        want = self.expected(address, LETTER[access], el)
        have = result
        if not board.inside(address, board.RAM):
            # Allowed, but the board has nothing there.
            if have == "external":
                have = "allowed"
            # Allowed, and what a device's registers said was executed, up
            # to where the region ended.
            if have == "fault" and access == "fetch" and far > address:
                have, far = "allowed", address
        if have != want:
            self.problems.append("%s: %s at %#x, EL%d: %s, expected %s" % (
                self.context["name"], access, address, el, result, want))
        self.count["external" if result == "external" else have] += 1
        if have == "fault" and far != address:
            self.problems.append("%s: %s at %#x, EL%d: the fault is at %#x" %
                                 (self.context["name"], access, address, el,
                                  far))

    def record(self, record):
        address, a, b, step, what, result = record
        if what == STEP:
            self.step(address, a)
        elif what == REGISTERS:
            if result:
                self.problems.append(
                    "%s: slot %d has HPRBAR %#x, HPRLAR %#x" % (
                        self.context["name"], address, a, b))
        else:
            self.access(address, what, RESULTS[result], b)


def compare(run, records, tried):
    """Problems, and how many probes ended how."""
    judge = Judge(run)
    for record in records:
        judge.record(record)
    layout = run.layout
    idle = [c["kind"] for c in layout.contexts].index(1)
    stub = board.stubs(run)
    reached = list(range(idle + 1)) + [s["to"] for s in layout.switches]
    if judge.steps != len(reached):
        judge.problems.append("%d steps instead of %d" % (judge.steps,
                                                          len(reached)))
    want = sum(len(tried) * (10 if c in stub else 6) for c in reached)
    if sum(judge.count.values()) != want:
        judge.problems.append("%d probes instead of %d" % (
            sum(judge.count.values()), want))
    return judge.problems, judge.count


def compare_query(run):
    """A sample of the same questions, put to mpuc query."""
    lot = random.Random(run.base)
    problems = []
    for _ in range(QUERIES):
        context = lot.choice(run.contexts)
        region = lot.choice(run.layout.regions)
        address = lot.choice((region["base"], region["limit"],
                              min(region["limit"] + 1, 0xffffffff)))
        letter, el = lot.choice("rwx"), lot.choice((1, 2))
        status, text = run.system.run(
            "query", "--format=json", run.layout_file, "--context",
            context["name"], "--addr", "%#x" % address, "--el", str(el),
            "--access", letter)
        want = planned(context, address, letter, el)
        if (status == 0) != (want == "allowed"):
            problems.append("query disagrees: %s" % json.loads(text))
    return problems
