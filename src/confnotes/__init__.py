"""A notebook for people at conferences."""

__version__ = "0.1.0"
