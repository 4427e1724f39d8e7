"""Folders of MiniConf sites."""
