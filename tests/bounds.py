#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Inputs made to take all time and memory, or to drive what shows them.

usage: bounds.py MPUC [--slow] [NAME...]

Blobs are written here, byte by byte, since dtc would refuse most of them.
Each has to end with an ordinary status and within limits: processor time
grows no faster than the input, memory stays below what is said here, and
every output is clean text or valid JSON.
"""

import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SECONDS = 20		# of processor time, for the largest
MEMORY = 1536 << 10	# KiB


class Blob:
    """A flattened device tree, whatever is put into it."""

    def __init__(self):
        self.struct, self.strings, self.offsets = bytearray(), bytearray(), {}

    def open(self, name):
        if isinstance(name, str):
            name = name.encode()
        self.struct += struct.pack(">I", 1) + self.padded(name + b"\0")

    def close(self):
        self.struct += struct.pack(">I", 2)

    def prop(self, name, value):
        if isinstance(name, str):
            name = name.encode()
        if name not in self.offsets:
            self.offsets[name] = len(self.strings)
            self.strings += name + b"\0"
        self.struct += struct.pack(">III", 3, len(value),
                                   self.offsets[name]) + self.padded(value)

    def cells(self, name, *values):
        self.prop(name, struct.pack(">%dI" % len(values), *values))

    @staticmethod
    def padded(data):
        return data + b"\0" * (-len(data) % 4)

    def bytes(self):
        body = bytes(self.struct) + struct.pack(">I", 9)
        at = 56
        head = struct.pack(">10I", 0xd00dfeed,
                           at + len(body) + len(self.strings), at,
                           at + len(body), 40, 17, 16, 0, len(self.strings),
                           len(body))
        return head + b"\0" * 16 + body + bytes(self.strings)


def tree():
    """The start of a tree that Xen could boot; /chosen is open."""
    b = Blob()
    b.open("")
    b.cells("#address-cells", 2)
    b.cells("#size-cells", 2)
    b.open("cpus")
    b.cells("#address-cells", 1)
    b.cells("#size-cells", 0)
    b.open("cpu@0")
    b.prop("device_type", b"cpu\0")
    b.prop("compatible", b"arm,cortex-r82\0")
    b.cells("reg", 0)
    b.close()
    b.close()
    b.open("memory@0")
    b.prop("device_type", b"memory\0")
    b.cells("reg", 0, 0, 0x100, 0)
    b.close()
    b.open("chosen")
    b.cells("#address-cells", 2)
    b.cells("#size-cells", 2)
    return b


def end(b, depth=2):
    for _ in range(depth):
        b.close()
    return b.bytes()


def domain(b, i):
    b.open("domU%d" % i)
    b.prop("compatible", b"xen,domain\0")
    b.cells("#address-cells", 2)
    b.cells("#size-cells", 2)
    b.cells("cpus", 1)
    b.cells("memory", 0, 0x40)
    b.cells("xen,static-mem", i >> 15 & 0xff, (i << 17) & 0xffffffff, 0,
            0x10000)
    b.close()


def domains(n):
    b = tree()
    for i in range(n):
        domain(b, i)
    return end(b)


def properties(n):
    b = tree()
    domain(b, 0)
    for i in range(n):
        b.cells("p%d" % (i % 1000) if i % 2 else "q%d" % i, i)
    return end(b)


def wide(n):
    b = tree()
    domain(b, 0)
    b.prop("xen,static-heap", b"".join(
        struct.pack(">4I", 1, i * 0x20000 & 0xffffffff, 0, 0x10000)
        for i in range(n // 4)))
    return end(b)


def deep(n):
    b = tree()
    for _ in range(n):
        b.open("n")
    return end(b, n + 2)


def siblings(n):
    b = tree()
    domain(b, 0)
    b.close()
    b.open("soc")
    for i in range(n):
        b.open("d@%x" % i)
        b.cells("reg", 0, i << 12 & 0xffffffff, 0, 0x1000)
        b.cells("phandle", i + 1)
        b.close()
    return end(b)


def long_name(n):
    b = tree()
    domain(b, 0)
    b.open("x" * n)
    b.close()
    b.prop("y" * n, b"")
    return end(b)


def cycle(_):
    b = tree()
    domain(b, 0)
    b.close()
    b.open("soc")
    b.cells("interrupt-parent", 1)
    for i in range(2):
        b.open("intc@%d" % i)
        b.prop("compatible", b"arm,gic-v3\0")
        b.prop("interrupt-controller", b"")
        b.cells("phandle", i + 1)
        b.cells("interrupt-parent", 2 - i)
        b.cells("reg", 0, 0x10000000 * (i + 1), 0, 0x10000)
        b.close()
    return end(b)


ODD = [b"\x1b[2J", b"\x07bell", b"\x7f", b"a\nb", b"\xff\xfe", b"\xc3(",
       b"\xc2\x9b", b"\xed\xa0\x80", b"\"quote\\", b"<b>&amp;", b"::error::x",
       b"]]>"]


def odd(what):
    """Text that no output may pass on as it is, in a name or a value."""
    b = tree()
    b.prop("stdout-path", what + b"\0")
    b.open(b"domU1" + what)
    b.prop("compatible", b"xen,domain\0")
    b.cells("cpus", 1)
    b.prop(b"xen,domain-p2m" + what, what + b"\0")
    b.prop("xen,static-mem", b"\1\2\3")
    b.open(b"module" + what)
    b.prop("compatible", b"multiboot,kernel\0" + what + b"\0")
    b.prop("bootargs", what + b"\0")
    b.close()
    b.close()
    return end(b)


# name: (maker, size, what status and standard error must be)
GROWING = {
    "domains": (domains, 1500),
    "properties": (properties, 15000),
    "wide": (wide, 15000),
    "siblings": (siblings, 5000),
}
LARGEST = {
    "domains": (domains, 100000),
    "properties": (properties, 1000000),
    "wide": (wide, 1000000),
    "siblings": (siblings, 300000),
}
SINGLE = {
    "deep": (deep, 60, ()), "too-deep": (deep, 100000, (0, 1, 3)),
    "long-name": (long_name, 1 << 20, (0, 1, 3)), "cycle": (cycle, 0, ()),
}


class Bench:
    def __init__(self, mpuc):
        self.mpuc = mpuc
        self.folder = tempfile.mkdtemp(prefix="mpuc-bounds-")
        self.passed = self.failed = 0

    def expect(self, what, good, why=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print("FAIL %s: %s" % (what, why))

    def run(self, data, *options, seconds=SECONDS, env=None,
            name="in.dtb"):
        """Status, processor seconds, KiB, and both outputs."""
        path = os.path.join(self.folder, name)
        with open(path, "wb") as f:
            f.write(data)
        out = tempfile.TemporaryFile()
        err = tempfile.TemporaryFile()
        p = subprocess.Popen([self.mpuc, *options, path], stdout=out,
                             stderr=err, stdin=subprocess.DEVNULL, env=env)
        timer = threading.Timer(seconds * 20, p.kill)
        timer.start()
        _, status, usage = os.wait4(p.pid, 0)
        timer.cancel()
        p.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for f in (out, err):
            f.seek(0)
            texts.append(f.read())
            f.close()
        return (p.returncode, usage.ru_utime + usage.ru_stime,
                usage.ru_maxrss, *texts)


OPTIONS = ("--target", "xen-mpu-v2", "--platform", "cortex-r82-32")


def bounded(bench, name, result, statuses=(0, 1, 3)):
    status, seconds, memory, _, err = result
    bench.expect(name, status in (statuses or (0, 1)) and
                 seconds < SECONDS and memory < MEMORY and
                 err.count(b"\n") <= 2 and len(err) < 4096 and
                 (status != 3 or err.startswith(b"mpuc: ")),
                 "status %d, %.1f s, %d KiB, %r" %
                 (status, seconds, memory, err[:300]))


def test_growth(bench, slow):
    for name, (make, n) in GROWING.items():
        small, large = make(n), make(4 * n)
        one = bench.run(small, "check", "--format", "json", *OPTIONS)
        four = bench.run(large, "check", "--format", "json", *OPTIONS)
        bounded(bench, name, four)
        factor = len(large) / len(small)
        # Small times say nothing; n log n and a busy machine get room.
        bench.expect("growth of " + name, four[1] < 0.3 or
                     four[1] < 2.5 * factor * max(one[1], 0.02),
                     "%.2f s, then %.2f s for %.1f times as much" %
                     (one[1], four[1], factor))
    for name, (make, n) in LARGEST.items() if slow else ():
        bounded(bench, "largest " + name,
                bench.run(make(n), "check", "--format", "json", *OPTIONS))


def test_single(bench, _):
    for name, (make, n, statuses) in SINGLE.items():
        bounded(bench, name, bench.run(make(n), "check", *OPTIONS), statuses)


def clean(text):
    return re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]", text) \
        is None


def utf8(text):
    try:
        text.decode("utf-8")
        return True
    except UnicodeDecodeError:
        return False


def test_text(bench, _):
    formats = ("text", "json", "sarif", "junit", "github", "gitlab")
    for what in ODD:
        for form in formats:
            status, _, _, out, err = bench.run(
                odd(what), "check", "--format", form, *OPTIONS)
            good = status in (0, 1) and clean(out) and clean(err) and \
                utf8(out) and utf8(err) and b"domU1" in out
            if good and form in ("json", "sarif", "gitlab"):
                json.loads(out)
            if form == "github":
                good = good and all(
                    line == "" or not line.startswith("::") or
                    re.match(r"::(error|warning|notice|group|endgroup)", line)
                    for line in out.decode().splitlines())
            bench.expect("%r as %s" % (what, form), good,
                         "status %d, %r %r" % (status, out[:200], err[:200]))


def fake(bench, script):
    """A folder with a dtc and a cpp of ours, for PATH."""
    folder = tempfile.mkdtemp(dir=bench.folder)
    for name in ("dtc", "cpp"):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write("#!/bin/sh\n" + script)
        os.chmod(path, 0o755)
    return dict(os.environ, PATH=folder + ":/usr/bin:/bin")


SOURCE = b"/dts-v1/; / { };\n"


def test_children(bench, slow):
    seen = os.path.join(bench.folder, "seen")
    env = fake(bench, 'env > %s; ls /proc/self/fd >> %s; exit 1\n' %
               (seen, seen))
    env.update(SECRET="token", C_INCLUDE_PATH="/x", LC_ALL="de_DE",
               BASH_ENV="/x", ENV="/x")
    inherited = os.open("/dev/null", os.O_RDONLY)
    os.set_inheritable(inherited, True)
    os.dup2(inherited, 9, inheritable=True)
    path = os.path.join(bench.folder, "in.dts")
    with open(path, "wb") as f:
        f.write(SOURCE)
    # An output beside it, or it could not write there (see tests/faults.py).
    report = os.path.join(bench.folder, "report")
    p = subprocess.run([bench.mpuc, "check", "-o", report, path], env=env,
                       pass_fds=[9], capture_output=True, check=False)
    os.close(inherited)
    os.close(9)
    with open(seen, encoding="utf-8") as f:
        lines = f.read().split("\n")
    names = {line.split("=")[0] for line in lines if "=" in line}
    fds = {line for line in lines if line.isdigit()}
    bench.expect("environment of dtc", "LC_ALL=C" in lines and
                 names <= {"PATH", "TMPDIR", "LC_ALL", "LD_LIBRARY_PATH",
                           "PWD", "OLDPWD", "SHLVL", "_"}, sorted(names))
    # ls has its own folder open as well, the shell its script.
    bench.expect("open files of dtc", "9" not in fds and len(fds) <= 5,
                 sorted(fds))
    bench.expect("a dtc that fails", p.returncode == 3 and
                 p.stderr.startswith(b"mpuc: "), p.stderr)
    for what, script in (
            ("garbage", "head -c 100000 /dev/urandom\n"),
            ("nothing", "exit 0\n"), ("a signal", "kill -SEGV $$\n"),
            ("messages without end", "exec >&2; yes | head -c 50000000\n")):
        result = bench.run(SOURCE.replace(b"}", b"a; }"), "check",
                           env=fake(bench, script), name="in.dts")
        bounded(bench, "a dtc that ends with " + what, result)
    os.remove(seen)
    result = bench.run(SOURCE, "check", "--no-dts", "-o", report,
                       env=fake(bench, "touch %s\n" % seen),
                       name="in.dts")
    bench.expect("--no-dts", result[0] == 3 and b"--no-dts" in result[4] and
                 not os.path.exists(seen), result)
    if slow:
        for what, script in (("hangs", "sleep 1000 & sleep 1000\n"),
                             ("prints without end", "exec yes\n")):
            result = bench.run(SOURCE, "check", env=fake(bench, script),
                               name="in.dts")
            bench.expect("a dtc that " + what, result[0] == 3 and
                         b"dtc" in result[4], result)


def bomb(levels):
    """A YAML text whose aliases double at each level."""
    lines = ["a0: &a0 [x, x]"]
    lines += ["a%d: &a%d [*a%d, *a%d]" % (i, i, i - 1, i - 1)
              for i in range(1, levels)]
    return "\n".join(lines) + "\n"


def overlays(n):
    """An overlay of n fragments, each with a bank for a domain."""
    b = Blob()
    b.open("")
    for i in range(n):
        b.open("fragment@%x" % i)
        b.prop("target-path", b"/chosen\0")
        b.open("__overlay__")
        domain(b, i)
        b.close()
        b.close()
    return end(b, 1)


# What a text may ask dtc or a loader to read.
TEXTS = {
    "a source that includes itself": ("in.dts", '/include/ "in.dts"\n'),
    "a source that #includes itself": ("in.dts", '#include "in.dts"\n'),
    "an include up to another file":
        ("in.dts", '/include/ "../../../../../../etc/passwd"\n'),
    "a file without end": ("in.dts", '/dts-v1/; / { a = /incbin/('
                           '"/dev/zero"); };\n'),
    "a file that is a folder": ("in.dts", '/dts-v1/; / { a = /incbin/('
                                '"/"); };\n'),
}


def test_bombs(bench, slow):
    for what, (name, text) in TEXTS.items():
        result = bench.run(text.encode(), "check", name=name)
        bounded(bench, what, result, (3,))
        bench.expect("nothing of a file in " + what,
                     b"root:" not in result[4], result[4])
    config = os.path.join(bench.folder, "bomb.yaml")
    for levels in (3, 30, 300):
        with open(config, "w", encoding="utf-8") as f:
            f.write(bomb(levels))
        for option in ("--config", "--target", "--platform"):
            bounded(bench, "%s with %d levels of aliases" % (option, levels),
                    bench.run(domains(1), "check", option, config), (2, 3))
    overlay = os.path.join(bench.folder, "in.dtbo")
    for count, statuses in ((1, (0, 1)), (1000, (0, 1)), (20000, (3,))):
        with open(overlay, "wb") as f:
            f.write(overlays(count))
        base = os.path.join(bench.folder, "base.dtb")
        with open(base, "wb") as f:
            f.write(domains(1))
        bounded(bench, "an overlay of %d fragments" % count,
                bench.run(overlays(count), "check", *OPTIONS, base,
                          name="in.dtbo"), statuses)


TESTS = {"bombs": test_bombs, "growth": test_growth, "single": test_single, "text": test_text,
         "children": test_children}


def main():
    args = [a for a in sys.argv[1:] if a != "--slow"]
    if not args or any(a not in TESTS for a in args[1:]):
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    bench = Bench(os.path.abspath(args[0]))
    try:
        for name in args[1:] or TESTS:
            TESTS[name](bench, "--slow" in sys.argv)
    finally:
        shutil.rmtree(bench.folder, ignore_errors=True)
    print("%d passed, %d failed" % (bench.passed, bench.failed))
    return 1 if bench.failed or not bench.passed else 0


if __name__ == "__main__":
    sys.exit(main())
