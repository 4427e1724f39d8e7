"""What a note refers to stands in the panel as soon as it is typed; titles come only for those who want them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from textual.pilot import Pilot

from confnotes.actions.references import fetch_titles as fetching
from confnotes.actions.references.fetch_titles import Consent, TitleOptions, consent, remember
from confnotes.catalogue.papers.paper_library import titles
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.vault.vault import Vault
from screen_samples import at, settled, text_of, until
from web_site import WebSite, web_site

WIDE = (120, 32)
NOTE = "HarbourConf 2031/Tides.md"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebSite]:
    """A site on this machine, which may be asked here."""
    inner = fetching.fetch_titles

    def from_here(vault: Vault, urls: list[str], today: object, manner: TitleOptions) -> fetching.FetchedTitles:
        return inner(vault, urls, today, TitleOptions(allow_private=True, pause=0.0, cancelled=manner.cancelled))  # type: ignore[arg-type]

    monkeypatch.setattr(fetching, "fetch_titles", from_here)
    with web_site() as serving:
        serving.pages["/tides.pdf"] = b'<meta name="citation_title" content="Tides from Ten Weights">'
        yield serving


def screen_of(app: ConfnotesApp) -> NoteScreen:
    assert isinstance(app.screen, NoteScreen)
    return app.screen


async def seen(pilot: Pilot[None], app: ConfnotesApp, words: str) -> str:
    """The panel once those words stand in it."""
    await until(pilot, lambda: isinstance(app.screen, NoteScreen) and words in text_of(app.screen.panel.pane))
    return text_of(screen_of(app).panel.pane)


async def test_what_is_typed_is_a_reference_before_it_is_saved(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(next(iter(key_of(vault))))
        await settled(pilot)
        screen = screen_of(app)
        assert "Slides    example.org" in text_of(screen.panel.pane)
        screen.editor.insert("see arXiv:1905.13633v2 and https://arxiv.org/pdf/1905.13633")
        shown = await seen(pilot, app, "Mentions  arxiv.org 1905.13633")
        assert shown.count("1905.13633") == 1
        screen.editor.insert("\nCode: github.com/ada/tides\nlike doi:10.1000/xyz.")
        shown = await seen(pilot, app, "Code      ada/tides")
        assert "          doi 10.1000/xyz" in shown, "mentions stand together"
        await pilot.press("ctrl+z", "ctrl+z")
        await until(pilot, lambda: "1905.13633" not in text_of(screen.panel.pane))


def key_of(vault: Vault) -> Iterator[str]:
    from confnotes.catalogue.program.whats_on import agenda
    from screen_samples import CONFERENCE

    return (card.key for card in agenda(vault, CONFERENCE) if card.talk.title == "Slow Boats")


async def test_nothing_is_fetched_before_somebody_says_so_and_the_answer_counts(vault: Vault, site: WebSite) -> None:
    (vault.root / NOTE).write_text(f"see {site.url}/tides.pdf\n", encoding="utf-8")
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE)
        await seen(pilot, app, "Mentions  tides.pdf")
        assert site.asked == []
        screen_of(app).panel.references.fetch_titles()
        await pilot.pause()
        assert isinstance(app.screen, ChoiceScreen)
        await pilot.press("enter")
        await seen(pilot, app, "Tides from Ten Weights")
    assert consent() is Consent.ASK, "once is once"
    assert list(titles(vault).values()) == ["Tides from Ten Weights"]


async def test_with_consent_titles_are_fetched_automatically(vault: Vault, site: WebSite) -> None:
    remember(Consent.YES)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_new("Tides")
        await settled(pilot)
        screen_of(app).editor.insert(f"see {site.url}/tides.pdf and {site.url}/missing")
        await seen(pilot, app, "Tides from Ten Weights")
        await asyncio.sleep(1.0)
        await pilot.pause()
        assert len(site.asked) == 2, "what has no title is not asked again and again"


async def test_without_consent_nothing_is_fetched_or_asked(vault: Vault, site: WebSite) -> None:
    remember(Consent.NO)
    (vault.root / NOTE).write_text(f"see {site.url}/tides.pdf\n", encoding="utf-8")
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE)
        await seen(pilot, app, "Mentions  tides.pdf")
        await settled(pilot)
    assert site.asked == []
