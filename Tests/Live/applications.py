"""Simulated applications against the kernel's own: the same messages at the same times over the same paths of the same run."""

import collections
import json
import os
import re
import subprocess
import sys

APPLICATION = os.path.join(os.path.dirname(os.path.abspath(__file__)), "application.py")
INSIDE = "--inside"
TOPOLOGIES = ("applications", "short-blackhole")
# The machines that get kernels, by the names of their namespaces, client first.
MACHINES = {"db": "10.100.1.10", "app": "10.10.1.4"}
# The flows' own ports, which the kernel's lie beside: the client's as much above as the server's below, so that the sum, and with it the path of
# every 5-tuple, is the same.
CLIENT_PORT, SERVER_PORT, SHIFT = 49_152, 20_000, 1_000
# Seconds before a segment is sent again for the first time, each wait being twice the last from there on.
FIRST_WAIT = 0.2
# Steps between retransmissions that simulation and kernel may lie apart, and what timers and outages may be late by (in steps).
STEPS, SLACK = 1, 0.15
UNITS = {"ms": 1e-3, "s": 1}
LONGEST = 130


def applications(options, folder):
    """whether flows with `protocol: tcp` and `request` fare as the kernel's TCP and requests of the same rhythm do"""
    if os.geteuid() != 0:
        print("skipped: this takes root")
        return 0
    # As with other replays in real time, only a second failure counts.
    for attempt in ("first", "second"):
        if compare(options, os.path.join(os.path.abspath(folder), attempt)):
            return 0
    return 1


def compare(options, folder):
    """Runs all topologies at once, as often as is wished; prints a table, and returns whether everything agrees."""
    # Namespaces with names of their own; whatever happens inside ends with this one.
    apart = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    results = collections.defaultdict(list)
    for number in range(1, options.runs + 1):
        running = []
        for topology in TOPOLOGIES:
            place = os.path.join(folder, f"{topology}-{number}")
            file = os.path.join(options.topologies, "customer-edge", f"{topology}.yaml")
            words = [*apart, sys.executable, "-B", __file__, INSIDE, options.ersatz, file, place, str(number)]
            running.append((topology, place, subprocess.Popen(words, stdin=subprocess.DEVNULL)))
        for topology, place, process in running:
            if process.wait(timeout=LONGEST) != 0:
                print(f"✗ {topology}: see {place}")
                return False
            results[topology].append(Comparison(place))
    print("| Topology | Step | Flow | | Simulated | Kernel | Steps apart |\n| --- | --- | --- | --- | --- | --- | --- |")
    failures = 0
    for topology, comparisons in results.items():
        for line, agrees in rows(topology, comparisons):
            failures += not agrees
            print(line, flush=True)
    print(f"{failures} do not agree" if failures else "all agree")
    return failures == 0


# MARK: One run


def inside(program, topology, folder, seed):
    """The emulation of a topology with two kernels in it, and an application between them."""
    os.makedirs("/run/netns", exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run/netns"], check=True)
    os.makedirs(folder, exist_ok=True)
    with open(topology, encoding="utf-8") as file:
        text = file.read()
    for name, address in MACHINES.items():
        subprocess.run(["ip", "netns", "add", name], check=True)
        text = text.replace(f"address: {address}", f"address: {address}, namespace: {name}", 1)
    lent = os.path.join(folder, "topology.yaml")
    with open(lent, "w", encoding="utf-8") as file:
        file.write(text)
    run = os.path.join(folder, "run")
    plan = plan_of(text, os.path.join(run, "journal.jsonl"))
    with open(os.path.join(folder, "run.log"), "w", encoding="utf-8") as log:
        words = [program, "run", "--live", "--quiet", "--no-trace", "--seed", seed, "--output", run, lent]
        replay = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    roles, ends = ("client", "server"), []
    for role, name, other in zip(roles, MACHINES, reversed(MACHINES)):
        path = os.path.join(folder, f"{role}.plan.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({**plan, "local": MACHINES[name], "remote": MACHINES[other]}, file)
        with open(os.path.join(folder, f"{role}.json"), "w", encoding="utf-8") as output:
            words = ["ip", "netns", "exec", name, sys.executable, "-B", APPLICATION, role, path]
            ends.append(subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=output))
    status = max(end.wait() for end in ends)
    # What the topology expects is for others to judge; here the run has only to come to its end.
    return status or (0 if replay.wait() in (0, 1, 3) else 1)


def plan_of(text, journal):
    """The flows of a topology as the kernel is to imitate them."""
    plan = {"journal": journal, "until": seconds(re.search(r"^  duration: (\S+)$", text, re.MULTILINE)[1]) - 0.5}
    plan |= {"streams": [], "requests": []}
    for number, words in enumerate(re.findall(r"^  - \{ (name: [^}]*, from: [^}]*) \}$", text, re.MULTILINE)):
        keys = dict(word.split(": ") for word in words.split(", "))
        if "protocol" not in keys:
            continue
        flow = {"name": keys["name"], "count": int(keys.get("count", 1)), "start": 0}
        flow |= {"port": SERVER_PORT + number - SHIFT, "firstPort": CLIENT_PORT + SHIFT}
        flow["interval"] = 1 / float(keys["rate"].removesuffix("/s"))
        if keys["protocol"] == "tcp":
            plan["streams"].append({**flow, "size": int(keys["size"]), "both": keys.get("bidirectional") == "true"})
        else:
            times = {"timeout": seconds(keys["timeout"]), "retries": int(keys["retries"])}
            plan["requests"].append({**flow, **times})
    return plan


def seconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(ms|s)", text).groups()
    return float(number) * UNITS[unit]


# MARK: Comparing


class Comparison:
    """How stalls and requests of each step, flow and direction ended: simulated, and the kernel's."""

    def __init__(self, folder):
        with open(os.path.join(folder, "run", "report.json"), encoding="utf-8") as file:
            report = json.load(file)
        self.steps = sorted((step["atSeconds"], step["step"], step["phase"]) for step in report["steps"])
        self.found = collections.defaultdict(lambda: {"simulated": [], "kernel": []})
        flows = {(flow["name"], flow["direction"]): flow for flow in report["flows"] if "application" in flow}
        for flow in flows.values():
            for stall in flow["application"].get("stalls", ()):
                if not stall["open"]:
                    self.stall("simulated", flow, stall["startSeconds"], stall["endSeconds"])
            for request in flow["application"].get("troubled", ()):
                self.request("simulated", flow, request["sentSeconds"], request["tries"])
        asking = [flow for flow in flows.values() if flow["application"].get("requests") is not None]
        for role, direction in (("server", "forward"), ("client", "reverse")):
            with open(os.path.join(folder, f"{role}.json"), encoding="utf-8") as file:
                end = json.load(file)
            for stall in end["stalls"]:
                self.stall("kernel", flows[stall["flow"], direction], stall["start"], stall["end"])
            for request in end["requests"]:
                self.request("kernel", asking[0], request["sent"], request["tries"])

    def stall(self, who, flow, start, end):
        # Between two messages of one connection nobody can tell that it is cut off: the report has the same grace.
        grace = flow["intervalSeconds"] * flow["tuples"] + FIRST_WAIT
        self.note(who, "stall", flow, start + grace, end - start, end)

    def request(self, who, flow, sent, tries):
        self.note(who, "tries", flow, sent + FIRST_WAIT, tries, sent)

    def note(self, who, what, flow, instant, value, end):
        step = max((step for step in self.steps if step[0] <= instant), default=None)
        # What comes after a fault is nobody's doing but this computer's.
        if step and step[2] == "fault":
            self.found[step[1], flow["name"], flow["direction"], what][who].append((value, end - step[0]))

    def longest(self, key, who):
        return max((value for value, _ in self.found[key][who]), default=0)

    def apart(self, key):
        """How many retransmissions, or tries, lie between the longest of either."""
        distance = abs(self.longest(key, "simulated") - self.longest(key, "kernel"))
        if key[-1] == "tries":
            return distance
        # As long as the fault has lasted, so long is the way to the next retransmission: the step to the last one was half of it.
        ends = [end for each in self.found[key].values() for _, end in each]
        return distance / max(FIRST_WAIT, max(ends) / 2)


def rows(topology, comparisons):
    """A line per step, flow and direction in which either stalled, and whether they agree in every run."""
    for key in sorted({key for comparison in comparisons for key in comparison.found}):
        step, flow, direction, what = key
        apart = max(comparison.apart(key) for comparison in comparisons)
        agrees = apart <= STEPS + SLACK
        simulated, kernel = (text(what, comparisons, key, who) for who in ("simulated", "kernel"))
        remark = f"{apart:.1f}" + ("" if agrees else ", differs")
        yield f"| {topology} | {step} | {flow} {direction} | {WORDS[what]} | {simulated} | {kernel} | {remark} |", agrees


WORDS = {"stall": "longest stall", "tries": "most tries"}


def text(what, comparisons, key, who):
    values = sorted(comparison.longest(key, who) for comparison in comparisons)
    counts = sorted(len(comparison.found[key][who]) for comparison in comparisons)
    middle = values[len(values) // 2]
    numbers = f"{counts[0]}" if counts[0] == counts[-1] else f"{counts[0]} to {counts[-1]}"
    if what == "tries":
        return f"{middle}; {numbers} requests"
    span = "" if len(values) == 1 else f" ({values[0]:.2f} to {values[-1]:.2f})"
    return f"{middle:.2f} s{span}; {numbers} stalls"


if __name__ == "__main__":
    sys.exit(inside(*sys.argv[2:]))
