"""When things can have happened, by all that the records say: bounds with reasons."""
