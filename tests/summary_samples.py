"""Small summaries of an invented conference, for the tests of exporters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from confnotes.actions.exporting.export import export
from confnotes.exporters.forms import render_summary
from confnotes.exporters.render_options import RenderOptions
from confnotes.model.mark import Mark
from confnotes.model.note import Task
from confnotes.model.program import Conference, Kind, Resource, ResourceKind, Role, Speaker
from confnotes.model.summary import (
    Audience,
    Grouping,
    Summary,
    SummaryCoverage,
    SummaryHighlight,
    SummaryItem,
    SummaryLink,
    SummaryNote,
    SummaryOrder,
    SummaryPart,
    SummaryPerson,
    SummaryQuestion,
    SummaryReference,
    SummarySession,
    SummaryTag,
    SummaryTakeaway,
    Why,
)
from confnotes.report.summarise import summarise
from confnotes.vault.vault import Vault

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//evil.example/a)",
    "[x](file:///etc/passwd)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x]: <javascript:alert(1)>\n\n[x]",
    "![x](https://evil.example/track.png)",
    "![x][y]\n\n[y]: https://evil.example/track.png",
    "<javascript:alert(1)>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!-- comment --> <![CDATA[x]]> <?php x ?>",
    "`` ` <b>x</b> ``",
    "$<img src=x onerror=alert(1)>$",
    "[a [b](javascript:alert(1)) c](https://a.example)",
    '[x](https://a.example "t" onclick=alert(1))',
    "\x1b]52;c;aGk=\x07 \x00 \u202e",
    "[^1]\n\n[^1]: javascript:alert(1)",
    "![x][y]\n\n[y]: https://evil.example/track.png \u202e",
    "$$\n<script>alert(1)</script>\n$$",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "| <script>x</script> | [x](javascript:1) |\n|---|---|\n| ![i](http://e.example/i) | b |",
)

PIECES = (
    *HOSTILE,
    *(
        "\n",
        "\n\n",
        "    ",
        "- ",
        "1. ",
        "> ",
        "# ",
        "? ",
        "- [ ] ",
        "```",
        "`",
        "$",
        "$$",
        "|",
        "---",
        "===",
        "[",
        "]",
    ),
    *("(", ")", "<", ">", "!", "\\", "*", "_", "~~", "%%", "#tag", "@A B", "a", "b c", "http://x.example/a_b", "\t"),
    *("<http://x.example>", "[a](#talk-one)", "[a](#no)", "[^1]", "[^1]: x", "&lt;", "javascript:", "日本"),
)
"""What random notes are made of."""

DAY = date(2021, 6, 3)
PAPER = Resource(ResourceKind.PAPER, "https://arxiv.org/abs/2106.00001")
VIDEO = Resource(ResourceKind.VIDEO, "https://www.youtube.com/watch?v=abcdefghijk", "3 min video")

TIDES = SummaryItem(
    id="talk-learning-tides",
    title="Learning Tides with *Small* Networks",
    conference="Coastal ML 2021",
    kind=Kind.ORAL,
    day=DAY,
    start=datetime(2021, 6, 3, 9, 30),
    end=datetime(2021, 6, 3, 9, 50),
    room="Pier Hall",
    speakers=(
        Speaker("Ida Brandt", "Harbour University", highlighted=True),
        Speaker("Omar Nasser", "Delta Lab", role=Role.AUTHOR),
    ),
    links=(SummaryLink(PAPER, 1), SummaryLink(VIDEO, 2)),
    rating=4,
    marks=frozenset({Mark.STAR, Mark.ATTENDED}),
    notes=(
        SummaryNote(
            takeaways=(
                SummaryTakeaway("talk-learning-tides-t1", "Ten weights are enough for a semidiurnal tide"),
                SummaryTakeaway("talk-learning-tides-t2", "the moon is a *strong* prior"),
            ),
            questions=(SummaryQuestion("talk-learning-tides-q1", "does it hold for storm surges"),),
            text=(
                "A tide is a sum of few sines: $h(t) = \\sum_i a_i \\sin(\\omega_i t)$\n"
                "so the network may be tiny #tides\n"
                "- [ ] read the 2019 paper\n"
                "- [x] ask for the data\n"
                "? does it hold for storm surges\n"
                "\n"
                "# Method\n"
                "compare with [gauges](#talk-cheap-gauges)\n"
                "```python\nfit(<tide>)\n```\n"
            ),
        ),
    ),
    tasks=(Task("ask for the data", True, 4), Task("read the 2019 paper", False, 3)),
    tags=("tides",),
)
GAUGES = SummaryItem(
    id="talk-cheap-gauges",
    title="Cheap Gauges | a field report",
    conference="Coastal ML 2021",
    kind=Kind.POSTER,
    day=DAY,
    start=datetime(2021, 6, 3, 9, 50),
    room="Pier Hall",
    speakers=(Speaker("Lena Ødegård"),),
    marks=frozenset({Mark.STAR}),
)
FREE = SummaryItem(
    id="note-dinner",
    title="Dinner by the harbour",
    is_talk=False,
    day=DAY,
    notes=(SummaryNote("Met @Omar Nasser, who knows pumps."),),
)


def small() -> Summary:
    """One day, one session, one talk with notes and one without, and a note about no talk."""
    return Summary(
        title="Coastal ML 2021",
        conferences=(
            Conference(
                name="Coastal ML 2021",
                venue="Old Customs House, Bergen",
                start_date=date(2021, 6, 2),
                end_date=date(2021, 6, 4),
                timezone="Europe/Oslo",
                url="https://coastal.example/2021",
            ),
        ),
        coverage=SummaryCoverage(talks=1, of_talks=12),
        highlights=(SummaryHighlight(TIDES.id, (Why.RATING,), TIDES.takeaways),),
        parts=(
            SummaryPart(
                day=DAY,
                sessions=(
                    SummarySession(
                        title="Orals & posters",
                        kind=Kind.TALK,
                        start=datetime(2021, 6, 3, 9, 30),
                        end=datetime(2021, 6, 3, 11, 0),
                        room="Pier Hall",
                        items=(TIDES, GAUGES),
                    ),
                    SummarySession(items=(FREE,)),
                ),
            ),
        ),
        people=(
            SummaryPerson("Ida Brandt", "Harbour University", (TIDES.id,)),
            SummaryPerson("Omar Nasser", "Delta Lab", (TIDES.id, FREE.id)),
            SummaryPerson("Lena Ødegård", None, (GAUGES.id,)),
        ),
        tags=(SummaryTag("tides", (TIDES.id,)),),
        references=(SummaryReference(1, PAPER, (TIDES.id,)), SummaryReference(2, VIDEO, (TIDES.id,))),
    )


def with_note(text: str, title: str = "A talk") -> Summary:
    """A summary of one talk with this title and these notes."""
    item = SummaryItem(id="talk-one", title=title, notes=(SummaryNote(text),))
    return Summary(title="Conf", parts=(SummaryPart(sessions=(SummarySession(items=(item,)),)),))


def with_item(item: SummaryItem) -> Summary:
    """The small summary with this item in the place of the one of its id."""
    base = small()
    parts = [
        replace(
            part,
            sessions=tuple(
                replace(session, items=tuple(item if one.id == item.id else one for one in session.items))
                for session in part.sessions
            ),
        )
        for part in base.parts
    ]
    return replace(base, parts=tuple(parts))


def with_title(title: str) -> Summary:
    """The small summary, everything that takes a title taking this one."""
    base = small()
    item = replace(
        TIDES,
        title=title,
        room=title,
        track=title,
        speakers=(Speaker(title, title),),
        notes=(
            SummaryNote(
                takeaways=(SummaryTakeaway("talk-learning-tides-t1", title),),
                questions=(SummaryQuestion("talk-learning-tides-q1", title),),
            ),
        ),
        links=(SummaryLink(Resource(ResourceKind.OTHER, "javascript:alert(1)", title), 1),),
        tasks=(Task(title, False, 2),),
        tags=(title,),
    )
    session = SummarySession(title=title, room=title, items=(item, replace(GAUGES, title=title)))
    return replace(
        base,
        title=title,
        conferences=(Conference(name=title, venue=title, part_of=title, url="javascript:alert(1)"),),
        parts=(SummaryPart(title=title, sessions=(session,)),),
        people=(SummaryPerson(title, title, (item.id,)),),
        tags=(SummaryTag(title, (item.id,)),),
        references=(SummaryReference(1, Resource(ResourceKind.OTHER, "javascript:alert(1)", title), (item.id,)),),
    )


def set_as(form: str, summary: Summary, setting: RenderOptions | None = None) -> str:
    """The text of the summary in a form."""
    return render_summary(summary, form, setting or RenderOptions()).data.decode()


def summary_of(vault: Vault, target: str, at: datetime | None = None, **order: Any) -> Summary:
    """The summary of a target in a vault; `order` takes the other fields of a SummaryOrder, in words too."""
    return summarise(vault, _order(target, order), at)


def export_of(vault: Vault, target: str, form: str, at: datetime | None = None, **order: Any) -> bytes:
    """The file of a target in a form."""
    return export(vault, _order(target, order), form, at=at).data


def _order(target: str, order: dict[str, Any]) -> SummaryOrder:
    kinds: dict[str, Callable[[str], object]] = {"audience": Audience, "by": Grouping}
    given: dict[str, Any] = {name: kinds[name](value) if name in kinds else value for name, value in order.items()}
    return SummaryOrder(target, **given)
