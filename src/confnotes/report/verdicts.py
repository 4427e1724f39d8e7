"""What an author thought of a talk as a whole: “One of the highlights for me”, “best see it for yourself”."""

from __future__ import annotations

import re

from confnotes.model.summary import SummaryItem
from confnotes.report.quotable_lines import quotable_lines
from confnotes.report.scored_lines import is_fit

_GOOD = r"""(?:great|good|best|excellent|amazing|awesome|fantastic|brilliant|fun|funny|interesting|inspiring
    |entertaining|fascinating|hilarious|nice|wonderful|favou?rite|impressive)"""
_TALK = r"(?:talk|session|keynote|presentation|speaker|presenter|workshop|lecture)"
_VERDICT = re.compile(
    rf"""\b(?:one[ ]of[ ](?:the|my)|my|personal|absolute)[ ](?:\w+[ ]){{0,2}}(?:highlights|favou?rites?)\b
        | \bhighlights?[ ]of[ ](?:the|my|this)[ ](?:day|conference|event|week|afternoon|morning)\b
        | (?<!has[ ]a[ ])(?<!have[ ]a[ ])(?<!is[ ]a[ ])\b{_GOOD}(?:[ ]and[ ]\w+)?[ ](?:\w+[ ])?{_TALK}\b
          (?![-–—'’]|[ ](?:style|slides|by))
        | \b(?:{_TALK}|this|it|(?:he|she)[ ]is)[ ](?:(?:was|is|were)[ ])?
          (?:(?:a|an|very|really|so|too|quite|super|pretty|just|also|truly|extremely|absolutely)[ ])+{_GOOD}\b
          (?![ ](?:to|for|at|that|if|when|way|idea|practice|choice))
        | \b(?:super[- ]?)+(?:interesting|fun|cool|entertaining)\b
        | \bi[ ](?:really[ ]|also[ ])?(?:enjoyed|loved|liked)[ ](?:it|this|the[ ]{_TALK}|that[ ]{_TALK})\b
        | \b(?:i|i['’]d|would|can)[ ](?:only[ ]|highly[ ]|really[ ])?recommend[ ](?:watch|see|read|go|look|this|it)\w*
        | \bhighly[ ]recommended\b
        | \b(?:see|watch)[ ](?:it|this|the[ ]{_TALK})[ ](?:for[ ]yourself|first-?hand|yourself)\b | \bbetter[ ]seen\b
        | \bworth[ ](?:an?[ ]|the[ ])?(?:watch|listen|see)(?:ing)?\b
        | \b(?:sehr|super|wirklich|echt)[ ](?:gut|toll|interessant|spannend|unterhaltsam)e[rs]?[ ]
          (?:vortrag|talk|keynote)\b
        | \bhighlight[ ](?:des[ ]tages|der[ ]konferenz)\b
        | \b(?:excellente?|super|très[ ](?:bonne|belle|intéressante))[ ](?:conférence|présentation|session|keynote)\b
        | \b(?:excelente|muy[ ](?:buena|interesante)|gran)[ ](?:charla|ponencia|presentación|keynote)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_FAVORITE = re.compile(rf"\bhighlights?\b|\bfavou?rite\b|\bbest[ ](?:\w+[ ])?{_TALK}\b", re.IGNORECASE)
_LONGEST, _FEWEST = 24, 2


def verdict(item: SummaryItem) -> str:
    """The line of an item's notes that commends the talk, as Markdown; "" without one."""
    lines = (line for note in item.notes for text in (note.view, note.text) for line in quotable_lines(text))
    found = (line for line in lines if _FEWEST <= len(line.words.split()) <= _LONGEST)
    return next((line.text for line in found if _VERDICT.search(line.words) and not line.quoted and is_fit(line)), "")


def is_favorite(item: SummaryItem) -> bool:
    """Whether its author calls a talk one of the best."""
    return _FAVORITE.search(verdict(item)) is not None
