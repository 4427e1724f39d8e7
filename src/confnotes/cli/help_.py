"""`confnotes help [COMMAND|QUESTION]`: the same as `confnotes COMMAND --help`, or the answers to a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from math import log
from operator import attrgetter, itemgetter
from typing import NamedTuple, cast

import click

from confnotes.cli import candidates
from confnotes.cli.invocation import Invocation, ScreenCommand
from confnotes.cli.options import common_options
from confnotes.cli.printing import clip, on_terminal, say, say_styled, width
from confnotes.cli.suggestions import SYNONYMS, did_you_mean, verbs_meant
from confnotes.cli.verbs import VERBS
from confnotes.errors import UsageError


@click.command()
@click.argument("words", metavar="[COMMAND|QUESTION]", nargs=-1, shell_complete=candidates.verbs)
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Show the help of COMMAND, or find commands, keys and settings for a QUESTION. Without one, list all commands.

    \b
      confnotes help export
      confnotes help undo a star
      confnotes help where is my note
    """
    root = ctx.find_root()
    group = cast("click.Group", root.command)
    if not words:
        say(root.get_help())
    elif len(words) == 1 and (found := group.get_command(root, words[0])) is not None:
        say(click.Context(found, info_name=words[0], parent=root).get_help())
    else:
        _answer(root, words)


def _answer(root: click.Context, words: tuple[str, ...]) -> None:
    """Print what may answer a question. Raises UsageError if nothing does."""
    topics = find_topics(" ".join(words), root, root.ensure_object(Invocation).screen_commands())
    if not topics:
        question = " ".join(words)
        raise UsageError(
            f"No help for “{question}”", did_you_mean(verbs_meant(question, root)) or "See `confnotes --help`."
        )
    columns = max((len(topic.call) for topic in topics), default=0)
    room = width() - columns - 4
    for name, found in groupby(topics, attrgetter("group")):
        say_styled([(f"{name}:", "bold")])
        for topic in found:
            told = clip(topic.told, room) if on_terminal() else topic.told
            say_styled([(f"  {topic.call:<{columns}}  ", "accent"), (told, "")])


MOST = 4  # answers of a group
_ASKING = {"where"}  # a common word that tells what the question is about
_ANYWHERE = "Everywhere"
_WORD = re.compile(r"[^\W_]+|[⊘\u25a0-\u27bf]")  # words, and the signs of lists such as ★ and ✎
_ASKED, _WORDS, _HELP = 6, 4, 2
"""The weight of a word by its place."""
_LEAST = 0.3
"""The least share of a question, weighted by rarity, that an answer must contain."""


class HelpTopic(NamedTuple):
    """What to type or press, and what that does.

    `asked` are words that people type instead, `words` its own names, `more` its other texts.
    """

    group: str
    call: str
    told: str
    words: str = ""
    more: str = ""
    asked: str = ""


def find_topics(question: str, root: click.Context, on_screens: Iterable[ScreenCommand]) -> list[HelpTopic]:
    """The topics that match the question, best first and at most `MOST` per group; empty if too little matches."""
    topics = [*_with_asked(*_commands(root), *_settings()), *map(_screen, on_screens), *_places()]
    worths = [_worths(topic) for topic in topics]
    rarities = {
        word: _rarity(sum(word in one for one in worths), len(topics)) for word in _stems(question, small=False)
    }
    found: dict[str, list[tuple[float, HelpTopic]]] = {}
    for topic, worth in zip(topics, worths, strict=True):
        if sum(rarities[word] for word in rarities.keys() & worth) >= _LEAST * sum(rarities.values()) > 0:
            value = sum(worth.get(word, 0) * rarity for word, rarity in rarities.items())
            found.setdefault(topic.group, []).append((value, topic))
    groups = sorted(((max(group)[0], group) for group in found.values()), reverse=True)
    return [topic for most, group in groups if 3 * most >= groups[0][0] for topic in _best(most, group)]


def _best(most: float, found: list[tuple[float, HelpTopic]]) -> list[HelpTopic]:
    """The best topics of a group, each answer once: commands and screens with the same answer share it."""
    kept: dict[str, HelpTopic] = {}
    for value, topic in sorted(found, key=itemgetter(0), reverse=True):
        if 2 * value >= most:
            kept.setdefault(topic.told, topic)
    return list(kept.values())[:MOST]


def _worths(topic: HelpTopic) -> dict[str, int]:
    """The weight of each word of the topic."""
    places = ((_HELP, f"{topic.told} {topic.more}"), (_WORDS, topic.words), (_ASKED, topic.asked))
    return {word: worth for worth, text in places for word in _stems(text)}


def _rarity(count: int, number: int) -> float:
    """The weight of a word that `count` topics have; highest if none has it."""
    return log((number + 1) / (count + 1))


def _stems(text: str, *, small: bool = True) -> list[str]:
    """The stems of the words, without common ones unless there are no others."""
    from confnotes.search.languages import small_words, stem

    words = _WORD.findall(text.casefold())
    said = words if small else [word for word in words if word not in small_words(words) - _ASKING] or words
    return [stem(word) for word in said]


def _commands(root: click.Context) -> Iterator[HelpTopic]:
    """Every command and every option of its own, and the options of the program."""
    group = cast("click.Group", root.command)
    common = {name for option in common_options() for name in option.opts}
    for option in group.params:
        name = f"{option.opts[0]} {option.metavar or ''}".strip()
        yield HelpTopic("Commands", f"confnotes {name}", getattr(option, "help", None) or "", name)
    for verb in VERBS:
        command = group.get_command(root, verb.name)
        assert command is not None
        yield HelpTopic("Commands", f"confnotes {verb.name}", verb.help, verb.name, command.help or "")
        context = click.Context(command, info_name=verb.name, parent=root)
        for option in command.params:
            record = option.get_help_record(context)
            if isinstance(option, click.Option) and record is not None and not common & set(option.opts):
                name = f"{max(option.opts, key=len)} {option.metavar or ''}".strip()
                choices = ", ".join(map(str, option.type.choices)) if isinstance(option.type, click.Choice) else ""
                yield HelpTopic(
                    "Commands", f"confnotes {verb.name} {name}", f"{record[1]} {choices}".strip(), name, verb.name
                )


def _with_asked(*topics: HelpTopic) -> Iterator[HelpTopic]:
    """The topics with the words that people type for them, and the calls of `SYNONYMS` that are not among them."""
    asked: dict[str, list[str]] = {}
    for word, calls in SYNONYMS.items():
        for call in calls:
            asked.setdefault(f"confnotes {call}", []).append(word)
    for topic in topics:
        own = [call for call in asked if call == topic.call or (topic.call.startswith(f"{call} ") and " " in call[10:])]
        yield topic._replace(asked=" ".join(word for call in own for word in asked.pop(call)))
    for call, words in asked.items():
        same = max((one for one in topics if call.startswith(one.call)), key=lambda one: len(one.call), default=None)
        if same is not None:
            yield HelpTopic("Commands", call, same.told, asked=" ".join(words))


def _settings() -> Iterator[HelpTopic]:
    from confnotes.vault.settings import SETTINGS

    for setting in SETTINGS:
        choices = "|".join(setting.choices) or "VALUE"
        yield HelpTopic(
            "Commands", f"confnotes config {setting.key} {choices}", setting.help, f"{setting.key} {choices} setting"
        )


def _screen(one: ScreenCommand) -> HelpTopic:
    where = "" if one.screen == _ANYWHERE else f" on {one.screen}"
    told = f"{one.title}. {one.help}".rstrip()
    return HelpTopic("On the screens", f"{one.keys or 'ctrl+p'}{where}", told, f"{one.title} {one.words} {one.keys}")


def _places() -> Iterator[HelpTopic]:
    from confnotes.cli.man import ENVIRONMENT, EXTRAS, FILES, NETWORK
    from confnotes.extras import install_extra, upgrade_program

    yield from (HelpTopic("Files", path, told, f"{path} where file disk folder") for path, told in FILES)
    yield from (HelpTopic("Environment", name, told, name) for name, told in ENVIRONMENT)
    yield from (HelpTopic("Network", names, told, "offline online internet network wifi") for names, told in NETWORK)
    yield HelpTopic("Extras", upgrade_program(), "Updates confnotes to the newest version.", "upgrade update latest")
    for name, told in EXTRAS:
        yield HelpTopic("Extras", install_extra(name), told, f"install extra package optional {name}")
