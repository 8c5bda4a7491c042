//! Futures that JavaScript completes: promises, timers and signals all report to one callback, by
//! slot.
//!
//! A closure for each of them would be simpler, and several times as slow: every closure is
//! registered with a `FinalizationRegistry`, which is what the garbage collector then spends its
//! time on.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

thread_local! {
    static SLOTS: RefCell<Slots> = const { RefCell::new(Slots { slots: Vec::new(), free: Vec::new() }) };
    static SETTLE: JsValue = export("settle");
}

/// How something ended, by the numbers of the code that started it.
pub type Ending = u8;

struct Slots {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

/// A place where a result arrives. Its generation counts its uses, so that a late result finds
/// nobody.
#[derive(Default)]
struct Slot {
    generation: u32,
    waker: Option<Waker>,
    result: Option<(Ending, JsValue)>,
}

/// Completes when JavaScript calls `settle(index, generation, outcome, value)`.
pub(super) struct Settled {
    index: u32,
    generation: u32,
}

impl Settled {
    /// A future, and what its completion needs: the callback's three fixed arguments.
    pub(super) fn new() -> Self {
        SLOTS.with_borrow_mut(|slots| {
            let index = slots.free.pop().unwrap_or_else(|| {
                slots.slots.push(Slot::default());
                (slots.slots.len() - 1) as u32
            });
            let generation = slots.slots[index as usize].generation;
            Self { index, generation }
        })
    }

    /// Hands `settle`, the index and the generation to `start`.
    pub(super) fn with<T>(&self, start: impl FnOnce(&JsValue, u32, u32) -> T) -> T {
        SETTLE.with(|settle| start(settle, self.index, self.generation))
    }
}

impl Future for Settled {
    type Output = (Ending, JsValue);

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        SLOTS.with_borrow_mut(|slots| {
            let slot = &mut slots.slots[self.index as usize];
            match slot.result.take() {
                Some(result) => Poll::Ready(result),
                None => {
                    slot.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
    }
}

impl Drop for Settled {
    fn drop(&mut self) {
        SLOTS.with_borrow_mut(|slots| {
            let slot = &mut slots.slots[self.index as usize];
            *slot = Slot {
                generation: slot.generation.wrapping_add(1),
                ..Slot::default()
            };
            slots.free.push(self.index);
        });
    }
}

/// The module's own export of that name, as JavaScript calls it: it takes what a closure's glue
/// would cost.
pub(super) fn export(name: &str) -> JsValue {
    Reflect::get(&wasm_bindgen::exports(), &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Completes the future that waits in a slot. Only for the callbacks that [`Settled::with`] hands
/// out.
#[wasm_bindgen]
pub fn settle(index: u32, generation: u32, outcome: Ending, value: JsValue) {
    let waker = SLOTS.with_borrow_mut(|slots| {
        let slot = slots.slots.get_mut(index as usize)?;
        if slot.generation != generation {
            return None;
        }
        slot.result = Some((outcome, value));
        slot.waker.take()
    });
    if let Some(waker) = waker {
        waker.wake();
    }
}
