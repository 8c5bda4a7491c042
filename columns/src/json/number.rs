//! Numbers, as `JSON.parse` reads them, and besides them NaN and the infinities.

use super::{Json, Stop, Why};

/// A number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    /// Without fraction or exponent, of at most nine digits, and not -0.
    Small(i32),
    /// Any other.
    Float(f64),
}

impl Number {
    #[inline(always)]
    pub(crate) fn as_f64(self) -> f64 {
        match self {
            Self::Small(number) => f64::from(number),
            Self::Float(number) => number,
        }
    }
}

/// Powers of ten that a float holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// A word of eight bytes of one.
const ONES: u64 = 0x0101_0101_0101_0101;

/// By what a value is multiplied when so many digits follow it.
const SHIFTS: [u64; 9] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
];

/// The largest integer up to which a float holds every one.
const EXACT: u64 = 1 << 53;

/// Digits that fit a word, whatever they are.
const DIGITS: usize = 19;

impl Json<'_> {
    /// Reads a number; something else is of another kind.
    #[inline(always)]
    pub(crate) fn number(&self, start: usize) -> Result<(Number, usize), Stop> {
        let negative = self.byte(start) == b'-';
        let first = start + usize::from(negative);
        let (whole, at) = self.digits(first, 0);
        let count = at - first;
        let leads = self.byte(first) == b'0';
        match self.byte(at) {
            b'.' if count > 0 && !(leads && count > 1) => {
                let (mantissa, end) = self.digits(at + 1, whole);
                let decimals = end - at - 1;
                // As many digits as a float holds whatever they are, and a power of ten that is
                // exact: so their one rounding is that of the number (Clinger).
                if decimals > 0
                    && count + decimals <= 15
                    && !matches!(self.byte(end), b'e' | b'E' | 0)
                {
                    let magnitude = mantissa as f64 / POWERS[decimals & 15];
                    return Ok((
                        Number::Float(if negative { -magnitude } else { magnitude }),
                        end,
                    ));
                }
            }
            b'.' | b'e' | b'E' | 0 => {}
            // A zero that leads, or one that is negative, is not as it seems.
            _ if count == 0 || count > 9 || (leads && (count > 1 || negative)) => {}
            _ => {
                let number = whole as i32;
                return Ok((Number::Small(if negative { -number } else { number }), at));
            }
        }
        self.other_number(start, first, whole, at)
    }

    /// Goes on reading digits after `value`, eight at once; more than a word holds make a wrong
    /// value, which their count tells.
    #[inline(always)]
    fn digits(&self, mut at: usize, mut value: u64) -> (u64, usize) {
        loop {
            let digits = self.eight(at) ^ (0x30 * ONES);
            // The high bit of every byte above 9, and of some after the first of these.
            let others = (digits.wrapping_add(0x76 * ONES) | digits) & (0x80 * ONES);
            let count = others.trailing_zeros() / 8;
            // The digits that are none drop out, and zeros go before the rest.
            let pairs = match count {
                0 => return (value, at),
                _ => digits << (64 - 8 * count),
            };
            let pairs = pairs.wrapping_mul(10).wrapping_add(pairs >> 8) & 0x00ff_00ff_00ff_00ff;
            let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
            let eight = fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff;
            value = value
                .wrapping_mul(SHIFTS[count as usize])
                .wrapping_add(eight);
            at += count as usize;
            if count < 8 {
                return (value, at);
            }
        }
    }

    /// Reads a number that has many digits or an exponent, or is none at all, from where its first
    /// digits end.
    #[inline(never)]
    fn other_number(
        &self,
        start: usize,
        first: usize,
        whole: u64,
        at: usize,
    ) -> Result<(Number, usize), Stop> {
        if at == first {
            return self.no_finite_number(start, first);
        }
        if self.byte(first) == b'0' && at - first > 1 {
            return Err(self.stop(first + 1, Why::Expected("no digit after a leading zero")));
        }
        let (mut mantissa, mut end, mut digits, mut decimals) = (whole, at, at - first, 0);
        if self.byte(end) == b'.' {
            (mantissa, end) = self.digits(at + 1, whole);
            decimals = end - at - 1;
            digits += decimals;
            if decimals == 0 {
                return Err(self.stop(end, Why::Expected("a digit after the decimal point")));
            }
        }
        let mut exponent = -(decimals as i64);
        if matches!(self.byte(end), b'e' | b'E') {
            let sign = self.byte(end + 1);
            let from = end + 1 + usize::from(matches!(sign, b'+' | b'-'));
            let (value, to) = self.digits(from, 0);
            if to == from {
                return Err(self.stop(to, Why::Expected("a digit of the exponent")));
            }
            // Beyond a thousand every number is infinite or zero; what so many digits come to is
            // left to the slow way.
            let value = if to - from > 4 {
                1_000_000
            } else {
                value as i64
            };
            exponent += if sign == b'-' { -value } else { value };
            end = to;
        }
        // A number ends where something else begins: the next bytes may be more of it.
        if end >= self.end() {
            return Err(self.stop(end, Why::Short));
        }
        let magnitude = if digits <= DIGITS && mantissa <= EXACT && exponent.unsigned_abs() <= 22 {
            let power = POWERS[exponent.unsigned_abs() as usize];
            if exponent < 0 {
                mantissa as f64 / power
            } else {
                mantissa as f64 * power
            }
        } else {
            slow(self.slice(first, end))
        };
        let negative = first != start;
        Ok((
            Number::Float(if negative { -magnitude } else { magnitude }),
            end,
        ))
    }

    /// Reads what JSON has no word for: Odoo stores such floats, and writes them as Python does.
    #[cold]
    fn no_finite_number(&self, start: usize, first: usize) -> Result<(Number, usize), Stop> {
        let negative = first != start;
        match self.byte(first) {
            b'N' if !negative => Ok((Number::Float(f64::NAN), self.word(first, "NaN")?)),
            b'I' => {
                let end = self.word(first, "Infinity")?;
                let magnitude = f64::INFINITY;
                let number = if negative { -magnitude } else { magnitude };
                Ok((Number::Float(number), end))
            }
            _ if negative => Err(self.stop(first, Why::Expected("a digit"))),
            _ => Err(self.stop(first, Why::Kind)),
        }
    }
}

/// Reads any number without its sign.
#[cold]
fn slow(digits: &[u8]) -> f64 {
    #[cfg(not(target_arch = "wasm32"))]
    {
        let text = std::str::from_utf8(digits).unwrap_or_default();
        text.parse().unwrap_or(f64::NAN)
    }
    // The engine can do that too: what the standard library needs for it is a quarter of the
    // module.
    #[cfg(target_arch = "wasm32")]
    {
        #[link(wasm_import_module = "engine")]
        unsafe extern "C" {
            safe fn number(text: *const u8, length: usize) -> f64;
        }
        number(digits.as_ptr(), digits.len())
    }
}
