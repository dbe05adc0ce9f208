"""The same questions, asked of a database."""
