#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Feed mpuc the device trees that QEMU writes for its machines.

usage: qemu-trees.py MPUC

As they are they describe no Xen system: one error, not-a-xen-tree, and
nothing beside it.  With a domain in /chosen they get an ordinary report.
"""
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile

TIMEOUT = 60
MACHINES = [
    ("arm", "virt", ["-cpu", "cortex-a15"]),
    ("arm", "virt,gic-version=3", ["-cpu", "cortex-a15", "-smp", "4"]),
    ("aarch64", "virt", ["-cpu", "cortex-a57"]),
    ("aarch64", "virt,gic-version=3,virtualization=on",
     ["-cpu", "cortex-a57", "-smp", "8", "-m", "6G"]),
    ("aarch64", "virt,secure=on,highmem=off",
     ["-cpu", "cortex-a57", "-m", "1G"]),
    ("aarch64", "virt,iommu=smmuv3,its=on,gic-version=3",
     ["-cpu", "cortex-a72", "-smp", "2", "-device", "virtio-rng-pci"]),
]
DOMAIN = """
/dts-v1/;
/plugin/;
&{/chosen} {
	xen,static-heap = <0x0 0x50000000 0x0 0x1000000>;
	domU1 {
		compatible = "xen,domain";
		#address-cells = <2>;
		#size-cells = <2>;
		cpus = <1>;
		memory = <0x0 0x4000>;
		direct-map;
		xen,static-mem = <0x0 0x44000000 0x0 0x1000000>;
		module@42000000 {
			compatible = "multiboot,kernel", "multiboot,module";
			reg = <0x0 0x42000000 0x0 0x100000>;
		};
	};
};
"""


class Wrong(Exception):
    """What mpuc did not do as it should."""


def check(binary, *args):
    p = subprocess.run([binary, "check", "--format=json", "--regions=16",
                        *args], stdin=subprocess.DEVNULL, check=False,
                       capture_output=True, timeout=TIMEOUT)
    if p.returncode not in (0, 1) or p.stderr:
        raise Wrong("exit status %d: %s" % (
            p.returncode, p.stderr.decode(errors="replace")))
    return p.returncode, json.loads(p.stdout)


def dump(qemu, machine, options, blob):
    p = subprocess.run(
        [qemu, "-M", machine + ",dumpdtb=" + blob, "-display", "none",
         "-nic", "none", *options], stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False, timeout=TIMEOUT)
    if p.returncode or not os.path.exists(blob):
        raise Wrong("%s wrote no tree: %s" % (qemu, p.stderr))


def check_machine(binary, arch, machine, options):
    """What is wrong with the report on one machine, or None."""
    with tempfile.TemporaryDirectory() as scratch:
        blob = os.path.join(scratch, "machine.dtb")
        extra = os.path.join(scratch, "domain.dtso")
        with open(extra, "w", encoding="utf-8") as f:
            f.write(DOMAIN)
        try:
            dump("qemu-system-" + arch, machine, options, blob)
            status, report = check(binary, blob)
            errors = [f["id"] for f in report["findings"]]
            if status != 1 or errors != ["not-a-xen-tree"]:
                raise Wrong("exit status %d, findings %s" % (
                    status, " ".join(errors)))
            status, report = check(binary, "--target=xen-4.22", blob, extra)
            errors = {f["id"] for f in report["findings"]}
            if "not-a-xen-tree" in errors or not report["budgets"]:
                raise Wrong("with a domain: no ordinary report: " +
                            " ".join(sorted(errors)))
        except (Wrong, ValueError, subprocess.TimeoutExpired) as e:
            return str(e)
    return None


def main():
    if len(sys.argv) != 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    for arch in ("arm", "aarch64"):
        if not shutil.which("qemu-system-" + arch):
            sys.exit("qemu-trees.py: qemu-system-%s is missing: "
                     "apt-get install qemu-system-arm" % arch)
    binary = os.path.abspath(sys.argv[1])
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda m: check_machine(binary, *m), MACHINES)
        for (arch, machine, _), problem in zip(MACHINES, results):
            if problem:
                print("FAIL %s %s: %s" % (arch, machine, problem))
                failed += 1
    print("%d passed, %d failed" % (len(MACHINES) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
