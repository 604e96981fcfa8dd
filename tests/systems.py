#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Run whole systems and compare every output with what it was.

usage: systems.py MPUC [--update] [SYSTEM...]
       systems.py MPUC --layouts DIRECTORY

Each folder of testdata/systems is one system.  Its file args holds the
options and the input, as a shell would split them, with # for comments; a
file args-NAME is one more way to run the same system.  Beside it stand the
goldens (NAME. in front of each for args-NAME):

  check.txt check.json plan.txt plan.json
  layout.hex inspect.json     when the layout can be packed
  optimal.txt                 the optimal plan, where there are guests

A file facts (facts-NAME) holds what is known from elsewhere, so --update
never touches it; each line is one of

  CONTEXT slot N PRBAR PRLAR    CONTEXT empty N    CONTEXT need N
  errors N    error ID N

What needs no golden is checked as well: the exit status is that of the
verdict, the environment changes nothing, the tree as a DTB gives the same
plan, and a packed layout verifies against its tree.  --update writes the
goldens; read what changed.  --layouts only packs what can be packed, into
NAME.layout and, decoded by mpuc, NAME.json, for other tests.
"""
import collections
import concurrent.futures
import difflib
import json
import os
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SYSTEMS = os.path.join(ROOT, "testdata", "systems")
TIMEOUT = 60
SHOWN = 40	# lines of a difference
GOLDENS = ("check.txt", "check.json", "plan.txt", "plan.json",
           "layout.hex", "inspect.json", "optimal.txt")


class Wrong(Exception):
    """What a system did not do as it should."""


def environment(**more):
    env = {k: v for k, v in os.environ.items()
           if k in ("PATH", "HOME", "TMPDIR", "ASAN_OPTIONS",
                    "UBSAN_OPTIONS", "LSAN_OPTIONS")}
    return {**env, "LC_ALL": "C", "TERM": "dumb", **more}


class System:
    """One args file."""

    def __init__(self, binary, folder, args_file):
        self.binary = binary
        self.dir = os.path.join(SYSTEMS, folder)
        variant = args_file[len("args-"):]
        self.suffix = args_file[len("args"):]
        self.prefix = variant + "." if variant else ""
        self.name = folder + ("/" + variant if variant else "")
        with open(os.path.join(self.dir, args_file), encoding="utf-8") as f:
            words = shlex.split(f.read(), comments=True)
        self.inputs = [w for w in words if w.endswith(
            (".dts", ".dtb", ".dtso", ".dtbo")) and "=" not in w]
        self.options = [w for w in words if w not in self.inputs]
        if not self.inputs:
            raise Wrong("%s: %s names no tree" % (self.name, args_file))

    def run(self, *args, env=None, want=(0, 1)):
        p = subprocess.run([self.binary, *args], cwd=self.dir,
                           stdin=subprocess.DEVNULL, capture_output=True,
                           env=env or environment(), timeout=TIMEOUT,
                           check=False)
        refusal = args[0] == "pack" and p.returncode == 1
        if p.returncode not in want or bool(p.stderr) != refusal:
            raise Wrong("mpuc %s: exit status %d %s" % (
                " ".join(args), p.returncode,
                p.stderr.decode(errors="replace")))
        return p.returncode, p.stdout

    def report(self, command, form, inputs=None, env=None):
        return self.run(command, "--format=" + form, *self.options,
                        *(inputs or self.inputs), env=env)

    def golden(self, name):
        return os.path.join(self.dir, self.prefix + name)


def check_reports(system, outputs):
    """All four reports; returns whether the verdict is pass."""
    statuses = set()
    for command in ("check", "plan"):
        for form, suffix in (("text", "txt"), ("json", "json")):
            status, text = system.report(command, form)
            outputs["%s.%s" % (command, suffix)] = text
            statuses.add(status)
    verdict = json.loads(outputs["check.json"])["verdict"]
    if statuses != {0 if verdict == "pass" else 1}:
        raise Wrong("the verdict is %s, the exit status is %s" % (
            verdict, sorted(statuses)))
    return verdict == "pass"


def check_environment(system, outputs):
    """Locale, time zone, terminal and colour wishes change no byte."""
    env = environment(LC_ALL="tr_TR.UTF-8", LANG="de_DE.UTF-8",
                      TZ="Pacific/Kiritimati", TERM="xterm-256color",
                      COLUMNS="40", CLICOLOR_FORCE="1")
    for command in ("check", "plan"):
        if system.report(command, "text", env=env)[1] != \
           outputs[command + ".txt"]:
            raise Wrong("%s depends on the environment" % command)


def check_facts(system, outputs):
    """What measurement or counting by hand says, against the reports."""
    path = os.path.join(system.dir, "facts" + system.suffix)
    if not os.path.exists(path):
        return
    contexts = {c["name"]: c
                for c in json.loads(outputs["plan.json"])["contexts"]}
    errors = collections.Counter(
        f["id"] for f in json.loads(outputs["check.json"])["findings"]
        if f["severity"] == "error")
    with open(path, encoding="utf-8") as f:
        lines = [line.split("#")[0].split() for line in f]
    for words in filter(None, lines):
        if words[0] == "errors":
            have = [str(sum(errors.values()))]
        elif words[0] == "error":
            have = [str(errors[words[1]])]
        elif words[0] not in contexts:
            raise Wrong("there is no context %s" % words[0])
        elif words[1] == "need":
            have = [str(contexts[words[0]]["need"])]
        else:
            have = [x for r in contexts[words[0]]["regions"]
                    if r["slot"] == int(words[2]) and
                    r["lifetime"] != "transient"
                    for x in (r["prbar"], r["prlar"])]
        want = words[3:] if words[1] in ("slot", "empty") else words[-1:]
        if want != have:
            raise Wrong("fact '%s': it is %s" % (
                " ".join(words), " ".join(have) or "empty"))


def compile_all(system, scratch):
    """The trees of a system as blobs, same names otherwise."""
    blobs = []
    for path in system.inputs:
        stem, ext = os.path.splitext(path)
        if ext in (".dtb", ".dtbo"):
            blobs.append(path)
            continue
        blob = os.path.join(scratch, os.path.basename(stem) +
                            (".dtbo" if ext == ".dtso" else ".dtb"))
        flags = ["-@"] if len(system.inputs) > 1 else []
        p = subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", *flags,
                            "-o", blob, path], cwd=system.dir, check=False,
                           stdin=subprocess.DEVNULL, capture_output=True,
                           timeout=TIMEOUT)
        if p.returncode:
            raise Wrong("dtc: " + p.stderr.decode(errors="replace"))
        blobs.append(blob)
    return blobs


def check_blob(system, outputs, blobs):
    """A blob has no places, but the plan is the same."""
    plans = [json.loads(outputs["plan.json"]),
             json.loads(system.report("plan", "json", blobs)[1])]
    for plan in plans:
        plan.pop("input", None)
    if plans[0] != plans[1]:
        raise Wrong("the DTB has another plan than its source")
    codes = [sorted(f["code"] + f["severity"] + f["node"] + f["message"]
                    for f in json.loads(text)["findings"])
             for text in (outputs["check.json"],
                          system.report("check", "json", blobs)[1])]
    if codes[0] != codes[1]:
        raise Wrong("the DTB has other findings than its source:\n" +
                    "\n".join(difflib.unified_diff(*codes, lineterm="")))


def may_pack(outputs, passes):
    plan = json.loads(outputs["plan.json"])
    # A region of the moment is no part of a layout.
    placed = all(r.get("placed", True) or r["lifetime"] == "transient"
                 for c in plan["contexts"] for r in c["regions"])
    return passes and placed and plan["contexts"]


def check_layout(system, outputs, passes, scratch):
    layout = os.path.join(scratch, "layout.bin")
    pack = ["pack", "-o", layout, *system.options, *system.inputs]
    if not may_pack(outputs, passes):
        system.run(*pack, want=(1,))
        if os.path.exists(layout):
            raise Wrong("pack failed and wrote its file")
        return
    system.run(*pack, want=(0,))
    with open(layout, "rb") as f:
        data = f.read()
    outputs["layout.hex"] = "".join(
        data[at:at + 32].hex() + "\n"
        for at in range(0, len(data), 32)).encode()
    system.run("verify", layout, *system.options, *system.inputs, want=(0,))
    outputs["inspect.json"] = system.run(
        "inspect", "--format=json", layout, want=(0,))[1].replace(
            os.fsencode(layout), b"layout.bin")


def check_optimal(system, outputs, scratch):
    """The optimal plan; its layout verifies, where it can be packed."""
    plan = json.loads(outputs["plan.json"])
    if not any(c["kind"] == "guest" for c in plan["contexts"]):
        return
    status, text = system.run("plan", "--plan=optimal", *system.options,
                              *system.inputs, want=(0, 1))
    outputs["optimal.txt"] = text
    layout = os.path.join(scratch, "optimal.bin")
    packed, _ = system.run("pack", "--plan=optimal", "-o", layout,
                           *system.options, *system.inputs, want=(0, 1))
    if status == 1 and packed == 0:
        raise Wrong("packed the optimal plan of a tree with errors")
    if packed == 0:
        system.run("verify", layout, *system.options, *system.inputs,
                   want=(0,))


def difference(golden, text, name):
    old = golden.decode(errors="replace").splitlines()
    new = text.decode(errors="replace").splitlines()
    lines = list(difflib.unified_diff(old, new, "golden " + name, "now",
                                      lineterm="", n=1))
    more = len(lines) - SHOWN
    if more > 0:
        lines = lines[:SHOWN] + ["... %d more lines" % more]
    return "\n      ".join(lines)


def compare(system, outputs, update):
    problems = []
    for name in GOLDENS:
        path = system.golden(name)
        text = outputs.get(name)
        golden = None
        if os.path.exists(path):
            with open(path, "rb") as f:
                golden = f.read()
        if golden == text:
            continue
        if update:
            print("%s: %s" % (system.name, os.path.basename(path)))
            if text is None:
                os.remove(path)
            else:
                with open(path, "wb") as f:
                    f.write(text)
        elif text is None:
            problems.append("%s: there is no such output any more" % name)
        elif golden is None:
            problems.append("%s: there is no golden; --update" % name)
        else:
            problems.append(difference(golden, text, name))
    return problems


def check_system(system, update):
    """The ways in which a system fails, each as text."""
    outputs = {}
    try:
        with tempfile.TemporaryDirectory() as scratch:
            passes = check_reports(system, outputs)
            check_facts(system, outputs)
            check_environment(system, outputs)
            check_blob(system, outputs, compile_all(system, scratch))
            check_layout(system, outputs, passes, scratch)
            check_optimal(system, outputs, scratch)
    except (Wrong, OSError, ValueError, KeyError,
            subprocess.TimeoutExpired) as e:
        return ["%s: %s" % (type(e).__name__, e)]
    return compare(system, outputs, update)


def find_systems(binary, wanted):
    for folder in sorted(os.listdir(SYSTEMS)):
        if wanted and folder not in wanted:
            continue
        files = os.listdir(os.path.join(SYSTEMS, folder))
        args = sorted(f for f in files if f == "args" or
                      f.startswith("args-"))
        if not args:
            raise Wrong("%s has no args" % folder)
        for name in args:
            yield System(binary, folder, name)


def write_layouts(systems, folder):
    count = 0
    os.makedirs(folder, exist_ok=True)
    for system in systems:
        if not os.path.exists(system.golden("layout.hex")):
            continue
        for which in ("as-is", "optimal"):
            path = os.path.join(folder, "%s-%s" % (
                system.name.replace("/", "-"), which))
            system.run("pack", "--plan=" + which, "-o", path + ".layout",
                       *system.options, *system.inputs, want=(0,))
            text = system.run("inspect", "--format=json", path + ".layout",
                              want=(0,))[1]
            with open(path + ".json", "wb") as f:
                f.write(text)
            count += 1
    print("%d layouts" % count)
    return 0 if count else 1


def main():
    args = sys.argv[1:]
    update = "--update" in args
    args = [a for a in args if a != "--update"]
    if not args:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    try:
        if len(args) == 3 and args[1] == "--layouts":
            return write_layouts(find_systems(os.path.abspath(args[0]), []),
                                 os.path.abspath(args[2]))
        systems = list(find_systems(os.path.abspath(args[0]), args[1:]))
    except Wrong as e:
        print("FAIL %s" % e)
        return 1
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda s: check_system(s, update), systems)
        for system, problems in zip(systems, results):
            for problem in problems:
                print("FAIL %s: %s" % (system.name, problem))
            failed += bool(problems)
    print("%d passed, %d failed" % (len(systems) - failed, failed))
    return 1 if failed or not systems else 0


if __name__ == "__main__":
    sys.exit(main())
