//! How each series words what is wrong with a condition.

use serde_json::Value;

use super::Leaf;
use super::part::Part;
use crate::env::Env;
use crate::schema::{Field, FieldType, Model};
use crate::{Fault, Flavour, python};

pub(super) fn quoted(leaf: &Leaf) -> String {
    python::tuple(&[
        leaf.field.as_str().into(),
        leaf.operator.name().into(),
        leaf.value.clone(),
    ])
}

pub(super) fn invalid_field(flavour: Flavour, model: &Model, leaf: &Leaf) -> Fault {
    let field = leaf.field.split('.').next().unwrap_or_default();
    let place = if flavour >= Flavour::V19 {
        "condition"
    } else {
        "leaf"
    };
    Fault::value(format!(
        "Invalid field {}.{field} in {place} {}",
        model.name,
        quoted(leaf)
    ))
}

/// What a path that goes on from a field without parts ends with.
pub(super) fn no_part(
    flavour: Flavour,
    model: &Model,
    field: &Field,
    part: &str,
    leaf: &Leaf,
) -> Fault {
    if flavour >= Flavour::V19 {
        return field_part(model, field, part);
    }
    Fault::new(
        "builtins.AssertionError",
        format!(
            "Invalid field {} in domain term {}",
            python::repr(&leaf.field.as_str().into()),
            quoted(leaf)
        ),
    )
}

/// What 19 says of a path that ends in a dot: it shows how it reads a condition on names.
pub(super) fn path_to_nothing(env: &Env<'_>, field: &Field, leaf: &Leaf) -> Fault {
    let other = field.comodel().map(|other| env.registry.at(other));
    let mut names: Vec<&str> = other.map_or_else(Vec::new, |other| {
        let named = other.name_search.iter().map(String::as_str);
        named.collect()
    });
    if names.is_empty() {
        names.extend(other.and_then(|other| other.rec_name.as_deref()));
    }
    names.sort_unstable();
    let value = match &leaf.value {
        Value::Array(items) => Value::Array(items.clone()),
        value => Value::Array(vec![value.clone()]),
    };
    let conditions = names.iter().map(|name| {
        let parts = [Value::from(*name), "in".into(), value.clone()];
        python::tuple(&parts)
    });
    let signs = std::iter::repeat_n("'|'".to_owned(), names.len().saturating_sub(1));
    let inner: Vec<String> = signs.chain(conditions).collect();
    Fault::new(
        "builtins.NotImplementedError",
        format!(
            "Invalid operator 'any' for SQL in domain term ({}, 'any', [{}])",
            python::repr(&leaf.field.as_str().into()),
            inner.join(", ")
        ),
    )
}

/// What 19 says of a part that a field has not.
pub(crate) fn field_part(model: &Model, field: &Field, part: &str) -> Fault {
    if matches!(field.kind, FieldType::Date | FieldType::Datetime) {
        return Fault::value(format!(
            "Error when processing the granularity {part} is not supported. Only {} are supported",
            Part::names().join(", ")
        ));
    }
    Fault::value(format!(
        "Invalid field property {} on {}.{}",
        python::repr(&part.into()),
        model.name,
        field.name
    ))
}

/// What `any` says to a field that leads nowhere.
pub(super) fn any_of_nothing(flavour: Flavour, leaf: &Leaf) -> Fault {
    if flavour < Flavour::V19 {
        let mut fault = Fault::new("builtins.KeyError", "None");
        fault.arguments = vec![Value::Null];
        return fault;
    }
    // 19 writes the domain as it read it: a list of tuples.
    let inner = match &leaf.value {
        Value::Array(terms) if terms.is_empty() => "[(1, '=', 1)]".to_owned(),
        Value::Array(terms) => {
            let term = |term: &Value| match term {
                Value::Array(parts) => python::tuple(parts),
                other => python::repr(other),
            };
            format!(
                "[{}]",
                terms.iter().map(term).collect::<Vec<_>>().join(", ")
            )
        }
        other => python::repr(other),
    };
    Fault::value(format!(
        "Cannot use 'any' with non-relational fields in condition ({}, {}, {inner})",
        python::repr(&leaf.field.as_str().into()),
        python::repr(&leaf.operator.name().into())
    ))
}
