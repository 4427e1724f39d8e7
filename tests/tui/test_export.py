"""From the last talk to a file that others read, in a minute."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from confnotes import config
from confnotes.actions.exporting import preview
from confnotes.actions.exporting.export_web_page import web_page
from confnotes.actions.exporting.render_preferences import RenderPreferences
from confnotes.model.mark import Mark
from confnotes.model.summary import ActionKind, LeftOut, SummaryAction, SummaryCoverage
from confnotes.report import summarise
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.export.pick_screen import PickScreen
from confnotes.tui.screens.export.screen import ExportScreen
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, at, settled, text_of, until
from summary_samples import small

TIDES = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"


def screen(app: ConfnotesApp) -> ExportScreen:
    assert isinstance(app.screen, ExportScreen)
    return app.screen


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def noted(vault: Vault) -> Vault:
    talk = "talk: harbourconf-2031/tides-in-memory"
    vault.save(
        TIDES,
        f'---\ntitle: Tides in Memory\nconference: "[[{CONFERENCE}]]"\n{talk}\n---\n\n'
        "Memory comes in waves #tides\n%%the speaker was late%%\n- [ ] read the book\n",
        None,
    )
    return vault


async def opened(pilot: Pilot[None], *keys: str) -> ExportScreen:
    """The export, from Now, with its preview."""
    await settled(pilot)
    await pilot.press("x")
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, ConfnotesApp)
    await until(pilot, lambda: screen(app).preview.lines)
    await pilot.press(*keys)
    await settled(pilot)
    return screen(app)


async def choose(pilot: Pilot[None], row: str, typed: str) -> None:
    """Open the list of a row, type, and take what stands first."""
    pilot.app.screen.query_one(f"#{row}").focus()
    await pilot.press("enter")
    assert isinstance(pilot.app.screen, PickScreen)
    await pilot.press(*typed, "enter")
    await settled(pilot)


async def test_from_now_to_a_page_that_opens(
    noted: Vault, in_a_folder_of_its_own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/was-opened"\n', encoding="utf-8")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr("sys.platform", "linux")
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        assert CONFERENCE in text_of(page.preview) and "Memory comes in waves" in text_of(page.preview)
        assert "late" not in text_of(page.preview), "the team reads nothing private, and is what one begins with"
        assert "1 talk" in text_of(page.told)
        await pilot.press("ctrl+s")
        await settled(pilot)
        written = in_a_folder_of_its_own / f"{CONFERENCE} summary.html"
        assert "Memory comes in waves" in written.read_text(encoding="utf-8")
        told = "".join(text_of(page.result).split())
        assert "KB" in told and "".join(written.name.split()) in told, "wherever its line is broken"
        await pilot.press("enter")
        await until(pilot, (tmp_path / "was-opened").exists)
        await until(pilot, lambda: (tmp_path / "was-opened").read_text(encoding="utf-8").strip() == str(written))


async def test_without_a_desktop_to_open_the_file_its_path_is_shown(
    noted: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, "ctrl+right_square_bracket")
        assert "Write the file first" in page.line.message
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("ctrl+right_square_bracket")
        assert f"{CONFERENCE} summary.html" in page.line.message


@pytest.mark.parametrize(
    ("typed", "name", "seen"),
    [
        ("markdown", f"{CONFERENCE} summary.md", "Memory comes in waves"),
        ("json", f"{CONFERENCE} summary.json", '"title"'),
        ("table", f"{CONFERENCE} summary.csv", "Tides in Memory,"),
        ("calendar", f"{CONFERENCE} schedule.ics", "BEGIN:VCALENDAR"),
        ("papers", f"{CONFERENCE} papers.bib", "1905.13633"),
    ],
)
async def test_what_will_come_out_is_seen_in_every_form(
    noted: Vault, in_a_folder_of_its_own: Path, typed: str, name: str, seen: str
) -> None:
    from confnotes.actions.program import mark_talk

    noted.save(f"{CONFERENCE}/Reading.md", "See arXiv:1905.13633.\n", None)
    mark_talk.mark_talk(noted, "harbourconf-2031/tides-in-memory", Mark.STAR, True)
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        await choose(pilot, "form", typed)
        await until(pilot, lambda: seen in text_of(page.preview))
        assert page.path.name == name
        await pilot.press("ctrl+s")
        await settled(pilot)
    assert seen in (in_a_folder_of_its_own / name).read_text(encoding="utf-8")


async def test_a_day_a_tag_or_any_search_is_taken_from_a_list_that_is_typed_into(noted: Vault) -> None:
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        for typed, target in (("tue 13", "2031-05-13"), ("#tides", "tag:tides"), ("waves -fog", "waves -fog")):
            await choose(pilot, "what", typed)
            assert (page.wanted().order.target, page.wanted().order.conference) == (target, CONFERENCE)
        assert "waves" in page.path.name


async def test_a_preset_chooses_parts_and_options_and_another_begins_anew(noted: Vault) -> None:
    (noted.root / ".confnotes/presets.yaml").write_text(
        "to mum:\n  only: digest\n  audience: public\n", encoding="utf-8"
    )
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        for typed, form, audience, parts in (
            ("to mum", "html", "public", 1),
            ("draft for your mail", "mail", "team", 4),
            ("minutes", "html", "team", 5),
            ("all parts", "html", "team", 15),
        ):
            await choose(pilot, "parts", typed)
            wanted = page.wanted()
            assert (wanted.form, wanted.order.audience, len(wanted.order.contents)) == (form, audience, parts)


async def test_parts_are_ticked_and_there_again(noted: Vault, in_a_folder_of_its_own: Path) -> None:
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        page.order_form.parts.focus()
        await pilot.press("enter", *"themes", "tab", *"people", "tab", "enter")
        await settled(pilot)
        assert page.wanted().order.contents == {"themes", "people"}
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("escape")
        page = await opened(pilot)
        assert page.wanted().order.contents == {"themes", "people"}


async def test_several_conferences_are_ticked(noted: Vault) -> None:
    noted.save("Fogbank 2031/Fogbank 2031.md", "---\ntitle: Fogbank 2031\ntype: conference\n---\n", None)
    noted.save("Fogbank 2031/Fog.md", "Fog is a cloud with a view\n", None)
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        page.order_form.conference.focus()
        await pilot.press("enter", "tab", "down", "tab", "enter")
        await settled(pilot)
        assert page.wanted().order.target == f"{CONFERENCE}, Fogbank 2031"


async def test_what_was_chosen_for_a_conference_is_there_again(
    noted: Vault, in_a_folder_of_its_own: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        await choose(pilot, "form", "markdown")
        await choose(pilot, "audience", "public")
        await choose(pilot, "author", "Ada Vento")
        page.order_form.file.focus()
        page.order_form.file.value = str(tmp_path / "elsewhere" / "mine.md")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert (tmp_path / "elsewhere" / "mine.md").is_file()
        await pilot.press("escape")
        page = await opened(pilot)
        order = page.wanted()
        assert (order.form, order.order.audience, order.order.author) == ("markdown", "public", "Ada Vento")
        assert page.path.parent == tmp_path / "elsewhere"


async def test_another_conference_begins_signed_and_worded_as_the_last_one(noted: Vault) -> None:
    noted.save("Fogbank 2031/Fogbank 2031.md", "---\ntitle: Fogbank 2031\ntype: conference\n---\n", None)
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        await choose(pilot, "author", "Ada Vento")
        await choose(pilot, "language", "deutsch")
        await choose(pilot, "audience", "me")
        await pilot.press("ctrl+s")
        await settled(pilot)
        await choose(pilot, "conference", "fogbank")
        wanted = page.wanted()
        assert (wanted.order.target, wanted.order.author, wanted.look.language) == ("Fogbank 2031", "Ada Vento", "de")
        assert wanted.order.audience == "team", "for whom is asked anew"


async def test_the_name_in_the_settings_signs_until_another_is_chosen(noted: Vault) -> None:
    settings = config.settings_file()
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("author: Ada Vento\n", encoding="utf-8")
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        assert "Ada Vento" in text_of(page.order_form.author) and "Ada Vento" in text_of(page.preview)
        await choose(pilot, "author", "no author")
        await until(pilot, lambda: "Ada Vento" not in text_of(page.preview))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_one_sees_that_what_is_private_will_come_out(noted: Vault, size: tuple[int, int]) -> None:
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=size) as pilot:
        page = await opened(pilot)
        assert "includes" not in text_of(page.told)
        await choose(pilot, "audience", "me")
        await until(pilot, lambda: "includes" in text_of(page.told))
        told = text_of(page.told)
        assert "1 private line" in told.partition("left out")[0] and "private" not in told.partition("left out")[2]


async def test_a_remembered_choice_that_is_damaged_is_passed_over(noted: Vault, tmp_path: Path) -> None:
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, "ctrl+s")
        (kept,) = (tmp_path / "state" / "confnotes" / "exports").iterdir()
        whole = kept.read_text(encoding="utf-8")
        for damaged in (whole.replace('"html"', "[1]"), whole.replace('"team"', '"teem"')):
            kept.write_text(damaged, encoding="utf-8")
            await pilot.press("escape")
            wanted = (await opened(pilot)).wanted()
            assert (wanted.form, wanted.order.audience) == ("html", "team")
        kept.write_bytes(b'{"a": \xff')
        await pilot.press("escape")
        assert (await opened(pilot)).wanted().form == "html"


async def test_a_file_that_is_there_is_replaced_only_when_asked_twice(
    noted: Vault, in_a_folder_of_its_own: Path
) -> None:
    for form, ending in (("web", "html"), ("markdown", "md")):
        app = ConfnotesApp(noted, at("18:30"))
        there = in_a_folder_of_its_own / f"{CONFERENCE} summary.{ending}"
        there.write_text("mine", encoding="utf-8")
        async with app.run_test(size=(120, 40)) as pilot:
            page = await opened(pilot)
            await choose(pilot, "form", form)
            await pilot.press("ctrl+s")
            await settled(pilot)
            assert there.read_text(encoding="utf-8") == "mine" and "ctrl+s again" in page.line.message
            await pilot.press("ctrl+s")
            await settled(pilot)
            assert not page.line.message
        assert CONFERENCE in there.read_text(encoding="utf-8")


async def test_markdown_is_made_again_around_what_its_author_changed(
    noted: Vault, in_a_folder_of_its_own: Path
) -> None:
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        await choose(pilot, "form", "markdown")
        await pilot.press("ctrl+s")
        await settled(pilot)
        file = in_a_folder_of_its_own / f"{CONFERENCE} summary.md"
        text = file.read_text(encoding="utf-8").replace("Memory comes in waves", "Memory comes in great waves")
        file.write_text(text, encoding="utf-8")
        noted.save(TIDES, noted.read(TIDES).text + "and goes with the moon\n", noted.read(TIDES).version)
        await pilot.press("ctrl+s")
        await settled(pilot)
        text = file.read_text(encoding="utf-8")
        assert "great waves" in text and "goes with the moon" in text
        assert "kept your edits" in text_of(page.result).replace("\n    ", " ")


async def test_a_draft_for_oneself_is_replaced_by_one_for_the_team_only_when_one_knows_why(
    noted: Vault, in_a_folder_of_its_own: Path
) -> None:
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        await choose(pilot, "form", "markdown")
        await choose(pilot, "audience", "me")
        await pilot.press("ctrl+s")
        await settled(pilot)
        await choose(pilot, "audience", "team")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "exported for yourself" in page.line.message and "ctrl+s again" in page.line.message
        file = in_a_folder_of_its_own / f"{CONFERENCE} summary.md"
        assert "late" in file.read_text(encoding="utf-8")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "late" not in file.read_text(encoding="utf-8")


async def test_a_target_that_cannot_be_written_is_reported_with_what_to_do(noted: Vault, tmp_path: Path) -> None:
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        page.order_form.file.value = str(tmp_path / "nowhere" / "summary.md")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "folder not found" in page.line.message and "Create it" in page.line.message
        assert not page.result.display


async def test_esc_stops_what_takes_long_and_nothing_is_written(
    noted: Vault, in_a_folder_of_its_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    going, may_end = threading.Event(), threading.Event()

    def slow(*arguments: object, **options: object) -> object:
        going.set()
        may_end.wait(20)
        return web_page(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("confnotes.actions.exporting.export_file.web_page", slow)
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, "tab")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: going.is_set() and "Web page" in text_of(page.result))
        assert "esc to cancel" in text_of(page.result)
        await pilot.press("escape")
        assert "Nothing was written" in page.line.message and not page.result.display
        may_end.set()
        await settled(pilot)
        assert app.screen is page
    assert not list(in_a_folder_of_its_own.iterdir())


async def test_the_preview_stays_where_one_reads_when_another_choice_is_made(noted: Vault) -> None:
    text = noted.read(TIDES)
    noted.save(TIDES, text.text + "".join(f"wave {number}\n\n" for number in range(60)), text.version)
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 24)) as pilot:
        page = await opened(pilot)
        await until(pilot, lambda: page.preview.max_scroll_y > 60)
        page.preview.scroll_to(y=40, animate=False, immediate=True)
        await pilot.pause()
        top = text_of(page.preview).splitlines()[40]
        page.order_form.audience.focus()
        await pilot.press("left")
        await settled(pilot)
        assert text_of(page.preview).splitlines()[int(page.preview.scroll_offset.y)] == top


async def test_what_an_export_leaves_out_is_listed_with_numbers_and_names(
    noted: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out = (
        LeftOut("private notes", 2, ("Dinner", "[b]Gossip[/b]")),
        LeftOut("talks without a note", 7, ("Fog",), 6),
    )
    drafted = summarise.draft
    monkeypatch.setattr(summarise, "draft", lambda *given: summarise.SummaryDraft(drafted(*given).summary, left_out))
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(80, 24)) as pilot:
        page = await opened(pilot)
        await until(pilot, lambda: "2 private notes · 7 talks without a note" in text_of(page.told))
        await pilot.press("ctrl+g", "H")
        await settled(pilot)
        shown = text_of(app.screen.query_one("#left-out"))
        assert "[b]Gossip[/b]" in shown and "and 6 more" in shown


@pytest.mark.parametrize("size", [(80, 24), (120, 32)])
async def test_every_choice_is_reached_by_keys(noted: Vault, size: tuple[int, int]) -> None:
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=size) as pilot:
        page = await opened(pilot)
        assert page.preview.size.height >= 10
        if size == (80, 24):
            await pilot.press("ctrl+g", "full_stop")
        seen = set()
        for _ in range(14):
            seen.add(app.focused.id if app.focused else "")
            await pilot.press("tab")
        assert {"conference", "what", "form", "audience", "by", "language", "theme", "names", "whose", "file"} <= seen


def test_as_many_talks_and_posters_are_counted_as_the_page_says_were_seen() -> None:
    summary = replace(small(), coverage=SummaryCoverage(talks=3, of_talks=9, posters=2, of_posters=40))
    counts = preview.preview_pages(summarise.SummaryDraft(summary), RenderPreferences()).counts
    assert counts is not None and (counts.talks, counts.posters) == (3, 2)


def test_a_question_is_not_counted_as_something_to_do() -> None:
    actions = tuple(SummaryAction(kind, "words", "item") for kind in (ActionKind.DO, ActionKind.ASK, ActionKind.ASK))
    counts = preview.preview_pages(
        summarise.SummaryDraft(replace(small(), actions=actions)), RenderPreferences()
    ).counts
    assert counts is not None and (counts.actions, counts.questions) == (1, 2)


def test_counting_pages_rounds_up() -> None:
    counts = preview.Counts(1, 0, 0, 0, 0, 0, 0, preview.WORDS_ON_A_PAGE + 1)
    assert counts.pages == 2


async def test_an_export_without_notes_shows_that_nothing_was_noted(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("09:00"))
    async with app.run_test(size=(80, 24)) as pilot:
        page = await opened(pilot)
        await until(pilot, lambda: "no notes yet" in text_of(page.told))


async def test_a_vault_without_a_conference_says_what_to_do(tmp_path: Path) -> None:
    app = ConfnotesApp(Vault.create(tmp_path / "empty"), at("18:30"))
    async with app.run_test(size=(80, 24)) as pilot:
        page = await opened(pilot, "ctrl+s")
        assert "import a program" in text_of(page.preview)


async def test_a_path_that_is_too_long_is_answered(noted: Vault) -> None:
    app = ConfnotesApp(noted, at("18:00"))
    async with app.run_test(size=(80, 24)) as pilot:
        export_screen = await opened(pilot)
        export_screen.order_form.file.value = f"{'x' * 5000}.html"
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "too long" in export_screen.line.message


async def test_notes_without_a_conference_are_exported_too(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "diary")
    vault.save("Journal/2031-05-03.md", "- met Ines at the pier\n", None)
    app = ConfnotesApp(vault, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        export = await opened(pilot)
        assert "met Ines" in text_of(export.preview)
        assert export.order_form.conference.value == "Notes"
        assert "Notes summary" in export.order_form.file.path
        assert [one.value for one in export.order_form.conference.options] == ["Notes", "Journal"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [("slack", f"*{CONFERENCE}*"), ("matrix", f"## {CONFERENCE}"), ("mail", CONFERENCE), ("bluesky", CONFERENCE)],
)
async def test_a_message_is_copied_without_writing_a_file(
    noted: Vault, in_a_folder_of_its_own: Path, monkeypatch: pytest.MonkeyPatch, typed: str, words: str
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    app = ConfnotesApp(noted, at("18:30"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        await choose(pilot, "form", typed)
        await until(pilot, lambda: words in text_of(page.preview))
        await pilot.press("c")
        await until(pilot, lambda: app.clipboard.startswith(words))
    assert not list(in_a_folder_of_its_own.iterdir())


async def test_posts_are_cut_for_the_chosen_network_which_is_remembered(
    noted: Vault, in_a_folder_of_its_own: Path
) -> None:
    for again in (False, True):
        app = ConfnotesApp(noted, at("18:30"))
        async with app.run_test(size=(120, 40)) as pilot:
            page = await opened(pilot)
            if not again:
                await choose(pilot, "form", "posts for x")
            await until(pilot, lambda page=page: page.wanted().look.network == "x")  # type: ignore[misc]
            assert page.wanted().form == "thread"
            await pilot.press("ctrl+s", *(["ctrl+s"] if again else []))
            await settled(pilot)
    assert (in_a_folder_of_its_own / f"{CONFERENCE} summary.thread.txt").is_file()
