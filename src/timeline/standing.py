"""How a record stands on a day."""
