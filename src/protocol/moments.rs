//! Date-times in the words of ISO 8601, which Odoo refuses, in those that it takes.

use crate::text::{self, decimal};

/// What to send in place of a date-time that Odoo refused with `message`; `None` where the message
/// is about something else.
///
/// Source: recorded of Odoo 17, 18 and 19, which take UTC as `YYYY-MM-DD HH:MM:SS` and nothing
/// else.
pub fn hint(message: &str) -> Option<String> {
    let given = match message.strip_prefix("expecting only datetimes with no timezone: '") {
        Some(rest) => rest.strip_suffix('\'')?,
        None => {
            let given = message.strip_prefix("time data '")?;
            let (given, format) = text::split_at_part(given, "' does not match format '")?;
            format.starts_with("%Y-%m-%d %H:%M:%S").then_some(given)?
        }
    };
    let text = in_utc(given)?;
    Some(["send '", &text, "', a date-time in UTC without T and zone"].concat())
}

/// A date-time of ISO 8601 as Odoo takes it: in UTC, without a part of a second. One without a zone
/// is taken for UTC, as Odoo takes it.
fn in_utc(text: &str) -> Option<String> {
    let (date, time) = text::split_once(text, b'T')?;
    let [year, month, day] = numbers(date, b'-', &[4, 2, 2])?;
    let zone = text::position(time, |byte| matches!(byte, b'Z' | b'+' | b'-'));
    let (time, offset) = match zone {
        Some(at) => (&time[..at], offset_minutes(&time[at..])?),
        None => (time, 0),
    };
    let (time, fraction) = text::split_once(time, b'.').unwrap_or((time, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Seconds may be missing.
    let [hours, minutes, seconds] =
        numbers(time, b':', &[2, 2, 2]).or_else(|| numbers(time, b':', &[2, 2]))?;
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&day);
    if !is_date || hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let total = (days_from_civil(year, month, day) * 24 + hours) * 60 + minutes - offset;
    let (year, month, day) = civil_from_days(total.div_euclid(24 * 60));
    let of_day = total.rem_euclid(24 * 60);
    let mut moment = decimal((10_000 + year).unsigned_abs())[1..].to_owned();
    for (before, number) in [
        ("-", month),
        ("-", day),
        (" ", of_day / 60),
        (":", of_day % 60),
        (":", seconds),
    ] {
        moment += before;
        moment += &decimal((100 + number).unsigned_abs())[1..];
    }
    Some(moment)
}

/// Up to three numbers of so many digits each; 0 for those that are not asked for.
fn numbers(text: &str, separator: u8, digits: &[usize]) -> Option<[i64; 3]> {
    let mut rest = text.as_bytes();
    let mut numbers = [0; 3];
    for (place, (number, &count)) in numbers.iter_mut().zip(digits).enumerate() {
        if place > 0 {
            rest = rest.strip_prefix(&[separator])?;
        }
        for _ in 0..count {
            let (digit, after) = rest.split_first()?;
            if !digit.is_ascii_digit() {
                return None;
            }
            *number = *number * 10 + i64::from(digit - b'0');
            rest = after;
        }
    }
    rest.is_empty().then_some(numbers)
}

/// The minutes that a zone is ahead of UTC: `Z`, `+02:00`, `-0530`.
fn offset_minutes(zone: &str) -> Option<i64> {
    let sign = match zone.as_bytes() {
        b"Z" => return Some(0),
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return None,
    };
    let digits = &zone[1..];
    let [hours, minutes, _] = numbers(digits, b':', &[2, 2]).or_else(|| {
        let [both, ..] = numbers(digits, b':', &[4])?;
        Some([both / 100, both % 100, 0])
    })?;
    Some(sign * (hours * 60 + minutes))
}

/// Days since 1970 of a date of the Gregorian calendar. ([Howard Hinnant, chrono-Compatible
/// Low-Level Date Algorithms](https://howardhinnant.github.io/date_algorithms.html))
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of that many days since 1970.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = (shifted + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::{hint, in_utc};

    #[test]
    fn a_moment_of_iso_8601_becomes_what_odoo_takes() {
        for (given, taken) in [
            ("2026-07-01T12:00:00Z", "2026-07-01 12:00:00"),
            ("2026-07-01T12:00:00.123Z", "2026-07-01 12:00:00"),
            ("2026-07-01T12:00:00", "2026-07-01 12:00:00"),
            ("2026-07-01T12:00Z", "2026-07-01 12:00:00"),
            ("2026-07-01T00:30:05+02:00", "2026-06-30 22:30:05"),
            ("2024-02-28T23:30:00-0530", "2024-02-29 05:00:00"),
            ("2023-12-31T23:59:59-00:01", "2024-01-01 00:00:59"),
            ("1969-12-31T23:59:59Z", "1969-12-31 23:59:59"),
        ] {
            assert_eq!(in_utc(given).as_deref(), Some(taken), "{given}");
        }
        for other in [
            "2026-07-01",
            "2026-07-01 12:00:00",
            "2026-13-01T12:00:00Z",
            "2026-07-01T25:00:00Z",
            "yesterday",
            "2026-07-01T12:00:00.Z",
            "2026-07-01T12:00:00+2",
            "T",
            "",
        ] {
            assert_eq!(in_utc(other), None, "{other}");
        }
    }

    #[test]
    fn only_a_refused_date_time_has_a_hint() {
        let refused =
            "time data '2026-07-01T14:00:00+02:00' does not match format '%Y-%m-%d %H:%M:%S'";
        assert_eq!(
            hint(refused).as_deref(),
            Some("send '2026-07-01 12:00:00', a date-time in UTC without T and zone")
        );
        for other in [
            "time data '05/01/2026' does not match format '%Y-%m-%d'",
            "time data 'x' does not match format '%Y-%m-%d %H:%M:%S'",
            "unconverted data remains: .123456",
            "",
        ] {
            assert_eq!(hint(other), None, "{other}");
        }
    }
}
