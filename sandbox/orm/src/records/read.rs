//! Reading records into JSON, in the forms `read` and `search_read` give.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::{Map, Value, json};

use super::properties;
use crate::domain::compile::Scope;
use crate::domain::filter::Filter;
use crate::domain::{Node, Operator};
use crate::env::Env;
use crate::order::Order;
use crate::schema::{Field, FieldType, Model, Operation};
use crate::store::{Cell, CellRef};
use crate::{Fault, access, attachment, beyond, binary, moment, names, search};

/// How many2one values are read: `[id, name]`, or the id alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Load {
    Classic,
    Plain,
    /// `Plain`, and from 20.0 on binary values without their content.
    Web,
}

/// Reads fields of records; those that do not exist are left out.
///
/// # Errors
/// A field does not exist or is kept from the user, or the rules keep a record.
pub(crate) fn read(
    env: &Env<'_>,
    model: &Model,
    ids: &[i64],
    fields: &[String],
    load: Load,
) -> Result<Vec<Value>, Fault> {
    access::check_model(env, model, Operation::Read)?;
    let fields = readable(env, model, fields)?;
    let ids: Vec<i64> = ids
        .iter()
        .copied()
        .filter(|id| env.exists(model, *id))
        .collect();
    access::check_records(env, model, &ids, Operation::Read)?;
    let mut reader = Reader::new(env, load);
    ids.into_iter()
        .map(|id| reader.record(model, &fields, id))
        .collect()
}

/// The fields of a list, or every field the user sees when the list is empty.
fn readable<'m>(
    env: &Env<'_>,
    model: &'m Model,
    names: &[String],
) -> Result<Vec<&'m Field>, Fault> {
    if names.is_empty() {
        return Ok(model
            .fields
            .iter()
            .filter(|field| access::sees_field(env, field))
            .collect());
    }
    let mut fields: Vec<&Field> = Vec::with_capacity(names.len());
    for name in names {
        let field = model
            .field(name)
            .ok_or_else(|| Fault::unknown_field(env.flavour, &model.name, name))?;
        access::check_field(env, model, field, Operation::Read)?;
        if !fields.iter().any(|known| known.name == field.name) {
            fields.push(field);
        }
    }
    Ok(fields)
}

/// Reads records, remembering names and lists' filters from one to the next.
pub(crate) struct Reader<'e, 'a> {
    env: &'e Env<'a>,
    load: Load,
    names: HashMap<(usize, i64), Value>,
    visible: HashMap<usize, Filter>,
}

impl<'e, 'a> Reader<'e, 'a> {
    pub(crate) fn new(env: &'e Env<'a>, load: Load) -> Self {
        Self {
            env,
            load,
            names: HashMap::new(),
            visible: HashMap::new(),
        }
    }

    fn record(&mut self, model: &Model, fields: &[&Field], id: i64) -> Result<Value, Fault> {
        let mut record = Map::with_capacity(fields.len() + 1);
        record.insert("id".to_owned(), id.into());
        for field in fields {
            if field.name != "id" {
                record.insert(field.name.clone(), self.value(model, field, id)?);
            }
        }
        Ok(Value::Object(record))
    }

    /// Reads one field of one record.
    pub(crate) fn value(&mut self, model: &Model, field: &Field, id: i64) -> Result<Value, Fault> {
        if field.kind.is_x2many() {
            return Ok(self.linked(model, field, id)?.into());
        }
        if field.kind == FieldType::Properties {
            return Ok(properties::read(self.env, model, field, id));
        }
        // The base64 of nothing is an empty text.
        if field.name == "datas"
            && model.name == "ir.attachment"
            && self.env.cell(model, field, id) == Cell::Null
        {
            return Ok("".into());
        }
        // A column is read where it lies.
        if let Some(slot) = field.slot()
            && !(field.translate && self.env.context.translation().is_some())
        {
            let env = self.env;
            return Ok(self.written(model, field, id, env.table(model).cell(id, slot)));
        }
        let cell = self.env.cell(model, field, id);
        Ok(self.written(model, field, id, cell.as_ref()))
    }

    fn written(&mut self, model: &Model, field: &Field, id: i64, cell: CellRef<'_>) -> Value {
        match (field.kind, cell) {
            (FieldType::Boolean, cell) => (cell == CellRef::Bool(true)).into(),
            (FieldType::Integer | FieldType::Many2oneReference, CellRef::Null) => 0.into(),
            (FieldType::Float | FieldType::Monetary, CellRef::Null) => json!(0.0),
            (_, CellRef::Null) => false.into(),
            (FieldType::Many2one, CellRef::Int(id)) => self.many2one(field, id),
            (FieldType::Date, CellRef::Int(day)) => moment::date_text(day).into(),
            (FieldType::Datetime, CellRef::Int(second)) => moment::datetime_text(second).into(),
            (FieldType::Binary, CellRef::Text(held)) if self.env.flavour.has_binary_objects() => {
                binary::read(self.env, model, field, id, held, self.load)
            }
            (FieldType::Binary, CellRef::Text(text)) if self.env.context.bin_size => {
                attachment::human_size(text).into()
            }
            (_, cell) => plain(cell),
        }
    }

    fn many2one(&mut self, field: &Field, id: i64) -> Value {
        let Some(other) = field.comodel() else {
            return id.into();
        };
        if self.load != Load::Classic {
            return id.into();
        }
        let env = self.env;
        let name = self
            .names
            .entry((other, id))
            .or_insert_with(|| names::display_name(env, env.registry.at(other), id).into());
        Value::Array(vec![id.into(), name.clone()])
    }

    /// The ids an x2many field shows: what the user may see and, unless asked for, nothing
    /// archived, in the other model's order.
    pub(crate) fn linked(
        &mut self,
        model: &Model,
        field: &Field,
        id: i64,
    ) -> Result<Vec<i64>, Fault> {
        let env = self.env;
        let mut ids = env.linked(model, field, id);
        let Some(other) = field.comodel().map(|other| env.registry.at(other)) else {
            return Ok(ids);
        };
        if ids.is_empty() {
            return Ok(ids);
        }
        let table = env.table(other);
        let filter = match self.visible.entry(other.index) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(shown(env, other)?),
        };
        ids.retain(|id| {
            table
                .row(*id)
                .is_some_and(|row| filter.passes(env, other, row, *id))
        });
        if ids.len() > 1 {
            let all = ids.len();
            Order::parse(env, other, None)?.sort(env, other, &mut ids, all)?;
        }
        Ok(ids)
    }
}

/// Which records of a model x2many fields show.
fn shown(env: &Env<'_>, model: &Model) -> Result<Filter, Fault> {
    let mut nodes = Vec::new();
    if env.context.active_test && model.field("active").is_some() {
        nodes.push(Node::leaf("active", Operator::Equal, true));
    }
    nodes.extend(access::rules(env, model, Operation::Read)?);
    crate::domain::compile::compile(env, model, &Node::and(nodes), Scope::SERVER)
}

/// Writes a cell as it is, for fields that need no more.
pub(crate) fn plain(cell: CellRef<'_>) -> Value {
    match cell {
        CellRef::Null => false.into(),
        CellRef::Bool(value) => value.into(),
        CellRef::Int(value) => value.into(),
        CellRef::Float(value) => beyond::held(value),
        CellRef::Text(text) => text.into(),
        CellRef::Json(value) => value.clone(),
    }
}

/// Reads one field in the form `write` takes it, for copies and defaults: ids alone.
pub(crate) fn for_write(
    env: &Env<'_>,
    model: &Model,
    field: &Field,
    id: i64,
) -> Result<Value, Fault> {
    let mut reader = Reader::new(env, Load::Plain);
    match field.kind {
        FieldType::Many2many => Ok(json!([[6, 0, reader.linked(model, field, id)?]])),
        FieldType::Properties => Ok(match env.cell(model, field, id) {
            Cell::Json(values) => *values,
            _ => Value::Bool(false),
        }),
        _ => reader.value(model, field, id),
    }
}

/// Searches and reads in one go.
///
/// # Errors
/// See [`search::search`] and [`read`].
pub(crate) fn search_read(
    env: &Env<'_>,
    model: &Model,
    domain: &Value,
    fields: &[String],
    window: search::Window,
    order: Option<&str>,
    load: Load,
) -> Result<Vec<Value>, Fault> {
    let ids = search::search(env, model, domain, window, order)?;
    if ids.is_empty() {
        readable(env, model, fields)?;
        return Ok(Vec::new());
    }
    let fields = readable(env, model, fields)?;
    let mut reader = Reader::new(env, load);
    ids.into_iter()
        .map(|id| reader.record(model, &fields, id))
        .collect()
}
