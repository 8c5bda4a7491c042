//! `/sandbox/…`: how a test talks to the sandbox itself. Only there if [`crate::Settings::control`]
//! is set.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::faults::FaultRule;
use crate::http::{HttpRequest, HttpResponse};
use crate::journal::Journal;
use crate::sandbox::Sandbox;

/// Tells whether a path is the sandbox's own.
pub(crate) fn owns(path: &str) -> bool {
    path.starts_with("/sandbox/")
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Rules {
    Many(Vec<Value>),
    One(Value),
}

impl Sandbox {
    /// Answers a request to the sandbox itself.
    pub(crate) fn control(&mut self, request: &HttpRequest) -> HttpResponse {
        match (request.method.as_str(), request.path.as_str()) {
            ("GET", "/sandbox/faults") => done(json!({"rules": self.faults.rules()})),
            ("POST", "/sandbox/faults") => self.add_faults(&request.body),
            ("DELETE", "/sandbox/faults") => {
                self.clear_faults();
                done(json!({"rules": []}))
            }
            ("GET", "/sandbox/requests") => done(self.journal.to_json()),
            ("DELETE", "/sandbox/requests") => {
                self.journal = Journal::default();
                done(self.journal.to_json())
            }
            ("GET", "/sandbox/sessions") => done(self.sessions.to_json(request.now_ms)),
            ("POST", "/sandbox/reset") => {
                self.reset();
                done(json!({"reset": true}))
            }
            (method, path) => refused(
                404,
                format!(
                    "{method} {path} is nothing the sandbox knows: use POST, GET or DELETE /sandbox/faults, GET or DELETE \
                     /sandbox/requests, GET /sandbox/sessions, POST /sandbox/reset"
                ),
            ),
        }
    }

    fn add_faults(&mut self, body: &[u8]) -> HttpResponse {
        let rules = match serde_json::from_slice(body) {
            Ok(Rules::Many(rules)) => rules,
            Ok(Rules::One(rule)) => vec![rule],
            Err(error) => return refused(400, format!("the body is not JSON: {error}")),
        };
        let rules: Result<Vec<FaultRule>, _> =
            rules.into_iter().map(serde_json::from_value).collect();
        match rules {
            Ok(rules) => {
                rules.into_iter().for_each(|rule| self.add_fault(rule));
                done(json!({"rules": self.faults.rules()}))
            }
            Err(error) => refused(400, format!("the body is not a fault rule: {error}")),
        }
    }
}

fn done(value: Value) -> HttpResponse {
    HttpResponse::json(200, &value)
}

fn refused(status: u16, error: String) -> HttpResponse {
    HttpResponse::json(status, &json!({"error": error}))
}
