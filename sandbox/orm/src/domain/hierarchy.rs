//! `child_of` and `parent_of`.

use std::collections::HashSet;

use serde_json::Value;

use super::compile::Scope;
use super::filter::{Filter, Test};
use super::{Leaf, Operator, relational};
use crate::env::Env;
use crate::schema::{Field, Model};
use crate::store::CellRef;
use crate::{Fault, Flavour, python, search};

/// Resolves `child_of` and `parent_of` to the ids they mean.
pub(super) fn condition(
    env: &Env<'_>,
    model: &Model,
    place: usize,
    leaf: &Leaf,
    scope: Scope,
) -> Result<Filter, Fault> {
    let field = &model.fields[place];
    let other = match field.comodel() {
        Some(other) => env.registry.at(other),
        None if field.name == "id" => model,
        None => {
            return Err(no_hierarchy(env, model, field, leaf));
        }
    };
    let start = starting_points(env, other, &leaf.value, scope)?;
    // A field that leads to records of its own model is itself what they are above and below each
    // other by.
    if other.index == model.index
        && let Some(slot) = field.slot()
    {
        let family = match leaf.operator {
            Operator::ParentOf => ancestors(env, other, slot, start),
            _ => descendants(env, other, slot, start),
        };
        return Ok(among(family));
    }
    let family = match (
        other.field(&other.parent_name).and_then(Field::slot),
        leaf.operator,
    ) {
        (None, _) => start,
        (Some(slot), Operator::ParentOf) => ancestors(env, other, slot, start),
        (Some(slot), _) => descendants(env, other, slot, start),
    };
    Ok(match field.name.as_str() {
        "id" => among(family),
        _ => relational::leading_to(env, model, place, family),
    })
}

fn among(ids: HashSet<i64>) -> Filter {
    Filter::Id(Test::OneOf {
        ints: ids,
        floats: Vec::new(),
        texts: HashSet::new(),
        null: false,
    })
}

/// What is said where there is nothing above or below.
fn no_hierarchy(env: &Env<'_>, model: &Model, field: &Field, leaf: &Leaf) -> Fault {
    let operator = leaf.operator.name();
    if env.flavour < Flavour::V19 {
        return Fault::new("builtins.KeyError", operator);
    }
    let condition = python::tuple(&[
        leaf.field.as_str().into(),
        operator.into(),
        leaf.value.clone(),
    ]);
    Fault::value(format!(
        "Cannot execute {operator} for {}.{}, works only for relational fields in condition {condition}",
        model.name, field.name
    ))
}

fn starting_points(
    env: &Env<'_>,
    model: &Model,
    value: &Value,
    scope: Scope,
) -> Result<HashSet<i64>, Fault> {
    let wanted = match value {
        Value::Array(items) => items.as_slice(),
        value => std::slice::from_ref(value),
    };
    let mut ids = HashSet::new();
    for value in wanted {
        match value {
            Value::Number(number) => ids.extend(number.as_i64()),
            Value::String(_) => {
                relational::check_comodel(env, model, scope)?;
                let node = search::name_domain(model, Operator::Ilike, value);
                ids.extend(search::matching(
                    env,
                    model,
                    &node,
                    scope.deeper()?.with_active_test(false),
                )?);
            }
            _ => {}
        }
    }
    ids.retain(|id| env.exists(model, *id));
    Ok(ids)
}

fn ancestors(env: &Env<'_>, model: &Model, parent: usize, start: HashSet<i64>) -> HashSet<i64> {
    let mut found = HashSet::new();
    let mut waiting: Vec<i64> = start.into_iter().collect();
    while let Some(id) = waiting.pop() {
        if found.insert(id) {
            waiting.extend(env.table(model).cell(id, parent).int());
        }
    }
    found
}

fn descendants(env: &Env<'_>, model: &Model, parent: usize, start: HashSet<i64>) -> HashSet<i64> {
    let table = env.table(model);
    let mut found = HashSet::new();
    let mut waiting: Vec<i64> = start.into_iter().collect();
    while let Some(id) = waiting.pop() {
        if !found.insert(id) {
            continue;
        }
        match table.with_value(parent, CellRef::Int(id)) {
            Some(children) => waiting.extend_from_slice(children),
            None => waiting.extend(
                (0..table.rows())
                    .filter(|row| {
                        table.is_live(*row) && table.get(*row, parent) == CellRef::Int(id)
                    })
                    .map(|row| table.id(row)),
            ),
        }
    }
    found
}
