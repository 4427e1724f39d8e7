"""Renaming a note: every link to it follows, nothing else changes, and it is all of it or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confnotes.actions.check_vault import check
from confnotes.actions.links import rewrite
from confnotes.actions.links.rename import plan_heading
from confnotes.actions.links.rename import plan_note as plan
from confnotes.actions.links.rewrite import apply
from confnotes.errors import ConflictError, ConfnotesError, UsageError
from confnotes.markup.link_names import LinkNames, stem_of
from confnotes.vault.vault import Vault
from confnotes.vault.version import Version
from examples import examples

BOM = b"\xef\xbb\xbf"


def write(vault: Vault, files: dict[str, str | bytes]) -> None:
    for path, said in files.items():
        place = vault.root / path
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(said if isinstance(said, bytes) else said.encode())


def everything(vault: Vault) -> dict[str, bytes]:
    return {path: (vault.root / path).read_bytes() for path in vault.note_paths()}


def rename(vault: Vault, path: str, name: str) -> str:
    renaming = plan(vault, path, name)
    apply(vault, renaming)
    return renaming.new


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[Old]]", "[[New Name]]"),
        ("[[ old ]]", "[[ New Name ]]"),
        ("[[Old.md]]", "[[New Name.md]]"),
        ("![[Old]]", "![[New Name]]"),
        ("[[Talks/Old]]", "[[Talks/New Name]]"),
        ("[[/Talks/Old|it]]", "[[/Talks/New Name|it]]"),
        ("[[../Talks/Old]]", "[[../Talks/New Name]]"),
        ("[[Old#Part|Old]]", "[[New Name#Part|Old]]"),
        ("[[Old#^t101010]]", "[[New Name#^t101010]]"),
        ("| [[Old\\|it]] |", "| [[New Name\\|it]] |"),
        ("@[[Old]] said", "@[[New Name]] said"),
        ("[it](../Talks/Old.md)", "[it](../Talks/New%20Name.md)"),
        ("[it](Old.md#part 'why')", "[it](New%20Name.md#part 'why')"),
        ("[it](<Talks/Old.md>)", "[it](<Talks/New Name.md>)"),
        ("[[Former]]", "[[Former]]"),  # an alias leads there as before
        ("`[[Old]]`", "`[[Old]]`"),
        ("[[Other/Old]] [[Older]] [x](https://old.example/Old.md) Old", None),
        ("    [[Old]]", None),
    ],
)
def test_a_link_follows_however_it_is_written(vault: Vault, before: str, after: str | None) -> None:
    text = f"first\r\n\r\n{before}\r\nlast"
    write(vault, {"Talks/Old.md": "---\naliases: [Former]\n---\n", "Notes/it.md": BOM + text.encode()})
    rename(vault, "Talks/Old.md", "New Name")
    assert everything(vault) == {
        "Talks/New Name.md": b"---\naliases: [Former]\n---\n",
        "Notes/it.md": BOM + text.replace(before, after or before).encode(),
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('rel: "[[Old]]"', 'rel: "[[Bob\'s - a talk]]"'),
        ("rel: '[[Old]]'", "rel: '[[Bob''s - a talk]]'"),
        ("rel: [[Old]]", "rel: [[Bob's - a talk]]"),
        ("rel:\n  - '[[Old|x]]' # first\n  - other", "rel:\n  - '[[Bob''s - a talk|x]]' # first\n  - other"),
    ],
)
def test_a_link_in_front_matter_stays_yaml(vault: Vault, before: str, after: str) -> None:
    write(vault, {"Old.md": "", "it.md": f"---\n{before}\nkept: yes\n---\n"})
    rename(vault, "Old.md", "Bob's: a talk")
    assert (vault.root / "it.md").read_text() == f"---\n{after}\nkept: yes\n---\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ntitle: Old # mine\n---\n# Old\n", "---\ntitle: 'What: now?' # mine\n---\n# Old\n"),
        ("---\ntitle: Another\n---\n", "---\ntitle: Another\n---\n"),
        ("\r\n# Old\r\n[[#Old]] [[Old#Old]]", "\r\n# What: now?\r\n[[#What now?]] [[What - now#What now?]]"),
    ],
)
def test_the_title_follows_where_it_is_the_name_of_the_file(vault: Vault, before: str, after: str) -> None:
    write(vault, {"Old.md": before})
    assert rename(vault, "Old.md", "What: now?") == "What - now.md"
    assert (vault.root / "What - now.md").read_bytes().decode().replace('"', "'") == after


def test_of_several_notes_of_a_name_only_the_links_to_this_one_follow(vault: Vault) -> None:
    write(
        vault, {"A/Old.md": "", "B/Old.md": "", "A/a.md": "[[Old]]", "B/b.md": "[[Old]]", "c.md": "[[Old]] [[B/Old]]"}
    )
    rename(vault, "B/Old.md", "New")
    found = everything(vault)
    assert (found["A/a.md"], found["B/b.md"], found["c.md"]) == (b"[[Old]]", b"[[New]]", b"[[Old]] [[B/New]]")


@pytest.mark.parametrize("name", ["", " ?", "Old", "taken", "Former", "Old.md"])
def test_a_name_that_cannot_be_is_refused(vault: Vault, name: str) -> None:
    write(vault, {"Old.md": "", "B/Taken.md": "---\nalias: former\n---\n"})
    before = everything(vault)
    with pytest.raises(UsageError):
        plan(vault, "Old.md", name)
    assert everything(vault) == before


def test_the_page_of_a_conference_is_not_renamed(vault: Vault) -> None:
    write(vault, {"Deep Days/Deep Days.md": ""})
    with pytest.raises(UsageError, match="conference"):
        plan(vault, "Deep Days/Deep Days.md", "Days")


def test_a_file_that_is_not_utf8_and_links_to_it_refuses_all(vault: Vault) -> None:
    write(vault, {"Old.md": "", "latin.md": "café [[Old]]".encode("latin-1"), "other.md": b"caf\xe9"})
    with pytest.raises(ConfnotesError, match=r"line 1 of latin\.md.* UTF-8"):
        plan(vault, "Old.md", "New")


def test_unreadable_front_matter_is_kept_and_reported(vault: Vault) -> None:
    write(
        vault, {"Old.md": "", "it.md": '---\na: [\nb: "[[Old]]"\n---\n[[Old]]\n', "q.md": '```query\nlinks:"Old"\n```'}
    )
    renaming = plan(vault, "Old.md", "New")
    assert [(one.path, one.line) for one in renaming.left] == [("it.md", 3), ("q.md", 2)]
    apply(vault, renaming)
    assert everything(vault)["it.md"] == b'---\na: [\nb: "[[Old]]"\n---\n[[New]]\n'


def test_a_file_that_changed_meanwhile_stops_it_all(vault: Vault) -> None:
    write(vault, {"Old.md": "", "a.md": "[[Old]]", "z.md": "[[Old]]"})
    renaming = plan(vault, "Old.md", "New")
    write(vault, {"z.md": "[[Old]] and more"})
    before = everything(vault)
    with pytest.raises(ConflictError, match=r"z\.md"):
        apply(vault, renaming)
    assert everything(vault) == before
    assert rewrite.last_rewrite(vault) is None


def test_a_file_that_changes_while_the_others_are_written_takes_them_back(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(vault, {"Old.md": "", "a.md": "[[Old]]", "z.md": "[[Old]]"})
    renaming = plan(vault, "Old.md", "New")
    save = Vault.save

    def save_and_disturb(self: Vault, path: str, text: str, based_on: Version | None, *_: str) -> Version:
        write(self, {"z.md": "mine"})
        return save(self, path, text, based_on)

    monkeypatch.setattr(Vault, "save", save_and_disturb)
    with pytest.raises(ConflictError):
        apply(vault, renaming)
    assert everything(vault) == {"Old.md": b"", "a.md": b"[[Old]]", "z.md": b"mine"}


def test_a_name_that_was_taken_meanwhile_takes_all_back(vault: Vault) -> None:
    write(vault, {"Old.md": "", "a.md": "[[Old]]"})
    renaming = plan(vault, "Old.md", "New")
    write(vault, {"New.md": "mine"})
    with pytest.raises(ConflictError, match=r"New\.md now exists"):
        apply(vault, renaming)
    assert everything(vault) == {"Old.md": b"", "a.md": b"[[Old]]", "New.md": b"mine"}


def test_unsaved_text_is_not_left_behind(vault: Vault) -> None:
    write(vault, {"Old.md": "", "a.md": "[[Old]]"})
    vault.journal.record("a.md", "typed and not saved", vault.read("a.md").version)
    vault.journal.close()
    with pytest.raises(ConfnotesError, match=r"unsaved text in a\.md"):
        apply(vault, plan(vault, "Old.md", "New"))


def test_it_is_not_taken_back_if_somebody_wrote_since(vault: Vault) -> None:
    write(vault, {"Old.md": "---\ntitle: Old\n---\n", "a.md": "[[Old]]\r\n", "b.md": "[[Old]]"})
    rename(vault, "Old.md", "New")
    write(vault, {"b.md": "[[New]] and more"})
    since = everything(vault)
    with pytest.raises(ConflictError, match=r"b\.md changed since then") as told:
        rewrite.take_back(vault)
    assert told.value.hint == "Nothing was undone. Rename it back instead."
    assert everything(vault) == since


_KILLED = """
import os, signal, sys
from pathlib import Path
from confnotes.actions.links.rewrite import apply
from confnotes.actions.links.rename import plan_note as plan
from confnotes.vault.vault import Vault

steps = int(sys.argv[2])

def counted(work):
    def step(*arguments):
        global steps
        if steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        steps -= 1
        return work(*arguments)
    return step

Vault.save = counted(Vault.save)
Vault.rename = counted(Vault.rename)
vault = Vault(Path(sys.argv[1]))
apply(vault, plan(vault, "Old.md", "New"))
"""


@pytest.mark.parametrize("steps", range(5))
def test_a_rename_that_was_killed_is_reported_and_undone(vault: Vault, steps: int) -> None:
    write(vault, {"Old.md": "---\ntitle: Old\n---\n", "a.md": BOM + b"[[Old]]\r\n", "b.md": "[[Old]]"})
    before = everything(vault)
    command = [sys.executable, "-c", _KILLED, str(vault.root), str(steps)]
    ended = subprocess.run(command, env=dict(os.environ), check=False).returncode
    assert ended == (0 if steps == 4 else -signal.SIGKILL)
    if steps < 4:
        assert any("rename --undo" in one.remedy for one in check(vault))
        with pytest.raises(ConfnotesError, match="interrupted"):
            rename(vault, "b.md", "c")
    rewrite.take_back(vault)
    assert everything(vault) == before
    assert rename(vault, "Old.md", "New") == "New.md"


def test_a_title_that_is_a_link_stays_one(vault: Vault) -> None:
    write(vault, {"Old.md": "# [[Old]]\n", "it.md": "[[Old]]", "Told.md": "# `[[Told]]`\n"})
    rename(vault, "Old.md", "New")
    rename(vault, "Told.md", "Said")
    assert everything(vault) == {"New.md": b"# [[New]]\n", "it.md": b"[[New]]", "Said.md": b"# `[[Told]]`\n"}


def test_links_that_markdown_writes_are_found_with_and_without_an_ending(vault: Vault) -> None:
    write(vault, {"in/Old note.md": "", "in/it.md": "[a](Old%20note) [b](<Old note.md#h>) ![c](Old%20note.png)"})
    rename(vault, "in/Old note.md", "New one")
    assert everything(vault)["in/it.md"] == b"[a](New%20one) [b](<New one.md#h>) ![c](Old%20note.png)"


def test_a_heading_takes_its_links_along(vault: Vault) -> None:
    write(
        vault,
        {
            "Old.md": "---\naliases: [Former]\n---\n\n## Part: one\r\n[[#Part one]]\n## Two\n",
            "it.md": "[[Old#Part one|x]] [[former#Two#part one]] [[Old#Two]] [[Old#^Part]] [m](Old.md#Part%20one)",
        },
    )
    apply(vault, plan_heading(vault, "Old.md", 5, "Begin # here"))
    found = everything(vault)
    assert found["Old.md"] == b"---\naliases: [Former]\n---\n\n## Begin # here\r\n[[#Begin here]]\n## Two\n"
    assert found["it.md"] == (
        b"[[Old#Begin here|x]] [[former#Two#Begin here]] [[Old#Two]] [[Old#^Part]] [m](Old.md#Begin%20here)"
    )


_NAMES = st.sampled_from(["Old", "old ideas", "Über Ström", "a.b", "日本", "New", "It's"])
_FOLDERS = st.sampled_from(["", "A/", "B/", "A/in/"])
_FORMS = st.sampled_from(
    [
        *("[[{}]]", "![[{}]]", "[[ {} ]]", "[[{}#part|{}]]", "[[{}.md]]", "[[{}\\|x]]", "[m](<{}.md>)"),
        *("[[A/{}]]", "[[in/{}]]", "[[/B/{}]]", "[[./{}]]", "[[../{}]]", "[m](<../{}.md#h>)", "`[[{}]]`", "%%[[{}]]%%"),
    ]
)
_BETWEEN = st.sampled_from([" ", "\n", "\r\n", "\n\n", " Old ", "@", "- [ ] ", "\n```\n", "\n# ", "\\", "é\u0301", ""])
_TEXTS = st.lists(st.tuples(_FORMS, _NAMES, _BETWEEN), max_size=8)
_HEADS = st.sampled_from(["", "---\ntitle: Old\n---\n", "---\nx: '[[Old]]'\ny: [\"[[A/Old]]\"]\n---\n", "\ufeff"])


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    paths=st.lists(st.tuples(_FOLDERS, _NAMES), min_size=1, max_size=6, unique=True),
    texts=st.lists(st.tuples(_HEADS, _TEXTS), min_size=6, max_size=6),
    name=st.sampled_from(["Fresh", "Ein's", "新しい", "old"]),
)
def test_in_any_vault_what_led_to_it_leads_to_it_and_no_other_byte_changes(
    paths: list[tuple[str, str]], texts: list[tuple[str, list[tuple[str, str, str]]]], name: str
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        vault = Vault.create(Path(folder))
        for (below, stem), (head, pieces) in zip(paths, texts, strict=False):
            said = head + "".join(between + form.format(target, target) for form, target, between in pieces)
            (vault.root / below).mkdir(parents=True, exist_ok=True)
            (vault.root / f"{below}{stem}.md").write_bytes(said.encode())
        path = f"{paths[0][0]}{paths[0][1]}.md"
        before = _links(vault)
        texts_before = everything(vault)
        try:
            renaming = plan(vault, path, name)
        except UsageError:
            return
        apply(vault, renaming)
        follow = {path: renaming.new}
        after = _links(vault)
        for (source, number), to in before.items():
            assert to is None or after[follow.get(source, source), number] == follow.get(to, to)
        for other, data in texts_before.items():
            changed = (vault.root / follow.get(other, other)).read_bytes()
            both = {stem_of(path), stem_of(renaming.new)}
            assert _without_names(data, both) == _without_names(changed, both)
        rewrite.take_back(vault)
        assert everything(vault) == texts_before


def _links(vault: Vault) -> dict[tuple[str, int], str | None]:
    """Where each wikilink of each note leads."""
    names = LinkNames(vault.note_paths())
    return {
        (path, number): next(iter(names.resolve(link.target, path)), None)
        for path in vault.note_paths()
        for number, link in enumerate(vault.note(path).links)
        if link.target
    }


def _without_names(data: bytes, names: set[str]) -> bytes:
    text = data.decode().casefold()
    for name in sorted(names, key=len, reverse=True):
        for written in (name.casefold(), name.casefold().replace("'", "''")):
            text = text.replace(written, "")
    return text.encode()
