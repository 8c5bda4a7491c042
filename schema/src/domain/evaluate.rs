//! Whether a record meets a domain, as a search in the database would say.
//!
//! A record is an object as the client reads it: `false` where a field is empty, a many2one as a
//! pair, an id or an object, x2many as ids or as objects. Paths lead into objects; where only an id
//! is there, the fault says what to read. Where the series differ, it does as the series it is
//! told.

use serde_json::Value;

use super::compare::{compare, part_of};
use super::links::linked;
use super::{Leaf, Node};
use crate::Fault;
use crate::kind::Kind;
use crate::python::truthy;
use crate::schema::Schema;

/// How a series searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Series {
    /// 17.
    V17,
    /// 18.
    V18,
    /// 19 and later.
    V19,
}

impl Series {
    /// The series of a name such as `18.0`; the newest where it is not known.
    pub fn of(name: &str) -> Self {
        let number = name
            .trim_start_matches("saas")
            .trim_start_matches(['-', '~']);
        match number
            .split('.')
            .next()
            .and_then(|major| major.parse::<u32>().ok())
        {
            Some(..=17) => Self::V17,
            Some(18) => Self::V18,
            _ => Self::V19,
        }
    }
}

/// What an evaluation goes by.
pub struct Evaluation<'a> {
    /// Types of fields; without it they are told by the values.
    pub schema: Option<&'a Schema>,
    /// How the server would search.
    pub series: Series,
}

/// Tells whether a record of a model meets a domain.
///
/// # Errors
/// The record lacks a field, or what a path leads to; the operator cannot be evaluated on a record
/// alone.
pub fn evaluate(
    by: &Evaluation<'_>,
    model: &str,
    domain: &Value,
    record: &Value,
) -> Result<bool, Fault> {
    holds(by, model, &super::read(domain)?, record, false)
}

/// Up to 18 a denial turns every sign and operator inside, but those of paths; from 19 on it turns
/// the outcome.
fn holds(
    by: &Evaluation<'_>,
    model: &str,
    node: &Node,
    record: &Value,
    denied: bool,
) -> Result<bool, Fault> {
    let pushed = by.series < Series::V19;
    Ok(match node {
        Node::True => !denied,
        Node::False => denied,
        Node::Not(inner) if pushed => holds(by, model, inner, record, !denied)?,
        Node::Not(inner) => !holds(by, model, inner, record, false)?,
        Node::And(nodes) | Node::Or(nodes) => {
            let is_and = matches!(node, Node::And(_)) != denied;
            // All of them are looked at: a fault does not depend on the values of a record.
            let mut held = 0;
            for inner in nodes {
                held += usize::from(holds(by, model, inner, record, denied)?);
            }
            if is_and {
                held == nodes.len()
            } else {
                held > 0
            }
        }
        Node::Leaf(leaf) => {
            let opposite = opposite(&leaf.operator).filter(|_| !leaf.field.contains('.'));
            match (denied, opposite) {
                (false, _) => condition(by, model, leaf, record)?,
                (true, Some(operator)) => {
                    condition(by, model, &leaf.with_operator(operator), record)?
                }
                (true, None) => !condition(by, model, leaf, record)?,
            }
        }
    })
}

fn opposite(operator: &str) -> Option<&'static str> {
    Some(match operator {
        "=" => "!=",
        "!=" => "=",
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        "in" => "not in",
        "not in" => "in",
        "like" => "not like",
        "not like" => "like",
        "ilike" => "not ilike",
        "not ilike" => "ilike",
        "=like" => "not =like",
        "not =like" => "=like",
        "=ilike" => "not =ilike",
        "not =ilike" => "=ilike",
        "any" => "not any",
        "not any" => "any",
        _ => return None,
    })
}

fn condition(by: &Evaluation<'_>, model: &str, leaf: &Leaf, record: &Value) -> Result<bool, Fault> {
    let (name, rest) = match leaf.field.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (leaf.field.as_str(), None),
    };
    let held = record.get(name).ok_or_else(|| {
        Fault::new(format!(
            "The record has no {name}: read that field as well to evaluate \"{}\".",
            leaf.field
        ))
    })?;
    let field = by.schema.and_then(|schema| schema.field(model, name));
    let relation = field.map_or("", |field| field.relation.as_str());
    let kind = field.map_or_else(|| kind_of(leaf, held), |field| field.kind);
    if let Some(rest) = rest {
        if matches!(kind, Kind::Date | Kind::Datetime) && part_of(rest, "").is_some() {
            let part = held.as_str().and_then(|text| part_of(rest, text)?);
            let held = part.map_or(Value::Bool(false), Value::from);
            return compare(
                by,
                "part",
                Kind::Many2oneReference,
                &held,
                &leaf.operator,
                &leaf.value,
            );
        }
        let inner = Leaf {
            field: rest.to_owned(),
            ..leaf.clone()
        };
        return any(held, &leaf.field, |other| {
            condition(by, relation, &inner, other)
        });
    }
    match leaf.operator.as_str() {
        "=?" if !truthy(&leaf.value) => Ok(true),
        "=?" => condition(by, model, &leaf.with_operator("="), record),
        operator @ ("any" | "not any") => {
            let inner = super::read(&leaf.value)?;
            let found = any(held, &leaf.field, |other| {
                holds(by, relation, &inner, other, false)
            })?;
            Ok(found == (operator == "any"))
        }
        operator @ ("child_of" | "parent_of" | "access") => Err(Fault::new(format!(
            "\"{operator}\" depends on other records: ask the server, by searchCount with the record's id."
        ))),
        operator if kind == Kind::Many2one || kind.is_x2many() => {
            linked(by, kind, held, operator, leaf)
        }
        operator => compare(by, name, kind, held, operator, &leaf.value),
    }
}

/// Judges by a value what its field is, where no schema says it.
fn kind_of(leaf: &Leaf, held: &Value) -> Kind {
    if held.as_str().is_some_and(is_time) {
        return Kind::Datetime;
    }
    if leaf.field.contains('.') || matches!(leaf.operator.as_str(), "any" | "not any") {
        return Kind::Many2many;
    }
    match held {
        Value::Number(_) => Kind::Float,
        Value::Bool(true) => Kind::Boolean,
        Value::Array(items) if matches!(items.as_slice(), [Value::Number(_), Value::String(_)]) => {
            Kind::Many2one
        }
        Value::Array(_) => Kind::Many2many,
        Value::Object(_) => Kind::Many2one,
        _ => match &leaf.value {
            Value::Bool(true) => Kind::Boolean,
            Value::Number(_) => Kind::Many2one,
            Value::Array(items) if items.iter().any(Value::is_number) => Kind::Many2one,
            _ => Kind::Char,
        },
    }
}

fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && (bytes.len() == 10 || bytes.len() == 19)
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'-'
        && bytes[7] == b'-'
}

/// Whether one of the records a field leads to holds.
fn any(
    held: &Value,
    field: &str,
    hold: impl Fn(&Value) -> Result<bool, Fault>,
) -> Result<bool, Fault> {
    let others: Vec<&Value> = match held {
        Value::Object(_) => vec![held],
        Value::Array(items) => match items.as_slice() {
            [Value::Number(_), Value::String(_)] => vec![held],
            several => several.iter().collect(),
        },
        Value::Number(_) => vec![held],
        _ => Vec::new(),
    };
    let mut found = false;
    for other in others {
        if !other.is_object() {
            return Err(Fault::new(format!(
                "The record has only ids where \"{field}\" leads on: read it nested, with fetch."
            )));
        }
        found |= hold(other)?;
    }
    Ok(found)
}
