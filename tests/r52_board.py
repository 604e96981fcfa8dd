# SPDX-License-Identifier: BSD-2-Clause
"""QEMU's mps3-an536: build the firmware for a system, run a layout on it."""
import json
import os
import shlex
import struct
import subprocess
import types

import fdt
import layout_decode
import systems
from systems import Wrong

ROOT = systems.ROOT
PLATFORM = "qemu-mps3-an536"
MACHINE = "mps3-an536"
TIMEOUT = 900		# a guard; a run of 5,000 probes takes a second

# Memory that the board has; elsewhere an allowed access may be aborted.
RAM = [(0x0, 0x7fff), (0x10000000, 0x1007ffff), (0x20000000, 0xdfffffff)]
LOADER = (0x10004000, 0x10007fff)
IMAGE_ROOM = 0x800000		# image, and behind it the device tree
PLANTED = 0xe12fff1e		# bx lr
STUB_BYTES = 128
NEVER = 0xffffffff

# As in tests/r52/job.h.
JOB_MAGIC, JOB_WORDS, JOB_CONTEXTS = 0x0052504d, 0x4000, 64
RECORD = struct.Struct("<IIIHBB")
EXITS = {3: "an exception that the firmware did not expect",
         4: "the records could not be written",
         5: "an exception from EL1 that the firmware did not expect",
         6: "a switch that the layout does not have",
         7: "no job", 33: "the layout is none", 34: "its version",
         35: "the layout has a wrong size", 36: "the layout's CRC is wrong",
         37: "the layout's tables are wrong",
         38: "a record of the layout is wrong",
         48: "the layout is for AArch64",
         49: "the layout has more regions than the core"}


def need():
    """The machine must be there: without it nothing is proved."""
    for tool in ("qemu-system-arm", "arm-none-eabi-gcc", "dtc"):
        if subprocess.run(["which", tool], capture_output=True,
                          check=False).returncode:
            raise Wrong("no %s; run tools/install-deps" % tool)
    machines = subprocess.run(["qemu-system-arm", "-M", "help"], check=False,
                              capture_output=True, text=True).stdout
    if "\n%s " % MACHINE not in machines:
        raise Wrong("this qemu-system-arm has no machine %s; it came with "
                    "QEMU 9.0.  tools/install-deps takes it from the "
                    "backports of Debian 12; by hand: apt-get install -t "
                    "bookworm-backports qemu-system-arm.  Debian 13 has it "
                    "in its main suite" % MACHINE)


def command(*words):
    p = subprocess.run(words, cwd=ROOT, stdin=subprocess.DEVNULL,
                       capture_output=True, text=True, check=False,
                       timeout=TIMEOUT)
    if p.returncode:
        raise Wrong("%s: %s" % (words[0], p.stderr.strip()))
    return p.stdout


# ------------------------------------------------------------ the firmware

CFLAGS = shlex.split(
    "-std=c11 -ffreestanding -O2 -g -marm -mcpu=cortex-r52 -mfloat-abi=soft "
    "-mno-unaligned-access -fno-common -Wall -Wextra -Wpedantic -Wshadow "
    "-Wconversion -Wundef -Wstrict-prototypes -Wmissing-prototypes -Wvla "
    "-Werror -Iinclude -Iexamples/r52 -Itests/r52")
SHARED = ["examples/r52/mpu.c", "examples/r52/start.S",
          "examples/r52/guest.S", "lib/layout/layout_read.c"]
PROBES = SHARED + ["tests/r52/firmware.c", "tests/r52/probe.S"]


class Objects:
    """The firmware as objects that any image base can use, made once."""

    def __init__(self, folder):
        self.folder = folder
        self.probes = [self.make(s) for s in PROBES]
        self.loader = self.make("tests/r52/loader.S")

    def make(self, source):
        target = os.path.join(self.folder, os.path.basename(source) + ".o")
        command("arm-none-eabi-gcc", *CFLAGS, "-c", "-o", target, source)
        return target


def read_symbols(elf):
    lines = command("arm-none-eabi-nm", elf).splitlines()
    return {name: int(value, 16) for value, _, name in
            (line.split() for line in lines if not line.startswith(" "))}


def read_segments(elf):
    """(address, bytes) of what an ELF file loads."""
    with open(elf, "rb") as f:
        data = f.read()
    at, size, count = (struct.unpack_from("<I", data, 28)[0],
                       *struct.unpack_from("<HH", data, 42))
    segments = []
    for i in range(count):
        kind, offset, address, _, length = struct.unpack_from(
            "<5I", data, at + i * size)
        if kind == 1 and length:
            segments.append((address, data[offset:offset + length]))
    return segments


class Image:
    """The firmware linked for one base, and the loader that starts it."""

    def __init__(self, objects, base, folder):
        self.base = base
        self.elf = os.path.join(folder, "hypervisor.elf")
        self.loader = os.path.join(folder, "loader.elf")
        command("arm-none-eabi-gcc", "-nostdlib", "-nostartfiles",
                "-mcpu=cortex-r52", "-Wl,--defsym=BASE=%#x" % base,
                "-Wl,--build-id=none,-z,max-page-size=4096,"
                "--no-warn-rwx-segments", "-T", "examples/r52/image.lds",
                "-o", self.elf, *objects.probes, "-lgcc")
        self.symbols = read_symbols(self.elf)
        command("arm-none-eabi-gcc", "-nostdlib", "-nostartfiles",
                "-Wl,--build-id=none,-e,load,-Ttext=%#x" % LOADER[0],
                "-Wl,--defsym=JOB=%#x,--defsym=ENTRY=%#x" % (
                    self.symbols["job_window"], self.symbols["start"]),
                "-o", self.loader, objects.loader)


# ---------------------------------------------------------------- a system

def tree_ranges(system, scratch):
    """What the tree names, from its blob."""
    blob = os.path.join(scratch, "tree.dtb")
    path = os.path.join(system.dir, system.inputs[0])
    if path.endswith(".dts"):
        command("dtc", "-q", "-I", "dts", "-O", "dtb", "-o", blob, path)
        path = blob
    with open(path, "rb") as f:
        return list(fdt.ranges(fdt.parse(f.read())))


def place(ranges):
    """Where the image can lie: RAM of tree and board that nobody uses."""
    ram = [(base, last) for what, base, last in ranges
           if what.startswith("memory")]
    used = [(base, last) for what, base, last in ranges
            if not what.startswith("memory")]

    def free(base):
        return not any(base <= last and base + IMAGE_ROOM - 1 >= first
                       for first, last in used)

    for base in range(0x20000000, 0xdf000000, 0x200000):
        if free(base) and any(first <= base and
                              base + IMAGE_ROOM - 1 <= last
                              for first, last in ram):
            return base
    return None


def without(options, *names):
    """Options but some, with their values."""
    kept, skip = [], False
    for word in options:
        if skip:
            skip = False
        elif word in names:
            skip = True
        else:
            kept.append(word)
    return kept


def adapt(system):
    """Put a system on the board, whatever it was written for."""
    system.options = ["--platform", PLATFORM,
                      *without(system.options, "--platform")]


def prepare(system, scratch, objects, image=None, which="as-is"):
    """Image, layout and plan of one system."""
    folder = os.path.join(scratch, system.name.replace("/", "-"), which)
    os.makedirs(folder)
    run = types.SimpleNamespace(system=system, folder=folder, which=which)
    run.ranges = tree_ranges(system, folder)
    image = image or Image(objects, place(run.ranges), folder)
    run.image = image
    run.base, run.elf, run.loader, run.symbols = (
        image.base, image.elf, image.loader, image.symbols)
    run.layout_file = os.path.join(folder, "layout.bin")
    options = ["--xen", run.elf, *without(system.options, "--xen")]
    if "--fdt-address" not in options:
        options += ["--fdt-address", "%#x" % (run.base + IMAGE_ROOM // 2)]
    run.options = options
    pack(run)
    return run


def pack(run):
    """Plan and layout.  A layout of an optimal plan has no boot phases."""
    system = run.system
    which = ["--plan", run.which]
    _, text = system.run("plan", "--format=json", *which, *run.options,
                         *system.inputs)
    system.run("pack", "-o", run.layout_file, *which, *run.options,
               *system.inputs, want=(0,))
    with open(run.layout_file, "rb") as f:
        run.layout = layout_decode.Layout(f.read())
    known = {c["name"]: c for c in json.loads(text)["contexts"]}
    run.contexts = [known[c["name"]] for c in run.layout.contexts]


# ---------------------------------------------------------------- the run

def inside(address, spans):
    return any(first <= address <= last for first, last in spans)


def stubs(run):
    """Context index: where its guest has code to probe with."""
    found = {}
    for i, context in enumerate(run.layout.contexts):
        if context["kind"] != 2:
            continue
        for bank in run.layout.domains[context["domain"]]["banks"]:
            at = bank["base"] + 0x1000
            if inside(at, RAM) and at + STUB_BYTES <= bank["limit"]:
                found[i] = at
                break
    return found


def execute(run, addresses, spoil=None):
    """The records of one run; spoil is (context, slot, prbar, prlar)."""
    image = (run.base, run.symbols["_end"] - 1)
    bss = (run.symbols["__bss_start"], run.symbols["__bss_end"] - 1)
    words = sorted({a & ~3 for a in addresses})
    plant = [w for w in words if inside(w, RAM) and
             (not inside(w, [image]) or inside(w, [bss]))]
    at = stubs(run)
    table = [at.get(i, 0) for i in range(JOB_CONTEXTS)]
    data = plant + sorted(set(at.values())) + addresses
    if len(data) > JOB_WORDS:
        raise Wrong("too many addresses for one run")
    data += [0] * (JOB_WORDS - len(data)) + table
    job = struct.pack("<16I", JOB_MAGIC, len(plant), len(set(at.values())),
                      len(addresses), *(spoil or (NEVER, 0, 0, 0)),
                      *[0] * 8)
    job += struct.pack("<%dI" % len(data), *data)
    with open(os.path.join(run.folder, "job.bin"), "wb") as f:
        f.write(job)
    boot(run)
    with open(os.path.join(run.folder, "records"), "rb") as f:
        return list(RECORD.iter_unpack(f.read()))


def boot(run):
    try:
        qemu(run)
    except subprocess.TimeoutExpired as e:
        raise Wrong("the firmware did not end in %d s" % TIMEOUT) from e


def qemu(run):
    p = subprocess.run(
        ["qemu-system-arm", "-M", MACHINE, "-display", "none", "-serial",
         "null", "-monitor", "none", "-nic", "none", "-semihosting-config",
         "enable=on,target=native", "-kernel", run.loader,
         "-device", "loader,file=" + run.elf,
         "-device", "loader,file=%s,addr=%#x,force-raw=on" % (
             run.layout_file, run.symbols["layout_window"]),
         "-device", "loader,file=job.bin,addr=%#x,force-raw=on" %
         run.symbols["job_window"]],
        cwd=run.folder, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False, timeout=TIMEOUT)
    if p.returncode:
        raise Wrong("the firmware ended with %d (%s) %s" % (
            p.returncode, EXITS.get(p.returncode, "?"), p.stderr.strip()))
