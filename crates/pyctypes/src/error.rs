//! Exceptions that wrap others: `ArgumentError: argument 1: TypeError: …`.

use cpython::{Obj, Raised, string};

/// Replaces the exception by `class(prefix + name of the old class + ": " + its text)`.
#[cold]
pub fn extend(raised: Raised, class: &Obj, prefix: &str) -> Raised {
    let (kind, value, _traceback) = raised.fetch();
    let name = kind.as_deref().and_then(Obj::as_type).map(|kind| kind.name().into_owned());
    let text = value.as_deref().and_then(text_of);
    let message = match (name, text) {
        // `tp_name` of a static exception class is its bare name.
        (Some(name), Some(text)) => format!("{prefix}{}: {text}", name.rsplit('.').next().unwrap_or(&name)),
        (Some(name), None) => format!("{prefix}{name}: ???"),
        (None, _) => format!("{prefix}???"),
    };
    match string(&message) {
        Ok(message) => Raised::with_value(class, &message),
        Err(raised) => raised,
    }
}

/// `str(object)`, `None` if that fails or has no UTF-8 form.
fn text_of(object: &Obj) -> Option<String> {
    let text = object.str().and_then(|text| text.to_text());
    match text {
        Ok(text) => Some(text),
        Err(raised) => {
            raised.clear();
            None
        }
    }
}
