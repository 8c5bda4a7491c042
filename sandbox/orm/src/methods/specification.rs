//! Reading records by a specification: which fields, and of the records they lead to, which again.

use serde_json::{Map, Value, json};

use crate::env::Env;
use crate::order::Order;
use crate::records::read::{Load, Reader};
use crate::schema::{Field, FieldType, Model, Operation};
use crate::store::Cell;
use crate::{Fault, access, names};

/// Specifications lead no deeper than this.
const DEEPEST: u32 = 30;

/// Reads records by a specification.
///
/// # Errors
/// A field does not exist, or access is refused.
pub(super) fn read(
    env: &mut Env<'_>,
    model: &Model,
    ids: &[i64],
    specification: &Map<String, Value>,
) -> Result<Vec<Value>, Fault> {
    let ids: Vec<i64> = ids
        .iter()
        .copied()
        .filter(|id| env.exists(model, *id))
        .collect();
    access::check_model(env, model, Operation::Read)?;
    access::check_records(env, model, &ids, Operation::Read)?;
    ids.into_iter()
        .map(|id| record(env, model, id, specification, 0))
        .collect()
}

fn record(
    env: &mut Env<'_>,
    model: &Model,
    id: i64,
    specification: &Map<String, Value>,
    depth: u32,
) -> Result<Value, Fault> {
    if depth > DEEPEST {
        return Err(Fault::recursion());
    }
    let mut values = Map::new();
    values.insert("id".to_owned(), id.into());
    for (name, of_field) in specification {
        let field = model
            .field(name)
            .ok_or_else(|| Fault::unknown_field(env.flavour, &model.name, name))?;
        access::check_field(env, model, field, Operation::Read)?;
        if name != "id" {
            values.insert(name.clone(), value(env, model, field, id, of_field, depth)?);
        }
    }
    Ok(Value::Object(values))
}

fn value(
    env: &mut Env<'_>,
    model: &Model,
    field: &Field,
    id: i64,
    specification: &Value,
    depth: u32,
) -> Result<Value, Fault> {
    let below = specification.get("fields").and_then(Value::as_object);
    let other = field.comodel().map(|other| env.registry.at(other));
    match (field.kind, other) {
        (FieldType::Many2one, Some(other)) => {
            let Cell::Int(target) = env.cell(model, field, id) else {
                return Ok(Value::Bool(false));
            };
            let Some(below) = below else {
                return Ok(target.into());
            };
            // A name may be shown where the record itself may not.
            if below.keys().all(|name| name == "display_name") {
                let mut named = json!({"id": target});
                if let (Some(named), true) =
                    (named.as_object_mut(), below.contains_key("display_name"))
                {
                    named.insert(
                        "display_name".to_owned(),
                        names::display_name(env, other, target).into(),
                    );
                }
                return Ok(named);
            }
            record(env, other, target, below, depth + 1)
        }
        (FieldType::One2many | FieldType::Many2many, Some(other)) => {
            let mut ids = Reader::new(env, Load::Plain).linked(model, field, id)?;
            if let Some(order) = specification
                .get("order")
                .and_then(Value::as_str)
                .filter(|order| !order.is_empty())
            {
                let all = ids.len();
                Order::parse(env, other, Some(order))?.sort(env, other, &mut ids, all)?;
            }
            let Some(below) = below else {
                return Ok(ids.into());
            };
            let limit = specification
                .get("limit")
                .and_then(Value::as_u64)
                .map_or(usize::MAX, |limit| limit as usize);
            let mut records = Vec::with_capacity(ids.len());
            for (place, id) in ids.into_iter().enumerate() {
                records.push(if place < limit {
                    record(env, other, id, below, depth + 1)?
                } else {
                    json!({"id": id})
                });
            }
            Ok(records.into())
        }
        _ => Reader::new(env, Load::Plain).value(model, field, id),
    }
}

/// Writes given values, not those of a record, in the form of a specification: what `onchange` answers with.
pub(super) fn shown(env: &Env<'_>, field: &Field, given: &Value, specification: &Value) -> Value {
    match (field.kind, field.comodel(), given) {
        (FieldType::Many2one, Some(other), Value::Number(id)) => {
            let other = env.registry.at(other);
            match id.as_i64().filter(|id| env.exists(other, *id)) {
                Some(id) if specification.get("fields").is_some() => {
                    json!({"id": id, "display_name": names::display_name(env, other, id)})
                }
                Some(id) => id.into(),
                None => Value::Bool(false),
            }
        }
        (FieldType::One2many | FieldType::Many2many, _, Value::Array(_)) => given.clone(),
        (FieldType::One2many | FieldType::Many2many, ..) => json!([]),
        (FieldType::Integer, _, Value::Null | Value::Bool(false)) => 0.into(),
        (FieldType::Float | FieldType::Monetary, _, Value::Null | Value::Bool(false)) => json!(0.0),
        (_, _, Value::Null) => Value::Bool(false),
        (_, _, given) => given.clone(),
    }
}
