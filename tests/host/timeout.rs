//! Time limits, on a clock that only the tests move.

use odoo_client_wasm::client::{CallOptions, Config, DEFAULT_TIMEOUT_MS};
use odoo_client_wasm::error::Class;
use serde_json::json;

use crate::world::*;

fn with_timeout(timeout_ms: f64) -> Config<serde_json::Value> {
    Config {
        timeout_ms: Some(timeout_ms),
        ..config()
    }
}

#[test]
fn a_call_that_is_not_answered_in_time_fails_and_its_request_is_aborted() {
    let world = World::default();
    let client = logged_in_with(&world, with_timeout(300.0), Asked::default());
    world.expect("res.partner.search", silence());
    let outcome = world.start(search(&client));
    world.wait(299.0);
    assert!(!outcome.is_there());
    assert!(!world.last().aborted);
    world.wait(1.0);
    let error = details(outcome.take());
    assert_eq!(error.class, Class::Timeout);
    assert!(
        error.message.starts_with("No answer within 300 ms"),
        "{}",
        error.message
    );
    assert!(error.message.contains("timeoutMs"), "{}", error.message);
    assert_eq!(error.place.model.as_deref(), Some("res.partner"));
    assert!(world.last().aborted);
    assert!(
        client.connection().is_authenticated(),
        "a slow server is no logout"
    );
}

#[test]
fn an_answer_in_the_last_moment_counts() {
    let world = World::default();
    let client = logged_in_with(&world, with_timeout(300.0), Asked::default());
    world.expect("res.partner.search", result(json!([1])).after(300.0));
    assert_eq!(world.run(search(&client)).expect("in time"), json!([1]));
}

#[test]
fn without_a_setting_a_call_has_what_odoo_gives_a_request() {
    assert_eq!(DEFAULT_TIMEOUT_MS, 120_000.0);
    let world = World::default();
    let client = logged_in(&world);
    world.expect("res.partner.search", silence());
    let before = world.now();
    assert_eq!(details(world.run(search(&client))).class, Class::Timeout);
    assert_eq!(world.now() - before, 120_000.0);
}

#[test]
fn a_limit_of_zero_is_none() {
    let world = World::default();
    let client = logged_in_with(&world, with_timeout(0.0), Asked::default());
    let week = 7.0 * 24.0 * 3_600_000.0;
    world.expect("res.partner.search", result(json!([1])).after(week));
    assert!(world.run(search(&client)).is_ok());
}

#[test]
fn a_call_may_have_a_limit_of_its_own() {
    let world = World::default();
    let client = logged_in_with(&world, with_timeout(300.0), Asked::default());
    let timed = |timeout_ms| {
        let options = CallOptions {
            timeout_ms: Some(timeout_ms),
            ..CallOptions::default()
        };
        prepared(&client, ("m", "x"), (json!([]), json!({})), options)
    };
    world
        .expect("m.x", result(json!(1)).after(5000.0))
        .expect("m.x", silence());
    assert!(world.run(timed(10_000.0)).is_ok());
    let (class, message) = told(world.run(timed(20.0)));
    assert_eq!(class, Class::Timeout);
    assert!(message.contains("20 ms"), "{message}");
    world.expect("m.x", result(json!(1)).after(5000.0));
    assert!(world.run(timed(0.0)).is_ok());
}

#[test]
fn a_login_has_the_limit_for_both_of_its_requests_together() {
    let world = World::default();
    let client = client_with(&world, with_timeout(300.0), Asked::default());
    world
        .expect("common.login", result(json!(2)).after(200.0))
        .expect("res.users.read", result(json!([])).after(200.0));
    assert_eq!(details(authenticate(&world, &client)).class, Class::Timeout);
    assert!(!client.connection().is_authenticated());
    assert!(world.last().aborted);
}

#[test]
fn changes_of_modules_take_as_long_as_they_take() {
    let hour = 3_600_000.0;
    for (model, method) in [
        ("ir.module.module", "button_immediate_install"),
        ("ir.module.module", "button_immediate_upgrade"),
        ("ir.module.module", "button_immediate_uninstall"),
        ("base.module.upgrade", "upgrade_module"),
    ] {
        let world = World::default();
        let client = logged_in(&world);
        world.expect(
            &format!("{model}.{method}"),
            result(json!(true)).after(hour),
        );
        assert!(
            call(&world, &client, model, method, json!([[1]])).is_ok(),
            "{model}.{method}"
        );

        let client = logged_in_with(&world, with_timeout(1000.0), Asked::default());
        world.expect(
            &format!("{model}.{method}"),
            result(json!(true)).after(hour),
        );
        let limited = call(&world, &client, model, method, json!([[1]]));
        assert_eq!(
            details(limited).class,
            Class::Timeout,
            "a limit that is given counts"
        );
    }
    let world = World::default();
    let client = logged_in(&world);
    world.expect("ir.module.module.search", silence());
    assert_eq!(
        details(call(
            &world,
            &client,
            "ir.module.module",
            "search",
            json!([[]])
        ))
        .class,
        Class::Timeout
    );
}

#[test]
fn the_time_that_a_person_thinks_does_not_count() {
    let world = World::default();
    let guard = Asked::answering(&world, [Answer::YesAfter(60_000.0)]);
    let client = logged_in_with(&world, with_timeout(300.0), guard);
    world.expect("res.partner.unlink", result(json!(true)).after(200.0));
    assert!(call(&world, &client, "res.partner", "unlink", json!([[1]])).is_ok());
}

#[test]
fn one_call_that_times_out_leaves_the_others_alone() {
    let world = World::default();
    let client = logged_in_with(&world, with_timeout(300.0), Asked::default());
    world
        .expect("res.partner.search", silence())
        .expect("res.partner.search", result(json!([2])).after(250.0));
    let hung = world.start(search(&client));
    world.wait(100.0);
    let other = world.start(search(&client));
    world.wait(1000.0);
    assert_eq!(details(hung.take()).class, Class::Timeout);
    assert_eq!(other.take().expect("an answer"), json!([2]));
}
