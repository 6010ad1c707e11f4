"""A program on ctypes: orders in SQLite, by the C library itself.

Nothing here knows of ferrotypes. It declares a dozen functions of libsqlite3 with ctypes, fills a table
through a prepared statement, lets SQL call a Python function, and reads the answer back column by column:
about 700,000 calls from Python to C and 40,000 from C to Python. Timing goes to standard error, the answer
to standard output.

    python examples/orders.py [ROWS]
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
import time
from ctypes import CFUNCTYPE, POINTER, byref, c_char_p, c_double, c_int, c_int64, c_void_p

OK, ROW, DONE = 0, 100, 101
UTF8, DETERMINISTIC = 1, 0x800
STATIC = c_void_p(0)  # the text outlives the statement's next step

Function = CFUNCTYPE(None, c_void_p, c_int, POINTER(c_void_p))


def load() -> ctypes.CDLL:
    """libsqlite3 with the prototypes used below (https://sqlite.org/c3ref/intro.html)."""
    name = ctypes.util.find_library("sqlite3")
    if name is None:
        raise SystemExit("this example needs the SQLite library: apt-get install libsqlite3-0")
    lib = ctypes.CDLL(name)
    prototypes = {
        "sqlite3_open": (c_int, [c_char_p, POINTER(c_void_p)]),
        "sqlite3_close": (c_int, [c_void_p]),
        "sqlite3_errmsg": (c_char_p, [c_void_p]),
        "sqlite3_libversion": (c_char_p, []),
        "sqlite3_prepare_v2": (c_int, [c_void_p, c_char_p, c_int, POINTER(c_void_p), POINTER(c_char_p)]),
        "sqlite3_finalize": (c_int, [c_void_p]),
        "sqlite3_step": (c_int, [c_void_p]),
        "sqlite3_reset": (c_int, [c_void_p]),
        "sqlite3_bind_int64": (c_int, [c_void_p, c_int, c_int64]),
        "sqlite3_bind_double": (c_int, [c_void_p, c_int, c_double]),
        "sqlite3_bind_text": (c_int, [c_void_p, c_int, c_char_p, c_int, c_void_p]),
        "sqlite3_column_int64": (c_int64, [c_void_p, c_int]),
        "sqlite3_column_double": (c_double, [c_void_p, c_int]),
        "sqlite3_column_text": (c_char_p, [c_void_p, c_int]),
        "sqlite3_create_function": (
            c_int,
            [c_void_p, c_char_p, c_int, c_int, c_void_p, Function, c_void_p, c_void_p],
        ),
        "sqlite3_value_double": (c_double, [c_void_p]),
        "sqlite3_result_double": (None, [c_void_p, c_double]),
    }
    for function, (result, arguments) in prototypes.items():
        getattr(lib, function).restype = result
        getattr(lib, function).argtypes = arguments
    return lib


class Database:
    """A database in memory."""

    def __init__(self, lib: ctypes.CDLL) -> None:
        self.lib = lib
        self.handle = c_void_p()
        self.check(lib.sqlite3_open(b":memory:", byref(self.handle)))

    def check(self, status: int) -> None:
        """Raise what the library says unless `status` is a good one."""
        if status not in (OK, ROW, DONE):
            raise RuntimeError(self.lib.sqlite3_errmsg(self.handle).decode())

    def prepare(self, sql: str) -> c_void_p:
        """A compiled statement."""
        statement = c_void_p()
        self.check(self.lib.sqlite3_prepare_v2(self.handle, sql.encode(), -1, byref(statement), None))
        return statement

    def execute(self, sql: str) -> None:
        """A statement without parameters or rows."""
        statement = self.prepare(sql)
        self.check(self.lib.sqlite3_step(statement))
        self.check(self.lib.sqlite3_finalize(statement))


def fill(db: Database, rows: int) -> None:
    """Insert `rows` orders through one prepared statement."""
    lib = db.lib
    cities = [b"Aarhus", b"Bergen", b"Coimbra", b"Dresden", b"Essaouira"]
    db.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, city TEXT, amount REAL, weight REAL)")
    db.execute("BEGIN")
    statement = db.prepare("INSERT INTO orders VALUES (?, ?, ?, ?)")
    for number in range(rows):
        city = cities[number * 7919 % len(cities)]
        lib.sqlite3_bind_int64(statement, 1, number)
        lib.sqlite3_bind_text(statement, 2, city, len(city), STATIC)
        lib.sqlite3_bind_double(statement, 3, number * 37 % 1000 / 10)
        lib.sqlite3_bind_double(statement, 4, number * 11 % 300 / 7)
        db.check(lib.sqlite3_step(statement))
        lib.sqlite3_reset(statement)
    db.check(lib.sqlite3_finalize(statement))
    db.execute("COMMIT")


def define_postage(db: Database) -> object:
    """Give SQL a function `postage(weight)` that is written in Python; the caller keeps the result alive."""
    lib = db.lib

    def postage(context: int, count: int, values: ctypes._Pointer[c_void_p]) -> None:
        weight = lib.sqlite3_value_double(values[0])
        lib.sqlite3_result_double(context, 4.9 if weight < 5 else 4.9 + 1.2 * (weight // 5))

    function = Function(postage)
    flags = UTF8 | DETERMINISTIC
    db.check(lib.sqlite3_create_function(db.handle, b"postage", 1, flags, None, function, None, None))
    return function


def report(db: Database) -> None:
    """Print orders, revenue and postage by city."""
    lib = db.lib
    statement = db.prepare(
        "SELECT city, count(*), sum(amount), sum(postage(weight)) FROM orders GROUP BY city ORDER BY city"
    )
    print(f"{'city':12}{'orders':>8}{'amount':>14}{'postage':>14}")
    while lib.sqlite3_step(statement) == ROW:
        city = lib.sqlite3_column_text(statement, 0).decode()
        count = lib.sqlite3_column_int64(statement, 1)
        amount, postage = (lib.sqlite3_column_double(statement, column) for column in (2, 3))
        print(f"{city:12}{count:8}{amount:14.2f}{postage:14.2f}")
    db.check(lib.sqlite3_finalize(statement))


def checksum(db: Database) -> float:
    """Read every row back."""
    lib = db.lib
    total = 0.0
    statement = db.prepare("SELECT id, city, amount FROM orders")
    while lib.sqlite3_step(statement) == ROW:
        number = lib.sqlite3_column_int64(statement, 0)
        city = lib.sqlite3_column_text(statement, 1)
        total += number % 97 * len(city) + lib.sqlite3_column_double(statement, 2)
    db.check(lib.sqlite3_finalize(statement))
    return total


def main() -> None:
    """The whole job."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
    lib = load()
    started = time.perf_counter()
    db = Database(lib)
    fill(db, rows)
    function = define_postage(db)
    report(db)
    print(f"checksum {checksum(db):.3f}")
    db.check(lib.sqlite3_close(db.handle))
    del function
    seconds = time.perf_counter() - started
    print(f"{seconds:.3f}", file=sys.stderr)


if __name__ == "__main__":
    main()
