"""Files and folders on disk as the sources that importers read."""

from __future__ import annotations

from pathlib import Path

from confnotes.importers.source import Source, SourceFile


def source_at(path: Path) -> Source:
    """A file, or a folder with all the files in it."""
    if path.is_file():
        return Source(path.name, (SourceFile(path.name, path.read_bytes),))
    files = sorted(file for file in path.rglob("*") if file.is_file())
    return Source(
        path.name,
        tuple(SourceFile(file.relative_to(path).as_posix(), file.read_bytes) for file in files),
        is_folder=True,
    )
