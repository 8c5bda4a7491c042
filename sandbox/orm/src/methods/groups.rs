//! `read_group` and its successors.

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use super::crud::window;
use super::{Answer, Call};
use crate::env::Env;
use crate::group::{Aggregate, Group, GroupBy, expanded, group, is_foldable, rank_in, ranks};
use crate::schema::{FieldType, Model};
use crate::search::{self, Window};
use crate::store::Cell;
use crate::{Fault, Flavour, domain, names, python};

/// Joins domains that must all hold. 17 and 18 keep each as it is; later series know one `&` for
/// all of them.
pub(super) fn joined(flavour: Flavour, domains: Vec<Value>) -> Value {
    let mut given: Vec<Vec<Value>> = domains
        .into_iter()
        .filter_map(|domain| match domain {
            Value::Array(terms) if !terms.is_empty() => Some(terms),
            _ => None,
        })
        .collect();
    if given.len() < 2 {
        return given.pop().unwrap_or_default().into();
    }
    let mut parts: Vec<Vec<Value>> = Vec::new();
    for terms in given {
        let terms = normalized(&terms);
        if flavour < Flavour::V19 {
            parts.push(terms);
        } else {
            operands(&terms, &mut parts);
        }
    }
    let signs = std::iter::repeat_n(Value::from("&"), parts.len() - 1);
    signs.chain(parts.into_iter().flatten()).collect()
}

/// Takes a domain apart at its outermost `&` signs.
fn operands(terms: &[Value], parts: &mut Vec<Vec<Value>>) {
    if terms.first().and_then(Value::as_str) != Some("&") {
        parts.push(terms.to_vec());
        return;
    }
    let end = 1 + length(&terms[1..]);
    operands(&terms[1..end], parts);
    operands(&terms[end..], parts);
}

/// How many terms the first expression of a domain has.
fn length(terms: &[Value]) -> usize {
    let mut missing = 1;
    for (place, term) in terms.iter().enumerate() {
        missing += match term.as_str() {
            Some("&" | "|") => 1,
            Some("!") => 0,
            _ => -1,
        };
        if missing == 0 {
            return place + 1;
        }
    }
    terms.len()
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

/// As many fields, aggregates or grouping sets one call may name: each takes a look at every
/// record.
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
    paths: bool,
) -> Result<Vec<GroupBy<'a>>, Fault> {
    few_enough(names.len())?;
    names
        .iter()
        .map(|name| GroupBy::parse(env, model, name, paths))
        .collect()
}

/// Sorts groups by an order over group fields and aggregates; `None` leaves them as they are.
///
/// # Errors
/// A term is neither.
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
    // The last term first: sorting keeps the order of what is equal.
    for term in order.split(',').rev() {
        let mut words = term.split_whitespace();
        let name = words.next().unwrap_or_default();
        let descending = words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case("desc"));
        let turned = |order: Ordering| if descending { order.reverse() } else { order };
        let place = by.iter().position(|by| by.text == name || by.name == name);
        if let Some(place) = place {
            let keys: Vec<Cell> = groups
                .iter()
                .map(|group| group.keys[place].clone())
                .collect();
            let ranked = ranks(env, &by[place], &keys)?;
            groups.sort_by(|left, right| {
                let rank = |group: &Group| rank_in(&ranked, &group.keys[place]);
                turned(rank(left).cmp(&rank(right)))
            });
            continue;
        }
        let aggregate = aggregate_of_order(env, model, by, aggregates, name)?.ok_or_else(|| {
            Fault::value(format!(
                "Order term {} is not a valid aggregate nor valid groupby",
                python::repr(&term.trim().into())
            ))
        })?;
        groups.sort_by(|left, right| {
            let number =
                |group: &Group| aggregate.of(env, model, &group.ids).as_f64().unwrap_or(0.0);
            turned(number(left).total_cmp(&number(right)))
        });
    }
    Ok(())
}

/// Finds what a term of an order counts or adds up.
fn aggregate_of_order<'m>(
    env: &Env<'_>,
    model: &'m Model,
    by: &[GroupBy<'m>],
    aggregates: &[Aggregate<'m>],
    name: &str,
) -> Result<Option<Aggregate<'m>>, Fault> {
    let bare = name.split(':').next().unwrap_or(name);
    let named = aggregates
        .iter()
        .find(|aggregate| aggregate.name == name || aggregate.name == bare);
    if let Some(named) = named {
        return Ok(Some(named.clone()));
    }
    let counts = |name: &str| {
        name.strip_suffix("_count")
            .is_some_and(|field| by.iter().any(|by| by.name == field))
    };
    if bare == "__count" || counts(bare) {
        return Ok(Some(Aggregate::count(bare)));
    }
    match name.split_once(':') {
        Some((field, function)) if model.field(field).is_some() => {
            Aggregate::new(env, model, field, field, function, name).map(Some)
        }
        _ => Ok(None),
    }
}

fn windowed(groups: Vec<Group>, window: Window) -> Vec<Group> {
    groups
        .into_iter()
        .skip(window.offset)
        .take(window.limit.unwrap_or(usize::MAX))
        .collect()
}

/// Reads `field:function`, `name:function(field)` or `field` with its own function; fields that
/// have none are passed over.
fn read_aggregates<'m>(
    env: &Env<'_>,
    model: &'m Model,
    specs: &[String],
    by: &[GroupBy<'_>],
) -> Result<Vec<Aggregate<'m>>, Fault> {
    few_enough(specs.len())?;
    let mut found = Vec::new();
    for spec in specs.iter().filter(|spec| *spec != "__count") {
        let (name, function) = match spec.split_once(':') {
            Some((name, function)) => (name, Some(function)),
            None => (spec.as_str(), None),
        };
        let quoted = || python::repr(&spec.as_str().into());
        if name.is_empty() {
            return Err(Fault::value(format!(
                "Invalid field specification {}.",
                quoted()
            )));
        }
        let (field, function) = match function.and_then(|function| function.split_once('(')) {
            Some((function, field)) => (field.trim_end_matches(')'), Some(function)),
            None => (name, function),
        };
        if function.is_none() && by.iter().any(|by| by.name == field) {
            continue;
        }
        let known = model.field(field);
        let own = known
            .filter(|known| known.store && known.name != "id")
            .and_then(|known| known.aggregator.as_deref());
        match function.or(own) {
            Some(function) => found.push(Aggregate::new(env, model, name, field, function, spec)?),
            None if known.is_none() => {
                return Err(Fault::value(format!(
                    "Invalid field {} on model {}",
                    python::repr(&field.into()),
                    python::repr(&model.name.as_str().into())
                )));
            }
            None => {}
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
    let by = group_bys(env, model, now, false)?;
    let aggregates = read_aggregates(env, model, &fields, &by)?;
    let ids = search::search(env, model, &searched, Window::default(), Some("id"))?;
    let mut groups = group(env, model, ids, &by)?;
    if lazy && let Some(by) = by.first() {
        expand(env, model, by, &mut groups)?;
    }
    sorted(env, model, &mut groups, &by, &aggregates, order.as_deref())?;
    let count_name = match by.first() {
        Some(by) if lazy => format!("{}_count", by.name),
        _ => "__count".to_owned(),
    };
    let row = |group: Group| {
        let mut row = Map::new();
        let mut domains = vec![searched.clone()];
        let mut ranges = Map::new();
        for (by, key) in by.iter().zip(&group.keys) {
            row.insert(by.text.clone(), key_value(env, by, key));
            domains.push(by.domain(key));
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
        row.insert("__domain".to_owned(), joined(env.flavour, domains));
        if !ranges.is_empty() {
            row.insert("__range".to_owned(), Value::Object(ranges));
        }
        if let (true, Some(by)) = (lazy, by.first())
            && is_foldable(env, by.field)
        {
            row.insert(
                "__fold".to_owned(),
                is_folded(env, by, &group.keys[0]).into(),
            );
        }
        if lazy && all.len() > 1 {
            row.insert("__context".to_owned(), json!({"group_by": all[1..]}));
        }
        Value::Object(row)
    };
    Ok(windowed(groups, window).into_iter().map(row).collect())
}

/// Adds the empty groups that are shown all the same, each in its place.
fn expand(
    env: &Env<'_>,
    model: &Model,
    by: &GroupBy<'_>,
    groups: &mut Vec<Group>,
) -> Result<(), Fault> {
    let Some(ids) = expanded(env, model, by.field)? else {
        return Ok(());
    };
    for id in &ids {
        let key = Cell::Int(*id);
        if !groups.iter().any(|group| group.keys.first() == Some(&key)) {
            groups.push(Group {
                keys: vec![key],
                ids: Vec::new(),
            });
        }
    }
    let keys: Vec<Cell> = groups
        .iter()
        .filter_map(|group| group.keys.first().cloned())
        .collect();
    let ranked = ranks(env, by, &keys)?;
    groups.sort_by_key(|group| group.keys.first().map(|key| rank_in(&ranked, key)));
    Ok(())
}

fn is_folded(env: &Env<'_>, by: &GroupBy<'_>, key: &Cell) -> bool {
    match (by.field.comodel(), key) {
        (Some(other), Cell::Int(id)) => env.stored(env.registry.at(other), "fold", *id).is_truthy(),
        _ => false,
    }
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
    let by = group_bys(env, model, &[name, field.to_owned()], false)?;
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
