"""First-time questions, as somebody at FOSDEM or NeurIPS types them, are answered by `confnotes help` in one step."""

from __future__ import annotations

import pytest

from .conftest import RunConfnotes

VISITOR = {
    "keys": "F1",
    "theme": "confnotes config theme",
    "dark mode": "confnotes config theme",
    "undo": "ctrl+z",
    "undo a star": "confnotes star --undo",
    "where is my note on disk": "Show where this note is on disk",
    "how do I see saturday": "confnotes agenda",
    "import the schedule": "confnotes import",
    "put my talks in my calendar": "confnotes agenda --format ics",
    "what is on now": "confnotes now",
    "settings file": "config.yaml",
    "time zone": "confnotes import --timezone",
    "restore a deleted note": "confnotes restore",
    "quick note from the shell": "confnotes add",
    "change room": "room",
    "my talks": "confnotes agenda --mine",
    "which version is this": "confnotes --version",
    "open my obsidian vault": "confnotes init",
    "who did I meet": "confnotes list people",
    "recover after a crash": "confnotes doctor",
    "sync between two laptops": "file sync",
    "paste a picture": "confnotes photos",
    "✎": "Your note, and its number of lines",
    "what does ✎ mean": "Your note, and its number of lines",
    "symbols": "?",
    "legend": "?",
    "front matter": "ctrl+g E",
    "properties": "ctrl+g E",
    "move what I typed": "Move recent lines to another talk",
    "offline": "Everything else works offline",
    "does it need internet": "fetch-titles",
    "install": "typst",
    "install pdf": "typst",
}
RESEARCHER = {
    "sharing": "confnotes export",
    "hide a talk from the public": "confnotes no-share",
    "private": "confnotes no-share",
    "private note": "private: true",
    "private lines": "%% … %%",
    "search language": "confnotes search",
    "formats": "confnotes export --format",
    "export to pdf": "confnotes export --format",
    "bibtex": "confnotes bib",
    "zotero": "confnotes bib",
    "reading list": "confnotes paper",
    "merge two people": "confnotes merge-people",
    "rename a tag": "confnotes retag",
    "open tasks": "confnotes list tasks",
    "backlinks": "confnotes show",
    "use another editor": "confnotes new --edit",
    "attach a photo": "confnotes photos",
    "poster session": "confnotes poster",
    "broken links": "confnotes list broken",
    "author": "confnotes config author",
    "json": "--json",
    "where are my settings": "confnotes config",
}


BEGINNER = {
    "how do I change the theme": "Switch between light and dark theme",
    "make it dark": "confnotes config theme",
    "where are my notes saved": "Show where this note is on disk",
    "find the file of this note": "Show where this note is on disk",
    "I starred the wrong talk": "Star or unstar this talk",
    "unstar a talk": "confnotes star --undo",
    "stop sharing this talk": "confnotes no-share",
    "hide this talk from others": "confnotes no-share",
    "how do I get bold": "ctrl+b",
    "turn off live preview": "confnotes config live_preview",
    "see the raw text": "Live preview",
    "hide a track": "Hide this track for good",
    "remove a track from the program": "Tracks and filters",
    "change the time zone": "confnotes import --timezone",
    "times are wrong": "Refresh this conference",
    "add a meeting of my own": "n on My schedule",
    "add lunch to my schedule": "n on My schedule",
    "export only Saturday": "confnotes export",
    "export one day": "confnotes export",
}


NEWCOMER = {
    "see what my colleagues wrote about this talk": "Whole notes of colleagues",
    "change my name": "g ,",
    "switch to another conference": "C on Program",
    "mark a task as done": "Toggle task",
    "put my schedule into google calendar": "confnotes agenda --format ics",
    "make a website of my notes": "confnotes site",
    "update confnotes to the newest version": "--upgrade confnotes",
    "only talks in english": "g T",
    "get notified before a talk": "confnotes config notifications",
    "scan a QR code": "confnotes import",
    "insert a table": "| … | … |",
    "is anything sent to the internet": "sync, team",
}


@pytest.mark.parametrize(
    ("question", "answer"), [*VISITOR.items(), *RESEARCHER.items(), *BEGINNER.items(), *NEWCOMER.items()]
)
def test_a_first_question_is_answered_in_one_step(confnotes: RunConfnotes, question: str, answer: str) -> None:
    shown = confnotes("help", *question.split())
    assert shown.code == 0, shown.err
    lines = shown.out.splitlines()
    assert any(answer in line for line in lines), shown.out
    assert len(lines) <= 16


def test_a_question_that_nothing_answers_is_an_error_with_the_next_step(confnotes: RunConfnotes) -> None:
    shown = confnotes("help", "xyzzy", "plugh")
    assert shown.code == 2 and "confnotes --help" in shown.err


def test_several_words_are_several_only_where_they_name_no_command(confnotes: RunConfnotes) -> None:
    assert confnotes("help", "star").out.startswith("Usage: confnotes star")
    assert "did you mean" in confnotes("help", "serch").err.lower()
