"""A line of a program without its time: title, speakers, kind, room and links, in the author's order.

The part that names people is chosen by evidence, strongest first: people the page lists elsewhere, “by” or “Speaker:”,
an affiliation in brackets, a given name, the form of a name. The rest is the title, as written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.kinds import LABEL_WORDS, PREFIX, SUFFIX, item_kind, label_kind
from confnotes.importers.facts.links import bracketed_apart, resource
from confnotes.importers.facts.names import (
    clean_name,
    has_name_shape,
    is_certain_institution,
    is_certain_name,
    is_likely_name,
)
from confnotes.importers.facts.people import in_role, is_job, is_placeholder, read_people, read_person, role_at
from confnotes.importers.pages.line_readings import TITLE_BESIDE, Layout, LinePart, is_affiliation, layout_of, likeliest
from confnotes.importers.pages.line_rooms import without_room
from confnotes.importers.pages.title_and_people import people_below, title_and_people
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Resource, Role, Speaker

_TIGHT_DASH = r"(?<=[\w)”\"’])\s*–\s+|\s+–(?=\S)|\s+-(?=[A-ZÀ-Þ][\w’']+\s[A-ZÀ-Þ])"
_SPLIT = re.compile(rf"\s+(?:-{{1,3}}|[–—−|•·~])\s+|\s*[—|\t]\s*|{_TIGHT_DASH}|\n+|\x1f")
_IN_QUOTES = r"[“«„]\s?([^“”«»„]{3,300})\s?[”»“]|(?<![\w])\"([^\"]{3,300})\"(?!\w)"
_IN_APOSTROPHES = r"(?<!\w)''([^']{3,300})''|(?<!\w)``([^'`]{3,300})''"
_IN_CORNERS = r"[「『]([^「」『』]{2,300})[」』]"
_QUOTED = re.compile(f"{_IN_QUOTES}|{_IN_APOSTROPHES}|{_IN_CORNERS}")
_BOLD = r"(\*\*|__)(?=\S)([\s\S]{2,400}?)(?<=\S)\1"
_ITALIC = r"(?<![\w*])(\*|_)(?=[^\s*_])([^*_\n]{2,400}?)(?<=[^\s*_])\3(?![\w*])"
_EMPHASISED = re.compile(f"{_BOLD}|{_ITALIC}")
_DIVIDED = re.compile(r"\s[–—|-]\s+$|:\s+$")
_CHAIRED = r"chair(?:s|\w*man|person|ed by)?|moder(?:ators?|ated by|iert von|ad[oa] por|at[oa] da)|mod[ée]r[ée]e? par"
_WHO = r"([^()\[\]]{3,120})"
_CHAIR = re.compile(
    rf"\s*(?:[(\[,;–-]|\.(?=\s+\w+(?:\s+by|:)))\s*(?:session\s+)?(?:{_CHAIRED}|host|discussion leader)"
    rf"\s*[:：]?\s*{_WHO}[)\]]?\s*$",
    re.IGNORECASE,
)
_BETWEEN_DOTS = r"\.\s+(?:chairs?|moderators?)\s*[:：]\s*([^.:]{3,120})[.;]\s+(?:panell?ists?|speakers?)(?=\s*[:：])"
_LINE_BETWEEN = r"\n\W{0,40}(?:session )?(?:chair|moderator)s?[*_]{0,2}\s?:\s*([^()\n]{3,120}?)[)*_]{0,3}\s*(?=\n|$)"
_MODERATED = r",\s*(?:moderated|chaired) by\s+([^()\[\]*_]{3,120})(?=[*_]*\s*\()"
_CHAIR_BETWEEN = re.compile(
    rf"\s*[(\[](?:{_CHAIRED})\s*[:：]?\s*{_WHO}[)\]](?=\s*[:–—-])|{_MODERATED}|{_BETWEEN_DOTS}|{_LINE_BETWEEN}",
    re.IGNORECASE,
)
_SEATED = r"[*_]{0,2}(?P<label>panell?ists?|discussants?|moderators?|chairs?)[*_]{0,2}\s{0,2}:[*_]{0,2}"
_ON_PANEL = re.compile(
    rf"[.,;(\n][^\w*]{{0,4}}{_SEATED}\s{{0,4}}(?P<who>\S(?:[^:\n()]|\([^:\n()]*\)){{2,400}}?)"
    rf"(?:[\s.;)]{{0,4}}(?=$|\n)|(?=[.,;(]\s{{0,4}}{_SEATED.replace('?P<label>', '?:')}))",
    re.IGNORECASE,
)
_LABEL_WHO = re.compile(
    r"^(?P<label>[\w #-]{4,40}?)\s*\((?P<who>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*[:–—-]\s*(?P<rest>\S.+)$"
)
_KIND_IN_BRACKETS = re.compile(
    rf"\((?P<label>{LABEL_WORDS})\s+(?:by|with|par|por|von|de)\s+(?P<who>[^()]+)\)\s*$", re.IGNORECASE
)
_LABEL_BY = re.compile(r"^(?P<label>.{3,40}?)\s+(?:by|from|with)\s+(?-i:(?:dr|prof)\.\s+)*(?P<rest>.+)$", re.IGNORECASE)
_FROM_AFAR = "remote(?:ly)?|virtual(?:ly)?|online|via zoom|zoom"
_THERE = "in[- ]person|on[- ]?site|pre-?recorded|hybrid|live|confirmed|tentative"
_HOW = (
    rf"(?:{_FROM_AFAR}|{_THERE}|(?:watch|live|recorded|streamed|join|view)\s+(?:online|live|here|recording|on\s+\w+))"
)
_SHOUTED = "VIRTUAL|ONLINE|REMOTE|HYBRID|IN[- ]PERSON|ON-?SITE"
_BADGE = re.compile(
    rf"\s*(?:\(|\[{{1,3}})\s*(?i:{_HOW}(?:\s*(?:[/&+,]|and)\s*{_HOW})*(?:\s+(?:talk|presentation))?)\s*"
    r"(?:\]{1,3}|\))(?=\s*$|\n)"
    rf"|\s*[;,]\s*\*?(?i:{_FROM_AFAR}|{_THERE})\*?(?=\))"
    rf"|\s*[*_]?\((?i:{_FROM_AFAR})\)[*_]?"
    r"|\s*\((?i:sponsored|supported) by [^()\n]{2,80}\)(?=[*_]*\s*$|\n)"
    rf"|(?<=[\w)])\s+(?:{_SHOUTED})(?:\s*[/&+]\s*(?:{_SHOUTED}))*$",
    re.MULTILINE,
)
_HOW_GIVEN = re.compile(r"(?<=[*_])\s+(?:oral|spotlight)\s*$", re.IGNORECASE)  # *Ada Lind, Bo Ek* oral
_WHERE_FIRST = re.compile(r"^\(([^()]{2,80})\)\s*(?:[:–—,-]\s*(\S.*))?$")
_CALLED_OFF = "cancell?ed|abgesagt|annulée?|cancelad[oa]"
_CANCELLED = re.compile(
    rf"(?:\s+[-–—]{{1,3}}|\s*[(\[])\s*(?:unfortunately\s+|leider\s+)?(?:{_CALLED_OFF})\s*[)\]]?(?=\W*$)"
    rf"|^\W*(?:{_CALLED_OFF})\s*(?:[:)\]]|\s[–—-])",
    re.IGNORECASE,
)
_TYPE = "paper|talk|demo|short|long|full|invited|contributed|abstract|oral|poster|spotlight|lightning|keynote"
_TYPE_FIRST = rf"^(?-i:(?:WIP|{_TYPE.upper()})(?: [IVX]+| \d+)? (?=[A-ZÀ-Þ][^A-ZÀ-Þ]))"
_NUMBERED = r"^\[(?:paper|talk|poster|id)?\s?#?[A-Z]{0,2}-?\d{1,3}\](?!\()\s*|^#\d{1,3}\s*[:.)|]\s*"  # “[Paper 1]”
_TYPE_MARK = re.compile(
    rf"(?i){_TYPE_FIRST}|{_NUMBERED}|^\W{{0,3}}\[(?:{_TYPE})(?:\s?(?:[+/&,]|and)?\s?(?:{_TYPE}|only)){{0,3}}\](?!\()\s*"
)
_IN_BRACKETS = re.compile(r"(?<!\A)\([^()]+\Z")  # “What bees know (Ada Lind, editor of ”
_BRACKETS_BEHIND = re.compile(r"\([^()]*\)")
_SPLIT_OUTSIDE = re.compile(rf"{_BRACKETS_BEHIND.pattern}|{_SPLIT.pattern}")
"""Brackets as a whole, “(Ada Lind - KTH)”, or what divides the text outside them."""
_NEXT_IN_LIST = re.compile(r"\s*(?:\([^()\n]*\)|,[^,*_\n]+)\s*(?:[,;&]|and)\s*(?:and\s+)?[*_]{1,2}\w")
"""The next name in bold behind a name and its affiliation."""
_AND_NAME = re.compile(r"\s+(?:and|&|und|et|y)\s+(?=[A-ZÀ-Þ])")
_PICTURE = r"\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F\s"
_EMPTY_BRACKETS = re.compile(rf"[(\[]\s*(?:links?(?: to)?:?)?[{_PICTURE}|,;/·•-]*[)\]]")
_PICTURES = re.compile(rf"^(?:[{_PICTURE}▸►▶]|»(?![^»]*«))+|[{_PICTURE}]+$")
_TITLE_WORD = re.compile(r"^(?:talk\s+)?title\s*:?\s*", re.IGNORECASE)
_TITLE_LABEL = re.compile(r"^(?:talk\s+)?title\s*[:：]\s*", re.IGNORECASE)
_TALKS = "talks|papers|presentations|orals|spotlights|posters|demos|session|abstracts|contributions"
PLURAL = re.compile(rf"\b(?:{_TALKS}|tutorials|keynotes|lectures)\b", re.IGNORECASE)
NUMBERED_SESSION = re.compile(r"(?i:session|block|part|track|séance|sitzung|sesión)\s+(?:[A-Z]|\d{1,2}|[IVX]{1,4})\b")
_SESSION_BRACKETS = re.compile(r"[^()]+\([^(),]+\)")
NOBODY_SPEAKS = (Kind.BREAK, Kind.SOCIAL)  # at such items
_SPOKEN = (
    Kind.KEYNOTE, Kind.TALK, Kind.ORAL, Kind.SPOTLIGHT, Kind.TUTORIAL, Kind.LIGHTNING, Kind.PANEL, Kind.SEMINAR,
)  # fmt: skip
_SITE = r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?"
_HANDLE = re.compile(r"@\w+")
_ADDRESS = re.compile(rf"{_SITE}|@?[a-z][a-z0-9_]+")  # in a column of its own
_EMPHASISED_FIRST = r"(\*\*|__|\*|_)(?=\S)[^\[\]]{2,300}?(?<=\S)\2[^\w\[\]*]*\w[^\[\]]*"
_PARTED_LABEL = re.compile(rf"\[({_EMPHASISED_FIRST}|[^\[\]]+\n[^\[\]]+)\]\(")
"""The start of a link around a title and its speakers."""
_EDGE = " \t\n,;:|/–—-·•\x1f"
_OF_WHOM = "links? to|zum|zur|see|view|watch|download|get|access|open|the|our|his|her|talk|lecture|full|presentation"
_OF_WHICH = r"camera[- ]ready|pre-?print|\d+[- ]?min(?:ute)?|short|long|live|recorded|youtube|arxiv|openreview|github"
_SHOWN = "slides?|slide deck|deck|presentation|video|recording|youtube|vimeo|talk|watch|stream|livestream"
_PAPER = "pdf|paper|arxiv|preprint|openreview|poster|code|github|repo(?:sitory)?|notebooks?|colab|abstract|bio"
_PAGE = "website|web ?page|home ?page|link|url|more(?: info(?:rmation)?)?|details|project(?: page)?"
_CALL = r"zoom(?: link)?|gather(?:\.?town)?|questions?"
_SHOWN_ABROAD = "folien|aufzeichnung|mitschnitt|vidéo|enregistrement|diapositivas|grabación"
_MATERIAL = "materials?|notes|handout|doi|bib(?:tex)?|supplementary|supp|dataset|data|demo"
_ELSEWHERE = "blog(?: post)?|here|event page|event|slideslive|thread|twitter|linkedin|transcript"
_WHAT = rf"(?:{_SHOWN}|{_PAPER}|{_PAGE}|{_CALL}|{_SHOWN_ABROAD}|{_MATERIAL}|{_ELSEWHERE})"
_RESOURCE_LABEL = re.compile(
    rf"^\W*(?:(?:{_OF_WHOM}|conference|{_OF_WHICH})\s+)*{_WHAT}(?:\s+{_WHAT})?(?:\s+\d)?\W*$", re.IGNORECASE
)


_MOST = 0.7  # of a timetable's lines
_STOPPED = re.compile(r"\w{4}\.$")  # behind the authors of “Ada Lind, Bo Sund. *What bees know*”, but “Jr.”


@dataclass(slots=True)
class ProgramEntry:
    """The contents of a program line."""

    title: str | None = None
    kind: Kind | None = None
    speakers: list[Speaker] = field(default_factory=list)
    room: str | None = None
    resources: list[Resource] = field(default_factory=list)
    chairs: list[Speaker] = field(default_factory=list)
    cancelled: bool = False


def is_resource_label(label: str) -> bool:
    """Whether a link's label is slides, video, PDF and the like."""
    return (
        bool(_RESOURCE_LABEL.match(label))
        or bool(re.match(r"https?://|www\.", label))
        or bool(re.search(r"\w@\w|\((?:pdf|slides|video|pptx?)\)$", label, re.IGNORECASE))
    )


_ALONE: Layout = {}


def read_entry(text: str, known: Collection[str] = (), layout: Layout = _ALONE) -> ProgramEntry:
    """Read a program line.

    `known` are folded names of people that the page lists, `layout` the form of similar lines.
    """
    entry, parts, urls = _parts_of(text, known)
    if parts:
        _assign(parts, entry, known, layout)
    if entry.title:
        entry.title = _tidy(re.sub(r"\s+by$", "", entry.title) if entry.speakers else entry.title)
    if entry.title and entry.speakers and len(parts) > 1 and is_job(entry.title):
        entry.speakers[-1] = replace(entry.speakers[-1], affiliation=entry.title)
        entry.title = None
    if not entry.title and not entry.speakers:
        entry.title = _label_alone(text)
    elif not entry.title and len(entry.speakers) > 1 and PLURAL.search(head := inline.plain(text.split("\n")[0])):
        entry.title = head if label_kind(head) else None
    entry.kind = entry.kind or (item_kind(entry.title) if entry.title else None)
    if entry.speakers and entry.title and _names_nobody(entry.title, text):
        entry.title, entry.speakers = _tidy(inline.plain(text.strip().split("\n")[0])), []
    speakers = in_role(entry.speakers, role_at(entry.kind))
    entry.speakers = [replace(each, url=each.url or urls.get(fold(each.name))) for each in speakers]
    return entry


def _names_nobody(title: str, text: str) -> bool:
    """Whether nobody speaks at an item, or its brackets say what it is about: “Session A (Young bees)”."""
    return item_kind(title) in NOBODY_SPEAKS or (
        NUMBERED_SESSION.fullmatch(title) is not None and _SESSION_BRACKETS.fullmatch(inline.plain(text)) is not None
    )


def _label_alone(text: str) -> str | None:
    """“Keynote 1: TBA” gets the label “Keynote 1” until more is known."""
    label, colon, rest = inline.plain(text).replace("*", "").partition(":")
    return label.strip() if colon and is_placeholder(rest.strip()) and label_kind(label.strip()) else None


def read_layout(texts: Iterable[str], known: Collection[str]) -> Layout:
    """The form of program lines, ignoring breaks and openings."""
    lines = (_parts_of(text, known)[1] for text in texts if item_kind(inline.plain(text)) is None)
    return layout_of(lines, known)


def _parts_of(text: str, known: Collection[str]) -> tuple[ProgramEntry, list[LinePart], dict[str, str]]:
    """The parts of a line that are title or people, the addresses of people, and an entry with everything else."""
    entry = ProgramEntry()
    text, urls = _take_links(_PICTURES.sub("", text.strip().removesuffix("\\")), entry)
    text = _BADGE.sub("", _TYPE_MARK.sub("", _EMPTY_BRACKETS.sub(" ", _HOW_GIVEN.sub("", text))))
    text = _kind_apart(text, entry)
    if cancelled := _CANCELLED.search(text):
        text, entry.cancelled = text[: cancelled.start()] + text[cancelled.end() :], True
    panel, text = _panel_apart(text)
    entry.speakers = [each for each in panel if each.role is not Role.CHAIR]
    entry.kind = Kind.PANEL if any(each.role is Role.PANELIST for each in panel) else entry.kind
    entry.chairs, text = chairs_apart(text)
    entry.chairs += [each for each in panel if each.role is Role.CHAIR]
    if told := title_and_people(text):
        entry.speakers += told[0]
        return entry, [LinePart(told[1], quoted=True)], urls
    parts = _take_kinds(_segments(text), entry)
    return entry, _take_room(parts, entry, known), urls


def _kind_apart(text: str, entry: ProgramEntry) -> str:
    """A line whose last brackets have only people: “(keynote by Ada Lind)” is “(Ada Lind)”, and a keynote."""
    found = _KIND_IN_BRACKETS.search(text)
    if found is None or not read_people(found["who"]):
        return text
    entry.kind = label_kind(found["label"])
    return f"{text[: found.start()]}({found['who']})"


def _take_links(text: str, entry: ProgramEntry) -> tuple[str, dict[str, str]]:
    """Move links with labels such as slides or video to the resources; others are replaced by their labels."""
    urls: dict[str, str] = {}
    text, entry.resources = bracketed_apart(text)
    for anchor in reversed(inline.anchors(text)):
        if not anchor.url or (anchor.url.startswith("#") and not is_resource_label(anchor.label)):
            text = text[: anchor.start] + anchor.label + text[anchor.end :]
            continue
        if is_resource_label(anchor.label):
            if not anchor.url.startswith(("mailto:", "#")):
                label = None if anchor.label == anchor.url else anchor.label
                entry.resources.insert(0, resource(anchor.url, label))
            before = text[: anchor.start].rstrip()
            if re.search(r"\b(?:on|via|in|at|over|using|through|see|sur|auf|en)$", before, re.IGNORECASE):
                text = text[: anchor.start] + anchor.label + text[anchor.end :]
                continue
            if before.endswith((":", "|", "·", "/")):
                before = (
                    re.sub(r"(?:\b\w+)?\s*[:|·/]$", "", before)
                    if before.endswith(":") and _RESOURCE_LABEL.match(before.split("\n")[-1].split()[-1].rstrip(":"))
                    else before
                )
            text = before + " " + text[anchor.end :]
        elif (name := _linked_name(anchor.label)) is not None:
            urls[fold(name)] = anchor.url
            text = text[: anchor.start] + anchor.label + text[anchor.end :]
        else:
            entry.resources.insert(0, resource(anchor.url, None, own_page=True))
            if parted := _PARTED_LABEL.match(text[anchor.start : anchor.end]):
                text = text[: anchor.start] + parted.group(1) + text[anchor.end :]
                continue
            words, before = len(anchor.label.split()), text[: anchor.start].rstrip('*_"“ ')
            beside = before.endswith((",", ":", " –", " -")) or (before.endswith(")") and bool(read_people(before)))
            whole = words > 1 and (not before.strip(_EDGE) or (words > 3 and beside))
            apart = whole and PREFIX.match(anchor.label) is None
            label = f"\x1f\x1e{_protect(anchor.label)}\x1f" if apart else anchor.label
            ahead = text[: anchor.start].rstrip('"“*_' if whole else "") if before.strip(_EDGE) else ""
            text = ahead + label + text[anchor.end :].lstrip('"”*_' if whole else "")
    return text, urls


def _linked_name(label: str) -> str | None:
    """The name in a link around a person, perhaps with an affiliation: “Ada Lind, KTH”."""
    if is_likely_name(name := clean_name(label)):
        return name
    person = read_person(label) if _SPLIT.search(label) is None and ": " not in label else None  # no talk
    if person is None or not person.affiliation or not is_likely_name(person.name):
        return None
    is_sure = is_certain_name(person.name) or is_certain_institution(person.affiliation)  # no “Dry Stones (for All)”
    return person.name if is_sure else None


def chairs_apart(text: str) -> tuple[list[Speaker], str]:
    """The chairs that a line or cell names, and its other text."""
    match = _CHAIR.search(text)
    if match and match.start() > 0 and (chairs := read_people(match.group(1), Role.CHAIR)):
        head = text[: match.start()]
        return chairs, head + ")" if head.count("(") > head.count(")") else head
    between = _CHAIR_BETWEEN.search(text)
    if between and (chairs := read_people(next(filter(None, between.groups())), Role.CHAIR)):
        return chairs, text[: between.start()] + text[between.end() :]
    return [], text


def _panel_apart(text: str) -> tuple[list[Speaker], str]:
    """The panel under labels of a line, “Tides. Moderator: Ada Lind. Panelists: Bo Ek, Cy Moe”, and its other text."""
    seats = list(_ON_PANEL.finditer(text))
    roles = [Role.PANELIST if seat["label"][0] in "PpDd" else Role.CHAIR for seat in seats]
    named = [read_people(seat["who"], role) for seat, role in zip(seats, roles, strict=True)]
    if Role.PANELIST not in roles or not all(named):
        return people_below(text)
    return [each for people in named for each in people], _ON_PANEL.sub("", text)


def _segments(text: str) -> list[LinePart]:
    """The parts of a line: its lines, emphasised or quoted beginnings and ends, and pieces between dashes and bars."""
    return _divided(_with_quotes_apart(_with_emphasis_apart(text)))


def _with_emphasis_apart(source: str) -> str:
    text = source
    for match in reversed(list(_EMPHASISED.finditer(text))):
        inner = match.group(2) or match.group(4)
        before, after = text[: match.start()], text[match.end() :]
        if _IN_BRACKETS.search(before):
            continue
        leads = not before.strip(_EDGE + '"(') or before.endswith("\n")
        leads = leads or (after.startswith(",") and _DIVIDED.search(before) is not None)
        behind = after if before.rstrip().endswith(":") else _BRACKETS_BEHIND.sub("", after)
        ends = not behind.strip(_EDGE + '.")') or after.startswith("\n")
        inside = before.endswith("(") and after.startswith(")")  # an affiliation in italics
        named = _AND_NAME.match(after) is not None and is_likely_name(inner)
        leads = leads and not named and _NEXT_IN_LIST.match(source, match.end()) is None
        mark = "\x1f" if (leads or ends) and not inside and not re.match(r"[\w(]", after[:1]) else ""
        text = before + mark + inner + mark + after
    return text


def _with_quotes_apart(text: str) -> str:
    for match in reversed(list(_QUOTED.finditer(text))):
        inner = next(group for group in match.groups() if group)
        before, after = text[: match.start()], text[match.end() :]
        if _IN_BRACKETS.search(before):
            continue
        whole = not before.strip(_EDGE) or not after.strip(_EDGE + ".)")
        stated = label_kind(before.strip(_EDGE)) or re.match(r"\s*,?\s*(?i:by|with|presented by)\s", after)
        if len(inner.split()) > 1 or stated or (whole and (before.strip(_EDGE) or after.strip(_EDGE))):
            text = before + "\x1f\x1e" + _protect(inner) + "\x1f" + after
    return text


def _divided(text: str) -> list[LinePart]:
    parts: list[LinePart] = []
    position, glue = 0, ""
    cuts = [cut for cut in _SPLIT_OUTSIDE.finditer(text) if not cut.group(0).startswith("(")]
    for cut in [*cuts, None]:
        piece = text[position : cut.start() if cut else len(text)]
        visible = inline.plain(piece.replace("\x1e", "")).strip(_EDGE).removeprefix(". ").replace("\ue000", " ")
        contact = _HANDLE.fullmatch(visible) or ("|" in glue and _ADDRESS.fullmatch(visible))
        if visible.strip(".()[] ") and not contact:
            labelled = parts and (parts[-1].quoted or label_kind(parts[-1].text) is not None)
            behind = ": " if labelled and piece.startswith(":") else glue
            parts.append(LinePart(visible, behind, "\x1e" in piece))
        if cut:
            colon = ":" if piece.rstrip(" *_").endswith(":") else ""
            glue = cut.group(0) if cut.group(0).strip("\n\x1f ") else f"{colon} "
            position = cut.end()
    return parts


def _protect(text: str) -> str:
    """Protect dashes inside quotes, which separate nothing."""
    return re.sub(r"\s([-–—|])\s", lambda match: "\ue000" + match.group(1) + "\ue000", text)


def _take_kinds(parts: list[LinePart], entry: ProgramEntry) -> list[LinePart]:
    """Take labels such as “Keynote Talk:” or “(Spotlight)” as the kind, and remove them unless they are the title."""
    out: list[LinePart] = []
    for number, part in enumerate(parts):
        if part.quoted:
            out.append(part)
            continue
        kind = label_kind(_BADGE.sub("", part.text).removesuffix(" by"))
        if kind is not None and len(parts) > 1 and (out or kind not in NOBODY_SPEAKS):
            entry.kind = entry.kind or kind
            if (
                out
                or kind not in (Kind.POSTER, Kind.PANEL, Kind.DEMO)
                or not re.search(r"session|panel", part.text, re.IGNORECASE)
            ):
                continue
        elif number and is_resource_label(part.text):
            continue
        text = _without_label(part.text, entry)
        if text:
            out.append(replace(part, text=text))
    return out


def _without_label(text: str, entry: ProgramEntry) -> str:
    """A part without the label of its kind at its beginning or end."""
    bracketed = _LABEL_WHO.match(text)
    if bracketed and (kind := label_kind(bracketed.group("label"))) is not None:
        people = read_people(bracketed.group("who"))
        if people or is_placeholder(bracketed.group("who")):
            entry.kind = entry.kind or kind
            entry.speakers += people
            return bracketed.group("rest")
    match = PREFIX.match(text)
    if match and text[match.end() :].strip(_EDGE):
        kind = label_kind(match.group("label"))
        rest = text[match.end() :].strip(_EDGE)
        entry.kind = entry.kind or kind
        if kind is Kind.PANEL and (people := read_people(rest)):
            entry.speakers += people
            return match.group("label").strip()
        text = rest
    by = _LABEL_BY.match(text)
    kind = label_kind(by.group("label")) if by and not by.group("rest")[0].islower() else None
    if by and kind is not None and kind not in NOBODY_SPEAKS and not re.fullmatch(r"(?i)talk\s+[A-Z]", by["label"]):
        entry.kind = entry.kind or kind
        if kind is Kind.PANEL and (people := read_people(by.group("rest"))):
            entry.speakers += people
            return by.group("label")
        text = "by " + by.group("rest")
        # “Keynote by Ada You”: a label says that it is a name
        if has_name_shape(by.group("rest")) and not read_people(text):
            entry.speakers += read_people(by.group("rest"), certain=True)
            return ""
    for suffix in SUFFIX.finditer(text):
        kind = label_kind(suffix.group("label"))
        if kind is not None and suffix.start() > 0:
            entry.kind = entry.kind or kind
            return (text[: suffix.start()] + text[suffix.end() :]).strip(_EDGE)
    return text


def _take_room(parts: list[LinePart], entry: ProgramEntry, known: Collection[str]) -> list[LinePart]:
    """Parts without the room that one of them is or ends with."""
    out = []
    for number, part in enumerate(parts):
        if entry.room is None and not part.quoted:
            rest, entry.room = without_room(part.text, first=number == 0, column="|" in part.glue, known=known)
            part = replace(part, text=rest.strip(_EDGE))
        if part.text:
            out.append(part)
    return out


def _assign(parts: list[LinePart], entry: ProgramEntry, known: Collection[str], layout: Layout) -> None:
    """Assign people, affiliations, and the title from the other parts."""
    if len(parts) == 1 and entry.speakers:  # of its label: “Invited talk (Ada Lind): What bees know”
        entry.title = parts[0].text
        return
    chosen = {each.part: each for each in likeliest(parts, known, layout, labelled=entry.kind in _SPOKEN)}
    others = len(parts) - sum(not each.rest for each in chosen.values())
    titles: list[LinePart] = []
    behind = False  # a person without an affiliation so far
    for number, part in enumerate(parts):
        if (reading := chosen.get(number)) is not None:
            entry.speakers += reading.people
            whole = not reading.rest and not _STOPPED.search(part.text)
            behind = whole and bool(reading.people) and reading.people[-1].affiliation is None
            titles += [replace(part, text=rest)] if (rest := reading.rest.strip(_EDGE)) else []
            continue
        titled = part.quoted or part.glue.startswith(":") or (len(parts) == 2 and layout.get(TITLE_BESIDE, 0.0) > _MOST)
        if behind and not titled and (where := _whereabouts(part.text, alone=others == 1 or number == 1)):
            entry.speakers[-1] = replace(entry.speakers[-1], affiliation=where[0])
            part = replace(part, text=where[1])
        elif number + 1 in chosen and not chosen[number + 1].rest:
            part = replace(part, text=_unstopped(part.text))
        titles += [part] if part.text else []
        behind = False
    entry.title = _joined(titles)


def _whereabouts(text: str, *, alone: bool) -> tuple[str, str] | None:
    """The affiliation in the part after a name, and the rest of that part; `alone`: nothing else is a title."""
    bracketed = _WHERE_FIRST.match(text)
    if bracketed is not None:
        return bracketed.group(1), bracketed.group(2) or ""
    beside = is_affiliation(text) if alone else is_affiliation(text) or has_name_shape(text)
    return (text.strip(" .()"), "") if beside else None


def _unstopped(title: str) -> str:
    """A title before its authors, as in a bibliography, without the full stop after it."""
    return title[:-1] if title.endswith(".") and not title.endswith("..") else title


def _joined(parts: list[LinePart]) -> str | None:
    """Parts of a title joined as in the source."""
    return "".join((part.glue or " ") * bool(number) + part.text for number, part in enumerate(parts)) or None


def _tidy(title: str) -> str | None:
    title = _TITLE_LABEL.sub("", inline.squeeze(title).strip(_EDGE))
    title = re.sub(r"^[“\"«]\s?([^“”\"«»]*)\s?[”\"»]$", r"\1", title)
    title = re.sub(r"\s*\(\+?\s?\d+\s?min[^()]*\)$|^\*\s*(?=.*\s\*$)|(?<=[\w)?!.”\"])\s+[*†‡]{1,3}$", "", title)
    title = _PICTURES.sub("", title.strip(_EDGE)).strip(_EDGE)
    return None if not re.search(r"\w", title) or is_placeholder(_TITLE_WORD.sub("", title)) else title
