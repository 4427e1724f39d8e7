"""What stands in the place of a link that may not be told, and that everything else stays as it was typed."""

from __future__ import annotations

import pytest

from confnotes.markup.concealed_links import without_links

HIDDEN = {"pay plan": "", "draft": "kelp-2024/t2|Spores"}


def told(text: str) -> str:
    return without_links(text, lambda target: HIDDEN.get(target.removesuffix(".md").casefold()))


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("see [[Pay Plan]]!", "see …!"),
        ("see [[Pay Plan|my words]]", "see my words"),
        ("see [[Pay Plan|pay plan]]", "see …"),
        ("see [[Draft]]", "see [[kelp-2024/t2|Spores]]"),
        ("see [[Draft|draft]]", "see [[kelp-2024/t2|…]]"),
        ("as `[[Draft]]` says", "as `Spores` says"),
        ("see [my words](<Pay Plan.md> 'title') now", "see my words now"),
        ("see [`code` [a] b](Pay%20Plan.md)", "see `code` [a] b"),
        ("[![a](x.png)](Pay%20Plan.md)", "![a](x.png)"),
        ("see [Pay Plan](Pay%20Plan.md)", "see …"),
        ("see [](Pay%20Plan.md)", "see …"),
        ("a [b][c] d\n\n[c]: <Pay Plan.md> \"title\"\n[d]: https://example.org\n", "a b d\n\n[d]: https://example.org\n"),
        ("a [Pay Plan][] and [b] c\n\n[pay  plan]: Pay%20Plan.md\n[b]: draft.md\n", "a … and b c\n\n"),
        ("- [x] done\n\n[x]: draft.md\n", "- [x] done\n\n"),
        ("[a](https://example.org \"Pay Plan\")", "[a](https://example.org \"…\")"),
        ("in notes/Pay Plan.md, line 3", "in notes/…, line 3"),
        ("<a href=\"Pay%20Plan.md\">words</a>", "<a href=\"…\">words</a>"),
        ("at obsidian://open?vault=v&file=Pay%20Plan now", "at … now"),
        ("[[Pay Plan and more", "[[… and more"),
    ],
)  # fmt: skip
def test_a_hidden_name_goes_and_the_words_of_the_link_stay(text: str, reads: str) -> None:
    assert told(text) == reads


@pytest.mark.parametrize(
    "text",
    [
        "the pay plan, “Pay Plan”, is on paper",
        "[[Draft of Spores]] and [Draft of Spores](<Draft of Spores.md>)",
        "[words](https://example.org/draft-2) and [x][y]\n\n[y]: https://example.org 'title'",
        'x = y[0](z) + [[1, 2], [3, 4]] <b class="draft2">',
        "The Pay.md and [[Pay]]",
        "[a](Pay%20Plan%202.md) `[b](Other.md)` [c]: d",
    ],
)
def test_everything_else_stays_as_it_was_typed(text: str) -> None:
    assert told(text) == text
