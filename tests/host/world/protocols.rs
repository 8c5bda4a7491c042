//! The same client and the same server over each protocol.

use odoo_client_wasm::client::{CallOptions, Config};
use odoo_client_wasm::connection::Credentials;
use odoo_client_wasm::error::Failure;
use odoo_client_wasm::protocol::Protocol;
use serde_json::{Value, json};

use super::{
    Asked, PASSWORD, Reply, TestClient, World, authenticate, client_with, config, config_over,
    expect_login, fault, json_body, json2_fault, prepared, recorded, result,
};

/// Where a session is opened, ended, and asked whose it is.
pub(crate) const AUTHENTICATE: &str = "/web/session/authenticate";
pub(crate) const DESTROY: &str = "/web/session/destroy";
pub(crate) const SESSION_INFO: &str = "/web/session/get_session_info";
/// Where a key's user asks for the own context and the own record.
pub(crate) const KEY_CONTEXT: &str = "/json/2/res.users/context_get";
pub(crate) const KEY_RECORD: &str = "/json/2/res.users/read";

/// An API key as Odoo makes them. It must never show up anywhere but in requests.
pub(crate) const API_KEY: &str = "6578a7c1e2b94d0f8a3c5e7d9b1f2a4c6e8d0b3f";

/// A configuration with a key and no password; the protocol is the client's own choice.
pub(crate) fn config_with_key() -> Config<Value> {
    Config {
        credentials: Credentials {
            username: Some("admin".into()),
            password: None,
            api_key: Some(API_KEY.into()),
        },
        ..config_over(None)
    }
}

/// What the server tells of a session that it has opened.
pub(crate) fn session_told(uid: i64) -> Value {
    json!({
        "uid": uid,
        "db": "demo",
        "username": "admin",
        "name": "Mitchell Admin",
        "partner_id": 3,
        "user_context": { "lang": "en_US", "tz": "Europe/Brussels", "uid": uid },
        "server_version": "18.0",
        "server_version_info": [18, 0, 0, "final", 0, ""],
        "user_companies": { "current_company": 1, "allowed_companies": { "1": { "id": 1 }, "4": { "id": 4 } } },
        "web.base.url": "http://odoo.test:8069",
    })
}

/// The login that opens the session `id`.
pub(crate) fn expect_session(world: &World, id: &str) {
    world.expect(AUTHENTICATE, result(session_told(2)).with_session(id));
}

/// The login with a key that works.
pub(crate) fn expect_key(world: &World) {
    world
        .expect(KEY_CONTEXT, json_body(200, json!({ "lang": "en_US", "tz": false, "uid": 2 })))
        .expect(
            KEY_RECORD,
            json_body(200, json!([{ "id": 2, "name": "Mitchell Admin", "partner_id": [3, "Mitchell Admin"], "login": "admin" }])),
        );
}

/// A client that is logged in over a protocol: with the session `s1`, or with the key, or with the
/// password.
pub(crate) fn over(world: &World, protocol: Protocol) -> TestClient {
    over_with(world, protocol, config())
}

/// The same, with more in its configuration.
pub(crate) fn over_with(
    world: &World,
    protocol: Protocol,
    mut config: Config<Value>,
) -> TestClient {
    config.server.protocol = Some(protocol);
    match protocol {
        Protocol::JsonRpc => expect_login(world, 2),
        Protocol::Session => expect_session(world, "s1"),
        Protocol::Json2 => {
            config.credentials = config_with_key().credentials;
            expect_key(world);
        }
    }
    let client = client_with(world, config, Asked::default());
    authenticate(world, &client).expect("the login works");
    client
}

/// What a call over a protocol asks for, in the words of [`World::expect`].
pub(crate) fn subject(protocol: Protocol, model: &str, method: &str) -> String {
    match protocol {
        Protocol::JsonRpc => format!("{model}.{method}"),
        Protocol::Session => format!("/web/dataset/call_kw/{model}/{method}"),
        Protocol::Json2 => format!("/json/2/{model}/{method}"),
    }
}

/// The method returned `value`.
pub(crate) fn result_over(protocol: Protocol, value: Value) -> Reply {
    match protocol {
        Protocol::JsonRpc | Protocol::Session => result(value),
        Protocol::Json2 => json_body(200, value),
    }
}

/// The method raised the exception `name`, which has that status over JSON-2.
pub(crate) fn fault_over(protocol: Protocol, status: u16, name: &str, message: &str) -> Reply {
    match protocol {
        Protocol::JsonRpc | Protocol::Session => fault(name, message),
        Protocol::Json2 => json2_fault(status, name, message),
    }
}

/// Runs a call with positional and named arguments.
pub(crate) fn call_with(
    world: &World,
    client: &TestClient,
    target: (&str, &str),
    arguments: (Value, Value),
) -> Result<Value, Failure<Value>> {
    world.run(prepared(client, target, arguments, CallOptions::default()))
}

/// Whether a text holds one of the secrets of the tests.
pub(crate) fn holds_a_secret(text: &str) -> bool {
    text.contains(PASSWORD) || text.contains(API_KEY)
}

/// The client looks whether its login still holds, and it does.
pub(crate) fn expect_good_standing(world: &World, protocol: Protocol) {
    let context = json!({ "lang": "en_US", "tz": false, "uid": 2 });
    world.expect(
        &subject(protocol, "res.users", "context_get"),
        result_over(protocol, context),
    );
}

/// The client looks whether its login still holds, and the server no longer takes it.
pub(crate) fn expect_bad_standing(world: &World, protocol: Protocol) {
    let reply = match protocol {
        Protocol::JsonRpc => fault("odoo.exceptions.AccessDenied", "Access Denied"),
        Protocol::Session => fault("odoo.http.SessionExpiredException", "Session expired"),
        Protocol::Json2 => recorded("19.0", "json2-expired-key"),
    };
    world.expect(&subject(protocol, "res.users", "context_get"), reply);
}
