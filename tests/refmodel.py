#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Execute every layout's contexts and switches on the reference MPU.

usage: refmodel.py MPUC [SYSTEM...]

For each shipped system that packs, for AArch64 as for AArch32: the MPU of
tests/refmpu.py, which is written from the architecture, gets the registers
of every context and every list of every switch, write by write.  After each
write no two enabled regions may share a byte and none may be enabled that
neither context has.  After each list the table must be the plan's: at every
boundary, for every kind of access at EL2 and EL1, with the memory type and
the shareability that the target's profile states.

The same for random systems (tests/r52_random.py) as AArch64, some with more
than 32 regions, where PRENR no longer reaches.
"""
import bisect
import collections
import itertools
import json
import os
import re
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import layout_decode  # noqa: E402
import r52_random  # noqa: E402
import refmpu  # noqa: E402
import systems  # noqa: E402
import yaml  # noqa: E402

SEEDS = (1, 3, 7, 8, 10, 18)
CROWDED = (3, 10)		# with many banks for each domain

TARGETS = os.path.join(systems.ROOT, "profiles", "targets")


class Target:
    """The part of a profile that says what a region's attributes are."""

    def __init__(self, name, arch):
        self.key = "pmsav8-%d" % arch
        self.regions, self.attributes, self.traits = {}, {}, {}
        self.read(name)

    def read(self, name):
        with open(os.path.join(TARGETS, name + ".yaml"),
                  encoding="utf-8") as f:
            data = yaml.safe_load(f)
        if "extends" in data:
            self.read(data["extends"])
        self.regions.update(data.get("regions", {}))
        self.attributes.update(data.get("attributes", {}))
        self.traits.update(data.get("traits", {}))
        self.mair = data.get("mair", getattr(self, "mair", None))

    @property
    def wxn(self):
        return bool(self.traits.get("wxn", {}).get(self.key))

    def attribute(self, region):
        """What the profile says of a region of the plan, by its name."""
        # An optimal plan's region is named after all that it is for.
        name = re.sub(r"\[\d+\]$", "", region["name"].split("+")[0])
        if name not in self.regions and "." in name:
            name = name.split(".", 1)[1]	# domU1.ram
        if name not in self.regions:
            name = name.rsplit(".", 1)[-1]
        return self.attributes[self.regions[name]["attr"]][self.key]

    def memory(self, index):
        value = self.mair[index]
        if value >> 4 == 0:
            return "device"
        return "nc" if value == 0x44 else "normal"


class Comparison:
    """One layout against one plan."""

    def __init__(self, layout, plan):
        self.layout, self.plan = layout, plan
        self.arch = (32, 64)[layout.arch]
        self.target = Target(plan["target"], self.arch)
        self.problems = []
        self.count = collections.Counter()
        edges = set()
        for region in layout.regions:
            edges |= {region["base"] - 1, region["base"],
                      region["limit"], region["limit"] + 1}
        self.edges = sorted(e for e in edges if 0 <= e < 1 << 48)

    def complain(self, where, text):
        self.problems.append("%s: %s" % (where, text))

    def region(self, where, planned, address):
        """The region in force has the attributes of the profile."""
        want = self.target.attribute(planned)
        have, = self.mpu.match(address)
        if self.target.memory(have.attr) != planned["memory"] or \
           have.attr != want["index"]:
            self.complain(where, "%s: memory type %d" % (planned["name"],
                                                         have.attr))
        if have.shared != want["sh"]:
            self.complain(where, "%s: shareability %s" % (planned["name"],
                                                          have.shared))
        # Where WXN or AP stops the fetch anyway, these bits show nowhere.
        xn = bool(want.get("xn", False))
        if (have.xn, have.xn_el1) != (
                xn, xn if self.arch == 32 else want.get("xn-el1", False)):
            self.complain(where, "%s: XN" % planned["name"])
        if have.secure == want.get("ns", False):
            self.complain(where, "%s: NS" % planned["name"])

    def table(self, where, context):
        """What the MPU does now against the plan's table."""
        regions = sorted((int(r["base"], 16), int(r["limit"], 16), r)
                         for r in context["regions"]
                         if r["lifetime"] != "transient")
        bases = [r[0] for r in regions]
        for address in self.edges:
            i = bisect.bisect_right(bases, address) - 1
            planned = regions[i][2] if i >= 0 and \
                address <= regions[i][1] else None
            for letter in "rwx":
                for el in (1, 2):
                    want = planned is not None and letter in \
                        planned["el%d" % el]
                    have = self.mpu.access(address, letter, el)
                    self.count["accesses"] += 1
                    if (have == refmpu.ALLOWED) != want:
                        self.complain(where, "%s at %#x, EL%d: %s" % (
                            letter, address, el, have))
            if planned is not None and len(self.mpu.match(address)) == 1:
                self.region(where, planned, address)

    def between(self, where, old, new):
        """What must hold after every single write of a switch."""
        known = {(r["base"], r["limit"]) for c in (old, new)
                 for r in c["regions"]}

        def check(mpu):
            self.count["writes"] += 1
            clash = mpu.overlap()
            if clash:
                self.complain(where, "slots %d and %d overlap on the way" %
                              clash)
            for slot, region in mpu.enabled():
                if (region.base, region.limit) not in known:
                    self.complain(where, "slot %d is of neither context on "
                                  "the way" % slot)
        return check

    def run(self):
        try:
            self.walk()
        except ValueError as e:
            self.complain("registers", str(e))
        return self.problems

    def walk(self):
        layout, contexts = self.layout, self.plan["contexts"]
        names = [c["name"] for c in contexts]
        if names != [c["name"] for c in layout.contexts]:
            self.complain("layout", "other contexts than the plan's")
            return
        self.mpu = refmpu.Mpu(self.arch, layout.slots, self.target.wxn)
        for planned, context in zip(contexts, layout.contexts):
            refmpu.load(self.mpu, layout, context)
            self.table(planned["name"], planned)
        for record in layout.switches:
            old, new = (layout.contexts[record[k]] for k in ("from", "to"))
            where = "%s to %s" % (old["name"], new["name"])
            refmpu.load(self.mpu, layout, old)
            refmpu.switch(self.mpu, layout, record,
                          self.between(where, old, new))
            self.count["switches"] += 1
            self.table(where, contexts[record["to"]])


def complete(system):
    """Give a system without an image one, so that it can be packed."""
    if "--xen" not in system.options:
        # Any image will do: where Xen lies is not the point here.
        system.options += ["--xen", os.path.join(
            systems.SYSTEMS, "two-guests", "xen.sym"),
                           "--fdt-address", "0x0a000000"]
    return system


def pack(system, path, which="as-is"):
    """Layout and plan of a system, or None when it can't be packed."""
    options = ["--plan", which, *system.options, *system.inputs]
    status, text = system.run("plan", "--format=json", *options)
    if status or system.run("pack", "-o", path, *options)[0]:
        return None
    with open(path, "rb") as f:
        layout = layout_decode.Layout(f.read())
    plan = json.loads(text)
    # Boot phases are no part of an optimal layout.
    names = {c["name"] for c in layout.contexts}
    plan["contexts"] = [c for c in plan["contexts"] if c["name"] in names]
    return layout, plan


def compare(system, scratch, which):
    """One system's layout on the reference MPU, or None."""
    packed = pack(system, os.path.join(scratch, "layout"), which)
    if not packed:
        return None
    comparison = Comparison(*packed)
    comparison.run()
    return comparison


def random_systems(binary, scratch):
    """Seeds of the Cortex-R52 board on a machine of the other kind."""
    for seed in SEEDS:
        system = r52_random.System(binary, scratch, seed, seed in CROWDED)
        if system.inputs:
            system.options += [
                "--platform", "cortex-r82-32", "--regions", "255", "--xen",
                os.path.join(systems.SYSTEMS, "r52-two-guests", "xen.sym")]
            yield system


class Tally:
    """What was compared, of how many systems."""

    def __init__(self):
        self.passed = self.failed = self.crowded = 0
        self.total = collections.Counter()

    def add(self, system, comparison, which):
        if not comparison:
            return
        for problem in comparison.problems[:20]:
            print("FAIL %s, %s: %s" % (system.name, which, problem))
        self.total += comparison.count
        self.total[which] += 1
        self.total["pmsav8-%d" % comparison.arch] += 1
        self.crowded += any(r["slot"] >= 32 and r["lifetime"] == "switching"
                            for r in comparison.layout.regions)
        self.failed += bool(comparison.problems)
        self.passed += not comparison.problems

    def finish(self):
        print(", ".join("%s: %d" % item
                        for item in sorted(self.total.items())))
        if not self.total["pmsav8-32"] or not self.total["pmsav8-64"] or \
           not self.total["optimal"] or not self.crowded:
            print("FAIL: both kinds of MPU and of plan must be there, and "
                  "switches of slots above 31")
            self.failed += 1
        print("%d passed, %d failed" % (self.passed, self.failed))
        return 1 if self.failed else 0


def main():
    if len(sys.argv) < 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    tally, binary = Tally(), os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        for system in itertools.chain(
                map(complete, systems.find_systems(binary, sys.argv[2:])),
                random_systems(binary, scratch)):
            for which in ("as-is", "optimal"):
                tally.add(system, compare(system, scratch, which), which)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
