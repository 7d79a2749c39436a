"""Measurements of the program against its floors and peers."""

import flows  # noqa: F401 - sets Polars' allocator before anything loads Polars, as the program does
