//! What is wrong with an answer, in words.

use crate::json::{Json, Why};
use crate::record::Spoiled;
use crate::schema::Field;

/// What is wrong with an answer, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Whose mistake it is.
    pub class: Class,
    /// The row, counted from 0.
    pub row: usize,
    /// The byte of the answer, counted from 0.
    pub offset: usize,
    /// The field whose value it is.
    pub field: Option<usize>,
    /// What is wrong there.
    pub words: String,
}

/// The class of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A value is of another kind than its field.
    Kind,
    /// The answer is no JSON, or no list of records.
    Malformed,
    /// The answer breaks off.
    Cut,
    /// There is no room for so much.
    Room,
}

/// So much of the answer is shown.
const SHOWN: usize = 40;

impl Fault {
    pub(crate) fn new(
        spoiled: Spoiled,
        json: &Json<'_>,
        fields: &[Field],
        row: usize,
        gone: usize,
    ) -> Self {
        let Spoiled { stop, field } = spoiled;
        let (class, words) = match (stop.why, field.and_then(|number| fields.get(number))) {
            (Why::Kind, Some(field)) => (
                Class::Kind,
                [
                    "expected ",
                    field.kind.value(),
                    ", found ",
                    &shown(json, stop.at),
                ]
                .concat(),
            ),
            (Why::Kind, None) => (
                Class::Malformed,
                ["expected a value, found ", &shown(json, stop.at)].concat(),
            ),
            (Why::Expected(what), _) => (
                Class::Malformed,
                ["expected ", what, ", found ", &shown(json, stop.at)].concat(),
            ),
            (Why::Utf8, _) => (Class::Malformed, "the bytes are not UTF-8".to_owned()),
            (Why::Control, _) => (
                Class::Malformed,
                "a text holds a control character that is not escaped".to_owned(),
            ),
            (Why::Escape, _) => (
                Class::Malformed,
                ["there is no escape ", &shown(json, stop.at)].concat(),
            ),
            (Why::Room, _) => (
                Class::Room,
                "the texts of one field are more than 2 GB".to_owned(),
            ),
            (Why::Short, _) => (Class::Cut, "the answer breaks off".to_owned()),
        };
        Self {
            class,
            row,
            offset: gone + stop.at,
            field,
            words,
        }
    }

    pub(crate) fn cut(row: usize, offset: usize) -> Self {
        let words = "the answer breaks off".to_owned();
        Self {
            class: Class::Cut,
            row,
            offset,
            field: None,
            words,
        }
    }
}

/// The beginning of what stands at a place.
fn shown(json: &Json<'_>, at: usize) -> String {
    let to = json.end().min(at + SHOWN);
    let text = String::from_utf8_lossy(json.slice(at, to));
    let line: String = text
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect();
    if to < json.end() { line + "…" } else { line }
}
