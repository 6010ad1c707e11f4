//! Data models: how wide the C types are whose width the C standard leaves open.

/// The widths of `long`, pointers and `wchar_t` on a target, by the names the ABI documents use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataModel {
    /// 64-bit Unix: `long` and pointers 8 bytes, `wchar_t` 4, `long double` 16.
    Lp64,
    /// 64-bit Windows: `long` 4 bytes, pointers 8, `wchar_t` 2, `long double` 8.
    Llp64,
    /// 32-bit Windows: `long` and pointers 4 bytes, `wchar_t` 2, `long double` 8.
    Ilp32,
}

impl DataModel {
    /// The data model of the machine this is compiled for.
    pub const HOST: DataModel = if cfg!(windows) {
        if cfg!(target_pointer_width = "64") { DataModel::Llp64 } else { DataModel::Ilp32 }
    } else {
        DataModel::Lp64
    };

    /// Bytes of a pointer.
    pub const fn pointer_size(self) -> usize {
        match self {
            DataModel::Lp64 | DataModel::Llp64 => 8,
            DataModel::Ilp32 => 4,
        }
    }

    /// Bytes of `long`.
    pub const fn long_size(self) -> usize {
        match self {
            DataModel::Lp64 => 8,
            DataModel::Llp64 | DataModel::Ilp32 => 4,
        }
    }

    /// Bytes of `wchar_t`.
    pub const fn wchar_size(self) -> usize {
        match self {
            DataModel::Lp64 => 4,
            DataModel::Llp64 | DataModel::Ilp32 => 2,
        }
    }
}
