"""Papers, videos, slides and code are recognised, and two spellings of the same thing are one."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from confnotes.markup.references import canonical, find, find_references, resource_of
from confnotes.model.program import Resource, ResourceKind
from examples import examples


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://arxiv.org/abs/1234.56789", "paper"),
        ("https://arxiv.org/pdf/cs.LG/0701001v1.pdf", "paper"),
        ("arXiv:1234.56789v2", "paper"),
        ("1234.56789", "paper"),
        ("cs.LG/0701001", "paper"),
        ("https://arxiv.org/list/cs.LG/recent", "other"),
        ("10.1000/xyz.123", "paper"),
        ("https://doi.org/10.1000/xyz", "paper"),
        ("https://openreview.net/forum?id=abc", "paper"),
        ("https://openreview.net/group?id=Conf/2024", "other"),
        ("https://aclanthology.org/2020.acl-main.1/", "paper"),
        ("https://www.aclweb.org/anthology/P19-1001.pdf", "paper"),
        ("https://aclanthology.org/events/acl-2020/", "other"),
        ("http://proceedings.mlr.press/v49/name16.pdf", "paper"),
        ("https://proceedings.mlr.press/v49/", "other"),
        ("https://papers.nips.cc/paper/2019/hash/0123456789abcdef0123456789abcdef-Abstract.html", "paper"),
        ("https://neurips.cc/virtual/2022/poster/12345", "event-page"),
        ("https://neurips.cc/Conferences/2019/ScheduleMultitrack?event=12345", "event-page"),
        ("https://neurips.cc/media/PosterPDFs/NeurIPS%202022/x.png", "poster"),
        ("https://icml.cc/media/icml-2021/Slides/1234.pdf", "slides"),
        ("https://neurips.cc/Register5", "registration"),
        ("https://www.youtube.com/watch?v=abcdefghijk&feature=youtu.be", "video"),
        ("https://youtu.be/abcdefghijk?t=30", "video"),
        ("https://www.youtube.com/embed/abcdefghijk", "video"),
        ("https://www.youtube.com/@channel", "other"),
        ("https://vimeo.com/123456789", "video"),
        ("https://slideslive.com/38921888/title", "video"),
        ("https://media.ccc.de/v/36c3-1-title", "video"),
        ("https://archive.org/details/talk", "video"),
        ("https://files.example.org/talk.webm", "video"),
        ("https://speakerdeck.com/ada/talk", "slides"),
        ("https://www.slideshare.net/ada/talk", "slides"),
        ("https://docs.google.com/presentation/d/abc/edit", "slides"),
        ("https://docs.google.com/document/d/abc/edit", "other"),
        ("https://drive.google.com/file/d/abc/view", "other"),
        ("https://docs.google.com/forms/d/e/abc/viewform", "form"),
        ("https://forms.gle/abc", "form"),
        ("https://github.com/ada/repo", "code"),
        ("https://github.com/ada/repo/blob/main/talk_poster.pdf", "poster"),
        ("https://github.com/ada/repo/blob/main/slides.pdf", "slides"),
        ("https://github.com/ada/repo/blob/main/report.pdf", "paper"),
        ("https://gitlab.com/ada/repo/-/tree/main", "code"),
        ("https://github.com", "other"),
        ("https://example.org/paper.pdf", "paper"),
        ("https://example.org/talk.pptx", "slides"),
        ("ada@example.org", "email"),
        ("mailto:ada@example.org", "email"),
        ("https://app.gather.town/app/abc/room", "virtual-venue"),
        ("https://uni.zoom.us/j/123", "virtual-venue"),
        ("https://uni.zoom.us/rec/share/abc", "video"),
        ("https://example.org/schedule.ics", "calendar"),
        ("webcal://example.org/feed", "calendar"),
        ("https://example.org/registration", "registration"),
        ("https://www.eventbrite.com/e/123", "registration"),
        ("https://example.org/about", "other"),
        ("https://notarxiv.org.example/abs/1234.56789", "other"),
        ("ARXIV:1234.56789", "paper"),
        ("https://www.alphaxiv.org/overview/1234.56789", "paper"),
        ("https://dl.acm.org/doi/pdf/10.1145/1234567.1234568", "paper"),
        ("https://link.springer.com/chapter/10.1007/978-3-000-00000-0_1", "paper"),
        ("https://www.nature.com/articles/s12345-021-01234-x", "paper"),
        ("https://ieeexplore.ieee.org/document/1234567", "paper"),
        ("https://www.sciencedirect.com/science/article/pii/S0000000000000000", "paper"),
        ("https://hal.science/hal-01234567v2", "paper"),
        ("https://eprint.iacr.org/2031/123", "paper"),
        ("https://ojs.aaai.org/index.php/AAAI/article/view/12345", "paper"),
        ("https://zenodo.org/records/1234567", "code"),
        ("https://doi.org/10.5281/zenodo.1234567", "code"),
        ("https://pypi.org/project/tides/", "code"),
        ("https://huggingface.co/ada/tides-base", "code"),
        ("https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv", "video"),
        ("https://tube.example.org/w/words", "other"),
        ("https://example.org/~ada/harbour-talk.pdf", "slides"),
        ("https://example.org/talking-points.pdf", "paper"),
        ("https://ada.example.org/slides/", "slides"),
        ("https://figshare.com/articles/poster/Tides/123", "poster"),
        ("https://en.wikipedia.org/wiki/Flow_(mathematics)", "other"),
        ("javascript:alert(1)", "other"),
        ("", "other"),
    ],
)
def test_the_kind_of_a_reference_follows_from_its_address(address: str, kind: str) -> None:
    assert resource_of(address).kind == kind


@pytest.mark.parametrize(
    ("label", "address", "kind"),
    [
        ("3 min video", "https://project.example.edu/", "video"),
        ("Slides", "https://drive.google.com/open?id=abc", "slides"),
        ("Slides (PDF)", "https://example.org/a.pdf", "slides"),
        ("**Poster**", "https://example.org/a.pdf", "poster"),
        ("Folien (PDF)", "https://example.org/a.pdf", "slides"),
        ("Présentation", "https://example.org/a.pdf", "slides"),
        ("Aufzeichnung", "https://example.org/x", "video"),
        ("PDF", "https://example.org/my_slides.pdf", "slides"),
        ("link to the paper", "https://example.org/x", "paper"),
        ("Code & data", "https://example.org/x", "code"),
        ("click here for registration", "https://forms.gle/abc", "registration"),
        ("sign up", "https://example.org/x", "registration"),
        ("add to calendar", "https://example.org/x", "calendar"),
        ("recording", "https://docs.google.com/presentation/d/abc", "video"),
        ("Slides", "https://youtu.be/abcdefghijk", "video"),
        ("poster", "https://arxiv.org/abs/1234.56789", "paper"),
        ("poster", "https://neurips.cc/Conferences/2019/Schedule?showEvent=1", "event-page"),
        ("poster", "https://neurips.cc/virtual/2022/poster/12345", "poster"),
        ("Video Compression With Flows", "https://example.org/x", "other"),
        ("Poster session", "https://example.org/x", "other"),
        ("website", "https://example.org", "other"),
        ("video " * 50, "https://example.org", "other"),
    ],
)
def test_the_label_gives_the_kind_unless_the_address_contradicts(label: str, address: str, kind: str) -> None:
    assert resource_of(address, label).kind == kind


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("slides https://example.org/a.pdf", ["slides"]),
        ("Slides: https://example.org/a.pdf", ["slides"]),
        ("**Folien:** <https://example.org/a.pdf>", ["slides"]),
        ("he showed much. Poster (https://example.org/a.pdf) is out", ["poster"]),
        ("video https://example.org/x and code https://example.org/y", ["video", "code"]),
        ("slides https://example.org/a.pdf https://example.org/b.pdf", ["slides", "paper"]),
        ("slides and https://example.org/a.pdf", ["paper"]),
        ("slides\nhttps://example.org/a.pdf", ["paper"]),
        ("no-slides https://example.org/a.pdf", ["paper"]),
        ("slides https://arxiv.org/abs/1234.56789", ["paper"]),
        ("slides [the paper](https://example.org/a.pdf)", ["paper"]),
        ("an article https://example.org/x", ["other"]),
    ],
)
def test_a_bare_address_is_what_the_word_before_it_says(line: str, kinds: list[str]) -> None:
    assert [one.resource.kind.value for one in find(line)] == kinds
    assert {one.resource.title for one in find(line)} <= {None, "the paper"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see https://a.example/x.", ["https://a.example/x"]),
        ("(https://en.example.org/wiki/Flow_(maths))", ["https://en.example.org/wiki/Flow_(maths)"]),
        ("<https://a.example/x,y> and [x](<https://b.example>)", ["https://a.example/x,y", "https://b.example"]),
        ("[a (b)](https://a.example/f_(g)_h \"title\") ![pic](https://a.example/p.png)", ["https://a.example/f_(g)_h"]),
        ("[[pdf]](https://a.example/p) [x \\] y](https://b.example)", ["https://a.example/p", "https://b.example"]),
        ("ARXIV:1234.56789 and arXiv 1234.56780.", ["https://arxiv.org/abs/1234.56789", "https://arxiv.org/abs/1234.56780"]),
        ("arXiv 2019, arXiv:later, 3.14 and 2019.12345", []),
        ("“DOI: 10.1000/xyz”; (Doi:10.1000/abc)", ["https://doi.org/10.1000/xyz", "https://doi.org/10.1000/abc"]),
        ("*https://arxiv.org/abs/1234.56789* ^t101010", ["https://arxiv.org/abs/1234.56789"]),
        ("arXiv:1234.56789v2, arXiv: 1234.5678", ["https://arxiv.org/abs/1234.56789v2", "https://arxiv.org/abs/1234.5678"]),
        ("doi:10.1000/xyz.1, and 10.1000/abc(1)2).", ["https://doi.org/10.1000/xyz.1", "https://doi.org/10.1000/abc(1)2"]),
        ("code at hype.example.edu or www.example.org/x", ["https://hype.example.edu", "https://www.example.org/x"]),
        ("tool.example.io, example.ai/x but not example.io", ["https://tool.example.io", "https://example.ai/x"]),
        ("mail ada@example.org or mailto:bo@example.org", ["mailto:bo@example.org"]),
        ("e.g. Node.js, README.md, torch.nn, 3.14, v10.5/2, Fig.1.com", []),
        ("Amazon.com and U.S. and i.e. this", []),
        ("https://a.example/漢字、 https://b.example。", ["https://a.example/漢字", "https://b.example"]),
        ("https://youtu.be/abcdefghijk and https://www.youtube.com/watch?v=abcdefghijk", ["https://youtu.be/abcdefghijk"]),
    ],
)  # fmt: skip
def test_references_are_found_in_prose(line: str, found: list[str]) -> None:
    assert [resource.url for resource in find_references(line)] == found


@pytest.mark.parametrize(
    ("text", "resource"),
    [
        ("a\n[A long\ntitle](https://a.example)", Resource(ResourceKind.OTHER, "https://a.example", "A long title")),
        (
            '<p><a class="x" href="https://forms.gle/abc" id=y><b>Register</b> here</a></p>',
            Resource(ResourceKind.REGISTRATION, "https://forms.gle/abc", "Register here"),
        ),
        ("<iframe src='https://www.youtube.com/embed/abc'>", Resource(ResourceKind.VIDEO, "https://www.youtube.com/embed/abc")),
    ],
)  # fmt: skip
def test_labels_over_two_lines_and_html_links_are_read(text: str, resource: Resource) -> None:
    assert find_references(text) == [resource]


def test_a_found_reference_says_where_it_stands_and_what_it_is_called() -> None:
    line = "a [*3 min* video](https://a.example/v), https://b.example/c."
    first, second = find(line)
    assert line[first.start : first.end] == "[*3 min* video](https://a.example/v)"
    assert first.resource == Resource(ResourceKind.VIDEO, "https://a.example/v", "3 min video")
    assert line[second.start : second.end] == "https://b.example/c"


@pytest.mark.parametrize(
    "spellings",
    [
        ["https://arxiv.org/abs/1234.56789", "http://www.arxiv.org/pdf/1234.56789v3.pdf", "https://arxiv.org/html/1234.56789v1",
         "https://doi.org/10.48550/arXiv.1234.56789"],
        ["https://www.youtube.com/watch?v=abcdefghijk", "http://youtu.be/abcdefghijk?t=3", "https://m.youtube.com/watch?feature=x&v=abcdefghijk",
         "https://www.youtube-nocookie.com/embed/abcdefghijk", "https://youtube.com/live/abcdefghijk"],
        ["https://arxiv.org/abs/1234.56789", "https://www.alphaxiv.org/abs/1234.56789v2", "https://huggingface.co/papers/1234.56789"],
        ["https://doi.org/10.1145/1234567.1234568", "https://dl.acm.org/doi/pdf/10.1145/1234567.1234568", "https://dl.acm.org/doi/10.1145/1234567.1234568"],
        ["https://doi.org/10.1038/s12345-021-01234-x", "https://www.nature.com/articles/s12345-021-01234-x.pdf"],
        ["https://doi.org/10.1101/2031.01.01.123456", "https://www.biorxiv.org/content/10.1101/2031.01.01.123456v1.full.pdf"],
        ["https://doi.org/10.5281/zenodo.1234567", "https://zenodo.org/record/1234567"],
        ["https://papers.nips.cc/paper/7181-a-title", "https://papers.nips.cc/paper/7181-a-title.pdf"],
        ["https://openaccess.thecvf.com/content_cvpr_2016/html/Name_Title_CVPR_2016_paper.html",
         "https://openaccess.thecvf.com/content_cvpr_2016/papers/Name_Title_CVPR_2016_paper.pdf"],
        ["https://jmlr.org/papers/v20/18-598.html", "https://www.jmlr.org/papers/volume20/18-598/18-598.pdf"],
        ["https://media.ccc.de/v/36c3-1-title", "https://media.ccc.de/v/36c3-1-title#t=123"],
        ["https://www.twitch.tv/videos/123", "https://twitch.tv/videos/123?t=1h2m"],
        ["https://doi.org/10.1000/XYZ", "http://dx.doi.org/10.1000/xyz"],
        ["https://openreview.net/forum?id=Ab-1", "https://openreview.net/pdf?id=Ab-1"],
        ["https://aclanthology.org/P19-1001/", "https://www.aclweb.org/anthology/P19-1001.pdf"],
        ["https://proceedings.mlr.press/v70/name17a.html", "http://proceedings.mlr.press/v70/name17a/name17a.pdf"],
        ["https://papers.nips.cc/paper/2019/hash/0123456789abcdef0123456789abcdef-Abstract.html",
         "https://proceedings.neurips.cc/paper_files/paper/2019/file/0123456789abcdef0123456789abcdef-Paper.pdf"],
        ["https://aclanthology.org/P19-1001", "https://doi.org/10.18653/v1/P19-1001", "https://doi.org/10.18653/V1/p19-1001"],
        ["https://aclanthology.org/2031.acl-main.7", "https://dx.doi.org/10.18653/v1/2031.acl-main.7"],
        ["https://openreview.net/forum?id=Ab-1", "https://openreview.net/attachment?id=Ab-1&name=pdf"],
        ["https://www.semanticscholar.org/paper/0123456789abcdef0123456789abcdef01234567",
         "https://semanticscholar.org/paper/A-Title/0123456789abcdef0123456789abcdef01234567"],
        ["https://pubmed.ncbi.nlm.nih.gov/123456/", "https://www.ncbi.nlm.nih.gov/pubmed/123456"],
        ["https://pmc.ncbi.nlm.nih.gov/articles/PMC12345/", "https://www.ncbi.nlm.nih.gov/pmc/articles/pmc12345/pdf/a.pdf",
         "https://europepmc.org/article/PMC/PMC12345"],
        ["https://ieeexplore.ieee.org/document/123456", "https://ieeexplore.ieee.org/abstract/document/123456/",
         "https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=0123456"],
        ["https://drive.google.com/open?id=abc", "https://drive.google.com/file/d/abc/view?usp=sharing"],
        ["https://vimeo.com/123456", "https://player.vimeo.com/video/123456"],
        ["https://slideslive.com/38921888", "https://slideslive.com/38921888/a-title"],
        ["https://github.com/ada/repo", "http://www.github.com/ada/repo.git", "https://github.com/ada/repo/"],
        ["https://example.org/a?x=1", "HTTP://www.Example.org:80/a/?utm_source=y&x=1#:~:text=z"],
        ["mailto:Ada@Example.org", "mailto:ada@example.org"],
    ],
)  # fmt: skip
def test_two_spellings_of_the_same_thing_are_one(spellings: list[str]) -> None:
    assert len({canonical(spelling) for spelling in spellings}) == 1


def test_different_things_stay_different() -> None:
    different = [
        "https://a.example/A",
        "https://a.example/a",
        "https://a.example/a?x=1",
        "https://a.example/a#b",
        "x",
        "",
    ]
    assert len({canonical(address) for address in different}) == len(different)


@settings(max_examples=examples(300))
@example("https://", "doi.org", "/10.1/a%1d%23%25%3f")
@given(
    st.sampled_from(["https://", "http://www.", "mailto:", ""]),
    st.sampled_from(
        ["arxiv.org", "youtu.be", "doi.org", "github.com", "a.example", "vimeo.com", "A.b:80", "aclanthology.org"]
    ),
    st.text(alphabet="/abv?=&#%.d1:", max_size=20),
)
def test_the_canonical_form_is_its_own(scheme: str, host: str, rest: str) -> None:
    once = canonical(f"{scheme}{host}/{rest}")
    assert canonical(once) == once
