"""What became of a timeline: diffs, merges and histories, as values."""
