#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Decode a boot layout to JSON.

Written from schemas/boot-layout.md and from nothing else, so that the text
and the programs can be held against each other.  Refuses what a reader must
refuse: exit 1 with the reason.

usage: layout_decode.py FILE
"""
import json
import struct
import sys
import zlib

TABLES = [("contexts", 56), ("regions", 24), ("domains", 16), ("banks", 16),
          ("sections", 24), ("switches", 24), ("ops", 1), ("strings", 1)]
NONE = 0xffff


class Refused(Exception):
    """The layout breaks a rule; the text says which."""


def must(condition, rule):
    """Refuse the layout unless condition holds."""
    if not condition:
        raise Refused(rule)


class Layout:
    """One layout: header, then tables of records."""

    def __init__(self, data):
        self.data = data
        self.read_header()
        self.read_directory()
        self.contexts = [self.context(r) for r in self.records("contexts")]
        self.regions = [self.region(r) for r in self.records("regions")]
        self.domains = [self.domain(r) for r in self.records("domains")]
        self.banks = [self.span(r, 0) for r in self.records("banks")]
        self.sections = [self.section(r) for r in self.records("sections")]
        self.switches = [self.switch(r) for r in self.records("switches")]
        self.check_contexts()
        self.check_residents()
        self.check_domains()
        self.check_switches()

    def read_header(self):
        """Section 2."""
        data = self.data
        must(len(data) >= 128, "shorter than a header")
        (magic, self.version, arch, self.slots, min_reader, semantics,
         total, self.crc, target, platform) = struct.unpack_from(
             "<8sHBBHHIIII", data, 0)
        must(magic == b"MPUCMPUC", "magic")
        must(min_reader in (1, 2), "min_reader")
        must(semantics == 1, "semantics")
        must(self.version >= 1, "version")
        must(total == len(data), "total differs from the size")
        must(total % 8 == 0, "total is no multiple of 8")
        must(total <= 1 << 24, "total is above 16 MiB")
        zeroed = data[:20] + bytes(4) + data[24:]
        must(zlib.crc32(zeroed) == self.crc, "crc")
        must(arch in (0, 1), "arch")
        self.arch = arch
        self.min_reader = min_reader
        self.names = (target, platform)
        self.tree = data[32:64].hex()

    def read_directory(self):
        """Section 3: where the tables are."""
        self.table = {}
        end = 128
        for i, (name, size) in enumerate(TABLES):
            offset, count = struct.unpack_from("<II", self.data, 64 + 8 * i)
            must(offset == end, f"table of {name} does not follow")
            end = offset + count * size
            must(end <= len(self.data), f"table of {name} is too long")
            self.table[name] = (offset, count, size)
        must(end == len(self.data) or self.version > 2,
             "tables do not fill the layout")
        must(self.table["contexts"][1] <= 64, "more than 64 contexts")
        offset, count, _ = self.table["strings"]
        self.strings = self.data[offset:offset + count]
        must(self.strings[-1:] == b"\0", "strings do not end")
        self.target, self.platform = map(self.string, self.names)

    def string(self, offset):
        """The string at an offset into the table of strings."""
        must(offset < len(self.strings), "string out of bounds")
        text = self.strings[offset:self.strings.index(b"\0", offset)]
        return text.decode("utf-8", "replace")

    def records(self, name):
        """The records of a table, as bytes."""
        offset, count, size = self.table[name]
        return [self.data[offset + i * size:offset + (i + 1) * size]
                for i in range(count)]

    def context(self, record):
        """Section 3.1."""
        name, first, count, domain, prenr = struct.unpack_from(
            "<IIHHI", record, 0)
        kind, peak, minimum = struct.unpack_from("<HHI", record, 48)
        bits = record[16:48]
        slots = [s for s in range(256) if bits[s // 8] >> s % 8 & 1]
        must(kind <= 2, "kind")
        must(peak >= count, "peak is below count")
        must(prenr == struct.unpack_from("<I", bits)[0], "prenr")
        if kind == 2:
            must(domain < self.table["domains"][1], "domain of a guest")
        else:
            must(domain == NONE, "domain of no guest")
        return {"name": self.string(name), "first": first, "count": count,
                "domain": domain, "prenr": prenr, "slots": slots,
                "kind": kind, "peak": peak, "minimum": minimum}

    def region(self, record):
        """Section 3.2."""
        name, owner, lifetime, slot, prbar, prlar = struct.unpack(
            "<IHBBQQ", record)
        must(owner == NONE or owner < self.table["domains"][1], "owner")
        must(lifetime <= 3, "lifetime")
        must(slot < self.slots, "slot")
        if self.arch == 0:
            must((prbar | prlar) >> 32 == 0, "register above 32 bits")
            must(prbar & 0x20 == 0 and prlar & 0x30 == 0, "reserved bits")
        else:
            must((prbar | prlar) >> 48 == 0, "register above 48 bits")
            must(prlar & 0x20 == 0, "reserved bits")
        must(prlar & 1 == 1, "region is not enabled")
        base, limit = prbar & ~0x3f, prlar | 0x3f
        must(base <= limit, "base above limit")
        return {"name": self.string(name), "owner": owner, "slot": slot,
                "lifetime": ("fixed", "boot", "switching",
                             "switching")[lifetime],
                "resident": lifetime == 3,
                "base": base, "limit": limit, "prbar": prbar,
                "prlar": prlar}

    def domain(self, record):
        """Section 3.3."""
        name, first, count, flags, reserved = struct.unpack(
            "<IIHHI", record)
        must(flags <= 3, "flags of a domain")
        must(reserved == 0, "reserved field of a domain")
        return {"name": self.string(name), "first": first, "count": count,
                "static": bool(flags & 1), "direct": bool(flags & 2)}

    @staticmethod
    def span(record, at):
        """Base and size, as banks and sections have them."""
        base, size = struct.unpack_from("<QQ", record, at)
        must(base < 1 << 48 and 0 < size < 1 << 48, "base or size")
        return {"base": base, "limit": base + size - 1}

    def section(self, record):
        """Section 3.5."""
        name, flags = struct.unpack_from("<II", record, 0)
        must(flags <= 1, "flags of a section")
        return {"name": self.string(name), "device": bool(flags),
                **self.span(record, 8)}

    @staticmethod
    def switch(record):
        """Section 3.6."""
        keys = ("from", "to", "first", "count", "writes", "before", "after",
                "disable", "write", "enable", "reserved")
        return dict(zip(keys, struct.unpack("<HHIHHIIBBBB", record)))

    def check_runs(self, owners, name):
        """Runs follow each other and fill the table."""
        end = 0
        for owner in owners:
            must(owner["first"] == end, f"run of {name} does not follow")
            end += owner["count"]
        must(end == self.table[name][1], f"runs do not fill {name}")

    def check_contexts(self):
        """Order of kinds, slots, and regions that share a byte."""
        kinds = [c["kind"] for c in self.contexts]
        must(kinds == sorted(kinds) and kinds.count(1) == 1,
             "order of contexts")
        self.check_runs(self.contexts, "regions")
        for context in self.contexts:
            first = context["first"]
            regions = self.regions[first:first + context["count"]]
            must([r["slot"] for r in regions] == context["slots"],
                 "slots of a context")
            spans = sorted((r["base"], r["limit"]) for r in regions)
            for (_, limit), (base, _) in zip(spans, spans[1:]):
                must(limit < base, "two regions share a byte")
            context["regions"] = regions
        self.optimal = self.version > 1 and kinds[0] == 1

    def check_residents(self):
        """Section 3.2: nothing else has the slot of a resident region."""
        for resident in self.regions:
            must(not resident["resident"] or all(
                (r["prbar"], r["prlar"]) ==
                (resident["prbar"], resident["prlar"])
                for r in self.regions if r["slot"] == resident["slot"]),
                 "slot of a resident region")

    def check_domains(self):
        """Banks of every domain."""
        self.check_runs(self.domains, "banks")
        for domain in self.domains:
            first = domain["first"]
            domain["banks"] = self.banks[first:first + domain["count"]]

    def check_switches(self):
        """Order of switches, and lists that do what they are for."""
        pairs = [(s["from"], s["to"]) for s in self.switches]
        must(pairs == sorted(set(pairs)), "order of switches")
        self.check_runs(self.switches, "ops")
        offset, _, _ = self.table["ops"]
        for switch in self.switches:
            must(switch["from"] != switch["to"], "switch to itself")
            must(max(switch["from"], switch["to"]) < len(self.contexts),
                 "context of a switch")
            must(switch["reserved"] == 0, "reserved field of a switch")
            counts = [switch[k] for k in ("disable", "write", "enable")]
            must(sum(counts) == switch["count"], "count of a switch")
            at = offset + switch["first"]
            for key, count in zip(("disable", "write", "enable"), counts):
                switch[key] = list(self.data[at:at + count])
                at += count
            self.check_lists(switch)

    def check_lists(self, switch):
        """Section 3.7."""
        old, new = (self.contexts[switch[k]] for k in ("from", "to"))
        must(switch["before"] == old["prenr"], "before")
        must(switch["after"] == new["prenr"], "after")
        have, want = ({r["slot"]: (r["prbar"], r["prlar"])
                       for r in c["regions"]} for c in (old, new))
        must(switch["disable"] == [s for s in sorted(have)
                                   if want.get(s) != have[s]], "disable")
        must(switch["write"] == [s for s in sorted(want)
                                 if have.get(s) != want[s]], "write")
        must(switch["enable"] in ([], switch["write"]), "enable")

    def owner(self, index):
        """The name of a domain, or the hypervisor's."""
        return "xen" if index == NONE else self.domains[index]["name"]

    def json(self):
        """The layout as mpuc's own inspect prints it, in plain types."""
        def span(item, name, owner):
            return {"name": name, "owner": owner,
                    "base": hex(item["base"]), "limit": hex(item["limit"])}

        def region(r):
            plain = {"slot": r["slot"], "name": r["name"],
                     "owner": self.owner(r["owner"]),
                     "base": hex(r["base"]), "limit": hex(r["limit"]),
                     "prbar": hex(r["prbar"]), "prlar": hex(r["prlar"]),
                     "lifetime": r["lifetime"]}
            return {**plain, "resident": r["resident"]} if self.optimal \
                else plain

        def written(s):
            """Slots to load when residents are loaded already."""
            loaded = {r["slot"] for r in self.contexts[s["to"]]["regions"]
                      if r["resident"] and s["enable"]}
            return [slot for slot in s["write"] if slot not in loaded]

        return {
            "version": self.version,
            "min_reader_version": self.min_reader,
            "size": len(self.data),
            "crc32": hex(self.crc),
            "tree_sha256": self.tree,
            "target": self.target,
            "platform": self.platform,
            "mpu": {"arch": ("pmsav8-32", "pmsav8-64")[self.arch],
                    "regions": self.slots, "granule": 64},
            "contexts": [{
                "name": c["name"],
                "kind": ("boot", "idle", "guest")[c["kind"]],
                "need": c["count"], "peak": c["peak"],
                "minimum": c["minimum"], "prenr": hex(c["prenr"]),
                "regions": [region(r) for r in c["regions"]],
            } for c in self.contexts],
            "switches": [{
                "from": self.contexts[s["from"]]["name"],
                "to": self.contexts[s["to"]]["name"],
                "writes": s["writes"], "disable": s["disable"],
                "write": written(s), "enable": s["enable"],
            } for s in self.switches],
            "banks": [span(b, "bank", d["name"])
                      for d in self.domains for b in d["banks"]],
            "sections": [span(s, s["name"], "xen") for s in self.sections],
            "domains": [d["name"] for d in self.domains],
        }


def main():
    """Decode the file of the command line."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    try:
        layout = Layout(data)
    except Refused as reason:
        sys.exit(f"{sys.argv[1]}: refused: {reason}")
    json.dump(layout.json(), sys.stdout, indent=2, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
