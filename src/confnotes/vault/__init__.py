"""The folder of plain files: layout, atomic saves, journal, scan.

- `Vault` is what the files hold, built on `VaultFiles`, which reads and saves them.
- One atomic write (`vault/atomic.py`): a new version in `.confnotes`, synced, the disk compared with the version that
  was opened, then exchanged. "Saved" is shown after that. It ends in one of three ways: old, new, or new but not
  confirmed by the disk; `notices.py` tells the third.
- What a kill leaves of a save in `.confnotes` is settled at the next start (`vault/unfinished.py`): its name says
  what may be in it, so that it is cleared, or kept as a conflict copy where it is the only one.
- Each burst of typing is journaled within 250 ms, in the user's state folder; text that the disk has is in no
  journal. A program that was killed offers the text again, and whoever goes on with it goes on with the same record.
  `tui/auto_save.py` says when a note is journaled and saved; it knows neither screen nor time, so that a model can
  play it.
- What is half-typed into a dialog or a line of the day review is journaled the same way (`tui/half_typed.py`), in a
  folder of its own.
- When another program wrote, changes that do not touch each other are joined; else both versions are kept and the
  user chooses.
- What a note said before is kept in the state folder (`vault/history.py`: one file a note, one version a line;
  `snapshot.py` says what stays). `Vault.save` keeps what a command writes over and what it writes;
  `actions/notes/note_snapshots.py` says when an editor keeps a version. `note_versions.py` lists and restores,
  `tui/screens/history.py` shows it, `markup/compare_texts.py` compares.
  `tui/widgets/editor_undo.py` packs what can be undone, which is kept beside the versions when a note is left.
- Where the cache or the state folder cannot be used, a private one in the temporary folder serves instead, and the
  person is told (`config.py`). Where the journal cannot be written, it goes on there, too. Settings that cannot be
  read are left out. `vault/settings.py` declares every setting, reads it and writes it.
- Front matter is edited by splicing one key; every other byte stays. Front matter that cannot be parsed is shown and
  never rewritten.
- A file of ours that is damaged is read as far as it can be (`markup/salvage.py`, `merge_marks.py`;
  `vault/own_files.py` knows them all): `Vault.own` keeps what is wrong in `Vault.damage`, as codes with lines, whence
  `cli/app.py` and `WebPage` tell it, and `Vault.save_bytes` writes nothing over it.
- Text from outside is data: control and bidi characters are stripped at import, on the screen and where the command
  line prints.
- A talk keeps its identity by a stable key, so a program imported again moves talks without losing notes.
"""
