#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Hold the reports for build pipelines against schemas and other programs.

usage: formats.py MPUC NPM-FOLDER

Every system, several in one run, a blob, names with hostile characters, and
inputs that can't be read are checked in all forms at once, and the forms must
tell the same as JSON:

  sarif   the schema and the validator of @microsoft/sarif-multitool-linux
  junit   schemas/junit.rng (ours), read by junit2json
  gitlab  schemas/gitlab.schema.json (ours), and the types that
          codeclimate-types publishes, by the TypeScript compiler
  github  unescaped as the runner does it

NPM-FOLDER is what tools/npm-modules made.
"""
import glob
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

import jsonschema

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SYSTEMS = os.path.join(ROOT, "testdata", "systems")
RULES = os.path.join(ROOT, "testdata", "rules")
FORMS = ("json", "sarif", "junit", "github", "gitlab")
TIMEOUT = 120
LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
GRAVITY = {"error": "critical", "warning": "minor", "note": "info"}
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")

failed = passed = 0


def it(what, problems):
    """One assertion: no problems."""
    global failed, passed
    problems = list(problems)
    for p in problems[:8]:
        print("FAIL %s: %s" % (what, p))
    failed += bool(problems)
    passed += not problems


def run(command, cwd=None, **kw):
    return subprocess.run(command, cwd=cwd, check=False, timeout=TIMEOUT,
                          stdin=subprocess.DEVNULL, capture_output=True, **kw)


def load(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


class Report:
    """One run of mpuc check in all forms."""

    def __init__(self, binary, name, out, folder, words):
        self.name = name
        self.stem = os.path.join(out, name)
        formats = ["--format=%s=%s.%s" % (f, self.stem, f) for f in FORMS]
        p = run([binary, "check", *words, *formats], cwd=folder)
        # Either it can be checked, or it is told why not.
        if p.returncode not in (0, 1, 3) or p.stdout or \
           bool(p.stderr) != (p.returncode == 3):
            sys.exit("FAIL %s: exit status %d: %s" % (
                name, p.returncode, (p.stdout + p.stderr).decode()))
        self.status = p.returncode
        self.repeats = len(set(words)) < len(words)
        self.messages = p.stderr.decode().splitlines()
        document = load(self.path("json"))
        self.trees = document.get("reports", [document])
        self.findings = [f for t in self.trees for f in t["findings"]]
        self.errors = [t["error"] for t in self.trees if "error" in t]

    def path(self, form):
        return "%s.%s" % (self.stem, form)

    def text(self, form):
        with open(self.path(form), encoding="utf-8") as f:
            return f.read()


def reports(binary, out):
    for path in sorted(glob.glob(os.path.join(SYSTEMS, "*", "args"))):
        folder = os.path.dirname(path)
        with open(path, encoding="utf-8") as f:
            words = shlex.split(f.read(), comments=True)
        yield Report(binary, os.path.basename(folder), out, folder, words)
    five = os.path.join(SYSTEMS, "five-errors")
    yield Report(binary, "several", out, five,
                 ["--fail-on=note", "system.dts",
                  "../five-errors-mended/system.dts", "system.dts"])
    odd = os.path.join(out, 'o\x1b[31m<&"\u00e4%,:-->')
    os.mkdir(odd)
    shutil.copy(os.path.join(five, "system.dts"), odd)
    run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o",
         os.path.join(odd, "tree.dtb"), os.path.join(odd, "system.dts")])
    for name in ("system.dts", "tree.dtb"):
        yield Report(binary, "odd-" + name[:4], out, out,
                     [os.path.join(os.path.basename(odd), name)])


def unreadable(binary, out):
    """Every way in which there is no tree, alone and among others."""
    folder = os.path.join(out, "unreadable")
    os.mkdir(folder)
    good = os.path.join(SYSTEMS, "five-errors", "system.dts")
    broken = "/dts-v1/;\n/ {\n\tchosen { ;\n};\n"
    blob = run(["dtc", "-q", "-I", "dts", "-O", "dtb", good]).stdout
    os.mkdir(os.path.join(folder, "config"))
    for name, text in (
            ("broken.dts", broken), ("a:3:4: b\x1b<&.dts", broken),
            ("include.dts", '/dts-v1/;\n/include/ "inner.dtsi"\n'),
            ("inner.dtsi", "/ {\n\tx = <;\n};\n"),
            ("latin.dts", "/dts-v1/;\n/ {\n\t\u00e4 { ;\n};\n"),
            ("bad.dtso", "/dts-v1/;\n/plugin/;\n&nowhere { x; };\n"),
            ("not-nm.sym", "00000000 T _start\nwhat\n"),
            ("domains.yaml", "domains:\n  xen: [\n"),
            ("cut.json", "{\n"),
            ("config/.mpuc.yaml", "target: xen-mpu-v2\nno-such-key: 1\n"),
            ("config/system.dts", "/dts-v1/; / { };\n")):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)
    for name, data in (("cut.dtb", blob[:100]), ("empty.dtb", b"")):
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data)
    for name, words in (
            ("missing", ["nothing.dtb"]), ("cut", ["cut.dtb"]),
            ("empty", ["empty.dtb"]), ("syntax", ["broken.dts"]),
            ("place-in-name", ["a:3:4: b\x1b<&.dts"]),
            ("included", ["include.dts"]), ("latin", ["latin.dts"]),
            ("overlay", [good, "bad.dtso"]),
            ("symbols", ["--xen=not-nm.sym", good]),
            ("domains", ["--domains=domains.yaml", good]),
            ("baseline", ["--baseline=broken.dts", good]),
            ("json", ["--baseline=cut.json", good]),
            ("configuration", ["config/system.dts"]),
            ("one-of-three", [good, "broken.dts", good]),
            ("most", ["-j3", "nothing.dtb", good, "broken.dts", "cut.dtb",
                      "broken.dts"])):
        yield Report(binary, "no-" + name, out, folder, words)


# What each of them is about: file, line, column.
PLACES = {
    "no-missing": [("nothing.dtb",)], "no-cut": [("cut.dtb",)],
    "no-empty": [("empty.dtb",)], "no-syntax": [("broken.dts", 3, 11)],
    "no-place-in-name": [("a:3:4: b\x1b<&.dts", 3, 11)],
    "no-included": [("inner.dtsi", 2, 7)],
    "no-latin": [("latin.dts", 3, 2)],
    "no-overlay": [("bad.dtso",)], "no-symbols": [("not-nm.sym", 2, 1)],
    "no-domains": [("domains.yaml", 3, 1)],
    "no-baseline": [("broken.dts", 1, 1)],
    "no-json": [("cut.json", 2, 1)],
    "no-configuration": [("config/.mpuc.yaml", 2, 1)],
    "no-one-of-three": [("broken.dts", 3, 11)],
    "no-most": [("nothing.dtb",), ("broken.dts", 3, 11), ("cut.dtb",),
                ("broken.dts", 3, 11)],
}


def place_of(at):
    """(file, line, column) of JSON's error, as far as it has them."""
    if at["location"] is None:
        return (at["input"],)
    return tuple(at["location"][k] for k in ("file", "line", "column"))


def unreadable_problems(r):
    if r.status != 3:
        yield "exit status %d" % r.status
    if [place_of(e) for e in r.errors] != PLACES[r.name]:
        yield "%s, not %s" % ([place_of(e) for e in r.errors],
                              PLACES[r.name])
    for e, told in zip(r.errors, r.messages):
        if not told.endswith(": " + e["message"]):
            yield "'%s' on standard error, '%s' in JSON" % (told,
                                                            e["message"])
    document = load(r.path("json"))
    verdicts = [t["verdict"] for t in r.trees]
    if verdicts.count("error") != len(r.errors):
        yield "verdicts %s" % verdicts
    if len(r.trees) == 1:
        return
    total = document["summary"]
    if (total["trees"], total["passed"], total["failed"],
            total["unchecked"], total["verdict"]) != (
            len(r.trees), verdicts.count("pass"), verdicts.count("fail"),
            len(r.errors), "error"):
        yield "summary %s" % total
    if [i["verdict"] for i in total["inputs"]] != verdicts:
        yield "summary of inputs %s" % total["inputs"]


# --- SARIF ---------------------------------------------------------------

def sarif_problems(r, schema):
    log = load(r.path("sarif"))
    for e in schema.iter_errors(log):
        yield "/%s: %s" % ("/".join(map(str, e.absolute_path)),
                           e.message[:200])
    only, = log["runs"]
    rules = only["tool"]["driver"]["rules"]
    if len(only["results"]) != len(r.findings):
        yield "%d results of %d findings" % (len(only["results"]),
                                             len(r.findings))
    if CONTROL.search(json.dumps(log, ensure_ascii=False)):
        yield "a control character"
    called, = only["invocations"]
    if called["executionSuccessful"] != (r.status != 3):
        yield "success is %s" % called["executionSuccessful"]
    told = called.get("toolExecutionNotifications", [])
    if len(told) != len(r.errors):
        yield "%d notifications of %d" % (len(told), len(r.errors))
    for n, e in zip(told, r.errors):
        where = n["locations"][0]["physicalLocation"]
        at = where.get("region")
        names = only["tool"]["driver"]["notifications"]
        if names[n["descriptor"]["index"]]["id"] != e["kind"]:
            yield "kind %s" % n["descriptor"]
        if (n["level"], n["message"]["text"]) != ("error", e["message"]):
            yield "notification %s" % n
        if (at and at["startLine"]) != (
                e["location"] and e["location"]["line"]):
            yield "notification in %s" % where
        if os.path.basename(urllib.parse.unquote(
                where["artifactLocation"]["uri"])) != os.path.basename(
                    place_of(e)[0]):
            yield "notification in %s" % where
    prints = set()
    for s, f in zip(only["results"], r.findings):
        where = s["locations"][0]
        at = where["physicalLocation"].get("region")
        if (s["ruleId"], s["level"]) != (f["code"], f["severity"]):
            yield "%s is %s" % (f["code"], s["ruleId"])
        if rules[s["ruleIndex"]]["id"] != f["code"]:
            yield "the rule of %s" % f["code"]
        if (at is None) != (f["location"] is None):
            yield "%s: region %s" % (f["code"], at)
        elif at and (at["startLine"], at["endLine"]) != (
                f["location"]["line"], f["location"]["endLine"]):
            yield "%s: lines of %s" % (f["code"], at)
        if f["node"] and where["logicalLocations"][0][
                "fullyQualifiedName"] != (f["node"].rstrip("/") + (
                    "/" + f["property"] if f["property"] else "") or "/"):
            yield "%s: %s" % (f["code"], where["logicalLocations"])
        if len(s.get("relatedLocations", [])) != len(f["related"]):
            yield "%s: related places" % f["code"]
        prints.add(s["partialFingerprints"]["mpucFinding/v1"])
    if len(prints) != len(r.findings):
        yield "a fingerprint twice"


def fingerprints(report):
    return [s["partialFingerprints"] for s in
            load(report.path("sarif"))["runs"][0]["results"]]


def moved_problems(binary, out):
    """Lines that move change no fingerprint."""
    folder = os.path.join(out, "moved")
    os.mkdir(folder)
    with open(os.path.join(SYSTEMS, "five-errors", "system.dts"),
              encoding="utf-8") as f:
        text = f.read()
    found = []
    for name, changed in (("before", text),
                          ("after", text.replace("/ {", "\n\n/ {", 1))):
        with open(os.path.join(folder, "system.dts"), "w",
                  encoding="utf-8") as f:
            f.write(changed)
        found.append(Report(binary, name, out, folder, ["system.dts"]))
    if fingerprints(found[0]) != fingerprints(found[1]):
        yield "they differ"
    if found[0].text("sarif") == found[1].text("sarif"):
        yield "nothing moved"


def column_problems(binary, out):
    """SARIF counts characters, dtc bytes."""
    with open(os.path.join(SYSTEMS, "five-errors", "system.dts"),
              encoding="utf-8") as f:
        text = f.read().replace("\t\tdomU2 {", "/* \u00e4\u00f6\u00fc */ domU2 {")
    with open(os.path.join(out, "utf8.dts"), "w", encoding="utf-8") as f:
        f.write(text)
    r = Report(binary, "utf8", out, out, ["utf8.dts"])
    columns = [s["locations"][0]["physicalLocation"]["region"]["startColumn"]
               for s in load(r.path("sarif"))["runs"][0]["results"]
               if s["ruleId"] == "MPU0183"]
    if columns != [17]:
        yield "direct-map-missing is at columns %s" % columns


def fix_problems(binary, out):
    """What SARIF says to replace mends what it is for."""
    folder = os.path.join(out, "fixed")
    os.mkdir(folder)
    tree = os.path.join(folder, "system.dts")
    shutil.copy(os.path.join(SYSTEMS, "five-errors", "system.dts"), tree)
    before = Report(binary, "unfixed", out, folder, ["system.dts"])
    with open(tree, encoding="utf-8") as f:
        lines = f.read().split("\n")
    mended, edits = set(), []
    for n, s in enumerate(load(before.path("sarif"))["runs"][0]["results"]):
        for change in s.get("fixes", [{}])[0].get("artifactChanges", []):
            if change["artifactLocation"]["uri"] != "system.dts":
                yield "%s is in %s" % (s["ruleId"], change)
            for r in change["replacements"]:
                edits.append((r["deletedRegion"],
                              r["insertedContent"]["text"]))
            mended.add((before.findings[n]["code"],
                        before.findings[n]["node"]))
    if len(mended) < 2:
        yield "only %s has a fix" % mended
    for at, text in sorted(edits, key=lambda e: (
            -e[0]["startLine"], -e[0]["startColumn"])):
        first, last = at["startLine"] - 1, at["endLine"] - 1
        head = lines[first][:at["startColumn"] - 1]
        tail = lines[last][at["endColumn"] - 1:]
        lines[first:last + 1] = [head + text + tail]
    with open(tree, "w", encoding="utf-8") as f:
        f.write("\n".join(lines))
    after = Report(binary, "mended", out, folder, ["system.dts"])
    for left in {(f["code"], f["node"]) for f in after.findings} & mended:
        yield "%s at %s is still there" % left


def multitool_problems(folder, files):
    tool = os.path.join(folder, "node_modules", "@microsoft",
                        "sarif-multitool-linux", "Sarif.Multitool")
    env = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    p = run([tool, "validate", *files], env=env)
    text = p.stdout.decode(errors="replace")
    if p.returncode or "%d files scanned" % len(files) not in text:
        yield "exit status %d: %s" % (p.returncode, text)
    for line in text.splitlines():
        if re.search(r": error |ERROR", line):
            yield line


# --- the others ------------------------------------------------------------

def junit_problems(files, by_file):
    rng = os.path.join(ROOT, "schemas", "junit.rng")
    p = run(["xmllint", "--noout", "--relaxng", rng, *files])
    if p.returncode:
        yield p.stderr.decode(errors="replace")
    for path in files:
        r = by_file[path]
        if CONTROL.search(r.text("junit")):
            yield "%s: a control character" % r.name


def junit_read_problems(folder, found):
    script = ("const {parse} = require('junit2json');"
              "const fs = require('fs');"
              "Promise.all(process.argv.slice(1).map(f =>"
              " parse(fs.readFileSync(f, 'utf8'))))"
              ".then(x => console.log(JSON.stringify(x)))")
    p = run(["node", "-e", script, *[r.path("junit") for r in found]],
            cwd=folder)
    if p.returncode:
        yield p.stderr.decode(errors="replace")
        return
    for r, suites in zip(found, json.loads(p.stdout)):
        cases = [c for s in suites["testsuite"] for c in s["testcase"]]
        names = [(c["classname"], c["name"]) for c in cases]
        fails = [c for c in cases if c.get("failure")]
        errors = [(c, x) for c in cases for x in c.get("error", [])]
        if len(suites["testsuite"]) != len(r.trees):
            yield "%s: %d suites" % (r.name, len(suites["testsuite"]))
        if suites["tests"] != len(cases) or \
           suites["failures"] != len(fails) or \
           suites["errors"] != len(errors) or \
           (r.status != 3 and bool(fails) != (r.status == 1)):
            yield "%s: counts %d, %d" % (r.name, suites["tests"],
                                         suites["failures"])
        for (c, x), e in zip(errors, r.errors):
            if (x["type"], x["message"]) != (e["kind"], e["message"]):
                yield "%s: error %s" % (r.name, x)
        if len(errors) != len(r.errors):
            yield "%s: %d errors" % (r.name, len(errors))
        if len(set(names)) < len(names) and not r.repeats:
            yield "%s: two cases of one name" % r.name
        if max(1, len(r.findings)) > len(cases):
            yield "%s: %d cases" % (r.name, len(cases))


def gitlab_problems(r, schema):
    issues = load(r.path("gitlab"))
    for e in schema.iter_errors(issues):
        yield "/%s: %s" % ("/".join(map(str, e.absolute_path)),
                           e.message[:200])
    if len({i["fingerprint"] for i in issues}) != (
            len(r.findings) + len(r.errors)):
        yield "fingerprints"
    blockers = [i for i in issues if i["severity"] == "blocker"]
    if [(i["check_name"], i["description"], i["location"]["lines"]["begin"])
            for i in blockers] != [
                (e["kind"], e["message"],
                 e["location"]["line"] if e["location"] else 1)
                for e in r.errors]:
        yield "blockers %s" % blockers
    for i, f in zip([i for i in issues if i not in blockers], r.findings):
        line = f["location"]["line"] if f["location"] else 1
        if (i["check_name"].split()[0], i["severity"],
                i["location"]["lines"]["begin"]) != (
                    f["code"], GRAVITY[f["severity"]], line):
            yield "%s is %s" % (f["code"], i)


def gitlab_type_problems(folder, files):
    """Literals are held against the type in full, imports are not."""
    source = os.path.join(folder, "issues.ts")
    with open(source, "w", encoding="utf-8") as f:
        f.write("import type { Issue } from 'codeclimate-types';\n")
        for n, path in enumerate(files):
            with open(path, encoding="utf-8") as report:
                f.write("export const x%d: Issue[] = %s;\n" % (
                    n, report.read()))
    p = run(["node", "node_modules/typescript/bin/tsc", "--noEmit",
             "--strict", "--skipLibCheck", "issues.ts"], cwd=folder)
    if p.returncode:
        yield p.stdout.decode(errors="replace")


def unescape(s):
    return re.sub("%(25|0D|0A|3A|2C)", lambda m: chr(int(m.group(1), 16)), s)


def escape(s):
    return re.sub("[%:,]", lambda m: "%%%02X" % ord(m.group()), s)


def github_problems(r):
    lines = r.text("github").splitlines()
    commands = [m for m in (re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
                            for line in lines) if m]
    told = [m for m in commands if "title=MPU" not in m.group(2)]
    if [unescape(m.group(3)) for m in told] != [
            e["message"] for e in r.errors]:
        yield "errors %s" % [m.group() for m in told]
    for m, e in zip(told, r.errors):
        at = place_of(e)
        want = "file=%s,%stitle=%s" % (
            escape(at[0]).replace("\x1b", "\\x1b"), len(at) > 1 and
            "line=%d,endLine=%d,col=%d,endColumn=%d," % (
                at[1], at[1], at[2], at[2] + 1) or "", e["kind"])
        if (m.group(1), m.group(2)) != ("error", want):
            yield "%s, not %s" % (m.group(), want)
    commands = [m for m in commands if m not in told]
    if len(commands) != len(r.findings):
        yield "%d commands of %d findings" % (len(commands), len(r.findings))
    for m, f in zip(commands, r.findings):
        values = {k: unescape(v) for k, v in
                  (w.split("=", 1) for w in m.group(2).split(","))}
        at = f["location"]
        if m.group(1) != LEVELS[f["severity"]]:
            yield "%s is of level %s" % (f["code"], m.group(1))
        if values["title"] != "%s %s" % (f["code"], f["id"]):
            yield "%s has title %s" % (f["code"], values["title"])
        if values.get("line") != (str(at["line"]) if at else None):
            yield "%s is on line %s" % (f["code"], values.get("line"))
        if f["message"] not in unescape(m.group(3)):
            yield "%s says %s" % (f["code"], m.group(3))
    if CONTROL.search(r.text("github")):
        yield "a control character"


def main():
    if len(sys.argv) != 3:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    binary, npm = map(os.path.abspath, sys.argv[1:])
    modules = os.path.join(npm, "node_modules")
    sarif = jsonschema.Draft7Validator(load(os.path.join(
        modules, "@microsoft", "sarif-multitool-linux", "sarif-2.1.0.json")))
    gitlab = jsonschema.Draft202012Validator(load(os.path.join(
        ROOT, "schemas", "gitlab.schema.json")))
    with tempfile.TemporaryDirectory() as out:
        broken = list(unreadable(binary, out))
        for r in broken:
            it("unreadable input, " + r.name, unreadable_problems(r))
        found = list(reports(binary, out)) + broken
        for r in found:
            it("sarif of " + r.name, sarif_problems(r, sarif))
            it("gitlab of " + r.name, gitlab_problems(r, gitlab))
            it("github of " + r.name, github_problems(r))
        it("sarif after lines moved", moved_problems(binary, out))
        it("sarif columns", column_problems(binary, out))
        it("sarif fixes", fix_problems(binary, out))
        it("sarif-multitool", multitool_problems(
            npm, [r.path("sarif") for r in found]))
        it("junit.rng", junit_problems(
            [r.path("junit") for r in found],
            {r.path("junit"): r for r in found}))
        it("junit2json", junit_read_problems(npm, found))
        it("codeclimate-types", gitlab_type_problems(
            npm, [r.path("gitlab") for r in found]))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
