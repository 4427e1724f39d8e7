"""Dates in running text: ISO, `Dec 10, Tuesday`, `16th of December 2023`, `July 12-14, 2024`, `30 June – 4 July`.

A year is used only if stated. Numeric dates such as 7/1/2022, which differ by country, are read only if one of the
numbers cannot be a month, or a weekday precedes it; see `pages.numeric_days` for the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from confnotes.importers.facts.words import table

_MONTHS_BY_NUMBER = table("""
1: january januar janvier enero gennaio janeiro januari stycznia ledna января січня január tammikuuta ocak ianuarie
    gener ιανουαρίου
2: february februar février febrero febbraio fevereiro februari lutego února февраля лютого február helmikuuta şubat
    februarie febrer φεβρουαρίου
3: march märz mars marzo março maart marts marca března марта березня március maaliskuuta mart martie març μαρτίου
4: april avril abril aprile kwietnia dubna апреля квітня április huhtikuuta nisan aprilie απριλίου
5: may mai mayo maggio maio mei maj maja května мая травня május toukokuuta mayıs maig μαΐου
6: june juni juin junio giugno junho czerwca června июня червня június kesäkuuta haziran iunie juny ιουνίου
7: july juli juillet julio luglio julho lipca července июля липня július heinäkuuta temmuz iulie juliol ιουλίου
8: august août agosto augustus augusti sierpnia srpna августа серпня augusztus elokuuta ağustos agost αυγούστου
9: september sept septembre septiembre setiembre settembre setembro września září сентября вересня szeptember syyskuuta
    eylül septembrie setembre σεπτεμβρίου
10: october oktober octobre octubre ottobre outubro października října октября жовтня október lokakuuta ekim octombrie
    οκτωβρίου
11: november novembre noviembre novembro listopada listopadu ноября листопада marraskuuta kasım noiembrie νοεμβρίου
12: december dezember décembre diciembre dicembre dezembro desember grudnia prosince декабря грудня joulukuuta aralık
    decembrie δεκεμβρίου
""")
_MONTHS = {name: int(number) for number, names in _MONTHS_BY_NUMBER.items() for name in names.split()}
_SHORT = {names[:3]: int(number) for number, names in _MONTHS_BY_NUMBER.items()} | {
    "mär": 3, "okt": 10, "dez": 12, "avr": 4, "juil": 7, "ene": 1, "dic": 12, "fev": 2, "abr": 4,
}  # fmt: skip
_WEEKDAYS_BY_NAME = table("""
Monday: monday mon montag lundi lunes lunedì maandag måndag mandag poniedziałek pondělí понедельник segunda-feira
    dilluns luni maanantai maanantaina hétfő pazartesi понеділок δευτέρα
Tuesday: tuesday tue tues dienstag mardi martes martedì dinsdag tisdag tirsdag wtorek úterý вторник terça-feira dimarts
    marți tiistai tiistaina kedd salı вівторок τρίτη
Wednesday: wednesday wed weds mittwoch mercredi miércoles mercoledì woensdag onsdag środa středa среда quarta-feira
    dimecres miercuri keskiviikko keskiviikkona szerda çarşamba середа τετάρτη
Thursday: thursday thu thur thurs donnerstag jeudi jueves giovedì donderdag torsdag czwartek čtvrtek четверг
    quinta-feira dijous joi torstai torstaina csütörtök perşembe четвер πέμπτη
Friday: friday fri freitag vendredi viernes venerdì vrijdag fredag piątek pátek пятница sexta-feira divendres vineri
    perjantai perjantaina péntek cuma п’ятниця παρασκευή
Saturday: saturday sat samstag samedi sábado sabato zaterdag lördag lørdag sobota суббота dissabte sâmbătă lauantai
    lauantaina szombat cumartesi субота σάββατο
Sunday: sunday sun sonntag dimanche domingo domenica zondag söndag søndag niedziela neděle воскресенье diumenge duminică
    sunnuntai sunnuntaina vasárnap pazar неділя κυριακή
""")
WEEKDAY_NAMES = tuple(_WEEKDAYS_BY_NAME)
_WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAYS_BY_NAME.values()) for name in names.split()}
_MONTH = "(?:" + "|".join(sorted([*_MONTHS, *_SHORT], key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = "(?:" + "|".join(sorted(_WEEKDAYS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:\s?(?:st|nd|rd|th)\b|º|er\b)?(?!\d)"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_SURELY = rf"\d\d?(?:st|nd|rd|th)\b|{_DAY},?\s{_YEAR}"  # November, 18th; but “in May, 12 papers”
_OF = "(?:of|de|del|do|di)"
_LISTED = r"(?:,\s?\d{1,2}\.?){1,6},?\s(?:and|und|et|y|e|&)\s"  # 17, 18 and 19 June
_DASH = rf"(?:\s{{0,2}}(?:-{{1,3}}|[–—−~/&+]|to|through|thru|until|till|and|und|bis|au|al|a|et|y|e)\s{{0,2}}|{_LISTED})"
_ISO = re.compile(r"(?<![\d-])((?:19|20)\d\d)([-/.]|\.\s)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\d])")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)?\d\d)(?![\d./-]\d|\d)")
_NUMERIC_RANGE = re.compile(r"(?<![\d./-])(\d{1,2})\.?\s?[-–]\s?(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\d)")
_MONTH_FIRST = re.compile(
    rf"(?:(?P<w1>{_WEEKDAY}),?\s{{1,2}}(?:the\s)?)?\b(?P<m1>{_MONTH})(?:,\s(?={_SURELY}))?\s{{0,2}}(?:the\s)?(?P<d1>{_DAY})"
    rf"(?:{_DASH}(?:(?P<w2>{_WEEKDAY}),?\s)?(?:(?P<m2>{_MONTH})\s{{0,2}})?(?P<d2>{_DAY})(?!\s?:|\s?[ap]\.?m))?"
    rf"(?:\s?[,(]?\s{{0,2}}(?P<w3>{_WEEKDAY})\)?)?(?:\s?[,.]?\s{{0,2}}(?P<y>{_YEAR})|\s?['’](?P<yy>\d\d)\b)?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"(?:(?P<w1>{_WEEKDAY})\s?,?\s{{0,2}}(?:the\s|den\s|le\s|el\s)?)?(?<![\d:./])(?<!\bday\s)(?<!\btag\s)\b(?P<d1>{_DAY})\.?"
    rf"(?:\s{{0,2}}(?:{_OF}\s)?"
    rf"(?P<m1>{_MONTH})?(?:,?\s(?P<y1>{_YEAR}))?{_DASH}(?:(?P<w2>{_WEEKDAY}),?\s)?(?P<d2>{_DAY})\.?)?"
    rf"(?(w1),?)[\s-]{{0,2}}(?:{_OF}\s)?"  # Friday 27, June
    rf"(?P<m2>{_MONTH})(?:[\s,.'’-]{{0,3}}(?:{_OF}\s)?(?P<y>{_YEAR}))?(?:\s?[,(]\s{{0,2}}(?P<w3>{_WEEKDAY})\)?)?",
    re.IGNORECASE,
)
_SHORT_WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
_SHORT_DAY = r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?!\d)"
_SHORT_GERMAN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\w)(?P<weekday>{'|'.join(_SHORT_WEEKDAYS)}|{_WEEKDAY})\.?,?\s+(?:den\s+)?{_SHORT_DAY}",
        rf"(?<![\w.:]){_SHORT_DAY}\s{{0,2}}[-–—,(|]?\s{{0,2}}(?P<weekday>{_WEEKDAY})",
    )
)
_EAST_ASIAN = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s?[年년]\s?)?(?<!\d)(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]"
)
_DIGIT = re.compile(r"\d")
_MONTH_BEGUN = re.compile(r"(?<![^\W\d_º])(?:" + "|".join(sorted({name[:3] for name in _MONTHS})) + ")")
_MONTH_NAMED = re.compile(rf"(?<![^\W\d_º]){_MONTH}", re.IGNORECASE)
_NUMBERS_JOINED = re.compile(r"\d(?:[./-]|\.\s)\d")
_YEAR_BEFORE = re.compile(rf"({_YEAR})\.?\s{{1,2}}$")
_BESIDE_DAY = rf"{_MONTH}|{_WEEKDAY}|morning|afternoon|evening|night|am|pm|(?:to|and|until)\s+{_WEEKDAY}"
_WORD = rf"(?!(?:mon|sat|sun|wed)\s+(?!(?:{_BESIDE_DAY})\b)[^\W\d])"  # “Mon projet”, “SAT and clauses”
_WEEKDAY_ALONE = re.compile(rf"(?<![\w-]){_WORD}({_WEEKDAY})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day and month, with a year if the text states it; `weekday` 0 is Monday."""

    month: int
    day: int
    year: int | None = None
    weekday: int | None = None

    def on(self, year: int | None) -> date | None:
        """The date with `year` if none was stated; None for an invalid date and without a year."""
        chosen = self.year or year
        if chosen is None:
            return None
        try:
            return date(chosen, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date or range of dates in a line and its span."""

    start: PartialDate
    end: PartialDate | None
    begin: int
    stop: int


def find_dates(text: str) -> list[FoundDate]:
    """Every date of a line in order; invalid ones (February 30) are left out."""
    text = text[:6000]
    if not _DIGIT.search(text):
        return []
    east_asian = [*_EAST_ASIAN.finditer(text)] if "月" in text or "월" in text else []
    named = _MONTH_BEGUN.search(text.lower()) and _MONTH_NAMED.search(text)  # the first is fast and rejects most
    numbers = _NUMBERS_JOINED.search(text)
    if not named and not numbers and not east_asian:
        return []
    found: list[FoundDate] = []
    for match in east_asian:
        year = int(match["year"]) if match["year"] else None
        if 1 <= int(match["month"]) <= 12 and 1 <= int(match["day"]) <= 31:
            _keep(found, PartialDate(int(match["month"]), int(match["day"]), year), None, match)
    if numbers:
        for match in _ISO.finditer(text):
            _keep(found, PartialDate(int(match.group(3)), int(match.group(4)), int(match.group(1))), None, match)
    if named:
        for pattern in (_MONTH_FIRST, _DAY_FIRST):
            for match in pattern.finditer(text):
                if dates := _worded(match, month_first=pattern is _MONTH_FIRST):
                    _keep(found, _with_year_before(dates[0], text, match), dates[1], match)
    if numbers:
        _keep_numeric(found, text)
    return _with_iso_ranges(sorted(found, key=lambda each: each.begin), text)


def _keep_numeric(found: list[FoundDate], text: str) -> None:
    """Keep dates and ranges of numbers only: `24.-26.5.2024`, `24/5/2024`."""
    for match in _NUMERIC_RANGE.finditer(text):
        first, last, month, year = (int(group) for group in match.groups())
        if month <= 12 and first < last:
            _keep(found, PartialDate(month, first, year), PartialDate(month, last, year), match)
    for match in _NUMERIC.finditer(text):
        if numeric := _numeric(match) or _by_weekday(match, text):
            _keep(found, numeric, None, match)
    for match in chain.from_iterable(pattern.finditer(text) for pattern in _SHORT_GERMAN):
        day, month = int(match["day"]), int(match["month"])
        called = match["weekday"].lower().rstrip(".")
        weekday = _SHORT_WEEKDAYS.index(called) if called in _SHORT_WEEKDAYS else _WEEKDAYS[called]
        if 1 <= month <= 12 and 1 <= day <= 31:
            _keep(found, PartialDate(month, day, None, weekday), None, match)


def ambiguous_date(text: str) -> str | None:
    """A numeric date of a line that means different days in different countries, as written."""
    for match in _NUMERIC.finditer(text[:4000]):
        first, second = int(match.group(1)), int(match.group(3))
        if first <= 12 and second <= 12 and first != second and match.group(2) != ".":
            return match.group(0)
    return None


def find_weekday(text: str) -> int | None:
    """The first weekday named in a line, 0 for Monday."""
    match = _WEEKDAY_ALONE.search(text[:400])
    return _WEEKDAYS[match.group(1).lower().rstrip(".")] if match else None


def find_years(text: str) -> list[int]:
    """The years between 1950 and 2099 named in a line."""
    return [int(year) for year in re.findall(r"(?<![\d/=.:-])(?:19[5-9]\d|20\d\d)(?![\d%])", text[:6000])]


def _keep(found: list[FoundDate], start: PartialDate, end: PartialDate | None, match: re.Match[str]) -> None:
    if start.on(start.year or 2024) is None or (end and end.on(end.year or 2024) is None):
        return
    if any(each.begin < match.end() and match.start() < each.stop for each in found):
        return
    found.append(FoundDate(start, end, match.start(), match.end()))


def _month(text: str) -> int:
    name = text.lower().rstrip(".")
    return _MONTHS.get(name) or _SHORT[name[:3]]


def _number(text: str) -> int:
    match = re.match(r"\d+", text)
    return int(match.group(0)) if match else 0


def _worded(match: re.Match[str], *, month_first: bool) -> tuple[PartialDate, PartialDate | None] | None:
    fields = match.groupdict()
    year = int(fields["y"]) if fields["y"] else (2000 + int(fields["yy"]) if fields.get("yy") else None)
    weekdays = [_WEEKDAYS[w.lower().rstrip(".")] if (w := fields[key]) else None for key in ("w1", "w2", "w3")]
    if year is None and any(fields[key] in ("may", "mar", "march", "sat", "sun", "mars") for key in ("m1", "m2")):
        return None
    last_month = _month(fields["m2"]) if fields["m2"] else None
    first_month = _month(fields["m1"]) if fields["m1"] else last_month
    if first_month is None:
        return None
    if month_first and last_month is None:
        last_month = first_month
    first_year = int(fields["y1"]) if fields.get("y1") else year
    if not fields["d2"]:
        weekday = weekdays[0] if weekdays[0] is not None else weekdays[2]
        return PartialDate(
            first_month if month_first else (last_month or first_month), _number(fields["d1"]), year, weekday
        ), None
    start = PartialDate(first_month, _number(fields["d1"]), first_year, weekdays[0])
    end = PartialDate(last_month or first_month, _number(fields["d2"]), year, weekdays[1])
    if year and not fields.get("y1") and (start.month, start.day) > (end.month, end.day):
        start = PartialDate(start.month, start.day, year - 1, start.weekday)
    return start, end


def _numeric(match: re.Match[str]) -> PartialDate | None:
    first, second, year = int(match.group(1)), int(match.group(3)), int(match.group(4))
    if len(match.group(4)) == 2:
        if match.group(2) == ".":
            year += 2000
        else:
            return None
    if match.group(2) == "." and (second <= 12 or len(match.group(4)) == 2):
        return PartialDate(second, first, year) if 1 <= second <= 12 and 1 <= first <= 31 else None
    if first > 12 and 1 <= second <= 12 and first <= 31:
        return PartialDate(second, first, year)
    if second > 12 and 1 <= first <= 12 and second <= 31:
        return PartialDate(first, second, year)
    if first == second and 1 <= first <= 12:
        return PartialDate(first, second, year)
    return None


def _by_weekday(match: re.Match[str], text: str) -> PartialDate | None:
    """`Sábado 12/11/2016`: the preceding weekday shows which of the numbers is the month."""
    weekday = find_weekday(text[max(0, match.start() - _WEEKDAY_BEFORE) : match.start()])
    if weekday is None or len(match.group(4)) == 2:
        return None
    first, second, year = int(match.group(1)), int(match.group(3)), int(match.group(4))
    readings = [PartialDate(second, first, year, weekday), PartialDate(first, second, year, weekday)]
    fitting = [each for each in readings if (day := each.on(None)) is not None and day.weekday() == weekday]
    return fitting[0] if len(fitting) == 1 else None


_WEEKDAY_BEFORE = 16  # characters: “Wednesday, den ” at most


def _with_year_before(found: PartialDate, text: str, match: re.Match[str]) -> PartialDate:
    """`2016. június 3.`: the year precedes the month."""
    year = _YEAR_BEFORE.search(text[max(0, match.start() - 8) : match.start()]) if found.year is None else None
    return replace(found, year=int(year.group(1))) if year else found


def _with_iso_ranges(found: list[FoundDate], text: str) -> list[FoundDate]:
    """The dates, with two full dates around a dash or “to” as one range."""
    out: list[FoundDate] = []
    for each in found:
        if out and out[-1].end is None and each.end is None:
            between = text[out[-1].stop : each.begin]
            if re.fullmatch(r"\s{0,2}(?:-{1,2}>?|[–—~→]|to|until|through|bis)\s{0,2}", between):
                out[-1] = FoundDate(out[-1].start, each.start, out[-1].begin, each.stop)
                continue
        out.append(each)
    return out
