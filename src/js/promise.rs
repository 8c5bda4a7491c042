//! Functions of a program that may answer with a promise.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    fn call(method: &JsValue, this: &JsValue, args: &JsValue) -> Promise;
}

/// Calls `method` on `this`, at once. The future completes with what its promise comes to, or with
/// what it returned or threw.
pub(super) fn called(method: &JsValue, this: &JsValue, args: &JsValue) -> JsFuture {
    call(method, this, args).into()
}
