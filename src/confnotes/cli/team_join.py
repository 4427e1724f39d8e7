"""`confnotes team join`: what it shows and asks before anything is sent, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import confirm_writing
from confnotes.cli.printing import can_ask, plural, tell
from confnotes.errors import UsageError
from confnotes.markup.safe import shell_word

if TYPE_CHECKING:
    from confnotes.actions.team.join_team import JoinPlan
    from confnotes.vault.vault import Vault


def join(vault: Vault, address: str, name: str, conferences: Sequence[str], *, again: bool, yes: bool) -> bool:
    """Join if the user agrees; whether they did. Raises ConfnotesError."""
    from confnotes.actions.team.join_team import agree, forget

    plan = _plan(vault, address, name, conferences, again=again, yes=yes)
    which = ", ".join(plan.conferences) or "none yet"
    tell(
        f"Team: {plan.team.addresses[0]}",
        f"Your name there: {plan.team.name}" + (" (on another machine, too)" if plan.is_again else ""),
        f"Conferences: {which}{'' if plan.team.conferences else ', and new ones'}",
        f"What is sent: {plural(plan.notes, 'note')} in their folders, and all later ones,",
        "with programs, stars, visits and ratings.",
        "Not sent: private lines and notes, notes elsewhere in the vault,",
        "pictures and other files.",
        "Whoever can read that repository can read all of it. What you remove later",
        "stays in its history.",
    )
    try:
        if not yes and not can_ask():
            raise UsageError("not a terminal", "Add --yes to agree.")
        if not confirm_writing("Join this team?", yes=yes):
            forget(vault)
            return False
    except BaseException:
        forget(vault)
        raise
    agree(vault, plan)
    return True


def _plan(vault: Vault, address: str, name: str, conferences: Sequence[str], *, again: bool, yes: bool) -> JoinPlan:
    """What joining would do, once somebody with a name in the team has said that it is theirs."""
    from confnotes.actions.team.join_team import NameTakenError, plan_join

    try:
        return plan_join(vault, address, name, conferences, again=again, may_ask=can_ask())
    except NameTakenError as error:
        if yes or not can_ask():
            raise
        tell(f"{error.name} is in this team already.")
        if not click.confirm("Is that you, on another machine?", err=True):
            raise UsageError(f"another member is called {error.name}", "Choose another name: --name NAME.") from None
    return plan_join(vault, address, name, conferences, again=True, may_ask=True)


def next_lines(vault: Vault) -> Iterator[str]:
    """What comes next: how colleagues join, or how a new member gets their program."""
    from confnotes.actions.team.lacked_program import lacked_programs
    from confnotes.vault.team_state import colleague_vaults, joined_team

    if not colleague_vaults(vault.root):
        yield "Nobody else is in this team yet. Each of the others runs, with a name of their own:"
        yield f"  confnotes team join {shell_word(joined_team(vault.root).addresses[0])} --name NAME"

    for lacked in lacked_programs(vault)[:1]:
        words = "confnotes", "import", "--vault", str(vault.root), str(lacked.file)
        yield f"{lacked.conference} is not in your vault. To import the program from {lacked.name}:"
        yield f"  {' '.join(map(shell_word, words))}"
