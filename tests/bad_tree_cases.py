# SPDX-License-Identifier: BSD-2-Clause
"""Blobs that are wrong in one way each, and what mpuc says of them."""

import struct

from bad_tree_mutants import HEADER, good, parts, with_fields
from bounds import Blob, domain, end, tree

RESERVE = 16
HEAD, _, BODY, STRINGS = parts(good())


def fields(**values):
    return with_fields(good(), **values)


def whole(body, strings=STRINGS, reserve=b"\0" * RESERVE):
    """A blob of these blocks, with a header that fits."""
    at = HEADER + len(reserve)
    head = {**HEAD, "totalsize": at + len(body) + len(strings), "struct": at,
            "strings": at + len(body), "strings_size": len(strings),
            "struct_size": len(body)}
    return struct.pack(">10I", *head.values()) + reserve + body + strings


def words(*values):
    return struct.pack(">%dI" % len(values), *values)


def reserved(*cells):
    """The reservations behind the other blocks, where no zeros follow."""
    reserve = struct.pack(">%dQ" % len(cells), *cells)
    body = words(1, 0, 2, 9)
    at = HEADER + len(body)
    return words(0xd00dfeed, at + len(reserve), HEADER, at, at, 17, 16, 0, 0,
                 len(body)) + body + reserve


def twice(what):
    b = tree()
    if what == "property":
        b.cells("#size-cells", 1)
    domain(b, 0)
    if what == "node":
        domain(b, 0)
    if what == "phandle":
        for name in ("a", "b"):
            b.open(name)
            b.cells("phandle", 1)
            b.close()
    return end(b)


def endless(value):
    b = tree()
    b.open("domU0")
    b.prop("compatible", value)
    b.close()
    return end(b)


def named(name, root=b""):
    b = Blob()
    b.open(root)
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


def property_of(length, *rest):
    """A root with a property that says that it is so long."""
    return whole(words(1, 0, 3, length & 0xffffffff, 0, *rest))


# category: name: (blob, the message, None for a report)
CASES = {
    "nothing wrong": {
        "good": (good(), None),
        "nops": (whole(BODY[:8] + words(4, 4) + BODY[8:-8] + words(4, 2, 9)),
            None),
        "version-16": (fields(version=16, struct_size=0), None),
        "version-18": (fields(version=18), None),
    },
    "bad header fields": {
        "magic": (fields(magic=0xd00dfeee),
            "not a device tree: it begins with 0xd00dfeee instead of "
            "0xd00dfeed"),
        "swapped": (fields(magic=0xedfe0dd0),
            "not a device tree: it begins with 0xedfe0dd0 instead of "
            "0xd00dfeed"),
        "last-above-known": (fields(version=18, last=18),
            "header: needs a reader of version 0x12"),
        "last-above-version": (fields(version=16, last=17),
            "header: version older than the last compatible one: 0x11"),
        "version-15": (fields(version=15, last=15),
            "header: version too old: 0xf"),
        "version-0": (fields(version=0, last=0),
            "header: version too old: 0x0"),
        "totalsize-0": (fields(totalsize=0),
            "header: total size too small: 0x0"),
        "totalsize-header": (fields(totalsize=HEADER),
            "header: structure block outside the blob: 0x38"),
        "totalsize-most": (fields(totalsize=0xffffffff),
            "cut off: the header says 0xffffffff bytes, the file has 0x231"),
        "struct-past-end": (fields(struct=0x234),
            "header: structure block outside the blob: 0x234"),
        "struct-wraps": (fields(struct=0xfffffff8),
            "header: structure block outside the blob: 0xfffffff8"),
        "struct-size-most": (fields(struct_size=0xfffffffc),
            "header: structure block is cut off, its size is 0xfffffffc"),
        "struct-size-short": (fields(struct_size=HEAD["struct_size"] - 4),
            "structure block: no end at offset 0x1dc"),
        "strings-wrap": (fields(strings=0xffffffff),
            "header: strings block outside the blob: 0xffffffff"),
        "strings-size-most": (fields(strings_size=0xffffffff),
            "header: strings block outside the blob: 0x1e0"),
        "reserve-past-end": (fields(reserve=0x238),
            "header: memory reservations outside the blob: 0x238"),
    },
    "misaligned blocks": {
        "struct-by-1": (fields(struct=HEAD["struct"] + 1),
            "header: structure block not aligned to 4: 0x39"),
        "struct-by-2": (whole(BODY, reserve=b"\0" * 18),
            "header: structure block not aligned to 4: 0x3a"),
        "reserve-by-4": (fields(reserve=44),
            "header: memory reservations not aligned to 8: 0x2c"),
        "strings-by-1": (fields(strings=HEAD["strings"] + 1,
                                strings_size=HEAD["strings_size"] - 1), None),
    },
    "overlapping blocks": {
        "struct-on-header": (fields(struct=8),
            "header: structure block outside the blob: 0x8"),
        "struct-on-strings": (fields(struct=HEAD["strings"] & ~3),
            "header: structure block is cut off, its size is 0x1a8"),
        "struct-on-reserve": (fields(struct=HEADER),
            "structure block: unknown tag 0x0 at offset 0x28"),
        "struct-size-into-strings": (
            fields(struct_size=HEAD["struct_size"] + 4), None),
        "strings-on-header": (fields(strings=0),
            "header: strings block outside the blob: 0x0"),
        "strings-on-struct": (fields(strings=HEAD["struct"]), None),
        "strings-on-reserve": (fields(strings=HEADER), None),
        "reserve-on-header": (fields(reserve=8),
            "header: memory reservations outside the blob: 0x8"),
        "reserve-on-struct": (fields(reserve=HEAD["struct"]), None),
    },
    "truncated strings": {
        "strings-cut": (fields(strings_size=HEAD["strings_size"] - 1),
            "structure block: property name outside the strings block at "
            "offset 0x1b4"),
        "strings-empty": (fields(strings_size=0),
            "structure block: property name outside the strings block at "
            "offset 0x40"),
        "name-without-end": (whole(words(1, 0, 3, 0, 1, 2, 9), b"\0ab"),
            "structure block: property name outside the strings block at "
            "offset 0x40"),
        "name-outside": (whole(words(1, 0, 3, 0, 0x10000000, 2, 9), b"a\0"),
            "structure block: property name outside the strings block at "
            "offset 0x40"),
        "node-name-without-end": (whole(words(1, 0, 1, 0x61616161)),
            "structure block: node name runs past the block at offset 0x40"),
        "node-without-name": (named(b""), None),
        "property-without-name": (property_named(b""), None),
    },
    "duplicate nodes": {
        "node-twice": (twice("node"), None),
        "property-twice": (twice("property"), None),
        "phandle-twice": (twice("phandle"), None),
        "root-twice": (whole(words(1, 0, 2, 1, 0, 2, 9)),
            "structure block: a second root node at offset 0x44"),
    },
    "unterminated properties": {
        "string-endless": (endless(b"xen,domain"), None),
        "string-empty": (endless(b""), None),
        "property-cut": (property_of(4),
            "structure block: property length 0x4 runs past the block at "
            "offset 0x40"),
        "property-header-cut": (whole(words(1, 0, 3)),
            "structure block: property runs past the block at offset 0x40"),
        "property-length-most": (property_of(-1, 2, 9),
            "structure block: property length 0xffffffff runs past the "
            "block at offset 0x40"),
        "property-length-back": (property_of(-12, 2, 9),
            "structure block: property length 0xfffffff4 runs past the "
            "block at offset 0x40"),
        "property-over-end": (property_of(8, 2, 9),
            "structure block: no end at offset 0x54"),
        "node-open": (whole(BODY[:-8] + BODY[-4:]),
            "structure block: end inside a node at offset 0x1d8"),
        "end-missing": (whole(BODY[:-4]),
            "structure block: no end at offset 0x1dc"),
        "end-early": (whole(BODY[:8] + BODY[-4:]),
            "structure block: end inside a node at offset 0x40"),
        "reserve-without-end": (reserved(0x1000, 0x1000),
            "memory reservations: no end at offset 0x48"),
        "reserve-cut": (reserved(0x1000),
            "memory reservations: no end at offset 0x38"),
    },
    "bad tags": {
        "node-closed-twice": (whole(BODY[:-4] + words(2, 9)),
            "structure block: end of a node that was not begun at offset "
            "0x1dc"),
        "nothing": (whole(words(9)),
            "structure block: no root node at offset 0x38"),
        "nop-before-root": (whole(words(4) + BODY),
            "structure block: nop outside of any node at offset 0x38"),
        "nop-behind-root": (whole(BODY[:-4] + words(4, 9)),
            "structure block: nop outside of any node at offset 0x1dc"),
        "tag-0": (whole(words(0) + BODY),
            "structure block: unknown tag 0x0 at offset 0x38"),
        "property-before-root": (whole(words(3, 0, 0) + BODY),
            "structure block: property outside of any node at offset 0x38"),
        "property-behind-root": (whole(BODY[:-4] + words(3, 0, 0, 9)),
            "structure block: property outside of any node at offset 0x1dc"),
        "property-behind-subnode": (whole(BODY[:-8] + words(3, 0, 0, 2, 9)),
            "structure block: property behind a subnode at offset 0x1d8"),
        "root-named": (named(b"a", b"root"),
            "structure block: the root node has a name at offset 0x38"),
        "node-with-slash": (named(b"a/b"), None),
        "node-with-dollar": (named(b"a$b"), None),
        "node-two-at": (named(b"a@1@2"), None),
        "property-with-dollar": (property_named(b"a$b"), None),
    },
}
