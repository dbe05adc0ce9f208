"""What happened: events, the parties in them, and the sources that tell of them."""
