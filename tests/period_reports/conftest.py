"""The department with its real figures, shared with the tests of statistics, and the cast."""

from tests.movements.conftest import cast
from tests.statistics.conftest import department, five_years

__all__ = ["cast", "department", "five_years"]
