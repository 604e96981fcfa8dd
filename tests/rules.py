#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Run the examples of every rule.

usage: rules.py MPUC [CASE...]

Each folder of testdata/rules is one case, named after its code, with _ and
a word behind it where a code has several.  It holds

  bad.dts    a tree with the mistake
  good.dts   the same tree without it
  expect     the findings of bad.dts, all of them, in mpuc's order
  args       more options, one a line; "!--xen" takes one away again that
             the shared list has; a value with @CASE@ means that bad.dts and
             good.dts are no trees of a system but stand in that option,
             together with the system in system.dts or ../system.dts
  args-bad, args-good  options of one twin only
  expect-good  the findings of good.dts, if it has any
  source-only  says why the twins are not run as blobs
  blob-bad   FROM TO: bad.dts stands for a blob that no source can state, in
             which each FROM is a TO; it is checked as a blob only

A line of expect is

  SEVERITY CODE ID LINE NODE PROPERTY [basis=BASIS] [file=FILE]

with "-" for no property, FILE the file that LINE is of, when it is not the
case's own, and LINE a number, or "-" when it does not matter.  A line that
begins with a blank is text that the message above it must have, or what is
said of Xen there, when "xen: " stands before it.  @DIR@ is the case's folder
and @RULES@ testdata/rules.

Notes about a design (ASIDES) stand in nearly every tree: text output only
counts them, and a case that names none of a kind in expect or expect-good
need not mention that kind.
"""

import collections
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RULES = os.path.join(ROOT, "testdata", "rules")
CODES = os.path.join(ROOT, "include", "mpuc", "codes.def")
TWINS = ("bad", "good")
TIMEOUT = 30
with open(os.path.join(ROOT, "tools", "kinds.txt"), encoding="utf-8") as kinds:
    KINDS = kinds.read().splitlines() + ["it stops"]
ASIDES = {"section-surplus", "emulated-mapped", "writable-text",
          "guest-ram-scattered", "asm-slot-moves"}
HEX = "0x(0|[1-9a-f][0-9a-f]*)"
REPEATS = 5	# of one code; text output leaves out the rest from some on

Want = collections.namedtuple(
    "Want", "severity code id line node prop basis file text")


class Wrong(Exception):
    """What a case did not do as it should."""


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def registry():
    """id -> (number, severity, basis) of every code."""
    codes = {}
    pattern = r'^CODE\((\d+),\s*\w+,\s*"([^"]+)",\s*(\w+),\s*(\w+),'
    for m in re.finditer(pattern, read(CODES), re.M):
        basis = m.group(4).lower().replace("_", "-")
        codes[m.group(2)] = (int(m.group(1)), m.group(3).lower(), basis)
    return codes


def parse_expect(path, codes):
    wants = []
    if not os.path.exists(path):
        return wants
    for number, line in enumerate(read(path).splitlines(), 1):
        where = "%s:%d" % (os.path.basename(path), number)
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace():
            if not wants:
                raise Wrong("%s: text without a finding" % where)
            last = wants.pop()
            wants.append(last._replace(text=last.text + (line.strip(),)))
            continue
        words = line.split()
        if len(words) < 6:
            raise Wrong("%s: too few words" % where)
        severity, code, ident, at, node, prop = words[:6]
        extra = dict(w.split("=", 1) for w in words[6:])
        if ident not in codes:
            raise Wrong("%s: no code has the id %s" % (where, ident))
        if code != "MPU%04d" % codes[ident][0]:
            raise Wrong("%s: %s is not the code of %s" % (where, code, ident))
        wants.append(Want(severity, code, ident,
                          None if at == "-" else int(at), node,
                          None if prop == "-" else prop,
                          extra.get("basis", codes[ident][2]),
                          extra.get("file"), ()))
    return wants


def shared_args(tree):
    """The options that go with the system which the tree is built on."""
    bases = re.findall(r'^/include/ "\.\./(?:base|system)(-\w+)?\.dtsi?"',
                       read(tree), re.M)
    path = os.path.join(RULES, "args" + (bases[0] if bases else ""))
    return read(path).split("\n")


class Case:
    def __init__(self, name, codes):
        self.name = name
        self.dir = os.path.join(RULES, name)
        self.ident = name.split("_")[0][5:]
        self.own = {twin: self.list_of("args") +
                    self.list_of("args-" + twin) for twin in TWINS}
        self.in_option = any("@CASE@" in a for a in self.own["bad"])
        # A configuration, which is the same on a source and on a blob.
        self.is_config = "--imagebuilder=@CASE@" in self.own["bad"]
        self.edits = [line.split() for line in self.list_of("blob-bad")]
        self.forms = (False,) if self.list_of("source-only") else \
            (False, True)
        self.system = self.path("system.dts")
        if not os.path.exists(self.system):
            self.system = os.path.join(RULES, "system.dts")
        self.wants = {
            "bad": parse_expect(self.path("expect"), codes),
            "good": parse_expect(self.path("expect-good"), codes),
        }
        if not any(w.id == self.ident for w in self.wants["bad"]):
            raise Wrong("expect has no %s" % self.ident)
        if any(w.id == self.ident for w in self.wants["good"]):
            raise Wrong("expect-good has %s" % self.ident)

    def list_of(self, name):
        path = self.path(name)
        return read(path).splitlines() if os.path.exists(path) else []

    def path(self, name):
        return os.path.join(self.dir, name)

    def args(self, twin, case_file):
        tree = self.system if self.in_option else self.path(twin + ".dts")
        own = self.own[twin]
        drop = [a[1:] for a in own if a.startswith("!")]
        args = [a for a in shared_args(tree)
                if a and not any(a.startswith(d) for d in drop)]
        args += [a for a in own if a and not a.startswith("!")]
        table = {"@DIR@": self.dir, "@RULES@": RULES, "@CASE@": case_file}
        for key, value in table.items():
            args = [a.replace(key, value) for a in args]
        return args


def run(binary, case, args, tree):
    p = subprocess.run([binary, "check", *args, tree], cwd=case.dir,
                       stdin=subprocess.DEVNULL, capture_output=True,
                       timeout=TIMEOUT, check=False)
    if p.stderr:
        raise Wrong("standard error: %s" % p.stderr.decode(errors="replace"))
    return p.returncode, p.stdout.decode("utf-8")


def compile_tree(source, blob):
    p = subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", blob,
                        source], stdin=subprocess.DEVNULL,
                       capture_output=True, timeout=TIMEOUT, check=False)
    if p.returncode != 0:
        raise Wrong("dtc: %s" % p.stderr.decode(errors="replace"))


def check_contract(f):
    """What holds for the findings of every rule."""
    for r in f["ranges"] + [r for o in f["related"] for r in o["ranges"]]:
        if not re.fullmatch(HEX, r["base"]):
            raise Wrong("base is %s" % r["base"])
        if r["end"] is not None and (not re.fullmatch(HEX, r["end"]) or
                                     int(r["end"], 16) < int(r["base"], 16)):
            raise Wrong("end is %s" % r["end"])
    if f["id"].startswith("overlap-") and (
            len(f["ranges"]) != 2 or not f["related"]):
        raise Wrong("%s does not name both parties" % f["id"])
    if f["basis"].startswith("xen") and f["severity"] != "note" and \
       not any(kind in (f["effect"] or "") for kind in KINDS):
        raise Wrong("effect of %s: %s" % (f["id"], f["effect"]))
    if not f["message"] or f["message"].endswith(".") or not f["help"]:
        raise Wrong("message or help of %s" % f["id"])


def edit_blob(path, edits):
    with open(path, "rb") as f:
        data = f.read()
    for old, new in edits:
        if len(old) != len(new) or old.encode() not in data:
            raise Wrong("can't turn %s into %s" % (old, new))
        data = data.replace(old.encode(), new.encode())
    with open(path, "wb") as f:
        f.write(data)


def shown(f):
    at = f["location"]
    return "%s %s %s %s %s %s basis=%s%s: %s" % (
        f["severity"], f["code"], f["id"], at["line"] if at else "-",
        f["node"], f["property"] or "-", f["basis"],
        " file=" + at["file"] if at else "", f["message"])


def differs(want, f, twin, blob):
    """What of the finding is not as wanted, or None."""
    for key, value in (("severity", want.severity), ("code", want.code),
                       ("id", want.id), ("node", want.node),
                       ("property", want.prop), ("basis", want.basis)):
        if f[key] != value:
            return "%s is %s, not %s" % (key, f[key], value)
    for text in want.text:
        where = "effect" if text.startswith("xen: ") else "message"
        if text.removeprefix("xen: ") not in f[where]:
            return "the %s lacks '%s'" % (where, text)
    if blob and (not want.file or f["location"] is None):
        if f["location"] is not None:
            return "a blob has a location"
        if want.prop and not re.fullmatch(HEX, f["offset"] or ""):
            return "offset is %s" % f["offset"]
        return None
    at = f["location"]
    if at is None:
        return "no location"
    if want.line is not None and at["line"] != want.line:
        return "line is %s, not %s" % (at["line"], want.line)
    name = os.path.basename(at["file"])
    if name != (want.file or twin + ".dts"):
        return "file is %s" % name
    if (at["endLine"], at["endColumn"]) <= (at["line"], at["column"]):
        return "it ends where it begins"
    return None


def compare(wants, found, twin, blob):
    """In mpuc's order for a source, in any for a blob."""
    problems = []
    left = list(found)
    for i, want in enumerate(wants):
        why = "nothing like it"
        options = range(len(left)) if blob else range(min(1, len(left)))
        for k in options:
            reason = differs(want, left[k], twin, blob)
            if reason is None:
                del left[k]
                break
            if (left[k]["id"], left[k]["property"]) == (want.id, want.prop):
                why = reason
        else:
            problems.append("wanted %s %s at %s %s %s: %s" % (
                want.severity, want.id, want.line, want.node,
                want.prop or "-", why))
            if not blob and len(left) > len(wants) - i - 1:
                del left[0]
    if problems or left:
        problems += ["found  " + shown(f) for f in found]
        raise Wrong("\n    ".join(problems))


def check_status(wants, status, report):
    fail = any(w.severity == "error" for w in wants)
    if status != (1 if fail else 0):
        raise Wrong("exit status %d" % status)
    if report["verdict"] != ("fail" if fail else "pass"):
        raise Wrong("verdict %s" % report["verdict"])


def check_text(case, found, output):
    """Each place, and the line of source that stands there."""
    seen = collections.Counter()
    lines = {}
    for f in found:
        seen[f["code"]] += 1
        if f["id"] in ASIDES:
            if "1 %s [%s]" % (f["id"], f["code"]) not in output:
                raise Wrong("text does not count " + f["id"])
            continue
        if seen[f["code"]] > REPEATS:
            continue
        at = f["location"]
        head = "%s:%d:%d: %s: %s [%s]" % (
            at["file"], at["line"], at["column"], f["severity"],
            f["message"], f["code"])
        if head not in output:
            raise Wrong("text lacks '%s'" % head)
        if at["file"] not in lines:
            lines[at["file"]] = read(
                os.path.join(case.dir, at["file"])).split("\n")
        source = lines[at["file"]][at["line"] - 1]
        if "%d | %s\n" % (at["line"], source) not in output:
            raise Wrong("text lacks the line '%s'" % source.strip())


def check_twin(binary, case, twin, blob, scratch):
    own = case.path(twin + ".dts")
    tree = case.system if case.in_option else own
    if blob:
        own_blob = os.path.join(scratch, twin + ".dtb")
        if case.is_config:
            own_blob = own
        else:
            compile_tree(own, own_blob)
        # A configuration is the file itself, which stays as it is.
        if twin == "bad" and case.edits:
            edit_blob(own_blob, case.edits)
        own, tree = own_blob, own_blob
        if case.in_option:
            tree = os.path.join(scratch, "system.dtb")
            compile_tree(case.system, tree)
    args = case.args(twin, own if blob else twin + ".dts")
    if not blob:
        tree = os.path.relpath(tree, case.dir)
    status, output = run(binary, case, args + ["--format=json"], tree)
    if status not in (0, 1):
        raise Wrong("exit status %d" % status)
    report = json.loads(output)
    asides = ASIDES - {w.id for wants in case.wants.values() for w in wants}
    found = [f for f in report["findings"]
             if f["id"] not in asides and "suppression" not in f]
    compare(case.wants[twin], found, twin, blob and not case.is_config)
    for f in found:
        check_contract(f)
    check_status(case.wants[twin], status, report)
    if twin == "bad" and not blob:
        check_text(case, found, run(binary, case, args + ["--color=never"],
                                    tree)[1])


def check_case(binary, name, codes):
    """The ways in which a case fails, each as text."""
    problems = []
    try:
        case = Case(name, codes)
    except (Wrong, OSError) as e:
        return [str(e)]
    with tempfile.TemporaryDirectory() as scratch:
        for twin in TWINS:
            for blob in case.forms:
                if case.edits and twin == "bad" and not blob:
                    continue
                form = "dtb" if blob else "dts"
                try:
                    check_twin(binary, case, twin, blob, scratch)
                except (Wrong, OSError, ValueError,
                        subprocess.TimeoutExpired) as e:
                    problems.append("%s.%s: %s" % (twin, form, e))
    return problems


def check_names(names, codes):
    """Every code has a case, and every case a code."""
    problems = []
    cases = set()
    for name in names:
        m = re.fullmatch(r"(\d{4})-([a-z0-9-]+)(_[a-z0-9-]+)?", name)
        if not m or m.group(2) not in codes or \
           codes[m.group(2)][0] != int(m.group(1)):
            problems.append("%s: a case of no code" % name)
        elif not m.group(3):
            cases.add(m.group(2))
    for ident, (number, _, _) in sorted(codes.items(), key=lambda c: c[1]):
        if ident not in cases:
            problems.append("%04d-%s: the code has no case" % (number, ident))
    return problems


def main():
    if len(sys.argv) < 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    binary = os.path.abspath(sys.argv[1])
    codes = registry()
    names = sorted(e.name for e in os.scandir(RULES) if e.is_dir())
    failures = check_names(names, codes) if len(sys.argv) == 2 else []
    for f in failures:
        print("FAIL " + f)
    failed = len(failures)
    if len(sys.argv) > 2:
        names = [n for n in names
                 if any(n.startswith(a) for a in sys.argv[2:])]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = pool.map(lambda n: check_case(binary, n, codes), names)
        for name, problems in zip(names, jobs):
            for p in problems:
                print("FAIL %s: %s" % (name, p))
            failed += bool(problems)
    passed = len(names) - (failed - len(failures))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not names else 0


if __name__ == "__main__":
    sys.exit(main())
