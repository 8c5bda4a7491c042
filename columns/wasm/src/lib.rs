//! The decoder of columns as a WebAssembly module, for `odoo-client-wasm/columns`.
//!
//! JavaScript writes bytes into the memory where it is told to, and reads from there what was made
//! of them: [`describe`] says by name what lies where. So there is no glue, and an instance is a
//! decoder: its memory goes when the instance goes. `pkg/src/columns/decoder.ts` is the other side
//! of this file.

// As the client's own crate has it.
#![cfg_attr(all(clippy, not(test)), deny(unused_crate_dependencies))]

mod describe;

use std::cell::RefCell;
use std::mem::take;

use odoo_columns::{
    Fault, Field, Kind, Progress, Reader, encode_within, encoded_length, write_ascii,
};

use describe::Description;

/// What the instance holds.
struct State {
    reader: Reader,
    /// The fields of the next decoder.
    fields: Vec<Field>,
    fault: Option<Fault>,
    /// The last description that was given.
    description: Description,
    /// The last JSON of ASCII.
    ascii: Vec<u8>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State {
        reader: Reader::new(Vec::new()),
        fields: Vec::new(),
        fault: None,
        description: Description::default(),
        ascii: Vec::new(),
    });
}

fn with<T>(work: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(work)
}

/// Gives the place for the next bytes.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    with(|state| state.reader.room(length).as_mut_ptr())
}

/// Takes a field for the next decoder: in the room stand its type, as Odoo names it, and then its
/// name.
#[unsafe(no_mangle)]
pub extern "C" fn field(type_length: usize, name_length: usize) {
    with(|state| {
        let room = state.reader.room(type_length + name_length);
        let (odoo_type, name) = room.split_at(type_length);
        state.fields.push(Field {
            name: String::from_utf8_lossy(name).into_owned(),
            kind: Kind::of(str::from_utf8(odoo_type).unwrap_or_default()),
        });
    });
}

/// Becomes the decoder of the fields that were given. A tolerant one keeps values of another kind
/// than their field.
#[unsafe(no_mangle)]
pub extern "C" fn open(is_tolerant: bool) {
    with(|state| {
        state.reader = Reader::new(take(&mut state.fields));
        if is_tolerant {
            state.reader.tolerate();
        }
    });
}

/// Begins an answer.
#[unsafe(no_mangle)]
pub extern "C" fn begin() {
    with(|state| state.reader.begin());
}

/// Says how long the answer is that was begun.
#[unsafe(no_mangle)]
pub extern "C" fn announce(length: usize) {
    with(|state| state.reader.announce(length));
}

/// Forgets the rows of the answer that was begun last.
#[unsafe(no_mangle)]
pub extern "C" fn forget() {
    with(|state| state.reader.forget());
}

/// Forgets all rows.
#[unsafe(no_mangle)]
pub extern "C" fn clear() {
    with(|state| state.reader.clear());
}

/// Reads on, after so many bytes were put into the room. Answers whether all is well; if not, there
/// is a [`fault`].
#[unsafe(no_mangle)]
pub extern "C" fn feed(length: usize) -> bool {
    with(|state| {
        let read = state.reader.feed(length);
        state.is_well(read)
    })
}

/// Ends an answer, and answers as [`feed`].
#[unsafe(no_mangle)]
pub extern "C" fn end() -> bool {
    with(|state| {
        let read = state.reader.end();
        state.is_well(read)
    })
}

/// Whether a list of records was read to its end.
#[unsafe(no_mangle)]
pub extern "C" fn is_read() -> bool {
    with(|state| state.reader.progress() == Progress::Read)
}

/// Puts the base64 of so many bytes, which were put into the room for it, in their place, and gives
/// that place.
#[unsafe(no_mangle)]
pub extern "C" fn encode(count: usize) -> *const u8 {
    with(|state| {
        let room = state.reader.room(encoded_length(count));
        encode_within(room, count);
        room.as_ptr()
    })
}

/// Writes so many bytes of JSON, which were put into the room for it, as JSON of ASCII, and
/// describes where that is: without a text, where it is not done.
#[unsafe(no_mangle)]
pub extern "C" fn ascii(length: usize) -> *const u8 {
    with(|state| {
        let json = state.reader.room(length);
        let done = write_ascii(json, &mut state.ascii);
        let description = describe::text(done.then_some(&state.ascii));
        state.describe(description)
    })
}

/// The number of rows.
#[unsafe(no_mangle)]
pub extern "C" fn rows() -> usize {
    with(|state| state.reader.rows())
}

/// The number of a column in a row; not a number where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn number(index: usize, row: usize) -> f64 {
    with(|state| {
        let column = state.reader.columns().get(index);
        column
            .and_then(|column| column.number(row))
            .unwrap_or(f64::NAN)
    })
}

/// Describes the last fault.
#[unsafe(no_mangle)]
pub extern "C" fn fault() -> *const u8 {
    with(|state| {
        let description = state.fault.as_ref().map(describe::fault);
        state.describe(description.unwrap_or_default())
    })
}

/// Describes the bytes around the list of records.
#[unsafe(no_mangle)]
pub extern "C" fn around() -> *const u8 {
    with(|state| {
        let description = describe::around(&state.reader);
        state.describe(description)
    })
}

/// Ends the columns, and describes them.
#[unsafe(no_mangle)]
pub extern "C" fn columns() -> *const u8 {
    with(|state| {
        let description = describe::columns(&mut state.reader);
        state.describe(description)
    })
}

/// How long the last description is.
#[unsafe(no_mangle)]
pub extern "C" fn described() -> usize {
    with(|state| state.description.json().len())
}

impl State {
    fn is_well(&mut self, read: Result<Progress, Fault>) -> bool {
        self.fault = read.err();
        self.fault.is_none()
    }

    fn describe(&mut self, description: Description) -> *const u8 {
        self.description = description;
        self.description.json().as_ptr()
    }
}
