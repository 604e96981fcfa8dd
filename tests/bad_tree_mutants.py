# SPDX-License-Identifier: BSD-2-Clause
"""One good blob, made bad in every place, by category."""

import random
import struct

from bounds import Blob, domain, end, tree

FIELDS = ("magic", "totalsize", "struct", "strings", "reserve", "version",
          "last", "cpu", "strings_size", "struct_size")
BLOCKS = ("reserve", "struct", "strings")
HEADER = 40
MOST = 0xffffffff
BEGIN, CLOSE, PROP, NOP, END = 1, 2, 3, 4, 9
TAGS = (0, BEGIN, CLOSE, PROP, NOP, 5, 8, END, 10, 1 << 24, MOST)
RANDOM = 500


def word(value):
    return struct.pack(">I", value & MOST)


def good():
    b = tree()
    domain(b, 0)
    return end(b)


def parts(data):
    """The header's fields, and what is in the three blocks."""
    head = dict(zip(FIELDS, struct.unpack_from(">10I", data)))
    reserve = data[head["reserve"]:head["struct"]]
    body = data[head["struct"]:head["strings"]]
    return head, reserve, body, data[head["strings"]:]


def blob(reserve, body, strings, pads=(0, 0, 0), order=(0, 1, 2)):
    """Blocks in this order, each behind so many bytes of padding."""
    blocks, at, data = (reserve, body, strings), [0, 0, 0], b""
    for i in order:
        data += b"\0" * pads[i]
        at[i] = HEADER + len(data)
        data += blocks[i]
    return struct.pack(">10I", 0xd00dfeed, HEADER + len(data), at[1], at[2],
                       at[0], 17, 16, 0, len(strings), len(body)) + data


def with_fields(data, **fields):
    """The blob with other values in its header."""
    head = {**parts(data)[0], **fields}
    return struct.pack(">10I", *(head[f] & MOST for f in FIELDS)) + \
        data[HEADER:]


def put(data, at, new):
    return data[:at] + new + data[at + len(new):]


def small():
    b = Blob()
    b.open("")
    b.cells("#address-cells", 1)
    b.cells("#size-cells", 1)
    b.open("memory@0")
    b.cells("reg", 0, 0x40000000)
    b.close()
    b.open("chosen")
    b.open("domU0")
    b.prop("compatible", b"xen,domain\0")
    b.cells("memory", 0, 0x40)
    b.close()
    b.open("m")
    b.prop("bootargs", b"x\0")
    b.close()
    return end(b)


_, _, BODY, STRINGS = parts(small())
RESERVE = struct.pack(">4Q", 0x10000, 0x1000, 0, 0)
GOOD = blob(RESERVE, BODY, STRINGS)
HEAD, _, _, _ = parts(GOOD)


def with_body(body):
    return blob(RESERVE, body, STRINGS)


def tags(body):
    """(tag, where it begins, where the next one does) in a good structure."""
    at = 0
    while at < len(body):
        tag, = struct.unpack_from(">I", body, at)
        after = at + 4
        if tag == BEGIN:
            after = body.index(b"\0", after) + 1
        elif tag == PROP:
            after += 8 + struct.unpack_from(">I", body, after)[0]
        after = (after + 3) & ~3
        yield tag, at, after
        at = after


PROPS = [(at, after) for tag, at, after in tags(BODY) if tag == PROP]
PLACES = [at for _, at, _ in tags(BODY)]


def nodes():
    """Where each node but the root begins and ends."""
    stack = []
    for tag, at, after in tags(BODY):
        if tag == BEGIN:
            stack.append(at)
        elif tag == CLOSE:
            begin = stack.pop()
            if stack:
                yield begin, after


def edges(*values):
    """The values, those around them, and the ends of 31 and 32 bits."""
    found = {1 << 31, (1 << 31) - 1}
    for value in (*values, 0):
        found |= {value + n for n in (-16, -12, -8, *range(-4, 5), 8)}
    return sorted({value & MOST for value in found})


def header():
    for version in (16, 17):
        for field in FIELDS:
            for value in edges(HEAD[field], 36, HEADER, len(GOOD)):
                yield ("version %d, %s 0x%x" % (version, field, value),
                       with_fields(GOOD, **{"version": version,
                                            field: value}))
    for version in range(19):
        for last in (0, 15, 16, 17, 18):
            yield ("version %d for %d" % (version, last),
                   with_fields(GOOD, version=version, last=last))
    for size in range(len(GOOD)):
        yield "the first %d bytes" % size, GOOD[:size]
    for size in range(1, 17):
        yield "%d bytes more" % size, GOOD + b"\xff" * size


def misaligned():
    for i in range(8 ** 3):
        pads = i & 7, i >> 3 & 7, i >> 6
        yield "blocks moved by %d, %d, %d" % pads, \
            blob(RESERVE, BODY, STRINGS, pads)
    for name in BLOCKS:
        for by in range(-8, 9):
            yield "%s said to be %d off" % (name, by), \
                with_fields(GOOD, **{name: HEAD[name] + by})


def overlapping():
    for name in BLOCKS:
        for at in range(0, len(GOOD) + 12, 4):
            yield "%s said to be at 0x%x" % (name, at), \
                with_fields(GOOD, **{name: at})
            if name != "reserve":
                yield "%s said to go on from 0x%x" % (name, at), \
                    with_fields(GOOD, **{name: at, name + "_size":
                                         len(GOOD) - at})
    for name in BLOCKS:
        for other in BLOCKS:
            for by in range(-4, 5):
                yield "%s %d off the start of %s" % (name, by, other), \
                    with_fields(GOOD, **{name: HEAD[other] + by})
    for order in ((0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        yield "blocks in the order %d, %d, %d" % order, \
            blob(RESERVE, BODY, STRINGS, order=order)


def strings():
    for size in range(len(STRINGS) + 9):
        yield "strings cut to %d" % size, with_fields(GOOD, strings_size=size)
        yield "strings that end at %d" % size, \
            blob(RESERVE, BODY, STRINGS[:size])
    for i, char in enumerate(STRINGS):
        if char == 0:
            yield "string that runs on at %d" % i, \
                blob(RESERVE, BODY, put(STRINGS, i, b"x"))
    for at, _ in PROPS:
        for value in edges(len(STRINGS), -HEAD["strings"],
                           HEAD["struct"] - HEAD["strings"]):
            yield "name of the property at 0x%x at 0x%x" % (at, value), \
                with_body(put(BODY, at + 8, word(value)))
    for tag, at, after in tags(BODY):
        if tag == BEGIN:
            for size in range(after - at - 4):
                name = BODY[at + 4:after].rstrip(b"\0")[:size]
                yield "node at 0x%x: a name of %d that runs on" % (at, size), \
                    with_body(put(BODY, at + 4,
                                  name.ljust(after - at - 4, b"x")))


def duplicates():
    for at in PLACES:
        for begin, after in nodes():
            yield "node at 0x%x again at 0x%x" % (begin, at), \
                with_body(BODY[:at] + BODY[begin:after] + BODY[at:])
        for begin, after in PROPS:
            yield "property at 0x%x again at 0x%x" % (begin, at), \
                with_body(BODY[:at] + BODY[begin:after] + BODY[at:])
    for at, _ in PROPS:
        for other, _ in PROPS:
            yield "property at 0x%x named as at 0x%x" % (at, other), \
                with_body(put(BODY, at + 8, BODY[other + 8:other + 12]))


def unterminated():
    for at, after in PROPS:
        length, = struct.unpack_from(">I", BODY, at + 4)
        for value in edges(length, len(BODY) - at - 12,
                           len(GOOD) - HEAD["struct"] - at - 12):
            yield "property at 0x%x: length 0x%x" % (at, value), \
                with_body(put(BODY, at + 4, word(value)))
        for size in range(after - at):
            yield "property at 0x%x: %d bytes of it" % (at, size), \
                with_body(BODY[:at + size] + BODY[after:])
        yield "property at 0x%x without a NUL" % at, \
            with_body(put(BODY, at + 12, b"x" * (after - at - 12)))
    for size in range(len(BODY)):
        yield "structure that ends at 0x%x" % size, with_body(BODY[:size])
        yield "structure said to end at 0x%x" % size, \
            with_fields(GOOD, struct_size=size)
    for size in range(len(RESERVE)):
        yield "%d bytes of reservations at the end" % size, \
            blob(RESERVE[:size], BODY, STRINGS,
                 (-len(BODY + STRINGS) % 8, 0, 0), (1, 2, 0))


def structure():
    for tag, at, after in tags(BODY):
        for value in TAGS:
            yield "tag at 0x%x: 0x%x" % (at, value), \
                with_body(put(BODY, at, word(value)))
            yield "tag 0x%x before 0x%x" % (value, at), \
                with_body(BODY[:at] + word(value) + BODY[at:])
        yield "no tag at 0x%x" % at, with_body(BODY[:at] + BODY[after:])
        yield "end at 0x%x" % at, with_body(BODY[:at] + word(END))


def two_at_once():
    """Any two words, with any two values that mean something somewhere."""
    chance = random.Random(16)
    values = sorted({*TAGS, *edges(*HEAD.values())})
    for _ in range(RANDOM):
        data, said = GOOD, []
        for _ in range(2):
            at = 4 * chance.randrange(1, len(GOOD) // 4)
            value = chance.choice(values)
            data = put(data, at, word(value))
            said.append("0x%x at 0x%x" % (value, at))
        yield " and ".join(said), data


CATEGORIES = {
    "bad header fields": header,
    "misaligned blocks": misaligned,
    "overlapping blocks": overlapping,
    "truncated strings": strings,
    "duplicate nodes": duplicates,
    "unterminated properties": unterminated,
    "bad tags": structure,
    "two words at once": two_at_once,
}
