"""unicorn: emulates code with hooks (callbacks from C with user data, memory by pointer, exceptions)."""

import struct

import unicorn
from _digest import Digest
from unicorn import arm64_const, x86_const

# mov ecx, 10; xor eax, eax; again: add eax, ecx; mov [rbx], eax; add rbx, 4; dec ecx; jnz again
LOOP = bytes.fromhex("b90a00000031c001c889034883c304ffc975f4")
CODE, DATA = 0x10000, 0x20000

out = Digest()
out.add(unicorn.uc_arch_supported(unicorn.UC_ARCH_X86))
for _ in range(5):
    machine = unicorn.Uc(unicorn.UC_ARCH_X86, unicorn.UC_MODE_64)
    machine.mem_map(CODE, 0x1000)
    machine.mem_map(DATA, 0x1000, unicorn.UC_PROT_READ | unicorn.UC_PROT_WRITE)
    machine.mem_write(CODE, LOOP)
    machine.reg_write(x86_const.UC_X86_REG_RBX, DATA)
    seen: list[tuple[object, ...]] = []

    def on_code(uc, address, size, log):
        log.append(("code", address, size, uc.reg_read(x86_const.UC_X86_REG_EAX)))

    def on_write(uc, access, address, size, value, log):
        log.append(("write", access, address, size, value))

    machine.hook_add(unicorn.UC_HOOK_CODE, on_code, seen)
    handle = machine.hook_add(unicorn.UC_HOOK_MEM_WRITE, on_write, seen)
    machine.emu_start(CODE, CODE + len(LOOP))
    out.add(seen, struct.unpack("<10I", machine.mem_read(DATA, 40)))
    out.add(machine.reg_read(x86_const.UC_X86_REG_EAX), list(machine.mem_regions()))
    machine.hook_del(handle)
    machine.reg_write(x86_const.UC_X86_REG_XMM0, 2**100 + 7)
    out.add(machine.reg_read(x86_const.UC_X86_REG_XMM0))
    context = machine.context_save()
    machine.reg_write(x86_const.UC_X86_REG_EAX, 1)
    machine.context_restore(context)
    out.add(machine.reg_read(x86_const.UC_X86_REG_EAX))
    try:
        machine.mem_read(0x900000, 4)
    except unicorn.UcError as error:
        out.add(str(error), error.errno)

    faults: list[int] = []

    def on_fault(uc, access, address, size, value, log):
        log.append(address)
        uc.mem_map(address & ~0xFFF, 0x1000)
        return True

    machine.hook_add(unicorn.UC_HOOK_MEM_UNMAPPED, on_fault, faults)
    machine.reg_write(x86_const.UC_X86_REG_RBX, 0x700000)
    machine.emu_start(CODE, CODE + len(LOOP))
    out.add(faults)

arm = unicorn.Uc(unicorn.UC_ARCH_ARM64, unicorn.UC_MODE_ARM)
arm.mem_map(CODE, 0x1000)
arm.mem_write(CODE, bytes.fromhex("20008052e1031f2a2100000b"))
arm.emu_start(CODE, CODE + 12)
out.add([arm.reg_read(r) for r in (arm64_const.UC_ARM64_REG_X0, arm64_const.UC_ARM64_REG_X1)])
out.finish()
