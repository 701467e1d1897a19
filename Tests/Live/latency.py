"""What the engine itself adds to a failover: medians of several runs, each alone."""

import glob
import json
import os
import statistics

from runs import Run, name


def latency(options, folder):
    """whether medians of outages meet the expectations of the topologies `latency*.yaml`, and nobody raises a false alarm"""
    failures = 0
    for topology in sorted(glob.glob(os.path.join(options.topologies, "live", "latency*.yaml"))):
        runs = []
        for seed in range(1, options.runs + 1):
            place = os.path.join(folder, f"{name(topology, options.topologies)}-{seed}")
            run = Run(options.ersatz, topology, place, seed=seed)
            if run.lacks:
                print(f"skipped: {run.words}")
                return 0
            runs.append(run)
        failures += tell(name(topology, options.topologies), runs)
    return 1 if failures else 0


def tell(name, runs):
    """Prints a line per expectation and one for false alarms; how many are not as they should be."""
    failures = 0
    reports = [run.report() for run in runs]
    for expectations in zip(*(report["expectations"] for report in reports)):
        first = expectations[0]
        times = sorted(expectation["measured"]["outageSeconds"] for expectation in expectations)
        median = statistics.median(times)
        limit = max(bound["seconds"] for bound in first["outage"])
        failures += median > limit
        print(
            f"{name}, step {first['step']}, {first['flow']}: {median * 1e3:.1f} ms "
            f"({times[0] * 1e3:.1f} to {times[-1] * 1e3:.1f}), wanted at most {limit * 1e3:.0f} ms"
        )
    alarms = sum(false_alarms(run) for run in runs)
    print(f"{name}: {alarms} false alarms")
    return failures + alarms


def false_alarms(run):
    """BFD sessions that fell without a step that had to do with them."""
    broken, alarms = set(), 0
    with open(os.path.join(run.folder, "journal.jsonl"), encoding="utf-8") as file:
        for line in file:
            event = json.loads(line)
            if event.get("kind") == "step":
                broken.add("/".join(event["subject"].split("/")[1:3]))
            elif event.get("kind") == "bfd.down":
                alarms += not any(link in event["subject"] for link in broken)
    return alarms
