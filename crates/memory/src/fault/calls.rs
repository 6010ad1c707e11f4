//! The foreign call that each thread is in, where a signal handler finds it.
//!
//! Each thread owns one slot of a fixed table for as long as it lives, marked with its number; the handler looks for its own
//! number. A thread beyond the table's size has no slot, and its faults are reported without the call.

use crate::channel::identity;
use crate::stack::StackId;
use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, compiler_fence};
use trace::FaultCall;

const SLOTS: usize = 1024;

/// A foreign call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Call {
    pub call: u32,
    pub stack: StackId,
    /// The address of the function.
    pub function: u64,
    /// Where the argument words are, which must stay there until the call is left; 0 for none.
    pub arguments: u64,
    pub count: u8,
}

#[derive(Default)]
struct Slot {
    /// The thread that owns it; 0 while it is free.
    thread: AtomicU32,
    call: AtomicU32,
    stack: AtomicU32,
    count: AtomicU8,
    function: AtomicU64,
    arguments: AtomicU64,
}

static TABLE: [Slot; SLOTS] = [const {
    Slot {
        thread: AtomicU32::new(0),
        call: AtomicU32::new(0),
        stack: AtomicU32::new(0),
        count: AtomicU8::new(0),
        function: AtomicU64::new(0),
        arguments: AtomicU64::new(0),
    }
}; SLOTS];

/// Slots from here on were never used.
static USED: AtomicUsize = AtomicUsize::new(0);

/// A thread's claim on a slot.
struct Claim(Cell<Option<&'static Slot>>);

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(slot) = self.0.get() {
            slot.thread.store(0, Ordering::Release);
        }
    }
}

thread_local! {
    static CLAIM: Claim = const { Claim(Cell::new(None)) };
}

/// The slot of this thread; claims one the first time, and for the child of a fork, whose thread has a new number.
fn own_slot() -> Option<&'static Slot> {
    let thread = identity::thread();
    CLAIM
        .try_with(|claim| {
            let known = claim.0.get();
            if let Some(slot) = known {
                if slot.thread.load(Ordering::Relaxed) != thread {
                    slot.thread.store(thread, Ordering::Release);
                }
                return known;
            }
            let free = TABLE.iter().position(|slot| {
                slot.thread.compare_exchange(0, thread, Ordering::Acquire, Ordering::Relaxed).is_ok()
            })?;
            USED.fetch_max(free + 1, Ordering::Release);
            claim.0.set(Some(&TABLE[free]));
            claim.0.get()
        })
        .ok()
        .flatten()
}

/// A thread is in a call until this is dropped; then it is in the one before again.
#[derive(Debug)]
#[must_use]
pub struct Entered {
    before: Call,
    /// It belongs to its thread.
    _thread: PhantomData<*const ()>,
}

/// Notes that this thread enters a foreign call.
pub fn enter(call: Call) -> Entered {
    let before = own_slot().map(|slot| slot.replace(call)).unwrap_or_default();
    Entered { before, _thread: PhantomData }
}

/// The call that this thread is in; the default is none.
pub fn current() -> Call {
    own_slot().map(Slot::get).unwrap_or_default()
}

impl Drop for Entered {
    fn drop(&mut self) {
        if let Some(slot) = own_slot() {
            slot.replace(self.before);
        }
    }
}

impl Slot {
    fn get(&self) -> Call {
        Call {
            call: self.call.load(Ordering::Relaxed),
            stack: StackId(self.stack.load(Ordering::Relaxed)),
            function: self.function.load(Ordering::Relaxed),
            arguments: self.arguments.load(Ordering::Relaxed),
            count: self.count.load(Ordering::Relaxed),
        }
    }

    /// By its own thread only; the reader is that thread's signal handler.
    fn replace(&self, new: Call) -> Call {
        let before = self.get();
        // A handler in between sees no call rather than a mixture.
        self.call.store(0, Ordering::Relaxed);
        compiler_fence(Ordering::SeqCst);
        self.stack.store(new.stack.0, Ordering::Relaxed);
        self.function.store(new.function, Ordering::Relaxed);
        self.arguments.store(new.arguments, Ordering::Relaxed);
        self.count.store(new.count, Ordering::Relaxed);
        compiler_fence(Ordering::SeqCst);
        self.call.store(new.call, Ordering::Relaxed);
        before
    }
}

/// The call of the thread with this number, for its own signal handler. The outer `None`: the thread never made a call.
pub(super) fn of_thread(thread: u32) -> Option<Option<FaultCall>> {
    let used = USED.load(Ordering::Acquire);
    let slot = TABLE[..used].iter().find(|slot| slot.thread.load(Ordering::Acquire) == thread)?;
    let call = slot.call.load(Ordering::Relaxed);
    if call == 0 {
        return Some(None);
    }
    let mut fault = FaultCall {
        call,
        stack: slot.stack.load(Ordering::Relaxed),
        function: slot.function.load(Ordering::Relaxed),
        count: slot.count.load(Ordering::Relaxed),
        ..FaultCall::default()
    };
    let words = slot.arguments.load(Ordering::Relaxed);
    if words != 0 {
        let words = std::ptr::with_exposed_provenance::<u64>(words as usize);
        let count = usize::from(fault.count).min(FaultCall::ARGUMENTS);
        for (index, argument) in fault.arguments[..count].iter_mut().enumerate() {
            // SAFETY: whoever entered the call keeps so many words there until it is left (see `Call::arguments`), and it was
            // not left: this is its thread.
            *argument = unsafe { words.add(index).read() };
        }
    }
    Some(Some(fault))
}
