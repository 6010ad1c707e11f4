//! The engine's side of the interposer (crates `interpose`, `preload`): finding it, and telling its events to the ledger.
//!
//! What a library allocates inside a foreign call becomes an entry of owner [`Owner::Native`] with the stack of that call. What
//! is freed inside one is dead for the program from then on. Calls of functions that have a rule are entered as *silent*:
//! their events are known from the rule, and each is counted once.

use crate::families::Symbols;
use crate::fault;
use crate::ledger::{
    Acquisition, Died, Entry, Family, Ledger, Owner, Released, Site, Verdict, inside_ledger,
};
use interpose::{Decision, Heap, IDLE, SILENT, Sink, State, VERSION, names};
use std::cell::Cell;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::sync::OnceLock;

/// Who wants to know what happens inside foreign calls. Runs in the call, on its thread.
pub trait Listener: Sync {
    /// C released a block, or the memory behind a released object went (`announced`).
    fn released(&self, block: &Entry, announced: bool, site: Site);

    /// C is about to release what is not the heap's. Whether it may.
    fn refused(&self, verdict: &Verdict, site: Site) -> Decision;
}

/// The interposer of this process.
#[derive(Clone, Copy, Debug)]
pub struct Interposer {
    state: extern "C" fn() -> *mut State,
    attach: unsafe extern "C" fn(*const Sink),
    fail: extern "C" fn(u64, u64),
    counted: extern "C" fn() -> u64,
}

/// What the sink's functions work with.
struct Attached {
    ledger: &'static Ledger,
    malloc: Family,
    mmap: Family,
    listener: &'static dyn Listener,
}

static ATTACHED: OnceLock<Attached> = OnceLock::new();

static SINK: Sink = Sink { born, dying, survived, knows };

thread_local! {
    /// What the last announced release of this thread took out of the ledger.
    static LAST: Cell<Option<Released>> = const { Cell::new(None) };
}

impl Interposer {
    /// The interposer, if it was loaded and is of this build.
    pub fn find() -> Option<Interposer> {
        let global = Symbols::global();
        let symbol = |name| {
            global.find(name).map(|address| std::ptr::with_exposed_provenance::<c_void>(address as usize))
        };
        // SAFETY: functions of these names have these types, by the contract that the version names.
        unsafe {
            let version: extern "C" fn() -> u32 = std::mem::transmute(symbol(names::VERSION)?);
            if version() != VERSION {
                return None;
            }
            Some(Interposer {
                state: std::mem::transmute::<*const c_void, extern "C" fn() -> *mut State>(symbol(
                    names::STATE,
                )?),
                attach: std::mem::transmute::<*const c_void, unsafe extern "C" fn(*const Sink)>(symbol(
                    names::ATTACH,
                )?),
                fail: std::mem::transmute::<*const c_void, extern "C" fn(u64, u64)>(symbol(names::FAIL)?),
                counted: std::mem::transmute::<*const c_void, extern "C" fn() -> u64>(symbol(
                    names::COUNTED,
                )?),
            })
        }
    }

    /// From now on events go to `ledger`. The first one only: there is one ledger in a process.
    pub fn attach(
        &self,
        ledger: &'static Ledger,
        malloc: Family,
        mmap: Family,
        listener: &'static dyn Listener,
    ) {
        ATTACHED.get_or_init(|| Attached { ledger, malloc, mmap, listener });
        // SAFETY: a sink that lives as long as the process.
        unsafe { (self.attach)(&raw const SINK) };
    }

    /// Events go nowhere from now on.
    pub fn detach(&self) {
        // SAFETY: NULL is allowed.
        unsafe { (self.attach)(std::ptr::null()) };
    }

    /// The calling thread's state: to be kept by the thread, since asking for it costs more than using it.
    pub fn thread(&self) -> Thread {
        Thread { state: (self.state)() }
    }

    /// Lets the `nth` allocation in foreign calls fail, and every `every`-th; 0 for none. Counts from the beginning.
    pub fn fail(&self, nth: u64, every: u64) {
        (self.fail)(nth, every);
    }

    /// How many allocations were counted for that.
    pub fn counted(&self) -> u64 {
        (self.counted)()
    }
}

/// A thread as the interposer knows it. It stays on its thread.
#[derive(Clone, Copy, Debug)]
pub struct Thread {
    state: *mut State,
}

/// What a thread is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A foreign call, by its number.
    Call(u32),
    /// A foreign call whose blocks are known from its rule.
    Accounted,
    /// Python code again, in a callback.
    Python,
}

impl Thread {
    /// Until the value is dropped the thread does this; afterwards what it did before.
    #[inline]
    pub fn enter(self, doing: Doing) -> Inside {
        let call = match doing {
            Doing::Call(call) => call.clamp(IDLE + 1, SILENT - 1),
            Doing::Accounted => SILENT,
            Doing::Python => IDLE,
        };
        // SAFETY: this thread's own state (neither `Thread` nor `Inside` leaves its thread), valid as long as the thread.
        let before = unsafe { std::mem::replace(&mut (*self.state).call, call) };
        Inside { state: self.state, before, _thread: PhantomData }
    }
}

/// See [`Thread::enter`].
#[derive(Debug)]
#[must_use]
pub struct Inside {
    state: *mut State,
    before: u32,
    _thread: PhantomData<*const ()>,
}

impl Drop for Inside {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: as in `enter`.
        unsafe { (*self.state).call = self.before };
    }
}

fn site(call: u32) -> Site {
    let current = fault::current();
    Site { stack: current.stack, call, thread: crate::channel::identity::thread() }
}

/// What is attached, unless this thread is inside the ledger: then the event is the ledger's own.
fn attached() -> Option<&'static Attached> {
    ATTACHED.get().filter(|_| !inside_ledger())
}

extern "C" fn born(heap: Heap, address: *mut c_void, size: usize, call: u32) {
    let Some(attached) = attached() else { return };
    let family = match heap {
        Heap::Malloc => attached.malloc,
        Heap::Mmap => attached.mmap,
    };
    attached.ledger.acquire(&Acquisition {
        address: address.addr() as u64,
        size: Some(size as u64),
        family,
        owner: Owner::Native,
        site: site(call),
    });
}

extern "C" fn dying(heap: Heap, address: *mut c_void, bytes: usize, call: u32) -> Decision {
    let Some(attached) = attached() else { return Decision::Proceed };
    LAST.set(None);
    let address = address.addr() as u64;
    let family = match heap {
        Heap::Malloc => attached.malloc,
        Heap::Mmap => {
            // A part of a mapping: the rest lives on.
            let known = attached.ledger.find_exact(address).and_then(|block| block.known_size());
            if known.is_some_and(|size| (bytes as u64).next_multiple_of(4096) < size) {
                return Decision::Proceed;
            }
            attached.mmap
        }
    };
    let site = site(call);
    match attached.ledger.died(address, family.id, site) {
        Ok(Died::Untracked) => Decision::Proceed,
        Ok(Died::Released(block)) => {
            LAST.set(Some(Released { before: block, due: 0 }));
            attached.listener.released(&block, false, site);
            Decision::Proceed
        }
        Ok(Died::Announced(block)) => {
            attached.listener.released(&block, true, site);
            Decision::Proceed
        }
        Err(verdict) => attached.listener.refused(&verdict, site),
    }
}

extern "C" fn survived(_: *mut c_void) {
    if let (Some(attached), Some(last)) = (attached(), LAST.take()) {
        attached.ledger.restore(&last);
    }
}

extern "C" fn knows(address: *mut c_void) -> bool {
    attached().is_some_and(|attached| attached.ledger.may_know(address.addr() as u64))
}
