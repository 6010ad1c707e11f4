//! Where blocks are in a call and how large they are: the two small languages of contracts.

use crate::observed::Fake;
use memory::families::{Failure, Place, Size, Words};

fn words(arguments: &[u64], result: u64) -> Words<'_> {
    Words { arguments, result }
}

#[test]
fn places_read_what_they_say() {
    let memory = Fake::with(&[(0x100, 0x1111_2222_3333_4444), (0x108, 77)]);
    for (text, expected) in [
        ("result", Some(9)),
        ("arg0", Some(0x100)),
        ("*arg0", Some(0x1111_2222_3333_4444)),
        ("arg0[1]", Some(77)),
        ("int *arg0", Some(0x3333_4444)),
        ("int arg0[1]", Some(0x1111_2222)),
        ("int arg0[2]", Some(77)),
        ("*arg1", None),
        ("arg7", None),
    ] {
        let place: Place = text.parse().unwrap();
        assert_eq!(place.value(words(&[0x100, 0], 9), &memory), expected, "{text}");
        assert_eq!(place.to_string().parse(), Ok(place), "{text} is printed as {place}");
    }
}

#[test]
fn sizes_compute_what_they_say() {
    let memory = Fake::with(&[(0x100, 0x006f_6c6c_6568)]).with_wide(0x200, 3);
    for (text, expected) in [
        ("12", Some(12)),
        ("arg0 * arg1", Some(6)),
        ("arg0 + arg1 * 10 + 1", Some(33)),
        ("strlen(result) + 1", Some(6)),
        ("wcslen(arg2) * 4 + 4", Some(16)),
        ("*arg3", Some(0x006f_6c6c_6568)),
        ("arg0 * *arg3", Some(2 * 0x006f_6c6c_6568)),
        ("strlen(arg4)", None),
        ("arg5 * arg5", None),
    ] {
        let size: Size = text.parse().unwrap();
        let arguments = [2, 3, 0x200, 0x100, 0, u64::MAX];
        assert_eq!(size.value(words(&arguments, 0x100), &memory), expected, "{text}");
    }
}

#[test]
fn nonsense_is_named() {
    for text in ["", "args0", "arg", "arg0[", "int arg0", "*result", "arg300", "arg0 ", "int"] {
        let place = text.parse::<Place>();
        assert_eq!(place.is_err(), text != "arg0 ", "{text:?}: {place:?}");
    }
    for text in ["", "arg0 *", "strlen arg0", "sizeof(arg0)", "arg0 - 1"] {
        assert!(text.parse::<Size>().is_err(), "{text:?}");
    }
    assert!("sizeof(arg0)".parse::<Size>().unwrap_err().contains("expected strlen or wcslen"));
}

#[test]
fn failures_as_c_tells_them() {
    // The upper half of a register that returns an int is undefined.
    let minus_one_as_int = 0x7777_7777_ffff_ffff;
    for (fails, bad, good) in [
        (Failure::Null, vec![0], vec![1, u64::MAX]),
        (Failure::MinusOne, vec![u64::MAX], vec![0, 0xffff_ffff]),
        (Failure::Negative, vec![u64::MAX, minus_one_as_int], vec![0, 5, 0xffff_ffff_0000_0003]),
        (Failure::NonZero, vec![1, minus_one_as_int], vec![0, 0xffff_ffff_0000_0000]),
        (Failure::Never, vec![], vec![0, u64::MAX]),
    ] {
        bad.iter().for_each(|&result| assert!(fails.is(result), "{fails:?} {result:#x}"));
        good.iter().for_each(|&result| assert!(!fails.is(result), "{fails:?} {result:#x}"));
        assert!(fails.result().is_none_or(|result| fails.is(result)), "{fails:?}: injected, yet no failure");
    }
}
