//! Logging in and out, in every order in which answers can come.

use std::rc::Rc;

use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use odoo_client_wasm::url::ServerUrl;
use serde_json::{Value, json};

use crate::recordings::{VERSIONS, named};
use crate::world::*;

fn fresh(world: &World) -> TestClient {
    client_with(world, config(), Asked::default())
}

#[test]
fn a_login_asks_for_the_uid_and_then_reads_the_users_own_record() {
    let world = World::default();
    let client = fresh(&world);
    expect_login(&world, 2);
    let session = authenticate(&world, &client).expect("it works");
    let [login, read] = world.sent().try_into().expect("two requests");
    assert_eq!(login.url, "http://odoo.test:8069/jsonrpc");
    assert_eq!(
        login.body["params"]["args"],
        json!(["demo", "admin", PASSWORD])
    );
    assert_eq!(login.body["id"], 1);
    let credentials = read.body["params"]["args"]
        .as_array()
        .map(|args| &args[..3]);
    assert_eq!(
        credentials,
        Some(&[json!("demo"), json!(2), json!(PASSWORD)][..])
    );
    assert_eq!(
        read.args(),
        &json!([[2], ["name", "partner_id", "lang", "tz"]])
    );
    assert_eq!(read.body["id"], 2);
    assert_eq!(client.connection().session_info(), Some(session));
    assert!(client.connection().is_authenticated());
}

#[test]
fn the_login_of_every_version_is_understood() {
    for version in VERSIONS {
        let world = World::default();
        let client = fresh(&world);
        let uid = named(version, "common-login-ok").response["body"]["result"].clone();
        world
            .expect("common.login", result(uid.clone()))
            .expect("res.users.read", result(json!([own_record(2)])));
        assert_eq!(authenticate(&world, &client).expect(version)["uid"], uid);

        let refusal =
            named(version, "common-login-wrong-password").response["body"]["result"].clone();
        world.expect("common.login", result(refusal));
        assert_eq!(
            details(authenticate(&world, &client)).class,
            Class::Auth,
            "{version}"
        );
    }
}

#[test]
fn wrong_credentials_are_an_auth_error_that_names_user_and_database_and_no_password() {
    for refusal in [json!(false), json!(null), json!(0)] {
        let world = World::default();
        let client = fresh(&world);
        world.expect("common.login", result(refusal));
        let error = details(authenticate(&world, &client));
        assert_eq!(error.class, Class::Auth);
        assert!(
            error.message.contains("\"admin\"") && error.message.contains("\"demo\""),
            "{}",
            error.message
        );
        assert!(!format!("{error:?}").contains(PASSWORD));
        assert!(!client.connection().is_authenticated());
        assert_eq!(client.connection().session_info(), None);
    }
}

#[test]
fn a_server_without_tls_is_told_in_words_and_no_other_try_is_advised() {
    let world = World::default();
    let mut config = config();
    config.server.url = ServerUrl::parse("https://odoo.test").expect("a good address");
    let client = client_with(&world, config, Asked::default());
    world.expect(
        "https://odoo.test/jsonrpc",
        unreachable(
            "fetch failed: 80EC26FC597F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/ssl/record/ssl3_record.c:350:\n",
        ),
    );
    let error = details(authenticate(&world, &client));
    assert_eq!(
        error.message,
        "Cannot reach https://odoo.test: wrong version number. The server does not speak https there. Pass url: http://odoo.test"
    );
    assert!(!error.is_transient);
}

#[test]
fn a_server_that_cannot_be_reached_is_a_network_error_with_its_cause_and_a_way_out() {
    let world = World::default();
    let client = fresh(&world);
    world.expect(
        "common.login",
        unreachable("connect ECONNREFUSED 127.0.0.1:8069"),
    );
    let error = details(authenticate(&world, &client));
    assert_eq!(error.class, Class::Network);
    assert!(
        error
            .message
            .starts_with("Cannot reach http://odoo.test:8069: connect ECONNREFUSED"),
        "{}",
        error.message
    );
    assert!(error.message.contains("Check the url"), "{}", error.message);
    assert_eq!(
        error.cause,
        Some(json!({ "message": "connect ECONNREFUSED 127.0.0.1:8069" }))
    );
}

#[test]
fn a_login_that_fails_keeps_the_class_of_its_failure() {
    let missing = "connection to server failed: FATAL:  database \"demo\" does not exist";
    for (reply, class, message) in [
        (
            fault("psycopg2.OperationalError", missing),
            Class::Rpc,
            "Database not found: the database \"demo\" does not exist; check the setting database",
        ),
        (
            fault("odoo.exceptions.AccessDenied", "Access Denied"),
            Class::Auth,
            "Access Denied",
        ),
        (status(502), Class::Network, "HTTP 502: Bad Gateway"),
        (status(429), Class::RateLimit, "HTTP 429: Too Many Requests"),
        (
            result(json!("2")),
            Class::Rpc,
            "The login was answered with \"2\" instead of a user id; check that the url is the root of an Odoo server",
        ),
        (
            result(json!([2])),
            Class::Rpc,
            "The login was answered with a list instead of a user id; check that the url is the root of an Odoo server",
        ),
    ] {
        let world = World::default();
        let client = fresh(&world);
        world.expect("common.login", reply);
        if message.starts_with("Database not found") {
            world.expect("/web/database/list", status(404));
        }
        assert_eq!(
            told(authenticate(&world, &client)),
            (class, message.to_owned())
        );
        assert!(!client.connection().is_authenticated());
    }
}

#[test]
fn a_user_who_may_not_read_himself_is_logged_in_all_the_same() {
    for reply in [
        fault("odoo.exceptions.AccessError", "no"),
        fault("builtins.ValueError", "Invalid field 'tz'"),
        result(json!([])),
        result(json!(false)),
        nothing(),
    ] {
        let world = World::default();
        let client = fresh(&world);
        world
            .expect("common.login", result(json!(5)))
            .expect("res.users.read", reply);
        let session = authenticate(&world, &client).expect("the login works");
        assert_eq!(session["uid"], 5);
        assert_eq!(session["context"], json!({ "uid": 5 }));
        assert!(client.connection().is_authenticated());
    }
}

#[test]
fn a_connection_that_breaks_after_the_login_fails_the_login() {
    for (reply, class) in [
        (unreachable("socket hang up"), Class::Network),
        (status(503), Class::Network),
        (status(429), Class::RateLimit),
    ] {
        let world = World::default();
        let client = fresh(&world);
        world
            .expect("common.login", result(json!(5)))
            .expect("res.users.read", reply);
        assert_eq!(details(authenticate(&world, &client)).class, class);
        assert!(!client.connection().is_authenticated());
    }
}

#[test]
fn a_configuration_without_credentials_is_told_what_it_lacks() {
    for (username, password, missing) in [
        (None, Some("x"), "username"),
        (Some("x"), None, "password"),
        (None, None, "username"),
    ] {
        let world = World::default();
        let mut config = config();
        config.credentials.username = username.map(str::to_owned);
        config.credentials.password = password.map(str::to_owned);
        let client = client_with(&world, config, Asked::default());
        let (class, message) = told(authenticate(&world, &client));
        assert_eq!(class, Class::Odoo);
        assert!(message.contains(&format!("has no {missing}")), "{message}");
        assert!(world.sent().is_empty());
    }
}

#[test]
fn a_logout_forgets_the_session_and_calls_need_a_new_login() {
    let world = World::default();
    let client = logged_in(&world);
    assert!(
        client.logout().is_none(),
        "there is no session on the server"
    );
    assert!(!client.connection().is_authenticated());
    assert_eq!(client.connection().session_info(), None);
    let (class, message) = told(world.run(search(&client)));
    assert_eq!(class, Class::Auth);
    assert_eq!(
        message,
        "Client not authenticated. Call authenticate() first."
    );
    expect_login(&world, 3);
    assert_eq!(authenticate(&world, &client).expect("again")["uid"], 3);
}

#[test]
fn a_logout_during_a_login_is_the_last_word() {
    let world = World::default();
    let client = fresh(&world);
    world
        .expect("common.login", result(json!(2)).after(50.0))
        .expect("res.users.read", result(json!([own_record(2)])));
    let outcome = world.start(login(&client));
    world.wait(10.0);
    assert!(
        client.logout().is_none(),
        "there is no session on the server"
    );
    world.wait(100.0);
    assert!(outcome.take().is_ok(), "the login itself worked");
    assert!(!client.connection().is_authenticated());
    assert_eq!(client.connection().session_info(), None);
}

#[test]
fn a_login_that_answers_late_does_not_overwrite_a_later_one() {
    let world = World::default();
    let client = fresh(&world);
    world.expect("common.login", result(json!(2)).after(100.0));
    let slow = world.start(login(&client));
    world.wait(10.0);
    expect_login(&world, 7);
    let fast = world.start(login(&client));
    world.wait(20.0);
    assert_eq!(fast.take().expect("the later login")["uid"], 7);
    world.expect("res.users.read", result(json!([own_record(2)])));
    world.wait(100.0);
    assert_eq!(slow.take().expect("the earlier login")["uid"], 2);
    let session = client.connection().session_info().expect("a session");
    assert_eq!(session["uid"], 7);
}

#[test]
fn a_login_that_is_refused_late_does_not_end_a_later_one() {
    let world = World::default();
    let client = fresh(&world);
    world.expect("common.login", result(json!(false)).after(100.0));
    let slow = world.start(login(&client));
    expect_login(&world, 7);
    assert!(authenticate(&world, &client).is_ok());
    world.wait(200.0);
    assert_eq!(details(slow.take()).class, Class::Auth);
    assert!(client.connection().is_authenticated());
}

#[test]
fn a_refused_login_ends_the_session_before_it_and_a_failed_one_does_not() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect("common.login", status(502));
    assert!(authenticate(&world, &client).is_err());
    assert!(
        client.connection().is_authenticated(),
        "the server could not be asked"
    );
    world.expect("common.login", result(json!(false)));
    assert!(authenticate(&world, &client).is_err());
    assert!(!client.connection().is_authenticated());
}

#[test]
fn access_denied_ends_the_login_where_a_look_says_so() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect(
        "res.partner.search",
        fault("odoo.exceptions.AccessDenied", "Access Denied"),
    );
    expect_bad_standing(&world, Protocol::JsonRpc);
    assert_eq!(details(world.run(search(&client))).class, Class::Auth);
    assert!(!client.connection().is_authenticated());
    assert_eq!(client.connection().session_info(), None);
}

#[test]
fn an_access_error_does_not_end_the_session() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect(
        "res.partner.search",
        fault("odoo.exceptions.AccessError", "no"),
    );
    assert_eq!(details(world.run(search(&client))).class, Class::Access);
    assert!(client.connection().is_authenticated());
}

#[test]
fn an_access_denied_that_comes_late_does_not_end_a_later_login() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect(
        "res.partner.search",
        fault("odoo.exceptions.AccessDenied", "Access Denied").after(100.0),
    );
    let slow = world.start(search(&client));
    expect_login(&world, 2);
    assert!(authenticate(&world, &client).is_ok());
    world.wait(200.0);
    assert_eq!(details(slow.take()).class, Class::Auth);
    assert!(client.connection().is_authenticated());
}

#[test]
fn a_call_that_was_under_way_at_the_logout_still_gets_its_answer() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect("res.partner.search", result(json!([1])).after(50.0));
    let slow = world.start(search(&client));
    assert!(
        client.logout().is_none(),
        "there is no session on the server"
    );
    world.wait(100.0);
    assert_eq!(slow.take().expect("an answer"), json!([1]));
}

#[test]
fn two_logins_at_once_both_get_their_sessions() {
    let world = World::default();
    let client = fresh(&world);
    world
        .expect("common.login", result(json!(2)).after(5.0))
        .expect("common.login", result(json!(2)).after(5.0))
        .expect("res.users.read", result(json!([own_record(2)])))
        .expect("res.users.read", result(json!([own_record(2)])));
    let outcomes = [
        world.start(login(&client)),
        world.start(login(&Rc::clone(&client))),
    ];
    world.wait(50.0);
    for outcome in outcomes {
        assert_eq!(outcome.take().expect("a session")["uid"], 2);
    }
}

#[test]
fn no_error_of_a_session_ever_holds_the_password() {
    let world = World::default();
    let client = logged_in(&world);
    let mut errors = Vec::new();
    for reply in [
        status(500),
        unreachable("boom"),
        fault("builtins.KeyError", "'x'"),
        result(Value::Null),
    ] {
        world.expect("res.partner.search", reply);
        errors.push(format!("{:?}", world.run(search(&client))));
    }
    world.expect("res.partner.search", silence());
    errors.push(format!("{:?}", world.run(search(&client))));
    assert!(
        errors.iter().all(|error| !error.contains(PASSWORD)),
        "{errors:?}"
    );
}
