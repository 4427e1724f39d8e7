"""The topic of a page's section, from its heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from confnotes.importers.facts.inline import plain, without_emoji
from confnotes.importers.facts.lengths import LONGEST_TITLE
from confnotes.importers.facts.words import patterns
from confnotes.model.program import Kind, Role


class Topic(Enum):
    """The contents of a section."""

    SCHEDULE = "schedule"
    PEOPLE = "people"
    TALKS = "talks"
    PAPERS = "papers"
    DATES = "dates"
    VENUE = "venue"
    CALL = "call"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SectionMeaning:
    """A section's topic, the role of its people, and the kind of its items."""

    topic: Topic
    role: Role | None = None
    kind: Kind | None = None


_RULES = patterns(r"""
people organizer: (?:program(?:me)?|technical|steering)\s+(?:and|&)\s+organi[sz]ing\s+committee|committees?\s+(?:and|
    &)\s+organi[sz]ers
dates: (?:important|key|relevant|critical|revised|new)\s+(?:dates?|deadlines?)(?:\s+(?:and|&)\s+.*)?|dates?(?:\s+(?:and|
    &)\s+deadlines)?|deadlines?(?:\s+(?:and|&)\s+dates)?|timeline|dates\s+to\s+(?:remember|note)|submission\s+(?:dates|
    deadlines?|timeline)|(?:paper\s+)?deadlines|calendar|save\s+the\s+dates?|wichtige\s+termine|termine|
    dates\s+(?:importantes|clés)|fechas\s+importantes|tentative\s+dates|(?:belangrijke|ważne|viktiga|vigtige|
    důležit[áé]|важные|важливі)\s+\w+|datas\s+importantes|date\s+importanti|échéances|scadenze|plazos|prazos|fristen|
    terminy|сроки|重要日程
call: (?:open\s+)?calls?(?:\s+for\b.*|\s+to\s+.*)?|(?:paper\s+|abstract\s+)?submissions?(?:\s+(?:instructions?|
    guidelines?|information|details|format|process|policy|tracks?|site))?|submit.*|cfp|topics(?:\s+.*)?|
    (?:list\s+of\s+)?topics\s+of\s+interest|topics|scope|instructions?.*|(?:author|reviewing|review|formatting|
    style)\s+(?:guidelines|instructions|kit|process|policy|criteria|information)|themes?|call|formatting|
    areas\s+of\s+interest|research\s+topics|participation|how\s+to\s+participate|evaluation(?:\s+criteria)?|eligibility|
    presentation\s+(?:guidelines|instructions)|camera[- ]ready.*|dual\s+submission.*
papers author: (?:list\s+of\s+)?accepted\s+(?:\w+\s+){0,2}(?:papers?|abstracts?|contributions?|works?|posters?|
    submissions?|talks?|demos?)(?:\s*\(.*\))?|papers|proceedings|(?:contributed|list\s+of|accepted)\s+(?:papers|posters|
    abstracts)|posters|(?:poster|oral|spotlight|long|short|full|workshop)\s+papers|poster\s+(?:list|presentations)|
    orals|spotlights|oral\s+presentations|spotlight\s+presentations
people panelist: (?:\w+\s+)?pane+l?lists?(?:\s*\(.*\))?|panel\s+(?:members|participants|speakers)|
    (?:invited\s+)?panel(?:lists)?|discussants?
people keynote: (?:confirmed\s+|our\s+|invited\s+)*(?:keynotes?|plenar(?:y|ies))(?:\s+(?:and|
    &)\s+invited)?\s+(?:speakers?|lecturers?)(?:\s*(?:\(.*\)|.{0,20}confirmed.*|and\s+abstracts))?|keynotes|
    keynote(?:\s+(?:and|&)\s+invited)?\s+speakers?.*|list\s+of\s+keynotes?.*
people chair: (?:general|program(?:me)?|workshop|area|track|session|local|publicity|publication|steering|organi[sz]ing|
    industry|demo|poster|web|finance|sponsorship|conference|honorary|technical)?\s*(?:co-?)?chairs?(?:\s+(?:and|
    &)\s+.*)?|moderators?|session\s+chairs?
people organizer: (?:\w+\s+)?organi[sz](?:ers?|ing\s+(?:committee|team)|ation(?:al)?(?:\s+(?:committee|
    team))?)(?:\s+(?:and|&)\s+.*)?(?:\s*\(.*\))?|(?:workshop|conference|local|event|lead|student|our|the|
    meet\s+the)\s+(?:co-?)?(?:organi[sz]ers?|organi[sz]ing\s+(?:team|committee)|
    organi[sz]ation(?:\s+committee)?)(?:\s+(?:and|&).*)?|organi[sz]ed\s+by|(?:meet\s+)?(?:the\s+|our\s+)?team|hosts?|
    organisateurs?|organisatoren|veranstalter|comité\s+d['’]organisation|organizadores|comité\s+organizador|
    comitato\s+organizzatore|organizzatori|comissão\s+organizadora|organizatorzy|организаторы|local\s+arrangements?|
    publicity|logistics|committee
people: (?:program(?:me)?|technical|scientific|steering|review|advisory|reviewing|senior|honorary|
    technical\s+program(?:me)?)\s+(?:committee|board|reviewers?)(?:\s+(?:members?|chairs?))?(?:\s*\(.*\))?|reviewers?|
    (?:steering|scientific)\s+team|advis(?:o|e)rs?|advisory\s+board|area\s+chairs?|programme?\s+committee\s+members?|
    volunteers?|committees?|people|attendees|participants|participating.*|comité\s+(?:scientifique|de\s+programme)|
    mentors?|sponsorship\s+chairs?|contributors|student\s+volunteers|programm?(?:komitee|commissie)|
    komitet\s+programowy|(?:comité|comitê|comitato|comissão)\s+(?:científic[oa]|scientifico|de\s+programa)|
    программный\s+комитет
people speaker: (?:confirmed|invited|featured|guest|tentative|our|the|list\s+of|distinguished|meet\s+(?:the|our)|
    previous|contributed|full\s+list\s+of|special)?\s*(?:\w+\s+)?speakers?(?:\s*(?:\(.*\)|(?:and|&|/)\s+(?:panell?ists|
    abstracts|talks|organi[sz]ers|lecturers|bios?|titles|topics|chairs)|bios?.*))?|invited|lecturers?|instructors?|
    presenters?|tutors?|teachers?|intervenants|orateurs|conférenciers|redner(?:innen)?|referent(?:en|innen)?|
    vortragende|ponentes|oradores|relatori|speaker\s+bios?(?:graphies)?|about\s+the\s+(?:speakers?|presenters?|
    instructors?)|biograph(?:y|ies)|bios?
talks: (?:invited|keynote|contributed|accepted|featured|plenary|confirmed)\s+(?:talks?|lectures?|presentations?|
    abstracts?|keynotes?)(?:\s*(?:\(.*\)|(?:and|&)\s+.*))?|(?:talk|speaker|keynote)\s+(?:abstracts?|details|
    descriptions?|titles?)|(?:list\s+of\s+|our\s+)?talks?(?:\s+(?:and|&)\s+abstracts?)?|abstracts?(?:\s+(?:and|
    &)\s+bios?)?|(?:titles?\s+and\s+abstracts?)|sessions|(?:short|lightning)\s+talks?(?:\s+(?:from|by)\s+.*)?|tutorials|
    workshops|keynotes?\s+abstracts?|vorträge(?:\s+(?:und|&)\s+\w+)?|lectures|demos|demonstrations|lezingen|exposés|
    charlas|ponencias|palestras|comunicações|foredrag|föredrag|interventi|přednášky|wykłady
schedule: (?:(?:the|our|tentative|preliminary|final|detailed|full|draft|provisional|daily|workshop|conference|event|
    complete|technical|scientific|main|talk|overall|academic|proposed|planned|online|updated|planning|day|seminar|
    tutorial|school|course|meeting|complete)\s+)*(?:schedule|program(?:me|m|a)?|programm(?:übersicht|überblick|punkte)|
    agenda|timetable|time\s?table|time\s+schedule|itinerary|line-?up|zeitplan|ablauf(?:plan)?|tagesordnung|programa|
    programmation|horario|emploi\s+du\s+temps|running\s+order|calendar\s+of\s+events|lineup|schedule\s+of\s+events|
    at\s+a\s+glance|course\s+outline|syllabus|programma)(?:\s+(?:overview|at\s+a\s+glance|of\s+(?:events|talks|
    the\s+(?:day|workshop|event))|outline|details|information|for\s+.*|\d{4}|and\s+.*|&\s+.*|day\s+.*|in\s+detail|
    summary|schedule))?(?:\s*[,(:–—-].*)?|(?:schedule|program|agenda)\s*[,&/]\s*.*|program(?:me)?\s+schedule|
    workshop\s+day|day\s+(?:\d|one|two|three|i{1,3})(?:\W.*)?|what'?s\s+on|upcoming\s+(?:talks|seminars)|
    past\s+(?:talks|seminars)
venue: (?:venue|location|place|where|travel|getting\s+(?:there|here)|directions|accommodations?|how\s+to\s+(?:get|
    reach).*|conference\s+venue|local\s+information|room|veranstaltungsort|anfahrt|lieu|lugar|where\s+(?:and|&)\s+when|
    when\s+(?:and|&)\s+where|when|date\s+(?:and|&)\s+(?:time|venue|location|place)|time\s+(?:and|&)\s+(?:place|
    location)|details|logistics|practical\s+information|event\s+details|essentials|date,\s+.*|location\s+(?:and|&)\s+.*|
    venue\s+(?:and|&)\s+.*)
other: (?:introduction|about|about\s+.*|overview|(?:workshop\s+)?(?:summary|description|overview|goals?|objectives?|
    motivation|aims?|abstract|background|format|theme|scope|details)|description|motivation|background|welcome.*|home|
    abstract|news|updates?|announcements?|what\s+is.*|why\s.*|aims?.*|goals?.*|objectives?|synopsis|mission|vision|
    audience|target\s+audience|who\s+should.*|expected\s+.*|prerequisites|outline|content|format|highlights)|
    contacts?(?:\s+.*)?|(?:get\s+in\s+)?touch|questions?\??|q\s?&\s?a|faqs?|frequently.*|help|mailing\s+list|
    sponsors?(?:hip)?.*|(?:our\s+)?(?:supporters?|partners?|funding|supported\s+by|organi[sz]ations)|supported\s+by.*|
    affiliat\w+|endors\w+.*|acknowledge?ments?.*|thanks.*|credits?|regist(?:er|ration)(?:\s+.*)?|tickets?|fees?|
    attend(?:ing|ance)?.*|(?:how\s+to\s+)?(?:join|participate).*|live\s?stream.*|stream|remote\s+.*|virtual\s+.*|
    join\s+us.*|zoom.*|code\s+of\s+conduct.*|(?:anti-?)?harassment.*|diversity.*|inclusion.*|accessibility|policies|
    privacy|anmeldung|inscri(?:ption|pción|ções)|iscrizione|rejestracja|aanmelden|регистрация|sponsor(?:en|zy)|
    patroc[ií]n\w+|спонсоры|references?|bibliography|literature|further\s+reading|reading\s+list|related\s+.*|
    (?:previous|past|earlier|prior|other)\s+(?:editions?|workshops?|events?|years?|iterations?|meetings?).*|history|
    archives?|links?|resources?|materials?|recordings?|videos?|slides|photos?|gallery|media|press|proceedings\s+.*|
    publication.*|special\s+issue.*|awards?.*|best\s+paper.*|prizes?|travel\s+(?:grants?|awards?|support|funding).*|
    visa.*|childcare|hotels?|financial\s+.*|social\s+media|twitter|navigation|menu|footer|license|copyright.*|citation|
    cite.*|bibtex|challenges?(?:\s+.*)?|competition.*|datasets?|leaderboard|tasks?|shared\s+tasks?.*|jobs?|donat\w+|
    newsletter|subscribe|note|notice|disclaimer|imprint|impressum|comments?|see\s+also|contents?|table\s+of\s+contents?|
    toc|useful\s+.*|mentor\w+\s+.*|poster\s+(?:guidelines|instructions|format|printing|size).*|.{3,60}\b(?:and|
    &)\s+registration
""")
"""Patterns of headings by their topic and the role of the people below them; the first that matches counts."""
_COMPILED = tuple(
    (SectionMeaning(Topic(topic), Role(role) if role else None), re.compile(pattern, re.IGNORECASE))
    for said, pattern in _RULES
    for topic, _, role in (said.partition(" "),)
)
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,4}[.)]|[A-H][.)]|§\s?\d+|[-–—•*#>»|:/]+)\s+")
_EVENT_WORD = r"(?:workshop|conference|symposium|seminar|summit|hackathon|school|challenge)"
_EVENT_TITLE = re.compile(
    rf"\b{_EVENT_WORD}\s+(?:on|for|in|of|sur|über|sobre)\b|^(?:\d+(?:st|nd|rd|th)|first|second|third)\s.*\bworkshop\b",
    re.IGNORECASE,
)
_BEFORE_IT = "about|welcome|call|previous|past|earlier|registration|why|what"
_ABOUT_EVENT = re.compile(rf"^(?:{_BEFORE_IT}|schedule|program|organi|speakers|join|attend)", re.IGNORECASE)
_ANYWHERE = "[Aa][Oo][Ee]|[Aa]nywhere [Oo]n [Ee]arth"
_IN_ZONE = re.compile(
    rf"\s*[(\[][^()\[\]]{{0,40}}\b(?:{_ANYWHERE}|UTC|GMT|[A-Z]{{1,3}}T|time)\b[^()\[\]]*[)\]]?$|,?\s+A[oO]E$"
)
_PAPER_KINDS = (
    (re.compile(r"poster", re.IGNORECASE), Kind.POSTER),
    (re.compile(r"oral", re.IGNORECASE), Kind.ORAL),
    (re.compile(r"spotlight", re.IGNORECASE), Kind.SPOTLIGHT),
    (re.compile(r"demo", re.IGNORECASE), Kind.DEMO),
)


@lru_cache(maxsize=65536)
def classify(heading: str) -> SectionMeaning | None:
    """The section that a heading begins; None for other headings."""
    text = without_emoji(plain(heading)).strip(" \t:.-–—*_#[]!|»«>")
    text = _NUMBERING.sub("", text + " ").strip()
    text = (
        re.sub(r"^(?:NeurIPS|ICML|ICLR|workshop|conference|the)\s+(?=\w)", "", text, flags=re.IGNORECASE)
        if len(text.split()) > 1
        else text
    )
    if not text or len(text) > LONGEST_TITLE or (_EVENT_TITLE.search(text) and not _ABOUT_EVENT.match(text)):
        return None
    text = _IN_ZONE.sub("", text)
    return _matched(text) or _matched(re.sub(r"\s+(?:19|20)\d\d$|^(?:19|20)\d\d\s+", "", text))


def _matched(text: str) -> SectionMeaning | None:
    for section, pattern in _COMPILED:
        if pattern.fullmatch(text):
            if section.topic in (Topic.PAPERS, Topic.TALKS):
                kind = next((kind for word, kind in _PAPER_KINDS if word.search(text)), None)
                return SectionMeaning(section.topic, section.role, kind)
            return section
    return None
