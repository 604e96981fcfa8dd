#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Run the command lines of the documents and compare what they print.

usage: docs.py MPUC [--update] [DOCUMENT...]

In a block of kind console, "$ " begins a command (a backslash goes on to the
next line), "(status N)" behind its output is its exit status when that is
not 0, and a line "..." stands for any lines.  In a block of kind sh, every
line that begins with "mpuc " runs, too, and must not be refused: 2, 3 and 70
are failures.  Each document runs in one folder: a copy of testdata/tutorial
(README.md: with system.dts and xen-syms, as its examples name them), with
testdata in it and mpuc in PATH, where each block begins.

--update writes the outputs into the documents; read what changed.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DOCUMENTS = ["README.md"] + sorted(
    "docs/" + f for f in os.listdir(os.path.join(ROOT, "docs"))
    if f.endswith(".md"))
TIMEOUT = 60
STATUS = re.compile(r"\(status (\d+)\)$")


class Shell:
    """Commands one after the other, with the folder that cd led to."""

    def __init__(self, scratch, binary):
        programs = os.path.join(scratch, "bin")
        self.top = self.cwd = os.path.join(scratch, "work")
        os.mkdir(programs)
        os.symlink(os.path.abspath(binary), os.path.join(programs, "mpuc"))
        shutil.copytree(os.path.join(ROOT, "testdata", "tutorial"), self.cwd)
        os.symlink(os.path.join(ROOT, "testdata"),
                   os.path.join(self.cwd, "testdata"))
        project = os.path.join(ROOT, "testdata", "project")
        shutil.copy(os.path.join(project, "board.dts"),
                    os.path.join(self.cwd, "system.dts"))
        shutil.copy(os.path.join(project, "xen.sym"),
                    os.path.join(self.cwd, "xen-syms"))
        self.env = {"PATH": programs + ":" + os.environ["PATH"],
                    "LC_ALL": "C", "TERM": "dumb",
                    "HOME": os.environ.get("HOME", "/")}

    def run(self, command):
        # The folder is kept from one command to the next.
        script = "%s\nstatus=$?\npwd >&3\nexit $status" % command
        with tempfile.TemporaryFile() as where:
            p = subprocess.run(
                ["sh", "-c", "exec 3>&%d\n" % where.fileno() + script],
                cwd=self.cwd, env=self.env, text=True, check=False,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, timeout=TIMEOUT,
                pass_fds=(where.fileno(),))
            where.seek(0)
            self.cwd = where.read().decode().strip() or self.cwd
        return p.returncode, p.stdout.rstrip("\n").split("\n") \
            if p.stdout else []


def matches(want, have):
    """"..." stands for any lines, also none."""
    if not want:
        return not have
    if want[0] == "...":
        return any(matches(want[1:], have[i:])
                   for i in range(len(have) + 1))
    return bool(have) and want[0] == have[0] and matches(want[1:], have[1:])


def shorten(want, have):
    """What was printed, with the cuts that the document had, if it can."""
    if "..." not in want:
        return have
    cut = want.index("...")
    head, tail = want[:cut], want[cut + 1:]
    if "..." in tail or len(head) + len(tail) > len(have):
        return have
    return have[:len(head)] + ["..."] + (have[-len(tail):] if tail else [])


def steps(block):
    """(command lines, output lines) of a console block."""
    found = []
    lines = iter(block)
    for line in lines:
        if line.startswith("$ "):
            command = [line]
            while command[-1].endswith("\\"):
                command.append(next(lines))
            found.append((command, []))
        elif found:
            found[-1][1].append(line)
    return found


class Document:
    def __init__(self, name, binary):
        self.name = name
        self.path = os.path.join(ROOT, name)
        self.passed = 0
        self.failed = []
        with open(self.path, encoding="utf-8") as f:
            self.lines = f.read().split("\n")
        self.scratch = tempfile.TemporaryDirectory()
        self.shell = Shell(self.scratch.name, binary)

    def judge(self, ok, command, text):
        if ok:
            self.passed += 1
        else:
            self.failed.append("%s: %s\n%s" % (self.name, command, text))

    def console(self, block):
        out = []
        for command, want in steps(block):
            status = 0
            while want and not want[-1]:
                want.pop()
            if want and STATUS.match(want[-1]):
                status = int(STATUS.match(want.pop())[1])
            line = "\n".join(command)[2:]
            code, have = self.shell.run(line)
            self.judge(code == status and matches(want, have), line,
                       "\n".join(have) + "\n(status %d)" % code)
            if out:
                out.append("")
            out += command + (have if not matches(want, have) and
                              "..." not in want else
                              want if matches(want, have) else
                              shorten(want, have))
            if code:
                out.append("(status %d)" % code)
        return out

    def sh(self, block):
        text = "\n".join(block).replace("\\\n", " ")
        for line in text.split("\n"):
            # The terminal program has tests/tui.py; "..." is for a person.
            if (not line.startswith("mpuc ") or " ... " in line or
                    (line.startswith("mpuc budget ") and
                     "--batch" not in line)):
                continue
            code, have = self.shell.run(line)
            self.judge(code in (0, 1, 4), line,
                       "\n".join(have) + "\n(status %d)" % code)
        return block

    def run(self):
        """The document's lines with what was printed now."""
        new, block, kind = [], [], None
        for line in self.lines:
            if kind is None:
                new.append(line)
                if line in ("```console", "```sh"):
                    kind, block = line[3:], []
                    self.shell.cwd = self.shell.top
            elif line == "```":
                new += getattr(self, kind)(block) + [line]
                kind = None
            else:
                block.append(line)
        self.scratch.cleanup()
        return "\n".join(new)


def main():
    args = sys.argv[1:]
    update = "--update" in args
    if update:
        args.remove("--update")
    if not args:
        sys.exit(__doc__)
    passed = failed = 0
    for name in args[1:] or DOCUMENTS:
        d = Document(name, args[0])
        text = d.run()
        if update:
            with open(d.path, "w", encoding="utf-8") as f:
                f.write(text)
        else:
            for problem in d.failed:
                print("FAIL " + problem)
        passed += d.passed
        failed += len(d.failed)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed and not update else 0


if __name__ == "__main__":
    sys.exit(main())
