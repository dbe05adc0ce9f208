"""Diplomatic events as typed records on a timeline."""
