//! What an error says beyond what the server said: in words that name the thing, and what to do
//! next.
//!
//! From the facts of a failure to a text; which class the failure is, the fault table says.

use crate::error::{Class, Error};
use crate::reach;
use crate::text::{self, after_last, decimal, has_any};
use crate::url::ServerUrl;
use crate::value::{Value, quote, quote_short};
use crate::version::{ReadGroup, Version};

/// The text of an unknown model, the same on every protocol and version: as Odoo words it over
/// `/jsonrpc`.
pub fn unknown_model(model: &str) -> String {
    [
        "Object ",
        model,
        " doesn't exist: the server has no such model. Check its name, and that its module is installed",
    ]
    .concat()
}

/// The model in the words of Odoo's own for one that does not exist.
pub fn model_that_is_missing(message: &str) -> Option<&str> {
    let model = match message.strip_prefix("the model '") {
        Some(rest) => rest.strip_suffix("' does not exist")?,
        None => message
            .strip_prefix("Object ")?
            .strip_suffix(" doesn't exist")?,
    };
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (!model.is_empty() && model.bytes().all(is_of_name)).then_some(model)
}

/// What an exception of Python's says, where its message alone tells too little: one word, or
/// nothing at all. `None` where the message is a sentence.
pub fn of_exception(name: &str, message: &str) -> Option<String> {
    let class = after_last(name, b'.');
    let message = message.trim();
    if class == "OperationalError" || class == "InterfaceError" {
        return of_database(message);
    }
    let is_sentence = text::position(message, |byte| byte.is_ascii_whitespace()).is_some();
    let is_of_python = name.starts_with("builtins.");
    if class == name || is_sentence || !(is_of_python || message.is_empty()) {
        return None;
    }
    let hint = match class {
        "KeyError" => {
            ". Odoo looked for a name that is not there: check the names of fields, and the keys of the values and the context"
        }
        _ => ". error.data.debug has the traceback",
    };
    let (start, end) = match message {
        "" => (" without a message", ""),
        _ => (": '", "'"),
    };
    // A key that is a text comes with its quotes where Python wrote them.
    let key = message
        .strip_prefix('\'')
        .and_then(|key| key.strip_suffix('\''));
    let key = key.unwrap_or(message);
    Some([class, start, key, end, hint].concat())
}

/// What is said of Odoo's own database: not where it runs, which is nobody's business, but what is
/// wrong with it.
fn of_database(message: &str) -> Option<String> {
    if let Some(name) = missing_database(message) {
        return Some(no_database(name));
    }
    let start = message.starts_with("connection to server ") || message.starts_with("could not ");
    let line = text::split_once(message, b'\n').map_or(message, |(line, _)| line);
    let reason = text::split_at_part(line, "failed: ").map_or("", |(_, reason)| reason);
    let reason = reason.strip_prefix("FATAL:").unwrap_or(reason).trim();
    start.then(|| {
        let reason = if reason.is_empty() {
            "no reason given"
        } else {
            reason
        };
        [
            "Odoo cannot reach its database (",
            reason,
            "). The server's administrator has to look at it",
        ]
        .concat()
    })
}

/// The database in PostgreSQL's words for one that does not exist.
pub fn missing_database(message: &str) -> Option<&str> {
    let (_, rest) = text::split_at_part(message, "database \"")?;
    let (name, rest) = text::split_once(rest, b'"')?;
    rest.trim_start()
        .starts_with("does not exist")
        .then_some(name)
}

/// The text of a database that is not there.
pub fn no_database(name: &str) -> String {
    [
        "Database not found: the database ",
        &quote(name),
        " does not exist; check the setting database",
    ]
    .concat()
}

/// How much of a page's title, or of what a gateway says, an error repeats.
const LONGEST: usize = 100;

/// A message with what came added, unless that only says the same again.
pub fn with_what_came(message: String, came: Option<&str>) -> String {
    match came {
        Some(came) if text::find(&message, came).is_none() => {
            [&message, " (", &quote_short(came, LONGEST), ")"].concat()
        }
        _ => message,
    }
}

/// What to do about a request that got no answer, by what `fetch` says of it.
///
/// At a login (`is_first`) one that hung up may expect TLS; later it has spoken http before.
pub fn of_unreached(url: &ServerUrl, said: &str, is_first: bool) -> String {
    let is_secure = url.is_secure();
    let hint = if is_secure && reach::has_no_tls(said) {
        ". The server does not speak https there. Pass url: "
    } else if reach::has_bad_certificate(said) {
        return ". This runtime does not trust the server's certificate: fix it, or add its issuer (in Node: NODE_EXTRA_CA_CERTS)"
            .into();
    } else if reach::is_refused_here(said) {
        return ". The runtime itself refuses the address or a header, and sent nothing: check the url's port, and the headers of the configuration"
            .into();
    } else if is_first && !is_secure && has_any(said, NO_HTTP) {
        ". The connection ended without an answer in http. If the server speaks https there, pass url: "
    } else {
        return ". Check the url, and that the server is running and reachable from here".into();
    };
    [hint, &url.with_other_scheme()].concat()
}

/// What `fetch` says of a request that got no answer: of OpenSSL's words only the reason, which
/// stands among numbers and files of its own.
pub fn of_openssl(said: &str) -> &str {
    let reason = text::split_at_part(said, "SSL routines:")
        .and_then(|(_, rest)| text::split_once(rest, b':'))
        .and_then(|(_, rest)| text::split_once(rest, b':'));
    reason.map_or(said, |(reason, _)| reason)
}

/// What to send in place of a value that Python or PostgreSQL could not read, where the message
/// names no field.
pub fn of_value(message: &str) -> Option<&'static str> {
    const HINTS: [(&str, &str); 4] = [
        (
            "invalid input syntax for type integer|",
            "a field that links to a record takes its id, a whole number: search for the record first",
        ),
        (
            "could not convert string to float|",
            "send a number, or write it with a point and without separators: 1234.5",
        ),
        (
            "stray % in format|' does not match format '|unconverted data remains|",
            "write a date as 'YYYY-MM-DD', and a date-time as 'YYYY-MM-DD HH:MM:SS' in UTC",
        ),
        (
            "list index out of range|tuple index out of range|not enough values to unpack|",
            "an argument or a command of the call may be a list that is too short; error.data.debug has the traceback",
        ),
    ];
    let hint = HINTS.iter().find(|(words, _)| has_any(message, words));
    hint.map(|(_, hint)| *hint)
}

/// How they say that what came is no HTTP, or that the other side hung up, as one that expects TLS
/// does.
const NO_HTTP: &str = "HTTP/1.1 protocol|Expected HTTP/|invalid HTTP version|Malformed_HTTP|other side closed|socket hang up|";

/// The message for a login whose time was over.
pub fn slow_login(url: &ServerUrl, timeout_ms: f64) -> String {
    [
        "No answer to the login from ",
        url.as_str(),
        " within ",
        &decimal(timeout_ms as u64),
        " ms. Check the url, and that the server is running; raise timeoutMs if it needs longer",
    ]
    .concat()
}

/// Whether nobody can tell what became of a call: it went out, and no answer of Odoo's came back.
pub fn is_lost<V: Value>(error: &Error<V>) -> bool {
    let is_of_the_way = match error.class {
        Class::Network | Class::Timeout | Class::RateLimit => true,
        Class::Rpc => error.data.is_none(),
        _ => false,
    };
    is_of_the_way && !error.not_sent && !error.refused
}

/// What to add where a call was lost that changes records: a second one may do it again.
pub fn of_lost<V: Value>(error: &Error<V>, method: &str, is_read: bool) -> &'static str {
    const CREATORS: &str = "create copy name_create message_post web_save load ";
    if text::is_word_of(CREATORS, method) {
        return ". The record may have been made all the same: search for it before you repeat the call";
    }
    // What timed out, and an answer that cannot be the result, say it themselves; a status of HTTP
    // is an answer.
    let is_cut_off = error.class == Class::Network && error.place.status.is_none();
    match is_cut_off && !is_read {
        true => ". The call may have been carried out all the same: look before you repeat it",
        false => "",
    }
}

/// Why an old call of `read_group` is not sent to a server of that version, and what to call.
pub fn of_read_group(version: Version) -> String {
    let number = |number: u32| decimal(number.into());
    let why = match version.read_group() {
        ReadGroup::Gone => " has no read_group",
        _ => " has another read_group, which would take these arguments for others",
    };
    [
        "Odoo ",
        &number(version.major),
        ".",
        &number(version.minor),
        why,
        ". Use client.readGroup(model, domain, { groupBy, aggregates }), the same on every version. Nothing was sent",
    ]
    .concat()
}
