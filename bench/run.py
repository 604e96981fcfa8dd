#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What mpuc costs, as ratios of things measured in turn in one run.

usage: run.py [--update] [--rounds N] BUILD

BUILD is a release build with bench/steps.  Whole processes are compared by
CPU time, one after the other in every round, and the median of the rounds'
ratios counts.  Steps of one process are compared by instructions
(valgrind's callgrind), which repeat exactly; bench/baseline.txt keeps those
of an earlier version, and --update writes it anew.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = "xen-guests-2026"
REGIONS = "32"
FDT = "0x81000000"
SYMBOLS = os.path.join(HERE, "xen.sym")
BASELINE = os.path.join(HERE, "baseline.txt")
STEPS = "walk load model check plan verify report pack reader".split()
ROUNDS = 31

failed = []


def say(*columns):
    print("  %-44s %10s %10s  %s" % columns)


def judge(what, ratio, limit):
    ok = ratio <= limit
    if not ok:
        failed.append(what)
    say(what, "%.2f" % ratio, "%.2f" % limit, "ok" if ok else "MISSED")


def cost(argv):
    """CPU seconds of a child."""
    pid = os.posix_spawnp(argv[0], argv, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit("run.py: %s: exit status %d" % (" ".join(argv), code))
    return usage.ru_utime + usage.ru_stime


def ratio(ours, theirs, rounds):
    both = [(cost(ours), cost(theirs)) for _ in range(rounds)]
    return statistics.median(a / b for a, b in both if b > 0)


class Bench:
    def __init__(self, build, folder, rounds):
        self.mpuc = os.path.join(build, "mpuc")
        self.steps = os.path.join(build, "bench", "steps")
        self.folder = folder
        self.rounds = rounds

    def tree(self, kind, n):
        path = os.path.join(self.folder, "%s-%d.dtb" % (kind, n))
        if not os.path.exists(path):
            subprocess.run([os.path.join(HERE, "gen.py"), kind, str(n),
                            path], check=True)
        return path

    def check(self, tree):
        return [self.mpuc, "check", "--target", TARGET, "--regions",
                REGIONS, "--format", "json", tree]

    def peak(self, tree):
        """Bytes of memory at the most, all steps in one process."""
        text = subprocess.run(
            [self.steps, tree, TARGET, REGIONS, SYMBOLS, FDT], check=True,
            capture_output=True, text=True).stdout
        return int(re.search(r"^peak (\d+)$", text, re.M)[1])

    def count(self, tree):
        """Instructions of every step, and of the whole under ""."""
        out = os.path.join(self.folder, "callgrind.out")
        subprocess.run(
            ["valgrind", "-q", "--tool=callgrind",
             "--callgrind-out-file=" + out, self.steps, tree, TARGET,
             REGIONS, SYMBOLS, FDT], check=True, stdout=subprocess.DEVNULL)
        text = subprocess.run(
            ["callgrind_annotate", "--inclusive=yes", "--threshold=100",
             "--auto=no", out], check=True, capture_output=True,
            text=True).stdout
        counts = {}
        for line in text.splitlines():
            m = re.match(r"\s*([\d,]+) .*(?::step_(\w+) \[|PROGRAM TOTALS)",
                         line)
            if m:
                counts[m[2] or ""] = int(m[1].replace(",", ""))
        missing = [s for s in STEPS if s not in counts]
        if missing:
            sys.exit("run.py: no count for " + ", ".join(missing))
        return counts


def processes(b):
    print("whole processes, CPU time, 120 KB tree with eight domains")
    say("", "ratio", "target", "")
    tree = b.tree("size", 120000)
    check = b.check(tree)
    judge("check / cat", ratio(check, ["cat", tree], b.rounds), 1.5)
    judge("check / dtc -I dtb -O dtb", ratio(
        check, ["dtc", "-q", "-I", "dtb", "-O", "dtb", tree], b.rounds),
        0.3)
    say("check / fdtdump", "%.2f" % ratio(
        check, ["fdtdump", tree], b.rounds), "-", "")


def steps(b, update):
    print("\nsteps, instructions, the same tree")
    counts = b.count(b.tree("size", 120000))
    old = {}
    if os.path.exists(BASELINE) and not update:
        with open(BASELINE) as f:
            old = dict((k, int(v)) for k, v in
                       (line.split() for line in f if line[0] != "#"))
    say("", "ratio", "target", "")
    judge("load and index / libfdt walk",
          counts["load"] / counts["walk"], 1.5)
    for step in STEPS:
        if step in old:
            judge(step + " / baseline", counts[step] / old[step], 1.03)
    if update:
        with open(BASELINE, "w") as f:
            f.write("# Instructions of each step of bench/steps on the "
                    "120 KB tree,\n# gcc 12 -O2, x86-64; make "
                    "bench-baseline writes this file.\n")
            f.writelines("%s %d\n" % (s, counts[s]) for s in STEPS)


# kind, unit, rungs, and the last rung that is counted rather than timed.
LADDERS = (
    ("size", "byte", (40000, 120000, 1400000, 17000000), 17000000),
    ("banks", "bank", (10, 1000, 100000, 1000000), 100000),
    ("domains", "domain", (10, 100, 1000, 10000), 1000),
    ("overlap", "bank", (1000, 10000, 100000), 10000),
    ("cells", "cell", (10000, 100000, 1000000), 1000000),
    ("deep", "level", (8, 16, 64), 64),
)


def ladders(b):
    print("\nladders: instructions per element (CPU time where it says so) "
          "against the rung\nbefore, and memory per element; those of a tree "
          "with next to nothing are taken off")
    small = b.tree("size", 1)
    base = b.count(small)[""]
    start = min(cost(b.check(small)) for _ in range(9))
    floor = b.peak(small)
    for kind, unit, rungs, counted in LADDERS:
        before = {}
        for n in rungs:
            tree = b.tree(kind, n)
            now = {"time": (min(cost(b.check(tree)) for _ in range(3)) -
                            start) / n}
            if n <= counted:
                now[""] = (b.count(tree)[""] - base) / n
            by = "" if n <= counted else "time"
            print("  %-8s %9d  per %-7s x %-6s %-5s %8.1f bytes" % (
                kind, n, unit, "%.2f" % (now[by] / before[by])
                if before.get(by, 0) > 0 else "-", by,
                max(b.peak(tree) - floor, 0) / n))
            before = now


def main():
    args = sys.argv[1:]
    update = "--update" in args
    if update:
        args.remove("--update")
    rounds = ROUNDS
    if args[:1] == ["--rounds"]:
        rounds = int(args[1])
        args = args[2:]
    if len(args) != 1:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        b = Bench(args[0], folder, rounds)
        if update:
            steps(b, update)
            return 0
        processes(b)
        steps(b, update)
        ladders(b)
    if failed:
        print("\nmissed: " + ", ".join(failed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
