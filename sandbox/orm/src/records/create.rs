//! Creating records.

use serde_json::Value;

use super::convert::Way;
use super::{Vals, commands, constraints, convert, defaults, derived, hooks, properties};
use crate::env::Env;
use crate::schema::{Field, FieldType, Model, Operation, Source};
use crate::store::Cell;
use crate::{Fault, access, binary, compute};

/// Creates one record for each of `vals_list`.
///
/// # Errors
/// Access is refused, a value does not fit, or a constraint is broken.
pub(crate) fn create(
    env: &mut Env<'_>,
    model: &Model,
    vals_list: Vec<Vals>,
) -> Result<Vec<i64>, Fault> {
    if model.name == "ir.attachment" && !env.su && !env.has_group("base.group_user") {
        return Err(Fault::access(
            "Sorry, you are not allowed to access this document.",
        ));
    }
    access::check_model(env, model, Operation::Create)?;
    let mut vals_list = vals_list;
    hooks::dropped_at_create(env, model, &mut vals_list);
    for vals in &vals_list {
        check_fields(env, model, vals)?;
    }
    let mut ids = Vec::with_capacity(vals_list.len());
    for vals in vals_list {
        ids.push(create_one(env, model, vals, None)?);
    }
    constraints::check(env, model, &ids, None)?;
    access::check_records(env, model, &ids, Operation::Create)?;
    Ok(ids)
}

/// Refuses names that are no fields, and fields kept from the user.
pub(crate) fn check_fields(env: &Env<'_>, model: &Model, vals: &Vals) -> Result<(), Fault> {
    for name in vals.keys() {
        let Some(field) = model.field(name) else {
            return Err(Fault::invalid_field(env.flavour, &model.name, name));
        };
        access::check_field(env, model, field, Operation::Write)?;
    }
    Ok(())
}

/// The fields the server alone writes.
pub(crate) fn is_automatic(name: &str) -> bool {
    matches!(
        name,
        "id" | "create_uid" | "create_date" | "write_uid" | "write_date" | "parent_path"
    )
}

/// Creates one record, with a given id when it comes from a file, and checks nothing yet.
pub(crate) fn create_one(
    env: &mut Env<'_>,
    model: &Model,
    mut vals: Vals,
    id: Option<i64>,
) -> Result<i64, Fault> {
    hooks::before_create(env, model, &mut vals)?;
    expand(model, &mut vals);
    defaults::complete(env, model, &mut vals);
    inherit(env, model, &mut vals)?;
    let id = match id {
        Some(id) => id,
        None => env.data.table_mut(model.index).take_id(),
    };
    if !env.data.insert(model.index, id) {
        return Err(Fault::new(
            "psycopg2.errors.UniqueViolation",
            format!(
                "duplicate key value violates unique constraint \"{}_pkey\"\n",
                model.table()
            ),
        ));
    }
    stamp(env, model, id, true);
    let mut later = Vec::new();
    let mut given = Vec::with_capacity(vals.len());
    for (name, value) in vals {
        let Some(place) = model.by_name.get(&name).copied() else {
            continue;
        };
        if !is_automatic(&name) {
            given.push(place);
            put(env, model, place, id, value, &mut later, Way::Insert)?;
        }
    }
    derived::refresh_all(env, model, id);
    finish(env, model, id, later, Way::Insert)?;
    derived::refresh(env, model, &[id], &given);
    hooks::after_create(env, model, id)?;
    Ok(id)
}

/// Puts what a computed field was given for where it comes from, before defaults claim the place.
fn expand(model: &Model, vals: &mut Vals) {
    let computed: Vec<String> = vals
        .keys()
        .filter(|name| {
            matches!(
                model.field(name).map(|field| &field.source),
                Some(Source::Compute(_))
            )
        })
        .cloned()
        .collect();
    for name in computed {
        let Some(value) = vals.shift_remove(&name) else {
            continue;
        };
        for (source, value) in compute::inverse(model, &name, &value).unwrap_or_default() {
            vals.entry(source).or_insert(value);
        }
    }
}

/// Notes who touched a record, and when.
pub(super) fn stamp(env: &mut Env<'_>, model: &Model, id: i64, created: bool) {
    let (uid, now) = (env.uid, env.now);
    let names: &[(&str, i64)] = if created {
        &[
            ("create_uid", uid),
            ("create_date", now),
            ("write_uid", uid),
            ("write_date", now),
        ]
    } else {
        &[("write_uid", uid), ("write_date", now)]
    };
    for (name, value) in names {
        if let Some(slot) = model.field(name).and_then(Field::slot) {
            env.data.set(model.index, id, slot, Cell::Int(*value));
        }
    }
}

/// What can only be written once the record itself is complete.
pub(super) type Later = Vec<(usize, Value)>;

/// Puts one value where it belongs, or among what comes later.
pub(super) fn put(
    env: &mut Env<'_>,
    model: &Model,
    place: usize,
    id: i64,
    value: Value,
    later: &mut Later,
    way: Way,
) -> Result<(), Fault> {
    let field = &model.fields[place];
    match (&field.source, field.kind) {
        (_, kind) if kind.is_x2many() || kind == FieldType::Properties => {
            later.push((place, value))
        }
        (Source::Slot(slot), _) => {
            let cell = if field.kind == FieldType::Binary && env.flavour.has_binary_objects() {
                let held = env.table(model).cell(id, *slot).to_cell();
                binary::to_cell(field, &value, held.as_ref().str())?
            } else {
                convert::to_cell(env, model, field, &value, way)?
            };
            if field.translate
                && let Some(lang) = env.context.translation().map(str::to_owned)
                && env.table(model).cell(id, *slot) != crate::store::CellRef::Null
            {
                let text = match cell {
                    Cell::Text(text) => Some(text),
                    _ => None,
                };
                env.data.translate(model.index, id, *slot, &lang, text);
            } else {
                env.data.set(model.index, id, *slot, cell);
            }
        }
        (Source::Related(_), _) => later.push((place, value)),
        (Source::Compute(_), _) => {
            for (name, value) in compute::inverse(model, &field.name, &value).unwrap_or_default() {
                if let Some(place) = model.by_name.get(name) {
                    put(env, model, *place, id, value, later, way)?;
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// Writes what had to wait: lists of records, properties, values of related records.
pub(super) fn finish(
    env: &mut Env<'_>,
    model: &Model,
    id: i64,
    later: Later,
    way: Way,
) -> Result<(), Fault> {
    for (place, value) in later {
        let field = &model.fields[place];
        match &field.source {
            Source::Related(path) => {
                if let Some((other, other_id, target)) = env.related_record(model, path, id)
                    && target.is_writable()
                {
                    let mut vals = Vals::new();
                    vals.insert(target.name.clone(), value);
                    env.sudo(|env| super::write::write(env, other, &[other_id], vals))?;
                }
            }
            _ if field.kind == FieldType::Properties => {
                properties::write(env, model, field, id, &value)?
            }
            _ => commands::apply(env, model, place, id, value, way)?,
        }
    }
    Ok(())
}

/// Creates the records a record is made of (a user's contact), with the values that are theirs.
fn inherit(env: &mut Env<'_>, model: &Model, vals: &mut Vals) -> Result<(), Fault> {
    for (parent, through) in &model.inherits {
        if vals.get(through).is_some_and(crate::python::truthy) {
            continue;
        }
        let parent = env.model(parent)?;
        let mut theirs = Vals::new();
        for field in &model.fields {
            if let Source::Related(path) = &field.source
                && path.first() == Some(through)
                && let [_, name] = path.as_slice()
                && let Some(value) = vals.shift_remove(&field.name)
            {
                theirs.insert(name.clone(), value);
            }
        }
        let before = std::mem::replace(&mut env.inheriting, true);
        let id = env.sudo(|env| create(env, parent, vec![theirs]));
        env.inheriting = before;
        let id = id?;
        vals.insert(through.clone(), id.first().copied().into());
    }
    Ok(())
}
