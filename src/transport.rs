//! The ports to the outside: HTTP and the clock. The package implements them over `fetch` and
//! timers, tests over scripts.

use std::future::Future;

use crate::error::Failure;
use crate::protocol::http::{FetchFailure, Request, Response};
use crate::protocol::wire::Carried;

/// What a program's hooks get: an object that says which call it belongs to, without any secret.
#[derive(Debug)]
pub enum Event<'a, V> {
    /// A request is about to be sent: `{protocol, model, method, path, attempt}`.
    Request(V),
    /// It has ended: the same with `{durationMs, status?, size?}`.
    Response(V),
    /// It failed and will be retried: `{protocol, model, method, attempt, delayMs}`, and why.
    Retry(V, &'a Failure<V>),
}

/// What the client needs of the world.
pub trait Platform: 'static {
    /// The JSON values of this world.
    type Value: Carried;

    /// Performs a request. Dropping the future aborts it.
    fn fetch(
        &self,
        request: Request<Self::Value>,
    ) -> impl Future<Output = Result<Response<Self::Value>, Box<FetchFailure<Self::Value>>>>;

    /// The headers that every request has, an object. It must not be changed.
    fn headers(&self) -> Self::Value;

    /// Whether a request may carry a `Cookie` header: anywhere but in browsers, where cookies are
    /// the browser's business.
    fn sends_cookies(&self) -> bool;

    /// Whether the runtime sends a request again by itself, when a connection that it kept was
    /// closed: then it has to be told which ones are to be sent once only.
    fn repeats_by_itself(&self) -> bool {
        false
    }

    /// Waits. Dropping the future forgets the timer.
    fn sleep(&self, milliseconds: f64) -> impl Future<Output = ()>;

    /// Resolves with the reason when `signal` (an `AbortSignal`) aborts; at once if it has already.
    fn aborted(&self, signal: &Self::Value) -> impl Future<Output = Self::Value>;

    /// The milliseconds since 1970.
    fn now_ms(&self) -> f64;

    /// A random number, at least 0 and less than 1.
    fn random(&self) -> f64;

    /// Whether the program has hooks.
    fn is_watched(&self) -> bool;

    /// Calls the hook.
    fn tell(&self, event: Event<'_, Self::Value>);
}
