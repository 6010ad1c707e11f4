//! Running one case in both directions and comparing bytes.

use crate::case::Case;
use crate::compiler::Batch;
use crate::random::Random;
use crate::source::{BUFFER, RESULT, STRIDE};
use crate::values::Value;
use call::arch::{host, x86_64_win};
use call::{
    ArgPlace, CallPlan, Convention, IncomingWords, ResultPlace, ReturnKind, Returned, Signature, Thunk,
};
use ctype::{CType, Primitive};
use std::ffi::c_void;
use std::ptr;

/// A buffer aligned as the largest alignment in use.
#[repr(C, align(64))]
struct Aligned([u8; STRIDE]);

/// The buffers that a batch's functions read and write.
pub struct Buffers {
    source: *mut u8,
    sink: *mut u8,
}

impl Buffers {
    pub fn of(batch: &Batch) -> Buffers {
        Buffers { source: batch.symbol("source").cast(), sink: batch.symbol("sink").cast() }
    }

    fn write_source(&self, offset: usize, bytes: &[u8]) {
        assert!(offset + bytes.len() <= BUFFER);
        // SAFETY: `source` is an array of `BUFFER` bytes in a library that stays loaded.
        unsafe { self.source.add(offset).copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    }

    fn read_sink(&self, offset: usize, length: usize) -> Vec<u8> {
        assert!(offset + length <= BUFFER);
        // SAFETY: `sink` is an array of `BUFFER` bytes in a library that stays loaded.
        unsafe { std::slice::from_raw_parts(self.sink.add(offset), length) }.to_vec()
    }

    /// Fills both buffers with a pattern, so that nothing right is left of the case before.
    fn spoil(&self) {
        // SAFETY: both are arrays of `BUFFER` bytes.
        unsafe {
            self.source.write_bytes(0x5a, BUFFER);
            self.sink.write_bytes(0xa5, BUFFER);
        }
    }
}

fn invoke(convention: Convention, target: *const c_void, plan: &CallPlan, words: &[u64]) -> Returned {
    let mut returned = Returned::ZERO;
    let invoke = match (convention == host::CONVENTION, &plan.result) {
        (true, ResultPlace::LongDouble) => host::invoke_long_double,
        (true, _) => host::invoke,
        (false, _) => x86_64_win::invoke,
    };
    // SAFETY: the target was compiled from the case that the plan and the frame were made for.
    unsafe { invoke(target, &words[..plan.words], plan.float_registers, &mut returned) }.unwrap();
    returned
}

/// What is wrong with one direction of a case.
pub type Difference = String;

fn compare(what: &str, sent: &Value, arrived: &[u8]) -> Result<(), Difference> {
    if sent.differs_from(arrived) {
        return Err(format!(
            "{what}\n    sent    {:02x?}\n    arrived {arrived:02x?}\n    mask    {:02x?}",
            sent.bytes, sent.mask
        ));
    }
    Ok(())
}

/// Calls the C function with random arguments and a random result.
pub fn call(case: &Case, batch: &Batch, random: &mut Random) -> Result<(), Difference> {
    let plan = CallPlan::new(&case.signature()).unwrap();
    let buffers = Buffers::of(batch);
    buffers.spoil();
    let values: Vec<Value> = case.arguments.iter().map(|ty| Value::random(random, ty)).collect();
    // Copies for by-reference arguments; the callee may write to them.
    let mut copies: Vec<Aligned> = Vec::with_capacity(values.len());
    // Whatever is not written must not matter.
    let mut words = vec![0xdead_beef_dead_beef; plan.words];
    for ((value, ty), place) in values.iter().zip(&case.arguments).zip(&plan.arguments) {
        let mut copy = Aligned([0xee; STRIDE]);
        copy.0[..value.bytes.len()].copy_from_slice(&value.bytes);
        copies.push(copy);
        let source = copies.last().unwrap().0.as_ptr();
        // SAFETY: `source` holds the value, and the vector does not move: it has its capacity.
        unsafe { place.store(&mut words, source, value.bytes.len()) };
        if let (CType::Primitive(primitive), ArgPlace::Word(word)) = (&ty.ctype, place) {
            words[*word] = widened(*primitive, words[*word]);
        }
    }
    let mut memory = Aligned([0x77; STRIDE]);
    if let Some(word) = plan.hidden {
        words[word] = memory.0.as_mut_ptr() as u64;
    }
    let expected = case.result.as_ref().map(|ty| Value::random(random, ty));
    if let Some(expected) = &expected {
        buffers.write_source(RESULT, &expected.bytes);
    }

    let returned = invoke(case.convention, batch.symbol(&format!("call_{}", case.number)), &plan, &words);

    for (n, value) in values.iter().enumerate() {
        compare(
            &format!("argument {n} of the call"),
            value,
            &buffers.read_sink(n * STRIDE, value.bytes.len()),
        )?;
    }
    let Some(expected) = expected else { return Ok(()) };
    // SAFETY: `memory` is larger than any type made here.
    unsafe { plan.result.load(&returned, memory.0.as_mut_ptr(), expected.bytes.len()) };
    if plan.result == ResultPlace::Memory && returned.integer[0] != memory.0.as_ptr() as u64 {
        return Err("the hidden pointer does not come back in rax".to_owned());
    }
    compare("result of the call", &expected, &memory.0[..expected.bytes.len()])
}

/// What a thunk's handler needs and what it saw.
struct Visit<'a> {
    case: &'a Case,
    plan: &'a CallPlan,
    result: Option<Value>,
    arrived: Vec<Vec<u8>>,
}

unsafe extern "C" fn handler(
    context: *mut c_void,
    incoming: &IncomingWords,
    returned: &mut Returned,
) -> ReturnKind {
    // SAFETY: `callback` passes a visit that it does not touch during the call.
    let visit = unsafe { &mut *context.cast::<Visit>() };
    for (ty, place) in visit.case.arguments.iter().zip(&visit.plan.arguments) {
        let mut bytes = vec![0; ty.ctype.size()];
        // SAFETY: the C caller passes what the plan was made for.
        unsafe { place.load(incoming, bytes.as_mut_ptr(), bytes.len()) };
        visit.arrived.push(bytes);
    }
    if let Some(result) = &visit.result {
        // SAFETY: the bytes are a value of the result type.
        unsafe { visit.plan.store_result(incoming, returned, result.bytes.as_ptr(), result.bytes.len()) };
    }
    if visit.plan.result == ResultPlace::LongDouble { ReturnKind::LongDouble } else { ReturnKind::Registers }
}

/// Has the C side call a thunk with random arguments and a random result.
pub fn callback(case: &Case, batch: &Batch, random: &mut Random) -> Result<(), Difference> {
    let plan = CallPlan::new(&case.signature()).unwrap();
    let buffers = Buffers::of(batch);
    buffers.spoil();
    let values: Vec<Value> = case.arguments.iter().map(|ty| Value::random(random, ty)).collect();
    for (n, value) in values.iter().enumerate() {
        buffers.write_source(n * STRIDE, &value.bytes);
    }
    let result = case.result.as_ref().map(|ty| Value::random(random, ty));
    let mut visit = Visit { case, plan: &plan, result, arrived: Vec::new() };
    let thunk = Thunk::with_convention(case.convention, handler, ptr::from_mut(&mut visit).cast())
        .expect("this machine runs both conventions")
        .unwrap();

    // `back_N` takes one pointer.
    let pointer =
        Signature::new([CType::Primitive(Primitive::Pointer)], None).with_convention(case.convention);
    let words = [thunk.code() as u64, 0, 0, 0, 0, 0];
    let back = batch.symbol(&format!("back_{}", case.number));
    invoke(case.convention, back, &CallPlan::new(&pointer).unwrap(), &words);

    if visit.arrived.len() != values.len() {
        return Err(format!("the handler saw {} arguments, not {}", visit.arrived.len(), values.len()));
    }
    for (n, (value, arrived)) in values.iter().zip(&visit.arrived).enumerate() {
        compare(&format!("argument {n} of the callback"), value, arrived)?;
    }
    match &visit.result {
        Some(result) => compare("result of the callback", result, &buffers.read_sink(0, result.bytes.len())),
        None => Ok(()),
    }
}

/// A narrow integer extended to 64 bits, as a caller does.
fn widened(primitive: Primitive, word: u64) -> u64 {
    let unused = 64 - primitive.size() as u32 * 8;
    if primitive.is_signed() { ((word << unused).cast_signed() >> unused).cast_unsigned() } else { word }
}
