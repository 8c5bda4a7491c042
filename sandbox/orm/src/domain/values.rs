//! The values of conditions, as cells of the field they are compared with.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::Value;

use super::Operator;
use super::filter::Test;
use crate::schema::{Field, FieldType};
use crate::store::Cell;
use crate::{Fault, Flavour, moment, python};

/// Reads the values of `in` and `=`.
pub(super) fn one_of(flavour: Flavour, field: &Field, wanted: &[Value]) -> Result<Test, Fault> {
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
        match cell(field, value, false)? {
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

/// From 19 on an empty text is like none.
fn counts_empty_as_missing(flavour: Flavour, field: &Field) -> bool {
    flavour >= Flavour::V19 && field.kind.is_text()
}

/// Reads the value of `<` and its like; `None` when nothing can pass.
pub(super) fn comparison(
    flavour: Flavour,
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
        value => cell(field, value, end_of_day)?,
    };
    let null = counts_zero_as_missing(flavour, field).then_some(Cell::Int(0));
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
fn cell(field: &Field, value: &Value, end_of_day: bool) -> Result<Cell, Fault> {
    let text = || python::str(value);
    Ok(match field.kind {
        FieldType::Integer | FieldType::Many2one | FieldType::Many2oneReference => match value {
            Value::Bool(value) => Cell::Int(i64::from(*value)),
            Value::Number(number) => match number.as_i64() {
                Some(value) => Cell::Int(value),
                None => whole_or_float(number.as_f64().unwrap_or(0.0)),
            },
            Value::String(text) => {
                Cell::Int(text.trim().parse().map_err(|_| bad_text("integer", text))?)
            }
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
            Cell::Int(moment::parse_date(&text()).ok_or_else(|| bad_moment("date", &text()))?)
        }
        FieldType::Datetime => {
            let text = text();
            let seconds =
                moment::parse_datetime(&text).ok_or_else(|| bad_moment("timestamp", &text))?;
            Cell::Int(if end_of_day && text.len() == 10 {
                seconds + 86_399
            } else {
                seconds
            })
        }
        FieldType::Boolean => Cell::Bool(python::truthy(value)),
        _ => Cell::text(text()),
    })
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

fn bad_moment(kind: &str, text: &str) -> Fault {
    Fault::new(
        "psycopg2.errors.InvalidDatetimeFormat",
        format!("invalid input syntax for type {kind}: \"{text}\"\n"),
    )
}

fn unadaptable(value: &Value) -> Fault {
    Fault::new(
        "psycopg2.ProgrammingError",
        format!("can't adapt type '{}'", python::class(value)),
    )
}
