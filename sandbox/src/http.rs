//! What comes in and goes out: HTTP messages without a socket.

use std::borrow::Cow;

use serde_json::Value;

use crate::faults::Effect;
use crate::{page, python_json};

/// The type of every JSON answer but `/web/health`'s.
pub(crate) const JSON: &str = "application/json; charset=utf-8";
/// The type of the pages werkzeug makes.
pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// A request as it came in, complete.
#[derive(Clone, Debug, Default)]
pub struct HttpRequest {
    /// The verb, in capitals.
    pub method: String,
    /// The path, percent-encoded as it was sent, without the query.
    pub path: String,
    /// The query without its `?`; empty if there is none.
    pub query: String,
    /// Names (in any case) and values, in order.
    pub headers: Vec<(String, String)>,
    /// The body's bytes; empty if there is none.
    pub body: Vec<u8>,
    /// The address the request came from: failed logins are counted by it.
    pub remote_addr: String,
    /// When it came, in milliseconds since 1970: the sandbox has no clock of its own.
    pub now_ms: u64,
}

impl HttpRequest {
    /// Returns the first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Returns the last cookie of that name: a browser sends one, a confused client may send more.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .filter(|(header, _)| header.eq_ignore_ascii_case("cookie"))
            .flat_map(|(_, value)| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(cookie, _)| *cookie == name)
            .map(|(_, value)| value.trim_matches('"'))
            .next_back()
    }

    /// Returns the first parameter of that name in the query.
    pub(crate) fn query_parameter(&self, name: &str) -> Option<&str> {
        self.query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(parameter, _)| *parameter == name)
            .map(|(_, value)| value)
    }

    /// Returns the content type without its parameters, in small letters; empty if there is none.
    pub(crate) fn mimetype(&self) -> String {
        self.header("content-type")
            .and_then(|value| value.split(';').next())
            .map(|value| value.trim().to_ascii_lowercase())
            .unwrap_or_default()
    }
}

/// An answer, complete.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// Names in small letters and values, in order; without `content-length`.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
    /// What is to go wrong on the way out, if a fault rule asked for it. Only who owns the socket
    /// can do it.
    pub effect: Option<Effect>,
}

impl HttpResponse {
    /// Makes an answer with a body of that type.
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type".into(), content_type.to_owned())],
            body: body.into(),
            effect: None,
        }
    }

    /// Makes a JSON answer.
    pub(crate) fn json(status: u16, value: &Value) -> Self {
        let mut body = Vec::with_capacity(256);
        match python_json::write(&mut body, value) {
            true => Self::new(status, JSON, body),
            false => page::unsendable(),
        }
    }

    /// Adds a header.
    pub(crate) fn with_header(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Returns the first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}
