"""Slides and videos: the links of the open note, the watch list, ready or still to come, and all talks by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.worker import Worker, get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.model.mark import Mark
from confnotes.model.program import Resource, ResourceKind
from confnotes.model.timetable import wall_time
from confnotes.tui.command import Command, Need, Where
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.recorded_view import Known, RecordedRow, row_of_link, words_of, words_of_link
from confnotes.tui.widgets.bars import TabLine
from confnotes.tui.widgets.drawing import Part, clean, day_name, plural, quote_title
from confnotes.tui.widgets.rows import LinkRow, Row, RowList, no_conference, remark, with_headings

if TYPE_CHECKING:
    from confnotes.actions.references.check_links import Checked
    from confnotes.catalogue.completing.name_index import Narrowing
    from confnotes.catalogue.recorded import RecordedTalk


_OWN = "THIS NOTE"


@dataclass(frozen=True, slots=True)
class RecordedLists:
    """Talks with material, those with a video or slides first, talks to watch, the filter texts of `wanted` and of
    `talks`, and the results of link checks. `own` are the links of the open note.
    """

    talks: Sequence[RecordedTalk]
    wanted: Sequence[RecordedTalk]
    narrowings: tuple[Narrowing, Narrowing]
    known: Known
    own: Sequence[Resource] = ()


class RecordedScreen(MarkingPage, ListScreen[RecordedLists]):
    """Two lists: the watch list, and everything. Both begin with the links of the note that it was opened from."""

    where: ClassVar[Where] = Where.RECORDED
    placeholder: ClassVar[str] = "Filter by title, speaker, conference, video or slides"
    shows_facts: ClassVar[bool] = True
    of_notes: ClassVar[bool] = True
    CSS = "RecordedScreen TabLine { height: 1; }"

    def __init__(self, read_own: Callable[[], Sequence[Resource]] | None = None) -> None:
        """`read_own` reads the links of the open note, in a thread."""
        super().__init__()
        self._read_own = read_own
        self.tabs = TabLine("lists")
        self._all = False
        self._known: Known = {}
        self._shown: Sequence[RecordedTalk] = ()
        self._taken_off: set[str] = set()
        """The talks that were to be watched later, and were marked as watched here."""
        self._checking: Worker[None] | None = None
        self._progress = ""

    def body(self) -> ComposeResult:
        yield self.tabs
        yield from super().body()

    # Lists

    def gather(self) -> Iterator[RecordedLists]:
        from confnotes.actions.references.check_links import known_links
        from confnotes.catalogue.completing.name_index import Narrowing
        from confnotes.catalogue.recorded import SHOWN, recorded_talks, watch_list

        vault, now = self.confnotes.vault, self.confnotes.clock()
        every = recorded_talks(vault, now)
        wanted = watch_list(every)
        talks = sorted((talk for talk in every if talk.resources), key=lambda talk: not talk.recorded)
        own = self._read_own() if self._read_own is not None else ()
        own = sorted(own, key=lambda link: SHOWN.index(link.kind) if link.kind in SHOWN else len(SHOWN))
        known = known_links(vault, wall_time(now, None).date())
        yield RecordedLists(
            talks, wanted, (Narrowing(map(words_of, wanted)), Narrowing(map(words_of, talks))), known, own
        )

    def gathered(self, found: RecordedLists) -> None:
        if self.found is None:
            self._all = bool(found.talks) and not found.wanted
        self._known = {**found.known, **self._known}
        super().gathered(found)

    def rows(self, found: RecordedLists) -> Sequence[Row]:
        talks = found.talks if self._all else found.wanted
        wanted, texts = self.typed, found.narrowings[self._all]
        matching = texts.having(" ".join(wanted.words))
        self._shown = [talks[one] for one in matching if wanted.matches(talks[one].card, texts.text(one))]
        title = _day if self._all else lambda one: "NO RECORDING YET" if one.waiting else "READY TO WATCH"
        own = ((_OWN, row_of_link(one)) for one in found.own if wanted.fits(words_of_link(one), ()))
        rows = [(title(one), self._row(one)) for one in self._shown]
        shown = with_headings([*own, *rows], itemgetter(0), itemgetter(1))
        return shown if rows else [*shown, self._nothing(talks)]

    def _row(self, one: RecordedTalk) -> Row:
        return RecordedRow(one.card.key, one, "" if self._all else _conference(one), self._known)

    def _nothing(self, talks: Sequence[RecordedTalk]) -> Row:
        if talks:
            return self.no_match("talks")
        if self._all:
            return remark(
                "", "  No slides and no videos yet.", "  They come from the program and from links in your notes."
            )
        if not self.has(Need.PROGRAM):
            return no_conference()
        return remark(
            "",
            "  Your watch list is empty.",
            f"  Press {self.key_of('watch-later')} on a talk to add it.",
            "  Starred talks that you missed are added automatically.",
        )

    def tell(self) -> None:
        found = self.found
        right = self.hint()
        if found is not None:
            waiting = sum(talk.waiting for talk in found.wanted)
            ready = len(found.wanted) - waiting
            told = " · ".join(
                filter(None, [f"{ready:,} ready" if ready else "", f"{waiting:,} waiting" if waiting else ""])
            )
            right = [Part(told, "dim")] if told else right
            self.tabs.tell([f"to watch {len(found.wanted):,}", f"all {len(found.talks):,}"], int(self._all))
        if self._progress:
            right = [
                Part(self._progress, "dim"),
                Part(self.key_of("back"), "accent", "app.back"),
                Part(" to stop", "faint"),
            ]
        self.top.tell([Part("Slides and videos", "strong")], right)

    def on_tab_line_chosen(self, event: TabLine.Chosen) -> None:
        self._all = bool(event.index)
        self.show_filtered()

    def action_other_list(self) -> None:
        self._all = not self._all
        self.show_filtered()

    # Commands

    @property
    def _chosen(self) -> RecordedTalk | None:
        row = self.list.chosen
        return row.talk if isinstance(row, RecordedRow) else None

    def missing(self, command: Command) -> str:
        found = self.found
        if command.action == "other_list" and found is not None and not (found.wanted if self._all else found.talks):
            return "The other list is empty."
        for action, kind in (("video", ResourceKind.VIDEO), ("slides", ResourceKind.SLIDES)):
            if command.action == action and self._chosen is not None and self._chosen.first(kind) is None:
                return f"This talk has no {action} yet."
        return super().missing(command)

    def marked(self, key: str) -> None:
        self.load()

    def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, LinkRow):
            self.confnotes.follow(row.target)
        else:
            super().action_open()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        super().on_row_list_moved(event)
        self.line.label("recorded.open", "open link" if isinstance(event.row, LinkRow) else "open note")

    def action_video(self) -> None:
        self._go_to(ResourceKind.VIDEO, "No video yet.")

    def action_slides(self) -> None:
        self._go_to(ResourceKind.SLIDES, "No slides.")

    def _go_to(self, kind: ResourceKind, nothing: str) -> None:
        chosen = self._chosen
        url = chosen.first(kind) if chosen is not None else None
        if url is not None:
            self.confnotes.open_link(url)
        elif chosen is not None:
            self.say(nothing)

    def action_watched(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        card, on = chosen.card, chosen.wanted or not chosen.card.attended
        if on and card.later:
            self._taken_off.add(card.key)
        later = not on and card.key in self._taken_off
        said = "✓ watched" if on else "▷ back on the watch list" if later or card.starred else "Not watched"
        self.mark_all(card.key, {Mark.ATTENDED: on, Mark.LATER: later}, f"{said}: {quote_title(card.title)}")

    def action_watch_later(self) -> None:
        chosen = self._chosen
        if chosen is None or chosen.card.later or not chosen.missed:
            super().action_watch_later()
        else:
            self.mark(Mark.STAR, 0)

    # Links

    def action_check(self) -> None:
        if self._checking is not None:
            self.say(f"Already checking the links · {self.key_of('back')} to stop")
            return
        urls = list(dict.fromkeys(one.url.partition("#")[0] for talk in self._shown for one in talk.resources))
        if urls:
            self._checking = self.write_beside(partial(self._check, urls), partial(self._check_ended, len(urls)))
            self._progress = "checking links … "
            self.tell()

    def _check(self, urls: Sequence[str]) -> int:
        """Check the links; returns how many were checked before it was stopped."""
        from confnotes.actions.references.check_links import Checking, check_links

        worker = get_current_worker()
        today = wall_time(self.confnotes.clock(), None).date()
        how = Checking(cancelled=lambda: worker.is_cancelled)
        done = 0
        with closing(check_links(self.confnotes.vault, urls, today, how)) as asking:
            for done, checked in enumerate(asking, 1):
                self.call_later(self._link_checked, checked, done, len(urls))
        return done

    def _link_checked(self, checked: Checked, done: int, total: int) -> None:
        self._known[checked.url] = checked
        self.list.refresh()
        self._progress = f"checking links: {done:,} of {total:,} · "
        self.tell()

    def _check_ended(self, total: int, done: int) -> None:
        self._checking, self._progress = None, ""
        self.tell()
        asked = [one.verdict for one in self._known.values() if one.verdict.standing != "private"]
        if not asked and done:
            self.say(
                "Not checked: these addresses are not public. To check them, run confnotes check-links --allow-private"
            )
            return
        if done and not any(verdict.code for verdict in asked):
            self.complain(ConfnotesError("No server answered", "Check your network connection."))
            return
        left = total - done
        more = f", {left:,} left: {self.key_of('check-links')} to continue" if left else ""
        self.say(f"{plural(done, 'link')} checked{more} · {self._told()}")

    def _told(self) -> str:
        """The results of the link checks, in words."""
        urls = {one.url.partition("#")[0] for talk in self._shown for one in talk.resources}
        counts = Counter(str(self._known[url].verdict.standing) for url in urls if url in self._known)
        return ", ".join(
            f"{counts[name]:,} {name}" for name in ("broken", "moved", "unsure", "private", "fine") if counts[name]
        )

    def action_back(self) -> None:
        if self._checking is not None:
            self._checking.cancel()
        else:
            super().action_back()


def _conference(one: RecordedTalk) -> str:
    return clean(one.card.conference)


def _day(one: RecordedTalk) -> str:
    """The heading of a talk in the list of all."""
    if not one.recorded:
        return f"{_conference(one)} · only posters and code"
    return f"{_conference(one)} · {day_name(one.card.day)}" if one.card.day else _conference(one)
