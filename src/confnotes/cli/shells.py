"""How bash, zsh and fish ask for completions, and how to write the answers so that each inserts them correctly.

click's own scripts for bash and fish insert a value with blanks unquoted, and cut values at commas and colons.
"""

from __future__ import annotations

import os
import re
import shlex
from typing import Any

from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete

from confnotes.markup.safe import safe_text

_BASH = """\
%(complete_func)s() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            dir,*) type compopt >/dev/null 2>&1 && compopt -o dirnames ;;
            file,*) type compopt >/dev/null 2>&1 && compopt -o default ;;
            plain,*) COMPREPLY+=("${line#plain,}") ;;
        esac
    done < <(COMP_LINE="$COMP_LINE" COMP_POINT=$COMP_POINT %(complete_var)s=bash_complete "$1" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null || complete -F %(complete_func)s %(prog_name)s
"""
_FISH = """\
function %(complete_func)s
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp | string collect) \
COMP_CWORD=(commandline -ct | string collect) %(prog_name)s 2>/dev/null)
    for completion in $response
        set -l parts (string split -m 1 , -- $completion)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                echo -- $parts[2]
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""
_UNSAFE = re.compile(r"[^\w./:=@%+,~-]")
_BREAKS = re.compile(r".*[:=<>|;&(]", re.DOTALL)  # $COMP_WORDBREAKS except blanks and quotes


class _Safe(ShellComplete):
    """Offers no name that could control a terminal or deceive a reader."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[Any]]:
        """The completions of the word at the cursor."""
        return [
            item
            for item in super().get_completions(args, incomplete)
            if safe_text(str(item.value), lines=False) == str(item.value)
        ]


class Bash(_Safe, BashComplete):
    """Answers with the replacement for the end of the word at the cursor, escaped where bash does not do so itself."""

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the word at the cursor without its quotes."""
        line, point = os.environ["COMP_LINE"], int(os.environ["COMP_POINT"])
        self._line = (
            line.encode()[:point].decode("utf-8", "ignore") if len(line.encode()) != len(line) else line[:point]
        )
        words, self._quote = _split(self._line)
        return words[1:-1], words[-1]

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """The value without the part of the word that bash keeps: everything up to its last colon."""
        value = str(item.value)
        if not self._quote:
            value = _UNSAFE.sub(lambda match: f"\\{match[0]}", value)
            kept = _BREAKS.match(_last_word(self._line))
            value = value.removeprefix(kept[0]) if kept else value
        elif self._quote == '"':
            value = re.sub(r'(["$`\\])', r"\\\1", value)
        return f"{item.type},{value}"


class Zsh(_Safe, ZshComplete):
    """Doubles the backslashes of a value with a description: zsh removes one, and escapes the rest as it inserts it."""

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """The type, value and description, one per line."""
        value = str(item.value).replace("\\", "\\\\") if item.help else item.value
        return super().format_completion(CompletionItem(value, item.type, item.help))


class Fish(_Safe, FishComplete):
    """Splits only the kind from the value, which may contain commas."""

    source_template = _FISH

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the word at the cursor without its quotes."""
        words, _ = _split(os.environ["COMP_WORDS"])
        return words[1:-1], words[-1]


SHELLS = {"bash": Bash, "zsh": Zsh, "fish": Fish}


def _split(line: str) -> tuple[list[str], str]:
    """The words of a line that ends at the cursor, with "" as the last one after a blank, and the open quote."""
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:
        state = str(getattr(lexer, "state", None))  # the open quote, or the backslash at the end
        return [*words, lexer.token or ""], state if state in "'\"" else ""
    if not line or (line[-1].isspace() and not line.endswith("\\ ")):
        words.append("")
    return words or [""], ""


def _last_word(line: str) -> str:
    """The last word of the line, as written."""
    words = re.split(r"(?<!\\)\s", line)
    return words[-1]
