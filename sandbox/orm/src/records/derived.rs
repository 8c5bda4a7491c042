//! Keeping computed columns up to date.

use std::collections::HashSet;

use crate::env::Env;
use crate::schema::{Model, Source, Trigger};
use crate::store::CellRef;

/// Chains of computed fields end after this many steps, whatever the data looks like.
const LONGEST: usize = 50;

/// Works out every computed column of a new record.
pub(super) fn refresh_all(env: &mut Env<'_>, model: &Model, id: i64) {
    for field in &model.fields {
        if let (Some(compute), Source::Slot(slot)) = (field.recompute, &field.source) {
            let cell = compute.run(env, model, id);
            env.data.set(model.index, id, *slot, cell);
        }
    }
}

/// Works out every computed column of records that came before what they depend on.
pub(crate) fn refresh_everything(env: &mut Env<'_>, model: &Model, ids: &[i64]) {
    if model.fields.iter().any(|field| field.recompute.is_some()) {
        for id in ids {
            refresh_all(env, model, *id);
        }
    }
}

/// Works out again what follows from the fields at `places` of `ids`.
pub(crate) fn refresh(env: &mut Env<'_>, model: &Model, ids: &[i64], places: &[usize]) {
    if model.triggers.is_empty() {
        return;
    }
    let mut waiting: Vec<(usize, Vec<i64>, usize)> = places
        .iter()
        .map(|place| (model.index, ids.to_vec(), *place))
        .collect();
    for _ in 0..LONGEST {
        let mut next: Vec<(usize, Vec<i64>, usize)> = Vec::new();
        for (index, ids, place) in waiting {
            let model = env.registry.at(index);
            for trigger in model
                .triggers
                .iter()
                .filter(|trigger| trigger.field == place)
            {
                let (target, field) = trigger.target;
                let changed = recompute(env, trigger, &ids);
                if !changed.is_empty() {
                    next.push((target, changed, field));
                }
            }
        }
        if next.is_empty() {
            return;
        }
        waiting = next;
    }
}

/// Works a trigger's target out again; returns the records where it changed.
fn recompute(env: &mut Env<'_>, trigger: &Trigger, ids: &[i64]) -> Vec<i64> {
    let (target, place) = trigger.target;
    let model = env.registry.at(target);
    let field = &model.fields[place];
    let (Some(compute), Source::Slot(slot)) = (field.recompute, &field.source) else {
        return Vec::new();
    };
    let mut affected = ids.to_vec();
    for (step_model, step_field) in &trigger.path {
        affected = walk_back(env, *step_model, *step_field, &affected);
    }
    affected.retain(|id| {
        let cell = compute.run(env, model, *id);
        let changed = env.table(model).cell(*id, *slot) != cell.as_ref();
        if changed {
            env.data.set(target, *id, *slot, cell);
        }
        changed
    });
    affected
}

/// The records whose field leads to one of `ids`.
fn walk_back(env: &Env<'_>, model: usize, field: usize, ids: &[i64]) -> Vec<i64> {
    let model = env.registry.at(model);
    let field = &model.fields[field];
    let mut found: Vec<i64> = match &field.source {
        Source::Slot(slot) => {
            let table = env.table(model);
            match table.with_value(*slot, CellRef::Int(0)) {
                Some(_) => ids
                    .iter()
                    .flat_map(|id| {
                        table
                            .with_value(*slot, CellRef::Int(*id))
                            .unwrap_or_default()
                    })
                    .copied()
                    .collect(),
                None => {
                    let wanted: HashSet<&i64> = ids.iter().collect();
                    table
                        .ids()
                        .filter(|id| {
                            table
                                .cell(*id, *slot)
                                .int()
                                .is_some_and(|target| wanted.contains(&target))
                        })
                        .collect()
                }
            }
        }
        Source::One2many { slot, .. } => match field.comodel() {
            Some(other) => ids
                .iter()
                .filter_map(|id| env.data.table(other).cell(*id, *slot).int())
                .collect(),
            None => Vec::new(),
        },
        Source::Many2many { relation, reversed } => {
            let relation = env.data.relation(*relation);
            ids.iter()
                .flat_map(|id| relation.get(*id, !reversed))
                .copied()
                .collect()
        }
        _ => Vec::new(),
    };
    found.sort_unstable();
    found.dedup();
    found
}
