"""Mails as their reader sees them: saved messages (RFC 5322, MIME), and headers above a pasted or forwarded text.

When a mail was sent says nothing about the program in it.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

_SUBJECT = "Subject|Betreff|Objet|Asunto|Oggetto|Assunto|Onderwerp"
_SENDER = "From|Von|De|Da|Van"
_OTHERS = r"To|Cc|Bcc|Date|Sent|Reply-To|An|Gesendet|Datum|À|Envoyé|Para|Enviado|A|Data|Aan|Verzonden"
_MARKS = "[ \t>*]*"  # of a quotation, and of names in bold print
_END = r":[ \t*]*"
_HEADERS = re.compile(
    rf"^(?:{_MARKS}(?:{_SUBJECT}|{_SENDER}|{_OTHERS})[*]*[ \t]?:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){{2,}}", re.MULTILINE
)
_ITS_SUBJECT = re.compile(rf"^{_MARKS}(?:{_SUBJECT})[*]*[ \t]?{_END}(?P<said>.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_ITS_SENDER = re.compile(rf"^{_MARKS}(?:{_SENDER})[*]*[ \t]?{_END}(?![ \t*\d])", re.MULTILINE)  # not “From: 5 May”
_BEFORE_SUBJECT = re.compile(r"(?:\[[^\]]*\]\s+|(?:Re|Fwd?|AW|WG|TR):\s+)*", re.IGNORECASE)
_SAVED = re.compile(
    rb"(?:From [^\n]*\n)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*?)*?(?:Message-ID|MIME-Version|Received):",
    re.IGNORECASE,
)
_LONGEST_HEAD = 100_000


def text_of_mail(data: bytes) -> bytes:
    """A saved message as one that was pasted, in UTF-8: sender, subject, and its plain text or else its HTML. Other
    data is returned unchanged.
    """
    if not _SAVED.match(data[:_LONGEST_HEAD].replace(b"\r\n", b"\n")):
        return data
    message = message_from_bytes(data)  # the newer policies fail in broken headers, and are slow in long ones
    texts = [part for part in message.walk() if part.get_content_disposition() != "attachment"]
    kinds = {part.get_content_type(): part for part in reversed(texts)}
    body = kinds.get("text/plain") or kinds.get("text/html")
    try:
        said = _decoded(body) if body is not None else ""
        headers = "".join(f"{name}: {_said(message[name])}\n" for name in ("From", "Subject") if message[name])
    except (LookupError, ValueError, MessageError):  # an encoding that Python doesn't know, or a broken header
        return data
    return f"{headers}\n{said}".encode(errors="replace") if said else data


def _decoded(body: Message) -> str:
    found = body.get_payload(decode=True)
    return found.decode(body.get_content_charset("utf-8"), "replace") if isinstance(found, bytes) else ""


def _said(header: str) -> str:
    return " ".join(str(make_header(decode_header(header))).split())


def without_mail_headers(text: str) -> tuple[str, str | None]:
    """The text with the headers of its mails blank, keeping lines, and the subject of the first one.

    Headers name a sender and a subject; a subject alone counts in the first line.
    """
    subjects: list[str] = []

    def blank(headers: re.Match[str]) -> str:
        subject = _ITS_SUBJECT.search(headers[0])
        if subject is None or not _ITS_SENDER.search(headers[0]):  # “Date: 5 May, Subject: Dry ants”
            return headers[0]
        subjects.append(subject["said"])
        return "\n" * headers[0].count("\n")

    text = _HEADERS.sub(blank, text)
    if not subjects and (alone := _ITS_SUBJECT.match(text)):
        subjects.append(alone["said"])
        text = "\n" * alone["said"].count("\n") + text[alone.end() :]
    return text, _BEFORE_SUBJECT.sub("", " ".join(subjects[0].split()), count=1) if subjects else None
