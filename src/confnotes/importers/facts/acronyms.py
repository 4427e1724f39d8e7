"""Conferences that host workshops, by their acronyms."""

from __future__ import annotations

import re

from confnotes.importers.facts.words import words

# Acronyms that certainly name a series if a year follows or precedes them.
_SERIES = """
NeurIPS NIPS ICML ICLR CVPR ICCV ECCV WACV BMVC ACCV ACL EMNLP NAACL EACL AACL COLING CoNLL LREC AAAI IJCAI ECAI KDD
WWW SIGIR RSS ICRA IROS CoRL UAI AISTATS COLT ALT CHI CSCW UIST SIGGRAPH Interspeech INTERSPEECH ICASSP ISMIR RecSys
WSDM CIKM ECIR MICCAI MIDL IPMI PyCon EuroPython PyData SciPy EuroSciPy FOSDEM DjangoCon PyGotham JuliaCon RustConf
KubeCon DEFCON OSDI SOSP NSDI SIGCOMM SIGMOD VLDB ICDE EDBT PODS ICSE FSE ASE ISSTA PLDI POPL ICFP OOPSLA SPLASH
ECOOP CAV TACAS ETAPS STOC FOCS SODA ITCS CCS USENIX NDSS CRYPTO EUROCRYPT ASIACRYPT FAccT AIES CogSci GECCO PPSN
ISWC ESWC SC ISC HPCA ISCA MICRO ASPLOS DAC DATE MLSys MLHC CHIL CLeaR LoG TMLR ECML-PKDD ECML PKDD PAKDD ICDM SDM
MobiCom SenSys UbiComp IUI HRI ACII ICMI EAMT MT ICCS IJCNN ICANN ESANN IJCB FG
"""
SERIES = tuple(_SERIES.split())
_ACRONYM = "|".join(sorted((re.escape(each) for each in SERIES), key=len, reverse=True))
_OTHER_NAME = "[A-Z][A-Za-z]{0,20}[A-Z][A-Za-z]{0,20}(?:-[A-Z]{2,6})?"
_NAME_FIRST = rf"(?P<name>{_ACRONYM}|{_OTHER_NAME})(?:\s?[-'’]?\s?|\s)(?P<year>(?:19|20)\d\d)(?!\d)"
_SHORT_YEAR = rf"(?P<short>{_ACRONYM})\s?['’](?P<yy>\d\d)(?!\d)"
_YEAR_FIRST = rf"(?P<before>(?:19|20)\d\d)\s(?P<after>{_ACRONYM})(?![\w-])"
PARENT = re.compile(rf"(?<![\w-]){_NAME_FIRST}|(?<![\w-]){_SHORT_YEAR}|(?<![\w-]){_YEAR_FIRST}")


_MEETINGS = words("workshop workshops conference symposium seminar school meeting congress program programme")
"""Words for events, which a title in capitals has before its year."""


def parents_in(text: str) -> list[tuple[str, int, int]]:
    """Conferences named with their year: (acronym, year, where in the text)."""
    found = []
    for match in PARENT.finditer(text[:20000]):
        name = match.group("name") or match.group("short") or match.group("after")
        year = match.group("year") or match.group("before") or f"20{match.group('yy')}"
        if (name.isupper() and len(name) < 3) or name.lower() in _MEETINGS:
            continue
        found.append((name, int(year), match.start()))
    return found


def is_series(name: str) -> bool:
    """Whether this is a conference series known here."""
    return name in SERIES
