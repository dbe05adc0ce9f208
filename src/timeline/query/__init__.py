"""Questions to ask of a timeline: ``from timeline import query as q``."""

from timeline.query import predicates, windows
from timeline.query.parser import parse
from timeline.query.predicates import *  # noqa: F403  (its __all__ is what is public)
from timeline.query.windows import *  # noqa: F403  (its __all__ is what is public)

__all__ = ["parse"]
__all__ += predicates.__all__
__all__ += windows.__all__
