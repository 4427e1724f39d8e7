"""Two people import into clones of one vault, each from a place of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from damaged_vault import CONFERENCE, FILES, PROGRAM, pond_vault, unmerged, with_garbage
from two_clones import clone, merge

from .conftest import RunConfnotes

SOURCE = f"conference: {{name: Reef Days 2024}}\n{FILES[PROGRAM]}"
KEPT = ".confnotes/imported/Reef Days 2024/reef.yaml.json"


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Path, Path]:
    return clone(pond_vault(tmp_path / "ada" / "pond").root, tmp_path / "bo" / "elsewhere" / "notes")


def bring(confnotes: RunConfnotes, clones: tuple[Path, Path], text: str, *more: str) -> None:
    """Each imports the same bytes from a folder of their own, a minute apart."""
    for minute, (vault, name) in enumerate(zip(clones, ("ada", "bo"), strict=True)):
        source = vault.parent.parent / f"downloads of {name}" / "reef.yaml"
        source.parent.mkdir(exist_ok=True)
        source.write_text(text, encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CONFNOTES_NOW", f"2024-05-05T10:0{minute}")
            done = confnotes("import", source, "--yes", *more, "--vault", vault)
        assert done.code == 0, done.err


def everything(vault: Path) -> dict[str, bytes]:
    files = (path for path in vault.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {str(path.relative_to(vault)): path.read_bytes() for path in files}


@pytest.mark.needs("git")
def test_the_vault_contains_no_machine_paths_and_git_merges_two_imports(
    confnotes: RunConfnotes, clones: tuple[Path, Path], tmp_path: Path
) -> None:
    bring(confnotes, clones, SOURCE, "--timezone", "Europe/Lisbon")
    assert everything(clones[0]) == everything(clones[1])
    assert not [path for path, data in everything(clones[0]).items() if b"downloads" in data or b"/tmp" in data]
    assert merge(*clones)
    bring(confnotes, clones, SOURCE.replace("T10:30", "T10:40"))
    assert merge(*clones)
    assert confnotes("doctor", "--vault", clones[0]).code == 0
    moved = confnotes("list", "changes", "--vault", clones[0])
    assert moved.code == 0 and moved.out.count("Newts by day") == 2
    assert confnotes("import", "--refresh", "Reef", "--vault", clones[0]).code == 0


@pytest.mark.needs("git")
def test_an_older_file_still_finds_its_source_and_loses_its_path_on_reimport(
    confnotes: RunConfnotes, clones: tuple[Path, Path], home: Path
) -> None:
    bring(confnotes, clones, SOURCE)
    kept, source = clones[0] / KEPT, clones[0].parent.parent / "downloads of ada" / "reef.yaml"
    form, head, program = json.loads(kept.read_text(encoding="utf-8"))
    kept.write_text(json.dumps([form, {**head, "path": str(source), "beside": "../../x"}, program]), encoding="utf-8")
    for file in (home / ".local/state").rglob("*.json"):
        file.unlink()
    source.write_text(SOURCE.replace("T10:30", "T10:40"), encoding="utf-8")
    again = confnotes("import", "--refresh", "Reef", "--yes", "--vault", clones[0])
    assert again.code == 0 and "10:40" in (clones[0] / "Reef Days 2024/program.yaml").read_text(encoding="utf-8")
    assert "path" not in json.loads(kept.read_text(encoding="utf-8"))[1]


@pytest.mark.parametrize("damaged", [unmerged, with_garbage])
@pytest.mark.needs("git")
def test_a_conflict_in_an_import_file_is_reported_and_keeps_the_zone(
    confnotes: RunConfnotes, clones: tuple[Path, Path], damaged: object
) -> None:
    bring(confnotes, clones, SOURCE, "--timezone", "Pacific/Auckland")
    kept = clones[0] / KEPT
    *lines, last = kept.read_text(encoding="utf-8").splitlines(keepends=True)
    head = next(line for line in lines if line.startswith('{"source"'))
    other = head.replace('"source": "reef.yaml"', '"source": "reef.yaml", "conference": "Reef"')
    both = f"<<<<<<< HEAD\n{head}=======\n{other}>>>>>>> theirs\n" if damaged is unmerged else f"{head}rubbish\n"
    kept.write_text("".join([*lines, last]).replace(head, both), encoding="utf-8")
    before = kept.read_bytes()
    (clones[0] / "Reef Days 2024/Reef Days 2024.md").unlink()
    source = clones[0].parent.parent / "downloads of ada" / "reef.yaml"
    source.write_text(SOURCE.replace("T10:30", "T10:40"), encoding="utf-8")
    seen = confnotes("import", "--refresh", "Reef", "--dry-run", "--json", "--vault", clones[0])
    assert KEPT in seen.err and "+12:00" in seen.out
    refused = confnotes("import", source, "--yes", "--vault", clones[0])
    assert refused.code == 1 and KEPT in refused.err and "othing was written" in refused.err
    assert kept.read_bytes() == before
    assert KEPT in confnotes("doctor", "--vault", clones[0]).out
    assert CONFERENCE in confnotes("list", "conferences", "--vault", clones[0]).out
