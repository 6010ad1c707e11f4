//! Running a C compiler and getting the oracle object's bytes out of what it made.
//!
//! Owns the command lines, the scratch files and the reader of COFF objects. Follows the "PE Format" specification,
//! "COFF File Header" and "Section Table", for the objects of compilers whose programs cannot run here.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::source::SECTION;

pub struct Compiler {
    pub name: &'static str,
    program: String,
    arguments: &'static [&'static str],
    /// True where the program runs on this machine and writes the object itself.
    pub runs_here: bool,
    /// True where only GCC's word counts: Clang's `-mms-bitfields` has a rule of its own for unnamed bit-fields of no
    /// bits in packed records, which is not the one it has for MSVC.
    must_be_gcc: bool,
}

impl Compiler {
    pub fn host() -> Compiler {
        let program = std::env::var("FERROTYPES_CC").unwrap_or_else(|_| String::from("cc"));
        Compiler { name: "cc", program, arguments: &[], runs_here: true, must_be_gcc: false }
    }

    pub fn host_with_ms_bit_fields() -> Compiler {
        Compiler {
            name: "cc-ms-bitfields",
            arguments: &["-mms-bitfields"],
            must_be_gcc: true,
            ..Compiler::host()
        }
    }

    pub fn mingw() -> Compiler {
        let program = String::from("x86_64-w64-mingw32-gcc");
        Compiler {
            name: "mingw",
            program,
            arguments: &["-mms-bitfields", "-c"],
            runs_here: false,
            must_be_gcc: false,
        }
    }

    pub fn clang_msvc() -> Compiler {
        let arguments = &["--target=x86_64-pc-windows-msvc", "-ffreestanding", "-c"];
        Compiler {
            name: "clang-msvc",
            program: String::from("clang"),
            arguments,
            runs_here: false,
            must_be_gcc: false,
        }
    }

    /// Tells why this compiler cannot be asked, if it cannot.
    pub fn find(&self) -> Result<(), String> {
        match Command::new(&self.program).arg("--version").output() {
            Ok(output) if self.must_be_gcc && String::from_utf8_lossy(&output.stdout).contains("clang") => {
                Err(format!("{} is Clang, and GCC is asked for {:?}", self.program, self.arguments))
            }
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => Err(format!("{} --version ended with {}", self.program, output.status)),
            Err(error) => Err(format!("no compiler {}: {error}", self.program)),
        }
    }

    /// Compiles the text and returns the bytes of its oracle object.
    pub fn image(&self, text: &str, stem: &str) -> Result<Vec<u8>, String> {
        let scratch = Scratch::new(stem)?;
        let source = scratch.0.join("records.c");
        let product = scratch.0.join("product");
        fs::write(&source, text).map_err(|error| error.to_string())?;
        let mut command = Command::new(&self.program);
        command.args(self.arguments).args(["-w", "-O0", "-o"]).arg(&product).arg(&source);
        succeed(&mut command)?;
        if self.runs_here {
            return Ok(succeed(&mut Command::new(&product))?.stdout);
        }
        let object = fs::read(&product).map_err(|error| error.to_string())?;
        coff_section(&object, SECTION).ok_or_else(|| format!("the object has no section {SECTION}"))
    }
}

/// A directory of one batch, removed when done.
struct Scratch(PathBuf);

impl Scratch {
    fn new(stem: &str) -> Result<Scratch, String> {
        let path = std::env::temp_dir().join(format!("ferrotypes-oracle-{}-{stem}", std::process::id()));
        fs::create_dir_all(&path).map_err(|error| error.to_string())?;
        Ok(Scratch(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A directory left behind is no reason to fail; the next run uses another name.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn succeed(command: &mut Command) -> Result<Output, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(output);
    }
    Err(format!("{command:?} ended with {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)))
}

/// The raw data of a section of an x64 COFF object.
fn coff_section(object: &[u8], name: &str) -> Option<Vec<u8>> {
    const FILE_HEADER: usize = 20;
    const SECTION_HEADER: usize = 40;
    const MACHINE_AMD64: u64 = 0x8664;
    let number = |offset: usize, bytes: usize| {
        let field = object.get(offset..offset + bytes)?;
        Some(field.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte)))
    };
    if number(0, 2)? != MACHINE_AMD64 {
        return None;
    }
    let sections = number(2, 2)? as usize;
    let first = FILE_HEADER + number(16, 2)? as usize;
    let header = (0..sections).map(|index| first + index * SECTION_HEADER).find(|&header| {
        object.get(header..header + 8).is_some_and(|field| {
            field.strip_prefix(name.as_bytes()).is_some_and(|rest| rest.iter().all(|&byte| byte == 0))
        })
    })?;
    let (size, start) = (number(header + 16, 4)? as usize, number(header + 20, 4)? as usize);
    Some(object.get(start..start + size)?.to_vec())
}
