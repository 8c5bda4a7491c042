//! The commands that x2many fields are written with.

use std::collections::HashSet;

use serde_json::Value;

use super::convert::{self, Way};
use super::{Vals, create, unlink, write};
use crate::env::Env;
use crate::schema::{Field, FieldType, Model, OnDelete, Source};
use crate::{Fault, Flavour, python};

/// One command, read.
enum Command {
    Create(Vals),
    Update(i64, Vals),
    Delete(i64),
    Unlink(i64),
    Link(i64),
    Clear,
    Set(Vec<i64>),
}

/// Carries out what is given for an x2many field of a record: commands, or the ids it is to hold.
pub(super) fn apply(
    env: &mut Env<'_>,
    model: &Model,
    place: usize,
    id: i64,
    value: Value,
    way: Way,
) -> Result<(), Fault> {
    for command in commands(env, model, place, value, way)? {
        carry_out(env, model, place, id, command, way)?;
    }
    Ok(())
}

fn commands(
    env: &Env<'_>,
    model: &Model,
    place: usize,
    value: Value,
    way: Way,
) -> Result<Vec<Command>, Fault> {
    let field = &model.fields[place];
    let items = match value {
        Value::Null | Value::Bool(false) => return Ok(vec![Command::Clear]),
        Value::Array(items) => items,
        other => {
            return Err(Fault::value(format!(
                "Wrong value for {}.{}: {}",
                model.name,
                field.name,
                python::str(&other)
            )));
        }
    };
    // A list whose first item is no command is the ids that are to be held.
    if items.first().is_some_and(|item| !item.is_array()) {
        let ids = items.iter().map(|item| target(env, field, item));
        return Ok(vec![Command::Set(ids.collect::<Result<_, _>>()?)]);
    }
    let mut commands = Vec::with_capacity(items.len());
    for item in items {
        commands.extend(command(env, field, &item, way)?);
    }
    Ok(commands)
}

/// Reads one command; `None`: it is of no kind there is, and does nothing.
fn command(env: &Env<'_>, field: &Field, item: &Value, way: Way) -> Result<Option<Command>, Fault> {
    let Value::Array(parts) = item else {
        return Err(Fault::type_error(format!(
            "'{}' object is not subscriptable",
            python::class(item)
        )));
    };
    let part = |at: usize| {
        parts
            .get(at)
            .ok_or_else(|| Fault::new("builtins.IndexError", "list index out of range"))
    };
    let id = || target(env, field, part(1)?);
    Ok(Some(match part(0)?.as_i64() {
        Some(0) => Command::Create(vals(env, part(2)?, way)?),
        Some(1) => {
            let id = id()?;
            Command::Update(id, vals(env, part(2)?, way)?)
        }
        Some(2) => Command::Delete(id()?),
        Some(3) => Command::Unlink(id()?),
        Some(4) => Command::Link(id()?),
        Some(5) => Command::Clear,
        Some(6) => Command::Set(match part(2)? {
            Value::Array(items) => items
                .iter()
                .map(|item| target(env, field, item))
                .collect::<Result<_, _>>()?,
            Value::String(text) => text
                .chars()
                .map(|char| convert::id_text(&char.to_string()))
                .collect::<Result<_, _>>()?,
            Value::Object(members) => members
                .keys()
                .map(|name| convert::id_text(name))
                .collect::<Result<_, _>>()?,
            other => {
                return Err(Fault::type_error(format!(
                    "'{}' object is not iterable",
                    python::class(other)
                )));
            }
        }),
        _ => return Ok(None),
    }))
}

/// Reads the values a command gives a record.
fn vals(env: &Env<'_>, value: &Value, way: Way) -> Result<Vals, Fault> {
    match (value, way) {
        (Value::Object(vals), _) => Ok(vals.clone()),
        (other, Way::Insert) => Err(Fault::new(
            "builtins.AttributeError",
            format!("'{}' object has no attribute 'items'", python::class(other)),
        )),
        (other, Way::Update(_)) => Err(Fault::type_error(match env.flavour {
            Flavour::V17 | Flavour::V18 => {
                format!(
                    "argument of type '{}' is not iterable",
                    python::class(other)
                )
            }
            _ => format!("'{}' object is not iterable", python::class(other)),
        })),
    }
}

/// Reads an id that a list is to hold, refusing as the relation's table does what is none.
fn target(env: &Env<'_>, field: &Field, value: &Value) -> Result<i64, Fault> {
    let column = field
        .link
        .as_ref()
        .map_or(field.name.as_str(), |(_, column)| column.as_str());
    match value {
        Value::Number(number) => Ok(number
            .as_i64()
            .unwrap_or_else(|| number.as_f64().unwrap_or(0.0).round() as i64)),
        Value::String(text) => convert::id_text(text),
        Value::Bool(_) => Err(convert::mistyped(column, "boolean")),
        Value::Null => Err(Fault::not_null_link(env.flavour, column)),
        other => Err(Fault::type_error(format!(
            "unhashable type: '{}'",
            python::class(other)
        ))),
    }
}

fn carry_out(
    env: &mut Env<'_>,
    model: &Model,
    place: usize,
    id: i64,
    command: Command,
    way: Way,
) -> Result<(), Fault> {
    let field = &model.fields[place];
    let Some(other) = field.comodel().map(|other| env.registry.at(other)) else {
        return Ok(());
    };
    match command {
        Command::Create(mut vals) => {
            if let (Source::One2many { .. }, Some(inverse)) = (&field.source, &field.inverse) {
                vals.insert(inverse.clone(), id.into());
                name_owner(model, other, field, &mut vals);
            }
            let created = create::create(env, other, vec![vals])?;
            if matches!(field.source, Source::Many2many { .. }) {
                for target in created {
                    link(env, model, place, id, target, way)?;
                }
            }
        }
        // Known tags that are not there are passed over.
        Command::Update(target, _)
            if way != Way::Insert
                && field.kind == FieldType::Many2many
                && !env.exists(other, target) => {}
        Command::Update(target, vals) => write::write(env, other, &[target], vals)?,
        Command::Delete(target) => {
            take_away(env, model, place, id, &[target])?;
            if env.exists(other, target) {
                unlink::unlink(env, other, &[target])?;
            }
        }
        Command::Unlink(target) => take_away(env, model, place, id, &[target])?,
        Command::Link(target) => link(env, model, place, id, target, way)?,
        Command::Clear => {
            let held = env.linked(model, field, id);
            take_away(env, model, place, id, &held)?;
        }
        Command::Set(wanted) => {
            let held: HashSet<i64> = env.linked(model, field, id).into_iter().collect();
            let kept: HashSet<i64> = wanted.iter().copied().collect();
            let mut dropped: Vec<i64> = held.difference(&kept).copied().collect();
            dropped.sort_unstable();
            take_away(env, model, place, id, &dropped)?;
            for target in wanted.into_iter().filter(|id| !held.contains(id)) {
                link(env, model, place, id, target, way)?;
            }
        }
    }
    Ok(())
}

/// Where the other side points by id and model name, gives it the name.
fn name_owner(model: &Model, other: &Model, field: &Field, vals: &mut Vals) {
    if let Source::One2many {
        model_slot: Some(slot),
        ..
    } = field.source
        && let Some(owner) = other.fields.iter().find(|field| field.slot() == Some(slot))
    {
        vals.insert(owner.name.clone(), model.name.clone().into());
    }
}

fn link(
    env: &mut Env<'_>,
    model: &Model,
    place: usize,
    id: i64,
    target: i64,
    way: Way,
) -> Result<(), Fault> {
    let field = &model.fields[place];
    let Some(other) = field.comodel().map(|other| env.registry.at(other)) else {
        return Ok(());
    };
    match &field.source {
        Source::Many2many { relation, reversed } => {
            if !env.exists(other, target) {
                return Err(match (way, &field.link) {
                    (Way::Update(_), Some((table, column))) => {
                        Fault::foreign_key_link(env.flavour, table, column)
                    }
                    _ => Fault::missing(&other.name, &[target], env.uid),
                });
            }
            let (left, right) = if *reversed {
                (target, id)
            } else {
                (id, target)
            };
            env.data.link(*relation, left, right);
            super::derived::refresh(env, model, &[id], &[place]);
            Ok(())
        }
        Source::One2many { .. } => {
            let mut vals = Vals::new();
            vals.insert(field.inverse.clone().unwrap_or_default(), id.into());
            name_owner(model, other, field, &mut vals);
            write::write(env, other, &[target], vals)
        }
        _ => Ok(()),
    }
}

fn take_away(
    env: &mut Env<'_>,
    model: &Model,
    place: usize,
    id: i64,
    targets: &[i64],
) -> Result<(), Fault> {
    let field = &model.fields[place];
    let Some(other) = field.comodel().map(|other| env.registry.at(other)) else {
        return Ok(());
    };
    match &field.source {
        Source::Many2many { relation, reversed } => {
            for target in targets {
                let (left, right) = if *reversed {
                    (*target, id)
                } else {
                    (id, *target)
                };
                env.data.unlink(*relation, left, right);
            }
            super::derived::refresh(env, model, &[id], &[place]);
            Ok(())
        }
        Source::One2many { .. } => {
            let held = env.linked(model, field, id);
            let targets: Vec<i64> = targets
                .iter()
                .copied()
                .filter(|id| held.binary_search(id).is_ok())
                .collect();
            let Some(inverse) = field.inverse.as_deref().and_then(|name| other.field(name)) else {
                return Ok(());
            };
            if targets.is_empty() {
                Ok(())
            } else if inverse.ondelete == OnDelete::Cascade {
                unlink::unlink(env, other, &targets)
            } else {
                let mut vals = Vals::new();
                vals.insert(inverse.name.clone(), false.into());
                write::write(env, other, &targets, vals)
            }
        }
        _ => Ok(()),
    }
}
