"""Mails as their reader sees them: saved messages (RFC 5322, MIME), and headers above a pasted or forwarded text.

When a mail was sent says nothing about the program in it.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default

_SUBJECT = "Subject|Betreff|Objet|Asunto|Oggetto|Assunto|Onderwerp"
_OTHERS = (
    r"From|To|Cc|Bcc|Date|Sent|Reply-To|Von|An|Gesendet|Datum|De|À|Envoyé|Para|Enviado|Da|A|Data|Van|Aan|Verzonden"
)
_HEADER = rf"[ \t>*]*(?:{_SUBJECT}|{_OTHERS})[*]*[ \t]?:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*"
_HEADERS = re.compile(rf"^(?:{_HEADER}){{2,}}", re.MULTILINE)
_ITS_SUBJECT = re.compile(rf"^[ \t>*]*(?:{_SUBJECT})[*]*[ \t]?:[ \t*]*(?P<said>.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_SAVED = re.compile(
    rb"(?:From [^\n]*\n)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*?)*?(?:Message-ID|MIME-Version|Received):",
    re.IGNORECASE,
)
_LONGEST_HEAD = 100_000


def text_of_mail(data: bytes) -> bytes:
    """The subject and the body of a saved message, as UTF-8: its plain text, else its HTML; other data unchanged."""
    head = data[:_LONGEST_HEAD].replace(b"\r\n", b"\n")
    if not _SAVED.match(head):
        return data
    message = message_from_bytes(data, policy=default)
    body = message.get_body(("plain", "html"))
    if body is None:
        return data
    try:
        said = str(body.get_content())
    except (LookupError, UnicodeError):  # in an encoding that Python doesn't know
        return data
    subject = (
        f"Subject: {message['subject']}\n\n" if message["subject"] and body.get_content_subtype() == "plain" else ""
    )
    return (subject + said).encode(errors="replace")


def without_mail_headers(text: str) -> str:
    """The text without the headers of the mails in it, but for their subjects, with as many lines as before."""
    return _HEADERS.sub(_only_subject, text)


def _only_subject(headers: re.Match[str]) -> str:
    subject = _ITS_SUBJECT.search(headers[0])
    if subject is None:  # “From: 5 May, To: 7 May”
        return headers[0]
    before, behind = headers[0][: subject.start()], headers[0][subject.end() :]
    said = " ".join(subject["said"].split())
    return "\n" * before.count("\n") + f"Subject: {said}" + "\n" * (behind + subject["said"]).count("\n")
