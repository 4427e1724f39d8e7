"""What is private changes no answer: the server says the same of a vault that never had it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from confnotes.vault.vault import Vault

from .conftest import ask, assistant

PROGRAM = """\
sessions:
  - id: s1
    title: Ground
    talks:
      - {id: t1, title: Peat and time, start: 2024-04-03T09:00:00, speakers: [{name: Ulla Mire}]}
      - {id: t2, title: Spores, start: 2024-04-03T10:00:00, speakers: [{name: Finn Reed}]}
"""
SHARED = {
    "Moss 2024/program.yaml": PROGRAM,
    "Notes/Bog.md": "---\ntags: [alpha]\n---\n#beta deep water [[Fen]] with @Ada Quill\n- [ ] drain it #beta\n",
    "Notes/Fen.md": "reed and sedge\n[[Bog]] https://arxiv.org/abs/1706.03762\n",
    "Notes/Moor.md": "heather\n",
}
PRIVATE_NOTES = {
    "Notes/Hidden.md": "---\nprivate: true\naliases: [Bog]\n---\nsedges zanzibar #alpha #gamma @Ada Quill [[Bog]]\n"
    "- [ ] drain #beta\n? why @Ada Quill\nhttps://arxiv.org/abs/1706.03762\n",
    "Elsewhere/Fen.md": "---\nprivate: true\n---\nthe same name\n",
    "People/Ada Quill.md": "---\ntype: person\nprivate: true\naffiliation: Hush Corp\n---\nwho\n",
    "Hushed 2023/Hushed 2023.md": "---\ntype: conference\nprivate: true\nstart: 2024-04-03\n---\nnobody knows\n",
    "Moss 2024/Moss 2024.md": "---\nprivate: true\nvenue: Hidden Castle\nstart: 2024-04-01\n---\nx\n",
}
PRIVATE_LINES = {"Notes/Bog.md": "%%zebras zebra sedge @Ada Quill [[Moor]] #beta%%\n", "Notes/Moor.md": "%%bog%%\n"}
QUERIES = (
    *(
        "sedge",
        "sedgs",
        "zanzibar",
        "zanzibr",
        "zebras",
        "hushed",
        "castle",
        "bog",
        "Ada Quill",
        "2023",
        "date:2024-04",
    ),
    *("kind:note", "kind:task", "kind:person", "is:todo", "tag:beta", "has:note", "water OR reed", "-sedge"),
)
NAMES = (
    *("Bog", "Fen", "Moor", "Hidden", "Ada Quill", "Hushed 2023", "hushed-2023", "Moss 2024", "Notes/Hidden.md"),
    *("https://arxiv.org/abs/1706.03762", "moss-2024/t1", "Hush Corp", "Notes/Hidden.md:5", "Notes/Bog.md:5"),
)
THINGS = ("conferences", "sessions", "talks", "people", "notes", "papers", "tags", "tasks", "questions", "recordings")


def vault_of(folder: Path, *files: Mapping[str, str]) -> Vault:
    """A vault with these files, all written at the same moment."""
    vault = Vault.create(folder)
    for path, text in {path: text for one in files for path, text in one.items()}.items():
        (vault.root / path).parent.mkdir(parents=True, exist_ok=True)
        (vault.root / path).write_text(text, encoding="utf-8")
    return vault


async def answers(vault: Vault) -> dict[str, object]:
    """What an assistant is told, by question."""
    found: dict[str, object] = {}
    async with assistant(vault, "--write") as client:
        for query in QUERIES:
            found[f"search {query}"] = await ask(client, "search", query=query, limit=50)
        for things in THINGS:
            found[f"list {things}"] = await ask(client, "list", things=things)
        for tool in ("now", "agenda"):
            found[tool] = await ask(client, tool)
            refused = await client.call_tool(tool, {"conference": "hushed"})
            found[f"{tool} hushed"] = str(refused.content)
        for name in NAMES:
            result = await client.call_tool("read", {"thing": name})
            found[f"read {name}"] = str(result.content)
    return found


async def test_private_notes_change_no_answer(tmp_path: Path) -> None:
    with_them = await answers(vault_of(tmp_path / "with", SHARED, PRIVATE_NOTES))
    without = await answers(vault_of(tmp_path / "without", SHARED))
    assert {question for question in with_them if with_them[question] != without[question]} == set()


async def test_private_lines_change_no_answer(tmp_path: Path) -> None:
    with_them = {path: f"{SHARED[path]}{line}" for path, line in PRIVATE_LINES.items()}
    without = {path: f"{SHARED[path]}\n" for path in PRIVATE_LINES}
    told = await answers(vault_of(tmp_path / "with", SHARED, with_them))
    expected = await answers(vault_of(tmp_path / "without", SHARED, without))
    assert {question for question in told if told[question] != expected[question]} == set()
