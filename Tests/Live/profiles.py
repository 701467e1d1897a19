"""Profiles against the daemons that they stand for: the same faults, paths and outages, live and in virtual time."""

import glob
import os
import re
import statistics

from runs import Run, name

SHARE, SPAN = 0.2, 0.03
# Before a step, and before its restore: paths have come to rest, and probes sent since have arrived.
MARGIN = 0.25


def profiles(options, folder):
    """whether `profile: frr` and `bird` do in virtual time what the daemons do: the same paths, medians within a fifth or 30 ms"""
    failures = 0
    for topology in sorted(glob.glob(os.path.join(options.topologies, "real", "*.yaml"))):
        daemon = name(topology, os.path.dirname(topology))
        os.makedirs(folder, exist_ok=True)
        emulated = os.path.join(folder, f"profile-{daemon}.yaml")
        with open(topology, encoding="utf-8") as source, open(emulated, "w", encoding="utf-8") as target:
            target.write(with_profile(source.read()))
        runs = {"virtual": [], "live": []}
        for seed in range(1, options.runs + 1):
            runs["virtual"].append(Run(options.ersatz, emulated, f"{folder}/virtual-{daemon}-{seed}", False, seed))
            live = Run(options.ersatz, topology, f"{folder}/live-{daemon}-{seed}", True, seed)
            if live.lacks:
                print(f"skipped: {live.words}")
                return 0
            runs["live"].append(live)
        failures += tell(daemon, runs)
    return 1 if failures else 0


def with_profile(text):
    """The same topology with emulated routers in the place of the daemons, which `ersatz cpe` configures for multipath."""
    return re.sub(r"^( *)kind: (frr|bird)$", r"\1profile: \2\n\1multipath: true", text, flags=re.MULTILINE)


def tell(daemon, runs):
    """Prints a line per step and direction; how many do not agree."""
    reports = {engine: [run.report() for run in each if run.is_complete] for engine, each in runs.items()}
    failures = sum(len(runs[engine]) - len(reports[engine]) for engine in runs)
    print("| Profile | Step | Direction | Live | Virtual | | Paths |\n| --- | --- | --- | --- | --- | --- | --- |")
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
            f"| {daemon} | {entry['step']} {step['verb']} {step['subject']} | {entry['direction']} | {text(times['live'])} "
            f"| {text(times['virtual'])} | {'' if agrees else 'differs'} | {same} of {len(reports['live'])} |",
            flush=True,
        )
    return failures


def outages(reports, entry):
    keys = ("step", "phase", "flow", "direction")
    for report in reports:
        for other in report["convergence"]:
            if all(other[key] == entry[key] for key in keys):
                yield other["worstOutageSeconds"] or 0


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
