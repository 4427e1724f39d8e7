"""References of a talk and its note: updated while typing, shown in the panel, with titles fetched from the web."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.worker import get_current_worker

from confnotes.catalogue.program.cards import Card
from confnotes.errors import ConfnotesError
from confnotes.markup import frontmatter
from confnotes.markup.canonical import canonical, parts
from confnotes.markup.talk_references import together
from confnotes.model.program import Resource, ResourceKind
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.dialog import Answer
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.screens.reading import ask_to_fetch
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, plural, shorten, spread, wrap

if TYPE_CHECKING:
    from confnotes.actions.references.fetch_titles import Consent, FetchedTitles
    from confnotes.catalogue.recordings import Recording

LOOK_EVERY = 0.4  # seconds between two checks for a pause in typing
MOST_AT_ONCE = 10  # titles fetched at a time, so that a pasted list does not flood a server
LABEL = 10  # cells
MOST_LINKS = 14  # rows that fit the panel at 24 lines; the rest is counted
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
    """References of the talk and other mentions in its note, each once; `recording` is set once its start is known."""

    found: tuple[Resource, ...] = ()
    mentioned: tuple[Resource, ...] = ()
    recording: Recording | None = None


class _Read(NamedTuple):
    """References as read from a note. `untitled` are URLs whose title was never requested."""

    references: References
    untitled: tuple[str, ...]
    consent: Consent


class ReferenceTracker(NoteController):
    """Keeps a note's references up to date while typing, and fetches their titles with consent."""

    def __init__(self, page: NotePage, changed: Callable[[], object]) -> None:
        """`changed` is called whenever `known` changes."""
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

    # References of the note

    def mind(self) -> None:
        """Read them again after a change, once typing pauses."""
        page = self.page
        seen = (self.editor.note.revision, self.edited.front.head, page.memory.card)
        if seen != self._seen and not self.edited.is_typing and page.is_current:
            self._seen = seen
            read = partial(self._read, self.edited.front.head, tuple(self.editor.note.lines), page.memory.card)
            self.page.read_beside(read, self._learn)

    def reader(self) -> Callable[[], Sequence[Resource]]:
        """What reads all references of the note as it is now, in any thread."""
        read = partial(self._read, self.edited.front.head, tuple(self.editor.note.lines), self.page.memory.card)

        def links() -> Sequence[Resource]:
            references = read().references
            return (*references.found, *references.mentioned)

        return links

    def _read(self, head: str, lines: Sequence[str], card: Card | None) -> _Read:
        from confnotes.actions.references.fetch_titles import Consent, consent, untitled_urls
        from confnotes.catalogue.note_references import references_in
        from confnotes.catalogue.papers.paper_library import add_titles, titles
        from confnotes.catalogue.recordings import recording_of

        talk, session = (card.talk, card.session) if card is not None else (None, None)
        programs, sessions = talk.resources if talk else (), session.resources if session else ()
        noted = references_in(head, lines, self.app.patience.rest)
        known = titles(self.vault)
        found = add_titles(together(programs, noted.own, sessions), known)
        here = {canonical(resource.url) for resource in found}
        mentioned = add_titles([one for one in noted.mentioned if canonical(one.url) not in here], known)
        recording = recording_of(frontmatter.split(head).fields, talk, session)
        bare = tuple(untitled_urls(self.vault, (*noted.own, *noted.mentioned), date.today()))
        said = consent() if bare else Consent.ASK
        return _Read(References(found, mentioned, recording), bare, said)

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
        """Fetch the titles of this note's references; asks for consent the first time."""
        urls = self._untitled
        if not urls:
            self.say("No missing titles that can be fetched")
        else:
            self._seen = None
            ask_to_fetch(
                self.page,
                f"Fetch {'1 title' if len(urls) == 1 else f'{len(urls)} titles'} from the web?",
                "Confnotes requests each page, as a browser would, and stores its title in your vault.",
                [
                    Answer("once", "Fetch once"),
                    Answer("yes", "Always fetch automatically", "in all vaults"),
                    Answer("no", "Never fetch automatically", "and don't ask again"),
                ],
                lambda: self._fetch(self._untitled[:MOST_AT_ONCE], wanted=True),
            )

    def _fetch(self, urls: Sequence[str], *, wanted: bool) -> None:
        self._fetching = True
        self._asked_for.update(canonical(url) for url in urls)
        if wanted:
            self.say("Fetching titles …")
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
        """Handle fetched titles; `wanted`: the person asked for them and sees the result."""
        self._fetching = False
        self._seen = None
        if not wanted:
            return
        if isinstance(fetched, ConfnotesError | OSError):
            self.app.complain_of(fetched)
        elif fetched.failure is not None:
            self.page.complain(ConfnotesError(fetched.failure, "Check your connection and try again"))
        elif fetched.titles:
            self.say(f"Fetched {plural(len(fetched.titles), 'title')}")
        else:
            self.say("No titles found")


# In the panel


def reference_lines(references: References, width: int) -> list[Line]:
    """One or two lines for each reference by kind, mentions last, then the recording."""
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
        lines.append([Part(f"{'':<{LABEL}}{more} more: {key_of('follow')}", "faint")])
    if references.recording is not None:
        begins = f"from {references.recording.begins:%H:%M:%S}"
        hint = (
            f"  {key_of('video', typing=True)} to play"
            if references.recording.video
            else f"  {key_of('recording', typing=True)}: add video"
        )
        fits = len(begins) + len(hint) <= width - LABEL
        lines.append(
            [Part(f"{'Recorded':<{LABEL}}", "faint"), Part(begins, "dim"), Part(hint if fits else "", "faint")]
        )
    return lines


def _by_kind(resources: Iterable[Resource]) -> list[Resource]:
    return sorted(resources, key=lambda resource: _ORDER[resource.kind])


def _values(resource: Resource, label: str, room: int) -> list[Line]:
    """The value beside the label: the URL, the title with the URL, or a long title alone."""
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
    """A URL in its shortest recognisable form: its host, and its identifier on well-known hosts."""
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


def panel_heading(text: str, on: str = "", width: int = 0) -> list[Line]:
    """A heading, with the key of the action that shows all of it at the right."""
    key = [Part(key_of(on, typing=True), "faint")] if on else []
    return [[], spread([Part(text, "faint")], key, width) if on else [Part(text, "faint")]]
