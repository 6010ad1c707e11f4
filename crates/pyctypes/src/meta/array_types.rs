//! Array types made by `type * n`, made once per element type and length while they live.

use cpython::{Obj, Own, Result, compat, int, new_dict, new_tuple, raise, string};

use crate::state::state;
use crate::typeinfo::info_of;

/// `element * length`.
pub fn array_type(element: &Obj, length: isize) -> Result<Own> {
    let Ok(size) = usize::try_from(length) else {
        return Err(raise!(ValueError, "Array length must be >= 0, not {length}"));
    };
    let Some(element) = element.as_type() else {
        return Err(raise!(TypeError, "Expected a type object"));
    };
    let info = info_of(element);
    if let Some(found) = info.and_then(|info| info.array_types.get(size)) {
        return Ok(found);
    }
    let body = new_dict()?;
    cpython::dict_set(&body, state().names.length.as_obj(), &*int(length as i64)?)?;
    cpython::dict_set(&body, state().names.type_.as_obj(), element.as_obj())?;
    let name = string(&format!("{:.200}_Array_{length}", element.name()))?;
    let bases = new_tuple([state().types.array.as_obj().to_own()].into_iter())?;
    let class = state().metas.array.as_obj().call(&[&name, &bases, &body])?;
    if let Some(info) = info {
        info.array_types.insert(size, &class)?;
    }
    Ok(class)
}

/// The live array types of one element type, by length. Holds them weakly.
#[derive(Default)]
pub struct ArrayTypes {
    by_length: std::cell::RefCell<std::collections::HashMap<usize, Own>>,
}

impl ArrayTypes {
    /// The type of this length, if it lives.
    fn get(&self, length: usize) -> Option<Own> {
        let reference = self.by_length.borrow().get(&length).cloned()?;
        compat::weak_target(&reference)
    }

    fn insert(&self, length: usize, class: &Obj) -> Result<()> {
        let reference = compat::weak_reference(class)?;
        let mut dead = Vec::new();
        let mut types = self.by_length.borrow_mut();
        // References to dead types are swept when the table would otherwise grow: its size stays within twice the
        // number of live types.
        if types.len() == types.capacity() {
            dead.extend(types.extract_if(|_, reference| compat::weak_target(reference).is_none()));
        }
        dead.extend(types.insert(length, reference).map(|old| (length, old)));
        drop(types);
        drop(dead);
        Ok(())
    }
}
