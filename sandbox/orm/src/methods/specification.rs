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

/// Records a specification may lead to, all in all: lists within lists grow beyond any memory.
const MOST_RECORDS: usize = 1_000_000;

/// Reads records by a specification.
///
/// # Errors
/// A field does not exist, access is refused, or the specification leads too far.
pub(super) fn read(
    env: &Env<'_>,
    model: &Model,
    ids: &[i64],
    specification: &Map<String, Value>,
) -> Result<Vec<Value>, Fault> {
    let (ids, missing): (Vec<i64>, Vec<i64>) =
        ids.iter().copied().partition(|id| env.exists(model, *id));
    // Records that are not there are left out, unless something further on is to be read of them.
    let leads_on = |name: &String| {
        specification[name].get("fields").is_some()
            && model
                .field(name)
                .is_some_and(|field| field.kind.is_relational())
    };
    if !missing.is_empty() && specification.keys().any(leads_on) {
        return Err(Fault::missing(&model.name, &missing, env.uid));
    }
    access::check_readable(env, model, &ids)?;
    let mut walk = Walk {
        env,
        reader: Reader::new(env, Load::Web),
        left: MOST_RECORDS,
    };
    ids.into_iter()
        .map(|id| walk.record(model, id, specification, 0))
        .collect()
}

/// One reading: what it remembers, and how much further it may go.
struct Walk<'e, 'a> {
    env: &'e Env<'a>,
    reader: Reader<'e, 'a>,
    left: usize,
}

impl Walk<'_, '_> {
    fn record(
        &mut self,
        model: &Model,
        id: i64,
        specification: &Map<String, Value>,
        depth: u32,
    ) -> Result<Value, Fault> {
        if depth > DEEPEST {
            return Err(Fault::recursion());
        }
        self.left = self
            .left
            .checked_sub(1)
            .ok_or_else(|| Fault::new("builtins.MemoryError", ""))?;
        let mut values = Map::with_capacity(specification.len() + 1);
        values.insert("id".to_owned(), id.into());
        for (name, of_field) in specification {
            let field = model
                .field(name)
                .ok_or_else(|| Fault::unknown_field(self.env.flavour, &model.name, name))?;
            access::check_field(self.env, model, field, Operation::Read)?;
            if name != "id" {
                values.insert(name.clone(), self.value(model, field, id, of_field, depth)?);
            }
        }
        Ok(Value::Object(values))
    }

    fn value(
        &mut self,
        model: &Model,
        field: &Field,
        id: i64,
        specification: &Value,
        depth: u32,
    ) -> Result<Value, Fault> {
        let below = specification.get("fields").and_then(Value::as_object);
        let other = field.comodel().map(|other| self.env.registry.at(other));
        match (field.kind, other, below) {
            (FieldType::Many2one, Some(other), Some(below)) => {
                match self.env.cell(model, field, id) {
                    Cell::Int(target) => self.many2one(other, target, below, depth),
                    _ => Ok(Value::Bool(false)),
                }
            }
            (FieldType::One2many | FieldType::Many2many, Some(other), Some(below)) => {
                access::check_model(self.env, other, Operation::Read)?;
                let ids = self.listed(model, field, other, id, specification)?;
                let limit = specification
                    .get("limit")
                    .and_then(Value::as_u64)
                    .unwrap_or(u64::MAX);
                (0..)
                    .zip(ids)
                    .map(|(place, id)| match place < limit {
                        true => self.record(other, id, below, depth + 1),
                        false => Ok(json!({"id": id})),
                    })
                    .collect()
            }
            _ => self.reader.value(model, field, id),
        }
    }

    /// A name may be shown where the record itself may not.
    fn many2one(
        &mut self,
        other: &Model,
        target: i64,
        below: &Map<String, Value>,
        depth: u32,
    ) -> Result<Value, Fault> {
        if below.keys().any(|name| name != "display_name") {
            access::check_readable(self.env, other, &[target])?;
            return self.record(other, target, below, depth + 1);
        }
        let mut named = Map::new();
        named.insert("id".to_owned(), target.into());
        if below.contains_key("display_name") {
            named.insert(
                "display_name".to_owned(),
                names::display_name(self.env, other, target).into(),
            );
        }
        Ok(Value::Object(named))
    }

    /// The ids an x2many field shows, in the order the specification asks for.
    fn listed(
        &mut self,
        model: &Model,
        field: &Field,
        other: &Model,
        id: i64,
        specification: &Value,
    ) -> Result<Vec<i64>, Fault> {
        let mut ids = self.reader.linked(model, field, id)?;
        let order = specification.get("order").and_then(Value::as_str);
        if let Some(order) = order.filter(|order| !order.is_empty()) {
            let all = ids.len();
            Order::parse(self.env, other, Some(order))?.sort(self.env, other, &mut ids, all)?;
        }
        Ok(ids)
    }
}

/// Writes given values, not those of a record, in the form of a specification: what `onchange`
/// answers with.
pub(super) fn shown(env: &Env<'_>, field: &Field, given: &Value, specification: &Value) -> Value {
    match (field.kind, field.comodel(), given) {
        (FieldType::Many2one, Some(other), Value::Number(id)) => {
            let other = env.registry.at(other);
            match id.as_i64().filter(|id| env.exists(other, *id)) {
                Some(id) if specification.get("fields").is_some() => {
                    let mut shown = json!({"id": id});
                    let fields = specification["fields"].as_object();
                    for (name, within) in fields.into_iter().flatten() {
                        if let Some(field) = other.field(name) {
                            let value =
                                crate::records::read::plain(env.cell(other, field, id).as_ref());
                            shown[name] = self::shown(env, field, &value, within);
                        }
                    }
                    shown
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
