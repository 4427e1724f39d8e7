"""What people should get from the command line and do not get yet: a test for each known defect."""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from confnotes.catalogue.photos.plan_photos import note_day
from confnotes.markup.note import parse_note
from known_defects import known_defect

from .conftest import RunConfnotes


@pytest.fixture
def empty(confnotes: RunConfnotes, tmp_path: Path) -> Path:
    """A vault without a program."""
    confnotes("init", tmp_path / "empty")
    return tmp_path / "empty"


@pytest.fixture
def fog(confnotes: RunConfnotes, empty: Path) -> Path:
    """A vault with nine noted talks of a day, the last of them the best."""
    rows = [f"Boats {n},2024-05-06T{8 + n:02}:00,2024-05-06T{8 + n:02}:30,Speaker {n}" for n in range(1, 10)]
    Path("talks.csv").write_text("\n".join(["title,start,end,speakers", *rows]) + "\n")
    confnotes("import", "talks.csv", "--conference", "Fog", "--timezone", "Europe/Lisbon", "--vault", empty)
    for number in range(1, 10):
        confnotes("add", "--to", f"Boats {number}", f"takeaway: point {number} holds", "--vault", empty)
    assert confnotes("rate", "Boats 9", "5", "--vault", empty).code == 0
    return empty


def understood(confnotes: RunConfnotes, name: str, text: str, *options: str) -> dict[str, Any]:
    """What an import of a file with that text would write."""
    Path(name).write_text(text, encoding="utf-8")
    result: dict[str, Any] = json.loads(confnotes("import", "--dry-run", "--json", name, *options).out)
    return result


def titles(program: dict[str, Any]) -> list[str]:
    return [talk["title"] for session in program["sessions"] for talk in session["talks"]]


def rows(confnotes: RunConfnotes, vault: Path, *what: str) -> list[dict[str, Any]]:
    (found,) = (v for k, v in json.loads(confnotes(*what, "--json", "--vault", vault).out).items() if k != "schema")
    return list(found)


def test_one_person_spelt_with_and_without_a_stroke_is_one(confnotes: RunConfnotes) -> None:
    page = (
        "# Harbour Workshop 2026\n\n3 June 2026\n\n## Organizers\n\n- Lukasz Nowak (Gdynia)\n- Oyvind Berg (Bergen)\n\n"
        "## Program\n\n| Time | Title | Speaker |\n| --- | --- | --- |\n"
        "| 09:00 - 09:45 | Tides by hand | Łukasz Nowak |\n| 09:45 - 10:30 | Fog and radio | Øyvind Berg |\n"
    )
    assert len(understood(confnotes, "page.md", page)["people"]) == 2


def test_who_is_named_in_a_note_was_met_on_the_day_of_its_file_name(confnotes: RunConfnotes, empty: Path) -> None:
    (empty / "Notes").mkdir()
    (empty / "Notes" / "2024-05-01 walk.md").write_text("with [[Ines Duarte]]\n")
    (empty / "People").mkdir()
    (empty / "People" / "Ines Duarte.md").write_text("of the pier\n")
    (person,) = rows(confnotes, empty, "list", "people")
    assert person["last_met"] == "2024-05-01"


def test_a_note_has_one_day_whoever_asks() -> None:
    front = "---\ndate: 2024-05-07\ncreated: 2024-05-09\n---\n"
    note = parse_note(PurePosixPath("Notes/2024-05-01 walk.md"), front + "at the pier\n")
    photographed = note_day(note)
    assert photographed is not None and note.moment is not None
    assert photographed[0] == note.moment.date()


def test_the_event_of_a_talk_is_not_its_title(confnotes: RunConfnotes) -> None:
    talks = [("Tides by hand", "Ines Duarte"), ("Fog and radio", "Tomas Lind")]
    text = "".join(
        f"-   abstract: {title} is told in full, and why it matters to all who sail.\n    event: Harbour Docs 2026\n"
        f"    series: Harbour Docs\n    slug: talk-{number}\n    speakers:\n    -   name: {name}\n"
        f"    title: {title}\n    year: 2026\n"
        for number, (title, name) in enumerate(talks)
    )
    program = understood(confnotes, "2026.harbour.speakers.yaml", text)
    assert titles(program) == [title for title, _ in talks]
    assert {person["name"] for person in program["people"]} == {name for _, name in talks}


HOURS = (
    "<h2>Programme</h2><table><tr><td>9:00-9:45</td><td>Tides by hand</td></tr>"
    "<tr><td>9:45-10:30</td><td>Fog and radio</td></tr></table>"
)


@known_defect(14, "a stated day is not used, and --starts is not named")
def test_hours_are_put_on_the_day_that_a_page_states_or_the_option_for_it_is_named(confnotes: RunConfnotes) -> None:
    day = "<p>Co-located with Harbour Days, 19-21 November 2018. Workshop: 20 November 2018.</p>"
    for text in (day, "<p>Welcome.</p>"):
        Path("page.html").write_text(f"<html><body><h1>Fog workshop</h1>{text}{HOURS}</body></html>")
        shown = confnotes("import", "--dry-run", "page.html").out
        assert ("2018-11-20 09:00  Tides" in shown) if text == day else ("--starts" in shown)


def test_a_page_is_read_as_a_careful_person_would(confnotes: RunConfnotes) -> None:
    posted = (
        "Title: Schedule\nDate: 2018-08-01 12:00\nCategory: pages\nSlug: schedule\n\n# Schedule\n\n## Morning\n\n"
        "- 09:00 - 09:45 **Tides by hand** Ines Duarte\n- 09:45 - 10:30 **Fog and radio** Tomas Lind\n"
    )
    program = understood(confnotes, "schedule.md", posted)
    assert program["conference"]["start_date"] is None
    table = (
        "# Fog workshop\n\nFriday, 5 June 2026\n\n| Start | End | Programme |\n| --- | --- | --- |\n"
        "| 09:00:00 | 09:10:00 | Opening remarks |\n"
        "| 09:10:00 | 09:50:00 | **Invited Talk**: Ines Duarte (*UC San Diego*) |\n"
    )
    (person,) = understood(confnotes, "table.md", table)["people"]
    assert (person["name"], person["affiliation"]) == ("Ines Duarte", "UC San Diego")


def test_a_source_that_begins_to_state_utc_moves_no_talk(confnotes: RunConfnotes, empty: Path) -> None:
    for hours in ("2026-06-05T09:00,", "2026-06-05T07:00Z,"):
        Path("talks.csv").write_text(f"title,start,id\nTides by hand,{hours}a1\nFog and radio,{hours}a2\n")
        result = confnotes("import", "talks.csv", "--conference", "Fog", "--vault", empty)
    assert "moved" not in result.out + result.err
    assert "07:00" not in (empty / "Fog" / "program.yaml").read_text()


def test_the_public_gets_the_best_talks_and_not_what_the_author_has_to_do(confnotes: RunConfnotes, fog: Path) -> None:
    confnotes("add", "--to", "Boats 9", "- [ ] write to Ines Duarte about the loan", "--vault", fog)
    confnotes("export", "Fog", "--audience", "public", "--format", "json", "-o", "fog.json", "--vault", fog)
    summary = json.loads(Path("fog.json").read_text())
    assert "boats-9" in summary["highlights"][0]["item"]
    assert summary["actions"] == []


def test_no_link_leads_to_a_talk_that_was_deleted_from_a_summary(confnotes: RunConfnotes, fog: Path) -> None:
    confnotes("export", "Fog", "-o", "fog.md", "--vault", fog)
    text = Path("fog.md").read_text()
    gone = re.search(r"### Boats 2\n.*?(?=\n### )", text, re.DOTALL)
    assert gone is not None
    Path("fog.md").write_text(text.replace(gone[0], "").replace("### Boats 4\n", "### The fourth boat\n"))
    confnotes("export", "Fog", "-o", "fog.md", "--vault", fog)
    text = Path("fog.md").read_text()
    headings = {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in re.findall(r"^#+ (.*)", text, re.M)}
    anchors = headings | set(re.findall(r'id="([^"]+)"', text))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


def test_two_people_of_one_name_are_two_or_one_is_asked(confnotes: RunConfnotes, empty: Path) -> None:
    Path("talks.csv").write_text(
        "title,start,speakers\nTides,2024-05-07,Wei Wang (Tsinghua University)\nFog,2024-05-07,Wei Wang (UCLA)\n"
    )
    result = confnotes("import", "talks.csv", "--conference", "Fog", "--vault", empty)
    people = [one for one in rows(confnotes, empty, "list", "people") if one["name"].startswith("Wei Wang")]
    assert len(people) == 2 or "Wei Wang" in result.out + result.err


@pytest.mark.parametrize("target", ["monday", "Notes"])
def test_whatever_somebody_has_can_be_exported(confnotes: RunConfnotes, fog: Path, target: str) -> None:
    (fog / "Notes").mkdir()
    (fog / "Notes" / "Pier.md").write_text("what the harbour master said\n")
    assert confnotes("export", target, "-o", "out.md", "--vault", fog).code == 0


@pytest.mark.parametrize(
    "form", ["html", "markdown", "slides", pytest.param("latex", marks=pytest.mark.needs("pandoc"))]
)
def test_tex_in_titles_is_set(confnotes: RunConfnotes, empty: Path, form: str) -> None:
    Path("talks.csv").write_text('title,start\n"Learning $\\ell_2$ nets in $O(n \\log n)$ time",2024-05-06T09:00\n')
    confnotes("import", "talks.csv", "--conference", "Fog", "--vault", empty)
    confnotes("add", "--to", "Learning", "takeaway: quick", "--vault", empty)
    confnotes("export", "Fog", "--format", form, "-o", "out.x", "--vault", empty)
    text = Path("out.x").read_text()
    assert ("$\\ell_2$" in text or "\\(\\ell_2\\)" in text) if form == "latex" else "ℓ₂ nets in O(n log n)" in text
    if form == "latex":
        return
    assert "\\$\\\\ell" not in text and "$\\ell_2$ nets" not in re.sub(r"<annotation.*?</annotation>", "", text)


def test_a_summary_of_a_few_notes_does_not_list_every_track(confnotes: RunConfnotes, empty: Path) -> None:
    lines = [f"Talk {n},2024-05-06T{9 + n % 9:02}:00,Track {n}" for n in range(55)]
    Path("talks.csv").write_text("\n".join(["title,start,track", *lines]) + "\n")
    confnotes("import", "talks.csv", "--conference", "Fog", "--vault", empty)
    confnotes("add", "--to", "Talk 7", "takeaway: fog lifts at nine", "--vault", empty)
    confnotes("export", "Fog", "-o", "fog.md", "--vault", empty)
    assert Path("fog.md").read_text().count("Track ") < 20


def test_the_default_name_of_a_site_is_not_the_name_of_a_conference(confnotes: RunConfnotes) -> None:
    site = Path("site/sitedata")
    site.mkdir(parents=True)
    (site / "config.yml").write_text("name: MiniConf\ntagline: Fog Days 2026\ndate: 5 June 2026\n")
    (site / "papers.csv").write_text("UID,title,authors,abstract,keywords\n1,Tides by hand,Ines Duarte,By hand,tides\n")
    program = json.loads(confnotes("import", "--dry-run", "--json", "site").out)
    assert program["conference"]["name"] is None


def test_a_search_says_that_a_field_is_unknown_and_fails_where_nothing_is_found(
    confnotes: RunConfnotes, fog: Path
) -> None:
    result = confnotes("search", "foo:bar boats", "--vault", fog)
    assert "foo" in result.err and "field" in result.err
    assert confnotes("search", "zebracorn", "--vault", fog).code == 3


def test_verbs_that_change_many_files_ask_alike_without_a_terminal(confnotes: RunConfnotes, fog: Path) -> None:
    confnotes("add", "--to", "Boats 1", "#tide", "--vault", fog)
    Path("more.csv").write_text("title,start\nAnother boat,2024-05-07T09:00\n")
    imported = confnotes("import", "more.csv", "--conference", "Fog", "--vault", fog)
    retagged = confnotes("retag", "tide", "tides", "--vault", fog)
    assert ("--yes" in imported.err) == ("--yes" in retagged.err), "both write, or both say what makes them write"


def test_the_shell_finds_what_the_screen_finds(confnotes: RunConfnotes, fog: Path) -> None:
    confnotes("add", "--to", "Boats 3", "kubernetes on a boat", "--vault", fog)
    assert "kubernetes on a boat" in confnotes("search", "kubernets", "udp", "--vault", fog).out


def test_attachments_and_task_states_are_known(confnotes: RunConfnotes, empty: Path) -> None:
    (empty / "attachments").mkdir()
    (empty / "attachments" / "plan.pdf").write_bytes(b"%PDF")
    (empty / "Plan.md").write_text("see [[plan.pdf]]\n- [>] row over\n- [-] dive\n")
    (link,) = rows(confnotes, empty, "list", "links")
    assert (link["state"], link["to"]) == ("file", "attachments/plan.pdf")
    states = {task["text"]: task["state"] for task in rows(confnotes, empty, "list", "tasks")}
    assert states == {"row over": "open", "dive": "cancelled"}
