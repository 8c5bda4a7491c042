//! The ports to the clock and to `AbortSignal`.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;

use super::reactor::{Settled, export};
use crate::value::Value;

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = setAlarm)]
    fn set_alarm(milliseconds: f64, ring: &JsValue) -> f64;
    #[wasm_bindgen(js_name = restAlarm)]
    fn rest_alarm();
    /// The milliseconds since 1970, whatever a program has made of `Date`.
    pub(super) fn now() -> f64;
    fn listen(signal: &JsValue, settle: &JsValue, index: u32, generation: u32);
    fn forget(signal: &JsValue, index: u32);
}

thread_local! {
    static SLEEPERS: RefCell<Sleepers> = const { RefCell::new(Sleepers::new()) };
    static RING: JsValue = export("ring");
}

/// Who sleeps: a seat for each, and the moments they wait for, the earliest first. Both take and
/// give back in a time that hardly grows with their number.
struct Sleepers {
    seats: Vec<Seat>,
    free: Vec<u32>,
    /// Moment, seat and the seat's generation. Who wakes early leaves an entry behind, until there
    /// are too many of these.
    moments: BinaryHeap<Reverse<(u64, u32, u32)>>,
    asleep: usize,
}

/// Its generation counts its uses, so that an entry that was left behind wakes nobody else.
#[derive(Default)]
struct Seat {
    generation: u32,
    /// None once its moment has come.
    waker: Option<Waker>,
}

impl Sleepers {
    const fn new() -> Self {
        Self {
            seats: Vec::new(),
            free: Vec::new(),
            moments: BinaryHeap::new(),
            asleep: 0,
        }
    }

    fn sit_down(&mut self, at: f64, waker: &Waker) -> u32 {
        let seat = self.free.pop().unwrap_or_else(|| {
            self.seats.push(Seat::default());
            (self.seats.len() - 1) as u32
        });
        self.asleep += 1;
        self.wait(seat, at, waker);
        seat
    }

    fn wait(&mut self, seat: u32, at: f64, waker: &Waker) {
        let sleeper = &mut self.seats[seat as usize];
        sleeper.waker = Some(waker.clone());
        // A number that is too large is the end of time.
        let moment = at.ceil() as u64;
        self.moments
            .push(Reverse((moment, seat, sleeper.generation)));
    }

    /// Whether nobody sleeps any more.
    fn stand_up(&mut self, seat: u32) -> bool {
        let sleeper = &mut self.seats[seat as usize];
        sleeper.generation = sleeper.generation.wrapping_add(1);
        sleeper.waker = None;
        self.free.push(seat);
        self.asleep -= 1;
        if self.moments.len() > 64 + 4 * self.asleep {
            let seats = &self.seats;
            self.moments
                .retain(|Reverse(entry)| is_waited_for(seats, *entry));
        }
        self.asleep == 0
    }

    /// Who is due, and the next moment that somebody waits for.
    fn due(&mut self, now: f64) -> (Vec<Waker>, Option<u64>) {
        let mut due = Vec::new();
        while let Some(Reverse(entry)) = self.moments.peek().copied() {
            if !is_waited_for(&self.seats, entry) {
                self.moments.pop();
            } else if entry.0 as f64 <= now {
                self.moments.pop();
                due.extend(self.seats[entry.1 as usize].waker.take());
            } else {
                return (due, Some(entry.0));
            }
        }
        (due, None)
    }
}

fn is_waited_for(seats: &[Seat], (_, seat, generation): (u64, u32, u32)) -> bool {
    let seat = &seats[seat as usize];
    seat.generation == generation && seat.waker.is_some()
}

/// Completes after a time. All sleepers share one timer of JavaScript's, set for the earliest of
/// them.
pub(super) struct Sleep {
    milliseconds: f64,
    /// Its seat, and when it is over, once it has been polled.
    started: Option<(u32, f64)>,
}

impl Sleep {
    pub(super) fn new(milliseconds: f64) -> Self {
        Self {
            milliseconds,
            started: None,
        }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some((seat, at)) = self.started else {
            let at = RING.with(|ring| set_alarm(self.milliseconds, ring));
            let seat = SLEEPERS.with_borrow_mut(|sleepers| sleepers.sit_down(at, context.waker()));
            self.started = Some((seat, at));
            return Poll::Pending;
        };
        let left = at - now();
        if left <= 0.0 {
            return Poll::Ready(());
        }
        let rings_again = SLEEPERS.with_borrow_mut(|sleepers| {
            match &mut sleepers.seats[seat as usize].waker {
                Some(waker) => {
                    waker.clone_from(context.waker());
                    false
                }
                // The clock was set back after it rang.
                None => {
                    sleepers.wait(seat, at, context.waker());
                    true
                }
            }
        });
        if rings_again {
            RING.with(|ring| set_alarm(left, ring));
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some((seat, _)) = self.started
            && SLEEPERS.with_borrow_mut(|sleepers| sleepers.stand_up(seat))
        {
            rest_alarm();
        }
    }
}

/// Wakes whose time is over, and sets the timer for the next.
#[wasm_bindgen]
pub fn ring() {
    let now = now();
    let (due, next) = SLEEPERS.with_borrow_mut(|sleepers| sleepers.due(now));
    if let Some(at) = next {
        RING.with(|ring| set_alarm(at as f64 - now, ring));
    }
    due.into_iter().for_each(Waker::wake);
}

/// Completes with the reason when a signal aborts, and stops listening on drop.
pub(super) struct Aborted {
    signal: JsValue,
    listening: Option<Settled>,
}

impl Aborted {
    pub(super) fn new(signal: &JsValue) -> Self {
        let signal = signal.clone();
        Self {
            signal,
            listening: None,
        }
    }

    fn reason(&self) -> Option<JsValue> {
        let aborted = self
            .signal
            .get("aborted")
            .is_some_and(|aborted| aborted.is_truthy());
        aborted.then(|| self.signal.get("reason").unwrap_or(JsValue::UNDEFINED))
    }
}

impl Future for Aborted {
    type Output = JsValue;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<JsValue> {
        if let Some(reason) = self.reason() {
            return Poll::Ready(reason);
        }
        if self.listening.is_none() {
            let settled = Settled::new();
            settled
                .with(|settle, index, generation| listen(&self.signal, settle, index, generation));
            self.listening = Some(settled);
        }
        let Some(settled) = &mut self.listening else {
            return Poll::Pending;
        };
        Pin::new(settled).poll(context).map(|(_, reason)| reason)
    }
}

impl Drop for Aborted {
    fn drop(&mut self) {
        if let Some(settled) = &self.listening {
            settled.with(|_, index, _| forget(&self.signal, index));
        }
    }
}
