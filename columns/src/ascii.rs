//! JSON whose texts are written in ASCII. An engine keeps a text of ASCII in one byte a character
//! and any other one mostly in two: made and parsed, the latter takes half as long again and twice
//! the memory, even if only one character in a thousand needs it.

use crate::lane::{Lane, WIDTH};

/// Where more than one byte of so many is outside ASCII, escapes would make a text too long to gain
/// anything.
const FEW: usize = 8;

/// Writes JSON of UTF-8 as JSON of ASCII that stands for the same, with `\uXXXX` for each unit of
/// UTF-16 outside ASCII. Answers `false`, and leaves something unfinished, where that is no UTF-8,
/// where it could make something right of what is no JSON, and where it is not worth while.
pub fn write_ascii(json: &[u8], ascii: &mut Vec<u8>) -> bool {
    ascii.clear();
    // Two bytes outside ASCII become six at most.
    ascii.reserve(json.len() + json.len() / FEW * 2 + 6);
    let mut left = json.len() / FEW;
    let mut rest = json;
    loop {
        let (plain, after) = rest.split_at(ascii_length(rest));
        ascii.extend_from_slice(plain);
        if after.is_empty() {
            return true;
        }
        let length = after.iter().take_while(|byte| !byte.is_ascii()).count();
        let (wide, after) = after.split_at(length);
        let Ok(text) = std::str::from_utf8(wide) else {
            return false;
        };
        if length > left || ends_within_escape(plain) {
            return false;
        }
        left -= length;
        for unit in text.encode_utf16() {
            ascii.extend_from_slice(&escape(unit));
        }
        rest = after;
    }
}

/// How many bytes of ASCII there are at the beginning.
fn ascii_length(bytes: &[u8]) -> usize {
    let (lanes, _) = bytes.as_chunks::<WIDTH>();
    let plain = lanes
        .iter()
        .take_while(|lane| !Lane::load(lane).is_wide(WIDTH));
    let whole = plain.count() * WIDTH;
    let rest = bytes[whole..].iter().take_while(|byte| byte.is_ascii());
    whole + rest.count()
}

/// Whether what follows is escaped: after an odd number of backslashes.
fn ends_within_escape(text: &[u8]) -> bool {
    text.iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

fn escape(unit: u16) -> [u8; 6] {
    let digit = |shift: u32| b"0123456789abcdef"[usize::from(unit >> shift & 0xf)];
    [b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn ascii_of(json: &[u8]) -> Option<String> {
        let mut ascii = b"what was there before".to_vec();
        write_ascii(json, &mut ascii).then(|| String::from_utf8(ascii).expect("text"))
    }

    #[test]
    fn characters_become_escapes_and_everything_else_stays() {
        let blank = " ".repeat(200);
        for (json, expected) in [
            ("", ""),
            (r#"{"a": [1, null, "\n\""]}"#, r#"{"a": [1, null, "\n\""]}"#),
            ("\"é\"", r#""\u00e9""#),
            (
                "\"Żółć – Søn\"",
                r#""\u017b\u00f3\u0142\u0107 \u2013 S\u00f8n""#,
            ),
            ("\"€\u{7f}\u{80}\"", "\"\\u20ac\u{7f}\\u0080\""),
            ("\"😀\"", r#""\ud83d\ude00""#),
            (r#""\\é""#, r#""\\\u00e9""#),
        ] {
            assert_eq!(
                ascii_of(format!("{json}{blank}").as_bytes()),
                Some(format!("{expected}{blank}"))
            );
        }
    }

    #[test]
    fn what_is_no_json_of_utf8_is_not_made_right() {
        let blank = [b' '; 200];
        // A text that only the escape would make one, bytes that are none, half a character, a
        // surrogate.
        for wrong in [
            &b"\"\\\xc3\xa9\""[..],
            b"\"\\\\\\\xc3\xa9\"",
            b"\"\xff\"",
            b"\"\xc3",
            b"\"\xc3\"",
            b"\"\xed\xa0\x80\"",
        ] {
            assert_eq!(ascii_of(&[wrong, &blank].concat()), None, "{wrong:?}");
        }
    }

    #[test]
    fn texts_that_are_mostly_outside_ascii_are_left_alone() {
        assert_eq!(ascii_of("[\"………………\"]".as_bytes()), None);
        let text = format!("\"é{}\"", "x".repeat(12));
        assert_eq!(text.len() / FEW, 2);
        assert!(ascii_of(text.as_bytes()).is_some());
        assert_eq!(ascii_of(&text.as_bytes()[..text.len() - 1]), None);
    }

    proptest! {
        #[test]
        fn the_value_is_the_same(text in r#"([ -~]|[\u{80}-\u{10ffff}]|\\["\\nu]){0,200}"#, before in 0_usize..40) {
            let json = format!("{}\"{text}\"{}", " ".repeat(before), " ".repeat(8 * text.len()));
            let value = |json: &[u8]| serde_json::from_slice::<Value>(json).ok();
            match ascii_of(json.as_bytes()) {
                Some(ascii) => {
                    prop_assert!(ascii.is_ascii());
                    prop_assert_eq!(value(ascii.as_bytes()), value(json.as_bytes()));
                }
                None => prop_assert_eq!(value(json.as_bytes()), None),
            }
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            if let Some(ascii) = ascii_of(&bytes) {
                prop_assert!(std::str::from_utf8(&bytes).is_ok_and(|text| text.is_ascii() || ascii.len() > text.len()));
            }
        }
    }
}
