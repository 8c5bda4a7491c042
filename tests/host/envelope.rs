//! The envelope of an answer: what is a result, what is an error, and what is neither.

use odoo_client_wasm::error::{Class, Error};
use odoo_client_wasm::protocol::envelope::open;
use odoo_client_wasm::protocol::http::{Body, Head, Response, is_full_pool};
use odoo_client_wasm::protocol::redirect;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::value::any_json;
use crate::world::response;

fn answer(body: Value) -> Result<Value, Error<Value>> {
    open(response(200, Body::Json(body)), 7)
}

fn refused(body: Value) -> (Class, String) {
    let error = answer(body.clone())
        .expect_err(&body.to_string())
        .into_details();
    assert_eq!(error.place.status, Some(200), "{body}");
    (error.class, error.message)
}

#[test]
fn a_result_is_what_it_is() {
    for result in [
        json!(0),
        json!(false),
        json!(""),
        json!([]),
        json!({ "error": 1 }),
        json!(null),
    ] {
        let opened = answer(json!({ "jsonrpc": "2.0", "id": 7, "result": result }));
        assert_eq!(opened.expect("a result"), result);
    }
}

#[test]
fn an_answer_without_result_and_error_is_null_when_it_is_json_rpc() {
    assert_eq!(
        answer(json!({ "jsonrpc": "2.0", "id": 7 })).expect("None"),
        Value::Null
    );
    let none = json!({ "jsonrpc": "2.0", "id": 7, "error": null });
    assert_eq!(answer(none).expect("None"), Value::Null);
    let (class, message) = refused(json!({ "status": "ok" }));
    assert_eq!(class, Class::Rpc);
    assert!(
        message.contains("an object and not a JSON-RPC response"),
        "{message}"
    );
}

#[test]
fn json_that_is_no_json_rpc_says_what_it_is() {
    for (body, words) in [
        (json!([]), "a list"),
        (json!("hello"), "\"hello\""),
        (json!(7), "7"),
        (json!(null), "null"),
        (json!(true), "true"),
    ] {
        let (class, message) = refused(body);
        assert_eq!(class, Class::Rpc);
        assert!(
            message.contains(&format!("is {words} and not a JSON-RPC response")),
            "{message}"
        );
    }
}

#[test]
fn a_body_that_is_not_json_is_a_network_error_with_the_parsers_exception() {
    let cause = json!({ "message": "Unexpected end of JSON input" });
    let error = open(response(200, Body::Unreadable(cause.clone())), 7).expect_err("not JSON");
    assert_eq!(error.class, Class::Network);
    assert_eq!(error.cause, Some(cause));
    assert!(
        error.message.contains("is cut off or not JSON"),
        "{}",
        error.message
    );
    let error = open(response(204, Body::Ignored), 7).expect_err("not JSON");
    assert_eq!(
        (error.class, error.place.status),
        (Class::Network, Some(204))
    );
}

#[test]
fn an_answer_with_both_result_and_error_is_not_trusted() {
    let error = json!({ "code": 200, "message": "no", "data": {} });
    let (class, message) =
        refused(json!({ "jsonrpc": "2.0", "id": 7, "result": true, "error": error }));
    assert_eq!(class, Class::Rpc);
    assert!(message.contains("both a result and an error"), "{message}");
    // Servers that follow JSON-RPC 1 send the one that does not apply as null.
    let (class, message) = refused(json!({ "id": 7, "result": null, "error": error }));
    assert_eq!((class, message.as_str()), (Class::Rpc, "no"));
    assert_eq!(
        answer(json!({ "id": 7, "result": 1, "error": null })).expect("a result"),
        json!(1)
    );
}

#[test]
fn an_answer_to_another_request_is_refused() {
    for id in [
        json!(8),
        json!(-7),
        json!(7.5),
        json!("7"),
        json!("abc"),
        json!([7]),
        json!({}),
        json!(true),
    ] {
        let (class, message) = refused(json!({ "jsonrpc": "2.0", "id": id, "result": 1 }));
        assert_eq!(class, Class::Rpc, "{id}");
        assert!(message.contains("instead of 7"), "{message}");
    }
}

#[test]
fn an_answer_without_an_id_is_taken() {
    for body in [
        json!({ "jsonrpc": "2.0", "result": 1 }),
        json!({ "jsonrpc": "2.0", "id": null, "result": 1 }),
    ] {
        assert_eq!(answer(body).expect("a result"), json!(1));
    }
}

#[test]
fn a_stand_in_for_fetch_without_headers_may_answer_with_any_id() {
    let bare = Response {
        has_headers: false,
        ..response(200, Body::Json(json!({ "id": 1, "result": 5 })))
    };
    assert_eq!(open(bare, 7).expect("a result"), json!(5));
}

#[test]
fn an_error_is_told_even_when_its_id_is_null_or_another() {
    for id in [json!(null), json!(8)] {
        let data = json!({ "name": "odoo.exceptions.AccessError", "message": "no" });
        let (class, message) = refused(json!({ "id": id, "error": { "code": 0, "data": data } }));
        assert_eq!((class, message.as_str()), (Class::Access, "no"));
    }
}

#[test]
fn a_status_outside_200_to_299_is_a_network_error_in_the_servers_words_or_the_usual_ones() {
    for (status, words, message) in [
        (502, "Bad Gateway", "HTTP 502: Bad Gateway"),
        (502, "", "HTTP 502: Bad Gateway"),
        (503, "Closed for lunch", "HTTP 503: Closed for lunch"),
        (404, "", "HTTP 404: Not Found"),
        (303, "", "HTTP 303: Redirect"),
        (199, "", "HTTP 199: unexpected status"),
        (599, "", "HTTP 599: unexpected status"),
        (0, "", "HTTP 0: unexpected status"),
    ] {
        let head = Head {
            status_text: words.into(),
            ..Head::default()
        };
        let answer = Response {
            head: Some(Box::new(head)),
            ..response(status, Body::Ignored)
        };
        let error = open(answer, 7).expect_err(message);
        assert_eq!(error.class, Class::Network);
        assert_eq!(error.message, message);
        assert_eq!(
            error.place.status,
            Some(status).filter(|status| *status != 0)
        );
        assert_eq!(error.retry_after_ms, None);
    }
}

#[test]
fn the_json_of_an_answer_without_success_does_not_count() {
    let body = json!({ "jsonrpc": "2.0", "id": 7, "result": 1 });
    let error = open(response(500, Body::Json(body)), 7).expect_err("HTTP 500");
    assert_eq!(error.message, "HTTP 500: Internal Server Error");
}

#[test]
fn too_many_requests_tell_when_to_come_back() {
    let limited = |status, retry_after_ms| {
        let head = Head {
            retry_after_ms,
            ..Head::default()
        };
        let answer = Response {
            head: Some(Box::new(head)),
            ..response(status, Body::Ignored)
        };
        open::<Value>(answer, 7)
            .expect_err("limited")
            .into_details()
    };
    let error = limited(429, Some(30_000.0));
    assert_eq!(
        (error.class, error.retry_after_ms),
        (Class::RateLimit, Some(30_000.0))
    );
    let error = limited(503, Some(5_000.0));
    assert_eq!(
        (error.class, error.retry_after_ms),
        (Class::Network, Some(5_000.0))
    );
    assert_eq!(limited(429, None).retry_after_ms, None);
}

fn any_body() -> impl Strategy<Value = Body<Value>> {
    let members = proptest::collection::hash_map(
        prop::sample::select(vec![
            "jsonrpc", "id", "result", "error", "code", "data", "message",
        ]),
        any_json(),
        0..5,
    );
    let envelope = members.prop_map(|members| {
        members
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect()
    });
    prop_oneof![
        envelope.prop_map(|members| Body::Json(Value::Object(members))),
        any_json().prop_map(Body::Json),
        any_json().prop_map(Body::Unreadable),
        Just(Body::Ignored),
    ]
}

proptest! {
    #[test]
    fn whatever_is_answered_opens_to_a_result_or_to_an_error_with_a_message(
        status in prop_oneof![Just(200_u16), any::<u16>()],
        status_text in ".{0,8}",
        retry_after_ms in proptest::option::of(0.0..1e9),
        has_headers: bool,
        came in proptest::option::of(".{0,120}"),
        pool_is_full: bool,
        body in any_body(),
        id: u64,
    ) {
        let answer = Response {
            status,
            has_headers,
            body,
            head: Some(Box::new(Head { status_text, retry_after_ms, came, pool_is_full, ..Head::default() })),
        };
        let is_success = answer.is_success();
        match open(answer, id) {
            Ok(_) => prop_assert!(is_success),
            Err(error) => {
                prop_assert!(!error.message.is_empty());
                prop_assert_eq!(error.place.status, Some(status));
            }
        }
    }

    #[test]
    fn an_error_object_of_any_shape_makes_an_error_with_a_message(fault in any_json()) {
        let error = odoo_client_wasm::protocol::faults::from_error_object(&fault);
        prop_assert!(!error.message.is_empty());
    }
}

#[test]
fn a_page_of_odoos_own_tells_of_an_exhausted_pool() {
    assert!(is_full_pool(500, "<p>The Connection Pool Is Full</p>"));
    assert!(is_full_pool(500, "connection pool is full"));
    assert!(!is_full_pool(502, "<p>The Connection Pool Is Full</p>"));
    assert!(!is_full_pool(500, "<h1>Internal Server Error</h1>"));
    assert!(!is_full_pool(500, ""));
}

#[test]
fn a_body_that_is_too_large_and_a_way_to_the_login_have_reasons_of_their_own() {
    let reason = |status, location: Option<&str>| {
        let head = Head {
            location: location.map(Into::into),
            ..Head::default()
        };
        let mut response = Response::<Value> {
            status,
            has_headers: true,
            body: Body::Ignored,
            head: Some(Box::new(head)),
        };
        let told = redirect::of(&response, "http://h", "/report/pdf/a.b/1");
        response.head.get_or_insert_default().redirect = told;
        response.status_error().reason().word()
    };
    assert_eq!(reason(413, None), "tooLarge");
    assert_eq!(reason(303, Some("/web/login?redirect=x")), "loginPage");
    // Where it leads is not known, or it leads elsewhere.
    assert_eq!(reason(303, None), "network");
    assert_eq!(reason(0, None), "network");
    assert_eq!(reason(303, Some("/sign-in")), "network");
    assert_eq!(reason(429, None), "rateLimit");
    assert_eq!(reason(502, None), "network");
}
