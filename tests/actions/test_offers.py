"""What may be chosen for a summary."""

from __future__ import annotations

from datetime import date, datetime

from confnotes.actions.exporting.choices import offers_of
from confnotes.model.program import Conference, Program, Session, Talk
from confnotes.vault.vault import Vault
from program_files import save_program


def test_days_and_tracks_are_offered_with_their_talks_and_a_talk_is_of_its_sessions_track(vault: Vault) -> None:
    talks = (
        Talk("Depth", "1", start=datetime(2021, 6, 1, 9)),
        Talk("Width", "2", start=datetime(2021, 6, 2, 9), track="Theory"),
        Talk("Height", "3"),
    )
    save_program(
        vault, "Deep Days", Program(Conference("Deep Days"), (Session("Morning", track="Practice", talks=talks),))
    )
    offers = offers_of(vault, "Deep Days")
    assert offers.days == ((date(2021, 6, 1), 1), (date(2021, 6, 2), 1))
    assert offers.tracks == (("Practice", 2), ("Theory", 1))
