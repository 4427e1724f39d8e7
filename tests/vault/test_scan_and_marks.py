"""What files there are, which note is about which talk, and what is starred."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from confnotes.catalogue.templates.template_files import BUILT_IN
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.model.mark import Mark, Marks
from confnotes.vault.heads import TalkNote, head_of
from confnotes.vault.layout import split_talk_key
from confnotes.vault.marks_file import HEAD, parse, with_marks
from confnotes.vault.own_files import DamagedFileError
from confnotes.vault.vault import Vault


def put(vault: Vault, path: str, text: str = "x\n") -> None:
    file = vault.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_the_scan_sees_notes_and_programs_and_nothing_else(vault: Vault, tmp_path: Path) -> None:
    for path in ("a.md", "C 2020/C 2020.md", "C 2020/program.yaml", "C 2020/deep/er/b.md", "NFC é.md"):
        put(vault, path)
    for path in (".hidden.md", ".git/x.md", "C 2020/attachments/y.md", "C 2020/picture.png", "C 2020/marks.yaml"):
        put(vault, path)
    (vault.root / "loop").symlink_to(vault.root)
    os.close(os.open(os.fsencode(vault.root) + b"/latin\xe9.md", os.O_CREAT))
    found = vault.files()
    assert sorted(found) == ["C 2020/C 2020.md", "C 2020/deep/er/b.md", "C 2020/program.yaml", "NFC é.md", "a.md"]
    assert found["a.md"][1] == 2
    assert vault.note_paths("C 2020") == ["C 2020/C 2020.md", "C 2020/deep/er/b.md"]
    assert vault.conferences() == ["C 2020"]


def test_very_deep_folders_do_not_stop_the_scan(vault: Vault) -> None:
    folder = os.open(vault.root, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("d", dir_fd=folder)
        inner = os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    put(vault, "a.md")
    assert list(vault.files()) == ["a.md"]


def test_a_vault_is_found_from_inside_and_missed_elsewhere(vault: Vault, tmp_path: Path) -> None:
    put(vault, "C 2020/sub/a.md")
    found = Vault.find(vault.root / "C 2020/sub")
    assert found is not None and found.root == vault.root
    assert Vault.find(tmp_path) is None
    with pytest.raises(NotFoundError, match="not a vault"):
        Vault.open(tmp_path)
    with pytest.raises(NotFoundError, match="not found"):
        Vault.open(tmp_path / "none")
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfnotesError):
        Vault.create(tmp_path / "file")
    assert Vault.create(vault.root).root == vault.root


@pytest.mark.parametrize(
    ("text", "talk", "lines"),
    [
        ("---\ntalk: c/1\n---\n\nline\n\nline\n", "c/1", 2),
        ("---\r\ntitle: x\r\ntalk: 'c/1'\r\n---\r\nline", "c/1", 1),
        ('\ufeff---\ntalk: "c/1" # the oral\n---\n', "c/1", 0),
        ("---\ntitle: [broken\ntalk: c/1\n---\n", "c/1", 0),
        ("talk: c/1\n", None, 1),
        ("---\ntitle: x\n---\ntalk: c/1\n", None, 1),
        ("---\ntalk:\n---\n", None, 0),
        ("", None, 0),
    ],
)
def test_the_talk_of_a_note_is_found_without_parsing_it(text: str, talk: str | None, lines: int) -> None:
    head = head_of(text.encode())
    assert (head.talk, head.lines) == (talk, lines)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (BUILT_IN["poster"], 0),
        ("- claim: a grid is enough ^t140512\n- trick: \n- doubt: \n? \n? what about tides\n", 2),
        (BUILT_IN["tutorial"].replace("{{cursor}}", ""), 0),
        ("## Set-up\n\n## Steps\n\nmake all\n", 2),
        ("- Ada Lind: \n- Bo Sund: \n  - tides\n", 2),
        ("## Notes\n- \n", 0),
        ("## Notes\n\n##\n", 0),
        ("- ^t101010\n> \n1. \n  - \n", 0),
        ("- a:\n  - \n", 0),
        ("- a:\n\n  b\n", 2),
        ("## Notes\n- \n  so\n", 3),
        ("#reading\n- [ ]\n- [ ] ask for the data\nthree points:\n", 3),
    ],
)
def test_only_what_somebody_wrote_counts_as_lines_of_a_note(body: str, lines: int) -> None:
    assert head_of(f"---\ntalk: c/1\n---\n\n{body}".encode()).lines == lines


def test_the_notes_of_talks_are_known_and_an_edit_is_seen(vault: Vault) -> None:
    put(vault, "C 2020/one.md", "---\ntalk: c-2020/1\n---\na\n")
    put(vault, "C 2020/two.md", "---\ntalk: c-2020/2\nrating: 4\n---\na\nb\n")
    put(vault, "C 2020/free.md", "text\n")
    assert vault.talk_notes("C 2020") == {
        "c-2020/1": TalkNote("C 2020/one.md", 1),
        "c-2020/2": TalkNote("C 2020/two.md", 2, 4),
    }
    put(vault, "C 2020/one.md", "---\ntalk: c-2020/7\n---\na\n\nb\n")
    expected = {"c-2020/7": TalkNote("C 2020/one.md", 2), "c-2020/2": TalkNote("C 2020/two.md", 2, 4)}
    assert vault.talk_notes("C 2020") == expected
    assert Vault.open(vault.root).talk_notes("C 2020") == expected
    assert vault.talk_note("C 2020", "c-2020/7", "not its name") == "C 2020/one.md"


def test_a_new_note_never_gets_a_stem_that_is_taken(vault: Vault) -> None:
    put(vault, "Elsewhere/ROADS.md")
    assert vault.unique_path("C 2020", "roads") == "C 2020/roads 2.md"
    assert vault.unique_path("C 2020", "rivers") == "C 2020/rivers.md"
    put(vault, "Elsewhere/cafe\u0301.md")
    assert vault.unique_path("C 2020", "Café") == "C 2020/Café 2.md"


def test_marks_are_one_line_a_talk_and_other_lines_keep_their_bytes(vault: Vault) -> None:
    vault.mark("C 2020", "15732", starred=True, rating=4)
    vault.mark("C 2020", "intro", attended=True)
    file = vault.root / "C 2020/marks.yaml"
    assert file.read_text() == f'{HEAD}"15732": {{starred: true, rating: 4}}\n"intro": {{attended: true}}\n'
    file.write_text("# mine\n\n15732: {starred: true, note: see page 3}  # remark\n'intro': {attended: true}")
    marks = vault.mark("C 2020", "new one", rating=5)
    assert marks[Mark.STAR] == {"15732"} and marks[Mark.ATTENDED] == {"intro"} and marks.ratings == {"new one": 5}
    marks = vault.mark("C 2020", "intro", attended=False)
    assert marks[Mark.ATTENDED] == frozenset()
    assert file.read_text() == ('# mine\n\n15732: {starred: true, note: see page 3}  # remark\n"new one": {rating: 5}')
    assert vault.mark("C 2020", "new one", rating=0).ratings == {}


def test_marks_that_cannot_be_read_are_not_written_over(vault: Vault) -> None:
    put(vault, "C 2020/marks.yaml", "15732: {starred: true\n")
    assert vault.marks("C 2020") == Marks()
    with pytest.raises(DamagedFileError, match=r"C 2020/marks\.yaml, line 1: "):
        vault.mark("C 2020", "1", starred=True)
    put(vault, "C 2020/marks.yaml", "a:\n  starred: true\n")
    with pytest.raises(ConfnotesError, match="several lines"):
        vault.mark("C 2020", "a", rating=3)
    assert (vault.root / "C 2020/marks.yaml").read_text() == "a:\n  starred: true\n"
    with pytest.raises(UsageError):
        vault.mark("C 2020", "1", rating=6)


def test_marks_read_the_same_with_and_without_yaml() -> None:
    text = with_marks(with_marks("", "ä b", {Mark.STAR, Mark.ATTENDED}, 3), "x", {Mark.STAR})
    quick = parse(text).value
    slow = parse(text + "unusual:  {starred:  true}\n").value
    assert quick[Mark.STAR] | {"unusual"} == slow[Mark.STAR]
    assert quick.ratings == slow.ratings == {"ä b": 3}


@pytest.mark.parametrize("key", ["", "no-slash", "/x", "c/"])
def test_a_key_that_is_none(key: str) -> None:
    with pytest.raises(NotFoundError):
        split_talk_key(key)
    assert split_talk_key("c/with/slash") == ("c", "with/slash")
