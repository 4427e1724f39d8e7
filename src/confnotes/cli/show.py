"""`confnotes show ID`: one thing in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import say, say_facts, say_json, say_styled
from confnotes.model.schema import columns

if TYPE_CHECKING:
    from confnotes.catalogue.show_thing import Shown


@click.command()
@click.argument("thing", metavar="ID", nargs=-1, required=True)
@json_option
@click.pass_obj
def command(invocation: Invocation, thing: tuple[str, ...], as_json: bool) -> None:
    """Show a talk, person, paper, note or conference, with what links to it.

    ID is what search and list print: a talk's id, a note's path or name, a person's name, a paper's address.
    """
    from confnotes.catalogue.show_thing import show
    from confnotes.cli.person_text import person_object, say_person

    shown = show(invocation.open_vault(), " ".join(thing))
    if as_json:
        person = {"person": person_object(shown.person)} if shown.person is not None else {}
        say_json({"schema": "confnotes.thing/1", **_thing(shown), **person})
    elif shown.person is not None:
        say_person(shown.person)
    else:
        _say_shown(shown)


_thing = columns("id kind title path fields text resources backlinks")


def _say_shown(shown: Shown) -> None:
    say_styled([(shown.title, "bold"), (f"  {shown.kind}", "dim")])
    if shown.path:
        say_styled([(shown.path, "accent")])
    say_facts(*((name, field_text(value)) for name, value in shown.fields.items()))
    for resource in shown.resources:
        title = f"{resource.title}  " if resource.title else ""
        say_styled([(f"  {resource.kind.value}  ", "dim"), (title, ""), (resource.url, "accent")])
    if shown.text.strip():
        say("", shown.text.strip("\n"))
    if shown.backlinks:
        say("")
        say_styled([("Linked from", "dim")])
        for link in shown.backlinks:
            say_styled([(f"  {link.path}:{link.line}", "accent"), (f"  {link.heading}" if link.heading else "", "dim")])
            say_styled([(f"    {link.sentence or link.text}", "")])


def field_text(value: object) -> str:
    """A field's value on one line."""
    if value is None or value == "":
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(field_text(item) for item in value)
    return " ".join(str(value).split())
