"""Bytes to a Program: one format a file.

    actions/importing/open_source      a file, folder, archive, address or standard input -> Source: names and bytes
    importers/reading         asks every importer how surely it knows the Source, likely ones first; the surest reads it
      registry                the importers of the entry-point group confnotes.importers, ours and other people's
      <format>.py             one format a file, or a folder with an importer.py where it takes several
        pages/ notes/ sites/  what formats share: pages for people, notes with a program in them, data files of sites
        records/              the engine for records: a format declares its keys, people, links and marks
        facts/                single facts: dates, zones, names, lists of people, kinds, links, HTML to Markdown
    importers/normalize         what every program goes through: no unsafe characters, what the user says counts

An importer knows by content, invents nothing, and tells what it doubts as a `SourceWarning` with its line.
docs/how-to/importers.md lists its duties. `actions/importing/read_sources` makes previews of what was read; nothing is
written until somebody has seen them.
"""
