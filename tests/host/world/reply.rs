//! What a scripted server answers.

use odoo_client_wasm::protocol::http::FetchFailure;
use odoo_client_wasm::protocol::http::{Body, Head, Response};
use serde_json::{Value, json};

use crate::recordings::named;

/// An answer, and when it comes.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// Milliseconds until it comes; `None` is never.
    pub(crate) after_ms: Option<f64>,
    head: Head,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    /// Members of a JSON-RPC answer; the id is filled in.
    Members(Value),
    Http(Response<Value>),
    /// JSON that a stand-in for `fetch` gives, without headers.
    Bare(Value),
    Lost {
        message: String,
        nothing_sent: bool,
        has_code: bool,
    },
}

impl Reply {
    fn new(what: What) -> Self {
        Self {
            after_ms: Some(0.0),
            head: Head::default(),
            what,
        }
    }

    /// Whether it denies access.
    pub(crate) fn is_denial(&self) -> bool {
        format!("{:?}", self.what).contains("AccessDenied")
    }

    /// The same, later.
    pub(crate) fn after(mut self, milliseconds: f64) -> Self {
        self.after_ms = Some(milliseconds);
        self
    }

    /// The same, with a `Set-Cookie` header for each of `cookies`.
    pub(crate) fn with_cookies(self, cookies: &[&str]) -> Self {
        self.with(|head| head.set_cookie = Some(cookies.join(", ")))
    }

    /// The same, opening the session `id`.
    pub(crate) fn with_session(self, id: &str) -> Self {
        self.with_cookies(&[&format!(
            "session_id={id}; Max-Age=604800; HttpOnly; Path=/"
        )])
    }

    /// The same, asking to wait.
    pub(crate) fn asking_to_wait(self, milliseconds: f64) -> Self {
        self.with(|head| head.retry_after_ms = Some(milliseconds))
    }

    /// The same, with what came in place of an answer, in its own words.
    pub(crate) fn titled(self, came: &str) -> Self {
        self.with(|head| head.came = Some(came.into()))
    }

    /// The same, with an `ETag`.
    pub(crate) fn with_etag(self, etag: &str) -> Self {
        self.with(|head| head.etag = Some(etag.into()))
    }

    /// The same, leading to `location`.
    pub(crate) fn leading_to(self, location: &str) -> Self {
        self.with(|head| head.location = Some(location.into()))
    }

    /// The same, with that page.
    pub(crate) fn saying(self, page: &str) -> Self {
        self.with(|head| head.page = Some(page.into()))
    }

    /// The same, saying how long its body is.
    pub(crate) fn of_size(self, bytes: f64) -> Self {
        self.with(|head| head.content_length = Some(bytes))
    }

    fn with(mut self, change: impl FnOnce(&mut Head)) -> Self {
        change(&mut self.head);
        self
    }

    /// As the port gives it, to the request `id`.
    pub(super) fn to(self, id: &Value) -> Result<Response<Value>, Box<FetchFailure<Value>>> {
        let head = self.head;
        self.what.to(id).map(|mut response| {
            if head != Head::default() {
                response.head = Some(Box::new(head));
            }
            response
        })
    }
}

impl What {
    fn to(self, id: &Value) -> Result<Response<Value>, Box<FetchFailure<Value>>> {
        match self {
            What::Members(members) => {
                let mut answer = json!({ "jsonrpc": "2.0", "id": id });
                for (key, value) in members.as_object().into_iter().flatten() {
                    answer[key] = value.clone();
                }
                Ok(response(200, Body::Json(answer)))
            }
            What::Http(response) => Ok(response),
            What::Bare(json) => Ok(Response {
                has_headers: false,
                ..response(200, Body::Json(json))
            }),
            What::Lost {
                message,
                nothing_sent,
                has_code,
            } => Err(Box::new(FetchFailure {
                cause: json!({ "message": message }),
                timed_out: message.starts_with("UND_ERR_"),
                message,
                nothing_sent,
                has_code,
                is_judged: false,
            })),
        }
    }
}

/// The method returned `value`.
pub(crate) fn result(value: Value) -> Reply {
    Reply::new(What::Members(json!({ "result": value })))
}

/// A result such as `method` gives.
pub(crate) fn fitting(method: &str) -> Value {
    match method {
        "search" | "read" | "search_read" => json!([]),
        "create" => json!(1),
        "search_count" => json!(0),
        _ => json!(true),
    }
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

/// JSON that is no JSON-RPC, with a status.
pub(crate) fn json_body(status: u16, json: Value) -> Reply {
    Reply::new(What::Http(response(status, Body::Json(json))))
}

/// The method raised the exception `name`, over JSON-2.
pub(crate) fn json2_fault(status: u16, name: &str, message: &str) -> Reply {
    let report = json!({ "name": name, "message": message, "arguments": [message], "context": {}, "debug": "Traceback" });
    json_body(status, report)
}

/// A page, which nobody reads unless its status promises JSON.
pub(crate) fn page(status: u16) -> Reply {
    Reply::new(What::Http(response(status, unread(status))))
}

/// The page of an Odoo that has no connection to the database left.
pub(crate) fn full_pool() -> Reply {
    Reply::new(What::Http(Response {
        head: Some(Box::new(Head {
            pool_is_full: true,
            ..Head::default()
        })),
        ..response(500, Body::Ignored)
    }))
}

/// JSON from a stand-in for `fetch`, which sends no headers.
pub(crate) fn bare(json: Value) -> Reply {
    Reply::new(What::Bare(json))
}

/// What a real server answered; as the answer to this request, not to the one that was recorded.
pub(crate) fn recorded(version: &str, name: &str) -> Reply {
    let answer = named(version, name).answer();
    let head = answer.head.as_deref().cloned().unwrap_or_default();
    let what = match &answer.body {
        Body::Json(body) if body.get("jsonrpc").is_some() => {
            let mut members = body.clone();
            let members_of = members.as_object_mut().expect("an envelope is an object");
            members_of.retain(|name, value| name != "id" || value.is_null());
            What::Members(members)
        }
        _ => What::Http(answer),
    };
    Reply {
        head,
        ..Reply::new(what)
    }
}

/// No connection came about.
pub(crate) fn unreachable(message: &str) -> Reply {
    lost(message, true, true)
}

/// The connection broke, and nobody knows what the server has done.
pub(crate) fn reset() -> Reply {
    lost("socket hang up ECONNRESET", false, true)
}

/// The runtime gave up waiting.
pub(crate) fn given_up() -> Reply {
    lost("UND_ERR_HEADERS_TIMEOUT", false, true)
}

/// An answer whose body was not read to its end.
pub(crate) fn broken_off(body: Body<Value>) -> Reply {
    Reply::new(What::Http(response(200, body)))
}

/// A stand-in for `fetch` throws.
pub(crate) fn no_such_route() -> Reply {
    lost("no such route", false, false)
}

fn lost(message: &str, nothing_sent: bool, has_code: bool) -> Reply {
    Reply::new(What::Lost {
        message: message.into(),
        nothing_sent,
        has_code,
    })
}

/// No answer ever comes.
pub(crate) fn silence() -> Reply {
    Reply {
        after_ms: None,
        ..nothing()
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

/// The body of an answer that is not JSON: it is read only where its status promises that it is.
pub(crate) fn unread(status: u16) -> Body<Value> {
    match status {
        200..300 => Body::Unreadable(json!({ "message": "Unexpected token '<'" })),
        _ => Body::Ignored,
    }
}
