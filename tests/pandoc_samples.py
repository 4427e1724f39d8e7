"""A summary with something of everything, and one of everything that is hostile, for the forms that pandoc makes."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from datetime import date, datetime

from confnotes.exporters.render_options import Picture, RenderOptions
from confnotes.model.program import Kind, Resource, ResourceKind, Speaker
from confnotes.model.summary import (
    ActionKind,
    Summary,
    SummaryAction,
    SummaryHighlight,
    SummaryItem,
    SummaryLink,
    SummaryNote,
    SummaryPart,
    SummaryPerson,
    SummaryPhoto,
    SummaryPoint,
    SummaryQuestion,
    SummaryReference,
    SummarySession,
    SummaryTag,
    SummaryTakeaway,
    SummaryTheme,
    SummaryTopic,
    SummaryTrack,
    Why,
)
from summary_samples import DAY, GAUGES, HOSTILE, TIDES, VIDEO, small

LATEX = (
    r"\input{/etc/passwd}",
    r"\write18{touch run} \immediate\write18{touch run}",
    r"\end{document} \def\x{y} \csname input\endcsname",
    r"50% of #1 & a_b^c ~ {open \ $5 and } close",
    r"$\input{/etc/passwd}$ $$\write18{touch run}$$ $x^a^b$ $\undefined$",
    r"```{=latex}" + "\n\\input{/etc/passwd}\n```\n`\\input{x}`{=latex} <span>\\input{x}</span>",
    r"^^5cinput{/etc/passwd} \catcode`\%=12",
    "{{ 7 * 7 }} {% include '/etc/passwd' %} #{x} #eval(read(\"/etc/passwd\"))",
)
NOTE = r"""Tides are sums of sines: $h(t)=\sum_i a_i \sin(\omega_i t)$, see [gauges](#talk-cheap-gauges)
second line, *typed in a hurry* ^talk-learning-tides-t1
- [ ] read the 2019 paper
- [x] ask for the data
  - nested **bold**, `code_x{}` and ~~struck~~

? does it hold for storm surges ^talk-learning-tides-q1
! up to two metres

# Method
$$\begin{align} a &= b + c \\ d &= \frac{e}{f} \end{align}$$

| Gauge | Error |
|---|---:|
| Pier | 3 % & more |

> [!warning] Beware of the moon
> It is a strong prior.

```python
return {"a": tide ** 2}  # 50% \input{x}
```
A footnote[^1], 潮汐の予測 and 조석, Ελληνικά, кириллица, 🌊, שלום, مرحبا, → ≤ ≈ ∞, “quotes” — dash…

![the quay](photo:quay) and ![far](https://a.example/far.png)

[^1]: With $x^2$ and \emph{no TeX}.
"""
BIBLIOGRAPHY = r"""@article{brandt2021tides,
  title = {Learning Tides \& more},
  author = {Brandt, Ida and Nasser, Omar},
  year = {2021},
  eprint = {2106.00001},
  archiveprefix = {arXiv},
}
"""
FOG = SummaryItem(
    "talk-fog", "Fog", day=date(2021, 6, 4), start=datetime(2021, 6, 4, 9), missed=True, links=(SummaryLink(VIDEO, 2),)
)


def rich() -> Summary:
    """Everything that a summary can hold."""
    taken = (
        SummaryTakeaway("talk-learning-tides-t1", "second line, *typed in a hurry*", True),
        SummaryTakeaway("talk-learning-tides-t2", "Ten weights are enough"),
    )
    question = SummaryQuestion("talk-learning-tides-q1", "does it hold for storm surges", "up to two metres")
    note = SummaryNote(
        NOTE, "I doubt the *baseline*.\n\n- try two harbours", "A tide needs **ten** weights.", None, taken, (question,)
    )
    tides = replace(TIDES, notes=(note, SummaryNote("Bob saw it differently.", author="Bob Li")))
    board = replace(GAUGES, number="#12", notes=(SummaryNote(claim="a gauge for $5"),))
    base = small()
    (part,) = base.parts
    first, *rest = part.sessions
    return replace(
        base,
        authors=("Ada Lindqvist",),
        overview="A small and windy conference.\n\nTwo halls.",
        highlights=(SummaryHighlight(tides.id, (Why.TAKEAWAYS, Why.RATING), taken),),
        themes=(
            SummaryTheme("small models", (tides.id, board.id), (SummaryPoint(taken[1].text, tides.id, taken[1].id),)),
        ),
        actions=(
            SummaryAction(ActionKind.DO, "ask for the data", tides.id, True),
            SummaryAction(ActionKind.READ, "The 2019 paper", tides.id, reference=1),
            SummaryAction(ActionKind.WRITE, "Omar Nasser", tides.id, person="Omar Nasser"),
            SummaryAction(ActionKind.ASK, question.text, tides.id),
        ),
        parts=(replace(part, sessions=(replace(first, items=(tides,)), *rest)),),
        others=(board, FOG),
        posters=(board.id,),
        missed=(FOG.id,),
        later=(FOG.id,),
        tracks=(SummaryTrack("Water", 8, 2), SummaryTrack("Sand", 4, 1), SummaryTrack("Wind", 3)),
        topics=(SummaryTopic("tides", (tides.id,), True),),
        photos=(SummaryPhoto("quay", "quay.png", "attachments/quay.png"),),
    )


def hostile() -> Summary:
    """The same, and everything that wants to be run, in titles, names, addresses and notes."""
    items = tuple(
        SummaryItem(
            f"talk-{number}",
            text,
            kind=Kind.TALK,
            day=DAY,
            room=text,
            track=text,
            number=text,
            speakers=(Speaker(text, text),),
            links=(SummaryLink(Resource(ResourceKind.OTHER, text, text)),),
            notes=(SummaryNote(text, text, text, text, (SummaryTakeaway(f"talk-{number}-t1", text),)),),
            tags=(text,),
        )
        for number, text in enumerate((*HOSTILE, *LATEX))
    )
    told, listed = items[:-4], items[-4:]
    session = SummarySession(LATEX[0], room=LATEX[1], items=told)
    base = rich()
    return replace(
        base,
        title=LATEX[0],
        authors=LATEX,
        overview="\n\n".join((*HOSTILE, *LATEX)),
        highlights=(*base.highlights, *(SummaryHighlight(one.id, (Why.KEYNOTE,), one.takeaways) for one in told[-8:])),
        themes=(*base.themes, *(SummaryTheme(text, (told[0].id,)) for text in LATEX)),
        actions=tuple(SummaryAction(ActionKind.DO, text) for text in (*HOSTILE, *LATEX)),
        parts=(*base.parts, SummaryPart(LATEX[3], sessions=(session,))),
        others=(*base.others, *listed),
        posters=(*base.posters, *(one.id for one in listed)),
        references=tuple(
            SummaryReference(number, Resource(ResourceKind.OTHER, text, text))
            for number, text in enumerate((*HOSTILE, *LATEX), start=1)
        ),
        people=tuple(SummaryPerson(text, text) for text in LATEX),
        tags=tuple(SummaryTag(text, (told[0].id,)) for text in LATEX),
        tracks=tuple(SummaryTrack(text, 2) for text in LATEX),
        topics=tuple(SummaryTopic(text, (told[0].id,)) for text in LATEX),
    )


def picture(_photo: SummaryPhoto) -> Picture:
    """A small PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 4, 2, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes(12)) * 2)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return Picture(data, "image/png", 4, 2)


SETTING = RenderOptions(name="Coastal ML 2021 summary", photo=picture, bibliography=BIBLIOGRAPHY)
