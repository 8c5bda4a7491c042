//! What whoever watches is told: each request, its end, each further try; and no secret.

use odoo_client_wasm::client::{CallOptions, Config};
use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use serde_json::{Value, json};

use crate::world::*;

/// A client whose requests are watched after its login.
fn watched(world: &World, protocol: Protocol, config: Config<Value>) -> TestClient {
    let client = over_with(world, protocol, config);
    world.watch();
    client
}

/// What was told, but for the errors.
fn told_of(world: &World) -> Vec<(&'static str, Value)> {
    let mut told = world.told();
    for (_, info) in &mut told {
        info.as_object_mut().expect("an object").remove("error");
    }
    told
}

#[test]
fn a_call_is_told_before_it_goes_out_and_when_it_has_ended() {
    for (protocol, path) in [
        (Protocol::JsonRpc, "/jsonrpc"),
        (Protocol::Session, "/web/dataset/call_kw/res.partner/search"),
        (Protocol::Json2, "/json/2/res.partner/search"),
    ] {
        let world = World::default();
        let client = watched(&world, protocol, config());
        let reply = result_over(protocol, json!([7])).of_size(54.0).after(40.0);
        world.expect(&subject(protocol, "res.partner", "search"), reply);
        let outcome = world.start(search(&client));
        let request = json!({ "protocol": protocol.name(), "model": "res.partner", "method": "search", "path": path, "attempt": 1 });
        assert_eq!(world.told(), [("request", request.clone())]);
        world.wait(40.0);
        outcome.take().expect("an answer");
        let mut response = request;
        response["durationMs"] = json!(40);
        response["status"] = json!(200);
        response["size"] = json!(54);
        assert_eq!(world.told()[1..], [("response", response)]);
    }
}

#[test]
fn an_answer_whose_size_is_not_said_has_none() {
    let world = World::default();
    let client = watched(&world, Protocol::JsonRpc, config());
    world.expect("res.partner.search", status(503));
    assert!(world.run(search(&client)).is_err());
    let (_, response) = &world.told()[1];
    assert_eq!(
        (&response["status"], response.get("size")),
        (&json!(503), None)
    );
}

#[test]
fn a_request_without_an_answer_has_an_end_without_a_status() {
    for reply in [unreachable("connect ECONNREFUSED"), reset()] {
        let world = World::default();
        let client = watched(&world, Protocol::JsonRpc, config());
        world.expect("res.partner.search", reply.after(30.0));
        assert!(world.run(search(&client)).is_err());
        let (name, info) = &world.told()[1];
        assert_eq!(
            (*name, &info["durationMs"], info.get("status")),
            ("response", &json!(30), None)
        );
    }
}

#[test]
fn a_request_that_nobody_waits_for_any_more_has_an_end_as_well() {
    let world = World::default();
    let client = watched(&world, Protocol::JsonRpc, config());
    world.expect("m.x", silence()).expect("m.x", silence());
    for options in [
        CallOptions {
            signal: Some(json!("stop")),
            ..CallOptions::default()
        },
        CallOptions {
            timeout_ms: Some(300.0),
            ..CallOptions::default()
        },
    ] {
        let before = world.told().len();
        let outcome = world.start(prepared(
            &client,
            ("m", "x"),
            (json!([]), json!({})),
            options,
        ));
        world.wait(300.0);
        world.abort("stop", json!("enough"));
        assert!(outcome.take().is_err());
        let told = &world.told()[before..];
        assert_eq!(
            told.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            ["request", "response"]
        );
        assert_eq!(
            (&told[1].1["durationMs"], told[1].1.get("status")),
            (&json!(300), None)
        );
    }
}

#[test]
fn a_call_that_never_goes_out_is_not_told() {
    let world = World::default();
    let client = watched(&world, Protocol::JsonRpc, config());
    world.abort("stop", json!("too late"));
    let options = CallOptions {
        signal: Some(json!("stop")),
        ..CallOptions::default()
    };
    assert!(
        world
            .run(prepared(
                &client,
                ("m", "x"),
                (json!([]), json!({})),
                options
            ))
            .is_err()
    );
    assert!(world.told().is_empty());
}

#[test]
fn each_try_is_told_with_its_number_and_the_pause_between() {
    let world = World::default();
    let client = watched(
        &world,
        Protocol::Session,
        Config {
            retries: 2,
            ..config()
        },
    );
    let path = "/web/dataset/call_kw/res.partner/search";
    world
        .expect(path, status(503))
        .expect(path, status(429).asking_to_wait(2_000.0))
        .expect(path, result(json!([])));
    world.run(search(&client)).expect("an answer");
    let request = |attempt: u32| json!({ "protocol": "session", "model": "res.partner", "method": "search", "path": path, "attempt": attempt });
    let response = |attempt: u32, status: u16| {
        let mut response = request(attempt);
        response["durationMs"] = json!(0);
        response["status"] = json!(status);
        response
    };
    let retry = |attempt: u32, delay: u32| json!({ "protocol": "session", "model": "res.partner", "method": "search", "attempt": attempt, "delayMs": delay });
    assert_eq!(
        told_of(&world),
        [
            ("request", request(1)),
            ("response", response(1, 503)),
            ("retry", retry(1, 125)),
            ("request", request(2)),
            ("response", response(2, 429)),
            ("retry", retry(2, 2_000)),
            ("request", request(3)),
            ("response", response(3, 200)),
        ]
    );
    let (_, retry) = &world.told()[2];
    assert!(
        retry["error"]
            .as_str()
            .is_some_and(|error| error.contains("HTTP 503")),
        "{retry}"
    );
}

/// The paths of the requests that were told, in order.
fn paths(world: &World) -> Vec<String> {
    let told = world.told();
    let requests = told.iter().filter(|(name, _)| *name == "request");
    requests
        .map(|(_, info)| info["path"].as_str().expect("a path").to_owned())
        .collect()
}

#[test]
fn a_login_is_told_step_by_step() {
    for (config, replies, expected) in [
        (
            config_over(None),
            vec![
                (AUTHENTICATE, page(404)),
                ("common.login", result(json!(2))),
                ("res.users.read", result(json!([own_record(2)]))),
            ],
            vec![
                ("session", AUTHENTICATE),
                ("jsonrpc", "/jsonrpc"),
                ("jsonrpc", "/jsonrpc"),
            ],
        ),
        (
            config_with_key(),
            vec![
                (KEY_CONTEXT, recorded("19.0", "json2-context-get")),
                (
                    KEY_RECORD,
                    json_body(200, json!([{ "id": 2, "login": "admin" }])),
                ),
            ],
            vec![("json2", KEY_CONTEXT), ("json2", KEY_RECORD)],
        ),
    ] {
        let world = World::default();
        world.watch();
        for (subject, reply) in replies {
            world.expect(subject, reply);
        }
        let client = client_with(&world, config, Asked::default());
        authenticate(&world, &client).expect("the login works");
        let told = world.told();
        let requests: Vec<_> = told
            .iter()
            .filter(|(name, _)| *name == "request")
            .map(|(_, info)| info.clone())
            .collect();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(protocol, path)| json!({ "protocol": protocol, "path": path, "attempt": 1 }))
            .collect();
        assert_eq!(requests, expected);
        assert_eq!(told.len(), 2 * requests.len());
    }
}

#[test]
fn a_watched_session_keeps_its_cookie_all_the_same() {
    let world = World::default();
    let client = watched(&world, Protocol::Session, config());
    let path = "/web/dataset/call_kw/res.partner/search";
    world
        .expect(path, result(json!([])).with_session("s2"))
        .expect(path, result(json!([])));
    world.run(search(&client)).expect("an answer");
    world.run(search(&client)).expect("an answer");
    assert_eq!(world.last().session(), Some("s2"));
}

#[test]
fn a_renewal_and_a_logout_are_told() {
    let world = World::default();
    let client = watched(&world, Protocol::Session, config());
    let path = "/web/dataset/call_kw/res.partner/search";
    world.expect(path, recorded("18.0", "web-call-kw-after-destroy"));
    expect_session(&world, "s2");
    world
        .expect(path, result(json!([])))
        .expect(DESTROY, recorded("18.0", "web-session-destroy"));
    world.run(search(&client)).expect("an answer");
    let logout = client.logout().expect("a session to end");
    world.run(async move { client.send_logout(logout).await });
    assert_eq!(paths(&world), [path, AUTHENTICATE, path, DESTROY]);
}

#[test]
fn a_question_for_the_names_of_arguments_is_told_by_its_own_path() {
    let world = World::default();
    let client = watched(&world, Protocol::Json2, config());
    world
        .expect(
            "/doc-bearer/res.partner.category.json",
            recorded("19.0", "json2-doc-bearer-model"),
        )
        .expect(
            "/json/2/res.partner.category/web_read_group",
            json_body(200, json!([])),
        );
    call(
        &world,
        &client,
        "res.partner.category",
        "web_read_group",
        json!([[], []]),
    )
    .expect("an answer");
    assert_eq!(
        paths(&world),
        [
            "/doc-bearer/res.partner.category.json",
            "/json/2/res.partner.category/web_read_group"
        ]
    );
    let told = world.told();
    assert!(
        told.iter()
            .all(|(_, info)| info["method"] == "web_read_group"),
        "both are for the same call"
    );
}

#[test]
fn nothing_that_is_told_holds_a_secret() {
    let session = "0f1e2d3c4b5a69788796a5b4c3d2e1f001122334";
    for protocol in Protocol::ALL {
        let world = World::default();
        world.watch();
        let client = over_with(
            &world,
            protocol,
            Config {
                retries: 1,
                ..config()
            },
        );
        let path = subject(protocol, "res.partner", "search");
        let replies = [
            status(503).with_session(session),
            reset(),
            unreachable("connect ECONNREFUSED"),
            status(429),
            page(200),
            fault_over(protocol, 409, "odoo.exceptions.LockError", "no"),
            full_pool(),
        ];
        for reply in replies {
            world
                .expect(&path, reply)
                .expect(&path, result_over(protocol, json!([])));
            world.run(search(&client)).expect("the second try");
        }
        world.expect(
            &path,
            fault_over(
                protocol,
                403,
                "odoo.exceptions.AccessDenied",
                "Access Denied",
            ),
        );
        expect_bad_standing(&world, protocol);
        if protocol == Protocol::Session {
            world.expect(
                AUTHENTICATE,
                recorded("18.0", "web-authenticate-wrong-password"),
            );
        }
        assert_eq!(told(world.run(search(&client))).0, Class::Auth);
        let told = format!("{:?}", world.told());
        assert!(told.matches("retry").count() >= 7, "{told}");
        assert!(
            !holds_a_secret(&told) && !told.contains(session) && !told.contains("s1"),
            "{told}"
        );
    }
}

#[test]
fn where_nobody_watches_nothing_is_told() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect("res.partner.search", result(json!([])));
    world.run(search(&client)).expect("an answer");
    assert!(world.told().is_empty());
}
