//! Given values, as cells of their field: what Odoo makes of them, or how it refuses them.

use serde_json::Value;

use crate::schema::{Field, FieldType, Model};
use crate::store::Cell;
use crate::{Fault, moment, python};

/// Turns a given value into a cell.
///
/// # Errors
/// The Python exception the value would meet: `ValueError`, `TypeError`, or the database's own.
pub(crate) fn to_cell(model: &Model, field: &Field, value: &Value) -> Result<Cell, Fault> {
    let missing = matches!(value, Value::Null | Value::Bool(false));
    if field.kind != FieldType::Binary && value.as_str().is_some_and(|text| text.contains('\0')) {
        return Err(Fault::value(
            "A string literal cannot contain NUL (0x00) characters.",
        ));
    }
    Ok(match field.kind {
        FieldType::Boolean => Cell::Bool(python::truthy(value)),
        FieldType::Integer | FieldType::Many2oneReference => in_column(integer(value)?)?,
        FieldType::Float | FieldType::Monetary => Cell::Float(rounded(float(value)?, field.digits)),
        FieldType::Selection => selection(model, field, value)?,
        _ if missing => Cell::Null,
        FieldType::Char => match python::str(value) {
            text if field.size.is_some_and(|size| text.chars().count() > size) => Cell::text(
                text.chars()
                    .take(field.size.unwrap_or(usize::MAX))
                    .collect::<String>(),
            ),
            text => Cell::text(text),
        },
        FieldType::Text | FieldType::Binary | FieldType::Reference => {
            Cell::text(python::str(value))
        }
        FieldType::Html => Cell::text(html(python::str(value), field.sanitize)),
        FieldType::Date => Cell::Int(date(value)?),
        FieldType::Datetime => Cell::Int(datetime(value)?),
        FieldType::Many2one => many2one(value)?,
        FieldType::PropertiesDefinition => {
            super::properties::check_definitions(value)?;
            Cell::Json(Box::new(super::properties::sorted_keys(value.clone())))
        }
        FieldType::Json | FieldType::Properties => Cell::Json(Box::new(value.clone())),
        FieldType::One2many | FieldType::Many2many => Cell::Null,
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

fn rounded(value: f64, digits: Option<(u8, u8)>) -> f64 {
    match digits {
        Some((_, places)) => {
            let scale = 10f64.powi(i32::from(places));
            let scaled = value * scale;
            if scaled.is_finite() {
                scaled.round() / scale
            } else {
                value
            }
        }
        None => value,
    }
}

fn selection(model: &Model, field: &Field, value: &Value) -> Result<Cell, Fault> {
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

fn many2one(value: &Value) -> Result<Cell, Fault> {
    match value {
        Value::Number(number) => match number.as_i64() {
            Some(0) | None => Ok(Cell::Null),
            Some(id) => in_column(id),
        },
        Value::Bool(_) => Ok(Cell::Int(1)),
        Value::String(text) => match text.trim().parse::<i64>() {
            Ok(id) => in_column(id),
            Err(_) => Err(Fault::new(
                "psycopg2.errors.InvalidTextRepresentation",
                format!("invalid input syntax for type integer: \"{text}\"\n"),
            )),
        },
        _ => Ok(Cell::Null),
    }
}

fn date(value: &Value) -> Result<i64, Fault> {
    let text = python::str(value);
    moment::parse_date(&text).ok_or_else(|| {
        Fault::value(format!(
            "time data {} does not match format '%Y-%m-%d'",
            python::repr(value)
        ))
    })
}

fn datetime(value: &Value) -> Result<i64, Fault> {
    let text = python::str(value);
    moment::parse_datetime(&text).ok_or_else(|| {
        Fault::value(format!(
            "time data {} does not match format '%Y-%m-%d %H:%M:%S'",
            python::repr(value)
        ))
    })
}

/// Cleans HTML as far as a reader notices: scripts go, and bare text becomes a paragraph.
fn html(text: String, sanitize: bool) -> String {
    if !sanitize {
        return text;
    }
    let clean = without_scripts(&text);
    if clean.trim().is_empty() || clean.trim_start().starts_with('<') {
        clean
    } else {
        format!("<p>{clean}</p>")
    }
}

fn without_scripts(text: &str) -> String {
    const END: &str = "</script>";
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = find_ignoring_case(rest, "<script") {
        clean.push_str(&rest[..start]);
        rest = &rest[start..];
        rest = match find_ignoring_case(rest, END) {
            Some(end) => &rest[end + END.len()..],
            None => "",
        };
    }
    clean.push_str(rest);
    clean
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes()
        .windows(wanted.len())
        .position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
}
