//! Which calls are retried after a failure, and when.
//!
//! A read may be retried after any failure that is likely to pass. A write only where the server
//! certainly did nothing: a second `create` on a guess is a second record.

use crate::error::{Class, Error};
use crate::text::find;
use crate::value::Value;

/// How often a call is retried, unless the configuration says otherwise.
pub const DEFAULT_RETRIES: u32 = 2;

/// The longest first pause, which doubles each time, and the longest of all, in milliseconds.
const FIRST_PAUSE: f64 = 250.0;
const LONGEST_PAUSE: f64 = 10_000.0;

/// Exceptions of the database that a later transaction need not meet.
const TRANSIENT_EXCEPTIONS: [&str; 4] = [
    "SerializationFailure",
    "LockNotAvailable",
    "DeadlockDetected",
    "PoolError",
];

/// Whether the exception of that name is one that passes.
pub fn is_transient_exception(name: &str) -> bool {
    TRANSIENT_EXCEPTIONS.contains(&name)
}

/// Whether the same call may well succeed a little later.
pub fn is_transient<V: Value>(error: &Error<V>) -> bool {
    (error.is_transient && error.class != Class::Auth) || error.class == Class::Lock
}

/// Whether a call that failed with `error` may be retried. `is_read` is asked only where it
/// matters.
pub fn may_retry<V: Value>(error: &Error<V>, is_read: impl FnOnce() -> bool) -> bool {
    is_transient(error) && (error.not_sent || is_read())
}

/// The milliseconds to wait before the next try, after `attempt` tries.
///
/// Exponential with full jitter ([Exponential Backoff And
/// Jitter](https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/)): `random` (0
/// to 1) of the pause, but never less than the server asks for.
pub fn pause_ms(attempt: u32, random: f64, retry_after_ms: Option<f64>) -> f64 {
    let doubled = FIRST_PAUSE * f64::from(1u32 << attempt.saturating_sub(1).min(16));
    (random * doubled.min(LONGEST_PAUSE)).max(retry_after_ms.unwrap_or_default())
}

/// How long `Retry-After` asks to wait, in milliseconds: seconds, or a date with its weekday in
/// front, as HTTP writes it. `moment_of` reads a date, as milliseconds since 1970 like `now`, and
/// NaN for what is none; it may take much else for one, so it is asked for nothing else.
pub fn retry_after_ms(header: &str, now: f64, moment_of: impl FnOnce(&str) -> f64) -> Option<f64> {
    let header = header.trim();
    if (1..=15).contains(&header.len()) && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // By hand: what reads numbers with fractions is 15 KB of the module.
        let seconds = header
            .bytes()
            .fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0'));
        return Some(seconds * 1000.0);
    }
    let is_date = find(header, ", ") == Some(3) && header.ends_with(" GMT");
    let moment = if is_date { moment_of(header) } else { f64::NAN };
    (!moment.is_nan()).then(|| (moment - now).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::{pause_ms, retry_after_ms};

    #[test]
    fn a_server_asks_to_wait_by_seconds_or_until_a_date_and_by_nothing_else() {
        let asked = |header| retry_after_ms(header, 1_000.0, |_| 4_000.0);
        assert_eq!(asked("7"), Some(7_000.0));
        assert_eq!(asked(" 0 "), Some(0.0));
        assert_eq!(asked("Wed, 21 Oct 2015 07:28:00 GMT"), Some(3_000.0));
        for other in [
            "",
            "-1",
            "1.5",
            "1e3",
            "1234567890123456",
            "soon",
            "2015-10-21",
            "Wed, 21 Oct",
            "x, 21 Oct 2015 07:28:00 GMT",
        ] {
            assert_eq!(asked(other), None, "{other:?}");
        }
        let past = retry_after_ms("Wed, 21 Oct 2015 07:28:00 GMT", 9_000.0, |_| 4_000.0);
        assert_eq!(past, Some(0.0));
        let wrong = retry_after_ms("Wed, 99 Oct 2015 07:28:00 GMT", 9_000.0, |_| f64::NAN);
        assert_eq!(wrong, None);
    }

    #[test]
    fn pauses_double_within_bounds_and_are_drawn_from_the_whole_of_it() {
        assert_eq!(pause_ms(1, 0.0, None), 0.0);
        assert_eq!(pause_ms(1, 0.5, None), 125.0);
        assert_eq!(pause_ms(2, 0.5, None), 250.0);
        assert_eq!(pause_ms(3, 0.5, None), 500.0);
        assert_eq!(pause_ms(30, 0.5, None), 5_000.0);
        assert_eq!(pause_ms(u32::MAX, 0.5, None), 5_000.0);
    }

    #[test]
    fn the_server_may_ask_for_more() {
        assert_eq!(pause_ms(1, 0.5, Some(2_000.0)), 2_000.0);
        assert_eq!(pause_ms(1, 0.5, Some(1.0)), 125.0);
    }
}
