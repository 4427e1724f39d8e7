"""People as pages list them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.importers.facts.people import read_people, read_person
from confnotes.importers.pages.people_section import read_bio


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lind (KTH)", [("Ada Lind", "KTH")]),
        ("Ada Lind, University of California, Berkeley", [("Ada Lind", "University of California, Berkeley")]),
        ("[Ada Lind](https://x.org) - MIT", [("Ada Lind", "MIT")]),
        ("**Ada Lind**, Professor, MIT", [("Ada Lind", "MIT")]),
        ("Ada Lind (confirmed), PhD student at ETH", [("Ada Lind", "ETH")]),
        ("Ada Lind · Bo van der Berg · Deep Rao", [("Ada Lind", None), ("Bo van der Berg", None), ("Deep Rao", None)]),
        ("Ada Lind (KTH), Bo Chen (NUS) and Cara Ruiz", [("Ada Lind", "KTH"), ("Bo Chen", "NUS"), ("Cara Ruiz", None)]),
        ("Ada Lind, Bo Ek (KTH); Cy Moe (NUS)", [("Ada Lind", "KTH"), ("Bo Ek", "KTH"), ("Cy Moe", "NUS")]),
        ("Ada Lind, Web Developer and Author", [("Ada Lind", "Web Developer and Author")]),
        ("Prof. Dr. Max Mann, TU Berlin", [("Max Mann", "TU Berlin")]),
        ("Ana Silva, Bo Costa e Carla Dias", [("Ana Silva", None), ("Bo Costa", None), ("Carla Dias", None)]),
        ("Marco Rossi (CNR) e Anna Bianchi (INFN)", [("Marco Rossi", "CNR"), ("Anna Bianchi", "INFN")]),
        ("Ola Nord, Per Ek og Kari Sund", [("Ola Nord", None), ("Per Ek", None), ("Kari Sund", None)]),
        ("Jan Smit en Ada de Boer", [("Jan Smit", None), ("Ada de Boer", None)]),
        ("Ada Lind (KTH) Bo Ek, Cy Moe (NUS)", [("Ada Lind", "KTH"), ("Bo Ek", None), ("Cy Moe", "NUS")]),
        ("Ada Lind (*ETH s.r.l.*) Bo Ek", [("Ada Lind", "ETH s.r.l"), ("Bo Ek", None)]),
        (
            "Hyeon Oh, Sangho Ahn, Jungu Choi, and Jino Yang (KAIST)",
            [("Hyeon Oh", None), ("Sangho Ahn", None), ("Jungu Choi", None), ("Jino Yang", "KAIST")],
        ),
        ("Lind A.B., Ek C. D.", [("Lind A.B.", None), ("Ek C. D.", None)]),
        ("Lind A.B. et al.", [("Lind A.B.", None)]),
        ("Ada Lind (KTH), et al.", [("Ada Lind", "KTH")]),
        ("Ada Lind (MIT) (slides)", [("Ada Lind", "MIT")]),
        ("Ada Lind, ETH & KTH, Lund, [Slides](s.pdf)", [("Ada Lind", "ETH & KTH, Lund")]),
        ("Ada Lind, University of Turku (45 min)", [("Ada Lind", "University of Turku")]),
        ("Ada Lind, Turku University, 1 hour", [("Ada Lind", "Turku University")]),
        ("Ada Lind, University of Turku Details", [("Ada Lind", "University of Turku")]),
        ("Ada Lind (Short Talk)", [("Ada Lind", None)]),
        ("Ada Lind (nominated for the best paper)", [("Ada Lind", None)]),
        ("Ada Lind (TU Wien, Austria) — Program Committee Chair", [("Ada Lind", "TU Wien, Austria")]),
        ("Maria da Silva e Souza", [("Maria da Silva e Souza", None)]),
        ("Dipl.-Geogr. Max Mann, TU Berlin", [("Max Mann", "TU Berlin")]),
        ("Nicole DUBOIS, Jean-Marc LE GALL", [("Nicole DUBOIS", None), ("Jean-Marc LE GALL", None)]),
        ("by J. Zico Quist", [("J. Zico Quist", None)]),
        ("Nora Dean and B. Fellow", [("Nora Dean", None), ("B. Fellow", None)]),
        ("J. Zico Quist, Nora Dean", [("J. Zico Quist", None), ("Nora Dean", None)]),
        ("Val Head", [("Val Head", None)]),
        ("Ada Lind, Sr., Ada Lind, Jr.", [("Ada Lind Sr", None), ("Ada Lind Jr", None)]),
        ("Ada Lind, Jr. (KTH)", [("Ada Lind Jr.", "KTH")]),
        ("Ada Lind, Sr. Director of Rust, KTH", [("Ada Lind", "Sr. Director of Rust, KTH")]),
        ("Jo Dean, Ada Lind", [("Jo Dean", None), ("Ada Lind", None)]),
        ("Ada Lind (@adal), Bo Ek (@bo_ek)", [("Ada Lind", None), ("Bo Ek", None)]),
        ("春野桜子([@sakura](https://x.org))さん & Ada Lind(@adal)さん", [("春野桜子", None), ("Ada Lind", None)]),
        ("小鳥遊 翼(タカナシ)さん", [("小鳥遊 翼", "タカナシ")]),
    ],
)
def test_people_are_read_with_their_affiliations(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(person.name, person.affiliation) for person in read_people(text)] == expected


@pytest.mark.parametrize(
    "text",
    ["Logistics", "Journal Club", "Apresentação de Trabalhos", "Enhancing Bees",
     "Deep Learning", "Coffee Break", "University of Helsinki", "anomaly detection", "TBA", "未定", "EC Chair",
     "Boston Dynamics", "Closing Remarks",
     "Tiling Together: The Evolution of a Language", "Legendre Memory Units", "e.g. QA Group, Bee Group, etc",
     "[Acme](https://acme.org) has generously agreed to sponsor"],
)  # fmt: skip
def test_what_names_nobody_makes_nobody(text: str) -> None:
    assert read_people(text) == []


@pytest.mark.parametrize(
    "text",
    ["General Co-Chairs", "Session chairs", "Panel", "Moderator", "Various speakers", "Different speakers", "N.N.",
     "Keynote Speaker", "Student presentations", "Speaker TBD", "To be announced soon", "(KTH)", "Download full text",
     "View Bio"],
)  # fmt: skip
def test_a_field_for_people_that_names_nobody_stays_empty(text: str) -> None:
    assert read_people(text, certain=True) == []


def test_bold_person_is_highlighted() -> None:
    person = read_person("**Ada Lind (KTH)**")

    assert person is not None
    assert person.highlighted


@pytest.mark.parametrize(
    ("text", "name", "affiliation"),
    [
        ("Ada M. Lind (confirmed) is a Professor at the University of Oslo. She", "Ada M. Lind", "University of Oslo"),
        ("Bo Chen is the X Professor of AI at NUS and Head of Research at Grab. He", "Bo Chen", "NUS, Grab"),
        ("Cara Ruiz received her PhD from MIT in 2010.", "Cara Ruiz", None),
    ],
)  # fmt: skip
def test_biography_gives_the_affiliation_only_where_it_is_clear(text: str, name: str, affiliation: str | None) -> None:
    person = read_bio(text)

    assert person is not None
    assert (person.name, person.affiliation) == (name, affiliation)


_NAMES = st.from_regex(r"[A-Z][a-z]{2,8}o [A-Z][a-z]{2,8}ux", fullmatch=True)


@given(_NAMES, st.sampled_from(["{} (ETH Zurich)", "{}, ETH Zurich", "[{}](https://x.org) - ETH Zurich"]))
def test_any_name_keeps_its_affiliation(name: str, form: str) -> None:
    (person,) = read_people(form.format(name))

    assert (person.name, person.affiliation) == (name, "ETH Zurich")


@given(st.text(max_size=120))
def test_no_text_makes_it_stumble(text: str) -> None:
    read_people(text)
    read_bio(text)


def test_university_called_by_its_letter_is_a_place() -> None:
    assert [(each.name, each.affiliation) for each in read_people("Ada Lim, U Turku")] == [("Ada Lim", "U Turku")]


def test_people_of_one_place_joined_by_and_beside_others_have_that_place() -> None:
    found = read_people(
        "Ada Lind and Bo Sund (KTH); Cy Moe (NUS); Di Voss, Eva Holm, and Finn Dahl (University of Oslo)"
    )

    assert [(each.name, each.affiliation) for each in found] == [
        ("Ada Lind", "KTH"),
        ("Bo Sund", "KTH"),
        ("Cy Moe", "NUS"),
        ("Di Voss", "University of Oslo"),
        ("Eva Holm", "University of Oslo"),
        ("Finn Dahl", "University of Oslo"),
    ]
