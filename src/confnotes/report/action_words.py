"""The words by which a task or a line of a note says that something is to be read, or somebody to be written to."""

from __future__ import annotations

import re
from typing import Final

READ: Final = re.compile(
    r"(?:\b(?:re-?)?(?:read|skim)(?:ing)?\b|\b(?:nach)?lesen\b|\blire\b|\bleer\b|\bleggere\b|读|讀|読)", re.IGNORECASE
)
READ_BEFORE: Final = re.compile(
    r"(?P<mark>[*_]{0,2})"
    r"(?:(?:to|must)[- ]read|worth (?:reading|a read)|read(?:[ ](?:this|it|that|next)(?=[ ]?:))?"
    r"|zu lesen|lesen|lire|leer|leggere)"
    r"(?:[ ]?[:：](?P=mark)|(?P=mark)[ ]?[:：]|(?P=mark)[ ](?!(?:about|on|up|through|into|out|it|this|that|them)\b))"
    r"[ ]*",
    re.IGNORECASE,
)
WRITE: Final = re.compile(
    r"(?<!\b(?:a|s)[ ])(?<!\b(?:an|my)[ ])(?<!\b(?:the|his|her|our)[ ])(?<!\b(?:this|that)[ ])(?<!\btheir[ ])"
    r"\b(?:write|e-?mail|mail|ask|ping|contact|message|dm|send|show|tell|thank|invite|call|meet|introduce|remind|reply"
    r"|answer|talk (?:to|with)|follow[- ]up|catch up|connect|reach out|get in touch|share"
    r"|schreib\w*|frag\w*|anrufen|einladen|danken"
    r"|écri\w+|demander|appeler|remercier|escrib\w+|preguntar|llamar|scriver\w*|chieder\w*)\b|写信|联系|問い合わせ|メール",
    re.IGNORECASE,
)
TO_THEM: Final = re.compile(
    r"^(?:(?:ask|e-?mail|mail|contact|ping|message|thank)\b"
    r"(?=[ ](?:for|about|whether|if|how|why|what|when|where|who|which|them|him|her|again"
    r"|the (?:author|speaker|presenter)s?)\b)"
    r"|write (?:to )?(?:them|him|her|the (?:author|speaker|presenter)s?)\b)",
    re.IGNORECASE,
)
SAID_TO_READ: Final = re.compile(
    r"\b(?:to[- ]read|must[- ]read|should (?:re-?)?read|want to read|need to read|worth (?:reading|a read)"
    r"|read (?:this|it|that|next)?[ ]?:|zu lesen|à lire|por leer|da leggere)|#to-?read\b",
    re.IGNORECASE,
)
READING_LIST: Final = re.compile(
    r"\W*(?:to read|reading list|papers to read|read next|further reading|zu lesen|à lire|por leer)\W*", re.IGNORECASE
)
MAY_READ: Final = (
    *("to read", "to-read", "toread", "must read", "must-read", "should re", "worth reading", "worth a read"),
    *("read this", "read it", "read that", "read next", "read:", "read :", "reading list", "further reading"),
    *("zu lesen", "à lire", "por leer", "da leggere"),
)
"""Folded, in every text in which `SAID_TO_READ` or `READING_LIST` finds something."""
