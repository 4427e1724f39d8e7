"""The documentation site is built whole, loads nothing from elsewhere, and answers what people ask first."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from browser import Browser
from confnotes.cli.verbs import VERBS
from confnotes.lsp.diagnosing import _CODES as DIAGNOSTICS
from confnotes.lsp.diagnosing import MISSING_FILE
from confnotes.model.program import WarningCode
from confnotes.tui.commands import all_commands, format_keys
from confnotes.vault.settings import SETTINGS

CHECKOUT = Path(__file__).parents[2]
QUESTIONS = {
    "how do I change the theme": "how-to/settings.html#change-the-theme",
    "where is my note on disk": "reference/vault.html#where-is-my-note",
    "undo a star": "how-to/undo-and-restore.html#undo-a-star-a-rating-or-a-rename",
    "stop sharing this talk": "how-to/publish.html#stop-sharing-a-talk",
    "import my ICS": "how-to/import.html#import-an-ics-calendar-a-schedule-a-spreadsheet-or-a-web-page",
    "export only my own day": "how-to/export.html#export-only-your-own-day",
    "use another editor": "how-to/settings.html#use-another-editor",
    "restore a deleted note": "how-to/undo-and-restore.html#restore-a-deleted-note",
    "turn off reminders": "how-to/settings.html#turn-off-reminders",
    "what does private mean": "explanation/privacy.html#what-does-private-mean",
    "merge two people": "how-to/people-and-papers.html#merge-duplicate-people",
    "wrong time zone": "how-to/questions.html#the-times-are-wrong-how-do-i-change-the-time-zone",
    "move to another computer": "how-to/move.html",
    "write my own importer": "how-to/importers.html",
    "neovim language server": "how-to/editors.html",
    "connect an assistant": "how-to/assistants.html",
    "exit code": "reference/exit-codes.html",
    "offline": "how-to/questions.html#does-confnotes-work-offline-without-internet",
    "share with a colleague": "how-to/questions.html#how-do-i-share-notes-with-a-colleague",
    "my notes are gone": "how-to/questions.html#my-notes-are-gone",
    "export pdf unicode": "how-to/questions.html#does-pdf-export-support-unicode-chinese-or-emoji",
    "change keys": "how-to/questions.html#can-i-change-the-keys",
    "obsidian": "how-to/other-tools.html#obsidian",
    "add speaker photo": "how-to/questions.html#can-i-add-a-photo-of-a-speaker",
    "everything by one speaker": "how-to/questions.html#how-do-i-see-everything-by-one-speaker",
    "the tilde next to my note": "how-to/questions.html#what-is-the-sign-like-a-tilde-or-a-pencil-next-to-my-note",
    "notes in two sessions at once": "how-to/questions.html#can-i-take-notes-in-two-sessions-at-once",
    "two laptops": "how-to/move.html#keep-two-laptops-or-other-machines-in-sync",
    "delete conference": "how-to/questions.html#how-do-i-delete-a-conference",
    "back up my notes": "how-to/questions.html#how-do-i-back-up-my-notes",
    "dark mode": "how-to/questions.html#how-do-i-turn-on-dark-mode-or-switch-to-light-mode",
    "make it dark": "how-to/questions.html#how-do-i-turn-on-dark-mode-or-switch-to-light-mode",
    "switch to light mode": "how-to/questions.html#how-do-i-turn-on-dark-mode-or-switch-to-light-mode",
    "where are my notes saved": "how-to/questions.html#where-are-my-notes-saved",
    "find the file of this note": "reference/vault.html#where-is-my-note",
    "unstar a talk": "how-to/questions.html#i-starred-the-wrong-talk-how-do-i-unstar-a-talk",
    "I starred the wrong talk": "how-to/questions.html#i-starred-the-wrong-talk-how-do-i-unstar-a-talk",
    "keep this talk private": "how-to/questions.html#how-do-i-keep-a-talk-private-or-hide-it-from-others",
    "hide this talk from others": "how-to/questions.html#how-do-i-keep-a-talk-private-or-hide-it-from-others",
    "how do I get bold": "how-to/questions.html#how-do-i-make-text-bold-or-italic",
    "make text bold": "how-to/questions.html#how-do-i-make-text-bold-or-italic",
    "turn off live preview": "how-to/questions.html#how-do-i-turn-off-live-preview-or-see-the-raw-text",
    "see the raw text": "how-to/questions.html#how-do-i-turn-off-live-preview-or-see-the-raw-text",
    "show the markdown": "how-to/settings.html#show-the-markdown-source-everywhere",
    "hide a track": "how-to/questions.html#how-do-i-hide-a-track-or-remove-it-from-the-program",
    "remove a track": "how-to/questions.html#how-do-i-hide-a-track-or-remove-it-from-the-program",
    "change the time zone": "how-to/questions.html#the-times-are-wrong-how-do-i-change-the-time-zone",
    "times are wrong": "how-to/questions.html#the-times-are-wrong-how-do-i-change-the-time-zone",
    "add a meeting of my own": "how-to/questions.html#how-do-i-add-a-meeting-lunch-or-another-appointment-of-my-own",
    "own appointment": "how-to/questions.html#how-do-i-add-a-meeting-lunch-or-another-appointment-of-my-own",
    "export only Saturday": "how-to/questions.html#how-do-i-export-only-saturday-or-one-day",
    "export one day": "how-to/questions.html#how-do-i-export-only-saturday-or-one-day",
    "no internet": "how-to/questions.html#does-confnotes-work-offline-without-internet",
    "import fails": "how-to/troubleshoot.html#an-import-fails-or-a-file-is-read-as-the-wrong-format",
    "print on paper": "how-to/questions.html#how-do-i-print-my-notes-on-paper",
    "save saturday as pdf": "how-to/questions.html#how-do-i-export-only-saturday-or-one-day",
    "put a picture of the slide in my notes": "how-to/photos.html",
    "how do I write down a question for the speaker": "how-to/take-notes.html#questions",
    "send my boss a summary": "how-to/questions.html#how-do-i-share-notes-with-a-colleague",
    "the talk was moved to another room": "how-to/questions.html#a-talk-was-moved",
    "make the font bigger": "how-to/questions.html#how-do-i-make-the-text-or-font-bigger",
    "write the name of the person who asked": "how-to/take-notes.html#questions",
    "can two people edit the same note": "how-to/questions.html#can-two-people-edit-the-same-note",
    "which talks overlap": "how-to/questions.html#which-talks-overlap",
    "does my phone work with this": "how-to/phone.html",
    "i pressed delete by accident": "how-to/undo-and-restore.html#restore-a-deleted-note",
    "see what my colleagues wrote": "how-to/questions.html#how-do-i-see-what-my-colleagues-wrote-about-a-talk",
    "change my name": "how-to/settings.html#set-your-name",
    "switch to another conference": "how-to/questions.html#how-do-i-switch-to-another-conference",
    "mark a task as done": "how-to/questions.html#how-do-i-mark-a-task-as-done",
    "put my schedule into google calendar": "how-to/questions.html#how-do-i-put-my-schedule-into-google-calendar",
    "make a website of my notes": "how-to/site.html",
    "update confnotes to the newest version": "how-to/questions.html#how-do-i-update-confnotes-to-the-newest-version",
    "only talks in english": "how-to/questions.html#how-do-i-see-only-talks-in-english",
    "get notified before a talk": "how-to/questions.html#how-do-i-get-notified-before-a-talk",
    "scan a QR code": "how-to/questions.html#how-do-i-scan-a-qr-code",
    "write a note without a talk": "how-to/questions.html#how-do-i-write-a-note-without-a-talk",
    "insert a table": "how-to/take-notes.html#insert-a-table",
    "uninstall": "how-to/questions.html#how-do-i-uninstall-confnotes",
}
"""What somebody asks, and the place that answers it: on the page of the first result."""
ASK = """(async (question) => {
    const shown = (selector) => document.querySelector(selector)
    const write = async (text, answered) => {
        shown('.md-search__input').value = text
        shown('.md-search__input').dispatchEvent(new KeyboardEvent('keyup'))
        for (let n = 0; n < 1000 && !answered(); n++) await new Promise((done) => setTimeout(done, 10))
    }
    await write('', () => /Type to start/.test(shown('.md-search-result__meta').textContent))
    await write(question, () => shown('.md-search-result__item'))
    const result = shown('.md-search-result__item')
    return JSON.stringify([...result.querySelectorAll('.md-search-result__link')].map((link) => link.href))
})"""
"""What a page does when somebody searches it for a question: the links of the first result."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder)],
        cwd=CHECKOUT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_links_lead_somewhere_and_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    check = [sys.executable, str(CHECKOUT / "docs" / "check_site.py"), str(site)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ('<a href="gone.html">x</a>', "dead link gone.html"),
        ('<a href="#gone">x</a>', "dead link #gone"),
        ('<img src="gone.png">', "missing gone.png"),
        ('<script src="https://cdn.example.org/x.js"></script>', "loads https://cdn.example.org/x.js"),
        ('<link rel="stylesheet" href="//fonts.example.org/x.css">', "loads //fonts.example.org/x.css"),
    ],
)
def test_a_dead_link_and_what_comes_from_elsewhere_are_reported(tmp_path: Path, page: str, problem: str) -> None:
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    check = [sys.executable, str(CHECKOUT / "docs" / "check_site.py"), str(tmp_path)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, f"index.html: {problem}\n")


def test_every_command_key_and_setting_is_in_the_reference(site: Path) -> None:
    pages = {
        name: (site / "reference" / f"{name}.html").read_text(encoding="utf-8")
        for name in ("commands", "keys", "settings")
    }
    assert [verb.name for verb in VERBS if f'id="{verb.name}"' not in pages["commands"]] == []
    assert "\b" not in pages["commands"], "click's mark of lines that it keeps as they are"
    keys = {key for command in all_commands() if command.title for key in format_keys(command).split()}
    assert [key for key in keys if f"<code>{key}</code>" not in pages["keys"]] == []
    assert [one.key for one in SETTINGS if f"<code>{one.key}</code>" not in pages["settings"]] == []


def test_every_code_of_a_warning_or_diagnostic_is_in_the_reference(site: Path) -> None:
    page = (site / "reference" / "exit-codes.html").read_text(encoding="utf-8")
    codes = [*(code.value for code in WarningCode), *(code for code, *_ in DIAGNOSTICS.values()), MISSING_FILE]
    assert [code for code in codes if f"<code>{code}</code>" not in page] == []


@pytest.mark.needs("chromium")
def test_the_first_result_answers_what_people_ask(site: Path, running: Browser) -> None:
    page = running.open(site / "index.html")
    page.run("document.querySelector('#__search').click()")
    page.run("document.querySelector('.md-search__input').focus()")
    first = {question: json.loads(page.run(f"{ASK}({json.dumps(question)})")) for question in QUESTIONS}
    led = {
        question: [re.sub(r"\?[^#]*", "", link).removeprefix(site.as_uri() + "/") for link in links]
        for question, links in first.items()
    }
    assert {question: links for question, links in led.items() if QUESTIONS[question] not in links} == {}
    assert [one for one in page.requests if one.startswith("http")] == []
