//! Futures that JavaScript's callbacks complete: a timer, and an `AbortSignal` that aborts.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;

use crate::value::Value;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, milliseconds: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);

    /// An `AbortSignal` of any realm: it is told by its methods, not by its class.
    type Signal;
    #[wasm_bindgen(method, structural, js_name = addEventListener, catch)]
    fn add_event_listener(this: &Signal, event: &str, listener: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, js_name = removeEventListener, catch)]
    fn remove_event_listener(this: &Signal, event: &str, listener: &JsValue)
    -> Result<(), JsValue>;
}

/// The longest delay that timers keep; a longer one would fire at once.
const LONGEST_DELAY_MS: f64 = 2_147_483_647.0;

#[derive(Default)]
struct Flag {
    raised: bool,
    waker: Option<Waker>,
}

/// A callback that completes a future.
struct Callback {
    flag: Rc<RefCell<Flag>>,
    closure: Closure<dyn FnMut()>,
}

impl Callback {
    fn new() -> Self {
        let flag = Rc::new(RefCell::new(Flag::default()));
        let raised = Rc::clone(&flag);
        let closure = Closure::new(move || {
            let waker = {
                let mut flag = raised.borrow_mut();
                flag.raised = true;
                flag.waker.take()
            };
            if let Some(waker) = waker {
                waker.wake();
            }
        });
        Self { flag, closure }
    }

    fn poll(&self, context: &Context<'_>) -> Poll<()> {
        let mut flag = self.flag.borrow_mut();
        if flag.raised {
            return Poll::Ready(());
        }
        flag.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

/// Completes after a time. The timer starts with the first poll and is cleared on drop.
pub(super) struct Sleep {
    milliseconds: f64,
    running: Option<(Callback, JsValue)>,
}

impl Sleep {
    pub(super) fn new(milliseconds: f64) -> Self {
        Self {
            milliseconds,
            running: None,
        }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.milliseconds > LONGEST_DELAY_MS {
            return Poll::Pending;
        }
        let milliseconds = self.milliseconds;
        let (callback, _) = self.running.get_or_insert_with(|| {
            let callback = Callback::new();
            let timer = set_timeout(callback.closure.as_ref(), milliseconds);
            (callback, timer)
        });
        callback.poll(context)
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some((_, timer)) = &self.running {
            clear_timeout(timer);
        }
    }
}

/// Completes with the reason when a signal aborts, and stops listening on drop.
pub(super) struct Aborted {
    signal: Signal,
    listening: Option<Callback>,
}

impl Aborted {
    pub(super) fn new(signal: &JsValue) -> Self {
        Self {
            signal: signal.clone().unchecked_into(),
            listening: None,
        }
    }

    fn reason(&self) -> Option<JsValue> {
        let signal: &JsValue = self.signal.as_ref();
        let aborted = signal
            .get("aborted")
            .is_some_and(|aborted| aborted.is_truthy());
        aborted.then(|| signal.get("reason").unwrap_or(JsValue::UNDEFINED))
    }
}

impl Future for Aborted {
    type Output = JsValue;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<JsValue> {
        if let Some(reason) = self.reason() {
            return Poll::Ready(reason);
        }
        if self.listening.is_none() {
            let callback = Callback::new();
            // A signal that takes no listener is one that never aborts.
            let _ = self
                .signal
                .add_event_listener("abort", callback.closure.as_ref());
            self.listening = Some(callback);
        }
        if let Some(callback) = &self.listening {
            let _ = callback.poll(context);
        }
        Poll::Pending
    }
}

impl Drop for Aborted {
    fn drop(&mut self) {
        if let Some(callback) = &self.listening {
            let _ = self
                .signal
                .remove_event_listener("abort", callback.closure.as_ref());
        }
    }
}
