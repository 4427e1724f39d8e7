"""Several people at one conference: each one's notes go to a git repository of the team, and the others read them.

`shared_files.py` says what goes there, `sync_team.py` sends and receives, `colleague_files.py` keeps what others sent,
`join_team.py` begins and ends it.

A member has one folder in the repository, named by their name, and only they write into it, so there is never anything
to merge: a commit is what is there, with their own folder replaced. What is here and what goes there are different
files, since only what the team may see becomes an object of git.
"""
