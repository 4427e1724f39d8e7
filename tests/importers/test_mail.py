"""Programs that came by mail: pasted, forwarded, or saved as a message."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

import pytest

from confnotes.importers.mail import text_of_mail, without_mail_headers
from confnotes.importers.reading import read_program
from confnotes.model.program import Program

_TEXT = """\
Dear all,

here is the program of 5 May 2031 in Lisbon:

 9:00  Opening
 9:30  Boats and ropes, Ada Lind (KTH)
10:15  Tides in small harbours, Cy Moe (KTH)
11:00  Coffee
"""
_PASTED = """\
From: Ada Lind <ada@example.org>
Date: Mon, 3 Mar 2031 10:00:00 +0000
Subject: Re: [harbour] Harbour Day 2031 - program
To: <all@example.org>,
 <friends@example.org>

"""
_OUTLOOK = """\
**Von:** Ada Lind <ada@example.org>
**Gesendet:** Montag, 3. März 2031 10:00
**An:** alle@example.org
**Betreff:** WG: Harbour Day 2031 - program

"""


def saved(text: str, *, html: str = "") -> bytes:
    message = EmailMessage()
    message["From"], message["Date"] = "ada@example.org", "Mon, 3 Mar 2031 10:00:00 +0000"
    message["Subject"], message["Message-ID"] = "Harbour Day 2031 – program", "<1@example.org>"
    if text:
        message.set_content(text, cte="quoted-printable")
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html", cte="base64")
    return bytes(message)


def told(program: Program) -> list[tuple[object, str | None]]:
    return [(talk.start, talk.title) for talk in program.talks()]


@pytest.mark.parametrize(
    "source",
    [
        (_PASTED + _TEXT).encode(),
        (f"Hi, see below\n\n---------- Forwarded message ----------\n{_PASTED}{_TEXT}").encode(),
        (_OUTLOOK + _TEXT).encode(),
        saved(_TEXT),
        saved(_TEXT, html="<p>See the text</p>"),
        saved("", html=f"<h1>Harbour Day 2031</h1>{_TEXT.replace(chr(10), '<br>')}"),
    ],
    ids=["pasted", "forwarded", "from-outlook", "saved", "saved-with-html", "saved-html"],
)
def test_a_program_in_a_mail_is_named_by_its_subject_and_not_on_the_day_it_was_sent(source: bytes) -> None:
    read = read_program(source, "mail")
    program = read.program
    assert [warning.message for warning in read.warnings if "link" in warning.message] == []
    assert program.conference.name == "Harbour Day 2031"
    assert told(program) == [
        (datetime(2031, 5, 5, 9), "Opening"),
        (datetime(2031, 5, 5, 9, 30), "Boats and ropes"),
        (datetime(2031, 5, 5, 10, 15), "Tides in small harbours"),
        (datetime(2031, 5, 5, 11), "Coffee"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "From: 5 May\nTo: 7 May\nSubject: Boats\n",
        "Tides\nSubject: boats\n",
        "A: yes\nDe: no\n",
        "Date: 5 May 2031\nSubject: Dry ants\nSpeaker: Ada Lind\n",
        "Datum: 5. Mai 2031\nBetreff: Nasse Waben\n",
    ],
)
def test_lines_that_only_look_like_a_header_stay(text: str) -> None:
    assert without_mail_headers(text) == (text, None)


def test_every_line_below_a_header_keeps_its_number() -> None:
    text, subject = without_mail_headers(_PASTED + _TEXT)
    assert text.split("\n") == [*[""] * 6, *_TEXT.split("\n")]
    assert subject == "Harbour Day 2031 - program"


@pytest.mark.parametrize("charset", [b"klingon", b"utf-8\0"])
def test_a_message_in_an_unknown_encoding_stays_as_it_is(charset: bytes) -> None:
    source = saved(_TEXT).replace(b'charset="utf-8"', b'charset="' + charset + b'"')
    assert text_of_mail(source) == source


def test_the_dates_and_subjects_of_a_list_of_seminars_are_those_of_its_talks() -> None:
    talk = "Date: {} May 2031, 15:00\nSubject: {}\nSpeaker: {}\n\n"
    seminar = "Tile Seminar\n\n" + "".join(
        talk.format(*each) for each in ((5, "Dry ants", "Ada Lind"), (12, "Wet hives", "Bo Ek"), (19, "Wax", "Cy Moe"))
    )
    assert without_mail_headers(seminar) == (seminar, None)
