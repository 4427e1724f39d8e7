"""Help is where people look for it, and what is misspelled, renamed or of another program is answered with the word."""

from __future__ import annotations

import click
import pytest

from confnotes import __version__
from confnotes.cli.group import LazyGroup
from confnotes.cli.renamed import RENAMED_OPTIONS, RENAMED_VERBS
from confnotes.cli.suggestions import SYNONYMS
from confnotes.cli.verbs import VERB_GROUPS, VERBS

from .conftest import RunConfnotes


def options_of(verb: str) -> set[str]:
    group = LazyGroup(name="confnotes")
    found = group.get_command(click.Context(group), verb)
    assert found is not None, verb
    return {name for one in found.params for name in one.opts}


def test_help_lists_the_verbs_in_groups(confnotes: RunConfnotes) -> None:
    shown = confnotes("--help").out
    assert shown == confnotes("-h").out and shown.rstrip() == confnotes("help").out.rstrip()
    places = [shown.index(f"{group.title}:") for group in VERB_GROUPS]
    assert places == sorted(places)
    assert all(f"  {verb.name} " in shown for verb in VERBS)


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_help_of_a_verb_is_what_the_verb_says(confnotes: RunConfnotes, verb: str) -> None:
    shown = confnotes("help", verb)
    assert shown.code == 0 and shown.out.rstrip() == confnotes(verb, "--help").out.rstrip()
    assert shown.out.startswith(f"Usage: confnotes {verb} ")


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_has_a_short_option(confnotes: RunConfnotes, option: str) -> None:
    assert confnotes(option).out == f"confnotes {__version__}\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("serch", "x"), "confnotes search"),
        (("expot",), "confnotes export"),
        (("mark", "now"), "confnotes attend"),
        (("ls",), "confnotes list"),
        (("undo",), "--undo"),
        (("refresh",), "confnotes import --refresh"),
        (("board",), "confnotes team board"),
        (("join", "git@example.org:team.git"), "confnotes team join"),
        (("orphans",), "confnotes list orphans"),
        (("pdf",), "confnotes export --format pdf"),
        (("keymap", "vim"), "confnotes config keymap"),
        (("phone",), "confnotes serve"),
        (("push",), "confnotes sync"),
        (("colleagues",), "confnotes team"),
        (("website",), "confnotes site"),
        (("zotero",), "confnotes bib"),
        (("help", "serch"), "confnotes search"),
        (("export", "x", "--audiance", "team"), "--audience"),
        (("export", "x", "--format", "htlm"), "html"),
        (("list", "talk"), "talks"),
        (("list", "speakers"), "people"),
        (("list", "persons"), "people"),
        (("list", "todo"), "tasks"),
        (("config", "thme"), "theme"),
        (("--vualt", "x"), "--vault"),
    ],
)
def test_what_is_misspelled_is_answered_with_what_may_be_meant(
    confnotes: RunConfnotes, typed: tuple[str, ...], meant: str
) -> None:
    answer = confnotes(*typed)
    assert answer.code == 2 and "Did you mean" in answer.err and meant in answer.err


def test_nothing_is_proposed_for_what_is_like_nothing(confnotes: RunConfnotes) -> None:
    answer = confnotes("xyzzy")
    assert answer.code == 2 and "Did you mean" not in answer.err and "--help" in answer.err


@pytest.mark.parametrize(("old", "new"), RENAMED_VERBS.items())
def test_an_old_verb_is_answered_with_its_new_name(confnotes: RunConfnotes, old: str, new: str) -> None:
    answer = confnotes(old, "x")
    assert answer.code == 2 and f"confnotes {new}" in answer.err
    assert new in {verb.name for verb in VERBS} and old not in {verb.name for verb in VERBS}


@pytest.mark.parametrize(
    ("verb", "old", "new"), [(verb, *names) for verb, options in RENAMED_OPTIONS.items() for names in options.items()]
)
def test_an_old_option_is_answered_with_its_new_name(confnotes: RunConfnotes, verb: str, old: str, new: str) -> None:
    answer = confnotes(verb, "x", old)
    assert answer.code == 2 and old in answer.err and new in answer.err
    assert (new in options_of(verb) or not new.startswith("-")) and old not in options_of(verb)


def test_every_synonym_names_an_existing_verb_and_options() -> None:
    for word, calls in SYNONYMS.items():
        assert word not in {verb.name for verb in VERBS}
        for call in calls:
            verb, *rest = call.split()
            if verb == "--version":
                continue
            assert {one for one in rest if one.startswith("--")} <= options_of(verb), call


def test_every_option_says_what_it_takes_and_does() -> None:
    group = LazyGroup(name="confnotes")
    for verb in VERBS:
        found = group.get_command(click.Context(group), verb.name)
        assert found is not None
        for one in found.params:
            if isinstance(one, click.Option) and not one.hidden:
                assert one.help, (verb.name, one.name)
                assert one.metavar or one.is_flag or isinstance(one.type, click.Choice), (verb.name, one.name)


def test_an_option_means_one_thing() -> None:
    """The same option has the same help wherever several verbs have it, but for what an undo undoes."""
    helps: dict[str, dict[str, str]] = {}
    group = LazyGroup(name="confnotes")
    for verb in VERBS:
        found = group.get_command(click.Context(group), verb.name)
        assert found is not None
        for one in found.params:
            if isinstance(one, click.Option):
                helps.setdefault(one.opts[0], {})[verb.name] = one.help or ""
    for name in ("--at", "--yes", "--dry-run", "--json", "--vault", "--debug", "--allow-private"):
        assert len({text for verb, text in helps[name].items() if verb != "import"}) == 1, helps[name]
    assert not {"--off", "--not", "--unread"} & helps.keys()
