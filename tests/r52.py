#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Run boot layouts on a Cortex-R52 and compare every access with the plan.

usage: r52.py MPUC [--more N] [SYSTEM...]

For each shipped system that fits PMSAv8-32 and 16 regions: the firmware of
tests/r52 is linked as the system's hypervisor, mpuc packs the layout with
that image as --xen, and QEMU's mps3-an536 runs it.  The firmware walks boot
phases, idle, guests and every switch, and tries reads, writes and fetches
at EL2 and at EL1 around every boundary and in and beside every object of
the tree.  What the core did must be what the plan says and what a reference
MPU (tests/refmpu.py) says that has seen the layout's registers only; a
sample is put to mpuc query as well.  --more N adds N addresses by lot.
"""
import collections
import concurrent.futures
import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import r52_board as board  # noqa: E402
import r52_judge as judge  # noqa: E402
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
    return "is above 4 GiB" if last >> 32 else None


def run_system(system, scratch, objects, extra):
    """One system on the board; what was tried, and what was wrong."""
    run = board.prepare(system, scratch, objects)
    addresses = judge.addresses(run, extra)
    records = board.execute(run, addresses)
    problems, count = judge.compare(run, records, addresses)
    problems += judge.compare_query(run)
    return count, problems


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
    print("%s: %d probes, %d allowed, %d faulted, %d external aborts, "
          "%d disagree" % (system.name, sum(count.values()),
                           count["allowed"], count["fault"],
                           count["external"], len(problems)))


def main():
    args = sys.argv[1:]
    extra = 0
    if "--more" in args:
        at = args.index("--more")
        extra = int(args[at + 1])
        del args[at:at + 2]
    if not args:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    try:
        board.need()
        can, cannot = find(os.path.abspath(args[0]), args[1:])
    except (board.Wrong, systems.Wrong) as e:
        print("FAIL %s" % e)
        return 1
    for name, reason in cannot:
        print("%s: not on this board, it %s" % (name, reason))
    failed, total = 0, collections.Counter()
    with tempfile.TemporaryDirectory() as scratch, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = board.Objects(scratch)
        jobs = [pool.submit(run_system, s, scratch, objects, extra)
                for s in can]
        for system, job in zip(can, jobs):
            try:
                count, problems = job.result()
            except (board.Wrong, systems.Wrong) as e:
                count, problems = collections.Counter(), [str(e)]
            report(system, count, problems)
            failed += bool(problems)
            total += count
    print("%d probes on a Cortex-R52" % sum(total.values()))
    print("%d passed, %d failed" % (len(can) - failed, failed))
    return 1 if failed or not can else 0


if __name__ == "__main__":
    sys.exit(main())
