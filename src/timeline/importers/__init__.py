"""Readers for what others publish."""
