//! A lane as a vector of WebAssembly's SIMD.

use core::arch::wasm32::{
    i8x16_bitmask, u8x16, u8x16_all_true, u8x16_eq, u8x16_lt, u8x16_splat, u64x2,
    u64x2_extract_lane, v128, v128_and, v128_or,
};

use super::WIDTH;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Lane(v128);

impl Lane {
    pub(crate) const ZERO: Self = Self(u64x2(0, 0));

    #[inline(always)]
    pub(crate) fn load(bytes: &[u8; WIDTH]) -> Self {
        let both = u128::from_le_bytes(*bytes);
        Self(u64x2(both as u64, (both >> 64) as u64))
    }

    #[inline(always)]
    pub(crate) fn store(self, to: &mut [u8; WIDTH]) {
        let [low, high] = self.words();
        *to = (u128::from(low) | u128::from(high) << 64).to_le_bytes();
    }

    /// The place of the first byte that ends a run of a text's plain characters: a quote, a
    /// backslash, a control character; `WIDTH` when there is none.
    #[inline(always)]
    pub(crate) fn text_end(self) -> usize {
        let quotes = u8x16_eq(self.0, u8x16_splat(b'"'));
        let backslashes = u8x16_eq(self.0, u8x16_splat(b'\\'));
        let controls = u8x16_lt(self.0, u8x16_splat(0x20));
        let ends = i8x16_bitmask(v128_or(v128_or(quotes, backslashes), controls));
        (u32::from(ends) | 1 << WIDTH).trailing_zeros() as usize
    }

    /// Whether one of the first `count` bytes is outside ASCII.
    #[inline(always)]
    pub(crate) fn is_wide(self, count: usize) -> bool {
        u32::from(i8x16_bitmask(self.0)) & ((1 << count) - 1) != 0
    }

    /// Whether the first `count` bytes are those of `other`.
    #[inline(always)]
    pub(crate) fn agrees(self, other: &Self, count: usize) -> bool {
        let differing = !u32::from(i8x16_bitmask(u8x16_eq(self.0, other.0)));
        differing & ((1 << count) - 1) == 0
    }

    /// Whether all bytes are those of `other`.
    #[inline(always)]
    pub(crate) fn equals(self, other: &Self) -> bool {
        u8x16_all_true(u8x16_eq(self.0, other.0))
    }

    /// The first `count` bytes, then zeros.
    #[inline(always)]
    pub(crate) fn first(self, count: usize) -> Self {
        let places = u8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        let kept = u8x16_lt(places, u8x16_splat(count as u8));
        Self(v128_and(self.0, kept))
    }

    /// The lane as two words.
    #[inline(always)]
    pub(crate) fn words(self) -> [u64; 2] {
        [
            u64x2_extract_lane::<0>(self.0),
            u64x2_extract_lane::<1>(self.0),
        ]
    }
}
