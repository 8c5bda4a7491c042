//! Conditions on many2one, one2many and many2many fields.

use std::collections::HashSet;

use serde_json::Value;

use super::compile::{Scope, compile, on_field, signed};
use super::filter::{Filter, Test};
use super::{Leaf, Node, Operator};
use crate::env::Env;
use crate::schema::{Field, FieldType, Model, Operation, Source};
use crate::store::{Cell, CellRef};
use crate::{Fault, Flavour, access, python, search};

fn one_of(ids: HashSet<i64>, null: bool) -> Test {
    Test::OneOf {
        ints: ids,
        floats: Vec::new(),
        texts: HashSet::new(),
        null,
    }
}

/// The records whose field leads to a record that a domain holds for.
pub(super) fn any(
    env: &Env<'_>,
    model: &Model,
    place: usize,
    inner: &Node,
    scope: Scope,
) -> Result<Filter, Fault> {
    let field = &model.fields[place];
    let Some(other) = field.comodel() else {
        return Ok(Filter::Nothing);
    };
    let other = env.registry.at(other);
    check_comodel(env, other, scope)?;
    // A many2one leads to archived records as well.
    let active_test = scope.active_test && field.kind.is_x2many();
    let found = search::matching(
        env,
        other,
        inner,
        scope.deeper()?.with_active_test(active_test),
    )?;
    Ok(leading_to(env, model, place, found.into_iter().collect()))
}

/// The records that, or whose field leads to what, the user may do something with: the value names
/// the operation.
///
/// # Errors
/// The field leads nowhere, or there is no such operation.
pub(super) fn accessible(
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
            return Err(Fault::value(format!(
                "Cannot use 'access' with non-relational field {}.{}",
                model.name, field.name
            )));
        }
    };
    let operation = leaf.value.as_str().and_then(Operation::from_name);
    let operation = operation.ok_or_else(|| {
        let value = python::repr(&leaf.value);
        Fault::value(format!("Invalid operation {value} in 'access' condition"))
    })?;
    if !access::allows(env, other, operation) {
        return Ok(Filter::Nothing);
    }
    let rules = access::rules(env, other, operation)?.unwrap_or(Node::True);
    if field.name == "id" {
        return compile(env, model, &rules, Scope::SERVER.deeper()?);
    }
    any(env, model, place, &rules, scope.without_rules())
}

/// Refuses to look at records of a model that the user may not read.
pub(super) fn check_comodel(env: &Env<'_>, model: &Model, scope: Scope) -> Result<(), Fault> {
    if scope.su {
        return Ok(());
    }
    crate::access::check_model(env, model, crate::schema::Operation::Read)
}

/// The records whose field leads to one of `ids`.
pub(super) fn leading_to(env: &Env<'_>, model: &Model, place: usize, ids: HashSet<i64>) -> Filter {
    let field = &model.fields[place];
    if field.kind == FieldType::Many2one {
        return on_field(env, field, place, one_of(ids, false));
    }
    match owners(env, model, field, &ids) {
        Some(owners) => Filter::Ids(owners),
        None => Filter::Field {
            place,
            test: Test::Holds(ids),
        },
    }
}

/// The records whose x2many field holds one of `ids`, where the other side tells.
fn owners(env: &Env<'_>, model: &Model, field: &Field, ids: &HashSet<i64>) -> Option<HashSet<i64>> {
    match &field.source {
        Source::One2many { slot, model_slot } => {
            let table = env.data.table(field.comodel()?);
            let owner = |id: &i64| table.cell(*id, *slot).int();
            Some(match model_slot {
                None => ids.iter().filter_map(owner).collect(),
                Some(at) => ids
                    .iter()
                    .filter(|id| table.cell(**id, *at) == CellRef::Text(&model.name))
                    .filter_map(owner)
                    .collect(),
            })
        }
        Source::Many2many { relation, reversed } => {
            let relation = env.data.relation(*relation);
            Some(
                ids.iter()
                    .flat_map(|id| relation.get(*id, !reversed))
                    .copied()
                    .collect(),
            )
        }
        _ => None,
    }
}

/// A condition on the ids or names a relational field holds.
pub(super) fn condition(
    env: &Env<'_>,
    model: &Model,
    place: usize,
    leaf: &Leaf,
    scope: Scope,
) -> Result<Filter, Fault> {
    let field = &model.fields[place];
    let operator = leaf.operator;
    // 19 takes an empty list for nothing at all.
    let is_empty = leaf.value.as_array().is_some_and(Vec::is_empty);
    if env.flavour >= Flavour::V19
        && is_empty
        && matches!(operator, Operator::Equal | Operator::NotEqual)
    {
        let leaf = Leaf {
            value: Value::Bool(false),
            ..leaf.clone()
        };
        return condition(env, model, place, &leaf, scope);
    }
    let Some(other) = field.comodel().map(|other| env.registry.at(other)) else {
        return Ok(Filter::Nothing);
    };
    if operator.is_inequality() {
        let Some(test) = super::values::comparison(env, field, operator, &leaf.value)? else {
            return Ok(Filter::Nothing);
        };
        if field.kind == FieldType::Many2one {
            return Ok(on_field(env, field, place, test));
        }
        let ids = env
            .table(other)
            .ids()
            .filter(|id| test.passes(Cell::Int(*id).as_ref()))
            .collect();
        return Ok(leading_to(env, model, place, ids));
    }
    if operator.is_like() {
        let positive = if operator.is_negative() {
            operator.opposite().unwrap_or(operator)
        } else {
            operator
        };
        if !python::truthy(&leaf.value) && matches!(positive, Operator::Like | Operator::Ilike) {
            // Every name contains the empty one: whatever leads anywhere is found.
            let found = Filter::Not(Box::new(unset(env, field, place)));
            return Ok(signed(operator, found));
        }
        let found = names(env, other, positive, &leaf.value, field, scope)?;
        return Ok(signed(operator, leading_to(env, model, place, found)));
    }
    let listed = matches!(operator, Operator::In | Operator::NotIn);
    if listed && field.kind == FieldType::Many2one {
        super::compile::check_list(env.flavour, leaf)?;
    }
    let wanted = match &leaf.value {
        Value::Array(items) => items.as_slice(),
        value => std::slice::from_ref(value),
    };
    // Up to 18 a list given for several records goes to the database as it is.
    let as_it_is = field.kind.is_x2many() && env.flavour < Flavour::V19 && leaf.value.is_array();
    let (mut ids, mut null) = (HashSet::new(), false);
    for value in wanted {
        match value {
            Value::Bool(false) if as_it_is && field.kind == FieldType::One2many => {
                return Err(Fault::new(
                    "psycopg2.errors.UndefinedFunction",
                    "operator does not exist: integer = boolean\n",
                ));
            }
            Value::Null | Value::Bool(false) if as_it_is => {}
            Value::String(text) if as_it_is => match text.trim().parse() {
                Ok(id) => drop(ids.insert(id)),
                Err(_) => {
                    return Err(Fault::new(
                        "psycopg2.errors.InvalidTextRepresentation",
                        format!("invalid input syntax for type integer: \"{text}\"\n"),
                    ));
                }
            },
            Value::Null | Value::Bool(false) => null = true,
            Value::Bool(true) => {
                // "is set", in the old way of saying it
                let filter = unset(env, field, place);
                return Ok(signed(operator, Filter::Not(Box::new(filter))));
            }
            Value::Number(number) => ids.extend(number.as_i64()),
            Value::String(_) => {
                ids.extend(names(env, other, Operator::Equal, value, field, scope)?)
            }
            _ => {
                return Err(Fault::new(
                    "psycopg2.ProgrammingError",
                    format!("can't adapt type '{}'", python::class(value)),
                ));
            }
        }
    }
    let found = if field.kind == FieldType::Many2one {
        on_field(env, field, place, one_of(ids, null))
    } else {
        let linked = leading_to(env, model, place, ids);
        if null {
            Filter::Or(vec![linked, unset(env, field, place)])
        } else {
            linked
        }
    };
    Ok(signed(operator, found))
}

fn unset(env: &Env<'_>, field: &Field, place: usize) -> Filter {
    match field.kind {
        FieldType::Many2one => on_field(env, field, place, one_of(HashSet::new(), true)),
        _ => Filter::Unlinked { place },
    }
}

/// The records a name means, as `name_search` finds them.
fn names(
    env: &Env<'_>,
    model: &Model,
    operator: Operator,
    name: &Value,
    field: &Field,
    scope: Scope,
) -> Result<HashSet<i64>, Fault> {
    check_comodel(env, model, scope)?;
    let node = search::name_domain(model, operator, name);
    let active_test = scope.active_test && field.kind.is_x2many();
    Ok(search::matching(
        env,
        model,
        &node,
        scope.deeper()?.with_active_test(active_test),
    )?
    .into_iter()
    .collect())
}
