//! Values as Python prints them, for the messages that quote them.

use serde_json::Value;

pub(crate) use odoo_schema::python::{class, repr, truthy};

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
