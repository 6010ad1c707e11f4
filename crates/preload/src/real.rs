//! The functions behind ours, and memory until they are known.
//!
//! They are the next ones in the loader's order (`RTLD_NEXT`): the C library's, or another interposer's. Looking them up may
//! allocate itself (glibc before 2.34: `dlerror`'s buffer), which then comes from a small arena that is never given back.

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_int, c_void};
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

/// Enough for what glibc, musl and their loaders take while looking up.
const ARENA: usize = 16 << 10;

#[repr(C, align(16))]
struct Arena(UnsafeCell<[u8; ARENA]>);

// SAFETY: parts are handed out once, by an atomic counter.
unsafe impl Sync for Arena {}

static EARLY: Arena = Arena(UnsafeCell::new([0; ARENA]));
static EARLY_USED: AtomicUsize = AtomicUsize::new(0);

/// Zeroed memory of the arena, aligned to 16; NULL when it is used up.
pub(crate) fn early(size: usize) -> *mut c_void {
    let Some(size) = size.max(1).checked_next_multiple_of(16).filter(|size| *size <= ARENA) else {
        return ptr::null_mut();
    };
    let start = EARLY_USED.fetch_add(size, Ordering::Relaxed);
    if start > ARENA - size { ptr::null_mut() } else { EARLY.0.get().cast::<u8>().wrapping_add(start).cast() }
}

/// Whether a block is from the arena.
pub(crate) fn is_early(block: *mut c_void) -> bool {
    let start = EARLY.0.get().addr();
    (start..start + ARENA).contains(&block.addr())
}

/// Bytes from a block of the arena to the arena's end: at least its size.
pub(crate) fn early_room(block: *mut c_void) -> usize {
    EARLY.0.get().addr() + ARENA - block.addr()
}

/// A function that is looked up when it is first needed.
pub(crate) struct Real {
    name: &'static CStr,
    address: AtomicPtr<c_void>,
}

/// In the place of an address: a thread is looking it up.
const LOOKING: *mut c_void = ptr::without_provenance_mut(1);

impl Real {
    const fn new(name: &'static CStr) -> Real {
        Real { name, address: AtomicPtr::new(ptr::null_mut()) }
    }

    /// Its address; `None` while it is being looked up, or if there is none.
    #[inline]
    fn get(&self) -> Option<*mut c_void> {
        let known = self.address.load(Ordering::Acquire);
        if known.addr() > LOOKING.addr() { Some(known) } else { self.look_up(known) }
    }

    #[cold]
    fn look_up(&self, known: *mut c_void) -> Option<*mut c_void> {
        // The looking-up of this or of another thread, at the start of the program: early memory will do.
        if known == LOOKING {
            return None;
        }
        self.address.store(LOOKING, Ordering::Relaxed);
        // SAFETY: a NUL-terminated name.
        let found = unsafe { libc::dlsym(libc::RTLD_NEXT, self.name.as_ptr()) };
        self.address.store(found, Ordering::Release);
        (!found.is_null()).then_some(found)
    }
}

/// Declares the real functions: `name(arguments) -> result`, each as a Rust function that gives `None` while it is unknown.
macro_rules! real {
    ($($name:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {$(
        /// The real one; `None` while it is not known.
        ///
        /// # Safety
        /// As for the C function.
        #[inline]
        pub(crate) unsafe fn $name($($argument: $type),*) -> Option<$result> {
            static REAL: Real = Real::new(
                // SAFETY: the literal ends with its only NUL.
                unsafe { CStr::from_bytes_with_nul_unchecked(concat!(stringify!($name), "\0").as_bytes()) });
            let address = REAL.get()?;
            // SAFETY: the function of that name has this signature (ISO C, POSIX, glibc), and the caller keeps its contract.
            unsafe {
                let function = std::mem::transmute::<*mut c_void, unsafe extern "C" fn($($type),*) -> $result>(address);
                Some(function($($argument),*))
            }
        }
    )*};
}

real! {
    malloc(size: usize) -> *mut c_void;
    calloc(count: usize, size: usize) -> *mut c_void;
    realloc(block: *mut c_void, size: usize) -> *mut c_void;
    free(block: *mut c_void) -> ();
    aligned_alloc(alignment: usize, size: usize) -> *mut c_void;
    memalign(alignment: usize, size: usize) -> *mut c_void;
    posix_memalign(place: *mut *mut c_void, alignment: usize, size: usize) -> c_int;
    valloc(size: usize) -> *mut c_void;
    pvalloc(size: usize) -> *mut c_void;
    mmap(address: *mut c_void, size: usize, protection: c_int, flags: c_int, file: c_int, offset: i64) -> *mut c_void;
    munmap(address: *mut c_void, size: usize) -> c_int;
    mremap(address: *mut c_void, old: usize, new: usize, flags: c_int, target: *mut c_void) -> *mut c_void;
}
