//! The checks of arguments, with one form of message: what a program passes is read here, once, in
//! its own tick.

use crate::error::{Class, Error};
use crate::spelling;
use crate::text::decimal;
use crate::value::{Given, Kind, Value, as_integer};

/// The names of a method's own options, and after them those of every call: the last two are for
/// the bulk work and columns alone ([`spelling::HIDDEN_OPTIONS`]).
macro_rules! call_options {
    ($($own:literal)?) => {
        concat!($($own, " ",)? "safetyLevel timeoutMs signal context binary readBody saysUnsent")
    };
}
pub(crate) use call_options;

/// The name of a model or method: the text itself. It may become a part of a path, where other
/// signs lead elsewhere.
///
/// # Errors
/// `Type` for anything but letters, digits, `_` and dots between them.
pub fn dotted_name<V: Given>(argument: &str, value: V) -> Result<V, Error<V>> {
    if value.is_dotted_name() {
        return Ok(value);
    }
    let expected = match argument {
        "model" => "a model's name, like 'res.partner'",
        _ => "a method's name, like 'search_read'",
    };
    Err(wrong(argument, expected, &value))
}

/// Any name: the text itself.
///
/// # Errors
/// `Type` for what is no text, or an empty one.
pub fn name<V: Given>(argument: &str, value: V) -> Result<V, Error<V>> {
    if value.is_name() {
        Ok(value)
    } else {
        Err(wrong(argument, "a name", &value))
    }
}

/// A list of record ids; a single id is wrapped.
///
/// # Errors
/// `Type` for what is no integer.
pub fn id_list<V: Value>(argument: &str, ids: V) -> Result<V, Error<V>> {
    match ids.kind() {
        Kind::Array => {
            let Some(index) = ids.first_non_integer() else {
                return Ok(ids);
            };
            let id = ids.item(index).unwrap_or_else(V::undefined);
            Err(wrong_item(argument, index, "an integer", &id))
        }
        _ if as_integer(&ids).is_some() => Ok(V::one(ids)),
        _ => Err(wrong(argument, "an integer or a list of integers", &ids)),
    }
}

/// An optional object: absent is empty.
///
/// # Errors
/// `Type` for anything else.
pub fn options_object<V: Given>(argument: &str, value: V) -> Result<V, Error<V>> {
    match value.kind() {
        Kind::Undefined | Kind::Null => Ok(V::object()),
        Kind::Object => Ok(value),
        _ => Err(wrong(argument, "an object", &value)),
    }
}

/// Options as plain data: those that are `known` (names with spaces between them), read once.
///
/// # Errors
/// `Type` for options that cannot be read, and for a name that is written wrongly by a letter or
/// two.
pub fn options<V: Given>(argument: &str, value: V, known: &'static str) -> Result<V, Error<V>> {
    if value.kind() != Kind::Object {
        return Ok(value);
    }
    let read = value.options(known).map_err(|exception| {
        let reason = reason(&exception);
        let message = [argument, " cannot be read: ", &reason, ". Nothing was sent"];
        Error::new(Class::Type, message.concat()).caused_by(exception)
    })?;
    spelling::check(argument, &read, known)?;
    Ok(read)
}

/// A value as plain data, which JSON can carry. `name` is what an error calls it.
///
/// # Errors
/// `Type` that names what in it cannot be sent, by its path.
pub fn sendable<V: Given>(name: &str, value: V) -> Result<V, Error<V>> {
    value.plain(name).map_err(|exception| {
        let cause = exception.get("cause");
        let mut error = Error::new(Class::Type, reason(&exception));
        error.cause = cause;
        error
    })
}

/// What an exception says.
pub fn reason<V: Value>(exception: &V) -> String {
    let message = exception.get("message");
    let message = message.and_then(|message| message.as_string());
    message.unwrap_or_else(|| exception.in_words())
}

/// An optional list: absent is empty.
///
/// # Errors
/// `Type` for anything else.
pub fn list<V: Value>(argument: &str, value: V) -> Result<V, Error<V>> {
    match value.kind() {
        Kind::Undefined | Kind::Null => Ok(V::array(Vec::new())),
        Kind::Array => Ok(value),
        _ => Err(wrong(argument, "a list", &value)),
    }
}

/// The error for an argument of the wrong type.
#[inline(never)]
pub fn wrong<V: Value>(argument: &str, expected: &str, given: &V) -> Error<V> {
    let given = given.in_words();
    let message = [
        "Invalid ",
        argument,
        ": expected ",
        expected,
        ", got ",
        &given,
    ];
    Error::new(Class::Type, message.concat())
}

/// The error for an item of a list.
fn wrong_item<V: Value>(argument: &str, index: usize, expected: &str, given: &V) -> Error<V> {
    let argument = [argument, "[", &decimal(index as u64), "]"].concat();
    wrong(&argument, expected, given)
}

/// Checks that all items of a list are of one kind.
pub(crate) fn all_are<V: Value>(
    argument: &str,
    list: &V,
    kind: Kind,
    expected: &str,
) -> Result<(), Error<V>> {
    match list.first_other_than(kind) {
        None => Ok(()),
        Some(index) => {
            let item = list.item(index).unwrap_or_else(V::undefined);
            Err(wrong_item(argument, index, expected, &item))
        }
    }
}
