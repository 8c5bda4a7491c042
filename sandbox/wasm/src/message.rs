//! Requests and answers: a head as JSON text, a body as bytes.

use odoo_sandbox::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::json;

use crate::options::without_place;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Head {
    method: String,
    path: String,
    #[serde(default)]
    query: String,
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(default)]
    remote_address: String,
    now: f64,
}

/// Reads a request.
///
/// # Errors
/// Says what is wrong with the head.
pub fn request(head: &str, body: Vec<u8>) -> Result<HttpRequest, String> {
    let head: Head = serde_json::from_str(head).map_err(|error| without_place(&error))?;
    Ok(HttpRequest {
        method: head.method,
        path: head.path,
        query: head.query,
        headers: head.headers,
        body,
        remote_addr: head.remote_address,
        // A clock before 1970, or without a number, is 0.
        now_ms: head.now as u64,
    })
}

/// Writes an answer: its head and its body.
pub fn answer(response: HttpResponse) -> (String, Vec<u8>) {
    let mut head = json!({"status": response.status, "headers": response.headers});
    if let Some(effect) = response.effect {
        head["effect"] = json!(effect);
    }
    (head.to_string(), response.body)
}

#[cfg(test)]
mod tests {
    use odoo_sandbox::{Flavour, Sandbox};

    use super::*;

    #[test]
    fn a_request_is_read_answered_and_written() {
        let head = r#"{"method": "GET", "path": "/web/health", "headers": [["accept", "*/*"]], "now": 1.5e12}"#;
        let request = request(head, Vec::new()).expect("a request");
        assert_eq!(
            (request.now_ms, request.header("accept")),
            (1_500_000_000_000, Some("*/*"))
        );
        let (head, body) = answer(Sandbox::demo(Flavour::V19).handle(request));
        assert!(
            head.starts_with(r#"{"status":200,"headers":[["content-type","application/json"#),
            "{head}"
        );
        assert_eq!(body, br#"{"status": "pass"}"#);
    }

    #[test]
    fn any_clock_will_do() {
        for now in ["-1", "0", "1e300"] {
            let head = format!(r#"{{"method": "GET", "path": "/", "now": {now}}}"#);
            Sandbox::demo(Flavour::V18).handle(request(&head, Vec::new()).expect("a request"));
        }
    }

    #[test]
    fn a_head_that_is_none_is_refused_in_words() {
        assert_eq!(
            request(r#"{"method": "GET"}"#, Vec::new()).expect_err("no path"),
            "missing field `path`"
        );
    }
}
