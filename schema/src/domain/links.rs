//! Conditions on fields that lead to records: by ids and by names.

use serde_json::Value;

use super::Leaf;
use super::compare::{fits, ordered};
use super::evaluate::{Evaluation, Series};
use crate::Fault;
use crate::kind::Kind;
use crate::python::truthy;

/// The ids a relational value holds.
fn links(held: &Value) -> Vec<i64> {
    let id = |value: &Value| value.as_i64().or_else(|| value.get("id")?.as_i64());
    match held {
        Value::Array(items) => match items.as_slice() {
            [Value::Number(id), Value::String(_)] => id.as_i64().into_iter().collect(),
            several => several.iter().filter_map(id).collect(),
        },
        value => id(value).into_iter().collect(),
    }
}

/// The names of the records a relational value holds, where they are there.
fn names(held: &Value) -> Option<Vec<&str>> {
    match held {
        Value::Array(items) => match items.as_slice() {
            [Value::Number(_), Value::String(name)] => Some(vec![name.as_str()]),
            several => several
                .iter()
                .map(|one| one.get("display_name")?.as_str())
                .collect(),
        },
        Value::Object(_) => Some(vec![held.get("display_name")?.as_str()?]),
        Value::Bool(false) | Value::Null => Some(Vec::new()),
        _ => None,
    }
}

/// Whether the records a field leads to meet a condition.
pub(super) fn linked(
    by: &Evaluation<'_>,
    kind: Kind,
    held: &Value,
    operator: &str,
    leaf: &Leaf,
) -> Result<bool, Fault> {
    let ids = links(held);
    let negative = operator.starts_with("not ") || operator == "!=";
    match operator {
        "=" | "!=" | "in" | "not in" => {
            let as_it_is = kind.is_x2many() && by.series < Series::V19 && leaf.value.is_array();
            let empty: [Value; 1] = [Value::Bool(false)];
            let wanted = match &leaf.value {
                Value::Array(items)
                    if items.is_empty()
                        && matches!(operator, "=" | "!=")
                        && by.series >= Series::V19 =>
                {
                    &empty[..]
                }
                Value::Array(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            let mut found = false;
            for value in wanted {
                found |= match value {
                    // Up to 18 false means nothing among several records.
                    Value::Bool(false) | Value::Null => !as_it_is && ids.is_empty(),
                    Value::Bool(true) => !ids.is_empty(),
                    Value::Number(number) => number.as_i64().is_some_and(|id| ids.contains(&id)),
                    _ => return Err(by_name(leaf)),
                };
            }
            Ok(found != negative)
        }
        "<" | "<=" | ">" | ">=" => {
            let Some(to) = leaf.value.as_i64() else {
                return Ok(false);
            };
            Ok(ids.iter().any(|id| ordered(operator, id.cmp(&to))))
        }
        _ => {
            if !truthy(&leaf.value) && !operator.contains('=') {
                return Ok(ids.is_empty() == negative);
            }
            let pattern = leaf.value.as_str().ok_or_else(|| by_name(leaf))?;
            let names = names(held).ok_or_else(|| by_name(leaf))?;
            Ok(names.iter().any(|name| fits(operator, pattern, name)) != negative)
        }
    }
}

fn by_name(leaf: &Leaf) -> Fault {
    Fault::new(format!(
        "\"{}\" is searched by name, which the record does not tell: use a path such as \"{}.name\", or ask the server.",
        leaf.field, leaf.field
    ))
}
