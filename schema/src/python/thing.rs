//! What an expression comes to: a value of JSON, a day, a moment, a span, or something of Python's
//! own.

use serde_json::Value;

use super::repr::truthy;
use super::time::{self, Relative};
use crate::Fault;

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Thing {
    Json(Value),
    Day(i64),
    Moment(i64),
    Time(i64),
    Delta(i64),
    Relative(Relative),
    /// Something of Python's own, by its name: a module, a class, a function.
    Known(&'static str),
    /// A method of something.
    Bound(Box<Thing>, String),
}

use Thing::{Day, Delta, Json, Known, Moment, Time};

impl Thing {
    /// Seconds since 1970 of a day or a moment.
    pub(super) fn moment(&self) -> Option<i64> {
        match self {
            Day(day) => Some(day * 86_400),
            Moment(moment) => Some(*moment),
            _ => None,
        }
    }

    pub(super) fn is_true(&self) -> bool {
        match self {
            Json(value) => truthy(value),
            Delta(0) => false,
            _ => true,
        }
    }

    pub(super) fn into_json(self) -> Result<Value, Fault> {
        Ok(match self {
            Json(value) => value,
            Day(day) => time::day_text(day).into(),
            Moment(moment) => time::moment_text(moment).into(),
            Time(seconds) => time::time_text(seconds).into(),
            Delta(_) | Thing::Relative(_) => {
                return Err(Fault::new(
                    "A span of time is not a value: add it to a date.",
                ));
            }
            Known(name) => return Err(Fault::new(format!("\"{name}\" is not a value: call it."))),
            Thing::Bound(_, name) => {
                return Err(Fault::new(format!(
                    "\"{name}\" is not a value: call it, or check its name."
                )));
            }
        })
    }
}

/// What stands in brackets behind something.
pub(super) fn item(of: &Thing, key: &Thing) -> Result<Thing, Fault> {
    let found = match (of, key) {
        (Json(Value::Object(members)), Json(Value::String(key))) => members.get(key),
        (Json(Value::Array(items)), Json(Value::Number(number))) => {
            number.as_i64().and_then(|at| {
                let at = if at < 0 { at + items.len() as i64 } else { at };
                items.get(usize::try_from(at).ok()?)
            })
        }
        _ => None,
    };
    let found = found.cloned().map(Json);
    found.ok_or_else(|| Fault::new("What is asked for in brackets is not there."))
}
