//! Rows of values, as `create` takes them, as rows of text, as Odoo's `load` takes them; and what
//! it answered.

use crate::ids::firsts;
use crate::job::NO_RECORD;
use crate::stored::Field;
use crate::text::{decimal, invalid, joined};
use crate::value::Value;

/// How the values of a field are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Texts.
    Text,
    /// `true` and `false`.
    Boolean,
    /// Numbers.
    Number,
    /// The id of a record.
    Link,
    /// Ids that replace those that are there, which is all that `load` can do.
    Links,
}

/// What is written of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing: the field is emptied.
    Empty,
    /// The value as it is.
    Same,
    /// The number, as a text.
    Decimal,
    /// Another text.
    Text(String),
}

impl Column {
    /// The column of a field of Odoo's type; `None` where `load` cannot store it from values.
    pub fn of(odoo_type: &str) -> Option<Self> {
        Some(match odoo_type {
            "boolean" => Self::Boolean,
            "integer" | "float" | "monetary" => Self::Number,
            "many2one" => Self::Link,
            "many2many" => Self::Links,
            "char" | "text" | "html" | "date" | "datetime" | "selection" | "binary" => Self::Text,
            _ => return None,
        })
    }

    /// What a value has to be, in words.
    fn expected(self) -> &'static str {
        match self {
            Self::Text => "a text, or false",
            Self::Boolean => "true or false",
            Self::Number => "a number",
            Self::Link => "the id of a record, or false",
            Self::Links => "false or [[6, 0, ids]]",
        }
    }

    /// What is written of a value; `None` where it is another kind of value. What a text says is of
    /// no account.
    pub fn cell(self, value: &Value) -> Option<Cell> {
        match (self, value) {
            (_, Value::Null) => Some(Cell::Empty),
            (Self::Boolean, Value::Bool(is_set)) => {
                Some(Cell::Text(if *is_set { "1" } else { "0" }.into()))
            }
            (_, Value::Bool(false)) => Some(Cell::Empty),
            (Self::Text, Value::Text(_)) => Some(Cell::Same),
            (Self::Number, Value::Number(number)) => number.is_finite().then_some(Cell::Decimal),
            (Self::Link, _) => value.as_id().map(|_| Cell::Decimal),
            (Self::Links, Value::List(commands)) => links(commands).map(Cell::Text),
            _ => None,
        }
    }
}

fn links(commands: &[Value]) -> Option<String> {
    let [command] = commands else { return None };
    let (Value::Number(6.0), ids) = (command.as_list()?.first()?, command.as_list()?.get(2)?)
    else {
        return None;
    };
    let mut text = String::new();
    for (at, id) in ids.as_list()?.iter().enumerate() {
        text.push_str(if at > 0 { "," } else { "" });
        text.push_str(&decimal(id.as_id()?));
    }
    Some(text)
}

impl Field {
    /// The name of its column; in words why there is none.
    pub fn path(&self, row: u32) -> Result<String, String> {
        let name = self.name.as_str();
        match Column::of(&self.odoo_type) {
            Some(Column::Link | Column::Links) => Ok(joined(&[name, "/.id"])),
            Some(_) => Ok(name.into()),
            None => Err(joined(&[
                "Field '",
                name,
                "' of ",
                &self.model,
                " (row ",
                &decimal(row.into()),
                ") is a ",
                &self.odoo_type,
                ", which Odoo's load cannot store from values. What to do: leave it out and write it \
                 afterwards, or give a field as key",
            ])),
        }
    }

    /// What is written of a value; `None` where it is refused.
    pub fn cell(&self, value: &Value) -> Option<Cell> {
        let cell = Column::of(&self.odoo_type)?.cell(value)?;
        let is_stored = match value.as_text() {
            Some(text) => self.is_own_choice(text),
            None => true,
        };
        is_stored.then_some(cell)
    }

    /// Whether `load` stores a text as the value of a selection that it is: it takes labels as well,
    /// and the first of the two that fits.
    fn is_own_choice(&self, text: &str) -> bool {
        let Some(choices) = self.choices.as_ref().and_then(Value::as_list) else {
            return true;
        };
        // A value, and its label.
        let pairs = choices.iter().filter_map(Value::as_list);
        let first = pairs
            .flatten()
            .position(|name| name.as_text() == Some(text));
        // What is neither, `load` refuses itself, and names the row.
        first.is_none_or(|place| place % 2 == 0)
    }

    /// Why a value is refused, in words: `given` is its JSON.
    pub fn wrong_cell(&self, row: u32, given: &str) -> String {
        let expected = match self.choices.is_none() {
            true => Column::of(&self.odoo_type).map_or("", Column::expected),
            false => "a value of the selection that is no other's label, or false",
        };
        joined(&[
            &invalid(row, &self.name),
            ": expected ",
            expected,
            ", got ",
            given,
        ])
    }

    /// Whether it says moments, which `load` would take for those of the user's own time zone:
    /// `create` takes them for UTC.
    pub fn is_timed(&self) -> bool {
        self.odoo_type == "datetime"
    }
}

/// What an answer of `load` says of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// All are stored: it is their ids.
    Ids,
    /// None is stored, and messages say why.
    Refused,
    /// Nobody knows: it may be the answer to something else.
    Unknown,
}

/// Judges an answer. `expected` are the records of the rows, [`NO_RECORD`] for those
/// that may be stored in any.
pub fn loaded(answer: &Value, expected: &[u64]) -> Loaded {
    match answer.get("ids") {
        Some(Value::List(ids)) if ids.len() == expected.len() => {
            let known: Vec<u64> = ids.iter().filter_map(Value::as_id).collect();
            let mut rows = known.iter().zip(expected);
            let is_right = |(id, expected): (&u64, &u64)| *expected == NO_RECORD || id == expected;
            // Each row is a record of its own.
            let are_all = firsts(&known).len() == ids.len();
            match are_all && rows.all(is_right) {
                true => Loaded::Ids,
                false => Loaded::Unknown,
            }
        }
        Some(Value::Bool(false)) => match answer.get("messages") {
            Some(Value::List(messages))
                if !messages.is_empty() && messages.iter().all(is_message) =>
            {
                Loaded::Refused
            }
            _ => Loaded::Unknown,
        },
        _ => Loaded::Unknown,
    }
}

fn is_message(message: &Value) -> bool {
    matches!(message, Value::Object(_))
}

/// What messages of `load` say, each with its row and field: `rows` are those of the call.
pub fn words(messages: &Value, rows: &[u32]) -> String {
    let mut words = String::new();
    for (at, message) in messages.as_list().unwrap_or(&[]).iter().enumerate() {
        let text = |name| message.get(name).and_then(Value::as_text).unwrap_or("");
        let row = match message.get("rows").and_then(|rows| rows.get("from")) {
            Some(Value::Number(from)) if *from >= 0.0 => rows.get(*from as usize),
            _ => None,
        };
        words.push_str(if at > 0 { "; " } else { "" });
        if let Some(&row) = row {
            words.push_str(&joined(&["row ", &decimal(row.into()), ", "]));
        }
        if !text("field").is_empty() {
            words.push_str(&joined(&["field '", text("field"), "': "]));
        }
        words.push_str(text("message"));
        if !text("moreinfo").is_empty() {
            words.push_str(&joined(&[". ", text("moreinfo")]));
        }
    }
    words
}

#[cfg(test)]
mod tests;
