"""People as listed on pages: `Name (Affiliation)`, `Name, Affiliation`, `[Name](url) - Affiliation`, `A · B · C`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.lengths import LONGEST_LINE, LONGEST_NAME
from confnotes.importers.facts.names import (
    LIKELY,
    clean_name,
    has_name_shape,
    institution_likeness,
    is_certain_institution,
    is_certain_name,
    is_likely_institution,
    is_likely_name,
    name_likeness,
    restore_period,
    without_asides,
)
from confnotes.importers.facts.words import NOT_IN_NAMES, OCCUPATIONS, patterns, words
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Role, Speaker

_PARENTHESES = re.compile(r"\s*[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]]")
_DASH = re.compile(r"\s+[-–—|/]\s+|\s*[—|]\s*|\s+@\s*|\s+–\s*|(?<=\w):\s+")
_BETWEEN_NAMES = re.compile(r"\s+[-–—/+]\s+")
NAMES_IN_ONE = re.compile(r"(?<=[^\W\d_A-Z]{2})/(?=[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ])")  # Ada Lind/Bo Sund
_LIST_MARK = re.compile(r"\s*[·•;|]\s*")
_COMMA = re.compile(r"\s*[,、，]\s*(?:and\s+|und\s+|et\s+|y\s+)?|\s+(?:and|und|et|y|&)\s+")
_FULL_NAME = r"[A-ZÀ-Þ][\w'’-]+\s+(?:d[aeo]s?\s+)?[A-ZÀ-Þ]"  # and not the surname “Silva e Souza”
_AND_ABROAD = re.compile(rf"\s*,\s+(?:(?:e|en|og|och)\s+)?|\s+(?:en|og|och)\s+|\s+e\s+(?={_FULL_NAME})")
"""What is between the names of a list in languages whose “and” is part of affiliations and titles, too."""
_ON_STAGE = r"speakers?|presenters?|presented|authors?|organi[sz]ers?|chairs?|panell?ists?|hosts?|moderators?"
_GIVEN_BY = "instructors?|tutors?|lecturers?|with|by|talk by|presented by|given by|who|name"
_ABROAD = r"par|por|przez|door|от"  # “by” in other languages
_PRESENTED = "(?:vorgetragen|gehalten) von|présentée? par|presentad[oa] por|presentat[oa] da"
_WIDE = str.maketrans({"／": " / ", "（": " (", "）": ") "})  # marks of East Asian text
_HONOURED = re.compile(r"(?:さん|氏|様|先生|님)(?:\s*(?:[,、，&＆・/]|と)\s*|$)")
"""East Asian words behind a name, which show that it is one, and what is between it and the next."""
_LEAD = re.compile(
    rf"^(?:(?:invited\s+|keynote\s+)?(?:{_ON_STAGE}|{_GIVEN_BY}))\s*(?:\(s\))?\s*[:：]\s*"
    rf"|^(?:by|with|presented by|{_PRESENTED}|{_ABROAD})\s+"
    r"|^(?-i:[Vv]on|di|av)\s+(?=\S+\s+\S)",  # may be part of a name, too
    re.IGNORECASE,
)
_ROLE_WORDS = [
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), Role(role))
    for role, pattern in patterns(r"""
chair: (?:session |program |general |area )?(?:co-?)?chair(?:ed by)?|moderat(?:or|ed)
panelist: panell?ist
keynote: keynote
organizer: organi[sz]er
presenter: presenter|presenting(?: author)?
""")
]
_OPEN = r"tba|tbd|tbc|t\.b\.a\.?|t\.b\.d\.?|未定|待定|미정"
_SEVERAL = "various(?: speakers| authors)?|several|all|n/?a|none"
_LATER = r"to be (?:announced|confirmed|determined)|coming soon|click (?:here )?for (?:the )?\w+"
_EXAMPLE = r"(?-i:e\.\s?g|i\.\s?e|z\.\s?B|p\.\s?ex)\..*"
_GROUP = (
    "anonymous(?: authors?)?|speakers?(?: name)?|presenters?|everyone|you|staff|team"
    "|(?:(?:the|selected|invited|all) )*(?:organi[sz]ers?|contributors|participants|presenters|speakers|authors|chairs)"
)
_READ_ON = "(?:view|read|show|download) (?:more|bio|abstract|details|slides|paper|pdf|full text)"
_LINK_TO = (
    rf"(?:personal )?(?:web\s?(?:site|page)|home\s?page)|links?|profile|bio|slides?|videos?|pdf|abstract|"
    rf"details|go|{_READ_ON}"
)
_PLACEHOLDER = re.compile(
    rf"^(?:{_OPEN}|{_SEVERAL}|{_LATER}|{_GROUP}|{_EXAMPLE}|more to come|and many more|\?+|-+|…)\W*$",
    re.IGNORECASE,
)


_OF_THE = "general|local|programm?e?|workshop|session|guest|keynote|invited|poster|student|panel|different|multiple"
_NOBODY = re.compile(
    rf"panel|people|moderators?|discussants?|n\.? ?n|(?:speakers? )?(?:tb[acd]|to be \w+)(?: soon)?|{_LINK_TO}|"
    r"[(\[].*[)\]]|"
    rf"(?:(?:{_OF_THE}) )*(?:organi[sz]ers?|presenters?|speakers?|authors|(?:co-?)?chairs?|panell?ists?|presentations)",
    re.IGNORECASE,
)
"""What a field for people may contain besides placeholders, but not one for titles: “Panel”, “General Co-Chairs”."""


def is_placeholder(text: str) -> bool:
    """Whether a speaker field is a placeholder: TBA, Various, N/A."""
    return bool(_PLACEHOLDER.match(inline.plain(text).strip("() ")))


def names_nobody(text: str) -> bool:
    """Whether the text of a field for people is a role, a kind of item, or the label of a link."""
    return _NOBODY.fullmatch(text) is not None


def read_person(
    text: str, role: Role = Role.SPEAKER, *, certain: bool = False, accept: float = LIKELY
) -> Speaker | None:
    """The person in a line, or None if the line does not seem to name one.

    `certain`: the context says that it is a person (a name column, an include), so any name of letters is accepted.
    """
    text = inline.without_emoji(_JUNIOR.sub(r" \1", text.strip().removesuffix("\\"))).strip()
    if not text or len(text) > LONGEST_LINE:
        return None
    highlighted = inline.is_bold(text)
    text = _LEAD.sub("", text)
    links = [anchor for anchor in inline.anchors(text) if anchor.url and not anchor.url.startswith("#")]
    visible = without_asides(inline.plain(text))
    name, affiliation = _split(visible, certain=certain)
    found_role, said = role, affiliation
    if affiliation is not None:
        affiliation, found_role = _affiliation(affiliation, role)
    name = clean_name(name)
    if not name or _PLACEHOLDER.match(name) or names_nobody(name):
        return None
    no_name = any(word.lower() in NOT_IN_NAMES for word in name.split())  # “Concluding Remarks (in the hall)”
    short = said and has_name_shape(name) and "(" in visible and not no_name
    if not (could_be_name(name) if certain else name_likeness(name) >= accept or short):
        return None
    url = next((anchor.url for anchor in links if _names_person(anchor, name)), None)
    return Speaker(name, affiliation or None, url, found_role, highlighted)


def _names_person(anchor: inline.Anchor, name: str) -> bool:
    label = fold(clean_name(anchor.label))
    folded = fold(name)
    homepage = re.fullmatch(r"(?:personal\s+)?(?:web\s?(?:site|page)|home\s?page|web|site|link|profile|bio)", label)
    return "@" not in anchor.url and bool(label) and (label in folded or folded in label or homepage is not None)


def could_be_name(text: str) -> bool:
    """Whether a text is short enough for a name and no labelled title."""
    return len(text) <= LONGEST_NAME and any(character.isalpha() for character in text) and ": " not in text


def _split(visible: str, *, certain: bool) -> tuple[str, str | None]:
    """The name and the text about the person, separated by commas, dashes or brackets."""
    if (bracketed := _split_at_brackets(visible)) is not None:
        return bracketed
    named, as_what, job = visible.partition(" as ")
    if as_what and is_likely_name(named) and states_job(job):
        return named, job
    for pattern in (re.compile(r"\s*,\s+|\s*,(?=\S)"), _DASH):
        match = pattern.search(visible)
        if match and match.start() > 0:
            name, rest = visible[: match.start()], visible[match.end() :]
            is_name = is_certain_name(name) or ":" not in match[0] or is_certain_institution(rest)
            if certain or (is_likely_name(name) and is_name):  # no “Tiling Together: The Evolution of a Language”
                suffix = re.match(r"(Ph\.?D\.?|M\.?D\.?)\s*(?:,\s*|$)", rest)
                return name, rest[suffix.end() :] if suffix else rest
    at = re.match(r"(.{4,60}?)\s+(?:at|from|of)\s+(?:the\s+)?(.+)$", visible)
    if at and is_likely_name(at.group(1)):
        return at.group(1), at.group(2)
    return visible, None


def _split_at_brackets(visible: str) -> tuple[str, str] | None:
    """`Name (Affiliation)`, also with a second pair of brackets or an affiliation before them."""
    bracket = _PARENTHESES.search(visible)
    if not bracket or bracket.start() == 0:
        return None
    name, rest = visible[: bracket.start()], visible[bracket.end() :].strip(" ,;:-–—.")
    inside = [bracket.group(1)]
    if rest and (again := _PARENTHESES.fullmatch(" " + rest)):
        inside.append(again.group(1))
        rest = ""
    if "," in name and not is_likely_name(name):
        head, _, tail = name.partition(",")
        if is_likely_name(head):
            return head, ", ".join(part for part in (tail.strip(), *inside) if part)
    if rest and not is_likely_name(name):
        return None
    return name, ", ".join(part for part in (*inside, rest) if part)


def _affiliation(text: str, role: Role) -> tuple[str | None, Role]:
    """The affiliation without the position; a role in it becomes the person's role."""
    for pattern, named in _ROLE_WORDS:
        if pattern.search(text) and len(text) <= LONGEST_NAME and not is_likely_institution(pattern.sub("", text)):
            rest = pattern.sub("", text).strip(" ,;:()-–—")
            return clean_affiliation(rest), named
        if pattern.search(text):
            stripped = pattern.sub("", text)
            parts = [part.strip() for part in stripped.split(",") if part.strip(" -–—()")]
            if len(parts) < len(text.split(",")):
                text, role = ", ".join(parts), named
    pieces = (
        [
            piece
            for piece in re.split(r"\s+[|/]\s+", text.strip(" ,;:-–—|()"))
            if not _is_position(piece) and not _LINK_WORD.fullmatch(piece.strip())
        ]
        if "|" in text
        else [text]
    )
    return clean_affiliation(", ".join(pieces).strip(" ,;:-–—|()")), role


_JUNIOR = re.compile(r",\s+([JS]r\b\.?)(?=\s*(?:[,;()/&–-]|and\b|$))")  # Ada Lind, Jr.
_TAG = re.compile(r"<[^<>]{1,500}>")
_EMPHASISED = re.compile(r"([*_])([^*_]+)\1")
_LINK_WORD = re.compile(_LINK_TO, re.IGNORECASE)
_AWARD = r"nominated\b.*|(?:best|outstanding)\b.*\b(?:paper|talk|award)\b.*"
_ITEM = r"(?:\w+\s)?(?:talk|keynote|tutorial|workshop|presentation|poster|demo)"
_NO_PLACE = re.compile(
    rf"{_LINK_TO}|\d+\s?(?:min(?:ute)?s?|hours?|h)\b.*|{_AWARD}|{_ITEM}|(?:program|organi[sz]ing) committee",
    re.IGNORECASE,
)
"""What is behind a person without being their affiliation: links, how long they speak, what for."""
_LINKED = re.compile(r"(?<=\w)\s+(?:Details|Slides|Video|Abstract|Bio|PDF)$")
_UNTOLD = re.compile(
    r"(?:tba|tbd|tbc|t\.b\.a\.?|t\.b\.d\.?|to be (?:announced|confirmed|determined)|\?+)\W*$", re.IGNORECASE
)
_AT_PLACE = re.compile(r"^(?:[\w\s/&'’.,-]{2,80}?)\s(?:at|@|in|with)\s+(?:the\s+)?(?=[A-Z])")


def clean_affiliation(text: str) -> str | None:
    """An affiliation without leading positions: “Professor, MIT” and “PhD student at MIT” become MIT."""
    parts = [_LINKED.sub("", part.strip()) for part in re.split(r",\s*|\s--\s", _TAG.sub("", text).strip())]
    while parts and parts[0] and _is_position(parts[0]):
        first = parts.pop(0)
        place = _AT_PLACE.match(first)
        if place:
            parts.insert(0, first[place.end() :])
            break
    parts = [part for part in parts if part and not _UNTOLD.match(part) and not _NO_PLACE.fullmatch(part)]
    joined = ", ".join(parts).strip(" ,;.").removesuffix(" and")
    if joined and text.strip().endswith(".") and re.search(r"\b(?:Inc|Ltd|Corp|Co|S\.A)\.$", text.strip()):
        joined += "."
    return joined or None


def _is_position(text: str) -> bool:
    said = [word.strip(".").lower() for word in text.replace("/", " ").split()]
    if said and said[0] not in OCCUPATIONS and said[-1] in OCCUPATIONS:
        return not is_certain_name(text) and not is_certain_institution(text)
    if not said or said[0] not in OCCUPATIONS:
        return False
    if said[0] == "group":
        return len(said) > 1 and said[1] in OCCUPATIONS
    if said[0] in _NEEDS_MORE:
        return len(said) > 1 and (said[1] in OCCUPATIONS or said[1] in ("of", "learning", "at"))
    return institution_likeness(text) < 1.0 or said[0] in _SURELY


def is_job(text: str) -> bool:
    """Whether a text is a position, perhaps with the employer: “Staff Engineer, Hive”, “Exec Dir - CNCF”."""
    job = _EMPLOYER.split(text.lower(), maxsplit=1)[0].replace(".", "").split()
    return 0 < len(job) < 7 and all(word in _ROLES | _IN_JOBS for word in job) and job[-1] in _ROLES


def states_job(text: str) -> bool:
    """Whether a text about a person begins with a position: “Java Developer Advocate, Hive”."""
    return not _ROLES.isdisjoint(_OF_WHAT.split(text.lower(), maxsplit=1)[0].split()[-1:])


_EMPLOYER = re.compile(r"\s*,\s|\s+[-–—|]\s+|\s*@\s*|\s+at\s")
_OF_WHAT = re.compile(rf"{_EMPLOYER.pattern}|\s(?:of|for)\s")
_ROLES = OCCUPATIONS | words(
    """sr jr eng dev dir exec vp svp arch swe advocate evangelist officer owner maintainer designer committer freelancer
    author recruiter specialist"""
)
_IN_JOBS = words("s/w sw of & and for the in chief engineering marketing technology relations operations")
_NEEDS_MORE = words("research applied data product technical software head staff dean fellow")
_SURELY = words("professor prof phd ph.d postdoc assistant associate head")
_FOOTNOTES = re.compile(r"(?<=[^\W\d_]{2})\d(?:,\d)*(?=\s*(?:,|;|and\b|&|$))")
"""Numbers of affiliations after names; more than one, since a title may end with a number."""


def read_people(
    text: str, role: Role = Role.SPEAKER, *, certain: bool = False, accept: float = LIKELY
) -> list[Speaker]:
    """All people of a line that lists people; empty for other lines."""
    text = _JUNIOR.sub(r" \1", html.unescape(text).translate(_WIDE))
    text = _LEAD.sub("", text.strip().removesuffix("\\").strip())
    if len(_FOOTNOTES.findall(text)) > 1:
        text = _FOOTNOTES.sub("", text)
    text = _NEXT_NAME.sub(lambda end: f"{end[1]}{',' * is_likely_name(end[2].strip())} ", text)
    text = _AND_OTHERS.sub("", text)
    if "," in text and (whole := _EMPHASISED.fullmatch(text)):
        text = whole.group(2)
    if not text or len(text) > 3000:
        return []
    *honoured, behind = _HONOURED.split(text)
    if honoured and not behind:
        return [each for piece in honoured if (each := read_person(piece, role, certain=True)) is not None]
    if has_position(text) and (employed := read_person(text, role, certain=True)) is not None:
        return [employed]
    if _AND.search(text) and (listed := _all_named(outside_brackets(text, _AND_ABROAD), role, is_likely_name)):
        return listed
    marked = [piece for piece in _LIST_MARK.split(text) if piece.strip()]
    for pieces in (_ungrouped(marked), outside_brackets(text, _COMMA)):
        if len(pieces) > 1:
            people = _all_people(pieces, role, certain=certain, accept=accept)
            if people:
                return people
    for separator, is_name in ((NAMES_IN_ONE, is_likely_name), (_BETWEEN_NAMES, is_certain_name)):
        if named := _all_named(outside_brackets(text, separator), role, is_name):
            return named
    person = read_person(text, role, certain=certain, accept=accept)
    return [person] if person else []


_AND_OTHERS = re.compile(r",?\s+(?:et\s+al\b|and\s+others)\W*$")
_CAPITALISED = r"[A-ZÀ-Þ][\w'’-]+\.?"
_NAME_THEN = rf"({_CAPITALISED}(?:\s{_CAPITALISED}){{1,3}})\s?(?:[,(]|$|(?:and|und|et|y|e)\s)"
_NEXT_NAME = re.compile(rf"(?<=[\w.])([*_]?\))\s+(?={_NAME_THEN})")  # Ada Lind (KTH) Bo Ek (NUS)
_AND = re.compile(r"\s(?:e|en|og|och)\s")


def _all_named(pieces: list[str], role: Role, is_name: Callable[[str], bool]) -> list[Speaker]:
    """The people of several pieces if each is one, and all but the first look like names."""
    named = [each for piece in pieces if (each := read_person(piece, role)) is not None]
    return named if len(named) == len(pieces) > 1 and all(is_name(each.name) for each in named[1:]) else []


def has_position(text: str) -> bool:
    """Whether a text is one name and its positions: “Ada Lind, Web Developer and Author”, “Ada Lind, VP of design”."""
    name, _, behind = text.partition(",")
    first, *others = _JOBS.split(behind.lstrip())
    if not has_name_shape(name) or is_job(name) or is_certain_name(first):  # “Ada Lind, Nora Dean”
        return False
    if not states_job(first) and first.lower().split(" ")[0] not in _ROLES:
        return False
    is_alone = is_job(first) and len(others) == 1 and not is_certain_name(others[0])  # “Ada Lind, CEO, Blue Hive”
    return is_alone or all(not is_likely_name(each) or states_job(each) for each in others)


_JOBS = re.compile(r",\s+(?:and\s+)?|\s+(?:and|&)\s+")


def _ungrouped(pieces: list[str]) -> list[str]:
    """The people of `Ada Lind, Bo Ek (KTH); Cy Moe (NUS)` one by one, each with the affiliation of their group."""
    found: list[str] = []
    for piece in pieces:
        group = _AT_ONE_PLACE.fullmatch(piece)
        names = _COMMA.split(group[1]) if group and len(pieces) > 1 else []
        found += (
            [f"{name} ({group[2]})" for name in names]
            if group and len(names) > 1 and all(map(has_name_shape, names))
            else [piece]
        )
    return found


_AT_ONE_PLACE = re.compile(r"\s*([^()]+?)\s*\(([^()]+)\)\s*")


def outside_brackets(text: str, pattern: re.Pattern[str], edges: str = " .") -> list[str]:
    """The pieces of a text split where no bracket is open; one that is never closed is ignored."""
    depth = 0
    depths: list[int] = []
    closed = sum(map(text.count, "([")) <= sum(map(text.count, ")]"))
    for character in text:
        depth += closed and character in "(["
        depths.append(depth)
        if character in ")]":
            depth = max(0, depth - 1)
    pieces, position = [], 0
    for match in pattern.finditer(text):
        if depths[match.start()] == 0:
            pieces.append(text[position : match.start()])
            position = match.end()
    return [restore_period(piece, each) for each in (*pieces, text[position:]) if (piece := each.strip(edges))]


def _all_people(pieces: list[str], role: Role, *, certain: bool, accept: float) -> list[Speaker]:
    """The pieces as people; institutions among them belong to the preceding person."""
    if (paired := _behind_initials(pieces, role) or _with_places(pieces, role)) is not None:
        return paired
    people: list[Speaker] = []
    names = 0
    for number, piece in enumerate(pieces):
        visible = inline.plain(piece)
        if _PLACEHOLDER.match(visible) or re.fullmatch(r"et al\.?|others|\.\.\.|…", visible.strip()):
            continue
        if people and _is_position(visible):
            continue
        person = read_person(piece, role, accept=accept)
        if (
            person is None
            and has_name_shape(visible)
            and not is_certain_institution(visible)
            and not all(word.lower() in NOT_IN_NAMES for word in visible.split())  # “Coffee Break, Demos”
            and (number or len(pieces) > 2)
        ):
            person = read_person(piece, role, certain=True) if names or len(pieces) > 2 else None
        if person is None:
            if certain and not people:
                return []
            if not people or (names > 1 and not is_likely_institution(visible)):
                return []
            previous = people[-1]
            joined = f"{previous.affiliation}, {visible}" if previous.affiliation else visible
            people[-1] = replace(previous, affiliation=joined)
            continue
        names += 1
        people.append(person)
    if names < 2:
        return []
    return people


def _behind_initials(pieces: Sequence[str], role: Role) -> list[Speaker] | None:
    """The people of `A. Lind, KTH, B. Sund, C. Ek, NUS, Lund`: each name begins with an initial, and no affiliation."""
    starts = [at for at, piece in enumerate(pieces) if _INITIALS.match(piece)]
    if len(starts) < 2 or starts[0] or len(starts) == len(pieces):
        return None
    places = [inline.plain(piece) for at, piece in enumerate(pieces) if at not in starts]
    if any(is_likely_name(each) and not is_likely_institution(each) for each in places):
        return None
    people = [read_person(pieces[at], role) for at in starts]
    ends = [*starts[1:], len(pieces)]
    where = [inline.plain(", ".join(pieces[at + 1 : end])) for at, end in zip(starts, ends, strict=True)]
    named = [
        replace(who, affiliation=place or who.affiliation) for who, place in zip(people, where, strict=True) if who
    ]
    return named if len(named) == len(people) else None


_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.[ -]?)+[^\W\d_]['’]?[^\W\d_]")


def _with_places(pieces: Sequence[str], role: Role) -> list[Speaker] | None:
    """The people of `Ada Lind, KTH, Bo Sund, Turku AMK`: each second piece is an affiliation; None for other lists."""
    names, places = pieces[::2], [_PARENTHESES.sub("", inline.plain(each)) for each in pieces[1::2]]
    if len(places) < 2 or len(names) != len(places):
        return None
    certain = sum(is_likely_institution(each) for each in places) * 2 >= len(places)
    if (
        not certain
        or any(is_certain_name(each) for each in places)
        or any(is_certain_institution(each) for each in names)
    ):
        return None
    people = [person for each in names if (person := read_person(each, role)) is not None]
    if len(people) < len(names):
        return None
    return [replace(person, affiliation=place) for person, place in zip(people, places, strict=True)]


def role_at(kind: Kind | None) -> Role:
    """The role of speakers at an item of that kind."""
    return Role.KEYNOTE if kind is Kind.KEYNOTE else Role.PANELIST if kind is Kind.PANEL else Role.SPEAKER


def in_role(people: Iterable[Speaker], role: Role) -> list[Speaker]:
    """The people with that role, unless they have a more specific one, such as chair."""
    return [replace(each, role=role) if each.role is Role.SPEAKER else each for each in people]
