"""How a program ends under `ferrotypes run`: status, traceback, signals, as under python."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from programs import assert_same, environment

ENDINGS = {
    "falls off the end": "print('done')",
    "exit 0": "import sys; sys.exit()",
    "exit 3": "import sys; sys.exit(3)",
    "exit 256": "import sys; sys.exit(256)",
    "exit -1": "raise SystemExit(-1)",
    "exit with a sentence": "import sys; sys.exit('no such thing')",
    "exit with an object": "import sys; sys.exit([1, 2])",
    "os._exit": "import os; print('lost in the buffer'); os._exit(7)",
    "uncaught": "def f(n):\n    return 1 / n\n\n\nf(0)",
    "uncaught with cause": "try:\n    {}['x']\nexcept KeyError as e:\n    raise ValueError('y') from e",
    "uncaught group" if sys.version_info >= (3, 11) else "uncaught OSError": (
        "raise ExceptionGroup('g', [ValueError(1), TypeError(2)])"
        if sys.version_info >= (3, 11)
        else "open('/nonexistent/file')"
    ),
    "syntax error": "x = = 1\n",
    "KeyboardInterrupt": "raise KeyboardInterrupt",
    "uncaught in a thread": "import threading\nt = threading.Thread(target=lambda: 1 / 0, name='T')\n"
    "t.start(); t.join()",
    "excepthook": "import sys\nsys.excepthook = lambda *a: print('hook', a[0].__name__)\n1 / 0",
    "atexit": "import atexit\natexit.register(print, 'bye')\nraise SystemExit(4)",
    "warning": "import warnings\nwarnings.warn('careful')\nwarnings.warn('old', DeprecationWarning)",
    "exception from ctypes": "import ctypes\nctypes.CDLL('/nonexistent.so')",
    "unraisable": "class A:\n    def __del__(self):\n        1 / 0\n\n\nA()",
    "recursion": "import sys\nsys.setrecursionlimit(60)\ndef f():\n    f()\n\n\nf()",
    "SIGTERM": "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)",
    "SIGKILL": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "SIGINT to itself": "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nimport time; time.sleep(9)",
    "abort": "import os, resource\nresource.setrlimit(resource.RLIMIT_CORE, (0, 0))\nos.abort()",
    "faulthandler": "import faulthandler, signal, os, resource\n"
    "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\nfaulthandler.enable(all_threads=False)\n"
    "os.kill(os.getpid(), signal.SIGSEGV)",
}


@pytest.mark.parametrize("code", ENDINGS.values(), ids=ENDINGS.keys())
@pytest.mark.parametrize("how", ["script", "module", "code", "stdin"])
def test_a_program_ends_as_under_python(tmp_path, code, how):
    (tmp_path / "app.py").write_text(code + "\n")
    words = {"script": ["app.py"], "module": ["-m", "app"], "code": ["-c", code], "stdin": ["-"]}[how]
    result = assert_same(*words, cwd=tmp_path, stdin=code if how == "stdin" else "")
    assert "ferrotypes" not in result.err


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGQUIT]
)
@pytest.mark.parametrize("launcher", [[], ["-m", "ferrotypes", "run"]], ids=["python", "ferrotypes"])
def test_a_signal_from_outside_ends_it(tmp_path, number, launcher):
    """Both launchers are held to the same expectation: killed by that very signal."""
    ready = tmp_path / "ready"
    code = (
        "import pathlib, resource, time\nresource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
        f"pathlib.Path({str(ready)!r}).touch()\ntime.sleep(60)"
    )
    command = [sys.executable, *launcher, "-c", code]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 30
        while not ready.exists():
            assert time.monotonic() < deadline, "the program did not start"
            time.sleep(0.01)
        process.send_signal(number)
        assert process.wait(30) == -number


HANDLERS = """
import signal
print({s.name: str(signal.getsignal(s)).split(" at ")[0] for s in sorted(signal.valid_signals())
       if isinstance(s, signal.Signals)})
print(signal.pthread_sigmask(signal.SIG_BLOCK, []))
"""


def test_signal_handlers_are_those_of_python():
    assert_same("-c", HANDLERS)


def test_an_ignored_signal_stays_ignored():
    """A shell starts background jobs with SIGINT ignored."""
    results = []
    for launcher in ([], ["-m", "ferrotypes", "run"]):
        command = [sys.executable, *launcher, "-c", HANDLERS]
        done = subprocess.run(
            ["sh", "-c", 'trap "" INT TERM; exec "$@"', "sh", *command],
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        results.append(done.stdout)
    assert results[0] == results[1]
    assert "'SIGINT': '1'" in results[0] or "SIG_IGN" in results[0]


def test_a_closed_pipe_ends_it_as_under_python():
    results = []
    for launcher in ([], ["-m", "ferrotypes", "run"]):
        command = [sys.executable, *launcher, "-c", "for i in range(100000): print(i)"]
        with subprocess.Popen(
            command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            process.stdout.close()
            results.append((process.stderr.read(), process.wait(30)))
    assert results[0] == results[1]


def test_the_process_number_is_the_launchers():
    command = [sys.executable, "-m", "ferrotypes", "run", "-c", "import os; print(os.getpid(), os.getppid())"]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        out, _ = process.communicate(timeout=30)
    assert out.split() == [str(process.pid), str(os.getpid())]


@pytest.mark.parametrize("descriptor", [0, 1, 2])
def test_closed_standard_streams(descriptor):
    results = []
    for launcher in ([], ["-m", "ferrotypes", "run"]):
        code = (
            "import sys as s\nfor f in s.stdout, s.stderr:\n    f and f.write(repr((s.stdin, s.stdout, f)))"
        )
        done = subprocess.run(
            ["sh", "-c", f'exec "$@" {descriptor}>&-', "sh", sys.executable, *launcher, "-c", code],
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        results.append((done.returncode, done.stdout, done.stderr))
    assert results[0] == results[1]
