//! What an upsert has to change, and the answers of Odoo's `load`.

use odoo_bulk::load::{Cell, Loaded, loaded, words};
use odoo_bulk::stored::Field;
use odoo_bulk::upsert::{Compared, Contents, Found, Key, Standing, Sum, Upsert, pages, there};
use odoo_bulk::value::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::jobs::records;
use crate::told::{Listed, Told};
use crate::value::{member_of, number_of, outline_of, text_of, value_of};

/// How a field is compared.
#[wasm_bindgen(js_name = Compared)]
#[derive(Clone, Copy)]
pub enum JsCompared {
    /// Not at all: it tells the record.
    Not,
    /// By its value.
    Value,
    /// By its value, which is rounded to the record's currency.
    Amount,
    /// By a checksum of what is in it.
    Contents,
}

/// Whether a field holds the contents that a row says.
#[wasm_bindgen(js_name = Contents)]
#[derive(Clone, Copy)]
pub enum JsContents {
    /// It does.
    Same,
    /// It does not, or nobody knows.
    Other,
    /// It does where the SHA-1 of the row's is the checksum.
    BySum,
}

/// What was found of a row.
#[wasm_bindgen(js_name = FoundKind)]
#[derive(Clone, Copy)]
pub enum JsFound {
    /// Records, of which not all are known to be as the row says; or none.
    Records,
    /// One record, which holds all that the row says.
    Same,
    /// The user may not know it.
    Hidden,
    /// A record of another model.
    OfAnother,
}

/// What is to be done about a row.
#[wasm_bindgen(js_name = Standing)]
#[derive(Clone, Copy)]
pub enum JsStanding {
    /// There is no record.
    Missing,
    /// The record is as it is to be.
    Unchanged,
    /// The record holds something else, or nobody knows.
    Different,
    /// Several records have the key.
    Ambiguous,
    /// The external id is that of a record of another model.
    OfAnother,
    /// The record is that of an earlier row.
    Repeated,
}

/// What an answer of `load` says of its rows.
#[wasm_bindgen(js_name = Loaded)]
#[derive(Clone, Copy)]
pub enum JsLoaded {
    /// It is their ids.
    Ids,
    /// None is stored, and messages say why.
    Refused,
    /// Nobody knows.
    Unknown,
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** What is known of a field. */
export interface Described {
  /** Why there is no such field, in words; then all else is absent. */
  refusal: string | undefined;
  compared: Compared;
  /** The field of the currency that its amounts are in. */
  currency: string | undefined;
  /** Whether its checksum is a field beside it. */
  isSumBeside: boolean;
  /** Whether its checksum is that of an attachment. */
  isSumAttached: boolean;
  /** The name of its column for `load`; absent where it has none. */
  path: string | undefined;
  /** Why it has none, in words. */
  pathRefusal: string | undefined;
  /** Whether `load` has to be called in UTC. */
  isTimed: boolean;
}
";

#[wasm_bindgen]
extern "C" {
    /// What is known of a field.
    #[wasm_bindgen(extends = Told, js_name = Object, typescript_type = "Described")]
    pub type JsDescribed;
    /// Names.
    #[wasm_bindgen(extends = Listed, js_name = Array, typescript_type = "string[]")]
    pub type JsNames;
}

/// What rows are compared with. Fields are told by their places among those that were described.
#[wasm_bindgen(js_name = Upsert)]
pub struct JsUpsert(Upsert);

#[wasm_bindgen(js_class = Upsert)]
impl JsUpsert {
    /// An upsert into a model, whose records are told by a key: a field, or `xmlid`.
    #[wasm_bindgen(constructor)]
    pub fn new(model: String, key: String) -> Self {
        Self(Upsert::new(model, key))
    }

    /// Adds a field as the server describes it, and tells what is known of it. The row is the first
    /// that has it.
    pub fn describe(
        &mut self,
        place: usize,
        name: &str,
        given: &JsValue,
        row: u32,
        told: &JsDescribed,
    ) {
        let description = value_of(given).unwrap_or(Value::Null);
        if let Err(refusal) = self.0.describe(name, &description, row) {
            return told.text("refusal", &refusal);
        }
        let Some(field) = self.0.field(place) else {
            return;
        };
        let compared = match self.0.compared(place) {
            Compared::Not => JsCompared::Not,
            Compared::Value => JsCompared::Value,
            Compared::Amount => JsCompared::Amount,
            Compared::Contents => JsCompared::Contents,
        };
        told.number("compared", compared as u32 as f64);
        if let Some(currency) = &field.currency {
            told.text("currency", currency);
        }
        told.flag("isSumBeside", field.sum() == Sum::Beside);
        told.flag("isSumAttached", field.sum() == Sum::Attachment);
        told.flag("isTimed", field.is_timed());
        match field.path(row) {
            Ok(path) => told.text("path", &path),
            Err(refusal) => told.text("pathRefusal", &refusal),
        }
    }

    /// Adds the names of the fields to read.
    pub fn wanted(&self, names: &JsNames) {
        for name in self.0.wanted() {
            names.push(&name.into());
        }
    }

    /// Why a name of a row is refused, in words.
    #[wasm_bindgen(js_name = wrongName)]
    pub fn wrong_name(&self, row: u32, name: &str) -> Option<String> {
        self.0.wrong_name(row, name)
    }

    /// Why no record can be told by the key, in words.
    #[wasm_bindgen(js_name = wrongKey)]
    pub fn wrong_key(&self) -> Option<String> {
        self.0.wrong_key()
    }

    /// What a row's key is told apart by; nothing, where it can be no key.
    #[wasm_bindgen(js_name = keyOfRow)]
    pub fn key_of_row(&self, key: &JsValue) -> JsValue {
        value_of(key)
            .and_then(|value| self.0.key_of_row(&value))
            .map_or(JsValue::UNDEFINED, |kept| told_key(kept, key))
    }

    /// What a record's key is told apart by.
    #[wasm_bindgen(js_name = keyOfRecord)]
    pub fn key_of_record(&self, key: &JsValue) -> JsValue {
        value_of(key).map_or(JsValue::UNDEFINED, |value| {
            told_key(self.0.key_of_record(&value), key)
        })
    }

    /// Why the key of a row is refused, in words: it can be no key, or is that of the row `first`.
    #[wasm_bindgen(js_name = refusedKey)]
    pub fn refused_key(&self, row: u32, given: &str, first: Option<u32>) -> String {
        self.0.refused_key(row, given, first)
    }

    /// Whether a record holds what a row says of a field, `currency` being the record's own.
    pub fn holds(
        &self,
        place: usize,
        value: &JsValue,
        stored: &JsValue,
        currency: &JsValue,
    ) -> bool {
        let currency = value_of(currency).unwrap_or(Value::Null);
        value_of(value).is_some_and(|value| {
            (self.0).holds(
                place,
                &value,
                member_of(stored).as_ref(),
                &currency,
                number_of,
            )
        })
    }

    /// Takes an amount that is not the stored one as it is: its currency's rounding may make it so.
    pub fn doubt(&mut self, place: usize, value: &JsValue, stored: &JsValue, currency: &JsValue) {
        let currency = value_of(currency).unwrap_or(Value::Null);
        if let Some(value) = value_of(value) {
            (self.0).doubt(
                place,
                &value,
                member_of(stored).as_ref(),
                &currency,
                number_of,
            );
        }
    }

    /// Takes the currencies whose rounding is to be asked for now.
    pub fn currencies(&mut self) -> Vec<f64> {
        numbers(&self.0.currencies())
    }

    /// Takes what amounts of a currency are rounded to.
    pub fn rounds(&mut self, currency: f64, unit: f64) {
        for id in records(&[currency]) {
            self.0.rounds(id, unit);
        }
    }

    /// Judges contents: `sum` is the checksum that was found, `isRead` whether it was looked for.
    pub fn contents(
        &self,
        place: usize,
        value: &JsValue,
        stored: &JsValue,
        sum: &JsValue,
        #[wasm_bindgen(js_name = isRead)] is_read: bool,
    ) -> JsContents {
        let part = |given: &JsValue| (!given.is_undefined()).then(|| outline_of(given));
        let contents = self.0.field(place).map(|field| {
            let (stored, sum) = (part(stored), part(sum));
            field.contents(&outline_of(value), stored.as_ref(), sum.as_ref(), is_read)
        });
        match contents {
            Some(Contents::Same) => JsContents::Same,
            Some(Contents::BySum) => JsContents::BySum,
            _ => JsContents::Other,
        }
    }

    /// Why commands of a field are refused, in words: `given` is their JSON.
    #[wasm_bindgen(js_name = wrongCommands)]
    pub fn wrong_commands(
        &self,
        place: usize,
        value: &JsValue,
        row: u32,
        given: &str,
    ) -> Option<String> {
        let value = value_of(value).unwrap_or(Value::Null);
        self.0.wrong_commands(place, &value, row, given)
    }

    /// What `load` is given of a value; nothing, where it is refused.
    pub fn cell(&self, place: usize, value: &JsValue) -> JsValue {
        // What a text says counts in a selection alone.
        let whole = |field: &Field| match field.choices.is_none() {
            true => Some(outline_of(value)),
            false => value_of(value),
        };
        let field = self.0.field(place);
        match field.and_then(|field| field.cell(&whole(field)?)) {
            Some(Cell::Empty) => "".into(),
            Some(Cell::Same) => value.clone(),
            Some(Cell::Decimal) => text_of(value),
            Some(Cell::Text(text)) => text.into(),
            None => JsValue::UNDEFINED,
        }
    }

    /// Why a value is refused, in words: `given` is its JSON.
    #[wasm_bindgen(js_name = wrongCell)]
    pub fn wrong_cell(&self, place: usize, row: u32, given: &str) -> String {
        let field = self.0.field(place);
        field.map_or_else(String::new, |field| field.wrong_cell(row, given))
    }

    /// Why a row is refused whose key is that of several records, or of one which an earlier row
    /// names, in words: `given` is its JSON.
    pub fn ambiguous(&self, row: u32, given: &str, count: u32) -> String {
        self.0.ambiguous(row, given, count)
    }

    /// What is to be done about the rows of the next window. Of each: the kind of what was found, how
    /// many records, and the first of them.
    pub fn standings(&mut self, kinds: Vec<u8>, counts: Vec<u32>, ids: Vec<f64>) -> Vec<u8> {
        let told = |standing| match standing {
            Standing::Missing => JsStanding::Missing as u8,
            Standing::Unchanged => JsStanding::Unchanged as u8,
            Standing::Different => JsStanding::Different as u8,
            Standing::Ambiguous => JsStanding::Ambiguous as u8,
            Standing::OfAnother => JsStanding::OfAnother as u8,
            Standing::Repeated => JsStanding::Repeated as u8,
        };
        let found = found(&kinds, &counts, &ids);
        self.0.standings(&found).into_iter().map(told).collect()
    }

    /// Why a row is refused whose external id is that of a record of another model, in words.
    #[wasm_bindgen(js_name = ofAnother)]
    pub fn of_another(&self, xmlid: &str, model: &str, id: f64) -> String {
        self.0.of_another(xmlid, model, id as u64)
    }
}

fn told_key(kept: Key, key: &JsValue) -> JsValue {
    match kept {
        Key::Kept(Value::Text(text)) => text.into(),
        Key::Kept(Value::Number(number)) => number.into(),
        _ => key.clone(),
    }
}

fn numbers(ids: &[u64]) -> Vec<f64> {
    ids.iter().map(|&id| id as f64).collect()
}

/// Where pages of so many rows end.
#[wasm_bindgen(js_name = pagesOf)]
pub fn pages_of(rows: usize) -> Vec<u32> {
    pages(rows)
}

fn found(kinds: &[u8], counts: &[u32], ids: &[f64]) -> Vec<Found> {
    let found = |((&kind, &count), id)| match kind {
        kind if kind == JsFound::Hidden as u8 => Found::Hidden,
        kind if kind == JsFound::OfAnother as u8 => Found::OfAnother,
        kind => Found::Records {
            count,
            id,
            is_same: kind == JsFound::Same as u8,
        },
    };
    kinds
        .iter()
        .zip(counts)
        .zip(records(ids))
        .map(found)
        .collect()
}

/// The records of the rows that are done after an unknown outcome, 0 for the others: those that are
/// there, or, of rows that changed them, that hold all that their rows say.
#[wasm_bindgen(js_name = thereOf)]
pub fn there_of(kinds: Vec<u8>, counts: Vec<u32>, ids: Vec<f64>, holds: bool) -> Vec<f64> {
    numbers(&there(&found(&kinds, &counts, &ids), holds))
}

/// Judges an answer of `load`: `expected` are the records of its rows, 0 for those that may be
/// stored in any.
#[wasm_bindgen(js_name = loadedOf)]
pub fn loaded_of(answer: &JsValue, expected: Vec<f64>) -> JsLoaded {
    match value_of(answer).map(|answer| loaded(&answer, &records(&expected))) {
        Some(Loaded::Ids) => JsLoaded::Ids,
        Some(Loaded::Refused) => JsLoaded::Refused,
        _ => JsLoaded::Unknown,
    }
}

/// What messages of `load` say: `rows` are those of the call.
#[wasm_bindgen(js_name = wordsOfLoad)]
pub fn words_of_load(messages: &JsValue, rows: Vec<u32>) -> String {
    value_of(messages).map_or(String::new(), |messages| words(&messages, &rows))
}
