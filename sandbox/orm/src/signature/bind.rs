//! Binds the arguments of a call to a method's parameters, refusing as Python does what does not
//! fit.

use serde_json::{Map, Value};

use super::{Kind, Parameter, Signature};
use crate::fault::Subject;
use crate::{Fault, Flavour, python};

/// A call's arguments by parameter name, defaults filled in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments(Map<String, Value>);

impl Arguments {
    /// Takes an argument out; null when the method has no such parameter.
    pub(crate) fn take(&mut self, name: &str) -> Value {
        self.0.get_mut(name).map_or(Value::Null, Value::take)
    }

    /// Takes the first of several names the parameter goes by in one series or another.
    pub(crate) fn take_any(&mut self, names: &[&str]) -> Value {
        names
            .iter()
            .map(|name| self.take(name))
            .find(|value| !value.is_null())
            .unwrap_or(Value::Null)
    }

    /// Takes text; `None` when it is missing or false.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name) {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Takes a number that is not negative; `None` when it is missing or false.
    ///
    /// # Errors
    /// The database's own, for what it cannot take as a limit or offset.
    pub(crate) fn count(&mut self, name: &str) -> Result<Option<usize>, Fault> {
        let mistyped = |kind: &str| {
            Fault::new(
                "psycopg2.errors.DatatypeMismatch",
                format!(
                    "argument of {} must be type bigint, not type {kind}\n",
                    name.to_uppercase()
                ),
            )
        };
        match self.take(name) {
            value if !python::truthy(&value) => Ok(None),
            Value::Bool(_) => Err(mistyped("boolean")),
            Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(count), _) if count >= 0 => {
                    Ok(Some(usize::try_from(count).unwrap_or(usize::MAX)))
                }
                (Some(_), _) => Err(Fault::new(
                    if name == "offset" {
                        "psycopg2.errors.InvalidRowCountInResultOffsetClause"
                    } else {
                        "psycopg2.errors.InvalidRowCountInLimitClause"
                    },
                    format!("{} must not be negative\n", name.to_uppercase()),
                )),
                // The database rounds to the nearest whole number.
                (None, Some(count)) if count.abs() < 9.2e18 => {
                    Ok(Some(count.round().max(0.0) as usize))
                }
                _ => Err(Fault::new(
                    "psycopg2.errors.NumericValueOutOfRange",
                    "bigint out of range\n",
                )),
            },
            Value::String(text) => text.trim().parse().map(Some).map_err(|_| {
                Fault::new(
                    "psycopg2.errors.InvalidTextRepresentation",
                    format!("invalid input syntax for type bigint: \"{text}\"\n"),
                )
            }),
            Value::Array(items) => Err(mistyped(crate::records::convert::array_type(&items))),
            other => Err(crate::records::convert::unadaptable(&other)),
        }
    }

    /// Takes a list of names; empty when it is missing.
    pub(crate) fn names(&mut self, name: &str) -> Vec<String> {
        match self.take(name) {
            Value::Array(items) => items
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            Value::String(text) => vec![text],
            _ => Vec::new(),
        }
    }

    /// Takes an object; empty when it is missing.
    pub(crate) fn object(&mut self, name: &str) -> Map<String, Value> {
        match self.take(name) {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }

    /// Refuses what is left: names that only `**kwargs` took, and the method they were handed on to
    /// does not.
    ///
    /// # Errors
    /// `TypeError`, naming that method.
    pub(crate) fn refuse_rest(&self, handed_to: &str, known: &[&str]) -> Result<(), Fault> {
        match self.0.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(Fault::type_error(format!(
                "{handed_to} got an unexpected keyword argument '{name}'"
            ))),
            None => Ok(()),
        }
    }

    /// Lists what is there.
    pub(crate) fn names_given(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Takes what is left, but for what is None.
    pub(crate) fn take_rest(&mut self) -> Map<String, Value> {
        let mut rest = std::mem::take(&mut self.0);
        rest.retain(|_, value| !value.is_null());
        rest
    }

    /// Takes a truth.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        python::truthy(&self.take(name))
    }
}

/// Binds positional and named arguments.
///
/// # Errors
/// `TypeError`, worded by Python.
pub(crate) fn bind(
    flavour: Flavour,
    signature: &Signature,
    args: Vec<Value>,
    kwargs: Map<String, Value>,
) -> Result<Arguments, Fault> {
    let positional: Vec<&Parameter> = signature
        .parameters
        .iter()
        .filter(|parameter| parameter.kind == Kind::Positional)
        .collect();
    let name = format!("{}.{}()", signature.owner, signature.method);
    let given = args.len();
    let mut bound = Map::new();
    for (parameter, value) in positional.iter().zip(args) {
        bound.insert(parameter.name.clone(), value);
    }
    for (key, value) in kwargs {
        match signature.parameter(&key) {
            Some(_) if bound.contains_key(&key) => {
                return Err(refused(
                    format!("{name} got multiple values for argument '{key}'"),
                    format!("multiple values for argument '{key}'"),
                ));
            }
            None if !signature.takes_any_name() => {
                return Err(refused(
                    format!("{name} got an unexpected keyword argument '{key}'"),
                    format!("got an unexpected keyword argument '{key}'"),
                ));
            }
            _ => drop(bound.insert(key, value)),
        }
    }
    if given > positional.len() {
        return Err(too_many(flavour, signature, &name, &positional, given));
    }
    let missing: Vec<String> = positional
        .iter()
        .filter(|parameter| parameter.default.is_none() && !bound.contains_key(&parameter.name))
        .map(|parameter| format!("'{}'", parameter.name))
        .collect();
    if let Some(first) = missing.first() {
        let (arguments, list) = match missing.as_slice() {
            [one] => ("argument", one.clone()),
            [one, other] => ("arguments", format!("{one} and {other}")),
            [all @ .., last] => ("arguments", format!("{}, and {last}", all.join(", "))),
            [] => ("arguments", String::new()),
        };
        return Err(refused(
            format!(
                "{name} missing {} required positional {arguments}: {list}",
                missing.len()
            ),
            format!("missing a required argument: {first}"),
        ));
    }
    for parameter in &signature.parameters {
        if let Some(default) = &parameter.default {
            bound
                .entry(parameter.name.clone())
                .or_insert_with(|| default.clone());
        }
    }
    Ok(Arguments(bound))
}

fn refused(message: String, bound: String) -> Fault {
    Fault::type_error(message).about(Subject::Arguments(bound))
}

fn too_many(
    flavour: Flavour,
    signature: &Signature,
    name: &str,
    positional: &[&Parameter],
    given: usize,
) -> Fault {
    // `self` counts for Python.
    let (most, given) = (positional.len() + 1, given + 1);
    let least = 1 + positional
        .iter()
        .filter(|parameter| parameter.default.is_none())
        .count();
    let takes = match (least == most, most) {
        (true, 1) => "takes 1 positional argument".to_owned(),
        (true, most) => format!("takes {most} positional arguments"),
        (false, most) => format!("takes from {least} to {most} positional arguments"),
    };
    let were = if given == 1 { "was" } else { "were" };
    let message = match (signature.cached, flavour) {
        (true, Flavour::V18) => "too many positional arguments".to_owned(),
        (true, series) if series >= Flavour::V19 => {
            format!("<lambda>() {takes} but {given} {were} given")
        }
        _ => format!("{name} {takes} but {given} {were} given"),
    };
    refused(message, "too many positional arguments".to_owned())
}
