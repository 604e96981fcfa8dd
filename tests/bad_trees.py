#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Blobs that are wrong in the ways that the tests of device tree tools know.

usage: bad_trees.py MPUC

Bad fields of the header, blocks that are misaligned, outside or on top of
each other, names and values that don't end, nodes and properties that are
there twice.  Each is made here from one good tree, so that nothing else is
wrong with it, and is refused with the one line that is written beside it.
What libfdt takes, and with it Xen, is no reason to refuse: such a tree gets
an ordinary report, without a message.
"""

import json
import os
import struct
import subprocess
import sys
import tempfile

from bounds import Blob, domain, end, tree

FIELDS = ("magic", "totalsize", "struct", "strings", "reserve", "version",
          "last", "cpu", "strings_size", "struct_size")
HEADER = 40
RESERVE = 16


def good():
    b = tree()
    domain(b, 0)
    return end(b)


def parts(data):
    head = dict(zip(FIELDS, struct.unpack_from(">10I", data)))
    reserve = data[head["reserve"]:head["reserve"] + RESERVE]
    body = data[head["struct"]:head["struct"] + head["struct_size"]]
    strings = data[head["strings"]:head["strings"] + head["strings_size"]]
    return head, reserve, body, strings


def with_fields(**fields):
    """The good tree with other values in its header."""
    data = good()
    head, _, _, _ = parts(data)
    for name, value in fields.items():
        head[name] = value(head) if callable(value) else value
    return struct.pack(">10I", *(head[f] for f in FIELDS)) + data[HEADER:]


def with_body(change):
    """The good tree with other bytes in its structure."""
    _, reserve, body, strings = parts(good())
    body = change(body)
    at = HEADER + RESERVE
    return struct.pack(">10I", 0xd00dfeed, at + len(body) + len(strings), at,
                       at + len(body), HEADER, 17, 16, 0, len(strings),
                       len(body)) + reserve + body + strings


def twice(what):
    b = tree()
    if what == "property":
        b.cells("#size-cells", 1)
    domain(b, 0)
    if what == "node":
        domain(b, 0)
    return end(b)


def endless(what):
    b = tree()
    b.open("domU0")
    b.prop("compatible", b"xen,domain" if what == "value" else
           b"xen,domain\0")
    b.close()
    return end(b)


def named(name):
    b = Blob()
    b.open(b"")
    b.open(name)
    b.close()
    b.close()
    return b.bytes()


def property_named(name):
    b = Blob()
    b.open(b"")
    b.prop(name, b"")
    b.close()
    return b.bytes()


# name: (blob, the message, None for a report)
CASES = {
    "good": (good(), None),
    "magic": (with_fields(magic=0xd00dfeee),
        "not a device tree: it begins with 0xd00dfeee instead of 0xd00dfeed"),
    "swapped": (with_fields(magic=0xedfe0dd0),
        "not a device tree: it begins with 0xedfe0dd0 instead of 0xd00dfeed"),
    "last-above-version": (with_fields(last=18),
        "header: needs a reader of version 0x12"),
    "last-above-own-version": (with_fields(version=16, last=17),
        "header: version older than the last compatible one: 0x11"),
    "version-15": (with_fields(version=15, last=15),
        "header: version too old: 0xf"),
    "version-0": (with_fields(version=0, last=0),
        "header: version too old: 0x0"),
    "totalsize-0": (with_fields(totalsize=0),
        "header: total size too small: 0x0"),
    "totalsize-header": (with_fields(totalsize=HEADER),
        "header: structure block outside the blob: 0x38"),
    "totalsize-most": (with_fields(totalsize=0xffffffff),
        "cut off: the header says 0xffffffff bytes, the file has 0x231"),
    "struct-misaligned": (with_fields(
        struct=lambda h: h["struct"] + 1),
        "header: structure block not aligned to 4: 0x39"),
    "struct-on-header": (with_fields(struct=8),
        "header: structure block outside the blob: 0x8"),
    "struct-on-strings": (with_fields(
        struct=lambda h: h["strings"] & ~3),
        "header: structure block is cut off, its size is 0x1a8"),
    "struct-past-end": (with_fields(
        struct=lambda h: (h["totalsize"] + 4) & ~3),
        "header: structure block outside the blob: 0x234"),
    "struct-wraps": (with_fields(struct=0xfffffff8),
        "header: structure block outside the blob: 0xfffffff8"),
    "struct-size-most": (with_fields(struct_size=0xfffffffc),
        "header: structure block is cut off, its size is 0xfffffffc"),
    "struct-size-into-strings": (with_fields(
        struct_size=lambda h: h["struct_size"] + 4), None),
    "struct-size-short": (with_fields(
        struct_size=lambda h: h["struct_size"] - 4),
        "structure block: no end at offset 0x1dc"),
    "strings-on-header": (with_fields(strings=0),
        "header: strings block outside the blob: 0x0"),
    "strings-on-struct": (with_fields(
        strings=lambda h: h["struct"]), None),
    "strings-cut": (with_fields(
        strings_size=lambda h: h["strings_size"] - 1),
        "structure block: property name outside the strings block at "
        "offset 0x1b4"),
    "strings-empty": (with_fields(strings_size=0),
        "structure block: property name outside the strings block at "
        "offset 0x40"),
    "strings-wrap": (with_fields(strings=0xffffffff),
        "header: strings block outside the blob: 0xffffffff"),
    "reserve-on-header": (with_fields(reserve=8),
        "header: memory reservations outside the blob: 0x8"),
    "reserve-on-struct": (with_fields(
        reserve=lambda h: h["struct"]), None),
    "reserve-misaligned": (with_fields(reserve=44),
        "header: memory reservations not aligned to 8: 0x2c"),
    "end-missing": (with_body(lambda b: b[:-4]),
        "structure block: no end at offset 0x1dc"),
    "end-early": (with_body(lambda b: b[:8] + b[-4:]),
        "structure block: end inside a node at offset 0x40"),
    "node-open": (with_body(lambda b: b[:-8] + b[-4:]),
        "structure block: end inside a node at offset 0x1d8"),
    "node-closed-twice": (with_body(
        lambda b: b[:-4] + struct.pack(">2I", 2, 9)),
        "structure block: end of a node that was not begun at offset 0x1dc"),
    "nothing": (with_body(lambda b: b[-4:]),
        "structure block: no root node at offset 0x38"),
    "nops": (with_body(
        lambda b: b[:8] + struct.pack(">2I", 4, 4) + b[8:]), None),
    "nop-before-root": (with_body(lambda b: struct.pack(">I", 4) + b),
        "structure block: nop outside of any node at offset 0x38"),
    "nop-behind-root": (with_body(
        lambda b: b[:-4] + struct.pack(">2I", 4, 9)),
        "structure block: nop outside of any node at offset 0x1dc"),
    "root-named": (with_body(
        lambda b: b[:4] + b"x\0\0\0" + b[8:]),
        "structure block: the root node has a name at offset 0x38"),
    "tag-0": (with_body(lambda b: struct.pack(">I", 0) + b),
        "structure block: unknown tag 0x0 at offset 0x38"),
    "node-twice": (twice("node"), None),
    "property-twice": (twice("property"), None),
    "string-endless": (endless("value"), None),
    "node-with-slash": (named(b"a/b"), None),
    "node-without-name": (named(b""), None),
    "node-two-at": (named(b"a@1@2"), None),
    "property-without-name": (property_named(b""), None),
}


def run(mpuc, path):
    p = subprocess.run([mpuc, "check", "--format=json", "--target",
                        "xen-mpu-v2", "--regions", "16", path],
                       stdin=subprocess.DEVNULL, capture_output=True,
                       check=False, timeout=30)
    return p.returncode, p.stdout, p.stderr.decode(errors="replace")


def problem(result, path, wanted):
    """How the result differs from what is wanted, or None."""
    status, out, err = result
    if wanted is not None:
        line = "mpuc: %s: %s\n" % (path, wanted)
        if (status, err) != (3, line):
            return "status %d, %s" % (status, err)
        report = json.loads(out)
        said = (report["verdict"], report["error"]["message"])
        return None if said == ("error", wanted) else "report: %s, %s" % said
    if status not in (0, 1) or err:
        return "status %d, %s" % (status, err)
    verdict = json.loads(out)["verdict"]
    return None if (verdict == "fail") == (status == 1) else verdict


def main():
    if len(sys.argv) != 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, (data, wanted) in CASES.items():
            path = os.path.join(folder, name + ".dtb")
            with open(path, "wb") as f:
                f.write(data)
            why = problem(run(sys.argv[1], path), path, wanted)
            if why:
                failed += 1
                print("FAIL %s: %s" % (name, why))
    print("%d passed, %d failed" % (len(CASES) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
