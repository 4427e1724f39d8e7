"""No output of any form says to anybody what they may not know. New forms come in by themselves."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from confnotes.actions.exporting.export import export
from confnotes.actions.exporting.export_file import export_to
from confnotes.actions.exporting.presets import built_in_presets
from confnotes.actions.exporting.render_preferences import RenderPreferences
from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.errors import ConflictError, NotFoundError
from confnotes.exporters.forms import FORMS
from confnotes.exporters.render_options import LinkStyle, Output
from confnotes.model.preset import Preset
from confnotes.model.program import Conference, Program, Session, Talk
from confnotes.model.summary import Audience, Grouping, SummaryOrder
from confnotes.report.summarise import summarise
from confnotes.vault.layout import talk_key
from confnotes.vault.vault import Vault
from program_files import save_program
from readable import DATA_URI, all_that_can_be_read
from secret_vault import CONFERENCE, Secrets, other_vault, secret_vault

AT = datetime(2024, 4, 5, 12)
IN_WORDS = ("markdown", "html", "json")
"""The forms that tell everything, so that a word that is not found there was never planted."""


@pytest.fixture(scope="module")
def secrets() -> Secrets:
    return Secrets()


@pytest.fixture(scope="module")
def vaults(tmp_path_factory: pytest.TempPathFactory, secrets: Secrets, one_draft: None) -> tuple[Vault, Vault]:
    folder = tmp_path_factory.mktemp("secrets")
    return secret_vault(folder, secrets), other_vault(folder, secrets)


@pytest.fixture(autouse=True)
def user(monkeypatch: pytest.MonkeyPatch, secrets: Secrets) -> None:
    """Somebody whose name on this machine is nobody's business."""
    name = "zqusernameqz"
    secrets.known.setdefault(name, frozenset())
    for variable in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(variable, name)


@pytest.mark.parametrize("form", FORMS)
def test_each_audience_reads_what_is_for_it_and_nothing_else(
    form: str, vaults: tuple[Vault, Vault], secrets: Secrets
) -> None:
    if FORMS[form].lacks:
        pytest.skip(FORMS[form].lacks)
    for audience in Audience:
        read = all_that_can_be_read(_made(vaults, form, audience))
        assert [word for word in secrets.kept_from(audience) if word.encode() in read] == [], audience
        if form in IN_WORDS:
            assert [word for word in secrets.told_to(audience) if word.encode() not in read] == [], audience


@pytest.mark.parametrize("by", Grouping)
@pytest.mark.parametrize("target", ["Moss 2024", "2024-04-03", "peat", "2024"])
def test_no_target_and_no_order_of_the_parts_reveals_more(
    by: Grouping, target: str, vaults: tuple[Vault, Vault], secrets: Secrets
) -> None:
    for audience in Audience:
        summary = summarise(vaults[0], SummaryOrder(target, audience=audience, by=by), AT)
        told = repr(summary.as_data()).casefold()
        assert [word for word in secrets.kept_from(audience) if word in told] == [], audience


@pytest.mark.parametrize("preset", built_in_presets(), ids=lambda preset: preset.name)
def test_no_preset_reveals_more(preset: Preset, vaults: tuple[Vault, Vault], secrets: Secrets) -> None:
    for audience in Audience:
        order = SummaryOrder("Moss 2024", audience=audience, contents=preset.contents)
        for form in ("markdown", "html", "slides", "json"):
            read = all_that_can_be_read(export(vaults[0], order, form, RenderPreferences(), AT))
            assert [word for word in secrets.kept_from(audience) if word.encode() in read] == [], (audience, form)


@pytest.mark.parametrize(
    "look", [RenderPreferences(folder=True), RenderPreferences(links=LinkStyle.OBSIDIAN)], ids=["folder", "obsidian"]
)
def test_no_style_of_markdown_reveals_more(
    look: RenderPreferences, vaults: tuple[Vault, Vault], secrets: Secrets
) -> None:
    for audience in Audience:
        read = all_that_can_be_read(_made(vaults, "markdown", audience, look))
        assert [word for word in secrets.kept_from(audience) if word.encode() in read] == [], audience


@pytest.mark.parametrize(
    ("query", "readers"),
    [
        ("zqlineqz", {"me", "team", "public"}),
        ("zqseveralqz", {"me"}),
        ("zqwholebodyqz", {"me"}),
        ("zqwholetagqz", {"me"}),
        ("zqhiddennoteqz", {"me", "team"}),
        ("is:starred", {"me", "team"}),
        ("rating:5", {"me", "team"}),
    ],
)
@pytest.mark.parametrize("form", ["markdown", "ics", "bibtex"])
def test_a_search_finds_for_others_what_they_may_know(
    form: str, query: str, readers: set[str], vaults: tuple[Vault, Vault]
) -> None:
    for audience in Audience:
        order = SummaryOrder(query, audience=audience)
        if audience not in readers:
            with pytest.raises(NotFoundError):
                export(vaults[0], order, form, RenderPreferences(), AT)
        elif form == "markdown":
            assert export(vaults[0], order, form, RenderPreferences(), AT).data


def test_a_calendar_is_of_no_star_and_no_note_that_its_readers_may_not_know(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path)
    first, second, third = (Talk(name, id=name, start=AT) for name in ("Spores", "Ferns", "Lichen"))
    save_program(vault, CONFERENCE, Program(Conference(CONFERENCE), (Session("s", "s", talks=(first, second, third)),)))
    vault.mark(CONFERENCE, "Spores", starred=True)
    for talk, text in (("Ferns", "they unroll"), ("Lichen", "%%they are two%%")):
        vault.save(f"{CONFERENCE}/{talk}.md", f"---\ntalk: {talk_key(CONFERENCE, talk)}\n---\n{text}\n", None)
    told = {
        audience: export(
            vault, SummaryOrder(CONFERENCE, audience=audience), "ics", RenderPreferences(), AT
        ).data.decode()
        for audience in Audience
    }
    names = {audience: [name for name in ("Spores", "Ferns", "Lichen") if name in told[audience]] for audience in told}
    assert names == {
        Audience.ME: ["Spores", "Ferns", "Lichen"],
        Audience.TEAM: ["Spores", "Ferns"],
        Audience.PUBLIC: ["Ferns"],
    }


def test_themes_are_chosen_by_a_note_that_its_readers_may_know(tmp_path: Path) -> None:
    vault = secret_vault(tmp_path, Secrets())
    own = vault.root / CONFERENCE / f"{CONFERENCE}.md"
    own.write_text("---\nno-share: true\nthemes: ['Chosen: soil']\n---\n")
    for name in ("one", "other"):
        (vault.root / CONFERENCE / f"{name}.md").write_text("#soil and water\n")
    summaries = [summarise(vault, SummaryOrder(CONFERENCE, audience=audience), AT) for audience in Audience]
    assert [["Chosen" in theme.title for theme in one.themes] for one in summaries] == [[True], [True], [False]]


def test_a_template_sees_no_more_than_the_reader(vaults: tuple[Vault, Vault], secrets: Secrets, tmp_path: Path) -> None:
    template = tmp_path / "all.txt.j2"
    template.write_text("{{ summary }}")
    for audience in (Audience.TEAM, Audience.PUBLIC):
        read = all_that_can_be_read(_made(vaults, "markdown", audience, RenderPreferences(template=str(template))))
        assert b"zqlineqz" in read
        assert [word for word in secrets.kept_from(audience) if word.encode() in read] == []


def test_the_public_sees_no_stars_visits_and_ratings(vaults: tuple[Vault, Vault]) -> None:
    summary = summarise(vaults[0], SummaryOrder(CONFERENCE, audience=Audience.PUBLIC), AT)
    assert not any(
        item.rating or item.starred or item.attended or item.later or item.missed for item in summary.by_id.values()
    )
    assert summarise(vaults[0], SummaryOrder(CONFERENCE), AT).by_id["talk-peat-and-time"].rating == 5


def test_the_public_cannot_count_what_is_hidden(vaults: tuple[Vault, Vault]) -> None:
    summary = summarise(vaults[0], SummaryOrder(CONFERENCE, audience=Audience.PUBLIC), AT)
    assert summary.coverage.of_talks == 2
    assert sum(track.talks for track in summary.tracks) in (0, 2)
    assert summarise(vaults[0], SummaryOrder(CONFERENCE, audience=Audience.TEAM), AT).coverage.of_talks == 4


@pytest.mark.parametrize("form", FORMS)
def test_names_of_those_who_asked_are_short_in_every_form(form: str, vaults: tuple[Vault, Vault]) -> None:
    if FORMS[form].lacks:
        pytest.skip(FORMS[form].lacks)
    whole = all_that_can_be_read(_made(vaults, form, Audience.ME))
    short = all_that_can_be_read(_made(vaults, form, Audience.ME, short_names=True))
    assert b"quill" not in short
    if form in IN_WORDS:
        assert b"quill" in whole
        assert b"a.q." in short


def _made(
    vaults: tuple[Vault, Vault],
    form: str,
    audience: Audience,
    look: RenderPreferences | None = None,
    *,
    short_names: bool = False,
) -> Output:
    others = (("Bea", str(vaults[1].root)),)
    order = SummaryOrder(CONFERENCE, audience=audience, others=others, author="Ada Bog", short_names=short_names)
    return export(vaults[0], order, form, look, AT, name="handout")


def test_what_is_searched_is_found_wherever_it_is_packed(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", "<p>in the ar{ch}ive</p>")
    page = b"<img src='data:x;base64," + base64.b64encode(b"in the picture") + b"'>"
    read = all_that_can_be_read(Output(packed.getvalue(), {"Named.bib": page}))
    assert all(word in read for word in (b"inthearchive", b"inthepicture", b"named.bib"))


def test_a_file_made_for_fewer_readers_is_not_made_again_for_more(
    vaults: tuple[Vault, Vault], secrets: Secrets, tmp_path: Path
) -> None:
    def write(audience: Audience, *, force: bool = False) -> None:
        order = SummaryOrder(CONFERENCE, audience=audience)
        export_to(vaults[0], order, "markdown", RenderPreferences(), AT, tmp_path / "handout.md", force=force)

    file = tmp_path / "handout.md"
    write(Audience.ME)
    file.write_text(file.read_text().replace("zqprivateqz", "zqprivateqz, edited"))
    for audience in (Audience.TEAM, Audience.PUBLIC):
        with pytest.raises(ConflictError, match="was exported for yourself"):
            write(audience)
    write(Audience.ME)
    assert "zqprivateqz, edited" in file.read_text()
    write(Audience.PUBLIC, force=True)
    read = file.read_bytes().lower()
    assert [word for word in secrets.kept_from(Audience.PUBLIC) if word.encode() in read] == []
    write(Audience.TEAM)
    with pytest.raises(ConflictError, match="was exported for the team"):
        write(Audience.PUBLIC)
    file.write_text("\n".join(line for line in file.read_text().split("\n") if "made-for" not in line))
    with pytest.raises(ConflictError):
        write(Audience.PUBLIC)


def test_nothing_made_for_fewer_readers_is_left_beside(
    vaults: tuple[Vault, Vault], secrets: Secrets, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for audience in (Audience.ME, Audience.PUBLIC):
        order = SummaryOrder(CONFERENCE, audience=audience)
        export_to(vaults[0], order, "markdown", RenderPreferences(), AT, folder / "handout.md", force=True)
    output = Output(b"", {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*.*")})
    assert any(name.endswith(".jpg") for name in output.beside)
    read = all_that_can_be_read(output)
    assert [word for word in secrets.kept_from(Audience.PUBLIC) if word.encode() in read] == []


def test_a_photo_is_handed_out_without_what_its_camera_wrote(vaults: tuple[Vault, Vault]) -> None:
    page = _made(vaults, "html", Audience.PUBLIC).data
    pictures = [base64.b64decode(match[1]) for match in DATA_URI.finditer(page)]
    assert any(data.startswith((b"\xff\xd8", b"\x89PNG", b"RIFF")) for data in pictures)


@pytest.mark.parametrize(("audience", "told"), [(Audience.ME, "Hidden Castle"), (Audience.TEAM, None)])
def test_a_private_page_of_a_conference_tells_its_zone_only(
    tmp_path: Path, audience: Audience, told: str | None
) -> None:
    vault = Vault.create(tmp_path / "vault")
    page = "---\nprivate: true\ntitle: Moss\nvenue: Hidden Castle\nstart: 2024-04-01\ntimezone: Europe/Dublin\n---\n"
    vault.save("Moss 2024/Moss 2024.md", page, None)
    vault.save("Moss 2024/program.yaml", "sessions:\n  - {id: s1, title: Ground}\n", None)
    shown = AudienceFilter(vault, audience).program("Moss 2024").conference
    assert (shown.venue, shown.timezone) == (told, "Europe/Dublin")
    assert (shown.start_date is None) is (told is None) and (shown.name == "Moss 2024") is (told is None)
