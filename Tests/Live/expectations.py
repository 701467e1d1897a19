"""Every bundled topology, replayed once in real time."""

import os
import time

from runs import LACKING, Run, in_lanes, name

VARIANTS, REAL = "live", "real"


def bundled(root):
    """All topologies of emulated routers; where timers are too long for real time, the variant that `live/` has."""
    topologies = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(set(folders) - ({VARIANTS, REAL} if folder == root else set()))
        for file in sorted(files):
            if file.endswith(".yaml"):
                path = os.path.join(folder, file)
                variant = os.path.join(root, VARIANTS, os.path.relpath(path, root))
                topologies.append(variant if os.path.exists(variant) else path)
    return topologies


def expectations(options, folder):
    """whether every bundled topology meets its expectations, those with real routers included"""
    start = time.monotonic()
    real = os.path.join(options.topologies, REAL)
    # Daemons and kernels want the processor more urgently than emulated routers: those runs have it for themselves.
    daemons = [os.path.join(real, file) for file in sorted(os.listdir(real))]
    groups = [(options.lanes, bundled(options.topologies)), (1, daemons)]
    count = failures = 0
    for lanes, topologies in groups:
        again = []
        for run in replays(options, topologies, lanes, os.path.join(folder, "first")):
            count += 1
            if run.status in (0, LACKING):
                tell(run)
            else:
                again.append(run)
        # What failed while others ran is replayed without them; only who then fails twice has failed. A computer that is shared may take
        # its time at any moment, but what is wrong stays wrong.
        for attempt in ("second", "third"):
            for run in again:
                tell(run, "will be replayed alone")
            topologies, again = [run.topology for run in again], []
            for run in replays(options, topologies, 1, os.path.join(folder, attempt)):
                if run.status in (0, LACKING):
                    tell(run)
                else:
                    again.append(run)
        for run in again:
            failures += tell(run)
    print(f"{count} topologies in {time.monotonic() - start:.0f} s, {failures} failed")
    return 1 if failures else 0


def replays(options, topologies, lanes, folder):
    def replay(topology):
        return lambda: Run(options.ersatz, topology, os.path.join(folder, name(topology, options.topologies)))

    return in_lanes(lanes, [replay(topology) for topology in topologies])


def tell(run, remark=None):
    """Prints how a run ended; 1 if it failed."""
    if run.lacks:
        print(f"- {run.topology}: skipped: {run.words}", flush=True)
        return 0
    if run.status == 0:
        print(f"✓ {run.topology}", flush=True)
        return 0
    print(f"✗ {run.topology}: exit status {run.status}{f', {remark}' if remark else ''}", flush=True)
    if run.words:
        print(f"    {run.words}", flush=True)
    if run.is_complete:
        for expectation in run.report()["expectations"]:
            if not expectation["passed"]:
                print(f"    {expectation['sentence']}", flush=True)
    return 1
