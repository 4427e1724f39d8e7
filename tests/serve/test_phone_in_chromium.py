"""The page for phones in a real browser: what is on, lines and photos that arrive once, also over a bad network."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from browser import Browser, Page

from .conftest import KELP, MOON, SALT, TIDES, Served
from .test_answers import picture

pytestmark = pytest.mark.needs("chromium")

PHONE, DESK = (390, 844), (1280, 900)
RULES = "({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
TITLES = "[...document.querySelectorAll('SECTION .title')].map((one) => one.textContent)"
WAITING = "[...document.querySelectorAll('#waiting .text')].map((one) => one.textContent)"
ON = TITLES.replace("SECTION", ".on")


@pytest.fixture
def page(running: Browser, server: Served) -> Page:
    """The page on a phone, signed in by the address that the QR code has."""
    return open_page(running, server)


def open_page(running: Browser, server: Served, size: tuple[int, int] = PHONE) -> Page:
    page = running.open(f"{server.address}/", f"#code={server.code}", width=size[0], height=size[1])
    page.wait_for(f"{ON}.length === 2")
    return page


def type_line(page: Page, words: str) -> None:
    page.run("document.querySelector('#line').focus()")
    page.type(words)
    page.key("Enter")


def until(condition: Callable[[], bool], every: float = 0.05) -> None:
    """Wait until something is so in the vault; fails after fifteen seconds."""
    for _ in range(round(15 / every)):
        if condition():
            return
        time.sleep(every)
    raise AssertionError("it did not come")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_what_is_on_is_seen_first_and_nothing_is_cut_off(
    running: Browser, server: Served, size: tuple[int, int]
) -> None:
    page = open_page(running, server, size)
    assert page.run(ON) == ["Moon and water", "Salt"]  # the starred one first
    assert page.run(TITLES.replace("SECTION", "section:not(.on)")) == ["Kelp <script>alert(1)</script>"]
    assert page.run("location.hash") == "#/now" and page.run("document.cookie") == ""
    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    assert page.run("document.querySelector('#line').getBoundingClientRect().bottom < innerHeight")
    assert page.console == []


def test_a_star_is_set_with_one_tap_and_stays(page: Page, server: Served) -> None:
    page.run(f"document.querySelector('[data-focus=\"star-{SALT}\"]').click()")
    until(lambda: "salt" in (server.vault.root / TIDES / "marks.yaml").read_text(encoding="utf-8"))
    page.wait_for(f"document.querySelector('[data-focus=\"star-{SALT}\"]').ariaPressed === 'true'")
    page.wait_for("document.querySelector('#state').textContent === ''")


def test_a_line_goes_to_the_talk_that_is_named_above_it(page: Page, server: Served) -> None:
    assert page.run("document.querySelector('#target-title').textContent") == "Moon and water"
    type_line(page, "tides are slow")
    page.wait_for("document.querySelector('#state').textContent === 'Added to Moon and water'")
    assert [line.startswith("tides are slow ^t10") for line in server.lines("tides are slow")] == [True]
    assert page.run("document.querySelector('#line').value") == ""


def test_a_line_goes_to_the_talk_that_is_chosen_or_open(page: Page, server: Served) -> None:
    page.run("document.querySelector('#target').click()")
    page.run(
        "[...document.querySelectorAll('#choices button')].find((one) => one.textContent.includes('Salt')).click()"
    )
    type_line(page, "to the salt")
    until(lambda: len(server.lines("to the salt")) == 1)
    page.run(f"location.hash = '#/talk/' + encodeURIComponent('{KELP}')")
    page.wait_for("document.querySelector('.head')")
    type_line(page, "to the kelp")
    page.wait_for("document.querySelector('.note')?.textContent.includes('to the kelp')")
    notes = server.vault.talk_notes(TIDES)
    for key, words in ((SALT, "to the salt"), (KELP, "to the kelp")):
        assert words in (server.vault.root / notes[key].path).read_text(encoding="utf-8")


def test_lines_typed_without_a_network_arrive_once_when_it_is_back(page: Page, server: Served) -> None:
    page.connect(on=False)
    for number in range(3):
        type_line(page, f"offline {number}")
    page.wait_for(f"{WAITING}.length === 3")
    page.wait_for("document.querySelector('#state').textContent === '3 to send'")
    page.connect(on=True)
    page.wait_for(f"{WAITING}.length === 0")
    assert [line.partition(" ^")[0] for line in server.lines("offline")] == ["offline 0", "offline 1", "offline 2"]


def test_a_line_whose_answer_is_lost_is_not_doubled(page: Page, server: Served) -> None:
    page.run("""
        let lost = 0
        const real = window.fetch
        window.fetch = async (...given) => {
            const answer = await real(...given)
            if (given[0] === '/api/line' && ++lost <= 2) throw new TypeError('lost')
            return answer
        }; 0""")
    type_line(page, "heard twice")
    page.wait_for(f"{WAITING}.length === 1")
    page.wait_for(f"{WAITING}.length === 0")
    assert len(server.lines("heard twice")) == 1


def test_unsent_lines_survive_a_closed_page_and_a_killed_server(running: Browser, page: Page, server: Served) -> None:
    server.end(signal.SIGKILL)
    type_line(page, "before the crash")
    page.run("document.querySelector('#line').focus()")
    page.type("half typed")
    page.wait_for(f"{WAITING}.length === 1")
    page.loaded = False
    page.ask("Page.reload")  # the page itself comes from the browser: it is installed
    running.wait_until_loaded(page)
    page.wait_for(f"{WAITING}.length === 1 && {ON}.length === 2")
    assert page.run("document.querySelector('#line').value") == "half typed"
    page.wait_for("document.querySelector('#state').textContent === '1 to send'")
    server.start()
    until(lambda: len(server.lines("before the crash")) == 1)
    page.wait_for(f"{WAITING}.length === 0")
    assert len(server.lines("before the crash")) == 1


def test_the_last_program_is_shown_without_a_network_and_its_time_runs_on(page: Page, server: Served) -> None:
    page.run("location.hash = '#/program'")
    page.wait_for("document.querySelectorAll('.talk').length === 3")
    page.connect(on=False)
    page.run("Date.now = ((real) => () => real() + 35 * 60_000)(Date.now)")
    page.run("location.hash = '#/now'")
    page.wait_for(f"{ON}.join() === 'Kelp <script>alert(1)</script>'")
    assert "10:4" in page.run("document.querySelector('#clock').textContent")
    assert page.run("document.querySelector('#target-title').textContent") == "Moon and water"  # it may run over
    page.run("location.hash = '#/program'")
    page.wait_for("document.querySelectorAll('.talk').length === 3")


def test_a_refused_line_stays_until_it_goes_elsewhere(page: Page, server: Served) -> None:
    page.run(f"location.hash = '#/talk/' + encodeURIComponent('{KELP}')")
    page.wait_for("document.querySelector('.head')")
    program = server.vault.root / TIDES / "program.yaml"
    program.write_text(program.read_text(encoding="utf-8").replace("kelp", "weed"), encoding="utf-8")
    type_line(page, "about kelp")
    page.wait_for(
        "document.querySelector('#waiting .refused .why')?.textContent.endsWith('Choose another talk or a note.')"
    )
    page.run("document.querySelector('#waiting .refused button').click()")
    page.run(
        "[...document.querySelectorAll('#choices button')].find((one) => one.textContent.includes('Moon')).click()"
    )
    until(lambda: len(server.lines("about kelp")) == 1)


def test_a_photo_arrives_in_the_note_of_the_talk_also_later(page: Page, server: Served, tmp_path: Path) -> None:
    for number, colour in enumerate(("teal", "gold")):
        (tmp_path / f"slide {number}.jpg").write_bytes(picture(colour))
    page.choose_files("#camera", tmp_path / "slide 0.jpg")
    until(lambda: len(server.lines("![[")) == 1)
    page.connect(on=False)
    page.choose_files("#library", tmp_path / "slide 1.jpg")
    page.wait_for(f"{WAITING}.join() === 'Photo slide 1.jpg'")
    page.loaded = False
    page.ask("Page.reload")
    page.wait_for(f"{WAITING}.join() === 'Photo slide 1.jpg'")
    page.connect(on=True)
    until(lambda: len(server.lines("![[")) == 2)
    page.run(f"location.hash = '#/talk/' + encodeURIComponent('{MOON}')")
    page.wait_for("[...document.querySelectorAll('.note img')].filter((one) => one.naturalWidth === 640).length === 2")


def test_a_browser_without_the_code_shows_nothing_but_a_field_for_it(running: Browser, server: Served) -> None:
    page = running.open(f"{server.address}/", "#code=wrong", width=390, height=844)
    page.wait_for("document.querySelector('.sign-in [role=alert]')")
    assert page.run("document.querySelector('#composer').hidden && document.querySelector('.tabs').hidden")
    page.run(f"document.querySelector('.sign-in input').value = {server.code!r}")
    page.run("document.querySelector('.sign-in button').click()")
    page.wait_for(f"{ON}.length === 2")


def test_a_refusal_of_what_was_asked_before_signing_in_does_not_sign_out(running: Browser, server: Served) -> None:
    page = running.open(f"{server.address}/", "#code=wrong", width=390, height=844)
    page.wait_for("document.querySelector('.sign-in [role=alert]')")
    page.run("""
        const real = window.fetch
        const signedIn = new Promise((done) => { window.letGo = done })
        window.fetch = async (...given) => {
            const answer = await real(...given)
            if (answer.status === 401) await signedIn
            return answer
        }
        dispatchEvent(new Event('online')); 0""")
    page.run(f"document.querySelector('.sign-in input').value = {server.code!r}")
    page.run("document.querySelector('.sign-in button').click()")
    page.wait_for(f"{ON}.length === 2")
    page.run("window.letGo(); new Promise((done) => setTimeout(done, 100))")
    assert page.run(f"{ON}.length === 2 && !document.querySelector('.sign-in')")


def test_a_new_code_signs_phones_out_and_keeps_their_lines(page: Page, server: Served) -> None:
    server.end()
    server.start("--new-code")
    type_line(page, "kept")
    page.wait_for("document.querySelector('.sign-in')")
    page.go("about:blank")
    page.go(f"{server.address}/#code={server.code}")
    until(lambda: len(server.lines("kept")) == 1)


def test_html_in_a_note_or_a_title_never_becomes_a_part_of_the_page(page: Page, server: Served) -> None:
    hostile = "<img src=x onerror=document.title='hacked'><script>document.title='hacked'</script>"
    type_line(page, "an honest line")
    until(lambda: len(server.lines("an honest line")) == 1)
    note = server.vault.root / server.vault.talk_notes(TIDES)[MOON].path
    note.write_text(note.read_text(encoding="utf-8") + f"{hostile}\n", encoding="utf-8")
    for place in ("#/program", "#/notes", "#/talk/" + MOON.replace("/", "%2F"), "#/talk/" + KELP.replace("/", "%2F")):
        page.run(f"location.hash = '{place}'")
        page.wait_for("document.querySelector('main').textContent.includes('oon') || document.querySelector('.head')")
        assert page.run("document.querySelectorAll('main script, main img[src=x], main [onerror]').length") == 0
    assert "hacked" not in page.run("document.title")
    page.run("document.querySelector('main').innerHTML = '<img src=x onerror=\"document.title=`hacked`\">'")
    page.wait_for("true")
    assert "hacked" not in page.run("document.title")  # the policy holds even if HTML got in


@pytest.mark.parametrize("place", ["#/now", "#/program", "#/notes", "#/talk/tides-2022%2Fmoon"])
def test_axe_finds_nothing_on_phone_and_desk_in_light_and_dark(page: Page, server: Served, place: str) -> None:
    server.tell("/api/line", id="a" * 22, text="- [ ] read #sea", to=MOON, age=0)
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    page.ask("Page.setBypassCSP", {"enabled": True})
    page.go("about:blank")
    page.go(f"{server.address}/{place}")
    page.wait_for("!document.querySelector('main').textContent.includes('Loading')")
    page.run(axe + ";0")
    for dark in (False, True):
        page.look(dark=dark)
        for width, height in (PHONE, DESK):
            page.size(width, height)
            found: list[dict[str, Any]] = page.run(f"axe.run(document, {RULES}).then((found) => found.violations)")
            told = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
            assert not told, (place, dark, width)


def test_everything_that_is_tapped_is_large_enough(page: Page) -> None:
    small = page.run("""
        [...document.querySelectorAll('a, button, .pick, textarea')]
            .filter((one) => one.checkVisibility())
            .map((one) => [one.textContent || one.id, one.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 44)
            .map(([name]) => name)""")
    assert small == []
