"""Every bundled topology, replayed once in real time."""

import glob
import os
import time

from runs import Run, in_lanes, name


def bundled(folder):
    """The topologies of a folder, or where timers are too long for real time, the variant that `live/` has of them."""
    topologies = []
    for path in sorted(glob.glob(os.path.join(folder, "*.yaml"))):
        variant = os.path.join(folder, "live", os.path.basename(path))
        topologies.append(variant if os.path.exists(variant) else path)
    return topologies


def expectations(options, folder):
    """whether every bundled topology meets its expectations, those with real routers included"""
    failures = 0
    start = time.monotonic()

    def replay(topology):
        return lambda: Run(options.ersatz, topology, os.path.join(folder, name(topology)))

    emulated = bundled(options.topologies)
    # Daemons and kernels want the processor more urgently than emulated routers: those runs have it for themselves.
    real = sorted(glob.glob(os.path.join(options.topologies, "real", "*.yaml")))
    for lanes, topologies in ((options.lanes, emulated), (1, real)):
        for run in in_lanes(lanes, [replay(topology) for topology in topologies]):
            failures += tell(run)
    print(f"{len(emulated) + len(real)} topologies in {time.monotonic() - start:.0f} s, {failures} failed")
    return 1 if failures else 0


def tell(run):
    """Prints how a run ended; 1 if it failed."""
    if run.lacks:
        print(f"- {run.topology}: skipped: {run.words}", flush=True)
        return 0
    if run.status == 0:
        print(f"✓ {run.topology}", flush=True)
        return 0
    print(f"✗ {run.topology}: exit status {run.status}", flush=True)
    if run.words:
        print(f"    {run.words}", flush=True)
    if run.is_complete:
        for expectation in run.report()["expectations"]:
            if not expectation["passed"]:
                print(f"    {expectation['sentence']}", flush=True)
    return 1
