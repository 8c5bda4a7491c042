//! Base64 (RFC 4648), decoded where it stands.

/// What a character stands for; anything above 63 is none.
const VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut values = [0xff; 256];
    let mut value = 0;
    while value < alphabet.len() {
        values[alphabet[value] as usize] = value as u8;
        value += 1;
    }
    values
}

/// How many bytes a text stands for, when it is the one text that stands for them: padded, without a line break, without a bit
/// to spare.
pub(crate) fn decoded_length(text: &[u8]) -> Option<usize> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let padding = text
        .iter()
        .rev()
        .take(2)
        .take_while(|&&byte| byte == b'=')
        .count();
    let (characters, _) = text.split_at(text.len() - padding);
    if characters
        .iter()
        .any(|&byte| VALUES[usize::from(byte)] > 63)
    {
        return None;
    }
    let spare = match padding {
        0 => 0,
        1 => 0b11,
        _ => 0b1111,
    };
    let last = characters
        .last()
        .map_or(0, |&byte| VALUES[usize::from(byte)]);
    (last & spare == 0).then_some(text.len() / 4 * 3 - padding)
}

/// Writes what the text at `from..to` stands for to `at`, which is not after `from`, and answers the place after it.
pub(crate) fn decode_within(bytes: &mut [u8], from: usize, to: usize, at: usize) -> usize {
    let mut end = at;
    for start in (from..to).step_by(4) {
        let mut group = 0_u32;
        let mut count = 3;
        for &byte in &bytes[start..start + 4] {
            count -= usize::from(byte == b'=');
            group = group << 6 | u32::from(VALUES[usize::from(byte)] & 63);
        }
        let decoded = (group << 8).to_be_bytes();
        bytes[end..end + count].copy_from_slice(&decoded[..count]);
        end += count;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(text: &str) -> Option<Vec<u8>> {
        let length = decoded_length(text.as_bytes())?;
        let mut bytes = text.as_bytes().to_vec();
        let end = decode_within(&mut bytes, 0, text.len(), 0);
        assert_eq!(end, length);
        bytes.truncate(end);
        Some(bytes)
    }

    #[test]
    fn the_examples_of_the_specification() {
        for (text, bytes) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ] {
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        assert_eq!(decode("/+8=").as_deref(), Some(&[0xff, 0xef][..]));
    }

    #[test]
    fn what_other_texts_stand_for_too_is_not_decoded() {
        for text in [
            "Zg",
            "Zg=",
            "Z===",
            "====",
            "Zh==",
            "Zm9=",
            "Zm9v\nYmFy",
            "Zm-v",
            "12.5 Kb",
            "Zg==Zg==",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
