#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What place and fix write has to pass check.

usage: edits.py MPUC [CASE...]

place: every tree of testdata/systems that passes check loses its static
memory, all of it or one domain's; place puts it back, and check finds no
error in the result.

fix: the bad example of every rule is mended.  Where its own finding had a
change, it is gone with it; what was an error before may be left, but no error
is new, and fix finds nothing more to do.  A finding of a rule in FIXED has to
have a change, and of no other one.
"""
import concurrent.futures
import glob
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import rules  # noqa: E402  (its cases are the examples)

SYSTEMS = os.path.join(rules.ROOT, "testdata", "systems")

# Case -> is its change unsafe?
FIXED = {
    "0117-static-mem-outside-section": False,
    "0117-static-mem-outside-section_touching": False,
    "0118-module-outside-section": False,
    "0118-module-outside-section_end": False,
    "0119-foreign-memory-in-section": True,
    "0119-foreign-memory-in-section_heap": True,
    "0119-foreign-memory-in-section_module": True,
    "0119-foreign-memory-in-section_uart": True,
    "0120-shm-outside-section": False,
    "0141-unaligned-base": True,
    "0141-unaligned-base_heap": True,
    "0141-unaligned-base_section": True,
    "0142-unaligned-size": True,
    "0142-unaligned-size_heap": True,
    "0152-cells-trailing": False,
    "0152-cells-trailing_memory": False,
    "0152-cells-trailing_module": False,
    "0152-cells-trailing_section": False,
    "0154-cells-invalid_amd": True,
    "0155-cells-not-inherited": False,
    "0161-memory-sum-mismatch": False,
    "0161-memory-sum-mismatch_order": False,
    "0163-memory-missing": False,
    "0164-memory-malformed": False,
    "0166-cpus-missing": True,
    "0166-cpus-missing_empty": True,
    "0166-cpus-missing_short": True,
    "0167-cpus-range": True,
    "0167-cpus-range_r52": True,
    "0183-direct-map-missing": False,
    "0191-section-missing": False,
    "0191-section-missing_empty": False,
    "0193-device-section-covers-ram": True,
    "0194-device-section-many": True,
    "0255-shm-not-identity": True,
    "0283-domain-disabled": True,
    "0283-domain-disabled_amd": True,
    "0283-domain-disabled_ok": True,
    "0321-property-misspelt": False,
    "0331-el1-msa": False,
    "0331-el1-msa_empty": False,
    "0331-el1-msa_r52": True,
    "0332-cpus-redistributors": True,
}


def mpuc(binary, folder, *args):
    p = subprocess.run([binary, *args], cwd=folder, check=False,
                       stdin=subprocess.DEVNULL, capture_output=True,
                       timeout=rules.TIMEOUT)
    return p.returncode, p.stdout.decode(), p.stderr.decode()


def document(binary, folder, *args):
    code, out, err = mpuc(binary, folder, *args, "--format=json")
    if err or code not in (0, 1, 4):
        raise rules.Wrong("%s: exit %d: %s" % (args[0], code, err))
    return code, json.loads(out)


# ------------------------------------------------------------------ place

def system_args(path):
    with open(path, encoding="utf-8") as f:
        words = shlex.split(f.read(), comments=True)
    return [w for w in words if w != "system.dts"]


def without_banks(text, which):
    """The tree without the static memory of domain which, or of all (0)."""
    pattern = r"^\s*xen,static-mem = [^;]*;\n"
    spots = list(re.finditer(pattern, text, re.M))
    if which == 0:
        return re.sub(pattern, "", text, flags=re.M), len(spots)
    m = spots[which - 1]
    return text[:m.start()] + text[m.end():], len(spots)


def place_system(binary, args_file, which):
    folder, name = os.path.split(args_file)
    args = system_args(args_file)
    with open(os.path.join(folder, "system.dts"), encoding="utf-8") as f:
        text = f.read()
    tree, banks = without_banks(text, which)
    if not banks:
        return False
    with tempfile.TemporaryDirectory() as scratch:
        source = os.path.join(scratch, "system.dts")
        overlay = os.path.join(scratch, "place.dtso")
        with open(source, "w", encoding="utf-8") as f:
            f.write(tree)
        if document(binary, folder, "check", *args, source)[0] == 0:
            raise rules.Wrong("nothing is wrong without the banks")
        code, out, err = mpuc(binary, folder, "place", *args, "--align=4K",
                              "--format=dtso",
                              "-o", overlay, source)
        if code or out or err:
            raise rules.Wrong("place: exit %d: %s" % (code, out + err))
        code, report = document(binary, folder, "check", *args, source,
                                overlay)
        if code:
            raise rules.Wrong("check: %s" % [
                f["message"] for f in report["findings"]
                if f["severity"] == "error"])
        with open(overlay, encoding="utf-8") as f:
            again = f.read()
        code, placed = document(binary, folder, "place", *args, "--align=4K",
                                source)
        if code or placed["overlay"] != again:
            raise rules.Wrong("text and JSON are of different overlays")
        if which == 0:
            anew(binary, folder, args)
    return True


def anew(binary, folder, args):
    """The sections computed anew hold everything, too."""
    code, placed = document(binary, folder, "place", *args, "--sections",
                            "system.dts")
    errors = [f["message"] for f in placed["findings"]]
    if code or errors:
        raise rules.Wrong("place --sections: exit %d: %s" % (code, errors))


def passes(binary, args_file):
    folder = os.path.dirname(args_file)
    return document(binary, folder, "check", *system_args(args_file),
                    "system.dts")[0] == 0


# -------------------------------------------------------------------- fix

def options_of_fix(binary):
    """The options that the examples of a rule may have here."""
    _, out, _ = mpuc(binary, rules.ROOT, "__options")
    rows = [line.split("\t") for line in out.splitlines()]
    return {row[1] for row in rows if row[0] == "fix"}


def own_findings(report, ident, key):
    return [f for f in report[key] if f["id"] == ident]


def fix_case(binary, case):
    if case.in_option or case.edits:
        return False
    name = case.name
    args = case.args("bad", case.path("bad.dts"))
    args = [a for a in args if not a.startswith(("--strict", "--fail-on"))]
    if not {a.split("=")[0] for a in args} <= options_of_fix(binary):
        return False
    code, report = document(binary, case.dir, "check", *args, "bad.dts")
    own = [f.get("fix") for f in report["findings"] if f["id"] == case.ident]
    unsafe = {f["unsafe"] for f in own if f}
    if bool(unsafe) != (name in FIXED):
        raise rules.Wrong("%s a change" % ("has" if unsafe else "lacks"))
    if unsafe and unsafe != {FIXED[name]}:
        raise rules.Wrong("unsafe is %s" % unsafe)
    more = ["--unsafe"] if True in unsafe else []
    code, fixed = document(binary, case.dir, "fix", *args, *more, "bad.dts")
    new = [f["message"] for f in fixed["findings"] if not f["before"]]
    if new:
        raise rules.Wrong("new errors: %s" % new)
    if not unsafe:
        return False
    if own_findings(fixed, case.ident, "fixed") == [] or \
            own_findings(fixed, case.ident, "findings"):
        raise rules.Wrong("not fixed: %s" % fixed["changes"])
    if code != (1 if fixed["findings"] else 0):
        raise rules.Wrong("exit status %d" % code)
    if False in unsafe:
        return True
    # What needs --unsafe is offered, and not done, without it.
    code, kept = document(binary, case.dir, "fix", *args, "bad.dts")
    if own_findings(kept, case.ident, "fixed") or \
            not own_findings(kept, case.ident, "offered"):
        raise rules.Wrong("done without --unsafe")
    return True


def fixed_twice(binary, case):
    """The overlay of a fix leaves nothing to fix."""
    args = case.args("bad", case.path("bad.dts"))
    with tempfile.TemporaryDirectory() as scratch:
        overlay = os.path.join(scratch, "fix.dtso")
        code, out, err = mpuc(binary, case.dir, "fix", *args, "--unsafe",
                              "--format=dtso", "-o", overlay, "bad.dts")
        if code not in (0, 1) or out or err:
            raise rules.Wrong("fix: exit %d: %s" % (code, out + err))
        _, again = document(binary, case.dir, "fix", *args, "--unsafe",
                            "bad.dts", overlay)
        if again["changes"]:
            raise rules.Wrong("fixed again: %s" % again["changes"])


def jobs(binary, wanted):
    codes = rules.registry()
    for path in sorted(glob.glob(os.path.join(SYSTEMS, "*", "args*"))):
        name = "%s/%s" % tuple(path.split(os.sep)[-2:])
        # One system's tree stands elsewhere, beside the program for it.
        if not os.path.exists(os.path.join(os.path.dirname(path),
                                           "system.dts")):
            continue
        if (wanted and name not in wanted) or not passes(binary, path):
            continue
        with open(os.path.join(os.path.dirname(path), "system.dts"),
                  encoding="utf-8") as f:
            banks = f.read().count("xen,static-mem = ")
        for which in range(banks + 1 if banks > 1 else banks):
            yield name, place_system, (binary, path, which)
    for name in sorted(os.listdir(rules.RULES)):
        if not os.path.isdir(os.path.join(rules.RULES, name)) or \
                (wanted and name not in wanted):
            continue
        case = rules.Case(name, codes)
        yield name, fix_case, (binary, case)
        if name in FIXED and not name.count("_"):
            yield name, fixed_twice, (binary, case)


def run(job):
    name, fn, args = job
    try:
        fn(*args)
    except (rules.Wrong, ValueError, subprocess.TimeoutExpired) as e:
        return "FAIL %s: %s: %s" % (name, fn.__name__, e)
    return None


def main():
    if len(sys.argv) < 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    binary = os.path.abspath(sys.argv[1])
    todo = list(jobs(binary, set(sys.argv[2:])))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = list(pool.map(run, todo))
    for problem in filter(None, problems):
        print(problem)
    failed = sum(p is not None for p in problems)
    print("%d passed, %d failed" % (len(problems) - failed, failed))
    return 1 if failed or not problems else 0


if __name__ == "__main__":
    sys.exit(main())
