"""Every source of the corpora that holds a program, and how its truth is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from corpora.truth import TrueTalk
from corpora.truth_feeds import bibliography, calendar, schedule_json, schedule_xml, table
from corpora.truth_folders import (
    docs_program,
    miniconf,
    proceedings,
    proposals,
    recordings,
    seminars,
    sessionize,
    workshop_schedule,
)
from corpora.truth_pages import noted_day, noted_talks, timed_list, without_program

SHARED = Path(__file__).parents[3] / "shared"


@dataclass(frozen=True)
class TrueSource:
    """A file or folder below `shared`, and what tells what is in it."""

    path: str
    truth: Callable[[Path], list[TrueTalk]]

    @property
    def place(self) -> Path:
        """Where it lies."""
        return SHARED / self.path


def sources() -> Iterator[TrueSource]:
    """The sources, by kind."""
    for path in ("fosdem/2007.xml", "fosdem/2024.xml", "ccc-31c3/schedule.xml"):
        yield TrueSource(f"corpora/schedule-xml/{path}", schedule_xml)
    for path in ("hub-schedule2.json", "invalid-example.json", "pretalx-democon.json"):
        yield TrueSource(f"corpora/schedule-json/c3voc/examples/{path}", schedule_json)
    yield TrueSource("corpora/schedule-json/30c3/schedule-day1.json", schedule_json)
    for path in ("kielux-2020/kielux_2020.ics", "pyconuk-2015/schedule.ics"):
        yield TrueSource(f"corpora/ics/{path}", calendar)
    full = partial(
        table,
        title="Session Title",
        date="Date",
        clock="Time Start",
        date_format="%m-%d-%Y",
        speaker="Description (Optional)",
    )
    short = partial(table, title="Title", date="Date", clock="Time", date_format="%Y-%m-%d", speaker="Speaker")
    yield TrueSource("corpora/ics/pyconuk-2015/schedule/csv/schedule.csv", full)
    yield TrueSource("corpora/ics/pyconuk-2015/schedule/summary/summary.csv", short)
    yield TrueSource("corpora/miniconf/iclr-2020/sitedata", miniconf)
    yield TrueSource("corpora/sessionize/global-azure-linz-2024/data/Y2024", sessionize)
    for name in ("kiwi-pycon-2013", "pycon-uk-2015", "pygotham-2018", "pyohio-2019"):
        yield TrueSource(f"corpora/pyvideo/data/{name}", recordings)
    yield TrueSource("corpora/jekyll-seminar/ucl-csml-2016-2023", seminars)
    yield TrueSource("corpora/md-programme/pyconuk-2015-content", proposals)
    days = {"talks_day1": datetime(2025, 10, 27), "talks_day2": datetime(2025, 10, 28)}
    yield TrueSource("corpora/yaml-programme/writethedocs-berlin-2025", partial(docs_program, days=days))
    workshop = partial(workshop_schedule, day=datetime(2022, 7, 1))
    yield TrueSource("corpora/workshop-site/realworldrobots-rss2022", workshop)
    yield TrueSource("corpora/bibtex/colt-2026/colt2026-first60.bib", bibliography)
    yield TrueSource("corpora/bibtex/eamt-2023/eamt-2023.bib", bibliography)
    yield TrueSource("corpora/pmlr-posts/colt-2016", proceedings)
    seeds: dict[str, Callable[[Path], list[TrueTalk]]] = {
        "000": without_program,
        "001": partial(noted_day, day=datetime(2019, 12, 10)),
        "002": without_program,
        "003": lambda seed: seminars(seed.parent, f"{seed.stem[:3]}_*"),
        "004": partial(timed_list, day=datetime(2023, 12, 16)),
    }
    for seed in sorted((SHARED / "seeds").glob("*.txt")):
        if seed.name[:3] in seeds:
            yield TrueSource(f"seeds/{seed.name}", seeds[seed.name[:3]])
    for folder in sorted({path.parent for path in (SHARED / "corpora" / "notes").glob("*/**/*.md")}):
        if folder.name != "donaldwhyte-fosdem" and folder.name != "daneah":
            yield TrueSource(folder.relative_to(SHARED).as_posix(), noted_talks)
