import flows  # noqa: F401 - sets the allocator of Polars before anything loads Polars, as the program does
