#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Faults of the system around mpuc, one at a time.

usage: faults.py MPUC SHIM [--all] [NAME...]

  confine   a dtc that changes files can do so beside outputs only, and a
            kernel that can't see to that changes nothing
  kill      pack is killed at every system call: the old file or the new one
            is there, whole, and what else was left is gone after the next
  error     every system call that reads, writes, opens, syncs or renames
            fails with EIO, ENOSPC or EINTR: a message, and the old file
  target    what -o may name: link, directory, FIFO, full device, a folder
            that can't be written, a file that grows too large
  pipe      the reader of standard output is gone, or the device is full
  short     every read and write moves a few bytes only
  alloc     every allocation of the process fails once, the libraries' own
            included (without --all a sample)

strace injects the system calls' faults; SHIM is tests/faults/shim.c.
"""

import concurrent.futures
import ctypes
import os
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SYSTEM = os.path.join(ROOT, "testdata", "systems", "two-guests")
OLD = b"the old layout"
OPTIONS = ["--platform", "cortex-r82-16", "--fdt-address", "0x0a000000",
           "--xen", os.path.join(SYSTEM, "xen.sym")]
FAULTS = {"read": "EIO", "pread64": "EIO", "write": "ENOSPC",
          "openat": "EMFILE", "fsync": "EIO", "rename": "EIO",
          "fcntl": "EINVAL", "mmap": "ENOMEM"}
WORKERS = 2
ALLOC_SAMPLE = 40


class Bench:
    def __init__(self, mpuc, shim, every):
        self.mpuc, self.shim, self.every = mpuc, shim, every
        self.folder = tempfile.mkdtemp(prefix="mpuc-faults-")
        self.dtb = os.path.join(self.folder, "system.dtb")
        subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o",
                        self.dtb, os.path.join(SYSTEM, "system.dts")],
                       check=True)
        self.passed, self.failed = 0, 0
        out = os.path.join(self.folder, "whole")
        p = self.run(self.pack(out))
        assert p.returncode == 0, p.stderr
        with open(out, "rb") as f:
            self.new = f.read()
        assert self.new != OLD

    def pack(self, out):
        return [self.mpuc, "pack", "-o", out, *OPTIONS, self.dtb]

    def run(self, argv, env=None, **more):
        more.setdefault("stdout", subprocess.PIPE)
        return subprocess.run(argv, stdin=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, check=False,
                              timeout=120,
                              env=dict(os.environ, **(env or {})), **more)

    def expect(self, what, good, why=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print("FAIL %s: %s" % (what, why))
        return good

    def place(self):
        """A folder with the old layout in it, and the layout's name."""
        folder = tempfile.mkdtemp(dir=self.folder)
        out = os.path.join(folder, "layout")
        with open(out, "wb") as f:
            f.write(OLD)
        return folder, out


def content(path):
    with open(path, "rb") as f:
        return f.read()


def calls_of(bench, argv):
    """The names of the system calls of a run, the first its execve."""
    log = os.path.join(bench.folder, "trace")
    bench.run(["strace", "-o", log, *argv])
    with open(log, encoding="utf-8", errors="replace") as f:
        return re.findall(r"^(\w+)\(", f.read(), re.M)


def parallel(work, items):
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, items))


def test_kill(bench):
    folder, out = bench.place()
    calls = calls_of(bench, bench.pack(out))
    # What comes before our own code is the same in any program.
    first = calls.index("fcntl") if "fcntl" in calls else 2

    def kill(n):
        folder, out = bench.place()
        # strace counts the calls of each name by themselves.
        name = calls[n - 1]
        bench.run(["strace", "-o", "/dev/null", "-e",
                   "inject=%s:signal=KILL:when=%d" %
                   (name, calls[:n].count(name)), *bench.pack(out)])
        left = content(out)
        strays = len(os.listdir(folder)) - 1
        p = bench.run(bench.pack(out))
        return (left, strays, p.returncode, content(out),
                os.listdir(folder))

    strays = 0
    results = parallel(kill, range(first, len(calls) + 1))
    for n, (left, stray, status, now, names) in enumerate(results, first):
        strays += stray
        bench.expect("kill at call %d, %s" % (n, calls[n - 1]),
                     left in (OLD, bench.new) and status == 0 and
                     now == bench.new and names == ["layout"],
                     "%d bytes left, then status %d and %s" %
                     (len(left), status, names))
    bench.expect("kill", results[0][0] == OLD and results[-1][0] == bench.new
                 and strays > 0, "never between old and new")


def test_error(bench):
    _, out = bench.place()
    calls = calls_of(bench, bench.pack(out))
    first = calls.index("fcntl") if "fcntl" in calls else 2
    work = []
    for name, error in FAULTS.items():
        before = calls[:first].count(name)
        for n in range(before + 1, calls.count(name) + 1):
            work.append((name, error, n))
            if name in ("read", "write", "openat"):
                work.append((name, "EINTR", n))

    def fail(item):
        name, error, n = item
        folder, out = bench.place()
        p = bench.run(["strace", "-o", "/dev/null", "-e",
                       "inject=%s:error=%s:when=%d" % (name, error, n),
                       *bench.pack(out)])
        return p.returncode, content(out), os.listdir(folder), p.stderr

    for item, (status, now, names, err) in zip(work, parallel(fail, work)):
        whole = now == (bench.new if status == 0 else OLD)
        lines = err.decode(errors="replace").splitlines()
        said = status == 0 or (lines and lines[-1].startswith("mpuc: "))
        bench.expect("%s fails with %s, number %d" % item,
                     status in (0, 3) and whole and names == ["layout"] and
                     said and len(lines) <= 2 and
                     (item[1] != "EINTR" or status == 0),
                     "status %d, %s, %s" % (status, names, err))


def as_nobody():
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)


def small_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def refused(bench, what, p, reason, folder, names):
    err = p.stderr.decode(errors="replace")
    bench.expect(what, p.returncode == 3 and reason in err and
                 err.count("\n") <= 2 and sorted(os.listdir(folder)) == names,
                 "status %d, %s%s" % (p.returncode, err, os.listdir(folder)))


def test_target(bench):
    os.chmod(bench.folder, 0o755)
    folder, out = bench.place()
    link = os.path.join(folder, "link")
    os.symlink("layout", link)
    p = bench.run(bench.pack(link))
    bench.expect("a link", p.returncode == 0 and os.path.islink(link) and
                 content(out) == bench.new, p.stderr)
    new = os.path.join(folder, "made")
    os.symlink("made", os.path.join(folder, "to-nothing"))
    p = bench.run(bench.pack(os.path.join(folder, "to-nothing")))
    bench.expect("a link to nothing", p.returncode == 0 and
                 content(new) == bench.new, p.stderr)

    folder, out = bench.place()
    p = bench.run(bench.pack(folder))
    refused(bench, "a directory", p, "Is a directory", folder, ["layout"])

    fifo = os.path.join(folder, "fifo")
    os.mkfifo(fifo)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        got = pool.submit(content, fifo)
        p = bench.run(bench.pack(fifo))
        bench.expect("a FIFO", p.returncode == 0 and
                     got.result(60) == bench.new and
                     stat.S_ISFIFO(os.stat(fifo).st_mode), p.stderr)
    p = bench.run(bench.pack("/dev/full"))
    refused(bench, "/dev/full", p, "No space left", folder,
            ["fifo", "layout"])

    folder, out = bench.place()
    os.chmod(folder, 0o555)
    p = bench.run(bench.pack(out), preexec_fn=as_nobody)
    refused(bench, "a folder for reading", p, "Permission denied", folder,
            ["layout"])
    bench.expect("its file", content(out) == OLD)
    folder, out = bench.place()
    p = bench.run(bench.pack(out), preexec_fn=small_files)
    refused(bench, "a file too large", p, "File too large", folder,
            ["layout"])
    bench.expect("its file", content(out) == OLD)


def test_pipe(bench):
    for command in (["plan", *OPTIONS, bench.dtb],
                    ["plan", "--format", "json", *OPTIONS, bench.dtb],
                    ["check", *OPTIONS, bench.dtb], ["explain"],
                    ["profiles"], ["--help"], ["check", "--help"],
                    bench.pack("-")[1:]):
        reader, writer = os.pipe()
        os.close(reader)
        p = bench.run([bench.mpuc, *command], stdout=writer)
        os.close(writer)
        err = p.stderr.decode(errors="replace")
        bench.expect("nobody reads %s" % command[0], p.returncode == 3 and
                     err.count("\n") <= 1, "status %d, %s" %
                     (p.returncode, err))
        with open("/dev/full", "wb") as full:
            p = bench.run([bench.mpuc, *command], stdout=full)
        err = p.stderr.decode(errors="replace")
        bench.expect("no room for %s" % command[0], p.returncode == 3 and
                     err.count("\n") == 1 and "write" in err,
                     "status %d, %s" % (p.returncode, err))


def test_short(bench):
    env = {"LD_PRELOAD": bench.shim, "SHIM_SHORT": "1"}
    for command in (["check", *OPTIONS, bench.dtb],
                    ["plan", "--format", "json", *OPTIONS, bench.dtb],
                    ["check", *OPTIONS, os.path.join(SYSTEM, "system.dts")]):
        whole = bench.run([bench.mpuc, *command])
        p = bench.run([bench.mpuc, *command], env)
        bench.expect("short reads and writes of %s" % command[0],
                     p.returncode == whole.returncode and
                     p.stdout == whole.stdout and p.stderr == whole.stderr,
                     p.stderr)
    _, out = bench.place()
    p = bench.run(bench.pack(out), env)
    bench.expect("short writes of pack", p.returncode == 0 and
                 content(out) == bench.new, p.stderr)


def test_alloc(bench):
    commands = [["check", "--format", "json", *OPTIONS, bench.dtb],
                ["check", *OPTIONS, os.path.join(SYSTEM, "system.dts")],
                ["plan", "--target",
                 os.path.join(ROOT, "profiles/targets/xen-mpu-v2.yaml"),
                 *OPTIONS, bench.dtb]]
    count = os.path.join(bench.folder, "count")
    for command in commands:
        argv = [bench.mpuc, *command]
        env = {"LD_PRELOAD": bench.shim, "SHIM_COUNT": count}
        whole = bench.run(argv, env)
        total = int(content(count))
        step = 1 if bench.every else max(1, total // ALLOC_SAMPLE)

        def fail(n, argv=argv):
            return bench.run(argv, {"LD_PRELOAD": bench.shim,
                                    "SHIM_ALLOC": str(n)})

        numbers = range(1, total + 1, step)
        for n, p in zip(numbers, parallel(fail, numbers)):
            same = p.stdout == whole.stdout and \
                p.returncode == whole.returncode
            bench.expect("allocation %d of %d of %s" %
                         (n, total, command[0]),
                         same or (p.returncode == 3 and
                                  p.stderr.count(b"\n") <= 2 and p.stderr),
                         "status %d, %s" % (p.returncode, p.stderr))


def landlock():
    """Whether the kernel can do what mpuc asks of it (see lib/os)."""
    return ctypes.CDLL(None).syscall(444, None, 0, 1) >= 1


def intruder(bench, script):
    """A dtc that does something else first, for PATH."""
    folder = tempfile.mkdtemp(dir=bench.folder)
    path = os.path.join(folder, "dtc")
    with open(path, "w", encoding="utf-8") as f:
        f.write("#!/bin/sh\n%s\nexec %s \"$@\"\n" %
                (script, shutil.which("dtc")))
    os.chmod(path, 0o755)
    return {"PATH": folder + ":" + os.environ["PATH"]}


def test_confine(bench):
    """What reads a tree can write to the outputs' folders only."""
    source = os.path.join(SYSTEM, "system.dts")
    whole = bench.run([bench.mpuc, "check", *OPTIONS, source])
    for what in ("landlock_create_ruleset", "landlock_restrict_self",
                 "prctl"):
        p = bench.run(["strace", "-o", "/dev/null", "-e",
                       "inject=%s:error=ENOSYS" % what, bench.mpuc, "check",
                       *OPTIONS, source])
        bench.expect("a kernel without %s" % what,
                     (p.returncode, p.stdout, p.stderr) ==
                     (whole.returncode, whole.stdout, whole.stderr), p.stderr)
    if not landlock():
        print("this kernel has no Landlock: nothing to confine with")
        return
    folder, _ = bench.place()
    other, kept = bench.place()
    names = [os.path.join(d, n) for d in (folder, other)
             for n in ("made", "layout")]
    env = intruder(bench, "exec 2> /dev/null\n" + "\n".join(
        "(echo x > %s)" % n for n in names) + "\nrm -f %s" % kept)
    outputs = {"-o": "report", "--write-baseline": "baseline",
               "--depfile": "depends", "--format=json": None}
    for option, name in outputs.items():
        for n in names:
            if os.path.exists(n) and n != kept:
                os.remove(n)
        argv = [bench.mpuc, "check", *OPTIONS]
        if name is None:
            argv.append(option + "=" + os.path.join(folder, "json"))
        else:
            argv += [option, os.path.join(folder, name)]
            if option == "--depfile":
                argv += ["-o", os.path.join(folder, "report")]
        p = bench.run([*argv, source], env)
        bench.expect("outputs of %s, no others" % option,
                     p.returncode == 0 and content(names[0]) == b"x\n" and
                     not os.path.exists(names[2]) and content(kept) == OLD,
                     "%d %s %s" % (p.returncode, p.stderr,
                                   os.listdir(other)))
    with open(os.path.join(folder, ".mpuc.yaml"), "w",
              encoding="utf-8") as f:
        f.write("formats: [json=written.json]\n")
    tree = os.path.join(folder, "system.dts")
    shutil.copy(source, tree)
    os.remove(names[0])
    p = bench.run([bench.mpuc, "check", *OPTIONS, tree], env)
    bench.expect("outputs of a configuration",
                 p.returncode == 0 and content(names[0]) == b"x\n" and
                 os.path.exists(os.path.join(folder, "written.json")) and
                 not os.path.exists(names[2]) and content(kept) == OLD,
                 "%d %s" % (p.returncode, p.stderr))


TESTS = {"confine": test_confine, "kill": test_kill, "error": test_error, "target": test_target,
         "pipe": test_pipe, "short": test_short, "alloc": test_alloc}


def main():
    args = [a for a in sys.argv[1:] if a != "--all"]
    if len(args) < 2 or any(a not in TESTS for a in args[2:]):
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    bench = Bench(os.path.abspath(args[0]), os.path.abspath(args[1]),
                  "--all" in sys.argv)
    try:
        for name in args[2:] or TESTS:
            TESTS[name](bench)
    finally:
        shutil.rmtree(bench.folder, ignore_errors=True)
    print("%d passed, %d failed" % (bench.passed, bench.failed))
    return 1 if bench.failed or not bench.passed else 0


if __name__ == "__main__":
    sys.exit(main())
