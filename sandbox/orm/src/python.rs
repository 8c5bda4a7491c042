//! Values as Python prints them, for the messages that quote them.

use serde_json::Value;

pub(crate) use odoo_schema::python::{repr, truthy};

/// Writes `str(value)`.
pub(crate) fn str(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => repr(other),
    }
}

/// Writes the `repr` of a tuple of values.
pub(crate) fn tuple(values: &[Value]) -> String {
    match values {
        [only] => format!("({},)", repr(only)),
        several => format!(
            "({})",
            several.iter().map(repr).collect::<Vec<_>>().join(", ")
        ),
    }
}

/// Names a value's Python class.
pub(crate) fn class(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}

/// Writes text as HTML, as `markupsafe` does.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&#34;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_tuple_of_one_keeps_its_comma() {
        assert_eq!(tuple(&[json!("name"), json!("=")]), "('name', '=')");
        assert_eq!(tuple(&[json!(1)]), "(1,)");
    }
}
