//! A lane as two little-endian words, the lower bytes first.

use super::WIDTH;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Lane(u64, u64);

impl Lane {
    pub(crate) const ZERO: Self = Self(0, 0);

    #[inline(always)]
    pub(crate) fn load(bytes: &[u8; WIDTH]) -> Self {
        let both = u128::from_le_bytes(*bytes);
        Self(both as u64, (both >> 64) as u64)
    }

    #[inline(always)]
    pub(crate) fn store(self, to: &mut [u8; WIDTH]) {
        *to = (u128::from(self.0) | u128::from(self.1) << 64).to_le_bytes();
    }

    /// The place of the first byte that ends a run of a text's plain characters: a quote, a
    /// backslash, a control character; `WIDTH` when there is none.
    #[inline(always)]
    pub(crate) fn text_end(self) -> usize {
        let (low, high) = (ends(self.0), ends(self.1));
        let zeros = if low == 0 {
            64 + high.trailing_zeros()
        } else {
            low.trailing_zeros()
        };
        (zeros / 8) as usize
    }

    /// Whether one of the first `count` bytes is outside ASCII.
    #[inline(always)]
    pub(crate) fn is_wide(self, count: usize) -> bool {
        let Self(low, high) = self.first(count);
        (low | high) & HIGH != 0
    }

    /// Whether the first `count` bytes are those of `other`.
    #[inline(always)]
    pub(crate) fn agrees(self, other: &Self, count: usize) -> bool {
        let Self(low, high) = Self(self.0 ^ other.0, self.1 ^ other.1).first(count);
        low | high == 0
    }

    /// Whether all bytes are those of `other`.
    #[inline(always)]
    pub(crate) fn equals(self, other: &Self) -> bool {
        (self.0 ^ other.0) | (self.1 ^ other.1) == 0
    }

    /// The first `count` bytes, then zeros.
    #[inline(always)]
    pub(crate) fn first(self, count: usize) -> Self {
        let bits = (count * 8) as u32;
        let keep = |bits: u32| 1_u64.checked_shl(bits).map_or(!0, |bit| bit - 1);
        Self(self.0 & keep(bits), self.1 & keep(bits.saturating_sub(64)))
    }

    /// The lane as two words.
    #[inline(always)]
    pub(crate) fn words(self) -> [u64; 2] {
        [self.0, self.1]
    }
}

/// Sets the high bit of the first byte that ends a text; bytes after it may be marked wrongly,
/// those before it are not.
#[inline(always)]
fn ends(word: u64) -> u64 {
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word;
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    (zeros(word ^ (ONES * u64::from(b'"'))) | zeros(word ^ (ONES * u64::from(b'\\'))) | control)
        & HIGH
}
