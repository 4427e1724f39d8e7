"""Exports lead from each stamped line to its moment of the recording."""

from __future__ import annotations

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.catalogue.recordings import Recording
from confnotes.model.program import Conference, Program, Resource, ResourceKind, Session, Talk
from confnotes.report.readable_text import with_moments
from confnotes.vault.vault import Vault
from program_files import save_program
from summary_samples import export_of as export
from summary_samples import summary_of as summarise

NAME = "Harbour Days 2031"
LISBON = ZoneInfo("Europe/Lisbon")
VIDEO = "https://youtu.be/abcdefghijk"
STREAM = Resource(ResourceKind.VIDEO, f"{VIDEO}?t=100")
BODY = """
# Tides

Ten weights are enough ^t101000
- a point ^t101100
- [ ] read it ^t101200
? does it hold ^t101300
! for shallow water ^t101310

## Method ^t101400

| a | b | ^t101500
| - | - |
| 1 | 2 | ^t101500

```
code ^t101600
```

$$
x ^t101700
$$

[ref]: https://example.org/x ^t101800

too early ^t093000
%% SECRET words ^t101900
said #takeaway ^t102000
"""


def vault_with(vault: Vault, head: str, *, resources: tuple[Resource, ...] = ()) -> Vault:
    """One talk from 10:05 on, in a session with these resources, and its note."""
    start = datetime(2031, 5, 12, 10, 5, tzinfo=LISBON)
    session = Session("Water", "s", resources=resources, talks=(Talk("Tides", "tides", start=start),))
    days = date(2031, 5, 12)
    conference = Conference(NAME, start_date=days, end_date=days, timezone="Europe/Lisbon")
    save_program(vault, NAME, Program(conference, (session,)))
    text = f"---\ntitle: Tides\ntalk: harbour-days-2031/tides\ntimezone: Europe/Lisbon\n{head}---\n{BODY}"
    vault.save(f"{NAME}/Tides.md", text, None)
    return vault


def test_each_line_of_running_text_ends_with_a_link_to_its_moment(vault: Vault) -> None:
    made = vault_with(vault, f"recording: 2031-05-12T10:00:00\nvideo: {VIDEO}\n")
    text = export(made, NAME, "markdown").decode()
    assert f"Ten weights are enough [10:00]({VIDEO}?t=600)" in text
    assert f"- a point [11:00]({VIDEO}?t=660)" in text
    assert f"read it [12:00]({VIDEO}?t=720)" in text
    assert f"does it hold [13:00]({VIDEO}?t=780)" in text
    assert f"for shallow water [13:10]({VIDEO}?t=790)" in text
    assert f"said #takeaway [20:00]({VIDEO}?t=1200)" in text
    assert "too early\\\n" in text
    for minute in (14, 15, 16, 17, 18):
        assert f"[{minute}:00]" not in text, "no link in a heading, table, code, formula or definition"
    assert "^t10" not in text.replace("code ^t101600", "").replace("x ^t101700", "")


def test_without_a_recording_there_are_no_links(vault: Vault) -> None:
    text = export(vault_with(vault, f"video: {VIDEO}\n"), NAME, "markdown").decode()
    assert "?t=" not in text
    assert "10:00](" not in text


def test_a_place_in_the_stream_of_a_session_is_enough(vault: Vault) -> None:
    text = export(vault_with(vault, "", resources=(STREAM,)), NAME, "markdown").decode()
    assert f"Ten weights are enough [6:40]({VIDEO}?t=400)" in text


@pytest.mark.parametrize("form", ["csv", "html", "json", "markdown"])
@pytest.mark.parametrize("audience", ["team", "public"])
def test_private_lines_and_their_moments_stay_at_home(vault: Vault, form: str, audience: str) -> None:
    made = vault_with(vault, f"recording: 2031-05-12T10:00:00\nvideo: {VIDEO}\n")
    text = export(made, NAME, form, audience=audience).decode()
    assert "SECRET" not in text
    assert "1140" not in text
    assert f"{VIDEO}?t=600" in text or form == "csv"


def test_a_page_sets_the_links_quietly(vault: Vault) -> None:
    made = vault_with(vault, f"recording: 2031-05-12T10:00:00\nvideo: {VIDEO}\n")
    text = export(made, NAME, "html").decode()
    assert f'<a href="{VIDEO}?t=600" rel="noopener noreferrer" class="moment">10:00</a>' in text


def test_data_says_the_second_and_the_address(vault: Vault) -> None:
    made = vault_with(vault, f"recording: 2031-05-12T10:00:00\nvideo: {VIDEO}\n")
    (item,) = json.loads(export(made, NAME, "json"))["parts"][0]["sessions"][0]["items"]
    assert item["notes"][0]["moments"][:2] == [
        {"text": "Ten weights are enough", "seconds": 600, "url": f"{VIDEO}?t=600"},
        {"text": "a point", "seconds": 660, "url": f"{VIDEO}?t=660"},
    ]


@pytest.mark.parametrize(
    ("video", "url"),
    [("keynote.mp4", None), ("https://example.org/watch", None), ("javascript:alert(1)", None), (None, None)],
)
def test_what_cannot_be_linked_still_has_its_second(vault: Vault, video: str | None, url: None) -> None:
    made = vault_with(vault, "recording: 10:00\nstart: 2031-05-12T10:05:00\n" + (f"video: {video}\n" if video else ""))
    (item,) = summarise(made, NAME).items()
    moment = item.notes[0].moments[0]
    assert (moment.seconds, moment.url) == (600, url)
    assert "[10:00]" not in item.notes[0].text


def test_hostile_addresses_stay_inside_their_link() -> None:
    recording = Recording(datetime(2031, 5, 12, 10), "https://example.org/a.mp4?x=)](javascript:alert(1)")
    assert with_moments("words ^t100010", recording) == (
        "words [0:10](https://example.org/a.mp4?x=%29%5D%28javascript:alert%281%29#t=10) ^t100010"
    )


@given(
    st.lists(
        st.sampled_from(
            ["words", "- item", "  - deeper", "# head", "| a | b |", "| - | - |", "```", "$$", "> said", ""]
        )
        | st.sampled_from(["    code", "`a", "b`", "[x]: https://e.example", "===", "%% mine", "? why", "1. one"]),
        max_size=12,
    )
)
def test_links_are_all_that_is_added_whatever_the_text(lines: list[str]) -> None:
    recording = Recording(datetime(2031, 5, 12, 10), VIDEO)
    text = "\n".join(f"{line} ^t100010" if line else line for line in lines)
    assert with_moments(text, recording).replace(f" [0:10]({VIDEO}?t=10)", "") == text
