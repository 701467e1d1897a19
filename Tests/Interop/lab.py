"""Two hosts on a wire: the speaker on the one, another daemon on the other."""

import glob
import ipaddress
import json
import os
import subprocess
import time

ASN = 4200000001
PEER_ASN = 4200000002
IPV4, PEER_IPV4 = "10.250.0.1", "10.250.0.2"
IPV6, PEER_IPV6 = "fd00:250::1", "fd00:250::2"
ROUTES = ["192.0.2.0/25", "2001:db8:a::/48"]
PEER_ROUTES = ["198.51.100.0/24", "2001:db8:b::/48"]
PASSWORD = "Correct-horse7"


class Failed(Exception):
    """A check did not hold, in words."""


class Lab:
    """Owns the namespaces and the processes of one check."""

    def __init__(self, folder, program):
        self.folder = folder
        self.program = program
        self.processes = []
        for name in ("own", "peer"):
            self.call(["ip", "netns", "add", name])
        self.call(["ip", "link", "add", "wire", "netns", "own", "type", "veth", "peer", "name", "wire", "netns", "peer"])
        for name, ipv4, ipv6 in (("own", IPV4, IPV6), ("peer", PEER_IPV4, PEER_IPV6)):
            ip = ["ip", "-n", name]
            self.call(ip + ["link", "set", "lo", "up"])
            self.call(ip + ["address", "add", f"{ipv4}/30", "dev", "wire"])
            self.call(ip + ["address", "add", f"{ipv6}/64", "dev", "wire", "nodad"])
            self.call(ip + ["link", "set", "wire", "up"])
        # Addresses of a link that has only just come up can't be bound to at once.
        self.until("the wire is up", lambda: "tentative" not in self.call(["ip", "-n", "own", "-6", "address"]))

    def call(self, command, check=True, timeout=20):
        """Runs a command to its end; returns what it wrote."""
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout)
        text = result.stdout.decode(errors="replace")
        if check and result.returncode != 0:
            raise Failed(f"{' '.join(command)}: {text.strip()[-300:]}")
        return text

    def start(self, name, command, namespace, environment=None):
        """Starts a process in a namespace; its output goes to a file of that name."""
        log = open(self.path(f"{name}.log"), "ab")
        process = subprocess.Popen(
            ["ip", "netns", "exec", namespace, *command], stdin=subprocess.DEVNULL, stdout=log,
            stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})})
        log.close()
        self.processes.append(process)
        return process

    def stop(self, process):
        """Ends a process politely, then firmly."""
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.remove(process)
        return process.returncode

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        path = self.path(name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def until(self, what, condition, seconds=60):
        """Waits for something; returns how long that took."""
        start = time.monotonic()
        while True:
            if condition():
                return time.monotonic() - start
            if time.monotonic() - start > seconds:
                raise Failed(f"after {seconds} s it is still not so that {what}")
            time.sleep(0.02)

    def end(self):
        for process in reversed(list(self.processes)):
            self.stop(process)
        for name in ("own", "peer"):
            self.call(["ip", "netns", "delete", name], check=False)

    def tell_logs(self):
        for path in sorted(glob.glob(self.path("*.log"))):
            with open(path, errors="replace") as file:
                lines = file.read().splitlines()[-12:]
            for line in lines:
                print(f"    {os.path.basename(path)}: {line}")


class Speaker:
    """`ersatz speaker` in the namespace `own`."""

    def __init__(self, lab, words="", families=("ipv4", "ipv6")):
        self.lab = lab
        self.socket = lab.path("ersatz.sock")
        command = [lab.program, "speaker", "--format", "json", "--socket", self.socket, "--asn", str(ASN),
                   "--router-id", "10.250.0.1"]
        for family, own, peer in (("ipv4", IPV4, PEER_IPV4), ("ipv6", IPV6, PEER_IPV6)):
            if family in families:
                listen = own if family == "ipv4" else f"[{own}]"
                command += ["--listen", f"{listen}:179",
                            "--neighbor", f"{peer},remote-as={PEER_ASN},hold=9s,connect-retry=1s{words}"]
        command += ["--announce", *ROUTES]
        self.process = lab.start("ersatz", command, "own")

    def show(self, *words):
        command = [self.lab.program, "show", "--socket", self.socket, *words, "--format", "json"]
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20)
        return json.loads(result.stdout) if result.returncode == 0 else []

    def neighbor(self, address):
        rows = self.show("neighbors", address)
        return rows[0] if rows else {}

    def is_up(self, *addresses):
        return all(self.neighbor(address).get("state") == "Established" for address in addresses)

    def path(self, prefix):
        """The AS path of the best route to a prefix that was learned; None if there is none."""
        for row in self.show("bgp", "routes", prefix):
            if row["isBest"] and row.get("from") and row["network"] == prefix:
                return row["path"]
        return None

    def events(self, kind):
        with open(self.lab.path("ersatz.log"), errors="replace") as file:
            lines = [json.loads(line) for line in file if line.startswith("{")]
        return [line for line in lines if line["kind"] == kind]


def same_prefix(left, right):
    try:
        return ipaddress.ip_network(left) == ipaddress.ip_network(right)
    except ValueError:
        return False
