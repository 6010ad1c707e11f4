"""z3: builds terms and solves small problems (thousands of calls on opaque pointers, error callbacks)."""

import z3
from _digest import Digest


def magic_square(out: Digest) -> None:
    cells = [[z3.Int(f"c{r}{c}") for c in range(3)] for r in range(3)]
    solver = z3.Solver()
    flat = [cell for row in cells for cell in row]
    solver.add([z3.And(cell >= 1, cell <= 9) for cell in flat])
    solver.add(z3.Distinct(flat))
    lines = [
        *cells,
        *zip(*cells, strict=True),
        [cells[i][i] for i in range(3)],
        [cells[i][2 - i] for i in range(3)],
    ]
    solver.add([z3.Sum(list(line)) == 15 for line in lines])
    solver.add(cells[0][0] == 2, cells[0][1] == 7)
    out.add(str(solver.check()), [[solver.model()[cell].as_long() for cell in row] for row in cells])


def bit_vectors(out: Digest) -> None:
    x, y = z3.BitVecs("x y", 32)
    z3_min = y ^ ((x ^ y) & -z3.If(x < y, z3.BitVecVal(1, 32), z3.BitVecVal(0, 32)))
    solver = z3.Solver()
    solver.add(z3_min != z3.If(x < y, x, y))
    out.add(str(solver.check()))
    out.add(z3.simplify(z3.Extract(15, 8, z3.BitVecVal(0x1234, 32))).as_long())


def terms(out: Digest) -> None:
    a, b = z3.Reals("a b")
    f = z3.Function("f", z3.RealSort(), z3.RealSort())
    term = z3.simplify((a + b) ** 2 - a * a, som=True)
    out.add(str(term), term.sexpr(), term.num_args(), str(term.sort()))
    goal = z3.Goal()
    goal.add(f(a) > b, z3.Or(a == 1, b == z3.Q(1, 3)))
    out.add(str(z3.Then("simplify", "split-clause")(goal)))
    out.add([str(e) for e in z3.substitute(f(a) + b, (a, z3.RealVal(3))).children()])
    text = "(declare-const p Bool)(assert (not (= p p)))"
    solver = z3.Solver()
    solver.from_string(text)
    out.add(str(solver.check()))
    try:
        z3.parse_smt2_string("(assert unknown_thing)")
    except z3.Z3Exception as error:
        out.add(type(error).__name__, str(error))


def optimum(out: Digest) -> None:
    x, y = z3.Ints("x y")
    best = z3.Optimize()
    best.add(x + 2 * y <= 14, 3 * x - y >= 0, x - y <= 2)
    handle = best.maximize(3 * x + 4 * y)
    out.add(str(best.check()), best.upper(handle).as_long(), best.model()[x].as_long())


out = Digest()
for _ in range(3):
    for part in (magic_square, bit_vectors, terms, optimum):
        part(out)
out.finish()
