"""From bytes to a Program: one format per file.

    actions/importing/open_source      a file, folder, archive, address or standard input -> Source: names and bytes
    importers/reading         asks every importer how surely it knows the Source, likely ones first; the surest reads it
                            (entry-point group confnotes.importers: ours and other people's)
    <format>.py             one format per file, or a folder with an importer.py if it needs several
    pages/ notes/ sites/  shared by formats: pages for people, notes that contain a program, data files of sites
    records/              the engine for records: a format declares its keys, people, links and marks
    facts/                single facts: dates, zones, names, lists of people, kinds, links, HTML to Markdown
    importers/normalize         applied to every program: removes unsafe characters, applies what the user states

An importer recognises its format by content, invents nothing, and reports doubts as a `SourceWarning` with its line.
docs/how-to/importers.md lists its duties. `actions/importing/read_sources` makes previews; nothing is written until the
user has seen them.
"""
