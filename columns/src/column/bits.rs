//! Bits in bytes, the lowest bit of a byte first, as Arrow has them.

/// Bits, one for each row.
#[derive(Clone, Debug, Default)]
pub struct Bits {
    bytes: Vec<u8>,
    len: usize,
}

impl Bits {
    /// So many bits that are set.
    pub(crate) fn ones(len: usize) -> Self {
        let mut bits = Self {
            bytes: vec![0xff; len.div_ceil(8)],
            len,
        };
        bits.clear_rest();
        bits
    }

    /// The bytes; bits past the last are zero.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether a bit is set.
    pub fn get(&self, index: usize) -> bool {
        self.bytes
            .get(index / 8)
            .is_some_and(|byte| byte >> (index % 8) & 1 == 1)
    }

    /// The number of set bits.
    pub(crate) fn count(&self) -> usize {
        self.bytes
            .iter()
            .map(|byte| byte.count_ones() as usize)
            .sum()
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(8) {
            self.bytes.push(u8::from(bit));
        } else if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit) << (self.len % 8);
        }
        self.len += 1;
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
        self.bytes.truncate(self.len.div_ceil(8));
        self.clear_rest();
    }

    fn clear_rest(&mut self) {
        if !self.len.is_multiple_of(8)
            && let Some(last) = self.bytes.last_mut()
        {
            *last &= (1 << (self.len % 8)) - 1;
        }
    }
}
