//! The port to HTTP over the fetch API.
//!
//! The call of `fetch` itself is our own: gloo-net's never settles when `fetch` rejects with something that is no
//! `Error` of this realm. Host objects are told by their members, not by their class, for the same reason.

use gloo_net::http::Headers;
use js_sys::{Array, Date, Function, JsString, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::timer::{Aborted, Sleep};
use crate::protocol::http::{Body, Request, Response};
use crate::transport::{FetchFailure, Platform};
use crate::value::{Kind, Value};

#[wasm_bindgen(module = "/src/js/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = failureOf)]
    fn failure_of(error: &JsValue) -> Array;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: JsValue;

    /// A `Response` of any realm, or a stand-in for one.
    type Answer;
    #[wasm_bindgen(method, structural, catch)]
    fn json(this: &Answer) -> Result<JsValue, JsValue>;
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
    fetch: Option<Function>,
    headers: JsValue,
}

impl Host {
    /// A host with the program's own `fetch`, or else whatever `globalThis.fetch` is at each call, and with extra
    /// headers (a plain object) for every request.
    pub(super) fn new(fetch: Option<Function>, extra: JsValue) -> Self {
        let mut headers = JsValue::object();
        headers.set("Content-Type", JsValue::from("application/json"));
        for name in extra.keys() {
            // The body is JSON, whatever the program would like to call it.
            if let Some(value) = extra
                .get(&name)
                .filter(|_| !name.eq_ignore_ascii_case("content-type"))
            {
                headers.set(&name, value);
            }
        }
        Self { fetch, headers }
    }

    fn send(&self, url: &str, body: &JsString, signal: &JsValue) -> Result<Promise, JsValue> {
        let mut init = JsValue::object();
        init.set("method", JsValue::from("POST"));
        init.set("headers", self.headers.clone());
        init.set("body", body.clone().into());
        if !signal.is_undefined() {
            init.set("signal", signal.clone());
        }
        let current;
        let fetch = match &self.fetch {
            Some(fetch) => fetch,
            None => {
                current = GLOBAL.with(|global| Reflect::get(global, &JsValue::from("fetch")))?;
                current.dyn_ref::<Function>().ok_or_else(|| {
                    js_sys::Error::new("this runtime has no fetch; pass one as config.fetch")
                })?
            }
        };
        let promise = fetch.call2(&JsValue::UNDEFINED, &JsValue::from(url), &init)?;
        Ok(Promise::resolve(&promise))
    }
}

/// Aborts a request that is not wanted any more; without effect once it is done.
struct AbortOnDrop(Option<AbortController>);

impl AbortOnDrop {
    fn signal(&self) -> JsValue {
        self.0
            .as_ref()
            .map_or(JsValue::UNDEFINED, |controller| controller.signal().into())
    }

    fn done(mut self) {
        self.0 = None;
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

impl Platform for Host {
    type Value = JsValue;

    async fn fetch(
        &self,
        url: &str,
        request: Request<JsString>,
    ) -> Result<Response<JsValue>, FetchFailure<JsValue>> {
        let guard = AbortOnDrop(AbortController::new().ok());
        let sent = self
            .send(url, &request.body, &guard.signal())
            .map_err(failure)?;
        let answer = JsFuture::from(sent).await.map_err(failure)?;
        if answer.kind() != Kind::Object {
            return Err(failure(js_sys::Error::new("fetch gave no response").into()));
        }
        let mut response = head_of(&answer);
        if response.is_success() {
            response.body = match read_json(answer).await {
                Ok(value) => Body::Json(value),
                Err(exception) => Body::Unreadable(exception),
            };
            guard.done();
        }
        // Otherwise the guard's drop cancels the body, which nobody will read.
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

fn head_of(answer: &JsValue) -> Response<JsValue> {
    let status = answer.get("status").and_then(|status| status.as_f64());
    let ok = answer.get("ok").is_none_or(|ok| ok.is_truthy());
    let status = status.map_or(if ok { 200 } else { 500 }, |status| status as u16);
    let headers = answer
        .get("headers")
        .filter(|headers| headers.get("get").is_some_and(|get| get.is_function()));
    let success = (200..300).contains(&status);
    Response {
        status,
        status_text: match success {
            true => String::new(),
            false => answer
                .get("statusText")
                .and_then(|text| text.as_string())
                .unwrap_or_default(),
        },
        retry_after: match &headers {
            Some(headers) if !success => {
                Headers::from_raw(headers.clone().unchecked_into()).get("retry-after")
            }
            _ => None,
        },
        has_headers: headers.is_some(),
        body: Body::Ignored,
    }
}

async fn read_json(answer: JsValue) -> Result<JsValue, JsValue> {
    let reading = answer.unchecked_into::<Answer>().json()?;
    JsFuture::from(Promise::resolve(&reading)).await
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
