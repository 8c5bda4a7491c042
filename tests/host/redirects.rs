//! No redirect is followed, and every one is told with the address that would be right.

use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use serde_json::json;

use crate::retry::retrying;
use crate::world::*;

const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];
const ELSEWHERE: [&str; 4] = [
    "https://odoo.test:8069",
    "http://other.test",
    "http://user:hunter2@other.test",
    "http://odoo.test:8070",
];

#[test]
fn a_call_that_is_redirected_is_made_once_and_names_the_target() {
    for protocol in Protocol::ALL {
        for code in STATUSES {
            for (location, method) in [
                ("https://odoo.test:8069/x", "create"),
                ("http://other.test/x", "unlink"),
                ("/web/login?redirect=secret", "action_confirm"),
                ("/elsewhere", "read"),
            ] {
                let world = World::default();
                let client = retrying(&world, protocol, 9);
                world.expect(
                    &subject(protocol, "m", method),
                    status(code).leading_to(location),
                );
                let error = details(call(&world, &client, "m", method, json!([[1]])));
                assert_eq!(error.class, Class::Network, "{location}");
                assert_eq!(error.place.status, Some(code));
                assert_eq!(
                    (error.not_sent, error.refused, error.is_transient),
                    (false, false, false)
                );
                let target = location.split('?').next().expect("a part");
                assert!(
                    error.message.starts_with(&format!("HTTP {code}: ")),
                    "{}",
                    error.message
                );
                assert!(error.message.contains(target), "{}", error.message);
                assert!(!error.message.contains("secret"), "{}", error.message);
                assert!(client.connection().is_authenticated());
            }
        }
    }
}

#[test]
fn a_login_that_is_led_to_another_server_sends_nothing_more() {
    for protocol in [None, Some(Protocol::Session), Some(Protocol::JsonRpc)] {
        for code in STATUSES {
            for origin in ELSEWHERE {
                let world = World::default();
                let client = client_with(&world, config_over(protocol), Asked::default());
                let path = match protocol {
                    Some(Protocol::JsonRpc) => "/jsonrpc",
                    _ => AUTHENTICATE,
                };
                let asked = match path {
                    "/jsonrpc" => "common.login",
                    path => path,
                };
                let location = format!("{origin}{path}");
                world.expect(asked, status(code).leading_to(&location));
                let error = details(authenticate(&world, &client));
                assert_eq!(error.class, Class::Network);
                let right = origin.replace("user:hunter2@", "");
                assert!(
                    error.message.contains(&format!("use {right} as url")),
                    "{}",
                    error.message
                );
                assert!(!error.message.contains(PASSWORD), "{}", error.message);
                assert_eq!(world.sent().len(), 1);
            }
        }
    }
}

#[test]
fn a_key_that_is_led_to_another_server_goes_nowhere_else() {
    for protocol in [None, Some(Protocol::Json2)] {
        let world = World::default();
        let mut config = config_with_key();
        config.server.protocol = protocol;
        let client = client_with(&world, config, Asked::default());
        world.expect(
            KEY_CONTEXT,
            status(301).leading_to("https://odoo.test:8069/json/2/res.users/context_get"),
        );
        let error = details(authenticate(&world, &client));
        assert_eq!(error.class, Class::Network);
        assert!(
            error.message.contains(
                "http://odoo.test:8069 is there over https alone: use https://odoo.test:8069 as url"
            ),
            "{}",
            error.message
        );
        assert_eq!(world.sent().len(), 1);
    }
}

#[test]
fn an_odoo_without_json2_leads_a_key_to_its_login_page_and_the_choice_goes_on() {
    for reply in [
        recorded("18.0", "json2-search-read"),
        recorded("17.0", "json2-search-read"),
        status(0),
    ] {
        let world = World::default();
        let client = client_with(&world, config_with_key(), Asked::default());
        world.expect(KEY_CONTEXT, reply);
        expect_login(&world, 2);
        authenticate(&world, &client).expect("over /jsonrpc");
        assert_eq!(client.connection().protocol(), Some(Protocol::JsonRpc));
    }
}

#[test]
fn a_login_of_the_clients_own_choice_that_is_led_to_a_page_tries_the_other_way_and_tells_of_that() {
    let world = World::default();
    let client = client_with(&world, config_over(None), Asked::default());
    world
        .expect(AUTHENTICATE, status(302).leading_to("/sign-in"))
        .expect("common.login", status(302).leading_to("/sign-in"));
    let error = details(authenticate(&world, &client));
    assert_eq!(error.class, Class::Network);
    assert!(
        error.message.contains("http://odoo.test:8069/sign-in"),
        "{}",
        error.message
    );
}

#[test]
fn a_redirect_that_a_browser_hides_is_told_without_its_target() {
    let world = World::in_a_browser();
    let client = logged_in(&world);
    world.expect("m.create", status(0));
    let error = details(call(&world, &client, "m", "create", json!([{}])));
    assert_eq!((error.class, error.place.status), (Class::Network, None));
    assert!(
        error.message.contains("the target is not known"),
        "{}",
        error.message
    );
}

#[test]
fn a_stand_in_for_fetch_that_follows_by_itself_has_its_answer_refused() {
    let world = World::default();
    let client = logged_in(&world);
    world.expect(
        "m.create",
        status(0).leading_to("http://other.test/jsonrpc"),
    );
    let error = details(call(&world, &client, "m", "create", json!([{}])));
    assert_eq!(error.class, Class::Network);
    assert!(
        error.message.contains("use http://other.test as url"),
        "{}",
        error.message
    );
}
