//! Gives permits to a limited number of requests at once, and keeps the rest in order.
//!
//! A real Odoo loses most of a hundred calls that come at once: each takes a connection to the
//! database, and the pool is small.

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
    /// The callers in order, from the first that is still here. Nothing here searches: a hundred
    /// thousand may wait.
    seats: VecDeque<Seat>,
    /// The ticket of the first seat: tickets are numbers that count up.
    first: u64,
    /// The first ticket that may still wait.
    next: u64,
}

/// The state of a caller that came.
#[derive(Debug)]
enum Seat {
    Waiting(Waker),
    /// Has a permit, and has not noticed yet.
    Admitted,
    /// Took its permit, or stopped waiting.
    Gone,
}

impl State {
    /// The seat of a ticket.
    fn seat(&mut self, ticket: u64) -> Option<&mut Seat> {
        let at = usize::try_from(ticket.checked_sub(self.first)?).ok()?;
        self.seats.get_mut(at)
    }

    fn wait(&mut self, waker: &Waker) -> u64 {
        self.seats.push_back(Seat::Waiting(waker.clone()));
        self.first + self.seats.len() as u64 - 1
    }

    /// Gives the permit to the caller that waits longest.
    fn admit(&mut self) -> Option<Waker> {
        loop {
            let next = self.next.max(self.first);
            // Only an existing ticket: one that is still to come is not passed over.
            self.seat(next)?;
            self.next = next + 1;
            match std::mem::replace(self.seat(next)?, Seat::Admitted) {
                Seat::Waiting(waker) => return Some(waker),
                other => *self.seat(next)? = other,
            }
        }
    }

    /// The seat is not needed any more: what it was.
    fn leave(&mut self, ticket: u64) -> Option<Seat> {
        let was = std::mem::replace(self.seat(ticket)?, Seat::Gone);
        while matches!(self.seats.front(), Some(Seat::Gone)) {
            self.seats.pop_front();
            self.first += 1;
        }
        Some(was)
    }
}

impl Queue {
    /// A queue with `limit` permits.
    pub fn new(limit: u32) -> Self {
        Self {
            limit,
            state: RefCell::default(),
        }
    }

    /// Waits for a permit. A caller that stops waiting never had one.
    pub fn enter(&self) -> Entry<'_> {
        Entry {
            queue: self,
            ticket: None,
        }
    }

    /// Gives a free permit to the caller that waits longest.
    fn release(&self) {
        let next = {
            let mut state = self.state.borrow_mut();
            let next = state.admit();
            if next.is_none() {
                state.running -= 1;
            }
            next
        };
        if let Some(waker) = next {
            waker.wake();
        }
    }
}

/// Lets one request out, and the next one when it is dropped.
#[derive(Debug)]
pub struct Permit<'a>(&'a Queue);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.release();
    }
}

/// Completes with a permit.
#[derive(Debug)]
pub struct Entry<'a> {
    queue: &'a Queue,
    ticket: Option<u64>,
}

impl<'a> Future for Entry<'a> {
    type Output = Permit<'a>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Permit<'a>> {
        let queue = self.queue;
        let mut state = queue.state.borrow_mut();
        let is_in = match self.ticket {
            None if state.running < queue.limit => {
                state.running += 1;
                true
            }
            None => {
                self.ticket = Some(state.wait(context.waker()));
                false
            }
            Some(ticket) => match state.seat(ticket) {
                Some(Seat::Waiting(waker)) => {
                    waker.clone_from(context.waker());
                    false
                }
                _ => {
                    state.leave(ticket);
                    true
                }
            },
        };
        if is_in {
            self.ticket = None;
            Poll::Ready(Permit(queue))
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
        let was = self.queue.state.borrow_mut().leave(ticket);
        if matches!(was, Some(Seat::Admitted)) {
            self.queue.release();
        }
    }
}
