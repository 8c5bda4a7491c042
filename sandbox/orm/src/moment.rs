//! Dates and datetimes: days and seconds since 1970, and the text Odoo writes them in.

const SECONDS_A_DAY: i64 = 86_400;

/// Splits days since 1970 into year, month, day.
pub(crate) fn civil(days: i64) -> (i64, u32, u32) {
    let (year, month, day) = odoo_schema::python::civil(days);
    (year, month as u32, day as u32)
}

/// Counts the days from 1970 to a date.
pub(crate) fn days(year: i64, month: u32, day: u32) -> i64 {
    odoo_schema::python::days(year, month.into(), day.into())
}

/// Splits seconds into the day and the seconds of the day.
pub(crate) fn day_of(seconds: i64) -> (i64, i64) {
    (
        seconds.div_euclid(SECONDS_A_DAY),
        seconds.rem_euclid(SECONDS_A_DAY),
    )
}

/// Joins a day and a second of it.
pub(crate) fn seconds(day: i64, second: i64) -> i64 {
    day * SECONDS_A_DAY + second
}

/// Writes `2026-01-02`; like the C library's `strftime`, years before 1000 without zeros.
pub(crate) fn date_text(days: i64) -> String {
    let (year, month, day) = civil(days);
    format!("{year}-{month:02}-{day:02}")
}

/// Writes `2026-01-02 03:04:05`.
pub(crate) fn datetime_text(seconds: i64) -> String {
    let (day, second) = day_of(seconds);
    format!(
        "{} {:02}:{:02}:{:02}",
        date_text(day),
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// Reads the date at the beginning of a text (`2026-01-02`, perhaps with a time after it).
pub(crate) fn parse_date(text: &str) -> Option<i64> {
    let day = text.split(['T', ' ']).next()?;
    parse_datetime(day).map(|second| day_of(second).0)
}

/// Reads `2026-01-02 03:04:05`, `2026-01-02T03:04:05`, or a date alone; fractions of seconds and
/// zones are dropped.
pub(crate) fn parse_datetime(text: &str) -> Option<i64> {
    crate::reading::postgres(text)
        .ok()
        .map(|moment| moment.second)
}

/// The number of days of a month.
pub(crate) fn length(year: i64, month: u32) -> i64 {
    let (next_year, next) = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    days(next_year, next, 1) - days(year, month, 1)
}

/// Adds months to the first day of a month.
pub(crate) fn add_months(first: i64, months: i64) -> i64 {
    let (year, month, _) = civil(first);
    let index = year * 12 + i64::from(month) - 1 + months;
    days(index.div_euclid(12), index.rem_euclid(12) as u32 + 1, 1)
}

/// The machine's clock, in seconds since 1970; where there is none, a fixed moment.
pub(crate) fn now() -> i64 {
    #[cfg(not(target_arch = "wasm32"))]
    {
        use std::time::{SystemTime, UNIX_EPOCH};
        let passed = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(passed.as_secs()).unwrap_or(0)
    }
    #[cfg(target_arch = "wasm32")]
    {
        seconds(days(2026, 1, 1), 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_are_written_as_odoo_writes_them() {
        assert_eq!(datetime_text(0), "1970-01-01 00:00:00");
        assert_eq!(
            parse_datetime("2026-11-22 13:34:06")
                .map(datetime_text)
                .as_deref(),
            Some("2026-11-22 13:34:06")
        );
        assert_eq!(parse_date("2024-02-30"), None);
        assert_eq!(parse_date("ééééé"), None);
        assert_eq!(date_text(add_months(days(2025, 11, 1), 3)), "2026-02-01");
    }

    proptest! {
        #[test]
        fn a_date_survives_being_written_and_read(day in -700_000i64..2_900_000) {
            prop_assert_eq!(parse_date(&date_text(day)), Some(day));
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC*") {
            let _ = parse_datetime(&text);
        }
    }
}
