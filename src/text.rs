//! Work on texts, byte by byte.
//!
//! The standard library's patterns decode every character, and are compiled anew for each sort of
//! pattern: a twentieth of the module. What is looked for here is ASCII, which no byte of another
//! character can be mistaken for.

/// What stands before the first `byte`, an ASCII character, and what stands after it.
#[inline(never)]
pub fn split_once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = position(text, |found| found == byte)?;
    Some((&text[..at], &text[at + 1..]))
}

/// Where the first byte stands that is `wanted`, which is to know ASCII characters only.
pub fn position(text: &str, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    text.bytes().position(wanted)
}

/// Whether `words` stand in a text.
pub fn holds(text: &str, words: &str) -> bool {
    find(text, words).is_some()
}

/// Whether `word` is one of `words`, whatever the case of its letters; a space follows each of
/// them.
pub fn is_word_of(words: &str, word: &str) -> bool {
    let mut rest = words;
    while let Some((known, others)) = split_once(rest, b' ') {
        if is_same_word(known, word) {
            return true;
        }
        rest = others;
    }
    false
}

/// Where `part` begins in a text.
#[inline(never)]
pub fn find(text: &str, part: &str) -> Option<usize> {
    let mut places = text.as_bytes().windows(part.len().max(1));
    places.position(|place| place == part.as_bytes())
}

/// Whether a text holds one of the words; a bar follows each.
#[inline(never)]
pub fn has_any(text: &str, words: &str) -> bool {
    let mut rest = words;
    while let Some((word, others)) = split_once(rest, b'|') {
        if find(text, word).is_some() {
            return true;
        }
        rest = others;
    }
    false
}

/// What stands before `part`, and what stands after it.
pub fn split_at_part<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, part)?;
    Some((&text[..at], &text[at + part.len()..]))
}

/// Whether two texts differ at most in the case of ASCII letters. Compiled once: the standard
/// library's is inlined.
#[inline(never)]
pub fn is_same_word(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// A number as text. (With the standard library's formatting, all of it would come along.)
pub fn decimal(number: u64) -> String {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = number;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            return digits[at..]
                .iter()
                .map(|digit| char::from(*digit))
                .collect();
        }
    }
}

/// What stands after the last `byte`, an ASCII character; all of it where there is none.
pub fn after_last(text: &str, byte: u8) -> &str {
    let found = text.bytes().rposition(|found| found == byte);
    found.map_or(text, |at| &text[at + 1..])
}

/// The words of a text with single spaces between them.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest
            .bytes()
            .position(|byte| byte == b' ')
            .unwrap_or(rest.len());
        let word = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        (!word.is_empty()).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::{after_last, decimal};

    #[test]
    fn numbers_are_written_in_decimal() {
        for number in [0, 7, 10, 404, 120_000, u64::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
    }

    #[test]
    fn the_last_part_of_a_dotted_name_is_found() {
        assert_eq!(
            after_last("odoo.exceptions.AccessError", b'.'),
            "AccessError"
        );
        assert_eq!(after_last("access_error", b'.'), "access_error");
        assert_eq!(after_last("", b'.'), "");
    }
}
