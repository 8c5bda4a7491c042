//! Properties: fields whose definitions are data of another record, the container.

use serde_json::{Map, Value};

use crate::env::Env;
use crate::schema::{Field, FieldType, Model};
use crate::store::Cell;
use crate::{Fault, Flavour, names, python};

/// Finds the container of a record's properties: its model, id, and the field with the definitions.
fn container<'a>(
    env: &Env<'a>,
    model: &Model,
    field: &Field,
    id: i64,
) -> Option<(&'a Model, i64, &'a Field)> {
    let (through, definition) = field.definition.as_ref()?;
    let way = model.field(through)?;
    let other = env.registry.at(way.comodel()?);
    match env.cell(model, way, id) {
        Cell::Int(id) => Some((other, id, other.field(definition)?)),
        _ => None,
    }
}

fn definitions(env: &Env<'_>, model: &Model, field: &Field, id: i64) -> Vec<Map<String, Value>> {
    let Some((other, other_id, definition)) = container(env, model, field, id) else {
        return Vec::new();
    };
    match env.cell(other, definition, other_id) {
        Cell::Json(list) => list
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .cloned()
            .collect(),
        _ => Vec::new(),
    }
}

/// Tells whether a record's container defines a property.
pub(crate) fn defines(env: &Env<'_>, model: &Model, field: &Field, id: i64, name: &str) -> bool {
    definitions(env, model, field, id)
        .iter()
        .any(|definition| definition.get("name").and_then(Value::as_str) == Some(name))
}

/// Reads a record's properties: each definition with, where there is one, its value.
pub(super) fn read(env: &Env<'_>, model: &Model, field: &Field, id: i64) -> Value {
    let values = match env.cell(model, field, id) {
        Cell::Json(values) => *values,
        _ => Value::Null,
    };
    definitions(env, model, field, id)
        .into_iter()
        .map(|mut definition| {
            let name = definition
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let value = values.get(name).cloned();
            // Up to 18 what was never written down is shown as None.
            let is_text = definition.get("type").and_then(Value::as_str) == Some("char");
            let value = value.or(match env.flavour {
                Flavour::V17 => Some(Value::Null),
                Flavour::V18 if is_text => Some(Value::Bool(false)),
                Flavour::V18 => Some(Value::Null),
                _ => None,
            });
            if let Some(value) = value {
                let shown = shown(env, &definition, value);
                definition.insert("value".to_owned(), shown);
            }
            Value::Object(definition)
        })
        .collect()
}

/// Tells whether a definition is one of a value: a separator only divides.
fn has_value(definition: &Map<String, Value>) -> bool {
    definition.get("type").and_then(Value::as_str) != Some("separator")
}

/// Gives a new record the properties' defaults; up to 18, what has none is written down as false.
pub(super) fn begin(env: &mut Env<'_>, model: &Model, id: i64) {
    for field in &model.fields {
        let (FieldType::Properties, Some(slot)) = (field.kind, field.slot()) else {
            continue;
        };
        let mut values = match env.cell(model, field, id) {
            Cell::Json(values) => match *values {
                Value::Object(values) => values,
                _ => Map::new(),
            },
            _ => Map::new(),
        };
        let known = values.len();
        for definition in definitions(env, model, field, id) {
            let Some(name) = definition.get("name").and_then(Value::as_str) else {
                continue;
            };
            let default = definition.get("default").cloned();
            let nothing = (env.flavour < Flavour::V19 && has_value(&definition))
                .then_some(Value::Bool(false));
            if let (Some(value), false) = (default.or(nothing), values.contains_key(name)) {
                values.insert(name.to_owned(), value);
            }
        }
        if values.len() > known {
            let cell = Cell::Json(Box::new(Value::Object(values)));
            env.data.set(model.index, id, slot, cell);
        }
    }
}

/// Adds names to the ids that relational properties hold, and drops what no longer exists.
fn shown(env: &Env<'_>, definition: &Map<String, Value>, value: Value) -> Value {
    let comodel = definition
        .get("comodel")
        .and_then(Value::as_str)
        .and_then(|name| env.registry.model(name));
    let pair = |id: i64| {
        let model = comodel.filter(|model| env.exists(model, id))?;
        Some(Value::Array(vec![
            id.into(),
            names::display_name(env, model, id).into(),
        ]))
    };
    if value.is_null() {
        return value;
    }
    match definition.get("type").and_then(Value::as_str) {
        Some("many2one") => value.as_i64().and_then(pair).unwrap_or(Value::Bool(false)),
        Some("many2many") => match value {
            Value::Array(ids) => ids
                .iter()
                .filter_map(Value::as_i64)
                .filter_map(pair)
                .collect(),
            _ => Value::Bool(false),
        },
        // What is none of the choices is nothing.
        Some("selection") => {
            let choices = definition.get("selection").and_then(Value::as_array);
            let known =
                choices.is_some_and(|choices| choices.iter().any(|choice| choice[0] == value));
            if known || value.is_null() {
                value
            } else {
                Value::Bool(false)
            }
        }
        _ => value,
    }
}

/// Writes a record's properties, given as name → value or as a list of definitions with values.
/// What is not given is forgotten; up to 18, it is written down as false.
pub(super) fn write(
    env: &mut Env<'_>,
    model: &Model,
    field: &Field,
    id: i64,
    given: &Value,
) -> Result<(), Fault> {
    let Some(slot) = field.slot() else {
        return Ok(());
    };
    let definitions_now = definitions(env, model, field, id);
    let values = match given {
        Value::Object(values) => values.clone(),
        Value::Array(items) => {
            redefine(env, model, field, id, items);
            let named = |item: &Value| {
                Some((
                    item.get("name")?.as_str()?.to_owned(),
                    item.get("value").cloned()?,
                ))
            };
            items.iter().filter_map(named).collect()
        }
        value if !python::truthy(value) => {
            env.data.set(model.index, id, slot, Cell::Null);
            return Ok(());
        }
        other => {
            return Err(Fault::value(format!(
                "Wrong property value {}",
                python::repr(other)
            )));
        }
    };
    let mut kept = Map::new();
    if env.flavour < Flavour::V19 {
        let valued = definitions_now
            .iter()
            .filter(|definition| has_value(definition));
        let names = valued.filter_map(|definition| definition.get("name")?.as_str());
        kept.extend(names.map(|name| (name.to_owned(), Value::Bool(false))));
    }
    for (name, value) in values {
        let definition = definitions_now
            .iter()
            .find(|definition| definition.get("name").and_then(Value::as_str) == Some(&name));
        let kind = definition
            .and_then(|definition| definition.get("type"))
            .and_then(Value::as_str);
        kept.insert(name, checked(env.flavour, kind, value)?);
    }
    env.data.set(
        model.index,
        id,
        slot,
        Cell::Json(Box::new(Value::Object(kept))),
    );
    Ok(())
}

fn checked(flavour: Flavour, kind: Option<&str>, value: Value) -> Result<Value, Fault> {
    match (kind, value) {
        (Some("many2one"), value @ (Value::Array(_) | Value::Object(_))) => match flavour {
            // The pair that reading gives is not what writing takes.
            series if series >= Flavour::V19 => Ok(Value::Bool(false)),
            _ => Err(Fault::type_error(format!(
                "unhashable type: '{}'",
                python::class(&value)
            ))),
        },
        (Some("many2many"), Value::Array(items)) => Ok(items
            .into_iter()
            .filter_map(|item| match item {
                Value::Array(pair) => pair.into_iter().next(),
                item => Some(item),
            })
            .collect()),
        (Some("boolean"), value) => Ok(python::truthy(&value).into()),
        (_, value) => Ok(value),
    }
}

/// Changes the container's definitions when a list given for the properties says so.
fn redefine(env: &mut Env<'_>, model: &Model, field: &Field, id: i64, items: &[Value]) {
    if !items
        .iter()
        .any(|item| item.get("definition_changed").is_some_and(python::truthy))
    {
        return;
    }
    let Some((other, other_id, definition)) = container(env, model, field, id) else {
        return;
    };
    let Some(slot) = definition.slot() else {
        return;
    };
    let changed: Value = items
        .iter()
        .filter_map(Value::as_object)
        .filter(|item| !item.get("definition_deleted").is_some_and(python::truthy))
        .map(|item| {
            let mut item = item.clone();
            for name in ["value", "definition_changed", "definition_deleted"] {
                item.shift_remove(name);
            }
            Value::Object(item)
        })
        .collect();
    let sorted = sorted_keys(changed);
    env.data
        .set(other.index, other_id, slot, Cell::Json(Box::new(sorted)));
}

/// The kinds of properties there are.
const KINDS: [&str; 15] = [
    "boolean",
    "integer",
    "float",
    "monetary",
    "char",
    "text",
    "html",
    "date",
    "datetime",
    "many2one",
    "many2many",
    "selection",
    "tags",
    "separator",
    "signature",
];

/// Refuses what are no definitions.
pub(super) fn check_definitions(given: &Value) -> Result<(), Fault> {
    let wrong = |value: &Value| {
        Fault::value(format!(
            "Wrong properties definition {}",
            python::repr(value)
        ))
    };
    let mut names = Vec::new();
    for definition in given.as_array().ok_or_else(|| wrong(given))? {
        let text = |key: &str| definition.get(key).and_then(Value::as_str);
        let (Some(name), Some(kind)) = (text("name"), text("type")) else {
            return Err(wrong(definition));
        };
        if !KINDS.contains(&kind) {
            return Err(Fault::value(format!(
                "Wrong property type {}.",
                python::repr(&kind.into())
            )));
        }
        if names.contains(&name) {
            return Err(Fault::value(format!(
                "The property name {} is duplicated.",
                python::repr(&name.into())
            )));
        }
        names.push(name);
    }
    Ok(())
}

/// Orders the keys of definitions as the database's `jsonb` does: the shorter first.
pub(super) fn sorted_keys(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(sorted_keys).collect(),
        Value::Object(members) => {
            let mut members: Vec<_> = members.into_iter().collect();
            members.sort_by(|(left, _), (right, _)| (left.len(), left).cmp(&(right.len(), right)));
            Value::Object(members.into_iter().collect())
        }
        other => other,
    }
}
