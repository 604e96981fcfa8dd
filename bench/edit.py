#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What an edit costs, in checks of the same tree.

usage: edit.py BUILD [EDITS]

A tree of 64 domains; EDITS changes (20) are done, planned, verified and drawn
in one process, and the same process is measured without any.  The difference,
for one edit, is compared with a whole mpuc check of the tree, by CPU time and
in turn, since the machine has other work.  An edit is to be on screen in 50 ms.
"""
import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
OPTIONS = ["--target", "xen-guests-2026", "--regions", "32"]
ROUNDS = 7


def cost(argv, script=b""):
    """CPU seconds of a child and its own children."""
    before = os.times()
    subprocess.run(argv, input=script, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=False)
    after = os.times()
    return (after.children_user - before.children_user +
            after.children_system - before.children_system)


def script(edits):
    lines = ["size 120 40", "screen"]
    for i in range(edits):
        lines += ["do resize bank domU%d 0 %dK" % (1 + i % 64, 64 + 4 * (i % 8)),
                  "screen"]
    return "\n".join(lines).encode() + b"\n"


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    build = sys.argv[1]
    edits = int(sys.argv[2]) if len(sys.argv) == 3 else 20
    with tempfile.TemporaryDirectory() as folder:
        tree = os.path.join(folder, "tree.dtb")
        subprocess.run([os.path.join(HERE, "gen.py"), "domains", "64", tree],
                       check=True)
        check = [os.path.join(build, "mpuc"), "check", *OPTIONS, tree]
        edit = [os.path.join(build, "tests", "screens"), "budget", *OPTIONS,
                tree]
        each, ratios = [], []
        for _ in range(ROUNDS):
            one = cost(check)
            spent = cost(edit, script(edits)) - cost(edit, script(0))
            each.append(1000 * spent / edits)
            ratios.append(spent / edits / one)
    print("an edit on screen, 64 domains: %.1f ms of CPU time; "
          "edit / check of the tree: %.2f" %
          (statistics.median(each), statistics.median(ratios)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
