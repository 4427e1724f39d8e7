"""What a note refers to, seen while it is typed, and how it is called: papers, slides, videos and code of the talk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.markup.canonical import canonical
from confnotes.tui.screens.choice import Answer
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.screens.note.references import References
from confnotes.tui.screens.note.remembering import Recollection
from confnotes.tui.widgets.drawing import counted

if TYPE_CHECKING:
    from confnotes.actions.references.fetch_titles import Fetched
    from confnotes.actions.references.title_consent import Consent
    from confnotes.catalogue.program.cards import Card

LOOK_EVERY = 0.4
MOST_AT_ONCE = 10


class _Read(NamedTuple):
    """The references as they were read. `untitled` are the addresses whose title nobody has asked for."""

    references: References
    untitled: tuple[str, ...]
    consent: Consent


class NoteReferences(NoteController):
    """Keeps the references in the panel up to date, and has their titles fetched for those who want that."""

    def __init__(self, page: NotePage, recollection: Recollection) -> None:
        super().__init__(page)
        self._recollection = recollection
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
            self.read("references", read, self._learn)

    def _read(self, head: str, lines: Sequence[str], card: Card | None) -> _Read:
        from confnotes.actions.references.fetch_titles import untitled
        from confnotes.actions.references.title_consent import Consent, consent
        from confnotes.catalogue.note_references import references_in
        from confnotes.catalogue.papers.paper_library import titled, titles
        from confnotes.catalogue.recordings import recording_of
        from confnotes.markup import frontmatter
        from confnotes.markup.talk_references import together

        talk, session = (card.talk, card.session) if card is not None else (None, None)
        programs, sessions = talk.resources if talk else (), session.resources if session else ()
        noted = references_in(head, lines)
        known = titles(self.vault)
        found = titled(together(programs, noted.own, sessions), known)
        here = {canonical(resource.url) for resource in found}
        mentioned = titled([one for one in noted.mentioned if canonical(one.url) not in here], known)
        recording = recording_of(frontmatter.split(head).fields, talk, session)
        bare = tuple(untitled(self.vault, (*noted.own, *noted.mentioned), date.today()))
        said = consent() if bare else Consent.ASK
        offers = len(bare) if said is Consent.ASK else 0
        return _Read(References(found, mentioned, offers, recording), bare, said)

    def _learn(self, read: _Read) -> None:
        from confnotes.actions.references.title_consent import Consent

        self._untitled = read.untitled
        if read.references != self._recollection.references:
            self._recollection.references = read.references
            self._recollection.show()
        fresh = [url for url in read.untitled if canonical(url) not in self._asked_for]
        if read.consent is Consent.YES and fresh and not self._fetching:
            self._fetch(fresh[:MOST_AT_ONCE], wanted=False)

    # Their titles

    def fetch_titles(self) -> None:
        """Fetch the titles of this note's references, after a question where nobody has answered it yet."""
        from confnotes.actions.references.title_consent import Consent, consent

        urls = self._untitled
        if not urls:
            self.say("every reference here has its title, or has none to be found")
        elif consent() is Consent.YES:
            self._fetch(urls[:MOST_AT_ONCE], wanted=True)
        else:
            self.let_choose(
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
        from confnotes.actions.references.title_consent import Consent, remember

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
        from confnotes.actions.references.fetch_titles import Manner, fetch_titles

        worker = get_current_worker()
        fetched: Fetched | ConfnotesError | OSError
        try:
            fetched = fetch_titles(self.vault, urls, date.today(), Manner(cancelled=lambda: worker.is_cancelled))
        except (ConfnotesError, OSError) as error:
            fetched = error
        self.page.call_later(self._learn_titles, fetched, wanted)

    def _learn_titles(self, fetched: Fetched | ConfnotesError | OSError, wanted: bool) -> None:
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
            self.say(f"{counted(len(fetched.titles), 'title')} fetched")
        else:
            self.say("no title was to be found")
