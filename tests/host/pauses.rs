//! The pauses between the tries of a call, and what ends them.

use odoo_client_wasm::client::CallOptions;
use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use serde_json::json;

use crate::retry::{PAUSES, retrying};
use crate::world::*;

#[test]
fn the_server_is_given_the_time_that_it_asks_for() {
    for protocol in Protocol::ALL {
        for (reply, waited) in [
            (status(429).asking_to_wait(3_000.0), 3_000.0),
            (status(503).asking_to_wait(3_000.0), 3_000.0),
            (
                json2_fault(503, "werkzeug.exceptions.ServiceUnavailable", "no")
                    .asking_to_wait(3_000.0),
                3_000.0,
            ),
            // Less than the pause that would be made anyway.
            (status(429).asking_to_wait(1.0), PAUSES[0]),
            (status(429).asking_to_wait(0.0), PAUSES[0]),
        ] {
            let world = World::default();
            let client = retrying(&world, protocol, 1);
            let search_path = subject(protocol, "res.partner", "search");
            world
                .expect(&search_path, reply)
                .expect(&search_path, result_over(protocol, json!([])));
            let before = world.now();
            world.run(search(&client)).expect("an answer");
            assert_eq!(world.now() - before, waited);
        }
    }
}

#[test]
fn a_server_that_asks_for_more_time_than_the_call_has_is_not_waited_for() {
    for (timeout_ms, asked, is_waited_for) in [
        (Some(10_000.0), 9_999.0, true),
        (Some(10_000.0), 10_000.0, false),
        (Some(10_000.0), 3_600_000.0, false),
        (None, 119_000.0, true),
        (None, 120_000.0, false),
        (Some(0.0), 3_600_000.0, true),
    ] {
        let world = World::default();
        let client = retrying(&world, Protocol::JsonRpc, 1);
        world.expect("res.partner.search", status(429).asking_to_wait(asked));
        if is_waited_for {
            world.expect("res.partner.search", result(json!([])));
        }
        let options = CallOptions {
            timeout_ms,
            ..CallOptions::default()
        };
        let before = world.now();
        let outcome = world.run(prepared(
            &client,
            ("res.partner", "search"),
            (json!([[]]), json!({})),
            options,
        ));
        if is_waited_for {
            outcome.expect("an answer");
        } else {
            let error = details(outcome);
            assert_eq!(
                (error.class, error.retry_after_ms),
                (Class::RateLimit, Some(asked))
            );
            assert_eq!(world.now(), before);
        }
    }
}

#[test]
fn the_time_limit_is_for_all_tries_and_pauses_together() {
    let world = World::default();
    let client = retrying(&world, Protocol::JsonRpc, 9);
    // Each try takes 100; the pauses are 125 and 250.
    for _ in 0..5 {
        world.expect("res.partner.search", status(503).after(100.0));
    }
    let limited = |timeout_ms| {
        let options = CallOptions {
            timeout_ms: Some(timeout_ms),
            ..CallOptions::default()
        };
        prepared(
            &client,
            ("res.partner", "search"),
            (json!([[]]), json!({})),
            options,
        )
    };
    let before = world.now();
    // Within the second pause, which is not begun: why it failed says more than that its time is
    // over.
    assert_eq!(told(world.run(limited(400.0))).0, Class::Network);
    assert_eq!(world.now() - before, 325.0);
    assert_eq!(world.sent().len(), 4);
    // Within the second try.
    let before = world.now();
    assert_eq!(told(world.run(limited(300.0))).0, Class::Timeout);
    assert_eq!(world.now() - before, 300.0);
    assert_eq!(world.sent().len(), 6);
    // Within the first try.
    assert_eq!(told(world.run(limited(50.0))).0, Class::Timeout);
    assert!(world.last().aborted);
    world.wait(60_000.0);
    assert_eq!(
        world.sent().len(),
        7,
        "nothing is sent once the time is over"
    );
}

#[test]
fn a_call_that_had_no_answer_in_time_is_not_made_again() {
    let world = World::default();
    let client = retrying(&world, Protocol::JsonRpc, 9);
    world.expect("res.partner.search", silence());
    assert_eq!(told(world.run(search(&client))).0, Class::Timeout);
}

#[test]
fn a_call_that_is_aborted_in_a_pause_ends_at_once() {
    let world = World::default();
    let client = retrying(&world, Protocol::JsonRpc, 9);
    world.expect("res.partner.search", status(503).asking_to_wait(5_000.0));
    let options = CallOptions {
        signal: Some(json!("stop")),
        ..CallOptions::default()
    };
    let outcome = world.start(prepared(
        &client,
        ("res.partner", "search"),
        (json!([[]]), json!({})),
        options,
    ));
    world.wait(1_000.0);
    world.abort("stop", json!("never mind"));
    assert_eq!(thrown(outcome.take()), json!("never mind"));
    world.wait(60_000.0);
    assert_eq!(world.sent().len(), 3);
}

#[test]
fn a_logout_in_a_pause_lets_no_further_try_out() {
    for protocol in Protocol::ALL {
        let world = World::default();
        let client = retrying(&world, protocol, 9);
        world.expect(
            &subject(protocol, "res.partner", "search"),
            status(503).asking_to_wait(5_000.0),
        );
        let outcome = world.start(search(&client));
        world.wait(1_000.0);
        let _ = client.logout();
        world.wait(60_000.0);
        let error = details(outcome.take());
        assert_eq!(error.class, Class::Auth);
        assert_eq!(error.place.method.as_deref(), Some("search"));
    }
}
