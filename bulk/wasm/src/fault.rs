//! Where bytes are not JSON.

use odoo_bulk::fault::fault_in;
use wasm_bindgen::prelude::wasm_bindgen;

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
    #[wasm_bindgen(js_name = Object, typescript_type = "JsonFault")]
    pub type JsFault;

    #[wasm_bindgen(method, setter)]
    fn set_offset(this: &JsFault, offset: usize);
    #[wasm_bindgen(method, setter)]
    fn set_row(this: &JsFault, row: usize);
    #[wasm_bindgen(method, setter, js_name = isOfRecords)]
    fn set_is_of_records(this: &JsFault, is_of_records: bool);
    #[wasm_bindgen(method, setter, js_name = isUtf8)]
    fn set_is_utf8(this: &JsFault, is_utf8: bool);
    #[wasm_bindgen(method, setter, js_name = isEnd)]
    fn set_is_end(this: &JsFault, is_end: bool);
}

/// Tells the first wrong thing of bytes that are not JSON.
#[wasm_bindgen(js_name = faultIn)]
pub fn find(bytes: Vec<u8>, told: &JsFault) {
    let fault = fault_in(&bytes);
    told.set_offset(fault.offset);
    told.set_row(fault.row);
    told.set_is_of_records(fault.is_of_records);
    told.set_is_utf8(fault.is_utf8);
    told.set_is_end(fault.is_end);
}
