//! Sizes in words, as Odoo writes those of binary fields: `316.00 bytes`, `1.20 Kb`.

/// The units, each 1,024 times the one before.
const UNITS: [&str; 5] = ["bytes", "Kb", "Mb", "Gb", "Tb"];

/// A number of bytes in words. Half of a hundredth goes to the even one, as Python rounds.
pub fn size_in_words(bytes: u64) -> String {
    let mut unit = 0;
    let mut one = 1_u64;
    while bytes / one >= 1024 && unit + 1 < UNITS.len() {
        unit += 1;
        one <<= 10;
    }
    let exact = u128::from(bytes) * 100;
    let one = u128::from(one);
    let (mut hundredths, rest) = ((exact / one) as u64, exact % one);
    if 2 * rest > one || (2 * rest == one && hundredths % 2 == 1) {
        hundredths += 1;
    }
    let mut words = digits(hundredths / 100);
    words.push('.');
    words.push(digit(hundredths / 10 % 10));
    words.push(digit(hundredths % 10));
    words.push(' ');
    words.push_str(UNITS[unit]);
    words
}

fn digit(value: u64) -> char {
    char::from(b'0' + value as u8)
}

/// A number in decimal. (With the standard library's formatting, all of it would come along.)
pub fn digits(number: u64) -> String {
    let mut reversed = vec![digit(number % 10)];
    let mut rest = number / 10;
    while rest > 0 {
        reversed.push(digit(rest % 10));
        rest /= 10;
    }
    reversed.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::size_in_words;

    #[test]
    fn sizes_are_written_as_odoo_writes_them() {
        for (bytes, words) in [
            (0, "0.00 bytes"),
            // Recordings `kw-read-binary-bin-size`.
            (316, "316.00 bytes"),
            (1023, "1023.00 bytes"),
            (1024, "1.00 Kb"),
            (1229, "1.20 Kb"),
            (12_800, "12.50 Kb"),
            (1_048_575, "1024.00 Kb"),
            (1_048_576, "1.00 Mb"),
            (5 * 1024 * 1024 * 1024, "5.00 Gb"),
            (u64::MAX, "16777216.00 Tb"),
        ] {
            assert_eq!(size_in_words(bytes), words);
        }
    }

    #[test]
    fn what_lies_between_two_hundredths_goes_to_the_even_one() {
        // 1.125 and 1.375 of a kilobyte lie exactly between.
        assert_eq!(size_in_words(1024 + 128), "1.12 Kb");
        assert_eq!(size_in_words(1024 + 384), "1.38 Kb");
    }
}
