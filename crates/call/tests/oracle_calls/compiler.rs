//! Compiling a batch to a shared library and opening it.

use call::{Convention, library};
use std::ffi::{CString, c_void};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

pub struct Compiler {
    program: String,
    options: Vec<&'static str>,
}

impl Compiler {
    /// The host's C compiler (`FERROTYPES_CC` names another), told to follow `convention`, or why there is none.
    pub fn find(convention: Convention) -> Result<Compiler, String> {
        let program = std::env::var("FERROTYPES_CC").unwrap_or_else(|_| "cc".to_owned());
        let mut options = vec!["-std=gnu11", "-w", "-Wno-psabi", "-shared", "-fPIC"];
        if convention != Convention::HOST {
            options.push("-mabi=ms");
        }
        let compiler = Compiler { program, options };
        match compiler.command().args(["-E", "-x", "c", "/dev/null"]).output() {
            Ok(output) if output.status.success() => Ok(compiler),
            Ok(output) => Err(format!(
                "{} does not know {:?}: {}",
                compiler.program,
                compiler.options,
                String::from_utf8_lossy(&output.stderr)
            )),
            Err(error) => Err(format!("no C compiler {}: {error}", compiler.program)),
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.options);
        command
    }

    /// Compiles the text. The library stays loaded until the process ends.
    pub fn load(&self, text: &str, name: &str, optimise: &str) -> Batch {
        let scratch = Scratch::new(name);
        let source = scratch.0.join("cases.c");
        let product = scratch.0.join("cases.so");
        fs::write(&source, text).unwrap();
        let output = self.command().args([optimise, "-o"]).arg(&product).arg(&source).output().unwrap();
        if !output.status.success() {
            panic!("{} refused batch {name}:\n{}", self.program, String::from_utf8_lossy(&output.stderr));
        }
        let path = CString::new(product.to_str().unwrap()).unwrap();
        Batch { handle: library::open(Some(&path), RTLD_NOW).unwrap() }
    }
}

#[cfg(unix)]
const RTLD_NOW: i32 = libc::RTLD_NOW;
#[cfg(windows)]
const RTLD_NOW: i32 = 0;

/// A compiled batch.
pub struct Batch {
    handle: *mut c_void,
}

impl Batch {
    pub fn symbol(&self, name: &str) -> *mut c_void {
        let name = CString::new(name).unwrap();
        // SAFETY: the library was opened in `load` and is never closed.
        unsafe { library::symbol(self.handle, &name) }.unwrap()
    }
}

/// A directory of one batch, removed when done.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path =
            std::env::temp_dir().join(format!("ferrotypes-oracle-calls-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A directory left behind is no reason to fail; the next run uses another name.
        let _ = fs::remove_dir_all(&self.0);
    }
}
