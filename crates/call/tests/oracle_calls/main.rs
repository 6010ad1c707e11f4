//! The C compiler is the oracle: random functions, called by the engine and calling back into it.
//!
//! Every case has 0 to 20 arguments of any scalar type, of structures and unions by value (nested, packed, over-aligned,
//! with arrays and bit-fields), with or without `...`. The bytes of every argument and of the result are compared in both
//! directions: engine calls C, and C calls a thunk. Off Windows, Win64 is asked of the host's GCC (`-mabi=ms`).
//! `FERROTYPES_ORACLE_CASES` sets the number of cases, `FERROTYPES_ORACLE_SEED` repeats a run, `FERROTYPES_CC` names
//! another compiler.
#![cfg(target_arch = "x86_64")]

mod case;
mod compiler;
mod random;
mod source;
mod trial;
mod types;
mod values;

use call::{CallPlan, Convention};
use case::Case;
use compiler::Compiler;
use random::Random;

/// Cases per C file: large enough that starting the compiler costs nothing, small enough for its memory.
const BATCH: usize = 500;

fn variable(name: &str, default: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} must be a number, not {text:?}")),
        Err(_) => default,
    }
}

fn compare_with_compiler(convention: Convention) {
    let compiler = match Compiler::find(convention) {
        Ok(compiler) => compiler,
        Err(reason) => {
            println!("skipped: {reason}");
            return;
        }
    };
    let count = variable("FERROTYPES_ORACLE_CASES", 2000) as usize;
    let seed = variable("FERROTYPES_ORACLE_SEED", 0x5eed_ca11);
    let mut failures = Vec::new();
    for (index, first) in (0..count).step_by(BATCH).enumerate() {
        let numbers = first..count.min(first + BATCH);
        let cases: Vec<Case> = numbers
            .map(|number| Case::random(&mut Random::new(seed, number as u64), number, convention))
            .collect();
        // Unoptimised code keeps arguments in memory, optimised code in registers: each sees what the other may not.
        let optimise = if index % 2 == 0 { "-O0" } else { "-O1" };
        let batch =
            compiler.load(&source::batch_text(&cases), &format!("{}-{index}", convention.name()), optimise);
        for case in &cases {
            let mut random = Random::new(seed.rotate_left(17), case.number as u64);
            for outcome in
                [trial::call(case, &batch, &mut random), trial::callback(case, &batch, &mut random)]
            {
                failures.extend(outcome.err().map(|difference| report(case, &difference)));
            }
        }
    }
    println!("{}: {count} signatures called and called back, seed {seed}", convention.name());
    if let Some(smallest) = failures.iter().min_by_key(|text| text.len()) {
        panic!("{} differences in {count} cases (seed {seed}); the smallest:\n{smallest}", failures.len());
    }
}

fn report(case: &Case, difference: &str) -> String {
    let plan = CallPlan::new(&case.signature()).unwrap();
    format!("case {}: {difference}\n{}\n{plan}", case.number, source::case_text(case))
}

#[cfg(not(windows))]
#[test]
fn sysv64_agrees_with_the_compiler() {
    compare_with_compiler(Convention::SysV64);
}

#[test]
fn win64_agrees_with_the_compiler() {
    compare_with_compiler(Convention::Win64);
}
