"""What sheets must be, as suites of Great Expectations."""

from expectations.suites import loaded_late  # noqa: F401 - before Great Expectations is loaded, a third of which it spares
