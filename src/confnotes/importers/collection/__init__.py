"""Folders of a site with a page for each talk."""
