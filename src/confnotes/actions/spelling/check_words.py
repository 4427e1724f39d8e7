"""Check words in a separate process: reading a dictionary takes seconds, and must delay no key.

    python -m confnotes.actions.spelling.check_words DICTIONARY ... < REQUESTS > ANSWERS

A request is a line of JSON: `["check", WORD, ...]` is answered with the unknown words, `["suggest", WORD]` with others
that may be meant. spylls reads the dictionaries: it is hunspell in Python alone, so no compiler is needed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from confnotes.errors import ConfnotesError
from confnotes.system import limit_process

_SECONDS: Final = 120.0
"""The longest wait for an answer: the first one includes reading the dictionaries, which delays no key."""
_MEMORY: Final = 1 << 30  # bytes of the process
_MOST_SUGGESTIONS: Final = 8  # rows of the list
_LONGEST: Final = 60  # characters of a word


class SpellingError(ConfnotesError):
    """A dictionary cannot be used."""


class WordChecker:
    """Asks the process about words; starts it when needed. Each call waits for its answer: ask in a thread."""

    def __init__(self, dictionaries: Sequence[Path]) -> None:
        self.dictionaries = dictionaries
        self._process: subprocess.Popen[str] | None = None
        self._turn = threading.Lock()

    def unknown(self, words: Iterable[str]) -> set[str]:
        """Which of these words no dictionary knows. Raises SpellingError."""
        asked = [word for word in words if len(word) <= _LONGEST]
        return set(self._ask(["check", *asked])) if asked else set()

    def suggestions(self, word: str) -> list[str]:
        """Other words that may be meant, the most likely first. Raises SpellingError."""
        return self._ask(["suggest", word])

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()

    def _ask(self, request: Sequence[str]) -> list[str]:
        with self._turn:
            process = self._process or self._started()
            assert process.stdin is not None and process.stdout is not None
            late = threading.Event()
            watch = threading.Timer(_SECONDS, self._stop, (process, late))
            watch.start()
            try:
                process.stdin.write(f"{json.dumps(request)}\n")
                process.stdin.flush()
                answer = json.loads(process.stdout.readline())
            except (OSError, ValueError):
                self.close()
                raise self._broken("it takes too long" if late.is_set() else "it can't be read") from None
            finally:
                watch.cancel()
        if isinstance(answer, str):
            self.close()
            raise self._broken(answer)
        return [str(word) for word in answer]

    @staticmethod
    def _stop(process: subprocess.Popen[str], late: threading.Event) -> None:
        late.set()
        process.kill()

    def _started(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-P", "-m", __name__, *map(str, self.dictionaries)]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                start_new_session=True,
            )
        except OSError as error:
            raise self._broken((error.strerror or str(error)).lower()) from error
        return self._process

    def _broken(self, reason: str) -> SpellingError:
        names = ", ".join(one.name for one in self.dictionaries)
        return SpellingError(f"No spell check with {names}: {reason}", "Set `spelling` to another language, or to no.")


def _answer_all() -> None:
    """Answer until the input ends."""
    if hasattr(os, "nice"):
        os.nice(5)
    limit_process(int(_SECONDS) * 25, _MEMORY)
    try:
        from spylls.hunspell import Dictionary

        found = [Dictionary.from_files(path) for path in sys.argv[1:]]
    except ImportError:
        _say("spylls is not installed")
        return
    except Exception:  # whatever a damaged file leads to
        _say("the dictionary is damaged")
        return
    for line in sys.stdin:
        verb, *words = json.loads(line)
        if verb == "check":
            _say([word for word in words if not any(_knows(one, word) for one in found)])
        else:
            meant = (one for dictionary in found for one in dictionary.suggest(words[0]))
            _say([word for word, _ in zip(dict.fromkeys(meant), range(_MOST_SUGGESTIONS), strict=False)])


def _knows(dictionary: Any, word: str) -> bool:
    """Whether the dictionary has the word; what it fails on counts as known."""
    try:
        return bool(dictionary.lookup(word))
    except Exception:
        return True


def _say(answer: object) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    _answer_all()
