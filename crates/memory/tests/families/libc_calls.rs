//! The real C library: functions found by address, called, and told to the ledger.

use memory::families::{Catalogue, Observed, Outcome, Process, ProcessMemory, Symbols};
use memory::ledger::{Entry, Ledger, Site, State, Verdict};
use std::ffi::{CStr, CString, c_void};

struct World {
    ledger: Ledger,
    catalogue: Catalogue,
}

impl World {
    fn new() -> World {
        let catalogue = Catalogue::with_shipped();
        assert!(catalogue.resolve(&Process) > 50);
        assert_eq!(catalogue.resolve(&Process), 0, "asked a second time");
        World { ledger: Ledger::new(100), catalogue }
    }

    /// Calls a function of the C library by the address that the loader gives.
    fn call(&self, name: &str, arguments: &[u64]) -> Result<(u64, Outcome), Verdict> {
        let address = Symbols::global().find(name).unwrap_or_else(|| panic!("no {name}"));
        let rule = self.catalogue.rule_at(address).unwrap_or_else(|| panic!("no rule for {name}"));
        // SAFETY: the rule is that of the function that is called below with these words.
        let memory = unsafe { ProcessMemory::new() };
        let ledger = &self.ledger;
        let observed = Observed::before(&rule, arguments, ledger, Site::default(), &memory)
            .map_err(|fault| fault.verdict)?;
        let mut words = [0; 6];
        words[..arguments.len()].copy_from_slice(arguments);
        let [a, b, c, d, e, f] = words;
        let function = std::ptr::with_exposed_provenance::<c_void>(address as usize);
        // SAFETY: on the machines that this test runs on (LP64, integer arguments in registers) any function of up to six
        // integer and pointer arguments may be called as one of six words; the tests pass what each expects.
        let result = unsafe {
            let function: extern "C" fn(u64, u64, u64, u64, u64, u64) -> u64 = std::mem::transmute(function);
            function(a, b, c, d, e, f)
        };
        Ok((result, observed.after(arguments, result, ledger, Site::default(), &memory)))
    }

    fn block(&self, address: u64) -> Entry {
        self.ledger.find(address).expect("the ledger knows it")
    }

    fn family(&self, address: u64) -> String {
        self.catalogue.info(self.block(address).family.id).unwrap().name.clone()
    }
}

fn text(words: &CStr) -> u64 {
    words.as_ptr().expose_provenance() as u64
}

fn place<T>(variable: &mut T) -> u64 {
    (&raw mut *variable).expose_provenance() as u64
}

#[test]
fn the_malloc_family() {
    let world = World::new();
    let (block, _) = world.call("malloc", &[40]).unwrap();
    let (moved, outcome) = world.call("realloc", &[block, 4_000_000]).unwrap();
    assert_eq!(outcome.made.first().cloned().unwrap().moved_from.unwrap().size, 40);
    assert_eq!((world.block(moved).size, world.block(block).state), (4_000_000, State::Moved));
    assert!(matches!(world.call("free", &[block]), Err(Verdict::StaleRelease { .. })));
    let (zeroed, _) = world.call("calloc", &[7, 9]).unwrap();
    assert_eq!(world.block(zeroed).size, 63);
    let mut aligned = 0u64;
    world.call("posix_memalign", &[place(&mut aligned), 4096, 100]).unwrap();
    assert_eq!(world.block(aligned + 99).address, aligned);
    let (copy, _) = world.call("strdup", &[text(c"ferrotypes")]).unwrap();
    assert_eq!(world.block(copy).size, 11);
    for block in [moved, zeroed, aligned, copy] {
        assert_eq!(world.family(block), "malloc");
        world.call("free", &[block]).unwrap();
        assert!(matches!(world.call("free", &[block]), Err(Verdict::DoubleRelease { .. })));
    }
    assert_eq!(world.ledger.stats().live, 0);
    assert!(world.call("malloc", &[u64::MAX / 2]).unwrap().1.failed);
}

#[test]
fn functions_that_make_their_own_buffer() {
    let world = World::new();
    let mut made = 0u64;
    world.call("asprintf", &[place(&mut made), text(c"%d-%s"), 42, text(c"x")]).unwrap();
    assert_eq!(world.block(made).size, 5);
    world.call("free", &[made]).unwrap();
    let (path, _) = world.call("getcwd", &[0, 0]).unwrap();
    assert!(world.block(path).size > 1);
    world.call("free", &[path]).unwrap();
    let mut own = [0u8; 4096];
    assert!(
        world.call("getcwd", &[place(&mut own), 4096]).unwrap().1.made.first().is_none(),
        "the caller's own buffer"
    );
    let lines = CString::new(format!("short\n{}\n", "long".repeat(2000))).unwrap();
    let (stream, _) =
        world.call("fmemopen", &[text(&lines), lines.count_bytes() as u64, text(c"r")]).unwrap();
    let (mut line, mut room) = (0u64, 0u64);
    for _ in 0..3 {
        world.call("getline", &[place(&mut line), place(&mut room), stream]).unwrap();
        assert_eq!(world.block(line).size, room, "one buffer that grows, also at the end of the file");
        assert_eq!(world.ledger.stats().live, 2);
    }
    world.call("free", &[line]).unwrap();
    assert_eq!(world.family(stream), "FILE");
    assert!(matches!(world.call("pclose", &[stream]), Err(Verdict::OtherFamily { .. })));
    world.call("fclose", &[stream]).unwrap();
    assert_eq!(world.ledger.stats().live, 0);
}

#[test]
fn mappings() {
    let world = World::new();
    let private = (libc::MAP_PRIVATE | libc::MAP_ANONYMOUS) as u64;
    let map =
        |bytes| world.call("mmap", &[0, bytes, libc::PROT_READ as u64, private, u64::MAX, 0]).unwrap().0;
    let block = map(0x6000);
    assert_eq!(world.family(block), "mmap");
    assert!(matches!(world.call("free", &[block]), Err(Verdict::OtherFamily { .. })));
    world.call("munmap", &[block + 0x2000, 0x1000]).unwrap();
    assert_eq!(world.ledger.stats().live, 2);
    let (moved, _) = world.call("mremap", &[block, 0x2000, 0x10_0000, libc::MREMAP_MAYMOVE as u64]).unwrap();
    assert_eq!(world.block(moved).size, 0x10_0000);
    world.call("munmap", &[moved, 0x10_0000]).unwrap();
    world.call("munmap", &[block + 0x3000, 0x3000]).unwrap();
    assert_eq!(world.ledger.stats().live, 0);
    assert!(world.call("mmap", &[0, 0, 0, private, u64::MAX, 0]).unwrap().1.failed, "0 bytes are refused");
}

#[test]
fn descriptors_and_libraries() {
    let world = World::new();
    let live = || world.ledger.handles().live().len();
    let (null, _) = world.call("open", &[text(c"/dev/null"), libc::O_RDONLY as u64]).unwrap();
    let mut ends = [0i32; 2];
    world.call("pipe", &[place(&mut ends)]).unwrap();
    assert_eq!(live(), 3);
    assert!(world.call("open", &[text(c"/no/such/file"), 0]).unwrap().1.failed);
    for descriptor in [null, ends[0] as u64, ends[1] as u64] {
        world.call("close", &[descriptor]).unwrap();
    }
    assert_eq!(live(), 0);
    assert!(matches!(world.call("close", &[null]), Err(Verdict::DoubleRelease { .. })));
    let open = || world.call("dlopen", &[text(c"libm.so.6"), libc::RTLD_LAZY as u64]).unwrap().0;
    let (first, second) = (open(), open());
    assert_eq!(first, second);
    assert_eq!(world.block(first).count, 2);
    world.call("dlclose", &[first]).unwrap();
    world.call("dlclose", &[first]).unwrap();
    assert!(!world.block(first).state.is_live());
}

#[test]
fn writes_into_known_blocks() {
    let world = World::new();
    let (block, _) = world.call("malloc", &[8]).unwrap();
    world.call("memset", &[block, 0, 8]).unwrap();
    assert!(matches!(world.call("memset", &[block, 0, 9]), Err(Verdict::OutOfBounds { .. })));
    world.call("strcpy", &[block, text(c"seven77")]).unwrap();
    assert!(matches!(world.call("strcat", &[block, text(c"!")]), Err(Verdict::OutOfBounds { .. })));
    world.call("free", &[block]).unwrap();
    assert!(matches!(world.call("memset", &[block, 0, 1]), Err(Verdict::UseAfterRelease { .. })));
}
