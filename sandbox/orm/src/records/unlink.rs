//! Deleting records, and what depends on them.

use std::collections::HashSet;

use super::{Vals, derived, hooks, write};
use crate::env::Env;
use crate::schema::{Field, FieldType, Model, OnDelete, Operation, Source};
use crate::store::{Cell, CellRef};
use crate::{Fault, access};

/// How far deletions spread from model to model.
const DEEPEST: u32 = 500;

/// Deletes records.
///
/// # Errors
/// Access is refused, a record does not exist, or another record needs one of them.
pub(crate) fn unlink(env: &mut Env<'_>, model: &Model, ids: &[i64]) -> Result<(), Fault> {
    access::check_model(env, model, Operation::Unlink)?;
    if ids.is_empty() {
        return Ok(());
    }
    write::check_exist(env, model, ids)?;
    access::check_records(env, model, ids, Operation::Unlink)?;
    hooks::before_unlink(env, model, ids)?;
    remove(env, model, ids, 0)
}

fn remove(env: &mut Env<'_>, model: &Model, ids: &[i64], depth: u32) -> Result<(), Fault> {
    if depth > DEEPEST {
        return Err(Fault::recursion());
    }
    for referrer in env.registry.models() {
        for (place, field) in referrer.fields.iter().enumerate() {
            if field.comodel() == Some(model.index) {
                release(env, referrer, place, field, model, ids, depth)?;
            }
        }
    }
    for field in &model.fields {
        if let Source::Many2many { relation, reversed } = field.source {
            for id in ids {
                for other in env.linked(model, field, *id) {
                    let (left, right) = if reversed { (other, *id) } else { (*id, other) };
                    env.data.unlink(relation, left, right);
                }
            }
        }
    }
    for id in ids {
        env.data.remove(model.index, *id);
    }
    drop_attached(env, model, ids, depth)
}

/// Deals with the records of one many2one field that point to what is being deleted.
fn release(
    env: &mut Env<'_>,
    referrer: &Model,
    place: usize,
    field: &Field,
    model: &Model,
    ids: &[i64],
    depth: u32,
) -> Result<(), Fault> {
    if let Source::Many2many { relation, reversed } = field.source {
        for id in ids {
            for other in env.data.relation(relation).get(*id, !reversed).to_vec() {
                let (left, right) = if reversed { (*id, other) } else { (other, *id) };
                env.data.unlink(relation, left, right);
            }
        }
        return Ok(());
    }
    let (Some(slot), FieldType::Many2one) = (field.slot(), field.kind) else {
        return Ok(());
    };
    let table = env.table(referrer);
    let mut pointing: Vec<i64> = Vec::new();
    for id in ids {
        match table.with_value(slot, CellRef::Int(*id)) {
            Some(found) => pointing.extend_from_slice(found),
            None => pointing.extend(
                (0..table.rows())
                    .filter(|row| table.is_live(*row) && table.get(*row, slot) == CellRef::Int(*id))
                    .map(|row| table.id(row)),
            ),
        }
    }
    if referrer.index == model.index {
        let gone: HashSet<&i64> = ids.iter().collect();
        pointing.retain(|id| !gone.contains(id));
    }
    if pointing.is_empty() {
        return Ok(());
    }
    match field.ondelete {
        OnDelete::Restrict => Err(Fault::foreign_key(env.flavour, referrer, field)),
        OnDelete::Cascade => remove(env, referrer, &pointing, depth + 1),
        OnDelete::SetNull => {
            for id in &pointing {
                env.data.set(referrer.index, *id, slot, Cell::Null);
            }
            derived::refresh(env, referrer, &pointing, &[place]);
            Ok(())
        }
    }
}

/// Deletes what belongs to the records without pointing to them by many2one: external ids,
/// attachments, messages, followers.
fn drop_attached(env: &mut Env<'_>, model: &Model, ids: &[i64], depth: u32) -> Result<(), Fault> {
    for (name, model_field) in [
        ("ir.model.data", "model"),
        ("ir.attachment", "res_model"),
        ("mail.message", "model"),
        ("mail.followers", "res_model"),
    ] {
        let Some(attached) = env.registry.model(name) else {
            continue;
        };
        let (Some(of_model), Some(of_id)) = (
            attached.field(model_field).and_then(Field::slot),
            attached.field("res_id").and_then(Field::slot),
        ) else {
            continue;
        };
        let table = env.table(attached);
        let mut found = Vec::new();
        for id in ids {
            let owned = |known: &i64| table.cell(*known, of_model) == CellRef::Text(&model.name);
            match table.with_value(of_id, CellRef::Int(*id)) {
                Some(known) => found.extend(known.iter().copied().filter(owned)),
                None => found.extend(
                    table
                        .ids()
                        .filter(|known| table.cell(*known, of_id) == CellRef::Int(*id))
                        .filter(owned),
                ),
            }
        }
        if !found.is_empty() {
            remove(env, attached, &found, depth + 1)?;
        }
    }
    Ok(())
}

/// Archives records, or brings them back.
///
/// # Errors
/// See [`write::write`].
pub(crate) fn set_active(
    env: &mut Env<'_>,
    model: &Model,
    ids: &[i64],
    active: bool,
) -> Result<(), Fault> {
    if model.field("active").is_none() {
        return Ok(());
    }
    let mut vals = Vals::new();
    vals.insert("active".to_owned(), active.into());
    super::leads::lose_or_find(env, model, ids, &mut vals);
    write::write(env, model, ids, vals)
}
