"""The decision table: each topic decides every case, by facts that are known."""

from __future__ import annotations

import pytest

from timeline.compare.classify import FACTS, RULES, Rule


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_a_topic_decides_every_case_by_known_facts(rules: tuple[Rule, ...]) -> None:
    for _, *facts in rules:
        assert set(facts) <= FACTS.keys()
    assert [facts for _, *facts in rules if not facts] == [[]]
    assert rules[-1][1:] == ()


def test_every_fact_is_asked_for() -> None:
    asked = {fact for rules in RULES.values() for _, *facts in rules for fact in facts}

    assert asked == FACTS.keys()


def test_no_rule_stands_behind_one_that_needs_less() -> None:
    for rules in RULES.values():
        seen: list[set[str]] = []
        for _, *facts in rules:
            assert not any(earlier <= set(facts) for earlier in seen)
            seen.append(set(facts))
