"""What a talk and its note refer to: read while it is typed, shown in the panel, with titles from the network."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.markup.canonical import canonical, parts
from confnotes.model.program import ResourceKind
from confnotes.tui.screens.dialog import Answer
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, plural, shorten, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from confnotes.actions.references.fetch_titles import Consent, FetchedTitles
    from confnotes.catalogue.program.cards import Card
    from confnotes.catalogue.recordings import Recording
    from confnotes.model.program import Resource

LOOK_EVERY = 0.4  # seconds between two looks whether the typing rests
MOST_AT_ONCE = 10  # titles fetched at a time, so that a pasted list floods no server
LABEL = 10  # cells
OFFER = "titles:"
MOST_LINKS = 14  # rows of the panel at 24 lines; the rest is counted
_FILE = re.compile(r"\.(?:pdf|pptx?|odp|key|ipynb|mp4|webm|mp3|ps)\Z", re.IGNORECASE)
_ORDER = {kind: number for number, kind in enumerate(ResourceKind)}
_MENTIONED = "Mentions"
_KINDS = {
    ResourceKind.EVENT_PAGE: "Page",
    ResourceKind.VIRTUAL_VENUE: "Venue",
    ResourceKind.REGISTRATION: "Register",
    ResourceKind.OTHER: "Link",
}


@dataclass(frozen=True, slots=True)
class References:
    """What belongs to the talk and what else its note mentions, each thing once; of how many the title could be fetched
    if somebody said so; and the recording, once it is known when it begins."""

    found: tuple[Resource, ...] = ()
    mentioned: tuple[Resource, ...] = ()
    offer: int = 0
    recording: Recording | None = None


class _Read(NamedTuple):
    """The references as they were read. `untitled` are the addresses whose title nobody has asked for."""

    references: References
    untitled: tuple[str, ...]
    consent: Consent


class ReferenceTracker(NoteController):
    """Knows what a note refers to while it is typed, and has their titles fetched for those who want that."""

    def __init__(self, page: NotePage, changed: Callable[[], object]) -> None:
        """`changed` is called when other references are `known`."""
        super().__init__(page)
        self.known = References()
        self._changed = changed
        self._seen: object = None
        self._untitled: tuple[str, ...] = ()
        self._asked_for: set[str] = set()
        self._fetching = False

    def begin(self) -> None:
        """The note is on the screen."""
        self.page.set_interval(LOOK_EVERY, self.mind)

    # What the note refers to

    def mind(self) -> None:
        """Read them anew when something was typed and nobody is typing."""
        page = self.page
        seen = (self.editor.note.revision, self.edited.front.head, page.memory.card)
        if seen != self._seen and not self.edited.is_typing and page.is_current:
            self._seen = seen
            read = partial(self._read, self.edited.front.head, tuple(self.editor.note.lines), page.memory.card)
            self.page.read_beside(read, self._learn)

    def _read(self, head: str, lines: Sequence[str], card: Card | None) -> _Read:
        from confnotes.actions.references.fetch_titles import Consent, consent, untitled_urls
        from confnotes.catalogue.note_references import references_in
        from confnotes.catalogue.papers.paper_library import add_titles, titles
        from confnotes.catalogue.recordings import recording_of
        from confnotes.markup import frontmatter
        from confnotes.markup.talk_references import together

        talk, session = (card.talk, card.session) if card is not None else (None, None)
        programs, sessions = talk.resources if talk else (), session.resources if session else ()
        noted = references_in(head, lines)
        known = titles(self.vault)
        found = add_titles(together(programs, noted.own, sessions), known)
        here = {canonical(resource.url) for resource in found}
        mentioned = add_titles([one for one in noted.mentioned if canonical(one.url) not in here], known)
        recording = recording_of(frontmatter.split(head).fields, talk, session)
        bare = tuple(untitled_urls(self.vault, (*noted.own, *noted.mentioned), date.today()))
        said = consent() if bare else Consent.ASK
        offers = len(bare) if said is Consent.ASK else 0
        return _Read(References(found, mentioned, offers, recording), bare, said)

    def _learn(self, read: _Read) -> None:
        from confnotes.actions.references.fetch_titles import Consent

        self._untitled = read.untitled
        if read.references != self.known:
            self.known = read.references
            self._changed()
        fresh = [url for url in read.untitled if canonical(url) not in self._asked_for]
        if read.consent is Consent.YES and fresh and not self._fetching:
            self._fetch(fresh[:MOST_AT_ONCE], wanted=False)

    # Their titles

    def fetch_titles(self) -> None:
        """Fetch the titles of this note's references, after a question where nobody has answered it yet."""
        from confnotes.actions.references.fetch_titles import Consent, consent

        urls = self._untitled
        if not urls:
            self.say("every reference here has its title, or has none to be found")
        elif consent() is Consent.YES:
            self._fetch(urls[:MOST_AT_ONCE], wanted=True)
        else:
            self.page.let_choose(
                f"Fetch {'the title' if len(urls) == 1 else f'{len(urls)} titles'} from the network?",
                "Each site is asked for its page, as a browser would. Titles are kept in the vault.",
                [
                    Answer("once", "These ones now"),
                    Answer("yes", "These, and later ones by themselves", "for all vaults; the same command asks again"),
                    Answer("no", "Never by themselves, and offer it no more"),
                ],
                self._consented,
            )

    def _consented(self, answer: str) -> None:
        from confnotes.actions.references.fetch_titles import Consent, remember

        if answer in ("yes", "no"):
            try:
                remember(Consent(answer))
            except ConfnotesError as error:
                self.page.complain(error)
            self._seen = None
        if answer in ("yes", "once"):
            self._fetch(self._untitled[:MOST_AT_ONCE], wanted=True)

    def _fetch(self, urls: Sequence[str], *, wanted: bool) -> None:
        self._fetching = True
        self._asked_for.update(canonical(url) for url in urls)
        if wanted:
            self.say("titles are being fetched")
        fetch = partial(self._fetch_in_thread, urls, wanted)
        self.page.run_worker(fetch, group="titles", description="titles", thread=True)

    def _fetch_in_thread(self, urls: Sequence[str], wanted: bool) -> None:
        from confnotes.actions.references.fetch_titles import TitleOptions, fetch_titles

        worker = get_current_worker()
        fetched: FetchedTitles | ConfnotesError | OSError
        try:
            fetched = fetch_titles(self.vault, urls, date.today(), TitleOptions(cancelled=lambda: worker.is_cancelled))
        except (ConfnotesError, OSError) as error:
            fetched = error
        self.page.call_later(self._learn_titles, fetched, wanted)

    def _learn_titles(self, fetched: FetchedTitles | ConfnotesError | OSError, wanted: bool) -> None:
        """Titles were asked for; `wanted`: somebody is waiting to hear of it."""
        self._fetching = False
        self._seen = None
        if not wanted:
            return
        if isinstance(fetched, ConfnotesError | OSError):
            self.app.complain_of(fetched)
        elif fetched.failure is not None:
            self.page.complain(ConfnotesError(fetched.failure, "try again when there is a network"))
        elif fetched.titles:
            self.say(f"{plural(len(fetched.titles), 'title')} fetched")
        else:
            self.say("no title was to be found")


# How the panel shows them


def reference_lines(references: References, width: int) -> list[Line]:
    """A line or two for each thing, one kind after the other, what is only mentioned last; then the recording."""
    lines: list[Line] = []
    label = ""
    told = [(one, _KINDS.get(one.kind, clean(one.kind.value).capitalize())) for one in _by_kind(references.found)]
    told += [(one, _MENTIONED) for one in _by_kind(references.mentioned)]
    for resource, now in told[:MOST_LINKS]:
        before, label = label, now
        for value in _values(resource, label, width - LABEL):
            shown = shorten(label, LABEL - 1) if label != before else ""
            before = label
            lines.append([Part(f"{shown:<{LABEL}}", "faint"), *clip(value, width - LABEL)])
    more = len(told) - MOST_LINKS
    if more > 0:
        lines.append([Part(f"{'':<{LABEL}}{more} more: ctrl+o", "faint")])
    if references.recording is not None:
        begins = f"from {references.recording.begins:%H:%M:%S}"
        hint = "  alt+v plays" if references.recording.video else "  alt+r: where"
        fits = len(begins) + len(hint) <= width - LABEL
        lines.append(
            [Part(f"{'Recorded':<{LABEL}}", "faint"), Part(begins, "dim"), Part(hint if fits else "", "faint")]
        )
    return lines


def _by_kind(resources: Iterable[Resource]) -> list[Resource]:
    return sorted(resources, key=lambda resource: _ORDER[resource.kind])


def offer_lines(references: References, width: int) -> list[Line]:
    """The offer to fetch titles, to nobody who has answered it."""
    if not references.offer:
        return []
    words = "Titles can be fetched from the network: ctrl+p, “Fetch titles of references”"
    return [[], *([Part(line, "faint", OFFER)] for line in wrap(words, width))]


def _values(resource: Resource, label: str, room: int) -> list[Line]:
    """What stands behind the label: the address, the title and the address, or a longer title alone."""
    title, address, target = clean(resource.title or ""), _address(resource.url), f"url:{resource.url}"
    if not title or title.lower() == label.lower():
        return [[Part(address, "link", target)]]
    if len(title) + len(address) + 2 <= room:
        return [[Part(title, "link", target), Part(f"  {address}", "faint", target)]]
    first, *rest = wrap(title, room)
    values: list[Line] = [[Part(first, "link", target)]]
    if rest:
        values.append([Part(f"  {shorten(' '.join(rest), room - 2)}", "link", target)])
    return values


def _address(url: str) -> str:
    """An address as short as it can be told from others: its host and, for a known one, its identifier."""
    scheme, host, path, _ = parts(url)
    if scheme == "mailto":
        return clean(path)
    if host in ("github.com", "gitlab.com") and path.strip("/"):
        return clean(path.strip("/"))
    if host == "doi.org":
        return clean(f"doi {path.strip('/')}")
    last = clean(path.rstrip("/").rpartition("/")[2])
    if _FILE.search(last):
        return last
    return f"{host} {last}" if host in ("arxiv.org", "openreview.net") and last else clean(host or url)
