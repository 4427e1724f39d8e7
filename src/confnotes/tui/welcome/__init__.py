"""The welcome for people without a vault: it creates or opens one, and asks for the program to import into it.

It is a small app of its own, since all other screens need a vault. Nothing is created before a folder is confirmed, and
a new vault is removed if the person leaves before anything is imported.
"""
