"""How links and references are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from confnotes.exporters.languages.catalog import catalog
from confnotes.exporters.wording import Wording
from confnotes.model.program import Resource, ResourceKind
from confnotes.model.summary import SummaryLink, SummaryReference
from summary_samples import TIDES, with_item


@pytest.mark.parametrize(
    ("title", "in_a_list", "at_its_talk"),
    [
        ("Full video", "full video", "Full video"),
        ("full video", "full video", "Full video"),
        ("OTide-FS video", "OTide-FS video", "OTide-FS video"),
        ("T5 video", "T5 video", "T5 video"),
        ("iTide video", "iTide video", "iTide video"),
    ],
)
def test_a_title_gets_the_case_of_its_place_and_a_name_keeps_its_own(
    title: str, in_a_list: str, at_its_talk: str
) -> None:
    video = Resource(ResourceKind.VIDEO, "https://example.org/v", title)
    summary = with_item(replace(TIDES, links=(SummaryLink(video, 1),)))
    words = Wording(catalog("en"))

    assert words.reference_words(summary, SummaryReference(1, video, (TIDES.id,))) == f"{TIDES.title} ({in_a_list})"
    assert words.link_words(video) == at_its_talk
