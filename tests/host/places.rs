//! Where an error happened: its protocol, status, model and method, as far as they are known.

use odoo_client_wasm::client::CallOptions;
use odoo_client_wasm::error::{Class, Place};
use odoo_client_wasm::protocol::{Protocol, jsonrpc};
use serde_json::json;

use crate::world::*;

fn place(protocol: Protocol, status: Option<u16>) -> Place {
    Place {
        model: Some("sale.order".into()),
        method: Some("action_confirm".into()),
        status,
        protocol: Some(protocol.name()),
    }
}

#[test]
fn an_error_of_a_call_tells_all_that_is_known_of_its_place() {
    for protocol in Protocol::ALL {
        let fault_status = match protocol {
            Protocol::Json2 => 422,
            _ => 200,
        };
        for (reply, class, status) in [
            (
                fault_over(protocol, 422, "odoo.exceptions.UserError", "no"),
                Class::Validation,
                Some(fault_status),
            ),
            (status(503), Class::Network, Some(503)),
            (status(429), Class::RateLimit, Some(429)),
            (page(200), Class::Network, Some(200)),
            (unreachable("connect ECONNREFUSED"), Class::Network, None),
            (reset(), Class::Network, None),
            (silence(), Class::Timeout, None),
            (
                fault_over(protocol, 422, "odoo.exceptions.AccessDenied", "no"),
                Class::Access,
                Some(fault_status),
            ),
        ] {
            let world = World::default();
            let client = over(&world, protocol);
            world.expect(
                &subject(protocol, "sale.order", "action_confirm"),
                reply.clone(),
            );
            if class == Class::Access {
                expect_good_standing(&world, protocol);
            }
            let error = details(call(
                &world,
                &client,
                "sale.order",
                "action_confirm",
                json!([[1]]),
            ));
            assert_eq!(
                (error.class, error.place),
                (class, place(protocol, status)),
                "{reply:?}"
            );
        }
    }
}

#[test]
fn an_error_before_a_call_is_sent_tells_the_call() {
    for protocol in Protocol::ALL {
        let world = World::default();
        let client = over(&world, protocol);
        let _ = client.logout();
        let error = details(call(
            &world,
            &client,
            "sale.order",
            "action_confirm",
            json!([[1]]),
        ));
        assert_eq!(error.class, Class::Auth);
        assert_eq!(error.place.model.as_deref(), Some("sale.order"));
        assert_eq!(error.place.method.as_deref(), Some("action_confirm"));
        assert_eq!(error.place.status, None);
    }
}

#[test]
fn a_refusal_by_the_guard_tells_the_call() {
    let world = World::default();
    let guard = Asked::answering(&world, [Answer::No]);
    let client = logged_in_with(&world, config(), guard);
    let error = details(call(
        &world,
        &client,
        "sale.order",
        "action_confirm",
        json!([[1]]),
    ));
    assert_eq!((error.class, error.place.status), (Class::Safety, None));
    assert_eq!(error.place.method.as_deref(), Some("action_confirm"));
}

#[test]
fn an_error_of_a_login_tells_its_protocol_and_status() {
    for (protocol, subject) in [
        (Protocol::JsonRpc, "common.login"),
        (Protocol::Session, AUTHENTICATE),
        (Protocol::Json2, KEY_CONTEXT),
    ] {
        for (reply, status) in [
            (status(502), Some(502)),
            (reset(), None),
            (page(500), Some(500)),
        ] {
            let world = World::default();
            let client = client_with(&world, config_over(Some(protocol)), Asked::default());
            world.expect(subject, reply);
            let error = details(authenticate(&world, &client));
            assert_eq!((error.class, error.place.status), (Class::Network, status));
            assert_eq!(
                (error.place.protocol, error.place.model),
                (Some(protocol.name()), None)
            );
        }
    }
}

#[test]
fn an_error_of_any_other_request_tells_its_protocol_and_status() {
    for (reply, status) in [
        (fault("odoo.exceptions.AccessDenied", "no"), Some(200)),
        (status(502), Some(502)),
        (reset(), None),
    ] {
        let world = World::default();
        let client = client_with(&world, config(), Asked::default());
        world.expect("call", reply);
        let error = details(world.run(async move {
            let params = r#"{"service":null}"#.to_owned();
            let connection = client.connection();
            let errand = jsonrpc::any(connection.site(), "call", &params);
            connection.ask(errand).await
        }));
        assert_eq!(
            (error.place.protocol, error.place.status),
            (Some("jsonrpc"), status)
        );
    }
}

#[test]
fn an_exception_of_somebody_else_is_passed_on_as_it_is() {
    let world = World::default();
    let client = logged_in(&world);
    world.abort("stop", json!({ "name": "AbortError" }));
    let options = CallOptions {
        signal: Some(json!("stop")),
        ..CallOptions::default()
    };
    let outcome = world.run(prepared(
        &client,
        ("m", "x"),
        (json!([]), json!({})),
        options,
    ));
    assert_eq!(thrown(outcome), json!({ "name": "AbortError" }));
}
