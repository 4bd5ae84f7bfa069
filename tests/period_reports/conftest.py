"""The department with its real figures, shared with the tests of statistics."""

from tests.statistics.conftest import department, five_years

__all__ = ["department", "five_years"]
