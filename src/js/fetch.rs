//! The port to HTTP over the fetch API.
//!
//! The call of `fetch` itself is our own (`host/fetch.ts`): gloo-net's never settles when `fetch`
//! rejects with something that is no `Error` of this realm. Host objects are told by their members,
//! not by their class, for the same reason.

use gloo_net::http::Headers;
use js_sys::{Date, Function, JsString};
use wasm_bindgen::prelude::*;

use super::numbers::{self, Outcome};
use super::reactor::Settled;
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
    fn failure_of(error: &JsValue) -> JsValue;
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
            Wants::Nothing => numbers::Wants::Nothing,
            Wants::Cookie => numbers::Wants::Cookie,
            Wants::Headers => numbers::Wants::Headers,
        };
        let bit = |is_set, bit: numbers::Manner| if is_set { bit as u8 } else { 0 };
        let manner = bit(request.manner.is_once, numbers::Manner::Once)
            | bit(request.manner.is_patient, numbers::Manner::Patient);
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
                wants as u8,
                manner,
                self.most,
                request.read_body.as_ref().unwrap_or(&JsValue::UNDEFINED),
                settle,
                index,
                generation,
            )
        })));
        let (outcome, value) = settled.await;
        let response = match Outcome::of(outcome) {
            Some(Outcome::Failed) => return Err(failure(value, false)),
            Some(Outcome::Judged) => return Err(failure(value, true)),
            Some(Outcome::Plain) => Response::ok(value),
            Some(Outcome::Answered) | None => read(&value),
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

/// Reads an `Answer` of `host/fetch.ts`.
fn read(answer: &JsValue) -> Response<JsValue> {
    let member = |name| Value::get(answer, name).unwrap_or(JsValue::UNDEFINED);
    let status = member("status").as_f64().unwrap_or_default() as u16;
    let (json, unreadable) = (member("json"), member("unreadable"));
    let is_success = (200..300).contains(&status);
    Response {
        status,
        has_headers: member("hasHeaders").is_truthy(),
        body: if let Some(most) = unreadable.as_f64() {
            Body::TooLarge(most)
        } else if !unreadable.is_undefined() {
            match gave_up(&described(&failure_of(&unreadable))) {
                true => Body::TimedOut(unreadable),
                false => Body::Unreadable(unreadable),
            }
        } else if is_success || !json.is_undefined() {
            Body::Json(json)
        } else {
            Body::Ignored
        },
        head: Value::get(answer, "head").map(|head| Box::new(read_head(&head, status))),
    }
}

fn read_head(head: &JsValue, status: u16) -> Head {
    let member = |name| Value::get(head, name);
    let text = |name| member(name).and_then(|text| text.as_string());
    let headers = member("headers").unwrap_or(JsValue::UNDEFINED);
    let headers = Headers::from_raw(headers.unchecked_into::<web_sys::Headers>());
    let page = text("page");
    let after = headers.get("retry-after");
    Head {
        status_text: text("statusText").unwrap_or_default(),
        retry_after_ms: after.and_then(|after| retry_after_ms(&after, Date::now(), Date::parse)),
        set_cookie: headers.get("set-cookie"),
        etag: headers.get("etag"),
        content_length: member("contentLength").and_then(|number| number.as_f64()),
        pool_is_full: page
            .as_deref()
            .is_some_and(|page| is_full_pool(status, page)),
        page,
        location: text("location").or_else(|| headers.get("location")),
        redirect: None,
        came: text("came"),
    }
}

/// The exceptions of a `Failure` of `host/failures.ts`, as plain data.
fn described(failure: &JsValue) -> JsValue {
    Value::get(failure, "described").unwrap_or(JsValue::UNDEFINED)
}

fn failure(cause: JsValue, is_judged: bool) -> Box<FetchFailure<JsValue>> {
    let told = failure_of(&cause);
    let member = |name| Value::get(&told, name);
    let message = member("message").and_then(|message| message.as_string());
    let exceptions = described(&told);
    Box::new(FetchFailure {
        cause,
        message: message.unwrap_or_default(),
        nothing_sent: never_left(&exceptions),
        timed_out: gave_up(&exceptions),
        has_code: member("hasCode").is_some_and(|has_code| has_code.is_truthy()),
        is_judged,
    })
}
