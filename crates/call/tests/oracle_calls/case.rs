//! One case: a random function type.

use crate::random::Random;
use crate::types::{Generator, Type};
use call::{Convention, Signature};

pub struct Case {
    pub number: usize,
    pub convention: Convention,
    pub declarations: String,
    pub arguments: Vec<Type>,
    pub result: Option<Type>,
    pub fixed: usize,
    pub variadic: bool,
}

impl Case {
    pub fn random(random: &mut Random, number: usize, convention: Convention) -> Case {
        let variadic = random.one_in(5);
        // One to twenty, short ones more often; none at all now and then.
        let most = *random.pick(&[3, 6, 12, 20]);
        let count = if random.one_in(40) && !variadic { 0 } else { random.between(1, most) };
        let fixed = if variadic { random.between(1, count) } else { count };
        let mut types = Generator::new(random, format!("R{number}"));
        let result = if types.random.one_in(8) { None } else { Some(types.any()) };
        let arguments = (0..count).map(|n| if n < fixed { types.any() } else { types.promoted() }).collect();
        let declarations = types.declarations;
        Case { number, convention, declarations, arguments, result, fixed, variadic }
    }

    pub fn signature(&self) -> Signature {
        Signature {
            convention: self.convention,
            arguments: self.arguments.iter().map(|ty| ty.ctype.clone()).collect(),
            result: self.result.as_ref().map(|ty| ty.ctype.clone()),
            fixed: self.fixed,
            variadic: self.variadic,
        }
    }
}
