"""What a conference, a note, a query, a summary and a document are: frozen values, standard library only.

- A type is declared once, and everything that follows from its fields is worked out from the declaration (`schema.py`):
  `program.yaml`, the rows of the cache, JSON objects and columns.
- What exists by the thousand is a `fast_dataclass`: a program of 6,000 talks is made several times over while it is
  read, merged and shown, and `frozen` would take nearly three times as long.
- A mark of a talk is one line of `Mark` (`mark.py`). To add one: that line, its word under `[marks]` in the files of
  `exporters/languages/` where readers of a summary are told of it, and its key, `set_mark('...')`, in
  `tui/command_lists.py`. File, search, completion, verb, rows and summaries go by the line.
- Where a source is silent a field is None or empty; nothing is guessed here. What has to be guessed to sort talks, as
  an end that nobody states, is marked as assumed (`timetable.py`).
- Faults have codes with places (`damage.py`); words for them are made where they are shown.
- `query.py` is a search as a tree, `document.py` a note as a tree that forms of export set, `summary.py` what is
  handed out: nothing in it is unfit for its audience.
"""
