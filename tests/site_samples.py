"""A vault of two conferences whose notes link to each other, and the site of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from confnotes.actions.exporting.build_site import build_site
from confnotes.actions.exporting.render_preferences import RenderPreferences
from confnotes.actions.exporting.write_site import WrittenSite
from confnotes.model.program import Conference, Program, Session, Speaker, Talk
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.vault.layout import talk_key
from confnotes.vault.vault import Vault
from program_files import save_program

AT = datetime(2024, 1, 1)
TIDES, REEFS = "Tides 2022", "Reefs 2023"


def harbour(folder: Path) -> Vault:
    """Two conferences with one talk each that is noted, and one that was attended only."""
    vault = Vault.create(folder / "notes")
    for name, year, titles in ((TIDES, 2022, ("Moon and water", "Salt")), (REEFS, 2023, ("Coral clocks", "Kelp"))):
        talks = tuple(
            Talk(title, id=f"t{number}", start=datetime(year, 5, 3, 9 + number), speakers=(Speaker("Ida Brandt"),))
            for number, title in enumerate(titles)
        )
        conference = Conference(name, start_date=date(year, 5, 3), end_date=date(year, 5, 4), timezone="Europe/Dublin")
        save_program(vault, name, Program(conference, (Session("Morning", "s", talks=talks),)))
        vault.mark(name, "t1", attended=True)
    note(vault, TIDES, "Moon and water", "takeaway: gravity counts twice\nsee https://arxiv.org/abs/2106.00001 #sea\n")
    note(vault, REEFS, "Coral clocks", "follows [[Moon and water]], again https://arxiv.org/pdf/2106.00001v2 #sea\n")
    return vault


def note(vault: Vault, conference: str, title: str, text: str) -> None:
    """Write the note of the first talk."""
    path = vault.root / conference / f"{title}.md"
    path.write_text(f"---\ntitle: {title}\ntalk: {talk_key(conference, 't0')}\n---\n{text}", encoding="utf-8")


def build(vault: Vault, out: Path, audience: str = "team", url: str = "", target: str = "") -> WrittenSite:
    """Build the site with the vault as it is on the disk."""
    order = SummaryOrder(target, audience=Audience(audience))
    return build_site(Vault.open(vault.root), order, RenderPreferences(), AT, out, url)
