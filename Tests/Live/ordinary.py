"""Real routers for somebody who is not root: a user namespace with a range of ids, where FRR may set its groups."""

import os
import pwd
import shutil
import subprocess

USER = "nobody"
DAEMONS = {"frr": "/usr/lib/frr/bgpd", "bird": "/usr/sbin/bird"}
# The exit status where this cannot be had.
UNPREPARED = 99
# What a system for several people has, in a mount namespace of its own: the device for all, and a range of ids.
PREPARATION = f"""
mount -t tmpfs tmpfs /dev/net && mknod /dev/net/tun c 10 200 && chmod 666 /dev/net/tun || exit {UNPREPARED}
for list in /etc/subuid /etc/subgid; do touch "$list" && mount --bind "$1/ids" "$list" || exit {UNPREPARED}; done
shift
exec setpriv --reuid={USER} --regid=nogroup --clear-groups "$@"
"""
# Seconds: the first step of the topologies and what is left of it are over by then.
UNTIL = "8s"
LONGEST = 120


def ordinary(options, folder):
    """whether `kind: frr` and `bird` run for an ordinary user who has a range of ids"""
    if os.geteuid() != 0 or shutil.which("newuidmap") is None:
        print("skipped: this takes root, to become somebody else, and newuidmap (apt-get install uidmap)")
        return 0
    failures = 0
    for daemon, path in DAEMONS.items():
        if not os.access(path, os.X_OK):
            print(f"skipped: {daemon} is not installed")
            continue
        # As with other replays in real time, only a second failure counts.
        outcome = next((True for attempt in (1, 2) if runs(options, daemon, f"{folder}/{daemon}-{attempt}")), False)
        failures += not outcome
    return 1 if failures else 0


def runs(options, daemon, folder):
    account = pwd.getpwnam(USER)
    os.makedirs(folder)
    for place in (folder, os.path.dirname(os.path.abspath(folder))):
        os.chmod(place, 0o755)
    program, topology = os.path.join(folder, "ersatz"), os.path.join(folder, f"{daemon}.yaml")
    shutil.copy(options.ersatz, program)
    shutil.copy(os.path.join(options.topologies, "real", f"{daemon}.yaml"), topology)
    with open(os.path.join(folder, "ids"), "w", encoding="utf-8") as file:
        file.write(f"{USER}:200000:65536\n")
    os.chmod(os.path.join(folder, "ids"), 0o644)
    os.chown(folder, account.pw_uid, account.pw_gid)
    replay = [program, "run", "--live", "--quiet", "--until", UNTIL, "--output", os.path.join(folder, "run"), topology]
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    command += ["sh", "-c", PREPARATION, "prepare", folder, *replay]
    done = subprocess.run(command, timeout=LONGEST, check=False, capture_output=True, text=True)
    if done.returncode == UNPREPARED:
        print(f"skipped: {done.stderr.strip()}")
        return True
    is_fine = done.returncode == 0
    print(f"{'✓' if is_fine else '✗'} {daemon} as {USER}: exit status {done.returncode}", flush=True)
    if not is_fine:
        print(f"{done.stdout}{done.stderr}", flush=True)
    return is_fine
