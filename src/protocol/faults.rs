//! The fault table: which error class an exception of the server is.

use crate::error::{Class, Error};
use crate::retry::is_transient_exception;
use crate::text::after_last;
use crate::value::Value;

/// The last part of an exception's dotted name, or the word of an old server's `exception_type`, and its class.
///
/// Source: the recordings of Odoo 17, 18 and 19; what is not listed is [`Class::Rpc`].
pub const FAULTS: &[(&str, Class)] = &[
    ("AccessDenied", Class::Auth),
    ("access_denied", Class::Auth),
    ("AccessError", Class::Access),
    ("access_error", Class::Access),
    ("ValidationError", Class::Validation),
    ("validation_error", Class::Validation),
    ("UserError", Class::Validation),
    ("user_error", Class::Validation),
    ("MissingError", Class::Missing),
    ("missing_error", Class::Missing),
    ("RedirectWarning", Class::RedirectWarning),
    ("LockError", Class::Lock),
    ("LockNotAvailable", Class::Lock),
    ("SessionExpiredException", Class::SessionExpired),
];

/// The class of the exception `name`: `odoo.exceptions.AccessError`, or only `access_error`.
pub fn class_of(name: &str) -> Option<Class> {
    let last = last_part(name);
    FAULTS
        .iter()
        .find(|(fault, _)| *fault == last)
        .map(|(_, class)| *class)
}

fn last_part(name: &str) -> &str {
    after_last(name, b'.')
}

/// The error that a JSON-RPC error object stands for.
pub fn from_error_object<V: Value>(fault: &V) -> Error<V> {
    let mut error = match fault.get("data") {
        Some(data) => from_data(data),
        None => Error::new(Class::Rpc, ""),
    };
    if error.message.is_empty() {
        error.message = text(fault, "message")
            .or_else(|| fault.as_string().filter(|text| !text.is_empty()))
            .unwrap_or_else(|| "The server reported an error without a message".into());
    }
    error.code = fault.get("code").and_then(|code| match code.as_f64() {
        Some(_) => Some(code.number_text()),
        None => code.as_string(),
    });
    error
}

/// The error that the description of an exception stands for: `{name, message, arguments, context, debug}`.
///
/// `exception_type` counts before `name`, since servers that send both say more with it.
pub fn from_data<V: Value>(data: V) -> Error<V> {
    let name = text(&data, "name");
    let named = |name: Option<&str>| name.and_then(class_of);
    let class = named(text(&data, "exception_type").as_deref())
        .or_else(|| named(name.as_deref()))
        .unwrap_or(Class::Rpc);
    let mut error = Error::new(class, text(&data, "message").unwrap_or_default());
    error.is_transient = name.is_some_and(|name| is_transient_exception(last_part(&name)));
    error.data = Some(data);
    error
}

fn text<V: Value>(value: &V, key: &'static str) -> Option<String> {
    let text = value.get(key)?.as_string()?;
    (!text.is_empty()).then_some(text)
}
