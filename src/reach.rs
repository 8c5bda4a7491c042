//! Whether a request that failed ever left the machine: what the exceptions of the runtimes say for
//! certain.
//!
//! A write is retried, and a row counts as not stored, on the strength of this alone. So what is
//! not known to come from before a connection stood is not certain: `read EHOSTUNREACH` on a live
//! one, a reset, a socket that closed. Browsers and workerd say nothing that could be told apart.

use crate::text::{self, has_any};
use crate::value::Value;

/// Codes of a connection that could not be made. They count only with one of [`CALLS`]: on a
/// connection that stands, most of them may come as well.
pub const CODES: &[&str] = &[
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EAI_FAIL",
    "EAI_NODATA",
    "EAI_NONAME",
    "EHOSTUNREACH",
    "EHOSTDOWN",
    "ENETUNREACH",
    "ENETDOWN",
    "EADDRNOTAVAIL",
    "ETIMEDOUT",
];

/// The system's calls that come before a connection stands.
pub const CALLS: &[&str] = &["connect", "getaddrinfo"];

/// The code of undici for a connection that took too long to be made.
const CONNECT_TIMEOUT: &str = "UND_ERR_CONNECT_TIMEOUT";

/// What Bun says of a refused connection, by `ECONNREFUSED` or, before 1.3, `ConnectionRefused`,
/// without a system's call.
const BUN: (&[&str], &str) = (
    &["ECONNREFUSED", "ConnectionRefused"],
    "Unable to connect. Is the computer able to access the url?",
);

/// How Deno begins what it says of a request, and what stands behind the address where it found
/// nobody to connect to. (For writes it is given no connection that it kept: those it repeats by
/// itself.)
const DENO: (&str, &str) = (
    "error sending request for url (",
    "): client error (Connect): ",
);

/// Whether it is certain that nothing was sent. `failure` is an exception as an object: its
/// `message`, `code` and `syscall`, its `cause`, and as `errors` those it stands for together.
pub fn never_left<V: Value>(failure: &V) -> bool {
    // Several addresses were tried ("happy eyeballs"): every one has to have failed so.
    if let Some(errors) = failure.get("errors").and_then(|errors| errors.items())
        && !errors.is_empty()
    {
        return errors.iter().all(never_left);
    }
    let member = |key| failure.get(key).and_then(|text: V| text.as_string());
    let (code, call) = (member("code"), member("syscall"));
    match (code.as_deref(), call.as_deref()) {
        (Some(code), Some(call)) => return CALLS.contains(&call) && CODES.contains(&code),
        (Some(CONNECT_TIMEOUT), None) => return true,
        _ => {}
    }
    // One that wraps another often repeats its code.
    if let Some(cause) = failure.get("cause") {
        return never_left(&cause);
    }
    let message = member("message").unwrap_or_default();
    match code {
        Some(code) => BUN.0.contains(&code.as_str()) && message.ends_with(BUN.1),
        None => message.starts_with(DENO.0) && text::holds(&message, DENO.1),
    }
}

/// Codes of a runtime that waited for an answer, or the rest of one, and gave up: undici's own
/// limits, 300 seconds each.
const GAVE_UP: [&str; 2] = ["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"];

/// Whether the runtime gave up waiting, by its own limits and not by the client's. `failure` is as
/// for [`never_left`].
pub fn gave_up<V: Value>(failure: &V) -> bool {
    let code = failure.get("code").and_then(|code: V| code.as_string());
    code.is_some_and(|code| GAVE_UP.contains(&code.as_str()))
        || failure.get("cause").is_some_and(|cause| gave_up(&cause))
}

/// Whether the runtime refused the request itself: for a port that fetch forbids, or for a header
/// that is none. Nothing was sent then.
#[inline(never)]
pub fn is_refused_here(said: &str) -> bool {
    has_any(
        said,
        "bad port|to a ByteString|invalid transfer-encoding header|expect header not supported|",
    )
}

/// Whether the settings are why a request got no answer, so that another try has none either: the
/// server speaks no TLS (which is known at a login, the first request), its certificate does not
/// do, or the runtime refuses the request.
pub fn is_of_settings(said: &str, is_secure: bool, is_first: bool) -> bool {
    has_bad_certificate(said)
        || is_refused_here(said)
        || (is_first && is_secure && has_no_tls(said))
}

/// Whether an answer to a TLS greeting was none, as Node (OpenSSL), Bun and Deno (rustls) say it.
#[inline(never)]
pub fn has_no_tls(said: &str) -> bool {
    has_any(
        said,
        "wrong version number|WRONG_VERSION_NUMBER|packet length too long|EPROTO|InvalidContentType|",
    )
}

/// Whether a certificate does not do, as they say it.
#[inline(never)]
pub fn has_bad_certificate(said: &str) -> bool {
    has_any(
        said,
        "self-signed certificate|unable to verify the first|local issuer certificate|certificate has \
        expired|certificate's altnames|invalid peer certificate|",
    )
}
