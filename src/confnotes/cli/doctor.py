"""`confnotes doctor`: what is wrong here, and what mends it."""

from __future__ import annotations

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import say, say_json, tell


@click.command()
@json_option
@click.pass_obj
def command(invocation: Invocation, as_json: bool) -> int:
    """Look for what is wrong in the vault; exit code 1 when something is."""
    from confnotes.services.check_vault import check

    vault = invocation.open_vault()
    problems = check(vault)
    if as_json:
        say_json(
            {
                "schema": "confnotes.problems/1",
                "problems": [
                    {
                        "message": problem.message,
                        "path": problem.path,
                        "line": problem.line,
                        "remedy": problem.remedy,
                    }
                    for problem in problems
                ],
            }
        )
    else:
        for problem in problems:
            place = f"{problem.path}:{problem.line}" if problem.path and problem.line else problem.path or "vault"
            say(f"{place}: {problem.message}")
            if problem.remedy:
                say(f"  {problem.remedy}")
    count = len(problems)
    tell(f"{count} thing{'' if count == 1 else 's'} to mend." if count else "Nothing is wrong here.")
    return 1 if problems else 0
