//! Which stored computed fields follow from which others.

use super::field::Source;
use super::model::{Model, Trigger};
use crate::LoadError;

/// Fills every model's triggers from the `depends` of its computed columns.
pub(super) fn connect(models: &mut [Model]) -> Result<(), LoadError> {
    let mut found: Vec<(usize, Trigger)> = Vec::new();
    for (index, model) in models.iter().enumerate() {
        for (place, field) in model.fields.iter().enumerate() {
            for path in field.recompute.iter().flat_map(|_| &field.depends) {
                follow(models, (index, place), path, &mut found)?;
            }
        }
    }
    for (model, trigger) in found {
        if !models[model].triggers.contains(&trigger) {
            models[model].triggers.push(trigger);
        }
    }
    Ok(())
}

fn follow(
    models: &[Model],
    target: (usize, usize),
    path: &str,
    found: &mut Vec<(usize, Trigger)>,
) -> Result<(), LoadError> {
    let mut at = target.0;
    let mut steps: Vec<(usize, usize)> = Vec::new();
    for name in path.split('.') {
        let model = &models[at];
        let field = *model.by_name.get(name).ok_or_else(|| {
            let (index, place) = target;
            let owner = &models[index];
            LoadError::new(format!(
                "field {}.{}: depends on {path}, but {} has no field {name}",
                owner.name, owner.fields[place].name, model.name
            ))
        })?;
        let backwards = || steps.iter().rev().copied().collect::<Vec<_>>();
        found.push((
            at,
            Trigger {
                field,
                path: backwards(),
                target,
            },
        ));
        if let Some(other) = model.fields[field].comodel() {
            steps.push((at, field));
            if let (Source::One2many { .. }, Some(inverse)) =
                (&model.fields[field].source, &model.fields[field].inverse)
                && let Some(inverse) = models[other].by_name.get(inverse)
            {
                let path = steps.iter().rev().copied().collect();
                found.push((
                    other,
                    Trigger {
                        field: *inverse,
                        path,
                        target,
                    },
                ));
            }
            at = other;
        }
    }
    Ok(())
}
