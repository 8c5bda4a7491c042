//! Related fields: that each leads somewhere, and none to itself.

use super::field::{Field, Source};
use super::model::Model;
use crate::LoadError;

/// Related fields lead through no more related fields than this.
const LONGEST: usize = 20;

/// Follows every related field to its end.
///
/// # Errors
/// One leads nowhere, or round in a circle.
pub(super) fn check(models: &[Model]) -> Result<(), LoadError> {
    for model in models {
        for field in &model.fields {
            follow(models, model, field, 0).map_err(|why| {
                LoadError::new(format!("field {}.{}: {why}", model.name, field.name))
            })?;
        }
    }
    Ok(())
}

fn follow(models: &[Model], model: &Model, field: &Field, steps: usize) -> Result<(), String> {
    let Source::Related(path) = &field.source else {
        return Ok(());
    };
    if steps > LONGEST {
        return Err("its related path leads in a circle".to_owned());
    }
    let mut at = model;
    for (place, name) in path.iter().enumerate() {
        let next = at
            .field(name)
            .ok_or_else(|| format!("{} has no field {name}", at.name))?;
        follow(models, at, next, steps + 1)?;
        if place + 1 < path.len() {
            let other = next
                .comodel()
                .ok_or_else(|| format!("{}.{name} leads to no record", at.name))?;
            at = &models[other];
        }
    }
    Ok(())
}
