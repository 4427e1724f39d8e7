"""Formulas: TeX understood, and made safe."""
