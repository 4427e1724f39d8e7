"""Formulas: parsed and made safe."""
