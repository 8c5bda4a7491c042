//! Checks what a server answered against the schema: for each kind of field, what `read` may give.

use serde_json::Value;

use crate::kind::Kind;
use crate::schema::{Field, Schema};

/// A value that is not what its type says.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The record, counted from 0.
    pub row: usize,
    /// The field.
    pub field: String,
    /// What is wrong, in words.
    pub message: String,
}

/// Checks records that were read: as `searchRead` gives them, not nested.
pub fn check(schema: &Schema, model: &str, records: &[Value]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (row, record) in records.iter().enumerate() {
        let mut found = |field: &str, message: String| {
            findings.push(Finding {
                row,
                field: field.to_owned(),
                message,
            });
        };
        let Some(members) = record.as_object() else {
            found("", format!("{} is not a record", named(record)));
            continue;
        };
        for (name, value) in members {
            match schema.field(model, name) {
                None => found(name, format!("the schema has no field {name} of {model}")),
                Some(field) => {
                    if let Err(message) = check_value(name, field, value) {
                        found(name, message);
                    }
                }
            }
        }
    }
    findings
}

/// Checks one value, as `read` gives it.
///
/// # Errors
/// It is not what the field's type says; in words.
pub fn check_value(name: &str, field: &Field, value: &Value) -> Result<(), String> {
    let kind = field.kind;
    if value == &Value::Bool(false) && kind.can_be_false() {
        if name == "id" || field.is_filled() {
            return Err(
                "the field is required, and empty all the same: write types with --lenient"
                    .to_owned(),
            );
        }
        return Ok(());
    }
    let fits = match kind {
        Kind::Char | Kind::Text | Kind::Html => value.is_string(),
        // The client gives base64 unless asked for objects, as servers from 20 on send them.
        Kind::Binary => value.is_string() || value.get("size").is_some_and(Value::is_number),
        Kind::Integer | Kind::Float | Kind::Monetary => value.is_number(),
        Kind::Many2oneReference => is_id(value),
        Kind::Boolean => value.is_boolean(),
        Kind::Date => value.as_str().is_some_and(is_day),
        Kind::Datetime => value.as_str().is_some_and(is_moment),
        Kind::Selection => {
            let listed =
                field.selection.is_empty() || field.selection.iter().any(|(key, _)| key == value);
            if !listed && (value.is_string() || value.is_number()) {
                return Err(format!(
                    "{value} is not a key of the selection: write types again, or with --lenient"
                ));
            }
            listed && (value.is_string() || value.is_number())
        }
        Kind::Many2one => is_pair(value),
        Kind::One2many | Kind::Many2many => {
            value.as_array().is_some_and(|ids| ids.iter().all(is_id))
        }
        Kind::Reference => value.as_str().is_some_and(|text| is_reference(field, text)),
        Kind::Properties => value
            .as_array()
            .is_some_and(|all| all.iter().all(is_property)),
        Kind::PropertiesDefinition => value
            .as_array()
            .is_some_and(|all| all.iter().all(is_property)),
        Kind::Json | Kind::Unknown => true,
    };
    if fits {
        return Ok(());
    }
    Err(format!(
        "{} is not a value of type {}",
        named(value),
        field.odoo_type
    ))
}

fn is_id(value: &Value) -> bool {
    value.as_i64().is_some()
}

/// Id and name; the name of a record without one is `false`.
fn is_pair(value: &Value) -> bool {
    match value.as_array().map(Vec::as_slice) {
        Some([id, name]) => is_id(id) && name.is_string(),
        _ => false,
    }
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts.as_slice(), [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}

fn is_moment(text: &str) -> bool {
    let Some((day, time)) = text.split_once(' ') else {
        return false;
    };
    let mut parts = time.split(':');
    is_day(day)
        && parts
            .by_ref()
            .take(3)
            .all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
        && time.len() == 8
}

/// A model and an id, such as `res.partner,7`.
fn is_reference(field: &Field, text: &str) -> bool {
    let Some((model, id)) = text.rsplit_once(',') else {
        return false;
    };
    let listed = field.selection.is_empty() || field.selection.iter().any(|(key, _)| key == model);
    listed && id.parse::<i64>().is_ok()
}

fn is_property(value: &Value) -> bool {
    let named = |name: &str| value.get(name).is_some_and(Value::is_string);
    named("name") && named("type")
}

fn named(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
