"""States, organisations and their names."""
