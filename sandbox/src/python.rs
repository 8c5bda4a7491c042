//! What Python itself says when a call does not fit: Odoo passes its words on.

use odoo_sandbox_orm::Fault;
use serde_json::{Map, Value};

pub(crate) use odoo_schema::python::class;

/// Makes a `TypeError`.
pub(crate) fn type_error(message: impl Into<String>) -> Fault {
    Fault::new("builtins.TypeError", message)
}

/// Makes a `KeyError`; its only argument is the key.
pub(crate) fn key_error(key: &str) -> Fault {
    Fault::new("builtins.KeyError", key)
}

/// Does `dict(value)`.
pub(crate) fn dict(value: Value) -> Result<Map<String, Value>, Fault> {
    let pair = |index: usize, item: Value| match item {
        Value::Array(items) if items.len() == 2 => {
            let mut items = items.into_iter();
            match (items.next(), items.next()) {
                (Some(Value::String(key)), Some(value)) => Ok((key, value)),
                (key, _) => Err(type_error(format!(
                    "keywords must be strings, not {}",
                    key.as_ref().map_or("NoneType", class)
                ))),
            }
        }
        Value::Array(items) => Err(sequence_length(index, items.len())),
        Value::String(text) => Err(sequence_length(index, text.chars().count())),
        Value::Object(members) => Err(sequence_length(index, members.len())),
        _ => Err(type_error(format!(
            "cannot convert dictionary update sequence element #{index} to a sequence"
        ))),
    };
    match value {
        Value::Object(members) => Ok(members),
        Value::Array(items) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| pair(index, item))
            .collect(),
        Value::String(text) if text.is_empty() => Ok(Map::new()),
        Value::String(_) => Err(sequence_length(0, 1)),
        other => Err(type_error(format!(
            "'{}' object is not iterable",
            class(&other)
        ))),
    }
}

fn sequence_length(index: usize, length: usize) -> Fault {
    Fault::new(
        "builtins.ValueError",
        format!("dictionary update sequence element #{index} has length {length}; 2 is required"),
    )
}

/// Does `value[key]` where a mapping is expected.
pub(crate) fn subscript<'a>(value: &'a Value, key: &str) -> Result<&'a Value, Fault> {
    match value {
        Value::Object(members) => members.get(key).ok_or_else(|| key_error(key)),
        Value::Array(_) => Err(type_error(
            "list indices must be integers or slices, not str",
        )),
        Value::String(_) => Err(type_error("string indices must be integers, not 'str'")),
        other => Err(type_error(format!(
            "'{}' object is not subscriptable",
            class(other)
        ))),
    }
}

/// Refuses what no dictionary can have as a key.
pub(crate) fn hashable(value: &Value) -> Result<(), Fault> {
    match value {
        Value::Array(_) | Value::Object(_) => {
            Err(type_error(format!("unhashable type: '{}'", class(value))))
        }
        _ => Ok(()),
    }
}

/// Does `int(value)`.
pub(crate) fn int(value: &Value) -> Result<i64, Fault> {
    match value {
        Value::Bool(flag) => Ok(i64::from(*flag)),
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().map(|float| float as i64))
            .ok_or_else(|| Fault::new("builtins.OverflowError", "int too large to convert")),
        Value::String(text) => text.trim().parse().map_err(|_| {
            Fault::new(
                "builtins.ValueError",
                format!("invalid literal for int() with base 10: '{text}'"),
            )
        }),
        other => Err(type_error(format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            class(other)
        ))),
    }
}

/// Does `function(*value)`.
pub(crate) fn iterate(function: &str, value: Value) -> Result<Vec<Value>, Fault> {
    match value {
        Value::Array(items) => Ok(items),
        Value::Object(members) => Ok(members.into_iter().map(|(name, _)| name.into()).collect()),
        Value::String(text) => Ok(text.chars().map(|c| c.to_string().into()).collect()),
        other => Err(type_error(format!(
            "{function}() argument after * must be an iterable, not {}",
            class(&other)
        ))),
    }
}

/// Does `function(**value)`.
pub(crate) fn keywords(function: &str, value: Value) -> Result<Map<String, Value>, Fault> {
    match value {
        Value::Object(members) => Ok(members),
        other => Err(type_error(format!(
            "{function}() argument after ** must be a mapping, not {}",
            class(&other)
        ))),
    }
}

/// Takes a list whose items are asked for by number.
pub(crate) fn items(value: Value) -> Result<Vec<Value>, Fault> {
    match value {
        Value::Array(items) => Ok(items),
        Value::String(text) => Ok(text.chars().map(|c| c.to_string().into()).collect()),
        Value::Object(_) => {
            let mut fault = key_error("0");
            fault.arguments = vec![Value::from(0)];
            Err(fault)
        }
        other => Err(type_error(format!(
            "'{}' object is not subscriptable",
            class(&other)
        ))),
    }
}

/// Says which required parameters a call of `function` left out.
pub(crate) fn missing_arguments(function: &str, names: &[&str]) -> Fault {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    let listed = match quoted.as_slice() {
        [first, second] => format!("{first} and {second}"),
        [rest @ .., last] if !rest.is_empty() => format!("{}, and {last}", rest.join(", ")),
        _ => quoted.concat(),
    };
    let plural = if names.len() == 1 { "" } else { "s" };
    type_error(format!(
        "{function}() missing {} required positional argument{plural}: {listed}",
        names.len()
    ))
}

/// Checks how many arguments a function of these parameters (the last `optional` of them optional)
/// is called with.
pub(crate) fn check_arity(
    function: &str,
    parameters: &[&str],
    optional: usize,
    given: usize,
) -> Result<(), Fault> {
    let required = parameters.len() - optional;
    if given < required {
        return Err(missing_arguments(function, &parameters[given..required]));
    }
    if given <= parameters.len() {
        return Ok(());
    }
    let takes = if optional == 0 {
        required.to_string()
    } else {
        format!("from {required} to {}", parameters.len())
    };
    let plural = if parameters.len() == 1 { "" } else { "s" };
    let were = if given == 1 { "was" } else { "were" };
    Err(type_error(format!(
        "{function}() takes {takes} positional argument{plural} but {given} {were} given"
    )))
}

/// Takes a controller's named arguments out of `params`; those it does not know are ignored, as
/// Odoo does.
pub(crate) fn take_arguments<const N: usize>(
    function: &str,
    params: &mut Map<String, Value>,
    names: [&str; N],
) -> Result<[Value; N], Fault> {
    let missing: Vec<&str> = names
        .into_iter()
        .filter(|name| !params.contains_key(*name))
        .collect();
    if !missing.is_empty() {
        return Err(missing_arguments(function, &missing));
    }
    Ok(names.map(|name| params.get_mut(name).map(Value::take).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn missing_arguments_are_listed_as_python_lists_them() {
        let say = |names: &[&str]| missing_arguments("JSONRPC.jsonrpc", names).message;
        assert_eq!(
            say(&["service", "method", "args"]),
            "JSONRPC.jsonrpc() missing 3 required positional arguments: 'service', 'method', and 'args'"
        );
        assert_eq!(
            say(&["method", "args"]),
            "JSONRPC.jsonrpc() missing 2 required positional arguments: 'method' and 'args'"
        );
        assert_eq!(
            say(&["args"]),
            "JSONRPC.jsonrpc() missing 1 required positional argument: 'args'"
        );
    }

    #[test]
    fn dict_of_something_else_says_what_python_says() {
        assert_eq!(
            dict(json!("x")).expect_err("a complaint").message,
            "dictionary update sequence element #0 has length 1; 2 is required"
        );
        assert_eq!(
            dict(json!(null)).expect_err("a complaint").message,
            "'NoneType' object is not iterable"
        );
        assert!(dict(json!([])).expect("a dict").is_empty());
    }
}
