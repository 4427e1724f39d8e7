"""The meaning of column headers, in several languages.

There is no specification. `headers` has the words of most languages, shared with the tables of pages; here are the more
exact names of exports and data files. A header that says one thing only (“Start Time”, “Titre”) has a meaning; one that
may say several (“Session”, “Name”, “Topic”) has the meaning that no other column has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from confnotes.importers.facts.headers import word_meaning
from confnotes.importers.facts.lengths import LONGEST_NAME
from confnotes.importers.facts.words import patterns
from confnotes.markup.names import strip_accents

_OWNER = (
    r"(?:(?:session|talk|event|presentation|paper|submission|lecture|item|programm?e?|contribution|proposal|activity|"
    r"seminar|poster|workshop|slot|scheduled|schedule|planned|local|speakers?|presenters?|"
    r"authors?|full|main|primary) )*"
)
_PERSON = r"(?:speakers?|presenters?|authors?|persons?|lecturers?|panell?ists?|owner|referent(?:en)?|guests?)"
_MEANINGS = {
    meaning: pattern.replace("OWNER", _OWNER).replace("PERSON", _PERSON)
    for meaning, pattern in patterns(r"""
ignored: .*\b(?:(?:e ?)?mails?|phone|mobile|twitter|linkedin|facebook|instagram|mastodon|bluesky|photos?|images?|imagen|
    img|avatar|headshot|picture|gender|pronouns|bio|biography|bios|biographies|survey|feedback|capacity|seats|waitlist|
    checkin|colou?r|sponsors?|job title|position|tag ?line|social|username|password|slack|slido|discord|zoom|chat|
    votes?|rating|score|icon|thumbnail|photo url|equipment|added|created|posted|updated|uploaded|modified|registered|
    horaires? de mise|profil|poste|participants)\b.*
subtitle: sub ?title|untertitel|sous titre|subtitulo|sottotitolo
title: OWNER(?:titles?|subject|headline)(?: (?:en|english|of (?:the )?(?:talk|presentation|paper|session)))?|(?:tytul|
    nazev|название) (?:доклада|prednasky|wystapienia|referatu)|(?:name|title|titre|titel) (?:of|de|du|des) .*|(?:talk|
    event|presentation|lecture|paper|activity) names?
start: OWNER(?:start(?:s|ing)?(?: time| at| date ?time| date and time| hour| datetime| str)?|(?:time|hour) (?:start|
    from|begin)|begin(?:s|ning)?(?: time)?|from(?: time)?|start ?datetime|starttime)|dtstart|horodateur|
    anfang(?:szeit)?|startzeit|beginn|von|(?:heure (?:de )?)?debut|(?:hora (?:de )?)?(?:inicio|comienzo)|hora inicial|
    desde|das|(?:ora )?inizio|aanvang|begintijd|starttid(?:spunkt)?|poczatek|zacatek|zaciatok|(?:время )?начал[оа]
end: OWNER(?:end(?:s|ing)?(?: time| at| date ?time| date and time| hour| datetime| str)?|(?:time|hour) (?:end|to|finish|
    until)|finish(?:es)?(?: time)?|until|till|to(?: time)?|end ?datetime|endtime|stop(?: time)?)|dtend|
    heure (?:de )?fin|hora (?:de )?fin(?:al)?
end-date: OWNER(?:(?:end|to|finish) (?:date|day)|(?:date|day) (?:end|to))|enddatum|date de fin|fecha (?:de )?fin
date: OWNER(?:dates?|(?:start|begin|from) (?:date|day)|(?:date|day) (?:start|from|begin))|startdatum|
    fecha (?:de )?inicio|data (?:di )?inizio|date de debut|calendar date|date time|datetime|when|wann|date en
day: OWNER(?:days?|weekday|day of (?:the )?week)|(?:wochen)?tag|jour(?:nee)?|dia|giorno|jornada|dzien|den|день
time: OWNER(?:times?|time ?slots?|time (?:range|block|local|frame|of day)|hours?|timing|clock)(?: (?:gmt|utc))?|
    times? in .*
duration: OWNER(?:duration|length|dauer|minutes|mins?)(?: (?:in )?(?:minutes|mins?|hours?|minuten|h|hh ?mm))?
timezone: (?:event )?time ?zones?|tz|zeitzone|fuseau horaire|zona horaria
room: OWNER(?:rooms?|locations?|venues?|places?|stages?|halls?|auditorium|where|wo|
    ou)(?: name| location| room| hall| names| place)?|(?:raum|salle|sala) .{0,12}|meeting room
track: OWNER(?:tracks?|streams?|strand|sektion|section|themenbereich|theme|themes|subject area|topic area|research area|
    areas?|axe|eje(?: tematico)?|linea tematica)(?: name| title| names)?|subject areas?
type: (?:session |talk |event |presentation |contribution |submission |item |paper )?(?:types?|formats?|kinds?|formato|
    tipo|typ|art|(?:vortrags|beitrags)(?:art|typ)|modalidad)(?: (?:of|du|de|der|di) .*)?
authors: (?:all |paper |contributing |other |additional )?(?:co )?authors?(?: s)?(?: names?| list)?|autor(?:in|i)|
    coauthors?|author names|verfasser
speakers: (?:invited |keynote |main |session |talk |event )*(?:PERSON|instructors?|teachers?|trainers?|tutors?|
    facilitators?|vortragende[rn]?(?: [rn])?|who|by|presented by|given by)(?: s)?(?: full)?(?: names?| list| in| s)?|
    full ?name|(?:pre)?nom (?:et )?(?:pre)?nom|nombre y apellidos|nome e cognome|name vorname|vor und nachname|
    presenting authors?|names? of (?:the )?(?:speakers?|presenters?)|names?(?: and| &)? affiliations?
first-name: (?:PERSON )?(?:first(?: names?)?|given names?|forename|vorname|prenom|nombres?|nome)
last-name: (?:PERSON )?(?:last(?: names?)?|sur ?names?|family names?|nachname|nom(?: de famille)?|apellidos?|cognome|
    sobrenome)
affiliation: (?:PERSON )?(?:affiliations?|affil|institut(?:e|ion|ions|ionen)?|company|companies|organi[sz]ations?|
    organi[sz]ation name|org|universit(?:y|at|e)|employer)(?: name)?
person-link: PERSON (?:urls?|websites?|home ?pages?|links?|web ?pages?)|affil link|webpage|web
chair: (?:role )?(?:session |panel )?(?:co )?(?:chairs?|chairperson|chairmen|moderators?|moderation|hosts?|
    sitzungsleitung|vorsitz|moderateur|moderador(?:es)?|presidente|chaired by|moderated by|leitung)(?: s)?(?: names?)?|
    (?:role )?session chairs
panelists: (?:role )?(?:panell?ists?|discussants?|panel members?|diskutanten|panelistas)
id: (?:session |talk |event |submission |paper |presentation |abstract |item |unique |proposal |external |easychair |
    contribution )*(?:id|ids|pid|uid|guid|uuid|key|slug|identifier|code)|(?:paper|submission|session|abstract|
    talk) (?:number|no|nr)
board: (?:poster )?boards?(?: (?:number|no|nr|id))?|poster (?:number|no|nr|position|location|stand)|stellwand|easel
language: (?:talk |session |spoken |presentation )?(?:languages?|lang|(?:vortrags)?sprache|langue|idioma|
    lingua)(?: of (?:talk|presentation))?
status: (?:session |talk |submission |paper )?(?:status|state|cancel?led)|cancel?led (?:y n|yes no)|(?:final |paper |
    acceptance )?decisions?
sub: (?:session or )?sub ?session(?: sub)?(?: flag)?|sub
parent: parent(?: session)?(?: (?:id|title|name))?|main session(?: title)?
slides: OWNER(?:slides?(?: decks?)?|deck|folien|diapos(?:itives)?|diapositivas)(?: urls?| links?| pdf| file)?|
    presentation (?:urls?|links?|file|pdf)
video: OWNER(?:videos?|recordings?|recorded videos?|you ?tube|vimeo|aufzeichnung|enregistrement|
    grabacion)(?: urls?| links?| video)?
paper-link: (?:paper |full |pre ?print |article )*(?:pdfs?|preprint|arxiv|doi|paper (?:urls?|links?)|
    open ?review)(?: urls?| links?)?
poster-link: poster (?:urls?|links?|pdf|file)
code-link: (?:source )?code (?:urls?|links?|repo(?:sitory)?)|git ?hub(?: .*)?|repo(?:sitory)?(?: .*)?|notebooks?|
    materials?(?: urls?| links?)?
link: (?:session |talk |event |more |detail |abstract |web |public |share |event page |page |program |agenda )*(?:urls?|
    links?|websites?|web ?pages?|permalink|forum|webseite|enlaces?|lien|info url|info link)
abstract: OWNER(?:(?:long |short |brief )?(?:abstracts?|descriptions?|desc|summar(?:y|ies)|synopsis|beschreibung|
    zusammenfassung|kurzbeschreibung|kurzfassung|resume|resumen|descripcion|descrizione|descricao|blurb|overview|inhalt|
    samenvatting|streszczenie|anotace|аннотация|описание|full detail))(?: (?:text|(?:of|de|du|della|der) .*|en|
    english))?
""")
}
_STRONG = {meaning: re.compile(pattern) for meaning, pattern in _MEANINGS.items()}
# Ambiguous headers: how likely each is the title (least first), and what else it may be.
_WEAK = patterns(r"""
1: (?:talks?|presentations?|lectures?|vortrage?|exposes?|ponencias?|charlas?|conferences?|conferencias?|intervento|
    palestras?|foredrag|wystapieni[ea]|prednaska|lezing|доклады?)
2: (?:papers?|beitrage?|contributions?)
3: (?:events?|activit(?:y|ies)|actividad(?:es)?|activites?|attivita|evenements?|veranstaltung(?:en)?|punkt|items?|what|
    was|quoi|que|event ?name)
4 session: (?:session|panel|block|sitzungs?) ?(?:titles?|names?|titel)|(?:titre|titulo|nombre) de (?:la )?(?:session|
    sesion)
5 speakers: names?|nom|nombre
6 session: (?:sessions?|sitzung(?:en)?|seances?|sesion(?:es)?|sessione|session group|panels?|blocks?)(?: ?name)?
7 track: topics?|tema|sujet|argomento|themen?
8: agenda|program(?:me|m|ma|a)?|programmpunkt|schedule|programa|was
9 abstract: (?:content|contents|details?|info|body|notes?|comments?|remarks?|text|contenu|contenido)(?: en| english)?
99 category: categor(?:y|ies)|kategorien?|categoria|categorie
""")
_COMPILED_WEAK = tuple(
    (re.compile(pattern), int(rank), other or None)
    for said, pattern in _WEAK
    for rank, _, other in (said.partition(" "),)
)
_MONEY = "budget|amount|balance|price|cost|currency|debit|credit|iban"
_GOODS = "zip|postcode|street|address|isbn|publisher|quantity|qty|stock|sku|salary"
_GAMES = "score|home|away|opponent|latitude|longitude"
_ORDERS = "due|assignee|assigned|priority|invoice|order|customer|payment|paid"
_MEASURES = "age|grade|marks|ip|user agent|severity|level name|message|temperature|weight|calories"
_MEDIA = "director|runtime|genre|artist|album|episode|season|citations|cited by|journal|volume|issn"
_STAFF = "betrag|saldo|preis|telefon|strasse|importe|montant|employee|shift|department id|gpa|credits|student"
_FOREIGN = re.compile(rf".*\b(?:{_MONEY}|{_GOODS}|{_GAMES}|{_ORDERS}|{_MEASURES}|{_MEDIA}|{_STAFF})\b.*")
_EAST_ASIAN = {
    word: meaning
    for meaning, words in {
        "start": "开始时间 開始時間 開始時刻 開始 开始 시작 시작시간 시작시각", "day": "曜日", "abstract": "内容 내용",
        "session": "セッション セッション名 分会场 세션", "language": "言語 语言 언어", "slides": "スライド 資料",
        "video": "動画 视频", "id": "番号 演題番号 编号", "track": "专题",
    }.items()
    for word in words.split()
}  # fmt: skip
_OF_WORDS = {
    "time": "time", "end": "end", "duration": "duration", "day": "date", "title": "title", "speaker": "speakers",
    "author": "authors", "affiliation": "affiliation", "chair": "chair", "room": "room", "kind": "type",
    "track": "track", "abstract": "abstract",
}  # fmt: skip
"""The meaning here of the words for timetable columns."""
_OF_ANYTHING = frozenset(("people", "slot", "slots", "local", "final"))  # in data files
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[a-zA-Z])(?=\d)|(?<=\d)(?=[a-zA-Z])")
_FOR_ALL = re.compile(r"[·•.](?:e|es|ne|rice|trice)?[·•.]?s?(?![\w.])|[:*_](?:in|innen|r)(?!\w)|-(?:e-s|rices?)(?!\w)")
_ASIDES = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]?")
_NO_LETTER = re.compile(r"[^\w]+|_+")
_ALTERNATIVES = re.compile(r"\s*[/&,|+]\s*|\s+-\s+|\s+(?:and|und|et|y|or)\s+")
_NUMBER = re.compile(r"\b(\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """The parts of a header: its meaning, other possible meanings, and its number (“Speaker 2”)."""

    text: str
    meaning: str | None = None
    rank: int = 0
    other: str | None = None
    number: int = 0
    foreign: bool = False


@lru_cache(maxsize=2048)
def heading_of(text: str) -> ColumnHeading:
    """The parts of a header; without a meaning if a program does not need the column."""
    line = text.split("\n", 1)[0].strip()
    if not line or len(line) > LONGEST_NAME:
        return ColumnHeading(line)
    if line in _EAST_ASIAN:
        return ColumnHeading(line, _EAST_ASIAN[line])
    words = _normal(_ASIDES.sub(" ", line)) or _normal(line)
    number = _NUMBER.search(words)
    if number:
        words = " ".join(_NUMBER.sub(" ", words, count=1).split())
    value = int(number[1]) if number else 0
    first = _known(line, _normal(_ALTERNATIVES.split(line)[0]), value)
    found = first if first and first.meaning in ("speakers", "authors") else _known(line, words, value)
    if found is None and (parts := [part for part in _ALTERNATIVES.split(line) if part.strip()])[1:]:
        known = [each for part in parts if (each := _known(line, _normal(part), value))]
        meanings = {each.meaning for each in known}
        found = ColumnHeading(line, "time") if meanings >= {"start", "end"} else known[0] if known else None
    return found or ColumnHeading(line, foreign=_FOREIGN.fullmatch(words) is not None, number=value)


def _known(line: str, words: str, number: int) -> ColumnHeading | None:
    for pattern, rank, other in _COMPILED_WEAK:
        if pattern.fullmatch(words):
            return ColumnHeading(line, None, rank, other, number)
    for meaning, expression in _STRONG.items():
        if expression.fullmatch(words):
            return ColumnHeading(line, meaning, number=number)
    said = None if words in _OF_ANYTHING else _OF_WORDS.get(word_meaning(words))
    return ColumnHeading(line, said, number=number) if said else None


def _normal(text: str) -> str:
    """Lower case, without accents, words separated."""
    text = strip_accents(_CAMEL.sub(" ", _FOR_ALL.sub("", text)).lower())
    words = [word for word in _NO_LETTER.sub(" ", text).split() if word not in ("optional", "required", "the")]
    return " ".join(words)
