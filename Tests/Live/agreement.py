"""Virtual time against real time: the same files and seeds, end states and medians of outages."""

import os
import statistics
import subprocess

from expectations import bundled
from runs import Run, in_lanes, name

SHARE, SPAN = 0.1, 0.02


def agreement(options, folder):
    """whether medians of outages in virtual and in real time differ by at most a tenth or 20 ms, and end states not at all"""
    topologies = bundled(options.topologies)
    seeds = range(1, options.runs + 1)

    def pair(topology, seed):
        def place(engine):
            return os.path.join(folder, engine, f"{name(topology, options.topologies)}-{seed}")

        def replay():
            virtual = Run(options.ersatz, topology, place("virtual"), live=False, seed=seed)
            return virtual, Run(options.ersatz, topology, place("live"), seed=seed)

        return replay

    pairs = {topology: [] for topology in topologies}
    for virtual, live in in_lanes(options.lanes, [pair(topology, seed) for seed in seeds for topology in topologies]):
        if live.lacks:
            print(f"skipped: {live.words}")
            return 0
        pairs[live.topology].append((virtual, live))
    failures = 0
    print("| Topology | Step | Flow | Virtual | Live | |\n| --- | --- | --- | --- | --- | --- |")
    for topology, runs in pairs.items():
        for row, agrees in rows(name(topology, options.topologies), runs):
            failures += not agrees
            print(row)
        for virtual, live in runs:
            if not ends_alike(options.ersatz, virtual, live):
                failures += 1
                print(f"{live.folder} does not end as {virtual.folder} does")
    return 1 if failures else 0


def rows(name, runs):
    """A line per step, flow and direction that has an outage, and whether the medians agree."""
    keys = ("step", "phase", "flow", "direction")
    times = {}
    for place, engine in ((0, "virtual"), (1, "live")):
        for run in runs:
            for entry in run[place].report()["convergence"]:
                key = tuple(entry[key] for key in keys)
                times.setdefault(key, {"virtual": [], "live": []})[engine].append(entry["worstOutageSeconds"] or 0)
    for (step, phase, flow, direction), measured in sorted(times.items()):
        virtual, live = (statistics.median(measured[engine] or [0]) for engine in ("virtual", "live"))
        if virtual == live == 0:
            continue
        agrees = abs(virtual - live) <= max(SHARE * virtual, SPAN)
        where = f"{step}" if phase == "fault" else f"{step} {phase}"
        milliseconds = f"{virtual * 1e3:.1f} ms | {live * 1e3:.1f} ms"
        yield f"| {name} | {where} | {flow} {direction} | {milliseconds} | {'' if agrees else 'differs'} |", agrees


def ends_alike(program, virtual, live):
    """Whether routes, paths and sessions are the same at the end."""
    diff = subprocess.run([program, "diff", virtual.folder, live.folder], capture_output=True, text=True)
    return "the same routes, paths and sessions" in diff.stdout
