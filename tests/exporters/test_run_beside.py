"""What works beside this program ends when nobody wants any more what it makes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from confnotes.exporters.forms import FORMS, render_summary
from confnotes.exporters.pdf.typesetter import end_kept
from confnotes.exporters.render_options import RenderOptions
from confnotes.exporters.run_beside import run_beside
from confnotes.model.summary import Summary, SummaryItem, SummaryNote, SummaryPart, SummarySession
from confnotes.wanted import while_wanted

FOREVER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were begun."""
    found: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen.__init__

    end_kept()

    def kept(self: subprocess.Popen[bytes], *given: object, **named: object) -> None:
        real(self, *given, **named)  # type: ignore[call-overload]
        found.append(self)

    monkeypatch.setattr(subprocess.Popen, "__init__", kept)
    return found


def test_what_is_not_wanted_any_more_is_killed(begun: list[subprocess.Popen[bytes]]) -> None:
    ended = []
    with while_wanted(lambda: not begun):
        run_beside(FOREVER)
        ended.append("by itself")
    assert not ended and begun[0].returncode == -9


def test_what_takes_too_long_is_killed(begun: list[subprocess.Popen[bytes]]) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_beside(FOREVER, seconds=0.2)
    assert begun[0].returncode == -9


def test_input_and_output_can_be_longer_than_a_pipe_holds() -> None:
    copy = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()); sys.stderr.write('x' * 200_000)"
    done = run_beside([sys.executable, "-c", copy], b"tide" * 100_000)
    assert (done.returncode, len(done.stdout), len(done.stderr)) == (0, 400_000, 200_000)


@pytest.mark.parametrize("form", ["pdf", "docx", "epub"])
def test_a_book_in_the_making_can_be_stopped(form: str, begun: list[subprocess.Popen[bytes]]) -> None:
    if FORMS[form].lacks:
        pytest.skip(FORMS[form].lacks)
    body = "a line of words about the sea\n\n" * 1000
    items = tuple(
        SummaryItem(f"talk-{at}", f"Talk {at}", notes=(SummaryNote(body, view="", claim=""),)) for at in range(5)
    )
    summary = Summary(title="Long", parts=(SummaryPart(sessions=(SummarySession("S", items=items),)),))
    made = []
    with while_wanted(lambda: not any(one.returncode is None for one in begun)):
        made.append(render_summary(summary, form, RenderOptions()))
    assert not made and begun[-1].returncode == -9


@pytest.mark.parametrize("size", [0, 1_000, 3_000_000])
def test_a_program_that_reads_late_reads_everything(size: int) -> None:
    done = run_beside(["sh", "-c", "sleep 0.3; wc -c"], b"x" * size, seconds=20)
    assert int(done.stdout) == size
