//! What a scripted server answers.

use odoo_client_wasm::protocol::http::{Body, Response};
use odoo_client_wasm::transport::FetchFailure;
use serde_json::{Value, json};

/// An answer, and when it comes.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// Milliseconds until it comes; `None` is never.
    pub(crate) after_ms: Option<f64>,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    /// Members of a JSON-RPC answer; the id is filled in.
    Members(Value),
    Http(Response<Value>),
    Unreachable(String),
}

impl Reply {
    fn new(what: What) -> Self {
        Self {
            after_ms: Some(0.0),
            what,
        }
    }

    /// The same, later.
    pub(crate) fn after(mut self, milliseconds: f64) -> Self {
        self.after_ms = Some(milliseconds);
        self
    }

    /// As the port gives it, to the request `id`.
    pub(super) fn to(self, id: &Value) -> Result<Response<Value>, Box<FetchFailure<Value>>> {
        match self.what {
            What::Members(members) => {
                let mut answer = json!({ "jsonrpc": "2.0", "id": id });
                for (key, value) in members.as_object().into_iter().flatten() {
                    answer[key] = value.clone();
                }
                Ok(response(200, Body::Json(answer)))
            }
            What::Http(response) => Ok(response),
            What::Unreachable(message) => Err(Box::new(FetchFailure {
                cause: json!({ "message": message }),
                message,
                nothing_sent: true,
                has_code: true,
                is_judged: false,
            })),
        }
    }
}

/// The method returned `value`.
pub(crate) fn result(value: Value) -> Reply {
    Reply::new(What::Members(json!({ "result": value })))
}

/// The method returned None.
pub(crate) fn nothing() -> Reply {
    Reply::new(What::Members(json!({})))
}

/// The method raised the exception `name`.
pub(crate) fn fault(name: &str, message: &str) -> Reply {
    let data = json!({ "name": name, "message": message, "arguments": [message], "context": {}, "debug": "Traceback" });
    let error = json!({ "code": 200, "message": "Odoo Server Error", "data": data });
    Reply::new(What::Members(json!({ "error": error })))
}

/// The server, or what stands before it, answers with a bare status.
pub(crate) fn status(status: u16) -> Reply {
    Reply::new(What::Http(response(status, Body::Ignored)))
}

/// No connection came about.
pub(crate) fn unreachable(message: &str) -> Reply {
    Reply::new(What::Unreachable(message.into()))
}

/// No answer ever comes.
pub(crate) fn silence() -> Reply {
    Reply {
        after_ms: None,
        what: What::Members(json!({})),
    }
}

/// An answer of the HTTP layer, as a server with headers gives it.
pub(crate) fn response(status: u16, body: Body<Value>) -> Response<Value> {
    Response {
        status,
        has_headers: true,
        body,
        head: None,
    }
}
