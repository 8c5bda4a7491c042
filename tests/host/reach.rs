//! What the exceptions of the runtimes say for certain, as these gave them.

use odoo_client_wasm::client::{CallOptions, Config};
use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use odoo_client_wasm::protocol::http::{Body, Manner};
use odoo_client_wasm::reach::{CALLS, CODES, gave_up, never_left};
use serde_json::{Value, json};

use crate::retry::retrying;
use crate::world::*;

/// What `fetch` of Node rejects with: the exception of the socket is underneath.
fn of_node(cause: Value) -> Value {
    json!({ "message": "fetch failed", "cause": cause })
}

#[test]
fn a_connection_that_was_never_made_sent_nothing() {
    let refused = json!({ "message": "connect ECONNREFUSED 127.0.0.1:1", "code": "ECONNREFUSED", "syscall": "connect" });
    let unknown = json!({ "message": "getaddrinfo ENOTFOUND x", "code": "ENOTFOUND", "syscall": "getaddrinfo" });
    for failure in [
        of_node(refused.clone()),
        of_node(unknown.clone()),
        refused.clone(),
        // Several addresses, none of which answers; Node gives such an exception the code of the
        // first.
        of_node(
            json!({ "message": "", "code": "ECONNREFUSED", "errors": [refused, { "code": "ENETUNREACH", "syscall": "connect" }] }),
        ),
        of_node(json!({ "message": "Connect Timeout Error", "code": "UND_ERR_CONNECT_TIMEOUT" })),
        // axios and others repeat the code of what they wrap.
        json!({ "message": "x", "code": "ENOTFOUND", "cause": unknown }),
        // Bun, now and before 1.3.
        json!({ "message": "ECONNREFUSED: Unable to connect. Is the computer able to access the url?", "code": "ECONNREFUSED" }),
        json!({ "message": "Unable to connect. Is the computer able to access the url?", "code": "ConnectionRefused" }),
        json!({ "message": "getaddrinfo ENOTFOUND x", "code": "ENOTFOUND", "syscall": "getaddrinfo" }),
        // Deno 2, and 1.
        of_node(
            json!({ "message": "error sending request for url (http://127.0.0.1:1/jsonrpc): client error (Connect): tcp connect error: Connection refused (os error 111)" }),
        ),
        json!({ "message": "error sending request for url (http://x.invalid/): client error (Connect): dns error: failed to lookup address information" }),
    ] {
        assert!(never_left(&failure), "{failure}");
    }
}

#[test]
fn every_code_counts_with_every_call_before_a_connection_stands_and_with_no_other() {
    for code in CODES {
        for call in CALLS {
            assert!(
                never_left(&json!({ "code": code, "syscall": call })),
                "{call} {code}"
            );
        }
        for call in ["read", "write", "shutdown", ""] {
            assert!(
                !never_left(&json!({ "code": code, "syscall": call })),
                "{call} {code}"
            );
            let inner = json!({ "code": code, "syscall": call });
            assert!(!never_left(&of_node(inner)), "{call} {code}");
        }
        assert!(
            !never_left(&json!({ "code": code, "message": code })),
            "{code} alone"
        );
    }
}

#[test]
fn whatever_else_happened_the_request_may_have_been_read() {
    let refused = json!({ "code": "ECONNREFUSED", "syscall": "connect" });
    for failure in [
        json!({}),
        json!(null),
        json!([]),
        json!({ "message": "Failed to fetch" }),
        json!({ "message": "Load failed" }),
        json!({ "message": "NetworkError when attempting to fetch resource." }),
        json!({ "message": "Network connection lost." }),
        of_node(json!({ "code": "EHOSTUNREACH", "syscall": "read" })),
        of_node(json!({ "code": "ECONNRESET", "syscall": "read" })),
        of_node(json!({ "code": "ECONNRESET", "syscall": "connect" })),
        of_node(json!({ "code": "UND_ERR_SOCKET", "message": "other side closed" })),
        of_node(json!({ "code": "UND_ERR_HEADERS_TIMEOUT" })),
        of_node(json!({ "message": "connect ECONNREFUSED 127.0.0.1:1" })),
        // One of several addresses did answer.
        json!({ "code": "ECONNREFUSED", "errors": [refused, { "code": "ECONNRESET", "syscall": "read" }] }),
        json!({ "errors": [refused, {}] }),
        json!({ "code": "EPIPE", "syscall": "write", "cause": refused }),
        // Bun, on a connection that stood.
        json!({ "message": "ECONNRESET: The socket connection was closed unexpectedly.", "code": "ECONNRESET" }),
        json!({ "message": "Unable to connect. Is the computer able to access the url?" }),
        // Deno, after the request had left.
        of_node(
            json!({ "message": "error sending request from 127.0.0.1:2 for http://x/ (127.0.0.1:1): client error (SendRequest): connection closed before message completed" }),
        ),
        of_node(json!({ "message": "Connection reset by peer (os error 104)" })),
        json!({ "message": "client error (Connect): x" }),
    ] {
        assert!(!never_left(&failure), "{failure}");
    }
}

#[test]
fn the_runtimes_own_limit_is_told_from_all_else() {
    for failure in [
        of_node(json!({ "code": "UND_ERR_HEADERS_TIMEOUT", "message": "Headers Timeout Error" })),
        json!({ "message": "terminated", "cause": { "code": "UND_ERR_BODY_TIMEOUT" } }),
    ] {
        assert!(gave_up(&failure) && !never_left(&failure), "{failure}");
    }
    for failure in [
        json!({}),
        of_node(json!({ "code": "UND_ERR_CONNECT_TIMEOUT" })),
        of_node(json!({ "code": "ETIMEDOUT", "syscall": "read" })),
    ] {
        assert!(!gave_up(&failure), "{failure}");
    }
}

#[test]
fn what_the_runtime_did_not_wait_for_is_a_timeout_that_is_not_repeated() {
    for protocol in Protocol::ALL {
        for reply in [
            given_up(),
            broken_off(Body::TimedOut(json!({ "code": "UND_ERR_BODY_TIMEOUT" }))),
        ] {
            let world = World::default();
            let client = retrying(&world, protocol, 9);
            world.expect(&subject(protocol, "res.partner", "search"), reply);
            let error = details(world.run(search(&client)));
            assert_eq!(error.class, Class::Timeout);
            assert_eq!((error.not_sent, error.is_transient), (false, false));
            assert!(
                error.message.contains("headersTimeout"),
                "{}",
                error.message
            );
            assert!(error.cause.is_some());
        }
    }
}

#[test]
fn an_answer_that_is_too_long_says_so_and_is_not_asked_for_again() {
    for protocol in Protocol::ALL {
        let world = World::default();
        let client = retrying(&world, protocol, 9);
        world.expect(
            &subject(protocol, "res.partner", "search"),
            broken_off(Body::TooLarge(1000.0)),
        );
        let error = details(world.run(search(&client)));
        assert_eq!(
            (error.class, error.is_transient, error.place.status),
            (Class::Network, false, Some(200))
        );
        assert!(
            error.message.contains("1000 bytes") && error.message.contains("maxBodyBytes"),
            "{}",
            error.message
        );
    }
}

#[test]
fn a_call_without_a_limit_or_with_a_long_one_waits_longer_than_the_runtime() {
    for (timeout_ms, model, method, is_patient) in [
        (None, "res.partner", "search", false),
        (Some(1_000.0), "res.partner", "search", false),
        (Some(300_000.0), "res.partner", "search", true),
        (Some(0.0), "res.partner", "search", true),
        (None, "ir.module.module", "button_immediate_install", true),
        (
            Some(1_000.0),
            "ir.module.module",
            "button_immediate_install",
            false,
        ),
    ] {
        let world = World::default();
        let client = logged_in_with(
            &world,
            Config {
                timeout_ms,
                ..config()
            },
            Asked::default(),
        );
        world.expect(&format!("{model}.{method}"), result(fitting(method)));
        let call = prepared(
            &client,
            (model, method),
            (json!([[1]]), json!({})),
            CallOptions::default(),
        );
        world.run(call).expect("an answer");
        assert_eq!(
            world.last().manner,
            Manner {
                is_once: false,
                is_patient
            },
            "{timeout_ms:?} {method}"
        );
    }
}

#[test]
fn what_the_runtime_refuses_itself_was_not_sent_and_fails_again() {
    use odoo_client_wasm::reach::{is_of_settings, is_refused_here};
    for said in [
        "fetch failed: bad port",
        "Cannot convert argument to a ByteString",
    ] {
        assert!(is_refused_here(said), "{said}");
        assert!(is_of_settings(said, false, false), "{said}");
    }
    assert!(is_of_settings("self-signed certificate", true, false));
    assert!(!is_refused_here("self-signed certificate"));
    // Whether the server speaks TLS is known once it has been logged in to.
    assert!(is_of_settings("wrong version number", true, true));
    assert!(!is_of_settings("wrong version number", true, false));
    assert!(!is_of_settings("wrong version number", false, true));
    assert!(!is_of_settings("read ECONNRESET", true, true));
}
