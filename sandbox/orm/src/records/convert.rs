//! Given values, as cells of their field: what Odoo makes of them, or how it refuses them.

use serde_json::Value;

use super::amount;
use crate::env::Env;
use crate::schema::{Field, FieldType, Model};
use crate::store::Cell;
use crate::{Fault, Flavour, beyond, binary, html, python, reading};

/// How a value comes to a record. A new one goes to the database as it is given, where a known one
/// goes through Odoo's cache first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Insert,
    /// Into the record of this id.
    Update(i64),
}

/// Turns a given value into a cell.
///
/// # Errors
/// The Python exception the value would meet: `ValueError`, `TypeError`, or the database's own.
pub(crate) fn to_cell(
    env: &Env<'_>,
    model: &Model,
    field: &Field,
    value: &Value,
    way: Way,
) -> Result<Cell, Fault> {
    let missing = matches!(value, Value::Null | Value::Bool(false));
    if let Some(number) = value.as_str().and_then(beyond::number) {
        return number_beyond(field, number);
    }
    if let (Some(text), true) = (value.as_str(), field.kind != FieldType::Binary) {
        check_characters(text, field.translate)?;
    }
    Ok(match field.kind {
        FieldType::Boolean => Cell::Bool(python::truthy(value)),
        FieldType::Integer | FieldType::Many2oneReference => in_column(integer(value)?)?,
        FieldType::Float => Cell::Float(match field.digits {
            Some((_, places)) => amount::rounded(float(value)?, places),
            None => float(value)?,
        }),
        FieldType::Monetary => {
            Cell::Float(amount::monetary(env, model, field, float(value)?, way)?)
        }
        FieldType::Selection => selection(env, model, field, value)?,
        FieldType::Many2one => match way {
            Way::Insert => many2one_column(&field.name, value)?,
            Way::Update(_) => many2one(value)?,
        },
        FieldType::Date | FieldType::Datetime => moment_cell(env, model, field, value, way)?,
        _ if missing => Cell::Null,
        FieldType::Char => match python::str(value) {
            text if field.size.is_some_and(|size| text.chars().count() > size) => Cell::text(
                text.chars()
                    .take(field.size.unwrap_or(usize::MAX))
                    .collect::<String>(),
            ),
            text => Cell::text(text),
        },
        FieldType::Binary => Cell::text(binary::base64_of(field, &python::str(value))?),
        FieldType::Text | FieldType::Reference => Cell::text(python::str(value)),
        FieldType::Html if field.sanitize => Cell::text(html::sanitized(&python::str(value))),
        FieldType::Html => Cell::text(python::str(value)),
        FieldType::PropertiesDefinition => {
            super::properties::check_definitions(value)?;
            Cell::Json(Box::new(super::properties::sorted_keys(value.clone())))
        }
        FieldType::Json | FieldType::Properties => Cell::Json(Box::new(value.clone())),
        FieldType::One2many | FieldType::Many2many => Cell::Null,
    })
}

/// Stores a number that is none, or without end.
fn number_beyond(field: &Field, number: f64) -> Result<Cell, Fault> {
    Ok(match field.kind {
        FieldType::Boolean => Cell::Bool(true),
        FieldType::Float | FieldType::Monetary => Cell::Float(number),
        FieldType::Integer | FieldType::Many2oneReference | FieldType::Many2one => {
            return Err(match number.is_nan() {
                true => Fault::value("cannot convert float NaN to integer"),
                false => Fault::new(
                    "builtins.OverflowError",
                    "cannot convert float infinity to integer",
                ),
            });
        }
        _ if number.is_nan() => Cell::text("nan"),
        _ if number > 0.0 => Cell::text("inf"),
        _ => Cell::text("-inf"),
    })
}

/// Refuses a text that the database has no place for: with NUL, or half of an emoji.
///
/// # Errors
/// What PostgreSQL says of the JSON that translated texts are kept in, or Python of others.
pub(crate) fn check_characters(text: &str, translated: bool) -> Result<(), Fault> {
    let halves = beyond::has_half(text);
    if !halves && !text.contains('\0') {
        return Ok(());
    }
    let shown = |until: &str| format!("JSON data, line 1: {{\"en_US\": \"{until}...\n");
    let place = text
        .chars()
        .position(|character| character == '\0' || beyond::unit_of(character).is_some());
    let place = place.unwrap_or_default();
    let before: String = text.chars().take(place).collect();
    let unit = text.chars().nth(place).and_then(beyond::unit_of);
    Err(match (unit, translated) {
        (Some(unit), true) => Fault::new(
            "psycopg2.errors.InvalidTextRepresentation",
            format!(
                "invalid input syntax for type json\nDETAIL:  Unicode low surrogate must follow a high surrogate.\nCONTEXT:  {}",
                shown(&format!("{before}\\u{unit:04x}\""))
            ),
        ),
        (Some(unit), false) => {
            let words = "surrogates not allowed";
            let mut fault = Fault::new(
                "builtins.UnicodeEncodeError",
                format!(
                    "'utf-8' codec can't encode character '\\u{unit:04x}' in position {place}: {words}"
                ),
            );
            fault.arguments = vec![
                "utf-8".into(),
                text.into(),
                place.into(),
                (place + 1).into(),
                words.into(),
            ];
            fault
        }
        (None, true) => Fault::new(
            "psycopg2.errors.UntranslatableCharacter",
            format!(
                "unsupported Unicode escape sequence\nDETAIL:  \\u0000 cannot be converted to text.\nCONTEXT:  {}",
                shown(&format!("{before}\\u0000"))
            ),
        ),
        (None, false) => Fault::value("A string literal cannot contain NUL (0x00) characters."),
    })
}

fn in_column(value: i64) -> Result<Cell, Fault> {
    if i32::try_from(value).is_ok_and(|value| value != i32::MIN) {
        Ok(Cell::Int(value))
    } else {
        Err(Fault::new(
            "psycopg2.errors.NumericValueOutOfRange",
            "integer out of range\n",
        ))
    }
}

fn integer(value: &Value) -> Result<i64, Fault> {
    match value {
        Value::Null => Ok(0),
        Value::Bool(value) => Ok(i64::from(*value)),
        Value::Number(number) => Ok(number
            .as_i64()
            .unwrap_or_else(|| number.as_f64().unwrap_or(0.0) as i64)),
        Value::String(text) if text.is_empty() => Ok(0),
        Value::String(text) => text.trim().parse().map_err(|_| {
            Fault::value(format!(
                "invalid literal for int() with base 10: {}",
                python::repr(value)
            ))
        }),
        other if !python::truthy(other) => Ok(0),
        other => Err(Fault::type_error(format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            python::class(other)
        ))),
    }
}

fn float(value: &Value) -> Result<f64, Fault> {
    match value {
        Value::Null => Ok(0.0),
        Value::Bool(value) => Ok(f64::from(u8::from(*value))),
        Value::Number(number) => Ok(number.as_f64().unwrap_or(0.0)),
        Value::String(text) if text.is_empty() => Ok(0.0),
        Value::String(text) => text.trim().parse().map_err(|_| {
            Fault::value(format!(
                "could not convert string to float: {}",
                python::repr(value)
            ))
        }),
        other if !python::truthy(other) => Ok(0.0),
        other => Err(Fault::type_error(format!(
            "float() argument must be a string or a real number, not '{}'",
            python::class(other)
        ))),
    }
}

fn selection(env: &Env<'_>, model: &Model, field: &Field, value: &Value) -> Result<Cell, Fault> {
    // From 18 on the values are looked up in a dictionary.
    if env.flavour >= Flavour::V18 && (value.is_array() || value.is_object()) {
        return Err(Fault::type_error(format!(
            "unhashable type: '{}'",
            python::class(value)
        )));
    }
    if !python::truthy(value) {
        return Ok(Cell::Null);
    }
    match value
        .as_str()
        .filter(|key| field.selection.iter().any(|(known, _)| known == key))
    {
        Some(key) => Ok(Cell::text(key)),
        None => Err(Fault::value(format!(
            "Wrong value for {}.{}: {}",
            model.name,
            field.name,
            python::repr(value)
        ))),
    }
}

/// What the cache makes of a many2one: an id is one, anything else is none.
fn many2one(value: &Value) -> Result<Cell, Fault> {
    match value.as_i64() {
        Some(0) | None => Ok(Cell::Null),
        Some(id) => in_column(id),
    }
}

/// What the database makes of a many2one in a new record.
fn many2one_column(column: &str, value: &Value) -> Result<Cell, Fault> {
    match value {
        value if !python::truthy(value) => Ok(Cell::Null),
        Value::Number(number) => match number.as_i64() {
            Some(id) => in_column(id),
            None => in_column(number.as_f64().unwrap_or(0.0).round() as i64),
        },
        Value::String(text) => in_column(id_text(text)?),
        Value::Array(items) => match items.iter().find_map(Value::as_str) {
            Some(text) if items.iter().any(|item| !item.is_string()) => Err(id_text(text)
                .err()
                .unwrap_or_else(|| mistyped(column, "text[]"))),
            _ => Err(mistyped(column, array_type(items))),
        },
        other => Err(match other {
            Value::Bool(_) => mistyped(column, "boolean"),
            other => unadaptable(other),
        }),
    }
}

/// Names the type that the database gives a list.
pub(crate) fn array_type(items: &[Value]) -> &'static str {
    match items.iter().find(|item| !item.is_null()) {
        Some(Value::Bool(_)) => "boolean[]",
        Some(Value::Number(number)) if number.is_f64() => "numeric[]",
        Some(Value::Number(_)) => "integer[]",
        _ => "text[]",
    }
}

/// Reads an id that is given as text, as the database does.
pub(crate) fn id_text(text: &str) -> Result<i64, Fault> {
    text.trim().parse().map_err(|_| {
        Fault::new(
            "psycopg2.errors.InvalidTextRepresentation",
            format!("invalid input syntax for type integer: \"{text}\"\n"),
        )
    })
}

/// What the database says of a value of another type than its column.
pub(crate) fn mistyped(column: &str, kind: &str) -> Fault {
    Fault::new(
        "psycopg2.errors.DatatypeMismatch",
        format!("column \"{column}\" is of type integer but expression is of type {kind}\n"),
    )
}

/// What psycopg2 says of a value it has no form for.
pub(crate) fn unadaptable(value: &Value) -> Fault {
    Fault::new(
        "psycopg2.ProgrammingError",
        format!("can't adapt type '{}'", python::class(value)),
    )
}

/// Models whose new records Odoo works out before it inserts them, so that it meets a wrong date
/// before the database does.
const WORKED_OUT_FIRST: [&str; 4] = ["crm.lead", "account.move", "sale.order", "sale.order.line"];

fn moment_cell(
    env: &Env<'_>,
    model: &Model,
    field: &Field,
    value: &Value,
    way: Way,
) -> Result<Cell, Fault> {
    let is_date = field.kind == FieldType::Date;
    let read = || {
        if is_date {
            reading::date(value)
        } else {
            reading::datetime(value)
        }
    };
    // Up to 18 a new record's values go to the database as they are, and only then through the
    // cache.
    let missing = matches!(value, Value::Null | Value::Bool(false));
    if way == Way::Insert && env.flavour < Flavour::V19 && !missing {
        if WORKED_OUT_FIRST.contains(&model.name.as_str()) {
            read()?;
        }
        let text = python::str(value);
        let kind = if is_date { "date" } else { "timestamp" };
        reading::postgres(&text).map_err(|refusal| refusal.into_fault(kind, &text))?;
    }
    Ok(read()?.into())
}
