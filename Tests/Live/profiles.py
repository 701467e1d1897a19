"""Profiles against the daemons that they stand for: the same faults, paths and outages, live and in virtual time."""

import glob
import os
import re
import statistics
import time

from runs import Run, in_lanes, name

SHARE, SPAN = 0.2, 0.03
# Before a step, and before its restore: paths have come to rest, and probes sent since have arrived.
MARGIN = 0.25
# Seconds between the beginnings of replays at the same time, whose steps then do not coincide.
APART = 0.4
DIRECTIONS = {"forward": "to Azure", "reverse": "from Azure"}


def profiles(options, folder):
    """whether `profile: frr` and `bird` do in virtual time what the daemons do: the same paths, medians within a fifth or 30 ms"""
    topologies = sorted(glob.glob(os.path.join(options.topologies, "real", "*.yaml")))
    os.makedirs(folder, exist_ok=True)
    seeds = range(1, options.runs + 1)
    failures = 0
    print("| Topology | Step | Direction | Live | Virtual | | Paths |\n|" + " --- |" * 7)
    for topology in topologies:
        title = name(topology, os.path.dirname(topology))

        def replay(engine, file, seed, delay=0, title=title):
            def work():
                time.sleep(delay)
                return Run(options.ersatz, file, os.path.join(folder, f"{engine}-{title}-{seed}"), engine == "live", seed)

            return work

        emulated = with_profile(topology, folder)
        runs = {"virtual": list(in_lanes(options.lanes, [replay("virtual", emulated, seed) for seed in seeds]))}
        runs["live"] = []
        # In rounds: whoever makes or ends networks keeps the kernel from telling others of their carriers.
        for begin in range(0, options.runs, options.lanes):
            crowd = enumerate(seeds[begin : begin + options.lanes])
            for live in in_lanes(options.lanes, [replay("live", topology, seed, lane * APART) for lane, seed in crowd]):
                if live.lacks:
                    print(f"skipped: {live.words}")
                    return 0
                runs["live"].append(live)
        failures += tell(title, runs)
    return 1 if failures else 0


def with_profile(topology, folder):
    """The same topology with emulated routers in the place of the daemons, which `ersatz cpe` configures for multipath."""
    with open(topology, encoding="utf-8") as source:
        text = source.read()
    emulated = os.path.join(folder, f"profile-{os.path.basename(topology)}")
    with open(emulated, "w", encoding="utf-8") as target:
        target.write(re.sub(r"^( *)kind: (frr|bird)$", r"\1profile: \2\n\1multipath: true", text, flags=re.MULTILINE))
    return emulated


def tell(title, runs):
    """Prints a line per step and direction; how many do not agree."""
    reports = {engine: [run.report() for run in each if run.is_complete] for engine, each in runs.items()}
    failures = 0
    for run in runs["virtual"] + runs["live"]:
        if not run.is_complete:
            failures += 1
            print(f"{run.folder} ended with status {run.status}: {run.words}")
    if not all(reports.values()):
        return failures
    first = reports["virtual"][0]
    for entry in first["convergence"]:
        if entry["phase"] != "fault":
            continue
        step = next(s for s in first["steps"] if (s["step"], s["phase"]) == (entry["step"], "fault"))
        times = {engine: sorted(outages(each, entry)) for engine, each in reports.items()}
        live, virtual = (statistics.median(times[engine]) for engine in ("live", "virtual"))
        agrees = abs(live - virtual) <= max(SHARE * live, SPAN)
        same = paths_agree(reports, entry, step)
        failures += (not agrees) + (same < len(reports["live"]))
        print(
            f"| `{title}` | {entry['step']} {step['verb']} {step['subject']} | {DIRECTIONS[entry['direction']]} "
            f"| {text(times['live'])} | {text(times['virtual'])} | {'' if agrees else 'differs'} "
            f"| {same} of {len(reports['live'])} |",
            flush=True,
        )
    return failures


def outages(reports, entry):
    """The longest outage of each run that a step or its restore brought: which of them it was depends on what is known of causes."""
    keys = ("step", "flow", "direction")
    for report in reports:
        yield max(
            other["worstOutageSeconds"] or 0
            for other in report["convergence"]
            if all(other[key] == entry[key] for key in keys)
        )


def text(times):
    return f"{statistics.median(times) * 1e3:.0f} ({times[0] * 1e3:.0f}–{times[-1] * 1e3:.0f})"


def paths_agree(reports, entry, step):
    """In how many live runs packets take the ways of virtual time before, during and after a step."""
    begin = step["atSeconds"]
    restores = [s["atSeconds"] for s in reports["virtual"][0]["steps"] if s["phase"] == "restore" and s["atSeconds"] > begin]
    end = min(restores, default=reports["virtual"][0]["endSeconds"])
    later = [s["atSeconds"] for s in reports["virtual"][0]["steps"] if s["phase"] == "fault" and s["atSeconds"] > end]
    moments = [begin - MARGIN, end - MARGIN, min(later, default=reports["virtual"][0]["endSeconds"]) - MARGIN]
    wanted = [ways(reports["virtual"][0], entry, moment) for moment in moments]
    return sum([ways(report, entry, moment) for moment in moments] == wanted for report in reports["live"])


def ways(report, entry, moment):
    """The delivering paths of a flow's direction at a moment, with their shares."""
    flow = next(f for f in report["flows"] if f["name"] == entry["flow"] and f["direction"] == entry["direction"])
    instants = [path["fromSeconds"] for path in flow["paths"] if path["fromSeconds"] <= moment]
    latest = max(instants, default=None)
    return sorted(
        (path["share"], path["via"]) for path in flow["paths"] if path["fromSeconds"] == latest and path["delivered"]
    )
