"""Times of day and ranges as people write them: `9:30-2:00`, `5 pm -- 10 PM`, `9h30`, `0930-1000`, 午後2時, noon."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time
from functools import lru_cache

_MERIDIEM = r"(?:[ \u00a0\u202f]{0,2}(?P<{0}ap>[ap])(?:\.?[ ]?m\b\.?|(?<=:\d\d[apAP])(?!['’]))(?!\w))?"
_HALVES = {"上午": "a", "早上": "a", "午前": "a", "오전": "a", "下午": "p", "晚上": "p", "午後": "p", "오후": "p"}
_EAST_ASIAN = r"\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af"  # may touch a time without a blank
_PAIR_FOLLOWS = r"(?=[0-5]\d\s{0,2}[-–—]\s{0,2}\d{1,2}:)"  # `16: 00 - 17:00` but not `Session 16: 10 talks`
_HOURS_OF_EAST_ASIA = r"[時时](?![間间])|[点點](?=\d)|시\s?(?!간)"
_MINUTES = r"(?:(?<=[012]\d[hH]\d\d)|(?<=[7-9][hH]\d\d))min\b"  # as in Portuguese; `1h30min` is how long it takes
_ONE = (
    r"(?:(?P<{0}word>12\s?noon|noon|midday|12\s?midnight|midnight)\b"
    rf"|(?:(?P<{{0}}half>{'|'.join(_HALVES)})\s?)?(?P<{{0}}h>[01]?\d|2[0-4])"
    rf"(?:(?P<{{0}}sep>:[ ]{_PAIR_FOLLOWS}|[:.hH\uff1a]|\s?Uhr\s?|{_HOURS_OF_EAST_ASIA})"
    rf"(?P<{{0}}m>[0-5]\d)?(?:[分분]|{_MINUTES})?(?![\d%])(?::[0-5]\d(?!\d))?)?"
    + _MERIDIEM
    + r"(?P<{0}hour>\s?(?:Uhr|hrs?|hours|h)\b)?)"
)
_FROM = r"from|von|de|dalle|das|od|с|от|ore|kl\.?|klo"
_UNTIL = r"to|until|till?|bis|à|às|jusqu'à|alle|hasta|até|tot|til|до|do(?=\s\d)|a(?=\s\d)"
_SEPARATOR = rf"\s{{0,3}}(?:-{{1,3}}|[–—−~→〜～]|\b(?:{_UNTIL})\b)\s{{0,3}}"
_RANGE = re.compile(
    rf"(?<![^\W{_EAST_ASIAN}])(?<![:.,/$€£#+-])(?:(?:{_FROM})\s{{1,3}})?"
    + _ONE.replace("{0}", "a_")
    + r"(?:(?P<zone>\s\(?(?!AM|PM)[A-Z]{2,4}\)?)?"
    + _SEPARATOR
    + _ONE.replace("{0}", "b_")
    + rf")?(?![^\W{_EAST_ASIAN}]|[/%]|:\d|\.\d|,\d{{3}})",
    re.IGNORECASE,
)
_SIGN = re.compile(r"\d|noon|mid", re.IGNORECASE)
_LEAD = re.compile(r"[\s\[(*_`|~]*(?:(?:at|ab|um|ca\.?|dès|desde|às|la)\s)?", re.IGNORECASE)
_BESIDE = re.compile(r"[ \t\u00a0]{1,3}(?=\d{1,2}[:.hH]\d\d)")  # a time may follow
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_OWN_HOURS = ("h", "uhr", "時", "时", "시")
_FOUR_DIGITS = r"([01]\d|2[0-3])([0-5]\d)"
_MILITARY = re.compile(
    rf"(?<![\w:.,/-]){_FOUR_DIGITS}(?:\s{{0,2}}(?:-|–|—|to)\s{{0,2}}{_FOUR_DIGITS})?(?:\s?(hrs|h)\b)?(?![\w:.,-]\d|\w)"
)
_OPEN_FOUR_DIGITS = re.compile(rf"\s*{_FOUR_DIGITS}(?:\s?hrs?)?\s*[-–—]?\s*", re.IGNORECASE)
_WHOLE = re.compile(r"\s*(\d{1,2})(?:[:.hH](\d{2})(?::(\d{2}))?|(\d{2}))\s*(?:([ap])\.?m\.?)?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time as written; `sure` if am or pm, a 24-hour value or a word settles it, else read as in a 24-hour day."""

    time: time
    sure: bool
    half: str | None = None
    padded: bool = False

    def later(self) -> ClockTime:
        """The same time, read as pm."""
        return replace(self, time=self.time.replace(hour=self.time.hour % 12 + 12))


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A time or a range in a line: `start`, perhaps `end`, and its span."""

    start: ClockTime
    end: ClockTime | None
    begin: int
    stop: int


def minutes(moment: time) -> int:
    """Minutes since midnight."""
    return moment.hour * 60 + moment.minute


@lru_cache(maxsize=2048)
def minutes_of_day(text: str) -> int | None:
    """Minutes after midnight; None for other text. Hours up to 47 belong to the night after the day."""
    match = _WHOLE.fullmatch(text)
    if match is None:
        return None
    hours, minutes = int(match[1]), int(match[2] or match[4])
    if match[5]:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if match[5] in "pP" else 0)
    return hours * 60 + minutes if hours < 48 and minutes < 60 else None


def find_times(text: str) -> list[TimeRange]:
    """Every time or range in a line, in order."""
    text = _narrow(text[:4000])
    found: list[TimeRange] = []
    if not _SIGN.search(text):
        return found
    position = 0
    while match := _RANGE.search(text, position):
        span = _range_of(match)
        position = match.end() if match.end() > match.start() else match.start() + 1
        if span is None:
            word = re.split(r"\W", match.group(0), maxsplit=1)[0]
            position = match.start() + max(1, len(word))
            continue
        found.append(span)
    if not found:
        found = [span for match in _MILITARY.finditer(text) if (span := _military(match))]
    return found


def leading_time(text: str) -> TimeRange | None:
    """The time or range at the start of a line, ignoring brackets and emphasis before it."""
    text = _narrow(text[:400])
    lead = _LEAD.match(text)
    offset = lead.end() if lead else 0
    if not _SIGN.search(text, offset):
        return None
    match = _RANGE.match(text, offset)
    span = _range_of(match) if match else None
    if span is None:
        military = _MILITARY.match(text, offset)
        span = _military(military) if military else None
    return _with_end_beside(span, text) if span else None


def _with_end_beside(span: TimeRange, text: str) -> TimeRange:
    """A time with the later one behind it as its end, `9h30 10h15 : Opening`, unless it is the first of a list."""
    beside = _BESIDE.match(text, span.stop) if span.end is None else None
    match = _RANGE.match(text, beside.end()) if beside else None
    end = _range_of(match) if match else None
    if match is None or end is None or end.end or match["a_sep"] is None or not match["a_m"]:
        return span
    if _BESIDE.match(text, end.stop) or minutes(end.start.time) <= minutes(span.start.time):
        return span
    start, until = _share_half(span.start, end.start)
    return TimeRange(start, until, span.begin, end.stop)


def _narrow(text: str) -> str:
    """The text with full-width East Asian digits replaced by ASCII digits, one for one."""
    return text if text.isascii() else text.translate(_WIDE)


def _range_of(match: re.Match[str]) -> TimeRange | None:
    start, end = _clock(match, "a_"), _clock(match, "b_")
    bare_start = _is_bare(match, "a_")
    if match.group("b_h") or match.group("b_word"):
        bare_end = _is_bare(match, "b_")
        if start is None or end is None:
            return None
        if bare_start and bare_end:
            return None
        if bare_start and not (end.half or match.group("b_hour") or match.group("b_sep")):
            return None
        if bare_end and not start.half and not match.group("a_sep"):
            return None
        start, end = _share_half(start, end)
        return TimeRange(start, end, match.start(), match.end())
    if start is None or bare_start:
        return None
    if match.group("a_sep") == "." and not (start.half or match.group("a_hour")) and match.start() > 4:
        return None
    return TimeRange(start, None, match.start(), match.end())


def _is_bare(match: re.Match[str], side: str) -> bool:
    """Whether it is a number without minutes, am/pm or a word for the hour, which alone is not a time."""
    if match.group(side + "word"):
        return False
    separator = (match.group(side + "sep") or "").strip().lower()
    if separator in _OWN_HOURS:
        return False
    return match.group(side + "m") is None and not match.group(side + "ap") and not match.group(side + "hour")


def _clock(match: re.Match[str], side: str) -> ClockTime | None:
    word = match.group(side + "word")
    if word:
        return ClockTime(
            time(0 if "midnight" in word.lower() else 12), sure=True, half="p" if "mid" not in word.lower() else None
        )
    hour_text = match.group(side + "h")
    if hour_text is None:
        return None
    if (
        match.group(side + "sep")
        and match.group(side + "m") is None
        and match.group(side + "sep").strip().lower() not in _OWN_HOURS
    ):
        return None
    hour, minute = int(hour_text), int(match.group(side + "m") or 0)
    half = (match.group(side + "ap") or "").lower() or _HALVES.get(match.group(side + "half") or "")
    if half and hour > 12:
        half = None
    if half:
        return ClockTime(time(hour % 12 + (12 if half == "p" else 0), minute), sure=True, half=half)
    if hour == 24:
        return ClockTime(time(0), sure=True) if minute == 0 else None
    return ClockTime(time(hour, minute), sure=hour >= 13 or hour == 0, padded=hour_text.startswith("0"))


def _share_half(start: ClockTime, end: ClockTime) -> tuple[ClockTime, ClockTime]:
    """Complete am or pm: `5:30 -- 10:30 PM` begins in the afternoon, `11:30 - 1:00 pm` in the morning."""
    if end.half and not start.sure and start.time.hour <= 12:
        hour = start.time.hour % 12
        same = start.time.replace(hour=hour + (12 if end.half == "p" else 0))
        other = start.time.replace(hour=hour + (0 if end.half == "p" else 12))
        chosen = same if minutes(same) < minutes(end.time) or end.half == "a" else other
        return ClockTime(chosen, sure=True, half="p" if chosen.hour >= 12 else "a"), end
    if start.half and not end.sure and end.time.hour <= 12:
        hour = end.time.hour % 12
        candidates = (end.time.replace(hour=hour), end.time.replace(hour=hour + 12))
        later = [candidate for candidate in candidates if minutes(candidate) > minutes(start.time)]
        if later:
            return start, ClockTime(later[0], sure=True, half="p" if later[0].hour >= 12 else "a")
        return start, end
    if not start.sure and not end.sure and minutes(end.time) <= minutes(start.time) and end.time.hour < 12:
        return start, ClockTime(end.later().time, sure=False)
    return start, end


def four_digit_time(text: str) -> TimeRange | None:
    """The time in a cell of a column of times that is `0930` or, with its end left open, `1830 -`."""
    match = _OPEN_FOUR_DIGITS.fullmatch(text)
    if match is None:
        return None
    start = ClockTime(time(int(match.group(1)), int(match.group(2))), sure=True)
    return TimeRange(start, None, match.start(1), match.end(2))


def _military(match: re.Match[str]) -> TimeRange | None:
    """`0930-1000` or `1400 hrs`; None for four digits alone, and for a pair that may be years."""
    start = ClockTime(time(int(match.group(1)), int(match.group(2))), sure=True)
    if match.group(3) is None:
        return TimeRange(start, None, match.start(), match.end()) if match.group(5) else None
    if 1900 <= int(match.group(1) + match.group(2)) <= 2059 and not match.group(5):
        return None
    end = ClockTime(time(int(match.group(3)), int(match.group(4))), sure=True)
    return TimeRange(start, end, match.start(), match.end())
