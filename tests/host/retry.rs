//! Which calls are made again, when, and how often.

use odoo_client_wasm::client::{CallOptions, Config};
use odoo_client_wasm::error::Class;
use odoo_client_wasm::operation::SafetyLevel;
use odoo_client_wasm::protocol::Protocol;
use odoo_client_wasm::retry::DEFAULT_RETRIES;
use serde_json::{Value, json};

use crate::world::*;

/// The pauses after the first and the second try, where chance is always one half.
pub(crate) const PAUSES: [f64; 2] = [125.0, 250.0];

/// A client that makes calls again so many times.
pub(crate) fn retrying(world: &World, protocol: Protocol, retries: u32) -> TestClient {
    let config = Config {
        retries,
        ..config()
    };
    over_with(world, protocol, config)
}

/// What may go wrong, and whether a read is made again after it, and whether a write is.
fn failures(protocol: Protocol) -> Vec<(Reply, Class, bool, bool)> {
    let fault = |status, name: &str| fault_over(protocol, status, name, "no");
    let mut failures = vec![
        // Nothing can have reached the server, or the server says so.
        (
            unreachable("connect ECONNREFUSED"),
            Class::Network,
            true,
            true,
        ),
        (status(429), Class::RateLimit, true, true),
        // It may have done what was asked.
        (reset(), Class::Network, true, false),
        (no_such_route(), Class::Network, true, false),
        (status(502), Class::Network, true, false),
        (status(503), Class::Network, true, false),
        (status(504), Class::Network, true, false),
        (full_pool(), Class::Network, true, false),
        (page(200), Class::Network, true, false),
        (
            fault(500, "psycopg2.errors.SerializationFailure"),
            Class::Rpc,
            true,
            false,
        ),
        (
            fault(500, "psycopg2.errors.DeadlockDetected"),
            Class::Rpc,
            true,
            false,
        ),
        (
            fault(500, "psycopg2.errors.LockNotAvailable"),
            Class::Lock,
            true,
            false,
        ),
        (
            fault(500, "psycopg2.pool.PoolError"),
            Class::Rpc,
            true,
            false,
        ),
        (
            fault(409, "odoo.exceptions.LockError"),
            Class::Lock,
            true,
            false,
        ),
        // It would fail again.
        (status(400), Class::Network, false, false),
        (status(500), Class::Network, false, false),
        (status(501), Class::Network, false, false),
        (fault(500, "builtins.ValueError"), Class::Rpc, false, false),
        (
            fault(500, "psycopg2.OperationalError"),
            Class::Rpc,
            false,
            false,
        ),
        (
            fault(422, "odoo.exceptions.UserError"),
            Class::Validation,
            false,
            false,
        ),
        (
            fault(422, "odoo.exceptions.ValidationError"),
            Class::Validation,
            false,
            false,
        ),
        (
            fault(403, "odoo.exceptions.AccessError"),
            Class::Access,
            false,
            false,
        ),
        (
            fault(404, "odoo.exceptions.MissingError"),
            Class::Missing,
            false,
            false,
        ),
        (
            fault(403, "odoo.exceptions.AccessDenied"),
            Class::Access,
            false,
            false,
        ),
    ];
    failures.push((page(404), Class::Network, false, false));
    failures
}

#[test]
fn two_more_tries_unless_the_configuration_says_otherwise() {
    assert_eq!(DEFAULT_RETRIES, 2);
}

#[test]
fn what_is_made_again_depends_on_the_failure_and_on_whether_it_is_a_read() {
    for protocol in Protocol::ALL {
        for (reply, class, reads_again, writes_again) in failures(protocol) {
            let calls = [
                ("search", json!([[]]), reads_again),
                ("write", json!([[1], {}]), writes_again),
                ("unlink", json!([[1]]), writes_again),
                ("create", json!([{}]), writes_again),
                ("action_confirm", json!([[1]]), writes_again),
            ];
            for (method, args, is_repeated) in calls {
                let world = World::default();
                let client = retrying(&world, protocol, 2);
                let before = world.now();
                let tries = if is_repeated { 3 } else { 1 };
                for _ in 0..tries {
                    world.expect(&subject(protocol, "m", method), reply.clone());
                }
                if class == Class::Access && reply.is_denial() {
                    expect_good_standing(&world, protocol);
                }
                let outcome = call(&world, &client, "m", method, args.clone());
                assert_eq!(told(outcome).0, class, "{protocol:?} {method} {reply:?}");
                let waited = if is_repeated {
                    PAUSES.iter().sum()
                } else {
                    0.0
                };
                assert_eq!(
                    world.now() - before,
                    waited,
                    "{protocol:?} {method} {reply:?}"
                );

                if is_repeated {
                    world
                        .expect(&subject(protocol, "m", method), reply.clone())
                        .expect(
                            &subject(protocol, "m", method),
                            result_over(protocol, fitting(method)),
                        );
                    assert_eq!(
                        call(&world, &client, "m", method, args).expect("the second try"),
                        fitting(method)
                    );
                }
            }
        }
    }
}

#[test]
fn a_record_is_never_created_twice_on_a_guess() {
    for protocol in Protocol::ALL {
        for reply in [
            reset(),
            no_such_route(),
            status(502),
            status(503),
            status(504),
            full_pool(),
            page(200),
        ] {
            let world = World::default();
            let client = retrying(&world, protocol, 9);
            let create = subject(protocol, "res.partner", "create");
            world.expect(&create, reply);
            assert!(
                call(
                    &world,
                    &client,
                    "res.partner",
                    "create",
                    json!([{ "name": "x" }])
                )
                .is_err()
            );
            world.wait(600_000.0);
            let creates = world
                .subjects()
                .iter()
                .filter(|subject| **subject == create)
                .count();
            assert_eq!(creates, 1);
        }
    }
}

#[test]
fn so_many_tries_and_no_more() {
    for retries in [0, 1, 2, 5] {
        let world = World::default();
        let client = retrying(&world, Protocol::JsonRpc, retries);
        for _ in 0..=retries {
            world.expect("res.partner.search", status(503));
        }
        assert_eq!(told(world.run(search(&client))).0, Class::Network);
        assert_eq!(world.sent().len(), 2 + 1 + retries as usize);
    }
    let world = World::default();
    let client = retrying(&world, Protocol::JsonRpc, u32::MAX);
    for _ in 0..20 {
        world.expect("res.partner.search", status(503));
    }
    world.expect("res.partner.search", result(json!([7])));
    assert_eq!(
        world.run(search(&client)).expect("an answer in the end"),
        json!([7])
    );
}

#[test]
fn the_repeated_request_is_the_same_but_for_its_number() {
    for protocol in Protocol::ALL {
        let world = World::default();
        let client = retrying(&world, protocol, 1);
        let search_path = subject(protocol, "res.partner", "search");
        world
            .expect(&search_path, status(503))
            .expect(&search_path, result_over(protocol, json!([7])));
        world.run(search(&client)).expect("an answer");
        let mut sent = world.sent();
        let (second, first) = (sent.pop().expect("two"), sent.pop().expect("two"));
        assert_eq!((&first.url, &first.headers), (&second.url, &second.headers));
        let without_id = |mut body: Value| {
            body.as_object_mut().expect("an object").remove("id");
            body
        };
        assert_eq!(without_id(first.body), without_id(second.body));
    }
}

#[test]
fn the_level_that_a_call_is_given_decides_whether_it_is_a_read() {
    for (method, level, is_repeated) in [
        ("my_report", Some(SafetyLevel::Read), true),
        ("my_report", None, false),
        ("search", Some(SafetyLevel::Write), false),
        ("search", None, true),
        // Every Odoo changes records by these.
        ("create", Some(SafetyLevel::Read), false),
        ("copy", Some(SafetyLevel::Read), false),
        ("unlink", Some(SafetyLevel::Read), false),
        ("message_post", Some(SafetyLevel::Read), false),
    ] {
        let world = World::default();
        let client = retrying(&world, Protocol::JsonRpc, 1);
        world.expect(&format!("m.{method}"), reset());
        if is_repeated {
            world.expect(&format!("m.{method}"), result(fitting(method)));
        }
        let options = CallOptions {
            safety_level: level,
            ..CallOptions::default()
        };
        let outcome = world.run(prepared(
            &client,
            ("m", method),
            (json!([[1]]), json!({})),
            options,
        ));
        assert_eq!(outcome.is_ok(), is_repeated, "{method} {level:?}");
    }
}

#[test]
fn who_confirms_is_asked_once_however_often_it_is_tried() {
    let world = World::default();
    let guard = Asked::answering(&world, [Answer::Yes, Answer::No]);
    let config = Config {
        retries: 2,
        ..config()
    };
    let client = logged_in_with(&world, config, guard.clone());
    world
        .expect("m.write", status(429))
        .expect("m.write", unreachable("connect ECONNREFUSED"))
        .expect("m.write", result(json!(true)));
    assert!(call(&world, &client, "m", "write", json!([[1], {}])).is_ok());
    assert_eq!(guard.operations.borrow().len(), 1);
}

#[test]
fn a_login_is_not_made_again_by_itself() {
    let world = World::default();
    let config = Config {
        retries: 9,
        ..config_over(None)
    };
    let client = client_with(&world, config, Asked::default());
    world.expect(AUTHENTICATE, status(503));
    assert_eq!(told(authenticate(&world, &client)).0, Class::Network);
}
