"""The words that exports are made of: a file for each language, all of the same fields."""
