"""The conference that a page links to, if nothing else names it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from confnotes.importers.facts.dates import PartialDate
from confnotes.importers.pages.document import SourceDocument

_HOSTS = {
    "neurips.cc": "NeurIPS", "nips.cc": "NeurIPS", "icml.cc": "ICML", "iclr.cc": "ICLR", "cvpr.thecvf.com": "CVPR",
    "fosdem.org": "FOSDEM", "ijcai.org": "IJCAI", "aaai.org": "AAAI", "interspeech.org": "Interspeech",
    "sigir.org": "SIGIR",
    "aistats.org": "AISTATS", "colt.org": "COLT", "auai.org": "UAI", "pygotham.org": "PyGotham",
    "djangocon.us": "DjangoCon US",
    "djangocon.eu": "DjangoCon Europe", "europython.eu": "EuroPython", "us.pycon.org": "PyCon US",
    "pyconuk.org": "PyCon UK",
    "mlsys.org": "MLSys", "corl.org": "CoRL", "emnlp.org": "EMNLP", "aclweb.org": "ACL", "kdd.org": "KDD",
    "roboticsconference.org": "RSS", "chi.acm.org": "CHI", "siggraph.org": "SIGGRAPH", "juliacon.org": "JuliaCon",
}  # fmt: skip
_ADDRESS = re.compile(r"https?://(?P<host>[\w.-]{4,80})(?P<path>/[^\s)>\]\"']{0,300})?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DAY = re.compile(r"[?&/=](?:day=|date=)?((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Implied:
    """A conference by the addresses linked on a page: its name with the year, and the first line with a link."""

    name: str
    year: int
    line: int
    days: tuple[tuple[int, int, int], ...] = ()

    def year_of(self, day: PartialDate) -> int | None:
        """The year of a day by the links: that of the same day in an address, else the conference's."""
        same = {year for year, month, number in self.days if (month, number) == (day.month, day.day)}
        if len(same) == 1:
            return same.pop()
        moment = day.on(self.year)
        if moment is None or (day.weekday is not None and moment.weekday() != day.weekday):
            return None
        return self.year


def implied_conference(document: SourceDocument) -> Implied | None:
    """The conference most of the links belong to; None if it is unknown."""
    votes: Counter[tuple[str, int]] = Counter()
    lines: dict[tuple[str, int], int] = {}
    days: list[tuple[int, int, int]] = []
    for number, line in enumerate(document.visible.split("\n"), document.front.body_line):
        if "://" not in line:
            continue
        for match in _ADDRESS.finditer(line[:8000]):
            series = _series(match.group("host").lower())
            whole = match.group(0)
            year = _YEAR.search(whole)
            if series is None or year is None:
                continue
            days += [(int(a), int(b), int(c)) for a, b, c in _DAY.findall(whole)]
            key = (series, int(year.group(1)))
            votes[key] += 1
            lines.setdefault(key, number)
    if not votes:
        return None
    (series, chosen), count = votes.most_common(1)[0]
    if count * 2 <= sum(votes.values()):
        return None
    return Implied(f"{series} {chosen}", chosen, lines[(series, chosen)], tuple(dict.fromkeys(days)))


def _series(host: str) -> str | None:
    for known, name in _HOSTS.items():
        if host == known or host.endswith("." + known):
            return name
    return None
