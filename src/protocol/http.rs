//! HTTP messages, as far as the protocols care about them, and what their statuses mean.

use super::redirect::Redirect;
use crate::advice;
use crate::error::{Class, Error, Reason};
use crate::text::{decimal, has_any};
use crate::value::{Texts, Value};

/// A request: a POST of JSON text, or a GET where there is no body.
#[derive(Clone, Debug)]
pub struct Request<V: Texts> {
    /// The address.
    pub url: V::Text,
    /// The headers, an object; a protocol adds its own to [`crate::transport::Platform::headers`].
    pub headers: V,
    /// The body.
    pub body: Option<V::Text>,
    /// What is done about the cookies that a browser keeps.
    pub cookies: Cookies,
    /// Whether the answer's headers are wanted.
    pub wants: Wants,
    /// Reads the body of a success instead of `response.json()`: a function, where the caller has
    /// one of its own.
    pub read_body: Option<V>,
    /// What has to be made sure of.
    pub manner: Manner,
}

/// What a request has to have made sure of, where the runtime does otherwise by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// It may be sent once only: on no connection whose loss the runtime answers by sending it
    /// again.
    pub is_once: bool,
    /// It may take longer than the runtime waits.
    pub is_patient: bool,
}

/// What a request does about the cookies that a browser keeps. Elsewhere there are none but those
/// in the headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookies {
    /// What `fetch` does by itself: they go to the page's own origin.
    Usual,
    /// They go along, wherever the request goes.
    Included,
    /// None goes along, and none is kept.
    Omitted,
}

/// Which headers of a success are wanted. Reading them has a price, and an ordinary call needs
/// none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// None.
    Nothing,
    /// Those of an answer that sets a cookie.
    Cookie,
    /// Always.
    Headers,
}

/// What a body turned out to be.
#[derive(Clone, Debug)]
pub enum Body<V> {
    /// JSON.
    Json(V),
    /// It was not read, since the status or the content type says that it cannot matter.
    Ignored,
    /// It broke off, or is not JSON although the status promised it; the exception says why.
    Unreadable(V),
    /// It is longer than so many bytes, and was not read to its end.
    TooLarge(f64),
    /// The runtime gave up waiting for the rest of it; the exception says so.
    TimedOut(V),
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response<V> {
    /// The HTTP status, 200 when a stand-in for `fetch` does not say; 0 of a redirect that shows
    /// none.
    pub status: u16,
    /// Whether this is an answer with headers, not a bare object from a stand-in for `fetch`.
    pub has_headers: bool,
    /// The body.
    pub body: Body<V>,
    /// What else is known of it, where it was looked at: it is not for an ordinary answer.
    pub head: Option<Box<Head>>,
}

/// What stands before the body of an answer, as far as it matters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// The reason phrase; empty on HTTP/2.
    pub status_text: String,
    /// `Retry-After`, a date or seconds, as milliseconds from now.
    pub retry_after_ms: Option<f64>,
    /// `Set-Cookie`, all of them, with commas between them.
    pub set_cookie: Option<String>,
    /// `ETag`.
    pub etag: Option<String>,
    /// `Content-Length`, in bytes.
    pub content_length: Option<f64>,
    /// `Location`; or where a stand-in for `fetch` went by itself.
    pub location: Option<String>,
    /// The beginning of a page or a plain text that came in place of JSON.
    pub page: Option<String>,
    /// What the redirect means, where the answer is one.
    pub redirect: Option<Redirect>,
    /// What came in place of an answer of Odoo's, in its own words: a page's title, or what a
    /// gateway says in JSON or as text.
    pub came: Option<String>,
    /// Whether the page says that Odoo's pool of database connections is exhausted: nothing was
    /// done then.
    pub pool_is_full: bool,
}

/// Why no answer came.
#[derive(Clone, Debug)]
pub struct FetchFailure<V> {
    /// The exception.
    pub cause: V,
    /// What it says, with the exceptions underneath it.
    pub message: String,
    /// Whether it is certain that the server did not get the request ([`crate::reach`]).
    pub nothing_sent: bool,
    /// Whether the runtime gave up waiting by itself ([`crate::reach`]).
    pub timed_out: bool,
    /// Whether the exception carries a code of the network's (`ECONNRESET`). One that a stand-in
    /// for `fetch` throws has none.
    pub has_code: bool,
    /// Whether the exception comes from the program's own reader of the body, to be passed on as it
    /// is.
    pub is_judged: bool,
}

impl<V: Value> Response<V> {
    /// An ordinary answer: status 200, JSON.
    pub fn ok(json: V) -> Self {
        Self {
            status: 200,
            has_headers: true,
            body: Body::Json(json),
            head: None,
        }
    }

    /// Whether the status is one of success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether it is a redirect after which no other request to this server fares better.
    pub fn leads_away(&self) -> bool {
        let redirect = self.head.as_ref().and_then(|head| head.redirect.as_ref());
        redirect.is_some_and(|redirect| redirect.is_final)
    }

    /// Whether it may lead to the page to log in: what Odoo gives for its pages where a session is
    /// wanted.
    pub fn may_be_login(&self) -> bool {
        let redirect = self.head.as_ref().and_then(|head| head.redirect.as_ref());
        redirect.is_some_and(|redirect| redirect.may_be_login)
    }

    /// What came in place of an answer of Odoo's.
    pub fn what_came(&self) -> Option<&str> {
        self.head.as_ref()?.came.as_deref()
    }

    /// The error that a status outside 200–299 stands for.
    pub fn status_error(&self) -> Error<V> {
        let class = if self.status == 429 {
            Class::RateLimit
        } else {
            Class::Network
        };
        let head = self.head.as_deref();
        let said = head.map(|head| head.status_text.as_str());
        let reason = said
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| reason_phrase(self.status));
        let status = ["HTTP ", &decimal(self.status.into()), ": ", reason].concat();
        let redirect = head.and_then(|head| head.redirect.as_ref());
        let message = match (redirect, self.status) {
            (Some(redirect), 0) => redirect.advice.clone(),
            (Some(redirect), _) => [&status, ". ", &redirect.advice].concat(),
            (None, _) => advice::with_what_came(status, self.what_came()),
        };
        let mut error = Error::new(class, message);
        error.retry_after_ms = head.and_then(|head| head.retry_after_ms);
        error.place.status = Some(self.status).filter(|status| *status != 0);
        error.is_transient =
            head.is_some_and(|head| head.pool_is_full) || matches!(self.status, 429 | 502..=504);
        error.not_sent = self.status == 429;
        if redirect.is_some_and(|redirect| redirect.is_login) {
            error.set_reason(Reason::LoginPage);
        } else if self.status == CONTENT_TOO_LARGE {
            error.set_reason(Reason::TooLarge);
        }
        error
    }
}

/// What stands before Odoo answers this when a body is too large.
const CONTENT_TOO_LARGE: u16 = 413;

/// Whether a page that comes with that status is Odoo's own for an exhausted pool of database
/// connections.
pub fn is_full_pool(status: u16, page: &str) -> bool {
    const WORDS: &str = "Connection Pool Is Full|connection pool is full|";
    status == 500 && has_any(page, WORDS)
}

/// Whether a status says that the server is in trouble, not that it knows no such address.
pub fn has_trouble(status: u16) -> bool {
    status == 429 || status >= 500
}

/// Whether a status, or an error code that is one, is what a gateway says: it gave up waiting, or
/// has nobody to ask. What became of the request behind it, nobody knows.
pub fn is_of_a_gateway(status: u16) -> bool {
    matches!(status, 408 | 429 | 499 | 501..600)
}

/// The usual words for a status, for answers over HTTP/2, which carries none.
fn reason_phrase(status: u16) -> &'static str {
    match status {
        301 | 302 | 303 | 307 | 308 => "Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "unexpected status",
    }
}
