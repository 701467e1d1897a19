#!/usr/bin/env python3
"""Sessions with other BGP implementations, each in a network namespace of its own.

usage: interop.py --ersatz PATH [--write docs/interop.md] [--only NAME]... [--keep-logs DIR]

A daemon that is not installed is skipped, with the package that would bring it. Exit status: 0 every check of every daemon found
passed, 1 one failed, 4 the system lacks something without which nothing can be tested.
"""

import argparse
import os
import shutil
import sys
import tempfile

from checks import CHECKS
from daemons import DAEMONS
from lab import Failed, Lab
from table import Table

# A daemon that starts slowly on a busy machine gets a second chance, of which the table tells.
ATTEMPTS = 2


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ersatz", required=True, help="the program to test")
    parser.add_argument("--write", help="the file whose table is to be brought up to date")
    parser.add_argument("--only", action="append", choices=[daemon.name for daemon in DAEMONS])
    parser.add_argument("--keep-logs", help="a folder for what the daemons wrote")
    options = parser.parse_args()
    if os.geteuid() != 0:
        print("interop: skipped: making network namespaces and starting daemons takes root")
        return 0
    missing = [tool for tool in ("ip", "unshare") if shutil.which(tool) is None]
    if missing:
        print(f"interop: error: {missing[0]} is missing; install iproute2 and util-linux", file=sys.stderr)
        return 4
    enter_namespaces()
    table = Table()
    failures = 0
    for kind in DAEMONS:
        if options.only and kind.name not in options.only:
            continue
        if not kind.is_installed():
            print(f"{kind.name}: skipped: not installed (apt-get install {kind.package})")
            table.skip(kind)
            continue
        failures += test(kind, os.path.abspath(options.ersatz), table, options.keep_logs)
    print()
    print(table.text())
    if options.write:
        table.write(options.write)
    return 1 if failures else 0


def test(kind, program, table, logs):
    """Runs all checks against one daemon; returns how many failed."""
    failures = 0
    version = kind.version()
    table.begin(kind, version)
    for check in CHECKS:
        reason = check.skips(kind)
        if reason:
            table.add(kind, check, None, reason)
            continue
        for attempt in range(1, ATTEMPTS + 1):
            passed, note = attempt_one(kind, check, program, logs)
            if passed:
                break
            print(f"{kind.name} {version}: {check.name}: attempt {attempt} FAILED: {note}", flush=True)
        if passed:
            print(f"{kind.name} {version}: {check.name}: passed{f' ({note})' if note else ''}", flush=True)
        if passed and attempt > 1:
            note = "; ".join(filter(None, [note, f"at attempt {attempt}"]))
        failures += not passed
        table.add(kind, check, passed, note)
    return failures


def attempt_one(kind, check, program, logs):
    """Whether a check passed, and what is to be said of it."""
    with tempfile.TemporaryDirectory(prefix="ersatz-interop-") as folder:
        os.chmod(folder, 0o755)
        lab = Lab(folder, program)
        try:
            return True, check.run(lab, kind(lab))
        except Failed as failure:
            lab.tell_logs()
            return False, str(failure)
        finally:
            lab.end()
            if logs:
                shutil.copytree(folder, os.path.join(logs, kind.name, check.key), dirs_exist_ok=True,
                                ignore=lambda _, names: [name for name in names if name.endswith(".sock")])


def enter_namespaces():
    """Starts this script anew where whatever it leaves behind ends with it, and where `/run` is its own."""
    if os.environ.get("ERSATZ_INTEROP_INSIDE") == "1":
        os.system("ip link set lo up")
        return
    os.environ["ERSATZ_INTEROP_INSIDE"] = "1"
    inside = 'mount -t tmpfs tmpfs /run && mkdir -p /run/netns && exec "$0" "$@"'
    os.execvp("unshare", ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc",
                          "sh", "-c", inside, sys.executable, *sys.argv])


if __name__ == "__main__":
    sys.exit(main())
