//! Texts, without the standard library's formatting: it would be a tenth of the module.

/// Parts one after another.
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// A number in decimal digits.
pub(crate) fn decimal(number: u64) -> String {
    let mut text = String::new();
    push_decimal(&mut text, number);
    text
}

fn push_decimal(text: &mut String, number: u64) {
    if number > 9 {
        push_decimal(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// A whole number in decimal digits.
pub(crate) fn whole(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    joined(&[sign, &decimal(number.unsigned_abs())])
}

/// The beginning of the words that refuse what a row says of a field.
pub(crate) fn invalid(row: u32, field: &str) -> String {
    joined(&["Invalid rows[", &decimal(row.into()), "].", field])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_digits_that_formatting_gives_it() {
        for number in [0, 7, 10, 99, 100, 1_234_567, u64::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
        for number in [0, -7, i64::MIN, i64::MAX] {
            assert_eq!(whole(number), number.to_string());
        }
    }
}
