//! `long double` of System V x86-64: the x87 80-bit format, converted from and to `f64` as the C compiler does.

/// The nearest `f64` of the 10 significant bytes of an x87 extended value.
pub fn f64_from_long_double(bytes: &[u8; 16]) -> f64 {
    let mut result = 0f64;
    // SAFETY: loads 10 bytes from `bytes` and stores 8 to `result`; the x87 stack is left as found. The `Microsoft` and
    // System V ABIs both leave the stack empty between functions, so one push cannot overflow.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        std::arch::asm!(
            "fld tbyte ptr [{source}]",
            "fstp qword ptr [{dest}]",
            source = in(reg) bytes.as_ptr(),
            dest = in(reg) &mut result,
            out("st(0)") _, out("st(1)") _, out("st(2)") _, out("st(3)") _,
            out("st(4)") _, out("st(5)") _, out("st(6)") _, out("st(7)") _,
            options(nostack),
        );
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        let _ = bytes;
        compile_error!("tell convert/long_double.rs the `long double` of this architecture");
    }
    result
}

/// The x87 extended value equal to `value`, its 6 padding bytes zero.
pub fn long_double_from_f64(value: f64) -> [u8; 16] {
    let mut bytes = [0u8; 16];
    // SAFETY: loads 8 bytes from `value` and stores 10 to `bytes`; the x87 stack is left as found.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        std::arch::asm!(
            "fld qword ptr [{source}]",
            "fstp tbyte ptr [{dest}]",
            source = in(reg) &value,
            dest = in(reg) bytes.as_mut_ptr(),
            out("st(0)") _, out("st(1)") _, out("st(2)") _, out("st(3)") _,
            out("st(4)") _, out("st(5)") _, out("st(6)") _, out("st(7)") _,
            options(nostack),
        );
    }
    bytes
}
