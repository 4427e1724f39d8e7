"""The kind of an item or a session, from the words that name it."""

from __future__ import annotations

import re
from functools import lru_cache

from confnotes.importers.facts.lengths import LONGEST_LINE, LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.facts.words import patterns, table
from confnotes.model.program import Kind

_ITEMS = table("""
break: 休憩, コーヒーブレイク, 昼食, 昼休み, 昼休憩, ランチ, 茶歇, 午餐, 午休, 休息, 晚餐, 휴식, 점심, 점심시간,
    점심식사, 커피 브레이크, перерыв, обед, обеденный перерыв, кофе-брейк, кофе-пауза, przerwa, przerwa kawowa,
    przerwa obiadowa, obiad, přestávka, přestávka na kávu, oběd, snídaně, prestávka, obed, raňajky, repas, koffiepauze,
    pauze, lunchpauze, kaffepause, kaffepaus, fika, lunsj, frokost, paus, tauko, kahvitauko, lounas, pausa para café,
    pausa para o café, almoço, intervalo, coffee-break, receso, descanso, kávészünet, ebéd, ebédszünet, kahve molası,
    çay molası, öğle arası, öğle yemeği
remarks: 開会, 開会式, 開会挨拶, 開会の辞, 閉会, 閉会式, 閉会挨拶, 閉会の辞, 受付, 表彰式, 开幕式, 闭幕式, 开幕致辞,
    签到, 注册, 报到, 개회식, 폐회식, 개회사, 폐회사, 등록, открытие, закрытие, открытие конференции,
    закрытие конференции, регистрация, otwarcie, zakończenie, rejestracja, otwarcie konferencji,
    zakończenie konferencji, zahájení, zakončení, registrace, otvorenie, afsluiting, ontvangst, inloop, welkom,
    velkomst, velkommen, åpning, avslutning, afslutning, registrering, abertura, encerramento, credenciamento,
    inscrição, megnyitó, zárszó, regisztráció, açılış, kapanış, kayıt
social: 懇親会, 情報交換会, 晚宴, 欢迎晚宴, 만찬, 환영 만찬, банкет, фуршет, ужин, bankiet, kolacja, borrel, jantar,
    večeře, večera
keynote: 基調講演, 主旨报告, 大会报告, 大会特邀报告, 기조강연, 기조연설, пленарный доклад, wykład plenarny,
    plenární přednáška, palestra magna, hoofdlezing
talk: 招待講演, 特別講演, 一般講演, 特邀报告, 邀请报告, 초청강연, приглашённый доклад, palestra, lezing, foredrag,
    föredrag, přednáška, charla, ponencia, comunicación, comunicação
oral: 口頭発表, 口頭, 口头报告, 구두발표, 구두 발표
poster: ポスター, ポスター発表, ポスターセッション, 海报, 海报展示, 墙报, 포스터, 포스터 발표, 포스터 세션, постер,
    стендовый доклад
panel: パネル討論, パネルディスカッション, 圆桌论坛, 圆桌讨论, 패널토론, 패널 토론, круглый стол, mesa redonda,
    mesa de discussão, mesa de debate, kulatý stůl
tutorial: チュートリアル, 튜토리얼, 教程, minicurso, cursillo
workshop: ワークショップ, 워크숍, 研讨会, мастер-класс, warsztat, warsztaty, oficina, werkstatt, taller, atelier
lightning: lightning, lightnings, ライトニングトーク, 闪电演讲
""")
KIND_WORDS = {word.strip(): Kind(kind) for kind, words in _ITEMS.items() for word in words.split(",")}


_LABELS = [
    (Kind(kind), pattern)
    for kind, pattern in patterns(r"""
keynote: keynotes?(?:\s+(?:talks?|speech|speakers?|lectures?|address|presentations?|sessions?))?|plenary(?:\s+(?:talks?|
    lectures?|speakers?|sessions?))?|conférences?\s+plénières?|conferencias?\s+(?:plenarias?|magistral(?:es)?)|
    ponencia\s+plenaria|hauptvortrag|festvortrag|plenarvortrag|sesión\s+plenaria
spotlight: (?:contributed\s+)?spotlights?(?:\s+(?:talks?|presentations?|papers?|sessions?))?
oral: (?:contributed\s+)?orals?(?:\s+(?:talks?|presentations?|papers?|sessions?))?
lightning: light(?:n)?ing\s+(?:talks?|presentations?|round|sessions?)(?:\s+on\s+[\w ]{3,40})?|
    (?:poster\s+)?(?:fast[- ]forward|flash talks?|ignite talks?|elevator pitch(?:es)?|1[- ]min(?:ute)? madness|madness)
poster: poster-?session(?:en)?|posterausstellung|sessions?\s+posters?|sesión\s+de\s+(?:pósters?|posters?|carteles)|
    posters?(?:\s+(?:sessions?|presentations?|papers?|hour|reception))?
panel: (?:moderated\s+|expert\s+|closing\s+|live\s+)?panel(?:s|\s+discussions?|\s+debate|\s+session)?|
    round\s?tables?(?:\s+discussions?)?|fireside\s+chat|(?:group|open|general|breakout)\s+discussions?|
    podiumsdiskussion|table\s+ronde|mesa\s+redonda|tavola\s+rotonda|plenary\s+discussions?|(?:abschluss|
    schluss)?diskussion|discussions?|debate|break-?out(?:\s+(?:sessions?|groups?|rooms?))?
demo: demos?(?:nstrations?)?(?:\s+(?:sessions?|track))?
tutorial: (?:invited\s+)?tutorials?(?:\s+(?:talks?|sessions?))?|hands[- ]on(?:\s+(?:sessions?|tutorial|lab))?|
    short course|labs?|exercises?|exercise\s+(?:class|session)|practicals?|(?:practical|lab|coding|
    programming)\s+(?:sessions?|work)|übung(?:en)?|travaux\s+pratiques
workshop: workshops?(?:\s+sessions?)?
seminar: seminars?|colloqui(?:um|a)
social: hike|hiking|(?:city\s+)?walk|guided\s+tour|wanderung|ausflug|abendessen|dîner|cena|empfang|umtrunk|cocktail|
    socials?(?:\s+(?:event|hour|program(?:me)?|mixer|dinner))?|(?:[\w-]+\s+){0,2}(?:reception|banquet|dinner|party|
    mixer|happy hour|get-together|excursion|apéro|apero|drinks)(?:\s+(?:and|&)\s+[\w ]{3,30})?|networking(?:\s+\w+)?|
    after-?party|meet[- ]?(?:and|&|n)[- ]?greet
talk: (?:invited|selected|contributed|regular|job|short|long|full|accepted|guest|industry|research|featured|
    pre-?recorded|technical)\s+(?:talks?|papers?|presentations?|speakers?|lectures?)|talks?|presentations?|lectures?|
    paper\s+(?:talks?|presentations?)|(?:paper|extended\s+abstract)(?=\s*(?:[#№]?\s?\d|:))|invited|contributed|
    conférences?\s+invitées?|exposés?\s+invités?|exposés?|conferencias?\s+invitadas?|charlas?\s+invitadas?|
    ponencias?\s+invitadas?|eingeladener?\s+vortr(?:a|ä)ge?|vortrag|vorträge
""")
]
LABEL_WORDS = "|".join(pattern for _, pattern in _LABELS)
_NUMBER = r"\d{1,3}(?:\.?[a-z]\b|\.\d{1,2}\b)?"  # Lecture 3, 3b, 1.a, 2.1
_BEFORE_LABEL = r"(?:(?:the|morning|afternoon|evening)\s+)?(?:\w+\s+(?=session))?"
_AFTER_LABEL = rf"\s*(?:[#№]?\s?(?:{_NUMBER}|[IVX]{{1,4}}|[A-D]))?\s*"
_EXACT = tuple(
    (kind, re.compile(f"{_BEFORE_LABEL}(?:{pattern}){_AFTER_LABEL}", re.IGNORECASE)) for kind, pattern in _LABELS
)
_ANYWHERE = tuple((kind, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for kind, pattern in _LABELS)
_LABEL_NUMBER = r"(?:[#№]?\s?(?P<number>" + _NUMBER + r"|[IVX]{1,4}\b|[A-D]\b))?"
_LABEL_END = r"(?P<mark>[:：]|\s[-–—|]\s|[—|]|(?<=[\dA-D])\.\s)"
PREFIX = re.compile(rf"^(?P<label>{LABEL_WORDS})\s*{_LABEL_NUMBER}\s*{_LABEL_END}\s*", re.IGNORECASE)
SUFFIX = re.compile(rf"\s*[(\[]\s*(?P<label>{LABEL_WORDS})\s*(?:[#№]?\s?\d{{1,3}})?\s*[)\]]", re.IGNORECASE)
_PAUSE = "coff?ee?|tea|lunch|breakfast|break|breaks|refreshments?|snacks?|pause|intermission|recess|brunch"
_PAUSE_ABROAD = "kaffee(?:pause)?|koffie|mittag(?:spause|essen)?|pausenzeit|déjeuner|almuerzo|pranzo|pausa|café|caffè"
_SERVED = "cake|kuchen|desayuno|comida|imbiss|frühstück|goûter|buffet|bio|bathroom|comfort|health"
_BREAK_WORDS = f"(?:{_PAUSE}|{_PAUSE_ABROAD}|{_SERVED})"
_WHICH_BREAK = "morning|afternoon|short|long|catered|group|provided|networking|virtual|buffet|light|15|20|30|the"
_BESIDE_BREAK = "registration|check-?in|networking|discussions?|posters?|socializing|mingling"
_MORE_BREAK = rf"(?:\s*(?:[/,&+-]|and|und)?\s*\b(?:{_BREAK_WORDS}|{_BESIDE_BREAK}))*"
_BREAK_END = r"(?:\s+(?:time|on your own|provided|served|buffet|hour))?(?:\s+\d{1,2})?"
_BREAK = (
    rf"(?:(?:mid-?)?(?:{_WHICH_BREAK}|\d+[- ]?min(?:ute)?s?)\s+)*(?:{_BREAK_WORDS}{_MORE_BREAK}"
    rf"(?:\s*\((?!keynote|poster)[^)]{{0,60}}\))?{_BREAK_END})(?:\s*[-–—:,]\s*.{{0,60}})?[.!]?$"
)
_FRAMING = "introduct(?:ion|ory)|opening|closing|welcom(?:e|ing)|concluding|final|introduction and|intro|wrap[- ]?up"
_COMING_AND_GOING = r"good\s?bye|farewell|goodbyes|thank you|registration|check-?in|doors? open|arrival|logistics"
_CEREMONIES = (
    "announcements?|summary|awards?|prize|best paper|ceremony|remarks?|address|words?|statement|ceremon(?:y|ies)"
)
_OCCASIONS = "session|workshop|of (?:the )?(?:day|workshop|conference)|overview|badge pick-?up"
_HOSTS = "remarks? by|from the|by the|by|the|organi[sz]ers?|chairs?|committee"
_LITTLE = r"and|und|&|to|with|agenda|day \d|for|our|everyone|all|/|-|–|—|,|\+"
_SPEECHES = "note|comments?|presentation|presentations?|talk|speech|message|outlook|discussion|conference|general"
_REMARKS = rf"(?:(?:{_FRAMING}|{_COMING_AND_GOING}|{_CEREMONIES}|{_OCCASIONS}|{_HOSTS}|{_LITTLE}|{_SPEECHES})\W*)+$"
_WELCOMES = "begrüßung|eröffnung|accueil|bienvenida"
_BEGIN_OR_END = r"opening|closing|welcom\w*|remarks?|introduct\w*|intro|wrap[- ]?up|registration|check-?in"
_FESTIVE = r"awards?|prize|farewell|concluding|good\s?bye\w*|ceremony|announcements?|badge|doors?|arrival"
_REMARKS_HEAD = rf"\b(?:{_BEGIN_OR_END}|{_FESTIVE}|{_WELCOMES}|mot|ouverture|summary|logistics|thank)\b"
_SPEECH = "remarks|words|address|session|ceremony|notes|talk"
_ENDS = rf"(?:opening|closing|welcome|welcoming|introductory|concluding|final)\s+(?:{_SPEECH})"
_GREETING = r"welcome(?:\s+(?:to|and|from|by)\b.*)?|(?:awards?|best paper award)(?:\s+ceremony)?"
_DOORS = r"registration|wrap[- ]?up|doors?\s+open"
_REMARKS_START = rf"(?:{_ENDS}|{_GREETING}|{_DOORS}|{_WELCOMES}|mot\s+d[eu']|ouverture)\b"

# How words begin of which each of the patterns needs one: four letters, or the whole of a shorter word.
_BEGINNING_WORDS = """
    abendessen absch accueil adjourn afterparty almuerzo anmeldung announcements apero apertura apéro arrival
    ausflug awards badge banquet bathroom begin begrüßung bienvenida bio biobreak break brunch buffet business caffè
    café cake cena ceremony check chiusura cierre clausura closing clôture cocktail coffee colloquium comfort comida
    concluding conférence contributed course debate demo desayuno dinner discussion diskussion door drinks déjeuner
    dîner einführung eingeladener elevator empfang end ende eröffnung excursion exercise exposé fare fast fest fin
    final fire flash free frühstück get good goûter guided hack hands happy haup health hike hiking ignite imbiss
    intermission introduction invited kaffee keynote koffie kuchen lab lectures lightning live logistics lunch
    madness meet mentoring mesa mittag mixer mot networking opening oral ouverture panel papers party pausa photo
    picture plenary plénière podium ponencia posters practicals pranzo presentations prize q reception recess
    refreshments registration remarks round saluti schluss seminar sesión sessions snack social speakers spotlight
    start summary table talks tavola tea teabreak thank travaux tutorial umtrunk verabschiedung vortrag vorträge
    walk wanderung welcome work wrap übung
"""
_BEGINNINGS = frozenset(word[:4] for word in _BEGINNING_WORDS.split())
_WORD_BEGINNING = re.compile(r"\b\w{1,4}")


def may_name_kind(text: str) -> bool:
    """Whether a word in the text begins like one that names a kind, which most titles do not have."""
    lowered = text.lower()
    return not _BEGINNINGS.isdisjoint(_WORD_BEGINNING.findall(lowered)) or lowered.strip(" .:*_-–—!") in KIND_WORDS


@lru_cache(maxsize=4096)
def label_kind(text: str) -> Kind | None:
    """The kind of a label without other content: “Keynote Talk”, “Orals”, “Poster Session 2”."""
    stripped = text.strip(" :.-–—()[]*_")
    if (kind := KIND_WORDS.get(stripped.lower())) is not None:
        return kind
    if not 2 < len(stripped) <= LONGEST_NAME or not may_name_kind(stripped):
        return None
    return next((kind for kind, pattern in _EXACT if pattern.fullmatch(stripped)), None)


_MEAL = r"\b(?:lunch|coffee|tea)\b"
_MEAL_BESIDE = r"\b(?:lunch|coffee|tea|break|posters?)\W*(?:break|and|&|/|\+|\(|$)"
_SOMEWHERE = r"(?:,| (?:at|in|im|à|au|en|chez|@))(?: [\w'’&.-]+){1,5}$"
_FEW_WORDS, _FOUR_WORDS = (rf"(?=\s*(?:\S+\s+){{0,{most - 1}}}\S+\s*\Z)" for most in (7, 4))


def _rules(text: str) -> list[tuple[Kind, re.Pattern[str]]]:
    """Kinds of items, each with the pattern for the beginning of its titles, which are short."""
    flags = re.IGNORECASE | re.DOTALL
    return [(Kind(kind), re.compile(rf"(?=.{{0,140}}\Z)(?:{pattern})", flags)) for kind, pattern in patterns(text)]


_NEVER_LABELS = _rules(rf"""
break: {_BREAK}|(?=.{{0,49}}\Z)(?:coffee |lunch |tea )?break\s*[/&+]
social: {_FEW_WORDS}.*\b(?:reception|banquet|happy hour|dinner|party|mixer)$
other: (?:(?:group\s+)?(?:photo|picture)s?|business meeting|free (?:time|afternoon|evening)|work(?:ing)? time|
    hackathon|mentoring session)\Z
remarks: (?=.{{0,99}}\Z)(?=.*{_REMARKS_HEAD})(?:{_REMARKS}|{_REMARKS_START})|(?:begrüßung|eröffnung|verabschiedung|
    schlusswort|anmeldung|registrierung|einführung|accueil|ouverture|clôture|mot de bienvenue|bienvenida|apertura|
    clausura|cierre|saluti|chiusura)(?: (?:und|et|y|e) \w+)?\Z
""")
_NO_LABELS = _rules(rf"""
remarks: (?:(?:the\s+)?end(?: of (?:the )?(?:day|workshop|conference|program(?:me)?|session|meeting))?|
    adjourn(?:ment)?|start|begin|prizes?|chiusura(?: dei lavori)?|saluti(?: \w+)?|apertura(?: dei lavori)?|fin|ende)\Z
keynote: (?:opening|closing|morning|afternoon|evening|invited) keynote\W*(?:\s[-–—|]|:)|{_FOUR_WORDS}.*\bkeynote\b
poster: (?:virtual\s+|in-person\s+|joint\s+|\w+\s+)?poster session\b|
    posters?\b(?:\s*(?:and|&|\+|/|,|with)|\s*$|\s*[-–—:(])
panel: (?:\w+\s+)?panel(?:\s+discussion)?\b(?:\s*[:\-–—(]|\s+(?:on|with|discussion|session|about)\b|$)|
    (?=.{{0,59}}\Z)(?:break-?outs?|discussion)\b
poster: (?=.{{0,49}}\Z)(?=.*{_MEAL})(?=.*poster)(?=.*session).*{_MEAL_BESIDE}
break: (?=.{{0,49}}\Z)(?=.*{_MEAL}).*{_MEAL_BESIDE}
social: {_FEW_WORDS}.*\b(?:reception|banquet|happy hour|social(?: event)?|dinner|party|mixer)$
lightning: light(?:n)?ing talks?\b
panel: (?:panel |general |open |joint |final |audience )*q\s?&\s?a(?: session)?\Z
break: (?:lunch|breakfast|mittagessen|mittagspause|frühstück|déjeuner|almuerzo|comida|pranzo){_SOMEWHERE}
social: (?:(?:(?:conference|workshop|social|gala|speakers'?) )?(?:dinner|banquet)|abendessen|dîner|cena){_SOMEWHERE}
""")


def item_kind(title: str) -> Kind | None:
    """The kind of a program item by its whole title; None if the title does not tell."""
    stripped = title.strip(" .:*_-–—!")
    if (kind := KIND_WORDS.get(stripped.lower())) is not None:
        return kind
    if not stripped or len(stripped) > LONGEST_TITLE or not may_name_kind(stripped):
        return None
    return _first(_NEVER_LABELS, stripped) or label_kind(stripped) or _first(_NO_LABELS, stripped)


def _first(rules: list[tuple[Kind, re.Pattern[str]]], title: str) -> Kind | None:
    return next((kind for kind, pattern in rules if pattern.match(title)), None)


def word_kind(text: str) -> Kind | None:
    """The kind named anywhere in a short text, such as a type column or a session's title."""
    exact = label_kind(text)
    if exact is not None:
        return exact
    if len(text) > LONGEST_TITLE or not may_name_kind(text):
        return None
    return next((kind for kind, pattern in _ANYWHERE if pattern.search(text)), None)


def talk_kind(title: str | None, label: str | None = None, *, is_service: bool = False) -> Kind:
    """The kind of a talk by its title and its type or format (`label`).

    A label that says more than “talk” takes priority, except that a title may make it a keynote. `is_service`: the
    source marks it as a break, registration or the like.
    """
    named = word_kind(label) if label else None
    titled = _titled(title) if title else None
    if is_service:
        return titled or (named if named is not Kind.TALK else None) or Kind.OTHER
    if named in (None, Kind.TALK) or titled is Kind.KEYNOTE:
        return titled or Kind.TALK
    return named or Kind.TALK


def _titled(title: str) -> Kind | None:
    prefix = PREFIX.match(title) if len(title) <= LONGEST_LINE else None
    return (label_kind(prefix["label"]) if prefix else None) or item_kind(title)
