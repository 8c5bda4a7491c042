//! HTTP messages, as far as the protocols care about them, and what their statuses mean.

use crate::error::{Class, Error};
use crate::value::Value;

/// A request: a POST of JSON text, or a GET where there is no body.
#[derive(Clone, Debug)]
pub struct Request<V: Value> {
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
    /// Reads the body of a success instead of `response.json()`: a function, where the caller has one of its own.
    pub read_body: Option<V>,
}

/// What a request does about the cookies that a browser keeps. Elsewhere there are none but those in the headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookies {
    /// What `fetch` does by itself: they go to the page's own origin.
    Usual,
    /// They go along, wherever the request goes.
    Included,
    /// None goes along, and none is kept.
    Omitted,
}

/// Which headers of a success are wanted. Reading them has a price, and an ordinary call needs none.
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
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response<V> {
    /// The HTTP status, 200 when a stand-in for `fetch` does not say.
    pub status: u16,
    /// The reason phrase; empty on HTTP/2.
    pub status_text: String,
    /// Whether this is an answer with headers, not a bare object from a stand-in for `fetch`.
    pub has_headers: bool,
    /// The headers that matter, where they were read.
    pub headers: Headers,
    /// Whether the page says that Odoo's pool of database connections is exhausted: nothing was done then.
    pub pool_is_full: bool,
    /// The body.
    pub body: Body<V>,
}

/// The headers of an answer that matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Headers {
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// `Set-Cookie`, all of them, with commas between them.
    pub set_cookie: Option<String>,
    /// `ETag`.
    pub etag: Option<String>,
    /// `Content-Length`, in bytes.
    pub content_length: Option<f64>,
}

impl<V: Value> Response<V> {
    /// An ordinary answer: status 200, JSON.
    pub fn ok(json: V) -> Self {
        Self {
            status: 200,
            status_text: String::new(),
            has_headers: true,
            headers: Headers::default(),
            pool_is_full: false,
            body: Body::Json(json),
        }
    }

    /// Whether the status is one of success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The error that a status outside 200–299 stands for. `now_ms` is the time since 1970.
    pub fn status_error(&self, now_ms: f64) -> Error<V> {
        let class = if self.status == 429 {
            Class::RateLimit
        } else {
            Class::Network
        };
        let reason = if self.status_text.is_empty() {
            reason_phrase(self.status)
        } else {
            &self.status_text
        };
        let mut error = Error::new(class, format!("HTTP {}: {reason}", self.status));
        error.retry_after_ms = self
            .headers
            .retry_after
            .as_deref()
            .and_then(|text| retry_after_ms(text, now_ms));
        error.place.status = Some(self.status);
        error.is_transient = self.pool_is_full || matches!(self.status, 429 | 502..=504);
        error.is_undone = self.status == 429;
        error
    }
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

/// Reads `Content-Length`.
pub fn content_length(text: &str) -> Option<f64> {
    number(text.trim()).map(|length| length as f64)
}

/// Reads `Retry-After`: seconds, or a date ([RFC 9110, 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)).
pub fn retry_after_ms(text: &str, now_ms: f64) -> Option<f64> {
    let text = text.trim();
    if let Some(seconds) = number(text) {
        return Some(seconds as f64 * 1000.0);
    }
    http_date_ms(text).map(|date| (date - now_ms).max(0.0))
}

/// The milliseconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that is still sent.
fn http_date_ms(text: &str) -> Option<f64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut words = text.split_once(',')?.1.trim_start().split(' ');
    let day = number(words.next()?)?;
    let name = words.next()?;
    let month = MONTHS.iter().position(|month| *month == name)? as i64 + 1;
    let year = number(words.next()?)?;
    let mut clock = words.next()?.split(':').map(number);
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let plausible = words.next() == Some("GMT")
        && (1970..10_000).contains(&year)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    if !plausible {
        return None;
    }
    // Days since 1970 by counting from a March, so that the leap day is a year's last.
    let (y, m) = if month <= 2 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    Some((((days * 24 + hour) * 60 + minute) * 60 + second) as f64 * 1000.0)
}

/// The number that up to fifteen digits, and nothing else, write.
fn number(digits: &str) -> Option<i64> {
    let is_number =
        (1..16).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| {
        digits
            .bytes()
            .fold(0, |number, digit| number * 10 + i64::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::retry_after_ms;

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date() {
        assert_eq!(retry_after_ms("2", 0.0), Some(2000.0));
        assert_eq!(retry_after_ms(" 0 ", 0.0), Some(0.0));
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(retry_after_ms(date, 784_111_770_000.0), Some(7000.0));
        assert_eq!(
            retry_after_ms(date, 784_111_780_000.0),
            Some(0.0),
            "a date that has passed"
        );
        assert_eq!(
            retry_after_ms("Thu, 29 Feb 2024 00:00:00 GMT", 1_709_164_799_000.0),
            Some(1000.0)
        );
    }

    #[test]
    fn a_retry_after_that_says_nothing_is_ignored() {
        for text in [
            "",
            "soon",
            "-1",
            "1.5",
            "Sun, 06 Nov 1994",
            "Sun, 99 Nov 1994 08:49:37 GMT",
            "Sun, 06 Foo 1994 08:49:37 GMT",
        ] {
            assert_eq!(retry_after_ms(text, 0.0), None, "{text:?}");
        }
    }
}
