"""Lines whose marks tell people from titles: “*Ada Lind, Bo Ek*, **What bees know**”."""

from __future__ import annotations

import re
from itertools import groupby

from confnotes.importers.facts.kinds import item_kind, label_kind
from confnotes.importers.facts.names import has_name_shape
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.facts.words import PARTICLES
from confnotes.importers.pages.line_readings import people_score
from confnotes.model.program import Speaker

_NAMES_THEN_TITLE = re.compile(
    r"""
    ([*_])(?=[^\s*_])(?P<who>[^*_\n]{3,300})(?<!\s)\1
    [ \t,.:;–—-]{1,4}
    (\*\*|__)(?=\S)(?P<title>[^*_\n]{4,300})\3\W{0,2}
    """,
    re.VERBOSE,
)
_LEAST_RUNS = 4  # of words in capitals and others, in several names
_SURE = 0.75  # people_score


def title_in_bold(text: str) -> tuple[list[Speaker], str] | None:
    """The people in italics and the title in bold print behind them; nobody if the names run together."""
    match = _NAMES_THEN_TITLE.fullmatch(text.strip())
    if match is None or item_kind(match["who"]) is not None or label_kind(match["who"]) is not None:
        return None
    names = re.split(r"[\s,]+", match["who"])
    if len(names) < 2 or not all(name[:1].isupper() or name.lower() in PARTICLES for name in names if name.isalpha()):
        return None
    return _by_capitals(match["who"]) or _by_commas(match["who"]), match["title"]


def _by_commas(text: str) -> list[Speaker]:
    """The people of a list; nobody if single words show that it is “Lind, Ada Ek, Bo”, with the surnames first."""
    single = [" " not in part.strip() for part in text.split(",")]
    if any(single) and "," in text:
        return list(split_people(text)) if len(single) == 2 and all(single) else []
    sure, people = people_score(text, ())
    return people if sure >= _SURE or text.count(" ") == 1 else []


def _by_capitals(text: str) -> list[Speaker]:
    """The people of a list without commas whose surnames are in capitals: “Ada LIND Bo Per EK”, “LIND Ada EK Bo”."""
    runs = [" ".join(run) for _, run in groupby(text.split(), str.isupper)]
    pairs = [" ".join(pair) for pair in zip(runs[::2], runs[1::2], strict=False)]
    several = len(runs) >= _LEAST_RUNS and len(runs) % 2 == 0 and "," not in text
    return [Speaker(name) for name in pairs] if several and all(map(has_name_shape, pairs)) else []
