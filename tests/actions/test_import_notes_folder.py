"""A folder of somebody's notes, imported whole: links lead where they led, pictures come along, nothing is left out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from confnotes.actions.check_vault import check
from confnotes.actions.importing.import_again import look
from confnotes.actions.importing.import_merge import ImportReport
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.refresh import refresh
from confnotes.actions.importing.undo_import import undo_last_import
from confnotes.importers.importer import Hints
from confnotes.vault.vault import Vault

TIDES = """---
speaker: "[[Maria Lindqvist]]"
date: 2021-06-01
conference: Loop Days 2021
related: "[[ebb_and_flow]]"
---
# Tides for all

High, see [[ebb_and_flow]], [[ebb_and_flow#Low]], [[ebb_and_flow|that]] and [why](../Shore%202020/why_sand.md#Grains).

| a | [[ebb_and_flow]] |
|---|---|

![](../attachments/chart.png)
![[Pasted image 1.png|300]] ![[ebb_and_flow]]
"""
EBB = """---
speaker: Jonas Weber
date: 2021-06-02
conference: Loop Days 2021
---
# Ebb

## Low
Back to [[Tides for all]].
"""
SAND = "# Why sand?\n\nIt is small. [[Loop Days 2021/ebb_and_flow]] [tides](<../Loop Days 2021/Tides for all.md>)\n"
SAID_NOW = SAND.replace("small", "very small")
NOTES = {
    "Loop Days 2021/Tides for all.md": TIDES,
    "Loop Days 2021/ebb_and_flow.md": EBB,
    "Shore 2020/why_sand.md": SAND,
    "Shore 2020/shells.md": "# Shells and how to count them\n\nOne by one.\n",
    "Shore 2020/dunes.md": "# Dunes walk\n\nThey do.\n",
    "People/Maria Lindqvist.md": "# Maria Lindqvist\n\nGave [[Tides for all]].\n\n![[maria.jpg]]\n",
    "Daily/2021-06-01.md": "# 2021-06-01\n\n[[Tides for all]], then lunch.\n",
    "All.md": "# All\n\n- [[Tides for all]]\n- [[why_sand]]\n",
}
PICTURES = ("attachments/chart.png", "attachments/Pasted image 1.png", "People/maria.jpg")
TIDES_NOTE = "Loop Days 2021/2021-06-01 Tides for all.md"


def put(folder: Path, notes: Mapping[str, str] = NOTES) -> Path:
    for path, text in notes.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    for path in PICTURES:
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(path.encode())
    return folder


def imported(vault: Vault, folder: Path) -> list[ImportReport]:
    return write(vault, look(vault, [str(folder)], Hints()).previews)


def test_links_between_imported_notes_lead_to_the_same_notes_and_read_as_before(vault: Vault, tmp_path: Path) -> None:
    imported(vault, put(tmp_path / "old"))
    text = vault.read(TIDES_NOTE).text
    ebb = "2021-06-02 ebb_and_flow"
    assert f"High, see [[{ebb}|ebb_and_flow]], [[{ebb}#Low]], [[{ebb}|that]] and" in text
    assert "[why](../Shore%202020/Why%20sand.md#Grains)" in text
    assert f"| a | [[{ebb}]] |" in text and f"![[{ebb}]]" in text and f'related: "[[{ebb}]]"' in text
    sand = vault.read("Shore 2020/Why sand.md").text
    assert f"[[{ebb}|ebb_and_flow]] [tides](<../{TIDES_NOTE}>)" in sand
    assert "[[2021-06-01 Tides for all|Tides for all]]" in vault.read(f"Loop Days 2021/{ebb}.md").text
    assert [problem.message for problem in check(vault) if "link" in problem.message] == []


def test_pictures_are_found_by_name_anywhere_in_the_folder(vault: Vault, tmp_path: Path) -> None:
    (*_, last) = imported(vault, put(tmp_path / "old"))
    assert (vault.root / "Loop Days 2021/attachments/chart.png").read_bytes() == b"attachments/chart.png"
    assert (vault.root / "Loop Days 2021/Pasted image 1.png").read_bytes() == b"attachments/Pasted image 1.png"
    assert (vault.root / "People/maria.jpg").read_bytes() == b"People/maria.jpg"
    assert not any("not found" in message for message in last.messages)


def test_free_notes_come_as_they_are_and_are_named(vault: Vault, tmp_path: Path) -> None:
    folder = put(tmp_path / "old")
    previews = look(vault, [str(folder)], Hints()).previews
    told = "3 free notes imported, too: All.md, Daily/2021-06-01.md, People/Maria Lindqvist.md"
    assert [warning.message for one in previews for warning in one.read.warnings].count(told) == 1
    assert not any("skipped" in warning.message for one in previews for warning in one.read.warnings)
    reports = write(vault, previews)
    assert reports[-1].messages[-1] == told
    assert "[[2021-06-01 Tides for all|Tides for all]], then lunch." in vault.read("Daily/2021-06-01.md").text
    assert "- [[Why sand|why_sand]]" in vault.read("All.md").text
    undo_last_import(vault)
    assert vault.note_paths() == []


def test_pictures_that_many_free_notes_lack_are_named_in_one_message(vault: Vault, tmp_path: Path) -> None:
    lacking = {f"People/Guest {letter}.md": f"# Guest {letter}\n\n![[{letter}.png]]\n" for letter in "abc"}
    folder = put(tmp_path / "old", {path: text for path, text in NOTES.items() if "/" in path} | lacking)
    (folder / "Shore 2020/crabs.md").write_text("# Crabs and their walks\n\nSidewards.\n", encoding="utf-8")
    reports = imported(vault, folder)
    told = [message for message in reports[-1].messages if "not found" in message]
    assert told == ["files that the notes show were not found in the source: a.png, b.png, c.png"]


def test_a_second_import_takes_what_is_new_in_a_note_with_links_and_keeps_what_was_edited(
    vault: Vault, tmp_path: Path
) -> None:
    folder = put(tmp_path / "old")
    imported(vault, folder)
    assert not any(report.files_written for report in imported(vault, folder))
    vault.save("All.md", "# All of mine\n", vault.read("All.md").version)
    put(folder, NOTES | {"Loop Days 2021/Tides for all.md": TIDES.replace("High,", "Very high,")})
    reports = imported(vault, folder)
    assert "Very high, see [[2021-06-02 ebb_and_flow|ebb_and_flow]]" in vault.read(TIDES_NOTE).text
    assert vault.read("All.md").text == "# All of mine\n"
    assert "kept as in the vault: All.md" in reports[-1].messages


def test_a_free_note_that_was_renamed_or_deleted_in_the_vault_does_not_come_again(vault: Vault, tmp_path: Path) -> None:
    folder = put(tmp_path / "old")
    imported(vault, folder)
    (vault.root / "All.md").rename(vault.root / "Mine.md")
    (vault.root / "Daily/2021-06-01.md").unlink()
    for text in ("High.\n", "Higher.\n"):
        reports = imported(vault, put(folder, {"Loop Days 2021/Tides for all.md": TIDES + text}))
        assert reports[-1].messages[-1].endswith("deleted in the vault: All.md, Daily/2021-06-01.md")
        assert not any((vault.root / path).exists() for path in ("All.md", "Daily/2021-06-01.md"))


def test_a_free_note_that_went_with_an_undone_import_comes_again(vault: Vault, tmp_path: Path) -> None:
    folder = put(tmp_path / "old", {path: text for path, text in NOTES.items() if path != "All.md"})
    imported(vault, folder)
    imported(vault, put(folder))
    undo_last_import(vault)
    assert not (vault.root / "All.md").exists()
    imported(vault, folder)
    (vault.root / "All.md").unlink()
    imported(vault, put(folder, {"Loop Days 2021/ebb_and_flow.md": EBB + "Low.\n"}))
    assert not (vault.root / "All.md").exists()


def test_a_note_of_the_vault_is_not_overwritten_by_one_with_its_name(vault: Vault, tmp_path: Path) -> None:
    vault.save("Daily/2021-06-01.md", "# My day\n", None)
    imported(vault, put(tmp_path / "old", NOTES | {"All.md": "[[2021-06-01]]\n"}))
    assert vault.read("Daily/2021-06-01.md").text == "# My day\n"
    assert "then lunch" in vault.read("Daily/2021-06-01 2.md").text
    assert vault.read("All.md").text == "[[2021-06-01 2|2021-06-01]]\n"
    added = TIDES + "\nmy day: [[Daily/2021-06-01]]\n"
    imported(vault, put(tmp_path / "old", {"Loop Days 2021/Tides for all.md": added}))
    assert "my day: [[2021-06-01 2|2021-06-01]]" in vault.read(TIDES_NOTE).text


def test_a_free_note_with_the_path_that_a_talk_gets_has_another_one(vault: Vault, tmp_path: Path) -> None:
    talks = {f"talks/{title}.md": TIDES.replace("Tides for all", title) for title in ("Tides for all", "Sea", "Sand")}
    imported(vault, put(tmp_path / "old", talks | {TIDES_NOTE: "A page of mine.\n"}))
    assert vault.read(TIDES_NOTE.replace(".md", " 2.md")).text == "A page of mine.\n"
    assert "A page of mine." not in vault.read(TIDES_NOTE).text


def test_free_notes_are_named_and_stay_in_a_folder_that_has_mostly_such_notes(vault: Vault, tmp_path: Path) -> None:
    others = {f"Kitchen/dish {number}.md": f"# Dish {number}\n\nSalt.\n" for number in range(9)}
    reports = imported(vault, put(tmp_path / "old", NOTES | others))
    assert "12 free notes not imported (to have all, make the folder a vault)" in reports[-1].messages[-1]
    assert not (vault.root / "Kitchen").exists() and not (vault.root / "All.md").exists()


def test_a_refresh_of_one_conference_of_the_folder_leaves_those_beside_it_alone(vault: Vault, tmp_path: Path) -> None:
    folder = put(tmp_path / "old")
    imported(vault, folder)
    before = vault.note_paths()
    put(folder, {"Shore 2020/why_sand.md": SAID_NOW})
    for name in ("Shore 2020", "Loop Days 2021"):
        refresh(vault, name)
    assert vault.note_paths() == before
    assert "It is very small." in vault.read("Shore 2020/Why sand.md").text
