//! Calls of model methods: numbers, contexts, and where an error happened.

use odoo_client_wasm::client::{CallOptions, Config};
use odoo_client_wasm::error::Class;
use serde_json::{Value, json};

use crate::world::*;

#[test]
fn requests_are_numbered_one_after_the_other() {
    let world = World::default();
    let client = logged_in(&world);
    for expected in 3..6 {
        world.expect("res.partner.search", result(json!([])));
        assert!(world.run(search(&client)).is_ok());
        assert_eq!(world.last().body["id"], expected);
    }
}

#[test]
fn answers_that_come_in_another_order_reach_their_own_calls() {
    let world = World::default();
    let client = logged_in(&world);
    let calls: Vec<_> = (0..5)
        .map(|number| {
            world.expect(
                "res.partner.search",
                result(json!([number])).after(f64::from(50 - 10 * number)),
            );
            world.start(search(&client))
        })
        .collect();
    world.wait(100.0);
    for (number, call) in calls.into_iter().enumerate() {
        assert_eq!(call.take().expect("an answer"), json!([number]));
    }
}

#[test]
fn a_method_that_returns_none_gives_null() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect("mail.thread.message_subscribe", nothing());
    assert_eq!(
        call(
            &world,
            &client,
            "mail.thread",
            "message_subscribe",
            json!([])
        )
        .expect("None"),
        Value::Null
    );
}

#[test]
fn a_call_without_any_context_is_sent_as_it_was_made() {
    let world = World::default();
    let client = logged_in(&world);
    world
        .expect("m.x", result(json!(1)))
        .expect("m.x", result(json!(1)));
    let plain = prepared(
        &client,
        ("m", "x"),
        (json!([1]), json!({ "a": 1 })),
        CallOptions::default(),
    );
    world.run(plain).expect("an answer");
    assert_eq!(
        (world.last().args(), world.last().kwargs()),
        (&json!([1]), &json!({ "a": 1 }))
    );
    let own = prepared(
        &client,
        ("m", "x"),
        (json!([]), json!({ "context": { "lang": "de_DE" } })),
        CallOptions::default(),
    );
    world.run(own).expect("an answer");
    assert_eq!(
        world.last().kwargs(),
        &json!({ "context": { "lang": "de_DE" } })
    );
}

#[test]
fn contexts_are_merged_the_calls_own_over_the_clients() {
    let world = World::default();
    let config = Config {
        context: Some(json!({ "lang": "fr_FR", "tz": "UTC", "a": 1 })),
        ..config()
    };
    let client = logged_in_with(&world, config, Asked::default());
    world
        .expect("m.x", result(json!(1)))
        .expect("m.x", result(json!(1)));
    let options = CallOptions {
        context: Some(json!({ "a": 3, "b": 4 })),
        ..CallOptions::default()
    };
    let kwargs = json!({ "limit": 5, "context": { "tz": "Asia/Tokyo", "a": 2 } });
    world
        .run(prepared(&client, ("m", "x"), (json!([]), kwargs), options))
        .expect("an answer");
    let merged =
        json!({ "limit": 5, "context": { "lang": "fr_FR", "tz": "Asia/Tokyo", "a": 3, "b": 4 } });
    assert_eq!(world.last().kwargs(), &merged);

    world
        .run(prepared(
            &client,
            ("m", "x"),
            (json!([]), json!({})),
            CallOptions::default(),
        ))
        .expect("an answer");
    assert_eq!(
        world.last().kwargs(),
        &json!({ "context": { "lang": "fr_FR", "tz": "UTC", "a": 1 } })
    );
}

#[test]
fn a_context_of_the_options_alone_is_sent() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect("m.x", result(json!(1)));
    let options = CallOptions {
        context: Some(json!({ "active_test": false })),
        ..CallOptions::default()
    };
    world
        .run(prepared(
            &client,
            ("m", "x"),
            (json!([]), json!({})),
            options,
        ))
        .expect("an answer");
    assert_eq!(
        world.last().kwargs(),
        &json!({ "context": { "active_test": false } })
    );
}

#[test]
fn the_clients_context_stays_as_it_was_configured() {
    let world = World::default();
    let config = Config {
        context: Some(json!({ "lang": "fr_FR" })),
        ..config()
    };
    let client = logged_in_with(&world, config, Asked::default());
    for lang in ["de_DE", "nl_NL"] {
        world.expect("m.x", result(json!(1)));
        let options = CallOptions {
            context: Some(json!({ "extra": lang })),
            ..CallOptions::default()
        };
        world
            .run(prepared(
                &client,
                ("m", "x"),
                (json!([]), json!({})),
                options,
            ))
            .expect("an answer");
        assert_eq!(
            world.last().kwargs(),
            &json!({ "context": { "lang": "fr_FR", "extra": lang } })
        );
    }
}

#[test]
fn an_error_says_which_model_and_method_and_with_which_status() {
    let world = World::default();
    let client = logged_in(&world);
    for (reply, class, status) in [
        (
            fault("odoo.exceptions.UserError", "no"),
            Class::Validation,
            Some(200),
        ),
        (status(503), Class::Network, Some(503)),
        (unreachable("boom"), Class::Network, None),
    ] {
        world.expect("sale.order.action_confirm", reply);
        let error = details(call(
            &world,
            &client,
            "sale.order",
            "action_confirm",
            json!([[1]]),
        ));
        assert_eq!(error.class, class);
        assert_eq!(error.place.model.as_deref(), Some("sale.order"));
        assert_eq!(error.place.method.as_deref(), Some("action_confirm"));
        assert_eq!(error.place.status, status);
    }
    client.connection().logout();
    let error = details(call(&world, &client, "sale.order", "search", json!([])));
    assert_eq!(
        (error.class, error.place.model.as_deref()),
        (Class::Auth, Some("sale.order"))
    );
}

#[test]
fn what_the_server_says_of_an_error_is_kept() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect(
        "m.x",
        fault("odoo.exceptions.ValidationError", "The name is taken"),
    );
    let error = details(call(&world, &client, "m", "x", json!([])));
    assert_eq!(error.message, "The name is taken");
    assert_eq!(error.code.as_deref(), Some("200"));
    let data = error.data.expect("data");
    assert_eq!(data["name"], "odoo.exceptions.ValidationError");
    assert_eq!(data["debug"], "Traceback");
    assert_eq!(error.retry_after_ms, None);
}

#[test]
fn an_answer_that_is_not_odoos_is_told_apart() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect("res.partner.search", status(204));
    let (class, message) = told(world.run(search(&client)));
    assert_eq!(class, Class::Network);
    assert!(message.contains("root of an Odoo server"), "{message}");
}
