#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Hold mpuc's reading of the bindings against dt-schema's.

usage: bindings.py MPUC

Every file of schemas/bindings/ has to pass dt-doc-validate.  Then both
dt-validate and mpuc get the same trees: the examples of all rules, the
systems, and testdata/bindings/*.dts.  What one of them says of a property
and the other does not has to stand in testdata/bindings/differences, with
the reason, and all that stands there has to be so.

dt-validate names the last part of a node's path only, so that is what is
compared; where a rule of mpuc has spoken of the property or of its absence,
the binding need not.
"""
import collections
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import rules

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BINDINGS = os.path.join(ROOT, "schemas", "bindings")
OWN = os.path.join(ROOT, "testdata", "bindings")
SYSTEMS = os.path.join(ROOT, "testdata", "systems")
DIFFERENCES = os.path.join(OWN, "differences")
OWN_ARGS = ["--target=xen-mpu-v2", "--regions=16"]
BATCH = 40	# trees of one dt-validate, which ends at the first it dislikes
TIMEOUT = 120
MISSING = (r"'(?P<name>[^']+)' is a required property",
           r"'(?P<name>[^']+)' is a dependency of ")

Tree = collections.namedtuple("Tree", "name source args option")


def corpus():
    """Trees; option: the tree stands in an option of args, not in INPUT."""
    codes = rules.registry()
    for name in sorted(os.listdir(rules.RULES)):
        if not os.path.isdir(os.path.join(rules.RULES, name)):
            continue
        case = rules.Case(name, codes)
        if case.is_config:
            continue
        for twin in rules.TWINS:
            # A blob that no source can state has nothing to compile.
            if not (twin == "bad" and case.edits):
                yield Tree("%s/%s" % (name, twin), case.path(twin + ".dts"),
                           lambda blob, c=case, t=twin: c.args(t, blob),
                           case.system if case.in_option else None)
    for path in sorted(glob.glob(os.path.join(SYSTEMS, "*", "system.dts"))):
        yield Tree(os.path.basename(os.path.dirname(path)), path,
                   lambda blob: OWN_ARGS, None)
    for path in sorted(glob.glob(os.path.join(OWN, "*.dts"))):
        yield Tree(os.path.basename(path), path, lambda blob: OWN_ARGS, None)


def compile_tree(source, blob):
    text = source
    if "#include" in open(source, encoding="utf-8").read():
        text = blob + ".dts"
        subprocess.run(["cpp", "-nostdinc", "-undef", "-x",
                        "assembler-with-cpp", "-I", os.path.dirname(source),
                        source, text], check=True)
    made = subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-i",
                           os.path.dirname(source), "-o", blob, text],
                          capture_output=True, text=True, check=False)
    if not os.path.exists(blob):
        sys.exit("dtc: %s: %s" % (source, made.stderr))


def check_documents():
    """Complaints of dt-doc-validate."""
    files = sorted(glob.glob(os.path.join(BINDINGS, "*.yaml")))
    said = subprocess.run(["dt-doc-validate", "-u", BINDINGS, *files],
                          capture_output=True, text=True, timeout=TIMEOUT,
                          check=False)
    return said.stdout + said.stderr if said.returncode != 0 or \
        said.stderr.strip() else ""


def dt_validate(blobs):
    """(blob, node, property) of all that it says; None when it gives up."""
    said = subprocess.run(["dt-validate", "-s", BINDINGS, "-l", BINDINGS,
                           *blobs], capture_output=True, text=True,
                          timeout=TIMEOUT, check=False)
    if "Traceback" in said.stderr:
        return None
    found = set()
    for line in said.stderr.splitlines():
        blob = line.split(": ", 1)[0]
        if blob not in blobs:
            continue	# of a type that does not fit, or more of a message
        node, what = line[len(blob) + 2:].split(": ", 1)
        missing = [re.match(p, what) for p in MISSING]
        names = [m.group("name") for m in missing if m]
        found.add((blob, node, names[0] if names else what.split(":")[0]))
    return found


def all_dt_validate(blobs):
    found = dt_validate(blobs)
    if found is not None:
        return found
    if len(blobs) == 1:
        return {(blobs[0], "-", "crash")}
    half = len(blobs) // 2
    return all_dt_validate(blobs[:half]) | all_dt_validate(blobs[half:])


def mpuc_check(mpuc, args, inputs):
    said = subprocess.run([mpuc, "check", "--format", "json", *args, *inputs],
                          capture_output=True, text=True, timeout=TIMEOUT,
                          check=False)
    if said.returncode not in (0, 1):
        sys.exit("mpuc: exit %d: %s" % (said.returncode, said.stderr))
    report = json.loads(said.stdout)
    return report.get("reports", [report])


class Said:
    """What mpuc says of one tree."""

    def __init__(self, report):
        self.by_rule = set()
        self.by_binding = set()
        self.of_nodes = []
        for f in report["findings"]:
            path = f["node"] or "/"
            node = path if path == "/" else path.split("/")[-1]
            name = f["property"]
            if f["id"].startswith("schema-"):
                absent = re.match(r"'([^']+)' is missing", f["message"])
                self.by_binding.add((node, absent.group(1) if absent
                                     else name))
            elif name:
                self.by_rule.add((node, name))
            else:
                self.of_nodes.append((node, f["message"]))

    def covers(self, node, name):
        word = re.compile(r"(^|[^\w,-])%s($|[^\w,-])" % re.escape(name))
        return (node, name) in self.by_binding | self.by_rule or any(
            n == node and word.search(text) for n, text in self.of_nodes)


def ask_mpuc(mpuc, trees, blobs):
    """One run for all trees with the same options."""
    groups = collections.defaultdict(list)
    said = {}
    for tree in trees:
        blob = blobs[tree.name]
        # dt-validate knows the shipped bindings, so mpuc gets no others.
        args = tuple(a for a in tree.args(blob)
                     if not a.startswith("--schema"))
        groups[args].append((tree.name, tree.option or blob))
    for args, members in groups.items():
        reports = mpuc_check(mpuc, args, [m[1] for m in members])
        if len(reports) != len(members):
            sys.exit("mpuc: %d reports of %d trees" % (len(reports),
                                                      len(members)))
        for (name, _), report in zip(members, reports):
            said[name] = Said(report)
    return said


def differences(trees, blobs, by_dt, by_mpuc):
    names = {blob: name for name, blob in blobs.items()}
    theirs = collections.defaultdict(set)
    found = set()
    for blob, node, prop in by_dt:
        theirs[names[blob]].add((node, prop))
    for tree in trees:
        said = by_mpuc[tree.name]
        if ("-", "crash") in theirs[tree.name]:
            found.add((tree.name, "-", "-", "crash"))
            continue
        for node, prop in theirs[tree.name]:
            if not said.covers(node, prop):
                found.add((tree.name, node, prop, "dt-validate"))
        for node, prop in said.by_binding - theirs[tree.name]:
            found.add((tree.name, node, prop, "mpuc"))
    return found


def distinct(blobs):
    """The blobs without repeats: many a good example is the same tree."""
    first = {}
    for blob in blobs:
        with open(blob, "rb") as f:
            first.setdefault(f.read(), []).append(blob)
    return {same[0]: same for same in first.values()}


def known():
    """Rows of the table: TREE NODE PROPERTY WHO REASON..."""
    table = {}
    with open(DIFFERENCES, encoding="utf-8") as f:
        for line in f:
            words = line.split(None, 4)
            if not line.startswith("#") and words:
                if len(words) < 5:
                    sys.exit("differences: no reason: %s" % line)
                table[tuple(words[:4])] = words[4]
    return table


def main():
    mpuc = os.path.abspath(sys.argv[1])
    trees = list(corpus())
    failed = check_documents()
    print(failed, end="")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as p:
        blobs = {t.name: os.path.join(folder, t.name.replace("/", "--") +
                                      ".dtb") for t in trees}
        list(p.map(lambda t: compile_tree(t.source, blobs[t.name]), trees))
        same = distinct(blobs.values())
        every = list(same)
        batches = p.map(all_dt_validate, [every[i:i + BATCH] for i in
                                          range(0, len(every), BATCH)])
        by_mpuc = ask_mpuc(mpuc, trees, blobs)
        by_dt = {(blob, node, prop) for first, node, prop in
                 set().union(*batches) for blob in same[first]}
        found = differences(trees, blobs, by_dt, by_mpuc)
    table = known()
    for row in sorted(found - set(table)):
        print("not in the table of differences: %s" % " ".join(row))
    for row in sorted(set(table) - found):
        print("no difference any more: %s" % " ".join(row))
    agreed = sum(len(s.by_binding) for s in by_mpuc.values())
    print("%d trees, %d said by dt-validate, %d by mpuc, %d differences" % (
        len(trees), len(by_dt), agreed, len(found)))
    return 1 if failed or found != set(table) else 0


if __name__ == "__main__":
    sys.exit(main())
