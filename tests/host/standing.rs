//! No failure of one call ends a login: only a look at it that says so.

use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use serde_json::{Value, json};

use crate::recordings::VERSIONS;
use crate::retry::retrying;
use crate::world::*;

const SEARCH: &str = "/web/dataset/call_kw/res.partner/search";
const CONTEXT: &str = "/web/dataset/call_kw/res.users/context_get";

fn denied(protocol: Protocol) -> Reply {
    fault_over(
        protocol,
        403,
        "odoo.exceptions.AccessDenied",
        "Access Denied",
    )
}

#[test]
fn a_method_that_denies_access_is_an_access_error_and_no_logout() {
    for protocol in Protocol::ALL {
        let world = World::default();
        let client = over(&world, protocol);
        let path = subject(protocol, "ir.module.module", "button_immediate_install");
        world.expect(&path, denied(protocol));
        expect_good_standing(&world, protocol);
        let error = details(call(
            &world,
            &client,
            "ir.module.module",
            "button_immediate_install",
            json!([[1]]),
        ));
        assert_eq!(
            (error.class, error.message.as_str()),
            (Class::Access, "Access Denied")
        );
        assert_eq!(
            (error.not_sent, error.refused),
            (false, true),
            "{protocol:?}"
        );
        assert_eq!(
            error.place.method.as_deref(),
            Some("button_immediate_install")
        );
        assert!(client.connection().is_authenticated(), "{protocol:?}");
        world.expect(
            &subject(protocol, "res.partner", "search"),
            result_over(protocol, json!([7])),
        );
        assert_eq!(
            world.run(search(&client)).expect("still logged in"),
            json!([7])
        );
    }
}

#[test]
fn credentials_that_are_refused_end_the_login() {
    for protocol in [Protocol::JsonRpc, Protocol::Json2] {
        let world = World::default();
        let client = over(&world, protocol);
        world.expect(
            &subject(protocol, "res.partner", "search"),
            denied(protocol),
        );
        expect_bad_standing(&world, protocol);
        assert_eq!(told(world.run(search(&client))).0, Class::Auth);
        assert!(!client.connection().is_authenticated(), "{protocol:?}");
    }
    // A session that has ended is renewed, and the call is made again.
    let world = World::default();
    let client = over(&world, Protocol::Session);
    world.expect(SEARCH, denied(Protocol::Session));
    expect_bad_standing(&world, Protocol::Session);
    expect_session(&world, "s2");
    world.expect(SEARCH, result(json!([7])));
    assert_eq!(world.run(search(&client)).expect("an answer"), json!([7]));
}

#[test]
fn where_the_server_cannot_be_asked_the_login_stays() {
    for protocol in Protocol::ALL {
        for reply in [
            reset(),
            status(502),
            status(429),
            page(404),
            page(200),
            unreachable("gone"),
            fault_over(protocol, 500, "builtins.ValueError", "no"),
        ] {
            let world = World::default();
            let client = over(&world, protocol);
            world.expect(
                &subject(protocol, "res.partner", "search"),
                denied(protocol),
            );
            world.expect(&subject(protocol, "res.users", "context_get"), reply);
            assert_eq!(told(world.run(search(&client))).0, Class::Auth);
            assert!(client.connection().is_authenticated(), "{protocol:?}");
        }
    }
}

#[test]
fn calls_that_are_denied_together_share_one_look() {
    for protocol in Protocol::ALL {
        let world = World::default();
        let client = over(&world, protocol);
        for _ in 0..5 {
            world.expect(
                &subject(protocol, "res.partner", "search"),
                denied(protocol).after(1.0),
            );
        }
        let calls: Vec<_> = (0..5).map(|_| world.start(search(&client))).collect();
        let context = result_over(protocol, json!({ "uid": 2 })).after(10.0);
        world.expect(&subject(protocol, "res.users", "context_get"), context);
        world.wait(100.0);
        for call in calls {
            assert_eq!(told(call.take()).0, Class::Access);
        }
        assert!(client.connection().is_authenticated());
    }
}

#[test]
fn a_look_whose_own_call_has_no_time_left_is_taken_over_by_another() {
    let world = World::default();
    let client = over(&world, Protocol::JsonRpc);
    let hurried = odoo_client_wasm::client::CallOptions {
        timeout_ms: Some(50.0),
        ..Default::default()
    };
    for _ in 0..2 {
        world.expect("res.partner.search", denied(Protocol::JsonRpc).after(1.0));
    }
    let hurried = prepared(
        &client,
        ("res.partner", "search"),
        (json!([[]]), json!({})),
        hurried,
    );
    let calls = [world.start(hurried), world.start(search(&client))];
    world.expect("res.users.context_get", silence());
    world.wait(10.0);
    expect_good_standing(&world, Protocol::JsonRpc);
    world.wait(100.0);
    let classes = calls.map(|call| told(call.take()).0);
    assert_eq!(classes, [Class::Timeout, Class::Access]);
}

#[test]
fn a_404_of_something_on_the_way_neither_repeats_a_write_nor_logs_out() {
    let nginx = "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n</body>\r\n</html>";
    for reply in [
        page(404),
        page(404).saying(nginx),
        page(404).saying("404 page not found"),
        json_body(404, json!({ "detail": "Not Found" })),
    ] {
        let world = World::default();
        let client = retrying(&world, Protocol::Session, 9);
        world.expect("/web/dataset/call_kw/res.partner/create", reply);
        let error = details(call(&world, &client, "res.partner", "create", json!([{}])));
        assert_eq!(error.class, Class::Network);
        assert_eq!((error.not_sent, error.refused), (false, false));
        assert!(client.connection().is_authenticated());
    }
}

#[test]
fn a_page_like_odoos_own_of_a_session_that_is_still_good_is_no_logout_either() {
    for version in VERSIONS {
        let world = World::default();
        let client = retrying(&world, Protocol::Session, 9);
        world.expect(
            "/web/dataset/call_kw/res.partner/create",
            recorded(version, "multidb-web-call-kw-after-destroy"),
        );
        expect_good_standing(&world, Protocol::Session);
        let error = details(call(&world, &client, "res.partner", "create", json!([{}])));
        assert_eq!(
            (error.class, error.not_sent),
            (Class::Network, false),
            "{version}"
        );
        assert!(client.connection().is_authenticated());
    }
}

#[test]
fn a_session_that_is_gone_and_cannot_be_renewed_did_nothing_of_the_call() {
    for gone in [
        recorded("18.0", "multidb-web-call-kw-after-destroy"),
        recorded("18.0", "web-call-kw-after-destroy"),
    ] {
        let world = World::default();
        let client = over(&world, Protocol::Session);
        let is_page = format!("{gone:?}").contains("404");
        world.expect("/web/dataset/call_kw/res.partner/create", gone);
        if is_page {
            expect_bad_standing(&world, Protocol::Session);
        }
        world.expect(AUTHENTICATE, reset());
        let error = details(call(&world, &client, "res.partner", "create", json!([{}])));
        assert_eq!((error.class, error.not_sent), (Class::Network, true));
        assert!(client.connection().is_authenticated());
    }
}

#[test]
fn a_session_that_expires_twice_and_is_good_all_the_same_stays() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    let expired = || fault("odoo.http.SessionExpiredException", "Session expired");
    world.expect(SEARCH, expired());
    expect_session(&world, "s2");
    world.expect(SEARCH, expired());
    expect_good_standing(&world, Protocol::Session);
    assert_eq!(told(world.run(search(&client))).0, Class::SessionExpired);
    assert!(client.connection().is_authenticated());
}

#[test]
fn an_exception_is_told_by_the_last_part_of_its_name_or_by_the_code_of_sessions() {
    let with = |code: i64, name: &str| {
        json_body(
            200,
            json!({ "jsonrpc": "2.0", "id": null, "error": { "code": code, "message": "Odoo Session Expired", "data": {
            "name": name, "message": "Session expired", "arguments": [], "context": {}, "debug": "", "timestamp": 1_790_000_000 } } }),
        )
    };
    for reply in [
        with(100, "odoo.http.SessionExpiredException"),
        with(100, "odoo.http.session.SessionExpiredException"),
        with(0, "odoo.http.session.SessionExpiredException"),
        with(100, "odoo.http.session.SomethingNew"),
    ] {
        let world = World::default();
        let client = over(&world, Protocol::Session);
        world.expect(SEARCH, reply.clone());
        expect_session(&world, "s2");
        world.expect(SEARCH, result(json!([7])));
        assert_eq!(
            world.run(search(&client)).expect("renewed"),
            json!([7]),
            "{reply:?}"
        );
    }
}

#[test]
fn who_has_to_confirm_the_own_identity_is_told_so_and_stays_logged_in() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    let data = json!({ "name": "odoo.http.session.CheckIdentityException", "message": "", "arguments": [], "context": {}, "debug": "" });
    let answer = json!({ "jsonrpc": "2.0", "id": null, "error": { "code": 100, "message": "Odoo Session Expired", "data": data } });
    world.expect(SEARCH, json_body(200, answer.clone()));
    expect_session(&world, "s2");
    world.expect(SEARCH, json_body(200, answer));
    expect_good_standing(&world, Protocol::Session);
    let error = details(world.run(search(&client)));
    assert_eq!(error.class, Class::SessionExpired);
    assert!(
        error.message.contains("confirm") && error.message.contains("API key"),
        "{}",
        error.message
    );
    assert!(client.connection().is_authenticated());
}

#[test]
fn a_result_of_null_is_none_and_a_timestamp_is_data() {
    for protocol in Protocol::ALL {
        let world = World::default();
        let client = over(&world, protocol);
        world.expect(
            &subject(protocol, "m", "action"),
            result_over(protocol, Value::Null),
        );
        let answer = call(&world, &client, "m", "action", json!([[1]]));
        assert_eq!(answer.expect("None"), Value::Null);
    }
}

#[test]
fn answers_that_come_out_of_order_bring_no_older_cookie_back() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    // Sent first, answered last: by then another answer has brought the next session.
    world.expect(SEARCH, result(json!([1])).with_session("s1").after(100.0));
    let slow = world.start(search(&client));
    world.expect(SEARCH, result(json!([2])).with_session("s2"));
    world.run(search(&client)).expect("an answer");
    world.wait(200.0);
    slow.take().expect("an answer");
    let session = client.connection().session_info().expect("a session");
    assert_eq!(session["session_id"], "s2");
    world.expect(CONTEXT, result(json!({})));
    call(&world, &client, "res.users", "context_get", json!([])).expect("an answer");
    assert_eq!(world.last().session(), Some("s2"));
}

#[test]
fn what_is_no_answer_of_odoos_names_no_session_of_ours() {
    for reply in [
        page(404),
        page(502),
        status(303).leading_to("/web/login"),
        status(429),
    ] {
        let world = World::default();
        let client = over(&world, Protocol::Session);
        world.expect(SEARCH, reply.with_session("stranger"));
        let _ = world.run(search(&client));
        let session = client.connection().session_info().expect("a session");
        assert_eq!(session["session_id"], "s1");
    }
}
