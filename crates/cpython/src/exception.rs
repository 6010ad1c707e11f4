//! The built-in exception classes this project raises.

use crate::{Obj, ffi};

macro_rules! exceptions {
    ($($name:ident = $symbol:ident),+ $(,)?) => {
        /// A built-in exception class.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Exception { $($name),+ }

        impl Exception {
            /// The class object.
            pub fn as_obj(self) -> &'static Obj {
                // SAFETY: the interpreter's exception classes are set before any extension is loaded and live as
                // long as the interpreter.
                unsafe { Obj::from_ptr(match self { $(Exception::$name => ffi::$symbol),+ }) }
            }
        }
    };
}

exceptions! {
    AttributeError = PyExc_AttributeError,
    Exception = PyExc_Exception,
    FileNotFoundError = PyExc_FileNotFoundError,
    ImportError = PyExc_ImportError,
    IndexError = PyExc_IndexError,
    KeyError = PyExc_KeyError,
    MemoryError = PyExc_MemoryError,
    OSError = PyExc_OSError,
    OverflowError = PyExc_OverflowError,
    RuntimeError = PyExc_RuntimeError,
    RuntimeWarning = PyExc_RuntimeWarning,
    SystemError = PyExc_SystemError,
    TypeError = PyExc_TypeError,
    ValueError = PyExc_ValueError,
}
