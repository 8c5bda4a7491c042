//! Base64 (RFC 4648), decoded and encoded where it stands.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What a character stands for; anything above 63 is none.
const VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let mut values = [0xff; 256];
    let mut value = 0;
    while value < ALPHABET.len() {
        values[ALPHABET[value] as usize] = value as u8;
        value += 1;
    }
    values
}

/// How many bytes a text stands for, when it is the one text that stands for them: padded, without
/// a line break, without a bit to spare.
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

/// Writes what the text at `from..to` stands for to `at`, which is not after `from`, and answers
/// the place after it.
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

/// How many characters stand for so many bytes.
pub const fn encoded_length(count: usize) -> usize {
    count.div_ceil(3) * 4
}

/// Puts the characters for the first `count` bytes in their place. There is room for
/// [`encoded_length`] of them; else, nothing is done.
pub fn encode_within(bytes: &mut [u8], count: usize) {
    let Some(bytes) = bytes.get_mut(..encoded_length(count)) else {
        return;
    };
    // From the end: characters take more room than the bytes that are still to come.
    let (full, rest) = (count / 3, count % 3);
    if rest > 0 {
        let (from, to) = (full * 3, full * 4);
        let mut group = [0; 3];
        group[..rest].copy_from_slice(&bytes[from..from + rest]);
        let mut characters = characters(group);
        characters[rest + 1..].fill(b'=');
        bytes[to..to + 4].copy_from_slice(&characters);
    }
    for index in (0..full).rev() {
        let (from, to) = (index * 3, index * 4);
        let group = [bytes[from], bytes[from + 1], bytes[from + 2]];
        bytes[to..to + 4].copy_from_slice(&characters(group));
    }
}

/// The four characters of three bytes.
#[inline(always)]
fn characters([first, second, third]: [u8; 3]) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, first, second, third]);
    [18, 12, 6, 0].map(|shift| ALPHABET[(bits >> shift & 63) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encode(bytes: &[u8]) -> String {
        let mut room = bytes.to_vec();
        room.resize(encoded_length(bytes.len()), 0);
        encode_within(&mut room, bytes.len());
        String::from_utf8(room).expect("characters of ASCII")
    }

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
            assert_eq!(encode(bytes.as_bytes()), text);
        }
        assert_eq!(decode("/+8=").as_deref(), Some(&[0xff, 0xef][..]));
        assert_eq!(encode(&[0xff, 0xef]), "/+8=");
    }

    #[test]
    fn every_group_of_bits_has_its_character_wherever_it_stands() {
        for value in 0..64_u32 {
            for place in 0..4 {
                let [_, group @ ..] = (value << (6 * place)).to_be_bytes();
                let mut expected = [b'A'; 4];
                expected[3 - place] = ALPHABET[value as usize];
                assert_eq!(encode(&group).as_bytes(), expected, "{value} at {place}");
            }
        }
    }

    #[test]
    fn without_room_for_the_characters_nothing_is_encoded() {
        let mut bytes = *b"abc";
        encode_within(&mut bytes, 3);
        assert_eq!(&bytes, b"abc");
    }

    proptest! {
        #[test]
        fn what_was_encoded_is_decoded_to_the_same_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let text = encode(&bytes);
            prop_assert_eq!(text.len(), encoded_length(bytes.len()));
            prop_assert_eq!(decode(&text), Some(bytes));
        }

        #[test]
        fn pieces_of_whole_groups_are_encoded_as_they_are_together(
            groups in proptest::collection::vec(any::<[u8; 3]>(), 0..20),
            rest in proptest::collection::vec(any::<u8>(), 0..50),
        ) {
            let first = groups.concat();
            let whole = [first.clone(), rest.clone()].concat();
            prop_assert_eq!(encode(&first) + &encode(&rest), encode(&whole));
        }
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
