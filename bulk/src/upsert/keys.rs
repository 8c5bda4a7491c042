//! What tells the record of a row.
//!
//! A key that is missing or repeated would make a record that nobody finds again, or one that is
//! written twice; one of another type would be stored as the field's own, and not be found again.

use super::Upsert;
use crate::stored::{Field, date_of, moment_of};
use crate::text::{decimal, invalid, joined};
use crate::value::Value;

/// What a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    ExternalId,
    Whole,
    Id,
    Text,
}

/// A key as it is told apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// The value as it is.
    Same,
    /// What the server gives back of it.
    Kept(Value),
}

fn kind_of(odoo_type: &str) -> Option<Kind> {
    match odoo_type {
        "integer" => Some(Kind::Whole),
        "many2one" => Some(Kind::Id),
        "char" | "text" | "selection" | "date" | "datetime" => Some(Kind::Text),
        _ => None,
    }
}

impl Upsert {
    fn key_field(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == self.key)
    }

    fn key_kind(&self) -> Option<Kind> {
        match self.key_field() {
            Some(field) => kind_of(&field.odoo_type),
            None => Some(Kind::ExternalId),
        }
    }

    /// Why no record can be told by the key, in words.
    pub fn wrong_key(&self) -> Option<String> {
        let field = self.key_field()?;
        if field.is_of_odoo() {
            return Some(joined(&[
                "Invalid options.key: Odoo itself fills in ",
                &field.name,
                ". What to do: take another field, or 'xmlid'",
            ]));
        }
        kind_of(&field.odoo_type).is_none().then(|| {
            joined(&[
                "Invalid options.key: ",
                &field.name,
                " is of the type ",
                &field.odoo_type,
                ", by which no record can be found again. What to do: take a field that holds a \
                 text or a whole number, or 'xmlid'",
            ])
        })
    }

    /// What a row's key is told apart by; `None` where it can be no key.
    pub fn key_of_row(&self, value: &Value) -> Option<Key> {
        let is_key = match self.key_kind()? {
            Kind::ExternalId => value.as_text().is_some_and(is_external_id),
            Kind::Whole => matches!(value, Value::Number(number) if is_whole(*number)),
            Kind::Id => value.as_id().is_some(),
            // What does not fit is cut off, and would not be found again.
            Kind::Text => value.as_text().is_some_and(|text| {
                let size = self.key_field().map_or(0, |field| field.size);
                !text.is_empty() && (size == 0 || text.chars().count() <= size)
            }),
        };
        is_key.then(|| self.kept(value))
    }

    /// What a record's key is told apart by.
    pub fn key_of_record(&self, value: &Value) -> Key {
        match value {
            Value::List(pair) => match pair.first() {
                Some(id) => Key::Kept(id.clone()),
                None => Key::Same,
            },
            _ => self.kept(value),
        }
    }

    fn kept(&self, value: &Value) -> Key {
        let odoo_type = self.key_field().map(|field| field.odoo_type.as_str());
        let kept = match (odoo_type, value.as_text()) {
            (Some("date"), Some(text)) => date_of(text),
            (Some("datetime"), Some(text)) => moment_of(text),
            _ => None,
        };
        kept.map_or(Key::Same, |text| Key::Kept(Value::Text(text)))
    }

    /// Why the key of a row is refused, in words: it can be no key, or is that of another row,
    /// the `first`. `given` is the key as a message shows it.
    pub fn refused_key(&self, row: u32, given: &str, first: Option<u32>) -> String {
        let place = invalid(row, &self.key);
        if let Some(first) = first {
            let first = decimal(first.into());
            return joined(&[
                &place,
                ": ",
                given,
                " is that of rows[",
                &first,
                "] as well",
            ]);
        }
        let (expected, odoo_type) = match self.key_kind() {
            Some(Kind::Whole) => ("a whole number", self.key_field()),
            Some(Kind::Id) => ("the id of a record", self.key_field()),
            Some(Kind::Text) => ("a text", self.key_field()),
            _ => ("an external id, such as 'shop.customer_17'", None),
        };
        let odoo_type = odoo_type.map_or(String::new(), |field| {
            let size = match field.size {
                0 => String::new(),
                size => joined(&[" of at most ", &decimal(size as u64), " characters"]),
            };
            joined(&[
                &size,
                ", as ",
                &self.key,
                " is of the type ",
                &field.odoo_type,
                ",",
            ])
        });
        let end = [" to tell the record, got ", given];
        joined(&[&place, ": expected ", expected, &odoo_type, end[0], end[1]])
    }
}

fn is_whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_991.0
}

/// Whether a text is a module and a name, without a space, and with one point between them.
fn is_external_id(text: &str) -> bool {
    let mut parts = text.split('.');
    let is_part = |part: Option<&str>| part.is_some_and(|part| !part.is_empty());
    is_part(parts.next())
        && is_part(parts.next())
        && parts.next().is_none()
        && !text.chars().any(is_space)
}

/// What JavaScript takes for a space.
fn is_space(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t'..='\r'
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}'
            | '\u{feff}'
    )
}
