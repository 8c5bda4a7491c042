//! Decodes the JSON of many records straight into columns, without an object for each record.
//!
//! [`Reader`] takes the bytes of answers as they come in. It finds the list of records in the
//! envelope, reads record after record and puts each value into the [`Column`] of its field.
//!
//! Imports point one way: `answer → record → column → dictionary → bytes → json → lane`.

mod answer;
mod ascii;
mod base64;
mod bytes;
mod column;
mod dictionary;
mod escape;
mod fault;
mod json;
mod lane;
mod record;
mod schema;
mod size;

pub use answer::{Progress, Reader};
pub use ascii::write_ascii;
pub use base64::{encode_within, encoded_length};
pub use column::{Bits, Column, Many2one, NAMELESS, Numbers, Others, Texts, Values, X2many};
pub use fault::{Class, Fault};
pub use schema::{Field, Kind};
pub use size::{digits, size_in_words};
