"""How a final clause is written: functions that make conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict, Unpack

from timeline.errors import InvalidError
from timeline.records.conditions import GROUPS, Condition, InForce, Quorum, Unless
from timeline.records.converters import list_of
from timeline.records.weights import Weights, as_weighed
from timeline.text import quote
from timeline.when.when import WhenLike

Names = str | Iterable[str]


class Window(TypedDict, total=False):
    """From the end of which day to the end of which day a condition can hold."""

    by: WhenLike | None
    after: WhenLike | None


class Counted(Window, total=False):
    """Who counts in a condition, and when."""

    at: str
    besides: Iterable[str]
    organizations: bool


def _group(of: Names) -> dict[str, Any]:
    """Return the fields that hold a group as it is written in a call."""
    if not isinstance(of, str):
        if not (parties := list_of(of)):
            hint = "name the parties, or leave the list out"
            raise InvalidError("the list of parties is empty", hint, ("of",))
        return {"of": parties}
    if of in {"", *GROUPS}:
        return {"group": of}
    word, _, treaty = of.partition(":")
    if word == "parties" and treaty:
        return {"parties_of": treaty}
    hint = f'write [{quote(of)}], "signatories", "parties" or "parties:<treaty>"'
    raise InvalidError(f"{quote(of)} is not a group of parties", hint, ("of",))


def at_least(count: int, *, of: Names = "", **counted: Unpack[Counted]) -> Quorum:
    """Return the condition that a number of parties have consented to be bound.

    Args:
        count: How many.
        of: Of whom: a list of parties, ``"signatories"``, the treaty's own
            ``"parties"``, or ``"parties:kyoto"``, those for whom another treaty is in
            force; any party unless given.
        at: Whether parties to another treaty are counted ``"now"`` or at the
            ``"adoption"`` of this one.
        besides: Who does not count.
        organizations: Whether organisations count; in a list they always do.
        by: The day until whose end it can hold.
        after: The day from whose end it can hold.

    Raises:
        InvalidError: more are needed than there are, or the window never opens.

    >>> at_least(40, of="signatories", besides=["US", "GB", "SUHH"]) & every("US")
    at_least(40, of='signatories', besides=['US', 'GB', 'SUHH']) & share('all', \
of=['US'])
    """
    return Quorum(at_least=count, **_group(of), **counted)


def every(*of: Names, besides: Iterable[str] = (), **window: Unpack[Window]) -> Quorum:
    """Return the condition that each of some parties has consented to be bound.

    Args:
        of: The parties, one by one or as a list; or a group as for `at_least`, whose
            organisations count too. Without any, the treaty's own ``"parties"``.
        besides: Whose consent is not needed.
        by: The day until whose end it can hold.
        after: The day from whose end it can hold.

    >>> print(every("DE", "FR", "IT"))
    Germany, France and Italy have consented to be bound
    >>> every() == every("parties")
    True
    """
    of = of or ("parties",)
    is_group = len(of) == 1 and (of[0] in GROUPS or str(of[0]).startswith("parties:"))
    names = of[0] if is_group else [one for part in of for one in _listed(part)]
    return share("all", of=names, besides=besides, organizations=is_group, **window)


def _listed(names: Names) -> Iterable[str]:
    return (names,) if isinstance(names, str) else list_of(names)


def share(
    part: str,
    weights: Weights | Mapping[str, float] | str | None = None,
    *,
    of: Names = "",
    relative_to: Weights | Mapping[str, float] | None = None,
    **counted: Unpack[Counted],
) -> Quorum:
    """Return the condition that a part of a group, or of a weight, has consented.

    Args:
        part: ``"55%"``, ``"3/4"``, ``"majority"`` (more than half) or ``"all"``.
        weights: The weight of each party; without weights, the members of the group
            *of* count.
        of: As for `at_least`.
        at: As for `at_least`.
        besides: As for `at_least`.
        relative_to: Other weights: the part is then of the weight of the same parties
            by these, instead of the total.
        organizations: As for `at_least`.
        by: As for `at_least`.
        after: As for `at_least`.

    >>> print(share("3/4", of="parties:kyoto"))
    3/4 of the parties to kyoto have consented to be bound
    """
    return Quorum(
        share=part,
        weights=None if weights is None else as_weighed(weights),
        relative_to=None if relative_to is None else as_weighed(relative_to),
        **_group(of),
        **counted,
    )


def in_force(treaty: str, **window: Unpack[Window]) -> InForce:
    """Return the condition that another treaty is in force, given its id.

    >>> print(in_force("vienna"))
    vienna is in force
    """
    return InForce(in_force=treaty, **window)


def unless(objections: Condition | int, **window: Unpack[Window]) -> Unless:
    """Return the condition that not too many have objected.

    Args:
        objections: Who would have to object; if it is a number, how many.
        by: The day by whose end they have to object.
        after: The day from whose end it can hold.

    >>> print(unless(share("1/3", of="parties:marpol"), by="2015-07-01"))
    1 Jul 2015 has passed without objections by 1/3 of the parties to marpol
    """
    return Unless(unless=objections, **window)
