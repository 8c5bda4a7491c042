//! The values of conditions, as cells of the field they are compared with.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::Value;

use super::Operator;
use super::filter::Test;
use crate::env::Env;
use crate::reading::{self, Moment};
use crate::schema::{Field, FieldType};
use crate::store::Cell;
use crate::{Fault, Flavour, moment, python};

/// Reads the values of `in` and `=`.
pub(super) fn one_of(env: &Env<'_>, field: &Field, wanted: &[Value]) -> Result<Test, Fault> {
    let flavour = env.flavour;
    let (mut ints, mut floats, mut texts) = (HashSet::new(), Vec::new(), HashSet::new());
    let mut null = false;
    for value in wanted {
        if matches!(value, Value::Null | Value::Bool(false)) {
            null = true;
            if counts_zero_as_missing(flavour, field) {
                ints.insert(0);
                floats.push(0.0);
            }
            if counts_empty_as_missing(flavour, field) {
                texts.insert("".into());
            }
            continue;
        }
        match cell(env, field, value, false)? {
            Cell::Int(value) => {
                null |= value == 0 && counts_zero_as_missing(flavour, field);
                ints.insert(value);
            }
            Cell::Float(value) => {
                null |= value == 0.0 && counts_zero_as_missing(flavour, field);
                floats.push(value);
            }
            Cell::Text(text) => {
                null |= text.is_empty() && counts_empty_as_missing(flavour, field);
                texts.insert(text);
            }
            _ => {}
        }
    }
    Ok(Test::OneOf {
        ints,
        floats,
        texts,
        null,
    })
}

/// From 18 on a number that is not set is zero to a search; before, it is nothing.
fn counts_zero_as_missing(flavour: Flavour, field: &Field) -> bool {
    flavour >= Flavour::V18 && field.kind.is_number() && field.name != "id"
}

/// From 18 on an empty text is like none.
fn counts_empty_as_missing(flavour: Flavour, field: &Field) -> bool {
    flavour >= Flavour::V18 && field.kind.is_text()
}

/// Reads the value of `<` and its like; `None` when nothing can pass.
pub(super) fn comparison(
    env: &Env<'_>,
    field: &Field,
    operator: Operator,
    value: &Value,
) -> Result<Option<Test>, Fault> {
    if matches!(value, Value::Null | Value::Bool(false)) && !field.kind.is_number() {
        return Ok(None);
    }
    // The whole of a day is meant by a date in `<=` and `>`.
    let end_of_day = matches!(operator, Operator::LessOrEqual | Operator::Greater);
    let to = match value {
        Value::Null | Value::Bool(false) => Cell::Int(0),
        value => cell(env, field, value, end_of_day)?,
    };
    let null = counts_zero_as_missing(env.flavour, field).then_some(Cell::Int(0));
    Ok(Some(compare_test(operator, to, null)))
}

fn compare_test(operator: Operator, to: Cell, null: Option<Cell>) -> Test {
    let least = match operator {
        Operator::Less | Operator::LessOrEqual => Ordering::Less,
        _ => Ordering::Greater,
    };
    let or_equal = matches!(operator, Operator::LessOrEqual | Operator::GreaterOrEqual);
    Test::Compare {
        least: Some(least),
        or_equal,
        to,
        null,
    }
}

/// The same for values whose field says nothing of their type: properties.
pub(super) fn free_comparison(operator: Operator, value: &Value) -> Option<Test> {
    let to = match value {
        Value::Number(number) => number
            .as_i64()
            .map_or_else(|| Cell::Float(number.as_f64().unwrap_or(0.0)), Cell::Int),
        Value::String(text) => Cell::text(text.as_str()),
        _ => return None,
    };
    Some(compare_test(operator, to, None))
}

/// The same for values whose field says nothing of their type: properties.
pub(super) fn free_one_of(wanted: &[Value]) -> Test {
    let (mut ints, mut floats, mut texts) = (HashSet::new(), Vec::new(), HashSet::new());
    let mut null = false;
    for value in wanted {
        match value {
            Value::Null | Value::Bool(false) => null = true,
            Value::Bool(true) => drop(ints.insert(1)),
            Value::Number(number) => match number.as_i64() {
                Some(value) => drop(ints.insert(value)),
                None => floats.push(number.as_f64().unwrap_or(0.0)),
            },
            Value::String(text) => drop(texts.insert(text.as_str().into())),
            _ => {}
        }
    }
    Test::OneOf {
        ints,
        floats,
        texts,
        null,
    }
}

/// Reads one value that is not `False`.
fn cell(env: &Env<'_>, field: &Field, value: &Value, end_of_day: bool) -> Result<Cell, Fault> {
    let text = || python::str(value);
    Ok(match field.kind {
        FieldType::Integer | FieldType::Many2one | FieldType::Many2oneReference => match value {
            Value::Bool(value) => Cell::Int(i64::from(*value)),
            Value::Number(number) => match number.as_i64() {
                Some(id) if field.name == "id" && env.flavour < Flavour::V19 => in_range(id)?,
                Some(value) => Cell::Int(value),
                None => whole_or_float(number.as_f64().unwrap_or(0.0)),
            },
            Value::String(text) => Cell::Int(text.trim().parse().map_err(|_| {
                if field.kind == FieldType::Integer && field.name != "id" {
                    Fault::value(format!(
                        "invalid literal for int() with base 10: {}",
                        python::repr(value)
                    ))
                } else {
                    bad_text("integer", text)
                }
            })?),
            _ => return Err(unadaptable(value)),
        },
        FieldType::Float | FieldType::Monetary => match value {
            Value::Bool(value) => Cell::Float(f64::from(u8::from(*value))),
            Value::Number(number) => Cell::Float(number.as_f64().unwrap_or(0.0)),
            Value::String(text) => {
                Cell::Float(text.trim().parse().map_err(|_| bad_text("numeric", text))?)
            }
            _ => return Err(unadaptable(value)),
        },
        FieldType::Date => {
            let moment = moment(env, "date", value)?;
            Cell::Int(moment::day_of(moment.second).0)
        }
        FieldType::Datetime => {
            let moment = moment(env, "timestamp", value)?;
            if moment.is_day && end_of_day {
                Cell::Int(moment.second + 86_399)
            } else if moment.fraction > 0.0 {
                Cell::Float(moment.second as f64 + moment.fraction)
            } else {
                Cell::Int(moment.second)
            }
        }
        FieldType::Boolean => Cell::Bool(python::truthy(value)),
        _ => Cell::text(text()),
    })
}

/// Reads a moment: up to 18 the database does, from 19 on Odoo itself.
fn moment(env: &Env<'_>, kind: &str, value: &Value) -> Result<Moment, Fault> {
    let text = python::str(value);
    let read = reading::postgres(&text);
    if env.flavour < Flavour::V19 {
        return read.map_err(|refusal| refusal.into_fault(kind, &text));
    }
    if !value.is_string() {
        let wanted = if kind == "date" { "date" } else { "datetime" };
        return Err(Fault::value(format!(
            "Failed to cast {text} into a {wanted}"
        )));
    }
    match read {
        Ok(moment) if moment.has_zone => Err(Fault::value(format!(
            "expecting only datetimes with no timezone: {}",
            python::repr(value)
        ))),
        Ok(moment) => Ok(moment),
        Err(_) => {
            let second = reading::relative(&text, env.now).ok_or_else(|| {
                let term = text.split_whitespace().next().unwrap_or_default();
                Fault::value(format!(
                    "Invalid term {} in expression date: {}",
                    python::repr(&term.into()),
                    python::repr(value)
                ))
            })?;
            Ok(Moment {
                second,
                fraction: 0.0,
                is_day: false,
                has_zone: false,
            })
        }
    }
}

fn in_range(id: i64) -> Result<Cell, Fault> {
    if i32::try_from(id).is_ok() {
        return Ok(Cell::Int(id));
    }
    Err(Fault::new(
        "psycopg2.errors.NumericValueOutOfRange",
        format!("value \"{id}\" is out of range for type integer\n"),
    ))
}

/// Numbers compare by value: 5.0 is 5.
fn whole_or_float(number: f64) -> Cell {
    let whole = number as i64;
    if whole as f64 == number {
        Cell::Int(whole)
    } else {
        Cell::Float(number)
    }
}

fn bad_text(kind: &str, text: &str) -> Fault {
    Fault::new(
        "psycopg2.errors.InvalidTextRepresentation",
        format!("invalid input syntax for type {kind}: \"{text}\"\n"),
    )
}

fn unadaptable(value: &Value) -> Fault {
    Fault::new(
        "psycopg2.ProgrammingError",
        format!("can't adapt type '{}'", python::class(value)),
    )
}
