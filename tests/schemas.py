#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Hold every kind of JSON document against its schema.

usage: schemas.py MPUC

The commands below write documents of every kind; each names its schema, and
schemas/ must have that.  A schema that no document uses fails, and so does
one that still accepts a document after a required key was taken out.
"""
import copy
import glob
import json
import os
import shlex
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    sys.exit("schemas.py: the Python module jsonschema is missing: "
             "apt-get install python3-jsonschema")

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SYSTEMS = os.path.join(ROOT, "testdata", "systems")
TIMEOUT = 60
SIXTEEN = "sixteen-regions"
OTHER = "../five-errors-mended/system.dts"

# More than the check and plan of every system.  Commands run in the folder
# of sixteen-regions; ARGS are its options, LAYOUT its layout.
COMMANDS = [
    "check --regions 16 system.dts " + OTHER,
    "check nothing.dtb",
    "check --target no-such-target system.dts",
    "check system.dts nothing.dtb " + OTHER,
    "plan system.dts nothing.dtb",
    "plan --regions 16 system.dts " + OTHER,
    "plan ARGS --context idle system.dts",
    "check " + OTHER,
    "check --regions 8 --strict system.dts",
    "plan --regions 3 system.dts",
    "plan system.dts",
    "check BLOB",
    "plan BLOB",
    "plan --targets xen-mpu-v2,xen-guests-2026 ARGS system.dts",
    "plan --targets xen-4.22,xen-4.17-amd --context idle system.dts",
    "plan --platforms system.dts",
    "plan --repairs ARGS --regions 10 system.dts",
    "plan --repairs ARGS system.dts",
    "plan --repairs --plan optimal ARGS --regions 8 --early-uart "
    "0x9c090000:0x1000 system.dts",
    "plan --platforms --like domU2 ARGS system.dts",
    "plan --platforms --like domU1 ../fvp-four-uarts/system.dts",
    "inspect LAYOUT",
    "verify LAYOUT ARGS system.dts",
    "verify LAYOUT ARGS --fdt-address 0x0b000000 system.dts",
    "query ARGS --context guest/domU1 --addr 0x40000000 system.dts",
    "query ARGS --context guest/domU1 --addr 0x20000000 system.dts",
    "query LAYOUT --context idle --addr 0x60000000 --el 2 --access rw",
    "query LAYOUT --context idle --addr 0",
    "fix ARGS system.dts",
    "fix --regions 16 ../five-errors/system.dts",
    "fix --unsafe --regions 16 ../five-errors/system.dts",
    "place ARGS system.dts",
    "place ARGS --sections --size domU1=64M system.dts",
    "place --regions 16 --size domU2=64M ../five-errors/system.dts",
    "budget ARGS --batch ../../budget/what-if.budget system.dts",
    "check --regions 16 --imagebuilder "
    "../../rules/0425-config-memory-ignored/bad.dts "
    "../../rules/0425-config-memory-ignored/system.dts",
    "explain",
    "explain MPU0117",
    "explain MPU0104",
    "profiles",
    "diff LAYOUT --regions 16 system.dts",
    "diff --regions 16 system.dts " + OTHER,
    "config",
    "config --config CONFIG --ignore 0117:why --regions 16 system.dts",
    "check --config CONFIG " + OTHER,
    "check --baseline BASELINE " + OTHER,
    "encode --arch pmsav8-64 0x40000000+1M",
    "decode --arch pmsav8-64 0x40000032 0x5fffffcf",
    "decode --arch pmsav8-32 0xffffffff 0xffffffff",
]


def load_schemas():
    schemas = {}
    for path in sorted(glob.glob(os.path.join(ROOT, "schemas", "*.json"))):
        with open(path, encoding="utf-8") as f:
            schema = json.load(f)
        jsonschema.Draft202012Validator.check_schema(schema)
        schemas[os.path.basename(path)] = schema
    return schemas


def validator(schema, schemas):
    """With the other schemas at hand, whichever way the module wants them."""
    by_id = {s["$id"]: s for s in schemas.values() if "$id" in s}
    try:
        from referencing import Registry, Resource
    except ImportError:
        resolver = jsonschema.RefResolver.from_schema(schema, store=by_id)
        return jsonschema.Draft202012Validator(schema, resolver=resolver)
    registry = Registry().with_resources(
        (i, Resource.from_contents(s)) for i, s in by_id.items())
    return jsonschema.Draft202012Validator(schema, registry=registry)


def kinds_of(schemas):
    """mpuc-report-1 -> (file name, validator)."""
    kinds = {}
    for name, schema in schemas.items():
        kind = schema.get("properties", {}).get("schema", {}).get("const")
        if kind:
            kinds[kind] = (name, validator(schema, schemas))
    return kinds


def args_of(folder, name="args"):
    path = os.path.join(SYSTEMS, folder, name)
    with open(path, encoding="utf-8") as f:
        return shlex.split(f.read(), comments=True)


def all_commands(scratch):
    """(folder, words) of every command."""
    for path in sorted(glob.glob(os.path.join(SYSTEMS, "*", "args*"))):
        folder, name = os.path.split(path)
        for command in ("check", "plan"):
            yield folder, [command, *args_of(folder, name)]
    folder = os.path.join(SYSTEMS, SIXTEEN)
    options = [a for a in args_of(folder) if a != "system.dts"]
    for line in COMMANDS:
        words = []
        for word in line.split():
            words += {"ARGS": options,
                      "BLOB": [os.path.join(scratch, "system.dtb")],
                      "LAYOUT": [os.path.join(scratch, "layout.bin")],
                      "CONFIG": [os.path.join(ROOT, "testdata",
                                              "config", "all.yaml")],
                      "BASELINE": [os.path.join(scratch, "baseline.json")],
                      }.get(word, [word])
        yield folder, words


def prepare(binary, scratch):
    folder = os.path.join(SYSTEMS, SIXTEEN)
    for command in (
            [binary, "check", "--fail-on=never", "--write-baseline",
             os.path.join(scratch, "baseline.json"), OTHER],
            [binary, "pack", "-o", os.path.join(scratch, "layout.bin"),
             *args_of(folder)],
            ["dtc", "-q", "-I", "dts", "-O", "dtb", "-o",
             os.path.join(scratch, "system.dtb"), "system.dts"]):
        p = subprocess.run(command, cwd=folder, check=False,
                           stdin=subprocess.DEVNULL, capture_output=True,
                           text=True, timeout=TIMEOUT)
        if p.returncode:
            print(p.stdout + p.stderr, end="")
            sys.exit("FAIL: the layout for the other commands: %s: exit "
                     "status %d" % (command[1], p.returncode))


def required_paths(schema, document):
    """Where a required key of the schema's upper levels stands."""
    for key in schema.get("required", []):
        yield (key,)
    for key, sub in schema.get("properties", {}).items():
        if key in document and isinstance(document[key], dict):
            for path in required_paths(sub, document[key]):
                yield (key, *path)


def without(document, path):
    changed = copy.deepcopy(document)
    at = changed
    for key in path[:-1]:
        at = at[key]
    del at[path[-1]]
    return changed


def embedded_problems(schemas):
    """Schemas that are embedded in others are the same as on their own."""
    by_id = {s["$id"]: s for s in schemas.values() if "$id" in s}
    for name, schema in schemas.items():
        for inner in schema.get("$defs", {}).values():
            if "$id" in inner and inner != by_id.get(inner["$id"]):
                yield "%s has another %s" % (name, inner["$id"])


def check_document(kinds, schemas, document):
    """Problems of one document, and the kind it has."""
    kind = document.get("schema")
    if kind not in kinds:
        return ["no schema for '%s'" % kind], kind
    name, judge = kinds[kind]
    problems = ["%s: /%s: %s" % (name, "/".join(map(str, e.absolute_path)),
                                 e.message[:200])
                for e in judge.iter_errors(document)]
    for path in required_paths(schemas[name], document):
        if judge.is_valid(without(document, path)):
            problems.append("%s accepts it without /%s" % (
                name, "/".join(path)))
    if judge.is_valid({**document, "schema": "other"}):
        problems.append("%s accepts any value of schema" % name)
    return problems, kind


def main():
    if len(sys.argv) != 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    binary = os.path.abspath(sys.argv[1])
    schemas = load_schemas()
    kinds = kinds_of(schemas)
    passed = failed = 0
    seen = set()
    for problem in embedded_problems(schemas):
        print("FAIL %s" % problem)
        failed += 1
    with tempfile.TemporaryDirectory() as scratch:
        prepare(binary, scratch)
        with open(os.path.join(scratch, "baseline.json"),
                  encoding="utf-8") as f:
            problems, kind = check_document(kinds, schemas, json.load(f))
        for problem in problems:
            print("FAIL --write-baseline: %s" % problem)
        seen.add(kind)
        failed += bool(problems)
        for folder, words in all_commands(scratch):
            p = subprocess.run(
                [binary, *words, "--format=json"], cwd=folder, check=False,
                stdin=subprocess.DEVNULL, capture_output=True,
                timeout=TIMEOUT)
            try:
                told = p.returncode in (2, 3) and p.stderr
                if not told and (p.returncode not in (0, 1) or p.stderr):
                    raise ValueError("exit status %d: %s" % (
                        p.returncode, p.stderr.decode(errors="replace")))
                problems, kind = check_document(
                    kinds, schemas, json.loads(p.stdout))
                seen.add(kind)
            except ValueError as e:
                problems = [str(e)]
            for problem in problems[:10]:
                print("FAIL %s: %s" % (" ".join(words), problem))
            failed += bool(problems)
            passed += not problems
    for kind in sorted(set(kinds) - seen):
        print("FAIL %s: no document of this kind was written" % kind)
        failed += 1
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
