"""A notebook for people at conferences."""

__version__ = "0.2.0"
