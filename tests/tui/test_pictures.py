"""Pictures of a note: below their lines and as large as the window, in terminals with and without graphics."""

from __future__ import annotations

import io
import re
import struct
import time
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image
from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.pilot import Pilot

from confnotes.markup.embeds import picture_names
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note import previews
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.picture import PictureScreen
from confnotes.tui.terminal_keys import TerminalAnswer, install
from confnotes.tui.terminal_pictures import graphics_of, may_ask
from confnotes.tui.widgets.picture_lines import (
    PLACEHOLDER,
    Drawn,
    Graphics,
    Room,
    draw_large,
    draw_picture,
    sixel_picture,
)
from confnotes.vault.settings import KEYMAP, PICTURES, set_setting
from confnotes.vault.vault import Vault
from screen_samples import at, page, settled, text_of, until
from terminal import CONFNOTES, Terminal, environment_of

RED, BLUE = (200, 30, 30), (20, 40, 220)
TEXT = "Top\n\n- Two phases\n- a slide ![[slide one.png]]\n- and more\n\n![[broken.png]]\n\n![](gone.jpg)\n\nEnd.\n"
QUESTION = "\x1b[>0q\x1b[c"


def slide(width: int = 400, height: int = 300) -> bytes:
    """A picture, red above and blue below."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, height // 2, width, height))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def pictured(vault: Vault) -> Vault:
    """A vault with a note that has a picture, a broken and a missing one."""
    vault.save_bytes("Notes/attachments/slide one.png", slide(), None)
    vault.save_bytes("Notes/attachments/broken.png", b"no picture", None)
    vault.save("Notes/It.md", TEXT, None)
    return vault


async def opened(app: ConfnotesApp, pilot: Pilot[None], path: str = "Notes/It.md") -> NoteScreen:
    """The note on the screen, with its pictures."""
    await settled(pilot)
    app.open_path(path)
    await until(pilot, lambda: isinstance(app.screen, NoteScreen))
    await settled(pilot)
    note = app.screen
    assert isinstance(note, NoteScreen)
    await until(pilot, lambda: note.editor.rows.height > len(note.editor.note.lines))
    return note


async def large(app: ConfnotesApp, pilot: Pilot[None]) -> PictureScreen:
    """The picture that fills the screen."""
    await until(pilot, lambda: isinstance(app.screen, PictureScreen))
    await settled(pilot)
    assert isinstance(app.screen, PictureScreen)
    return app.screen


def shown_on(app: ConfnotesApp) -> str:
    """What a screen without lists shows."""
    screen = app.screen
    assert isinstance(screen, PictureScreen)
    lines = [text_of(screen.top), *(screen.view.render_line(y).text for y in range(screen.view.size.height))]
    return "\n".join(lines)


def rows_of(note: NoteScreen) -> list[str]:
    editor = note.editor
    return ["".join(one.text for one in editor.render_line(y)).strip() for y in range(editor.size.height)]


# What a line shows


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("![[photo.jpg]]", ("photo.jpg",)),
        ("- see ![[a b.png|300]] and ![text](other%20one.JPG)", ("a b.png", "other one.JPG")),
        ("`![[photo.jpg]]` ![[slides.pdf]] ![[Note]] [[photo.jpg]]", ()),
        ("![](https://example.org/a.png)", ()),
    ],
)
def test_a_line_shows_the_pictures_that_it_embeds(line: str, names: tuple[str, ...]) -> None:
    assert picture_names(line) == names


# In the note


async def test_a_picture_stands_below_its_line_and_others_are_named(pictured: Vault) -> None:
    app = ConfnotesApp(pictured, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(app, pilot)
        note.editor.move_cursor((0, 0))
        rows = rows_of(note)
        assert rows[:4] == ["Top", "", "• Two phases", "• a slide [picture: slide one]"]
        assert [set(row) for row in rows[4:14]] == [{"▀"}] * 10, "half of the window is for text"
        assert rows[14:19] == ["• and more", "", "[picture: broken]", "", "[picture]"]
        top, bottom = (note.editor.render_line(y) for y in (4, 13))
        colors = [next(one.style for one in strip if one.style and "▀" in one.text) for strip in (top, bottom)]
        assert [one.color.triplet for one in colors if one.color] == [RED, BLUE]


async def test_all_pictures_of_a_line_stand_below_it_beside_each_other_where_they_fit(pictured: Vault) -> None:
    pictured.save_bytes("Notes/attachments/low.png", slide(20, 8), None)
    line = "- ![[slide one.png]] ![[low.png]] ![[broken.png]] ![[slide one.png]]"
    pictured.save("Notes/Three.md", f"Top\n\n{line}\n\nEnd.\n", None)
    app = ConfnotesApp(pictured, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(app, pilot, "Notes/Three.md")
        note.editor.move_cursor((0, 0))
        shown = [row.strip() for row in rows_of(note)]
        tall, low = "▀" * 27, "▀" * 20
        first = shown.index(f"{tall} {low}")
        assert shown[first : first + 12] == [f"{tall} {low}"] * 4 + [tall] * 8, "the third one begins below the first"
        await pilot.resize_terminal(100, 24)
        await settled(pilot)
        await until(pilot, lambda: f"{tall} {low} {tall}" in [row.strip() for row in rows_of(note)])


async def test_the_cursor_passes_a_picture_as_if_it_were_not_there(pictured: Vault) -> None:
    app = ConfnotesApp(pictured, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(app, pilot)
        note.editor.move_cursor((0, 0))
        note.editor.move_cursor((3, 4))
        await pilot.press("down")
        assert note.editor.cursor_location == (4, 4)
        await pilot.press("up")
        assert note.editor.cursor_location == (3, 4)
        assert rows_of(note)[3:5] == ["- a slide ![[slide one.png]]", "▀" * 27], "the source, and still the picture"
        await pilot.press("shift+down")
        assert note.editor.selected_text == "slide ![[slide one.png]]\n- an"
        left = note.editor.gutter_width
        await pilot.click(note.editor, offset=(left + 6, 14))
        assert note.editor.cursor_location == (4, 6)
        await pilot.click(note.editor, offset=(left + 3, 9))
        assert note.editor.cursor_location[0] == 3, "a click on the picture goes to its line"


async def test_what_is_typed_above_moves_the_picture_along(pictured: Vault) -> None:
    app = ConfnotesApp(pictured, at("10:10"))
    async with app.run_test(size=(80, 30)) as pilot:
        note = await opened(app, pilot)
        note.editor.move_cursor((0, 3))
        before = note.editor.rows.tops[4]
        await pilot.press("enter", "x", "enter")
        assert note.editor.rows.tops[6] == before + 2
        assert rows_of(note)[5].endswith("[picture: slide one]") and set(rows_of(note)[6]) == {"▀"}
        await pilot.press("backspace", "backspace", "backspace")
        assert note.editor.rows.tops[4] == before
        note.editor.move_cursor((3, 20))
        await pilot.press("x")
        assert note.editor.rows.tops[4] == 4, "another name has no picture"
        await pilot.press("ctrl+z")
        assert note.editor.rows.tops[4] == before


async def test_a_folded_picture_takes_no_room(pictured: Vault) -> None:
    pictured.save("Notes/Fold.md", "# One\n![[slide one.png]]\n# Two\nEnd.\n", None)
    app = ConfnotesApp(pictured, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(app, pilot, "Notes/Fold.md")
        note.editor.move_cursor((0, 0))
        note.writing.fold()
        assert [row for row in rows_of(note) if row][:3] == ["# One ⋯ 1 more", "Two", "End."]


async def test_pictures_come_while_the_line_that_is_typed_stays_where_it_is(pictured: Vault) -> None:
    pictured.save("Notes/Long.md", "![[slide one.png]]\n" + "line\n" * 30 + "![[slide one.png]]\nEnd", None)
    app = ConfnotesApp(pictured, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.open_path("Notes/Long.md")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        note = app.screen
        assert isinstance(note, NoteScreen)
        await until(pilot, lambda: "End" in rows_of(note))
        place = rows_of(note).index("End")
        await until(pilot, lambda: note.editor.rows.height > len(note.editor.note.lines))
        await settled(pilot)
        assert rows_of(note)[place] == "End" and set(rows_of(note)[place - 1]) == {"▀"}


async def test_in_vim_mode_j_and_gj_and_ctrl_d_pass_a_picture(pictured: Vault) -> None:
    set_setting(KEYMAP.key, "vim")
    app = ConfnotesApp(pictured, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(app, pilot)
        for keys, row in (("j", 4), ("k", 3), ("g j", 4), ("g k", 3)):
            note.editor.move_cursor((3 if row == 4 else 4, 2))
            await pilot.press(*keys.split())
            assert note.editor.cursor_location[0] == row, keys
        note.editor.move_cursor((3, 0))
        await pilot.press("ctrl+d")
        assert note.editor.cursor_location[0] > 3


async def test_live_preview_and_a_setting_turn_pictures_off(pictured: Vault) -> None:
    app = ConfnotesApp(pictured, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(app, pilot)
        note.previews.switch_live()
        assert note.editor.rows.height == len(note.editor.note.lines)
        note.previews.switch_live()
        assert note.editor.rows.height > len(note.editor.note.lines)
        set_setting(PICTURES.key, "no")
        note.previews.read_setting()
        assert note.editor.rows.height == len(note.editor.note.lines)


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (300, 100)])
async def test_a_window_of_any_size_shows_the_note(pictured: Vault, size: tuple[int, int]) -> None:
    app = ConfnotesApp(pictured, at("10:10"))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.open_path("Notes/It.md")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        await settled(pilot)
        await pilot.press(*"typed")
        note = app.screen
        assert isinstance(note, NoteScreen) and "typed" in note.editor.text
        await pilot.press("ctrl+g", "Z")
        await large(app, pilot)
        await pilot.press("right", "escape")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))


async def test_keys_are_done_while_a_picture_is_being_drawn(pictured: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, slow = draw_picture, []

    def draw_slowly(file: Path, room: Room, graphics: Graphics) -> Drawn | None:
        slow.append(file)
        time.sleep(1.0)
        return drawn(file, room, graphics)

    monkeypatch.setattr(previews, "draw_picture", draw_slowly)
    app = ConfnotesApp(pictured, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.open_path("Notes/It.md")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        await until(pilot, lambda: bool(slow))
        note = app.screen
        assert isinstance(note, NoteScreen)
        begin = time.monotonic()
        await pilot.press(*"while")
        assert "while" in note.editor.text and note.editor.rows.height == len(note.editor.note.lines)
        assert time.monotonic() - begin < 1.0, "no key waits for the picture"
        await until(pilot, lambda: note.editor.rows.height > len(note.editor.note.lines))


# As large as the window


async def test_pictures_fill_the_window_one_after_the_other(pictured: Vault) -> None:
    app = ConfnotesApp(pictured, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await opened(app, pilot)
        note.editor.move_cursor((0, 0))
        await pilot.press("ctrl+g", "Z")
        screen = await large(app, pilot)
        await until(pilot, lambda: "▀" in shown_on(app))
        assert "slide one.png" in shown_on(app) and "1 of 3" in shown_on(app)
        assert sum("▀" in line for line in shown_on(app).splitlines()) == screen.view.size.height
        await pilot.press("right")
        await until(pilot, lambda: "This picture cannot be read" in shown_on(app))
        await pilot.press("right")
        await until(pilot, lambda: "Not found: gone.jpg" in shown_on(app))
        await pilot.press("right")
        await until(pilot, lambda: "▀" in shown_on(app))
        await pilot.press("q")
        await until(pilot, lambda: app.screen is note)
        note.editor.move_cursor((6, 0))
        await pilot.press("ctrl+g", "Z")
        await large(app, pilot)
        await until(pilot, lambda: "2 of 3" in shown_on(app))
        await pilot.press("Z")
        await until(pilot, lambda: app.screen is note)


async def test_a_note_without_pictures_says_so(vault: Vault) -> None:
    vault.save("Notes/It.md", "No picture, `![[a.png]]`.\n", None)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.open_path("Notes/It.md")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        await pilot.press("ctrl+g", "Z")
        await settled(pilot)
        assert "This note has no pictures" in page(app).line.message


# What the terminal is


@pytest.mark.parametrize(
    ("name", "attributes", "graphics"),
    [
        ("kitty(0.35.2)", "62", Graphics.KITTY),
        ("kitty(0.26.5)", "62", Graphics.BLOCKS),
        ("ghostty 1.0.1", "62;22", Graphics.KITTY),
        ("iTerm2 3.5.0", "62;4", Graphics.ITERM),
        ("WezTerm 20240203-110809", "65;4;6;18;22", Graphics.ITERM),
        ("XTerm(390)", "64;1;2;4;6", Graphics.SIXEL),
        ("foot(1.16.2)", "62;4;22", Graphics.SIXEL),
        ("Konsole 23.08", "62;1;4", Graphics.SIXEL),
        ("tmux 3.5a", "1;2;4", Graphics.SIXEL),
        ("tmux 3.3", "1;2", Graphics.BLOCKS),
        ("", "4", Graphics.BLOCKS),
    ],
)
def test_each_terminal_gets_what_it_can_show(name: str, attributes: str, graphics: Graphics) -> None:
    assert graphics_of(name, attributes.split(";")) is graphics


@pytest.mark.parametrize(
    ("environment", "may"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux"}, True),
        ({"TERM": "screen-256color"}, False),
        ({"TERM": "xterm-256color", "STY": "1.pts"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({}, False),
    ],
)
def test_no_question_goes_to_a_terminal_that_might_print_it(environment: Mapping[str, str], may: bool) -> None:
    assert may_ask(environment) is may


@pytest.mark.parametrize("size", [5, 6, 8, 1000])
def test_answers_among_keys_type_nothing_and_lose_no_key(size: int) -> None:
    install()
    parser = XTermParser()
    data = "ab\x1bP>|kitty(0.35.2)\x1b\\c\x1b[Ad\x1b[?62;4cef"
    found = [event for at in range(0, len(data), size) for event in parser.feed(data[at : at + size])]
    keys = [event.key for event in found if isinstance(event, Key)]
    assert keys == ["a", "b", "c", "up", "d", "e", "f"]
    answers = [event.sequence for event in found if isinstance(event, TerminalAnswer)]
    assert answers == ["\x1bP>|kitty(0.35.2)\x1b\\", "\x1b[?62;4c"]


# What it is sent


def test_a_picture_in_sixel_has_its_pixels() -> None:
    image = Image.open(io.BytesIO(slide(33, 20))).convert("RGB")
    for x in range(33):
        image.putpixel((x, x % 20), (0, 0, 0) if x % 3 else (255, 255, 255))
    shown = _pixels_of(sixel_picture(image))
    for (x, y), color in shown.items():
        expected = image.getpixel((x, y))
        assert isinstance(expected, tuple)
        assert all(abs(one * 255 // 100 - other) <= 4 for one, other in zip(color, expected, strict=True)), (x, y)
    assert len(shown) == 33 * 20


def _pixels_of(sixel: str) -> dict[tuple[int, int], tuple[int, ...]]:
    """The pixels that a terminal draws, with parts of a hundred of red, green and blue."""
    match = re.fullmatch(r'\x1bP0;1q"1;1;(\d+);(\d+)(.*)\x1b\\', sixel)
    assert match is not None
    colors: dict[str, tuple[int, ...]] = {}
    pixels: dict[tuple[int, int], tuple[int, ...]] = {}
    x, y, color = 0, 0, ""
    for sign in re.finditer(r"#(\d+)(;2;[\d;]+)?|!(\d+)([?-~])|[$-]|[?-~]", match[3]):
        if sign[1]:
            color = sign[1]
            if sign[2]:
                colors[color] = tuple(map(int, sign[2].split(";")[2:]))
        elif sign[0] in "$-":
            x, y = 0, y + 6 * (sign[0] == "-")
        else:
            bits = ord(sign[4] or sign[0]) - 63
            end = x + int(sign[3] or 1)
            pixels.update({(at, y + bit): colors[color] for at in range(x, end) for bit in range(6) if bits >> bit & 1})
            x = end
    return pixels


def test_a_picture_of_kittys_is_cells_with_its_number_as_their_color(tmp_path: Path) -> None:
    file = tmp_path / "slide.png"
    file.write_bytes(slide(400, 300))
    drawn = draw_picture(file, Room(30, 10, (10, 20)), Graphics.KITTY)
    assert drawn is not None and (drawn.columns, len(drawn.lines)) == (27, 10)
    assert all(len(part.text) == 3 * 27 and part.text[::3] == PLACEHOLDER * 27 for (part,) in drawn.lines)
    assert len({part.text[1] for (part,) in drawn.lines}) == 10, "each row has its own diacritic"
    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", drawn.code)
    assert pieces[0][0] == f"a=T,U=1,f=100,q=2,i={drawn.number},c=27,r=10,m={int(len(pieces) > 1)}"
    assert [keys for keys, _ in pieces[1:]] == ["m=1"] * (len(pieces) - 2) + ["m=0"] * (len(pieces) > 1)
    assert all(len(data) <= 4096 for _, data in pieces)
    sent = Image.open(io.BytesIO(b64decode("".join(data for _, data in pieces))))
    assert sent.size == (267, 200) and sent.getpixel((1, 1)) == RED


@pytest.mark.parametrize("graphics", Graphics)
@pytest.mark.parametrize("data", [b"", b"no picture", slide()[:300], b"\x89PNG\r\n\x1a\n" + bytes(99)])
def test_no_broken_file_is_drawn(tmp_path: Path, data: bytes, graphics: Graphics) -> None:
    file = tmp_path / "slide.png"
    file.write_bytes(data)
    assert draw_picture(file, Room(30, 10), graphics) is None
    assert draw_large(file, Room(30, 10), graphics) is None
    assert draw_large(tmp_path / "gone.png", Room(30, 10), graphics) is None
    assert draw_large(tmp_path, Room(30, 10), graphics) is None


def test_a_picture_of_too_many_pixels_is_not_decoded(tmp_path: Path) -> None:
    file = tmp_path / "huge.png"
    data = slide(2, 2)
    file.write_bytes(data.replace(struct.pack(">II", 2, 2), struct.pack(">II", 60_000, 60_000)))
    assert draw_picture(file, Room(30, 10), Graphics.BLOCKS) is None


# In a terminal


class AnsweringTerminal(Terminal):
    """A terminal that answers what it is, if it has a name."""

    def __init__(self, folder: Path, name: str, attributes: str, **environment: str) -> None:
        self.written = ""
        self._name, self._attributes, self._is_asked = name, attributes, False
        super().__init__(
            [*CONFNOTES, "--vault", "vault"],
            folder=folder,
            environment=environment_of(folder, **environment),
            columns=80,
            rows=24,
        )

    def _note_modes(self, drawn: str) -> None:
        super()._note_modes(drawn)
        self.written += drawn
        if QUESTION in self.written and not self._is_asked:
            self._is_asked = True
            if self._name:
                self.send_bytes(f"\x1bP>|{self._name}\x1b\\\x1b[?{self._attributes}c".encode())

    def open_note(self) -> None:
        """Open the note with pictures, and type before they come."""
        self.wait_for("HarbourConf")
        self.press("g", "s")
        self.type("Two phases")
        self.wait_for("It")
        self.press("enter")
        self.wait_for("End.")
        self.type("typed at once")

    def is_written(self, wanted: str) -> None:
        """Read until that was written."""
        self.wait_until(lambda: wanted in self.written, repr(wanted))


@pytest.fixture
def place(folder: Path) -> Path:
    vault = Vault(folder / "vault")
    vault.save_bytes("Notes/attachments/slide one.png", slide(), None)
    vault.save("Notes/It.md", TEXT, None)
    return folder


def test_kitty_draws_pictures_beside_the_text_and_large(place: Path) -> None:
    terminal = AnsweringTerminal(place, "kitty(0.35.2)", "62")
    with terminal:
        terminal.open_note()
        terminal.is_written("\x1b_Ga=T,U=1")
        terminal.is_written(PLACEHOLDER)
        number = re.search(r"\x1b_Ga=T,U=1,f=100,q=2,i=(\d+)", terminal.written)
        assert number is not None
        red, green, blue = int(number[1]) >> 16, int(number[1]) >> 8 & 255, int(number[1]) & 255
        terminal.is_written(f"38;2;{red};{green};{blue}")
        terminal.wait_for("typed at once")
        seen = len(terminal.written)
        terminal.press("\x07", "Z")
        terminal.wait_until(lambda: terminal.written.count("\x1b_Ga=T,U=1", seen) == 1, "the large picture")
        assert "▀" not in terminal.written and "\x1b[?62" not in terminal.text and "kitty(" not in terminal.text
        terminal.press("q")
        terminal.wait_for("typed at once")
        seen = len(terminal.written)
        terminal.press("\x07", "p")
        terminal.wait_until(lambda: terminal.written.count("\x1b_Ga=T,U=1", seen) == 1, "the picture in the preview")


@pytest.mark.parametrize(
    ("name", "attributes", "begins"),
    [("XTerm(390)", "64;1;2;4", "\x1bP0;1q"), ("iTerm2 3.5.0", "62;4", "\x1b]1337;File=inline=1;")],
)
def test_other_terminals_with_graphics_draw_large_pictures_with_them(
    place: Path, name: str, attributes: str, begins: str
) -> None:
    terminal = AnsweringTerminal(place, name, attributes)
    with terminal:
        terminal.open_note()
        terminal.wait_for("▀▀▀")
        terminal.wait_for("typed at once")
        assert begins not in terminal.written, "what is no text would not scroll with the note"
        terminal.press("\x07", "Z")
        terminal.is_written(begins)
        terminal.press("q")
        terminal.wait_for("typed at once")
        assert "\x1b_G" not in terminal.written


@pytest.mark.parametrize(
    ("environment", "is_asked"), [({}, True), ({"TERM": "linux"}, False), ({"TERM": "screen", "STY": "1"}, False)]
)
def test_a_terminal_without_an_answer_gets_blocks_and_every_key(
    place: Path, environment: dict[str, str], is_asked: bool
) -> None:
    terminal = AnsweringTerminal(place, "", "", **environment)
    with terminal:
        terminal.open_note()
        terminal.wait_for("typed at once")
        terminal.wait_for("▀▀▀")
        terminal.press("\x07", "Z")
        terminal.wait_for("slide one.png")
        terminal.wait_for("▀▀▀")
        assert (QUESTION in terminal.written) is is_asked
        assert not re.search(r"\x1b_G|\x1bP|\x1b\]1337", terminal.written)


def test_a_setting_draws_blocks_and_asks_nothing(place: Path) -> None:
    settings = place / "config" / "confnotes" / "config.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text("pictures: blocks\n")
    terminal = AnsweringTerminal(place, "kitty(0.35.2)", "62")
    with terminal:
        terminal.open_note()
        terminal.wait_for("▀▀▀")
        assert "\x1b[>0q" not in terminal.written


def test_a_note_without_pictures_asks_nothing(folder: Path) -> None:
    Vault(folder / "vault").save("Notes/It.md", "Two phases\n\nEnd.\n", None)
    terminal = AnsweringTerminal(folder, "kitty(0.35.2)", "62")
    with terminal:
        terminal.open_note()
        terminal.wait_for("typed at once")
        assert "\x1b[>0q" not in terminal.written
