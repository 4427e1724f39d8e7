"""`confnotes team`: share your notes with colleagues at the same conference through a git repository."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, WordChoice, at_option, json_option, yes_option
from confnotes.cli.printing import can_ask, plural, say, say_json, say_styled, tell
from confnotes.errors import UsageError

if TYPE_CHECKING:
    from confnotes.actions.team.relay_lines import RelayNews
    from confnotes.vault.team_state import TeamReport
    from confnotes.vault.vault import Vault

_ACTIONS = ("join", "sync", "board", "relay", "leave")


@click.command()
@click.argument("action", metavar="[join|sync|board|relay|leave]", required=False, type=WordChoice(_ACTIONS))
@click.argument("words", metavar="[ADDRESS|DAY|off]", nargs=-1, shell_complete=candidates.days_and_conferences)
@click.option("--name", metavar="NAME", default="", help="Join with this name. [default: the author in your settings]")
@click.option(
    "--conference", "-c", "conferences", metavar="NAME", multiple=True, shell_complete=candidates.conferences,
    help="Join with the notes of this conference only; repeatable.",
)  # fmt: skip
@click.option("--again", is_flag=True, help="Join as an existing member: you, on another machine.")
@click.option("--remove", is_flag=True, help="Leave, and remove your folder from the repository.")
@click.option("--keep", is_flag=True, help="Leave, and keep your folder in the repository.")
@click.option("--all", "everything", is_flag=True, help="On the board, also show talks that nobody starred.")
@click.option("--stay", is_flag=True, hidden=True)
@at_option
@yes_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    action: str | None,
    words: tuple[str, ...],
    name: str,
    conferences: tuple[str, ...],
    again: bool,
    remove: bool,
    keep: bool,
    stay: bool,
    everything: bool,
    at: datetime,
    yes: bool,
    as_json: bool,
) -> int:
    """Share your notes with colleagues at the same conference, and read theirs.

    \b
      confnotes team join git@example.org:lab/neurips.git --name Ada
      confnotes team sync
      confnotes team board saturday
      confnotes team relay https://192.168.1.20:8766/#code=...
      confnotes team
      confnotes team leave

    A team is a git repository, empty at first, that all of you can reach. `join` says what is sent there, and asks
    once: notes, programs and marks of your conferences, without private lines and notes. `sync` sends what you changed
    and receives the notes of the others; the screens do so automatically. `board` shows who wants, takes, and sat in
    the talks of a day, starting with those of the next hour that nobody takes. `relay` uses the relay of a colleague
    who runs `confnotes host`, so that lines arrive as soon as they are saved; `relay off` ends that. Without a word,
    `team` lists the members.
    """
    _refuse_what_cannot_be(
        action, words, name=name or again, conference=conferences, ends=remove or keep, stay=stay, everything=everything
    )
    vault = invocation.open_vault()
    if action == "board":
        return _board(vault, " ".join(words), conferences, at, everything=everything, as_json=as_json)
    if action == "join":
        return _join(vault, " ".join(words), name, conferences, again=again, yes=yes, as_json=as_json)
    if action == "sync":
        return _stay(vault) if stay else _sync(vault, as_json=as_json)
    if action == "relay":
        return _relay(vault, " ".join(words), as_json=as_json)
    if action == "leave":
        if remove and keep:
            raise UsageError("--remove and --keep exclude each other", "Use one of them.")
        return _leave(vault, remove if remove or keep else None, as_json=as_json)
    return _list(vault, as_json=as_json)


def _refuse_what_cannot_be(
    action: str | None,
    words: Sequence[str],
    *,
    name: object,
    conference: object,
    ends: bool,
    stay: bool,
    everything: bool,
) -> None:
    if words and action not in ("join", "board", "relay"):
        raise UsageError(
            "only join takes an address, and only board a day", f"Run `confnotes team join {' '.join(words)}`."
        )
    if name and action != "join":
        raise UsageError("--name and --again work only with join", "Run `confnotes team join ADDRESS`.")
    if conference and action not in ("join", "board"):
        raise UsageError("--conference works only with join and board", "Run `confnotes team join ADDRESS`.")
    if everything and action != "board":
        raise UsageError("--all works only with board", "Run `confnotes team board --all`.")
    if ends and action != "leave":
        raise UsageError("--remove and --keep work only with leave", "Run `confnotes team leave`.")
    if stay and action != "sync":
        raise UsageError("--stay works only with sync", "Run `confnotes team sync`.")


def _join(
    vault: Vault, address: str, name: str, conferences: Sequence[str], *, again: bool, yes: bool, as_json: bool
) -> int:
    from confnotes.cli.team_join import join, next_lines

    if not join(vault, address, name, conferences, again=again, yes=yes):
        return 0
    code = _sync(vault, as_json=as_json)
    if not as_json:
        tell(*next_lines(vault))
    return code


def _sync(vault: Vault, *, as_json: bool) -> int:
    from confnotes.actions.team.sync_team import TeamSync

    report = TeamSync(vault, may_ask=can_ask()).run()
    if as_json:
        say_json({"schema": "confnotes.team-sync/1", **asdict(report)})
    else:
        tell(*_lines(report))
    return 1 if report.needs_user else 0


def _lines(report: TeamReport) -> list[str]:
    told = [f"Received notes of {', '.join(report.received)}."] if report.received else []
    if report.message:
        word = "Not synced" if report.needs_user else "Offline"
        return [*told, f"{word}: {report.message}. {report.hint}".rstrip()]
    return [*told, f"Synced: sent {plural(report.sent, 'file')}." if report.sent else "Synced."]


def _stay(vault: Vault) -> int:
    """Sync at each line of standard input until it ends, and print each report in a line: what the screens start.

    At a line `saved`, only the relay of the team gets what was saved, also during a sync.
    """
    from confnotes.actions.team.relay_lines import RelayLines
    from confnotes.actions.team.sync_team import TeamSync

    writing = Lock()

    def report(kind: str, told: TeamReport | RelayNews) -> None:
        with writing:
            say(json.dumps({"of": kind, **asdict(told)}))
            sys.stdout.flush()

    relay = RelayLines(vault, lambda news: report("relay", news))
    asked: SimpleQueue[bool] = SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            relay.look()
            relay.saved()
            if line.strip() != "saved":
                asked.put(True)
        asked.put(False)

    Thread(target=listen, daemon=True).start()
    syncing = TeamSync(vault)
    while asked.get():
        report("sync", syncing.run())
    return 0


def _relay(vault: Vault, words: str, *, as_json: bool) -> int:
    from confnotes.actions.team.relay_lines import use_relay
    from confnotes.vault.relay_state import read_relay_address, relay_of, store_relay
    from confnotes.vault.team_state import joined_team

    joined_team(vault.root)
    if words == "off":
        store_relay(vault.root, None)
    elif words:
        use_relay(vault, read_relay_address(words))
    used = relay_of(vault.root)
    if as_json:
        say_json({"schema": "confnotes.team-relay/1", "relay": used.url if used else None})
    elif used is None:
        tell("No relay: notes come through git. A colleague starts a relay with `confnotes host`.")
    else:
        then = "The screens send it what your team gets as soon as you save, and git as before."
        tell(f"Relay: {used.url}", *([then] if words else []))
    return 0


def _leave(vault: Vault, remove: bool | None, *, as_json: bool) -> int:
    from confnotes.actions.team.join_team import leave_team
    from confnotes.vault.team_state import joined_team

    team = joined_team(vault.root)
    if remove is None:
        if not can_ask():
            raise UsageError("should your notes stay in the team's repository?", "Add --remove or --keep.")
        tell(f"Team: {team.addresses[0]}", "What you sent stays in the history of its repository either way.")
        remove = click.confirm(f"Remove the folder {team.name} with your notes from it?", err=True)
    leave_team(vault, withdraw=remove, may_ask=can_ask())
    if as_json:
        say_json(
            {
                "schema": "confnotes.team-leave/1",
                "address": team.addresses[0],
                "name": team.name,
                "removed": remove,
            }
        )
    else:
        tell("You left the team." + (" Your folder is removed." if remove else " Your folder stays there."))
    return 0


def _board(
    vault: Vault, words: str, conferences: Sequence[str], at: datetime, *, everything: bool, as_json: bool
) -> int:
    from confnotes.catalogue.program.days import conference_and_day
    from confnotes.catalogue.program.team_board import read_board
    from confnotes.cli.team_board import board_object, say_board
    from confnotes.vault.team_state import joined_team

    joined_team(vault.root)
    if len(conferences) > 1:
        raise UsageError("the board shows one conference", "Name one with --conference.")
    name, day = conference_and_day(vault, words, at, next(iter(conferences), None))
    board = read_board(vault, at, name, day)
    if as_json:
        say_json(board_object(board, everything=everything))
    else:
        say_board(board, everything=everything)
    return 0


def _list(vault: Vault, *, as_json: bool) -> int:
    from confnotes.actions.team.list_members import list_members
    from confnotes.vault.relay_state import relay_of
    from confnotes.vault.team_state import last_team_sync

    team, members = list_members(vault)
    last, relay = last_team_sync(vault.root), relay_of(vault.root)
    if as_json:
        rows = [asdict(one) | {"changed": one.changed.isoformat() if one.changed else None} for one in members]
        say_json(
            {
                "schema": "confnotes.team/1",
                "address": team.addresses[0],
                "name": team.name,
                "conferences": list(team.conferences),
                "members": rows,
                "synced": last.at if last else None,
                "message": last.message if last else "",
                "relay": relay.url if relay else None,
            }
        )
        return 0
    room = max((len(one.name) for one in members), default=0) + 2
    for one in members:
        when = one.changed.strftime("%Y-%m-%d %H:%M") if one.changed else ""
        me = "  you" if one.is_me else ""
        say_styled([(f"{one.name:<{room}}", ""), (f"{plural(one.notes, 'note'):>9}  {when}{me}", "dim")])
    tell(f"Team: {team.addresses[0]}")
    if relay is not None:
        tell(f"Relay: {relay.url}")
    if last is not None:
        tell(f"Last sync: {last.at[:16].replace('T', ' ')}" + (f", {last.message}" if last.message else ""))
    return 0
