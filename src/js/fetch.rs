//! The port to HTTP over the fetch API.
//!
//! The call of `fetch` itself is our own (`fetch.js`): gloo-net's never settles when `fetch` rejects with something that
//! is no `Error` of this realm. Host objects are told by their members, not by their class, for the same reason.

use gloo_net::http::Headers;
use js_sys::{Array, Date, JsString};
use wasm_bindgen::prelude::*;

use super::reactor::{Outcome, Settled};
use super::timer::{Aborted, Sleep};
use crate::protocol::http::{Body, Request, Response};
use crate::transport::{FetchFailure, Platform};
use crate::value::Value;

#[wasm_bindgen(module = "/src/js/fetch.js")]
extern "C" {
    fn send(
        fetch: &JsValue,
        url: &JsString,
        headers: &JsValue,
        body: &JsString,
        settle: &JsValue,
        index: u32,
        generation: u32,
    ) -> JsValue;
    fn abort(exchange: &JsValue);
}

#[wasm_bindgen(module = "/src/js/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = failureOf)]
    fn failure_of(error: &JsValue) -> Array;
}

/// What codes say that no request can have left: refused connections, unknown hosts and routes.
const NOTHING_SENT: [&str; 5] = [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
];

/// The world of a JavaScript program.
pub(super) struct Host {
    /// A function, or undefined.
    fetch: JsValue,
    headers: JsValue,
}

impl Host {
    /// A host with the program's own `fetch`, or else whatever `globalThis.fetch` is at each call, and with extra
    /// headers (a plain object) for every request.
    pub(super) fn new(fetch: JsValue, extra: JsValue) -> Self {
        let mut headers = JsValue::object();
        headers.assign(&extra);
        // The body is JSON, whatever the program would like to call it.
        headers.set("Content-Type", JsValue::from("application/json"));
        Self { fetch, headers }
    }
}

/// How an exchange ends, as `fetch.js` numbers it.
const FAILED: Outcome = 0;
const PLAIN: Outcome = 2;

/// An exchange under way: aborted when it is dropped before its body was read.
struct Exchange(Option<JsValue>);

impl Drop for Exchange {
    fn drop(&mut self) {
        if let Some(exchange) = &self.0 {
            abort(exchange);
        }
    }
}

impl Platform for Host {
    type Value = JsValue;

    async fn fetch(
        &self,
        request: Request<JsString>,
    ) -> Result<Response<JsValue>, FetchFailure<JsValue>> {
        let settled = Settled::new();
        let mut exchange = Exchange(Some(settled.with(|settle, index, generation| {
            send(
                &self.fetch,
                &request.url,
                &self.headers,
                &request.body,
                settle,
                index,
                generation,
            )
        })));
        let (outcome, value) = settled.await;
        let response = match outcome {
            FAILED => return Err(failure(value)),
            PLAIN => Response::ok(value),
            _ => read(&value.unchecked_into()),
        };
        if matches!(response.body, Body::Json(_)) {
            exchange.0 = None;
        }
        Ok(response)
    }

    fn sleep(&self, milliseconds: f64) -> impl Future<Output = ()> {
        Sleep::new(milliseconds)
    }

    fn aborted(&self, signal: &JsValue) -> impl Future<Output = JsValue> {
        Aborted::new(signal)
    }

    fn now_ms(&self) -> f64 {
        Date::now()
    }
}

/// Reads `[status, hasHeaders, json, unreadable, response, headers]`.
fn read(answer: &Array) -> Response<JsValue> {
    let status = answer.get(0).as_f64().unwrap_or_default() as u16;
    let has_headers = answer.get(1).is_truthy();
    let mut response = Response {
        status,
        status_text: String::new(),
        retry_after: None,
        has_headers,
        body: Body::Ignored,
    };
    if response.is_success() {
        let unreadable = answer.get(3);
        response.body = match unreadable.is_undefined() {
            true => Body::Json(answer.get(2)),
            false => Body::Unreadable(unreadable),
        };
    } else {
        let raw = answer.get(4);
        response.status_text = raw
            .get("statusText")
            .and_then(|text| text.as_string())
            .unwrap_or_default();
        response.retry_after = Headers::from_raw(answer.get(5).unchecked_into()).get("retry-after");
    }
    response
}

fn failure(cause: JsValue) -> FetchFailure<JsValue> {
    let told = failure_of(&cause);
    let message = told.get(0).as_string().unwrap_or_default();
    let codes = told.get(1).as_string().unwrap_or_default();
    FetchFailure {
        cause,
        message,
        nothing_sent: codes.split(' ').any(|code| NOTHING_SENT.contains(&code)),
    }
}
