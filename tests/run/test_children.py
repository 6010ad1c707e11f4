"""Python processes that a followed program starts run on ferrotypes too; others are not disturbed."""

from __future__ import annotations

import sys

import pytest

from programs import WHICH, assert_same, environment, execute, ferrotypes_run, python

CHILD = f"""
import os, subprocess, sys
def start(*words, **keywords):
    subprocess.run([sys.executable, *words, {WHICH!r}], check=True, **keywords)
"""


def test_the_program_itself_is_on_ferrotypes():
    assert ferrotypes_run("-c", WHICH).out == "ours\n"
    assert python("-c", WHICH).out == "stock\n"


@pytest.mark.parametrize("options", [[], ["-I"], ["-E"], ["-s"], ["-B", "-O"], ["-X", "dev"]])
def test_subprocess_of_sys_executable(options):
    code = f"{CHILD}\nstart(*{options!r}, '-c')"
    assert ferrotypes_run("-c", code).out == "ours\n"


@pytest.mark.parametrize(
    "env",
    ["None", "os.environ.copy()", "dict(os.environ, X='1')", "{'FERROTYPES': os.environ['FERROTYPES']}"],
)
def test_subprocess_with_a_passed_on_environment(env):
    assert ferrotypes_run("-c", f"{CHILD}\nstart('-c', env={env})").out == "ours\n"


def test_a_child_that_cannot_be_followed_runs_on_stock():
    """An empty environment, and an interpreter told to read no start-up files."""
    result = ferrotypes_run(
        "-c", f"{CHILD}\nstart('-c', env={{}})\nstart('-S', '-c')\nstart('-I', '-S', '-c')"
    )
    assert (result.status, result.err) == (0, "")
    assert result.out.split() == ["stock", "stock", "stock"]


def test_grandchildren():
    code = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {WHICH!r}])\n"
    nested = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {code!r}], check=True)"
    assert ferrotypes_run("-c", nested).out == "ours\n"


@pytest.mark.parametrize("how", ["os.execv", "os.posix_spawn", "os.system"])
def test_other_ways_to_start_a_process(tmp_path, how):
    (tmp_path / "child.py").write_text(WHICH)
    calls = {
        "os.execv": "os.execv(sys.executable, [sys.executable, 'child.py'])",
        "os.posix_spawn": "p = sys.executable; os.waitpid(os.posix_spawn(p, [p, 'child.py'], os.environ), 0)",
        "os.system": "os.system(sys.executable + ' child.py')",
    }
    assert ferrotypes_run("-c", f"import os, sys\n{calls[how]}", cwd=tmp_path).out == "ours\n"


MULTIPROCESSING = """
import ctypes
import multiprocessing
import sys
import _ctypes


class Point(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_double)]


class Plain:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return self.value == other.value


def work(point, plain, number):
    main = sys.modules["__main__"]
    engine = "ours" if "/ferrotypes/" in _ctypes.__file__ else "stock"
    return (engine, __name__, main.__name__, type(point).__module__, point.x + number, plain)


if __name__ == "__main__":
    context = multiprocessing.get_context(METHOD)
    with context.Pool(2) as pool:
        for engine, *rest, plain in pool.starmap(work, [(Point(i, 0.5), Plain(i), i) for i in range(4)]):
            print(engine, *rest, plain == Plain(rest[-1] // 2))
    shared = context.Value("i", 5)
    array = context.Array(Point, [(1, 2.0), (3, 4.0)])
    child = context.Process(target=print, args=("child", 1), name="C")
    child.start()
    child.join()
    print(shared.value, [(p.x, p.y) for p in array], child.exitcode)
"""


@pytest.mark.parametrize("method", ["spawn", "forkserver", "fork"])
@pytest.mark.parametrize("how", ["script", "module"])
def test_multiprocessing(tmp_path, method, how):
    """Main is imported again by the children, classes in it are pickled, ctypes objects are shared."""
    (tmp_path / "app.py").write_text(MULTIPROCESSING.replace("METHOD", repr(method)))
    words = ["app.py"] if how == "script" else ["-m", "app"]
    ours = ferrotypes_run(*words, cwd=tmp_path)
    plain = python(*words, cwd=tmp_path)
    assert ours.out.replace("ours", "stock").splitlines() == plain.out.splitlines()
    assert (ours.status, ours.err) == (plain.status, plain.err) == (0, "")
    assert ours.out.count("ours") == 4


def test_process_pool_executor(tmp_path):
    (tmp_path / "app.py").write_text(
        "import concurrent.futures, ctypes, multiprocessing\n"
        "def f(n):\n    import _ctypes\n    return '/ferrotypes/' in _ctypes.__file__, n\n"
        "if __name__ == '__main__':\n"
        "    spawn = multiprocessing.get_context('spawn')\n"
        "    with concurrent.futures.ProcessPoolExecutor(2, mp_context=spawn) as pool:\n"
        "        print(list(pool.map(f, [1, 2])))\n"
    )
    assert ferrotypes_run("app.py", cwd=tmp_path).out == "[(True, 1), (True, 2)]\n"


def test_pickles_of_main_are_those_of_python(tmp_path):
    (tmp_path / "app.py").write_text(
        "import ctypes, pickle\n"
        "class P(ctypes.Structure):\n    _fields_ = [('x', ctypes.c_int)]\n"
        "class Q:\n    pass\n"
        "print(pickle.dumps([P(5), Q(), ctypes.c_long(3)]), pickle.loads(pickle.dumps(P(5))).x)\n"
    )
    for words in (["app.py"], ["-m", "app"]):
        assert_same(*words, cwd=tmp_path)


def test_an_environment_without_ferrotypes_is_not_disturbed(tmp_path):
    """A virtual environment of the same interpreter, made and used by a followed program."""
    code = (
        "import subprocess, sys, venv\n"
        f"venv.create({str(tmp_path / 'v')!r}, with_pip=False, symlinks=True)\n"
        f"subprocess.run([{str(tmp_path / 'v' / 'bin' / 'python')!r}, '-c', {WHICH!r}], check=True)"
    )
    result = ferrotypes_run("-c", code)
    assert (result.status, result.out, result.err) == (0, "stock\n", "")


def test_run_inside_run():
    assert ferrotypes_run("-c", f"{CHILD}\nstart('-m', 'ferrotypes', 'run', '-c')").out == "ours\n"


def test_the_variable_alone_is_enough():
    env = environment(FERROTYPES="run")
    assert python("-c", WHICH, env=env).out == "ours\n"
    script = execute([sys.executable, "-I", "-c", WHICH], cwd=None, env=env, stdin="")
    assert script.out == "ours\n"


@pytest.mark.parametrize("value", ["", "0", "off", "walk"])
def test_other_values_of_the_variable_change_nothing(value):
    result = python("-c", WHICH, env=environment(FERROTYPES=value))
    assert (result.out, result.err) == ("stock\n", "")


def test_the_mark_of_the_program_is_not_inherited():
    code = "import os, subprocess; subprocess.run(['env']); print(*os.environ.items(), sep='\\n')"
    out = ferrotypes_run("-c", code).out
    assert "FERROTYPES=run" in out
    assert "FERROTYPES_PROGRAM" not in out


def test_a_fork_stays_on_ferrotypes():
    code = f"import os\npid = os.fork()\nif pid: os.waitpid(pid, 0)\n{WHICH}"
    assert ferrotypes_run("-c", code).out == "ours\nours\n"
