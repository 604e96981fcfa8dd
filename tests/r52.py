#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Run boot layouts on a Cortex-R52 and compare every access with the plan.

usage: r52.py MPUC [--more N] [SYSTEM...]
       r52.py MPUC --seeds FIRST-LAST

For each shipped system that fits PMSAv8-32 and 16 regions: the firmware of
tests/r52 is linked as the system's hypervisor, mpuc packs the layout with
that image as --xen, and QEMU's mps3-an536 runs it.  The firmware walks boot
phases, idle, guests and every switch, and tries reads, writes and fetches
at EL2 and at EL1 around every boundary and in and beside every object of
the tree.  What the core did must be what the plan says and what a reference
MPU (tests/refmpu.py) says that has seen the layout's registers only; a
sample is put to mpuc query as well.  All of it for the
target's own plan and for the optimal one, which starts with the idle table.
--more N adds N addresses by lot.

Then the same for random systems (tests/r52_random.py), of which a seed is
one: those in tests/r52/seeds, with a part of the addresses; with --seeds
those of a range alone, with all.
"""
import collections
import concurrent.futures
import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import r52_board as board  # noqa: E402
import r52_judge as judge  # noqa: E402
import r52_random  # noqa: E402
import systems  # noqa: E402


def fits(system):
    """Why a system can't run on the board, or None."""
    status, text = system.run("plan", "--format=json", *system.options,
                              *system.inputs)
    plan = json.loads(text)
    if status or not plan["contexts"]:
        return "has findings"
    if any(c["left"] is None or c["left"] < 0 for c in plan["contexts"]):
        return "has no room"
    if plan["mpu"]["regions"] > 16:
        return "has more than 16 regions"
    last = max(int(r["limit"], 16) for c in plan["contexts"]
               for r in c["regions"] if r["limit"])
    if last >> 32:
        return "is above 4 GiB"
    with tempfile.TemporaryDirectory() as folder:
        if board.place(board.tree_ranges(system, folder)) is None:
            return "has no free RAM where the board has memory"
    return None


def run_plan(run, choose):
    """One layout on the board; what was tried, and what was wrong."""
    addresses = choose(judge.addresses(run))
    records = board.execute(run, addresses)
    problems, count = judge.compare(run, records, addresses)
    return count, problems + judge.compare_query(run)


def run_system(system, scratch, objects, image, choose):
    """The target's own plan of a system, and the optimal one."""
    total, problems = collections.Counter(), []
    for which in ("as-is", "optimal"):
        run = board.prepare(system, scratch, objects, image, which)
        image = run.image
        count, found = run_plan(run, choose)
        total += count
        total[which] += sum(count.values())
        problems += ["%s: %s" % (which, p) for p in found]
    return total, problems


def find(binary, wanted):
    """Systems to run, and those that can't be, with the reason."""
    can, cannot = [], []
    for system in systems.find_systems(binary, wanted):
        board.adapt(system)
        reason = fits(system)
        if reason:
            cannot.append((system.name, reason))
        else:
            can.append(system)
    return can, cannot


def report(system, count, problems):
    for problem in problems[:20]:
        print("FAIL %s: %s" % (system.name, problem))
    if len(problems) > 20:
        print("FAIL %s: and %d more" % (system.name, len(problems) - 20))
    print("%s: %d probes as is, %d of the optimal plan; %d allowed, "
          "%d faulted, %d external aborts, %d disagree" % (
              system.name, count["as-is"], count["optimal"],
              count["allowed"], count["fault"], count["external"],
              len(problems)))


class Runs:
    """Systems on their way to the board, in the order of their reports."""

    def __init__(self, scratch, pool):
        self.scratch, self.pool = scratch, pool
        self.objects = board.Objects(scratch)
        self.jobs = []
        self.failed, self.total = 0, collections.Counter()

    def add(self, system, image, choose):
        self.jobs.append((system, self.pool.submit(
            run_system, system, self.scratch, self.objects, image, choose)))

    def random(self, binary, seeds, choose):
        folder = os.path.join(self.scratch, "image")
        os.makedirs(folder)
        image = board.Image(self.objects, r52_random.IMAGE, folder)
        for seed in seeds:
            system = r52_random.System(binary, self.scratch, seed)
            if system.inputs:
                board.adapt(system)
                self.add(system, image, choose)

    def finish(self):
        for system, job in self.jobs:
            try:
                count, problems = job.result()
            except (board.Wrong, systems.Wrong) as e:
                count, problems = collections.Counter(), [str(e)]
            report(system, count, problems)
            self.failed += bool(problems)
            self.total += count
        print("%d probes on a Cortex-R52" % (self.total["as-is"] +
                                             self.total["optimal"]))
        print("%d passed, %d failed" % (len(self.jobs) - self.failed,
                                        self.failed))
        return 1 if self.failed or not self.jobs else 0


def kept_seeds():
    with open(os.path.join(HERE, "r52", "seeds"), encoding="ascii") as f:
        return [int(line.split("#")[0]) for line in f
                if line.split("#")[0].strip()]


def part(addresses):
    """An even choice; the ends of the address space are among it."""
    step = max(1, len(addresses) // 20)
    return sorted(set(addresses[::step]) | {addresses[-1]})


def run_all(binary, names, extra, seeds):
    with tempfile.TemporaryDirectory() as scratch, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = Runs(scratch, pool)
        if seeds is not None:
            runs.random(binary, seeds, list)
            return runs.finish()
        can, cannot = find(binary, names)
        for name, reason in cannot:
            print("%s: not on this board, it %s" % (name, reason))
        for system in can:
            runs.add(system, None, lambda a: judge.more(a, extra))
        if not names:
            runs.random(binary, kept_seeds(), part)
        return runs.finish()


def option(args, name):
    """The value of an option, taken out of args; None without it."""
    if name not in args:
        return None
    at = args.index(name)
    value = args[at + 1]
    del args[at:at + 2]
    return value


def main():
    args = sys.argv[1:]
    extra = int(option(args, "--more") or 0)
    seeds = option(args, "--seeds")
    if seeds:
        first, last = (int(n) for n in seeds.split("-"))
        seeds = range(first, last + 1)
    if not args:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    try:
        board.need()
        return run_all(os.path.abspath(args[0]), args[1:], extra, seeds)
    except (board.Wrong, systems.Wrong) as e:
        print("FAIL %s" % e)
        return 1


if __name__ == "__main__":
    sys.exit(main())
