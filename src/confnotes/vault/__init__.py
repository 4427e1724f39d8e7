"""The folder of plain files: layout, atomic saves, journal, scan.

- `Vault` is the content of the files, built on `VaultFiles`, which reads and saves them.
- Writes are atomic (`vault/atomic.py`): the new version is written to `.confnotes` and synced, the file on disk is
compared with the version that was opened, then the two are exchanged. "Saved" is shown after that. A write ends in one
of three states: old, new, or new but not confirmed by the disk, which `notices.py` reports.
- Files that a killed save left in `.confnotes` are handled at the next start (`vault/unfinished.py`): by their names
they are removed, or kept as a conflict copy if they are the only copy.
- Each burst of typing is journaled within 250 ms, in the user's state folder; text that is on disk is in no journal.
After a program was killed, the next one offers the text again and continues its record. `tui/auto_save.py` decides when
a note is journaled and saved; it knows neither screen nor time, so that a model can play it.
- Unfinished text in a dialog or in the day review is journaled in the same way (`tui/half_typed.py`), in a folder of
its own.
- If another program wrote, changes in different places are merged; otherwise both versions are kept and the user
chooses.
- Earlier versions of notes are kept in the state folder (`vault/history.py`: one file per note, one version per line;
`snapshot.py` decides which versions stay). `Vault.save` keeps the overwritten text and the new one of a command;
`actions/notes/note_snapshots.py` decides when an editor keeps a version. `note_versions.py` lists and restores,
`tui/screens/history.py` shows, and `markup/compare_texts.py` compares them. `tui/widgets/editor_undo.py` packs the undo
history, which is kept beside the versions when a note is closed.
- If the cache or state folder cannot be used, a private one in the temporary folder replaces it, with a notice
(`config.py`). A journal that cannot be written continues there, too. Settings that cannot be read are ignored.
`vault/settings.py` declares, reads and writes every setting.
- Front matter is edited by splicing one key; all other bytes stay. Front matter that cannot be parsed is shown and
never rewritten.
- Damaged files of confnotes are read as far as possible (`markup/salvage.py`, `merge_marks.py`; `vault/own_files.py`
lists them): `Vault.own` keeps the problems in `Vault.damage`, as codes with lines, for `cli/app.py` and the screens to
show, and `Vault.save_bytes` refuses to overwrite such a file.
- Text from outside is data: control and bidi characters are removed on import, on the screen and in the output of the
command line.
- A talk is identified by a stable key, so that importing a program again moves talks without losing notes.
"""
