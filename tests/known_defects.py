"""The mark of a test that says what should be and is not yet: whoever mends it takes the mark off."""

from __future__ import annotations

import pytest


def known_defect(number: int, what: str) -> pytest.MarkDecorator:
    """Expect that the test fails by its assertion for this reason; that it passes is a failure."""
    return pytest.mark.xfail(strict=True, raises=AssertionError, reason=f"known defect {number}: {what}")
