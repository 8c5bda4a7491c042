//! The decoder of columns as a WebAssembly module, for `odoo-client-wasm/columns`.
//!
//! Only numbers cross the boundary: JavaScript writes bytes into the memory where it is told to, and reads from there what was
//! made of them. So there is no glue, and an instance is a decoder: its memory goes when the instance goes. `js/decoder.js`
//! is the other side of this file.

mod layout;

use std::cell::RefCell;

use odoo_columns::{Column, Fault, Progress, Reader, encode_within, encoded_length, write_ascii};

/// What the instance holds.
struct State {
    reader: Reader,
    fault: Option<Fault>,
    /// The last description that was given.
    description: Vec<u32>,
    /// The last JSON of ASCII.
    ascii: Vec<u8>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State { reader: Reader::new(Vec::new()), fault: None, description: Vec::new(), ascii: Vec::new() });
}

fn with<T>(work: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(work)
}

/// Gives the place for the next bytes: of the answer, or of the list of fields.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    with(|state| state.reader.room(length).as_mut_ptr())
}

/// Becomes the decoder of the fields whose list is in the room.
#[unsafe(no_mangle)]
pub extern "C" fn open(length: usize) {
    with(|state| {
        let fields = layout::fields(state.reader.room(length));
        state.reader = Reader::new(fields);
    });
}

/// Keeps values of another kind than their field from now on; see [`others`].
#[unsafe(no_mangle)]
pub extern "C" fn tolerate() {
    with(|state| state.reader.tolerate());
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

/// Reads on, after so many bytes were put into the room: 0 for an answer whose records have not ended, 1 for one whose records
/// have, 2 for one without records, 3 for a fault.
#[unsafe(no_mangle)]
pub extern "C" fn feed(length: usize) -> u32 {
    with(|state| {
        let read = state.reader.feed(length);
        state.outcome(read)
    })
}

/// Ends an answer, with a number as [`feed`] answers it.
#[unsafe(no_mangle)]
pub extern "C" fn end() -> u32 {
    with(|state| {
        let read = state.reader.end();
        state.outcome(read)
    })
}

/// Puts the base64 of so many bytes, which were put into the room for it, in their place, and gives that place.
#[unsafe(no_mangle)]
pub extern "C" fn encode(count: usize) -> *const u8 {
    with(|state| {
        let room = state.reader.room(encoded_length(count));
        encode_within(room, count);
        room.as_ptr()
    })
}

/// Writes so many bytes of JSON, which were put into the room for it, as JSON of ASCII, and describes where that is: of no length, where it is not done.
#[unsafe(no_mangle)]
pub extern "C" fn ascii(length: usize) -> *const u32 {
    with(|state| {
        let json = state.reader.room(length);
        let done = write_ascii(json, &mut state.ascii);
        let description = layout::text(if done { &state.ascii } else { &[] });
        state.describe(description)
    })
}

/// The number of rows.
#[unsafe(no_mangle)]
pub extern "C" fn rows() -> usize {
    with(|state| state.reader.rows())
}

/// The number of a column in the last row; not a number where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn last(index: usize) -> f64 {
    with(|state| {
        let column = state.reader.columns().get(index);
        column.and_then(Column::last_number).unwrap_or(f64::NAN)
    })
}

/// Describes the last fault: class, row, offset, field (or -1), then where its words are.
#[unsafe(no_mangle)]
pub extern "C" fn fault() -> *const u32 {
    with(|state| {
        let description = state.fault.as_ref().map(layout::fault);
        state.describe(description.unwrap_or_default())
    })
}

/// Describes the bytes around the list of records: where those before it are, and those after it.
#[unsafe(no_mangle)]
pub extern "C" fn around() -> *const u32 {
    with(|state| {
        let description = layout::around(&state.reader);
        state.describe(description)
    })
}

/// Describes the order of the columns in the records: how many there are, and their numbers.
#[unsafe(no_mangle)]
pub extern "C" fn order() -> *const u32 {
    with(|state| {
        let description = layout::order(&state.reader);
        state.describe(description)
    })
}

/// Ends a column, and describes it: how its values are kept, and where.
#[unsafe(no_mangle)]
pub extern "C" fn column(index: usize) -> *const u32 {
    with(|state| {
        let description = state
            .reader
            .columns_mut()
            .get_mut(index)
            .map(layout::column);
        state.describe(description.unwrap_or_default())
    })
}

/// Describes the values of a column that are of another kind: where their rows are, where each begins, and where their JSON is.
#[unsafe(no_mangle)]
pub extern "C" fn others(index: usize) -> *const u32 {
    with(|state| {
        let column = state.reader.columns().get(index);
        let description = layout::others(column.and_then(Column::others));
        state.describe(description)
    })
}

impl State {
    fn outcome(&mut self, read: Result<Progress, Fault>) -> u32 {
        match read {
            Ok(Progress::Open) => 0,
            Ok(Progress::Read) => 1,
            Ok(Progress::Other) => 2,
            Err(fault) => {
                self.fault = Some(fault);
                3
            }
        }
    }

    fn describe(&mut self, description: Vec<u32>) -> *const u32 {
        self.description = description;
        self.description.as_ptr()
    }
}
