"""Lists about links: where each leads, what is lost, and what belongs to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.catalogue.list_things import list_things
from confnotes.errors import UsageError
from confnotes.vault.vault import Vault

PROGRAM = """\
sessions:
  - talks:
      - {id: "1", title: Twin flows, start: 2024-05-01T09:00, speakers: [{name: Ines Duarte}]}
      - {id: "2", title: Lunch, kind: break, start: 2024-05-01T12:00}
"""
NOTES = {
    "Flow Days/program.yaml": PROGRAM,
    "Flow Days/Flow Days.md": "---\ntype: conference\n---\n",
    "One/Twin.md": '---\nconference: "[[Flow Days]]"\nseen: "[[Lost in front]]"\n---\nalone #rare\n',
    "Two/Twin.md": "[[#Here]]\n",
    "Both.md": "[[Twin]] [[Two/Twin#End|the end]] [[Ines Duarte]] [[2024-05-01 0900 Twin flows]] ![[picture.png]]\n"
    "[[Gone]]\n",
    "Loose.md": "nothing at all\n",
}


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    made = Vault.create(tmp_path / "vault")
    for path, text in NOTES.items():
        (made.root / path).parent.mkdir(parents=True, exist_ok=True)
        (made.root / path).write_text(text, encoding="utf-8")
    return made


def test_every_listed_link_has_its_target(vault: Vault) -> None:
    rows = [(row["id"], row["target"], row["to"], row["state"]) for row in list_things(vault, "links")]
    assert rows == [
        ("Both.md:1", "Twin", "One/Twin.md", "ambiguous"),
        ("Both.md:1#2", "Two/Twin", "Two/Twin.md", "resolved"),
        ("Both.md:1#3", "Ines Duarte", None, "unwritten"),
        ("Both.md:1#4", "2024-05-01 0900 Twin flows", None, "unwritten"),
        ("Both.md:1#5", "picture.png", None, "broken"),
        ("Both.md:2", "Gone", None, "broken"),
        ("One/Twin.md:2", "Flow Days", "Flow Days/Flow Days.md", "resolved"),
        ("One/Twin.md:3", "Lost in front", None, "unwritten"),
        ("Two/Twin.md:1", "", "Two/Twin.md", "resolved"),
    ]


@pytest.mark.parametrize("things", ["links", "broken", "unresolved"])
def test_no_two_rows_of_a_list_have_one_id(vault: Vault, things: str) -> None:
    (vault.root / "Many.md").write_text("[[Gone one]] [[Gone two]] @Nobody @Neither\n", encoding="utf-8")
    rows = list_things(vault, things)
    assert len({row["id"] for row in rows}) == len(rows) >= 2
    by_words = [row["id"] for row in list_things(vault, things, "gone two")]
    assert by_words == [row["id"] for row in rows if "Gone two" in str(row)], "words choose rows and leave their ids"


@pytest.mark.parametrize(
    ("things", "wanted"),
    [
        ("broken", ["Both.md:1", "Both.md:2"]),
        ("orphans", ["Loose.md"]),
        ("untagged", ["Both.md", "Flow Days/Flow Days.md", "Loose.md", "Two/Twin.md"]),
        ("unnoted", ["flow-days/1"]),
    ],
)
def test_what_is_lost_alone_or_missing_is_listed(things: str, wanted: list[str], vault: Vault) -> None:
    assert [row["id"] for row in list_things(vault, things)] == wanted


def test_related_notes_are_listed_for_a_note(vault: Vault) -> None:
    (vault.root / "Rare.md").write_text("another #rare one\n", encoding="utf-8")
    (row,) = list_things(vault, "related", "rare")
    assert (row["path"], row["why"]) == ("One/Twin.md", "#rare")
    with pytest.raises(UsageError):
        list_things(vault, "related")
