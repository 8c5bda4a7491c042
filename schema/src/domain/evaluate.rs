//! Whether a record meets a domain, as a search in the database would say.
//!
//! A record is an object as the client reads it: `false` where a field is empty, a many2one as a pair, an id or an object, x2many as
//! ids or as objects. Paths lead into objects; where only an id is there, the fault says what to read. Where the series differ, it
//! does as the series it is told.

use serde_json::Value;

use super::like::matches;
use super::{Leaf, Node};
use crate::Fault;
use crate::kind::Kind;
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
/// The record lacks a field, or what a path leads to; the operator cannot be evaluated on a record alone.
pub fn evaluate(
    by: &Evaluation<'_>,
    model: &str,
    domain: &Value,
    record: &Value,
) -> Result<bool, Fault> {
    holds(by, model, &super::read(domain)?, record, false)
}

/// Up to 18 a denial turns every sign and operator inside, but those of paths; from 19 on it turns the outcome.
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

/// The ids a relational value holds.
fn links(held: &Value) -> Vec<i64> {
    let id = |value: &Value| value.as_i64().or_else(|| value.get("id")?.as_i64());
    match held {
        Value::Array(items) => match items.as_slice() {
            [Value::Number(id), Value::String(_)] => id.as_i64().into_iter().collect(),
            several => several.iter().filter_map(id).collect(),
        },
        value => id(value).into_iter().collect(),
    }
}

/// The names of the records a relational value holds, where they are there.
fn names(held: &Value) -> Option<Vec<&str>> {
    match held {
        Value::Array(items) => match items.as_slice() {
            [Value::Number(_), Value::String(name)] => Some(vec![name.as_str()]),
            several => several
                .iter()
                .map(|one| one.get("display_name")?.as_str())
                .collect(),
        },
        Value::Object(_) => Some(vec![held.get("display_name")?.as_str()?]),
        Value::Bool(false) | Value::Null => Some(Vec::new()),
        _ => None,
    }
}

fn linked(
    by: &Evaluation<'_>,
    kind: Kind,
    held: &Value,
    operator: &str,
    leaf: &Leaf,
) -> Result<bool, Fault> {
    let ids = links(held);
    let negative = operator.starts_with("not ") || operator == "!=";
    match operator {
        "=" | "!=" | "in" | "not in" => {
            let as_it_is = kind.is_x2many() && by.series < Series::V19 && leaf.value.is_array();
            let empty: [Value; 1] = [Value::Bool(false)];
            let wanted = match &leaf.value {
                Value::Array(items)
                    if items.is_empty()
                        && matches!(operator, "=" | "!=")
                        && by.series >= Series::V19 =>
                {
                    &empty[..]
                }
                Value::Array(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            let mut found = false;
            for value in wanted {
                found |= match value {
                    // Up to 18 false means nothing among several records.
                    Value::Bool(false) | Value::Null => !as_it_is && ids.is_empty(),
                    Value::Bool(true) => !ids.is_empty(),
                    Value::Number(number) => number.as_i64().is_some_and(|id| ids.contains(&id)),
                    _ => return Err(by_name(leaf)),
                };
            }
            Ok(found != negative)
        }
        "<" | "<=" | ">" | ">=" => {
            let Some(to) = leaf.value.as_i64() else {
                return Ok(false);
            };
            Ok(ids.iter().any(|id| ordered(operator, id.cmp(&to))))
        }
        _ => {
            if !truthy(&leaf.value) && !operator.contains('=') {
                return Ok(ids.is_empty() == negative);
            }
            let pattern = leaf.value.as_str().ok_or_else(|| by_name(leaf))?;
            let names = names(held).ok_or_else(|| by_name(leaf))?;
            let bare = operator.trim_start_matches("not ");
            let fits = |name: &&str| {
                matches(
                    pattern,
                    name,
                    bare.ends_with("ilike"),
                    !bare.starts_with('='),
                )
            };
            Ok(names.iter().any(fits) != negative)
        }
    }
}

fn by_name(leaf: &Leaf) -> Fault {
    Fault::new(format!(
        "\"{}\" is searched by name, which the record does not tell: use a path such as \"{}.name\", or ask the server.",
        leaf.field, leaf.field
    ))
}

fn compare(
    by: &Evaluation<'_>,
    name: &str,
    kind: Kind,
    held: &Value,
    operator: &str,
    value: &Value,
) -> Result<bool, Fault> {
    let wanted = match value {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let negative = operator.starts_with("not ") || operator == "!=";
    let is_empty = matches!(held, Value::Bool(false) | Value::Null);
    let from_18 = by.series >= Series::V18;
    Ok(match operator {
        "=" | "!=" | "in" | "not in" => {
            let mut found = false;
            for value in wanted {
                let unset = matches!(value, Value::Bool(false) | Value::Null);
                found |= match kind {
                    Kind::Boolean => truth(by, value) == truthy(held),
                    kind if kind.is_number() => {
                        // Up to 17 no number is nothing, which no answer tells from 0.
                        let zero = from_18 && name != "id";
                        match value.as_f64() {
                            Some(wanted) => held.as_f64() == Some(wanted),
                            None => {
                                unset
                                    && if zero {
                                        held.as_f64() == Some(0.0)
                                    } else {
                                        is_empty
                                    }
                            }
                        }
                    }
                    kind if kind.is_text() => {
                        let blank = from_18 && (is_empty || held == "");
                        match value.as_str() {
                            Some("") if from_18 => blank,
                            Some(text) => held == text,
                            None => unset && (is_empty || blank),
                        }
                    }
                    Kind::Date | Kind::Datetime => match value.as_str() {
                        Some(text) => held
                            .as_str()
                            .is_some_and(|held| held == moment(kind, text, false)),
                        None => unset && is_empty,
                    },
                    _ if unset => is_empty,
                    _ => held == value || (held.is_number() && held.as_f64() == value.as_f64()),
                };
            }
            found != negative
        }
        "<" | "<=" | ">" | ">=" => match kind {
            Kind::Date | Kind::Datetime => {
                let end = matches!(operator, "<=" | ">");
                match (held.as_str(), value.as_str()) {
                    (Some(held), Some(to)) => {
                        ordered(operator, held.cmp(moment(kind, to, end).as_str()))
                    }
                    _ => false,
                }
            }
            kind if kind.is_number() || held.is_number() => {
                let to = if truthy(value) || value.is_number() {
                    value.as_f64()
                } else {
                    Some(0.0)
                };
                match (held.as_f64(), to) {
                    (Some(held), Some(to)) => ordered(operator, held.total_cmp(&to)),
                    _ => false,
                }
            }
            _ => match (held.as_str(), value.as_str()) {
                (Some(held), Some(to)) => ordered(operator, held.cmp(to)),
                _ => false,
            },
        },
        _ => text_like(by, held, operator, value),
    })
}

fn text_like(by: &Evaluation<'_>, held: &Value, operator: &str, value: &Value) -> bool {
    let negative = operator.starts_with("not ");
    let bare = operator.trim_start_matches("not ");
    let whole = bare.starts_with('=');
    let pattern = match value {
        Value::String(text) => text.clone(),
        value if truthy(value) => value.to_string(),
        _ => String::new(),
    };
    if pattern.is_empty() && !whole {
        // In 17 a missing text is found by both the condition and its denial.
        return !negative || (by.series == Series::V17 && !held.is_string());
    }
    if pattern.is_empty() && by.series >= Series::V18 {
        return (!held.is_string() || held == "") != negative;
    }
    let found = held
        .as_str()
        .is_some_and(|text| matches(&pattern, text, bare.ends_with("ilike"), !whole));
    found != negative
}

fn ordered(operator: &str, order: std::cmp::Ordering) -> bool {
    match operator {
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    }
}

/// A moment as a field has it: a day stands for its beginning, or in `<=` and `>` for its end.
fn moment(kind: Kind, text: &str, end: bool) -> String {
    let text = text.trim().replace('T', " ");
    let text = text.split(['.', 'Z', '+']).next().unwrap_or_default();
    match (kind, text.len()) {
        (Kind::Date, 10..) => text[..10].to_owned(),
        (Kind::Datetime, 10) if end => format!("{text} 23:59:59"),
        (Kind::Datetime, 10) => format!("{text} 00:00:00"),
        (Kind::Datetime, 16) => format!("{text}:00"),
        _ => text.to_owned(),
    }
}

/// What a value means to a field that is true or false: from 19 on a text says it.
fn truth(by: &Evaluation<'_>, value: &Value) -> bool {
    match value {
        Value::String(text) if by.series >= Series::V19 => !matches!(
            text.to_lowercase().as_str(),
            "" | "0" | "false" | "f" | "n" | "no" | "off"
        ),
        value => truthy(value),
    }
}

/// What Python takes for true.
fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}

/// The part of a moment that has a name; `Some(None)` where the text has no such part.
fn part_of(name: &str, text: &str) -> Option<Option<i64>> {
    let number =
        |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<i64>().ok());
    let date = || Some((number(0, 4)?, number(5, 7)?, number(8, 10)?));
    Some(match name {
        "year_number" => number(0, 4),
        "quarter_number" => number(5, 7).map(|month| (month - 1) / 3 + 1),
        "month_number" => number(5, 7),
        "day_of_month" => number(8, 10),
        "hour_number" => Some(number(11, 13).unwrap_or(0)),
        "minute_number" => Some(number(14, 16).unwrap_or(0)),
        "second_number" => Some(number(17, 19).unwrap_or(0)),
        // 1970-01-01 was a Thursday; Sunday is 0.
        "day_of_week" => date()
            .map(|(year, month, day)| (crate::python::days(year, month, day) + 4).rem_euclid(7)),
        "day_of_year" => date().map(|(year, month, day)| {
            crate::python::days(year, month, day) - crate::python::days(year, 1, 1) + 1
        }),
        "iso_week_number" => date().map(|(year, month, day)| {
            let day = crate::python::days(year, month, day);
            // The week of a Thursday is the week of its year.
            let thursday = day - (day + 3).rem_euclid(7) + 3;
            let (year, ..) = crate::python::civil(thursday);
            (thursday - crate::python::days(year, 1, 1)) / 7 + 1
        }),
        _ => return None,
    })
}
