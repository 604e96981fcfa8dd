#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Blobs that are wrong in the ways that the tests of device tree tools know.

usage: bad_trees.py MPUC FDT_JUDGE

Bad fields of the header, blocks that are misaligned, outside or on top of
each other, names and values that don't end, nodes and properties that are
there twice: one way each with the line that mpuc says (bad_tree_cases.py),
and thousands that are made by changing each part of a good blob
(bad_tree_mutants.py).  libfdt is asked about each by fdt_judge.c: mpuc has
to take just what libfdt takes, but for what is listed here with the reason,
which it has to refuse.  What is refused is told in one line, what is taken
gets a report without a message, and a second run says the same.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter

from bad_tree_cases import CASES
from bad_tree_mutants import CATEGORIES

# What libfdt takes or can't be asked, as the judge calls it, and why mpuc
# refuses it.  There is nothing the other way round.
STRICTER = {
    "version-old": "names and values lie otherwise; libfdt follows a null "
                   "pointer when asked",
    "length-endless": "it leads back; libfdt goes round in circles",
    "length-wraps": "2 GiB and more are below zero to libfdt",
    "name-outside": "libfdt asks for the size of the strings in version 17",
    "structure-misaligned": "the specification has it aligned to 4",
    "reservations-misaligned": "the specification has them aligned to 8",
    "no-root": "there is nothing to look at",
    "nop-outside": "libfdt and Xen look for the root at offset 0 only",
    "property-outside": "it belongs to no node; Xen ends the tree there",
    "property-late": "it is behind a subnode; Xen ends the tree there",
}
COMMAND = ("check", "--format=json", "--no-config", "--target", "xen-mpu-v2",
           "--regions", "16")
SHOWN = 10	# mistakes of a category


def run(program, folder, *args):
    p = subprocess.run([program, *args], cwd=folder, timeout=300,
                       stdin=subprocess.DEVNULL, capture_output=True,
                       check=False)
    return p.returncode, p.stdout, p.stderr.decode(errors="replace")


def answer(report):
    """The message of a refusal, or None; ValueError if it is neither."""
    if report["verdict"] == "error":
        return report["error"]["message"]
    if "error" in report or report["verdict"] not in ("pass", "fail"):
        raise ValueError("verdict %s" % report["verdict"])
    return None


def lines(refused):
    return "".join("mpuc: %s: %s\n" % told for told in refused)


def single(mpuc, folder, name, wanted):
    """What is wrong with a run over this blob alone, or None."""
    status, out, err = run(mpuc, folder, *COMMAND, name)
    if status not in ((3,) if wanted else (0, 1)):
        return "status %d, %s" % (status, err)
    if err != (lines([(name, wanted)]) if wanted else ""):
        return "it says %s" % err
    got = answer(json.loads(out))
    return None if got == wanted else "the report says %s" % got


def batch(mpuc, folder, names):
    """What mpuc says of each blob: a message, or None."""
    result = run(mpuc, folder, *COMMAND, *names)
    if run(mpuc, folder, *COMMAND, *names) != result:
        raise ValueError("a second run says something else")
    status, out, err = result
    if status not in (0, 1, 3):
        raise ValueError("status %d, %s" % (status, err[-200:]))
    reports = json.loads(out)["reports"]
    if [r["input"] for r in reports] != names:
        raise ValueError("reports of other inputs")
    answers = [answer(r) for r in reports]
    refused = [(n, a) for n, a in zip(names, answers) if a is not None]
    if err != lines(refused):
        raise ValueError("messages that are not in the report, or missing")
    if status != 3 and refused:
        raise ValueError("status %d" % status)
    return answers


def ask(judge, folder, names):
    """Whether each blob is to be taken, and the words about it."""
    status, out, err = run(judge, folder, *names)
    verdicts = out.decode().splitlines()
    if status or err or len(verdicts) != len(names):
        raise ValueError("the judge: status %d, %s" % (status, err))
    for verdict in verdicts:
        said, *words = verdict.split()
        if not set(words) <= set(STRICTER):
            raise ValueError("the judge: %s" % verdict)
        yield said == "ok" and not words, words, verdict


def write(folder, blobs):
    """The names of the files; what is there already is not made again."""
    files = {}
    for label, data in blobs:
        files.setdefault(data, label)
    names = []
    for i, data in enumerate(files):
        names.append("%d.dtb" % i)
        with open(os.path.join(folder, names[-1]), "wb") as f:
            f.write(data)
    return names, list(files.values())


def category(mpuc, judge, title, differs):
    """How many were tried, and each that is wrong; adds to differs."""
    cases = CASES.get(title, {})
    blobs = [(name, data) for name, (data, _) in cases.items()]
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (data, wanted) in cases.items():
            write(folder, [(name, data)])
            why = single(mpuc, folder, "0.dtb", wanted)
            if why:
                wrong.append("%s: %s" % (name, why))
        names, labels = write(folder, blobs + list(
            CATEGORIES.get(title, tuple)()))
        judged = list(ask(judge, folder, names))
        answers = batch(mpuc, folder, names)
    for label, (take, words, verdict), got in zip(labels, judged, answers):
        if take != (got is None):
            wrong.append("%s: libfdt says %s, mpuc %s" %
                         (label, verdict, got or "takes it"))
        differs.update(words)
    taken = answers.count(None)
    print("%s: %d cases, %d mutants, %d taken, %d refused%s" %
          (title, len(cases), len(labels) - len(cases), taken,
           len(labels) - taken, ", %d WRONG" % len(wrong) if wrong else ""))
    return len(labels), wrong


def main():
    if len(sys.argv) != 3:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    mpuc, judge = map(os.path.abspath, sys.argv[1:])
    passed, failed, differs = 0, 0, Counter()
    for title in dict.fromkeys([*CASES, *CATEGORIES]):
        try:
            tried, wrong = category(mpuc, judge, title, differs)
        except (ValueError, subprocess.TimeoutExpired) as error:
            tried, wrong = 1, [str(error)]
        failed += len(wrong)
        passed += max(tried - len(wrong), 0)
        for text in wrong[:SHOWN]:
            print("FAIL %s: %s" % (title, text))
    for word, reason in STRICTER.items():
        print("  stricter than libfdt: %s, %d: %s" % (word, differs[word],
                                                     reason))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
