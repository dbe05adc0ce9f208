"""Events and sources as one immutable whole."""
