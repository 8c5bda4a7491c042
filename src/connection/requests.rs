//! Requests as the protocols want them: addresses, headers, cookies.

use super::{Connection, Login, Text, Wire};
use crate::protocol::http::{Cookies, Manner, Request, Response, Wants};
use crate::protocol::web_session;
use crate::transport::Platform;
use crate::value::{Part, Value};

/// What the key goes in.
pub const AUTHORIZATION: &str = "Authorization";
/// What the body is.
pub const CONTENT_TYPE: &str = "Content-Type";
/// What the session's cookie goes in.
pub(super) const COOKIE: &str = "Cookie";
/// What names the database to JSON-2.
pub(super) const DATABASE: &str = "X-Odoo-Database";
/// What asks whether a description has changed.
pub(super) const IF_NONE_MATCH: &str = "If-None-Match";

impl<P: Platform> Connection<P> {
    pub(super) fn post(&self, url: Text<P>, headers: P::Value, body: Text<P>) -> Request<P::Value> {
        Request {
            url,
            headers,
            body: Some(body),
            cookies: Cookies::Usual,
            wants: Wants::Nothing,
            read_body: None,
            manner: Manner::default(),
        }
    }

    pub(super) fn get(&self, path: &str, headers: P::Value) -> Request<P::Value> {
        let url = self.address(path);
        Request {
            body: None,
            wants: Wants::Headers,
            ..self.post(url.clone(), headers, url)
        }
    }

    /// A request that belongs to a web session.
    pub(super) fn in_session(
        &self,
        url: Text<P>,
        headers: P::Value,
        body: Text<P>,
    ) -> Request<P::Value> {
        let mut request = self.post(url, headers, body);
        match self.platform.sends_cookies() {
            true => request.wants = Wants::Cookie,
            false => request.cookies = Cookies::Included,
        }
        request
    }

    /// A request to a session route that takes nothing but the cookie.
    pub(super) fn of_session(&self, path: &str, headers: P::Value) -> Request<P::Value> {
        let body = web_session::without_params::<P::Value>(self.next_id());
        self.in_session(self.address(path), headers, body)
    }

    /// Keeps the session that the answer to the request `number` names: the server may replace it at any time. Answers come in
    /// any order, so one to an earlier request never brings an older session back; and what is not Odoo's answer, such as a
    /// page of somebody else's, names none of ours.
    pub(super) fn keep_cookie(
        &self,
        login: &Login<P::Value>,
        response: &Response<P::Value>,
        number: u64,
    ) {
        if let Wire::Session { headers, since, .. } = &login.wire
            && response.is_success()
            && number >= since.get()
            && let Some(id) = web_session::session_id(response)
        {
            since.set(number);
            headers.replace(self.with_cookie(id));
            let mut info = login.info.borrow_mut();
            info.set_hidden("session_id", P::Value::string(id));
        }
    }

    /// With the session's cookie, behind those of the configuration.
    pub(super) fn with_cookie(&self, session_id: &str) -> P::Value {
        let own = self.platform.headers().get(COOKIE);
        let own = own.and_then(|text| text.as_string()).unwrap_or_default();
        let between = if own.trim().is_empty() { "" } else { "; " };
        let cookie = [own.trim(), between, "session_id=", session_id].concat();
        self.headers_with(COOKIE, &cookie)
    }

    /// The usual headers and one more.
    pub(super) fn headers_with(&self, name: &'static str, value: &str) -> P::Value {
        let mut headers = P::Value::object();
        // Ours, and plain.
        let _ = headers.assign(&self.platform.headers());
        headers.set(name, P::Value::string(value));
        headers
    }

    pub(super) fn address(&self, path: &str) -> Text<P> {
        P::Value::join(&[Part::Written(self.server.url.as_str()), Part::Written(path)])
    }

    pub(super) fn next_id(&self) -> u64 {
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        id
    }
}
