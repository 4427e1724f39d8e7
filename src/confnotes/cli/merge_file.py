"""`confnotes merge-file BASE OURS THEIRS NAME`: merge two versions of a file of a vault, as a merge driver of git."""

from __future__ import annotations

from pathlib import Path

import click

from confnotes.cli.options import UserPath
from confnotes.cli.printing import plural, tell
from confnotes.errors import ConfnotesError, NotFoundError

_VERSION = UserPath()


@click.command()
@click.argument("base", metavar="BASE", type=_VERSION)
@click.argument("ours", metavar="OURS", type=_VERSION)
@click.argument("theirs", metavar="THEIRS", type=_VERSION)
@click.argument("name", metavar="NAME", required=False, default="")
@click.option("--ours-name", default="here", metavar="TEXT", help="Name of the version in OURS. [default: here]")
@click.option("--theirs-name", default="there", metavar="TEXT", help="Name of the version in THEIRS. [default: there]")
def command(base: Path, ours: Path, theirs: Path, name: str, ours_name: str, theirs_name: str) -> None:
    """Merge the files OURS and THEIRS, of which BASE was the last common version, and write the result to OURS.

    NAME is the path of the file in the vault. To let git run this command:

    \b
      git config merge.confnotes.driver "confnotes merge-file %O %A %B %P"
      printf '%s merge=confnotes\\n' '*.md' '*.yaml' >> .gitattributes

    Every line and field of both is kept. If both changed the same words of a note, a callout has both versions; if both
    changed a value, a comment has the other one. `confnotes doctor` lists them.
    """
    from confnotes.merge.merge_files import merge_file
    from confnotes.merge.merge_lines import Names

    before = _text(ours)
    merged = merge_file(name or ours.name, _text(base), before, _text(theirs), Names(ours_name, theirs_name))
    if merged.text != before:
        try:
            ours.write_text(merged.text, encoding="utf-8", newline="")
        except OSError as error:
            raise ConfnotesError(f"cannot write {ours}: {error.strerror}", "Nothing was merged.") from None
    if merged.doubts:
        told = ", ".join(merged.doubts)
        tell(f"{name or ours}: both versions kept in {plural(len(merged.doubts), 'place')} ({told}).")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        raise NotFoundError(f"file not found: {path}", "Check the path.") from None
    except OSError as error:
        raise ConfnotesError(f"cannot read {path}: {error.strerror}", "Check the path.") from None
    except UnicodeDecodeError:
        raise ConfnotesError(f"{path} is not UTF-8", "Convert it, or merge it by hand.") from None
