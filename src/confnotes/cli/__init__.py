"""The command line: one verb per file; similar verbs share one.

`cli/verbs.py` is the table of verbs; `cli/group.py` imports the verb that runs. A verb's module imports its service
inside the function, so that `confnotes VERB --help` stays quick. `cli/app.py` turns every error into an exit code and
at most two lines. `cli/invocation.py` reads the simplest call, `confnotes [--vault DIR] [--at TIME]`, without click.
"""
