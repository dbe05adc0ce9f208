"""Dates, names and sentences in the languages of readers."""
