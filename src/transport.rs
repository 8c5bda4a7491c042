//! The ports to the outside: HTTP and the clock. The package implements them over `fetch` and timers, tests over scripts.

use std::future::Future;

use crate::protocol::http::{Request, Response};
use crate::value::Value;

/// Why no answer came.
#[derive(Clone, Debug)]
pub struct FetchFailure<V> {
    /// The exception.
    pub cause: V,
    /// What it says, with the exceptions underneath it.
    pub message: String,
    /// Whether it is certain that the server did not get the request (refused connection, unknown host).
    pub nothing_sent: bool,
}

/// What the client needs of the world.
pub trait Platform: 'static {
    /// The JSON values of this world.
    type Value: Value;

    /// Performs a request. Dropping the future aborts it.
    fn fetch(
        &self,
        request: Request<<Self::Value as Value>::Text>,
    ) -> impl Future<Output = Result<Response<Self::Value>, FetchFailure<Self::Value>>>;

    /// Waits. Dropping the future forgets the timer.
    fn sleep(&self, milliseconds: f64) -> impl Future<Output = ()>;

    /// Resolves with the reason when `signal` (an `AbortSignal`) aborts; at once if it has already.
    fn aborted(&self, signal: &Self::Value) -> impl Future<Output = Self::Value>;

    /// The milliseconds since 1970.
    fn now_ms(&self) -> f64;
}
