"""Values for conferences, notes, queries, summaries and documents: frozen, standard library only.

A type is declared once; `schema.py` derives everything else from its fields: `program.yaml`, cache rows, JSON objects
and columns.

Types with thousands of instances are `fast_dataclass`es: a program of 6,000 talks is rebuilt several times while it is
read, merged and shown, and `frozen` would take nearly three times as long.

A mark is one member of `Mark` (`mark.py`). To add a mark: add the member, its word under `[marks]` in
`exporters/languages/` if summaries show it, its key in `tui/keymap/presets.py`, and its command, `set_mark('...')`, in
`tui/command_lists/talk.py`. Storage, search, completion, commands, rows and summaries follow from the member.

If a source does not state a field, it is None or empty; nothing is guessed here. Assumed values, such as an end time
needed for sorting, are marked as assumed (`timetable.py`).

Faults are codes with positions (`damage.py`), worded where they are displayed.

`query.py` is a search as a tree, `document.py` a note as a tree for exporters, `summary.py` an export: it contains
nothing that its audience may not see.
"""
