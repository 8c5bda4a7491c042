//! Binary values as 20.0 has them: objects with a content, a size and, where one is known, a file's
//! name.
//!
//! A column holds the base64 text and, behind a space, the name: no base64 that 20.0 takes has a
//! space in it. Up to 19.4 a column holds the text as it was given, and none of this applies.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::env::Env;
use crate::records::read::Load;
use crate::schema::{Field, Model};
use crate::store::Cell;
use crate::{Fault, attachment, python};

/// Takes what a column holds apart: base64 text, and the file's name.
pub(crate) fn parts(held: &str) -> (&str, Option<&str>) {
    match held.split_once(' ') {
        Some((content, name)) => (content, Some(name)),
        None => (held, None),
    }
}

/// Returns the base64 text of what a column holds.
pub(crate) fn content(held: &str) -> &str {
    parts(held).0
}

/// Counts the bytes of what a column holds.
pub(crate) fn size(held: &str) -> i64 {
    let text = content(held);
    let padding = text.bytes().rev().take_while(|byte| *byte == b'=').count();
    i64::try_from((text.len() / 4 * 3).saturating_sub(padding)).unwrap_or(i64::MAX)
}

/// Turns a given value into what the column holds; `held` is what it holds so far, which only a
/// renaming asks for.
///
/// # Errors
/// `binascii.Error` where base64 is not strictly so, `ValueError` for an object without content and
/// name, `TypeError` for the rest.
pub(crate) fn to_cell(field: &Field, value: &Value, held: Option<&str>) -> Result<Cell, Fault> {
    if !python::truthy(value) {
        return Ok(Cell::Null);
    }
    let object = match value {
        Value::String(text) => return checked(text).map(|()| Cell::text(text.as_str())),
        Value::Object(object) => object,
        other => return Err(wrong_type(field, other)),
    };
    let name = match object.get("filename") {
        None | Some(Value::Null | Value::Bool(false)) => None,
        Some(Value::String(name)) if name.is_empty() => None,
        Some(Value::String(name)) => Some(name.as_str()),
        Some(other) => return Err(wrong_type(field, other)),
    };
    let content = match object.get("content") {
        Some(Value::String(text)) => {
            checked(text)?;
            text.as_str()
        }
        Some(empty) if !python::truthy(empty) => "",
        Some(other) => return Err(wrong_type(field, other)),
        None => match (name, held) {
            (Some(_), Some(held)) => content(held),
            (Some(_), None) => "",
            (None, _) => {
                return Err(Fault::value(format!(
                    "Binary field {} takes a content, a filename, or both: {}",
                    field.name,
                    python::repr(value)
                )));
            }
        },
    };
    Ok(match (content, name) {
        ("", _) => Cell::Null,
        (content, Some(name)) => Cell::text(format!("{content} {name}")),
        (content, None) => Cell::text(content),
    })
}

/// Reads base64 as Python does up to 19.4, where whatever is not of its alphabet is passed over;
/// returns it as Python writes it.
///
/// # Errors
/// `UserError` for a picture that is none, `binascii.Error` for what else is none.
pub(crate) fn base64_of(field: &Field, text: &str) -> Result<String, Fault> {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut digits: Vec<u8> = text.bytes().filter(is_digit).collect();
    let padding = text.bytes().filter(|byte| *byte == b'=').count();
    let words = match digits.len() % 4 {
        0 => None,
        1 => Some(format!(
            "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than a multiple of 4",
            digits.len()
        )),
        over if over + padding < 4 => Some("Incorrect padding".to_owned()),
        _ => None,
    };
    if let Some(words) = words {
        return Err(match field.name.starts_with("image_") {
            true => Fault::user("Image is not encoded in base64."),
            false => Fault::new("binascii.Error", words),
        });
    }
    while !digits.len().is_multiple_of(4) {
        digits.push(b'=');
    }
    Ok(String::from_utf8(digits).unwrap_or_default())
}

/// Tells whether a value only renames what is there.
pub(crate) fn renames(value: &Value) -> bool {
    value.get("filename").is_some_and(python::truthy) && value.get("content").is_none()
}

fn wrong_type(field: &Field, value: &Value) -> Fault {
    Fault::type_error(format!(
        "Binary field {} cannot hold a '{}'",
        field.name,
        python::class(value)
    ))
}

/// Refuses what is not base64 strictly: the standard alphabet, padded, without line breaks.
fn checked(text: &str) -> Result<(), Fault> {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let words = if !text.bytes().all(is_base64) {
        "Only base64 data is allowed"
    } else if STANDARD.decode(text).is_err() {
        "Incorrect padding"
    } else {
        return Ok(());
    };
    Err(Fault::new("binascii.Error", words))
}

/// Writes what a column holds as `read` does: `{filename?, content, size}`, with `load: 'web'`
/// `{filename?, size, checksum}`.
pub(crate) fn read(
    env: &Env<'_>,
    model: &Model,
    field: &Field,
    id: i64,
    held: &str,
    load: Load,
) -> Value {
    let (content, own) = parts(held);
    let mut object = Map::new();
    let name = if model.name == "ir.attachment" {
        env.stored(model, "name", id).str()
    } else {
        own.filter(|name| *name != field.name)
    };
    if let Some(name) = name {
        object.insert("filename".to_owned(), name.into());
    }
    if load == Load::Web {
        let bytes = STANDARD.decode(content).unwrap_or_default();
        object.insert("size".to_owned(), bytes.len().into());
        object.insert("checksum".to_owned(), attachment::sha1(&bytes).into());
    } else {
        object.insert("content".to_owned(), content.into());
        object.insert("size".to_owned(), size(held).into());
    }
    Value::Object(object)
}

/// Writes what a column holds as `export_data` does, which knows nothing of binary fields: as the
/// text it is.
///
/// # Errors
/// `UnicodeDecodeError`, where it is no text.
pub(crate) fn as_text(held: &str) -> Result<String, Fault> {
    let bytes = STANDARD.decode(content(held)).unwrap_or_default();
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(at).copied().unwrap_or_default();
        Fault::new(
            "builtins.UnicodeDecodeError",
            format!(
                "'utf-8' codec can't decode byte {byte:#04x} in position {at}: invalid start byte"
            ),
        )
    })
}
