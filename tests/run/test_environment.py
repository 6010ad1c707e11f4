"""Locale and environment of a program under `ferrotypes run`."""

from __future__ import annotations

import pytest

from programs import assert_same, environment

PORTRAIT = """
import locale, os, sys
print(sys.flags.utf8_mode, sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())
print(sys.stdin.encoding, sys.stdin.errors, sys.stdout.encoding, sys.stdout.errors)
print(locale.setlocale(locale.LC_CTYPE))
print({k: v for k, v in os.environ.items() if k != "FERROTYPES"})
"""

LOCALES = {
    "none": {},
    "C": {"LANG": "C"},
    "POSIX": {"LC_CTYPE": "POSIX"},
    "LC_ALL=C": {"LC_ALL": "C"},
    "LC_ALL=C over a coercion target": {"LC_ALL": "C", "LC_CTYPE": "C.UTF-8"},
    "C.UTF-8": {"LC_CTYPE": "C.UTF-8"},
    "C.UTF-8 by LANG": {"LANG": "C.UTF-8"},
    "unknown": {"LC_CTYPE": "xx_XX.UTF-8"},
    "UTF-8 mode on": {"LANG": "C", "PYTHONUTF8": "1"},
    "UTF-8 mode off": {"LANG": "C", "PYTHONUTF8": "0"},
    "UTF-8 mode on, C.UTF-8": {"LC_CTYPE": "C.UTF-8", "PYTHONUTF8": "1"},
    "no coercion": {"LANG": "C", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.mark.parametrize("changes", LOCALES.values(), ids=LOCALES.keys())
def test_the_locale_is_as_under_python(changes):
    clean = dict.fromkeys(("LC_ALL", "LC_CTYPE", "LANG", "PYTHONUTF8", "PYTHONCOERCECLOCALE"))
    assert_same("-c", PORTRAIT, env=environment(**{**clean, **changes}))


def test_utf8_mode_by_option():
    assert_same("-c", PORTRAIT, options=("-X", "utf8"), env=environment(LC_ALL=None, LANG="C", LC_CTYPE=None))


def test_python_variables_reach_the_program(tmp_path):
    (tmp_path / "helper.py").write_text("print('helper', __file__)")
    env = environment(
        PYTHONPATH=str(tmp_path), PYTHONWARNINGS="error", PYTHONUNBUFFERED="1", PYTHONHASHSEED="7"
    )
    result = assert_same("-c", "import helper, sys; print(sys.path, sys.flags, hash('x'))", env=env)
    assert "helper" in result.out


def test_isolation_reaches_the_program(tmp_path):
    (tmp_path / "helper.py").write_text("")
    env = environment(PYTHONPATH=str(tmp_path))
    result = assert_same("-c", "import helper", options=("-I",), env=env)
    assert result.status == 1


def test_a_sitecustomize_of_the_user_still_runs(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import ctypes, _ctypes, sys; sys.found = ctypes.sizeof(ctypes.c_int)"
    )
    result = assert_same("-c", "import sys; print(sys.found)", env=environment(PYTHONPATH=str(tmp_path)))
    assert result.out == "4\n"


def test_the_mark_is_the_only_trace_in_the_environment():
    code = "import os; print({k: v for k, v in os.environ.items() if k not in %r})"
    result = assert_same("-c", code % {"FERROTYPES"})
    assert "FERROTYPES" not in result.out
