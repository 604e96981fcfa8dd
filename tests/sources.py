#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Compile the plan as C and as assembly; hold the bytes against the layout.

usage: sources.py MPUC [SYSTEM...]

For each shipped system that packs, and for some with the optimal plan too,
"plan --format c" and "--format asm" are
built for its processor, a Cortex-R52 or an AArch64, without a warning, and
linked.  What lies in the image must be what the layout holds: registers and
slots of every context, PRENR, and the lists of every switch.  "csv" must
have the same registers, row by row.
"""
import concurrent.futures
import csv
import io
import os
import struct
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import refmodel  # noqa: E402
import systems  # noqa: E402

OPTIMAL = ("two-guests", "r52-two-guests")	# with resident regions
WARN = ["-std=c11", "-ffreestanding", "-O1", "-Wall", "-Wextra", "-Wpedantic",
        "-Wconversion", "-Wshadow", "-Wundef", "-Werror"]
MACHINES = {	# arch of the layout: prefix, flags, ELF class
    0: ("arm-none-eabi-", ["-mcpu=cortex-r52"], 32),
    1: ("aarch64-linux-gnu-", ["-march=armv8-a"], 64),
}
USER = """#include "tables.h"
extern const struct mpu_context *const contexts;
const struct mpu_context *const contexts = mpu_contexts;
extern const uint32_t context_count;
const uint32_t context_count = MPU_CONTEXTS;
"""
RESIDENTS = """extern const struct mpu_region *const residents;
const struct mpu_region *const residents = mpu_residents;
extern const uint32_t resident_count;
const uint32_t resident_count = sizeof(mpu_residents) / sizeof(*residents);
"""
SWITCHES = """extern const struct mpu_switch *const switches;
const struct mpu_switch *const switches = mpu_switches;
"""


class Wrong(Exception):
    """What is not as it should be."""


class Image:
    """A linked program: symbols, and the memory that it loads."""

    def __init__(self, prefix, bits, path):
        lines = run(prefix + "nm", path).splitlines()
        self.symbols = {w[2]: int(w[0], 16) for w in map(str.split, lines)
                        if len(w) == 3}
        with open(path, "rb") as f:
            data = f.read()
        self.bits = bits
        self.segments = []
        head, entry = (("<I", 28, 42), "<2I2I2I") if bits == 32 else \
            (("<Q", 32, 54), "<2I4Q")
        at, = struct.unpack_from(head[0], data, head[1])
        size, count = struct.unpack_from("<HH", data, head[2])
        for i in range(count):
            words = struct.unpack_from(entry, data, at + i * size)
            kind, offset, address, length = (
                (words[0], words[1], words[2], words[4]) if bits == 32 else
                (words[0], words[2], words[3], words[5]))
            if kind == 1:
                self.segments.append((address, data[offset:offset + length]))

    def read(self, form, address):
        for base, data in self.segments:
            if base <= address < base + len(data):
                return struct.unpack_from("<" + form, data, address - base)
        raise Wrong("nothing at %#x" % address)

    def text(self, address):
        out = b""
        while True:
            c, = self.read("c", address + len(out))
            if c == b"\0":
                return out.decode()
            out += c


def run(*words, cwd=None):
    p = subprocess.run(words, cwd=cwd, stdin=subprocess.DEVNULL,
                       capture_output=True, text=True, check=False)
    if p.returncode or p.stderr:
        raise Wrong("%s: %s" % (words[0], p.stderr))
    return p.stdout


def build(machine, folder, source):
    prefix, flags, bits = machine
    run(prefix + "gcc", *WARN, *flags, "-c", "-o", "out.o", source,
        cwd=folder)
    run(prefix + "ld", "-e", "0", "-o", "out.elf", "out.o", cwd=folder)
    return Image(prefix, bits, os.path.join(folder, "out.elf"))


def letters(name):
    return "".join(c if c.isalnum() and c.isascii() else "_"
                   for c in name.lower())


def same(what, have, want):
    if have != want:
        raise Wrong("%s: %s, the layout has %s" % (what, have, want))


def registers(context):
    return [(r["slot"], r["prbar"], r["prlar"]) for r in context["regions"]]


def lists(layout, record):
    """A plan does not list residents to be written, a layout does."""
    to = layout.contexts[record["to"]]["regions"]
    loaded = {r["slot"] for r in to if r["resident"] and record["enable"]}
    return [record["disable"], [s for s in record["write"]
                                if s not in loaded], record["enable"]]


def residents(layout):
    return sorted({(r["slot"], r["prbar"], r["prlar"] & ~1)
                   for r in layout.regions if r["resident"]})


def split(slots, counts):
    out, at = [], 0
    for count in counts:
        out.append(list(slots[at:at + count]))
        at += count
    return out


def check_c(image, layout):
    """mpu_contexts and mpu_switches, by their structures' layouts."""
    narrow = image.bits == 32
    word = "I" if narrow else "Q"
    form, size = ("3I", 12) if narrow else ("I4x2Q", 24)

    def pointer(name):
        return image.read(word, image.symbols[name])[0]

    def regions(at, count):
        return [image.read(form, at + size * i) for i in range(count)]

    at, names, found = pointer("contexts"), [], {}
    for _ in range(image.read("I", image.symbols["context_count"])[0]):
        name, prenr, count, table = image.read(
            "4I" if narrow else "QIIQ", at)
        at += 16 if narrow else 24
        names.append(image.text(name))
        found[names[-1]] = prenr, regions(table, count)
    for context in layout.contexts:
        same(context["name"], found[context["name"]],
             (context["prenr"], registers(context)))
    if residents(layout):
        count, = image.read("I", image.symbols["resident_count"])
        same("residents", sorted(regions(pointer("residents"), count)),
             residents(layout))
    at, have = pointer("switches") if layout.switches else 0, {}
    for _ in layout.switches:
        one, to, *counts, slots = image.read(
            "2I3BxI" if narrow else "2I3B5xQ", at)
        at += 16 if narrow else 24
        have[names[one], names[to]] = split(
            image.read("%dB" % sum(counts), slots), counts)
    same("switches", have, {
        tuple(layout.contexts[r[k]]["name"] for k in ("from", "to")):
        lists(layout, r) for r in layout.switches})


def check_asm(image, layout):
    """The same by labels and constants."""
    word, size = ("I", 4) if image.bits == 32 else ("Q", 8)

    def regions(at, count):
        return [image.read("3" + word, at + 3 * size * i)
                for i in range(count)]

    for context in layout.contexts:
        name = letters(context["name"])
        same("PRENR", image.symbols["MPU_%s_PRENR" % name.upper()],
             context["prenr"])
        same(context["name"], regions(
            image.symbols["mpu_" + name],
            image.symbols["MPU_%s_COUNT" % name.upper()]),
             registers(context))
    if residents(layout):
        same("residents", sorted(regions(image.symbols["mpu_residents"],
                                         image.symbols["MPU_RESIDENTS"])),
             residents(layout))
    for record in layout.switches:
        one, to = (letters(layout.contexts[record[k]]["name"])
                   for k in ("from", "to"))
        at = image.symbols["mpu_%s_to_%s" % (one, to)]
        counts = image.read("3B", at)
        same("lists", split(image.read("%dB" % sum(counts), at + 3), counts),
             lists(layout, record))


def check_csv(text, layout):
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    for context in layout.contexts:
        have = [(int(r["slot"]), int(r["prbar"], 16), int(r["prlar"], 16))
                for r in rows if r["context"] == context["name"] and
                r["lifetime"] != "transient"]
        same("csv of " + context["name"], have, registers(context))


def check_system(system, layout, which, folder):
    """All three forms of one plan of a system."""
    machine = MACHINES[layout.arch]

    def plan(form):
        return system.run("plan", "--plan", which, "--format=" + form,
                          *system.options, *system.inputs,
                          want=(0,))[1].decode()

    user = USER + (SWITCHES if layout.switches else "") + \
        (RESIDENTS if residents(layout) else "")
    for name, text in (("tables.h", plan("c")), ("tables.S", plan("asm")),
                       ("user.c", user)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)
    check_c(build(machine, folder, "user.c"), layout)
    check_asm(build(machine, folder, "tables.S"), layout)
    check_csv(plan("csv"), layout)


def plans(binary, names):
    """Pairs of system and plan."""
    for system in systems.find_systems(binary, names):
        refmodel.complete(system)
        yield system, "as-is"
        if system.name in OPTIMAL:
            yield system, "optimal"


def check_plan(system, which):
    """System, plan, what kind of layout it has (None: none), what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        packed = refmodel.pack(system, os.path.join(folder, "layout"), which)
        if not packed:
            return system, which, None, None
        kind = packed[0].arch, bool(residents(packed[0]))
        try:
            check_system(system, packed[0], which, folder)
        except (Wrong, systems.Wrong, struct.error, KeyError) as e:
            return system, which, kind, repr(e)
    return system, which, kind, None


def main():
    if len(sys.argv) < 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    passed, failed, seen = 0, 0, set()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for system, which, kind, problem in pool.map(
                lambda pair: check_plan(*pair),
                plans(os.path.abspath(sys.argv[1]), sys.argv[2:])):
            if kind is None:
                continue
            seen.add(kind)
            if problem:
                print("FAIL %s, %s: %s" % (system.name, which, problem))
            failed += bool(problem)
            passed += not problem
    if len(seen) != 4:
        print("FAIL: both kinds of MPU must be among the systems, with and "
              "without residents")
        failed += 1
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
