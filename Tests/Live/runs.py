"""Replays of topologies, several at a time."""

import concurrent.futures
import json
import os
import subprocess

LACKING = 4
# Seconds: no bundled topology takes nearly as long.
LONGEST = 1200


class Run:
    """One replay: how it ended, and the report that it left."""

    def __init__(self, program, topology, folder, live=True, seed=1):
        self.topology = topology
        self.folder = folder
        arguments = [program, "run", "--quiet", "--no-trace", "--seed", str(seed), "--output", folder, topology]
        if live:
            arguments.insert(2, "--live")
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST)
        self.status = done.returncode
        self.words = done.stderr.strip()

    @property
    def is_complete(self):
        """Whether it came to its end; 1 says that an expectation failed, 3 that there were warnings."""
        return self.status in (0, 1, 3)

    @property
    def lacks(self):
        """Whether the system has not what the run needs: rights, a daemon."""
        return self.status == LACKING

    def report(self):
        with open(os.path.join(self.folder, "report.json"), encoding="utf-8") as file:
            return json.load(file)


def in_lanes(lanes, works):
    """Calls each of `works`, at most `lanes` at a time; yields what they return as soon as it is there."""
    with concurrent.futures.ThreadPoolExecutor(lanes) as pool:
        futures = [pool.submit(work) for work in works]
        for future in concurrent.futures.as_completed(futures):
            yield future.result()


def name(topology, root):
    """What a topology is called among all of a folder."""
    return os.path.splitext(os.path.relpath(topology, root))[0]
