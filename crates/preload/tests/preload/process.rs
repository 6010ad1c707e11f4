//! Starting this test program again under the interposer.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::OnceLock;

/// In the environment of a program under the interposer: the test whose body it runs.
const BODY: &str = "FERROTYPES_TEST_BODY";

/// The library, built from this crate as it is now.
///
/// Cargo builds no shared library for the tests of a crate that is nothing else, so the test asks for it.
pub fn library() -> &'static PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        // .../target/debug/deps/preload-HASH
        let program = std::env::current_exe().unwrap();
        let target = program.ancestors().nth(3).unwrap();
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "preload", "--target-dir"])
            .arg(target)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env_remove("LD_PRELOAD")
            .status()
            .unwrap();
        assert!(built.success(), "the interposer does not build");
        target.join("debug/libferrotypes_preload.so")
    })
}

/// Runs `body` in a process of its own under the interposer. `name` is the calling test's.
pub fn under_interposer(name: &str, body: impl FnOnce()) {
    if std::env::var(BODY).is_ok_and(|running| running == name) {
        return body();
    }
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture", "--test-threads", "1"]);
    let output = command.env("LD_PRELOAD", library()).env(BODY, name).output().unwrap();
    check(name, &output);
}

/// Fails with the output of a program that failed.
pub fn check(name: &str, output: &Output) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{name}: {}\n{out}\n{err}", output.status);
    assert!(!out.contains("running 0 tests"), "{name} is not the path of a test");
}
