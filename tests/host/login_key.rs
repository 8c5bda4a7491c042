//! Logging in with an API key.

use odoo_client_wasm::client::Config;
use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use odoo_client_wasm::protocol::http::Cookies;
use serde_json::{Value, json};

use crate::world::*;

/// Where the server tells its version.
const VERSION: &str = "/web/version";
/// Where it lists its databases.
const DATABASES: &str = "/web/database/list";

fn with_key(world: &World, protocol: Option<Protocol>) -> TestClient {
    let mut config = config_with_key();
    config.server.protocol = protocol;
    client_with(world, config, Asked::default())
}

/// A configuration whose password is a key.
fn key_as_password() -> Config<Value> {
    let mut config = config_over(None);
    config.credentials.password = Some(API_KEY.into());
    config
}

#[test]
fn a_key_goes_to_json2_and_never_with_a_cookie() {
    for config in [config_with_key(), key_as_password()] {
        let world = World::default();
        let client = client_with(&world, config, Asked::default());
        expect_key(&world);
        let session = authenticate(&world, &client).expect("the login works");
        assert_eq!(
            session,
            json!({
                "uid": 2,
                "session_id": "",
                "db": "demo",
                "username": "admin",
                "context": { "lang": "en_US", "tz": false, "uid": 2 },
                "partner_id": 3,
                "name": "Mitchell Admin",
            })
        );
        assert_eq!(client.connection().protocol(), Some(Protocol::Json2));
        let [context, record] = world.sent().try_into().expect("two requests");
        assert_eq!(
            (&context.body, &record.body["ids"]),
            (&json!({}), &json!([2]))
        );
        for sent in [context, record] {
            assert_eq!(sent.headers["Authorization"], format!("bearer {API_KEY}"));
            assert_eq!(sent.headers["X-Odoo-Database"], "demo");
            assert_eq!((sent.session(), sent.cookies), (None, Cookies::Omitted));
        }
    }
}

#[test]
fn what_a_real_server_answers_to_the_key_is_understood() {
    let world = World::default();
    let client = with_key(&world, None);
    world
        .expect(KEY_CONTEXT, recorded("19.0", "json2-context-get"))
        .expect(
            KEY_RECORD,
            json_body(
                200,
                json!([{ "id": 2, "name": "A", "partner_id": [3, "A"], "login": "admin" }]),
            ),
        );
    assert_eq!(
        authenticate(&world, &client).expect("the login works")["uid"],
        2
    );
}

#[test]
fn a_password_of_another_form_is_no_key() {
    for password in [
        &API_KEY[1..],
        &API_KEY.to_uppercase(),
        &format!("{API_KEY}0"),
        "g".repeat(40).as_str(),
    ] {
        let world = World::default();
        let mut config = config_over(None);
        config.credentials.password = Some(password.into());
        let client = client_with(&world, config, Asked::default());
        expect_session(&world, "s1");
        authenticate(&world, &client).expect("the login works");
    }
}

#[test]
fn a_key_of_a_user_that_is_not_named_is_enough_for_json2() {
    let world = World::default();
    let mut config = config_with_key();
    config.credentials.username = None;
    let client = client_with(&world, config, Asked::default());
    expect_key(&world);
    assert_eq!(
        authenticate(&world, &client).expect("the login works")["username"],
        "admin"
    );
}

#[test]
fn a_key_of_another_user_is_refused() {
    for (name, works) in [
        ("Admin", true),
        ("ADMIN", true),
        ("demo", false),
        ("admin2", false),
    ] {
        let world = World::default();
        let mut config = config_with_key();
        config.credentials.username = Some(name.into());
        let client = client_with(&world, config, Asked::default());
        expect_key(&world);
        let outcome = authenticate(&world, &client);
        assert_eq!(outcome.is_ok(), works, "{name}");
        if !works {
            let (class, message) = told(outcome);
            assert_eq!(class, Class::Auth);
            assert!(
                message.contains(&format!("not belong to \"{name}\"")),
                "{message}"
            );
            assert!(!client.connection().is_authenticated());
        }
    }
}

#[test]
fn a_key_that_is_refused_is_tried_once() {
    for name in [
        "json2-invalid-key",
        "json2-expired-key",
        "json2-no-authorization",
        "json2-basic-authorization",
    ] {
        for protocol in [None, Some(Protocol::Json2)] {
            let world = World::default();
            let client = with_key(&world, protocol);
            world.expect(KEY_CONTEXT, recorded("19.0", name));
            let error = details(authenticate(&world, &client));
            assert_eq!(
                (error.class, error.place.status),
                (Class::Auth, Some(401)),
                "{name}"
            );
            assert!(
                error.message.contains("refuses the API key"),
                "{}",
                error.message
            );
            assert!(
                error.message.contains("protocol: 'session'"),
                "{}",
                error.message
            );
            assert_eq!(error.place.protocol, Some("json2"));
            assert!(!format!("{error:?}").contains(API_KEY));
            assert_eq!(world.sent().len(), 1);
        }
    }
}

/// Logs in with a key, after JSON-2 gave `reply`, over `/jsonrpc`.
fn falls_back(reply: Reply) {
    let shown = format!("{reply:?}");
    for config in [config_with_key(), key_as_password()] {
        let world = World::default();
        let client = client_with(&world, config, Asked::default());
        world.expect(KEY_CONTEXT, reply.clone());
        expect_login(&world, 2);
        authenticate(&world, &client).expect(&shown);
        assert_eq!(client.connection().protocol(), Some(Protocol::JsonRpc));
        let login = &world.sent()[1];
        assert_eq!(
            login.body["params"]["args"],
            json!(["demo", "admin", API_KEY]),
            "{shown}"
        );
        assert_eq!(world.last().body["params"]["args"][2], API_KEY, "{shown}");
    }
}

#[test]
fn a_server_without_json2_gets_the_key_over_jsonrpc() {
    falls_back(recorded("17.0", "json2-search-read"));
    falls_back(recorded("18.0", "json2-search-read"));
    // What the redirect leads to.
    falls_back(page(200));
    falls_back(page(405));
}

#[test]
fn json_of_something_else_comes_from_a_server_that_has_no_json2() {
    falls_back(json_body(
        404,
        json!({ "message": "Route not found", "statusCode": 404 }),
    ));
    falls_back(json_body(405, json!({ "detail": "Method Not Allowed" })));
    falls_back(json_body(
        200,
        json!({ "jsonrpc": "2.0", "id": null, "error": { "code": -32601, "message": "no" } }),
    ));
    falls_back(json_body(200, json!({ "status": "pass" })));
    falls_back(json_body(200, json!(null)));
    falls_back(json_body(200, json!(7)));
}

#[test]
fn a_stand_in_for_fetch_that_knows_no_such_address_gets_the_key_over_jsonrpc() {
    falls_back(no_such_route());
}

#[test]
fn a_key_without_a_user_is_not_enough_for_jsonrpc() {
    let world = World::default();
    let mut config = config_with_key();
    config.credentials.username = None;
    let client = client_with(&world, config, Asked::default());
    world.expect(KEY_CONTEXT, page(404));
    let (class, message) = told(authenticate(&world, &client));
    assert_eq!(class, Class::Odoo);
    assert!(message.contains("has no username"), "{message}");
}

#[test]
fn a_server_that_cannot_be_reached_or_is_in_trouble_is_not_asked_twice() {
    for (reply, class) in [
        (unreachable("connect ECONNREFUSED"), Class::Network),
        (reset(), Class::Network),
        (page(500), Class::Network),
        (page(503), Class::Network),
        (page(429), Class::RateLimit),
        (
            json_body(429, json!({ "name": "TooMany" })),
            Class::RateLimit,
        ),
        (json_body(503, json!({ "message": "no" })), Class::Network),
    ] {
        let world = World::default();
        let client = with_key(&world, None);
        world.expect(KEY_CONTEXT, reply.clone());
        assert_eq!(
            details(authenticate(&world, &client)).class,
            class,
            "{reply:?}"
        );
        assert_eq!(world.sent().len(), 1);
    }
}

#[test]
fn what_the_server_itself_says_to_the_key_is_passed_on() {
    let world = World::default();
    let client = with_key(&world, None);
    world.expect(
        KEY_CONTEXT,
        json2_fault(
            500,
            "psycopg2.OperationalError",
            "no connection to the database",
        ),
    );
    let error = details(authenticate(&world, &client));
    assert_eq!(
        (error.class, error.message.as_str()),
        (Class::Rpc, "no connection to the database")
    );
}

#[test]
fn a_user_whose_own_record_is_not_shown_is_logged_in_all_the_same() {
    for reply in [
        json2_fault(403, "odoo.exceptions.AccessError", "no"),
        json_body(200, json!([])),
        json_body(200, json!(null)),
    ] {
        let world = World::default();
        let client = with_key(&world, None);
        world
            .expect(KEY_CONTEXT, recorded("19.0", "json2-context-get"))
            .expect(KEY_RECORD, reply);
        let session = authenticate(&world, &client).expect("the login works");
        assert_eq!(
            (&session["uid"], &session["username"]),
            (&json!(2), &json!("admin"))
        );
    }
    let world = World::default();
    let client = with_key(&world, None);
    world
        .expect(KEY_CONTEXT, recorded("19.0", "json2-context-get"))
        .expect(KEY_RECORD, page(502));
    assert_eq!(told(authenticate(&world, &client)).0, Class::Network);
}

#[test]
fn where_json2_was_asked_for_a_server_without_it_is_told_so() {
    for version in ["17.0", "18.0"] {
        for name in ["web-version", "multidb-web-version"] {
            let world = World::default();
            let client = with_key(&world, Some(Protocol::Json2));
            world
                .expect(KEY_CONTEXT, recorded(version, "json2-search-read"))
                .expect(VERSION, recorded(version, name));
            let (class, message) = told(authenticate(&world, &client));
            assert_eq!(class, Class::Rpc, "{version}");
            assert!(
                message.contains("has no JSON-2 API: Odoo has it from version 19 on"),
                "{message}"
            );
            assert_eq!(world.last().body, Value::Null, "a GET");
            assert_eq!(
                world.last().headers.get("Authorization"),
                None,
                "no key is needed for that"
            );
        }
    }
}

#[test]
fn where_json2_was_asked_for_a_database_that_does_not_exist_is_named() {
    for name in ["json2-unknown-db", "multidb-json2-unknown-db"] {
        let world = World::default();
        let client = with_key(&world, Some(Protocol::Json2));
        world
            .expect(KEY_CONTEXT, recorded("19.0", name))
            .expect(VERSION, recorded("19.0", "multidb-web-version"))
            .expect(DATABASES, result(json!(["shop", "test"])));
        let error = details(authenticate(&world, &client));
        assert_eq!(
            (error.class, error.place.protocol),
            (Class::Rpc, Some("json2"))
        );
        assert_eq!(
            error.message,
            r#"Database not found: the database "demo" does not exist; check the setting database. The server has "shop", "test""#
        );
    }
}

#[test]
fn where_json2_was_asked_for_any_password_is_taken_for_a_key() {
    let world = World::default();
    let client = client_with(&world, config_over(Some(Protocol::Json2)), Asked::default());
    world.expect(KEY_CONTEXT, recorded("19.0", "json2-password-as-bearer"));
    assert_eq!(told(authenticate(&world, &client)).0, Class::Auth);
    assert_eq!(
        world.last().headers["Authorization"],
        format!("bearer {PASSWORD}")
    );
}

#[test]
fn where_json2_was_asked_for_without_any_secret_the_configuration_lacks_a_key() {
    let world = World::default();
    let mut config = config_over(Some(Protocol::Json2));
    config.credentials.password = None;
    let client = client_with(&world, config, Asked::default());
    let (class, message) = told(authenticate(&world, &client));
    assert_eq!(class, Class::Odoo);
    assert!(message.contains("has no apiKey"), "{message}");
    assert!(world.sent().is_empty());
}
