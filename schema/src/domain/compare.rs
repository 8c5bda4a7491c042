//! Conditions on values: whether what a field holds meets an operator and a value.

use serde_json::Value;

use super::evaluate::{Evaluation, Series};
use super::like::Pattern;
use crate::Fault;
use crate::kind::Kind;
use crate::python::truthy;

/// Whether the value that a field of a kind holds meets a condition.
pub(super) fn compare(
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
    let whole = operator.trim_start_matches("not ").starts_with('=');
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
        .is_some_and(|text| fits(operator, &pattern, text));
    found != negative
}

/// Tells whether a text fits a pattern as an operator takes it: `like` anywhere in the text,
/// `=like` as a whole, `ilike` in either case.
pub(super) fn fits(operator: &str, pattern: &str, text: &str) -> bool {
    let operator = operator.trim_start_matches("not ");
    let ignore_case = operator.ends_with("ilike");
    let pattern = if operator.starts_with('=') {
        Pattern::new(pattern, ignore_case)
    } else {
        Pattern::anywhere(pattern, ignore_case)
    };
    pattern.matches(text)
}

pub(super) fn ordered(operator: &str, order: std::cmp::Ordering) -> bool {
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

/// The part of a moment that has a name; `Some(None)` where the text has no such part.
pub(super) fn part_of(name: &str, text: &str) -> Option<Option<i64>> {
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
