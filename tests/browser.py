#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Use the pages of a plan and a diff in a browser, as a person would.

usage: browser.py MPUC [--shots DIRECTORY]

A headless Chromium opens the page of sixteen-regions on ten regions from a
file: nothing on the console, keys and the mouse show what a box is, zoom
widens the map, "true to scale" makes widths proportional, dark follows the
system.  The page of a diff, with a guest's memory in two banks and a UART
more, opens on what changed, and leads from there to the row that says how.
--shots takes the pictures that the documentation shows.
"""
import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking",
         "--disable-dev-shm-usage", "--hide-scrollbars",
         "--window-size=1400,1200"]
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
TAB, LEFT, DOWN = "\ue004", "\ue012", "\ue015"


class Wrong(Exception):
    """What the page did not do as it should."""


def need(what, complaint):
    if not what:
        raise Wrong(complaint)


class Browser:
    """One session of WebDriver, the protocol that browsers are tested by."""

    def __init__(self, scratch):
        # pylint: disable=consider-using-with
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True,
            stderr=subprocess.DEVNULL)
        port = None
        while not port:
            line = self.driver.stdout.readline()
            need(line, "chromedriver does not start")
            port = re.search(r"successfully on port (\d+)", line)
        self.at = "http://127.0.0.1:%s/session" % port.group(1)
        options = {"args": FLAGS + ["--user-data-dir=" + scratch]}
        made = self.ask("", {"capabilities": {"alwaysMatch": {
            "goog:loggingPrefs": {"browser": "ALL"},
            "goog:chromeOptions": options}}})
        self.at += "/" + made["sessionId"]

    def ask(self, path, body=None, method="POST"):
        data = None if method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(
            self.at + path, data, {"Content-Type": "application/json"},
            method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as e:
            raise Wrong("%s: %s" % (path, e.read().decode()[:300])) from e

    def run(self, script):
        return self.ask("/execute/sync", {"script": script, "args": []})

    def press(self, *keys):
        steps = [{"type": t, "value": k} for k in keys
                 for t in ("keyDown", "keyUp")]
        self.ask("/actions", {"actions": [
            {"type": "key", "id": "keys", "actions": steps}]})

    def click(self, selector):
        found = self.ask("/element", {"using": "css selector",
                                      "value": selector})
        self.ask("/element/%s/click" % found[ELEMENT])

    def shot(self, path):
        with open(path, "wb") as f:
            f.write(base64.b64decode(self.ask("/screenshot", method="GET")))

    def prefer(self, value):
        self.ask("/goog/cdp/execute", {
            "cmd": "Emulation.setEmulatedMedia", "params": {"features": [
                {"name": "prefers-color-scheme", "value": value}]}})

    def close(self):
        try:
            self.ask("", method="DELETE")
        finally:
            self.driver.terminate()
            self.driver.wait()


def make_page(binary, path):
    folder = os.path.join(ROOT, "testdata", "systems", "sixteen-regions")
    modules = ["--module=/chosen/domU%d/module@1%d000000="
               "passthrough-domU%d.dts" % (n, 4 * n - 2, n) for n in (1, 2)]
    p = subprocess.run(
        [binary, "plan", "--regions", "10", "--xen", "xen.sym",
         "--fdt-address", "0x0a000000", *modules, "--format", "html", "-o",
         path, "system.dts"], cwd=folder, check=False, capture_output=True)
    need(p.returncode == 1, "plan: %s" % p.stderr.decode())


def make_diff(binary, path):
    """two-guests against the same with another bank and a UART."""
    folder = os.path.join(ROOT, "testdata", "systems", "two-guests")
    with open(os.path.join(folder, "system.dts"), encoding="utf-8") as f:
        text = f.read()
    for old, new in (("0x40000000 0x0 0x20000000>",
                      "0x40000000 0x0 0x10000000 0x0 0x58000000 0x0 "
                      "0x8000000>"), ("direct-map;", "direct-map; vpl011;")):
        need(old in text, "no " + old)
        text = text.replace(old, new, 1)
    scratch = os.path.dirname(path)
    for name in "system.dts", "xen.sym":
        shutil.copy(os.path.join(folder, name), scratch)
    with open(os.path.join(scratch, "after.dts"), "w", encoding="utf-8") as f:
        f.write(text)
    p = subprocess.run(
        [binary, "diff", "--platform", "cortex-r82-16", "--xen", "xen.sym",
         "--fdt-address", "0x0a000000", "--format", "html", "-o", path,
         "system.dts", "after.dts"], cwd=scratch, check=False, capture_output=True)
    need(p.returncode == 0, "diff: %s" % p.stderr.decode())


TITLE = "return document.activeElement.querySelector('title').textContent"
DETAIL = "return document.querySelector('.detail').textContent"
WIDTH = "return +document.querySelector('.map svg').getAttribute('width')"


def focused(browser, what):
    """The details are of the box that has the focus; its title."""
    title = browser.run(TITLE)
    need(browser.run(DETAIL).startswith(title),
         what + ": the details are of something else")
    return title


def check_keys(browser):
    for _ in range(12):
        browser.press(TAB)
        if browser.run("return document.activeElement.matches('a.box')"):
            break
    else:
        raise Wrong("Tab does not reach a box")
    first = focused(browser, "Tab")
    browser.press(LEFT)
    second = focused(browser, "left")
    browser.press(DOWN)
    third = focused(browser, "down")
    need(len({first, second, third}) == 3, "arrows stay where they are: " +
         "; ".join(t.split("\n")[0] for t in (first, second, third)))
    width = browser.run(WIDTH)
    browser.press("+")
    need(browser.run(WIDTH) > width, "+ does not widen the map")
    browser.press("0")


def check_plan(browser):
    check_keys(browser)
    browser.click("a.box[href='#r4-5']")
    text = browser.run(DETAIL)
    for part in ("domU1.ram[0], slot 5 of guest/domU1", "base 0x40000000",
                 "limit 0x5fffffff", "PRBAR 0x40000034", "EL1 rwx",
                 "why: a bank of the domain's memory"):
        need(part in text, "a click does not tell '%s': %s" % (part, text))
    browser.click("button[data-zoom=exact]")
    ratio = browser.run(
        "function w(r) { return +document.querySelector(\"a.box[href='\" +"
        "r + \"'] rect\").getAttribute('width'); }"
        "return w('#r4-5') / w('#r4-9');")
    need(1.2 < ratio < 1.26, "512 MiB are drawn %s times as wide as 416" %
         ratio)
    browser.click("button[data-zoom=exact]")
    browser.click("button[data-zoom='0']")


def check_diff(browser):
    text = browser.run(DETAIL)
    need("\nchanged\n" in text, "the page opens on something else: " + text)
    check_keys(browser)
    browser.click("a.box.added:not(.object)")
    text = browser.run(DETAIL)
    need(text.startswith("domU1.ram[1], slot 6 of after: guest/domU1\n"
                         "only after\n"), "a click does not tell: " + text)
    browser.click(".detail a")
    row = browser.run("return document.querySelector('tr:target').innerText")
    need("+ only after" in row and "domU1.ram[1]" in row,
         "the link is to another row: " + row)
    same = browser.run(
        "function a(s) { return document.querySelector(\"g[aria-label='\" + s"
        " + \": guest/domU1'] a.box:not(.changed)\").getBoundingClientRect();"
        "} return a('before').left == a('after').left && a('before').width =="
        " a('after').width;")
    need(same, "the two maps do not have one scale")


def check_colors(browser, shots, name):
    """Before anything is touched: these are the pictures in docs/."""
    colors = set()
    for scheme in "dark", "light":
        browser.prefer(scheme)
        colors.add(browser.run("return getComputedStyle(document.body)"
                               ".backgroundColor"))
        if shots:
            browser.shot(os.path.join(shots, "%s-%s.png" %
                                      (name, scheme)))
    need(len(colors) == 2, "dark is as light")


def main():
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__.split("\n\n")[1])
    shots = sys.argv[3] if len(sys.argv) == 4 else None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        browser = Browser(os.path.join(scratch, "profile"))
        try:
            for name, make, use in (("plan", make_page, check_plan),
                                    ("diff", make_diff, check_diff)):
                page = os.path.join(scratch, name + ".html")
                make(os.path.abspath(sys.argv[1]), page)
                browser.ask("/url", {"url": "file://" + page})
                check_colors(browser, shots, name)
                use(browser)
                log = browser.ask("/se/log", {"type": "browser"})
                need(not log, "on the console: %s" % log)
        finally:
            browser.close()
    print("browser: 2 passed, 0 failed")


if __name__ == "__main__":
    try:
        main()
    except Wrong as e:
        print("FAIL browser: %s\nbrowser: 0 passed, 1 failed" % e)
        sys.exit(1)
