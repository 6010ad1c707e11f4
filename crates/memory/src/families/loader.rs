//! The libraries of the process, and the addresses of their functions.
//!
//! Opened by name a second time without loading (`RTLD_NOLOAD`), each library is asked as `dlsym` answers a program that
//! holds its handle. The process's global scope comes first, under an empty path: it is where `CDLL(None)` looks, and where
//! an interposer is found in place of the C library.

/// Gives the address of a symbol.
type Lookup = Box<dyn Fn(&str) -> Option<u64>>;

/// A loaded library, or the global scope.
pub struct Module {
    /// Empty for the global scope.
    pub path: String,
    lookup: Lookup,
}

impl Module {
    /// `lookup` gives the address of a symbol.
    pub fn new(path: impl Into<String>, lookup: impl Fn(&str) -> Option<u64> + 'static) -> Module {
        Module { path: path.into(), lookup: Box::new(lookup) }
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or_default()
    }

    /// The address of a function, or for a `variable` the one it holds.
    pub(super) fn find(&self, name: &str, variable: bool) -> Option<u64> {
        let address = (self.lookup)(name)?;
        if !variable {
            return Some(address);
        }
        // SAFETY: the contract says that this symbol of a loaded library is a variable of pointer size.
        let held = unsafe { std::ptr::with_exposed_provenance::<usize>(address as usize).read_unaligned() };
        (held != 0).then_some(held as u64)
    }
}

/// What libraries there are.
pub trait Loader {
    /// The global scope and every library, in the order in which they were loaded.
    fn modules(&self) -> Vec<Module>;
}

#[cfg(unix)]
pub use unix::{Process, Symbols};

#[cfg(unix)]
mod unix {
    //! glibc, musl, FreeBSD: `dl_iterate_phdr`, `dlopen`, `dlsym`.

    use super::{Loader, Module};
    use std::ffi::{CStr, CString, c_int, c_void};

    /// This process.
    #[derive(Clone, Copy, Debug, Default)]
    pub struct Process;

    /// An open library, or the global scope.
    pub struct Symbols(Option<*mut c_void>);

    impl Symbols {
        /// The global scope.
        pub fn global() -> Symbols {
            Symbols(None)
        }

        /// A library that is loaded already.
        pub fn loaded(path: &CStr) -> Option<Symbols> {
            // SAFETY: the path is NUL-terminated, and nothing is loaded, so no initialiser runs.
            let handle = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_LAZY | libc::RTLD_NOLOAD) };
            (!handle.is_null()).then_some(Symbols(Some(handle)))
        }

        /// The address of a symbol.
        pub fn find(&self, name: &str) -> Option<u64> {
            let name = CString::new(name).ok()?;
            // SAFETY: the handle is open as long as `self`, the name NUL-terminated.
            let address = unsafe { libc::dlsym(self.0.unwrap_or(libc::RTLD_DEFAULT), name.as_ptr()) };
            (!address.is_null()).then(|| address.expose_provenance() as u64)
        }
    }

    impl Drop for Symbols {
        fn drop(&mut self) {
            if let Some(handle) = self.0 {
                // SAFETY: opened in `loaded`, and not used again.
                unsafe { libc::dlclose(handle) };
            }
        }
    }

    impl Loader for Process {
        fn modules(&self) -> Vec<Module> {
            let mut paths: Vec<CString> = Vec::new();
            // SAFETY: `collect` gets `paths` back, which outlives the call.
            unsafe { libc::dl_iterate_phdr(Some(collect), (&raw mut paths).cast()) };
            let global = Symbols::global();
            let mut modules = vec![Module::new("", move |name| global.find(name))];
            for path in paths {
                // Gone meanwhile, or the kernel's own page of functions, which is no file.
                if let Some(symbols) = Symbols::loaded(&path) {
                    modules.push(Module::new(path.to_string_lossy(), move |name| symbols.find(name)));
                }
            }
            modules
        }
    }

    unsafe extern "C" fn collect(info: *mut libc::dl_phdr_info, _: usize, paths: *mut c_void) -> c_int {
        // SAFETY: the loader passes a valid description and the pointer given to `dl_iterate_phdr`.
        let (name, paths) = unsafe { ((*info).dlpi_name, &mut *paths.cast::<Vec<CString>>()) };
        // SAFETY: not NULL, hence NUL-terminated and valid during this call.
        let name = (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) });
        // The program itself has no name; its symbols are in the global scope.
        paths.extend(name.filter(|name| !name.is_empty()).map(CStr::to_owned));
        0
    }
}
