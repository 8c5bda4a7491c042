//! Conditions resolved to columns and sets, quick to test on each record.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::Value;

use super::part::Part as DatePart;
use crate::binary;
use crate::env::{Env, ids_of};
use crate::records::properties;
use crate::schema::Model;
use crate::store::{Cell, CellRef};
use odoo_schema::domain::like::Pattern;

/// A domain, ready to be tested.
#[derive(Clone, Debug)]
pub(crate) enum Filter {
    All,
    Nothing,
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    /// The id is one of these.
    Ids(HashSet<i64>),
    /// The id itself passes.
    Id(Test),
    /// A column's cell passes.
    Column {
        slot: usize,
        test: Test,
    },
    /// A field's value passes, however it comes about.
    Field {
        place: usize,
        test: Test,
    },
    /// An x2many field holds no record.
    Unlinked {
        place: usize,
    },
    /// A property's value passes; `kept`: what has no value has the value false.
    Property {
        place: usize,
        name: String,
        test: Test,
        kept: bool,
    },
    /// A part of a date passes; a missing date has none.
    Part {
        place: usize,
        part: DatePart,
        test: Test,
    },
}

/// What is asked of one value. No test but `Null` and those that say so passes on a missing value.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    /// The value is missing.
    Null,
    /// The value is one of these; `null`: or missing.
    OneOf {
        ints: HashSet<i64>,
        floats: Vec<f64>,
        texts: HashSet<Box<str>>,
        null: bool,
    },
    /// The value is true; false and missing are not.
    True,
    /// The value comes before or after another; `null`: what a missing value counts as.
    Compare {
        least: Option<Ordering>,
        or_equal: bool,
        to: Cell,
        null: Option<Cell>,
    },
    /// The value, as text, fits a pattern.
    Like(Pattern),
    /// One of the ids in a list is one of these.
    Holds(HashSet<i64>),
    /// The property is false, or defined and has no value.
    False,
    /// The property, as JSON writes it, is this text.
    Written(Box<str>),
    /// A part of a binary value passes.
    OfFile(Part, Box<Test>),
}

/// What a domain may ask of a binary value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// How many bytes it has.
    Size,
    /// The name of its file.
    Filename,
}

impl Test {
    pub(crate) fn passes(&self, cell: CellRef<'_>) -> bool {
        match self {
            Self::Null => cell.is_null(),
            Self::True => cell == CellRef::Bool(true),
            Self::OneOf {
                ints,
                floats,
                texts,
                null,
            } => match cell {
                CellRef::Null => *null,
                CellRef::Int(value) => ints.contains(&value),
                CellRef::Float(value) => floats.contains(&value),
                CellRef::Text(value) => texts.contains(value),
                CellRef::Bool(value) => ints.contains(&i64::from(value)),
                // A property of several values is one of these if any of its values is.
                CellRef::Json(Value::Array(items)) if items.is_empty() => *null,
                CellRef::Json(Value::Array(items)) => items
                    .iter()
                    .any(|item| self.passes(property_cell(item).as_ref())),
                CellRef::Json(_) => false,
            },
            Self::Compare {
                least,
                or_equal,
                to,
                null,
            } => {
                let cell = match (cell, null) {
                    (CellRef::Null, Some(value)) => value.as_ref(),
                    (CellRef::Null, None) => return false,
                    (cell, _) => cell,
                };
                compare(cell, to.as_ref()).is_some_and(|order| {
                    Some(order) == *least || (*or_equal && order == Ordering::Equal)
                })
            }
            Self::Like(pattern) => match cell {
                CellRef::Text(text) => pattern.matches(text),
                CellRef::Int(value) => pattern.matches(&value.to_string()),
                CellRef::Float(value) => pattern.matches(&value.to_string()),
                CellRef::Bool(value) => pattern.matches(if value { "true" } else { "false" }),
                CellRef::Json(Value::String(text)) => pattern.matches(text),
                _ => false,
            },
            Self::OfFile(part, test) => {
                let held = cell.str();
                let cell = match part {
                    Part::Size => Cell::Int(held.map_or(0, binary::size)),
                    Part::Filename => held
                        .and_then(|held| binary::parts(held).1)
                        .map_or(Cell::Null, Cell::text),
                };
                test.passes(cell.as_ref())
            }
            Self::Holds(wanted) => ids_of(&cell.to_cell()).iter().any(|id| wanted.contains(id)),
            Self::False => cell == CellRef::Bool(false),
            Self::Written(text) => cell.str() == Some(text),
        }
    }
}

/// Compares values of one kind as the database does: text by its bytes.
pub(crate) fn compare(left: CellRef<'_>, right: CellRef<'_>) -> Option<Ordering> {
    match (left, right) {
        (CellRef::Int(left), CellRef::Int(right)) => Some(left.cmp(&right)),
        (CellRef::Float(left), CellRef::Float(right)) => numbers(left, right),
        (CellRef::Int(left), CellRef::Float(right)) => numbers(left as f64, right),
        (CellRef::Float(left), CellRef::Int(right)) => numbers(left, right as f64),
        (CellRef::Text(left), CellRef::Text(right)) => Some(left.cmp(right)),
        (CellRef::Bool(left), CellRef::Bool(right)) => Some(left.cmp(&right)),
        _ => None,
    }
}

/// Compares numbers as the database does: what is none is greater than all others.
fn numbers(left: f64, right: f64) -> Option<Ordering> {
    left.partial_cmp(&right)
        .or_else(|| Some(left.is_nan().cmp(&right.is_nan())))
}

impl Filter {
    /// Tests a record by its row and id.
    pub(crate) fn passes(&self, env: &Env<'_>, model: &Model, row: usize, id: i64) -> bool {
        match self {
            Self::All => true,
            Self::Nothing => false,
            Self::And(filters) => filters
                .iter()
                .all(|filter| filter.passes(env, model, row, id)),
            Self::Or(filters) => filters
                .iter()
                .any(|filter| filter.passes(env, model, row, id)),
            Self::Not(filter) => !filter.passes(env, model, row, id),
            Self::Ids(ids) => ids.contains(&id),
            Self::Id(test) => test.passes(CellRef::Int(id)),
            Self::Column { slot, test } => test.passes(env.table(model).get(row, *slot)),
            Self::Field { place, test } => {
                test.passes(env.cell(model, &model.fields[*place], id).as_ref())
            }
            Self::Unlinked { place } => env.linked(model, &model.fields[*place], id).is_empty(),
            Self::Property {
                place,
                name,
                test,
                kept,
            } => {
                let field = &model.fields[*place];
                let value = match env.cell(model, field, id) {
                    Cell::Json(values) => values.get(name).cloned().unwrap_or(Value::Null),
                    _ => Value::Null,
                };
                match test {
                    Test::False => {
                        *kept
                            && !crate::python::truthy(&value)
                            && (value == Value::Bool(false)
                                || properties::defines(env, model, field, id, name))
                    }
                    Test::Written(text) => match &value {
                        Value::String(value) => **value == **text,
                        Value::Array(items) => items.iter().any(|item| item.as_str() == Some(text)),
                        Value::Null => false,
                        value => {
                            let written = value.to_string();
                            *written == **text
                        }
                    },
                    test => test.passes(property_cell(&value).as_ref()),
                }
            }
            Self::Part { place, part, test } => {
                let field = &model.fields[*place];
                match env.cell(model, field, id) {
                    Cell::Int(value) => test.passes(CellRef::Int(part.of(field.kind, value))),
                    _ => false,
                }
            }
        }
    }

    /// The records that may pass, when the filter's outermost conditions name them: by id or by an
    /// index. Never fewer than do pass.
    pub(crate) fn candidates(&self, env: &Env<'_>, model: &Model) -> Option<Vec<i64>> {
        match self {
            Self::Nothing => Some(Vec::new()),
            Self::Ids(ids) => Some(ids.iter().copied().collect()),
            Self::Id(Test::OneOf { ints, .. }) => Some(ints.iter().copied().collect()),
            Self::Column {
                slot,
                test:
                    Test::OneOf {
                        ints,
                        texts,
                        floats,
                        null: false,
                    },
            } if floats.is_empty() => {
                let table = env.table(model);
                let mut found = Vec::new();
                for value in ints {
                    found.extend_from_slice(table.with_value(*slot, CellRef::Int(*value))?);
                }
                for value in texts {
                    found.extend_from_slice(table.with_value(*slot, CellRef::Text(value))?);
                }
                Some(found)
            }
            Self::And(filters) => filters
                .iter()
                .filter_map(|filter| filter.candidates(env, model))
                .min_by_key(Vec::len),
            _ => None,
        }
    }

    /// The smallest id that may pass, as far as the outermost conditions say.
    pub(crate) fn least_id(&self) -> i64 {
        match self {
            Self::Id(Test::Compare {
                least: Some(Ordering::Greater),
                to: Cell::Int(id),
                ..
            }) => *id,
            Self::And(filters) => filters.iter().map(Self::least_id).max().unwrap_or(i64::MIN),
            _ => i64::MIN,
        }
    }
}

/// Reads a property's value as a cell.
pub(crate) fn property_cell(value: &Value) -> Cell {
    match value {
        Value::Bool(true) => Cell::Bool(true),
        Value::Number(number) => match number.as_i64() {
            Some(value) => Cell::Int(value),
            None => Cell::Float(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => Cell::text(text.as_str()),
        Value::Array(_) => Cell::Json(Box::new(value.clone())),
        _ => Cell::Null,
    }
}
