"""The words of exports: a file per language, all with the same fields."""
