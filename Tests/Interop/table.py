"""The matrix of daemons and checks, as text and in the documentation."""

import datetime

from checks import CHECKS

BEGIN, END = "<!-- The table is written by `make interop`. -->", "<!-- End of the table. -->"


class Table:
    def __init__(self):
        self.kinds = []
        self.versions = {}
        self.results = {}

    def skip(self, kind):
        self.kinds.append(kind)
        self.versions[kind.name] = None

    def begin(self, kind, version):
        self.kinds.append(kind)
        self.versions[kind.name] = version

    def add(self, kind, check, passed, note):
        self.results[kind.name, check.key] = (passed, note)

    def text(self):
        tested = [kind for kind in self.kinds if self.versions[kind.name]]
        lines = ["| | " + " | ".join(f"{kind.name} {self.versions[kind.name]}" for kind in tested) + " |",
                 "| --- |" + " --- |" * len(tested)]
        for check in CHECKS:
            cells = [self.cell(kind, check) for kind in tested]
            lines.append(f"| {check.name} | " + " | ".join(cells) + " |")
        return "\n".join(lines)

    def cell(self, kind, check):
        passed, note = self.results.get((kind.name, check.key), (None, ""))
        if passed is None:
            return f"— ({note})" if note else "—"
        word = "yes" if passed else "**no**"
        return f"{word} ({note})" if note else word

    def write(self, path):
        """Puts the table between its marks; a run that skipped a daemon leaves the file alone."""
        skipped = [kind.name for kind in self.kinds if self.versions[kind.name] is None]
        if skipped:
            print(f"{path} stays as it is, since not tested were: {', '.join(skipped)}")
            return
        with open(path) as file:
            text = file.read()
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        date = datetime.date.today().isoformat()
        with open(path, "w") as file:
            file.write(f"{before}{BEGIN}\n\nTested on {date}.\n\n{self.text()}\n\n{END}{after}")
