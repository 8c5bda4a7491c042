//! The fault table: which error class an exception of the server is.

use crate::error::{Class, Error};
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
    ("SessionExpiredException", Class::SessionExpired),
];

/// The class of the exception `name`: `odoo.exceptions.AccessError`, or only `access_error`.
pub fn class_of(name: &str) -> Option<Class> {
    let last = name.rsplit('.').next().unwrap_or(name);
    FAULTS
        .iter()
        .find(|(fault, _)| *fault == last)
        .map(|(_, class)| *class)
}

/// The error that a JSON-RPC error object stands for.
///
/// `exception_type` counts before `name`, since servers that send both say more with it.
pub fn from_error_object<V: Value>(fault: &V) -> Error<V> {
    let data = fault.get("data");
    let text = |value: Option<&V>, key: &'static str| {
        value.and_then(|v| v.get(key)).and_then(|v| v.as_string())
    };
    let named = |key| text(data.as_ref(), key).as_deref().and_then(class_of);
    let class = named("exception_type")
        .or_else(|| named("name"))
        .unwrap_or(Class::Rpc);
    let said = |text: &String| !text.is_empty();
    let message = text(data.as_ref(), "message")
        .filter(said)
        .or_else(|| text(Some(fault), "message").filter(said))
        .or_else(|| fault.as_string().filter(said))
        .unwrap_or_else(|| "The server reported an error without a message".into());
    let mut error = Error::new(class, message);
    error.code = fault.get("code").and_then(|code| match code.as_f64() {
        Some(_) => Some(code.number_text()),
        None => code.as_string(),
    });
    error.data = data;
    error
}
