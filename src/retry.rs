//! Which calls are retried after a failure, and when.
//!
//! A read may be retried after any failure that is likely to pass. A write only where the server
//! certainly did nothing: a second `create` on a guess is a second record.

use crate::error::{Class, Error};
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

#[cfg(test)]
mod tests {
    use super::pause_ms;

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
