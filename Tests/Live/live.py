#!/usr/bin/env python3
"""Replays in real time: do they meet their expectations, do they agree with virtual time, how fast is the engine itself?

usage: live.py --ersatz PATH COMMAND [--runs N]; `live.py --help` lists the commands

Exit status: 0 all is well or nothing can be tested here, 1 something is not as it should be.
"""

import argparse
import os
import sys
import tempfile

from agreement import agreement
from applications import applications
from expectations import expectations
from latency import latency
from ordinary import ordinary
from ports import ports
from profiles import profiles


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ersatz", required=True, help="the program to test")
    parser.add_argument("--topologies", default="Topologies", help="the folder of topologies")
    parser.add_argument("--lanes", type=int, default=4, help="replays at the same time (4)")
    parser.add_argument("--keep", help="a folder for the runs")
    commands = parser.add_subparsers(required=True)
    plain = (expectations, ports, ordinary)
    repeated = ((applications, 1), (agreement, 10), (latency, 5), (profiles, 10))
    for command, runs in [(command, None) for command in plain] + list(repeated):
        subparser = commands.add_parser(command.__name__, help=command.__doc__.splitlines()[0])
        subparser.set_defaults(command=command)
        if runs:
            subparser.add_argument("--runs", type=int, default=runs, help=f"replays of each topology ({runs})")
    options = parser.parse_args()
    options.ersatz = os.path.abspath(options.ersatz)
    if options.keep:
        return options.command(options, options.keep)
    with tempfile.TemporaryDirectory(prefix="ersatz-live-") as folder:
        return options.command(options, folder)


if __name__ == "__main__":
    sys.exit(main())
