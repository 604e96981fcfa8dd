#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Hold the pictures of plans against what they must be.

usage: pictures.py MPUC [SYSTEM...]

For each shipped system "plan --format svg" is XML and "plan --format html"
nests; both come out the same twice, fetch nothing, have a title and a name
for every box, draw every region that JSON has, and no link goes nowhere.
Only the page's own script may run on it.  Then a tree with names made to
break out of a page: the page must have the very elements of the same tree
with harmless names, and no byte that a reader could act on.

The same of "diff" between two trees, a layout and a tree, and a tree and
itself: what JSON says was added, removed or changed is marked so, by a sign
and in words, and nothing else is.
"""
import base64
import hashlib
import html.parser
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SYSTEMS = os.path.join(ROOT, "testdata", "systems")
VOID = {"meta", "link", "br", "hr", "img", "input"}
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = {	# names in the blob, and others of their length
    b"domU1": b"<b>\"&",
    b"domU2": b"\x1b[\xff'\x7f",
}
HOSTILE_FILE = "\"><b>'.dtb"


class Wrong(Exception):
    """What is not as it should be."""


def need(what, complaint):
    if not what:
        raise Wrong(complaint)


def run(binary, folder, *args, command="plan"):
    """Standard output of a command that may have findings."""
    p = subprocess.run([binary, command, *args], cwd=folder, check=False,
                       capture_output=True, timeout=60)
    need(p.returncode in (0, 1), p.stderr.decode(errors="replace"))
    return p.stdout


class Page(html.parser.HTMLParser):
    """Elements as they open, ids, links, and what is in script."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.links = [], [], [], []
        self.policy, self.script = "", ""
        self.feed(text)
        self.close()
        need(not self.open, "not closed: %s" % self.open)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if "href" in attrs:
            self.links.append(attrs["href"])
        if attrs.get("http-equiv") == "Content-Security-Policy":
            self.policy = attrs["content"]
        for name in attrs:
            need(not name.startswith("on") and name != "src" and
                 name != "style", "%s with %s" % (tag, name))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        need(self.open and self.open[-1] == tag, "</%s> in %s" %
             (tag, self.open[-1:]))
        self.open.pop()

    def handle_data(self, data):
        if self.open[-1:] == ["script"]:
            self.script += data


def check_svg(text, regions):
    """As many regions are drawn; the boxes."""
    root = xml.etree.ElementTree.fromstring(text)
    need(root.tag == SVG + "svg", "no svg")
    boxes = [e for e in root.iter() if e.get("tabindex") == "0"]
    for e in boxes:
        need(e.get("role") == "img" and e.find(SVG + "title") is not None,
             "a box without a name")
    drawn = [e for e in boxes if "box" in e.get("class").split() and
             "object" not in e.get("class").split()]
    need(len(drawn) == regions, "%d regions drawn of %d" %
         (len(drawn), regions))
    edges = [(e.get("data-a"), e.get("data-b")) for e in drawn]
    need(all(int(a) < int(b) for a, b in edges), "a box without a width")
    return boxes


def check_page(text, rows):
    page = Page(text)
    need(len(set(page.ids)) == len(page.ids), "an id twice")
    for link in page.links:
        need(link[:1] == "#" and link[1:] in page.ids, "a link to " + link)
    need(sum(bool(re.match(r"r\d", i)) for i in page.ids) == rows,
         "not a row for each region")
    need(not re.search(r"url\((?!#)|@import|https?:(?!//www\.w3\.org/2000/svg)",
                       text), "the page wants something from elsewhere")
    digest = base64.b64encode(hashlib.sha256(page.script.encode()).digest())
    need("default-src 'none';" in page.policy and
         "script-src 'sha256-%s'" % digest.decode() in page.policy,
         "the policy is not for this script: " + page.policy)
    return page


def table(context):
    """What of a context makes an optimal one worth a lane of its own."""
    keys = "slot", "prbar", "prlar", "lifetime"
    return [[r[k] for k in keys] for r in context["regions"]
            if r["lifetime"] != "transient"]


def check_system(binary, folder, args):
    plan, best = (json.loads(run(binary, folder, *args, *more, "--format",
                                 "json"))
                  for more in ((), ("--plan", "optimal")))
    lanes = plan["contexts"] + [
        o for c, o in zip(plan["contexts"], best["contexts"])
        if "--plan" not in args and o["kind"] != "boot" and
        table(o) != table(c)]
    regions = [r for c in lanes for r in c["regions"]]
    for form in "svg", "html":
        text = run(binary, folder, *args, "--format", form)
        need(text == run(binary, folder, *args, "--format", form),
             "%s differs from run to run" % form)
        text = text.decode("utf-8")
        if form == "svg":
            check_svg(text, sum(r["base"] is not None for r in regions))
        else:
            check_page(text, len(regions))


def check_names(binary):
    """Nothing that a tree says becomes a part of the page."""
    source = os.path.join(SYSTEMS, "two-guests", "system.dts")
    plain = subprocess.run(["dtc", "-q", "-O", "dtb", source], check=True,
                           capture_output=True).stdout
    hostile = plain
    for old, new in HOSTILE.items():
        need(old in hostile and len(old) == len(new), "no %s" % old)
        hostile = hostile.replace(old, new)
    with tempfile.TemporaryDirectory() as scratch:
        for name, blob in ((HOSTILE_FILE, hostile), ("plain.dtb", plain)):
            with open(os.path.join(scratch, name), "wb") as f:
                f.write(blob)
        for form in "svg", "html":
            args = ("--platform", "cortex-r82-16", "--format", form)
            text = run(binary, scratch, *args, HOSTILE_FILE)
            need(not re.search(rb"[\0-\x09\x0b-\x1f\x7f]", text),
                 "%s: a control byte" % form)
            compare_names(form, text.decode("utf-8"),
                          run(binary, scratch, *args,
                              "plain.dtb").decode("utf-8"))
            text, plain = (run(binary, scratch, *args, name, name,
                               command="diff").decode("utf-8")
                           for name in (HOSTILE_FILE, "plain.dtb"))
            compare_names(form, text, plain)


def compare_names(form, text, plain):
    need("&lt;b&gt;&quot;&amp;" in text and "\\x1b[\\xff&#39;\\x7f" in text,
         "%s: the names are not there" % form)
    if form == "svg":
        tags = [[e.tag for e in xml.etree.ElementTree.fromstring(t).iter()]
                for t in (text, plain)]
    else:
        tags = [Page(t).tags for t in (text, plain)]
    need(tags[0] == tags[1], "%s: names changed the elements" % form)


CHANGES = {	# class: sign and words
    "added": ("+", "only after"), "removed": ("\u2212", "only before"),
    "changed": ("\u2260", "changed"),
}
EDITS = (	# of two-guests
    ("<0x0 0x40000000 0x0 0x20000000>;",
     "<0x0 0x40000000 0x0 0x10000000 0x0 0x58000000 0x0 0x8000000>;"),
    ("memory = <0x0 0x80000>;", "memory = <0x0 0x60000>;"),
    ("direct-map;", "direct-map; vpl011;"),
)


def differing(text, changes):
    """The boxes of a diff are marked as changes says, by class."""
    have = dict.fromkeys(CHANGES, 0)
    for e in xml.etree.ElementTree.fromstring(text).iter():
        classes = (e.get("class") or "").split()
        mark = [c for c in classes if c in CHANGES]
        if e.get("tabindex") != "0" or "object" in classes:
            continue
        sign = e.find("%sg[@class='badge']/%stext" % (SVG, SVG))
        words = e.find(SVG + "title").text.split("\n")[1]
        if not mark:
            need(sign is None and words in ("the same", "not compared"),
                 "a mark on what did not change: " + words)
            continue
        have[mark[0]] += 1
        need(sign is not None and
             (sign.text, words) == CHANGES[mark[0]], "%s: %s, %s" %
             (mark[0], sign is not None and sign.text, words))
    need(have == changes, "marked %s, but changed were %s" % (have, changes))


def check_diff(binary, folder, args):
    """Pictures against what JSON says of the same diff."""
    diff = json.loads(run(binary, folder, *args, "--format", "json",
                          command="diff"))
    changes = dict.fromkeys(CHANGES, 0)
    for r in diff["regions"]:
        before, after = (r[k] and r[k]["base"] for k in ("before", "after"))
        kind = "added" if r["before"] is None else \
            "removed" if r["after"] is None else "changed"
        changes[kind] += (before is not None) + (after is not None)
    for form in "svg", "html":
        text = run(binary, folder, *args, "--format", form, command="diff")
        need(text == run(binary, folder, *args, "--format", form,
                         command="diff"), form + " differs from run to run")
        text = text.decode("utf-8")
        if form == "svg":
            differing(text, changes)
        else:
            check_rows(text, changes)
    return changes


def check_rows(text, changes):
    """Each mark of the map has a row that says the same."""
    page = check_page(text, len(re.findall(r'<tr id="r\d', text)))
    need(page.links, "no box is a link")
    for kind, (sign, words) in CHANGES.items():
        rows = re.findall(r'<tr id="r\d+-\d+"><td class="c">%s %s</td>' %
                          (re.escape(sign), words), text)
        need(len(rows) == changes[kind], "%d rows are %s" %
             (len(rows), words))


def check_diffs(binary):
    folder = os.path.join(SYSTEMS, "two-guests")
    options = ("--regions", "16", "--xen", "xen.sym", "--fdt-address",
               "0x0a000000")
    with open(os.path.join(folder, "system.dts"), encoding="utf-8") as f:
        after = before = f.read()
    for old, new in EDITS:
        need(old in after, "no " + old)
        after = after.replace(old, new)
    with tempfile.TemporaryDirectory() as scratch:
        changed = os.path.join(scratch, "after.dts")
        with open(changed, "w", encoding="utf-8") as f:
            f.write(after)
        layout = os.path.join(scratch, "main.layout")
        run(binary, folder, *options, "-o", layout, "system.dts",
            command="pack")
        for pair in (("system.dts", changed), (changed, "system.dts"),
                     (layout, changed)):
            changes = check_diff(binary, folder, options + pair)
            need(sum(changes.values()) > 4, "nothing differs")
        same = run(binary, folder, *options, "--format", "svg",
                   "system.dts", "system.dts", command="diff").decode()
        differing(same, dict.fromkeys(CHANGES, 0))
        need("before: " not in same and before != after,
             "two lanes of one context")


def find_systems(wanted):
    for name in sorted(os.listdir(SYSTEMS)):
        folder = os.path.join(SYSTEMS, name)
        for file in sorted(os.listdir(folder)):
            if file.split("-")[0] == "args" and (not wanted or
                                                 name in wanted):
                with open(os.path.join(folder, file),
                          encoding="utf-8") as f:
                    yield (name + file[4:], folder,
                           shlex.split(f.read(), comments=True))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__.split("\n\n")[1])
    binary = os.path.abspath(sys.argv[1])
    cases = [(name, check_system, (binary, folder, args))
             for name, folder, args in find_systems(sys.argv[2:])]
    cases.append(("hostile names", check_names, (binary,)))
    cases.append(("differences", check_diffs, (binary,)))
    failed = 0
    for name, function, args in cases:
        try:
            function(*args)
        except (Wrong, xml.etree.ElementTree.ParseError,
                UnicodeDecodeError) as e:
            failed += 1
            print("FAIL %s: %s" % (name, e))
    print("pictures: %d passed, %d failed" % (len(cases) - failed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
