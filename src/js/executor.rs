//! Runs what a promise stands for: at once, in the caller's own tick, and again whenever something it waits for has come.
//!
//! wasm-bindgen-futures' own executor first waits for a microtask each time, which is a measurable part of a call.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::error::Failure;

/// What a promise comes to.
pub(super) type Outcome = Result<JsValue, Failure<JsValue>>;

/// Work that is boxed, so that what runs it is compiled once and not for each sort of work.
pub(super) type Work = Pin<Box<dyn Future<Output = Outcome>>>;

thread_local! {
    static EXECUTOR: RefCell<Executor> = const {
        RefCell::new(Executor { tasks: Vec::new(), free: Vec::new(), woken: VecDeque::new(), polling: 0 })
    };
}

struct Executor {
    /// A task that is being polled is taken out of its place.
    tasks: Vec<Option<Task>>,
    free: Vec<usize>,
    /// Who was woken while a task was being polled.
    woken: VecDeque<usize>,
    polling: usize,
}

struct Task {
    work: Work,
    promise: Promised,
    waker: Waker,
}

/// The two functions that settle a promise.
pub(super) struct Promised {
    /// What fulfils it.
    pub(super) resolve: Function,
    /// What rejects it.
    pub(super) reject: Function,
}

impl Promised {
    fn settle(&self, outcome: Outcome) {
        let (settle, value) = match outcome {
            Ok(result) => (&self.resolve, result),
            Err(failure) => (&self.reject, failure.into()),
        };
        // A promise's own functions do not throw.
        let _ = settle.call1(&JsValue::UNDEFINED, &value);
    }
}

/// Starts `work`, or says at once why there is none. What can be done without waiting is done when this returns.
pub(super) fn start(promise: Promised, work: Result<Work, Failure<JsValue>>) {
    let work = match work {
        Ok(work) => work,
        Err(failure) => return promise.settle(Err(failure)),
    };
    let place = EXECUTOR.with_borrow_mut(|executor| {
        let place = executor.free.pop().unwrap_or_else(|| {
            executor.tasks.push(None);
            executor.tasks.len() - 1
        });
        let waker = Waker::from(Arc::new(Ring(place)));
        executor.tasks[place] = Some(Task {
            work,
            promise,
            waker,
        });
        place
    });
    poll(place);
    poll_woken();
}

/// Wakes the task in a place.
struct Ring(usize);

impl Wake for Ring {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        EXECUTOR.with_borrow_mut(|executor| executor.woken.push_back(self.0));
        poll_woken();
    }
}

/// Polls who was woken, unless a task is being polled: then its end is awaited.
fn poll_woken() {
    while let Some(place) = EXECUTOR.with_borrow_mut(|executor| match executor.polling {
        0 => executor.woken.pop_front(),
        _ => None,
    }) {
        poll(place);
    }
}

fn poll(place: usize) {
    // There is no task when one was woken once more after its end.
    let Some(mut task) = EXECUTOR.with_borrow_mut(|executor| {
        let task = executor.tasks[place].take()?;
        executor.polling += 1;
        Some(task)
    }) else {
        return;
    };
    let polled = task
        .work
        .as_mut()
        .poll(&mut Context::from_waker(&task.waker));
    let ended = EXECUTOR.with_borrow_mut(|executor| {
        executor.polling -= 1;
        match polled {
            Poll::Ready(outcome) => {
                executor.free.push(place);
                Some((task, outcome))
            }
            Poll::Pending => {
                executor.tasks[place] = Some(task);
                None
            }
        }
    });
    if let Some((task, outcome)) = ended {
        // First of all it lets go of what it holds, which may be what others wait for.
        drop(task.work);
        task.promise.settle(outcome);
    }
}
