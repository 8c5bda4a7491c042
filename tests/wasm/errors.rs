//! JavaScript's errors, made of the core's.

use odoo_client_wasm::error::{Class, Error, Failure, Place};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{chain, evaluate, json, member, text};

/// Each class, and what it is in JavaScript.
const CLASSES: [(Class, &str); 14] = [
    (Class::Odoo, "OdooError < Error < Object"),
    (Class::Type, "TypeError < Error < Object"),
    (Class::Rpc, "OdooRpcError < OdooError < Error < Object"),
    (
        Class::Auth,
        "OdooAuthError < OdooRpcError < OdooError < Error < Object",
    ),
    (
        Class::SessionExpired,
        "OdooSessionExpiredError < OdooAuthError < OdooRpcError < OdooError < Error < Object",
    ),
    (
        Class::Network,
        "OdooNetworkError < OdooRpcError < OdooError < Error < Object",
    ),
    (
        Class::RateLimit,
        "OdooRateLimitError < OdooNetworkError < OdooRpcError < OdooError < Error < Object",
    ),
    (
        Class::Timeout,
        "OdooTimeoutError < OdooNetworkError < OdooRpcError < OdooError < Error < Object",
    ),
    (
        Class::Validation,
        "OdooValidationError < OdooRpcError < OdooError < Error < Object",
    ),
    (
        Class::RedirectWarning,
        "OdooRedirectWarning < OdooValidationError < OdooRpcError < OdooError < Error < Object",
    ),
    (
        Class::Access,
        "OdooAccessError < OdooRpcError < OdooError < Error < Object",
    ),
    (
        Class::Missing,
        "OdooMissingError < OdooRpcError < OdooError < Error < Object",
    ),
    (
        Class::Lock,
        "OdooLockError < OdooRpcError < OdooError < Error < Object",
    ),
    (
        Class::Safety,
        "OdooSafetyError < OdooError < Error < Object",
    ),
];

fn plain(class: Class) -> Error<JsValue> {
    let mut error = Error::new(class, "what happened");
    if class == Class::Safety {
        error.operation = Some(evaluate("{ description: 'm.x()' }"));
    }
    error
}

fn full(class: Class) -> Error<JsValue> {
    let mut error = plain(class);
    error.code = Some("200".into());
    error.data = Some(evaluate(
        "{ name: 'a.b.C', message: 'm', debug: 'Traceback' }",
    ));
    error.cause = Some(js_sys::Error::new("underneath").into());
    error.retry_after_ms = Some(1500.0);
    error.place = Place {
        model: Some("sale.order".into()),
        method: Some("read".into()),
        status: Some(503),
        protocol: Some("jsonrpc"),
    };
    error
}

#[wasm_bindgen_test]
fn each_class_is_the_exported_one_with_its_name_and_message() {
    // V8 writes the message into the stack, Firefox does not.
    let stacks_begin_with_messages =
        text(&evaluate("new Error('a probe')"), "stack").contains("a probe");
    for (class, expected) in CLASSES {
        let error = JsValue::from(plain(class));
        assert_eq!(chain(&error), expected);
        assert_eq!(
            text(&error, "name"),
            expected.split(' ').next().unwrap_or_default()
        );
        let message = if class == Class::Safety {
            "Operation blocked: m.x()"
        } else {
            "what happened"
        };
        assert_eq!(text(&error, "message"), message);
        assert_eq!(
            text(&error, "stack").contains(message),
            stacks_begin_with_messages,
            "{}",
            text(&error, "stack")
        );
    }
}

#[wasm_bindgen_test]
fn what_is_known_of_an_error_is_on_it_and_what_is_not_is_absent() {
    for (class, _) in CLASSES {
        let error = JsValue::from(full(class));
        assert_eq!(text(&error, "model"), "sale.order");
        assert_eq!(text(&error, "method"), "read");
        assert_eq!(text(&error, "protocol"), "jsonrpc");
        assert_eq!(member(&error, "status").as_f64(), Some(503.0));
        assert_eq!(member(&error, "retryAfterMs").as_f64(), Some(1500.0));
        let bare = JsValue::from(plain(class));
        for name in [
            "code",
            "data",
            "cause",
            "retryAfterMs",
            "model",
            "method",
            "status",
            "protocol",
        ] {
            assert!(member(&bare, name).is_undefined(), "{class:?} {name}");
        }
    }
}

#[wasm_bindgen_test]
fn errors_of_the_server_carry_code_data_and_the_traceback_where_nobody_stumbles_over_it() {
    for class in [
        Class::Rpc,
        Class::Auth,
        Class::Validation,
        Class::Access,
        Class::Missing,
        Class::Lock,
        Class::RedirectWarning,
    ] {
        let error = JsValue::from(full(class));
        assert_eq!(text(&error, "code"), "200", "{class:?}");
        let data = member(&error, "data");
        assert_eq!(text(&data, "debug"), "Traceback");
        assert_eq!(json(&data), r#"{"name":"a.b.C","message":"m"}"#);
        assert!(!json(&error).contains("Traceback"));
    }
}

#[wasm_bindgen_test]
fn an_error_says_as_json_what_was_promised() {
    let data = r#"{"name":"a.b.C","message":"m"}"#;
    for (class, code, details) in [
        (Class::Odoo, "ODOO_ERROR", None),
        (
            Class::Rpc,
            "RPC_ERROR",
            Some(format!(r#"{{"code":"200","data":{data}}}"#)),
        ),
        (Class::Auth, "AUTH_ERROR", None),
        (
            Class::Network,
            "NETWORK_ERROR",
            Some(r#"{"cause":"underneath"}"#.into()),
        ),
        (Class::Timeout, "TIMEOUT_ERROR", None),
        (Class::Validation, "VALIDATION_ERROR", Some(data.into())),
        (Class::Access, "ACCESS_ERROR", Some(data.into())),
        (Class::Missing, "MISSING_ERROR", Some(data.into())),
        (
            Class::Safety,
            "SAFETY_BLOCKED",
            Some(r#"{"operation":{"description":"m.x()"}}"#.into()),
        ),
    ] {
        let message = if class == Class::Safety {
            "Operation blocked: m.x()"
        } else {
            "what happened"
        };
        let details = details
            .map(|details| format!(r#","details":{details}"#))
            .unwrap_or_default();
        let expected = format!(r#"{{"error":"{code}","message":"{message}"{details}}}"#);
        assert_eq!(json(&full(class).into()), expected);
    }
}

#[wasm_bindgen_test]
fn a_cause_may_be_anything() {
    for source in [
        "'a text'",
        "7",
        "{ message: 'm' }",
        "new RangeError('r')",
        "null",
    ] {
        let cause = evaluate(source);
        for class in [
            Class::Network,
            Class::Rpc,
            Class::Type,
            Class::Odoo,
            Class::Timeout,
        ] {
            let error = JsValue::from(Error::new(class, "m").caused_by(cause.clone()));
            assert!(
                js_sys::Object::is(&member(&error, "cause"), &cause),
                "{class:?} {source}"
            );
            json(&error);
        }
    }
}

#[wasm_bindgen_test]
fn somebody_elses_exception_is_passed_on() {
    let exception = evaluate("{ mine: true }");
    let passed = JsValue::from(Failure::Thrown(exception.clone()));
    assert!(js_sys::Object::is(&passed, &exception));
}
