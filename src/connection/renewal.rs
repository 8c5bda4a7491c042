//! Renews a session that has expired: once, for all calls that wait for it together.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use super::{Answer, Connection, Login, Wire, is_auth};
use crate::error::Failure;
use crate::protocol::Protocol;
use crate::transport::Platform;
use crate::value::Value;

/// Whether somebody renews the session at the moment, and who waits for that.
pub(super) struct Renewal<V>(RefCell<State<V>>);

struct State<V> {
    is_running: bool,
    /// Counts the renewals that have ended.
    round: u32,
    /// Why the last one failed, where it did.
    failure: Option<Failure<V>>,
    waiting: Vec<Waker>,
}

impl<V> Default for Renewal<V> {
    fn default() -> Self {
        Self(RefCell::new(State {
            is_running: false,
            round: 0,
            failure: None,
            waiting: Vec::new(),
        }))
    }
}

/// Whose turn it is to renew. Dropped before its end (its call timed out), it leaves the turn to another.
struct Turn<'a, V> {
    renewal: &'a Renewal<V>,
    failure: Option<Failure<V>>,
}

impl<V> Drop for Turn<'_, V> {
    fn drop(&mut self) {
        let waiting = {
            let mut state = self.renewal.0.borrow_mut();
            state.is_running = false;
            state.round = state.round.wrapping_add(1);
            state.failure = self.failure.take();
            std::mem::take(&mut state.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl<V: Value> Renewal<V> {
    fn turn(&self) -> Option<Turn<'_, V>> {
        let mut state = self.0.borrow_mut();
        if state.is_running {
            return None;
        }
        state.is_running = true;
        Some(Turn {
            renewal: self,
            failure: None,
        })
    }

    /// Waits for the end of the renewal under way.
    async fn ended(&self) -> Result<(), Failure<V>> {
        let round = self.0.borrow().round;
        poll_fn(|context| {
            let mut state = self.0.borrow_mut();
            if state.round == round {
                state.waiting.push(context.waker().clone());
                return Poll::Pending;
            }
            Poll::Ready(state.failure.clone().map_or(Ok(()), Err))
        })
        .await
    }
}

impl<P: Platform> Connection<P> {
    /// Renews the session of `expired`, unless that has been done: whether there is another now.
    ///
    /// # Errors
    /// Why the login failed, for all who waited for it.
    pub(super) async fn renew(&self, expired: &Rc<Login<P::Value>>) -> Answer<P, bool> {
        let Wire::Session {
            credentials: Some(credentials),
            ..
        } = &expired.wire
        else {
            return Ok(false);
        };
        while self.is_current(expired) {
            let Some(mut turn) = self.renewal.turn() else {
                self.renewal.ended().await?;
                continue;
            };
            let epoch = self.epoch.get();
            let result = self
                .log_in(Rc::clone(credentials), Some(Protocol::Session))
                .await;
            if self.epoch.get() != epoch {
                continue;
            }
            match result {
                Ok(login) => {
                    self.login.replace(Some(Rc::new(login)));
                }
                Err(failure) => {
                    if is_auth(&failure) {
                        self.login.replace(None);
                        // For calls that hear only later that the session has ended.
                        expired.end.replace(Some(failure.clone()));
                    }
                    turn.failure = Some(failure.clone());
                    return Err(failure);
                }
            }
        }
        match &*expired.end.borrow() {
            Some(failure) if !self.is_authenticated() => Err(failure.clone()),
            _ => Ok(self.is_authenticated()),
        }
    }
}
