"""A summary with everything in it, for the page in HTML: an invented conference on the coast."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from datetime import date, datetime

from confnotes.exporters.render_options import Picture, RenderOptions
from confnotes.model.mark import Mark
from confnotes.model.program import Kind, Resource, ResourceKind, Speaker
from confnotes.model.summary import (
    ActionKind,
    SlotState,
    Summary,
    SummaryAction,
    SummaryCoverage,
    SummaryDay,
    SummaryHighlight,
    SummaryItem,
    SummaryLink,
    SummaryNote,
    SummaryPart,
    SummaryPhoto,
    SummaryPoint,
    SummaryQuestion,
    SummaryReference,
    SummarySession,
    SummarySlot,
    SummaryTag,
    SummaryTakeaway,
    SummaryTheme,
    SummaryTopic,
    SummaryTrack,
    Why,
)
from summary_samples import FREE, GAUGES, TIDES, small

NEXT_DAY = date(2021, 6, 4)
MEASURED = (
    "| gauge | height above the quay |\n| --- | --- |\n| the one on the pier, rebuilt after the storm | 3.1 m |\n"
)
CALLOUTS = """> [!warning] Mind the *units*
> metres here, feet there
> > [!tip]- Folded
> > a trick inside

> [!quote]
> nothing is as constant as the moon
"""
STORMS = SummaryItem(
    id="talk-storms",
    title="Storms من البحر",
    conference="Coastal ML 2021",
    kind=Kind.KEYNOTE,
    day=NEXT_DAY,
    start=datetime(2021, 6, 4, 9, 0),
    end=datetime(2021, 6, 4, 10, 0),
    room="Pier Hall",
    track="Weather",
    speakers=(Speaker("Ida Brandt", "Harbour University"), Speaker("佐藤 海", "東京大学")),
    links=(SummaryLink(Resource(ResourceKind.SLIDES, "https://slides.example/storms"), 3),),
    rating=5,
    marks=frozenset({Mark.STAR, Mark.ATTENDED}),
    notes=(
        SummaryNote(
            author="Ada Lind",
            claim="Storms are *slow* tides",
            text=(
                "A storm surge adds to the tide ^talk-storms-t1\n"
                "and nobody models both #tides\n\n"
                "- the picture ![the surge of 1953](photo:surge)\n"
                "- [ ] read the report\n\n"
                f"{CALLOUTS}\n"
                "بحر هادئ\n\n"
                "$$\\frac{\\partial h}{\\partial t} = -\\nabla \\cdot (h u)$$\n\n"
                "| place | height |\n|---|--:|\n| 港 | 3.1 m 🌊 |\n\nSee it again[^1].\n\n[^1]: in the report\n"
            ),
            view="I would rather trust the *gauges*.\n\n- they are there",
            takeaways=(
                SummaryTakeaway("talk-storms-t1", "A storm surge adds to the tide", in_text=True),
                SummaryTakeaway("talk-storms-t2", "look at [gauges](#talk-cheap-gauges) first"),
            ),
            questions=(
                SummaryQuestion("talk-storms-q1", "is it linear", "no\nand never was", "Omar Nasser"),
                SummaryQuestion("talk-storms-q2", "what of rivers"),
            ),
        ),
        SummaryNote(
            author="Bo Falk", text=f"Slides were too full.\n\n{MEASURED}", view="Still, the best talk of the day."
        ),
    ),
    tags=("tides", "storms"),
)
BUOY = SummaryItem(
    id="talk-buoy",
    title="A Buoy That Listens",
    conference="Coastal ML 2021",
    kind=Kind.POSTER,
    day=NEXT_DAY,
    number="17",
    track="Instruments",
    speakers=(Speaker("Mei Tan", "Reef Lab"),),
    rating=3,
    notes=(SummaryNote(claim="Noise is data", text="Ask about the battery.\n\n# Set-up\none microphone"),),
)
LOST = SummaryItem(
    id="talk-lost",
    title="Lost at Sea: Domain Shift",
    conference="Coastal ML 2021",
    day=NEXT_DAY,
    start=datetime(2021, 6, 4, 11, 0),
    room="Net Loft",
    track="Instruments",
    marks=frozenset({Mark.STAR, Mark.LATER}),
    missed=True,
    links=(SummaryLink(Resource(ResourceKind.VIDEO, "https://video.example/lost")),),
)


def rich() -> Summary:
    """Every part that a summary may have, two days, two people's notes, other scripts, a photo, callouts and math."""
    base = small()
    return replace(
        base,
        authors=("Ada Lind", "Bo Falk"),
        coverage=SummaryCoverage(talks=2, of_talks=14, posters=1, of_posters=5, missed=1, later=1),
        overview="Met on the [pier](#note-dinner).\n\nTwo halls.",
        highlights=(
            SummaryHighlight(STORMS.id, (Why.RATING, Why.KEYNOTE), STORMS.notes[0].takeaways),
            SummaryHighlight(TIDES.id, (Why.TAKEAWAYS,), TIDES.takeaways),
        ),
        themes=(
            SummaryTheme(
                "tides",
                (STORMS.id, TIDES.id, GAUGES.id),
                (
                    SummaryPoint("A storm surge adds to the tide", STORMS.id, "talk-storms-t1"),
                    SummaryPoint("see [storms](#talk-storms)", TIDES.id, TIDES.id),
                ),
            ),
        ),
        actions=(
            SummaryAction(ActionKind.DO, "ask for the data", TIDES.id, done=True),
            SummaryAction(ActionKind.DO, "draw the harbour"),
            SummaryAction(ActionKind.READ, "read the report", STORMS.id, reference=1),
            SummaryAction(ActionKind.WRITE, "about pumps", FREE.id, person="Omar Nasser"),
            SummaryAction(ActionKind.ASK, "what of rivers", STORMS.id),
        ),
        parts=(
            *base.parts,
            SummaryPart(
                day=NEXT_DAY,
                sessions=(
                    SummarySession(
                        title="Keynotes",
                        kind=Kind.KEYNOTE,
                        start=datetime(2021, 6, 4, 9, 0),
                        end=datetime(2021, 6, 4, 12, 0),
                        items=(STORMS, replace(TIDES, id="talk-again", title="Again", notes=(), marks=frozenset())),
                    ),
                ),
                also=(TIDES.id,),
            ),
        ),
        others=(BUOY, LOST),
        posters=(GAUGES.id, BUOY.id),
        missed=(LOST.id,),
        later=(LOST.id,),
        references=(*base.references, SummaryReference(3, STORMS.links[0].resource, (STORMS.id,))),
        tags=(SummaryTag("tides", (TIDES.id, STORMS.id)), SummaryTag("storms", (STORMS.id,))),
        tracks=(
            SummaryTrack("Weather", 6, seen=1),
            SummaryTrack("Instruments", 4, seen=1, missed=1),
            SummaryTrack("Policy", 3),
        ),
        timeline=(
            SummaryDay(
                NEXT_DAY,
                "Coastal ML 2021",
                (
                    SummarySlot(
                        datetime(2021, 6, 4, 9, 0),
                        datetime(2021, 6, 4, 10, 0),
                        STORMS.title,
                        SlotState.SEEN,
                        "Weather",
                        "Pier Hall",
                        STORMS.id,
                    ),
                    SummarySlot(
                        datetime(2021, 6, 4, 11, 0),
                        datetime(2021, 6, 4, 11, 30),
                        LOST.title,
                        SlotState.MISSED,
                        "Instruments",
                        "Net Loft",
                        LOST.id,
                    ),
                ),
            ),
        ),
        topics=(
            SummaryTopic("tides", (TIDES.id, STORMS.id), is_tag=True),
            SummaryTopic("gauge", (GAUGES.id, TIDES.id)),
            SummaryTopic("surge", (STORMS.id,)),
        ),
        photos=(SummaryPhoto("surge", "IMG_1953.jpg", "Coastal ML 2021/attachments/IMG_1953.jpg"),),
    )


def with_photos() -> RenderOptions:
    """A setting in which every photo can be shown: as a small grey picture."""
    picture = Picture(grey_png(64, 48), "image/png", 64, 48)
    return RenderOptions(photo=lambda _photo: picture)


def grey_png(width: int, height: int) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x99" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
