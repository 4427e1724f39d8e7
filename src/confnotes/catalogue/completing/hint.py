"""Hints next to completion candidates: where they belong."""

from __future__ import annotations

from typing import Final

from confnotes.model.candidate import CandidateKind, CandidateMatch, Nearness, Trigger

_NEAR: Final = {
    Nearness.TALK: "this talk",
    Nearness.SESSION: "this session",
    Nearness.TRACK_TODAY: "this track",
    Nearness.TODAY: "today",
    Nearness.TRACK: "this track",
    Nearness.CONFERENCE: "this conference",
}


def hint_of(match: CandidateMatch, trigger: Trigger) -> str:
    """A candidate's hint, in a word or two."""
    candidate = match.candidate
    where = _NEAR.get(match.near) or (match.by.conference if match.by else None) or ""
    if candidate.kind is CandidateKind.TAG:
        return " · ".join(filter(None, [_NEAR.get(match.near, ""), f"{candidate.uses}×"]))
    if candidate.kind is CandidateKind.PERSON and trigger is Trigger.LINK:
        return f"person · {where}" if where else "person"
    return where or ("paper" if candidate.kind is CandidateKind.PAPER else "")
