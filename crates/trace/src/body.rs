//! Numbers and texts as bytes.
//!
//! A text or a list of bytes is the rest of its body, or is preceded by its length where something follows it.

/// Writes into a buffer of fixed size; `finish` says whether all of it fitted.
pub(crate) struct Put<'a> {
    buffer: &'a mut [u8],
    used: Option<usize>,
}

impl<'a> Put<'a> {
    pub(crate) fn new(buffer: &'a mut [u8]) -> Put<'a> {
        Put { buffer, used: Some(0) }
    }

    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Put<'a> {
        self.used = self.used.and_then(|used| {
            let end = used + bytes.len();
            self.buffer.get_mut(used..end)?.copy_from_slice(bytes);
            Some(end)
        });
        self
    }

    pub(crate) fn u8(self, number: u8) -> Put<'a> {
        self.bytes(&[number])
    }

    pub(crate) fn u16(self, number: u16) -> Put<'a> {
        self.bytes(&number.to_le_bytes())
    }

    pub(crate) fn u32(self, number: u32) -> Put<'a> {
        self.bytes(&number.to_le_bytes())
    }

    pub(crate) fn u64(self, number: u64) -> Put<'a> {
        self.bytes(&number.to_le_bytes())
    }

    /// A text with its length before it. Longer ones than 65,535 bytes are cut.
    pub(crate) fn text(self, text: &str) -> Put<'a> {
        let most = text.len().min(usize::from(u16::MAX));
        // The byte 0 begins a character, so there is one.
        let end = (0..=most).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        let text = &text[..end];
        self.u16(text.len() as u16).bytes(text.as_bytes())
    }

    pub(crate) fn finish(self) -> Option<usize> {
        self.used
    }
}

/// Reads; `None` at the end of the body.
pub(crate) struct Get<'a>(pub(crate) &'a [u8]);

impl<'a> Get<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*array)
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[number]| number)
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let length = usize::from(self.u16()?);
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    pub(crate) fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }

    pub(crate) fn rest_text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.rest()).ok()
    }
}
