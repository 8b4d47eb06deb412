"""German words for days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat.understand.vocabulary import Tag

_TO_TWELVE = ("erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt", "elft", "zwölft")
_TEENS = ("dreizehnt", "vierzehnt", "fünfzehnt", "sechzehnt", "siebzehnt", "achtzehnt", "neunzehnt", "zwanzigst")
_ONES = ("einund", "zweiund", "dreiund", "vierund", "fünfund", "sechsund", "siebenund", "achtund", "neunund")
_ORDINALS = (*_TO_TWELVE, *_TEENS, *(f"{one}zwanzigst" for one in _ONES), "dreißigst", "einunddreißigst")

WORDS: Mapping[Tag, str] = {
    Tag.TIME: """später, etwas später, danach, früher, früh, vormittag, vormittags, nachmittag, nachmittags, abend, abends,
        mittag, mittags, morgens, nacht, am morgen, am vormittag, am nachmittag, am abend, am mittag, in der früh, ganztags,
        ganztägig, den ganzen tag, ganzen tag, ganzer tag, einen ganzen tag, halbtags, halbtägig, halben tag, einen halben tag,
        den halben tag, den tag über, tagsüber, über mittag, spät, zeitig""",
    Tag.EVERY: """jeden, jede, jedes, immer, wöchentlich, täglich, regelmäßig, wiederholen, wiederholt, alle zwei, mal pro woche,
        pro woche, die woche über, mal die woche, montags bis freitags, pro monat""",
    Tag.VAGUE: """irgendwann, irgendeinen tag, irgendein tag, demnächst, bald, mal wieder, einen tag, an einem tag, ein tag,
        anderen tag, einen anderen tag, ende der woche, anfang der woche, mitte der woche, ende nächster woche, anfang nächster
        woche, mitte nächster woche, ein paar tage, einige tage, paar tage, anfang der nächsten woche, ende der nächsten woche,
        irgend einen tag, später in der woche, mitte der nächsten woche, ende dieser woche, einpaar tage, an irgendeinem tag""",
    Tag.NEXT: "nächste, nächsten, nächster, nächstes, nächstem, nächst",
    Tag.THIS: "diese, diesen, dieser, dieses, diesem, aktuelle, aktuellen, laufende, laufenden, aktueller",
    Tag.NEAREST: "kommende, kommenden, kommender, kommendes, kommendem, der kommenden",
    Tag.LAST: "letzte, letzten, letzter, letztes, vorige, vorigen, voriger, vergangene, vergangenen, vergangener, letztem",
    Tag.AFTER_NEXT: "übernächste, übernächsten, übernächster, übernächstes",
    Tag.REST: """rest, den rest, rest der, den rest der, restliche, restlichen, die restliche, die restlichen tage der, restlichen
        tage, rest von, restlichen tage der, restliche tage der, die restlichen""",
    Tag.WEEKEND: "wochenende, wochende, am we, dieses we",
    Tag.UNIT_DAY: "tag, tage, tagen, werktage, arbeitstage, wochentage, werktagen, arbeitstagen, werktag, arbeitstag",
    Tag.UNIT_WEEK: "woche, wochen, arbeitswoche, wochn",
    Tag.UNIT_MONTH: "monat, monate, monaten, monats",
    Tag.WEEK_NUMBER: "kw, kalenderwoche",
    Tag.WEEK_OF: "woche vom, woche ab, woche ab dem, die woche vom, der woche vom",
    Tag.FROM_NOW: "ab heute, von jetzt an, von heute an",
    Tag.AGO: "zuvor",
}

NUMBERED: Mapping[Tag, Sequence[str]] = {
    Tag.DAY: (
        "vorgestern",
        "gestern, gestern abend",
        "heute, heut, heute morgen, heute früh, heute abend, heute nachmittag, heute vormittag, heute mittag, heute nacht, hoite",
        "morgen, morgen früh, morgen vormittag, morgen nachmittag, morgen abend, morgen mittag, moin früh, mrgn, mrogen",
        "übermorgen, über morgen, übermorgen früh, uebermorgen",
    ),
    Tag.WEEKDAY: (
        "montag, mo, montagmorgen, montagvormittag, montagnachmittag, montagabend",
        "dienstag, di, die - stag, dienstagmorgen, dienstagvormittag, dienstagnachmittag, dienstagabend, dienstach",
        "mittwoch, mi, mittwochmorgen, mittwochvormittag, mittwochnachmittag, mittwochabend",
        "donnerstag, do, donnerstagmorgen, donnerstagvormittag, donnerstagnachmittag, donnerstagabend, doonerstag",
        "freitag, fr, freitagmorgen, freitagvormittag, freitagnachmittag, freitagabend, freitach",
        "samstag, sa, sonnabend, samstagvormittag",
        "sonntag, sonntagvormittag",
    ),
    Tag.WEEKDAYS: (
        "montags",
        "dienstags",
        "mittwochs",
        "donnerstags",
        "freitags",
        "samstags, sonnabends",
        "sonntags",
    ),
    Tag.MONTH: (
        "januar, jan, jänner, jaenner",
        "februar, feb, feber",
        "märz, mär, mrz",
        "april, apr",
        "mai",
        "juni, jun",
        "juli, jul",
        "august, aug",
        "september, sep, sept",
        "oktober, okt",
        "november, nov",
        "dezember, dez",
    ),
    Tag.NUMBER: (
        "eins",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
        "dreizehn",
        "vierzehn",
        "fünfzehn",
    ),
    Tag.NTH: tuple(", ".join(f"{stem}{ending}" for ending in ("e", "en", "er")) for stem in _ORDINALS),
}

FIRST_VALUE: Mapping[Tag, int] = {Tag.DAY: -2, Tag.MONTH: 1, Tag.NUMBER: 1, Tag.NTH: 1}
