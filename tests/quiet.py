"""Waiting until a screen has nothing left to do. Textual's pilot rests a fiftieth of a second behind every key, twice,
and looks whether the processor is idle then; whoever asks the loop and the threads what they still have before them
knows it at once, also on a busy machine. Keys come as from a quick hand: a frame is drawn when the pilot pauses, which
is where tests look at the screen. Terminals and browsers of tests draw every frame."""

from __future__ import annotations

import asyncio
import sys
import threading
from concurrent.futures import thread
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from socketserver import BaseServer
from types import FrameType
from typing import Any

import textual.app
import textual.pilot
from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.screen import Screen

PARSE = Stylesheet.parse
PARSE_RULES = Stylesheet._parse_rules
APPLY = Stylesheet.apply
DRAW = Screen._compositor_refresh
EXECUTOR = thread._worker.__code__
SERVES = BaseServer.serve_forever.__code__
CALM = 3  # looks in a row: a thread that was just told to go on may not have begun
SELDOM = 1.0  # seconds: who looks by himself so seldom is not what a test waits for
STAYS = 0.02  # seconds in one place, and not for want of a processor: it sleeps, or waits for a program or the net
LONGEST = 5.0  # seconds for which a thread is waited for that never comes to rest
FOREIGN = frozenset(sys._current_frames())  # before any test: the one that runs them, and that of pytest-xdist


def waits(frame: FrameType) -> bool:
    """Whether a thread waits to be told to go on, and nobody told it yet.

    One that looks by itself whether there is something to do, but seldom, waits as well, and so does a web site: what
    it answers has threads of its own.
    """
    if frame.f_code is SERVES or (frame.f_back is not None and frame.f_back.f_code is SERVES):
        return True
    if frame.f_code is threading.Condition.wait.__code__:
        known = frame.f_locals
        told_in = known["timeout"]
        return (told_in is None or told_in >= SELDOM) and "waiter" in known and known["waiter"].locked()
    return frame.f_code is EXECUTOR and frame.f_locals["work_queue"].empty()


def busy() -> list[tuple[int, int, int]]:
    """The threads beside the loop that do something, each with the place where it is."""
    return [
        (one, id(frame), frame.f_lasti)
        for one, frame in sys._current_frames().items()
        if one not in FOREIGN and not waits(frame)
    ]


def runs(thread_id: int) -> bool:
    """Whether a thread would go on if there were a processor for it (Linux; elsewhere nobody tells)."""
    native = next((one.native_id for one in threading.enumerate() if one.ident == thread_id), None)
    try:
        state = Path(f"/proc/self/task/{native}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] in "RD"


async def nothing_left(seconds: float) -> bool:
    """Let everything run that is due within so many seconds, and the threads do what they were told to; whether nothing
    can come after it but from outside. A thread that stays where it is, as one that sleeps, is not waited for."""
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + seconds
    calm = 0
    seen: list[tuple[int, int, int]] = []
    while calm < CALM:
        await asyncio.sleep(0)
        calm += 1
        if loop._ready:
            if loop.time() > end + 1:
                return False
            calm = 0
            continue
        due = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=end + 1)
        if due <= end:
            calm = 0
            await asyncio.sleep(max(0, due - loop.time()))
        elif doing := busy():
            calm = 0
            if doing != seen or any(runs(one) for one, _, _ in doing):
                seen, given_up = doing, min(loop.time() + STAYS, end + LONGEST)
            if loop.time() > given_up:
                return False
            await asyncio.sleep(0.001)
        elif calm < CALM:
            await asyncio.sleep(0.001)
    return True


PARSED: dict[tuple[Any, ...], list[RuleSet]] = {}


def _parse(sheet: Stylesheet) -> None:
    """Read a style sheet once in a run of the tests, and not anew in every program that they start."""
    sheets = (frozenset(sheet._variables.items()), *sheet.source.items())
    if (rules := PARSED.get(sheets)) is None:
        PARSE(sheet)
        PARSED[sheets] = sheet._rules
    else:
        sheet._rules, sheet._rules_map, sheet._require_parse = rules, None, False


@cache
def parsed(css: str, location: Any, variables: frozenset[tuple[str, str]], *how: Any) -> list[RuleSet]:
    """The rules of one of its sources."""
    return PARSE_RULES(Stylesheet(variables=dict(variables)), css, location, *how)


def _parse_rules(sheet: Stylesheet, css: str, read_from: Any, *how: Any, **named: Any) -> list[RuleSet]:
    return parsed(css, read_from, frozenset(sheet._variables.items()), *how, *named.values())


Widgets = tuple[tuple[type[DOMNode], str | None, frozenset[str], frozenset[str]], ...]


@dataclass
class Found:
    """What was found for widgets to which the same rules may apply: what these ask about widgets, what a widget has to
    know of that, and the styles of those that stood somewhere, in some state."""

    rules: list[RuleSet]
    asked: frozenset[str]
    known: dict[str, Any]
    styles: dict[Widgets, RulesMap] = field(default_factory=dict)


FOUND: dict[tuple[Any, ...], Found] = {}
KNOWS = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")


def found_for(sheet: Stylesheet, node: DOMNode) -> Found:
    """What was found for all widgets of the class, id and classes that this one has."""
    rules = sheet.rules
    kind = (id(rules), type(node), node.id, node.classes)
    if (found := FOUND.get(kind)) is None:
        may_apply = {rule for name in node._selector_names for rule in sheet.rules_map.get(name, ())}
        inner = tuple(filter(may_apply.__contains__, rules))
        found = FOUND.get(inner)
        if found is None:
            asked = frozenset(chain.from_iterable(rule.pseudo_classes for rule in inner))
            found = FOUND[inner] = Found(rules, asked, {})
        FOUND[kind] = found
    return found


def _apply(sheet: Stylesheet, node: DOMNode, *, animate: bool = False, cache: dict[Any, Any] | None = None) -> None:
    """Style a widget; rules are looked for once in a run for all that are alike and stand alike, not in every program.
    Where the rules ask for the place among the neighbours, Textual keeps no styles, and neither does this."""
    found = found_for(sheet, node)
    if found.asked.isdisjoint(sheet._EXCLUDE_PSEUDO_CLASSES_FROM_CACHE):
        where = around(node, found.asked)
        if (styles := found.styles.get(where)) is not None:
            vars(node).update(found.known)
            sheet.replace_rules(node, styles, animate=animate)
            sheet._process_component_classes(node)
            return
        kept: dict[Any, RulesMap] = {}
        APPLY(sheet, node, animate=animate, cache=kept)
        if kept:
            found.known = {name: getattr(node, name) for name in KNOWS}
            (found.styles[where],) = kept.values()
    else:
        APPLY(sheet, node, animate=animate, cache=cache)


def around(node: DOMNode, asked: frozenset[str]) -> Widgets:
    """All that rules may ask about a widget and those it is in."""
    return tuple(
        (type(one), one.id, one.classes, frozenset(filter(one.has_pseudo_class, asked))) for one in node.css_path_nodes
    )


def _draw_later(screen: Screen[Any]) -> None:
    """Leave a frame to the next rest of the pilot; what it would have drawn stays to be drawn."""
    app = screen.app
    if screen is app.screen and app.is_headless:
        screen._dirty_widgets.clear()
        app._update_mouse_over(screen)
    else:
        DRAW(screen)


async def _pause(pilot: Pilot[Any], delay: float = 0.0) -> None:
    await nothing_left(0)
    await asyncio.sleep(delay)
    pilot.app.screen._on_timer_update()
    if pilot.app.screen._compositor._dirty_regions:
        DRAW(pilot.app.screen)


async def _press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.app._press_keys(keys)  # which waits


async def _wait_for_screen(_pilot: Any, _timeout: float = 30.0) -> bool:
    return await nothing_left(0)


async def _wait_for_idle(_min_sleep: float = 0.0, _max_sleep: float = 1) -> None:
    await nothing_left(0)


def know_at_once() -> None:
    """Let every pilot wait like this, and every program begin with styles that are read."""
    Stylesheet._parse_rules = _parse_rules  # type: ignore[method-assign, assignment]
    Stylesheet.parse = _parse  # type: ignore[method-assign, assignment]
    Stylesheet.apply = _apply  # type: ignore[method-assign, assignment]
    Screen._compositor_refresh = _draw_later  # type: ignore[method-assign, assignment]
    Pilot.press = _press  # type: ignore[method-assign, assignment]
    Pilot.pause = _pause  # type: ignore[method-assign, assignment]
    Pilot._wait_for_screen = _wait_for_screen  # type: ignore[method-assign, assignment]
    for module in (textual.app, textual.pilot):
        module.wait_for_idle = _wait_for_idle  # type: ignore[attr-defined]
