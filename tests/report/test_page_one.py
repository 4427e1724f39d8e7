"""Page one as its author wrote it: in every form, and only for those who may read where it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.actions.exporting.export import export
from confnotes.actions.exporting.render_preferences import RenderPreferences
from confnotes.actions.links.rename import plan_note
from confnotes.actions.links.rewrite import apply
from confnotes.exporters.forms import FORMS
from confnotes.markup.frontmatter import split
from confnotes.markup.page_one import read_page_one
from confnotes.merge.merge_files import merge_file
from confnotes.model.summary import Audience, Own, Summary, SummaryOrder
from confnotes.report.summarise import draft, summarise
from confnotes.vault.vault import Vault
from readable import all_that_can_be_read

FORMS_WITH_TEXT = [
    pytest.param(name, marks=[pytest.mark.needs("pdftotext")] if name == "pdf" else [])
    for name, form in FORMS.items()
    if name == "json" or not (form.data or name == "anki")
]

PROGRAM = """sessions:
  - id: s1
    talks:
      - {id: t1, title: Sparse nets, start: 2024-04-03T09:00:00, speakers: [{name: Ulla Mire}],
         links: [{video: "https://video.example/sparse"}]}
      - {id: t2, title: Energy, start: 2024-04-04T10:00:00, speakers: [{name: Finn Reed}]}
      - {id: t3, title: Embargo, start: 2024-04-04T11:00:00, speakers: [{name: Ann Lee}]}
"""
SPARSE = """---
talk: moss-2024/t1
---
Sparse wins on all three benchmarks ^t091500
%%Their chair is a fraud%% ^t091600
Me: I would not bet on it ^t091700
- [ ] ask Ulla about the budget ^t091800
"""
PAGE = """---
type: conference
title: Moss 2024  # as printed
lead: |-
  Everybody spoke of zqenergyqz.

  %%Nobody said zqboringqz.%%
highlights:
  - "zqsparseqz, says [[Sparse nets]]. [[2024-04-03 0900 Sparse nets#^t091500|Sparse wins on all three benchmarks]]"
  - "The zqchairqz [[2024-04-03 0900 Sparse nets#^t091600|Their chair is a fraud]]"
  - "zqbetqz [[2024-04-03 0900 Sparse nets#^t091700|I would not bet on it]]"
  - "zqbudgetqz [[2024-04-03 0900 Sparse nets#^t091800|ask Ulla about the budget]]"
  - "zqembargoqz [[2024-04-04 1100 Embargo#^t110000|It ships in May]]"
  - "zqhiddenqz [[hidden#^t100000|Not for others]]"
  - "zqdeletedqz [[2024-04-03 0900 Sparse nets|A line that was deleted and that nothing there is like]]"
  - "zqpeopleqz: send two next year."
---
"""
TOLD = {
    Audience.ME: {"sparse", "chair", "bet", "budget", "embargo", "hidden", "deleted", "people", "energy", "boring"},
    Audience.TEAM: {"sparse", "bet", "budget", "embargo", "people", "energy"},
    Audience.PUBLIC: {"sparse", "people", "energy"},
}
EVERY = TOLD[Audience.ME]


@pytest.fixture
def moss(tmp_path: Path) -> Vault:
    vault = Vault.create(tmp_path / "notes")
    for name, text in {
        "Moss 2024": PAGE,
        "2024-04-03 0900 Sparse nets": SPARSE,
        "2024-04-04 1100 Embargo": "---\ntalk: moss-2024/t3\nno-share: true\n---\nIt ships in May ^t110000\n",
        "hidden": "---\nprivate: true\n---\nNot for others ^t100000\n",
        "2024-04-04 1000 Energy": "---\ntalk: moss-2024/t2\n---\nWatts are never reported ^t100500\n",
    }.items():
        write(vault, name, text)
    (vault.root / "Moss 2024/program.yaml").write_text(PROGRAM)
    return vault


def write(vault: Vault, name: str, text: str) -> None:
    path = vault.root / f"Moss 2024/{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def said(summary: Summary) -> list[str]:
    return [one.text for one in summary.highlights]


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("form", FORMS_WITH_TEXT)
def test_every_form_tells_page_one_to_those_who_may_read_its_sources(
    form: str, audience: Audience, moss: Vault
) -> None:
    if FORMS[form].lacks:
        pytest.skip(FORMS[form].lacks)
    output = export(moss, SummaryOrder("Moss 2024", audience=audience), form, RenderPreferences())
    read = all_that_can_be_read(output)
    assert {word for word in EVERY if f"zq{word}qz".encode() in read} == TOLD[audience]


def test_a_highlight_leads_to_its_talk_and_names_it(moss: Vault) -> None:
    summary = summarise(moss, SummaryOrder("Moss 2024", audience=Audience.PUBLIC))
    assert [one.item for one in summary.highlights] == ["talk-sparse-nets", ""]
    text = export(moss, SummaryOrder("Moss 2024"), "markdown", RenderPreferences()).data.decode()
    assert text.index("zqenergyqz") < text.index("## Highlights") < text.index("zqsparseqz")
    line = next(line for line in text.split("\n") if "zqsparseqz" in line)
    assert "Ulla Mire" in line
    assert "https://video.example/sparse" in line


def test_opinions_are_told_to_the_public_on_request(moss: Vault) -> None:
    order = SummaryOrder("Moss 2024", audience=Audience.PUBLIC, include=frozenset({Own.OPINIONS}))
    assert "zqbetqz" in said(summarise(moss, order))


def test_the_author_is_told_which_highlights_stay(moss: Vault) -> None:
    gone = draft(moss, SummaryOrder("Moss 2024", audience=Audience.TEAM)).left_out
    [highlights] = [one for one in gone if one.why.startswith("highlight")]
    assert (highlights.number, highlights.names) == (3, ("The zqchairqz", "zqhiddenqz", "zqdeletedqz"))


def test_a_line_that_became_private_takes_its_highlight_along(moss: Vault) -> None:
    order = SummaryOrder("Moss 2024", audience=Audience.TEAM)
    for text in (
        "%%Sparse wins on all three benchmarks%% ^t091500",
        "%%Sparse wins on all three benchmarks",
        "%%\nSparse wins on all three benchmarks\n%%",
        "He said %%Sparse wins on all three benchmarks%% ^t091500",
        "- %%Sparse won on all of the three benchmarks%%",
        "- [x] yes\n  %%\n  Sparse wins on all three benchmarks ^t091500\n  %%",
    ):
        write(moss, "2024-04-03 0900 Sparse nets", f"---\ntalk: moss-2024/t1\n---\n{text}\nAnother line\n")
        assert not any("zqsparseqz" in one for one in said(summarise(moss, order))), text


def test_a_line_that_was_edited_keeps_its_highlight(moss: Vault) -> None:
    write(
        moss,
        "2024-04-03 0900 Sparse nets",
        "---\ntalk: moss-2024/t1\n---\nSparse wins on all four benchmarks ^t091500\n",
    )
    assert any(
        "zqsparseqz" in one for one in said(summarise(moss, SummaryOrder("Moss 2024", audience=Audience.PUBLIC)))
    )


def test_a_day_and_a_search_have_their_own_highlights_and_no_lead(moss: Vault) -> None:
    summary = summarise(moss, SummaryOrder("2024-04-04"))
    assert (summary.lead, said(summary)) == ("", ["zqembargoqz"])
    assert summarise(moss, SummaryOrder("watts")).lead == ""


def test_a_private_conference_note_keeps_page_one(moss: Vault) -> None:
    write(moss, "Moss 2024", PAGE.replace("type: conference", "private: true"))
    summary = summarise(moss, SummaryOrder("Moss 2024", audience=Audience.TEAM))
    assert (summary.lead, [text for text in said(summary) if text]) == ("", [])


def test_a_talk_that_was_chosen_without_words_shows_its_takeaways(moss: Vault) -> None:
    write(moss, "Moss 2024", '---\nhighlights:\n  - "[[2024-04-04 1000 Energy]]"\n  - "[[moss-2024/t1]]"\n---\n')
    write(moss, "2024-04-04 1000 Energy", "---\ntalk: moss-2024/t2\n---\ntakeaway: report watts\n")
    summary = summarise(moss, SummaryOrder("Moss 2024"))
    assert [one.item for one in summary.highlights] == ["talk-energy", "talk-sparse-nets"]
    assert [one.text for one in summary.highlights[0].takeaways] == ["report watts"]


def test_renaming_a_note_renames_it_in_the_highlights(moss: Vault) -> None:
    source = "2024-04-04 1000 Energy#^t100500|Watts are never reported"
    write(moss, "Moss 2024", f'---\nhighlights:\n  - "[[{source}]]"  # mine\n---\n')
    apply(moss, plan_note(moss, "Moss 2024/2024-04-04 1000 Energy.md", "Joules"))
    text = moss.read("Moss 2024/Moss 2024.md").text
    assert '"[[Joules#^t100500|Watts are never reported]]"  # mine' in text
    assert said(summarise(moss, SummaryOrder("Moss 2024", audience=Audience.PUBLIC))) == ["Watts are never reported"]


def test_two_people_may_add_highlights_to_the_same_page(moss: Vault) -> None:
    line = '  - "zqpeopleqz: send two next year."\n'
    first = PAGE.replace(line, line + "  - One more.\n")
    other = PAGE.replace("highlights:\n", "highlights:\n  - Another one.\n")
    merged = merge_file("x.md", PAGE, first, other).sure_text
    assert merged is not None
    found = [one.text for one in read_page_one(split(merged).fields).highlights]
    assert (found[0], found[-1]) == ("Another one.", "One more.")
