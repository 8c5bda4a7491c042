//! The safety guard: what is asked, when, and what the answers do.

use odoo_client_wasm::client::CallOptions;
use odoo_client_wasm::error::Class;
use odoo_client_wasm::operation::{DELETE_METHODS, Operation, READ_METHODS, SafetyLevel};
use odoo_client_wasm::protocol::Call;
use odoo_client_wasm::safety::operation_info;
use serde_json::{Value, json};

use crate::world::*;

fn guarded(world: &World, answers: impl IntoIterator<Item = Answer>) -> (TestClient, Asked) {
    let guard = Asked::answering(world, answers);
    (logged_in_with(world, config(), guard.clone()), guard)
}

#[test]
fn reads_are_not_asked_about() {
    let world = World::default();
    let (client, guard) = guarded(&world, [Answer::No]);
    for method in READ_METHODS {
        world.expect(&format!("res.partner.{method}"), result(fitting(method)));
        assert!(
            call(&world, &client, "res.partner", method, json!([])).is_ok(),
            "{method}"
        );
    }
    assert_eq!(*guard.operations.borrow(), Vec::<Value>::new());
    assert!(READ_METHODS.len() >= 13);
}

#[test]
fn anything_else_is_asked_about_and_sent_after_a_yes() {
    let world = World::default();
    let (client, guard) = guarded(&world, [Answer::Yes, Answer::Yes, Answer::Yes]);
    for (method, level) in [
        ("unlink", "DELETE"),
        ("write", "WRITE"),
        ("action_confirm", "WRITE"),
    ] {
        world.expect(&format!("sale.order.{method}"), result(json!(true)));
        assert!(call(&world, &client, "sale.order", method, json!([[1]])).is_ok());
        let asked = guard
            .operations
            .borrow()
            .last()
            .cloned()
            .expect("a question");
        assert_eq!(asked["level"], level);
        assert_eq!(asked["name"], format!("odoo.{method}"));
        assert_eq!(asked["model"], "sale.order");
        assert_eq!(asked["description"], format!("sale.order.{method}()"));
        assert_eq!(asked["target"], "http://odoo.test:8069");
        assert_eq!(
            asked["details"],
            json!({ "ids": [1], "args": [[1]], "kwargs": {} })
        );
    }
}

#[test]
fn a_no_is_a_safety_error_with_the_very_operation_and_nothing_is_sent() {
    let world = World::default();
    let (client, guard) = guarded(&world, [Answer::No]);
    let sent = world.sent().len();
    let error = details(call(
        &world,
        &client,
        "res.partner",
        "unlink",
        json!([[1, 2]]),
    ));
    assert_eq!(error.class, Class::Safety);
    assert_eq!(error.message, "Operation blocked: res.partner.unlink()");
    assert_eq!(error.operation.as_ref(), guard.operations.borrow().first());
    assert_eq!(world.sent().len(), sent);
    assert!(client.connection().is_authenticated());
}

#[test]
fn what_confirm_throws_is_passed_on_as_it_is() {
    let world = World::default();
    let exception = json!({ "name": "RangeError", "message": "mine" });
    let (client, _) = guarded(&world, [Answer::Throws(exception.clone())]);
    assert_eq!(
        thrown(call(&world, &client, "res.partner", "unlink", json!([[1]]))),
        exception
    );
}

#[test]
fn a_guard_that_is_off_is_not_asked() {
    let world = World::default();
    let (client, guard) = guarded(&world, []);
    world.expect("res.partner.unlink", result(json!(true)));
    assert!(call(&world, &client, "res.partner", "unlink", json!([[1]])).is_ok());
    assert!(guard.operations.borrow().is_empty());
}

#[test]
fn the_level_of_a_call_can_be_given() {
    let world = World::default();
    let (client, guard) = guarded(&world, [Answer::No]);
    let with = |level| CallOptions {
        safety_level: Some(level),
        ..CallOptions::default()
    };
    world.expect("x.compute", result(json!(1)));
    let read = prepared(
        &client,
        ("x", "compute"),
        (json!([]), json!({})),
        with(SafetyLevel::Read),
    );
    assert!(world.run(read).is_ok(), "a read is not asked about");
    let delete = prepared(
        &client,
        ("x", "search"),
        (json!([]), json!({})),
        with(SafetyLevel::Delete),
    );
    assert_eq!(details(world.run(delete)).class, Class::Safety);
    assert_eq!(guard.operations.borrow()[0]["level"], "DELETE");
}

#[test]
fn without_a_login_nobody_is_asked() {
    let world = World::default();
    let guard = Asked::answering(&world, [Answer::Yes]);
    let client = client_with(&world, config(), guard.clone());
    let error = details(call(&world, &client, "res.partner", "unlink", json!([[1]])));
    assert_eq!(error.class, Class::Auth);
    assert!(guard.operations.borrow().is_empty());
}

#[test]
fn whoever_confirms_sees_what_is_sent_with_the_context_that_is_added() {
    let world = World::default();
    let guard = Asked::answering(&world, [Answer::Yes]);
    let config = odoo_client_wasm::client::Config {
        context: Some(json!({ "lang": "fr_FR" })),
        ..config()
    };
    let client = logged_in_with(&world, config, guard.clone());
    world.expect("res.partner.write", result(json!(true)));
    call(
        &world,
        &client,
        "res.partner",
        "write",
        json!([[1], { "name": "x" }]),
    )
    .expect("it is sent");
    let asked = guard.operations.borrow()[0].clone();
    assert_eq!(asked["details"]["kwargs"], *world.last().kwargs());
    assert_eq!(asked["details"]["kwargs"]["context"]["lang"], "fr_FR");
}

fn info(method: &str, args: Value) -> Value {
    let call = Call::new("m".into(), method.into(), args, json!({ "context": {} }));
    operation_info(
        &Operation::new(SafetyLevel::Write, "m", method, "http://x"),
        &call,
    )
}

#[test]
fn the_details_of_an_operation_let_decide_about_it() {
    for (method, args, ids, values) in [
        (
            "create",
            json!([{ "name": "x" }]),
            None,
            Some(json!({ "name": "x" })),
        ),
        (
            "create",
            json!([[{ "a": 1 }, { "a": 2 }]]),
            None,
            Some(json!([{ "a": 1 }, { "a": 2 }])),
        ),
        ("create", json!([]), None, None),
        (
            "write",
            json!([[1, 2], { "name": "x" }]),
            Some(json!([1, 2])),
            Some(json!({ "name": "x" })),
        ),
        (
            "write",
            json!([1, { "name": "x" }]),
            Some(json!([1])),
            Some(json!({ "name": "x" })),
        ),
        ("unlink", json!([[1]]), Some(json!([1])), None),
        ("unlink", json!([[]]), Some(json!([])), None),
        ("action_post", json!([[1], "extra"]), Some(json!([1])), None),
        ("message_post", json!(["text"]), None, None),
        ("web_save", json!([["a"]]), None, None),
        ("anything", json!([]), None, None),
    ] {
        let details = &info(method, args.clone())["details"];
        assert_eq!(details.get("ids"), ids.as_ref(), "{method}({args})");
        assert_eq!(details.get("values"), values.as_ref(), "{method}({args})");
        assert_eq!(details["args"], args);
        assert_eq!(details["kwargs"], json!({ "context": {} }));
    }
}

#[test]
fn a_level_has_the_name_that_programs_use() {
    for (level, name) in [
        (SafetyLevel::Read, "READ"),
        (SafetyLevel::Write, "WRITE"),
        (SafetyLevel::Delete, "DELETE"),
    ] {
        assert_eq!(level.as_str(), name);
        assert_eq!(SafetyLevel::from_name(name), Some(level));
    }
    for unknown in ["", "read", "Write", "ALL"] {
        assert_eq!(SafetyLevel::from_name(unknown), None);
    }
}

#[test]
fn the_methods_that_only_read_are_those_that_were_promised_and_truly_read_only_ones() {
    for promised in [
        "search",
        "read",
        "search_read",
        "search_count",
        "fields_get",
        "name_get",
        "name_search",
        "default_get",
        "onchange",
        "load_views",
        "check_access_rights",
        "check_access_rule",
        "read_group",
        "web_search_read",
        "web_read",
        "web_read_group",
        "get_views",
        "fields_view_get",
        "formatted_read_group",
        "has_access",
        "has_group",
        "get_metadata",
        "search_fetch",
        "context_get",
    ] {
        assert!(READ_METHODS.contains(&promised), "{promised}");
    }
    for writes in [
        "name_create",
        "create",
        "write",
        "copy",
        "unlink",
        "web_save",
        "message_post",
        "toggle_active",
    ] {
        assert!(!READ_METHODS.contains(&writes), "{writes}");
    }
    assert_eq!(DELETE_METHODS, ["unlink"]);
    let mut sorted = READ_METHODS.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(
        sorted.len(),
        READ_METHODS.len(),
        "no method is listed twice"
    );
}
