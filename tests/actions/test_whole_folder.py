"""A folder of notes comes out whole: what stands in no talk is in the conference's note, or a message names it."""

from __future__ import annotations

import base64
from datetime import datetime
from pathlib import Path

import pytest

from confnotes.actions.exporting.export import export
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import preview
from confnotes.actions.importing.refresh import refresh
from confnotes.actions.importing.undo_import import undo_last_import
from confnotes.errors import ConfnotesError
from confnotes.importers.reading import Hints
from confnotes.model.summary import SummaryOrder
from confnotes.report.summarise import draft
from confnotes.vault.vault import Vault

_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_README = """\
# TideConf 2031 notes

Two days by the sea, and a lot of coffee.
My three main takeaways:

1) [Silt sensors](talks/silt.md) are cheap enough for us now.
2) Nobody measures wind at night.

##Day 1

I went to workshops only:

- **[Ada Quay (Harbor Lab): Silt sensors](talks/silt.md)**
- ~~Ole Brack: Why dams fail~~ I left after ten minutes.
- [Mina Sund (TU Delft): Waves in a box](talks/waves.md)
- [Lars Holm (Ebb Inc): The price of sand](talks/sand.md)
"""


def _folder(at: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (at / path).parent.mkdir(parents=True, exist_ok=True)
        (at / path).write_text(text, encoding="utf-8")
    return at


def _notes(title: str, person: str, text: str) -> str:
    return f"# {title}\n\n{person}\n\n## Notes\n\n- {text}\n- they asked about money\n- slides come later\n"


def _exported(vault: Vault, source: Path) -> str:
    reports = write(vault, preview([str(source)], Hints()))
    order = SummaryOrder(reports[0].conference)
    return export(vault, order, "markdown", at=datetime(2031, 6, 9)).data.decode()


def test_the_prose_of_an_index_goes_into_the_note_of_the_conference(tmp_path: Path) -> None:
    source = _folder(
        tmp_path / "tideconf-2031",
        {
            "README.md": _README,
            "talks/silt.md": _notes("Silt sensors", "Ada Quay (Harbor Lab)", "silt moves at night"),
            "talks/waves.md": _notes("Waves in a box", "Mina Sund (TU Delft)", "a box is a sea"),
            "talks/sand.md": _notes("The price of sand", "Lars Holm (Ebb Inc)", "sand is scarce"),
        },
    )
    vault = Vault.create(tmp_path / "vault")

    page = _exported(vault, source)

    for said in (
        "Two days by the sea, and a lot of coffee.",
        "My three main takeaways:",
        "Silt sensors are cheap enough for us now.",
        "Nobody measures wind at night.",
        "I went to workshops only:",
        "I left after ten minutes.",
        "silt moves at night",
        "sand is scarce",
    ):
        assert said in page, said
    own = (vault.root / "TideConf 2031" / "TideConf 2031.md").read_text(encoding="utf-8")
    assert "\n## Day 1\n" in own, "a heading without a blank is one"
    assert "Ada Quay (Harbor Lab): Silt sensors" not in own, "the talks that were read are not listed twice"
    assert "talks/silt.md" not in own, "no link leads to a file that stayed behind"


def test_text_outside_of_all_talks_of_a_day_goes_into_the_note_of_the_conference(tmp_path: Path) -> None:
    day = (
        "# TideConf 2031\n\nQuotes are in bold, my comments in italics.\n\n"
        "## Silt sensors - Ada Quay\n\n- silt moves at night\n- it is cheap\n\n"
        "## Waves in a box - Mina Sund\n\n- a box is a sea\n- it is loud\n\n"
        "## Logistics\n\nThe hotel is behind the dam.\nThe bus leaves at the pier.\n"
    )
    vault = Vault.create(tmp_path / "vault")

    page = _exported(vault, _folder(tmp_path / "day", {"notes.md": day}) / "notes.md")

    for said in ("Quotes are in bold, my comments in italics.", "The hotel is behind the dam.", "silt moves at night"):
        assert said in page, said


def test_text_of_imported_notes_goes_below_what_the_note_of_the_conference_says(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    own = vault.root / "TideConf 2031" / "TideConf 2031.md"
    _folder(vault.root, {"TideConf 2031/TideConf 2031.md": "---\ntype: conference\n---\n\nMy own words.\n"})
    day = (
        "# TideConf 2031\n\nThe hotel is behind the dam.\n\n## Silt sensors - Ada Quay\n\n- silt moves at night\n- ok\n"
    )

    page = _exported(vault, _folder(tmp_path / "day", {"notes.md": day}) / "notes.md")

    text = own.read_text(encoding="utf-8")
    assert "My own words.\n\nThe hotel is behind the dam." in text
    assert "My own words." in page and "The hotel is behind the dam." in page


def test_what_is_written_below_the_lists_of_people_is_exported(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    front = "---\ntype: conference\ntitle: TideConf 2031\n---\n\n"
    note = f"{front}Above.\n\n## Organizers\n\n- [[Ada Quay]], TU\n\nWritten on the train.\n"
    talk = "---\nconference: TideConf 2031\n---\n\n# Hallway\n\nWe met Ole.\n"
    _folder(vault.root, {"TideConf 2031/TideConf 2031.md": note, "TideConf 2031/hallway.md": talk})

    page = export(vault, SummaryOrder("TideConf 2031"), "markdown", at=datetime(2031, 6, 9)).data.decode()

    assert "Above." in page and "Written on the train." in page
    assert "Ada Quay" not in page.split("Written on the train.")[0].split("Above.")[1]


def test_pictures_and_files_come_along(tmp_path: Path) -> None:
    text = "look ![the dam](../img/dam.png) and ![[pier.jpg]] and [slides](slides/silt.pdf) and ![](gone.gif)"
    source = _folder(
        tmp_path / "tideconf-2031",
        {
            "README.md": _README,
            "talks/silt.md": _notes("Silt sensors", "Ada Quay (Harbor Lab)", text),
            "talks/waves.md": _notes("Waves in a box", "Mina Sund (TU Delft)", "a box is a sea ![](../../key.png)"),
            "talks/sand.md": _notes("The price of sand", "Lars Holm (Ebb Inc)", "see ![](https://example.org/a.png)"),
        },
    )
    for path in ("img/dam.png", "img/pier.jpg", "talks/slides/silt.pdf", "img/unused.png"):
        (source / path).parent.mkdir(exist_ok=True)
        (source / path).write_bytes(_PIXEL)
    (tmp_path / "key.png").write_bytes(_PIXEL)
    vault = Vault.create(tmp_path / "vault")

    reports = write(vault, preview([str(source)], Hints()))

    home = vault.root / "TideConf 2031"
    assert {path.relative_to(home).as_posix() for path in home.rglob("*.[pj][dnp][fg]")} == {
        *("img/dam.png", "slides/silt.pdf", "pier.jpg")
    }, "nothing from outside of the source, and nothing that no note shows"
    assert any("gone.gif" in message and "key.png" in message for message in reports[0].messages)
    page = export(vault, SummaryOrder("TideConf 2031"), "html", at=datetime(2031, 6, 9)).data.decode()
    assert page.count("data:image/png") >= 2, "both pictures are shown"
    undo_last_import(vault)
    assert not list(vault.root.rglob("*.png"))


def test_importing_notes_with_pictures_again_changes_nothing(tmp_path: Path) -> None:
    day = "# TideConf 2031\n\n## Silt - Ada Quay\n\n- the ![dam](../img/dam.png)\n\n## Waves - Mina Sund\n\n- a box\n"
    source = _folder(tmp_path / "day" / "notes", {"notes.md": day}) / "notes.md"
    vault = Vault.create(tmp_path / "vault")
    write(vault, preview([str(source)], Hints()))

    again = write(vault, preview([str(source)], Hints()))

    assert again[0].unchanged


def test_front_matter_of_ones_own_stays_with_the_note(tmp_path: Path) -> None:
    front = "---\ntags: [sea, night]\nmood: great\ndate: 2031-06-02\n---\n\n"
    source = _folder(
        tmp_path / "tideconf-2031",
        {
            "README.md": "# TideConf 2031\n",
            "silt.md": front + _notes("Silt sensors", "Ada Quay (Harbor Lab)", "silt moves at night"),
            "waves.md": front + _notes("Waves in a box", "Mina Sund (TU Delft)", "a box is a sea"),
            "sand.md": front + _notes("The price of sand", "Lars Holm (Ebb Inc)", "sand is scarce"),
        },
    )
    vault = Vault.create(tmp_path / "vault")
    reports = write(vault, preview([str(source)], Hints()))

    texts = [vault.note(path) for path in reports[0].notes_written if path.endswith(".md")]

    assert len(texts) == 3
    for note in texts:
        assert note.fields["mood"] == "great" and note.fields["tags"] == ["sea", "night"]
        assert "mood" not in note.body and "- slides come later" in note.body
    assert write(vault, preview([str(source)], Hints()))[0].unchanged


def test_text_files_that_are_not_notes_are_named(tmp_path: Path) -> None:
    vault = Vault.create(
        _folder(tmp_path / "diary", {"a.md": "Words.\n", "b.txt": "Other words.\n", "c.markdown": "x"})
    )
    left = draft(vault, SummaryOrder("notes"), datetime(2031, 6, 9)).left_out
    assert [(one.why, one.names) for one in left] == [
        ("text files that are not Markdown (.md): import them", ("b.txt", "c.markdown"))
    ]


_TALK = "# {}\n\n- sand moves\n- nobody measures it at night\n- they asked about money\n"


def _of_years(at: Path) -> Path:
    """Notes of somebody who goes to conferences: a folder for each, one with a single file, and a README."""
    files = {
        "README.md": "# Notes\n\nI type fast, so forgive the typing errors.\n\n- [TideConf](tideconf-2031/)\n",
        "tideconf-2031/silt.md": _TALK.format("Silt sensors") + "\n![chart](img/1.png)\n",
        "tideconf-2031/waves.md": _TALK.format("Waves in a box"),
        "tideconf-2031/sand.md": _TALK.format("The price of sand"),
        "2032/ebb-days/harbor.md": _TALK.format("Harbors without cranes"),
        "2032/ebb-days/dams.md": _TALK.format("Why dams fail") + "\n![chart](img/1.png)\n",
        "sand-summit-2033/notes.md": _TALK.format("Dredging for beginners"),
    }
    return _folder(at / "conference-notes", files)


def test_a_folder_of_several_conferences_is_imported_as_several(tmp_path: Path) -> None:
    source = _of_years(tmp_path)
    vault = Vault.create(tmp_path / "vault")

    previews = preview([str(source)], Hints())
    reports = write(vault, previews)

    found = {report.conference: len(report.notes_written) for report in reports}
    assert found == {"tideconf 2031": 3, "ebb days 2032": 2, "sand summit 2033": 1}
    told = [warning.message for one in previews for warning in one.read.warnings]
    assert "1 free note imported, too: README.md" in told
    assert "does not name its conference: using “ebb days 2032”, after its folder" in told


def test_each_conference_of_a_folder_brings_its_own_pictures(tmp_path: Path) -> None:
    source = _of_years(tmp_path)
    for number, folder in enumerate(("tideconf-2031", "2032/ebb-days")):
        (source / folder / "img").mkdir()
        (source / folder / "img/1.png").write_bytes(_PIXEL + bytes([number]))
    vault = Vault.create(tmp_path / "vault")

    reports = write(vault, preview([str(source)], Hints()))

    assert not [message for report in reports for message in report.messages if "not found" in message]
    for number, folder in enumerate(("tideconf 2031", "ebb days 2032")):
        assert (vault.root / folder / "img/1.png").read_bytes() == _PIXEL + bytes([number])


def test_importing_a_folder_of_several_conferences_again_changes_nothing(tmp_path: Path) -> None:
    source = _of_years(tmp_path)
    vault = Vault.create(tmp_path / "vault")
    write(vault, preview([str(source)], Hints()))

    again = write(vault, preview([str(source)], Hints()))
    alone = refresh(vault, "ebb days 2032")

    assert all(report.unchanged for report in (*again, *alone))
    assert len(again) == 3


def test_pages_of_programs_in_folders_with_years_are_not_read_as_notes(tmp_path: Path) -> None:
    page = "# {0} Workshop\n\n3 June {0}, Porto\n\n## Schedule\n\n- 09:30 Keynote: Silt, Ada Quay\n"
    page += "- 10:30 Sand, Bo Sample\n"
    source = _folder(tmp_path / "pages", {f"{year}/program.md": page.format(year) for year in (2031, 2032)})

    found = preview([str(source)], Hints())

    assert [(one.source, one.read.format) for one in found] == [
        ("2031/program.md", "workshop-markdown"),
        ("2032/program.md", "workshop-markdown"),
    ]


def test_notes_that_are_not_recognized_can_be_imported_as_notes_or_opened(tmp_path: Path) -> None:
    source = _folder(tmp_path / "scraps", {"1_keynote.md": "* a tux\n* learning team\n", "LICENSE": "MIT"})

    with pytest.raises(ConfnotesError) as refused:
        preview([str(source)], Hints())
    assert "--format notes-folder" in refused.value.hint
    assert "confnotes init scraps" in refused.value.hint

    (one,) = preview([str(source)], Hints("Scraps", format="notes-folder"))
    assert [(talk.title, talk.notes) for talk in one.read.program.talks()] == [
        ("1 keynote", "* a tux\n* learning team")
    ]


def test_a_file_a_conference_makes_several_conferences(vault: Vault, tmp_path: Path) -> None:
    talks = "## Hives - Ada Lind\n\n- shards\n\n## Honey - Bo Ek\n\n- mould\n\n## Wax - Cy Moe\n\n- fine\n"
    files = {
        "README.md": "# Conference notes\n\n- [PyBee 2031](pybee-2031.md)\n- [BarnConf 2030](barnconf-2030.md)\n",
        "pybee-2031.md": f"# PyBee 2031\n\n{talks}",
        "barnconf-2030.md": f"# BarnConf 2030\n\n{talks}",
        "MeadowJS-2029-02-26.md": talks.replace("## ", "# "),
    }
    reports = write(vault, preview([str(_folder(tmp_path / "notes", files))], Hints()))
    assert sorted(one.conference for one in reports) == ["BarnConf 2030", "MeadowJS 2029 02 26", "PyBee 2031"]
    assert [len(vault.talk_notes(one.conference)) for one in reports] == [3, 3, 3]


_HEAD = "---\nlayout: default\npermalink: /{}/\ntitle: {}\n---\n\n"
_TIMES = (
    "- 9:00 Opening\n- 9:15 Hives, by Ada Lind\n- 10:00 Wax, by Bo Ek\n- 10:30 Coffee break\n- 11:00 Honey, by Cy Moe\n"
)


def test_the_pages_of_a_site_are_no_notes_and_its_program_is_found(vault: Vault, tmp_path: Path) -> None:
    pages = {
        "call-for-papers": "# Call for papers\n\nHives of all sizes.\n\n- short papers\n- long papers\n- posters\n",
        "organization": "# Organization\n\n## Chairs\n\nAda Lind (KTH)\n\n## Webmaster\n\nBo Ek\n",
        "error": "# Error 404: not found\n\nThe page is not here.\n",
        "presenters": "# Information for presenters\n\n- 15 minutes\n- HDMI\n- questions\n",
        "important-dates": "# Important dates\n\n- March 1, 2031: papers\n- April 1, 2031: decisions\n",
        "submissions": "# Submission details\n\n- four pages\n- two columns\n- PDF\n",
        "venue": "# The old mill\n\nBy the river.\n\n- bus 4\n- tram 2\n- on foot\n",
        "index": "# BeeConf 2031 - Bees and Hives\n\nHives are large and growing larger.\n",
        "program": f"# Program\n\n**Tuesday, May 20, 2031**\n\n{_TIMES}",
    }
    files = {f"_pages/{name}.md": _HEAD.format(name, name) + text for name, text in pages.items()}
    files["_data/ui-text.yml"] = "# User interface text\n\n# English\n# -------\nen: &en\n  menu: Menu\n  skip: Skip\n"
    (found,) = preview([str(_folder(tmp_path / "site", files))], Hints())
    assert [talk.title for talk in found.read.program.talks()] == ["Opening", "Hives", "Wax", "Coffee break", "Honey"]


def test_a_page_of_a_folder_without_talks_is_told_and_makes_no_conference(vault: Vault, tmp_path: Path) -> None:
    rows = "".join(f"| **{what}** | {when}, 2031 |\n" for what, when in _DATES.items())
    dates = f"# Important dates\n\n| **Milestone** | **Date** |\n|---|---|\n{rows}"
    program = f"# BeeConf 2031\n\nMay 20, 2031\n\n## Program\n\n{_TIMES}"
    files = {
        "_pages/dates.md": _HEAD.format("dates", "") + dates,
        "_pages/program.md": _HEAD.format("program", "Program") + program,
    }
    found = preview([str(_folder(tmp_path / "site", files))], Hints())
    assert [one.name for one in found] == ["BeeConf 2031"]
    assert any("dates.md has no talks" in told.message for told in found[0].read.warnings)


_DATES = {"abstract submission deadline": "March 21st", "registration deadline": "April 1st", "workshop": "May 20th"}
