//! One caller does the work for all callers that need it at that moment.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// Whether somebody is at it, and who waits for what comes of it.
pub(super) struct Turns<T>(RefCell<State<T>>);

struct State<T> {
    is_running: bool,
    /// Counts those that have ended.
    round: u32,
    /// What came of the last one; nothing where it was left before its end.
    outcome: Option<T>,
    waiting: Vec<Waker>,
}

impl<T> Default for Turns<T> {
    fn default() -> Self {
        Self(RefCell::new(State {
            is_running: false,
            round: 0,
            outcome: None,
            waiting: Vec::new(),
        }))
    }
}

/// Whose turn it is. Dropped before its end (its call timed out), it leaves the turn to another.
pub(super) struct Turn<'a, T> {
    turns: &'a Turns<T>,
    /// What those who wait are told.
    pub(super) outcome: Option<T>,
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        let waiting = {
            let mut state = self.turns.0.borrow_mut();
            state.is_running = false;
            state.round = state.round.wrapping_add(1);
            state.outcome = self.outcome.take();
            std::mem::take(&mut state.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl<T: Clone> Turns<T> {
    /// The turn, unless somebody else has it.
    pub(super) fn turn(&self) -> Option<Turn<'_, T>> {
        let mut state = self.0.borrow_mut();
        if state.is_running {
            return None;
        }
        state.is_running = true;
        Some(Turn {
            turns: self,
            outcome: None,
        })
    }

    /// Waits for the end of the turn under way: what came of it.
    pub(super) async fn ended(&self) -> Option<T> {
        let round = self.0.borrow().round;
        poll_fn(|context| {
            let mut state = self.0.borrow_mut();
            if state.round == round {
                state.waiting.push(context.waker().clone());
                return Poll::Pending;
            }
            Poll::Ready(state.outcome.clone())
        })
        .await
    }
}
