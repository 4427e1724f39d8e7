"""A summary as one self-contained HTML page: no script, nothing loaded from anywhere, links to the outside only."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import BaseLoader, Environment, StrictUndefined, Template
from markupsafe import Markup

from confnotes.exporters import wording
from confnotes.exporters.addresses import is_allowed
from confnotes.exporters.html_notes import NoteSetter
from confnotes.exporters.setting import Output, Setting
from confnotes.markup.plain import safe_text
from confnotes.model.summary import Summary, SummaryItem, SummaryPart, SummarySession


@dataclass(frozen=True, slots=True)
class _PlacedSession:
    """A session with its anchor; its items with notes and those in one line."""

    id: str
    title: str | None
    session: SummarySession
    noted: list[SummaryItem]
    listed: list[SummaryItem]


@dataclass(frozen=True, slots=True)
class _PlacedPart:
    """A part with its anchor and heading."""

    id: str
    title: str
    part: SummaryPart
    sessions: list[_PlacedSession]


def render(summary: Summary, setting: Setting) -> Output:
    """The page; the same summary gives the same bytes."""
    tag_anchors = {tag.name.lower(): f"tag-{number}" for number, tag in enumerate(summary.tags, start=1)}
    setter = NoteSetter(summary.by_id.__contains__, lambda name: tag_anchors.get(name.lower()))
    style = _package_text("summary.css")
    asked = [(item, question) for item in summary.items() for question in item.questions]
    answered = [one for one in asked if one[1].answer is not None]
    still_open = [one for one in asked if one[1].answer is None]
    page = _template().render(
        summary=summary,
        parts=_placed(summary, setting.words),
        words=setting.words,
        wording=wording,
        terms=setting.words.terms,
        style=Markup(style),
        policy=_policy(style),
        note=lambda text, level: Markup(setter.note(text, level)),
        line=lambda text: Markup(setter.line(text)),
        allowed=is_allowed,
        answered=answered,
        questions=still_open,
        tasks=sorted(((item, task) for item in summary.items() for task in item.tasks), key=lambda pair: pair[1].done),
    )
    return Output((safe_text(page).strip() + "\n").encode("utf-8", "replace"))


def _placed(summary: Summary, words: wording.Wording) -> list[_PlacedPart]:
    placed, taken = [], set()
    for number, part in enumerate(summary.parts, start=1):
        place = f"day-{part.day.isoformat()}" if part.day else f"part-{number}"
        if place in taken:
            place = f"part-{number}"
        taken.add(place)
        sessions = [
            _PlacedSession(
                f"{place}-{order}",
                wording.session_title(session),
                session,
                [item for item in session.items if item.noted],
                [item for item in session.items if not item.noted],
            )
            for order, session in enumerate(part.sessions, start=1)
        ]
        placed.append(_PlacedPart(place, words.part_title(summary, part), part, sessions))
    return placed


def _policy(style: str) -> str:
    """The content security policy: this one stylesheet, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _package_text(name: str) -> str:
    return (files("confnotes.exporters") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=BaseLoader(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_package_text("summary.html"))
