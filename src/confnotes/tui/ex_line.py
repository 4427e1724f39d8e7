"""What vim's `:q`, `:w`, `:e` and others do on a screen.

One types them into the command palette, after a colon, and in a note in vim mode, whose own commands come first.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from confnotes.errors import ConfnotesError
from confnotes.tui import commands

if TYPE_CHECKING:
    from confnotes.tui.screens.page import Page

KNOWN: Final = (
    (":q", "close this screen; on Now, quit"),
    (":qa", "quit"),
    (":w", "save what this screen makes; notes save themselves"),
    (":x", "save and close, also :wq"),
    (":e …", "open a note by its name, or find it by its words"),
    (":h", "the keys of this screen"),
    (":program", "or another command, by its name"),
)
_CLOSING: Final = ("q", "quit", "clo", "close", "bd", "bdelete")
_QUITTING: Final = ("qa", "qall", "quitall", "wqa", "xa")
_SAVING: Final = ("w", "write", "wa", "wall", "up", "update")
_BOTH: Final = ("wq", "x", "xit", "exi", "exit")
_FINDING: Final = ("search", "grep", "vim", "vimgrep")
_EDITING: Final = ("e", "edit", "fin", "find", "sp", "split", "vs", "vsplit", "tabe", "tabedit")


def matching(typed: str) -> list[tuple[str, str]]:
    """The commands that begin as typed, with what they do; all of them if none does."""
    return [one for one in KNOWN if one[0].startswith(typed)] or [*KNOWN]


async def run_ex_line(page: Page, typed: str) -> None:
    """Run a line such as ":q" on a screen; a wrong one is reported there."""
    word, _, rest = typed.strip().lstrip(": ").partition(" ")
    word = word.rstrip("!")
    if word in _QUITTING:
        await page.app.run_action("app.quit", page)
    elif word in _CLOSING:
        await page.action_close_or_quit()
    elif word in _SAVING or word in _BOTH:
        await _save(page, is_told=word in _SAVING)
        if word in _BOTH:
            await page.action_close_or_quit()
    elif word in _FINDING and rest.strip():
        await _search(page, rest.strip())
    elif word in _EDITING and rest.strip():
        page.read_beside(partial(_named, page, rest.strip()), lambda found: _open(page, rest.strip(), found))
    elif word in _EDITING:
        page.say("Type a name: :e tides")
    elif word in ("h", "help"):
        await page.app.run_action("app.help", page)
    elif word in ("se", "set"):
        page.say(f"Vim's options are for notes. {page.key_of('settings')} opens the settings of confnotes.")
    elif word:
        await _run(page, word, typed.strip())


def is_known(typed: str) -> bool:
    """Whether a line is of vim's about files, or a search: not the name of one of our commands."""
    word = typed.partition(" ")[0].rstrip("!")
    return word in (*_QUITTING, *_EDITING) or (word in _FINDING and " " in typed)


def _named(page: Page, name: str) -> list[str]:
    """The notes with that name."""
    from confnotes.catalogue.links.backlinks import resolve

    return resolve(page.confnotes.vault, name)


def _open(page: Page, name: str, found: list[str]) -> None:
    if len(found) == 1:
        page.confnotes.open_path(found[0])
    else:
        page.app.call_later(_search, page, name)


async def _search(page: Page, words: str) -> None:
    await page.app.run_action(f"app.search({words!r})", page)


async def _save(page: Page, *, is_told: bool) -> None:
    saving = next((one for one in commands.commands_of(page.where) if one.on == "save"), None)
    if saving is not None:
        await page.app.run_action(saving.textual_action, page)
    elif is_told:
        page.say("Nothing to save here. Notes save themselves.")


async def _run(page: Page, name: str, typed: str) -> None:
    command = commands.named(page.where, name)
    if command is None:
        page.complain(ConfnotesError(f"Not a command here: {typed}", f"{page.key_of('palette')} lists all commands."))
    elif missing := page.missing(command):
        page.say(missing)
    else:
        await page.app.run_action(command.textual_action, page)
