"""What a mistyped or missing name, day or option is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import RunConfnotes


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("restore", "nope"), "List deleted notes with `confnotes history`."),
        (("restore", "opne"), "Did you mean: open_metrics (Notes/open_metrics.md)"),
        (("show", "Erik Snow"), "Did you mean Eric Snow?"),
        (("agenda", "mondey"), "Did you mean monday?"),
        (("export", "mondey"), "Did you mean monday?"),
        (("add", "--talk", "x", "text"), "Did you mean --to?"),
        (("now", "--talk", "x"), "See `confnotes now --help`."),
        (("export",), 'For example: confnotes export "NeurIPS 2019" --audience team -o neurips.html'),
        (("show",), "See `confnotes show --help`."),
    ],
)
def test_a_word_mistyped_or_missing_is_answered_by_one_hint(
    confnotes: RunConfnotes, vault: Path, words: tuple[str, ...], hint: str
) -> None:
    (vault / "Notes").mkdir(exist_ok=True)
    (vault / "Notes/open_metrics.md").write_text("---\nspeaker: Eric Snow\n---\nWe wait for Monday.\n")
    told = confnotes(*words, "--vault", vault)
    assert told.code
    assert told.err.splitlines()[-1].strip() == hint
