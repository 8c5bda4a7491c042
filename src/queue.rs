//! Lets so many requests out at once and keeps the rest in order.
//!
//! A real Odoo loses most of a hundred calls that come at once: each takes a connection to the database, and the pool is small.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// How many requests of a client are under way at once, unless the configuration says otherwise.
pub const DEFAULT_MAX_CONCURRENT: u32 = 8;

/// The queue before a server.
#[derive(Debug)]
pub struct Queue {
    limit: u32,
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    running: u32,
    last_ticket: u32,
    /// Who waits, in the order of arrival.
    waiting: VecDeque<(u32, Waker)>,
    /// Who was let in and has not noticed yet.
    admitted: Vec<u32>,
}

impl Queue {
    /// A queue that lets `limit` in at once.
    pub fn new(limit: u32) -> Self {
        Self {
            limit,
            state: RefCell::default(),
        }
    }

    /// Waits for a place. Whoever stops waiting never had one.
    pub fn enter(&self) -> Entry<'_> {
        Entry {
            queue: self,
            ticket: None,
        }
    }

    /// Gives a place that is free to whoever waits longest.
    fn release(&self) {
        let next = {
            let mut state = self.state.borrow_mut();
            let next = state.waiting.pop_front();
            match &next {
                Some((ticket, _)) => state.admitted.push(*ticket),
                None => state.running -= 1,
            }
            next
        };
        if let Some((_, waker)) = next {
            waker.wake();
        }
    }
}

/// A place among those under way, free again when it is dropped.
#[derive(Debug)]
pub struct Place<'a>(&'a Queue);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.release();
    }
}

/// Completes with a place.
#[derive(Debug)]
pub struct Entry<'a> {
    queue: &'a Queue,
    ticket: Option<u32>,
}

impl<'a> Future for Entry<'a> {
    type Output = Place<'a>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Place<'a>> {
        let queue = self.queue;
        let mut state = queue.state.borrow_mut();
        let is_in = match self.ticket {
            None if state.running < queue.limit => {
                state.running += 1;
                true
            }
            None => {
                state.last_ticket = state.last_ticket.wrapping_add(1);
                let ticket = state.last_ticket;
                state.waiting.push_back((ticket, context.waker().clone()));
                self.ticket = Some(ticket);
                false
            }
            Some(ticket) => match state.admitted.iter().position(|known| *known == ticket) {
                Some(index) => {
                    state.admitted.swap_remove(index);
                    true
                }
                None => {
                    if let Some((_, waker)) =
                        state.waiting.iter_mut().find(|(known, _)| *known == ticket)
                    {
                        waker.clone_from(context.waker());
                    }
                    false
                }
            },
        };
        if is_in {
            self.ticket = None;
            Poll::Ready(Place(queue))
        } else {
            Poll::Pending
        }
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else {
            return;
        };
        let was_let_in = {
            let mut state = self.queue.state.borrow_mut();
            state.waiting.retain(|(known, _)| *known != ticket);
            let index = state.admitted.iter().position(|known| *known == ticket);
            index
                .map(|index| state.admitted.swap_remove(index))
                .is_some()
        };
        if was_let_in {
            self.queue.release();
        }
    }
}
