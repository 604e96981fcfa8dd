#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Hold the certificates of every system's plan against the checker.

usage: certificates.py MPUC

The checker has to accept what mpuc says of every system, with and without a
budget, and to refuse it once a claim, a witness or a fact was changed.
"""
import copy
import glob
import json
import os
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CHECKER = os.path.join(ROOT, "tools", "check-certificate")


def plan(binary, args_file, *more):
    with open(args_file, encoding="utf-8") as file:
        args = shlex.split(file.read(), comments=True)
    run = subprocess.run(
        [binary, "plan", "--format", "json", *more, *args],
        cwd=os.path.dirname(args_file), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, check=False)
    if run.returncode not in (0, 1, 4):
        raise SystemExit(f"{args_file}: exit {run.returncode}: {run.stderr}")
    return json.loads(run.stdout)


def accepted(report):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(report, file)
        file.flush()
        run = subprocess.run([CHECKER, file.name], stdout=subprocess.PIPE,
                             text=True, check=False)
    return run.returncode == 0, run.stdout


def idle(report):
    return next(c for c in report["contexts"] if c["kind"] == "idle")


def fewer(report):
    idle(report)["minimum"] -= 1


def dropped_witness(report):
    context = idle(report)
    context["certificate"]["witnesses"].pop(1)
    context["certificate"]["regions"] -= 1
    context["minimum"] -= 1


def one_more(report):
    context = idle(report)
    context["certificate"]["regions"] += 1
    context["minimum"] += 1


def moved_witness(report):
    context = idle(report)
    context["certificate"]["witnesses"][1]["address"] = \
        context["certificate"]["witnesses"][0]["address"]


def joined_rodata(report):
    context = idle(report)
    for region in context["regions"]:
        if region["name"] == "xen.rodata":
            region["prbar"] = hex(int(region["base"], 16) |
                                  int(context["regions"][0]["prbar"], 16) &
                                  0x3f)


def no_objects(report):
    report["objects"] = [o for o in report["objects"] if o["kind"] == "ram"]


def no_merging(report):
    report["planning"]["merge"] = False


def no_class(report):
    for region in idle(report)["regions"]:
        region["kept"] = False


def no_contexts(report):
    del report["contexts"]


def no_witness_region(report):
    del idle(report)["certificate"]["witnesses"][1]["region"]


def above_curve(report):
    idle(report)["optimal"]["regions"] += 1


LIES = [fewer, dropped_witness, one_more, moved_witness, joined_rodata,
        no_objects, no_merging, no_class, no_contexts,
        no_witness_region, above_curve]


def main():
    binary = os.path.abspath(sys.argv[1])
    bad = []
    for args_file in sorted(glob.glob(ROOT + "/testdata/systems/*/args*")):
        for more in ([], ["--budget", "11"]):
            right, text = accepted(plan(binary, args_file, *more))
            if not right:
                bad.append(f"{args_file} {more}: refused: {text}")
    report = plan(binary, ROOT + "/testdata/systems/sixteen-regions/args")
    if accepted(plan(binary, ROOT + "/testdata/systems/sixteen-regions/args",
                     "--plan", "optimal"))[0]:
        bad.append("a plan without certificates is accepted")
    for lie in LIES:
        false = copy.deepcopy(report)
        lie(false)
        right, text = accepted(false)
        if right or text.count("\n") != 1:
            bad.append(f"sixteen-regions: {lie.__name__}: not noticed, or "
                       "not told in one line")
    print("\n".join(bad) or "ok")
    return 1 if bad else 0


sys.exit(main())
