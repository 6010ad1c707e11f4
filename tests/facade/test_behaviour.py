"""The facade behaves as the interpreter's own `ctypes`: same output, same exceptions, same texts."""

from __future__ import annotations

import pytest
from facade_child import outcomes
from snippets import SNIPPETS


@pytest.fixture(scope="module")
def expected() -> dict[str, str]:
    return outcomes("ctypes", SNIPPETS)


@pytest.fixture(scope="module")
def actual() -> dict[str, str]:
    return outcomes("ferrotypes", SNIPPETS)


@pytest.mark.parametrize("name", SNIPPETS)
def test_same_as_the_standard_ctypes(name: str, expected: dict[str, str], actual: dict[str, str]) -> None:
    assert actual[name] == expected[name]


def test_the_snippets_are_right_and_wrong_ones(expected: dict[str, str]) -> None:
    ended_well = [name for name, outcome in expected.items() if outcome.endswith("ok")]
    assert len(SNIPPETS) * 0.4 < len(ended_well) < len(SNIPPETS)
    assert not [
        name for name, outcome in expected.items() if "SyntaxError" in outcome or "NameError" in outcome
    ]
