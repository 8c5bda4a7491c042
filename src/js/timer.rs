//! The ports to the clock and to `AbortSignal`.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use js_sys::{Date, Function};
use wasm_bindgen::prelude::*;

use super::reactor::{Settled, export};
use crate::value::Value;

#[wasm_bindgen(module = "/src/js/timer.js")]
extern "C" {
    #[wasm_bindgen(js_name = setAlarm)]
    fn set_alarm(milliseconds: f64, ring: &JsValue) -> f64;
    #[wasm_bindgen(js_name = restAlarm)]
    fn rest_alarm();
    fn listen(signal: &JsValue, settle: &JsValue, index: u32, generation: u32) -> Function;
}

thread_local! {
    static SLEEPERS: RefCell<Vec<Sleeper>> = const { RefCell::new(Vec::new()) };
    static RING: JsValue = export("ring");
}

struct Sleeper {
    number: u32,
    at: f64,
    waker: Waker,
}

/// Completes after a time. All sleepers share one timer of JavaScript's, set for the earliest of them.
pub(super) struct Sleep {
    milliseconds: f64,
    /// Its number among the sleepers, and when it is over, once it has been polled.
    started: Option<(u32, f64)>,
}

impl Sleep {
    pub(super) fn new(milliseconds: f64) -> Self {
        Self {
            milliseconds,
            started: None,
        }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if let Some((number, at)) = self.started {
            if Date::now() >= at {
                return Poll::Ready(());
            }
            SLEEPERS.with_borrow_mut(|sleepers| {
                if let Some(sleeper) = sleepers.iter_mut().find(|sleeper| sleeper.number == number)
                {
                    sleeper.waker.clone_from(context.waker());
                }
            });
            return Poll::Pending;
        }
        let at = RING.with(|ring| set_alarm(self.milliseconds, ring));
        let number = SLEEPERS.with_borrow_mut(|sleepers| {
            let number = sleepers
                .last()
                .map_or(0, |last| last.number.wrapping_add(1));
            let waker = context.waker().clone();
            sleepers.push(Sleeper { number, at, waker });
            number
        });
        self.started = Some((number, at));
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        let Some((number, _)) = self.started else {
            return;
        };
        let nobody_sleeps = SLEEPERS.with_borrow_mut(|sleepers| {
            sleepers.retain(|sleeper| sleeper.number != number);
            sleepers.is_empty()
        });
        if nobody_sleeps {
            rest_alarm();
        }
    }
}

/// Wakes whose time is over, and sets the timer for the next.
#[wasm_bindgen]
pub fn ring() {
    let now = Date::now();
    let (due, next) = SLEEPERS.with_borrow(|sleepers| {
        let due: Vec<Waker> = sleepers
            .iter()
            .filter(|s| s.at <= now)
            .map(|s| s.waker.clone())
            .collect();
        let next = sleepers
            .iter()
            .filter(|s| s.at > now)
            .map(|s| s.at)
            .reduce(f64::min);
        (due, next)
    });
    if let Some(at) = next {
        RING.with(|ring| set_alarm(at - now, ring));
    }
    due.into_iter().for_each(Waker::wake);
}

/// Completes with the reason when a signal aborts, and stops listening on drop.
pub(super) struct Aborted {
    signal: JsValue,
    listening: Option<(Settled, Function)>,
}

impl Aborted {
    pub(super) fn new(signal: &JsValue) -> Self {
        let signal = signal.clone();
        Self {
            signal,
            listening: None,
        }
    }

    fn reason(&self) -> Option<JsValue> {
        let aborted = self
            .signal
            .get("aborted")
            .is_some_and(|aborted| aborted.is_truthy());
        aborted.then(|| self.signal.get("reason").unwrap_or(JsValue::UNDEFINED))
    }
}

impl Future for Aborted {
    type Output = JsValue;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<JsValue> {
        if let Some(reason) = self.reason() {
            return Poll::Ready(reason);
        }
        if self.listening.is_none() {
            let settled = Settled::new();
            let forget = settled
                .with(|settle, index, generation| listen(&self.signal, settle, index, generation));
            self.listening = Some((settled, forget));
        }
        let Some((settled, _)) = &mut self.listening else {
            return Poll::Pending;
        };
        Pin::new(settled).poll(context).map(|(_, reason)| reason)
    }
}

impl Drop for Aborted {
    fn drop(&mut self) {
        if let Some((_, forget)) = &self.listening {
            // Only a stand-in for a signal can throw here, and nobody is left to hear of it.
            let _ = forget.call0(&JsValue::UNDEFINED);
        }
    }
}
