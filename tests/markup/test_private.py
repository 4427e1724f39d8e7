"""What is marked private never leaves the vault; in doubt more is hidden rather than less."""

from __future__ import annotations

import pytest

from confnotes.markup.private import without_private


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("a\n%%secret%%\nb", "a\nb"),
        ("a %%secret%% b", "a  b"),
        ("- %%secret%% ^t101112\n- b", "- b"),
        ("- [ ] %%secret%%\nb", "b"),
        ("> %%secret%%\nb", "b"),
        ("a\n%%\nsecret\n\nsecret\n%%\nb", "a\nb"),
        ("a\n%% secret\nsecret %%\nb", "a\nb"),
        ("a %% secret\nsecret %% b", "a \n b"),
        ("a\n%%\nsecret to the end", "a"),
        ("about 100%% sure\n%%secret%%\nb", "about 100\nb"),
        ("a %% secret to the end of the line\nb", "a \nb"),
        ("%%one%% a %%two%%", " a "),
        ("`%%` a `%%`", "`%%` a `%%`"),
        ("```\n%%\n```\na", "```\n%%\n```\na"),
        ("100% a %b", "100% a %b"),
        ("%%%%\na", "a"),
        ("a\r\n%%secret%%\r\nb\r\n", "a\r\nb\r\n"),
    ],
)
def test_private_text_is_cut_out(text: str, public: str) -> None:
    shown = without_private(text)
    assert shown == public
    assert "secret" not in shown
