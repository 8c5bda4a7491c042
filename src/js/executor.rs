//! Runs a call's future at once, in the caller's own tick, and again whenever something it waits for has come.
//!
//! wasm-bindgen-futures first waits for a microtask each time; that is right for services, whose calls it drives, and a
//! measurable part of a single call.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Wake, Waker};

thread_local! {
    static EXECUTOR: RefCell<Executor> = RefCell::default();
}

#[derive(Default)]
struct Executor {
    /// A task that is being polled is taken out of its place.
    tasks: Vec<Option<Task>>,
    free: Vec<usize>,
    /// Who was woken while a task was being polled.
    woken: VecDeque<usize>,
    polling: usize,
}

struct Task {
    future: Pin<Box<dyn Future<Output = ()>>>,
    waker: Waker,
}

/// Starts `future`: what it can do without waiting is done when this returns.
pub(super) fn start(future: impl Future<Output = ()> + 'static) {
    let future = Box::pin(future);
    let place = EXECUTOR.with_borrow_mut(|executor| {
        let place = executor.free.pop().unwrap_or_else(|| {
            executor.tasks.push(None);
            executor.tasks.len() - 1
        });
        let waker = Waker::from(Arc::new(Ring(place)));
        executor.tasks[place] = Some(Task { future, waker });
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
    let ended = task
        .future
        .as_mut()
        .poll(&mut Context::from_waker(&task.waker))
        .is_ready();
    let ended = EXECUTOR.with_borrow_mut(|executor| {
        executor.polling -= 1;
        if ended {
            executor.free.push(place);
            Some(task)
        } else {
            executor.tasks[place] = Some(task);
            None
        }
    });
    // Dropped only here: what a task owns may wake others when it goes.
    drop(ended);
}
