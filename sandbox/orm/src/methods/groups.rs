//! `read_group` and its successors.

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use super::crud::window;
use super::{Answer, Call};
use crate::env::Env;
use crate::group::{Aggregate, Group, GroupBy, compare_keys, group};
use crate::schema::{FieldType, Model};
use crate::search::{self, Window};
use crate::store::Cell;
use crate::{Fault, domain, names, python};

/// Joins a group's domain with the one that was searched for.
pub(super) fn joined(extra: Value, domain: &Value) -> Value {
    let both = (extra.as_array(), domain.as_array());
    let (Some(extra_terms), Some(terms)) = both else {
        return extra;
    };
    match (extra_terms.is_empty(), terms.is_empty()) {
        (_, true) => extra,
        (true, false) => domain.clone(),
        (false, false) => normalized(extra_terms)
            .into_iter()
            .fold(None, |all: Option<Vec<Value>>, term| {
                let mut all = all.unwrap_or_else(|| vec!["&".into()]);
                all.push(term);
                Some(all)
            })
            .unwrap_or_default()
            .into_iter()
            .chain(normalized(terms))
            .collect(),
    }
}

/// Writes the `&` signs that a list of conditions implies.
fn normalized(terms: &[Value]) -> Vec<Value> {
    let mut expected = 1;
    let mut result = Vec::with_capacity(terms.len() + 2);
    for term in terms {
        if expected == 0 {
            result.insert(0, "&".into());
            expected = 1;
        }
        expected += match term.as_str() {
            Some("&" | "|") => 1,
            Some("!") => 0,
            _ => -1,
        };
        result.push(term.clone());
    }
    result
}

fn key_value(env: &Env<'_>, by: &GroupBy<'_>, key: &Cell) -> Value {
    match (by.period, key) {
        (Some(period), Cell::Int(start)) => period.label(*start).into(),
        _ => plain_key(env, by, key),
    }
}

pub(super) fn plain_key(env: &Env<'_>, by: &GroupBy<'_>, key: &Cell) -> Value {
    match (by.field.comodel(), key) {
        (Some(other), Cell::Int(id)) => {
            json!([id, names::display_name(env, env.registry.at(other), *id)])
        }
        _ => crate::records::read::plain(key.as_ref()),
    }
}

/// As many fields, aggregates or grouping sets one call may name: each takes a look at every record.
const MOST: usize = 100;

/// Refuses calls that name too much to group by or add up.
pub(super) fn few_enough(count: usize) -> Result<(), Fault> {
    if count > MOST {
        return Err(Fault::value(format!(
            "A call groups by, or adds up, at most {MOST} things; these are {count}."
        )));
    }
    Ok(())
}

pub(super) fn group_bys<'a>(
    env: &Env<'a>,
    model: &'a Model,
    names: &[String],
) -> Result<Vec<GroupBy<'a>>, Fault> {
    few_enough(names.len())?;
    names
        .iter()
        .map(|name| GroupBy::parse(env, model, name))
        .collect()
}

/// Sorts groups by an order over group fields and aggregates; `None` leaves them as they are.
pub(super) fn sorted<'m>(
    env: &Env<'_>,
    model: &'m Model,
    groups: &mut [Group],
    by: &[GroupBy<'m>],
    aggregates: &[Aggregate<'m>],
    order: Option<&str>,
) -> Result<(), Fault> {
    let Some(order) = order.filter(|order| !order.trim().is_empty()) else {
        return Ok(());
    };
    for term in order.split(',').rev() {
        let mut words = term.split_whitespace();
        let name = words.next().unwrap_or_default();
        let descending = words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case("desc"));
        let turned = |order: Ordering| if descending { order.reverse() } else { order };
        let place = by.iter().position(|by| by.text == name || by.name == name);
        if let Some(place) = place {
            // The groups come sorted going up, whatever a many2one is sorted by: turning them is all there is to do.
            if descending && place == 0 {
                groups.reverse();
                groups.sort_by_key(|group| group.keys[place] != Cell::Null);
            } else if by[place].field.comodel().is_none() {
                groups.sort_by(|left, right| {
                    turned(compare_keys(&left.keys[place], &right.keys[place]))
                });
            }
            continue;
        }
        let bare = name.split(':').next().unwrap_or(name);
        let named = aggregates
            .iter()
            .find(|aggregate| aggregate.name == name || aggregate.name == bare)
            .cloned();
        let aggregate = match named {
            Some(aggregate) => aggregate,
            None if bare == "__count" || bare.ends_with("_count") => {
                Aggregate::new(env, model, bare, "__count", "count")?
            }
            None => {
                let function = name.split_once(':').map(|(_, function)| function);
                let default = model
                    .field(bare)
                    .and_then(|field| field.aggregator.as_deref());
                let Some(function) = function.or(default) else {
                    continue;
                };
                Aggregate::new(env, model, bare, bare, function)?
            }
        };
        groups.sort_by(|left, right| {
            let number =
                |group: &Group| aggregate.of(env, model, &group.ids).as_f64().unwrap_or(0.0);
            turned(number(left).total_cmp(&number(right)))
        });
    }
    Ok(())
}

fn windowed(groups: Vec<Group>, window: Window) -> Vec<Group> {
    groups
        .into_iter()
        .skip(window.offset)
        .take(window.limit.unwrap_or(usize::MAX))
        .collect()
}

/// Reads `field:function`, `name:function(field)` or `field` with its own function; fields that have none are passed over.
fn read_aggregates<'m>(
    env: &Env<'_>,
    model: &'m Model,
    specs: &[String],
    by: &[GroupBy<'_>],
) -> Result<Vec<Aggregate<'m>>, Fault> {
    few_enough(specs.len())?;
    let mut found = Vec::new();
    for spec in specs {
        let (name, function) = match spec.split_once(':') {
            Some((name, function)) => (name, Some(function)),
            None => (spec.as_str(), None),
        };
        let (field, function) = match function.and_then(|function| function.split_once('(')) {
            Some((function, field)) => (field.trim_end_matches(')'), Some(function)),
            None => (name, function),
        };
        if function.is_none() && by.iter().any(|by| by.name == field) {
            continue;
        }
        let Some(known) = model.field(field) else {
            return Err(Fault::value(format!(
                "Invalid field {} on model {}",
                python::repr(&field.into()),
                python::repr(&model.name.as_str().into())
            )));
        };
        let own = known
            .aggregator
            .as_deref()
            .filter(|_| known.store && known.name != "id");
        if let Some(function) = function.or(own) {
            found.push(Aggregate::new(env, model, name, field, function)?);
        }
    }
    Ok(found)
}

pub(super) fn read_groups(call: &mut Call<'_, '_>) -> Result<Vec<Value>, Fault> {
    let searched = call.args.take("domain");
    let fields = call.args.names("fields");
    let all = call.args.names("groupby");
    let window = window(&mut call.args)?;
    let order = call.args.text("orderby");
    let lazy = call.args.flag("lazy");
    let (env, model) = (&*call.env, call.model);
    let now = if lazy {
        &all[..all.len().min(1)]
    } else {
        &all[..]
    };
    few_enough(all.len())?;
    let by = group_bys(env, model, now)?;
    let aggregates = if fields.is_empty() {
        let summed = model
            .fields
            .iter()
            .filter(|field| field.store && field.aggregator.is_some() && field.name != "id");
        read_aggregates(
            env,
            model,
            &summed.map(|field| field.name.clone()).collect::<Vec<_>>(),
            &by,
        )?
    } else {
        read_aggregates(env, model, &fields, &by)?
    };
    let ids = search::search(env, model, &searched, Window::default(), Some("id"))?;
    let mut groups = group(env, model, ids, &by)?;
    sorted(env, model, &mut groups, &by, &aggregates, order.as_deref())?;
    let count_name = match by.first() {
        Some(by) if lazy => format!("{}_count", by.name),
        _ => "__count".to_owned(),
    };
    Ok(windowed(groups, window)
        .into_iter()
        .map(|group| {
            let mut row = Map::new();
            let mut extra = json!([]);
            let mut ranges = Map::new();
            for (by, key) in by.iter().zip(&group.keys) {
                row.insert(by.text.clone(), key_value(env, by, key));
                extra = joined(by.domain(key), &extra);
                if let Some(period) = by.period {
                    let range = match key {
                        Cell::Int(start) => {
                            json!({"from": by.bound(*start), "to": by.bound(period.end(*start))})
                        }
                        _ => Value::Bool(false),
                    };
                    ranges.insert(by.text.clone(), range);
                }
            }
            row.insert(count_name.clone(), group.ids.len().into());
            for aggregate in &aggregates {
                row.insert(aggregate.name.clone(), aggregate.of(env, model, &group.ids));
            }
            if !ranges.is_empty() {
                row.insert("__range".to_owned(), Value::Object(ranges));
            }
            row.insert("__domain".to_owned(), joined(extra, &searched));
            if lazy && all.len() > 1 {
                row.insert("__context".to_owned(), json!({"group_by": all[1..]}));
            }
            Value::Object(row)
        })
        .collect())
}

/// Counts, in each group, the records of each colour of a kanban column's bar.
pub(super) fn read_progress_bar(mut call: Call<'_, '_>) -> Answer {
    let searched = call.args.take("domain");
    let name = python::str(&call.args.take("group_by"));
    let bar = call.args.object("progress_bar");
    let (env, model) = (&*call.env, call.model);
    let Some(field) = bar.get("field").and_then(Value::as_str) else {
        return Ok(Some(json!({})));
    };
    let colours = bar
        .get("colors")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    let by = group_bys(env, model, &[name, field.to_owned()])?;
    domain::parse(env.flavour, &searched)?;
    let ids = search::search(env, model, &searched, Window::default(), Some("id"))?;
    let mut counts = Map::new();
    for group in group(env, model, ids, &by)? {
        let text = match key_value(env, &by[0], &group.keys[0]) {
            Value::Array(pair) => python::str(&pair[0]),
            value => python::str(&value),
        };
        let of_group = counts.entry(text).or_insert_with(|| {
            Value::Object(
                colours
                    .keys()
                    .map(|colour| (colour.clone(), 0.into()))
                    .collect(),
            )
        });
        let colour = match (&group.keys[1], by[1].field.kind) {
            (Cell::Bool(value), FieldType::Boolean) => python::str(&(*value).into()),
            (Cell::Text(text), _) => text.to_string(),
            _ => continue,
        };
        if let Some(count) = of_group.get_mut(&colour) {
            *count = group.ids.len().into();
        }
    }
    Ok(Some(Value::Object(counts)))
}
