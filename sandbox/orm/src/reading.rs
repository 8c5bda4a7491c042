//! Reads moments the ways Odoo's Python and its database do, and refuses in their words what they
//! refuse.

use serde_json::Value;

use crate::{Fault, moment, python};

const DATE: &str = "%Y-%m-%d";
const DATETIME: &str = "%Y-%m-%d %H:%M:%S";

/// Reads a date as `fields.Date.to_date` does: the first ten characters count.
///
/// # Errors
/// Python's `ValueError` or `TypeError`.
pub(crate) fn date(value: &Value) -> Result<Option<i64>, Fault> {
    match value {
        value if !python::truthy(value) => Ok(None),
        Value::String(text) => {
            let text: String = text.chars().take(10).collect();
            strptime(&text, DATE).map(|second| Some(moment::day_of(second).0))
        }
        Value::Array(_) => Err(not_text(value)),
        Value::Object(_) => Err(Fault::type_error("unhashable type: 'slice'")),
        other => Err(Fault::type_error(format!(
            "'{}' object is not subscriptable",
            python::class(other)
        ))),
    }
}

/// Reads a datetime as `fields.Datetime.to_datetime` does: its length says how much of the format
/// it is held against.
///
/// # Errors
/// Python's `ValueError` or `TypeError`.
pub(crate) fn datetime(value: &Value) -> Result<Option<i64>, Fault> {
    match value {
        value if !python::truthy(value) => Ok(None),
        Value::String(text) => {
            let most = DATETIME.len();
            let end = match text.chars().count() {
                1 => most - 1,
                length => (length - 2).min(most),
            };
            strptime(text, &DATETIME[..end]).map(Some)
        }
        Value::Array(_) | Value::Object(_) => Err(not_text(value)),
        other => Err(Fault::type_error(format!(
            "object of type '{}' has no len()",
            python::class(other)
        ))),
    }
}

fn not_text(value: &Value) -> Fault {
    Fault::type_error(format!(
        "strptime() argument 1 must be str, not {}",
        python::class(value)
    ))
}

/// Does `datetime.strptime(text, format)`, in seconds since 1970.
fn strptime(text: &str, format: &str) -> Result<i64, Fault> {
    let quoted = |text: &str| python::repr(&text.into());
    let mut parts = [1900, 1, 1, 0, 0, 0];
    let mut rest = text;
    let mut signs = format.chars();
    while let Some(sign) = signs.next() {
        let read = if sign == '%' {
            let Some(letter) = signs.next() else {
                return Err(Fault::value(format!(
                    "stray % in format {}",
                    quoted(format)
                )));
            };
            number(rest, letter).map(|(place, value, length)| {
                parts[place] = value;
                length
            })
        } else if sign == ' ' {
            let blank = rest.len() - rest.trim_start().len();
            (blank > 0).then_some(blank)
        } else {
            rest.starts_with(sign).then_some(sign.len_utf8())
        };
        let Some(length) = read else {
            return Err(Fault::value(match stray(signs.as_str()) {
                true => format!("stray % in format {}", quoted(format)),
                false => format!(
                    "time data {} does not match format {}",
                    quoted(text),
                    quoted(format)
                ),
            }));
        };
        rest = &rest[length..];
    }
    if !rest.is_empty() {
        return Err(Fault::value(format!("unconverted data remains: {rest}")));
    }
    let [year, month, day, hour, minute, second] = parts;
    if year < 1 {
        return Err(Fault::value(format!("year {year} is out of range")));
    }
    if day > moment::length(year, month as u32) {
        return Err(Fault::value("day is out of range for month"));
    }
    if second > 59 {
        return Err(Fault::value("second must be in 0..59"));
    }
    let days = moment::days(year, month as u32, day as u32);
    Ok(moment::seconds(days, hour * 3600 + minute * 60 + second))
}

/// Tells whether what is left of a format ends within a directive.
fn stray(format: &str) -> bool {
    format.ends_with('%')
}

/// Reads what a directive means: its place among the parts, its value, and how long it was.
fn number(text: &str, letter: char) -> Option<(usize, i64, usize)> {
    let (place, least, most, longest) = match letter {
        'Y' => (0, 0, 9999, 4),
        'm' => (1, 1, 12, 2),
        'd' => (2, 1, 31, 2),
        'H' => (3, 0, 23, 2),
        'M' => (4, 0, 59, 2),
        'S' => (5, 0, 61, 2),
        _ => return None,
    };
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let least_length = if letter == 'Y' { 4 } else { 1 };
    (least_length..=digits.min(longest))
        .rev()
        .find_map(|length| {
            let value = text[..length].parse().ok()?;
            (least..=most)
                .contains(&value)
                .then_some((place, value, length))
        })
}

/// How PostgreSQL refuses a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is none at all.
    Syntax,
    /// There is no such day or hour.
    Range,
}

impl Refusal {
    /// Makes the database's exception.
    pub(crate) fn into_fault(self, kind: &str, text: &str) -> Fault {
        match self {
            Self::Syntax => Fault::new(
                "psycopg2.errors.InvalidDatetimeFormat",
                format!("invalid input syntax for type {kind}: \"{text}\"\n"),
            ),
            Self::Range => Fault::new(
                "psycopg2.errors.DatetimeFieldOverflow",
                // A number is taken for a date without its signs, and the order of its parts for
                // what is wrong.
                match text.bytes().all(|byte| byte.is_ascii_digit()) {
                    true => format!(
                        "date/time field value out of range: \"{text}\"\nHINT:  Perhaps you need a different \"datestyle\" setting.\n"
                    ),
                    false => format!("date/time field value out of range: \"{text}\"\n"),
                },
            ),
        }
    }
}

/// A moment as the database reads it; zones are passed over, as in a `timestamp`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moment {
    pub(crate) second: i64,
    /// The part of a second after it.
    pub(crate) fraction: f64,
    /// Whether nothing but a day was said.
    pub(crate) is_day: bool,
    /// Whether a zone was named.
    pub(crate) has_zone: bool,
}

/// Reads a moment as PostgreSQL reads ISO 8601.
///
/// # Errors
/// It is no moment, or there is none such.
pub(crate) fn postgres(text: &str) -> Result<Moment, Refusal> {
    let text = text.trim();
    let (day, time) = match text.split_once(['T', 't', ' ']) {
        Some((day, time)) => (day, Some(time.trim())),
        None => (text, None),
    };
    let parts: Vec<&str> = match day.split('-').collect::<Vec<_>>().as_slice() {
        [compact] if compact.len() == 8 && compact.is_ascii() => {
            vec![&compact[..4], &compact[4..6], &compact[6..]]
        }
        parts => parts.to_vec(),
    };
    let [year, month, of_month] = parts.as_slice() else {
        // A number alone is taken for a date that lacks something.
        let number = text.len() > 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        return Err(if number {
            Refusal::Range
        } else {
            Refusal::Syntax
        });
    };
    let (year, month, of_month) = (whole(year)?, whole(month)?, whole(of_month)?);
    let (clock, has_zone) = time.map_or((None, false), |time| {
        let zone = time.find(['Z', 'z', '+', '-']);
        let clock = zone.map_or(time, |zone| &time[..zone]);
        (Some(clock.trim()), zone.is_some())
    });
    let (of_day, fraction) = match clock {
        Some(clock) if !clock.is_empty() => of_day(clock)?,
        Some(_) if has_zone => return Err(Refusal::Syntax),
        _ => (0, 0.0),
    };
    let known = (1..=12).contains(&month)
        && (1..=9999).contains(&year)
        && (1..=moment::length(year, month as u32)).contains(&of_month);
    if !known || of_day > 86_400 {
        return Err(Refusal::Range);
    }
    Ok(Moment {
        second: moment::seconds(moment::days(year, month as u32, of_month as u32), of_day),
        fraction,
        is_day: time.is_none(),
        has_zone,
    })
}

/// Reads `12:34`, `12:34:56` or `12:34:56.789`.
fn of_day(clock: &str) -> Result<(i64, f64), Refusal> {
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, digits)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            let fraction = format!("0.{digits}");
            (clock, fraction.parse().unwrap_or(0.0))
        }
        Some(_) => return Err(Refusal::Syntax),
        None => (clock, 0.0),
    };
    let parts: Vec<&str> = clock.split(':').collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (whole(hour)?, whole(minute)?, 0),
        [hour, minute, second] => (whole(hour)?, whole(minute)?, whole(second)?),
        _ => return Err(Refusal::Syntax),
    };
    if hour > 24 || minute > 59 || second > 60 {
        return Err(Refusal::Range);
    }
    Ok((hour * 3600 + minute * 60 + second, fraction))
}

fn whole(text: &str) -> Result<i64, Refusal> {
    let digits =
        !text.is_empty() && text.len() < 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| text.parse().ok())
        .flatten()
        .ok_or(Refusal::Syntax)
}

/// Reads a moment relative to `now`, as domains of 19 take it: `today`, `now`, `-1d`, `+2w` and the
/// like, one after the other.
pub(crate) fn relative(text: &str, now: i64) -> Option<i64> {
    let (today, _) = moment::day_of(now);
    text.split_whitespace().try_fold(now, |at, term| {
        match term {
            "now" => return Some(now),
            "today" => return Some(moment::seconds(today, 0)),
            _ => {}
        }
        let (sign, rest) = match term.split_at_checked(1)? {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => return None,
        };
        let (count, unit) = rest.split_at_checked(rest.len().checked_sub(1)?)?;
        let count = sign * count.parse::<i64>().ok()?;
        let (day, of_day) = moment::day_of(at);
        let months = |count: i64| {
            let (_, _, of_month) = moment::civil(day);
            let first = moment::add_months(day - i64::from(of_month) + 1, count);
            let (year, month, _) = moment::civil(first);
            let last = moment::length(year, month);
            moment::seconds(first + i64::from(of_month).min(last) - 1, of_day)
        };
        Some(match unit {
            "y" => months(count * 12),
            "m" => months(count),
            "w" => at + count * 7 * 86_400,
            "d" => at + count * 86_400,
            "H" => at + count * 3_600,
            "M" => at + count * 60,
            "S" => at + count,
            _ => return None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(value: Value) -> String {
        match datetime(&value) {
            Ok(second) => second.map_or_else(|| "none".to_owned(), moment::datetime_text),
            Err(fault) => fault.message,
        }
    }

    #[test]
    fn the_length_of_a_moment_says_which_part_of_the_format_it_is_held_against() {
        assert_eq!(said(json!("2024-02-29 12:00")), "2024-02-29 12:00:00");
        assert_eq!(said(json!("2024-2-9")), "unconverted data remains: 9");
        assert_eq!(said(json!("x")), "stray % in format '%Y-%m-%d %H:%M:%'");
        assert_eq!(
            said(json!("2024-02-29 12:00:00.123456")),
            "unconverted data remains: .123456"
        );
        assert_eq!(
            said(json!("2024-02-29T12:00:00Z")),
            "time data '2024-02-29T12:00:00Z' does not match format '%Y-%m-%d %H:%M:%S'"
        );
        assert_eq!(said(json!(false)), "none");
        assert_eq!(said(json!(5)), "object of type 'int' has no len()");
    }

    #[test]
    fn a_date_may_lack_its_zeros() {
        assert_eq!(date(&json!("2024-2-9")), Ok(Some(moment::days(2024, 2, 9))));
        let wrong = date(&json!("2024-02-30")).map_err(|fault| fault.message);
        assert_eq!(wrong, Err("day is out of range for month".to_owned()));
    }

    #[test]
    fn the_database_tells_no_moment_from_one_there_is_not() {
        assert_eq!(postgres("x"), Err(Refusal::Syntax));
        assert_eq!(postgres(""), Err(Refusal::Syntax));
        assert_eq!(postgres("2024-02-30 10:00:00"), Err(Refusal::Range));
        assert_eq!(postgres("2024-02-29 25:00:00"), Err(Refusal::Range));
        assert!(postgres("2024-02-29T12:00:00.5+02:00").is_ok_and(|moment| moment.fraction == 0.5));
    }
}
