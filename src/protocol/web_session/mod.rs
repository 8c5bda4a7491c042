//! The web session: the login opens one, a cookie names it, and the password is not needed again.
//! All versions.

mod login;
mod pages;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::http::{Cookies, Request, Response, Wants};
use super::wire::{Carried, Encoded, Exchange, Kept, Opened, Wire};
use super::{Call, Credentials, Errand, Protocol, Site, envelope, questions, unsendable};
use crate::advice;
use crate::error::{Class, Error, Failure, Reason};
use crate::text;
use crate::value::written;
use pages::Page;

pub use login::SessionLogin;

/// Where a session is opened.
pub const AUTHENTICATE: &str = "/web/session/authenticate";
/// Where a session tells whose it is.
pub const SESSION_INFO: &str = "/web/session/get_session_info";
/// Where a session ends.
pub const DESTROY: &str = "/web/session/destroy";
/// Where methods are called, followed by model and method.
pub const CALL_KW: &str = "/web/dataset/call_kw/";

/// Opens a session.
pub fn authenticate<V: Carried>(
    id: u64,
    database: &str,
    username: &str,
    password: &str,
) -> V::Text {
    let mut params = V::object();
    for (name, value) in [
        ("db", database),
        ("login", username),
        ("password", password),
    ] {
        params.set(name, V::string(value));
    }
    envelope::request::<V>(id, &written(&params))
}

/// Whether an answer is the page that Odoo gives to a session that is gone, where there are several
/// databases: it then knows none of the paths of a database. (Any program made with werkzeug has
/// such a page.)
///
/// Source: the recordings `multidb-web-call-kw-after-destroy` of 17, 18 and 19.
pub fn is_gone<V>(response: &Response<V>) -> bool {
    const TITLE: &str = "<title>404 Not Found</title>";
    const WORDS: [&str; 2] = [
        "<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>",
        "<p>No database is selected and the requested URL was not found in the server-wide controllers.</p>",
    ];
    let head = response.head.as_ref();
    let page = head.and_then(|head| head.page.as_deref());
    response.status == 404
        && page.is_some_and(|page| {
            text::holds(page, TITLE) && WORDS.iter().any(|words| text::holds(page, words))
        })
}

/// The session that an answer names, where it does. Odoo 19 may name two: the last one counts, as
/// for a browser.
pub fn session_id<V>(response: &Response<V>) -> Option<&str> {
    const NAME: &[u8] = b"session_id=";
    let cookies = response.head.as_ref()?.set_cookie.as_deref()?;
    let bytes = cookies.as_bytes();
    let is_start = |at: &usize| {
        bytes[*at..].starts_with(NAME) && (*at == 0 || matches!(bytes[at - 1], b' ' | b','))
    };
    let start = (0..bytes.len()).rev().find(is_start)?;
    let value = cookies.get(start + NAME.len()..)?;
    let is_end = |byte: &u8| matches!(byte, b';' | b',' | b' ');
    let end = value.bytes().position(|byte| is_end(&byte));
    let id = value.get(..end.unwrap_or(value.len()))?;
    (!id.is_empty()).then_some(id)
}

/// The header that carries the session.
const COOKIE: &str = "Cookie";

/// A request that belongs to a web session.
pub fn request<V: Carried>(site: &Site<V>, url: V::Text, headers: V, body: V::Text) -> Request<V> {
    let mut request = site.post(url, headers, body);
    bring_session(site, &mut request);
    request
}

/// Has the session's cookie come along and back.
fn bring_session<V: Carried>(site: &Site<V>, request: &mut Request<V>) {
    match site.sends_cookies {
        true => request.wants = Wants::Cookie,
        false => request.cookies = Cookies::Included,
    }
}

/// A request to a session route that takes nothing but the cookie.
fn errand<V: Carried>(site: &Site<V>, path: &'static str, headers: V) -> Errand<V> {
    let mut errand = questions::to(site, path, headers);
    bring_session(site, &mut errand.request);
    errand
}

/// The headers with the session's cookie, behind those of the configuration.
fn with_cookie<V: Carried>(site: &Site<V>, session_id: &str) -> V {
    let own = site.headers.get(COOKIE);
    let own = own.and_then(|text| text.as_string()).unwrap_or_default();
    let between = if own.trim().is_empty() { "" } else { "; " };
    let cookie = [own.trim(), between, "session_id=", session_id].concat();
    site.headers_with(COOKIE, &cookie)
}

/// The calls of a user who has a session.
pub struct WebSession<V: Carried> {
    root: V::Text,
    start: V::Text,
    /// With the cookie, outside browsers.
    headers: RefCell<V>,
    /// The number of the request whose answer brought the cookie.
    since: Cell<u64>,
    /// To renew it with; none where the session is the visitor's own.
    credentials: Option<Rc<Credentials>>,
}

impl<V: Carried> Wire<V> for WebSession<V> {
    fn protocol(&self) -> Protocol {
        Protocol::Session
    }

    fn encode(&self, call: &Call<V>) -> Result<Encoded<V>, Error<V>> {
        Ok(Encoded {
            protocol: Protocol::Session,
            url: V::endpoint(&self.start, &call.model, &call.method),
            text: call.to_json().map_err(unsendable)?,
            kept: Kept::default(),
        })
    }

    fn encode_page(&self, path: V, call: &Call<V>) -> Result<Encoded<V>, Error<V>> {
        pages::encode(&self.root, path, call)
    }

    fn request(
        &self,
        site: &Site<V>,
        exchange: &mut Exchange<'_, V>,
    ) -> Result<Request<V>, Failure<V>> {
        let encoded = exchange.encoded;
        let headers = self.headers.borrow().clone();
        if Page::of(encoded).is_some() {
            return Ok(pages::get(site, encoded, headers));
        }
        let body = envelope::request::<V>(exchange.id, &encoded.text);
        Ok(request(site, encoded.url.clone(), headers, body))
    }

    fn path(&self, exchange: &Exchange<'_, V>) -> String {
        match Page::of(exchange.encoded) {
            Some(page) => page.path(),
            None => exchange.call.path(CALL_KW),
        }
    }

    fn open(&self, exchange: &mut Exchange<'_, V>, response: Response<V>) -> Opened<V> {
        let opened = match Page::of(exchange.encoded) {
            Some(page) => page.open(response),
            None => open(response, exchange.id, exchange.call),
        };
        opened.into()
    }

    /// The server may replace the session at any time. Answers come in any order, so one to an
    /// earlier request never brings an older session back; and what is not Odoo's answer, such as a
    /// page of somebody else's, names none of ours.
    fn renewed_session(&self, site: &Site<V>, response: &Response<V>, id: u64) -> Option<String> {
        if !response.is_success() || id < self.since.get() {
            return None;
        }
        let session_id = session_id(response)?;
        self.since.set(id);
        self.headers.replace(with_cookie(site, session_id));
        Some(session_id.to_owned())
    }

    fn seems_ended(&self, exchange: &Exchange<'_, V>, response: &Response<V>) -> bool {
        is_gone(response) || Page::of(exchange.encoded).is_some() && response.may_be_login()
    }

    fn has_session(&self) -> bool {
        true
    }

    fn renewal(&self) -> Option<Rc<Credentials>> {
        self.credentials.clone()
    }

    fn logout(&self, site: &Site<V>) -> Option<Errand<V>> {
        let headers = self.headers.borrow().clone();
        Some(errand(site, DESTROY, headers))
    }
}

/// Opens the answer to a call in a session. A model that does not exist is brought into the class
/// that it has over `/jsonrpc`.
fn open<V: Carried>(response: Response<V>, id: u64, call: &Call<V>) -> Result<V, Error<V>> {
    let mut error = match envelope::open(response, id) {
        Ok(result) => return Ok(result),
        Err(error) => error,
    };
    if error.class == Class::Rpc
        && let Some(model) = call.model.as_string()
        && (error.code.as_deref() == Some("404") || is_key(&error, &model))
    {
        error.message = advice::unknown_model(&model);
        error.set_reason(Reason::UnknownModel);
    }
    Err(error)
}

/// Whether the server looked for that key and did not find it.
fn is_key<V: Carried>(error: &Error<V>, key: &str) -> bool {
    let data = |name| error.data.as_ref()?.get(name)?.as_string();
    data("name").as_deref() == Some("builtins.KeyError") && data("message").as_deref() == Some(key)
}

#[cfg(test)]
mod tests {
    use super::super::http::{Body, Head, Response};
    use super::session_id;

    fn named(cookies: &str) -> Option<String> {
        let head = Head {
            set_cookie: Some(cookies.into()),
            ..Head::default()
        };
        let response = Response {
            status: 200,
            has_headers: true,
            body: Body::Json(()),
            head: Some(Box::new(head)),
        };
        session_id(&response).map(str::to_owned)
    }

    #[test]
    fn the_last_session_that_an_answer_names_counts() {
        assert_eq!(
            named("session_id=a1; Expires=Mon, 22 Nov 2027 13:34:15 GMT; Path=/").as_deref(),
            Some("a1")
        );
        assert_eq!(
            named("session_id=a1; Path=/, session_id=b2; HttpOnly").as_deref(),
            Some("b2")
        );
        assert_eq!(
            named("cids=; Max-Age=0, session_id=c_-3").as_deref(),
            Some("c_-3")
        );
        assert_eq!(
            named("session_id=a1; Path=/,my_session_id=b2, x=session_id=c3").as_deref(),
            Some("a1")
        );
        for nothing in ["", "cids=1", "session_id=", "session_id=; Path=/"] {
            assert_eq!(named(nothing), None, "{nothing:?}");
        }
    }
}
