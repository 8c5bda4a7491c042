//! What a text's escapes stand for.

/// Writes a text without its escapes to the beginning of `to`, which has to be as long as the text:
/// resolved, none is longer. Answers how many bytes it wrote. A surrogate without its other half
/// becomes U+FFFD.
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

/// A text without its escapes.
pub(crate) fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut plain = text.to_vec();
    let length = unescape(text, &mut plain);
    plain.truncate(length);
    plain
}

/// What each digit is worth, or 0xff.
const DIGITS: [u8; 256] = digits();

const fn digits() -> [u8; 256] {
    let mut digits = [0xff; 256];
    let mut value = 0;
    while value < 16 {
        let digit = b"0123456789abcdef"[value as usize];
        digits[digit as usize] = value;
        digits[digit.to_ascii_uppercase() as usize] = value;
        value += 1;
    }
    digits
}

/// The number of four hexadecimal digits.
#[inline(always)]
pub(crate) fn hexadecimal(digits: [u8; 4]) -> Option<u32> {
    let [a, b, c, d] = digits.map(|digit| u32::from(DIGITS[usize::from(digit)]));
    (a | b | c | d < 0x10).then_some(a << 12 | b << 8 | c << 4 | d)
}

/// The character of `\uXXXX`, or of two of them, with the length of both.
#[inline(always)]
fn unicode(escape: &[u8]) -> (char, usize) {
    let unit = |escape: &[u8]| match escape.first_chunk() {
        Some(&[b'\\', b'u', a, b, c, d]) => hexadecimal([a, b, c, d]),
        _ => None,
    };
    let first = unit(escape).unwrap_or(0xfffd);
    if let Some(character) = char::from_u32(first) {
        return (character, 6);
    }
    match unit(&escape[6..]) {
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
