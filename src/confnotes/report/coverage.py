"""How much of a program was seen: in numbers, and by track."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from confnotes.catalogue.program.posters import is_poster
from confnotes.markup.names import fold
from confnotes.model.summary import SlotState, SummaryCoverage, SummaryItem, SummaryTrack
from confnotes.report.items import IDLE_KINDS, RankedItem

MOST_TRACKS = 120


def state_of(item: SummaryItem, *, public: bool) -> SlotState:
    """What became of a talk; of visits and stars the public knows nothing."""
    if item.noted or (not public and (item.attended or item.rating is not None)):
        return SlotState.SEEN
    if item.missed:
        return SlotState.MISSED
    return SlotState.STARRED if item.starred else SlotState.PASSED


def is_real(item: SummaryItem) -> bool:
    """Whether an item is a talk or poster that one could have seen: no break, no dinner, not cancelled."""
    return item.is_talk and item.kind not in IDLE_KINDS and not item.cancelled


def is_on_board(one: RankedItem) -> bool:
    """Whether the item is a poster or a demo, to which one walks up."""
    return one.session is not None and one.talk is not None and is_poster(one.session, one.talk)


def coverage(within: Iterable[RankedItem], *, public: bool) -> SummaryCoverage:
    """The numbers; `within` is everything that the summary is of, as it is told. A dinner counts where it was noted."""
    seen: Counter[bool] = Counter()
    everything: Counter[bool] = Counter()
    missed = later = 0
    for one in within:
        item = one.item
        later += item.later and not item.missed and state_of(item, public=public) is not SlotState.SEEN
        if not is_real(item) and not (item.is_talk and item.noted):
            continue
        board = is_on_board(one)
        everything[board] += 1
        seen[board] += state_of(item, public=public) is SlotState.SEEN
        missed += item.missed
    return SummaryCoverage(seen[False], everything[False], seen[True], everything[True], missed, later)


def tracks(within: Iterable[RankedItem], *, public: bool) -> tuple[SummaryTrack, ...]:
    """What became of the talks of each track, or of each room at a conference without tracks; nothing where there is
    only one. Those of which most was seen come first, then the largest."""
    found: list[SummaryTrack] = []
    for conference, members in by_conference(within).items():
        lane = lane_of(members)
        names: dict[str, str] = {}
        states: dict[str, Counter[SlotState]] = defaultdict(Counter)
        for one in members:
            name = lane(one.item)
            if name is not None and is_real(one.item):
                key = fold(name)
                names.setdefault(key, name)
                states[key][state_of(one.item, public=public)] += 1
        if len(names) > 1:
            found += [
                SummaryTrack(
                    names[key],
                    count.total(),
                    count[SlotState.SEEN],
                    count[SlotState.STARRED],
                    count[SlotState.MISSED],
                    conference,
                )
                for key, count in states.items()
            ]
    found.sort(key=lambda track: (-track.seen, -track.starred, -track.talks))
    return tuple(found[:MOST_TRACKS])


def by_conference(placed: Iterable[RankedItem]) -> dict[str, list[RankedItem]]:
    """What belongs to each conference."""
    found: dict[str, list[RankedItem]] = defaultdict(list)
    for one in placed:
        found[one.item.conference].append(one)
    return found


def lane_of(placed: Sequence[RankedItem]) -> Callable[[SummaryItem], str | None]:
    """What a talk is on the timeline beside: its track where the conference has several, else its room."""
    tracked = {one.item.track for one in placed if one.item.track and is_real(one.item)}
    return (lambda item: item.track) if len(tracked) > 1 else (lambda item: item.room)
