"""The examples of docs/python-api.md and of the facade's docstrings, executed."""

from __future__ import annotations

import doctest
import importlib
import re

import pytest
from facade_child import REPOSITORY

import ferrotypes

GUIDE = REPOSITORY / "docs" / "python-api.md"
MODULES = ("_buffers", "_library", "_pointers", "_prototypes", "_raw_memory", "util")


def run(examples: doctest.DocTest) -> None:
    """Execute `examples` in their own `globs`, which keep what they define."""
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(examples, out=report.append, clear_globs=False)
    assert runner.tries == len(examples.examples) > 0
    assert runner.failures == 0, "".join(report)


def test_the_guide() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    blocks = list(re.finditer(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    assert len(blocks) >= 10
    namespace: dict[str, object] = {}
    for block in blocks:
        line = text.count("\n", 0, block.start()) + 1
        examples = doctest.DocTestParser().get_doctest(block[1], namespace, GUIDE.name, str(GUIDE), line)
        examples.globs = namespace  # get_doctest() copies it
        run(examples)


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name: str) -> None:
    module = importlib.import_module(f"ferrotypes.{name}")
    public = {name: getattr(ferrotypes, name) for name in ferrotypes.__all__}
    found = [test for test in doctest.DocTestFinder().find(module, extraglobs=public) if test.examples]
    assert found
    for examples in found:
        run(examples)
