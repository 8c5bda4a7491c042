//! Abort signals.

use odoo_client_wasm::client::CallOptions;
use odoo_client_wasm::error::Class;
use serde_json::{Value, json};

use crate::world::*;

fn with_signal(signal: &str) -> CallOptions<Value> {
    CallOptions {
        signal: Some(json!(signal)),
        ..CallOptions::default()
    }
}

#[test]
fn a_call_ends_with_the_signals_reason_and_its_request_is_aborted() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect("m.x", silence());
    let outcome = world.start(prepared(
        &client,
        ("m", "x"),
        (json!([]), json!({})),
        with_signal("stop"),
    ));
    world.wait(10.0);
    assert!(!outcome.is_there());
    world.abort("stop", json!("the user went away"));
    assert_eq!(thrown(outcome.take()), json!("the user went away"));
    assert!(world.last().aborted);
    assert!(client.connection().is_authenticated());
}

#[test]
fn a_signal_that_has_aborted_already_lets_nothing_be_sent() {
    let world = World::default();
    let client = logged_in(&world);
    let sent = world.sent().len();
    world.abort("stop", json!("too late"));
    let outcome = world.run(prepared(
        &client,
        ("m", "x"),
        (json!([]), json!({})),
        with_signal("stop"),
    ));
    assert_eq!(thrown(outcome), json!("too late"));
    assert_eq!(world.sent().len(), sent);
}

#[test]
fn a_signal_that_aborts_after_the_answer_changes_nothing() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect("m.x", result(json!(1)).after(10.0));
    let outcome = world.start(prepared(
        &client,
        ("m", "x"),
        (json!([]), json!({})),
        with_signal("stop"),
    ));
    world.wait(20.0);
    world.abort("stop", json!("too late"));
    assert_eq!(outcome.take().expect("an answer"), json!(1));
    assert!(!world.last().aborted);
}

#[test]
fn a_signal_ends_the_wait_for_whoever_confirms() {
    let world = World::default();
    let guard = Asked::answering(&world, [Answer::YesAfter(60_000.0)]);
    let client = logged_in_with(&world, config(), guard);
    let sent = world.sent().len();
    let outcome = world.start(prepared(
        &client,
        ("m", "unlink"),
        (json!([[1]]), json!({})),
        with_signal("stop"),
    ));
    world.wait(100.0);
    world.abort("stop", json!("never mind"));
    assert_eq!(thrown(outcome.take()), json!("never mind"));
    world.wait(120_000.0);
    assert_eq!(world.sent().len(), sent, "nothing is sent afterwards");
}

#[test]
fn one_signal_ends_all_calls_that_have_it_and_no_others() {
    let world = World::default();
    let client = logged_in(&world);
    let start = |options| {
        world.expect("m.x", result(json!(1)).after(1000.0));
        world.start(prepared(
            &client,
            ("m", "x"),
            (json!([]), json!({})),
            options,
        ))
    };
    let ended = [start(with_signal("a")), start(with_signal("a"))];
    let others = [start(with_signal("b")), start(CallOptions::default())];
    world.abort("a", json!("enough"));
    for outcome in ended {
        assert_eq!(thrown(outcome.take()), json!("enough"));
    }
    world.wait(2000.0);
    for outcome in others {
        assert_eq!(outcome.take().expect("an answer"), json!(1));
    }
}

#[test]
fn a_call_with_a_signal_still_has_its_time_limit() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect("m.x", silence());
    let options = CallOptions {
        timeout_ms: Some(50.0),
        ..with_signal("stop")
    };
    let outcome = world.run(prepared(
        &client,
        ("m", "x"),
        (json!([]), json!({})),
        options,
    ));
    assert_eq!(details(outcome).class, Class::Timeout);
}
