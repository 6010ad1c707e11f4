"""capstone: disassembles several machines with details (nested unions and arrays read from C memory)."""

import capstone
from _digest import Digest

X86 = bytes.fromhex(
    "554889e54883ec10c745fc00000000eb04ff45fc90837dfc097ef6c9c3660f6fc1f20f59c80f05e8fbffffff"
)
ARM64 = bytes.fromhex("fd7bbfa9fd030091e0031faae1230091280040b90801080b280000b9c0035fd6201c402e")
ARM = bytes.fromhex("04e02de50c109fe5011081e2b01081e00450a0e3ffffffea1eff2fe1")
MIPS = bytes.fromhex("27bdffe0afbf001c3c1c00050c1000970000000024020000ac220000")

out = Digest()
out.add(capstone.cs_version()[:1], capstone.cs_support(capstone.CS_ARCH_X86))
for name, arch, mode, code in (
    ("x86-64", capstone.CS_ARCH_X86, capstone.CS_MODE_64, X86),
    ("x86-32", capstone.CS_ARCH_X86, capstone.CS_MODE_32, X86),
    ("arm64", capstone.CS_ARCH_ARM64, capstone.CS_MODE_ARM, ARM64),
    ("arm", capstone.CS_ARCH_ARM, capstone.CS_MODE_ARM, ARM),
    ("mips", capstone.CS_ARCH_MIPS, capstone.CS_MODE_MIPS32 | capstone.CS_MODE_BIG_ENDIAN, MIPS),
):
    engine = capstone.Cs(arch, mode)
    out.add(name, [tuple(line) for line in engine.disasm_lite(code, 0x1000)])
    engine.detail = True
    for _ in range(20):
        for line in engine.disasm(code, 0x1000):
            out.add((line.address, line.mnemonic, line.op_str, bytes(line.bytes), line.id, line.group(1)))
            if name != "mips":  # has no register access tables
                out.add([[line.reg_name(r) for r in registers] for registers in line.regs_access()])
            out.add([(operand.type, getattr(operand, "size", None)) for operand in line.operands])
            out.add([operand.mem.disp for operand in line.operands if operand.type == capstone.CS_OP_MEM])
try:
    capstone.Cs(999, 0)
except capstone.CsError as error:
    out.add(str(error), error.errno)
out.finish()
