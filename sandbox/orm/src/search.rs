//! Finding records: domain, rules, archived records, order, offset and limit.

use serde_json::Value;

use crate::Fault;
use crate::access;
use crate::domain::compile::{Scope, compile};
use crate::domain::filter::Filter;
use crate::domain::{Node, Operator};
use crate::env::Env;
use crate::order::Order;
use crate::schema::{Model, Operation};

/// A search's window.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Window {
    pub(crate) offset: usize,
    pub(crate) limit: Option<usize>,
}

impl Window {
    fn end(self) -> usize {
        self.limit
            .map_or(usize::MAX, |limit| self.offset.saturating_add(limit))
    }
}

/// Searches as the calling user: access rights checked, rules applied, archived records left out
/// unless the domain speaks of them.
///
/// # Errors
/// Access is refused, or the domain or order is wrong.
pub(crate) fn search(
    env: &Env<'_>,
    model: &Model,
    domain: &Value,
    window: Window,
    order: Option<&str>,
) -> Result<Vec<i64>, Fault> {
    let node = crate::domain::parse(env.flavour, domain)?;
    check_characters(domain)?;
    search_node(env, model, &node, window, order)
}

/// Refuses texts that the database could not be asked for.
fn check_characters(domain: &Value) -> Result<(), Fault> {
    match domain {
        Value::String(text) if crate::beyond::number(text).is_none() => {
            crate::records::convert::check_characters(text, false)
        }
        Value::Array(items) => items.iter().try_for_each(check_characters),
        _ => Ok(()),
    }
}

/// Searches by a domain already read.
///
/// # Errors
/// See [`search`].
pub(crate) fn search_node(
    env: &Env<'_>,
    model: &Model,
    node: &Node,
    window: Window,
    order: Option<&str>,
) -> Result<Vec<i64>, Fault> {
    access::check_model(env, model, Operation::Read)?;
    let order = Order::parse(env, model, order)?;
    let filter = visible(env, model, node, Scope::of(env))?;
    if let Some(descending) = order.by_id() {
        return Ok(in_id_order(env, model, &filter, window, descending));
    }
    let mut ids = passing(env, model, &filter, usize::MAX);
    order.sort(env, model, &mut ids, window.end())?;
    let end = window.end().min(ids.len());
    ids.truncate(end);
    ids.drain(..window.offset.min(end));
    Ok(ids)
}

/// Counts records as the calling user, up to a limit.
///
/// # Errors
/// See [`search`].
pub(crate) fn count(
    env: &Env<'_>,
    model: &Model,
    domain: &Value,
    limit: Option<usize>,
) -> Result<usize, Fault> {
    let node = crate::domain::parse(env.flavour, domain)?;
    check_characters(domain)?;
    access::check_model(env, model, Operation::Read)?;
    let filter = visible(env, model, &node, Scope::of(env))?;
    if matches!(filter, Filter::All) {
        return Ok(env.table(model).len().min(limit.unwrap_or(usize::MAX)));
    }
    Ok(passing(env, model, &filter, limit.unwrap_or(usize::MAX)).len())
}

/// The ids of the records a domain holds for, ascending, in a scope: what conditions on other
/// models are made of.
///
/// # Errors
/// The domain is wrong.
pub(crate) fn matching(
    env: &Env<'_>,
    model: &Model,
    node: &Node,
    scope: Scope,
) -> Result<Vec<i64>, Fault> {
    Ok(passing(
        env,
        model,
        &visible(env, model, node, scope)?,
        usize::MAX,
    ))
}

/// The domain `name_search` and names in domains stand for.
pub(crate) fn name_domain(model: &Model, operator: Operator, name: &Value) -> Node {
    let mut fields: Vec<&str> = model.name_search.iter().map(String::as_str).collect();
    if fields.is_empty() {
        fields.push(model.rec_name.as_deref().unwrap_or("display_name"));
    }
    let leaves = fields
        .into_iter()
        .map(|field| Node::leaf(field, operator, name.clone()));
    if operator.is_negative() {
        Node::and(leaves)
    } else {
        Node::or(leaves)
    }
}

fn visible(env: &Env<'_>, model: &Model, node: &Node, scope: Scope) -> Result<Filter, Fault> {
    let mut filters = vec![compile(env, model, node, scope)?];
    if scope.active_test
        && let Some(active) = model.field("active")
        && !node.mentions("active")
    {
        let leaf = Node::leaf(&active.name, Operator::Equal, true);
        filters.push(compile(env, model, &leaf, scope)?);
    }
    if !scope.su
        && let Some(rules) = access::rules(env, model, Operation::Read)?
    {
        filters.push(compile(env, model, &rules, Scope::SERVER)?);
    }
    filters.retain(|filter| !matches!(filter, Filter::All));
    Ok(match filters.len() {
        0 => Filter::All,
        1 => filters.remove(0),
        _ => Filter::And(filters),
    })
}

/// The records that pass a filter, ascending, at most `limit`.
fn passing(env: &Env<'_>, model: &Model, filter: &Filter, limit: usize) -> Vec<i64> {
    in_id_order(
        env,
        model,
        filter,
        Window {
            offset: 0,
            limit: Some(limit),
        },
        false,
    )
}

fn in_id_order(
    env: &Env<'_>,
    model: &Model,
    filter: &Filter,
    window: Window,
    descending: bool,
) -> Vec<i64> {
    let table = env.table(model);
    let limit = window.limit.unwrap_or(usize::MAX);
    let passes =
        |row: &usize| table.is_live(*row) && filter.passes(env, model, *row, table.id(*row));
    let rows: Box<dyn Iterator<Item = usize>> = match filter.candidates(env, model) {
        Some(mut ids) => {
            ids.sort_unstable();
            ids.dedup();
            if descending {
                ids.reverse();
            }
            Box::new(ids.into_iter().filter_map(|id| table.row(id)))
        }
        None => {
            let rows = table.first_row_from(filter.least_id())..table.rows();
            if descending {
                Box::new(rows.rev())
            } else {
                Box::new(rows)
            }
        }
    };
    rows.filter(passes)
        .skip(window.offset)
        .take(limit)
        .map(|row| table.id(row))
        .collect()
}
