"""What the vault names: talks, notes, people, papers, tags, links, tasks; nothing here writes into it.

Its folders, from the ground up: `program` (what the programs say now), `templates` (what a note begins with),
`searching` (the index kept true, and asked), `audience` (what others may know), `papers`, `people`, `completing`,
`links`, `photos`; beside them what is about the vault as a whole: `list_things`, `find_thing`, `show_thing`,
`find_note`, `open_points`.

- Where one sits is in the state folder (`catalogue/program/current_room.py`; `whats_on.py` says what is on there),
  for the start, for `add` and for photos.
- Completion: `catalogue/completing/completion_index.py` reads what programs and notes name, once and then only what
  changed; `complete.py` makes each thing one candidate and orders them as seen from a place, `name_index.py` finds
  names in one text. `markup/namings.py` says what is being named at the cursor; `written()` in each syntax is the
  inverse of its `find`. `catalogue/links/unresolved.py` uses the same knowledge the other way round.
- Recordings: `markup/recordings.py` knows how a site is asked for a moment, `catalogue/recordings.py` when a
  recording begins, `report/readable_text.py` where in Markdown a link may stand.
- References of a talk are gathered by `markup/talk_references.py` from program, front matter and text; it
  tells which a note says are its talk's and which it only mentions; fetched titles are
  data in `.confnotes/titles.yaml`.
- Templates: `markup/template.py` fills them in one pass, `catalogue/templates/template_files.py` finds them,
  `catalogue/templates/note_template.py` says what placeholders stand for; `catalogue/templates/untouched.py` leaves
  what nobody wrote on out of summaries.

The index keeps for every note its `LineOutline` (`model/note.py`): what it says of itself and what it names, without
its text. `catalogue/searching/find.outlines(vault)` is how anything asks about all notes; nothing that did not change
is parsed for it. In the screens it answers from the search that is open, with everything that was saved, and with the
notes read so far while the first index is being built. Where an index label leads to the few notes that matter, only
these are parsed.

- Searching: `tui/screens/query_line.py` is the line and its popup, `catalogue/completing/complete_query.py` knows
  what may follow, `catalogue/searching/shown_hits.py` what is told beside a hit. `vault/queries_file.py` and
  `catalogue/searching/saved_queries.py` keep searches under names; `markup/query_block.py` reads blocks in notes,
  `catalogue/audience/query_blocks.py` answers them, `catalogue/audience/query_blocks.py` searches as if what an
  audience may not see were not there. docs/explanation/search.md has the room itself.
- Links: `markup/link_names.py` says how targets are spelt and what they mean, `markup/link_targets.py` where in a
  text it stands, `search/graph.py` answers who links to whom. `backlinks.py` and `link_mentions.py` find through the
  index and read only what is found; `unresolved.py` also tells links in doubt. `catalogue/related.py`
  finds the notes most like one.
- People: `everybody.py` gathers who programs and `People/` name, and says who is one; `people.py` adds
  what notes and marks say, `person_lines.py` reads a note for one person and `person_page.py` puts it together for
  the screen and `show`.
- Lists: `list_things.py` names them; the rows are beside their nouns: `program/program_rows.py`, `note_rows.py` and
  the module of each other noun.
- Papers: `gather_papers.py` goes once through bibliography, programs (`presented.py`) and outlines
  (`paper_notes.py`); `paper_drafts.py` says which addresses and titles are one paper; `papers.py` makes the entries
  and their citekeys. `paper_library.py` keeps `.confnotes/papers.bib`, `vault/papers_file.py` what is read;
  `add_bibliography.py` joins a .bib, `fetch_paper.py` asks the network, `exporters/data/bibtex.py` writes.
- What to watch: `recorded.py`. Links of the web: `web_links.py` gathers every address with its places,
  `probe_link.py` asks for one, `check_links.py` lets hosts take turns and remembers for a week.
- Templates: `exporters/user_template/` renders a template in a process with limits; `sandbox.py` says what may be
  reached, `escaping.py` what comes out.
"""
