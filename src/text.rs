//! Work on texts, byte by byte.
//!
//! The standard library's patterns decode every character, and are compiled anew for each sort of pattern: a twentieth of
//! the module. What is looked for here is ASCII, which no byte of another character can be mistaken for.

/// What stands before the first `byte`, an ASCII character, and what stands after it.
pub fn split_once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = position(text, |found| found == byte)?;
    Some((&text[..at], &text[at + 1..]))
}

/// Where the first byte stands that is `wanted`, which is to know ASCII characters only.
pub fn position(text: &str, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    text.bytes().position(wanted)
}

/// Whether two texts differ at most in the case of ASCII letters. Compiled once: the standard library's is inlined.
#[inline(never)]
pub fn is_same_word(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}
