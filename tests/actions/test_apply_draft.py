"""An exported draft that somebody edited: its edits return to the notes that it was made from, and nothing else."""

from __future__ import annotations

import random
import re
import textwrap
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confnotes.actions.exporting.apply_draft import DraftPlan, plan_draft
from confnotes.actions.exporting.export_file import export_to
from confnotes.actions.exporting.render_preferences import RenderPreferences
from confnotes.actions.links.rewrite import apply, take_back
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.exporters.render_options import LinkStyle
from confnotes.model.content import SummaryContent
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.vault.vault import Vault
from examples import examples

NOW = datetime(2031, 5, 10, 12)
PROGRAM = """sessions:
  - id: s1
    talks:
      - {id: tides, title: Learning Tides, start: 2031-05-06T09:00:00, speakers: [{name: Ida Brandt}]}
      - {id: gauges, title: Cheap Gauges, start: 2031-05-06T10:00:00}
      - {id: quiet, title: Quiet Waters, start: 2031-05-06T11:00:00}
"""
TIDES = """---
talk: coast-2031/tides
title: Learning Tides
---

Claim: A surge adds to the tide ^t090100

Two harbours were measured for a year ^t090200
Nobody models both, says [[Cheap Gauges]] ^t090300
%%Her slides are a mess%% ^t090400

## Numbers

- errors of 4 cm, %%not 3 as printed,%% on every coast #accuracy ^t090500
- [ ] ask Ida for the data ^t090600
  - the raw ones
? does it work in rivers @Omar ^t090700
! only in wide ones ^t090800
The harbour is the instrument #takeaway ^t090900
Me: I would bet on it ^t091000
"""
GAUGES = """---
talk: coast-2031/gauges
title: Cheap Gauges
---

A gauge for ten euros ^t100100

1. buy one
2. drop it

## Takeaways

- Cheap beats few
"""
CONFERENCE = """---
type: conference
title: Coast 2031
lead: Everybody measured, and nobody shared.  # for page one
highlights:
  - "Ten euros are enough [[Cheap Gauges]]"
  - "[[Learning Tides#^t090900|The harbour is the instrument]]"
---

Came for the tides.

- [ ] pay the fee
"""


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return vault_in(tmp_path / "notes")


def vault_in(root: Path) -> Vault:
    Vault.create(root)
    folder = root / "Coast 2031"
    folder.mkdir()
    (folder / "program.yaml").write_text(PROGRAM)
    for name, text in {"Learning Tides": TIDES, "Cheap Gauges": GAUGES, "Coast 2031": CONFERENCE}.items():
        (folder / f"{name}.md").write_text(text)
    return Vault.open(root)


def exported(
    vault: Vault, order: SummaryOrder | None = None, look: RenderPreferences | None = None, name: str = "draft.md"
) -> Path:
    path = vault.root.parent / name
    export_to(vault, order or SummaryOrder("Coast 2031"), "markdown", look or RenderPreferences(), NOW, path)
    return path


def edit(path: Path, *edits: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def note(vault: Vault, name: str) -> str:
    return (vault.root / "Coast 2031" / f"{name}.md").read_text(encoding="utf-8")


def applied(vault: Vault, path: Path, *, deletions: bool = False, prefer_draft: bool = False) -> DraftPlan:
    plan = plan_draft(vault, path, deletions=deletions, prefer_draft=prefer_draft)
    if plan.renaming.files:
        apply(vault, plan.renaming)
    return plan


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """The lines of a note that are different, before and after."""
    one, other = before.split("\n"), after.split("\n")
    gone = [line for line in one if line not in other]
    return [*((line, "") for line in gone), *(("", line) for line in other if line not in one)]


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("- [ ] ask Ida for the data\n", "- [x] ask Ida for the data\n",
         "- [ ] ask Ida for the data ^t090600", "- [x] ask Ida for the data ^t090600"),
        ("- [ ] ask Ida for the data —", "- [X] ask Ida for the data —",
         "- [ ] ask Ida for the data ^t090600", "- [x] ask Ida for the data ^t090600"),
        ("were measured for a year\\", "were measured for two years\\",
         "Two harbours were measured for a year ^t090200", "Two harbours were measured for two years ^t090200"),
        ("Nobody models both", "Almost nobody models both",
         "Nobody models both, says [[Cheap Gauges]] ^t090300",
         "Almost nobody models both, says [[Cheap Gauges]] ^t090300"),
        ("[Cheap Gauges](#cheap-gauges)\n\n#### N", "[Thin Gauges](#cheap-gauges)\n\n#### N",
         "Nobody models both, says [[Cheap Gauges]] ^t090300",
         "Nobody models both, says [[Cheap Gauges|Thin Gauges]] ^t090300"),
        ("errors of 4 cm,", "errors of 5 cm,",
         "- errors of 4 cm, %%not 3 as printed,%% on every coast #accuracy ^t090500",
         "- errors of 5 cm, %%not 3 as printed,%% on every coast #accuracy ^t090500"),
        ("**Claim:** A surge adds to the tide", "**Claim:** A surge adds to each tide",
         "Claim: A surge adds to the tide ^t090100", "Claim: A surge adds to each tide ^t090100"),
        ("- **Q:** does it work in rivers", "- **Q:** does it work in big rivers",
         "? does it work in rivers @Omar ^t090700", "? does it work in big rivers @Omar ^t090700"),
        ("  **A:** only in wide ones", "  **A:** only in very wide ones",
         "! only in wide ones ^t090800", "! only in very wide ones ^t090800"),
        ("> I would bet on it", "> I would not bet on it",
         "Me: I would bet on it ^t091000", "Me: I would not bet on it ^t091000"),
        ("#### Numbers", "#### Figures", "## Numbers", "## Figures"),
        ("\nThe harbour is the", "\nThe harbour itself is the",
         "The harbour is the instrument #takeaway ^t090900", "The harbour itself is the instrument #takeaway ^t090900"),
    ],
)  # fmt: skip
def test_an_edited_line_changes_its_line_of_the_note(vault: Vault, old: str, new: str, before: str, after: str) -> None:
    path = exported(vault, SummaryOrder("Coast 2031", audience=Audience.TEAM))
    edit(path, (old, new))
    plan = applied(vault, path)
    assert changed(TIDES, note(vault, "Learning Tides")) == [(before, ""), ("", after)]
    assert not (plan.renaming.left or plan.conflicts or plan.deleted)


@pytest.mark.parametrize(
    ("old", "new", "above", "added"),
    [
        ("- [ ] ask Ida for the data\n", "- [ ] ask Ida for the data\n- [ ] and for the code\n",
         "- [ ] ask Ida for the data ^t090600", "- [ ] and for the code"),
        ("**A:** only in wide ones", "**A:** only in wide ones\n- **Q:** and in lakes",
         "! only in wide ones ^t090800", "? and in lakes"),
        ("> I would bet on it\n", "> I would bet on it\n> Twice.\n", "Me: I would bet on it ^t091000", "Me: Twice."),
        ("were measured for a year\\\n", "were measured for a year\\\nOne [was](#learning-tides) dry.\\\n",
         "Two harbours were measured for a year ^t090200", "One was dry."),
    ],
)  # fmt: skip
def test_a_line_added_between_lines_of_a_note_is_added_there(
    vault: Vault, old: str, new: str, above: str, added: str
) -> None:
    path = exported(vault)
    edit(path, (old, new))
    applied(vault, path)
    after = note(vault, "Learning Tides")
    assert f"{above}\n{added}\n" in after
    assert changed(TIDES, after) == [("", added)]


def test_an_added_paragraph_stays_a_paragraph(vault: Vault) -> None:
    path = exported(vault)
    edit(path, ("A gauge for ten euros\n", "A gauge for ten euros\n\nIt floats.\n\n##### How\n\nWell.\n"))
    applied(vault, path)
    assert "A gauge for ten euros ^t100100\n\nIt floats.\n\n## How\n\nWell.\n\n1. buy one" in note(
        vault, "Cheap Gauges"
    )


def test_lead_and_highlights_go_to_the_note_of_the_conference(vault: Vault) -> None:
    path = exported(vault)
    edit(path, ("nobody shared.", "hardly anybody shared."), ("- Ten euros are enough", "- Nine euros are enough"))
    text = path.read_text(encoding="utf-8")
    first, second = (line for line in text.split("\n") if line.startswith(("- Nine", "- The harbour")))
    edit(path, (f"{first}\n{second}", f"{second}\n- Bring a boat\n{first}"))
    applied(vault, path)
    assert "lead: Everybody measured, and hardly anybody shared.  # for page one" in note(vault, "Coast 2031")
    front = note(vault, "Coast 2031").split("---")[1]
    assert re.findall(r"^  - \"?(.*?)\"?$", front, re.MULTILINE) == [
        "[[Learning Tides#^t090900|The harbour is the instrument]]",
        "Bring a boat",
        "Nine euros are enough [[Cheap Gauges]]",
    ]


def test_a_paragraph_below_the_title_becomes_the_lead(vault: Vault) -> None:
    (vault.root / "Coast 2031/Coast 2031.md").write_text("---\ntype: conference\n---\nCame for the tides.\n")
    path = exported(vault)
    edit(path, ("\n<!-- confnotes overview -->", "Water was everywhere.\n\n<!-- confnotes overview -->"))
    edit(path, ("Came for the tides.", "Came for the tides and the food."))
    plan = applied(vault, path)
    assert "lead" in note(vault, "Coast 2031") or plan.renaming.left
    assert note(vault, "Coast 2031").endswith("Came for the tides and the food.\n")


def test_deleted_lines_stay_in_the_notes_unless_asked_for(vault: Vault) -> None:
    path = exported(vault)
    edit(path, ("1. buy one\n", ""))
    plan = applied(vault, path)
    assert [(one.path, one.line, one.text) for one in plan.deleted] == [("Coast 2031/Cheap Gauges.md", 8, "1. buy one")]
    assert note(vault, "Cheap Gauges") == GAUGES
    applied(vault, path, deletions=True)
    assert changed(GAUGES, note(vault, "Cheap Gauges")) == [("1. buy one", "")]


def test_a_deleted_section_deletes_nothing(vault: Vault) -> None:
    path = exported(vault)
    text = path.read_text(encoding="utf-8")
    begin, end = text.index("<!-- confnotes talk-cheap-gauges -->"), text.index("<!-- confnotes made-for-me")
    path.write_text(text[:begin] + text[end:], encoding="utf-8")
    plan = applied(vault, path, deletions=True)
    assert "Cheap Gauges" in plan.sections
    assert not plan.renaming.files


def test_lines_and_sections_can_be_moved(vault: Vault) -> None:
    path = exported(vault)
    edit(path, ("1. buy one\n2. drop it\n", "2. drop it\n1. buy one\n"))
    text = path.read_text(encoding="utf-8")
    tides, gauges = text.index("<!-- confnotes talk-learning"), text.index("<!-- confnotes talk-cheap")
    path.write_text(
        text[:tides]
        + text[gauges:].replace("<!-- confnotes made-for", text[tides:gauges] + "<!-- confnotes made-for", 1)
    )
    plan = applied(vault, path)
    assert not plan.renaming.left
    assert "2. drop it\n1. buy one\n" in note(vault, "Cheap Gauges")
    assert note(vault, "Learning Tides") == TIDES


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("### Cheap Gauges", "### Dear Gauges", "rename"),
        ("*2 talks", "*20 talks", "the summary wrote these words"),
        ("## Next steps\n", "## Next steps\n\nHurry up.\n", "no note"),
        ("- errors of 4 cm", "## errors of 4 cm", "heading"),
    ],
)
def test_what_only_the_summary_says_stays_in_the_draft(vault: Vault, old: str, new: str, why: str) -> None:
    path = exported(vault)
    edit(path, (old, new))
    plan = applied(vault, path)
    assert not plan.renaming.files
    assert all(why in one.why for one in plan.renaming.left)
    line = plan.renaming.left[0]
    assert path.read_text().split("\n")[line.line - 1] == line.text


def test_private_text_neither_moves_nor_is_lost(vault: Vault) -> None:
    path = exported(vault, SummaryOrder("Coast 2031", audience=Audience.TEAM))
    assert "mess" not in path.read_text()
    edit(path, ("errors of 4 cm,  on every coast", "no errors"))
    plan = applied(vault, path)
    assert note(vault, "Learning Tides") == TIDES
    assert "private" in plan.renaming.left[0].why


def test_edits_on_both_sides_are_merged(vault: Vault) -> None:
    path = exported(vault)
    edit(path, ("were measured for a year\\", "were measured for two years\\"))
    mine = TIDES.replace("only in wide ones", "only in wide ones, he says") + "A last line\n"
    (vault.root / "Coast 2031/Learning Tides.md").write_text(mine)
    plan = applied(vault, path)
    assert not plan.conflicts
    assert note(vault, "Learning Tides") == mine.replace("for a year", "for two years")


def test_a_conflict_shows_both_texts_and_writes_neither_unless_chosen(vault: Vault) -> None:
    path = exported(vault)
    edit(path, ("were measured for a year\\", "were measured for two years\\"), ("1. buy one", "1. buy two"))
    mine = TIDES.replace("were measured for a year", "were measured for one year")
    (vault.root / "Coast 2031/Learning Tides.md").write_text(mine)
    plan = applied(vault, path)
    [conflict] = plan.conflicts
    assert conflict.draft == "Two harbours were measured for two years ^t090200"
    assert conflict.note == "Two harbours were measured for one year ^t090200"
    assert note(vault, "Learning Tides") == mine
    assert "1. buy two" in note(vault, "Cheap Gauges")
    applied(vault, path, prefer_draft=True)
    assert "Two harbours were measured for two years ^t090200" in note(vault, "Learning Tides")


def test_the_same_line_edited_in_two_ways_is_reported(vault: Vault) -> None:
    path = exported(vault)
    edit(path, ("- [ ] ask Ida for the data —", "- [ ] ask Ida for her data —"))
    edit(path, ("- [ ] ask Ida for the data\n", "- [ ] ask Ida for all data\n"))
    plan = applied(vault, path)
    assert "in two ways" in plan.renaming.left[0].why


def test_applying_twice_changes_nothing_and_undo_restores_every_byte(vault: Vault) -> None:
    path = exported(vault)
    edit(
        path,
        ("for a year\\", "for two years\\"),
        ("A gauge for ten", "A gauge for nine"),
        ("nobody shared", "no one shared"),
    )
    applied(vault, path)
    assert not plan_draft(vault, path).renaming.files
    take_back(vault)
    assert [note(vault, name) for name in ("Learning Tides", "Cheap Gauges", "Coast 2031")] == [
        TIDES,
        GAUGES,
        CONFERENCE,
    ]


def wrapped(text: str, width: int) -> str:
    """The text as an editor wraps its paragraphs."""
    lines = text.split("\n")
    return "\n".join(
        "\n".join(textwrap.wrap(line, width, break_on_hyphens=False, break_long_words=False))
        if line[:1].isalpha() and len(line) > width and not line.startswith("talk")
        else line
        for line in lines
    )


@pytest.mark.parametrize("mess", ["crlf", "bom", "newline", "wrapped", "bullets", "blanks", "no comments"])
def test_what_editors_do_to_a_file_is_not_an_edit(vault: Vault, mess: str) -> None:
    path = exported(vault)
    text = path.read_text(encoding="utf-8")
    made = {
        "crlf": text.replace("\n", "\r\n"),
        "bom": f"\ufeff{text}",
        "newline": f"{text}\n\n",
        "wrapped": wrapped(text, 24),
        "bullets": re.sub(r"^- ", "* ", text, flags=re.MULTILINE),
        "blanks": text.replace("\n## ", "\n\n\n## "),
        "no comments": re.sub(r"<!-- confnotes (?s:.*?)-->\n", "", text),
    }[mess]
    path.write_bytes(made.encode())
    plan = plan_draft(vault, path)
    assert not plan.renaming.files
    assert not plan.renaming.left
    path.write_bytes(made.replace("for ten euros", "for nine euros").encode())
    applied(vault, path)
    assert note(vault, "Cheap Gauges") == GAUGES.replace("for ten", "for nine")


@pytest.mark.needs("pandoc")
def test_a_draft_that_was_a_word_file_returns_its_ticks_and_changed_words(vault: Vault) -> None:
    import subprocess

    path = exported(vault)
    for source, target in (("draft.md", "draft.docx"), ("draft.docx", "draft.md")):
        subprocess.run(["pandoc", source, "-o", target], cwd=path.parent, check=True)
    assert not plan_draft(vault, path).renaming.files
    text = path.read_text()
    text = re.sub(r"\[ \] ask Ida", "[x] ask Ida", text).replace("gauge for ten", "gauge for nine")
    path.write_text(text)
    plan = applied(vault, path)
    assert plan.converted
    assert changed(GAUGES, note(vault, "Cheap Gauges")) == [
        ("A gauge for ten euros ^t100100", ""),
        ("", "A gauge for nine euros ^t100100"),
    ]
    assert "- [x] ask Ida for the data ^t090600" in note(vault, "Learning Tides")


def test_line_ends_of_a_note_stay(vault: Vault) -> None:
    file = vault.root / "Coast 2031/Cheap Gauges.md"
    file.write_bytes(b"\xef\xbb\xbf" + GAUGES.replace("\n", "\r\n").encode())
    path = exported(Vault.open(vault.root))
    edit(path, ("1. buy one\n", "1. buy one\n1. open it\n"), ("for ten euros", "for nine euros"))
    applied(Vault.open(vault.root), path)
    wanted = GAUGES.replace("1. buy one\n", "1. buy one\n1. open it\n").replace("for ten", "for nine")
    assert file.read_bytes() == b"\xef\xbb\xbf" + wanted.replace("\n", "\r\n").encode()


def test_a_file_that_was_never_exported_is_refused(vault: Vault, tmp_path: Path) -> None:
    file = tmp_path / "other.md"
    file.write_text("# Something else\n\nby somebody\n")
    with pytest.raises(NotFoundError, match="not exported from this vault"):
        plan_draft(vault, file)
    file.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(ConfnotesError, match="not a Markdown draft"):
        plan_draft(vault, file)


def test_a_page_of_a_folder_can_be_applied(vault: Vault) -> None:
    export_to(
        vault, SummaryOrder("Coast 2031"), "markdown", RenderPreferences(folder=True), NOW, vault.root.parent / "pages"
    )
    [page] = (vault.root.parent / "pages").glob("*2031*.md")
    edit(page, ("for ten euros", "for nine euros"))
    applied(vault, page)
    assert note(vault, "Cheap Gauges") == GAUGES.replace("for ten", "for nine")


ORDERS = [
    SummaryOrder("Coast 2031"),
    SummaryOrder("Coast 2031", audience=Audience.TEAM),
    SummaryOrder("Coast 2031", audience=Audience.PUBLIC, short_names=True),
    SummaryOrder("2031-05-06", audience=Audience.TEAM),
    SummaryOrder("Coast 2031", contents=frozenset({SummaryContent.TALKS, SummaryContent.ACTIONS})),
]
OWN_WORDS = ["harbours", "euros", "tide", "instrument", "rivers", "enough", "coast"]


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), order=st.sampled_from(ORDERS), style=st.sampled_from(LinkStyle))
def test_the_next_export_is_the_edited_draft(
    tmp_path_factory: pytest.TempPathFactory, seed: int, order: SummaryOrder, style: LinkStyle
) -> None:
    """Random edits of notes' lines in their sections: applied and exported again, the sections read as edited."""
    vault = vault_in(tmp_path_factory.mktemp("round") / "notes")
    look = RenderPreferences(links=style)
    path = exported(vault, order, look)
    dice = random.Random(seed)
    lines = path.read_text(encoding="utf-8").split("\n")
    parts = [(row, line) for row, line in enumerate(lines) if line.startswith("<!-- confnotes ")]
    for row in range(len(lines) - 1, -1, -1):
        line = lines[row]
        part = next((name for at, name in reversed(parts) if at <= row), "")
        if not part.startswith("<!-- confnotes talk-") or line.startswith(("#", "<!--", "**")) or dice.random() < 0.6:
            continue
        known = [word for word in OWN_WORDS if word in line]
        if "- [ ] " in line and dice.random() < 0.5:
            lines[row] = line.replace("- [ ] ", "- [x] ")
        elif known:
            lines[row] = line.replace(known[0], f"{known[0]} {dice.choice(['und', 'of', 'zq'])}", 1)
        elif line.startswith(("- ", "1. ", "2. ")) and "Q:" not in line and "[" not in line:
            lines.insert(row + 1, f"{line.split()[0]} new {dice.randrange(1000)}")
    path.write_text("\n".join(lines), encoding="utf-8")
    plan = applied(vault, path)
    assert not (plan.conflicts or plan.renaming.left or plan.deleted)
    again = exported(Vault.open(vault.root), order, look, "again.md").read_text(encoding="utf-8").split("\n")
    assert _sections(again) == _sections(lines)
    for name in ("Learning Tides", "Cheap Gauges"):
        assert re.findall("%%.*?%%|\\^t\\d+", note(vault, name)) == re.findall(
            "%%.*?%%|\\^t\\d+", TIDES if name == "Learning Tides" else GAUGES
        )


def _sections(lines: list[str]) -> list[str]:
    """The sections of talks of a draft, without link targets of lines."""
    text = "\n".join(lines)
    begin = text.index("<!-- confnotes talk-")
    end = min(
        text.index(f"<!-- confnotes {name}") for name in ("made", "people", "tags") if f"confnotes {name}" in text
    )
    return [line.rstrip("\\") for line in text[begin:end].split("\n")]


def test_an_edited_highlight_goes_to_the_talk_that_it_names_although_another_note_has_the_same_line(
    vault: Vault,
) -> None:
    folder = vault.root / "Coast 2031"
    (folder / "Coast 2031.md").write_text("---\ntype: conference\n---\n", encoding="utf-8")
    (folder / "Day.md").write_text("---\ndate: 2031-05-06\n---\n\n- Cheap beats few\n", encoding="utf-8")
    path = exported(vault)
    edit(path, ("  - Cheap beats few", "  - Cheap beats precise"))
    plan = applied(vault, path)
    assert not plan.renaming.left
    assert "- Cheap beats precise" in note(vault, "Cheap Gauges") and "- Cheap beats few" in note(vault, "Day")
