"""How a frozen record is filled: as a draft that takes plain assignments, then frozen.

attrs fills a frozen class by one call to `object.__setattr__` for each field, which
costs more than all of our checks. A *draft* is a subclass of a record's class that
adds no field and takes assignments; attrs writes an ``__init__`` for it that Python
runs four times as fast. A record is a draft from the first line of its ``__init__`` to
the last, and of its own class again when its rules are checked. A class that has code
of its own run before that, or whenever it gets a subclass, is filled as attrs does it:
so nobody meets a draft but who asks a class for its ``__subclasses__``.
"""

from __future__ import annotations

from abc import ABCMeta
from functools import cache
from typing import Any

import attrs

__all__ = ["Draftable"]

_become = object.__dict__["__class__"].__set__  # past the lock of a frozen class
_GENERATED = "<attrs generated"  # where attrs says that a method comes from


class Draftable:
    """A base of frozen attrs classes, whose instances are filled as drafts."""

    __slots__ = ()

    def __attrs_pre_init__(self) -> None:
        cls: Any = type(self)
        _become(self, _draft_of(cls))


@cache  # a constant for each class, made when its first record is
def _draft_of(cls: Any) -> Any:  # noqa: ANN401  (any class of records)
    """Return the draft of a class, which from now on is filled by its ``__init__``.

    It is the class itself if a draft would be seen.
    """
    if not _is_unseen(cls):
        return cls

    def begin(self: Any) -> None:  # noqa: ANN401  (anything may come)
        own: Any = type(self)  # a plain subclass inherits this
        _become(self, draft if own is cls else _draft_of(own))

    def frozen(self: Any) -> None:  # noqa: ANN401  (anything may come)
        self.__class__ = cls
        check(self)

    check = cls.__attrs_post_init__
    body = {
        "__module__": cls.__module__,
        "__qualname__": cls.__qualname__,
        "__slots__": (),
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
        "__attrs_post_init__": frozen,
    }
    draft: Any = attrs.define(
        type(cls)(cls.__name__, (cls,), body),
        slots=False,  # it adds none, and one class more would have to be made
        eq=False,
        repr=False,
        on_setattr=attrs.setters.NO_OP,
    )
    code = getattr(cls.__dict__.get("__init__"), "__code__", None)
    if code and code.co_filename.startswith(_GENERATED):
        cls.__attrs_pre_init__, cls.__init__ = begin, draft.__init__
    return draft


def _is_unseen(cls: Any) -> bool:  # noqa: ANN401  (anything may come)
    """Whether no code but that of attrs and of this package would meet a draft."""
    fields = attrs.fields(cls)
    return (
        type(cls) in {type, ABCMeta}
        and _is_ours(cls.__init_subclass__)
        and _is_ours(cls.__attrs_pre_init__)
        and not hasattr(cls, "__attrs_init_subclass__")
        and not any(field.validator for field in fields)
        and not any(getattr(field.default, "takes_self", False) for field in fields)
        and not any(getattr(field.converter, "takes_self", False) for field in fields)
    )


def _is_ours(hook: Any) -> bool:  # noqa: ANN401  (wrappers copy all but the globals)
    known = getattr(getattr(hook, "__func__", hook), "__globals__", {})
    return str(known.get("__name__")).startswith("timeline.records.")
