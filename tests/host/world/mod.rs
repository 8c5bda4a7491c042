//! The world of the tests: a script of requests and their replies, a clock that only moves when it
//! is told to, and programs that run until they wait for one of the two.
//!
//! [`port`] is the one place that knows the port to it.

mod caller;
mod client;
mod port;
mod protocols;
mod reply;

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures::executor::LocalPool;
use futures::task::LocalSpawnExt;
use odoo_client_wasm::protocol::http::{Cookies, Manner};
use serde_json::Value;

pub(crate) use caller::*;
pub(crate) use client::*;
pub(crate) use protocols::*;
pub(crate) use reply::*;

/// A request that was sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// Where it went.
    pub(crate) url: String,
    /// Its headers.
    pub(crate) headers: Value,
    /// Its body, as JSON; null where it has none, as that of a GET.
    pub(crate) body: Value,
    /// What has to be made sure of.
    pub(crate) manner: Manner,
    /// What is done about a browser's cookies.
    pub(crate) cookies: Cookies,
    /// Whether the client stopped waiting for the answer.
    pub(crate) aborted: bool,
}

impl Sent {
    /// The path of its address.
    pub(crate) fn path(&self) -> &str {
        self.url
            .strip_prefix("http://odoo.test:8069")
            .unwrap_or(&self.url)
    }

    /// What it asks for: `common.login`, `res.partner.read`; the path, if it does not go to
    /// `/jsonrpc`.
    fn subject(&self) -> String {
        if self.path() != "/jsonrpc" {
            return self.path().into();
        }
        let params = &self.body["params"];
        let words: Vec<_> = match params["service"].as_str() {
            Some("object") => vec![&params["args"][3], &params["args"][4]],
            Some(_) => vec![&params["service"], &params["method"]],
            None => vec![&self.body["method"]],
        };
        let words: Vec<_> = words.into_iter().filter_map(Value::as_str).collect();
        words.join(".")
    }

    /// The session that it belongs to.
    pub(crate) fn session(&self) -> Option<&str> {
        self.headers["Cookie"].as_str()?.strip_prefix("session_id=")
    }

    /// The positional arguments of the model's method.
    pub(crate) fn args(&self) -> &Value {
        &self.body["params"]["args"][5]
    }

    /// The named arguments of the model's method.
    pub(crate) fn kwargs(&self) -> &Value {
        &self.body["params"]["args"][6]
    }
}

#[derive(Default)]
struct State {
    now_ms: f64,
    script: VecDeque<(String, Reply)>,
    sent: Vec<Sent>,
    /// How many requests wait for their answers, and how many did at most.
    under_way: usize,
    busiest: usize,
    reasons: HashMap<String, Value>,
    /// Whether cookies are somebody else's business.
    is_browser: bool,
    /// What whoever watches was told, if anybody does.
    told: Option<Vec<(&'static str, Value)>>,
    /// When who waits is to be woken. What waits for a signal has no time.
    waiting: Vec<(Option<f64>, Waker)>,
}

impl Drop for State {
    fn drop(&mut self) {
        let left: Vec<_> = self.script.iter().map(|(subject, _)| subject).collect();
        assert!(
            left.is_empty() || std::thread::panicking(),
            "these requests were expected and not made: {left:?}"
        );
    }
}

/// The world, for all who hold it.
#[derive(Clone, Default)]
pub(crate) struct World {
    state: Rc<RefCell<State>>,
    pool: Rc<RefCell<LocalPool>>,
}

/// What a program comes to, once it ends.
pub(crate) struct Outcome<T>(Rc<RefCell<Option<T>>>);

impl<T> Outcome<T> {
    /// Whether the program has ended.
    pub(crate) fn is_there(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// What the program came to.
    pub(crate) fn take(self) -> T {
        self.0.take().expect("the program has not ended")
    }
}

impl World {
    /// The next request asks for `subject`, and gets `reply`.
    pub(crate) fn expect(&self, subject: &str, reply: Reply) -> &Self {
        let step = (subject.to_owned(), reply);
        self.state.borrow_mut().script.push_back(step);
        self
    }

    /// The world as it is in a browser's page.
    pub(crate) fn in_a_browser() -> Self {
        let world = Self::default();
        world.state.borrow_mut().is_browser = true;
        world
    }

    /// From now on, somebody watches.
    pub(crate) fn watch(&self) {
        self.state.borrow_mut().told = Some(Vec::new());
    }

    /// What whoever watches was told.
    pub(crate) fn told(&self) -> Vec<(&'static str, Value)> {
        self.state.borrow().told.clone().unwrap_or_default()
    }

    /// The subjects of all requests so far.
    pub(crate) fn subjects(&self) -> Vec<String> {
        self.state.borrow().sent.iter().map(Sent::subject).collect()
    }

    /// How many requests were under way at once, at most.
    pub(crate) fn busiest(&self) -> usize {
        self.state.borrow().busiest
    }

    /// All requests so far.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.state.borrow().sent.clone()
    }

    /// The last request.
    pub(crate) fn last(&self) -> Sent {
        self.sent().pop().expect("nothing was sent")
    }

    /// The time, in milliseconds since 1970.
    pub(crate) fn now(&self) -> f64 {
        self.state.borrow().now_ms
    }

    /// Starts `program` and lets it run until it waits.
    pub(crate) fn start<T: 'static>(
        &self,
        program: impl Future<Output = T> + 'static,
    ) -> Outcome<T> {
        let outcome = Rc::new(RefCell::new(None));
        let slot = Rc::clone(&outcome);
        self.pool
            .borrow()
            .spawner()
            .spawn_local(async move {
                let result = program.await;
                slot.replace(Some(result));
            })
            .expect("the pool takes programs");
        self.settle();
        Outcome(outcome)
    }

    /// Runs `program` to its end, however long that takes.
    pub(crate) fn run<T: 'static>(&self, program: impl Future<Output = T> + 'static) -> T {
        let outcome = self.start(program);
        while !outcome.is_there() {
            let next = self
                .next_event()
                .expect("the program waits for what never comes");
            self.wait_until(next);
        }
        outcome.take()
    }

    /// Lets time pass, and what it brings happen in its order.
    pub(crate) fn wait(&self, milliseconds: f64) {
        let end = self.now() + milliseconds;
        while let Some(next) = self.next_event().filter(|next| *next <= end) {
            self.wait_until(next);
        }
        self.wait_until(end);
    }

    /// Aborts `signal`.
    pub(crate) fn abort(&self, signal: &str, reason: Value) {
        self.state
            .borrow_mut()
            .reasons
            .insert(signal.into(), reason);
        self.wake(|due| due.is_none());
    }

    fn next_event(&self) -> Option<f64> {
        let state = self.state.borrow();
        let due = state.waiting.iter().filter_map(|(due, _)| *due);
        due.min_by(f64::total_cmp)
    }

    fn wait_until(&self, time: f64) {
        self.state.borrow_mut().now_ms = time;
        self.wake(|due| due.is_some_and(|due| due <= time));
    }

    fn wake(&self, ready: impl Fn(Option<f64>) -> bool) {
        let (awake, waiting) = {
            let mut state = self.state.borrow_mut();
            std::mem::take(&mut state.waiting)
                .into_iter()
                .partition(|(due, _)| ready(*due))
        };
        let awake: Vec<(_, Waker)> = awake;
        self.state.borrow_mut().waiting = waiting;
        for (_, waker) in awake {
            waker.wake();
        }
        self.settle();
    }

    fn settle(&self) {
        self.pool.borrow_mut().run_until_stalled();
    }

    /// Waits until the clock says `due`; for ever where that is `None`.
    fn until(&self, due: Option<f64>) -> impl Future<Output = ()> + use<> {
        let world = self.clone();
        std::future::poll_fn(move |context| {
            let mut state = world.state.borrow_mut();
            if due.is_some_and(|due| due <= state.now_ms) {
                return Poll::Ready(());
            }
            if due.is_some() {
                state.waiting.push((due, context.waker().clone()));
            }
            Poll::Pending
        })
    }

    fn reply_to(&self, sent: &Sent) -> Reply {
        let subject = sent.subject();
        let step = self.state.borrow_mut().script.pop_front();
        let (expected, reply) =
            step.unwrap_or_else(|| panic!("nobody expected {subject}: {}", sent.body));
        assert_eq!(
            subject, expected,
            "another request was expected: {}",
            sent.body
        );
        reply
    }
}
