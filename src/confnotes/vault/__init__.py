"""The folder of plain files: layout, atomic saves, journal, scan, merge."""
