"""Formulas in TeX: parsed into a tree of allowed nodes, as MathML, and as a line of Unicode."""
