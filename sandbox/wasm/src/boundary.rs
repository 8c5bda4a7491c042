//! What the module exports.

use std::sync::Once;

use odoo_sandbox::{FaultRule, HttpResponse, Sandbox, Snapshot as ServerSnapshot};
use wasm_bindgen::prelude::*;

use crate::{message, options};

/// One sandbox.
#[wasm_bindgen]
pub struct Server(Sandbox);

/// What a sandbox knew at one moment.
#[wasm_bindgen]
pub struct Snapshot(ServerSnapshot);

/// An answer: status, headers and effect as JSON, the body as bytes.
#[wasm_bindgen(getter_with_clone)]
pub struct Answer {
    /// `{"status", "headers": [[name, value]], "effect"?}`
    pub head: String,
    body: Vec<u8>,
}

impl From<HttpResponse> for Answer {
    fn from(response: HttpResponse) -> Self {
        let (head, body) = message::answer(response);
        Self { head, body }
    }
}

#[wasm_bindgen]
impl Answer {
    /// Gives the body away.
    #[wasm_bindgen(js_name = takeBody)]
    pub fn take_body(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.body)
    }
}

#[wasm_bindgen]
impl Server {
    /// Makes a sandbox.
    ///
    /// # Errors
    /// Says which option is wrong, and what it should be.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Self, JsError> {
        tell_panics();
        options::sandbox(options)
            .map(Self)
            .map_err(|words| JsError::new(&words))
    }

    /// Answers a request, whose head is
    /// `{"method", "path", "query", "headers": [[name, value]], "remoteAddress", "now"}`.
    ///
    /// # Errors
    /// Says what is wrong with the head.
    pub fn handle(&mut self, head: &str, body: Vec<u8>) -> Result<Answer, JsError> {
        let request = message::request(head, body).map_err(|words| JsError::new(&words))?;
        Ok(self.0.handle(request).into())
    }

    /// Answers a request that finds every connection to the database taken.
    ///
    /// # Errors
    /// Says what is wrong with the head.
    #[wasm_bindgen(js_name = handleWithFullPool)]
    pub fn handle_with_full_pool(&mut self, head: &str, body: Vec<u8>) -> Result<Answer, JsError> {
        let request = message::request(head, body).map_err(|words| JsError::new(&words))?;
        Ok(self.0.handle_with_full_pool(request).into())
    }

    /// Adds a fault rule.
    ///
    /// # Errors
    /// Says which member is wrong.
    pub fn fail(&mut self, rule: &str) -> Result<(), JsError> {
        let rule: FaultRule = serde_json::from_str(rule)
            .map_err(|error| JsError::new(&options::without_place(&error)))?;
        self.0.add_fault(rule);
        Ok(())
    }

    /// Returns the requests answered so far as JSON, oldest first.
    pub fn requests(&self) -> String {
        let entries: Vec<_> = self.0.requests().collect();
        serde_json::to_string(&entries).unwrap_or_default()
    }

    /// Keeps how things are now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.0.snapshot())
    }

    /// Goes back to a snapshot of this sandbox; lifts fault rules and forgets requests.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.0.restore(&snapshot.0);
    }
}

/// Has a panic throw its message: the default is a trap that says nothing.
fn tell_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            wasm_bindgen::throw_str(&format!("the sandbox has a bug: {info}"));
        }));
    });
}
