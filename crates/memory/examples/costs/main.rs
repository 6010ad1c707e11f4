//! What the crate's operations cost on this machine: `cargo run --release -p memory --example costs`.
//!
//! Owns: measuring and printing. Must not judge: budgets are held by the project's benchmarks. Figures are processor time,
//! the least of many short batches, which other processes disturbed least.

#[cfg(unix)]
mod calls;
#[cfg(unix)]
mod guard;
mod ledger;
mod measure;

fn main() {
    ledger::print();
    #[cfg(unix)]
    {
        calls::print();
        guard::print();
    }
}
