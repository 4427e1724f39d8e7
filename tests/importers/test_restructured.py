"""Programs and notes in reStructuredText, as sites of Sphinx and Pelican have them; the words are made up."""

from __future__ import annotations

import pytest

from confnotes.importers.reading import read_program
from confnotes.model.program import Program

_PARAGRAPHS = """Program
#######

:date: 2031-01-10
:slug: program

Second Workshop on Bees
-----------------------

20 May 2031
^^^^^^^^^^^

.. image:: bees.jpg
   :alt: 9:00 Bees

9:00–9:10

Welcome

9:10

| `*What bees know about
the wind* <pdf/bees.pdf>`__
|  Ada Lind, Nora Stein
and Tom Brandt

**(9:40 - 10:00) Posters (with those of
students)**

| `*Mapping meadows* <pdf/map.pdf>`__
|  Li Wei and Pia Berg

| `*Wax and light* <pdf/wax.pdf>`__
|  Max Holm and Eva Lund
"""

_LISTS = """=============
Bee Days 2031
=============

.. |ada| image:: ada.png
.. _Nora's page: https://example.org/nora

20 May 2031
===========

.. list-table::
   :header-rows: 1

   * - Time
     - Speaker
     - Title
   * - 9:00 - 9:30
     - |ada| Ada Lind
     - :ref:`bees`
   * - 9:30 - 10:00
     -
     - Coffee break
   * - 10:00 - 10:30
     - Nora Stein
     - `Wax and
       light <wax.pdf>`_

.. _bees:

What bees know
--------------

They know `the wind`__.

__ https://example.org/wind
"""

_VALUES = """Bee Days 2031
=============

.. csv-table:: 19 May 2031
   :file: arrivals.csv

.. csv-table:: Tuesday, 20 May 2031
   :header: Time, Speaker, Title

   9:00, Ada Lind, "Bees, wasps and wind"
   9:30, , Coffee break
   10:00, Nora Stein, Wax and light
"""

_DEFINITIONS = """Bee Days 2031
#############

.. role:: title

.. note:: All talks are on 20 May 2031.

.. class:: program

9:00
    `What bees know`:title: (Ada Lind) [PDF__]

    .. __: {filename}/media/bees.pdf

9:30
    Coffee break

10:00
    `Wax and light`:title: (Nora Stein) Video_

.. _Video: https://example.org/wax
"""

_NOTES = """==============
 Bee Days 2031
==============

.. contents::

Keynote: Ada Lind
=================
* bees smell first
* ``swarm()`` is slow

Wax and light
=============
:Speaker: Nora Stein
:Slides: `here <https://example.org/wax>`_

* wax glows

.. figure:: wax.jpg

   A candle
"""


def _read(text: str, name: str = "program.rst") -> Program:
    return read_program(text.encode(), name).program


def _told(program: Program) -> list[tuple[str, str | None, list[str], list[str | None]]]:
    return [
        (
            str(each.start or "")[:16],
            each.title,
            [one.name for one in each.speakers],
            [one.url for one in each.resources],
        )
        for each in program.talks()
    ]


def test_titles_line_blocks_and_links_of_a_program_are_read_as_a_browser_shows_them() -> None:
    program = _read(_PARAGRAPHS)
    assert program.conference.name == "Second Workshop on Bees"
    assert _told(program) == [
        ("2031-05-20 09:00", "Welcome", [], []),
        (
            "2031-05-20 09:10",
            "What bees know about the wind",
            ["Ada Lind", "Nora Stein", "Tom Brandt"],
            ["pdf/bees.pdf"],
        ),
        ("", "Mapping meadows", ["Li Wei", "Pia Berg"], ["pdf/map.pdf"]),
        ("", "Wax and light", ["Max Holm", "Eva Lund"], ["pdf/wax.pdf"]),
    ]
    assert [session.title for session in program.sessions][-1] == "Posters (with those of students)"


@pytest.mark.parametrize(
    ("text", "first", "url"),
    [(_LISTS, "What bees know", "wax.pdf"), (_VALUES, "Bees, wasps and wind", None)],
    ids=["lists with references", "values"],
)
def test_a_table_that_a_directive_makes_is_a_timetable(text: str, first: str, url: str | None) -> None:
    assert _told(_read(text)) == [
        ("2031-05-20 09:00", first, ["Ada Lind"], []),
        ("2031-05-20 09:30", "Coffee break", [], []),
        ("2031-05-20 10:00", "Wax and light", ["Nora Stein"], [url] if url else []),
    ]


@pytest.mark.parametrize("name", ["program.rst", "pasted.txt"])
def test_roles_and_the_marks_of_links_are_no_part_of_a_title(name: str) -> None:
    assert [(title, people) for _, title, people, _ in _told(_read(_DEFINITIONS, name))] == [
        ("What bees know", ["Ada Lind"]),
        ("Coffee break", []),
        ("Wax and light", ["Nora Stein"]),
    ]


def test_notes_in_restructuredtext_have_their_talks_and_keep_the_lines_of_the_file() -> None:
    program = _read(_NOTES, "notes.rst")
    assert program.conference.name == "Bee Days 2031"
    assert [(title, people) for _, title, people, _ in _told(program)] == [
        ("Keynote", ["Ada Lind"]),
        ("Wax and light", ["Nora Stein"]),
    ]
    assert "* ``swarm()`` is slow" in str(next(program.talks()).notes)
