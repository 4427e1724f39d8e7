"""The truth of folders: one talk a file, or several files that belong together."""

from __future__ import annotations

import csv
import html
import json
import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import yaml

from corpora.truth import TrueTalk, names


def recordings(folder: Path) -> list[TrueTalk]:
    """One JSON file a talk; the day of the recording is no start, its time of day is. “Various speakers” is nobody."""
    talks = []
    for path in sorted(folder.glob("videos/*.json")):
        each = json.loads(path.read_text(encoding="utf-8"))
        recorded = datetime.fromisoformat(each["recorded"])
        people = names(name for name in each.get("speakers") or () if name != "Various speakers")
        talks.append(TrueTalk(each["title"], recorded if recorded.time() != time() else None, people))
    return talks


def sessionize(folder: Path) -> list[TrueTalk]:
    """The sessions, their speakers by id."""
    data = json.loads((folder / "sessionize.json").read_text(encoding="utf-8"))
    people = {each["id"]: each["fullName"] for each in data["speakers"]}
    return [
        TrueTalk(
            each["title"],
            datetime.fromisoformat(each["startsAt"]) if each.get("startsAt") else None,
            names(people[one] for one in each["speakers"]),
        )
        for each in data["sessions"]
    ]


def _front(path: Path) -> dict[str, object]:
    text = path.read_text(encoding="utf-8").removeprefix("---\n")
    fields = yaml.safe_load(text.partition("\n---")[0])
    assert isinstance(fields, dict)
    return fields


def seminars(folder: Path, pages: str = "*.md") -> list[TrueTalk]:
    """One page a talk, with its front matter."""
    talks = []
    for path in sorted(folder.glob(pages)):
        fields = {
            key: re.sub(r"^(['\"])(.*)\1$", r"\2", value.strip())
            for key, value in re.findall(r"^(\w+): *(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        }
        speaker = "" if fields["speaker"] == "Various" else html.unescape(fields["speaker"])
        start = datetime.strptime(fields["event_start_time"], "%Y-%m-%d %H:%M")
        talks.append(TrueTalk(html.unescape(fields["title"]), start, names([speaker])))
    return talks


def proposals(folder: Path) -> list[TrueTalk]:
    """One page a talk: a title in its header, the speaker in the first heading unless that is the title again."""
    talks = []
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        title = str(_front(path)["title"])
        heading = re.search(r"^### *(.+)$", text, re.MULTILINE)
        speaker = heading[1].strip() if heading and heading[1].strip() != title else ""
        panel = re.findall(r"<li><strong>(.+?)</strong>", text) if "/panels/" in path.as_posix() else []
        talks.append(TrueTalk(title, None, names(panel or re.split(r" and | & |, ", speaker))))
    return talks


def proceedings(folder: Path) -> list[TrueTalk]:
    """One page a paper, its authors given and family name apart."""
    talks = []
    for path in sorted(folder.glob("*.md")):
        fields = _front(path)
        authors = fields.get("author")
        assert isinstance(authors, list)
        talks.append(
            TrueTalk(str(fields["title"]), None, names(f"{each['given']} {each['family']}" for each in authors))
        )
    return talks


def docs_program(folder: Path, days: dict[str, datetime]) -> list[TrueTalk]:
    """A timetable in which what has no time follows what stands before it, and slugs stand for sessions."""
    load = yaml.safe_load
    schedule = load(next(folder.glob("*-????-schedule.yaml")).read_text(encoding="utf-8"))
    listed = load(next(folder.glob("*-????-sessions.yaml")).read_text(encoding="utf-8"))
    sessions = {each["slug"]: each for each in listed}
    talks = []
    for key, day in days.items():
        moment = day
        for item in schedule[key]:
            if "time" in item:
                hours, minutes = map(int, item["time"].split(":"))
                moment = day + timedelta(hours=hours, minutes=minutes)
            session = sessions.get(item.get("slug"), item)
            talks.append(
                TrueTalk(session["title"], moment, names(each["name"] for each in session.get("speakers") or ()))
            )
            if "duration" in item:
                hours, minutes = map(int, item["duration"].split(":"))
                moment += timedelta(hours=hours, minutes=minutes)
    return talks


def workshop_schedule(folder: Path, day: datetime) -> list[TrueTalk]:
    """The timetable of a small site; an invited talk is called by speaker and affiliation."""
    data = folder / "_data"
    people = {each["name"] for each in yaml.safe_load((data / "speakers.yml").read_text(encoding="utf-8"))}
    talks = []
    afternoon = False
    for item in yaml.safe_load((data / "schedule.yml").read_text(encoding="utf-8")):
        hours, minutes = map(int, str(item["time"]).partition("-")[0].split(":"))
        afternoon = afternoon or hours == 12
        start = day + timedelta(hours=hours + (12 if afternoon and hours < 12 else 0), minutes=minutes)
        name = item["topic"].partition(" - ")[0]
        invited = name in people
        talks.append(TrueTalk("" if invited else item["topic"], start, (name,) if invited else ()))
        talks += [TrueTalk(each["title"], None) for each in item.get("subtopics", ())]
    return talks


def miniconf(folder: Path) -> list[TrueTalk]:
    """Papers, invited talks and workshops of the tables, and what stands in the calendar alone."""
    papers = _rows(folder / "papers.csv")
    talks = [TrueTalk(row["title"], None, names(row["authors"].split("|"))) for row in papers]
    talks += [TrueTalk(row["title"], None, names([row["speaker"]])) for row in _rows(folder / "speakers.csv")]
    talks += [TrueTalk(row["title"], None, names(row["authors"].split("|"))) for row in _rows(folder / "workshops.csv")]
    for event in json.loads((folder / "main_calendar.json").read_text(encoding="utf-8")):
        talks.append(TrueTalk(event["title"], datetime.fromisoformat(event["start"]).astimezone(UTC)))
    return talks


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
