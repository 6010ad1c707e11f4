"""What a program sees of itself under `ferrotypes run`: argv, path, `__main__`, as under python."""

from __future__ import annotations

import zipfile

import pytest

from programs import assert_same

# Everything about itself that a program can ask for without importing what python itself has not imported.
PORTRAIT = """
import sys
main = sys.modules["__main__"]
print("argv", sys.argv)
print("path", sys.path)
print("name", __name__, main.__dict__ is globals())
for name in ("__file__", "__package__", "__cached__", "__doc__", "__annotations__"):
    print(name, repr(getattr(main, name, "absent")))
print("loader", type(main.__loader__), getattr(main.__loader__, "path", None))
spec = main.__spec__
print("spec", spec and (spec.name, spec.origin, spec.parent, spec.submodule_search_locations, spec.cached))
print("builtins", type(__builtins__), __builtins__ is sys.modules["builtins"])
print("names", sorted(n for n in globals() if n not in ("main", "spec", "name", "sys", "os", "frame")))
print("modules", sorted(m for m in sys.modules if m != "__future__" and not m.startswith("ferrotypes")))
print("flags", sys.flags, sys.warnoptions, sys._xoptions)
print("executable", sys.executable, sys.prefix, sys.exec_prefix)
print("orig_argv", sys.orig_argv[1:])
import os

print("environ", {k: v for k, v in os.environ.items() if k != "FERROTYPES"})
print("streams", sys.stdin.encoding, sys.stdout.encoding, sys.stderr.errors, sys.stdout.line_buffering)
frame = sys._getframe()
while frame:
    print("frame", frame.f_code.co_filename, frame.f_code.co_name)
    frame = frame.f_back
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "app.py").write_text(PORTRAIT)
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__init__.py").write_text("")
    (tmp_path / "package" / "__main__.py").write_text(PORTRAIT)
    (tmp_path / "package" / "tool.py").write_text(PORTRAIT)
    with zipfile.ZipFile(tmp_path / "app.zip", "w") as archive:
        archive.writestr("__main__.py", PORTRAIT)
    (tmp_path / "-dash.py").write_text(PORTRAIT)
    return tmp_path


PROGRAMS = {
    "script": ["app.py"],
    "script in a folder above": ["package/../app.py"],
    "module": ["-m", "app"],
    "joined -m": ["-mapp"],
    "package": ["-m", "package"],
    "module of a package": ["-m", "package.tool"],
    "folder": ["package"],
    "zip": ["app.zip"],
    "code": ["-c", PORTRAIT],
}
ARGUMENTS = ["first", "--option", "-m", "", "--", "-c", "two words", "-h"]


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_program_sees_what_it_sees_under_python(folder, program):
    result = assert_same(*program, *ARGUMENTS, cwd=folder)
    assert result.status == 0, result.err
    assert repr(ARGUMENTS)[1:] in result.out


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_interpreter_options_reach_the_program(folder, program):
    result = assert_same(*program, options=("-OO", "-Werror", "-X", "dev", "-u", "-B"), cwd=folder)
    assert "optimize=2" in result.out
    assert "'error'" in result.out


def test_standard_input(folder):
    assert_same("-", "a", "--", "b", cwd=folder, stdin=PORTRAIT)


def test_standard_input_is_the_programs(folder):
    result = assert_same("-c", "import sys; print(input(), repr(sys.stdin.read()))", stdin="line\nrest\n")
    assert result.out == "line 'rest\\n'\n"


def test_absolute_path(folder):
    assert_same(folder / "app.py", cwd=folder / "package")


def test_what_is_not_there(folder):
    assert assert_same("missing.py", cwd=folder).status == 2
    assert assert_same("-m", "missing", cwd=folder).status == 1
    assert assert_same("-m", "package.missing", cwd=folder).status == 1


@pytest.mark.parametrize("option", ["-I", "-E", "-s", "-q", "-v", "-x", "-i"])
def test_single_options_of_the_interpreter(folder, option):
    if option == "-v":
        # The log of imports names ours as well; the program's own output is compared.
        result = assert_same("-c", "import sys; sys.stderr.close(); print(sys.flags)")
    else:
        result = assert_same("app.py", options=(option,), cwd=folder)
    assert result.status == 0
