//! Reads that go out together.

use odoo_bulk::coalesce::{Concerns, Then, after_failure, owed, parts};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::jobs::records;

/// What to do after a failure.
#[wasm_bindgen(js_name = AfterFailure)]
#[derive(Clone, Copy)]
pub enum JsThen {
    /// Every caller gets the error.
    Tell,
    /// The first caller is asked for alone.
    Probe,
    /// Halves of the callers are asked for by themselves.
    Divide,
}

/// What to do after a failure with that `reason` (empty: it has none) of a call that so many
/// callers still wait for.
#[wasm_bindgen(js_name = afterFailure)]
pub fn then(reason: &str, waiting: usize) -> JsThen {
    match after_failure(Concerns::of(reason), waiting) {
        Then::Tell => JsThen::Tell,
        Then::Probe => JsThen::Probe,
        Then::Divide => JsThen::Divide,
    }
}

/// How many callers fit into one call each: `counts` are the numbers of their ids, `ids` those of
/// all.
#[wasm_bindgen(js_name = partsOf)]
pub fn parts_of(counts: Vec<u32>, ids: Vec<f64>, most: f64) -> Vec<u32> {
    parts(&counts, &records(&ids), most as usize)
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** What a call owes for each id. */
export interface Owed {
  /** The place of its record, -1 for none. */
  places: Int32Array;
  /** 1 for each whose record has to be a copy. */
  copies: Uint8Array;
}
";

#[wasm_bindgen]
extern "C" {
    /// What a call owes for each id.
    #[wasm_bindgen(js_name = Object, typescript_type = "Owed")]
    pub type JsOwed;

    #[wasm_bindgen(method, setter)]
    fn set_places(this: &JsOwed, places: Vec<i32>);
    #[wasm_bindgen(method, setter)]
    fn set_copies(this: &JsOwed, copies: Vec<u8>);
}

/// Tells what a call owes for the ids of its callers, given the ids of the records that came.
#[wasm_bindgen(js_name = owedOf)]
pub fn owed_of(ids: Vec<f64>, came: Vec<f64>, told: &JsOwed) {
    let mut places = Vec::with_capacity(ids.len());
    let mut copies = Vec::with_capacity(ids.len());
    for owed in owed(&records(&ids), &records(&came)) {
        let (place, is_copy) = owed.map_or((-1, false), |(place, copy)| (place as i32, copy));
        places.push(place);
        copies.push(is_copy.into());
    }
    told.set_places(places);
    told.set_copies(copies);
}
