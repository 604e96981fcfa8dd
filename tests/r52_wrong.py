#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""See that a wrong register does not go unnoticed, field by field.

usage: r52_wrong.py MPUC

On the board: the firmware gets one wrong field into the MPU, and the run
must disagree with the plan, in the way that this field makes it.  QEMU does
not look at shareability, memory type, NS and reserved bits, so these, and
the others once more, are made wrong in layouts: mpuc verify and the
reference MPU must both object.
"""
import concurrent.futures
import os
import struct
import sys
import tempfile
import types
import zlib

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import layout_decode  # noqa: E402
import r52_board as board  # noqa: E402
import r52_judge as judge  # noqa: E402
import refmodel  # noqa: E402
import systems  # noqa: E402

GUEST, HEAP, RAM = "guest/domU1", "xen.heap", "domU1.ram[0]"

# What is wrong: region, exclusive or with PRBAR and PRLAR, and what the run
# must then complain of: access, EL, what happened; each at least once, and
# nothing else.
ON_BOARD = {
    "base": (HEAP, 0x40, 0, {("read", 2, "fault"), ("write", 2, "fault")}),
    "limit": (HEAP, 0, 0x40, {("read", 2, "fault"), ("write", 2, "fault")}),
    # The heap's first granule is the last one of the guest's memory, too.
    "overlap": (HEAP, 0x3fffffc0, 0, {
        (a, el, "fault") for a in ("read", "write") for el in (1, 2)} |
                {("fetch", 1, "fault"), ("fetch", 2, "fault")}),
    "AP[2], read-only": (HEAP, 4, 0, {("write", 2, "fault")}),
    "AP[1], EL1": (HEAP, 2, 0, {("read", 1, "allowed"),
                                ("write", 1, "allowed")}),
    "AP[1], not EL1": (RAM, 2, 0, {("read", 1, "fault"),
                                   ("write", 1, "fault"),
                                   ("fetch", 1, "fault")}),
    "XN, off": (HEAP, 1, 0, {("fetch", 2, "allowed")}),
    # The guest's own code is stopped, so that it reads and writes no more.
    "XN, on": (RAM, 1, 0, {("fetch", 1, "fault"), ("fetch", 2, "fault"),
                           ("read", 1, "fault"), ("write", 1, "fault")}),
    "EN": (HEAP, 0, 1, {("read", 2, "fault"), ("write", 2, "fault")}),
}

# Field: PRBAR and PRLAR on AArch32, on AArch64.
IN_LAYOUT = {
    "base": ((0x40, 0), (0x40, 0)),
    "limit": ((0, 0x40), (0, 0x40)),
    "AP[2]": ((4, 0), (8, 0)),
    "AP[1]": ((2, 0), (4, 0)),
    "XN": ((1, 0), (2, 0)),
    # Without EL1 access nothing shows this bit but that it is not planned.
    "XN for EL1": (None, (1, 0)),
    "SH[0]": ((8, 0), (0x10, 0)),
    "SH[1]": ((0x10, 0), (0x20, 0)),
    "AttrIndx[0]": ((0, 2), (0, 2)),
    "AttrIndx[1]": ((0, 4), (0, 4)),
    "AttrIndx[2]": ((0, 8), (0, 8)),
    "NS": (None, (0, 0x10)),
    "EN": ((0, 1), (0, 1)),
    "reserved bit of PRBAR": ((0x20, 0), (1 << 48, 0)),
    "reserved bit of PRLAR": ((0, 0x10), (0, 0x20)),
    "reserved high bit of PRBAR": ((1 << 32, 0), (1 << 63, 0)),
    "reserved high bit of PRLAR": ((0, 1 << 32), (0, 1 << 63)),
}


class Tally:
    passed = failed = 0

    def note(self, name, problem):
        if problem:
            print("FAIL %s: %s" % (name, problem))
            self.failed += 1
        else:
            self.passed += 1


# ------------------------------------------------------------ on the board

def kinds(problems):
    """Access, EL and outcome of complaints about accesses."""
    found = set()
    for problem in problems:
        words = problem.split(": ")
        if "expected" not in words[-1] or " at " not in words[1]:
            continue
        access, el = words[1].split(" at ")[0], int(words[1][-1])
        found.add((access, el, words[2].split(",")[0]))
    return found


def try_on_board(run, name):
    """The same in a folder of its own, so that several can run at once."""
    run = types.SimpleNamespace(**vars(run))
    run.folder = os.path.join(run.folder, name.replace(" ", "-"))
    os.makedirs(run.folder)
    try:
        return on_board(run, name)
    except board.Wrong as e:
        return str(e)


def on_board(run, name):
    region, prbar, prlar, want = ON_BOARD[name]
    context = next(i for i, c in enumerate(run.layout.contexts)
                   if c["name"] == GUEST)
    entry = next(r for r in run.layout.contexts[context]["regions"]
                 if r["name"] == region)
    edges = [a for a in (entry["base"] - 1, entry["base"],
                         entry["base"] + 0x30, entry["limit"],
                         entry["limit"] + 1)
             if not board.inside(a, [(run.base, run.symbols["_end"] - 1)]) or
             a & ~3 in judge.planted(run)]
    records = board.execute(run, edges, (context, entry["slot"], prbar,
                                         prlar))
    problems, _ = judge.compare(run, records, edges)
    found = {k for k in kinds(p for p in problems
                              if p.startswith(GUEST))}
    return None if found == want else "the run says %s" % sorted(found)


def check_board(binary, tally, scratch):
    system, = systems.find_systems(binary, ["two-guests"])
    board.adapt(system)
    run = board.prepare(system, scratch, board.Objects(scratch))
    records = board.execute(run, [0x60000000])
    tally.note("a run without a fault",
               "; ".join(judge.compare(run, records, [0x60000000])[0]))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, problem in zip(ON_BOARD, pool.map(
                lambda n: try_on_board(run, n), ON_BOARD)):
            tally.note("on the board, " + name, problem)


# ------------------------------------------------------------- in a layout

def spoil(data, region, prbar, prlar):
    """The same wrong bits wherever the layout has this region, so that it
    does not contradict itself, and a CRC that is right again."""
    data = bytearray(data)
    offset, count = struct.unpack_from("<II", data, 64 + 8)
    for i in range(count):
        at = offset + 24 * i + 8
        old = struct.unpack_from("<QQ", data, at)
        if old == (region["prbar"], region["prlar"]):
            struct.pack_into("<QQ", data, at, old[0] ^ prbar,
                             old[1] ^ prlar)
    data[20:24] = bytes(4)
    struct.pack_into("<I", data, 20, zlib.crc32(data))
    return bytes(data)


def in_layout(system, data, plan, bits, scratch):
    """What is missing from the objections to one wrong field."""
    layout = layout_decode.Layout(data)
    region = next(r for r in layout.regions if r["name"] == HEAP)
    wrong = spoil(data, region, *bits)
    path = os.path.join(scratch, "wrong")
    with open(path, "wb") as f:
        f.write(wrong)
    # 1: it differs; 3: the reader refuses it.
    p = systems.subprocess.run(
        [system.binary, "verify", path, *system.options, *system.inputs],
        cwd=system.dir, stdin=systems.subprocess.DEVNULL,
        capture_output=True, env=systems.environment(), check=False)
    if p.returncode not in (1, 3):
        return "verify ends with %d" % p.returncode
    register = b"slot %d: PRBAR" if bits[0] else b"slot %d: PRLAR"
    if p.returncode == 1 and register % region["slot"] not in p.stdout:
        return "verify does not name the register"
    try:
        layout = layout_decode.Layout(wrong)
    except layout_decode.Refused as e:
        if str(e) not in ("reserved bits", "region is not enabled",
                          "register above 32 bits",
                          "register above 48 bits"):
            return "the decoder says " + str(e)
        layout = forced(layout, region, bits)
    comparison = refmodel.Comparison(layout, plan)
    return None if comparison.run() else "the reference MPU sees nothing"


def forced(layout, region, bits):
    """The wrong bits past the decoder, for the MPU itself to judge."""
    for entry in layout.regions:
        if (entry["prbar"], entry["prlar"]) == (region["prbar"],
                                                region["prlar"]) and \
           entry is not region:
            entry["prbar"] ^= bits[0]
            entry["prlar"] ^= bits[1]
    region["prbar"] ^= bits[0]
    region["prlar"] ^= bits[1]
    return layout


def check_layouts(binary, tally, scratch):
    for name in ("two-guests", "r52-an536"):
        system, = systems.find_systems(binary, [name])
        path = os.path.join(scratch, name + ".layout")
        layout, plan = refmodel.pack(refmodel.complete(system), path)
        with open(path, "rb") as f:
            data = f.read()
        for field, bits in IN_LAYOUT.items():
            if bits[layout.arch] is not None:
                tally.note("in the layout of %s, %s" % (name, field),
                           in_layout(system, data, plan, bits[layout.arch],
                                     scratch))


def main():
    if len(sys.argv) != 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    binary, tally = os.path.abspath(sys.argv[1]), Tally()
    with tempfile.TemporaryDirectory() as scratch:
        try:
            board.need()
            check_layouts(binary, tally, scratch)
            check_board(binary, tally, scratch)
        except (board.Wrong, StopIteration) as e:
            tally.note("r52_wrong", repr(e))
    print("%d passed, %d failed" % (tally.passed, tally.failed))
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
