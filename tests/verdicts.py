#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Hold mpuc against what a real Xen did with the same tree.

Each row of testdata/verdicts/rows.tsv is a tree that was booted: its verdict
(BOOT or PANIC), the errors of basis "xen" that mpuc has to give, and what
the tree has beyond testdata/verdicts/base.dts.  BOOT rows have none.

testdata/verdicts/read.tsv has rows of the same kind that nobody booted: what
Xen does was read in its source, which the row names.

usage: verdicts.py MPUC [--update]
"""
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "testdata", "verdicts")
ROWS = os.path.join(DATA, "rows.tsv")
COLUMNS = ["name", "verdict", "errors", "props", "kids", "root", "reserve",
           "cells", "memory"]
READ = os.path.join(DATA, "read.tsv")
READ_COLUMNS = COLUMNS[:3] + ["source"] + COLUMNS[3:]
FILL = {"cells": "#address-cells=<2>; #size-cells=<2>;",
        "memory": 'memory@40000000 { device_type="memory"; '
                  "reg=<0 0x40000000 0 0x80000000>; };"}
# Where that machine had its hypervisor and its device tree.
OPTIONS = ["--target", "xen-4.22", "--regions", "32",
           "--fdt-address", "0x48000000", "--xen",
           os.path.join(DATA, "xen.sym")]


def read_rows(path, columns):
    with open(path) as f:
        for line in f:
            if not line.startswith("#"):
                cells = line.rstrip("\n").split("\t")
                cells += [""] * (len(columns) - len(cells))
                yield dict(zip(columns, cells))


def write_rows(path, columns, rows):
    with open(path) as f:
        head = [line for line in f if line.startswith("#")]
    with open(path, "w") as f:
        f.writelines(head)
        for row in rows:
            f.write("\t".join(row[c] for c in columns).rstrip("\t") + "\n")


def tree_of(base, row):
    text = base
    for key in COLUMNS[3:]:
        text = text.replace("@%s@" % key.upper(),
                            row[key] or FILL.get(key, ""))
    return text


def errors_of(mpuc, base, row, folder):
    path = os.path.join(folder, row["name"].replace("/", "_"))
    blob = path + ".dtb"
    with open(path + ".dts", "w") as f:
        f.write(tree_of(base, row))
    # Forced: some rows are what dtc itself would refuse.
    made = subprocess.run(["dtc", "-q", "-f", "-I", "dts", "-O", "dtb", "-o",
                           blob, path + ".dts"], capture_output=True,
                          text=True, check=False)
    if not os.path.exists(blob):
        return "dtc: " + made.stderr.strip()
    run = subprocess.run([mpuc, "check", "--format", "json", *OPTIONS, blob],
                         capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        return "exit %d: %s" % (run.returncode, run.stderr.strip())
    found = {f["id"] for f in json.loads(run.stdout)["findings"]
             if f["severity"] == "error" and f["basis"] == "xen"}
    return ",".join(sorted(found)) or "-"


def main():
    mpuc, update = sys.argv[1], "--update" in sys.argv
    booted = list(read_rows(ROWS, COLUMNS))
    derived = list(read_rows(READ, READ_COLUMNS))
    rows = booted + derived
    with open(os.path.join(DATA, "base.dts")) as f:
        base = f.read()
    with tempfile.TemporaryDirectory() as folder, \
            ThreadPoolExecutor(2) as pool:
        got = list(pool.map(lambda r: errors_of(mpuc, base, r, folder), rows))
    failed = 0
    for row, errors in zip(rows, got):
        wrong = (errors == "-") != (row["verdict"] == "BOOT")
        if wrong or (errors != row["errors"] and not update):
            failed += 1
            print("%s: Xen: %s; want %s, got %s" % (
                row["name"], row["verdict"], row["errors"], errors))
        row["errors"] = errors
    if update:
        write_rows(ROWS, COLUMNS, booted)
        write_rows(READ, READ_COLUMNS, derived)
    print("%d passed, %d failed" % (len(rows) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
