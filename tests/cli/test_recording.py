"""`confnotes recording`: lines and their moments, in a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import RunConfnotes

NOTE = "Small Systems 2024/2024-05-06 1000 Clocks and their lies.md"
VIDEO = "https://youtu.be/abcdefghijk"


def test_the_lines_of_a_note_are_listed_with_their_moments(confnotes: RunConfnotes, vault: Path) -> None:
    done = confnotes("recording", "--vault", vault, "clocks", "--begin", "10:00:12", "--video", VIDEO)
    assert (done.code, "begins at 10:00:12" in done.err) == (0, True)
    assert done.out.startswith(f"{NOTE}\n    3:00  line 12   Leap seconds are social constructs\n")
    assert f"  {VIDEO}?t=180\n" in done.out
    head, body = (vault / NOTE).read_text(encoding="utf-8").split("---\n\n")
    assert head.endswith(f"- time\nrecording: 2024-05-06T10:00:12\nvideo: {VIDEO}\n")
    assert body.startswith("Leap seconds")


def test_one_line_whose_place_is_known_is_enough(confnotes: RunConfnotes, vault: Path) -> None:
    confnotes("recording", "--vault", vault, "t3", "--line", "10", "--position", "12:40", "--video", VIDEO)
    done = confnotes("recording", "--vault", vault, "t3", "--json")
    told = json.loads(done.out)
    assert (told["schema"], told["begins"], told["stated"]) == ("confnotes.recording/1", "2024-05-06T09:50:32", True)
    assert [line["seconds"] for line in told["lines"]] == [760, 863, 869]
    assert [line["line"] for line in told["lines"]] == [12, 13, 14], "the front matter grew by two lines"
    done = confnotes("recording", "--vault", vault, "t3", "--line", "13", "--video", f"{VIDEO}?t=760", "--json")
    assert [line["seconds"] for line in json.loads(done.out)["lines"]] == [657, 760, 766]


def test_a_video_link_with_a_moment_says_where_the_talk_begins(confnotes: RunConfnotes, vault: Path) -> None:
    done = confnotes("recording", "--vault", vault, "t3", "--video", f"{VIDEO}?t=1h")
    assert f"{VIDEO}?t=3792\n" in done.out
    assert "by the time in the video URL" in done.err


def test_the_recording_begins_now_or_with_the_talk(confnotes: RunConfnotes, vault: Path) -> None:
    for word, begins in (("now", "2024-05-06T10:05:00"), ("talk", "2024-05-06T10:00:00")):
        told = json.loads(confnotes("recording", "--vault", vault, "t3", "--begin", word, "--json").out)
        assert told["begins"] == begins


def test_without_a_recording_it_says_what_to_do(confnotes: RunConfnotes, vault: Path) -> None:
    before = (vault / NOTE).read_bytes()
    done = confnotes("recording", "--vault", vault, "now", "--at", "2024-05-06T10:10", "t3")
    assert done.code == 3
    done = confnotes("recording", "--vault", vault, "t3")
    assert (done.code, "--begin" in done.err, "–" in done.out) == (0, True, True)
    assert (vault / NOTE).read_bytes() == before


def test_a_note_about_no_talk_is_named_by_its_path(confnotes: RunConfnotes, vault: Path) -> None:
    (vault / "Notes").mkdir()
    (vault / "Notes/Walk.md").write_text("---\ndate: 2024-05-06\n---\nwords ^t101000\n", encoding="utf-8")
    done = confnotes("recording", "--vault", vault, "Notes/Walk.md", "--begin", "10:05", "--video", "walk.mp4")
    assert done.out.startswith("Notes/Walk.md\n    5:00  line 6    words\n")
    assert "walk.mp4#t=300" in done.out
    assert "3:00  line" in confnotes("recording", "--vault", vault, NOTE, "--begin", "10:00:12").out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["t3", "--video", "javascript:alert(1)"], 2, "not a video address"),
        (["Notes/None.md"], 3, "Notes/None.md"),
        (["t3", "--begin", "soon"], 2, "invalid start of a recording"),
        (["t3", "--line", "9", "--position", "1:00"], 2, "10, 11, 12"),
        (["t3", "--line", "10"], 2, "--position 12:40"),
        (["t3", "--position", "1:00"], 2, "--line"),
        (["t3", "--begin", "10:00", "--line", "10", "--position", "0"], 2, "one of them"),
        (["t1", "--begin", "10:00"], 3, "no note yet"),
        (["nothing of the sort"], 3, "note not found"),
    ],
)
def test_impossible_changes_are_reported_in_one_line(
    confnotes: RunConfnotes, vault: Path, arguments: list[str], code: int, said: str
) -> None:
    done = confnotes("recording", "--vault", vault, *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
