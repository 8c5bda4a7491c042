//! `Retry-After`, for any text and any time.

use odoo_client_wasm::protocol::http::retry_after_ms;
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_retry_after_of_any_text_is_a_time_to_wait_or_nothing(text in ".{0,40}", now_ms in 0.0..1e14) {
        let wait = retry_after_ms(&text, now_ms);
        prop_assert!(wait.is_none_or(|wait| wait >= 0.0 && wait.is_finite()));
    }

    #[test]
    fn whole_seconds_are_read(seconds: u32) {
        prop_assert_eq!(retry_after_ms(&seconds.to_string(), 0.0), Some(f64::from(seconds) * 1000.0));
    }

    #[test]
    fn a_date_is_read_whatever_its_parts_are(
        day in 0..40_u32,
        month in prop::sample::select(vec!["Jan", "Feb", "Jun", "Dec", "Foo"]),
        year in 0..12_000_u32,
        hour in 0..30_u32,
        minute in 0..70_u32,
    ) {
        let text = format!("Mon, {day:02} {month} {year:04} {hour:02}:{minute:02}:07 GMT");
        if let Some(date) = retry_after_ms(&text, 0.0) {
            prop_assert!(date >= 7000.0 && (date / 1000.0) % 60.0 == 7.0, "{} is {}", text, date);
        }
    }
}

#[test]
fn a_number_of_seconds_that_is_too_large_is_ignored() {
    assert_eq!(retry_after_ms("99999999999999999999", 0.0), None);
}
