"""Who is bound by a treaty, whether it is in force, and what is missing."""
