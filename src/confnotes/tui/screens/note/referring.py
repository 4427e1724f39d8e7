"""What a note refers to, seen while it is typed, and how it is called: papers, slides, videos and code of the talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.markup.canonical import canonical
from confnotes.tui.beside import reads
from confnotes.tui.screens.choice import Answer, ChoiceScreen
from confnotes.tui.screens.note.references import OFFER, References
from confnotes.tui.screens.note.remembering import RememberingPage
from confnotes.tui.widgets.drawing import counted
from confnotes.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.actions.references.fetch_titles import Fetched
    from confnotes.actions.references.title_consent import Consent
    from confnotes.catalogue.program.cards import Card
    from confnotes.vault.vault import Vault

LOOK_EVERY = 0.4
MOST_AT_ONCE = 10


class ReferringPage(RememberingPage):
    """Keeps the references in the panel up to date, and has their titles fetched for those who want that."""

    @dataclass
    class Referred(Message):
        """The references were read. `untitled` are the addresses whose title nobody has asked for."""

        references: References
        untitled: tuple[str, ...]
        consent: Consent

    @dataclass
    class TitlesFetched(Message):
        """Titles were asked for; `wanted`: somebody is waiting to hear of it."""

        fetched: Fetched | None
        wanted: bool
        error: ConfnotesError | OSError | None = None

    def __init__(self, vault: Vault, note: OpenNote, *, key: str | None) -> None:
        super().__init__(vault, note, key=key)
        self._referred: object = None
        self._untitled: tuple[str, ...] = ()
        self._asked_for: set[str] = set()
        self._fetching = False

    def on_mount(self) -> None:
        self.set_interval(LOOK_EVERY, self.mind_references)

    # What the note refers to

    def mind_references(self) -> None:
        """Read them anew when something was typed and nobody is typing."""
        seen = (self.editor.note.revision, self.front.head, self.memory.card)
        if seen != self._referred and not self.is_typing and self.is_current:
            self._referred = seen
            self._read_references(self.front.head, tuple(self.editor.note.lines), self.memory.card)

    @reads("references", "references")
    def _read_references(self, head: str, lines: Sequence[str], card: Card | None) -> None:
        from confnotes.actions.references.fetch_titles import untitled
        from confnotes.actions.references.title_consent import Consent, consent
        from confnotes.catalogue.note_references import references_in
        from confnotes.catalogue.papers.titles import titled, titles
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
        self.post_message(self.Referred(References(found, mentioned, offers, recording), bare, said))

    def on_referring_page_referred(self, event: Referred) -> None:
        from confnotes.actions.references.title_consent import Consent

        self._untitled = event.untitled
        if event.references != self.references:
            self.references = event.references
            self.show_memory()
        fresh = [url for url in event.untitled if canonical(url) not in self._asked_for]
        if event.consent is Consent.YES and fresh and not self._fetching:
            self._fetch(fresh[:MOST_AT_ONCE], wanted=False)

    # Their titles

    def on_pane_pressed(self, event: Pane.Pressed) -> None:
        if event.target == OFFER:
            self.action_fetch_titles()

    def action_fetch_titles(self) -> None:
        """Fetch the titles of this note's references, after a question where nobody has answered it yet."""
        from confnotes.actions.references.title_consent import Consent, consent

        urls = self._untitled
        if not urls:
            self.say("every reference here has its title, or has none to be found")
        elif consent() is Consent.YES:
            self._fetch(urls[:MOST_AT_ONCE], wanted=True)
        else:
            self.app.push_screen(
                ChoiceScreen(
                    f"Fetch {'the title' if len(urls) == 1 else f'{len(urls)} titles'} from the network?",
                    "Each site is asked for its page, as a browser would. Titles are kept in the vault.",
                    [
                        Answer("once", "These ones now"),
                        Answer(
                            "yes", "These, and later ones by themselves", "for all vaults; the same command asks again"
                        ),
                        Answer("no", "Never by themselves, and offer it no more"),
                    ],
                ),
                self._consented,
            )

    def _consented(self, answer: str | None) -> None:
        from confnotes.actions.references.title_consent import Consent, remember

        if answer in ("yes", "no"):
            try:
                remember(Consent(answer))
            except ConfnotesError as error:
                self.complain(error)
            self._referred = None
        if answer in ("yes", "once"):
            self._fetch(self._untitled[:MOST_AT_ONCE], wanted=True)

    def _fetch(self, urls: Sequence[str], *, wanted: bool) -> None:
        self._fetching = True
        self._asked_for.update(canonical(url) for url in urls)
        if wanted:
            self.say("titles are being fetched")
        self._fetch_titles(urls, wanted)

    @work(thread=True, group="titles")
    def _fetch_titles(self, urls: Sequence[str], wanted: bool) -> None:
        from confnotes.actions.references.fetch_titles import Manner, fetch_titles

        worker = get_current_worker()
        try:
            done = fetch_titles(self.vault, urls, date.today(), Manner(cancelled=lambda: worker.is_cancelled))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.TitlesFetched(None, wanted, error))
        else:
            self.post_message(self.TitlesFetched(done, wanted))

    def on_referring_page_titles_fetched(self, event: TitlesFetched) -> None:
        self._fetching = False
        self._referred = None
        done = event.fetched
        if not event.wanted:
            return
        if event.error is not None or done is None:
            self.confnotes.complain_of(event.error or ConfnotesError("no titles were fetched"))
        elif done.failure is not None:
            self.complain(ConfnotesError(done.failure, "try again when there is a network"))
        elif done.titles:
            self.say(f"{counted(len(done.titles), 'title')} fetched")
        else:
            self.say("no title was to be found")
