"""The front door: a `Timeline` and a `History` that can do all there is."""
