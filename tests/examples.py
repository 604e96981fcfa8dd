#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The examples of Xen's own documents pass.

usage: examples.py MPUC

Each tree of testdata/examples is an example of a binding that Xen documents
(docs/misc/arm/device-tree/booting.txt and passthrough.txt), rewritten as a
whole tree for our machine.  NAME.args holds more options of NAME.dts.  None
may get an error or a warning, as source and as blob.
"""
import glob
import json
import os
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, "testdata", "examples")
OPTIONS = ["--target", "xen-4.22", "--regions", "16", "--fdt-address",
           "0x1000000", "--xen", os.path.join(ROOT, "testdata", "rules",
                                              "xen.sym")]


def options_of(tree):
    path = tree[:-len("dts")] + "args"
    if not os.path.exists(path):
        return OPTIONS
    with open(path, encoding="utf-8") as f:
        return OPTIONS + shlex.split(f.read())


def complaints(mpuc, tree, options):
    run = subprocess.run([mpuc, "check", "--format", "json", *options, tree],
                         cwd=FOLDER, capture_output=True, text=True,
                         check=False)
    if run.returncode not in (0, 1):
        return [run.stderr.strip()]
    return ["%s: %s" % (f["id"], f["message"])
            for f in json.loads(run.stdout)["findings"]
            if f["severity"] != "note"]


def main():
    if len(sys.argv) != 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    mpuc = os.path.abspath(sys.argv[1])
    trees = sorted(glob.glob(os.path.join(FOLDER, "*.dts")))
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for tree in trees:
            blob = os.path.join(scratch, os.path.basename(tree) + "b")
            subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", blob,
                            tree], check=True)
            bad = complaints(mpuc, tree, options_of(tree)) + \
                complaints(mpuc, blob, options_of(tree))
            failed += bool(bad)
            for text in bad:
                print("FAIL %s: %s" % (os.path.basename(tree), text))
    print("%d passed, %d failed" % (len(trees) - failed, failed))
    return 1 if failed or not trees else 0


if __name__ == "__main__":
    sys.exit(main())
