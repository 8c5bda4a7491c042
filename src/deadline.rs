//! Bounds work in time: a timeout and an abort signal end it by dropping it, which aborts the request underneath.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use crate::error::{Class, Failure};
use crate::transport::Platform;

/// What ends a call early.
#[derive(Clone, Debug)]
pub struct Bounds<V> {
    /// Milliseconds for the whole of it; 0 is for ever.
    pub timeout_ms: f64,
    /// An `AbortSignal`.
    pub signal: Option<V>,
}

/// Runs `work` within `bounds`.
///
/// # Errors
/// What `work` fails with; `Timeout` when the time is over; the signal's reason when it aborts.
pub async fn bounded<P: Platform, T>(
    platform: &P,
    bounds: &Bounds<P::Value>,
    work: impl Future<Output = Result<T, Failure<P::Value>>>,
) -> Result<T, Failure<P::Value>> {
    bounded_unless(|| false, platform, bounds, work).await
}

/// Runs `work` within `bounds`, but for ever when `is_exempt` says so once the time is over.
///
/// # Errors
/// As [`bounded`].
pub async fn bounded_unless<P: Platform, T>(
    is_exempt: impl Fn() -> bool,
    platform: &P,
    bounds: &Bounds<P::Value>,
    work: impl Future<Output = Result<T, Failure<P::Value>>>,
) -> Result<T, Failure<P::Value>> {
    let mut work = pin!(work);
    let mut abort = pin!(optional(
        bounds
            .signal
            .as_ref()
            .map(|signal| platform.aborted(signal))
    ));
    let timer = (bounds.timeout_ms > 0.0).then(|| platform.sleep(bounds.timeout_ms));
    let mut timer = pin!(optional(timer));
    let mut exempt = false;
    poll_fn(|context| {
        if let Poll::Ready(reason) = abort.as_mut().poll(context) {
            return Poll::Ready(Err(Failure::Thrown(reason)));
        }
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(result);
        }
        if !exempt && timer.as_mut().poll(context).is_ready() {
            exempt = is_exempt();
        if !exempt {
            return Poll::Ready(Err(Failure::new(
                Class::Timeout,
                format!(
                    "No answer within {} ms; the server may still finish what was asked. Raise timeoutMs if the call \
                     needs longer",
                    bounds.timeout_ms as u64
                ),
            )));
        }
        }
        Poll::Pending
    })
    .await
}

/// A future that may not be there: it is then never ready.
async fn optional<F: Future>(future: Option<F>) -> F::Output {
    match future {
        Some(future) => future.await,
        None => std::future::pending().await,
    }
}
