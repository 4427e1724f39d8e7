"""The meaning of a column's header, in the languages of programs."""

from __future__ import annotations

import re
from functools import lru_cache

from confnotes.importers.facts import inline
from confnotes.importers.facts.lengths import LONGEST_LABEL
from confnotes.importers.facts.words import table
from confnotes.markup.names import strip_accents

# Single words, inflected as in headers. If the words of a header mean different things, the first meaning
# below applies: “end time” is an end, “talk type” a kind, “speaker and title” a title with its speaker.
_WORDS = table("""
end: end ends until finish to ende bis fin fine fim hasta até final koniec konec vége slut einde lopetus bitiş τέλος
    конец окончание до кінець 結束 结束 结束时间 終了 終了時刻 終了時間 종료 eindtijd endzeit slutt sluttid
    sluttidspunkt término 結束時間 종료시각 종료시간
duration: duration length min mins minutes minute dauer länge durée duración duração durata duur длительность
    продолжительность тривалість délka czas_trwania időtartam varighed varighet längd kesto süre διάρκεια 时长 時長
    時間数 所要時間 소요시간
time: time times when hour hours slot slots timeslot start starts from begin begins clock schedule zeit uhrzeit zeiten
    beginn von start uhr zeitplan heure heures horaire horaires début créneau quand hora horas horario horarios inicio
    cuándo desde horário horários início orario ora ore inizio quando tijd tijdstip aanvang время начало час часы czas
    godzina godziny początek čas začátek hodina tid klokken klockan klokkeslæt kellonaika aika alku saat zaman időpont
    kezdés idő ώρα ora orar vreme sat 时间 時間 时段 時刻 開始 开始 开始时间 開始時刻 시간 일시 시작 zeitslot kello
    orari 报告时间
affiliation: affiliation affiliations institution institutions institute organisation organization organisations company
    university country institut universität firma einrichtung hochschule établissement entreprise université organisme
    institución empresa universidad afiliación organización instituição afiliação universidade país istituzione
    affiliazione azienda università ente организация компания учреждение место_работы afiliacja instytucja uczelnia
    instituce organizace bedrijf organisatie 单位 單位 机构 公司 所属 所属機関 소속 기관 arbeitgeber unternehmen
    zugehörigkeit filiação laboratoire instelling pracoviště 工作单位
chair: chair chairs chairman chairwoman chairperson moderator moderators host hosts chaired moderation
    sitzungsleitung leitung vorsitz modération modérateur modératrice président présidente présidence moderador
    moderadora moderación moderadores coordinador coordenador moderação mediador mediadora moderazione moderatore
    moderatrice presidente модератор ведущий председатель prowadzący przewodniczący moderátor předsedající
    voorzitter elnök 主持 主持人 主席 座長 司会 좌장 사회 사회자
number: # no no. nr nr. num number id week № nº n° номер numero número numer lp číslo 序号 编号 番号 번호 순번
kind: type types format formats kind kinds category categories art typ kategorie tipo tipos formato categoría modalidad
    categoria modalidade formule catégorie genre тип формат вид категория rodzaj soort 类型 形式 種別 種類 区分 구분
    형식 発表形式 類型 종류
abstract: abstract abstracts summary notes remarks remark comment comments zusammenfassung bemerkung bemerkungen
    anmerkung anmerkungen hinweise résumé remarques resumen observaciones resumo observações sommario note аннотация
    описание примечание примечания uwagi poznámka poznámky opmerkingen 摘要 备注 概要 備考 초록 비고 要旨 简介
link: link links slides slide video videos recording recordings material materials materialien resources resource pdf
    pdfs code poster posters url urls media download downloads folien aufzeichnung diapositives enlaces enlace
    diapositivas vídeo materiales materiais презентация видео ссылка материалы prezentacja nagranie prezentace 幻灯片
    视频 课件 スライド 資料 動画 자료 영상
room: room rooms location locations place where venue venues hall raum räume ort saal hörsaal salle lieu endroit sala
    salas lugar local auditorio aula luogo sede зал аудитория место помещение sal miejsce místo místnost zaal ruimte
    locatie lokal lokale plats helyszín terem salon yer αίθουσα 地点 地點 会议室 教室 会場 場所 部屋 장소 회의실 bühne
    lokaal lokation rom rum salles miestnosť 會場 會議室 강의실
day: day days date dates datum tag tage jour jours día dia días dias fecha data giorno date datum dag dagen дата день
    dzień data den dátum nap päivä päivämäärä tarih gün ημερομηνία ημέρα 日期 日付 日程 月日 日時 날짜 일자 dato jornada
    会议日期 开始日期 開始日期 開催日
title: title titles talk talks what topic topics event events activity activities presentation presentations item items
    agenda program programme description descriptions session sessions subject details content contents lecture lectures
    paper papers titel thema themen vortrag vorträge vortragstitel beitrag beiträge programm programmpunkt inhalt
    veranstaltung was sitzung titre titres thème sujet sujets exposé exposés intervention interventions conférence
    conférences contenu séance activité quoi actividad actividades ponencia ponencias charla charlas conferencia sesión
    título títulos tema temas contenido evento qué atividade atividades palestra palestras sessão conteúdo apresentação
    programação attività intervento interventi titolo titoli argomento relazione sessione evento contenuto onderwerp
    onderwerpen titel lezing presentatie sessie activiteit тема темы название доклад доклады мероприятие событие
    содержание выступление назва доповідь temat tytuł wykład wykłady referat prelekcja wydarzenie téma název přednáška
    přednášky příspěvek obsah emne ämne foredrag föredrag titteli aihe esitys cím előadás téma konu başlık sunum
    etkinlik τίτλος θέμα ομιλία titlu prezentare 题目 題目 标题 主题 議題 议题 报告 报告题目 演讲题目 内容 議程 议程
    活动 讲题 タイトル 演題 発表題目 講演題目 講演 発表 演目 プログラム 제목 내용 주제 발표제목 발표주제 강연제목
    프로그램 intitulé tittel rubrik názov otsikko заголовок 主題 報告主題 报告主题 標題 演題名 発表タイトル 論文名
    講演タイトル 论文题目 題名 논문제목
speaker: speaker speakers presenter presenters who lecturer lecturers instructor instructors by person persons people
    panelist panelists panellist panellists referent referenten referentin referentinnen redner rednerin vortragende
    vortragender vortragenden wer sprecher sprecherin dozent dozentin dozenten intervenant intervenants intervenante
    intervenantes orateur orateurs oratrice oratrices conférencier conférenciers conférencière qui ponente ponentes
    expositor expositores orador oradores conferencista conferencistas quién disertante disertantes palestrante
    palestrantes apresentador quem relatore relatori relatrice relatrici docente docenti chi spreker sprekers spreekster
    спикер спикеры докладчик докладчики лектор выступающий выступающие доповідач prelegent prelegenci mówca wykładowca
    referent přednášející řečník taler talere talare foredragsholder föreläsare puhuja puhujat esiintyjä előadó előadók
    konuşmacı konuşmacılar sunucu ομιλητής ομιλητές vorbitor 报告人 報告人 演讲人 演讲者 演讲嘉宾 嘉宾 讲者 主讲 主讲人
    講者 发言人 講演者 発表者 演者 登壇者 講師 発表者名 발표자 연사 강연자 강사 발표 foredragsholdere foredragshållare
    föredragshållare řečníci mówcy oratori докладчика лекторы スピーカー 話者 講演者名 氏名
author: author authors autor autoren auteur auteurs autores autori autore авторы автор autorzy 作者 著者 저자 著者名
track: track tracks theme themes stream streams strang piste секция поток трек ścieżka 分会场 トラック 트랙 分野
""")
_FILLING = (
    "of the a and or & for in at our your name names local order total invited keynote session talk presentation "
    "paper speech full list der die das des und namen le la les de du et nom noms l d el los las del y "
    "nombre nombres e do da dos nome nomi di della dello il i van het en naam имя фио и név jméno imię "
    "доклада докладчика 姓名 氏名 성명 이름"
)
_JOINING = "and und et y e i и a och og ja en ve és"
_FILLERS, _JOINERS = frozenset(_FILLING.split()), frozenset(_JOINING.split())
_MEANINGS = {word.replace("_", " "): meaning for meaning, words in reversed(_WORDS.items()) for word in words.split()}
_MEANINGS = {strip_accents(word): meaning for word, meaning in _MEANINGS.items()} | _MEANINGS
_ORDER = {meaning: number for number, meaning in enumerate(_WORDS)}
_JOINED = re.compile(r"[/,;&+|·•]")
_BRACKETS = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]")
_APART = re.compile(r"[\s/,;:&+|·•_–—-]+|\(s\)")
_LEADING = ("time", "speaker")  # the ends of headers that say more: “Time in Berlin”, “Long-form speaker”


@lru_cache(maxsize=4096)
def header_meaning(text: str) -> str:
    """The meaning of a column by its header, a key of `_WORDS`; empty if the header does not tell."""
    plain = inline.plain(text).casefold().replace("(s)", "s").replace("’s", "").replace("'s", "").strip(" :：*.?!")
    if not plain or len(plain) > LONGEST_LABEL:
        return ""
    plain = _BRACKETS.sub("", plain).strip() or plain.strip("()（）[]")
    if plain in _MEANINGS:
        return _MEANINGS[plain]
    words = [word for word in _APART.split(plain) if word]
    known = [_MEANINGS[word] for word in words if word in _MEANINGS]
    named = len(words) > 1 and len(words[-1]) == 1  # “Room A” names a room
    if known and not named and all(word in _MEANINGS or word in _FILLERS for word in words):
        return _of_several(known, joined=not _JOINERS.isdisjoint(words) or _JOINED.search(plain) is not None)
    for word in (*words[:1], *words[-1:]):
        if _MEANINGS.get(word) in _LEADING and word != "by":
            return _MEANINGS[word]
    return "time" if "time" in words else ""


def word_meaning(word: str) -> str:
    """The meaning of a header of one word, a key of `_WORDS`, ignoring accents; empty for other words."""
    return _MEANINGS.get(word, "")


def _of_several(meanings: list[str], *, joined: bool) -> str:
    """The meaning of a header of several words: “talk speaker” is a speaker, “talk & speaker” a talk."""
    several = set(meanings)
    if several == {"title", "speaker"} and not joined:
        return meanings[-1]
    if joined and "speaker" in several:
        return "title" if "title" in several else "speaker"
    if joined and several == {"title", "link"} and meanings[0] == "title":
        return "title"  # “Title/URL”: titles, some of them links
    return min(several, key=_ORDER.__getitem__)
