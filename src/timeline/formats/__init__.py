"""A timeline as other programs and other people see it: one module a format."""
