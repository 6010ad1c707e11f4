//! The C side: for each case a function that is called and a function that calls back.
//!
//! ```c
//! R call_7(T0 a0, T1 a1)     copies the bytes of what it received to `sink`, returns what lies in `source`
//! void back_7(R (*f)(T0, T1)) passes what lies in `source` to `f`, copies the bytes of its result to `sink`
//! ```
//!
//! Argument `n` lies at byte `n * STRIDE` of either buffer, a result at byte 0 (of `source`: at `RESULT`).

use crate::case::Case;
use std::fmt::Write;

/// Room for one argument.
pub const STRIDE: usize = 1024;
/// Where in `source` the result of a called function lies.
pub const RESULT: usize = 30 * STRIDE;
/// Bytes of either buffer.
pub const BUFFER: usize = 32 * STRIDE;

/// `memcpy` of our own: a compiler told to use a foreign convention would call the C library's by it.
const PRELUDE: &str = "\
#include <stdarg.h>
#include <stddef.h>
__attribute__((visibility(\"hidden\"))) void *memcpy(void *to, const void *from, size_t count) {
  volatile unsigned char *t = to; const unsigned char *f = from;
  while (count--) *t++ = *f++;
  return to;
}
";

pub fn batch_text(cases: &[Case]) -> String {
    let mut text = PRELUDE.to_owned();
    writeln!(text, "_Alignas(64) unsigned char source[{BUFFER}], sink[{BUFFER}];").unwrap();
    for case in cases {
        text += &case_text(case);
    }
    text
}

pub fn case_text(case: &Case) -> String {
    let number = case.number;
    let result = case.result.as_ref().map_or("void", |ty| &ty.name);
    let mut text = case.declarations.clone();
    let mut parameters: Vec<String> = (case.arguments[..case.fixed].iter().enumerate())
        .map(|(n, ty)| format!("{} a{n}", ty.name))
        .collect();
    if case.variadic {
        parameters.push("...".to_owned());
    }
    let parameters = if parameters.is_empty() { "void".to_owned() } else { parameters.join(", ") };
    writeln!(text, "{result} call_{number}({parameters}) {{").unwrap();
    if case.variadic {
        writeln!(text, "  va_list list; va_start(list, a{});", case.fixed - 1).unwrap();
        for (n, ty) in case.arguments.iter().enumerate().skip(case.fixed) {
            writeln!(text, "  {0} a{n} = va_arg(list, {0});", ty.name).unwrap();
        }
        writeln!(text, "  va_end(list);").unwrap();
    }
    for n in 0..case.arguments.len() {
        writeln!(text, "  memcpy(sink + {}, &a{n}, sizeof a{n});", n * STRIDE).unwrap();
    }
    if case.result.is_some() {
        writeln!(text, "  {result} r; memcpy(&r, source + {RESULT}, sizeof r); return r;").unwrap();
    }
    writeln!(text, "}}\nvoid back_{number}({result} (*f)({parameters})) {{").unwrap();
    for (n, ty) in case.arguments.iter().enumerate() {
        writeln!(text, "  {} a{n}; memcpy(&a{n}, source + {}, sizeof a{n});", ty.name, n * STRIDE).unwrap();
    }
    let names: Vec<String> = (0..case.arguments.len()).map(|n| format!("a{n}")).collect();
    let call = format!("f({})", names.join(", "));
    match case.result {
        Some(_) => writeln!(text, "  {result} r = {call}; memcpy(sink, &r, sizeof r);\n}}").unwrap(),
        None => writeln!(text, "  {call};\n}}").unwrap(),
    }
    text
}
