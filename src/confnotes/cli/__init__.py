"""The command line: one verb a file.

`cli/verbs.py` is the table of verbs; `cli/group.py` imports the one that is asked for. A verb's module imports its
service inside the function, so that `confnotes VERB --help` stays quick. `cli/app.py` turns everything that can go
wrong into an exit code and at most two lines. The plainest call, `confnotes [--vault DIR] [--at TIME]`, is read by
`cli/invocation.py` without click.
"""
