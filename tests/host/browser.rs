//! In a page: cookies are the browser's business, and the visitor's own session is not to be
//! replaced.

use odoo_client_wasm::client::Config;
use odoo_client_wasm::connection::Credentials;
use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use odoo_client_wasm::protocol::http::Cookies;
use serde_json::{Value, json};

use crate::recordings::VERSIONS;
use crate::world::*;

/// A page that Odoo itself serves: whoever is logged in there.
fn of_the_visitor() -> Config<Value> {
    let mut config = config_over(Some(Protocol::Session));
    config.server.database = None;
    config.credentials = Credentials::default();
    config
}

#[test]
fn by_itself_the_client_leaves_the_cookies_alone() {
    let world = World::in_a_browser();
    let client = client_with(&world, config_over(None), Asked::default());
    expect_login(&world, 2);
    authenticate(&world, &client).expect("the login works");
    assert_eq!(client.connection().protocol(), Some(Protocol::JsonRpc));

    let world = World::in_a_browser();
    let client = client_with(&world, config_with_key(), Asked::default());
    expect_key(&world);
    authenticate(&world, &client).expect("the login works");
    assert!(
        world
            .sent()
            .iter()
            .all(|sent| sent.cookies == Cookies::Omitted)
    );
}

#[test]
fn a_session_that_was_asked_for_is_the_browsers_to_keep() {
    let world = World::in_a_browser();
    let client = over(&world, Protocol::Session);
    let session = client.connection().session_info().expect("a session");
    assert_eq!(session["session_id"], "", "no program sees the cookie");
    world.expect(
        "/web/dataset/call_kw/res.partner/search",
        result(json!([7])).with_session("s2"),
    );
    assert_eq!(world.run(search(&client)).expect("an answer"), json!([7]));
    for sent in world.sent() {
        assert_eq!(sent.cookies, Cookies::Included);
        assert_eq!(sent.session(), None);
    }
}

#[test]
fn a_session_that_expires_is_renewed_in_a_browser_as_well() {
    let world = World::in_a_browser();
    let client = over(&world, Protocol::Session);
    world.expect(
        "/web/dataset/call_kw/res.partner/search",
        recorded("18.0", "web-call-kw-after-destroy"),
    );
    expect_session(&world, "s2");
    world.expect(
        "/web/dataset/call_kw/res.partner/search",
        result(json!([7])),
    );
    assert_eq!(world.run(search(&client)).expect("an answer"), json!([7]));
}

#[test]
fn a_logout_in_a_browser_sends_the_cookie_along() {
    let world = World::in_a_browser();
    let client = over(&world, Protocol::Session);
    let logout = client.logout().expect("a session to end");
    assert_eq!(
        logout.request.url,
        format!("http://odoo.test:8069{DESTROY}")
    );
    assert_eq!(logout.request.cookies, Cookies::Included);
}

#[test]
fn the_visitors_own_session_needs_no_credentials() {
    for version in VERSIONS {
        let world = World::in_a_browser();
        let client = client_with(&world, of_the_visitor(), Asked::default());
        world.expect(SESSION_INFO, recorded(version, "web-get-session-info-ok"));
        let session = authenticate(&world, &client).expect(version);
        assert_eq!(
            (&session["uid"], &session["username"]),
            (&json!(2), &json!("admin"))
        );
        let asked = world.last();
        assert_eq!(
            (asked.cookies, &asked.body["params"]),
            (Cookies::Included, &json!({}))
        );
        world.expect(
            "/web/dataset/call_kw/res.partner/search",
            result(json!([7])),
        );
        assert_eq!(world.run(search(&client)).expect("an answer"), json!([7]));
        assert_eq!(world.last().cookies, Cookies::Included);
    }
}

#[test]
fn where_nobody_is_logged_in_the_visitor_is_asked_to() {
    for reply in [
        recorded("17.0", "multidb-web-get-session-info-no-session"),
        recorded("18.0", "multidb-web-get-session-info-no-session"),
        recorded("19.0", "multidb-web-get-session-info-no-session"),
        recorded("19.0", "web-call-kw-no-session"),
        result(json!({ "uid": null })),
        result(json!({ "uid": false })),
        result(json!({})),
    ] {
        let world = World::in_a_browser();
        let client = client_with(&world, of_the_visitor(), Asked::default());
        world.expect(SESSION_INFO, reply.clone());
        let error = details(authenticate(&world, &client));
        assert_eq!(error.class, Class::Auth, "{reply:?}");
        assert!(
            error
                .message
                .starts_with("Nobody is logged in to Odoo in this browser"),
            "{}",
            error.message
        );
        assert_eq!(error.place.protocol, Some("session"));
        assert!(!client.connection().is_authenticated());
    }
}

#[test]
fn a_server_that_cannot_say_whose_the_session_is_says_nothing_of_the_visitor() {
    for (reply, class) in [
        (page(502), Class::Network),
        (status(429), Class::RateLimit),
        (unreachable("Failed to fetch"), Class::Network),
        (page(200), Class::Network),
    ] {
        let world = World::in_a_browser();
        let client = client_with(&world, of_the_visitor(), Asked::default());
        world.expect(SESSION_INFO, reply);
        assert_eq!(told(authenticate(&world, &client)).0, class);
    }
}

#[test]
fn a_visitors_session_that_ends_cannot_be_renewed() {
    let world = World::in_a_browser();
    let client = client_with(&world, of_the_visitor(), Asked::default());
    world
        .expect(SESSION_INFO, recorded("18.0", "web-get-session-info-ok"))
        .expect(
            "/web/dataset/call_kw/res.partner/search",
            recorded("18.0", "web-call-kw-after-destroy"),
        );
    authenticate(&world, &client).expect("somebody is logged in");
    expect_bad_standing(&world, Protocol::Session);
    assert_eq!(told(world.run(search(&client))).0, Class::SessionExpired);
    assert!(!client.connection().is_authenticated());
}
