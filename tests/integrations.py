#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The snippets of integrations/ in a project that uses them.

usage: integrations.py MPUC

testdata/project is built by make, CMake and Meson as its users would: the
good tree gives a layout, the broken one stops the build with a finding that
names file and line, in what people read and in the SARIF file.  The hook and
the jobs for GitHub and GitLab come down to integrations/mpuc-ci and a few
lines of shell, which run here with those services' variables.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROJECT = os.path.join(ROOT, "testdata", "project")
PARTS = os.path.join(ROOT, "integrations")
OPTIONS = ["--platform", "cortex-r82-16", "--xen", "xen.sym",
           "--fdt-address", "0x0a000000"]
FINDING = "static-mem-outside-section"
TIMEOUT = 120

passed = 0
failed = 0


def line_of(path, text):
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            if text in line:
                return number
    sys.exit("integrations.py: no '%s' in %s" % (text, path))


LINE = line_of(os.path.join(PROJECT, "broken.dts"), "0x1ff00000")


def it(what, ok, output=""):
    global passed, failed
    if ok:
        passed += 1
        return
    failed += 1
    print("FAIL %s\n%s" % (what, output))


class Place:
    """A copy of the project, with mpuc in PATH."""

    def __init__(self, folder, binary):
        self.work = os.path.join(folder, "work")
        shutil.copytree(PROJECT, self.work)
        for part in ("make/mpuc.mk", "cmake/Mpuc.cmake",
                     "meson/meson.build"):
            shutil.copy(os.path.join(PARTS, part), self.work)
        programs = os.path.join(folder, "bin")
        os.mkdir(programs)
        os.symlink(os.path.abspath(binary), os.path.join(programs, "mpuc"))
        os.symlink(os.path.join(PARTS, "mpuc-ci"),
                   os.path.join(programs, "mpuc-ci"))
        keep = {k: v for k, v in os.environ.items()
                if k not in ("GITHUB_ACTIONS", "GITLAB_CI", "CI",
                             "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MPUC")}
        self.env = dict(keep, PATH=programs + ":" + os.environ["PATH"],
                        LC_ALL="C")

    def run(self, *argv, **env):
        p = subprocess.run(
            argv, cwd=self.work, env=dict(self.env, **env), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=TIMEOUT, check=False)
        return p.returncode, p.stdout

    def path(self, *name):
        return os.path.join(self.work, *name)

    def put(self, name):
        """Make the good or the broken tree the board's."""
        shutil.copyfile(os.path.join(PROJECT, name), self.path("board.dts"))


def in_sarif(path, line):
    """Does the report have the finding, on that line of the board's tree?"""
    with open(path, encoding="utf-8") as f:
        results = json.load(f)["runs"][0]["results"]
    for r in results:
        at = r["locations"][0]["physicalLocation"]
        if (FINDING in json.dumps(r) or r["ruleId"] == "MPU0117") and \
                at["artifactLocation"]["uri"].endswith("board.dts") and \
                at["region"]["startLine"] == line:
            return True
    return False


def notified(path, line):
    """Does the report say that the tree can't be read, and where?"""
    with open(path, encoding="utf-8") as f:
        called = json.load(f)["runs"][0]["invocations"][0]
    for n in called.get("toolExecutionNotifications", []):
        at = n["locations"][0]["physicalLocation"]
        if at["artifactLocation"]["uri"].endswith("board.dts") and \
                at["region"]["startLine"] == line:
            return not called["executionSuccessful"]
    return False


def builds(place, name, configure, build, folder):
    """The same story with each build tool."""
    layout = place.path(folder, "board.layout")
    place.put("board.dts")
    for argv in configure:
        code, out = place.run(*argv)
        it(name + ": configures", code == 0, out)
    code, out = place.run(*build)
    it(name + ": makes the layout", code == 0 and os.path.exists(layout), out)
    before = os.stat(layout).st_mtime_ns if os.path.exists(layout) else 0
    code, out = place.run(*build)
    it(name + ": has nothing to do then", code == 0 and before != 0 and
       os.stat(layout).st_mtime_ns == before, out)
    place.put("broken.dts")
    code, out = place.run(*build)
    it(name + ": stops at the broken tree", code != 0, out)
    it(name + ": says where", "board.dts:%d:" % LINE in out and
       "MPU0117" in out, out)
    sarif = place.path(folder, "board.sarif")
    it(name + ": the SARIF file says where",
       os.path.exists(sarif) and in_sarif(sarif, LINE), sarif)
    with open(place.path("board.dts"), "w", encoding="utf-8") as f:
        f.write("/dts-v1/;\n/ {\n\tchosen { ;\n};\n")
    code, out = place.run(*build)
    it(name + ": stops at a tree that can't be read", code != 0 and
       "board.dts:3:" in out, out)
    it(name + ": the SARIF file says that, and where",
       os.path.exists(sarif) and notified(sarif, 3), sarif)
    place.put("board.dts")
    code, out = place.run(*build)
    it(name + ": mended, it builds again", code == 0, out)


def make(place):
    builds(place, "make", [], ["make"], ".")
    layout = place.path("board.layout")
    before = os.stat(layout).st_mtime_ns
    with open(place.path("xen.sym"), "a", encoding="utf-8"):
        os.utime(place.path("xen.sym"))
    code, out = place.run("make")
    it("make: a newer Xen makes a new layout", code == 0 and
       os.stat(layout).st_mtime_ns > before, out)


def script(place):
    """integrations/mpuc-ci alone."""
    trees = ["--", "board.dts"]
    place.put("broken.dts")
    code, out = place.run("mpuc-ci", "--sarif", "a b.sarif", *OPTIONS, *trees)
    it("mpuc-ci: fails", code == 1 and "board.dts:%d:" % LINE in out, out)
    it("mpuc-ci: writes SARIF", in_sarif(place.path("a b.sarif"), LINE))
    code, out = place.run("mpuc-ci", *OPTIONS, *trees, MPUC="no-such-mpuc")
    it("mpuc-ci: no program", code == 2 and "no-such-mpuc" in out, out)
    code, out = place.run("mpuc-ci", *OPTIONS, "--sarif")
    it("mpuc-ci: no file", code == 2 and "needs a file" in out, out)
    place.put("board.dts")
    code, out = place.run("mpuc-ci", *OPTIONS, *trees)
    it("mpuc-ci: passes", code == 0 and "verdict: pass" in out, out)


def hook(place):
    with open(os.path.join(ROOT, ".pre-commit-hooks.yaml"),
              encoding="utf-8") as f:
        entry = yaml.safe_load(f)[0]
    place.put("broken.dts")
    code, out = place.run(os.path.join(ROOT, entry["entry"]), *OPTIONS,
                          "board.dts")
    it("hook: stops the commit", code == 1 and "MPU0117" in out, out)
    place.put("board.dts")
    code, out = place.run(os.path.join(ROOT, entry["entry"]), *OPTIONS,
                          "board.dts")
    it("hook: lets it pass", code == 0, out)


def github(place):
    with open(os.path.join(PARTS, "github", "action.yml"),
              encoding="utf-8") as f:
        action = yaml.safe_load(f)
    step = action["runs"]["steps"][0]
    it("github: every input is used", sorted(action["inputs"]) ==
       sorted(k.lower() for k in step["env"] if k != "HERE"))
    place.put("broken.dts")
    code, out = place.run(
        "sh", "-e", "-c", step["run"], TREES="board.dts",
        OPTIONS=" ".join(OPTIONS), SARIF="mpuc.sarif", GITHUB_ACTIONS="true",
        HERE=os.path.join(PARTS, "github"))
    it("github: annotates the line", code == 1 and
       "::error file=board.dts,line=%d" % LINE in out, out)
    it("github: the SARIF file", in_sarif(place.path("mpuc.sarif"), LINE))


def gitlab(place):
    with open(os.path.join(PARTS, "gitlab", "mpuc.gitlab-ci.yml"),
              encoding="utf-8") as f:
        job = yaml.safe_load(f)[".mpuc"]
    place.put("broken.dts")
    code, out = place.run("sh", "-e", "-c", "\n".join(job["script"]),
                          MPUC_TREES="board.dts", GITLAB_CI="true",
                          MPUC_OPTIONS=" ".join(OPTIONS))
    it("gitlab: fails", code == 1, out)
    reports = job["artifacts"]["reports"]
    with open(place.path(reports["codequality"]), encoding="utf-8") as f:
        issues = json.load(f)
    it("gitlab: code quality names the line", any(
        i["location"]["lines"]["begin"] == LINE for i in issues))
    it("gitlab: there is a test report",
       os.path.exists(place.path(reports["junit"])))


def yocto(place):
    """The task's shell, with the variables that bitbake would put in."""
    with open(os.path.join(PARTS, "yocto", "mpuc.bbclass"),
              encoding="utf-8") as f:
        text = f.read()
    body = text.split("do_mpuc() {\n", 1)[1].split("\n}\n", 1)[0]
    for name, value in (("MPUC_FOLDER", place.work),
                        ("MPUC_TREE", "board.dts"),
                        ("MPUC_LAYOUT", "yocto.layout"),
                        ("MPUC_OPTIONS", " ".join(OPTIONS))):
        body = body.replace("${%s}" % name, value)
    place.put("broken.dts")
    code, out = place.run("sh", "-e", "-c", body)
    it("yocto: stops", code == 1 and
       not os.path.exists(place.path("yocto.layout")), out)
    place.put("board.dts")
    code, out = place.run("sh", "-e", "-c", body)
    it("yocto: packs", code == 0 and
       os.path.exists(place.path("yocto.layout")), out)


def cmake(place):
    builds(place, "cmake", [["cmake", "-G", "Ninja", "-B", "out"]],
           ["cmake", "--build", "out"], "out")


def meson(place):
    builds(place, "meson", [["meson", "setup", "mout"]],
           ["meson", "compile", "-C", "mout"], "mout")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for tool in ("make", "cmake", "ninja", "meson"):
        if not shutil.which(tool):
            sys.exit("integrations.py: %s is needed (tools/install-deps)" %
                     tool)
    for story in (make, cmake, meson, script, hook, github, gitlab, yocto):
        with tempfile.TemporaryDirectory() as folder:
            story(Place(folder, sys.argv[1]))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
