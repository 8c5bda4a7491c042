//! The fault table: which error class an exception of the server is.

use super::http::is_of_a_gateway;
use super::moments;
use crate::advice;
use crate::error::{Class, Error, Reason};
use crate::retry::is_transient_exception;
use crate::text::{after_last, find, split_at_part, split_once};
use crate::value::{Kind, Value};

/// The last part of an exception's dotted name, or the word of an old server's `exception_type`,
/// and its class.
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
    // What `web_unlink` of Odoo 20 raises; a subclass of ValidationError.
    ("UnlinkBlockedError", Class::Validation),
    ("MissingError", Class::Missing),
    ("missing_error", Class::Missing),
    ("RedirectWarning", Class::RedirectWarning),
    ("LockError", Class::Lock),
    ("LockNotAvailable", Class::Lock),
    ("SessionExpiredException", Class::SessionExpired),
    // From Odoo 20 on: a new login confirms it as well.
    ("CheckIdentityException", Class::SessionExpired),
];

/// The code of errors about the session, whatever their exceptions are called.
const SESSION: &str = "100";

/// What is said of an identity that is to be confirmed: Odoo's own words are for a dialogue.
const CHECK_IDENTITY: &str = "Odoo asks the user to confirm their identity, and a new login was \
    not enough. Use an API key over JSON-2, or confirm it in Odoo's own pages";

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
            .unwrap_or_else(|| "The server sent an error without a message; see its log".into());
    }
    error.code = fault.get("code").and_then(|code| match code.as_f64() {
        Some(_) => Some(code.number_text()),
        None => code.as_string(),
    });
    let code = error.code.clone().unwrap_or_default();
    if code == SESSION && error.class == Class::Rpc {
        error.class = Class::SessionExpired;
    }
    error.refused &= !code.parse().is_ok_and(is_of_a_gateway);
    error
}

/// The error that the description of an exception stands for: `{name, message, arguments, context,
/// debug}`.
///
/// `exception_type` counts before `name`, since servers that send both say more with it.
pub fn from_data<V: Value>(data: V) -> Error<V> {
    let name = text(&data, "name");
    let named = |name: Option<&str>| name.and_then(class_of);
    let class = named(text(&data, "exception_type").as_deref())
        .or_else(|| named(name.as_deref()))
        .unwrap_or(Class::Rpc);
    let mut error = Error::new(class, text(&data, "message").unwrap_or_default());
    let name = name.unwrap_or_default();
    if last_part(&name) == "CheckIdentityException" {
        error.message = CHECK_IDENTITY.into();
    }
    error.is_transient = is_transient_exception(last_part(&name));
    error.refused = is_report(&data) && !is_loss(last_part(&name), &error.message);
    error.data = Some(data);
    let of_moment = moments::hint(&error.message);
    if let Some(hint) = of_moment
        .as_deref()
        .or_else(|| advice::of_value(&error.message))
    {
        error.message = [error.message.trim_end(), ". What to do: ", hint].concat();
    }
    note_reason(last_part(&name), &mut error);
    reworded(error)
}

/// The last part of an exception's name (empty: any), what its message holds, and the reason that
/// the two are beyond the class.
///
/// Only here are messages looked at for that: what handles an error reads its `reason`. Sources: the
/// recordings `kw-unknown-method`, `json2-unknown-method`, `kw-unknown-kwarg`,
/// `json2-bad-args-unknown-kwarg`, `kw-unknown-db`, `group-date-unknown-granularity`. On servers
/// before 17, Python itself says that a class has no such attribute.
const FINER: [(&str, &str, Reason); 8] = [
    ("AttributeError", "The method '", Reason::UnknownMethod),
    ("AttributeError", "type object '", Reason::UnknownMethod),
    ("NotFound", "The method '", Reason::UnknownMethod),
    ("TypeError", " positional argument", Reason::WrongSignature),
    ("TypeError", " keyword argument", Reason::WrongSignature),
    ("UnprocessableEntity", "argument", Reason::WrongSignature),
    (
        "OperationalError",
        "\" does not exist",
        Reason::UnknownDatabase,
    ),
    ("", "ranularity", Reason::Granularity),
];

/// Notes what Odoo's own words say of the reason beyond the class. What Odoo 19 says of a date
/// without its period was not recorded; it names the field behind a colon.
fn note_reason<V: Value>(last: &str, error: &mut Error<V>) {
    let is_it = |(name, words, _): &&(&str, &str, Reason)| {
        (name.is_empty() || *name == last) && find(&error.message, words).is_some()
    };
    if let Some((_, _, reason)) = FINER.iter().find(is_it) {
        error.set_reason(*reason);
        if *reason == Reason::Granularity {
            let rest = split_at_part(&error.message, ": '").map_or("", |(_, rest)| rest);
            error.field = split_once(rest, b'\'').map(|(field, _)| field.into());
        }
    }
}

/// The error in words that name the thing, where Odoo's own are the same for everything; its own
/// stay in the data.
///
/// 17 and 18 call an unknown model a UserError over `/jsonrpc`, 19 a 404 over JSON-2: no rule of
/// the business refused anything (recordings `kw-unknown-model`, `json2-unknown-model`).
fn reworded<V: Value>(mut error: Error<V>) -> Error<V> {
    let may_be_of_model = matches!(error.class, Class::Validation | Class::Rpc);
    let model = advice::model_that_is_missing(&error.message).filter(|_| may_be_of_model);
    if let Some(said) = model.map(advice::unknown_model) {
        error.message = said;
        error.class = Class::Rpc;
        error.set_reason(Reason::UnknownModel);
    } else if error.class == Class::Rpc {
        let name = error.data.as_ref().and_then(|data| text(data, "name"));
        let said = advice::of_exception(name.as_deref().unwrap_or_default(), &error.message);
        if let Some(said) = said {
            error.message = said;
        }
    }
    error
}

/// Whether this is how Odoo describes an exception, and not what a gateway or a framework calls an
/// error: the name is that of a class in its module, or one of the table, and what it was raised
/// with and its traceback are there.
///
/// Source: every recorded exception has a dotted `name`, a list of `arguments`, and `debug`.
pub fn is_report<V: Value>(data: &V) -> bool {
    let is = |key, kind| data.get(key).is_some_and(|value: V| value.kind() == kind);
    let (arguments, debug) = (is("arguments", Kind::Array), is("debug", Kind::String));
    // Others have dotted names, too.
    let is_of_odoo = || {
        let name = text(data, "name").unwrap_or_default();
        OWN.iter().any(|start| name.starts_with(start))
            || [Some(name), text(data, "exception_type")]
                .iter()
                .flatten()
                .any(|name| class_of(name).is_some())
    };
    is_named(data) && ((arguments && debug) || ((arguments || debug) && is_of_odoo()))
}

/// How the names of exceptions begin that Odoo, Python and its driver of the database raise.
const OWN: [&str; 4] = ["odoo.", "builtins.", "psycopg2.", "werkzeug."];

/// Whether it has the name of an exception: that of a class in its module, or one of the table.
pub fn is_named<V: Value>(data: &V) -> bool {
    let is_known = |key| text(data, key).is_some_and(|name| class_of(&name).is_some());
    let is_dotted = || {
        let name = text(data, "name").unwrap_or_default();
        let last = last_part(&name);
        !last.is_empty() && last.len() + 1 < name.len()
    };
    is_dotted() || is_known("name") || is_known("exception_type")
}

/// Whether Odoo lost its database on the way: it may have lost the answer to a commit. A connection
/// that never came about is no such loss.
fn is_loss(last: &str, message: &str) -> bool {
    const NEVER: [&str; 2] = ["connection to server", "could not connect"];
    matches!(
        last,
        "OperationalError" | "InterfaceError" | "AdminShutdown"
    ) && !NEVER.iter().any(|start| message.starts_with(start))
}

fn text<V: Value>(value: &V, key: &'static str) -> Option<String> {
    let text = value.get(key)?.as_string()?;
    (!text.is_empty()).then_some(text)
}
