#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Give mpuc inputs that it can't read.

usage: reject.py MPUC [NAME...]

Every X.expect in testdata/reject belongs to the input X, or to the one file
whose name is X and an ending.  Each of its lines is text that has to be in
the standard error; a line "$ ARGUMENTS" is the command line, where @FILE@
is the input and @DIR@ testdata/reject.  Without such a line a tree is given
to check, and the image of a hypervisor (.elf, .sym) to its --xen.  mpuc has
to end with status 3 and with nothing on its standard output.
"""

import concurrent.futures
import os
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REJECT = os.path.join(ROOT, "testdata", "reject")
TIMEOUT = 30
TREE = "check @FILE@"
IMAGE = "check --xen @FILE@ ../rules/system.dts"
COMMANDS = {".elf": IMAGE, ".sym": IMAGE}


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def input_of(stem, names):
    if stem in names:
        return stem
    fits = [n for n in names
            if os.path.splitext(n)[0] == stem and not n.endswith(".expect")]
    return fits[0] if len(fits) == 1 else None


def check(binary, name, names):
    """The ways in which a case fails, each as text."""
    source = input_of(name[:-len(".expect")], names)
    command = COMMANDS.get(os.path.splitext(source or "")[1], TREE)
    texts = []
    for line in read(os.path.join(REJECT, name)).splitlines():
        if line.startswith("$ "):
            command = line[2:]
        elif line.strip() and not line.startswith("#"):
            texts.append(line.strip())
    if source is None and "@FILE@" in command:
        return ["no input, or several"]
    if not texts:
        return ["nothing is expected"]
    args = [a.replace("@FILE@", source or "").replace("@DIR@", REJECT)
            for a in shlex.split(command)]
    try:
        p = subprocess.run([binary, *args], cwd=REJECT, timeout=TIMEOUT,
                           stdin=subprocess.DEVNULL, capture_output=True,
                           check=False)
    except subprocess.TimeoutExpired:
        return ["no end after %d seconds" % TIMEOUT]
    error = p.stderr.decode(errors="replace")
    problems = ["standard error lacks '%s'" % t
                for t in texts if t not in error]
    if p.returncode != 3:
        problems.append("status %d, not 3" % p.returncode)
    if p.stdout:
        problems.append("%d bytes on standard output" % len(p.stdout))
    if problems:
        problems.append("standard error: " + (error.strip() or "empty"))
    return problems


def main():
    if len(sys.argv) < 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    binary = os.path.abspath(sys.argv[1])
    names = sorted(os.listdir(REJECT))
    cases = [n for n in names if n.endswith(".expect")]
    lone = [n for n in names if n not in cases and not n.startswith(".")
            and n + ".expect" not in names
            and os.path.splitext(n)[0] + ".expect" not in names
            and not any("@DIR@/" + n in read(os.path.join(REJECT, c))
                        for c in cases)]
    if len(sys.argv) > 2:
        lone = []
        cases = [n for n in cases
                 if any(n.startswith(a) for a in sys.argv[2:])]
    for name in lone:
        print("FAIL %s: no .expect names it" % name)
    failed = len(lone)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = pool.map(lambda n: check(binary, n, names), cases)
        for name, problems in zip(cases, jobs):
            for p in problems:
                print("FAIL %s: %s" % (name, p))
            failed += bool(problems)
    print("%d passed, %d failed" % (len(cases) + len(lone) - failed, failed))
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
