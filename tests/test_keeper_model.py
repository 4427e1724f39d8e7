"""A few of the runs of `make model`, and sequences of steps that once lost words or brought them back."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from functools import partial

import pytest

from keeper_model import NOTES, Typist, play

Steps = Callable[[Typist], object]


def deleted_again(typist: Typist) -> None:
    """Saved, typed on, journaled, deleted again, left, and the program begun anew."""
    typist.type(line=0, end=" ")
    typist.pause(1.2)
    typist.type(line=0, end=" ")
    typist.pause(0.6)
    typist.delete(line=0, count=3)
    typist.switch(NOTES[1])
    typist.restart()
    typist.switch(NOTES[0])


def killed_twice(typist: Typist) -> None:
    """What came back is typed on, and killed again before it is saved."""
    for _ in range(3):
        typist.type(line=2, end="\n")
        typist.pause(0.26)
        typist.kill()
    typist.rest()


def killed_between_save_and_journal(typist: Typist, calls: int) -> None:
    typist.type(line=0, end=" ")
    typist.pause(0.26)
    typist.type(line=0, end=" ")
    typist.kill_soon(calls)
    typist.restart()


def killed_while_joined(typist: Typist, calls: int) -> None:
    typist.kill_soon(calls)
    typist.write_outside(behind=True)
    typist.delete(line=0, count=1)
    typist.restart()


def typed_while_the_vault_is_read_only(typist: Typist) -> None:
    typist.protect_vault()
    typist.type(line=0, end=" ")
    typist.pause(5.0)
    typist.type(line=2, end=" ")
    typist.pause(0.26)
    typist.kill()


def deleted_after_a_save_that_failed(typist: Typist) -> None:
    typist.protect_vault()
    typist.type(line=0, end=" ")
    typist.delete_what_is_not_saved()
    typist.pause(0.26)
    typist.type(line=0, end=" ")
    typist.save()
    typist.delete_what_is_not_saved()
    typist.pause(0.6)
    typist.kill()


def moved_to_the_temporary_folder(typist: Typist) -> None:
    typist.protect_vault()
    typist.type(line=0, end=" ")
    typist.kill()
    typist.fill_state_folder()
    typist.type(line=0, end=" ")
    typist.restart()


def typed_and_deleted_while_it_was_being_saved(typist: Typist) -> None:
    typist.type(line=0, end=" ")
    typist.let_news_wait()
    typist.pause(1.2)
    typist.type(line=0, end=" ")
    typist.pause(0.26)
    typist.delete_what_is_not_saved()
    typist.hear_news()
    typist.rest()


def undid_all_of_ones_own_in_a_conflict(typist: Typist) -> None:
    typist.write_outside(behind=False)
    typist.delete(line=0, count=1)
    typist.save()
    typist.delete_what_is_not_saved()
    typist.write_outside(behind=False)


SEQUENCES: dict[str, Steps] = {
    "deleted again": deleted_again,
    "killed twice": killed_twice,
    **{f"killed in a save, {n}": partial(killed_between_save_and_journal, calls=n) for n in range(16)},
    **{f"killed while joined, {n}": partial(killed_while_joined, calls=n) for n in range(16)},
    "read-only vault": typed_while_the_vault_is_read_only,
    "deleted after a failure": deleted_after_a_save_that_failed,
    "full state folder": moved_to_the_temporary_folder,
    "deleted while saving": typed_and_deleted_while_it_was_being_saved,
    "undone in a conflict": undid_all_of_ones_own_in_a_conflict,
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_what_was_on_the_screen_last_comes_back_never_more_never_less(name: str) -> None:
    typist = Typist()
    try:
        SEQUENCES[name](typist)
    finally:
        typist.teardown()


def test_so_it_is_after_any_steps() -> None:
    number = 1 if os.environ.get("CI") else random.randrange(10**6)
    print(f"seed {number}")
    play(30, 30, number)
