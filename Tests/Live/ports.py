"""A router behind physical ports: cables are veth pairs here, the router is BIRD in a namespace of its own."""

import ctypes
import fcntl
import json
import os
import select
import shutil
import socket
import struct
import subprocess
import sys
import time

TOPOLOGY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ports.yaml")
SIOCETHTOOL, ETHTOOL_STXCSUM, SIOCGIFFLAGS = 0x8946, 0x17, 0x8913
TUNSETIFF, IFF_TAP, IFF_NO_PI, ETH_P_ALL = 0x400454CA, 0x2, 0x1000, 0x3
# Seconds after which nothing of this can still be wanted.
LONGEST = 110
INSIDE = "--inside"
SCENARIO, CABLE = "scenario", "cable"


def ports(options, folder):
    """whether a router at the other end of this machine's interfaces fails over as it should"""
    if os.geteuid() != 0 or shutil.which("bird") is None:
        print("skipped: this takes root and BIRD (apt-get install bird2)")
        return 0
    # A network and a process namespace of its own: whatever happens inside ends with it.
    apart = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    failures = 0
    for title, scenario in (("faults of the scenario", SCENARIO), ("a cable that is pulled", CABLE)):
        # As with other replays in real time, only a second failure counts.
        for attempt in ("first", "second"):
            place = os.path.join(folder, scenario, attempt)
            os.makedirs(place, exist_ok=True)
            command = [*apart, sys.executable, "-B", __file__, INSIDE, scenario, options.ersatz, place]
            done = subprocess.run(command, timeout=LONGEST + 10, check=False, capture_output=True, text=True)
            if done.returncode == 0:
                print(f"✓ {TOPOLOGY}: {title}", flush=True)
                break
            print(f"✗ {TOPOLOGY}: {title}: exit status {done.returncode}\n{done.stdout}{done.stderr}", flush=True)
        else:
            failures = 1
    return failures


def call(*words, inside=None):
    prefix = ["nsenter", "-t", str(inside), "-n"] if inside else []
    subprocess.run([*prefix, *words], check=True)


def compute_checksums(*interfaces):
    """Has the kernel compute checksums before frames leave, as on a cable: a veth pair would leave that to nobody."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for interface in interfaces:
            value = ctypes.create_string_buffer(struct.pack("II", ETHTOOL_STXCSUM, 0))
            request = struct.pack("16sP", interface.encode(), ctypes.addressof(value))
            fcntl.ioctl(control, SIOCETHTOOL, request)


def relay(vlan):
    """A port of the router's, for kernels that know no VLANs: frames of the wire with the tag, without it inside."""
    tap = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", b"er-ams-pri", IFF_TAP | IFF_NO_PI))
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    wire.bind(("wan", ETH_P_ALL))
    tag = struct.pack("!HH", 0x8100, vlan)
    print("ready", flush=True)
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        readable, _, _ = select.select([tap, wire], [], [], 1)
        if tap in readable:
            frame = os.read(tap, 65536)
            try:
                wire.send(frame[:12] + tag + frame[12:])
            except OSError:
                pass  # The cable has no carrier.
        if wire in readable:
            # What this side has sent comes by as well. The kernel has taken the tag off what came.
            try:
                frame, (_, _, kind, *_) = wire.recvfrom(65536)
            except OSError:
                continue
            if kind != socket.PACKET_OUTGOING:
                os.write(tap, frame)


def inside(scenario, program, folder):
    """The emulation with two cables, and the router at their other ends."""
    call("ip", "link", "set", "lo", "up")
    router = subprocess.Popen(["unshare", "--net", "sleep", str(LONGEST)])
    while os.readlink(f"/proc/{router.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
        time.sleep(0.01)
    for ours, theirs in (("eth1", "wan"), ("eth2", "lan")):
        call("ip", "link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", str(router.pid))
        call("ip", "link", "set", ours, "up")
    call("ip", "link", "set", "wan", "up", inside=router.pid)
    there = ["nsenter", "-t", str(router.pid), "-n"]
    port = subprocess.Popen([*there, sys.executable, "-B", __file__, INSIDE, "relay"], stdout=subprocess.PIPE)
    port.stdout.readline()
    for name, address in (("er-ams-pri", "172.16.1.1/30"), ("lan", "10.100.0.2/24")):
        call("ip", "address", "add", address, "dev", name, inside=router.pid)
        call("ip", "link", "set", name, "up", inside=router.pid)
    call("sysctl", "-q", "-w", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0", inside=router.pid)
    call(sys.executable, "-B", __file__, INSIDE, "checksums", inside=router.pid)
    configuration = os.path.join(folder, "bird.conf")
    with open(configuration, "w", encoding="utf-8") as file:
        subprocess.run([program, "cpe", "--router", "cpe1", "--dialect", "bird", TOPOLOGY], stdout=file, check=False)
    with open(os.path.join(folder, "bird.log"), "w", encoding="utf-8") as log:
        bird = subprocess.Popen(
            [*there, "bird", "-f", "-c", configuration, "-s", os.path.join(folder, "bird.ctl")], stderr=log
        )
    output = os.path.join(folder, "run")
    if scenario == SCENARIO:
        run = subprocess.run([program, "run", "--live", "--output", output, TOPOLOGY], check=False)
    else:
        run = subprocess.Popen([program, "run", "--live", "--output", output, without_steps(folder)])
        pull_cable(output, router.pid)
        run.wait(timeout=LONGEST)
    for process in (bird, port, router):
        process.kill()
        process.wait()
    if run.returncode == 0 and not (is_up("eth1") and is_up("eth2")):
        print("the run did not leave its interfaces as it found them")
        return 1
    return run.returncode or (scenario == CABLE and not is_noticed(output))


def without_steps(folder):
    """The same network with nothing that the file breaks."""
    with open(TOPOLOGY, encoding="utf-8") as file:
        lines = [line for line in file if not line.lstrip().startswith(("- { at:", "- { flow:", "steps:"))]
    path = os.path.join(folder, "cable.yaml")
    with open(path, "w", encoding="utf-8") as file:
        # Time for the session to come back.
        file.write("".join(lines).replace("expect:\n", "").replace("duration: 18s", "duration: 30s"))
    return path


def pull_cable(output, router):
    """Two seconds into the run the router's end of its link goes down for three."""
    end = time.monotonic() + 60
    while time.monotonic() < end and not os.path.exists(os.path.join(output, "journal.jsonl.partial")):
        time.sleep(0.05)
    time.sleep(2)
    call("ip", "link", "set", "wan", "down", inside=router)
    time.sleep(3)
    call("ip", "link", "set", "wan", "up", inside=router)


def is_noticed(output):
    """Whether the emulated side saw the carrier go and come, its session ended by that, and traffic moved and returned."""
    with open(os.path.join(output, "journal.jsonl"), encoding="utf-8") as file:
        events = [event for event in map(json.loads, file) if "kind" in event]
    link = [(event["kind"], event["node"]) for event in events if event["subject"] == "link/er-ams/primary/customer"]
    lost = [event for event in events if event["kind"] == "session.down" and event["cause"] == "carrier"]
    with open(os.path.join(output, "report.json"), encoding="utf-8") as file:
        report = json.load(file)
    # Without the carrier it would take BFD 600 ms at least.
    longest = max((outage["durationSeconds"] for flow in report["flows"] for outage in flow["outages"]), default=0)
    noticed = {
        "the router's port lost and regained its carrier": {("carrier.down", "router/cpe1"), ("carrier.up", "router/cpe1")}
        <= set(link),
        "the provider saw it": ("carrier.down", "provider/er-ams/primary") in link,
        "the MSEE ended its session for it": any(event["node"] == "msee/amsterdam/1" for event in lost),
        f"the longest outage was {longest} s, less than 1.5": 0 < longest < 1.5,
        "all sessions were back": not report["finalState"]["sessionsDown"],
    }
    for words, holds in noticed.items():
        if not holds:
            print(f"not so: {words}")
    return all(noticed.values())


def is_up(interface):
    # /sys shows the network of whoever mounted it, which is not this one.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        answer = fcntl.ioctl(control, SIOCGIFFLAGS, struct.pack("16sH22x", interface.encode(), 0))
    return struct.unpack("16sH22x", answer)[1] & 1 == 1


if __name__ == "__main__":
    if sys.argv[2] == "relay":
        relay(100)
    elif sys.argv[2] == "checksums":
        compute_checksums("lan")
    else:
        sys.exit(inside(*sys.argv[2:5]))
