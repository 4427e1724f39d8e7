"""Importing the same source twice changes not one byte, whatever the format."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.importers.reading import read_source
from confnotes.model.program import Program, ReadProgram
from confnotes.vault.vault import Vault
from examples import examples
from generated_programs import PROGRAMS
from source_files import source_at

FORMATS = Path(__file__).parent.parent / "importers" / "formats"
SOURCES = sorted(path for path in FORMATS.glob("*/*") if not path.name.endswith(".expected.json"))


def tree(vault: Vault) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and when it was written."""
    files = (path for path in vault.root.rglob("*") if path.is_file())
    return {str(path.relative_to(vault.root)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def write_twice(vault: Vault, read: ReadProgram) -> None:
    """Import, and see that importing again leaves every file as it is."""
    preview = SourcePreview("source", read, read.program.conference.name or "Nameless Days")
    (first,) = write(vault, [preview])
    before = tree(vault)
    (again,) = write(Vault(vault.root), [preview])
    assert tree(vault) == before
    assert again.unchanged and not (again.added or again.changed or again.cancelled or again.kept or again.doubts)
    assert not [message for message in again.messages if message not in first.messages]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_source_of_any_format_can_be_imported_twice(vault: Vault, path: Path) -> None:
    write_twice(vault, read_source(source_at(path)))


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(program=PROGRAMS)
def test_any_program_can_be_imported_twice(tmp_path_factory: pytest.TempPathFactory, program: Program) -> None:
    write_twice(Vault.create(tmp_path_factory.mktemp("vault")), ReadProgram("test", program))
