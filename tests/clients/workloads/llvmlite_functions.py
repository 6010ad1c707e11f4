"""llvmlite: builds, optimises and runs machine code, called through CFUNCTYPE prototypes of many shapes."""

from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_double, c_float, c_int8, c_int32, c_int64, cast

import llvmlite.binding as llvm
from _digest import Digest
from llvmlite import ir

llvm.initialize_native_target()
llvm.initialize_native_asmprinter()


class Pair(Structure):
    _fields_ = (("x", c_int32), ("y", c_double))


def module() -> ir.Module:
    made = ir.Module(name="workload")
    i32, i64, i8, double = ir.IntType(32), ir.IntType(64), ir.IntType(8), ir.DoubleType()
    add = ir.Function(made, ir.FunctionType(i32, (i32, i32)), "add")
    builder = ir.IRBuilder(add.append_basic_block())
    builder.ret(builder.add(*add.args))
    mix = ir.Function(made, ir.FunctionType(double, (i8, double, i64, ir.FloatType(), i32, double)), "mix")
    builder = ir.IRBuilder(mix.append_basic_block())
    total = builder.sitofp(mix.args[0], double)
    for argument in mix.args[1:]:
        if isinstance(argument.type, ir.IntType):
            argument = builder.sitofp(argument, double)
        elif isinstance(argument.type, ir.FloatType):
            argument = builder.fpext(argument, double)
        total = builder.fadd(builder.fmul(total, double(3.0)), argument)
    builder.ret(total)
    pair = ir.LiteralStructType((i32, double))
    sums = ir.Function(made, ir.FunctionType(double, (pair.as_pointer(), i32)), "sums")
    start, loop, done = (sums.append_basic_block(name) for name in ("start", "loop", "done"))
    builder = ir.IRBuilder(start)
    builder.branch(loop)
    builder.position_at_end(loop)
    index, running = builder.phi(i32), builder.phi(double)
    item = builder.load(builder.gep(sums.args[0], [index, i32(1)]))
    following, grown = builder.add(index, i32(1)), builder.fadd(running, item)
    for phi, first, later in ((index, i32(0), following), (running, double(0.0), grown)):
        phi.add_incoming(first, start)
        phi.add_incoming(later, loop)
    builder.cbranch(builder.icmp_signed("<", following, sums.args[1]), loop, done)
    builder.position_at_end(done)
    builder.ret(grown)
    return made


def main() -> None:
    out = Digest()
    source = str(module())
    parsed = llvm.parse_assembly(source)
    parsed.verify()
    out.add(
        [(f.name, [str(a.type) for a in f.arguments], [b.name for b in f.blocks]) for f in parsed.functions]
    )
    machine = llvm.Target.from_default_triple().create_target_machine()
    engine = llvm.create_mcjit_compiler(parsed, machine)
    engine.finalize_object()
    add = CFUNCTYPE(c_int32, c_int32, c_int32)(engine.get_function_address("add"))
    mix = CFUNCTYPE(c_double, c_int8, c_double, c_int64, c_float, c_int32, c_double)(
        engine.get_function_address("mix")
    )
    sums = CFUNCTYPE(c_double, POINTER(Pair), c_int32)(engine.get_function_address("sums"))
    out.add([add(a, b) for a in range(-50, 50) for b in (2**31 - 1, -7)])
    out.add([mix(i % 128, i / 3, i**5, i / 4, -i, 0.5) for i in range(200)])
    pairs = (Pair * 50)(*[(i, i * 1.5) for i in range(50)])
    out.add([sums(pairs, n) for n in range(1, 51)], sums(cast(byref(pairs, 160), POINTER(Pair)), 3))
    try:
        llvm.parse_assembly("define i32 @broken( {")
    except RuntimeError as error:
        out.add(str(error))
    out.add(llvm.parse_assembly(source).get_function("add").type.is_pointer)
    out.finish()


main()
