#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Run the command-line cases and compare what they print.

usage: cli.py MPUC [--update] [CASE...]

A case is tests/cli/NAME.t, a few lines for sh, whose first line says in a
comment what it shows.  It runs in an empty folder in which data stands for
testdata, with mpuc in PATH.  Beside it stand

  NAME.exit      its exit status, when that is not 0
  NAME.stdout    what it prints, when that is anything
  NAME.stderr

--update writes these; read what changed.
"""
import concurrent.futures
import difflib
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CASES = os.path.join(ROOT, "tests", "cli")
KINDS = ("exit", "stdout", "stderr")
TIMEOUT = 60
KEPT = ("HOME", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")


def execute(script, binary):
    """Exit status and both streams of one case, all as text."""
    env = {k: v for k, v in os.environ.items() if k in KEPT}
    with tempfile.TemporaryDirectory() as scratch:
        programs = os.path.join(scratch, "bin")
        work = os.path.join(scratch, "work")
        os.mkdir(programs)
        os.mkdir(work)
        os.symlink(binary, os.path.join(programs, "mpuc"))
        os.symlink(os.path.join(ROOT, "testdata"),
                   os.path.join(work, "data"))
        env.update(PATH=programs + ":" + os.environ["PATH"], LC_ALL="C",
                   TERM="dumb")
        p = subprocess.run(["sh", script], cwd=work, env=env, check=False,
                           stdin=subprocess.DEVNULL, capture_output=True,
                           timeout=TIMEOUT)
    return {
        "exit": b"%d\n" % p.returncode if p.returncode else b"",
        "stdout": p.stdout,
        "stderr": p.stderr,
    }


def read(path):
    if not os.path.exists(path):
        return b""
    with open(path, "rb") as f:
        return f.read()


def difference(kind, want, have):
    lines = difflib.unified_diff(
        want.decode(errors="replace").splitlines(),
        have.decode(errors="replace").splitlines(),
        "wanted " + kind, "now", lineterm="", n=1)
    return "\n      ".join(lines) or "%s: another line end" % kind


def write(path, text):
    if text:
        with open(path, "wb") as f:
            f.write(text)
    elif os.path.exists(path):
        os.remove(path)


def check(name, binary, update):
    """The ways in which a case fails, each as text."""
    script = os.path.join(CASES, name + ".t")
    if not read(script).startswith(b"# "):
        return ["its first line does not say what it shows"]
    try:
        outputs = execute(script, binary)
    except subprocess.TimeoutExpired:
        return ["not done after %d seconds" % TIMEOUT]
    problems = []
    for kind in KINDS:
        path = os.path.join(CASES, "%s.%s" % (name, kind))
        want = read(path)
        if want == outputs[kind]:
            continue
        if update:
            print("%s.%s" % (name, kind))
            write(path, outputs[kind])
        else:
            problems.append(difference(kind, want, outputs[kind]))
    return problems


def names_of(folder):
    """Cases, and files that belong to none."""
    stems = {}
    for file in sorted(os.listdir(folder)):
        stem, _, kind = file.rpartition(".")
        stems.setdefault(stem, set()).add(kind)
    cases = [s for s, kinds in stems.items()
             if "t" in kinds and not kinds - {"t", *KINDS}]
    return cases, [s for s in stems if s not in cases]


def main():
    args = sys.argv[1:]
    update = "--update" in args
    args = [a for a in args if a != "--update"]
    if not args:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    binary = os.path.abspath(args[0])
    cases, stray = names_of(CASES)
    for stem in stray:
        print("FAIL %s: it is no case" % stem)
    failed = len(stray)
    if args[1:]:
        cases = [c for c in cases if c in args[1:]]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda c: check(c, binary, update), cases)
        for name, problems in zip(cases, results):
            for problem in problems:
                print("FAIL %s: %s" % (name, problem))
            failed += bool(problems)
    passed = len(cases) - (failed - len(stray))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
