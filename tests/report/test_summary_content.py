"""What stands out, what is common, what is to be done, what was seen and what was not."""

from __future__ import annotations

from datetime import datetime

import pytest

from confnotes.errors import NotFoundError
from confnotes.model.content import FULL, SummaryContent
from confnotes.model.summary import ActionKind, Audience, SlotState, Summary, SummaryCoverage, SummaryOrder, Why
from confnotes.report.summarise import draft
from confnotes.vault.vault import Vault
from summary_samples import export_of, summary_of

NAME = "Dune Days 2031"
AFTER = datetime(2031, 6, 1)
PROGRAM = """
sessions:
  - id: opening
    title: Opening
    start: 2031-05-12T09:00
    end: 2031-05-12T10:00
    talks:
      - {id: key, title: Why sand sings, kind: keynote, start: 2031-05-12T09:00, end: 2031-05-12T10:00, track: Main,
         speakers: [{name: Mira Holt, affiliation: Dune Lab}], links: [{paper: "https://arxiv.org/abs/3105.00001"}]}
      - {id: coffee, title: Coffee, kind: break, start: 2031-05-12T10:00, end: 2031-05-12T10:30, track: Main}
  - id: models
    title: Models
    talks:
      - {id: grain, title: Grain models, start: 2031-05-12T11:00, end: 2031-05-12T11:30, track: Models,
         speakers: [Ravi Sen, Mira Holt]}
      - {id: wind, title: Wind models, start: 2031-05-12T11:30, end: 2031-05-12T12:00, track: Models,
         speakers: [Ravi Sen]}
      - {id: rain, title: Rain models, start: 2031-05-12T12:00, end: 2031-05-12T12:30, track: Models}
  - id: field
    title: Field work
    talks:
      - {id: camp, title: A camp in the dunes, start: 2031-05-13T09:00, end: 2031-05-13T09:30, track: Field}
      - {id: snakes, title: Snakes, start: 2031-05-13T09:30, end: 2031-05-13T10:00, track: Field}
      - {id: maps, title: Maps, start: 2031-05-13T10:00, end: 2031-05-13T10:30, track: Maps}
  - id: hall
    title: Posters
    kind: poster
    start: 2031-05-13T11:00
    end: 2031-05-13T13:00
    talks:
      - {id: p9, title: Slope of a dune, kind: poster, board: "9", speakers: [Ulla Mire]}
      - {id: p12, title: Sound of a dune, kind: poster, board: "12", speakers: [Finn Reed]}
      - {id: p3, title: Colour of a dune, kind: poster, board: "3"}
      - {id: p4, title: Age of a dune, kind: poster, board: "4"}
"""
NOTES = {
    "key": "tags: [sound/booming]\n---\nClaim: grains in step make a tone\nMe: heard it once #sound/booming\n"
    "- [ ] read https://arxiv.org/abs/3105.00002 on booming\n- [x] find the slides\n? why only dry sand",
    "grain": "tags: [sound, models]\nrating: 5\n---\nas [[Why sand sings]] said #sound\n"
    "- [ ] mail @Mira about the data\n"
    "? how many grains\n! ten thousand\nsize matters #takeaway",
    "wind": "tags: [models]\n---\nsee [[Why sand sings]] and [[Grain models]]\n- [ ] ask for the code\n"
    "- [ ] try it at home",
    "p12": "rating: 4\n---\n- claim: a dune has one note\n- doubt: which\n- [ ] ask for the code",
    "p3": "---\n- claim: red by iron\n",
}


@pytest.fixture
def dunes(vault: Vault) -> Vault:
    """A conference of two days, with notes, stars, and a page of a day."""
    folder = vault.root / NAME
    folder.mkdir()
    head = (
        "---\ntype: conference\nstart: 2031-05-12\nend: 2031-05-13\n---\n- [ ] write the report\n- [ ] try it at home\n"
    )
    (folder / f"{NAME}.md").write_text(head, encoding="utf-8")
    (folder / "program.yaml").write_text(PROGRAM, encoding="utf-8")
    for talk, text in NOTES.items():
        note = f"---\ntalk: dune-days-2031/{talk}\n{text}\n"
        (folder / f"{talk}.md").write_text(note, encoding="utf-8")
    day = "---\ntype: day\ndate: 2031-05-12\n---\nA loud day.\n- [x] try it at home\n"
    (folder / "2031-05-12 Day.md").write_text(day, encoding="utf-8")
    for talk in ("rain", "snakes", "p4"):
        vault.mark(NAME, talk, starred=True)
    vault.mark(NAME, "camp", attended=True)
    vault.mark(NAME, "snakes", later=True)
    return vault


def told(summary: Summary, ids: tuple[str, ...]) -> list[str]:
    """The titles of items."""
    return [summary.by_id[one].title for one in ids]


def actions(summary: Summary, kind: ActionKind) -> list[str]:
    """What there is of one kind to do, with a cross where it is done."""
    return [f"{'x ' if one.done else ''}{one.text}" for one in summary.actions if one.kind is kind]


def test_highlights_say_why_and_the_best_comes_first(dunes: Vault) -> None:
    summary = summary_of(dunes, NAME, AFTER)
    assert [(summary.by_id[one.item].title, one.why) for one in summary.highlights] == [
        ("Grain models", (Why.RATING, Why.TAKEAWAYS)),
        ("Sound of a dune", (Why.RATING,)),
        ("Why sand sings", (Why.KEYNOTE, Why.LINKED)),
    ]
    assert [one.text for one in summary.highlights[0].takeaways] == ["size matters"]


def test_not_all_highlights_are_of_one_session(dunes: Vault) -> None:
    talks = "\n".join(f"      - {{id: x{n}, title: Extra {n}}}" for n in range(9))
    path = dunes.root / NAME / "program.yaml"
    path.write_text(f"{PROGRAM}  - id: extra\n    title: Extra\n    talks:\n{talks}\n", encoding="utf-8")
    for n in range(9):
        note = f"---\ntalk: dune-days-2031/x{n}\nrating: 5\n---\nwords\n"
        (dunes.root / NAME / f"x{n}.md").write_text(note, encoding="utf-8")
    summary = summary_of(dunes, NAME, AFTER)
    assert len(summary.highlights) == 7
    assert {"Grain models", "Sound of a dune", "Why sand sings"} <= set(
        told(summary, tuple(one.item for one in summary.highlights))
    )


def test_the_public_sees_no_rating_as_a_reason(dunes: Vault) -> None:
    summary = summary_of(dunes, NAME, AFTER, audience="public")
    assert {why for one in summary.highlights for why in one.why} == {Why.TAKEAWAYS, Why.KEYNOTE, Why.LINKED}


def test_themes_are_what_several_have_in_common_with_the_lines_behind(dunes: Vault) -> None:
    summary = summary_of(dunes, NAME, AFTER)
    assert [(theme.title, told(summary, theme.items)) for theme in summary.themes] == [
        ("Sound", ["Why sand sings", "Grain models"]),
        ("Models", ["Grain models", "Wind models"]),
    ]
    points = {point.text for point in summary.themes[0].points}
    assert points and points.isdisjoint({"grains in step make a tone", "size matters"}), "highlights tell these"
    without = summary_of(dunes, NAME, AFTER, contents=FULL - {SummaryContent.HIGHLIGHTS}).themes[0].points
    assert ("grains in step make a tone", "talk-why-sand-sings") in [(point.text, point.place) for point in without]


def test_tasks_never_support_a_theme_and_questions_only_without_statements(dunes: Vault) -> None:
    for talk, text in (("wind", "- [ ] measure it #models"), ("rain", "? does it sing")):
        note = f"---\ntalk: dune-days-2031/{talk}\ntags: [models]\n---\n{text}\n"
        (dunes.root / NAME / f"{talk}.md").write_text(note, encoding="utf-8")
    models = next(theme for theme in summary_of(dunes, NAME, AFTER).themes if theme.title == "Models")
    assert [point.text for point in models.points] == ["does it sing?"]


def test_a_tag_that_says_what_a_line_is_for_is_no_theme(dunes: Vault) -> None:
    for talk in ("wind", "rain"):
        note = f"---\ntalk: dune-days-2031/{talk}\ntags: [dry]\n---\nlook it up #todo\na book #to-read\n"
        (dunes.root / NAME / f"{talk}.md").write_text(note, encoding="utf-8")
    summary = summary_of(dunes, NAME, AFTER)
    assert {theme.title for theme in summary.themes} == {"Dry", "Sound"}
    assert {"todo", "to-read"}.isdisjoint(tag.name for tag in summary.tags)


def test_themes_can_be_chosen(dunes: Vault) -> None:
    path = dunes.root / NAME / f"{NAME}.md"
    themes = 'themes:\n  - "What one hears: sound/booming"\n  - Models\n  - nothing\n'
    path.write_text(f"---\ntype: conference\n{themes}---\n", encoding="utf-8")
    parts = summary_of(dunes, NAME, AFTER, by="theme").parts
    assert [part.title for part in parts] == ["Models", "What one hears", None, None]
    assert [theme.title for theme in summary_of(dunes, NAME, AFTER).themes] == ["Models"]


def test_next_steps_are_listed_once_with_open_ones_first(dunes: Vault) -> None:
    summary = summary_of(dunes, NAME, AFTER)
    assert actions(summary, ActionKind.DO) == ["write the report", "x find the slides", "x try it at home"]
    assert actions(summary, ActionKind.ASK) == ["why only dry sand"]


def test_people_to_write_to_are_named_and_whoever_gave_the_talk_where_nobody_is(dunes: Vault) -> None:
    found = [one for one in summary_of(dunes, NAME, AFTER).actions if one.kind is ActionKind.WRITE]
    assert [(one.text, one.person) for one in found] == [
        ("mail @Mira Holt about the data", "Mira Holt"),
        ("ask for the code", "Ravi Sen"),
        ("ask for the code", "Finn Reed"),
    ]


@pytest.mark.parametrize(
    ("task", "told"),
    [
        ("- [ ] **Read:** the paper on dunes #sand", (ActionKind.READ, "the paper on dunes", None)),
        ("- [ ] #todo read about dunes", (ActionKind.READ, "read about dunes", None)),
        ("- [ ] read", (ActionKind.READ, "read", None)),
        ("- [ ] watch the talk of @Ravi again", (ActionKind.DO, "watch the talk of @Ravi again", None)),
        ("- [ ] talk to @Ravi", (ActionKind.WRITE, "talk to @Ravi Sen", "Ravi Sen")),
        ("- [ ] #todo", (ActionKind.DO, "#todo", None)),
        ("- [-] read the paper on dunes", None),
    ],
)
def test_a_task_is_summarised_by_what_there_is_to_do(
    dunes: Vault, task: str, told: tuple[ActionKind, str, str | None] | None
) -> None:
    (dunes.root / NAME / "wind.md").write_text(f"---\ntalk: dune-days-2031/wind\n---\n{task}\n", encoding="utf-8")
    found = [one for one in summary_of(dunes, NAME, AFTER).actions if one.item == "talk-wind-models"]
    assert [(one.kind, one.text, one.person) for one in found] == ([told] if told else [])


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("TODO: try the horn", [(ActionKind.DO, "try the horn")]),
        ("Loud.\n\nTODO look into singing sand", [(ActionKind.DO, "look into singing sand")]),
        ("- **TODO: mail @Ravi about the horn**", [(ActionKind.WRITE, "mail @Ravi Sen about the horn")]),
        ("## To look into\n\n- the dunes of Merzouga\n  - in Morocco", [(ActionKind.DO, "the dunes of Merzouga")]),
        ("Open questions:\n- How deep is it?\n\nSand is old.", [(ActionKind.ASK, "How deep is it?")]),
        (
            "#### Offene Fragen\n\n* Wie tief?\n* Wie alt?",
            [(ActionKind.ASK, "Wie tief?"), (ActionKind.ASK, "Wie alt?")],
        ),
        ("```\nTODO: remove this\n```\nTodo el desierto canta.\n\nThings to do in a storm:\n- lie down at once", []),
    ],
    ids=["label", "without a colon", "bold", "heading", "intro", "German", "code, Spanish, advice"],
)
def test_what_an_author_wants_to_do_or_know_is_a_next_step_without_any_mark(
    dunes: Vault, note: str, told: list[tuple[ActionKind, str]]
) -> None:
    (dunes.root / NAME / "wind.md").write_text(f"---\ntalk: dune-days-2031/wind\n---\n{note}\n", encoding="utf-8")
    found = [one for one in summary_of(dunes, NAME, AFTER).actions if one.item == "talk-wind-models"]
    assert [(one.kind, one.text) for one in found] == told
    public = summary_of(dunes, NAME, AFTER, audience="public")
    assert {one.kind for one in public.actions} <= {ActionKind.ASK}, "what there is to do is the author's own"


def test_what_is_to_be_read_has_its_reference(dunes: Vault) -> None:
    (dunes.root / ".confnotes" / "papers.yaml").write_text('"https://arxiv.org/abs/3105.00001": to-read\n')
    (dunes.root / "Papers").mkdir()
    paper = "---\ntitle: The booming of dunes\npaper: https://arxiv.org/abs/3105.00003\n---\n"
    (dunes.root / "Papers" / "Booming.md").write_text(paper, encoding="utf-8")
    note = "- [ ] read [[Booming]] at last\n- worth reading: https://arxiv.org/abs/3105.00004\n"
    (dunes.root / NAME / "Walk.md").write_text(note, encoding="utf-8")
    summary = summary_of(dunes, NAME, AFTER)
    numbers = {one.number: one.resource.url[-1] for one in summary.references}
    found = {one.text: numbers[one.reference or 0] for one in summary.actions if one.kind is ActionKind.READ}
    assert found == {
        "https://arxiv.org/abs/3105.00002 on booming": "2",
        "Booming at last": "3",
        "https://arxiv.org/abs/3105.00004": "4",
        "Why sand sings": "1",
    }
    public = summary_of(dunes, NAME, AFTER, audience="public")
    assert "Why sand sings" not in [one.text for one in public.actions], "the mark is the author's own"


def test_posters_stand_in_board_order_and_those_with_a_claim_only_in_the_table(dunes: Vault) -> None:
    summary = summary_of(dunes, NAME, AFTER)
    assert [(summary.by_id[one].number, summary.by_id[one].claim) for one in summary.posters] == [
        ("3", "red by iron"),
        ("12", "a dune has one note"),
    ]
    in_parts = {item.title for item in summary.items()}
    assert "Sound of a dune" in in_parts
    assert "Colour of a dune" not in in_parts


@pytest.mark.parametrize(
    ("at", "missed", "listed"),
    [
        (datetime(2031, 5, 12, 8), [], {"Rain models", "Age of a dune"}),
        (datetime(2031, 5, 12, 12, 30), ["Rain models"], {"Age of a dune"}),
        (AFTER, ["Rain models", "Age of a dune"], set()),
    ],
)
def test_a_starred_talk_is_missed_once_it_is_over(
    dunes: Vault, at: datetime, missed: list[str], listed: set[str]
) -> None:
    summary = summary_of(dunes, NAME, at)
    assert told(summary, summary.missed) == missed
    assert told(summary, summary.later) == ["Snakes"]
    shown = {item.title for item in summary.items()} | set(told(summary, summary.posters))
    assert listed <= shown
    assert shown.isdisjoint([*missed, "Snakes"])


def test_the_numbers_and_the_tracks(dunes: Vault) -> None:
    summary = summary_of(dunes, NAME, AFTER)
    assert summary.coverage == SummaryCoverage(talks=4, of_talks=7, posters=2, of_posters=4, missed=2, later=1)
    assert [(one.name, one.talks, one.seen, one.missed) for one in summary.tracks] == [
        ("Models", 3, 2, 1),
        ("Field", 2, 1, 0),
        ("Main", 1, 1, 0),
        ("Maps", 1, 0, 0),
    ]
    day = summary_of(dunes, "2031-05-12", AFTER)
    assert day.coverage == SummaryCoverage(talks=3, of_talks=4, missed=1), "only what is of that day counts"


def test_a_cancelled_talk_with_a_note_is_in_the_summary_but_not_in_its_numbers(dunes: Vault) -> None:
    path = dunes.root / NAME / "program.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("id: wind,", "id: wind, cancelled: true,"), encoding="utf-8"
    )
    dunes.mark(NAME, "wind", attended=True)
    summary = summary_of(dunes, NAME, AFTER)
    assert (summary.coverage.talks, summary.coverage.of_talks) == (3, 6)
    assert next((one.talks, one.seen) for one in summary.tracks if one.name == "Models") == (2, 1)
    assert "Wind models" in [item.title for item in summary.items()]


def test_the_public_sees_neither_stars_nor_visits_in_numbers_or_pictures(dunes: Vault) -> None:
    summary = summary_of(dunes, NAME, AFTER, audience="public")
    assert summary.coverage == SummaryCoverage(talks=3, of_talks=7, posters=2, of_posters=4)
    assert not any(one.starred or one.missed for one in summary.tracks)
    states = {slot.title: slot.state for day in summary.timeline for slot in day.slots}
    assert set(states.values()) == {SlotState.SEEN, SlotState.PASSED}
    assert states["A camp in the dunes"] is SlotState.PASSED


def test_the_timeline_has_each_covered_talk_and_the_skipped_sessions(dunes: Vault) -> None:
    first, second = summary_of(dunes, NAME, AFTER).timeline
    assert [(slot.start.hour, slot.title, slot.state.value, slot.item is not None) for slot in first.slots] == [
        (9, "Why sand sings", "seen", True),
        (11, "Grain models", "seen", True),
        (11, "Wind models", "seen", True),
        (12, "Rain models", "missed", True),
    ]
    assert ("Maps", "passed") in [(slot.title, slot.state.value) for slot in second.slots]


def test_by_person_each_talk_stands_once_and_is_named_with_its_other_people(dunes: Vault) -> None:
    parts = summary_of(dunes, NAME, AFTER, by="person").parts
    assert [(part.title, [item.title for item in part.items()], part.also) for part in parts if part.title] == [
        ("Mira Holt", ["Why sand sings"], ("talk-grain-models",)),
        ("Finn Reed", ["Sound of a dune"], ()),
        ("Ravi Sen", ["Grain models", "Wind models"], ()),
    ]


def test_terms_are_found_in_the_notes_of_the_summary(dunes: Vault) -> None:
    names = {one.name: one.is_tag for one in summary_of(dunes, NAME, AFTER).topics}
    assert names["models"]
    assert names["dune"] is False


@pytest.mark.parametrize(
    ("notes", "term", "found"),
    [
        (["claim: wet sand is mute", "so much for wet sand"], "wet sand", True),
        (["there is wet sand here", "so much for wet sand"], "wet sand", False),
        (["claim: wet, sand is mute", "claim: wet is the sand"], "wet sand", False),
        (["claim: sand to count", "claim: sand to count"], "sand count", False),
        (["claim: a barrier", "claim: no barrier"], "barrier", False),
        (["claim: GPT-4 and AI models", "AI models"], "AI models", True),
        (["claim: on Sat Feb", "on Sat Feb"], "sat feb", False),
    ],
)
def test_a_term_is_what_several_talks_were_about_and_not_only_a_word_in_them(
    dunes: Vault, notes: list[str], term: str, found: bool
) -> None:
    for talk, text in zip(("wind", "rain"), notes, strict=True):
        note = f"---\ntalk: dune-days-2031/{talk}\n---\n{text}\n"
        (dunes.root / NAME / f"{talk}.md").write_text(note, encoding="utf-8")
    assert (term in {one.name for one in summary_of(dunes, NAME, AFTER).topics}) is found


@pytest.fixture
def two_years(dunes: Vault) -> Vault:
    """Another conference of that year, and one of the year before."""
    for name, day in (("Reef Days 2031", "2031-02-03"), ("Reef Days 2030", "2030-02-03")):
        folder = dunes.root / name
        folder.mkdir()
        (folder / f"{name}.md").write_text(
            f"---\ntype: conference\nstart: {day}\n---\nAbout {name}.\n", encoding="utf-8"
        )
        (folder / "a.md").write_text(f"---\ntitle: Corals\ndate: {day}\nrating: 5\n---\nblue\n", encoding="utf-8")
    return dunes


def test_the_overview_leaves_out_what_is_done_and_headings_that_nothing_else_is_below(two_years: Vault) -> None:
    note = two_years.root / "Reef Days 2031" / "Reef Days 2031.md"
    body = (
        "Corals.\n\n## Plan\n\n- [x] pack\n  - the lamp\n\n## Hopes\n\n- [x] book\n- [ ] dive\n\n## Empty\n\n- [x] go\n"
    )
    note.write_text(f"---\ntype: conference\n---\n{body}", encoding="utf-8")
    assert summary_of(two_years, "Reef Days 2031", AFTER).overview == "Corals.\n\n## Hopes\n\n- [ ] dive"


@pytest.mark.parametrize(
    ("target", "title"),
    [("2031", "2031"), ("Dune Days 2031, reef-days-2031", "Reef Days 2031, Dune Days 2031")],
)
def test_several_conferences_are_summarised_together(two_years: Vault, target: str, title: str) -> None:
    summary = summary_of(two_years, target, AFTER)
    assert summary.title == title
    assert [one.name for one in summary.conferences] == ["Reef Days 2031", "Dune Days 2031"]
    assert [part.conference for part in summary.parts] == ["Reef Days 2031", "Dune Days 2031", "Dune Days 2031"]
    assert {"Corals", "Grain models"} <= {summary.by_id[one.item].title for one in summary.highlights}
    assert "# Reef Days 2031\n\nAbout Reef Days 2031." in summary.overview


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("1999", "no conference in 1999"),
        ("Dune Days 2031, Lake Days", "no conference “Lake Days” in this vault"),
    ],
)
def test_a_year_or_list_without_conferences_is_an_error(two_years: Vault, target: str, told: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        summary_of(two_years, target)
    assert caught.value.message == told


@pytest.mark.parametrize("audience", [Audience.ME, Audience.TEAM])
def test_a_talk_whose_note_says_nothing_is_no_talk_with_notes(dunes: Vault, audience: Audience) -> None:
    def told() -> str:
        return (
            export_of(dunes, NAME, "markdown", AFTER, audience=audience).decode().partition("<!-- confnotes lines")[0]
        )

    before = told()
    note = dunes.root / NAME / "Maps.md"
    note.write_text("---\ntalk: dune-days-2031/maps\nspeakers: [Una]\n---\n\n", encoding="utf-8")
    assert told() == before
    note.write_text("---\ntalk: dune-days-2031/maps\nrating: 4\n---\n", encoding="utf-8")
    assert "Maps" in told()


def test_the_author_sees_what_is_left_out_and_why(dunes: Vault) -> None:
    folder = dunes.root / NAME
    (folder / "Secret.md").write_text("---\ntitle: A secret\nprivate: true\n---\nx\n", encoding="utf-8")
    (folder / "Half.md").write_text("---\ntitle: Half\n---\nx ![[lost.jpg]]\n%% mine %%\n%% too %%\n", encoding="utf-8")
    (folder / "Empty.md").write_text("---\ntitle: Empty\n---\n\n", encoding="utf-8")
    (folder / "grain (conflict 0a1b2c3d).md").write_text("x\n", encoding="utf-8")

    def reasons(audience: Audience) -> dict[str, int]:
        found = draft(dunes, SummaryOrder(NAME, audience=audience), AFTER).left_out
        return {one.why: one.number for one in found}

    mine = {
        "note without text": 1,
        "photo missing or in an unsupported format": 1,
        "conflict copy (see `confnotes doctor`)": 1,
        "other talks of the program": 2,
    }
    assert reasons(Audience.ME) == mine
    assert reasons(Audience.TEAM) == {"private note": 1, "private lines": 2, **mine}
    assert reasons(Audience.PUBLIC)["talks only starred"] == 3


@pytest.mark.parametrize(
    "field", ["aliases: [Booming]", "aliases: Booming", "aliases: Roar, Booming", "alias: Booming"]
)
def test_a_link_by_any_alias_leads_to_the_talk(dunes: Vault, field: str) -> None:
    (dunes.root / NAME / "key.md").write_text(f"---\ntalk: dune-days-2031/key\n{field}\n---\nloud\n", encoding="utf-8")
    (dunes.root / NAME / "rain.md").write_text(
        "---\ntalk: dune-days-2031/rain\n---\nas [[Booming]]\n", encoding="utf-8"
    )
    (item,) = (one for one in summary_of(dunes, NAME, AFTER).items() if one.title == "Rain models")
    assert item.notes[0].text == "as [Booming](#talk-why-sand-sings)"


@pytest.mark.parametrize("audience", ["me", "team", "public"])
def test_a_noted_talk_that_the_author_did_not_attend_does_not_count_as_attended(dunes: Vault, audience: str) -> None:
    before = summary_of(dunes, NAME, AFTER, audience=audience)
    dunes.mark(NAME, "wind", absent=True)
    after = summary_of(dunes, NAME, AFTER, audience=audience)
    assert after.coverage.talks == before.coverage.talks - 1
    assert sum(track.seen for track in after.tracks) == sum(track.seen for track in before.tracks) - 1
    wind = next(slot for day in after.timeline for slot in day.slots if slot.title == "Wind models")
    assert wind.state is SlotState.PASSED
    assert [item.title for item in after.items() if item.noted] == [item.title for item in before.items() if item.noted]
