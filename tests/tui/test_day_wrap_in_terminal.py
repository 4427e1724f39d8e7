"""The end of a day in a real terminal, by somebody who types faster than the screen."""

from __future__ import annotations

from pathlib import Path

from screen_samples import CONFERENCE, harbour_vault
from terminal import CONFNOTES, Terminal, environment_of

KEY = "harbourconf-2031/tides-in-memory"
PATH = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
NOTE = f"---\ntitle: Tides in Memory\ntalk: {KEY}\n---\nWater remembers\n"


def test_a_talk_is_rated_and_remembered_in_one_go(tmp_path: Path) -> None:
    harbour_vault(tmp_path / "vault").save(PATH, NOTE, None)
    environment = environment_of(tmp_path, "2031-05-12T23:10")
    command = [*CONFNOTES, "review", "--vault", "vault"]
    with Terminal(command, folder=tmp_path, environment=environment, columns=80, rows=24) as terminal:
        terminal.wait_for("Did you attend")
        terminal.press("enter")
        terminal.wait_for("Takeaways")
        terminal.send("5the moon wins 3 to 1\rtanks lie\r\r")
        terminal.wait_for("The page of the day")
        terminal.press("enter")
        terminal.wait_for("ctrl+o close")
        terminal.send("What a day.")
        terminal.wait_for("What a day.")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    note = (tmp_path / "vault" / PATH).read_text(encoding="utf-8")
    assert note == f"{NOTE}\n## Takeaways\n\n- the moon wins 3 to 1\n- tanks lie\n"
    page = (tmp_path / "vault" / CONFERENCE / "2031-05-12 Day.md").read_text(encoding="utf-8")
    assert "\nWhat a day.\n" in page
    assert "★★★★★\n  - the moon wins 3 to 1\n" in page
