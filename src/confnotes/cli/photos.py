"""`confnotes photos FOLDER`: place photos beside the lines that were typed when they were taken."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, UserPath, confirm_writing, dry_run_option, json_option, yes_option
from confnotes.cli.printing import can_ask, plural, say, say_json, tell
from confnotes.cli.progress import ProgressLine
from confnotes.errors import NotFoundError, UsageError
from confnotes.model.schema import columns, each, moment_text

if TYPE_CHECKING:
    from confnotes.catalogue.photos.plan_photos import Placing, PlannedPhoto
    from confnotes.vault.vault import Vault


def _shift(_ctx: click.Context, _option: click.Parameter, value: str | None) -> timedelta:
    if value is None:
        return timedelta()
    from confnotes.markup.durations import read_shift

    return read_shift(value)


@click.command()
@click.argument("sources", metavar="FOLDER|FILE...", nargs=-1, type=UserPath())
@click.option(
    "--conference",
    "-c",
    metavar="NAME",
    shell_complete=candidates.conferences,
    help="Place photos in notes of this conference only.",
)
@click.option("--shift", metavar="TIME", callback=_shift, help="Correct the times of the photos, e.g. by -1h.")
@click.option("--use-file-times", is_flag=True, help="Use the file’s time if a photo has no time of its own.")
@click.option("--watch", is_flag=True, help="Keep watching the folder for new photos; ctrl+c stops.")
@dry_run_option
@yes_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    sources: tuple[Path, ...],
    conference: str | None,
    shift: timedelta,
    use_file_times: bool,
    watch: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Place photos in your notes, each beside the line you typed when you took it.

    Copies the photos to the conference's attachments. Your files stay where they are. confnotes shows where each
    photo goes and asks before it writes.
    """
    from confnotes.catalogue.photos.plan_photos import Placing

    if not sources:
        raise UsageError("missing photos", "Name a folder or files.")
    if watch and dry_run:
        raise UsageError("--watch and --dry-run exclude each other", "Use one of them.")
    vault = invocation.open_vault()
    how = Placing(conference, shift, use_file_times)
    if watch:
        _watch(vault, sources, how, as_json=as_json)
        return
    _place(vault, sources, how, dry_run=dry_run, yes=yes, as_json=as_json)


def _place(vault: Vault, paths: Sequence[Path], how: Placing, *, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Show where the photos go, and place them unless the user refuses."""
    asking = not yes and can_ask()
    from confnotes.catalogue.photos.plan_photos import PhotoState, plan_photos

    with ProgressLine() as progress:
        how = replace(how, tell=progress.tell)
        plan = plan_photos(vault, paths, how)
    wanted = any(photo.state is PhotoState.PLACE for photo in plan)
    if wanted and not dry_run:
        if asking:
            tell(*_lines(plan))
            _tell_of_codes(plan)
            if not confirm_writing("Place these photos?", yes=yes):
                return
        plan = _carried_out(vault, plan, how)
    _show(plan, as_json=as_json, written=wanted and not dry_run)
    if not asking:
        _tell_of_codes(plan)


def _carried_out(vault: Vault, plan: Sequence[PlannedPhoto], how: Placing) -> list[PlannedPhoto]:
    from confnotes.actions.photos.place_photos import carry_out

    with ProgressLine() as progress:
        return carry_out(vault, plan, replace(how, tell=progress.tell))


def _watch(vault: Vault, paths: Sequence[Path], how: Placing, *, as_json: bool) -> None:
    """Place existing and new photos until the user stops it."""
    from confnotes.actions.photos.place_photos import carry_out, unplaced_files
    from confnotes.catalogue.photos.photo_files import LOOK_EVERY, Arrivals
    from confnotes.catalogue.photos.plan_photos import plan_photos

    arrivals = Arrivals(paths, vault.root)
    arrivals.look()
    tell(f"Watching {', '.join(map(str, paths))}. Press ctrl+c to stop.")
    while True:
        time.sleep(LOOK_EVERY)
        with suppress(NotFoundError):  # an unplugged phone may be plugged in again
            if files := arrivals.look():
                plan = plan_photos(vault, files, how)
                outcome = carry_out(vault, plan, how)
                arrivals.try_again(unplaced_files(plan, outcome))
                _show(outcome, as_json=as_json, written=True)
                sys.stdout.flush()


def _show(plan: Sequence[PlannedPhoto], *, as_json: bool, written: bool) -> None:
    """Print the photos: as JSON, or in one or two lines each with totals."""
    from confnotes.catalogue.photos.plan_photos import NO_TIME

    if as_json:
        say_json({"schema": "confnotes.photos/1", "photos": [_object(photo, written) for photo in plan]})
        return
    say(*_lines(plan))
    tell(_counted(plan, written))
    if any(photo.why == NO_TIME for photo in plan):
        tell("Use --use-file-times to place photos without a time by the time of their file.")


def _tell_of_codes(plan: Sequence[PlannedPhoto]) -> None:
    """Say how to have QR codes read before photos of posters are placed: placed photos are not scanned again."""
    from confnotes.actions.photos.place_photos import is_at_poster
    from confnotes.catalogue.photos.read_qr import can_read, how_to_read

    if any(map(is_at_poster, plan)) and not can_read():
        tell(how_to_read())


def _lines(plan: Iterable[PlannedPhoto]) -> Iterator[str]:
    from confnotes.catalogue.photos.plan_photos import PhotoState

    for photo in plan:
        when = f"{photo.at:%Y-%m-%d %H:%M:%S}" if photo.at else "                   "
        name = photo.photo.file.name
        if photo.state is not PhotoState.PLACE:
            sign = "=" if photo.state is PhotoState.THERE else "–"
            yield f"{sign} {when}  {name}: {photo.why}"
            continue
        yield f"+ {when}  {name} → {photo.title}"
        beside = f"beside “{photo.line_text}”; " if photo.line_text else ""
        yield f"                       {beside}{photo.why}"
        yield from (f"                       QR code: {link.kind} {link.url}" for link in photo.links)


def _counted(plan: Sequence[PlannedPhoto], written: bool) -> str:
    from confnotes.catalogue.photos.plan_photos import PhotoState

    words = {
        PhotoState.PLACE: "placed" if written else "would be placed",
        PhotoState.THERE: "already in the note",
        PhotoState.NOT_PLACED: "not placed",
    }
    numbers = {state: sum(photo.state is state for photo in plan) for state in PhotoState}
    told = ", ".join(f"{number} {words[state]}" for state, number in numbers.items() if number)
    return f"{plural(len(plan), 'photo')}{f': {told}' if told else ' found'}."


def _object(photo: PlannedPhoto, written: bool) -> dict[str, object]:
    from confnotes.catalogue.photos.plan_photos import PhotoState, folder_of

    state = "placed" if photo.state is PhotoState.PLACE and written else photo.state
    copy = f"{folder_of(photo.place)}/attachments/{photo.name}" if photo.place and photo.name else None
    return {**_photo(photo), "state": state, "copy": copy}


_photo = columns(
    "file=photo.file time=at state why note line line_text copy=name links",
    time=moment_text,
    line_text=lambda text: text or None,
    links=each(columns("kind url")),
)
