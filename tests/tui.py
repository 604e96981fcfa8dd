#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Drive mpuc budget's terminal program, without and with a terminal.

usage: tui.py MPUC SCREENS [--update] [--only-screens | --only-tmux]

Without: every tests/tui/NAME.keys goes through SCREENS, which is the program's
pure parts with a script in the place of keys; what is seen is compared with
NAME.screens.  --update writes these; read what changed.  The screens that
docs/tutorial-budget.md shows must be those of tests/tui/tutorial.keys.

With: tmux runs the real program and looks at the terminal.  Scenarios have a
tmux each and run side by side; nothing waits but for what is to be seen.
"""
import concurrent.futures
import difflib
import glob
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CASES = os.path.join(ROOT, "tests", "tui")
SYSTEM = os.path.join(ROOT, "testdata", "systems", "sixteen-regions")
TUTORIAL = os.path.join(ROOT, "docs", "tutorial-budget.md")
ARGS = ["--xen", "xen.sym", "--fdt-address", "0x0a000000", "--module",
        "/chosen/domU1/module@12000000=passthrough-domU1.dts", "--module",
        "/chosen/domU2/module@16000000=passthrough-domU2.dts", "system.dts"]
PATIENCE = 20                   # seconds for what takes milliseconds
AT_ONCE = 4                     # scenarios, which mostly wait

problems = []
passed = 0


def check(name, good, why=""):
    global passed
    if good:
        passed += 1
        return
    problems.append(name)
    print("FAIL %s%s%s" % (name, ": " if why else "", why))


# --- screens as text --------------------------------------------------------

def read(path):
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as f:
        return f.read()


def regions_of(script):
    """The first line of a script may say which machine."""
    found = re.match(r"# regions (\d+)", script)
    return found.group(1) if found else "16"


def run_screens(program, path):
    script = read(path)
    with tempfile.TemporaryDirectory() as scratch:
        folder = os.path.join(scratch, "system")
        shutil.copytree(SYSTEM, folder)
        p = subprocess.run(
            [program, "budget", "--regions", regions_of(script), *ARGS],
            cwd=folder, input=script, capture_output=True, text=True,
            check=False, timeout=60)
    return p.stdout + p.stderr + ("exit %d\n" % p.returncode
                                  if p.returncode else "")


def check_screens(program, update):
    paths = sorted(glob.glob(os.path.join(CASES, "*.keys")))
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        screens = list(pool.map(lambda p: run_screens(program, p), paths))
    for path, have in zip(paths, screens):
        name = os.path.basename(path)[:-5]
        golden = path[:-5] + ".screens"
        want = read(golden)
        if update and have != want:
            print(os.path.basename(golden))
            with open(golden, "w", encoding="utf-8") as f:
                f.write(have)
            want = have
        check(name, have == want, "\n" + "\n".join(difflib.unified_diff(
            want.splitlines(), have.splitlines(), "wanted", "now",
            lineterm="", n=1)))


def screens_by_name(text):
    """Name of a screen to its lines, without the marks."""
    screens = {}
    for line in text.splitlines():
        if line.startswith("== "):
            current = screens.setdefault(line.split()[1], [])
        elif line.startswith("|"):
            current.append(line[1:].rstrip())
    return {k: "\n".join(v).rstrip() for k, v in screens.items()}


def check_tutorial(update):
    """Each block behind <!-- screen NAME --> is that screen."""
    text = read(TUTORIAL)
    screens = screens_by_name(read(os.path.join(CASES, "tutorial.screens")))
    pattern = re.compile(r"(<!-- screen (\S+) -->\n```\n)(.*?)(```\n)",
                         re.S)
    names = [m.group(2) for m in pattern.finditer(text)]
    check("tutorial shows every screen", sorted(names) == sorted(screens))
    new = pattern.sub(lambda m: m.group(1) + screens.get(m.group(2), "") +
                      "\n" + m.group(4), text)
    if update and new != text:
        print("tutorial-budget.md")
        with open(TUTORIAL, "w", encoding="utf-8") as f:
            f.write(new)
        text = new
    check("tutorial shows real screens", text == new)


# What the pure parts may call, besides the views of a run.
ALLOWED = set("""memcpy memmove memset memcmp strcmp strncmp strlen strcpy
strcat strchr strrchr strcspn snprintf vsnprintf __stack_chk_fail
_GLOBAL_OFFSET_TABLE_""".split())
VIEWS = re.compile(r"mpuc_(summary_of|context_at|region_at|finding_at|"
                   r"object_at)$|tui_|__asan_|__ubsan_|__gcov|__sanitizer|"
                   r"__(sn|vsn)printf_chk$|__(str|mem)\w+_chk$")


def check_pure(build):
    """State and drawing call nothing of the system, only one file curses."""
    for name in ("state", "select", "look", "keys", "mouse", "line",
                 "layout", "view", "panes", "map"):
        path = os.path.join(build, "cmd", "tui_%s.o" % name)
        out = subprocess.run(["nm", "-u", path], capture_output=True,
                             text=True, check=True).stdout
        wants = {line.split()[-1] for line in out.splitlines()}
        bad = {w for w in wants - ALLOWED if not VIEWS.match(w)}
        check("tui_%s.c is pure" % name, not bad, " ".join(sorted(bad)))
    users = [p for folder in ("cmd", "include", "lib")
             for p in glob.glob(os.path.join(ROOT, folder, "**", "*.[ch]"),
                                recursive=True)
             if re.search(r"#include <(n?curses|term)\.h>", read(p))]
    check("one file includes curses",
          [os.path.basename(p) for p in users] == ["tui_curses.c"])


# --- tmux -------------------------------------------------------------------

class Terminal:
    """The program in a window of a tmux of its own, below a shell."""

    def __init__(self, mpuc, scratch, term):
        self.socket = os.path.join(scratch, "tmux")
        self.folder = os.path.join(scratch, "system")
        shutil.copytree(SYSTEM, self.folder)
        profile = os.path.join(scratch, "profile")
        with open(profile, "w", encoding="utf-8") as f:
            f.write("PS1='shell> ' TERM=%s\n" % term)
        self.env = dict(os.environ, TERM="screen", LC_ALL="C", TMUX="",
                        ENV=profile)
        self.mpuc = mpuc
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y",
                  "24", "-c", self.folder, "sh")
        self.tmux("set-option", "-g", "status", "off")
        check("tmux has a shell", self.wait("shell>"))

    def tmux(self, *args):
        return subprocess.run(["tmux", "-S", self.socket, *args],
                              env=self.env, capture_output=True, text=True,
                              check=False, timeout=PATIENCE).stdout

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def keys(self, *keys):
        self.tmux("send-keys", *keys)

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def mouse(self, text, button, report):
        """A button's press and release where text is, as a terminal sends
        them."""
        lines = self.screen().split("\n")
        y, x = next(((y, line.index(text)) for y, line in enumerate(lines)
                     if text in line), (0, 0))
        check("tmux sees " + text, text in lines[y], "\n".join(lines))
        self.type(report(button, x + 1, y + 1))

    def wait(self, *texts):
        """Until all of them are seen; the screen, or None."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            seen = self.screen()
            if all(t in seen for t in texts):
                return seen
            time.sleep(0.02)
        return None

    def start(self, *options):
        self.keys("clear", "Enter")
        self.type(" ".join(map(shlex.quote, [
            self.mpuc, "budget", "--regions", "10", *options, *ARGS])))
        self.keys("Enter")
        return self.wait("1 Ledger")

    def process(self):
        """The id of the program that the shell runs; None: it is gone."""
        shell = self.tmux("display-message", "-p", "#{pane_pid}").strip()
        out = subprocess.run(["ps", "-o", "pid=", "--ppid", shell],
                             capture_output=True, text=True, check=False)
        return int(out.stdout.split()[0]) if out.stdout.strip() else None

    def is_given_back(self, status):
        """The shell's screen is there, echoes, and knows the status."""
        self.type("echo status $?")
        self.keys("Enter")
        return self.wait("status %d" % status, "$?") is not None

    def close(self):
        self.tmux("kill-server")


def work_in(t):
    """An ordinary session: moving, commands, completion, undo, resizing."""
    check("tmux start", t.start())
    t.keys("Tab", "?")
    check("tmux help", t.wait("A pane is selected with Tab"))
    t.keys("Escape", ":")
    t.type("dr")
    t.keys("Tab")
    t.type("sh")
    t.keys("Tab", "Tab")
    check("tmux completion", t.wait("> drop shm ring0"))
    t.keys("Enter", "Escape")
    check("tmux command", t.wait("1 error", "1 change*", "11 to 10"))
    t.keys("u")
    check("tmux undo", t.wait("3 errors", "0 changes"))
    t.tmux("resize-window", "-x", "20", "-y", "5")
    check("tmux 20x5", t.wait("0 changes", ":"))
    t.keys("4")
    check("tmux 20x5 findings", t.wait("4 Findings: "))
    t.tmux("resize-window", "-x", "132", "-y", "50")
    check("tmux 132x50", t.wait("1 Ledger", "2 Regions", "3 Map",
                                "4 Findings"))
    t.tmux("resize-window", "-x", "80", "-y", "24")
    check("tmux 80x24", t.wait("1 Ledger", "0 changes"))


def undo_a_hundred(t):
    t.keys(":")
    typed = []
    for i in range(1, 101):
        typed += ["send-keys", "-l", "resize bank domU1 0 %dM" % i, ";",
                  "send-keys", "Enter", ";"]
    t.tmux(*typed[:-1])
    check("tmux a hundred edits", t.wait("100 changes*"))
    t.keys("Escape", *["u"] * 100)
    check("tmux undo of a hundred", t.wait("0 changes"))
    t.keys("u")
    check("tmux nothing to undo", t.wait("there is nothing to undo"))
    t.keys("q")
    check("tmux asks before it quits", t.wait("not saved"))
    t.keys("q")
    check("tmux gives the terminal back", t.is_given_back(0))


def sgr(button, x, y):
    """A press and a release, as xterm reports them today."""
    return "".join("\033[<%d;%d;%d%s" % (button, x, y, end) for end in "Mm")


def x10(button, x, y):
    """The same as all terminals did, and TERM=screen still asks for."""
    return "".join("\033[M%c%c%c" % (32 + b, 32 + x, 32 + y)
                   for b in (button, 3))


def use_mouse(t, report):
    check("tmux start for the mouse", t.start())
    check("tmux selects the worst", t.wait(">boot/sections"))
    t.mouse("guest/domU1     11", 0, report)
    check("tmux click on a context", t.wait(">guest/domU1", "= 1 Ledger",
                                            "2 Regions of guest/domU1"))
    t.mouse("domU1.ram[0] ", 0, report)
    check("tmux click on a region", t.wait(">  5 domU1.ram[0]", "= 2 Regions"))
    t.mouse("domU1.ram[0] ", 65, report)
    check("tmux wheel down", t.wait(">  6 domU1.vgic"))
    t.mouse("domU1.vgic     ", 64, report)
    check("tmux wheel up", t.wait(">  5 domU1.ram[0]"))
    t.mouse("E 75:", 0, report)
    check("tmux click on a finding", t.wait(">E 75:", "= 4 Findings"))
    t.keys("Enter")
    check("tmux finding", t.wait("error MPU0221 budget-exceeded"))
    t.mouse("error MPU0221", 0, report)
    check("tmux click leaves a page", t.wait("= 4 Findings"))
    t.mouse(":command", 0, report)
    t.keys("q")
    check("tmux gives the terminal back after the mouse", t.is_given_back(0))


def save(t):
    """Never over the input unasked, and what is saved is what was seen."""
    check("tmux start for saving", t.start())
    t.keys(":")
    t.type("drop shm ring0")
    t.keys("Enter")
    check("tmux change to save", t.wait("1 change*"))
    t.type("save system.dts")
    t.keys("Enter")
    check("tmux does not save over the input",
          t.wait("save as .dtso", "1 change*"))
    t.type("save less.dtso")
    t.keys("Enter")
    check("tmux saves", t.wait("1 change\n", "wrote less.dtso, checked"))
    t.keys("Escape", "q")
    check("tmux leaves what is saved unasked", t.is_given_back(0))
    check("tmux wrote only what was asked for",
          read(os.path.join(t.folder, "system.dts")) ==
          read(os.path.join(SYSTEM, "system.dts")) and
          "/dts-v1/" in read(os.path.join(t.folder, "less.dtso")))


def monochrome(t):
    check("tmux monochrome", t.start())
    seen = t.tmux("capture-pane", "-p", "-e")
    check("tmux monochrome has no colour",
          not re.search(r"\033\[[0-9;]*\b[34][0-7]m", seen), repr(seen))
    t.keys("q")
    check("tmux monochrome ends", t.is_given_back(0))


def ended_by(t, name, number):
    """Signals of the keyboard and of others; 139: the shell's 128 + 11."""
    check("tmux start before " + name, t.start())
    if number is None:
        t.keys("C-c")
        number = signal.SIGINT
    else:
        process = t.process()
        check("tmux runs before " + name, process is not None)
        if process is None:
            return
        os.kill(process, number)
    check("tmux gives the terminal back after " + name,
          t.is_given_back(128 + number))
    cooked = t.tmux("display-message", "-p", "#{alternate_on} "
                    "#{mouse_any_flag} #{cursor_flag}").strip()
    check("tmux screen, mouse and cursor after " + name, cooked == "0 0 1",
          cooked)


def one_session(t):
    work_in(t)
    undo_a_hundred(t)


def ended(name, number=None):
    return lambda t: ended_by(t, name, number)


SCENARIOS = [
    ("screen", one_session),
    ("screen", ended("Ctrl-C")),
    *(("screen", ended(n.name, n))
      for n in (signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV)),
    ("xterm-256color", lambda t: use_mouse(t, sgr)),
    ("screen", lambda t: use_mouse(t, x10)),
    ("screen", save),
    ("vt100", monochrome),
]


def run_scenario(mpuc, term, scenario):
    with tempfile.TemporaryDirectory() as scratch:
        t = Terminal(mpuc, scratch, term)
        try:
            scenario(t)
        finally:
            t.close()


def check_tmux(mpuc):
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(run_scenario, mpuc, *s) for s in SCENARIOS]:
            done.result()


def main():
    args = sys.argv[1:]
    options = {a for a in args if a.startswith("--")}
    files = [os.path.abspath(a) for a in args if not a.startswith("--")]
    if len(files) != 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    if "--only-tmux" not in options:
        check_screens(files[1], "--update" in options)
        check_tutorial("--update" in options)
        check_pure(os.path.dirname(files[0]))
    if "--only-screens" not in options:
        check_tmux(files[0])
    print("%d passed, %d failed" % (passed, len(problems)))
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
