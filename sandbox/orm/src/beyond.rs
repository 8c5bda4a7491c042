//! What Python's JSON has and the JSON of others has not: numbers that are none or without end, and
//! halves of emojis.
//!
//! A [`serde_json::Value`] has no place for them. Such a number is a text that begins with NUL,
//! such a half a character that nobody uses; who reads and writes bodies turns them into these, and
//! these into them.

use serde_json::Value;

/// How `NaN` is held.
pub const NAN: &str = "\0NaN";
/// How `Infinity` is held.
pub const INFINITY: &str = "\0Infinity";
/// How `-Infinity` is held.
pub const MINUS_INFINITY: &str = "\0-Infinity";

/// What a recordset begins with; its model and the ids of its records follow.
const RECORDSET: &str = "\0recordset ";

/// Holds a recordset that a method returns, which every protocol writes otherwise.
pub(crate) fn recordset(model: &str, ids: &[i64]) -> Value {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    format!("{RECORDSET}{model} {}", ids.join(",")).into()
}

fn records(value: &Value) -> Option<(&str, Vec<i64>)> {
    let (model, ids) = value.as_str()?.strip_prefix(RECORDSET)?.split_once(' ')?;
    let ids = ids.split(',').filter_map(|id| id.parse().ok());
    Some((model, ids.collect()))
}

/// Writes a recordset as its ids, and leaves everything else as it is.
pub fn as_ids(value: Value) -> Value {
    match records(&value) {
        Some((_, ids)) => ids.into(),
        None => value,
    }
}

/// Writes a recordset as Python shows it, `mail.activity(53,)`, and leaves everything else as it
/// is.
pub fn as_shown(value: Value) -> Value {
    match records(&value) {
        Some((model, ids)) => {
            let ids: Vec<Value> = ids.into_iter().map(Value::from).collect();
            format!("{model}{}", crate::python::tuple(&ids)).into()
        }
        None => value,
    }
}

/// The last 2,048 characters there are: as many as there are halves of pairs in UTF-16.
const FIRST_HALF: u32 = 0x10_f800;

/// Returns the character that stands for half of a pair; `None` for what is none.
pub fn half(unit: u16) -> Option<char> {
    let place = u32::from(unit).checked_sub(0xd800)?;
    (place < 0x800).then(|| char::from_u32(FIRST_HALF + place))?
}

/// Returns the half of a pair a character stands for.
pub fn unit_of(character: char) -> Option<u16> {
    let place = u32::from(character).checked_sub(FIRST_HALF)?;
    u16::try_from(0xd800 + place).ok()
}

/// Tells whether a text has half of an emoji in it.
pub fn has_half(text: &str) -> bool {
    // All of them begin with this byte in UTF-8, and little else does.
    text.as_bytes().contains(&0xf4) && text.chars().any(|character| unit_of(character).is_some())
}

/// Reads a number that is held as a text.
pub(crate) fn number(text: &str) -> Option<f64> {
    match text {
        NAN => Some(f64::NAN),
        INFINITY => Some(f64::INFINITY),
        MINUS_INFINITY => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

/// Holds a number: as itself, or as a text.
pub(crate) fn held(number: f64) -> Value {
    if number.is_finite() {
        return number.into();
    }
    let text = match number {
        number if number.is_nan() => NAN,
        number if number > 0.0 => INFINITY,
        _ => MINUS_INFINITY,
    };
    text.into()
}
