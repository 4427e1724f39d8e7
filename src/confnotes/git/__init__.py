"""Call git: the user's own program and keys, and the only place that does.

`run_git.py` starts it so that nothing of a repository runs (hooks, file system monitors), it asks nothing without a
terminal, and it ends in time. `repository.py` has what a sync needs: it reads the state of a clone, builds commits and
merges without touching files or the index that the user sees, and moves the branch. `safe_index.py` replaces the
index, so that a killed process leaves nothing that blocks git. `bare_repository.py` has what a team
needs: trees of files that are in no folder.
"""
