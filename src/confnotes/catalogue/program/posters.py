"""Posters of a conference: in board order, found by board or by a few letters, seen and unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from confnotes.catalogue.program.cards import Card, Timetable
from confnotes.catalogue.program.filter_cards import CardFilter, filter_text
from confnotes.catalogue.program.talks import SeveralTalksError
from confnotes.catalogue.program.whats_on import conference_meant
from confnotes.errors import NotFoundError
from confnotes.markup.names import fold
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import FLAGS
from confnotes.model.program import Kind, Talk, is_poster
from confnotes.model.repeated_talks import repeated_id
from confnotes.model.timetable import is_before, wall_time
from confnotes.vault.vault import Vault

MOST_FOUND = 50  # as many as one scrolls through

_PAPERS = frozenset({Kind.TALK, Kind.ORAL, Kind.SPOTLIGHT, Kind.OTHER})
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_NAMED_BOARD = re.compile(r"(?:poster|board|stand|no|nr)[.:]?\s*(?=#?\s*\d)|[#\s]+", re.IGNORECASE)
_BOARD = re.compile(r"(?:(?:poster|board)\s*)?#?\s*(?:[a-z]{0,3}\s*[-.]?\s*\d+\s*[a-z]?|[a-z])", re.IGNORECASE)
_SESSION_CODE = re.compile(r"[^\W\d_]+\d+[^\W\d_]+\d+")
_WORD = re.compile(r"\w+")
_INITIALS = 3  # letters: fewer fit hundreds of titles
_INITIALS_FIT, _NO_FIT = 4, 10_000  # ranks: as good as words of the title; above all others
_NEAR, _FEWEST_NEAR, _MOST_NEAR = 72, 4, 8  # similarity in percent, letters of a word, words that are like it
_TOLD = 5  # posters named in one line

BoardKey = tuple[tuple[int, int, str], ...]


def board_key(board: str) -> BoardKey:
    """Sort and comparison key of boards: A2 before A12 before B1, “#007” as 7."""
    return tuple(
        (0, int(part[:18]), "") if part[0].isdecimal() else (1, 0, part)
        for part in _PARTS.findall(fold(_NAMED_BOARD.sub(" ", board)))
    )


def is_seen(card: Card) -> bool:
    """Whether the poster was attended or noted."""
    return card.attended or card.noted


@dataclass(frozen=True, repr=False)
class Hall:
    """The posters of a conference in board order; `here` are the keys of those up now, `where` says when.

    `sessions` are poster sessions that the program does not assign posters to; `running` names those of them that are
    on, if no other posters are.
    """

    conference: str
    cards: tuple[Card, ...] = ()
    here: frozenset[str] = frozenset()
    where: str = ""
    sessions: tuple[Card, ...] = ()
    running: str = ""

    @cached_property
    def now(self) -> tuple[Card, ...]:
        """Posters that are up now: first those with a time, so those of the session, then those that may be up."""
        return tuple(sorted((card for card in self.cards if card.key in self.here), key=lambda card: not card.start))

    @property
    def starred(self) -> tuple[Card, ...]:
        """Starred posters that are up now; if none are, all starred ones, each once."""
        once: dict[tuple[str | None, str], Card] = {}
        for card in self.cards if not any(card.starred for card in self.now) else self.now:
            if card.starred:
                once.setdefault(_talk(card), card)
        return tuple(once.values())

    def card(self, key: str) -> Card | None:
        """The poster with that key."""
        return next((card for card in self.cards if card.key == key), None)

    def with_card(self, fresh: Card) -> Hall:
        """A copy with one poster updated, in all its slots."""

        def updated(card: Card) -> Card:
            if _talk(card) != _talk(fresh):
                return card
            return (
                fresh
                if card.key == fresh.key
                else replace(card, marks=fresh.marks, rating=fresh.rating, note=fresh.note)
            )

        found = replace(self, cards=tuple(map(updated, self.cards)))
        found.__dict__.update(_texts=self._texts, _lexicon=self._lexicon)
        return found

    def next_after(self, key: str | None) -> Card | None:
        """The next poster to visit: the next unseen starred one, wrapping around; else the next board."""
        hanging = self.now or self.cards
        at = next((index for index, card in enumerate(hanging) if card.key == key), -1)
        onward = [*hanging[at + 1 :], *hanging[: max(at, 0)]]
        unseen = next((card for card in onward if card.starred and not is_seen(card)), None)
        return unseen or (hanging[at + 1] if at + 1 < len(hanging) else None)

    def find(self, text: str) -> list[Card]:
        """Posters matching a board number or letters of a title or name; those up now first, best first.

        At most `MOST_FOUND`. Letters may be word prefixes of a title; without matches, similar spellings are used.
        Fields such as `track:` and the words next to them are looked for as in the program.
        """
        asked = CardFilter(text)
        if asked.has_fields or asked.refused:
            fitting = [card for card in self.cards if asked.matches(card, filter_text(card))]
            return sorted(fitting, key=lambda card: card.key not in self.here)[:MOST_FOUND]
        wanted = fold(text)
        if not wanted.strip("# "):
            return []
        if session := self._of_session(wanted):
            return session
        ranked = [(rank, index) for index, rank in self._by_board(text)]
        boards = {index for _, index in ranked}
        ranked += [(rank, index) for index, rank in self._by_letters(wanted) if index not in boards]
        ranked = ranked or self._nearly(wanted)
        ranked.sort(key=lambda found: (self.cards[found[1]].key not in self.here, *found))
        best = min((rank for rank, _ in ranked), default=0)
        if best == 0:  # an exact board number always wins, wherever it hangs
            ranked.sort(key=lambda found: found[0])
        return [self.cards[index] for _, index in ranked[:MOST_FOUND]]

    def _of_session(self, wanted: str) -> list[Card]:
        """The posters of the session with that code, such as P1S4, and a session without posters itself."""
        if not _SESSION_CODE.fullmatch(wanted):
            return []
        named = [(card.title, card) for card in self.sessions]
        named += [(card.session.title or "", card) for card in self.cards]
        return [card for name, card in named if wanted in _WORD.findall(fold(name))]

    @cached_property
    def _texts(self) -> tuple[_Text, ...]:
        return tuple(_text_of(card.talk) for card in self.cards)

    def _by_board(self, text: str) -> Iterable[tuple[int, int]]:
        wanted = board_key(text)
        if not wanted or _BOARD.fullmatch(text.strip()) is None:
            return
        digits = len(wanted) == 1 and wanted[0][0] == 0
        shown = fold(_NAMED_BOARD.sub("", text))
        for index, known in enumerate(self._texts):
            if not known.board:
                continue
            if known.board == wanted:
                yield index, 0
            elif digits and wanted[0] in known.board:
                yield index, 1
            elif known.board_text.startswith(shown):
                yield index, 2

    def _by_letters(self, wanted: str) -> Iterable[tuple[int, int]]:
        first, *others = words = wanted.split()
        begins = f" {first}"
        short = len(wanted) < _INITIALS
        for index, known in enumerate(self._texts):
            if (begins if short else first) in known.all:
                if all(word in known.all for word in others):
                    yield index, _place(known, words)
            elif not (short or others) and known.initials.startswith(first):
                yield index, _INITIALS_FIT

    def _nearly(self, wanted: str) -> list[tuple[int, int]]:
        """Posters that have a similar word for each typed word."""
        from rapidfuzz import fuzz, process

        fits: dict[int, float] = {}
        for number, word in enumerate(wanted.split()):
            if len(word) < _FEWEST_NEAR:
                return []
            near = process.extract(word, list(self._lexicon), scorer=fuzz.ratio, limit=_MOST_NEAR, score_cutoff=_NEAR)
            best: dict[int, float] = {}
            for known, score, _ in near:
                for index in self._lexicon[known]:
                    best[index] = max(score, best.get(index, 0))
            fits = {index: score + fits.get(index, 0) for index, score in best.items() if not number or index in fits}
        return [(_NO_FIT - int(score), index) for index, score in fits.items()]

    @cached_property
    def _lexicon(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, known in enumerate(self._texts):
            for word in set(known.all.split()):
                found.setdefault(word, []).append(index)
        return found


def _talk(card: Card) -> tuple[str | None, str]:
    """The same value for all slots of a poster."""
    return repeated_id(card.talk.id) or card.talk.id, card.title


@fast_dataclass(frozen=True, slots=True)
class _Text:
    """Searchable text of a poster, folded; every word has a leading space."""

    board: BoardKey
    board_text: str
    title: str
    all: str
    initials: str


def _place(known: _Text, words: Sequence[str]) -> int:
    """Rank of a match: title prefix, words of the title, words of names, or only letters."""
    if known.title.startswith(f" {words[0]}"):
        return 3
    if all(f" {word}" in known.title for word in words):
        return _INITIALS_FIT
    return 5 if all(f" {word}" in known.all for word in words) else 6


def _text_of(talk: Talk) -> _Text:
    title = fold(re.sub(r"[^\w\s]|_", " ", talk.title or ""))
    names = fold(" ".join(speaker.name for speaker in talk.speakers).replace("-", " "))
    board = talk.board or ""
    return _Text(
        board_key(board),
        fold(_NAMED_BOARD.sub("", board)),
        f" {title}",
        f" {title} {names}",
        "".join(word[0] for word in title.split()),
    )


def posters(vault: Vault, at: datetime, conference: str | None = None) -> Hall:
    """The posters of the current or given conference; raises NotFoundError, ConfnotesError.

    Posters up now are those of the current session, else of the next one today (or at all, if today has none), else of
    the day, else all. If a
    program does not assign posters to its poster sessions, papers without a time are used.
    """
    name = conference_meant(vault, at, conference)
    table = Timetable(vault, name)
    every = [card for card in table.all() if not card.talk.cancelled]
    standing = [card for card in every if is_poster(card.session, card.talk)]
    own = [card for card in standing if card.talk.speakers or card.talk.board]
    cards = _posters(every, standing, own)
    order = {card.key: index for index, card in enumerate(cards)}
    cards.sort(key=lambda card: (not card.talk.board, board_key(card.talk.board or ""), order[card.key]))
    hanging = {card.key for card in cards}
    sessions = tuple(card for card in standing if card.key not in hanging)
    timezone = table.program.conference.timezone
    here, where, running = _hanging(cards, sessions, wall_time(at, timezone), timezone)
    hall = Hall(name, tuple(cards), frozenset(card.key for card in here), where, sessions, running)
    hall.find("begin")  # prepare the search now, not on the first keystroke
    return hall


def _posters(every: Sequence[Card], standing: Sequence[Card], own: Sequence[Card]) -> list[Card]:
    """What hangs in the hall: the `own` posters, or these and papers without a time, or the sessions themselves."""
    if own and len(own) == len(standing):
        return [*own]
    known = {fold(card.title) for card in own}
    papers = [card for card in every if _is_paper(card) and fold(card.title) not in known]
    return [*own, *papers] or [*standing]


def _is_paper(card: Card) -> bool:
    return card.start is None and bool(card.talk.speakers) and card.talk.kind in _PAPERS


def _hanging(
    cards: Sequence[Card], sessions: Sequence[Card], wall: datetime, timezone: str | None
) -> tuple[Sequence[Card], str, str]:
    """The posters of the current session, else of `_coming`; a description; and the titles of those `sessions`, without
    posters of their own, that are on instead, and are then among the posters.

    A poster without a time may be up at any time, also in one of these sessions.
    """
    untimed = [card for card in cards if card.start is None]
    on = [card for card in cards if _is_on(card, wall, timezone)]
    if on:
        titles = {card.session.title for card in on}
        return [*on, *untimed], next(iter(titles)) or "on now" if len(titles) == 1 else "on now", ""
    running = [card for card in sessions if _is_on(card, wall, timezone)]
    if running:
        return [*(untimed or cards), *running], "", " · ".join(card.title for card in running)
    return *_coming(cards, untimed, wall, timezone), ""


def _coming(
    cards: Sequence[Card], untimed: Sequence[Card], wall: datetime, timezone: str | None
) -> tuple[Sequence[Card], str]:
    """The posters of the next session if the day has one or no posters at all, else of the day, else all, if none is up
    now.
    """
    today = [card for card in cards if card.start and card.start.date() == wall.date()]
    starts = (card.start for card in today or cards if card.start)
    begins = min((start for start in starts if is_before(wall, start, timezone)), default=None)
    if begins is not None:
        coming = [card for card in cards if card.start == begins]
        on_day = "" if today else f"{begins:%a} {begins.day} {begins:%b} "
        return [*coming, *untimed], f"from {on_day}{begins:%H:%M}"
    return ([*today, *untimed], "today") if today else (cards, "")


def _is_on(card: Card, wall: datetime, timezone: str | None) -> bool:
    """Whether the poster is up: at its own time, else during its session."""
    if card.start is None:
        return False
    end = wall_time(card.session.ends_at, timezone) if card.end_is_assumed and card.session.ends_at else card.end
    return end is not None and not is_before(wall, card.start, timezone) and is_before(wall, end, timezone)


def poster(hall: Hall, text: str) -> Card:
    """The only poster that a board number, letters, a key or an id match.

    Raises NotFoundError, SeveralTalksError with the first of them.
    """
    wanted = text.strip()
    found = [card for card in hall.cards if wanted in (card.key, card.talk.id)]
    found = found or hall.find(wanted)
    if not found:
        raise NotFoundError(
            f"poster not found at {hall.conference}: “{wanted}”", "List posters with `confnotes agenda`."
        )
    board = board_key(wanted)
    exact = [card for card in found if board and board_key(card.talk.board or "") == board]
    here = [card for card in exact if card.key in hall.here]
    chosen = here or exact or found
    if len(chosen) > 1:
        names = "; ".join(f"{board_and_title(card)} ({card.key})" for card in chosen[:_TOLD])
        raise SeveralTalksError(f"“{wanted}” matches {len(chosen)} posters: {names}", "Give more letters, or the id.")
    return chosen[0]


def with_marks(vault: Vault, card: Card) -> Card:
    """The card with current marks; raises ConfnotesError."""
    marks, talk = vault.marks(card.conference), card.talk.id or ""
    rating = marks.rating(talk, card.stated_rating)
    return replace(card, marks=marks.of(talk) | (card.marks - set(FLAGS)), rating=rating)


def board_and_title(card: Card) -> str:
    """Board and title, for display."""
    return f"{card.talk.board} · {card.title}" if card.talk.board else card.title
