//! The commands that x2many fields are written with.

use std::collections::HashSet;

use serde_json::Value;

use super::{Vals, create, unlink, write};
use crate::env::Env;
use crate::schema::{Model, OnDelete, Source};
use crate::{Fault, python};

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
) -> Result<(), Fault> {
    for command in commands(model, place, value)? {
        carry_out(env, model, place, id, command)?;
    }
    Ok(())
}

fn commands(model: &Model, place: usize, value: Value) -> Result<Vec<Command>, Fault> {
    let items = match value {
        Value::Null | Value::Bool(false) => return Ok(vec![Command::Clear]),
        Value::Array(items) => items,
        other => {
            return Err(Fault::value(format!(
                "Wrong value for {}.{}: {}",
                model.name,
                model.fields[place].name,
                python::repr(&other)
            )));
        }
    };
    if items.first().is_some_and(Value::is_number) {
        return Ok(vec![Command::Set(ids(&items))]);
    }
    items
        .into_iter()
        .map(|item| command(model, place, item))
        .collect()
}

fn command(model: &Model, place: usize, item: Value) -> Result<Command, Fault> {
    let wrong = |item: &Value| {
        Fault::value(format!(
            "Wrong value for {}.{}: {}",
            model.name,
            model.fields[place].name,
            python::repr(item)
        ))
    };
    let Value::Array(parts) = &item else {
        return Err(wrong(&item));
    };
    let id = || parts.get(1).and_then(Value::as_i64);
    let vals = || match parts.get(2) {
        Some(Value::Object(vals)) => Some(vals.clone()),
        _ => None,
    };
    let command = match parts.first().and_then(Value::as_i64) {
        Some(0) => vals().map(Command::Create),
        Some(1) => id().and_then(|id| Some(Command::Update(id, vals()?))),
        Some(2) => id().map(Command::Delete),
        Some(3) => id().map(Command::Unlink),
        Some(4) => id().map(Command::Link),
        Some(5) => Some(Command::Clear),
        Some(6) => parts
            .get(2)
            .and_then(Value::as_array)
            .map(|items| Command::Set(ids(items))),
        _ => None,
    };
    command.ok_or_else(|| wrong(&item))
}

fn ids(items: &[Value]) -> Vec<i64> {
    items.iter().filter_map(Value::as_i64).collect()
}

fn carry_out(
    env: &mut Env<'_>,
    model: &Model,
    place: usize,
    id: i64,
    command: Command,
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
                    link(env, model, place, id, target)?;
                }
            }
        }
        Command::Update(target, vals) => write::write(env, other, &[target], vals)?,
        Command::Delete(target) => {
            take_away(env, model, place, id, &[target])?;
            if env.exists(other, target) {
                unlink::unlink(env, other, &[target])?;
            }
        }
        Command::Unlink(target) => take_away(env, model, place, id, &[target])?,
        Command::Link(target) => link(env, model, place, id, target)?,
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
                link(env, model, place, id, target)?;
            }
        }
    }
    Ok(())
}

/// Where the other side points by id and model name, gives it the name.
fn name_owner(model: &Model, other: &Model, field: &crate::schema::Field, vals: &mut Vals) {
    if let Source::One2many {
        model_slot: Some(slot),
        ..
    } = field.source
        && let Some(owner) = other.fields.iter().find(|field| field.slot() == Some(slot))
    {
        vals.insert(owner.name.clone(), model.name.clone().into());
    }
}

fn link(env: &mut Env<'_>, model: &Model, place: usize, id: i64, target: i64) -> Result<(), Fault> {
    let field = &model.fields[place];
    let Some(other) = field.comodel().map(|other| env.registry.at(other)) else {
        return Ok(());
    };
    match &field.source {
        Source::Many2many { relation, reversed } => {
            if !env.exists(other, target) {
                return Err(Fault::foreign_key(env.flavour, model, field));
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
