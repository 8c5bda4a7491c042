//! The port to HTTP over the fetch API.
//!
//! The call of `fetch` itself is our own (`host/fetch.ts`): gloo-net's never settles when `fetch`
//! rejects with something that is no `Error` of this realm. Host objects are told by their members,
//! not by their class, for the same reason.

use gloo_net::http::Headers;
use js_sys::{Array, Date, Function, JsString};
use wasm_bindgen::prelude::*;

use super::reactor::{Ending, Settled};
use super::timer::{Aborted, Sleep, now};
use crate::connection::CONTENT_TYPE;
use crate::protocol::http::{
    Body, Cookies, FetchFailure, Head, Request, Response, Wants, is_full_pool,
};
use crate::reach::{gave_up, never_left};
use crate::retry::retry_after_ms;
use crate::transport::{Event, Platform};
use crate::value::Value;

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    fn send(
        fetch: &JsValue,
        url: &JsString,
        headers: &JsValue,
        body: &JsValue,
        credentials: &JsValue,
        wants: u8,
        manner: u8,
        most: f64,
        read_body: &JsValue,
        settle: &JsValue,
        index: u32,
        generation: u32,
    ) -> JsValue;
    fn abort(exchange: &JsValue);
    #[wasm_bindgen(js_name = repeatsByItself)]
    fn repeats_by_itself() -> bool;
}

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = failureOf)]
    fn failure_of(error: &JsValue) -> Array;
    #[wasm_bindgen(js_name = sendsCookies)]
    fn sends_cookies() -> bool;
    fn random() -> f64;
}

/// The world of a JavaScript program.
pub(super) struct Host {
    /// A function, or undefined.
    fetch: JsValue,
    /// Whether it is the runtime's own, and sends a request again by itself.
    repeats_by_itself: bool,
    headers: JsValue,
    /// Tells whoever watches: a function of `host/watch.ts`, or undefined.
    watcher: JsValue,
    /// How many bytes an answer may have.
    most: f64,
}

impl Host {
    /// A host with the program's own `fetch`, or else whatever `globalThis.fetch` is at each call,
    /// with extra headers (a plain object) for every request, and somebody who watches (a function,
    /// or undefined).
    pub(super) fn new(fetch: JsValue, extra: JsValue, watcher: JsValue, most: f64) -> Self {
        let mut headers = JsValue::object();
        // Both are ours, and plain.
        let _ = headers.assign(&extra);
        // The body is JSON, whatever the program would like to call it.
        headers.set(CONTENT_TYPE, JsValue::from("application/json"));
        Self {
            repeats_by_itself: fetch.is_undefined() && repeats_by_itself(),
            fetch,
            headers,
            watcher,
            most,
        }
    }
}

/// How an exchange ends, as `host/fetch.ts` numbers it.
const FAILED: Ending = 0;
const PLAIN: Ending = 2;
const JUDGED: Ending = 3;

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
        request: Request<JsValue>,
    ) -> Result<Response<JsValue>, Box<FetchFailure<JsValue>>> {
        let credentials = match request.cookies {
            Cookies::Usual => JsValue::UNDEFINED,
            Cookies::Included => JsValue::word("include"),
            Cookies::Omitted => JsValue::word("omit"),
        };
        let wants = match request.wants {
            Wants::Nothing => 0,
            Wants::Cookie => 1,
            Wants::Headers => 2,
        };
        let manner = request.manner;
        let settled = Settled::new();
        let mut exchange = Exchange(Some(settled.with(|settle, index, generation| {
            send(
                &self.fetch,
                &request.url,
                &request.headers,
                request
                    .body
                    .as_ref()
                    .map_or(&JsValue::UNDEFINED, |body| body),
                &credentials,
                wants,
                u8::from(manner.is_once) | u8::from(manner.is_patient) << 1,
                self.most,
                request.read_body.as_ref().unwrap_or(&JsValue::UNDEFINED),
                settle,
                index,
                generation,
            )
        })));
        let (outcome, value) = settled.await;
        let response = match outcome {
            FAILED => return Err(failure(value, false)),
            JUDGED => return Err(failure(value, true)),
            PLAIN => Response::ok(value),
            _ => read(&value),
        };
        if matches!(response.body, Body::Json(_)) {
            exchange.0 = None;
        }
        Ok(response)
    }

    fn headers(&self) -> JsValue {
        self.headers.clone()
    }

    fn sends_cookies(&self) -> bool {
        sends_cookies()
    }

    fn random(&self) -> f64 {
        random()
    }

    fn is_watched(&self) -> bool {
        !self.watcher.is_undefined()
    }

    fn tell(&self, event: Event<'_, JsValue>) {
        let (name, info) = match event {
            Event::Request(info) => ("onRequest", info),
            Event::Response(info) => ("onResponse", info),
            Event::Retry(mut info, failure) => {
                info.set("error", failure.clone().into());
                ("onRetry", info)
            }
        };
        // Our own function, which lets nothing out that a program's hook throws.
        let _ = self.watcher.unchecked_ref::<Function>().call2(
            &JsValue::UNDEFINED,
            &JsValue::word(name),
            &info,
        );
    }

    fn repeats_by_itself(&self) -> bool {
        self.repeats_by_itself
    }

    fn sleep(&self, milliseconds: f64) -> impl Future<Output = ()> {
        Sleep::new(milliseconds)
    }

    fn aborted(&self, signal: &JsValue) -> impl Future<Output = JsValue> {
        Aborted::new(signal)
    }

    fn now_ms(&self) -> f64 {
        now()
    }
}

/// Reads `[status, hasHeaders, json, unreadable, head]`, where what is unreadable is an exception,
/// or the bytes that were too many, and the head is `[headers, statusText, contentLength, page,
/// location, came]`.
fn read(answer: &JsValue) -> Response<JsValue> {
    let item = |index| answer.item(index).unwrap_or(JsValue::UNDEFINED);
    let status = item(0).as_f64().unwrap_or_default() as u16;
    let (json, unreadable) = (item(2), item(3));
    let is_success = (200..300).contains(&status);
    Response {
        status,
        has_headers: item(1).is_truthy(),
        body: if let Some(most) = unreadable.as_f64() {
            Body::TooLarge(most)
        } else if !unreadable.is_undefined() {
            let failure = failure_of(&unreadable);
            match gave_up(&failure.get(2)) {
                true => Body::TimedOut(unreadable),
                false => Body::Unreadable(unreadable),
            }
        } else if is_success || !json.is_undefined() {
            Body::Json(json)
        } else {
            Body::Ignored
        },
        head: answer
            .item(4)
            .map(|head| Box::new(read_head(&head, status))),
    }
}

fn read_head(head: &JsValue, status: u16) -> Head {
    let item = |index| head.item(index);
    let headers = item(0).unwrap_or(JsValue::UNDEFINED);
    let headers = Headers::from_raw(headers.unchecked_into::<web_sys::Headers>());
    let page = item(3).and_then(|page| page.as_string());
    let after = headers.get("retry-after");
    Head {
        status_text: item(1)
            .and_then(|text| text.as_string())
            .unwrap_or_default(),
        retry_after_ms: after.and_then(|after| retry_after_ms(&after, Date::now(), Date::parse)),
        set_cookie: headers.get("set-cookie"),
        etag: headers.get("etag"),
        content_length: item(2).and_then(|number| number.as_f64()),
        pool_is_full: page
            .as_deref()
            .is_some_and(|page| is_full_pool(status, page)),
        page,
        location: item(4)
            .and_then(|location| location.as_string())
            .or_else(|| headers.get("location")),
        redirect: None,
        came: item(5).and_then(|came| came.as_string()),
    }
}

fn failure(cause: JsValue, is_judged: bool) -> Box<FetchFailure<JsValue>> {
    let told = failure_of(&cause);
    let message = told.get(0).as_string().unwrap_or_default();
    Box::new(FetchFailure {
        cause,
        message,
        nothing_sent: never_left(&told.get(2)),
        timed_out: gave_up(&told.get(2)),
        has_code: told.get(1).is_truthy(),
        is_judged,
    })
}
