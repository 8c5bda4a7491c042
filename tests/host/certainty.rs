//! What is certain of a call that failed: that nothing was done, that Odoo refused, or neither.

use odoo_client_wasm::client::{CallOptions, Config};
use odoo_client_wasm::error::{Class, Details, Error, Reason};
use odoo_client_wasm::protocol::faults::{from_data, from_error_object, is_report};
use odoo_client_wasm::protocol::http::is_of_a_gateway;
use odoo_client_wasm::protocol::{Protocol, bare, envelope};
use serde_json::{Value, json};

use crate::recordings;
use crate::world::*;

/// `(notSent, refused)` of what a create over a protocol fails with when the server answers so.
fn certainty(protocol: Protocol, reply: Reply) -> (bool, bool) {
    let world = World::default();
    let client = over(&world, protocol);
    world.expect(&subject(protocol, "res.partner", "create"), reply);
    let error = details(call(
        &world,
        &client,
        "res.partner",
        "create",
        json!([{ "name": "x" }]),
    ));
    claims(&error)
}

fn claims(error: &Details<Value>) -> (bool, bool) {
    (error.not_sent, error.refused)
}

const NOTHING_DONE: (bool, bool) = (true, false);
const REFUSED: (bool, bool) = (false, true);
const UNKNOWN: (bool, bool) = (false, false);

#[test]
fn every_recorded_exception_is_a_refusal_by_odoo() {
    let mut seen = 0;
    for recording in recordings::all() {
        let answer = recording.answer();
        let body = recording.body();
        let opened = match body.get("error") {
            Some(error) if !error.is_null() => {
                let id = body["id"].as_u64().unwrap_or(1);
                envelope::open(answer, id).expect_err(&recording.name)
            }
            _ if body.get("debug").is_some() => bare::open(answer).expect_err(&recording.name),
            _ => continue,
        };
        seen += 1;
        assert_eq!(claims(&opened), REFUSED, "{}", recording.name);
    }
    assert!(seen > 150, "only {seen} recorded exceptions");
}

#[test]
fn what_a_gateway_says_is_never_a_refusal_by_odoo() {
    for status in [408, 499, 500, 501, 502, 503, 504, 520, 524, 599] {
        for body in [
            json!({ "name": "GatewayTimeout", "message": "upstream took too long" }),
            json!({ "error": { "code": status, "message": "Gateway Timeout" } }),
            json!({ "message": "Endpoint request timed out" }),
            json!({ "name": "Error", "message": "x", "arguments": [], "debug": "at line 1" }),
        ] {
            for protocol in Protocol::ALL {
                assert_eq!(
                    certainty(protocol, json_body(status, body.clone())),
                    UNKNOWN,
                    "{protocol:?} {status} {body}"
                );
            }
        }
    }
    // Even in Odoo's own words: a worker that is killed cannot say what it committed.
    for status in [502, 503, 504] {
        let own = json2_fault(status, "odoo.exceptions.UserError", "no");
        assert_eq!(certainty(Protocol::Json2, own), UNKNOWN, "{status}");
    }
}

#[test]
fn an_error_object_without_an_exception_or_with_a_gateways_code_is_no_refusal() {
    let exception = json!({ "name": "odoo.exceptions.UserError", "message": "no", "arguments": ["no"], "debug": "" });
    let refused = |error: Value| from_error_object(&error).refused;
    for code in [
        json!(200),
        json!(0),
        json!(100),
        json!(404),
        json!(null),
        json!("ECODE"),
    ] {
        assert!(
            refused(json!({ "code": code, "message": "x", "data": exception })),
            "{code}"
        );
    }
    for code in [
        json!(408),
        json!(429),
        json!(502),
        json!(503),
        json!(504),
        json!("504"),
        json!(524),
    ] {
        assert!(
            !refused(json!({ "code": code, "message": "x", "data": exception })),
            "{code}"
        );
    }
    for error in [
        json!({ "code": 504 }),
        json!({ "code": 504, "message": "Gateway Timeout" }),
        json!({ "code": -32603, "message": "Internal error" }),
        json!({ "code": -32603, "message": "Internal error", "data": "Error: at line 1" }),
        json!({ "code": 200, "message": "x", "data": {} }),
        json!({ "code": 200, "message": "x", "data": { "name": "TimeoutError", "debug": "" } }),
        json!({ "code": 200, "message": "x", "data": { "name": "odoo.exceptions.UserError", "message": "no" } }),
        json!("text"),
        json!(true),
    ] {
        assert!(!refused(error.clone()), "{error}");
    }
}

#[test]
fn an_exception_is_told_by_its_name_and_by_what_came_with_it() {
    for (data, is) in [
        (
            json!({ "name": "odoo.exceptions.UserError", "arguments": [] }),
            true,
        ),
        (
            json!({ "name": "builtins.KeyError", "debug": "Traceback" }),
            true,
        ),
        (json!({ "name": "UserError", "arguments": [] }), true),
        // A gateway's own, which may be named like a class.
        (
            json!({ "name": "kong.errors.BadRequest", "debug": "" }),
            false,
        ),
        (
            json!({ "name": "odoo.addons.shop.models.OutOfStock", "arguments": [], "debug": "" }),
            true,
        ),
        (
            json!({ "exception_type": "validation_error", "debug": "" }),
            true,
        ),
        (
            json!({ "name": "OutOfStock", "arguments": [], "debug": "" }),
            false,
        ),
        (json!({ "name": "odoo.", "arguments": [] }), false),
        (json!({ "name": ".UserErrors", "arguments": [] }), false),
        (json!({ "name": 7, "arguments": [] }), false),
        (
            json!({ "name": "odoo.exceptions.UserError", "arguments": {}, "debug": 1 }),
            false,
        ),
        (json!({}), false),
        (json!(null), false),
        (json!([]), false),
    ] {
        assert_eq!(is_report(&data), is, "{data}");
    }
}

#[test]
fn a_database_that_was_lost_on_the_way_may_have_committed() {
    let refused = |name: &str, message: &str| {
        from_data(json!({ "name": name, "message": message, "arguments": [], "debug": "" })).refused
    };
    for (name, message) in [
        (
            "psycopg2.OperationalError",
            "server closed the connection unexpectedly",
        ),
        (
            "psycopg2.OperationalError",
            "SSL connection has been closed unexpectedly",
        ),
        ("psycopg2.InterfaceError", "cursor already closed"),
        (
            "psycopg2.errors.AdminShutdown",
            "terminating connection due to administrator command",
        ),
    ] {
        assert!(!refused(name, message), "{name}: {message}");
    }
    for (name, message) in [
        (
            "psycopg2.OperationalError",
            "connection to server at \"db\", port 5432 failed: FATAL:  database \"x\" does not exist",
        ),
        (
            "psycopg2.errors.SerializationFailure",
            "could not serialize access",
        ),
        ("psycopg2.errors.NotNullViolation", "null value"),
        ("psycopg2.pool.PoolError", "The Connection Pool Is Full"),
    ] {
        assert!(refused(name, message), "{name}: {message}");
    }
}

#[test]
fn an_answer_that_is_lost_cut_off_or_another_requests_is_neither() {
    for protocol in Protocol::ALL {
        for reply in [
            reset(),
            no_such_route(),
            page(200),
            status(500),
            status(502),
            full_pool(),
            page(400),
        ] {
            assert_eq!(
                certainty(protocol, reply.clone()),
                UNKNOWN,
                "{protocol:?} {reply:?}"
            );
        }
    }
    let other = json!({ "jsonrpc": "2.0", "id": 777, "error": { "code": 200, "message": "x", "data": {
        "name": "odoo.exceptions.UserError", "message": "no", "arguments": ["no"], "debug": "" } } });
    assert_eq!(certainty(Protocol::JsonRpc, json_body(200, other)), UNKNOWN);
}

#[test]
fn a_request_that_never_left_or_was_turned_away_at_the_door_did_nothing() {
    for protocol in Protocol::ALL {
        for reply in [unreachable("connect ECONNREFUSED"), status(429)] {
            assert_eq!(certainty(protocol, reply), NOTHING_DONE, "{protocol:?}");
        }
    }
}

#[test]
fn what_the_client_refuses_by_itself_was_not_sent() {
    let world = World::default();
    let client = client_with(&world, config(), Asked::default());
    let early = details(call(&world, &client, "m", "create", json!([{}])));
    assert_eq!((early.class, claims(&early)), (Class::Auth, NOTHING_DONE));

    let guard = Asked::answering(&world, [Answer::No]);
    let client = logged_in_with(&world, config(), guard);
    let blocked = details(call(&world, &client, "m", "create", json!([{}])));
    assert_eq!(
        (blocked.class, claims(&blocked)),
        (Class::Safety, NOTHING_DONE)
    );

    let client = over(&world, Protocol::Json2);
    let unnamed = details(call(&world, &client, "m", "unlink", json!([[1], 2, 3])));
    assert_eq!(
        (unnamed.class, claims(&unnamed)),
        (Class::Odoo, NOTHING_DONE)
    );
}

#[test]
fn a_call_whose_time_is_over_in_the_queue_was_not_sent_and_one_on_its_way_may_have_been_done() {
    let world = World::default();
    let config = Config {
        max_concurrent: 1,
        ..config()
    };
    let client = logged_in_with(&world, config, Asked::default());
    world.expect("m.create", silence());
    let create = |timeout_ms| {
        let options = CallOptions {
            timeout_ms: Some(timeout_ms),
            ..CallOptions::default()
        };
        prepared(&client, ("m", "create"), (json!([{}]), json!({})), options)
    };
    let (first, second) = (world.start(create(300.0)), world.start(create(200.0)));
    world.wait(300.0);
    let (first, second) = (details(first.take()), details(second.take()));
    assert_eq!((first.class, claims(&first)), (Class::Timeout, UNKNOWN));
    assert_eq!(
        (second.class, claims(&second)),
        (Class::Timeout, NOTHING_DONE)
    );
    assert_eq!(
        world
            .subjects()
            .iter()
            .filter(|subject| *subject == "m.create")
            .count(),
        1
    );
}

#[test]
fn an_exception_of_somebody_else_that_ends_a_call_in_the_queue_can_come_as_the_cause_of_an_error() {
    let world = World::default();
    let config = Config {
        max_concurrent: 1,
        ..config()
    };
    let client = logged_in_with(&world, config, Asked::default());
    world.expect("m.create", silence());
    let create = |says_unsent| {
        let options = CallOptions {
            signal: Some(json!("stop")),
            says_unsent,
            ..CallOptions::default()
        };
        prepared(&client, ("m", "create"), (json!([{}]), json!({})), options)
    };
    let sent = world.start(create(true));
    let (queued, plain) = (world.start(create(true)), world.start(create(false)));
    world.wait(10.0);
    world.abort("stop", json!("enough"));
    assert_eq!(thrown(sent.take()), json!("enough"));
    let queued = details(queued.take());
    assert_eq!(
        (claims(&queued), queued.finer),
        (NOTHING_DONE, Some((Class::Odoo, Reason::Ended)))
    );
    assert_eq!(queued.cause, Some(json!("enough")));
    assert_eq!(thrown(plain.take()), json!("enough"));
}

#[test]
fn a_status_is_a_gateways_or_odoos_own() {
    for status in [200, 400, 401, 403, 404, 409, 413, 415, 422, 500, 600] {
        assert!(!is_of_a_gateway(status), "{status}");
    }
    for status in [408, 429, 499, 501, 502, 503, 504, 520, 522, 530, 599] {
        assert!(is_of_a_gateway(status), "{status}");
    }
}

#[test]
fn a_reason_that_says_more_than_the_class_says_nothing_of_another_class() {
    let mut error = Error::<Value>::new(Class::Rpc, "no such method");
    error.set_reason(Reason::UnknownMethod);
    assert_eq!(error.reason(), Reason::UnknownMethod);
    error.class = Class::SessionExpired;
    assert_eq!(error.reason(), Reason::Session);
}

#[test]
fn every_class_has_a_reason_and_every_reason_a_word_of_its_own() {
    let words: Vec<&str> = Class::ALL
        .iter()
        .map(|class| class.reason().word())
        .collect();
    let different: std::collections::HashSet<&&str> = words.iter().collect();
    assert_eq!(different.len(), words.len(), "{words:?}");
}
