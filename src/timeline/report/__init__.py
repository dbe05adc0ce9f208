"""A timeline as people see it: tables, pages and pictures."""
