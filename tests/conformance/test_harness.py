"""The conformance harness itself: what it records, what it calls a difference, when it fails.

It is held to suites made up here, since CPython's own has neither crashes nor hangs to offer.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

import expect
import suite
from outcome import Difference, Outcome, Outcomes, differences

SUITE = """
import os, signal, time, unittest

class Tests(unittest.TestCase):
    def test_1_passes(self): pass
    def test_2_fails(self): self.assertEqual(1, 2)
    def test_3_errors(self): {}["key"]
    @unittest.skip("not today")
    def test_4_skipped(self): pass
    @unittest.expectedFailure
    def test_5_expected(self): self.fail()
    @unittest.expectedFailure
    def test_6_unexpected(self): pass
    def test_7_subtests(self):
        for number in range(4):
            with self.subTest(number=number): self.assertNotEqual(number, 1)
    def test_8_skips_itself(self): self.skipTest(os.environ.get("WHY", "no reason"))

@unittest.skip("whole class")
class Skipped(unittest.TestCase):
    def test(self): pass
"""
CRASH = """
import os, resource, signal, unittest
class Tests(unittest.TestCase):
    def test_1(self): pass
    def test_2(self):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.kill(os.getpid(), signal.SIGSEGV)
    def test_3(self): pass
"""
HANG = """
import subprocess, sys, unittest
class Tests(unittest.TestCase):
    def test_1(self): pass
    def test_2(self): subprocess.run([sys.executable, "-c", "import time; time.sleep(100)"])
"""


def run(tmp_path: Path, source: str, **env: str) -> Outcomes:
    (tmp_path / "test_made_up.py").write_text(source)
    extra = {"PYTHONPATH": str(tmp_path), **env}
    return suite.run_module(Path(sys.executable), "test_made_up", suite.STOCK, extra)


def statuses(outcomes: Outcomes) -> dict[str, str]:
    return {test.rpartition(".")[2]: outcome.status for test, outcome in outcomes.by_test.items()}


def test_every_kind_of_outcome_is_told_apart(tmp_path):
    outcomes = run(tmp_path, SUITE)
    assert statuses(outcomes) == {
        "test_1_passes": "passed",
        "test_2_fails": "failed",
        "test_3_errors": "failed",
        "test_4_skipped": "skipped",
        "test_5_expected": "expected failure",
        "test_6_unexpected": "unexpected success",
        "test_7_subtests": "failed",
        "test_8_skips_itself": "skipped",
        "test": "skipped",
        "test_made_up (process)": "finished",
    }
    assert outcomes.by_test["test_made_up.Tests.test_8_skips_itself"].detail == "no reason"
    assert "number=1" in outcomes.by_test["test_made_up.Tests.test_7_subtests"].detail
    assert outcomes.counts() == Counter(passed=2, failed=4, skipped=3)
    assert outcomes.engine is not None
    assert "/ferrotypes/" not in outcomes.engine


def test_our_run_is_on_ours(tmp_path):
    (tmp_path / "test_made_up.py").write_text(SUITE)
    outcomes = suite.run_module(
        Path(sys.executable), "test_made_up", suite.OURS, {"PYTHONPATH": str(tmp_path)}
    )
    assert outcomes.engine is not None
    assert "/ferrotypes/" in outcomes.engine


def test_a_crash_costs_the_test_it_happened_in_and_those_after_it(tmp_path):
    outcomes = run(tmp_path, CRASH)
    assert statuses(outcomes) == {
        "test_1": "passed",
        "test_2": "crashed",
        "test_made_up (process)": "crashed",
    }
    assert outcomes.by_test["test_made_up.Tests.test_2"].short == "crashed: SIGSEGV"
    assert outcomes.counts() == Counter(passed=1, failed=2)


def test_a_hang_ends_with_its_children(tmp_path, monkeypatch):
    monkeypatch.setattr(suite, "TIMEOUT", 3.0)
    outcomes = run(tmp_path, HANG)
    assert statuses(outcomes)["test_1"] == "passed"
    assert statuses(outcomes)["test_2"] == "timed out"


def test_a_module_that_cannot_be_imported_is_a_failure(tmp_path):
    outcomes = run(tmp_path, "import nothing_of_the_kind")
    assert outcomes.counts()["failed"] == 1


def test_a_module_that_skips_itself(tmp_path):
    outcomes = run(tmp_path, "import unittest\nraise unittest.SkipTest('other system')")
    assert outcomes.counts() == Counter(skipped=1)


def test_equal_runs_have_no_difference(tmp_path):
    assert differences(run(tmp_path, SUITE), run(tmp_path, SUITE)) == []


def test_another_reason_for_a_skip_is_a_difference(tmp_path):
    found = differences(run(tmp_path, SUITE), run(tmp_path, SUITE, WHY="another"))
    assert [d.test for d in found] == ["test_made_up.Tests.test_8_skips_itself"]


def test_a_test_that_does_not_run_is_a_difference():
    stock = Outcomes(None, {"m.T.a": Outcome("passed"), "m.T.b": Outcome("passed")})
    ours = Outcomes(None, {"m.T.a": Outcome("passed")})
    assert differences(stock, ours) == [Difference("m.T.b", Outcome("passed"), None)]


FOUND = [Difference("m.T.a", Outcome("passed"), Outcome("failed", "Traceback\nValueError: x"))]


@pytest.mark.parametrize(
    ("found", "entries", "complaint", "accepted"),
    [
        (FOUND, {}, "m.T.a\n  stock passed\n  ours  failed: ValueError: x", 0),
        (FOUND, {"m.T.a": expect.Expected("failed", "because")}, None, 1),
        (
            FOUND,
            {"m.T.a": expect.Expected("skipped", "because")},
            "m.T.a\n  expected skipped (because)\n  ours  failed: ValueError: x",
            0,
        ),
        (
            [],
            {"m.T.a": expect.Expected("failed", "because")},
            "m.T.a\n  expected failed (because), but ours now does as stock",
            0,
        ),
        ([], {}, None, 0),
    ],
)
def test_a_difference_needs_a_reason_and_a_reason_a_difference(found, entries, complaint, accepted):
    verdict = expect.judge(found, entries)
    assert verdict == expect.Verdict([complaint] if complaint else [], accepted)


def test_entries_come_from_the_versions_file(tmp_path, monkeypatch):
    monkeypatch.setattr(expect, "FOLDER", tmp_path)
    assert expect.load("3.12") == {}
    (tmp_path / "3.12.toml").write_text('[[difference]]\ntest = "m.T.a"\nours = "failed"\nreason = "why"\n')
    assert expect.load("3.12") == {"m.T.a": expect.Expected("failed", "why")}


def test_an_entry_without_a_reason_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(expect, "FOLDER", tmp_path)
    (tmp_path / "3.12.toml").write_text('[[difference]]\ntest = "m.T.a"\nours = "failed"\nreason = " "\n')
    with pytest.raises(SystemExit, match=r"the entry for m\.T\.a gives no reason"):
        expect.load("3.12")


def test_the_files_in_the_project_are_read():
    for file in expect.FOLDER.glob("*.toml"):
        assert expect.load(file.stem)
