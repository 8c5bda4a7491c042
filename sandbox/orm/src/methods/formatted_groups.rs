//! `formatted_read_group` and what 19 builds on it, and the `read_group` of 20.0.

use serde_json::{Map, Value, json};

use super::crud::window;
use super::groups::{few_enough, group_bys, joined, plain_key, read_groups, sorted};
use super::{Answer, Call};
use crate::env::Env;
use crate::group::{Aggregate, group};
use crate::schema::Model;
use crate::search::{self, Window};
use crate::store::Cell;
use crate::{Fault, Flavour, python};

/// Reads `field:function` and `__count`.
fn formatted_aggregates<'m>(
    env: &Env<'_>,
    model: &'m Model,
    specs: &[String],
) -> Result<Vec<Aggregate<'m>>, Fault> {
    few_enough(specs.len())?;
    specs
        .iter()
        .map(|spec| match spec.split_once(':') {
            Some((field, function)) => Aggregate::new(env, model, spec, field, function, spec),
            None => Aggregate::new(env, model, spec, spec, "count", spec),
        })
        .collect()
}

fn formatted(
    env: &Env<'_>,
    model: &Model,
    searched: &Value,
    names: &[String],
    specs: &[String],
    having: &Value,
    order: Option<&str>,
) -> Result<Vec<Value>, Fault> {
    let by = group_bys(env, model, names, true)?;
    let aggregates = formatted_aggregates(env, model, specs)?;
    let ids = search::search(env, model, searched, Window::default(), Some("id"))?;
    let mut groups = group(env, model, ids, &by)?;
    sorted(env, model, &mut groups, &by, &aggregates, order)?;
    let mut rows = Vec::with_capacity(groups.len());
    for group in groups {
        let mut row = Map::new();
        let mut extra = Vec::new();
        for (by, key) in by.iter().zip(&group.keys) {
            let value = match (by.period, key) {
                (Some(period), Cell::Int(start)) => json!([by.bound(*start), period.label(*start)]),
                _ => plain_key(env, by, key),
            };
            row.insert(by.text.clone(), value);
            extra.push(by.domain(key));
        }
        let extra = match extra.is_empty() {
            true => json!([[1, "=", 1]]),
            false => joined(env.flavour, extra),
        };
        row.insert("__extra_domain".to_owned(), extra);
        for aggregate in &aggregates {
            // Records themselves are for programs within the server.
            if !aggregate.name.ends_with(":recordset") {
                row.insert(aggregate.name.clone(), aggregate.of(env, model, &group.ids));
            }
        }
        if has(&row, having)? {
            rows.push(Value::Object(row));
        }
    }
    Ok(rows)
}

/// Tests a `having` domain, all of whose conditions must hold, on a group's aggregates.
fn has(row: &Map<String, Value>, having: &Value) -> Result<bool, Fault> {
    for term in having.as_array().into_iter().flatten() {
        let Value::Array(parts) = term else { continue };
        let [Value::String(name), Value::String(operator), value] = parts.as_slice() else {
            return Err(Fault::value(format!(
                "Invalid having clause {}",
                python::repr(term)
            )));
        };
        let left = row.get(name).and_then(Value::as_f64).unwrap_or(0.0);
        let right = value.as_f64().unwrap_or(0.0);
        let kept = match operator.as_str() {
            "=" => left == right,
            "!=" => left != right,
            "<" => left < right,
            "<=" => left <= right,
            ">" => left > right,
            ">=" => left >= right,
            _ => {
                return Err(Fault::value(format!(
                    "Invalid having clause {}",
                    python::repr(term)
                )));
            }
        };
        if !kept {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Answers with the groups as objects up to 19.0, and from 20.0 on as lists: what they are grouped
/// by, then the aggregates.
pub(super) fn read_group(mut call: Call<'_, '_>) -> Answer {
    if call.env.flavour < Flavour::V20 {
        return Ok(Some(read_groups(&mut call)?.into()));
    }
    let searched = call.args.take("domain");
    let (names, specs) = (call.args.names("groupby"), call.args.names("aggregates"));
    let having = call.args.take("having");
    let window = window(&mut call.args)?;
    let order = call.args.text("order");
    let (env, model) = (&*call.env, call.model);
    let by = group_bys(env, model, &names, true)?;
    let aggregates = formatted_aggregates(env, model, &specs)?;
    let ids = search::search(env, model, &searched, Window::default(), Some("id"))?;
    let mut groups = group(env, model, ids, &by)?;
    sorted(env, model, &mut groups, &by, &aggregates, order.as_deref())?;
    let mut rows = Vec::with_capacity(groups.len());
    for group in groups {
        let results: Map<String, Value> = aggregates
            .iter()
            .map(|aggregate| (aggregate.name.clone(), aggregate.of(env, model, &group.ids)))
            .collect();
        if !has(&results, &having)? {
            continue;
        }
        let keys = by.iter().zip(&group.keys).map(|(by, key)| match key {
            Cell::Int(start) if by.period.is_some() => by.bound(*start).into(),
            key => crate::records::read::plain(key.as_ref()),
        });
        rows.push(
            keys.chain(results.into_iter().map(|(_, value)| value))
                .collect::<Value>(),
        );
    }
    Ok(Some(
        rows.into_iter()
            .skip(window.offset)
            .take(window.limit.unwrap_or(usize::MAX))
            .collect(),
    ))
}

pub(super) fn formatted_read_group(mut call: Call<'_, '_>) -> Answer {
    let searched = call.args.take("domain");
    let (names, specs) = (call.args.names("groupby"), call.args.names("aggregates"));
    let having = call.args.take("having");
    let window = window(&mut call.args)?;
    let order = call.args.text("order");
    let rows = formatted(
        call.env,
        call.model,
        &searched,
        &names,
        &specs,
        &having,
        order.as_deref(),
    )?;
    Ok(Some(
        rows.into_iter()
            .skip(window.offset)
            .take(window.limit.unwrap_or(usize::MAX))
            .collect(),
    ))
}

pub(super) fn formatted_read_grouping_sets(mut call: Call<'_, '_>) -> Answer {
    let searched = call.args.take("domain");
    let sets = call.args.take("grouping_sets");
    let specs = call.args.names("aggregates");
    let order = call.args.text("order");
    few_enough(sets.as_array().map_or(0, Vec::len))?;
    let mut all = Vec::new();
    for set in sets.as_array().into_iter().flatten() {
        let names: Vec<String> = set
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        let rows = formatted(
            call.env,
            call.model,
            &searched,
            &names,
            &specs,
            &Value::Null,
            order.as_deref(),
        )?;
        all.push(Value::Array(rows));
    }
    Ok(Some(all.into()))
}

/// Answers with the groups of a window, and how many there are.
pub(super) fn web_read_group(mut call: Call<'_, '_>) -> Answer {
    if call.env.flavour < Flavour::V19 {
        let window = window(&mut call.args)?;
        let groups = read_groups(&mut call)?;
        let length = groups.len();
        let shown: Vec<Value> = groups
            .into_iter()
            .skip(window.offset)
            .take(window.limit.unwrap_or(usize::MAX))
            .collect();
        return Ok(Some(json!({"groups": shown, "length": length})));
    }
    let searched = call.args.take("domain");
    let (names, mut specs) = (call.args.names("groupby"), call.args.names("aggregates"));
    if !specs.iter().any(|spec| spec == "__count") {
        specs.push("__count".to_owned());
    }
    let window = window(&mut call.args)?;
    let order = call.args.text("order");
    let first = &names[..names.len().min(1)];
    let rows = formatted(
        call.env,
        call.model,
        &searched,
        first,
        &specs,
        &Value::Null,
        order.as_deref(),
    )?;
    let length = rows.len();
    let shown: Vec<Value> = rows
        .into_iter()
        .skip(window.offset)
        .take(window.limit.unwrap_or(usize::MAX))
        .collect();
    Ok(Some(json!({"groups": shown, "length": length})))
}
