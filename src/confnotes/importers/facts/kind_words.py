"""What items of a program are called in languages whose words have no patterns: whole titles and labels, folded."""

from __future__ import annotations

from confnotes.model.program import Kind

_ITEMS = {
    Kind.BREAK: (
        "休憩, コーヒーブレイク, 昼食, 昼休み, 昼休憩, ランチ, 茶歇, 午餐, 午休, 休息, 晚餐, 휴식, 점심, "
        "점심시간, 점심식사, 커피 브레이크, перерыв, обед, обеденный перерыв, кофе-брейк, кофе-пауза, przerwa, "
        "przerwa kawowa, przerwa obiadowa, obiad, přestávka, přestávka na kávu, oběd, prestávka, obed, "
        "koffiepauze, pauze, lunchpauze, kaffepause, kaffepaus, fika, lunsj, frokost, paus, tauko, kahvitauko, "
        "lounas, pausa para café, pausa para o café, almoço, intervalo, coffee-break, receso, descanso, "
        "kávészünet, ebéd, ebédszünet, kahve molası, çay molası, öğle arası, öğle yemeği"
    ),
    Kind.REMARKS: (
        "開会, 開会式, 開会挨拶, 開会の辞, 閉会, 閉会式, 閉会挨拶, 閉会の辞, 受付, 表彰式, 开幕式, 闭幕式, "
        "开幕致辞, 签到, 注册, 报到, 개회식, 폐회식, 개회사, 폐회사, 등록, открытие, закрытие, "
        "открытие конференции, закрытие конференции, регистрация, otwarcie, zakończenie, rejestracja, "
        "otwarcie konferencji, zakończenie konferencji, zahájení, zakončení, registrace, otvorenie, afsluiting, "
        "ontvangst, inloop, welkom, velkomst, velkommen, åpning, avslutning, afslutning, registrering, abertura, "
        "encerramento, credenciamento, inscrição, megnyitó, zárszó, regisztráció, açılış, kapanış, kayıt"
    ),
    Kind.SOCIAL: (
        "懇親会, 情報交換会, 晚宴, 欢迎晚宴, 만찬, 환영 만찬, банкет, фуршет, ужин, bankiet, kolacja, borrel, "
        "jantar, večeře"
    ),
    Kind.KEYNOTE: (
        "基調講演, 主旨报告, 大会报告, 大会特邀报告, 기조강연, 기조연설, пленарный доклад, wykład plenarny, "
        "plenární přednáška, palestra magna, hoofdlezing"
    ),
    Kind.TALK: (
        "招待講演, 特別講演, 一般講演, 特邀报告, 邀请报告, 초청강연, приглашённый доклад, palestra, lezing, "
        "foredrag, přednáška"
    ),
    Kind.ORAL: "口頭発表, 口頭, 口头报告, 구두발표, 구두 발표",
    Kind.POSTER: (
        "ポスター, ポスター発表, ポスターセッション, 海报, 海报展示, 墙报, 포스터, 포스터 발표, 포스터 세션, "
        "постер, стендовый доклад"
    ),
    Kind.PANEL: (
        "パネル討論, パネルディスカッション, 圆桌论坛, 圆桌讨论, 패널토론, 패널 토론, круглый стол, mesa redonda, "
        "kulatý stůl"
    ),
    Kind.TUTORIAL: "チュートリアル, 튜토리얼, 教程",
    Kind.WORKSHOP: "ワークショップ, 워크숍, 研讨会, мастер-класс, warsztat, warsztaty, oficina, werkstatt",
    Kind.LIGHTNING: "lightning, lightnings, ライトニングトーク, 闪电演讲",
}
KIND_WORDS = {word.strip(): kind for kind, words in _ITEMS.items() for word in words.split(",")}
