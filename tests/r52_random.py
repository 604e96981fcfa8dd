# SPDX-License-Identifier: BSD-2-Clause
"""Random systems for the Cortex-R52 board: a seed is a system, for ever."""
import os
import random

import systems

PAGE = 0x1000
IMAGE = 0x20000000		# image and tree; the same in every system
FIRST = 0x20800000
ENDS = (0x60000000, 0xa0000000, 0xe0000000)
KERNEL = 256			# pages, at most
FIRST_BANK = 1536		# pages: kernel, tree and ramdisk fit
UARTS = (0xe7c01000, 0xe7c02000, 0xe7c03000, 0xe7c04000)	# to hand out

HEAD = """/dts-v1/;
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	compatible = "arm,mps3-an536";
	cpus {
		#address-cells = <1>;
		#size-cells = <0>;
		cpu@0 {
			device_type = "cpu";
			compatible = "arm,cortex-r52";
			reg = <0>;
		};
	};
	memory@20000000 {
		device_type = "memory";
		reg = <0x20000000 %#x>;
	};
	timer {
		compatible = "arm,armv8-timer";
		interrupts = <1 13 0xf08>, <1 14 0xf08>,
			     <1 11 0xf08>, <1 10 0xf08>;
	};
	interrupt-controller@f0000000 {
		compatible = "arm,gic-v3";
		#interrupt-cells = <3>;
		interrupt-controller;
		reg = <0xf0000000 0x10000>, <0xf0100000 0x20000>;
	};
	serial@e7c00000 {
		compatible = "arm,cmsdk-uart";
		reg = <0xe7c00000 0x1000>;
		interrupts = <0 0 4>;
	};
%s
	chosen {
		stdout-path = "/serial@e7c00000";
%s
	};
};
"""
UART = """	serial@%(at)x {
		compatible = "arm,cmsdk-uart";
		reg = <%(at)#x 0x1000>;
		interrupts = <0 %(line)d 4>;
	};
"""
PARTIAL = """/dts-v1/;
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	passthrough {
		compatible = "simple-bus";
		ranges;
		#address-cells = <1>;
		#size-cells = <1>;
		serial@%(at)x {
			compatible = "arm,cmsdk-uart";
			reg = <%(at)#x 0x1000>;
			xen,reg = <%(at)#x 0x1000 %(at)#x>;
			xen,path = "/serial@%(at)x";
			xen,force-assign-without-iommu;
		};
	};
};
"""


class Board:
    """One random system, put down area by area from low addresses up.  A
    crowded one has more banks than there are bits in PRENR."""

    def __init__(self, seed, crowded=False):
        self.lot = random.Random(seed)
        self.counts = range(24, 30) if crowded else [1, 1, 1, 2, 3]
        self.target = self.lot.choice(
            ["xen-mpu-v2", "xen-mpu-v2", "xen-4.17-amd", "xen-4.22"])
        self.sections = self.target != "xen-4.22"
        self.at = FIRST
        self.end = self.lot.choice(ENDS)
        self.chosen = []
        self.files = {}
        self.options = ["--target", self.target]
        count = self.lot.choice([1, 1, 2, 2, 2, 3, 4])
        self.domains = [{"name": "domU%d" % (i + 1), "banks": [],
                         "lines": []} for i in range(count)]
        self.areas()
        self.devices()
        self.domain_nodes()
        if self.lot.random() < 0.5:
            self.options += ["--early-uart", "0xe7c00000:0x1000"]
        self.options += ["--fdt-address", "%#x" % (
            IMAGE + 0x400000 + self.lot.randrange(0x200) * PAGE)]

    def gap(self):
        if self.lot.random() < 0.6:
            self.at += self.lot.choice([1, 2, 5, 64, 4096]) * PAGE

    def take(self, least=0, most=8192):
        """The next few pages: base and size."""
        pages = least + self.lot.choice([1, 2, 3, 16,
                                         self.lot.randrange(1, most)])
        base = self.at
        self.at += pages * PAGE
        if self.at > self.end:
            raise OverflowError
        return base, pages * PAGE

    def cells(self, name, spans):
        self.chosen.append("\t\t%s = %s;" % (name, ", ".join(
            "<%#x %#x>" % s for s in spans)))

    def areas(self):
        areas = [self.heap, self.modules, self.guests]
        if self.target == "xen-mpu-v2" and len(self.domains) > 1 and \
           self.lot.random() < 0.5:
            areas.append(self.shared)
        self.lot.shuffle(areas)
        for area in areas:
            self.gap()
            area()

    def heap(self):
        # 56 bytes for every page of RAM, and then some.
        spans = [self.take((self.end - IMAGE) // PAGE // 64 + 1024)]
        if self.target == "xen-4.17-amd" and self.lot.random() < 0.3:
            self.gap()
            spans.append(self.take())
        self.cells("xen,static-heap", spans)

    def section(self, name, first):
        """From first to here, a little wider at the end at times."""
        self.at = max(self.at, first + PAGE)
        if self.lot.random() < 0.5:
            self.at += self.lot.randrange(1, 8) * PAGE
        if self.sections:
            self.cells("mpu,%s-section" % name, [(first, self.at - first)])

    def modules(self):
        first = self.at
        for domain in self.domains:
            domain["kernel"] = self.take(0, KERNEL)
            domain["partial"] = self.take(0, 2) \
                if self.lot.random() < 0.4 else None
            self.gap()
        self.section("boot-module", first)

    def guests(self):
        first = self.at
        order = [d for d in self.domains
                 for _ in range(self.lot.choice(self.counts))]
        self.lot.shuffle(order)
        for domain in order:
            domain["banks"].append(self.take(
                0 if domain["banks"] else FIRST_BANK))
            self.gap()
        self.section("guest-memory", first)

    def shared(self):
        first = self.at
        base, size = self.take(0, 64)
        for domain, role in zip(self.domains, ("owner", "borrower")):
            domain["lines"].append(
                "\t\t\tshm@%x {\n\t\t\t\tcompatible = "
                "\"xen,domain-shared-memory-v1\";\n\t\t\t\trole = \"%s\";\n"
                "\t\t\t\txen,shm-id = \"ring\";\n\t\t\t\txen,shared-mem = "
                "<%#x %#x %#x>;\n\t\t\t};" % (base, role, base, base, size))
        self.section("shared-memory", first)

    def devices(self):
        if self.target == "xen-4.17-amd":
            self.chosen += ["\t\t#mpu,address-cells = <1>;",
                            "\t\t#mpu,size-cells = <1>;"]
        if not self.sections:
            return
        spans = [(0xe0000000, self.lot.choice([0x10200000, 0x1ffff000]))]
        if self.target == "xen-4.17-amd" and self.lot.random() < 0.3:
            spans = [(0xe7c00000, 0x5000), (0xf0000000, 0x120000)]
        self.cells("mpu,device-memory-section", spans)

    def domain_nodes(self):
        free = list(UARTS)
        for domain in self.domains:
            lines = ["\t\t%s {" % domain["name"],
                     "\t\t\tcompatible = \"xen,domain\";",
                     "\t\t\t#address-cells = <1>;",
                     "\t\t\t#size-cells = <1>;", "\t\t\tcpus = <1>;",
                     "\t\t\tdirect-map;", "\t\t\tmemory = <0 %#x>;" % (
                         sum(s for _, s in domain["banks"]) // 1024),
                     "\t\t\txen,static-mem = %s;" % ", ".join(
                         "<%#x %#x>" % b for b in domain["banks"])]
            if self.lot.random() < 0.5:
                lines.append("\t\t\tvpl011;")
            lines.append(self.module("kernel", domain["kernel"]))
            if domain["partial"] and self.sections:
                self.pass_through(domain, free.pop(0))
                lines.append(self.module("device-tree", domain["partial"]))
            self.chosen += lines + domain["lines"] + ["\t\t};"]

    def module(self, kind, span):
        return ("\t\t\tmodule@%x {\n\t\t\t\tcompatible = \"multiboot,%s\", "
                "\"multiboot,module\";\n\t\t\t\treg = <%#x %#x>;\n\t\t\t};" %
                (span[0], kind, *span))

    def pass_through(self, domain, uart):
        name = "partial-%s.dts" % domain["name"]
        self.files[name] = PARTIAL % {"at": uart}
        self.options += ["--module", "/chosen/%s/module@%x=%s" % (
            domain["name"], domain["partial"][0], name)]

    def tree(self):
        uarts = "".join(UART % {"at": at, "line": i + 1}
                        for i, at in enumerate(UARTS))
        return HEAD % (self.end - IMAGE, uarts, "\n".join(self.chosen))


class System(systems.System):
    """What systems.System is for a folder of testdata."""

    def __init__(self, binary, scratch, seed, crowded=False):
        board = None
        self.binary, self.name = binary, "seed-%d" % seed
        self.dir = os.path.join(scratch, self.name + "-tree")
        os.makedirs(self.dir)
        try:
            board = Board(seed, crowded)
        except OverflowError:
            self.inputs = None	# more than the board has
            return
        for name, text in {**board.files, "system.dts": board.tree()}.items():
            with open(os.path.join(self.dir, name), "w",
                      encoding="ascii") as f:
                f.write(text)
        self.options, self.inputs = board.options, ["system.dts"]
