//! What a text's escapes stand for.

/// Writes a text without its escapes to the beginning of `to`, which has to be as long as the text: resolved, none is longer. Answers
/// how many bytes it wrote. A surrogate without its other half becomes U+FFFD.
pub(crate) fn unescape(text: &[u8], to: &mut [u8]) -> usize {
    let mut from = 0;
    let mut end = 0;
    while let Some(&byte) = text.get(from) {
        if byte != b'\\' {
            to[end] = byte;
            (from, end) = (from + 1, end + 1);
            continue;
        }
        let character = match text.get(from + 1) {
            Some(b'u') => {
                let (character, length) = unicode(&text[from..]);
                end += character.encode_utf8(&mut to[end..]).len();
                from += length;
                continue;
            }
            Some(b'b') => 0x08,
            Some(b'f') => 0x0c,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(&itself) => itself,
            None => break,
        };
        to[end] = character;
        (from, end) = (from + 2, end + 1);
    }
    end
}

/// The character of `\uXXXX`, or of two of them, with the length of both.
fn unicode(escape: &[u8]) -> (char, usize) {
    let unit = |at: usize| {
        let digits = escape.get(at + 2..at + 6)?;
        if !escape[at..].starts_with(b"\\u") {
            return None;
        }
        let value = |digit: &u8| char::from(*digit).to_digit(16);
        digits
            .iter()
            .try_fold(0, |unit, digit| Some(unit * 16 + value(digit)?))
    };
    let first = unit(0).unwrap_or(0xfffd);
    if let Some(character) = char::from_u32(first) {
        return (character, 6);
    }
    match unit(6) {
        Some(second @ 0xdc00..=0xdfff) if first < 0xdc00 => {
            let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            (
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
                12,
            )
        }
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}
