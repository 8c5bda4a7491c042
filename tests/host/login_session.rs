//! Logging in over the web session.

use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use odoo_client_wasm::protocol::http::Cookies;
use serde_json::{Value, json};

use crate::recordings::{VERSIONS, named};
use crate::world::*;

/// Where the server lists its databases.
const DATABASES: &str = "/web/database/list";

/// The client's own choice, and the session when it is asked for.
const CHOICES: [Option<Protocol>; 2] = [None, Some(Protocol::Session)];

fn fresh(world: &World, protocol: Option<Protocol>) -> TestClient {
    client_with(world, config_over(protocol), Asked::default())
}

#[test]
fn a_login_is_one_request_and_every_call_carries_the_cookie_that_it_gave() {
    for protocol in CHOICES {
        let world = World::default();
        let client = fresh(&world, protocol);
        expect_session(&world, "s1");
        authenticate(&world, &client).expect("the login works");
        let [login] = world.sent().try_into().expect("one request");
        assert_eq!(login.url, "http://odoo.test:8069/web/session/authenticate");
        assert_eq!(
            login.body,
            json!({
                "jsonrpc": "2.0",
                "method": "call",
                "params": { "db": "demo", "login": "admin", "password": PASSWORD },
                "id": 1,
            })
        );
        assert_eq!(login.session(), None);
        assert_eq!(client.connection().protocol(), Some(Protocol::Session));

        for _ in 0..2 {
            world.expect(
                "/web/dataset/call_kw/res.partner/search",
                result(json!([7])),
            );
            assert_eq!(world.run(search(&client)).expect("an answer"), json!([7]));
            assert_eq!(world.last().session(), Some("s1"));
            assert_eq!(world.last().cookies, Cookies::Usual);
        }
    }
}

#[test]
fn the_login_is_written_as_the_recorded_one() {
    for version in VERSIONS {
        let recording = named(version, "web-authenticate-ok");
        let params = &recording.request["body"]["params"];
        let text = |name: &str| params[name].as_str().map(str::to_owned);
        let world = World::default();
        let mut config = config_over(None);
        config.server.database = text("db");
        config.credentials.username = text("login");
        config.credentials.password = text("password");
        let client = client_with(&world, config, Asked::default());
        world.expect(AUTHENTICATE, recorded(version, "web-authenticate-ok"));
        authenticate(&world, &client).expect(version);
        assert_eq!(world.last().body, recording.request["body"], "{version}");
        assert_eq!(world.last().path(), recording.path());
    }
}

#[test]
fn every_version_tells_who_is_logged_in() {
    for version in VERSIONS {
        for name in ["web-authenticate-ok", "multidb-web-authenticate-ok"] {
            let told = named(version, name).body()["result"].clone();
            let world = World::default();
            let client = fresh(&world, None);
            world.expect(AUTHENTICATE, recorded(version, name));
            let session = authenticate(&world, &client).expect(version);
            assert_eq!(
                session,
                json!({
                    "uid": 2,
                    "session_id": "SESSION_ID",
                    "db": told["db"],
                    "username": "admin",
                    "context": { "lang": "en_US", "tz": false, "uid": 2 },
                    "partner_id": 3,
                    "name": "Administrator",
                    "server_version": version,
                    "server_version_info": told["server_version_info"],
                    "company_id": 1,
                    "company_ids": [1],
                }),
                "{version} {name}"
            );
            assert_eq!(client.connection().session_info(), Some(session));
        }
    }
}

#[test]
fn a_portal_user_who_has_no_companies_is_logged_in_as_well() {
    for version in VERSIONS {
        let world = World::default();
        let client = fresh(&world, None);
        world.expect(AUTHENTICATE, recorded(version, "web-authenticate-portal"));
        let session = authenticate(&world, &client).expect(version);
        assert_eq!(session["username"], "portal");
        assert_eq!(session.get("company_id"), None);
        assert_eq!(session.get("company_ids"), None);
    }
}

#[test]
fn the_companies_of_a_session_are_the_current_one_and_all_that_are_allowed() {
    let world = World::default();
    let client = fresh(&world, None);
    expect_session(&world, "s1");
    let session = authenticate(&world, &client).expect("a session");
    assert_eq!(
        (&session["company_id"], &session["company_ids"]),
        (&json!(1), &json!([1, 4]))
    );
}

#[test]
fn the_last_of_several_sessions_that_an_answer_names_counts() {
    let world = World::default();
    let client = fresh(&world, None);
    let cookies = [
        "frontend_lang=en_US; Path=/",
        "session_id=anonymous; Expires=Mon, 22 Nov 2027 13:35:16 GMT; Path=/",
        "session_id=Ab-_9; Expires=Mon, 22 Nov 2027 13:35:16 GMT; Max-Age=604800; HttpOnly; Path=/",
        "cids=1; Path=/",
    ];
    world.expect(AUTHENTICATE, result(session_told(2)).with_cookies(&cookies));
    let session = authenticate(&world, &client).expect("a session");
    assert_eq!(session["session_id"], "Ab-_9");
    world.expect("/web/dataset/call_kw/res.partner/search", result(json!([])));
    world.run(search(&client)).expect("an answer");
    assert_eq!(world.last().session(), Some("Ab-_9"));
}

#[test]
fn a_wrong_password_is_tried_once() {
    for version in VERSIONS {
        for name in [
            "web-authenticate-wrong-password",
            "multidb-web-authenticate-wrong-password",
            "web-authenticate-apikey",
        ] {
            for protocol in CHOICES {
                let world = World::default();
                let client = fresh(&world, protocol);
                world.expect(AUTHENTICATE, recorded(version, name));
                let error = details(authenticate(&world, &client));
                assert_eq!(error.class, Class::Auth, "{version} {name}");
                assert_eq!(
                    error.message,
                    r#"Authentication failed: wrong username or password for user "admin" on database "demo""#
                );
                assert_eq!(error.place.protocol, Some("session"));
                assert_eq!(world.sent().len(), 1);
                assert!(!client.connection().is_authenticated());
            }
        }
    }
}

#[test]
fn too_many_failures_are_told_as_the_server_tells_them_and_not_tried_elsewhere() {
    for version in VERSIONS {
        for protocol in CHOICES {
            let world = World::default();
            let client = fresh(&world, protocol);
            world.expect(AUTHENTICATE, recorded(version, "web-authenticate-cooldown"));
            let (class, message) = told(authenticate(&world, &client));
            assert_eq!(class, Class::Auth, "{version}");
            assert_eq!(
                message,
                "Too many login failures, please wait a bit before trying again."
            );
            assert_eq!(world.sent().len(), 1);
        }
    }
}

#[test]
fn a_database_that_does_not_exist_is_named() {
    for version in VERSIONS {
        for name in [
            "web-authenticate-unknown-db",
            "multidb-web-authenticate-unknown-db",
        ] {
            for protocol in CHOICES {
                let world = World::default();
                let client = fresh(&world, protocol);
                world
                    .expect(AUTHENTICATE, recorded(version, name))
                    .expect(DATABASES, recorded(version, "web-database-list"));
                let (class, message) = told(authenticate(&world, &client));
                assert_eq!(class, Class::Rpc, "{version} {name}");
                assert!(
                    message.starts_with(
                        r#"Database not found: the database "demo" does not exist; check the setting database. The server has "odoo1"#
                    ),
                    "{message}"
                );
                assert_eq!(world.sent().len(), 2);
            }
        }
    }
}

#[test]
fn a_second_factor_ends_a_login_over_the_session_with_what_helps() {
    let world = World::default();
    let client = fresh(&world, Some(Protocol::Session));
    world.expect(
        AUTHENTICATE,
        result(json!({ "uid": null })).with_session("s1"),
    );
    let (class, message) = told(authenticate(&world, &client));
    assert_eq!(class, Class::Auth);
    assert!(
        message.contains("two-factor") && message.contains("apiKey"),
        "{message}"
    );
    assert!(!client.connection().is_authenticated());
}

#[test]
fn a_server_without_session_routes_is_told_so_where_the_session_was_asked_for() {
    for reply in [
        page(404),
        status(405),
        json_body(404, json!({ "detail": "Not Found" })),
    ] {
        let world = World::default();
        let client = fresh(&world, Some(Protocol::Session));
        world.expect(AUTHENTICATE, reply.clone());
        let (class, message) = told(authenticate(&world, &client));
        assert_eq!(class, Class::Rpc, "{reply:?}");
        assert!(
            message.contains("has no session routes") && message.contains("protocol: 'auto'"),
            "{message}"
        );
        assert_eq!(world.sent().len(), 1);
    }
}

#[test]
fn what_answers_in_place_of_a_session_is_named_with_its_status_its_title_and_its_address() {
    let titled = |code, html: &str| page(code).titled(html);
    for (reply, class, parts) in [
        (
            titled(401, "Corp proxy"),
            Class::Network,
            [
                "HTTP 401: Unauthorized (\"Corp proxy\")",
                "login of its own",
            ],
        ),
        (
            titled(407, "Proxy Authentication Required"),
            Class::Network,
            ["HTTP 407", "Proxy Authentication Required"],
        ),
        (
            titled(403, "Blocked by the firewall"),
            Class::Network,
            [
                "HTTP 403: Forbidden (\"Blocked by the firewall\")",
                "forbids",
            ],
        ),
        (
            titled(200, "Login | My shop"),
            Class::Network,
            [
                "A page came instead of JSON (\"Login | My shop\")",
                "root of an Odoo",
            ],
        ),
        (
            titled(400, "Client sent an HTTP request to an HTTPS server."),
            Class::Network,
            ["speaks https there", "Pass url: https://"],
        ),
        (
            titled(400, "400 The plain HTTP request was sent to HTTPS port"),
            Class::Network,
            ["speaks https there", "Pass url: https://"],
        ),
        (
            page(200),
            Class::Network,
            ["cut off or not JSON", "It came from"],
        ),
        (
            json_body(200, json!({ "hello": "world" })),
            Class::Rpc,
            ["not a JSON-RPC response", "It came from"],
        ),
        (
            json_body(403, json!({ "message": "No such consumer" })).titled("No such consumer"),
            Class::Network,
            ["HTTP 403: Forbidden (\"No such consumer\")", "It came from"],
        ),
        (
            fault("builtins.KeyError", "'no_such_route'"),
            Class::Rpc,
            ["KeyError: 'no_such_route'", "Odoo looked for a name"],
        ),
        (
            fault("builtins.RuntimeError", "the session store is full"),
            Class::Rpc,
            ["the session store is full", ""],
        ),
        (
            result(json!({ "version": 1 })),
            Class::Rpc,
            [
                "answered with an object instead of a session",
                "It came from",
            ],
        ),
        (
            result(json!(2)),
            Class::Rpc,
            ["answered with 2 instead of a session", "It came from"],
        ),
    ] {
        let world = World::default();
        let client = fresh(&world, Some(Protocol::Session));
        world.expect(AUTHENTICATE, reply.clone());
        let (told_class, message) = told(authenticate(&world, &client));
        assert_eq!(told_class, class, "{message}");
        for part in parts {
            assert!(message.contains(part), "{part:?} is not in {message}");
        }
        if message.contains("It came from") {
            assert!(message.contains("/web/session/authenticate"), "{message}");
        }
        assert!(!message.contains("has no session routes"), "{message}");
        assert_eq!(world.sent().len(), 1);
    }
}

#[test]
fn a_database_that_postgresql_does_not_have_is_named_over_every_way() {
    for (protocol, path) in [
        (Some(Protocol::Session), AUTHENTICATE),
        (Some(Protocol::JsonRpc), "common.login"),
    ] {
        for listing in [
            status(404),
            fault("odoo.exceptions.AccessDenied", "Access Denied"),
            result(json!(false)),
            reset(),
        ] {
            let world = World::default();
            let client = fresh(&world, protocol);
            world
                .expect(path, recorded("17.0", "common-login-unknown-db"))
                .expect(DATABASES, listing);
            let (class, message) = told(authenticate(&world, &client));
            assert_eq!(class, Class::Rpc, "{message}");
            assert_eq!(
                message,
                r#"Database not found: the database "demo" does not exist; check the setting database"#
            );
        }
    }
}

#[test]
fn a_login_whose_cookie_is_lost_on_the_way_is_no_login() {
    let world = World::default();
    let client = fresh(&world, Some(Protocol::Session));
    world.expect(AUTHENTICATE, result(session_told(2)));
    let (class, message) = told(authenticate(&world, &client));
    assert_eq!(class, Class::Rpc);
    assert!(message.contains("removes Set-Cookie"), "{message}");
    assert!(!client.connection().is_authenticated());
}

#[test]
fn a_session_without_credentials_is_only_there_in_a_browser() {
    let world = World::default();
    let mut config = config_over(Some(Protocol::Session));
    config.credentials = odoo_client_wasm::connection::Credentials::default();
    let client = client_with(&world, config, Asked::default());
    let (class, message) = told(authenticate(&world, &client));
    assert_eq!(class, Class::Odoo);
    assert!(message.contains("has no username"), "{message}");
    assert!(world.sent().is_empty());
}

#[test]
fn no_error_of_a_login_holds_the_password() {
    for reply in [
        recorded("19.0", "web-authenticate-wrong-password"),
        recorded("19.0", "web-authenticate-unknown-db"),
        status(503),
        page(200),
        reset(),
        result(Value::Null),
    ] {
        let world = World::default();
        let client = fresh(&world, Some(Protocol::Session));
        world.expect(AUTHENTICATE, reply.clone());
        if format!("{reply:?}").contains("Database not found") {
            world.expect(DATABASES, recorded("19.0", "web-database-list"));
        }
        let error = format!("{:?}", authenticate(&world, &client));
        assert!(!holds_a_secret(&error), "{error}");
    }
}
