//! JSON, token by token, out of bytes that may not all be there yet.
//!
//! Every function takes the place where a token begins and answers the place after it, or why it
//! stopped. Nothing is copied.

mod number;
mod skip;

use crate::escape::hexadecimal;
use crate::lane::{Lane, PADDING, WIDTH};

pub(crate) use number::Number;

/// Why reading stopped, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stop {
    pub(crate) at: usize,
    pub(crate) why: Why,
}

/// Why reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The bytes end before the token does.
    Short,
    /// Something else should stand here, which is named.
    Expected(&'static str),
    /// The value is not of the field's kind, or is none.
    Kind,
    /// The bytes are not UTF-8.
    Utf8,
    /// A text holds a control character that is not escaped.
    Control,
    /// A backslash is followed by what no escape begins with, or not by four hexadecimal digits.
    Escape,
    /// The column has no room for more: it would need more than 2³¹ bytes.
    Room,
}

/// The place after a token.
pub(crate) type Next = Result<usize, Stop>;

/// A text between its quotes, which is known to be well-formed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text {
    /// The place after its opening quote.
    pub(crate) start: usize,
    /// The place of its closing quote.
    pub(crate) end: usize,
    /// Whether there are escapes in between.
    pub(crate) escaped: bool,
}

/// Bytes to read, followed by padding that is not part of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Json<'a> {
    bytes: &'a [u8],
    end: usize,
}

impl<'a> Json<'a> {
    /// Reads the first `end` of `bytes`; the next ones, [`PADDING`] of them, have to be zeros: no
    /// token goes on with a zero, so that the end has to be looked for only where a token ends.
    pub(crate) fn new(bytes: &'a [u8], end: usize) -> Self {
        debug_assert!(bytes[end..end + PADDING].iter().all(|&byte| byte == 0));
        Self { bytes, end }
    }

    /// How many bytes there are.
    pub(crate) fn end(&self) -> usize {
        self.end
    }

    /// The byte there. Like the next two, it looks no further than [`PADDING`] past the end, and
    /// whoever calls it has to see to that: nothing steps over a zero, and what else is looked at
    /// ahead is nearer than that.
    #[inline(always)]
    pub(crate) fn byte(&self, at: usize) -> u8 {
        debug_assert!(at < self.bytes.len());
        // SAFETY: see above. The check that this leaves out would be made for every byte there is.
        unsafe { *self.bytes.get_unchecked(at) }
    }

    /// The lane that begins there.
    #[inline(always)]
    pub(crate) fn lane(&self, at: usize) -> Lane {
        debug_assert!(at + WIDTH <= self.bytes.len());
        // SAFETY: as for `byte`.
        Lane::load(unsafe { &*self.bytes.as_ptr().add(at).cast() })
    }

    /// The eight bytes that begin there, as a word whose lowest byte is the first.
    #[inline(always)]
    pub(crate) fn eight(&self, at: usize) -> u64 {
        debug_assert!(at + 8 <= self.bytes.len());
        // SAFETY: as for `byte`.
        u64::from_le_bytes(unsafe { *self.bytes.as_ptr().add(at).cast() })
    }

    /// The bytes from one place to another.
    pub(crate) fn slice(&self, from: usize, to: usize) -> &'a [u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// Stops: the bytes end here, or something is wrong with them.
    #[cold]
    pub(crate) fn stop(&self, at: usize, why: Why) -> Stop {
        if at >= self.end {
            Stop {
                at: self.end,
                why: Why::Short,
            }
        } else {
            Stop { at, why }
        }
    }

    /// Skips what may stand between tokens.
    #[inline(always)]
    pub(crate) fn space(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), b' ' | b'\n' | b'\r' | b'\t') {
            at += 1;
        }
        at
    }

    /// Reads a word such as `false`.
    #[inline(always)]
    pub(crate) fn word(&self, at: usize, word: &'static str) -> Next {
        match self.bytes.get(at..at + word.len()) {
            Some(bytes) if bytes == word.as_bytes() => Ok(at + word.len()),
            _ => Err(self.not_the_word(at, word)),
        }
    }

    #[cold]
    fn not_the_word(&self, at: usize, word: &'static str) -> Stop {
        let same = word
            .bytes()
            .zip(at..)
            .take_while(|&(byte, at)| self.byte(at) == byte)
            .count();
        self.stop(at + same, Why::Expected(word))
    }

    /// Reads one character that stands for itself, such as a comma.
    #[inline(always)]
    pub(crate) fn sign(&self, at: usize, sign: u8, name: &'static str) -> Next {
        if self.byte(at) == sign {
            Ok(at + 1)
        } else {
            Err(self.stop(at, Why::Expected(name)))
        }
    }

    /// Reads a text from after its opening quote to its closing one.
    #[inline(always)]
    pub(crate) fn text(&self, start: usize) -> Result<Text, Stop> {
        let mut at = start;
        let mut wide = false;
        let mut escaped = false;
        loop {
            let lane = self.lane(at);
            let plain = lane.text_end();
            wide |= lane.is_wide(plain);
            at += plain;
            if plain == WIDTH {
                continue;
            }
            match self.byte(at) {
                b'"' => break,
                b'\\' => {
                    at = self.escape(at)?;
                    escaped = true;
                }
                _ => return Err(self.stop(at, Why::Control)),
            }
        }
        if wide {
            self.check_utf8(start, at)?;
        }
        Ok(Text {
            start,
            end: at,
            escaped,
        })
    }

    /// Steps over an escape.
    #[inline(always)]
    fn escape(&self, at: usize) -> Next {
        match self.byte(at + 1) {
            b'u' => {
                if hexadecimal([2, 3, 4, 5].map(|ahead| self.byte(at + ahead))).is_some() {
                    return Ok(at + 6);
                }
                let is_digit = |&place: &usize| self.byte(place).is_ascii_hexdigit();
                let digits = (at + 2..at + 6).take_while(is_digit).count();
                Err(self.broken_escape(at, at + 2 + digits))
            }
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(at + 2),
            _ => Err(self.broken_escape(at, at + 1)),
        }
    }

    /// An escape that is broken at a place is told from its beginning, unless only its end is
    /// missing.
    #[cold]
    fn broken_escape(&self, at: usize, place: usize) -> Stop {
        let stop = self.stop(place, Why::Escape);
        if stop.why == Why::Short {
            stop
        } else {
            Stop { at, ..stop }
        }
    }

    #[inline(never)]
    fn check_utf8(&self, start: usize, end: usize) -> Result<(), Stop> {
        match std::str::from_utf8(self.slice(start, end)) {
            Ok(_) => Ok(()),
            Err(error) => Err(Stop {
                at: start + error.valid_up_to(),
                why: Why::Utf8,
            }),
        }
    }
}
