//! The schema as a WebAssembly module, for `odoo-client-wasm/schema`.
//!
//! Only text crosses the boundary: JavaScript writes a request of JSON into the memory, and reads
//! the answer from there. So there is no glue. `pkg/src/schema/module.ts` is the other side of this
//! file.

// As the client's own crate has it.
#![cfg_attr(all(clippy, not(test)), deny(unused_crate_dependencies))]

mod requests;

use std::cell::RefCell;

/// What the instance holds: the bytes of the request, then those of the answer, and where those
/// are.
#[derive(Default)]
struct State {
    bytes: Vec<u8>,
    place: [usize; 2],
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::default());
}

/// Gives the place for a request of that many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    STATE.with_borrow_mut(|state| {
        state.bytes.clear();
        state.bytes.resize(length, 0);
        state.bytes.as_mut_ptr()
    })
}

/// Has the request that is in the room done, and gives the place where the answer's own place and
/// length are. Seven copies of it would be a kilobyte after gzip.
#[inline(never)]
fn answered(work: requests::Work) -> *const usize {
    STATE.with_borrow_mut(|state| {
        state.bytes = requests::answer(work, &state.bytes).into_bytes();
        state.place = [state.bytes.as_ptr() as usize, state.bytes.len()];
        state.place.as_ptr()
    })
}

/// Exports each kind of request under its own name.
macro_rules! export {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("Answers a request: see [`requests::", stringify!($name), "`].")]
            #[unsafe(no_mangle)]
            pub extern "C" fn $name() -> *const usize {
                answered(requests::$name)
            }
        )*
    };
}

export! { declare difference check normalize evaluate parse print }
