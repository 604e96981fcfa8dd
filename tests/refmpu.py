# SPDX-License-Identifier: BSD-2-Clause
"""The EL2 MPU of Armv8-R as the architecture describes it.

PMSAv8-32 (Armv8-R AArch32 supplement) and PMSAv8-64 (Armv8-R AArch64
supplement): registers go in, the fate of an access comes out.  Nothing here
comes from mpuc; the tests hold plans, layouts and a machine against it.
"""
import functools

FAULT, ALLOWED = "fault", "allowed"

# field: register, lowest bit, width
FIELDS = {
    32: {"xn": ("prbar", 0, 1), "ap": ("prbar", 1, 2), "sh": ("prbar", 3, 2),
         "base": ("prbar", 6, 26), "en": ("prlar", 0, 1),
         "attr": ("prlar", 1, 3), "limit": ("prlar", 6, 26)},
    # XN is two bits here: the lower one is for EL1 and EL0, the upper one
    # for EL2.
    64: {"xn_el1": ("prbar", 0, 1), "xn": ("prbar", 1, 1),
         "ap": ("prbar", 2, 2), "sh": ("prbar", 4, 2),
         "base": ("prbar", 6, 42), "en": ("prlar", 0, 1),
         "attr": ("prlar", 1, 3), "ns": ("prlar", 4, 1),
         "limit": ("prlar", 6, 42)},
}
SHARED = {0: "none", 2: "outer", 3: "inner"}


def mask(arch, register):
    """The bits of a register that some field owns; the others are RES0."""
    bits = 0
    for where, low, width in FIELDS[arch].values():
        if where == register:
            bits |= ((1 << width) - 1) << low
    return bits


def field(arch, name, prbar, prlar):
    """One field's value; XN for EL1 and EL0 is the one XN on AArch32."""
    if name == "xn_el1" and arch == 32:
        name = "xn"
    where, low, width = FIELDS[arch][name]
    value = {"prbar": prbar, "prlar": prlar}[where]
    return value >> low & (1 << width) - 1


class Region:
    """What one pair of registers says."""

    def __init__(self, arch, prbar, prlar):
        self.base = field(arch, "base", prbar, prlar) << 6
        self.limit = field(arch, "limit", prbar, prlar) << 6 | 63
        ap = field(arch, "ap", prbar, prlar)
        read_only, el1 = ap >> 1, ap & 1
        can = "r" if read_only else "rw"
        self.el2 = can
        self.el1 = can if el1 else ""
        if not field(arch, "xn", prbar, prlar):
            self.el2 += "x"
        if el1 and not field(arch, "xn_el1", prbar, prlar):
            self.el1 += "x"
        self.xn = field(arch, "xn", prbar, prlar)
        self.xn_el1 = field(arch, "xn_el1", prbar, prlar)
        self.attr = field(arch, "attr", prbar, prlar)
        self.shared = SHARED.get(field(arch, "sh", prbar, prlar))
        self.secure = arch == 32 or not field(arch, "ns", prbar, prlar)


# The same registers are asked about again and again.
region = functools.lru_cache(maxsize=None)(Region)


class Mpu:
    """Registers of one core; accesses are those of EL2 with the MPU on and
    the background region off, and those of EL1 with HCR.VM set.  With wxn
    (SCTLR_EL2.WXN) EL2 does not execute what it may write."""

    def __init__(self, arch, regions, wxn=False):
        self.arch = arch
        self.wxn = wxn
        self.prbar = [0] * regions
        self.prlar = [0] * regions
        self.selected = 0

    def write_prselr(self, value):
        self.selected = value & 0xff

    def write_prbar(self, value):
        if value & ~mask(self.arch, "prbar"):
            raise ValueError("PRBAR %#x has a reserved bit set" % value)
        self.prbar[self.selected] = value

    def write_prlar(self, value):
        if value & ~mask(self.arch, "prlar"):
            raise ValueError("PRLAR %#x has a reserved bit set" % value)
        self.prlar[self.selected] = value

    def read_prenr(self):
        return sum((v & 1) << i for i, v in enumerate(self.prlar[:32]))

    def write_prenr(self, value):
        """The enable bits of regions 0 to 31, the same ones as in PRLAR."""
        for i in range(min(32, len(self.prlar))):
            self.prlar[i] = self.prlar[i] & ~1 | value >> i & 1

    def enabled(self):
        """Slot and region, for those that take part."""
        return [(i, region(self.arch, b, l))
                for i, (b, l) in enumerate(zip(self.prbar, self.prlar))
                if l & 1]

    def match(self, address):
        return [r for _, r in self.enabled()
                if r.base <= address <= r.limit]

    def access(self, address, what, el):
        """what is r, w or x.  No match is a fault, two are one as well."""
        hits = self.match(address)
        if len(hits) != 1:
            return FAULT
        can = hits[0].el2 if el == 2 else hits[0].el1
        if what == "x" and el == 2 and self.wxn and "w" in can:
            return FAULT
        return ALLOWED if what in can else FAULT

    def overlap(self):
        """Two enabled regions with a byte in common, or None."""
        regions = sorted(self.enabled(), key=lambda e: e[1].base)
        last = None
        for slot, region in regions:
            if region.base > region.limit:
                continue
            if last and region.base <= last[1].limit:
                return last[0], slot
            if not last or region.limit > last[1].limit:
                last = slot, region
        return None


def load(mpu, layout, context):
    """Program a whole context, as with the MPU off; what is resident
    elsewhere is loaded as well, but off."""
    for slot in range(len(mpu.prlar)):
        mpu.write_prselr(slot)
        mpu.write_prlar(0)
    used = {r["slot"] for r in context["regions"]}
    for region in context["regions"] + [
            r for r in layout.regions
            if r["resident"] and r["slot"] not in used]:
        mpu.write_prselr(region["slot"])
        mpu.write_prbar(region["prbar"])
        mpu.write_prlar(region["prlar"] & ~(region["slot"] not in used))


def switch(mpu, layout, record, between=None):
    """One switch list, write by write; between(mpu) runs after each."""
    def step():
        if between:
            between(mpu)

    def high(slot, on):
        mpu.write_prselr(slot)
        mpu.write_prlar(mpu.prlar[slot] & ~1 | on)
        step()

    def low(slots, on):
        bits = sum(1 << s for s in slots if s < 32)
        prenr = mpu.read_prenr()
        mpu.write_prenr(prenr | bits if on else prenr & ~bits)
        step()

    disable, write, enable = (record[k] for k in
                              ("disable", "write", "enable"))
    low(disable, 0)
    for slot in disable:
        if slot >= 32:
            high(slot, 0)
    to = layout.contexts[record["to"]]
    regions = {r["slot"]: r for r in to["regions"]}
    for slot in write:
        if enable and regions[slot]["resident"]:
            continue
        mpu.write_prselr(slot)
        mpu.write_prbar(regions[slot]["prbar"])
        step()
        mpu.write_prlar(regions[slot]["prlar"] & ~(1 if enable else 0))
        step()
    low(enable, 1)
    for slot in enable:
        if slot >= 32:
            high(slot, 1)
