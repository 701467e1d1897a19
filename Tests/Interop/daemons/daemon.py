"""What the checks ask of a daemon."""

import os
import re
import shutil
import subprocess


class Daemon:
    name = ""
    package = ""
    program = ""
    has_md5 = True
    has_ttl_security = True
    has_refresh = True
    has_bfd = False

    def __init__(self, lab):
        self.lab = lab
        self.processes = []

    @classmethod
    def is_installed(cls):
        return os.path.exists(cls.program) or shutil.which(cls.program) is not None

    @classmethod
    def version(cls):
        result = subprocess.run([cls.program, *cls.version_arguments], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, timeout=20)
        match = re.search(r"\d+(\.\d+)+", result.stdout.decode(errors="replace"))
        return match.group(0) if match else "?"

    version_arguments = ["--version"]

    def start(self, password=None, ttl_security=False, bfd=False, passive=False):
        """Starts the daemon with both sessions and its two routes."""
        raise NotImplementedError

    def stop(self):
        for process in self.processes:
            self.lab.stop(process)
        self.processes = []

    def path(self, prefix):
        """The AS path of the daemon's route to a prefix of ours; None if it has none."""
        raise NotImplementedError

    def refresh(self):
        """Makes the daemon ask for all routes once more, on both sessions."""
        raise NotImplementedError

    def reset(self):
        """Makes the daemon reset both sessions."""
        raise NotImplementedError

    def pids(self):
        """The daemon's own processes, not those that started it."""
        return [process.pid for process in self.processes]

    def run(self, command, check=False):
        """Runs a command where the daemon runs."""
        return self.lab.call(["ip", "netns", "exec", "peer", *command], check=check)
