//! Bounds work in time: a timeout and an abort signal end it by dropping it, which aborts the
//! request underneath.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use crate::error::{Class, Failure};
use crate::text::decimal;
use crate::transport::Platform;
use crate::value::Value;

/// What ends a call early.
#[derive(Clone, Debug)]
pub struct Bounds<V> {
    /// Milliseconds for the whole of it; 0 is for ever.
    pub timeout_ms: f64,
    /// An `AbortSignal`.
    pub signal: Option<V>,
}

/// Work that a deadline can end.
pub type Work<'a, V> = Pin<&'a mut dyn Future<Output = Result<V, Failure<V>>>>;

/// Runs `work` within `bounds`.
///
/// The work comes behind a pointer, so that this is compiled once and not for each sort of work.
///
/// # Errors
/// What `work` fails with; `Timeout` when the time is over; the signal's reason when it aborts.
pub async fn bounded<P: Platform>(
    platform: &P,
    bounds: &Bounds<P::Value>,
    mut work: Work<'_, P::Value>,
) -> Result<P::Value, Failure<P::Value>> {
    let signal = bounds.signal.as_ref();
    let mut abort = pin!(optional(signal.map(|signal| platform.aborted(signal))));
    let timer = (bounds.timeout_ms > 0.0).then(|| platform.sleep(bounds.timeout_ms));
    let mut timer = pin!(optional(timer));
    poll_fn(|context| {
        if let Poll::Ready(reason) = abort.as_mut().poll(context) {
            return Poll::Ready(Err(Failure::Thrown(reason)));
        }
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(result);
        }
        if timer.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(too_late(bounds.timeout_ms)));
        }
        Poll::Pending
    })
    .await
}

fn too_late<V: Value>(timeout_ms: f64) -> Failure<V> {
    let message = [
        "No answer within ",
        &decimal(timeout_ms as u64),
        " ms; the server may still finish what was asked. Raise timeoutMs if it needs longer",
    ]
    .concat();
    Failure::new(Class::Timeout, message)
}

/// The message for a call whose time was over while it waited for its turn.
pub fn unsent(timeout_ms: f64) -> String {
    [
        "The ",
        &decimal(timeout_ms as u64),
        " ms of timeoutMs were over before the call's turn came. Nothing was sent. Raise timeoutMs or maxConcurrent",
    ]
    .concat()
}

/// A future that may not be there: it is then never ready.
async fn optional<F: Future>(future: Option<F>) -> F::Output {
    match future {
        Some(future) => future.await,
        None => std::future::pending().await,
    }
}
