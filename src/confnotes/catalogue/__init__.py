"""What the vault contains: talks, notes, people, papers, tags, links, tasks. Read-only.

Folders, bottom up: `program` (the current programs), `templates` (initial text of notes), `searching` (the index,
updated and queried), `audience` (what others may see), `papers`, `people`, `completing`, `links`, `photos`,
`team` (colleagues' notes). Modules about the whole vault: `list_things`, `find_thing`, `show_thing`, `find_note`,
`open_points`.

Current room: stored in the state folder (`program/current_room.py`) and used at start-up, by `add` and for photos;
`program/whats_on.py` says what is on there.

Completion: `completing/completion_index.py` reads the names in programs and notes once, then only changes;
`complete.py` turns them into candidates ranked from a place, `name_index.py` finds names in a text. `markup/namings.py`
detects what is being named at the cursor; `written()` in each syntax is the inverse of its `find`.
`links/unresolved.py` uses the same index in the other direction.

Recordings: `markup/recordings.py` builds links to a moment for each video site, `recordings.py` determines when a
recording begins, `report/readable_text.py` where Markdown may have a link.

References: `markup/talk_references.py` collects a talk's references from program, front matter and text, and separates
its own from mentioned ones; fetched titles are data in `.confnotes/titles.yaml`.

Templates: `markup/template.py` fills them in one pass, `templates/template_files.py` finds them,
`templates/note_template.py` defines placeholders; `templates/untouched.py` keeps unfilled parts out of summaries.

Outlines: for every note the index stores its `Outline` (`model/note.py`): front matter and references without the text.
Questions about all notes go through `searching/find.outlines(vault)`, which parses only changed notes. In the app it
answers from the open search, including saved notes, and from the notes read so far while the first index is built. If
an index label identifies the few relevant notes, only these are parsed.

Search: `tui/screens/query_line.py` is the input line and its popup, `completing/complete_query.py` completes queries,
`searching/several_vaults.py` searches other vaults, too. `searching/shown_hits.py` adds details to hits.
`vault/queries_file.py` and `searching/saved_queries.py` store searches;
`markup/query_block.py` parses query blocks in notes, `audience/query_blocks.py` answers them,
`audience/shared_search.py` searches only what an audience may see. docs/explanation/search.md explains search.

Links: `markup/link_names.py` resolves link targets, `markup/link_targets.py` finds them in a text, `search/graph.py`
answers who links to whom. `backlinks.py` and `link_mentions.py` query the index and read only matching notes;
`unresolved.py` also reports ambiguous links. `related.py` finds related notes.

People: `everybody.py` collects people from programs and `People/` and merges duplicates; `people.py` adds notes and
marks, `person_lines.py` reads a note for one person, and `person_page.py` combines everything for the app and `show`.

Lists: `list_things.py` names them; the rows are in `program/program_rows.py`, `note_rows.py` and the modules of the
other nouns.

Papers: `papers.py` goes once through bibliography, programs and outlines, and makes the entries and citation keys;
`paper_drafts.py` says what each of them states and which addresses and titles belong to one paper.
`paper_library.py` reads `.confnotes/papers.bib`, `vault/papers_file.py` stores reading status;
`add_bibliography.py` merges a .bib file, `fetch_paper.py` fetches details from the web, `exporters/data/bibtex.py`
writes BibTeX.

Watch list: `recorded.py`. Web links: `web_links.py` collects every address with its places, `probe_link.py` checks one,
`check_links.py` schedules checks by host and caches results for a week.

Summary templates: `exporters/user_template/` renders a template in a limited process; `sandbox.py` restricts what it
can access, `escaping.py` escapes its output.
"""
