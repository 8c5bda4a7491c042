//! Changing records.

use super::convert::Way;
use super::create::{Later, check_fields, finish, is_automatic, put, stamp};
use super::{Vals, constraints, derived, hooks};
use crate::env::Env;
use crate::schema::{Model, Operation};
use crate::{Fault, access};

/// Writes the same values to several records.
///
/// # Errors
/// Access is refused, a record does not exist, a value does not fit, or a constraint is broken.
pub(crate) fn write(
    env: &mut Env<'_>,
    model: &Model,
    ids: &[i64],
    vals: Vals,
) -> Result<(), Fault> {
    access::check_model(env, model, Operation::Write)?;
    check_fields(env, model, &vals)?;
    if ids.is_empty() {
        return Ok(());
    }
    check_exist(env, model, ids)?;
    super::tasks::check_readable_first(env, model, ids)?;
    access::check_records(env, model, ids, Operation::Write)?;
    let mut vals = vals;
    hooks::before_write(env, model, ids, &mut vals)?;
    let mut places = Vec::with_capacity(vals.len());
    for id in ids {
        let mut later = Later::new();
        places.clear();
        for (name, value) in &vals {
            let Some(place) = model.by_name.get(name).copied() else {
                continue;
            };
            if !is_automatic(name) {
                places.push(place);
                put(
                    env,
                    model,
                    place,
                    *id,
                    value.clone(),
                    &mut later,
                    Way::Update(*id),
                )?;
            }
        }
        stamp(env, model, *id, false);
        finish(env, model, *id, later, Way::Update(*id))?;
    }
    derived::refresh(env, model, ids, &places);
    hooks::after_write(env, model, ids, &vals)?;
    constraints::check(env, model, ids, Some(&places))
}

/// Refuses records that do not exist.
///
/// # Errors
/// `MissingError`, naming those that are missing.
pub(crate) fn check_exist(env: &Env<'_>, model: &Model, ids: &[i64]) -> Result<(), Fault> {
    let missing: Vec<i64> = ids
        .iter()
        .copied()
        .filter(|id| !env.exists(model, *id))
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Fault::missing(&model.name, &missing, env.uid))
    }
}
