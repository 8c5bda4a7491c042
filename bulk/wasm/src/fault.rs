//! Where bytes are not JSON.

use odoo_bulk::fault::fault_in;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::told::Told;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** The first wrong thing of an answer. */
export interface JsonFault {
  /** Its place, in bytes. */
  offset: number;
  /** The number of the record that it is in, or that came last. */
  row: number;
  /** Whether there is a list of records at all. */
  isOfRecords: boolean;
  /** Whether the bytes are UTF-8. */
  isUtf8: boolean;
  /** Whether nothing is wrong but that something is missing. */
  isEnd: boolean;
}
";

#[wasm_bindgen]
extern "C" {
    /// The first wrong thing of an answer.
    #[wasm_bindgen(extends = Told, js_name = Object, typescript_type = "JsonFault")]
    pub type JsFault;
}

/// Tells the first wrong thing of bytes that are not JSON.
#[wasm_bindgen(js_name = faultIn)]
pub fn find(bytes: Vec<u8>, told: &JsFault) {
    let fault = fault_in(&bytes);
    told.number("offset", fault.offset as f64);
    told.number("row", fault.row as f64);
    told.flag("isOfRecords", fault.is_of_records);
    told.flag("isUtf8", fault.is_utf8);
    told.flag("isEnd", fault.is_end);
}
