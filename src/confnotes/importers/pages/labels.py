"""Lines of the form `Speaker: X`, `Slides: url`, `Abstract: ...` under a talk."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.headers import word_meaning
from confnotes.importers.facts.kinds import word_kind
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.people import is_placeholder, read_people
from confnotes.importers.facts.words import patterns
from confnotes.importers.pages.builder import TalkDraft
from confnotes.importers.pages.entries import is_resource_label, read_entry
from confnotes.markup.clock_times import leading_time
from confnotes.model.program import Kind, Role

_MARK = r"(?:\*\*|__|\*|_)?"
_NAME = r"(?P<label>[^\W\d_](?:[^\W\d_]|[ /&()-]){1,30}?)"
_LABEL = re.compile(rf"^\s*(?:[-*•]\s+)?{_MARK}\s*{_NAME}\s*{_MARK}\s*[:：]\s*{_MARK}\s*(?P<value>.*)$", re.DOTALL)
_SHARED = ("speaker", "author", "chair", "room")
"""What labels of one word mean as they do as headers of columns, in any language."""
_MEANINGS = patterns(r"""
speaker: speakers?\(s\)|presenters?\(s\)|(?:(?:talk|presentation) )?(?:presented|given|held) by|tutors?|(?:invited|
    keynote) speaker|speaker name|talk by|von|présenté par|报告者
author: authors?\(s\)
chair: session chairs?(?:\(s\))?|chaired by|moderated by
panelist: panell?ists?|panel
title: title|talk title|talk|topic|titel|thema|titre|título|titolo|tema|тема|(?:报告|報告|演讲)?[题題]目|标题|標題|
    (?:講演)?題目|演題|タイトル|제목
abstract: abstract|summary|description|about|synopsis|overview|details|zusammenfassung|kurzfassung|beschreibung|résumé|
    resumen|resumo|riassunto|аннотация|摘要|概要|要旨|초록
bio: bio(?:graphy)?|short bio|speaker bio|about the speaker|(?:个人|個人)?[简簡]介|略歴|プロフィール
affiliation: affiliations?|institution|organi[sz]ation|company|university|单位|單位|所属|소속
room: 地[点點]|会[场場]
time: time|when|start|hours|zeit|uhrzeit|wann|heure|horaire|quand|hora|orario|时间|時間|日[時时]|시간|일시
date: date|day|datum|tag|jour|fecha|日期|日付|날짜
kind: type|format|kind|session type
track: track|theme|category
language: language|lang
link: slides?|slide deck|videos?|recording|paper|pdf|poster|code|github|repo(?:sitory)?|link|links|url|website|web|
    arxiv|folien|aufzeichnung|vidéo|diapos?|diapositives|preprint|openreview|youtube|zoom|event(?: page)?|materials?|
    notebook|project(?: page)?|resources?|page
""")
_COMPILED = {meaning: re.compile(pattern, re.IGNORECASE) for meaning, pattern in _MEANINGS}


def split_label(line: str) -> tuple[str, str] | None:
    """The meaning of a line's label and its value; None without a known label."""
    match = _LABEL.match(line[:4000])
    meaning = _meaning(match.group("label").strip().lower()) if match else None
    if match is None or meaning is None:
        return None
    return meaning, _closed(match.group("value").strip().removesuffix("\\").strip())


def _meaning(label: str) -> str | None:
    for meaning, pattern in _COMPILED.items():
        if pattern.fullmatch(label):
            return f"link {label}" if meaning == "link" else meaning
    shared = word_meaning(label)
    return shared if shared in _SHARED else None


def _closed(value: str) -> str:
    """A value without the closing mark of emphasis around the whole line."""
    for mark in ("**", "__", "*", "_"):
        if value.endswith(mark) and value.count(mark) % 2 == 1:
            return value[: -len(mark)].rstrip()
    return value


def take_label(item: TalkDraft, label: str | None, text: str, known: Collection[str] = ()) -> bool:
    """Store a labelled line in the item; `label` is given or found in the text. False without one."""
    if label is None:
        found = split_label(text)
        if found is None:
            return _only_links(item, text)
        label, text = found
    if label in ("speaker", "author", "panelist", "chair"):
        return _take_people(item, label, text)
    if label.startswith("link "):
        return _take_links(item, label.removeprefix("link "), text)
    if label == "title" and item.title is None:
        entry = read_entry(text, known)
        item.title = entry.title or inline.plain(text)
        item.speakers = item.speakers or entry.speakers
        return True
    return label == "bio" or _take_fact(item, label, inline.plain(text), text)


def _take_fact(item: TalkDraft, label: str, words: str, text: str) -> bool:
    """Store a single-valued fact in the item; `words` are the text without markup. False for other labels."""
    if label == "affiliation" and item.speakers:
        item.speakers[-1] = replace(item.speakers[-1], affiliation=words)
    elif label == "abstract":
        item.abstract += [] if is_placeholder(text) else [text]
    elif label == "room":
        item.room = words or None
    elif label == "time":
        item.times = item.times or leading_time(words)
    elif label == "kind":
        item.kind = word_kind(words) or item.kind
    elif label in ("track", "language"):
        setattr(item, label, words)
    else:
        return False
    return True


_LONGEST_OF_LOWER_CASE = 4  # words, of a name: “danah boyd”


def _take_people(item: TalkDraft, label: str, text: str) -> bool:
    if is_placeholder(text):
        return True
    role = {"author": Role.AUTHOR, "panelist": Role.PANELIST, "chair": Role.CHAIR}.get(label, Role.SPEAKER)
    if role is Role.SPEAKER and item.kind is Kind.KEYNOTE:
        role = Role.KEYNOTE
    # “Speakers: please plan five minutes for questions” is advice
    advice = text[:1].islower() and len(text.split()) > _LONGEST_OF_LOWER_CASE
    certain = not advice and label != "panelist"
    people = read_people(text, role) or (read_people(text, role, certain=True) if certain else [])
    item.speakers += [person for person in people if person.name not in {each.name for each in item.speakers}]
    return bool(people)


def _take_links(item: TalkDraft, label: str, text: str) -> bool:
    anchors = [anchor for anchor in inline.anchors(text) if anchor.url]
    for anchor in anchors:
        called = (
            label
            if anchor.label == anchor.url or re.fullmatch(r"(?:here|link|click here|url)", anchor.label, re.IGNORECASE)
            else anchor.label
        )
        made = resource(anchor.url, called)
        if called is anchor.label:
            by_label = resource(anchor.url, label)
            made = by_label if made.kind.value == "other" else made
        item.resources.append(made)
    return bool(anchors) or is_placeholder(text) or not text


def _only_links(item: TalkDraft, text: str) -> bool:
    """Store the links of a line that consists of links with labels such as slides, video or PDF."""
    anchors = inline.anchors(text)
    if not anchors or not all(is_resource_label(anchor.label) for anchor in anchors if anchor.url):
        return False
    rest = text
    for anchor in reversed(anchors):
        rest = rest[: anchor.start] + rest[anchor.end :]
    if re.sub(r"(?:slides|video|paper|pdf|poster|code|links?|and|[\W_])+", "", rest, flags=re.IGNORECASE):
        return False
    item.resources += [
        resource(anchor.url, None if anchor.label == anchor.url else anchor.label) for anchor in anchors if anchor.url
    ]
    return True
