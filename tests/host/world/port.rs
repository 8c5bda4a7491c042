//! The world as the client sees it: [`Platform`].

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use odoo_client_wasm::protocol::http::FetchFailure;
use odoo_client_wasm::protocol::http::{Request, Response, Wants};
use odoo_client_wasm::transport::{Event, Platform};
use serde_json::{Value, json};

use super::{Sent, World};

impl World {
    /// Leaves those headers of an answer that the port reads: an ordinary success is not looked at
    /// unless somebody wants it, and a browser never shows a cookie.
    fn show_headers(&self, response: &mut Response<Value>, wants: Wants) {
        let is_browser = self.state.borrow().is_browser;
        let Some(head) = &mut response.head else {
            return;
        };
        head.set_cookie.take_if(|_| is_browser);
        let is_read = match wants {
            Wants::Nothing => false,
            Wants::Cookie => head.set_cookie.is_some(),
            Wants::Headers => true,
        };
        if response.status == 200 && !is_read {
            response.head = None;
        }
    }
}

/// Notes whether an answer was waited for.
struct Listening<'a> {
    world: &'a World,
    index: usize,
    is_answered: bool,
}

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        let mut state = self.world.state.borrow_mut();
        state.under_way -= 1;
        state.sent[self.index].aborted = !self.is_answered;
    }
}

impl Platform for World {
    type Value = Value;

    async fn fetch(
        &self,
        request: Request<Value>,
    ) -> Result<Response<Value>, Box<FetchFailure<Value>>> {
        let body = request.body.map_or(Value::Null, |body| {
            serde_json::from_str(&body).expect("a body is JSON")
        });
        let sent = Sent {
            url: request.url,
            headers: request.headers,
            body,
            cookies: request.cookies,
            manner: request.manner,
            aborted: false,
        };
        let reply = self.reply_to(&sent);
        let index = {
            let mut state = self.state.borrow_mut();
            state.sent.push(sent.clone());
            state.under_way += 1;
            state.busiest = state.busiest.max(state.under_way);
            state.sent.len() - 1
        };
        let mut listening = Listening {
            world: self,
            index,
            is_answered: false,
        };
        let due = reply.after_ms.map(|wait| self.now() + wait);
        self.until(due).await;
        listening.is_answered = true;
        drop(listening);
        reply.to(&sent.body["id"]).map(|mut response| {
            self.show_headers(&mut response, request.wants);
            response
        })
    }

    fn sleep(&self, milliseconds: f64) -> impl Future<Output = ()> {
        self.until(Some(self.now() + milliseconds))
    }

    fn aborted(&self, signal: &Value) -> impl Future<Output = Value> {
        Aborted {
            world: self.clone(),
            signal: signal.as_str().expect("a signal's name").into(),
        }
    }

    fn now_ms(&self) -> f64 {
        self.now()
    }

    fn headers(&self) -> Value {
        json!({ "Content-Type": "application/json" })
    }

    fn sends_cookies(&self) -> bool {
        !self.state.borrow().is_browser
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn is_watched(&self) -> bool {
        self.state.borrow().told.is_some()
    }

    fn tell(&self, event: Event<'_, Value>) {
        let told = match event {
            Event::Request(info) => ("request", info),
            Event::Response(info) => ("response", info),
            Event::Retry(mut info, failure) => {
                info["error"] = json!(format!("{failure:?}"));
                ("retry", info)
            }
        };
        if let Some(all) = &mut self.state.borrow_mut().told {
            all.push(told);
        }
    }
}

/// Waits for a signal; on this machine a signal is its name.
struct Aborted {
    world: World,
    signal: String,
}

impl Future for Aborted {
    type Output = Value;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Value> {
        let mut state = self.world.state.borrow_mut();
        match state.reasons.get(&self.signal) {
            Some(reason) => Poll::Ready(reason.clone()),
            None => {
                state.waiting.push((None, context.waker().clone()));
                Poll::Pending
            }
        }
    }
}
