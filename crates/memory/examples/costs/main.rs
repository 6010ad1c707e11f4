//! What the crate's operations cost on this machine: `cargo run --release -p memory --example costs`.
//!
//! Owns: measuring and printing. Must not judge: budgets are held by the project's benchmarks. Figures are processor time,
//! the least of many short batches, which other processes disturbed least.

#[cfg(unix)]
mod calls;
#[cfg(unix)]
mod guard;
#[cfg(unix)]
mod ledger;
#[cfg(unix)]
mod measure;

#[cfg(unix)]
fn main() {
    ledger::print();
    calls::print();
    guard::print();
}

#[cfg(not(unix))]
fn main() {
    println!("The clock of a thread's processor time is read on Unix only.");
}
