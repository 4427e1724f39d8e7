"""The commands of each screen: keys, action, footer label, title, help, and synonyms.

Each module holds the screens of one subject. The footer shows commands in the order of the list, most useful first.
Titles are imperatives or names of screens in sentence case; labels are one or two words; the palette finds a command by
its title, its `words` and its help. These describe an action; a docstring of its method adds the rest.
"""
