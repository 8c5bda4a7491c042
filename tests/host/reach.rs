//! What the exceptions of the runtimes say for certain, as these gave them.

use odoo_client_wasm::reach::{CALLS, CODES, never_left};
use serde_json::{Value, json};

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
        // Several addresses, none of which answers; Node gives such an exception the code of the first.
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
