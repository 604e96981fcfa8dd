#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Host trees of any size, the same bytes for the same words.

usage: gen.py KIND N FILE

  domains N   N domains, one bank each
  contexts N  the same with banks that a guest can live on
  regions N   one domain with N such banks
  banks N     one domain whose xen,static-mem has N banks
  size N      eight domains, and plain device nodes up to N bytes
  deep N      a chain of nodes N deep
  overlap N   N banks of one domain that all overlap
  cells N     one property of N cells that no rule knows

The trees are flattened here, since dtc takes longer to compile the large
ones than everything that is measured on them.
"""

import struct
import sys

MIB = 1 << 20
GIB = 1 << 30


class Tree:
    """A flattened device tree under construction."""

    def __init__(self):
        self.body = bytearray()
        self.strings = bytearray()
        self.names = {}

    def begin(self, name):
        raw = name.encode() + b"\0"
        self.body += struct.pack(">I", 1) + raw + bytes(-len(raw) % 4)

    def end(self):
        self.body += struct.pack(">I", 2)

    def prop(self, name, data=b""):
        if name not in self.names:
            self.names[name] = len(self.strings)
            self.strings += name.encode() + b"\0"
        self.body += struct.pack(">III", 3, len(data), self.names[name])
        self.body += data + bytes(-len(data) % 4)

    def text(self, name, *strings):
        self.prop(name, b"".join(s.encode() + b"\0" for s in strings))

    def cells(self, name, *values):
        self.prop(name, struct.pack(">%dI" % len(values), *values))

    def ranges(self, name, ranges):
        self.prop(name, b"".join(struct.pack(">QQ", *r) for r in ranges))

    def bytes(self):
        body = bytes(self.body) + struct.pack(">I", 9)
        structs = 40 + 16
        total = structs + len(body) + len(self.strings)
        return struct.pack(
            ">10I", 0xd00dfeed, total, structs, structs + len(body), 40,
            17, 16, 0, len(self.strings), len(body)) + bytes(16) + \
            body + bytes(self.strings)


def machine(t, ram_end):
    """What every bootable tree has: memory, a CPU, a timer, a GIC."""
    t.cells("#address-cells", 2)
    t.cells("#size-cells", 2)
    t.cells("interrupt-parent", 1)
    t.text("compatible", "arm,fvp-baser")
    t.begin("cpus")
    t.cells("#address-cells", 1)
    t.cells("#size-cells", 0)
    t.begin("cpu@0")
    t.text("device_type", "cpu")
    t.text("compatible", "arm,cortex-r82")
    t.cells("reg", 0)
    t.end()
    t.end()
    t.begin("memory@80000000")
    t.text("device_type", "memory")
    t.ranges("reg", [(RAM, ram_end - RAM)])
    t.end()
    t.begin("interrupt-controller@2f000000")
    t.text("compatible", "arm,gic-v3")
    t.prop("interrupt-controller")
    t.cells("#interrupt-cells", 3)
    t.ranges("reg", [(0x2f000000, 0x10000), (0x2f100000, 0x200000)])
    t.cells("phandle", 1)
    t.end()
    t.begin("timer")
    t.text("compatible", "arm,armv8-timer")
    t.cells("interrupts", 1, 13, 0xf08, 1, 14, 0xf08, 1, 11, 0xf08,
            1, 10, 0xf08)
    t.end()
    t.begin("serial@1c090000")
    t.text("compatible", "arm,pl011", "arm,primecell")
    t.ranges("reg", [(0x1c090000, 0x1000)])
    t.cells("interrupts", 0, 5, 4)
    t.end()


def domain(t, number, banks, kernel):
    t.begin("domU%d" % number)
    t.text("compatible", "xen,domain")
    t.cells("#address-cells", 2)
    t.cells("#size-cells", 2)
    t.cells("cpus", 1)
    t.prop("memory", struct.pack(">Q", sum(b[1] for b in banks) >> 10))
    t.prop("direct-map")
    t.ranges("xen,static-mem", banks)
    t.begin("module@%x" % kernel)
    t.text("compatible", "multiboot,kernel", "multiboot,module")
    t.ranges("reg", [(kernel, 0x10000)])
    t.end()
    t.end()


def layout(domains):
    """(base of the heap, its size, end of RAM): 56 bytes a page, twice."""
    heap = max(b[0] + b[1] for banks in domains for b in banks)
    heap = (heap + 2 * MIB - 1) & -(2 * MIB)
    size = (128 * ((heap - RAM) >> 12) + 64 * MIB) & -(2 * MIB)
    return heap, size, heap + size


def chosen(t, domains):
    heap, size, _ = layout(domains)
    t.begin("chosen")
    t.text("stdout-path", "/serial@1c090000")
    t.ranges("xen,static-heap", [(heap, size)])
    for number, banks in enumerate(domains, 1):
        domain(t, number, banks, KERNELS + (number - 1) * 0x10000)
    t.end()


def device(t, number):
    t.begin("device@%x" % (0x30000000 + number * 0x1000))
    t.text("compatible", "vendor,device-%d" % (number % 16),
           "vendor,device")
    t.ranges("reg", [(0x30000000 + number * 0x1000, 0x1000)])
    t.cells("interrupts", 0, number % 900, 4)
    t.cells("phandle", number + 16)
    t.text("status", "okay")
    t.end()


# From below: Xen (xen.sym), the tree at 0x81000000, kernels, guests' memory,
# the heap last.
RAM = 0x80000000
KERNELS = RAM + 64 * MIB
GUESTS = KERNELS + 8 * GIB


def spread(count, size, step):
    return [(GUESTS + i * step, size) for i in range(count)]


def domains_of(kind, n):
    if kind == "domains":
        return [[b] for b in spread(n, 0x100000, 0x200000)]
    if kind == "contexts":
        return [[b] for b in spread(n, 64 * MIB, 128 * MIB)]
    if kind == "regions":
        return [spread(n, 4 * MIB, 8 * MIB)]
    if kind == "banks":
        return [spread(n, 0x1000, 0x2000)]
    if kind == "overlap":
        return [[(GUESTS + i * 0x1000, 0x40000000) for i in range(n)]]
    return [[b] for b in spread(8, 64 * MIB, 128 * MIB)]


def fill(t, kind, n):
    """What comes behind /chosen."""
    if kind == "size":
        number = 0
        while len(t.body) + len(t.strings) + 64 < n:
            device(t, number)
            number += 1
    elif kind == "deep":
        for number in range(n):
            t.begin("level%d" % number)
        for number in range(n):
            t.end()
    elif kind == "cells":
        t.begin("blob")
        t.prop("data", bytes(4 * n))
        t.end()


def make(kind, n):
    domains = domains_of(kind, n)
    t = Tree()
    t.begin("")
    machine(t, layout(domains)[2])
    chosen(t, domains)
    fill(t, kind, n)
    t.end()
    return t.bytes()


KINDS = ("domains", "contexts", "regions", "banks", "overlap", "size",
         "deep", "cells")


def main():
    if (len(sys.argv) != 4 or sys.argv[1] not in KINDS or
            not sys.argv[2].isdigit()):
        sys.exit(__doc__)
    data = make(sys.argv[1], int(sys.argv[2]))
    with open(sys.argv[3], "wb") as f:
        f.write(data)


if __name__ == "__main__":
    main()
