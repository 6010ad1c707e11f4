//! Makes the `Py_3_x` cfgs known to this crate, the only one that may use them, and refuses interpreters whose
//! object layouts are unknown to it.

fn main() {
    pyo3_build_config::use_pyo3_cfgs();
    let version = pyo3_build_config::get().version();
    let known = (3, 10)..=(3, 13);
    if !known.contains(&(version.major, version.minor)) {
        panic!(
            "ferrotypes knows CPython 3.10 to 3.13; this is {}.{}: choose another with PYO3_PYTHON",
            version.major, version.minor
        );
    }
}
