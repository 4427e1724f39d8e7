"""Nothing is fetched by itself before the user has said so, once for all vaults."""

from __future__ import annotations

import pytest

from confnotes import config
from confnotes.actions.references.fetch_titles import Consent, consent, remember
from confnotes.errors import ConfnotesError


def write(text: str) -> None:
    config.settings_file().parent.mkdir(parents=True, exist_ok=True)
    config.settings_file().write_text(text, encoding="utf-8")


def test_nothing_is_fetched_unasked() -> None:
    assert consent() is Consent.ASK


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fetch_titles: yes\n", Consent.YES),
        ("fetch_titles: true", Consent.YES),
        ("fetch_titles: no", Consent.NO),
        ("fetch_titles: ask", Consent.ASK),
        ("fetch_titles: [yes]", Consent.ASK),
        ("fetch_titles: yes\nbroken: [", Consent.ASK),
        ("- fetch_titles", Consent.ASK),
    ],
)
def test_what_the_settings_say_counts(text: str, said: Consent) -> None:
    write(text)
    assert consent() is said


def test_the_answer_is_remembered_and_other_settings_keep_their_bytes() -> None:
    write("# mine\nvault: ~/notes   # here\nodd: [a,  b]")
    remember(Consent.YES)
    assert consent() is Consent.YES
    assert config.settings_file().read_text(encoding="utf-8") == (
        '# mine\nvault: ~/notes   # here\nodd: [a,  b]\nfetch_titles: "yes"\n'
    )
    remember(Consent.NO)
    assert config.settings_file().read_text(encoding="utf-8").endswith('b]\nfetch_titles: "no"\n')


def test_without_settings_they_are_made() -> None:
    remember(Consent.NO)
    assert config.settings_file().read_text(encoding="utf-8") == 'fetch_titles: "no"\n'


def test_settings_that_cannot_be_read_are_left_alone() -> None:
    write("vault: [\n")
    with pytest.raises(ConfnotesError):
        remember(Consent.YES)
    assert config.settings_file().read_text(encoding="utf-8") == "vault: [\n"
