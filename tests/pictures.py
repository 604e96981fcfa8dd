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


def run(binary, folder, *args):
    """Standard output of a plan that may have findings."""
    p = subprocess.run([binary, "plan", *args], cwd=folder, check=False,
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


def check_system(binary, folder, args):
    plan = json.loads(run(binary, folder, *args, "--format", "json"))
    regions = [r for c in plan["contexts"] for r in c["regions"]]
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


def compare_names(form, text, plain):
    need("&lt;b&gt;&quot;&amp;" in text and "\\x1b[\\xff&#39;\\x7f" in text,
         "%s: the names are not there" % form)
    if form == "svg":
        tags = [[e.tag for e in xml.etree.ElementTree.fromstring(t).iter()]
                for t in (text, plain)]
    else:
        tags = [Page(t).tags for t in (text, plain)]
    need(tags[0] == tags[1], "%s: names changed the elements" % form)


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
