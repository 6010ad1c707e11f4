//! How many bytes a block of a call has: sums of products of numbers, places and string lengths.
//!
//! ```text
//! size    = product { "+" product }
//! product = term { "*" term }          ("*" with a space after it; "*arg0" is a place)
//! term    = number | place | "strlen(" place ")" | "wcslen(" place ")"
//! ```

use super::peek::Peek;
use super::place::{Place, Words};
use std::str::FromStr;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Term {
    Number(u64),
    Value(Place),
    StringLength(Place),
    WideLength(Place),
}

/// A number of bytes, computed from a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size(Vec<Vec<Term>>);

impl Size {
    /// The bytes; `None` where a place is missing or the product does not fit: C's own overflow, which is judged elsewhere.
    pub fn value(&self, words: Words<'_>, memory: &impl Peek) -> Option<u64> {
        let sum = |terms: &Vec<Term>| {
            terms.iter().try_fold(1u64, |product, term| product.checked_mul(term.value(words, memory)?))
        };
        self.0.iter().try_fold(0u64, |total, product| total.checked_add(sum(product)?))
    }

    /// Whether it can be known before the call.
    pub fn is_before(&self) -> bool {
        self.0.iter().flatten().all(|term| match term {
            Term::Number(_) => true,
            Term::Value(place) | Term::StringLength(place) | Term::WideLength(place) => place.is_before(),
        })
    }
}

impl Term {
    fn value(self, words: Words<'_>, memory: &impl Peek) -> Option<u64> {
        let string = |place: Place| place.value(words, memory).filter(|&address| address != 0);
        match self {
            Term::Number(number) => Some(number),
            Term::Value(place) => place.value(words, memory),
            Term::StringLength(place) => string(place).map(|address| memory.string_length(address)),
            Term::WideLength(place) => string(place).map(|address| memory.wide_length(address)),
        }
    }
}

impl FromStr for Term {
    type Err = String;

    fn from_str(text: &str) -> Result<Term, String> {
        let text = text.trim();
        if let Ok(number) = text.parse() {
            return Ok(Term::Number(number));
        }
        match text.strip_suffix(')').and_then(|call| call.split_once('(')) {
            Some(("strlen", place)) => place.parse().map(Term::StringLength),
            Some(("wcslen", place)) => place.parse().map(Term::WideLength),
            Some((other, _)) => Err(format!("{other:?} is no function: expected strlen or wcslen")),
            None => text.parse().map(Term::Value),
        }
    }
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Size, String> {
        text.split('+')
            .map(|product| product.split("* ").map(str::parse).collect())
            .collect::<Result<_, _>>()
            .map(Size)
    }
}
