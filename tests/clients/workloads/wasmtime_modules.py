"""wasmtime: compiles text modules, calls exports, hands out host functions (unions, callbacks, vectors)."""

from _digest import Digest
from wasmtime import (
    Engine,
    Func,
    FuncType,
    Instance,
    Limits,
    Linker,
    Memory,
    MemoryType,
    Module,
    Store,
    Trap,
    ValType,
    WasmtimeError,
)

TEXT = """(module
  (import "host" "twice" (func $twice (param i32) (result i32)))
  (import "host" "log" (func $log (param i32 f64 i64)))
  (memory (export "memory") 1 3)
  (global (export "counter") (mut i32) (i32.const 5))
  (func (export "fib") (param i32) (result i32)
    (if (result i32) (i32.lt_s (local.get 0) (i32.const 2))
      (then (local.get 0))
      (else (i32.add (call 0 (i32.const 0)) (i32.mul (local.get 0) (i32.const 3))))))
  (func (export "apply") (param i32) (result i32) (call $twice (call $twice (local.get 0))))
  (func (export "report") (param f64) (call $log (i32.const 7) (local.get 0) (i64.const -9)))
  (func (export "pair") (param f32) (result f32 i64) (local.get 0) (i64.const 1234567890123))
  (func (export "store") (param i32 i32) (i32.store (local.get 0) (local.get 1)))
  (func (export "trap") unreachable))"""

out = Digest()
engine = Engine()
module = Module(engine, TEXT)
out.add(
    [(item.name, type(item.type).__name__) for item in module.exports],
    [(i.module, i.name) for i in module.imports],
)
for _ in range(5):
    store = Store(engine)
    seen: list[tuple[object, ...]] = []
    twice = Func(store, FuncType([ValType.i32()], [ValType.i32()]), lambda value: 2 * value)
    log = Func(
        store,
        FuncType([ValType.i32(), ValType.f64(), ValType.i64()], []),
        lambda *values, seen=seen: seen.append(values),
    )
    exports = Instance(store, module, [twice, log]).exports(store)
    out.add(
        [exports["apply"](store, n) for n in range(-20, 20)], [exports["fib"](store, n) for n in range(10)]
    )
    exports["report"](store, 2.5)
    out.add(seen, exports["pair"](store, 1.5))
    memory = exports["memory"]
    exports["store"](store, 64, 0x01020304)
    out.add(
        bytes(memory.read(store, 60, 72)), memory.data_len(store), memory.size(store), memory.grow(store, 1)
    )
    memory.write(store, b"written", 100)
    out.add(bytes(memory.read(store, 98, 110)))
    counter = exports["counter"]
    counter.set_value(store, 41)
    out.add(counter.value(store))
    for call, arguments in (("trap", ()), ("store", (1 << 30, 1)), ("apply", ("x",))):
        try:
            exports[call](store, *arguments)
        except (Trap, WasmtimeError, TypeError) as error:
            out.add(call, type(error).__name__)


def fails(value: int) -> int:
    raise ValueError(f"host function refuses {value}")


store = Store(engine)
linker = Linker(engine)
linker.define_func("host", "twice", FuncType([ValType.i32()], [ValType.i32()]), fails)
linker.define_func(
    "host", "log", FuncType([ValType.i32(), ValType.f64(), ValType.i64()], []), lambda *values: None
)
try:
    linker.instantiate(store, module).exports(store)["apply"](store, 3)
except ValueError as error:
    out.add(str(error))
try:
    Module(engine, "(module (func (nonsense)))")
except WasmtimeError as error:
    out.add("nonsense" in str(error))
other = Memory(store, MemoryType(Limits(1, 2)))
out.add(other.type(store).limits.min, other.type(store).limits.max)
out.finish()
