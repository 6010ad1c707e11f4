//! Where in a call a block is: `result`, `arg0`, `*arg0`, `arg0[1]`, `int *arg0`, `int arg0[1]`.

use super::peek::Peek;
use std::fmt;
use std::str::FromStr;

/// A pointer or number in a call. Arguments count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Result,
    Argument(u8),
    /// What the argument points to: item `index` of pointers, or of C `int`s.
    Behind {
        argument: u8,
        index: u8,
        int: bool,
    },
}

/// The words of a call.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    pub arguments: &'a [u64],
    /// 0 before the call.
    pub result: u64,
}

impl Place {
    /// The value; `None` if the call has no such argument or the pointer to it is NULL.
    pub fn value(self, words: Words<'_>, memory: &impl Peek) -> Option<u64> {
        match self {
            Place::Result => Some(words.result),
            Place::Argument(index) => words.arguments.get(usize::from(index)).copied(),
            Place::Behind { argument, index, int } => {
                let base = *words.arguments.get(usize::from(argument))?;
                let index = u64::from(index);
                match (base, int) {
                    (0, _) => None,
                    (_, true) => Some(u64::from(memory.int(base + index * 4))),
                    (_, false) => Some(memory.word(base + index * 8)),
                }
            }
        }
    }

    /// Whether it can be known before the call.
    pub fn is_before(self) -> bool {
        self != Place::Result
    }
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Place, String> {
        let expected = || {
            format!("{text:?} is no place: expected result, arg0, *arg0, arg0[1], int *arg0 or int arg0[1]")
        };
        let argument = |name: &str| name.strip_prefix("arg")?.parse::<u8>().ok();
        let text = text.trim();
        if text == "result" {
            return Ok(Place::Result);
        }
        let (int, rest) = match text.strip_prefix("int ") {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        let behind = |name: &str, index: &str| {
            Some(Place::Behind { argument: argument(name)?, index: index.parse().ok()?, int })
        };
        let place = if let Some(name) = rest.strip_prefix('*') {
            behind(name, "0")
        } else if let Some((name, index)) = rest.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
            behind(name, index)
        } else if int {
            None
        } else {
            argument(rest).map(Place::Argument)
        };
        place.ok_or_else(expected)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Result => f.write_str("result"),
            Place::Argument(index) => write!(f, "arg{index}"),
            Place::Behind { argument, index, int } => {
                write!(f, "{}arg{argument}[{index}]", if *int { "int " } else { "" })
            }
        }
    }
}
