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
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = "xen-guests-2026"
REGIONS = "32"
FDT = "0x81000000"
SYMBOLS = os.path.join(HERE, "xen.sym")
BINDINGS = os.path.join(os.path.dirname(HERE), "schemas", "bindings")
HEADER_TABLES = 64  # include/mpuc/layout_format.h
READER_ROUNDS = 100  # bench/reader.c
BASELINE = os.path.join(HERE, "baseline.txt")
STEPS = "walk load model check plan judge verify report pack reader".split()
ROUNDS = 31

failed = []


class Refused(Exception):
    """A program does not take its input."""


def say(*columns):
    print("  %-44s %10s %10s  %s" % columns)


def judge(what, ratio, limit):
    ok = ratio <= limit
    if not ok:
        failed.append(what)
    say(what, "%.2f" % ratio, "%.2f" % limit, "ok" if ok else "MISSED")


def run(argv):
    """CPU seconds of a child, and the bytes that it had at the most."""
    pid = os.posix_spawnp(argv[0], argv, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        raise Refused("run.py: %s: exit status %d" % (" ".join(argv), code))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def cost(argv):
    return run(argv)[0]


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

    def check(self, *trees, regions=REGIONS):
        return [self.mpuc, "check", "--target", TARGET, "--regions",
                str(regions), "--format", "json", *trees]

    def peak(self, tree, regions=REGIONS):
        """Bytes of memory at the most, all steps in one process."""
        text = subprocess.run(
            [self.steps, tree, TARGET, str(regions), SYMBOLS, FDT],
            check=True, capture_output=True, text=True).stdout
        return int(re.search(r"^peak (\d+)$", text, re.M)[1])

    def count(self, tree, regions=REGIONS):
        """Instructions of every step, and of the whole under ""."""
        out = os.path.join(self.folder, "callgrind.out")
        subprocess.run(
            ["valgrind", "-q", "--tool=callgrind",
             "--callgrind-out-file=" + out, self.steps, tree, TARGET,
             str(regions), SYMBOLS, FDT], check=True,
            stdout=subprocess.DEVNULL)
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
    if shutil.which("dt-validate"):
        say("check / dt-validate", "%.3f" % ratio(
            check, ["dt-validate", "-s", BINDINGS, tree], 1), "-", "")


def large(b):
    print("\nlarge trees, CPU time as part of what they may take")
    say("", "ratio", "target", "")
    tree = b.tree("size", 17000000)
    judge("17 MB / 0.3 s", min(cost(b.check(tree)) for _ in range(3)) / 0.3,
          1)
    tree = b.tree("banks", 1000000)
    judge("1,000,000 banks / 1 s", min(cost(b.check(tree))
                                       for _ in range(3)), 1)
    judge("1,000,000 banks, bytes a bank / 200",
          run(b.check(tree))[1] / 1000000 / 200, 1)


def many(b):
    """The same bytes from one worker and from one for each core."""
    cores = os.cpu_count() or 1
    trees = [b.tree("domains", 1000 + i) for i in range(4 * cores)]
    rows, texts = [], []
    for _ in range(5):
        row = []
        for workers in "1", str(cores):
            start = time.monotonic()
            texts.append(subprocess.run(
                b.check("-j", workers, *trees), check=False,
                capture_output=True).stdout)
            row.append(time.monotonic() - start)
        rows.append(row[1] / row[0])
    if len(set(texts)) != 1:
        sys.exit("run.py: -j changes what comes out")
    print("\nmany trees")
    say("", "ratio", "target", "")
    judge("check -j %d / -j 1, elapsed" % cores, statistics.median(rows),
          1.2 / cores + 0.05 * (cores > 1))


def reader(b):
    """Instructions to open a layout, on QEMU's Cortex-R52."""
    gcc = os.environ.get("CROSS_ARM", "arm-none-eabi-") + "gcc"
    if not shutil.which(gcc) or not shutil.which("qemu-system-arm"):
        print("\nreader: no %s or no qemu-system-arm, not counted" % gcc)
        return
    print("\nreader on Cortex-R52 (QEMU, Thumb, -O2), instructions a byte "
          "without 60 an entry,\nslots of switch lists included")
    say("", "ratio", "target", "")
    for name, n in ("one guest", 1), ("eight guests", 8):
        layout = os.path.join(b.folder, "layout")
        subprocess.run([b.mpuc, "pack", "--target", TARGET, "--regions",
                        REGIONS, "--xen", SYMBOLS, "--fdt-address", FDT,
                        "-o", layout, b.tree("contexts", n)], check=True,
                       stdout=subprocess.DEVNULL)
        for how, flags, limit in (
                ("CRC instructions", [], 3),
                ("CRC in software", ["-DMPUC_LAYOUT_SOFT_CRC"], 14)):
            judge("%s, %s" % (name, how),
                  open_cost(b, gcc, flags, layout), limit)


def entries(layout):
    """Of all tables but that of the strings."""
    with open(layout, "rb") as f:
        head = f.read(HEADER_TABLES + 7 * 8)
    return sum(struct.unpack_from("<II", head, HEADER_TABLES + 8 * i)[1]
               for i in range(7))


def open_cost(b, gcc, flags, layout):
    elf = os.path.join(b.folder, "reader.elf")
    root = os.path.dirname(HERE)
    subprocess.run(
        [gcc, "-std=c11", "-ffreestanding", "-O2", "-mcpu=cortex-r52",
         "-mthumb", *flags, "-I", os.path.join(root, "include"),
         "-I", os.path.join(root, "tests", "free"),
         "-nostdlib", "-Wl,-Ttext=0x20100000,-e,start,--build-id=none",
         "-o", elf, os.path.join(HERE, "reader.c"),
         os.path.join(root, "lib", "layout", "layout_read.c"), "-lgcc"],
        check=True)
    text = subprocess.run(
        ["qemu-system-arm", "-M", "mps3-an536", "-icount", "shift=0",
         "-display", "none", "-nic", "none", "-serial", "null", "-monitor",
         "none", "-semihosting-config", "enable=on,target=native",
         "-kernel", elf, "-device",
         "loader,file=%s,addr=0x20000000,force-raw=on" % layout],
        check=True, timeout=120, stdin=subprocess.DEVNULL, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
    size, ticks, hz = map(int, text.splitlines()[-1].split())
    if size == 0:
        sys.exit("run.py: the board does not open the layout")
    taken = ticks * (1000000000 // hz) / READER_ROUNDS
    return (taken - 60 * entries(layout)) / size


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
    ("domains", "domain", (10, 100, 1000, 10000, 100000), 1000),
    ("contexts", "context", (2, 4, 8, 16, 32, 64), 64),
    ("regions", "region", (16, 32, 64, 128, 255), 255),
    ("overlap", "bank", (1000, 10000, 100000), 10000),
    ("cells", "cell", (10000, 100000, 1000000), 1000000),
    ("deep", "level", (8, 16, 64), 64),
)


def rung(b, kind, n, count):
    """Whole cost of one rung: CPU time, and instructions if wanted."""
    tree = b.tree(kind, n)
    regions = n if kind == "regions" else REGIONS
    total = {"time": min(cost(b.check(tree, regions=regions))
                         for _ in range(3))}
    if count:
        total[""] = b.count(tree, regions)[""]
    return total, b.peak(tree, regions)


def ladders(b):
    print("\nladders: instructions per element beyond the first rung (CPU "
          "time where it says\nso) against the rung before, and memory per "
          "element beyond a tree with nothing")
    floor = b.peak(b.tree("size", 1))
    for kind, unit, rungs, counted in LADDERS:
        before, first, first_n = {}, None, 0
        for n in rungs:
            try:
                total, peak = rung(b, kind, n, n <= counted)
            except Refused:
                failed.append("%s %d" % (kind, n))
                print("  %-8s %9d  per %-7s MISSED: mpuc refuses it" %
                      (kind, n, unit))
                continue
            by = "" if n <= counted else "time"
            now = {}
            if first is None:
                first, first_n = total, n
            else:
                now = {k: (total[k] - first[k]) / (n - first_n)
                       for k in total}
            print("  %-8s %9d  per %-7s x %-6s %-5s %8.1f bytes" % (
                kind, n, unit, "%.2f" % (now[by] / before[by])
                if before.get(by, 0) > 0 else "-", by,
                max(peak - floor, 0) / n))
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
        large(b)
        many(b)
        reader(b)
        ladders(b)
    if failed:
        print("\nmissed: " + ", ".join(failed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
