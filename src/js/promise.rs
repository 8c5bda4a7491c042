//! Functions of a program that may answer with a promise.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use wasm_bindgen::prelude::*;

use super::reactor::Settled;

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    fn call(
        method: &JsValue,
        this: &JsValue,
        args: &JsValue,
        settle: &JsValue,
        index: u32,
        generation: u32,
    );
}

/// A call of a program's function: completes with what its promise comes to, or with what it returned or threw.
pub(super) struct Called(Settled);

impl Called {
    /// Calls `method` on `this`, at once.
    pub(super) fn new(method: &JsValue, this: &JsValue, args: &JsValue) -> Self {
        let settled = Settled::new();
        settled.with(|settle, index, generation| {
            call(method, this, args, settle, index, generation);
        });
        Self(settled)
    }
}

impl Future for Called {
    type Output = Result<JsValue, JsValue>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = Pin::new(&mut self.0).poll(context);
        polled.map(|(outcome, value)| match outcome {
            0 => Err(value),
            _ => Ok(value),
        })
    }
}
