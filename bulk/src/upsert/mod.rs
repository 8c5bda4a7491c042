//! What an upsert has to change: which rows are refused, what is read of the records that they
//! mean, and what becomes of each row.
//!
//! The program numbers what it compares by: keys, fields and rows stay with it. It reads, and hands
//! over what has to be judged; where nothing differs as it is, it need not ask.

mod contents;
mod keys;
mod standing;

pub use contents::{Contents, Sum};
pub use keys::Key;
use standing::standings;
pub use standing::{Found, Standing, there};

use crate::stored::{Field, linked};
use crate::text::{decimal, invalid, joined};
use crate::value::Value;

/// How many rows are compared before any of them is stored: equal changes among them go out
/// together.
pub const WINDOW: usize = 5000;

/// How many rows are looked up by one read.
const PAGE: usize = 2000;

/// Where pages of so many rows end.
pub fn pages(rows: usize) -> Vec<u32> {
    let mut ends = Vec::new();
    let mut end = 0;
    while end < rows {
        end = rows.min(end + PAGE);
        ends.push(end as u32);
    }
    ends
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// Not at all: it tells the record.
    Not,
    /// By its value.
    Value,
    /// By its value, which is rounded to the record's currency.
    Amount,
    /// By a checksum of what is in it.
    Contents,
}

/// What rows are compared with.
#[derive(Debug)]
pub struct Upsert {
    model: String,
    key: String,
    fields: Vec<Field>,
    /// What amounts are rounded to, by currency in the order of their ids: 0 where that is not
    /// known.
    units: Vec<(u64, f64)>,
    /// Currencies whose rounding is to be asked for.
    unasked: Vec<u64>,
    /// The records of the rows that were judged, in order.
    seen: Vec<u64>,
}

impl Upsert {
    /// An upsert into a model, whose records are told by a key: a field, or `xmlid`.
    pub fn new(model: String, key: String) -> Self {
        Self {
            model,
            key,
            fields: Vec::new(),
            units: Vec::new(),
            unasked: Vec::new(),
            seen: Vec::new(),
        }
    }

    /// Why a name of a row is refused, in words: it means something else to `load`, or is an id,
    /// which says already which record is meant.
    pub fn wrong_name(&self, row: u32, name: &str) -> Option<String> {
        if name == "xmlid" && self.key != "xmlid" {
            return Some(joined(&[
                &invalid(row, name),
                ": not stored where records are told by another key. What to do: pass key: 'xmlid', \
                 or leave it out",
            ]));
        }
        let is_wrong = name == "id" || name.bytes().any(|byte| matches!(byte, b'.' | b'/'));
        is_wrong.then(|| {
            joined(&[
                &invalid(row, name),
                ": not a field to store. What to do: leave it out, or write records whose ids are \
                 known with writeMany",
            ])
        })
    }

    /// Adds a field as the server describes it; the first row that has it is named where it does
    /// not, in words.
    pub fn describe(&mut self, name: &str, description: &Value, row: u32) -> Result<(), String> {
        match Field::described(&self.model, name, description) {
            Some(field) => {
                self.fields.push(field);
                Ok(())
            }
            None => Err(joined(&[
                "There is no field '",
                name,
                "' on ",
                &self.model,
                " (row ",
                &decimal(row.into()),
                "), or the user may not read it. What to do: check the name",
            ])),
        }
    }

    /// A field, by its place among those that were added.
    pub fn field(&self, place: usize) -> Option<&Field> {
        self.fields.get(place)
    }

    /// How a field is compared.
    pub fn compared(&self, place: usize) -> Compared {
        match self.field(place) {
            Some(field) if field.odoo_type == "binary" => Compared::Contents,
            Some(field) if field.name != self.key => match field.odoo_type.as_str() {
                "monetary" if field.currency.is_some() => Compared::Amount,
                _ => Compared::Value,
            },
            _ => Compared::Not,
        }
    }

    /// The names of the fields to read: contents of attachments are not; of other binary fields, it
    /// is how large they are.
    pub fn wanted(&self) -> Vec<&str> {
        let mut wanted: Vec<&str> = Vec::new();
        let mut more: Vec<&str> = Vec::new();
        for field in &self.fields {
            if field.odoo_type != "binary" || field.is_attachment != Some(true) {
                wanted.push(&field.name);
            }
            if field.odoo_type == "monetary"
                && let Some(currency) = &field.currency
            {
                more.push(currency);
            }
            if field.sum() == Sum::Beside {
                more.push(contents::CHECKSUM);
            }
        }
        for name in more {
            if !wanted.contains(&name) {
                wanted.push(name);
            }
        }
        wanted
    }

    /// Why commands of a field are refused, in words: those that make or change other records would
    /// do so at each run. `given` is their JSON.
    pub fn wrong_commands(
        &self,
        place: usize,
        value: &Value,
        row: u32,
        given: &str,
    ) -> Option<String> {
        let field = self.field(place)?;
        let is_link = matches!(field.odoo_type.as_str(), "one2many" | "many2many");
        (is_link && linked(value, &[]).is_none()).then(|| {
            joined(&[
                &invalid(row, &field.name),
                ": expected [[6, 0, ids]], since other commands would be done again at each run \
                 (but [[3, id]], [[4, id]] and [[5]]), got ",
                given,
            ])
        })
    }

    /// Whether a record holds what a row says of a field; `stored` is absent where the record came
    /// without it, `currency` the record's own, as far as the field has one.
    pub fn holds(
        &self,
        place: usize,
        value: &Value,
        stored: Option<&Value>,
        currency: &Value,
        numeral: impl Fn(&str) -> f64,
    ) -> bool {
        let (Some(field), Some(stored)) = (self.field(place), stored) else {
            return false;
        };
        let unit = currency_of(currency).and_then(|id| match self.unit(id) {
            Ok(at) => self.units.get(at).map(|&(_, unit)| unit),
            Err(_) => None,
        });
        field.holds(value, stored, unit, numeral)
    }

    fn unit(&self, id: u64) -> Result<usize, usize> {
        self.units.binary_search_by_key(&id, |&(own, _)| own)
    }

    /// Takes an amount that is not the stored one as it is. Where the rounding of its currency may
    /// make it so, that is asked for, once: see [`Upsert::currencies`].
    pub fn doubt(
        &mut self,
        place: usize,
        value: &Value,
        stored: Option<&Value>,
        currency: &Value,
        numeral: impl Fn(&str) -> f64,
    ) {
        if let Some(id) = currency_of(currency)
            && let Err(at) = self.unit(id)
            && !self.holds(place, value, stored, &Value::Null, numeral)
        {
            self.units.insert(at, (id, 0.0));
            self.unasked.push(id);
        }
    }

    /// Takes the currencies whose rounding is to be asked for now.
    pub fn currencies(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.unasked)
    }

    /// Takes what amounts of a currency are rounded to.
    pub fn rounds(&mut self, currency: u64, unit: f64) {
        if let Ok(at) = self.unit(currency) {
            self.units[at].1 = unit;
        }
    }

    /// Why a row is refused whose key is that of several records, in words, or that of one which an
    /// earlier row names. `given` is its JSON.
    pub fn ambiguous(&self, row: u32, given: &str, count: u32) -> String {
        if count == 1 {
            return joined(&[
                &invalid(row, &self.key),
                ": an earlier row names the record of ",
                given,
                " already. What to do: give each record one row",
            ]);
        }
        joined(&[
            &decimal(count.into()),
            " records of ",
            &self.model,
            " have ",
            &self.key,
            " = ",
            given,
            " (row ",
            &decimal(row.into()),
            "): which of them is meant cannot be told. What to do: merge them, or use another key",
        ])
    }

    /// Judges the rows of the next window.
    pub fn standings(&mut self, found: &[Found]) -> Vec<Standing> {
        standings(found, &mut self.seen)
    }

    /// Why a row is refused whose external id is that of a record of another model, in words.
    pub fn of_another(&self, xmlid: &str, model: &str, id: u64) -> String {
        joined(&[
            "The external id ",
            xmlid,
            " is that of a record of ",
            model,
            " (",
            &decimal(id),
            "), not of ",
            &self.model,
            ". What to do: give the row an external id of its own",
        ])
    }
}

/// The id of a currency, as a record has it: `[id, name]`.
fn currency_of(value: &Value) -> Option<u64> {
    value.as_list()?.first()?.as_id()
}

#[cfg(test)]
mod tests;
