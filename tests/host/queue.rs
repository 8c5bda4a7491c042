//! The queue: so many requests at once, the rest in order, and nobody loses a place.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use odoo_client_wasm::client::{CallOptions, Config};
use odoo_client_wasm::error::{Class, Failure};
use odoo_client_wasm::queue::{DEFAULT_MAX_CONCURRENT, Entry, Permit, Queue};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::world::*;

fn logged_in_at_once(world: &World, max_concurrent: u32) -> TestClient {
    let config = Config {
        max_concurrent,
        ..config()
    };
    logged_in_with(world, config, Asked::default())
}

/// A call that says which one it is.
fn numbered(
    client: &TestClient,
    number: usize,
    options: CallOptions<Value>,
) -> impl Future<Output = Result<Value, Failure<Value>>> + use<> {
    prepared(client, ("m", "x"), (json!([number]), json!({})), options)
}

fn start(
    world: &World,
    client: &TestClient,
    number: usize,
) -> Outcome<Result<Value, Failure<Value>>> {
    world.start(numbered(client, number, CallOptions::default()))
}

/// Which calls were sent, in order.
fn sent_numbers(world: &World) -> Vec<u64> {
    let calls = world.sent().into_iter().skip(2);
    calls.filter_map(|sent| sent.args()[0].as_u64()).collect()
}

#[test]
fn eight_at_once_unless_the_configuration_says_otherwise() {
    assert_eq!(DEFAULT_MAX_CONCURRENT, 8);
}

#[test]
fn so_many_are_under_way_at_once_and_the_rest_follows_in_order() {
    for limit in [1, 2, 3, 8] {
        let world = World::default();
        let client = logged_in_at_once(&world, limit);
        for _ in 0..20 {
            world.expect("m.x", result(json!(true)).after(10.0));
        }
        let calls: Vec<_> = (0..20)
            .map(|number| start(&world, &client, number))
            .collect();
        assert_eq!(
            sent_numbers(&world).len(),
            limit as usize,
            "the others wait"
        );
        world.wait(1000.0);
        assert!(calls.iter().all(Outcome::is_there));
        assert_eq!(sent_numbers(&world), (0..20).collect::<Vec<_>>());
        assert_eq!(world.busiest(), limit as usize);
    }
}

#[test]
fn a_call_that_is_aborted_while_it_waits_never_goes_out() {
    let world = World::default();
    let client = logged_in_at_once(&world, 1);
    for _ in 0..2 {
        world.expect("m.x", result(json!(true)).after(100.0));
    }
    let first = start(&world, &client, 0);
    let options = CallOptions {
        signal: Some(json!("stop")),
        ..CallOptions::default()
    };
    let second = world.start(numbered(&client, 1, options));
    let third = start(&world, &client, 2);
    world.abort("stop", json!("never mind"));
    assert_eq!(thrown(second.take()), json!("never mind"));
    world.wait(300.0);
    assert!(first.take().is_ok() && third.take().is_ok());
    assert_eq!(sent_numbers(&world), [0, 2]);
}

#[test]
fn a_call_whose_time_is_over_while_it_waits_never_goes_out() {
    let world = World::default();
    let client = logged_in_at_once(&world, 1);
    for _ in 0..2 {
        world.expect("m.x", result(json!(true)).after(100.0));
    }
    let first = start(&world, &client, 0);
    let options = CallOptions {
        timeout_ms: Some(50.0),
        ..CallOptions::default()
    };
    let second = world.start(numbered(&client, 1, options));
    let third = start(&world, &client, 2);
    world.wait(300.0);
    assert_eq!(told(second.take()).0, Class::Timeout);
    assert!(first.take().is_ok() && third.take().is_ok());
    assert_eq!(sent_numbers(&world), [0, 2]);
}

#[test]
fn the_time_that_a_call_waits_counts() {
    let world = World::default();
    let client = logged_in_at_once(&world, 1);
    world
        .expect("m.x", result(json!(true)).after(100.0))
        .expect("m.x", result(json!(true)).after(100.0));
    let first = start(&world, &client, 0);
    let options = CallOptions {
        timeout_ms: Some(150.0),
        ..CallOptions::default()
    };
    let second = world.start(numbered(&client, 1, options));
    world.wait(300.0);
    assert!(first.take().is_ok());
    assert_eq!(told(second.take()).0, Class::Timeout);
    assert!(world.last().aborted);
}

#[test]
fn however_a_call_ends_its_place_is_given_on() {
    let endings = [
        result(json!(1)),
        fault("odoo.exceptions.UserError", "no"),
        status(500),
        reset(),
        page(200),
        silence(),
    ];
    let world = World::default();
    let client = logged_in_at_once(&world, 1);
    let calls: Vec<_> = endings
        .into_iter()
        .map(|reply| {
            world.expect("m.x", reply);
            numbered(
                &client,
                0,
                CallOptions {
                    timeout_ms: Some(1000.0),
                    ..CallOptions::default()
                },
            )
        })
        .collect();
    let calls: Vec<_> = calls.into_iter().map(|call| world.start(call)).collect();
    world.wait(1000.0);
    assert!(calls.iter().all(Outcome::is_there));
    world.expect("m.x", result(json!("at last")));
    let last = start(&world, &client, 1);
    assert_eq!(last.take().expect("an answer"), json!("at last"));
}

#[test]
fn a_pause_before_another_try_keeps_no_place() {
    let world = World::default();
    let config = Config {
        max_concurrent: 1,
        retries: 1,
        ..config()
    };
    let client = logged_in_with(&world, config, Asked::default());
    world
        .expect("res.partner.search", status(503))
        .expect("m.x", result(json!(1)))
        .expect("res.partner.search", result(json!([7])));
    let read = world.start(search(&client));
    let other = start(&world, &client, 1);
    assert!(other.take().is_ok());
    world.wait(1000.0);
    assert_eq!(read.take().expect("an answer"), json!([7]));
}

#[test]
fn a_login_does_not_wait_for_calls() {
    let world = World::default();
    let client = logged_in_at_once(&world, 1);
    world.expect("m.x", silence());
    let call = start(&world, &client, 0);
    expect_login(&world, 2);
    assert!(authenticate(&world, &client).is_ok());
    assert!(!call.is_there());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn in_whatever_order_answers_come_each_call_gets_its_own_and_the_limit_holds(
        limit in 1..6_u32,
        delays in proptest::collection::vec(0..50_u32, 0..40),
    ) {
        let world = World::default();
        let client = logged_in_at_once(&world, limit);
        // The script answers in the order of requests, which is that of the calls.
        for (number, delay) in delays.iter().enumerate() {
            world.expect("m.x", result(json!(number)).after(f64::from(*delay)));
        }
        let calls: Vec<_> = (0..delays.len()).map(|number| start(&world, &client, number)).collect();
        world.wait(50.0 * 40.0);
        for (number, call) in calls.into_iter().enumerate() {
            prop_assert_eq!(call.take().expect("an answer"), json!(number));
        }
        let in_order: Vec<_> = (0..delays.len() as u64).collect();
        prop_assert_eq!(sent_numbers(&world), in_order);
        prop_assert!(world.busiest() <= limit as usize);
    }
}

/// Is rung when a place is given to whoever waits.
#[derive(Default)]
struct Bell(AtomicBool);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Somebody who waits before the queue.
struct Waiting<'a> {
    entry: Pin<Box<Entry<'a>>>,
    bell: Arc<Bell>,
}

impl<'a> Waiting<'a> {
    fn before(queue: &'a Queue) -> Self {
        Self {
            entry: Box::pin(queue.enter()),
            bell: Arc::default(),
        }
    }

    fn look(&mut self) -> Option<Permit<'a>> {
        let waker = Waker::from(Arc::clone(&self.bell));
        match self.entry.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(place) => Some(place),
            Poll::Pending => None,
        }
    }

    fn is_called(&self) -> bool {
        self.bell.0.load(Ordering::SeqCst)
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Somebody comes.
    Come,
    /// Somebody who is in leaves.
    Leave(usize),
    /// Somebody who waits goes away, perhaps just after a place was given to him.
    GoAway(usize),
    /// Somebody to whom a place was given takes it.
    Take(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => Just(Step::Come),
        2 => any::<usize>().prop_map(Step::Leave),
        1 => any::<usize>().prop_map(Step::GoAway),
        2 => any::<usize>().prop_map(Step::Take),
    ];
    proptest::collection::vec(step, 0..200)
}

proptest! {
    #[test]
    fn whoever_comes_and_goes_no_place_is_lost_or_doubled_and_nobody_overtakes(limit in 1..5_usize, steps in steps()) {
        let queue = Queue::new(u32::try_from(limit).expect("a small number"));
        let mut waiting: Vec<Waiting> = Vec::new();
        let mut inside: Vec<Permit> = Vec::new();
        for step in steps {
            match step {
                Step::Come => {
                    let mut who = Waiting::before(&queue);
                    match who.look() {
                        Some(place) => inside.push(place),
                        None => waiting.push(who),
                    }
                }
                Step::Leave(at) if !inside.is_empty() => {
                    inside.swap_remove(at % inside.len());
                }
                Step::GoAway(at) if !waiting.is_empty() => {
                    waiting.remove(at % waiting.len());
                }
                Step::Take(at) => {
                    let called = waiting.iter().filter(|who| who.is_called()).count();
                    if called > 0 {
                        let place = waiting.remove(at % called).look();
                        inside.push(place.expect("a place was given"));
                    }
                }
                _ => {}
            }
            let called = waiting.iter().take_while(|who| who.is_called()).count();
            prop_assert!(waiting[called..].iter().all(|who| !who.is_called()), "the first are called first");
            let taken = inside.len() + called;
            prop_assert!(taken <= limit, "{taken} of {limit} places are taken");
            prop_assert!(taken == limit || called == waiting.len(), "somebody waits before a free place");
        }
        inside.clear();
        waiting.clear();
        let mut all: Vec<_> = (0..=limit).map(|_| Waiting::before(&queue)).collect();
        let places: Vec<_> = all.iter_mut().map(Waiting::look).collect();
        prop_assert_eq!(places.iter().flatten().count(), limit, "all places are free in the end");
    }
}
