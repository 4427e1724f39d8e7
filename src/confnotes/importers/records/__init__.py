"""Formats that are lists of records: a declaration each says where they hold what, and one engine reads them all."""
