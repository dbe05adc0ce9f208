"""When things can have happened, by all that is told of them: bounds with reasons."""
