"""What people have of confnotes as text: what commands say, what summaries hold, what sources are read as."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from confnotes.cli.app import run_command_line
from every_syntax import CONFERENCE, syntax_vault
from every_verb import PROGRAM, calls
from goldens.calls import (
    AS_JSON,
    ASKED,
    ASKED_OF_SAMPLE,
    ASKED_OF_SYNTAX,
    FORMS,
    ORDERS,
    TARGETS,
    THINGS,
    WRITTEN,
)
from goldens.kept import ROOT, SHARED, Text, digest
from goldens.recorders import given
from tools import works

PANDOC = frozenset({"latex", "docx", "epub"})
WIDTH = 120
_CONSTANT = re.compile(r"(?s)(<(style|script)\b[^>]*>)(.{400,}?)(</\2>)")


def sample() -> Iterator[Text]:
    """What the sample vault answers, its summaries, and last what is written into it."""
    shutil.copytree(ROOT / "notes", "notes", copy_function=shutil.copyfile)
    yield from asked(ASKED + ASKED_OF_SAMPLE)
    yield from exported("NeurIPS 2019", FORMS.split(), ORDERS)
    for target in TARGETS:
        yield from exported_as(target, "markdown", "")
    for theme in ("plain", "ink"):
        yield from exported_as("NeurIPS 2019", "html", f"--theme {theme}")
    for template in sorted((ROOT / "docs/summary-templates").iterdir()):
        shutil.copy(template, template.name)
        yield Text(f"template {template.name}", said(["export", "NeurIPS 2019", "--template", template.name]), False)
    before = vault_files()
    yield Text("written/calls", "".join(said(shlex.split(line)) for line in lines(WRITTEN)))
    yield from changed(before)


def syntax() -> Iterator[Text]:
    """The vault that has every piece of syntax in every position."""
    syntax_vault(Path("notes"))
    yield from asked(ASKED + ASKED_OF_SYNTAX)
    yield from exported(CONFERENCE, FORMS.split(), "--audience public\n--audience team\n--folder\n--links obsidian\n")


def typed() -> Iterator[Text]:
    """Every verb once, on a vault that is empty at first."""
    said(["init", "notes"])
    Path("program.yaml").write_text(PROGRAM, encoding="utf-8")
    yield Text("calls", "".join(map(said, calls("program.yaml"))))
    yield from changed({})


def seeds() -> Iterator[Text]:
    """A vault that was made from the seeds alone."""
    said(["init", "notes"])
    for number, seed in enumerate(sorted((SHARED / "seeds").glob("*.txt"))):
        shutil.copy(seed, seed.name)
        named = ("--conference", f"Conference {number}", "--timezone", "America/Vancouver")
        yield Text(f"import {seed.stem}", said(["import", "--yes", *named, seed.name]))
    yield from changed({})
    yield from asked(ASKED)
    yield from exported("Conference 1", FORMS.split(), "--audience public\n")
    yield from exported("Conference 4", ["markdown", "ics"], "")


def imports() -> Iterator[Text]:
    """What every file beside the checkout is read as, and every folder that holds a program."""
    from corpora.sources import sources

    said(["init", "notes"])
    Path("shared").symlink_to(SHARED.resolve())
    files = {path for part in ("seeds", "corpora") for path in (SHARED / part).rglob("*") if path.is_file()}
    for path in sorted(files | {source.place for source in sources()}):
        name = path.relative_to(SHARED).as_posix()
        as_whole = " as a folder" if path.is_dir() else ""
        yield Text(name + as_whole, said(["import", "--dry-run", "--json", f"shared/{name}"]))


def lines(text: str) -> list[str]:
    """Those that say something."""
    return [line for line in text.split("\n") if line]


def asked(questions: str) -> Iterator[Text]:
    """The answer to each question, as text and as JSON."""
    for line in [*lines(questions), *(f"list {thing}" for thing in THINGS.split())]:
        words = shlex.split(line)
        as_json = words[0] in AS_JSON.split() and not {"--oneline", "--format", "--vimgrep", "--bibtex"} & {*words}
        answer = said(words) + (said([*words, "--json"]) if as_json else "")
        yield Text(f"commands/{file_name(line)}", answer)


def said(call: Sequence[str]) -> str:
    """What a call prints, what it complains of, and its exit code where that is not 0."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    vault = () if call[0] in ("init", "nothing") else ("--vault", "notes")
    sys.stdin = io.TextIOWrapper(io.BytesIO())
    with redirect_stdout(out), redirect_stderr(err):
        code = run_command_line([call[0], *vault, *call[1:]], _no_screens)
    printed, told = (stream.buffer.getvalue().decode() for stream in (out, err))
    ending = "" if printed.endswith("\n") or not printed else "\n(no line end)\n"
    failed = f"(exit {code})\n" if code else ""
    answer = (
        f"$ confnotes {shlex.join(call)}\n{printed}{ending}" + "".join(f"! {one}\n" for one in lines(told)) + failed
    )
    return _of_no_machine(answer)


def _of_no_machine(answer: str) -> str:
    """The words without the folder we are in, and the time of the machine by which earlier versions are told apart."""
    times = re.compile(rf"{datetime.now(UTC).date()}[T ]\d\d:\d\d:\d\d(\+00:00)?")
    return times.sub("‹now›", answer.replace(str(Path.cwd()), "‹here›"))


def _no_screens(*_: object) -> None:
    raise AssertionError("the screens were opened")


def exported(target: str, forms: Sequence[str], orders: str) -> Iterator[Text]:
    """A target in these forms, and ordered otherwise."""
    for form in forms:
        yield from exported_as(target, form, "")
    for order in lines(orders):
        for form in forms if order in ("--audience public", "--audience team") else ["markdown"]:
            yield from exported_as(target, form, order)


def exported_as(target: str, form: str, order: str) -> Iterator[Text]:
    """Every file that an order makes; for what another program makes, what that is given, too."""
    if (form in PANDOC and not works("pandoc")) or (form == "pdf" and find_spec("typst") is None):
        return
    folder = Path("out")
    folder.mkdir()
    answer = said(["export", target, "--format", form, *shlex.split(order), "--output", "out/"])
    name = f"export/{file_name(' '.join((target, form, order)))}"
    full = not order and form not in PANDOC
    yield Text(f"{name}/answer", answer, full)
    for number, text in enumerate(given()):
        yield Text(f"{name}/given {number}", laid_out(json.loads(text)) + "\n", full)
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        by_others = file.suffix in (".pdf", ".tex", ".docx", ".epub")
        yield Text(f"{name}/{file.relative_to(folder).as_posix()}", text_of(file), full, made=by_others)
    shutil.rmtree(folder)


def text_of(file: Path) -> str:
    """A file as text: an archive part by part, a picture as its digest; of a web page what our styles and scripts are
    is said by a digest."""
    data = file.read_bytes()
    if file.suffix == ".pdf":
        text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True).stdout.decode()
        return f"{digest(data)}\n{text}"
    if file.suffix in (".docx", ".epub"):
        with ZipFile(io.BytesIO(data)) as archive:
            return "".join(f"== {name}\n{_decoded(archive.read(name))}\n" for name in archive.namelist())
    text = _decoded(data)
    return _CONSTANT.sub(lambda found: found[1] + digest(found[3].encode()) + found[4], text)


def _decoded(data: bytes) -> str:
    try:
        return data.decode().replace("><", ">\n<") if data.startswith(b"<?xml") else data.decode()
    except UnicodeDecodeError:
        return f"{len(data)} bytes, {digest(data)}\n"


def laid_out(value: Any, indent: int = 0) -> str:
    """JSON for people: what fits into a line stands in one."""
    short = json.dumps(value, ensure_ascii=False)
    if len(short) + indent <= WIDTH or not isinstance(value, dict | list) or not value:
        return short
    inner = "\n" + " " * (indent + 1)
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {laid_out(one, indent + 1)}" for key, one in value.items()]
        return "{" + inner + f",{inner}".join(parts) + "}"
    return "[" + inner + f",{inner}".join(laid_out(one, indent + 1) for one in value) + "]"


def vault_files() -> dict[str, str]:
    """Every file of the vault and what it says."""
    folder = Path("notes")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): text_of(path) for path in files}


def changed(before: Mapping[str, str]) -> Iterator[Text]:
    """The files of the vault that are new or say something else."""
    now = vault_files()
    yield Text("written/files", "".join(f"{path}\n" for path in now))
    yield from (Text(f"written/{path}", text) for path, text in now.items() if before.get(path) != text)


def file_name(words: str) -> str:
    """A name for a file, whatever was typed."""
    return re.sub(r"[^\w.,=+-]+", " ", words).strip()
