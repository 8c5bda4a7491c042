//! Which protocol the client takes by itself when it has a password.

use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use serde_json::json;

use crate::world::*;

fn fresh(world: &World) -> TestClient {
    client_with(world, config_over(None), Asked::default())
}

/// Logs in, after the session's route gave `reply`, over `/jsonrpc`.
fn falls_back(reply: Reply) {
    let shown = format!("{reply:?}");
    let world = World::default();
    let client = fresh(&world);
    world.expect(AUTHENTICATE, reply);
    expect_login(&world, 2);
    let session = authenticate(&world, &client).expect(&shown);
    assert_eq!(
        (&session["uid"], &session["session_id"]),
        (&json!(2), &json!("")),
        "{shown}"
    );
    assert_eq!(
        client.connection().protocol(),
        Some(Protocol::JsonRpc),
        "{shown}"
    );
    world.expect("res.partner.search", result(json!([7])));
    assert_eq!(world.run(search(&client)).expect(&shown), json!([7]));
}

#[test]
fn before_a_login_nothing_is_chosen() {
    let world = World::default();
    assert_eq!(fresh(&world).connection().protocol(), None);
}

#[test]
fn a_server_without_session_routes_is_spoken_to_over_jsonrpc() {
    for status in [
        301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 410, 415,
    ] {
        falls_back(page(status));
    }
}

#[test]
fn a_page_instead_of_an_answer_comes_from_something_that_has_no_session_routes() {
    falls_back(page(200));
    falls_back(page(200).with_session("of-the-page"));
}

#[test]
fn json_of_something_else_comes_from_a_server_that_has_no_session_routes() {
    falls_back(json_body(
        404,
        json!({ "message": "Route not found", "statusCode": 404 }),
    ));
    falls_back(json_body(200, json!({ "status": "pass" })));
    falls_back(json_body(200, json!([])));
    falls_back(json_body(200, json!("OK")));
    falls_back(json_body(200, json!(null)));
    falls_back(result(json!({ "server_version": "18.0" })));
    falls_back(result(json!("session")));
    falls_back(result(json!([2])));
    falls_back(result(json!(true)));
    falls_back(nothing());
}

#[test]
fn an_error_of_a_server_that_does_not_know_the_route_is_no_verdict_on_the_password() {
    falls_back(fault("werkzeug.exceptions.NotFound", "404: Not Found"));
    falls_back(fault("builtins.KeyError", "'service'"));
    falls_back(bare(
        json!({ "error": { "code": -32601, "message": "Method not found" } }),
    ));
}

#[test]
fn a_session_without_its_cookie_is_of_no_use() {
    falls_back(result(session_told(2)));
    falls_back(result(session_told(2)).with_cookies(&["frontend_lang=en_US; Path=/"]));
}

#[test]
fn a_stand_in_for_fetch_that_knows_no_such_address_is_asked_over_jsonrpc() {
    falls_back(no_such_route());
}

#[test]
fn a_stand_in_that_answers_in_order_is_taken_to_have_answered_a_login_over_jsonrpc() {
    let world = World::default();
    let client = fresh(&world);
    world
        .expect(
            AUTHENTICATE,
            bare(json!({ "jsonrpc": "2.0", "id": 1, "result": 7 })),
        )
        .expect("res.users.read", result(json!([own_record(7)])));
    let session = authenticate(&world, &client).expect("the login works");
    assert_eq!(session["uid"], 7);
    assert_eq!(client.connection().protocol(), Some(Protocol::JsonRpc));
    assert_eq!(world.sent().len(), 2);

    let client = fresh(&world);
    world.expect(
        AUTHENTICATE,
        bare(json!({ "jsonrpc": "2.0", "id": 1, "result": false })),
    );
    assert_eq!(told(authenticate(&world, &client)).0, Class::Auth);
}

#[test]
fn a_password_that_jsonrpc_refuses_is_not_tried_a_third_time() {
    let world = World::default();
    let client = fresh(&world);
    world
        .expect(AUTHENTICATE, page(404))
        .expect("common.login", result(json!(false)));
    let error = details(authenticate(&world, &client));
    assert_eq!(
        (error.class, error.place.protocol),
        (Class::Auth, Some("jsonrpc"))
    );
}

#[test]
fn a_server_that_cannot_be_reached_is_not_asked_twice() {
    for reply in [unreachable("connect ECONNREFUSED 127.0.0.1:8069"), reset()] {
        let world = World::default();
        let client = fresh(&world);
        world.expect(AUTHENTICATE, reply);
        let error = details(authenticate(&world, &client));
        assert_eq!(error.class, Class::Network);
        assert!(
            error
                .message
                .starts_with("Cannot reach http://odoo.test:8069: "),
            "{}",
            error.message
        );
        assert_eq!(error.place.protocol, Some("session"));
        assert_eq!(world.sent().len(), 1);
    }
}

#[test]
fn a_server_in_trouble_is_no_server_without_session_routes() {
    for (status, class) in [
        (429, Class::RateLimit),
        (500, Class::Network),
        (502, Class::Network),
        (503, Class::Network),
        (504, Class::Network),
        (599, Class::Network),
    ] {
        for reply in [page(status), json_body(status, json!({ "message": "no" }))] {
            let world = World::default();
            let client = fresh(&world);
            world.expect(AUTHENTICATE, reply.asking_to_wait(3000.0));
            let error = details(authenticate(&world, &client));
            assert_eq!(error.class, class, "{status}");
            assert_eq!(error.place.status, Some(status));
            assert_eq!(error.retry_after_ms, Some(3000.0));
            assert_eq!(world.sent().len(), 1);
        }
    }
}

#[test]
fn a_login_within_its_time_limit_covers_all_that_it_tries() {
    let world = World::default();
    let mut config = config_over(None);
    config.timeout_ms = Some(300.0);
    let client = client_with(&world, config, Asked::default());
    world
        .expect(AUTHENTICATE, page(404).after(200.0))
        .expect("common.login", result(json!(2)).after(200.0));
    assert_eq!(told(authenticate(&world, &client)).0, Class::Timeout);
    assert!(world.last().aborted);
}

#[test]
fn a_later_login_chooses_again() {
    let world = World::default();
    let client = fresh(&world);
    world.expect(AUTHENTICATE, page(404));
    expect_login(&world, 2);
    authenticate(&world, &client).expect("over /jsonrpc");
    expect_session(&world, "s1");
    authenticate(&world, &client).expect("over the session");
    assert_eq!(client.connection().protocol(), Some(Protocol::Session));
}

#[test]
fn a_call_that_was_made_before_the_protocol_changed_is_not_sent() {
    let world = World::default();
    let client = fresh(&world);
    expect_session(&world, "s1");
    authenticate(&world, &client).expect("over the session");
    let late = search(&client);
    world.expect(AUTHENTICATE, page(404));
    expect_login(&world, 2);
    world.expect(DESTROY, result(json!(null)));
    authenticate(&world, &client).expect("over /jsonrpc");
    let sent = world.sent().len();
    let (class, message) = told(world.run(late));
    assert_eq!(class, Class::Odoo);
    assert!(
        message.contains("another protocol") && message.contains("call again"),
        "{message}"
    );
    assert_eq!(world.sent().len(), sent);
}

#[test]
fn a_user_with_a_second_factor_is_told_of_it_wherever_the_password_could_go() {
    let refused = || recorded("19.0", "json2-password-as-bearer");
    for reply in [refused(), page(404), page(200)] {
        let world = World::default();
        let client = fresh(&world);
        world
            .expect(
                AUTHENTICATE,
                result(json!({ "uid": null })).with_session("s1"),
            )
            .expect(KEY_CONTEXT, reply);
        let (class, message) = told(authenticate(&world, &client));
        assert_eq!(class, Class::Auth);
        assert!(
            message.contains("two-factor") && message.contains("apiKey"),
            "{message}"
        );
        assert!(!client.connection().is_authenticated());
    }
}

#[test]
fn a_user_with_a_second_factor_whose_password_is_a_key_is_logged_in_over_json2() {
    let world = World::default();
    let client = fresh(&world);
    world.expect(
        AUTHENTICATE,
        result(json!({ "uid": null })).with_session("s1"),
    );
    expect_key(&world);
    authenticate(&world, &client).expect("the login works");
    assert_eq!(client.connection().protocol(), Some(Protocol::Json2));
    assert_eq!(
        world.last().headers["Authorization"],
        format!("bearer {PASSWORD}")
    );
    assert_eq!(world.last().session(), None);
}
