"""Keep the vault in step with other machines, through a git repository that the user named.

`agreement.py` stores what the user agreed to, `set_up_sync.py` sets up the clone, and `sync.py` does the work in steps
of which each may be the last one: objects are added, then files written (`check_out.py`), then the branch moves.
`merge_commits.py` merges what git cannot. `conflict_copies.py` merges the copies of file sync programs.
"""
