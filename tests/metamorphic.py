#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Random systems, and what may not change when they are written otherwise.

usage: metamorphic.py MPUC [SEEDS [FIRST]]

Each seed gives a system that is right: a target, RAM, domains with banks,
modules and shared memory, and a few mistakes to make in it.  Held are:

  clean      the system without mistakes has no error, exit status 0
  blob       as a blob it gets the same findings
  comment    lines before it move every finding down by as much
  rename     other names of nodes change nothing else
  reorder    domains and modules in another order change nothing
  shift      all addresses moved together change nothing
  mistake    a mistake adds the finding that it is made for
  monotone   to mend one of two mistakes takes none of the other's findings
             away and adds none
  mended     without the mistakes the first report is back

SEEDS is how many, 8 unless given; FIRST the first of them.
"""
import collections
import concurrent.futures
import copy
import json
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGETS = ("xen-mpu-v2", "xen-4.17-amd", "xen-4.22", "xen-guests-2026")
MIB = 1 << 20
TIMEOUT = 60


class Wrong(Exception):
    """A relation that does not hold."""


def pair(value):
    return "0x%x 0x%x" % (value >> 32, value & 0xffffffff)


def ranges(items):
    return "<%s>" % " ".join(pair(b) + " " + pair(s) for b, s in items)


class System:
    """A right system; everything that a test changes is a field."""

    def __init__(self, seed):
        rnd = random.Random(seed)
        self.target = TARGETS[seed % len(TARGETS)]
        self.sections = self.target in TARGETS[:2]
        self.base = rnd.choice((0, 0x20000000, 0x40000000))
        self.ram = 1024 * MIB
        self.at = self.base + 16 * MIB	# behind the image and the tree
        self.names = "dom%d"
        self.domains = []
        count = rnd.randint(1, 3)
        modules = [self.take(rnd.randint(1, 4) * MIB)
                   for _ in range(2 * count)]
        banks = rnd.randint(1, 2)
        for i in range(count):
            self.domains.append({
                "number": i,
                "banks": [self.take(rnd.randint(16, 40) * MIB)
                          for _ in range(banks)],
                "kernel": modules[2 * i],
                "ramdisk": modules[2 * i + 1] if rnd.random() < .6 else None,
                "cpus": rnd.randint(1, 2),
                "vpl011": True, "direct": True, "extra": [], "memory": 0,
            })
        self.modules_end = modules[-1][0] + modules[-1][1]
        self.modules = (modules[0][0], self.modules_end - modules[0][0])
        first = self.domains[0]["banks"][0][0]
        self.guests = (first, self.at - first)
        self.at += 2 * MIB
        self.heap = self.take(64 * MIB)
        self.shift_to = rnd.choice((16, 64, 256)) * MIB
        self.mistakes = rnd.sample(sorted(MISTAKES), 2)

    def take(self, size):
        at = self.at
        self.at = at + size + (-size) % (2 * MIB)
        return (at, size)

    def shift(self, by):
        move = lambda r: None if r is None else (r[0] + by, r[1])
        self.base += by
        for d in self.domains:
            d["banks"] = [move(b) for b in d["banks"]]
            d["kernel"] = move(d["kernel"])
            d["ramdisk"] = move(d["ramdisk"])
        self.heap, self.guests = move(self.heap), move(self.guests)
        self.modules = move(self.modules)

    def options(self, symbols):
        return ["--target", self.target, "--regions", "64", "--xen", symbols,
                "--fdt-address", "0x%x" % (self.base + 8 * MIB)]

    def symbols(self):
        names = ("_start _stext _etext _srodata _erodata "
                 "__ro_after_init_start __ro_after_init_end __data_begin "
                 "__init_begin _sinittext _einittext __init_data_begin "
                 "__init_end __bss_start __bss_end _end").split()
        offsets = (0, 0, 0x81, 0x81, 0xa3, 0xa3, 0xa4, 0xa4, 0xb0, 0xb0,
                   0xc9, 0xc9, 0xf0, 0xf0, 0x118, 0x118)
        return "".join("%016x T %s\n" % (self.base + MIB + 0x1000 * o, n)
                       for n, o in zip(names, offsets))

    def domain(self, d):
        name = self.names % d["number"]
        memory = sum(s for _, s in d["banks"]) // 1024 + d["memory"]
        lines = ['\t\tcompatible = "xen,domain";',
                 "\t\t#address-cells = <2>;", "\t\t#size-cells = <2>;",
                 "\t\tcpus = <%d>;" % d["cpus"],
                 "\t\tmemory = <%s>;" % pair(memory),
                 "\t\txen,static-mem = %s;" % ranges(d["banks"])]
        lines += ["\t\tdirect-map;"] * d["direct"]
        lines += ["\t\tvpl011;"] * d["vpl011"]
        lines += ["\t\t%s" % e for e in d["extra"]]
        for kind in ("kernel", "ramdisk"):
            if d[kind] is not None:
                lines += ["\t\t%s@%x {" % (kind[0] + self.names % 0,
                                           d[kind][0]),
                          '\t\t\tcompatible = "multiboot,%s", '
                          '"multiboot,module";' % kind,
                          "\t\t\treg = %s;" % ranges([d[kind]]), "\t\t};"]
        return ["\t%s {" % name] + lines + ["\t};"]

    def source(self, lead=0):
        lines = ["/dts-v1/;"] + ["/* %d */" % i for i in range(lead)]
        lines += [MACHINE.strip(), "/ {", "\tmemory@%x {" % self.base,
                  '\t\tdevice_type = "memory";', "\t\treg = %s;" %
                  ranges([(self.base, self.ram)]), "\t};", "\tchosen {",
                  '\tstdout-path = "/serial@9c090000";']
        if self.heap is not None:
            lines.append("\txen,static-heap = %s;" % ranges([self.heap]))
        if self.sections:
            if self.target == "xen-4.17-amd":
                lines += ["\t#mpu,address-cells = <2>;",
                          "\t#mpu,size-cells = <2>;"]
            lines += ["\tmpu,guest-memory-section = %s;" %
                      ranges([self.guests]),
                      "\tmpu,boot-module-section = %s;" %
                      ranges([self.modules]),
                      "\tmpu,device-memory-section = %s;" %
                      ranges([(0x90000000, 0x6ffff000)])]
        for d in self.domains:
            lines += self.domain(d)
        return "\n".join(lines + ["\t};", "};"]) + "\n"


MACHINE = """
/ {
	#address-cells = <2>;
	#size-cells = <2>;
	compatible = "example,r82";
	cpus {
		#address-cells = <1>;
		#size-cells = <0>;
		cpu@0 {
			device_type = "cpu";
			compatible = "arm,cortex-r82";
			reg = <0>;
		};
	};
	timer {
		compatible = "arm,armv8-timer";
	};
	interrupt-controller@af000000 {
		compatible = "arm,gic-v3";
		interrupt-controller;
		#interrupt-cells = <3>;
		reg = <0 0xaf000000 0 0x10000>, <0 0xaf100000 0 0x200000>;
	};
	serial@9c090000 {
		compatible = "arm,pl011";
		reg = <0 0x9c090000 0 0x1000>;
	};
};
"""


def first(s):
    return s.domains[0]


def last(s):
    return s.domains[-1]


def grow_bank(s):
    base, size = last(s)["banks"][-1]
    last(s)["banks"][-1] = (base, size + s.heap[0] - base)


def move_kernel(s):
    first(s)["kernel"] = (s.heap[0], first(s)["kernel"][1])


# What goes wrong, and the finding that says so.
MISTAKES = {
    "memory-sum-mismatch": lambda s: first(s).update(memory=4),
    "cpus-range": lambda s: last(s).update(cpus=0),
    "direct-map-missing": lambda s: last(s).update(direct=False),
    # Within the bank's own place, or it would lie on its neighbour.
    "unaligned-base": lambda s: first(s)["banks"].__setitem__(
        0, (first(s)["banks"][0][0] + 0x800,
            first(s)["banks"][0][1] - 0x1000)),
    "heap-missing": lambda s: setattr(s, "heap", None),
    "property-value": lambda s: first(s)["extra"].append(
        "nr_spis = <0x1000>;"),
    "xenstore-domain": lambda s: last(s)["extra"].append(
        'xen,enhanced = "enabled";'),
    "kernel-missing": lambda s: last(s).update(kernel=None),
    "property-misspelt": lambda s: first(s)["extra"].append(
        "xen,static_mem = <0 0 0 0>;"),
    "static-mem-outside-ram": lambda s: last(s)["banks"].__setitem__(
        -1, (0x5_0000_0000 + last(s)["banks"][-1][0] % 0x1000,
             last(s)["banks"][-1][1])),
}


class Bench:
    def __init__(self, mpuc, scratch):
        self.mpuc, self.scratch, self.count = mpuc, scratch, 0

    def check(self, system, blob=False, lead=0):
        self.count += 1
        stem = os.path.join(self.scratch, "%d" % self.count)
        with open(stem + ".dts", "w", encoding="utf-8") as f:
            f.write(system.source(lead))
        with open(stem + ".sym", "w", encoding="utf-8") as f:
            f.write(system.symbols())
        tree = stem + ".dts"
        if blob:
            tree = stem + ".dtb"
            subprocess.run(["dtc", "-q", "-f", "-I", "dts", "-O", "dtb",
                            "-o", tree, stem + ".dts"], check=True)
        run = subprocess.run(
            [self.mpuc, "check", "--format", "json",
             *system.options(stem + ".sym"), tree], capture_output=True,
            text=True, timeout=TIMEOUT, check=False)
        if run.returncode not in (0, 1):
            raise Wrong("exit %d: %s" % (run.returncode, run.stderr.strip()))
        report = json.loads(run.stdout)
        errors = [f for f in report["findings"] if f["severity"] == "error"]
        if bool(errors) != (run.returncode == 1):
            raise Wrong("exit %d with %d errors" % (run.returncode,
                                                    len(errors)))
        return report


def brief(report):
    """Findings and budgets, without names, places and addresses."""
    found = collections.Counter((f["id"], f["severity"], f["basis"],
                                 f["property"]) for f in report["findings"])
    needs = sorted((b["need"], b["peak"]) for b in report["budgets"])
    return found, needs


def same(what, one, other):
    if brief(one) != brief(other):
        a, b = brief(one)[0], brief(other)[0]
        raise Wrong("%s: only before: %s; only after: %s; needs %s, %s" % (
            what, sorted((a - b).elements(), key=str),
            sorted((b - a).elements(), key=str),
            brief(one)[1], brief(other)[1]))


def lines_of(report):
    return [f["location"]["line"] for f in report["findings"]]


def hold_form(bench, system, report, what):
    """As a blob, with a comment, under other names, in another order."""
    blob = bench.check(system, blob=True)
    key = lambda f: json.dumps([f[k] for k in ("id", "node", "property",
                                               "message", "ranges")])
    if sorted(map(key, report["findings"])) != \
       sorted(map(key, blob["findings"])):
        raise Wrong(what + ": blob and source differ")
    lead = bench.check(system, lead=7)
    if [n + 7 for n in lines_of(report)] != lines_of(lead):
        raise Wrong(what + ": a comment does not move lines alone")
    other = copy.deepcopy(system)
    other.names = "machine-%d-x"
    same(what + ": rename", report, bench.check(other))
    other = copy.deepcopy(system)
    other.domains.reverse()
    same(what + ": reorder", report, bench.check(other))


def hold(mpuc, seed):
    system = System(seed)
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(mpuc, scratch)
        clean = bench.check(system)
        bad = [f["id"] for f in clean["findings"] if f["severity"] == "error"]
        if bad:
            raise Wrong("clean: %s" % bad)
        hold_form(bench, system, clean, "clean")
        other = copy.deepcopy(system)
        other.shift(system.shift_to)
        same("shift", clean, bench.check(other))
        reports = {}
        for name in system.mistakes:
            other = copy.deepcopy(system)
            MISTAKES[name](other)
            reports[name] = bench.check(other)
            if name not in [f["id"] for f in reports[name]["findings"]]:
                raise Wrong("mistake: no %s" % name)
        one, two = system.mistakes
        both = copy.deepcopy(system)
        MISTAKES[one](both)
        MISTAKES[two](both)
        worst = bench.check(both)
        hold_form(bench, both, worst, "%s and %s" % (one, two))
        ids = {f["id"] for f in worst["findings"]}
        for name in (one, two):
            if name not in ids:
                raise Wrong("monotone: %s goes when %s and %s meet" % (
                    name, one, two))
            more = {f["id"] for f in reports[name]["findings"]
                    if f["severity"] == "error"} - ids
            if more:
                raise Wrong("monotone: %s alone has %s more" % (name, more))
        same("mended", clean, bench.check(system))


def main():
    if len(sys.argv) < 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    mpuc = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 8
    start = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    failed = 0

    def one(seed):
        try:
            hold(mpuc, seed)
        except Wrong as e:
            return "FAIL seed %d: %s" % (seed, e)
        return None

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for text in pool.map(one, range(start, start + count)):
            failed += text is not None
            if text is not None:
                print(text)
    print("%d passed, %d failed" % (count - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
