//! What real servers answered over JSON-2, and what becomes of it.

use odoo_client_wasm::error::{Class, Error};
use odoo_client_wasm::protocol::http::Body;
use odoo_client_wasm::protocol::{bare, json2};
use odoo_client_wasm::retry::may_retry;
use serde_json::{Value, json};

use crate::recordings::{self, Recording, named};
use crate::world::*;

/// The recorded answers of calls.
fn answers() -> Vec<Recording> {
    let mut recordings = recordings::of("19.0");
    recordings.retain(|recording| recording.path().starts_with("/json/2"));
    recordings
}

fn opened(recording: &Recording) -> Result<Value, Error<Value>> {
    bare::open(recording.answer())
}

#[test]
fn a_success_is_the_bare_value() {
    let mut seen = 0;
    for recording in answers() {
        if recording.response["status"] == 200 {
            let value = opened(&recording)
                .unwrap_or_else(|error| panic!("{}: {}", recording.name, error.message));
            assert_eq!(&value, recording.body(), "{}", recording.name);
            seen += 1;
        }
    }
    assert!(seen >= 15, "only {seen} recorded successes");
    assert_eq!(
        opened(&named("19.0", "json2-none-result")).expect("None"),
        Value::Null
    );
}

#[test]
fn every_recorded_error_has_its_class() {
    let expected = |name: &str| match name {
        "cors-preflight-json2"
        | "json2-basic-authorization"
        | "json2-expired-key"
        | "json2-invalid-key"
        | "json2-no-authorization"
        | "json2-password-as-bearer"
        | "json2-session-cookie-only" => Class::Auth,
        "json2-access-error-demo"
        | "json2-access-error-portal"
        | "json2-access-error-rule-portal"
        | "json2-check-access"
        | "json2-context-company-text"
        | "json2-private-method"
        | "json2-search-fetch" => Class::Access,
        "json2-context-lang-unknown"
        | "json2-user-error-delete-superuser"
        | "json2-validation-error-notnull" => Class::Validation,
        "json2-redirect-warning" => Class::RedirectWarning,
        "json2-write-missing" => Class::Missing,
        // Pages.
        "json2-form"
        | "json2-session-cookie-other-db-header"
        | "json2-text-plain"
        | "json2-unknown-db"
        | "multidb-cors-preflight-json2"
        | "multidb-json2-unknown-db" => Class::Network,
        "json2-args-member"
        | "json2-bad-args-missing"
        | "json2-bad-args-unknown-kwarg"
        | "json2-bad-context"
        | "json2-bad-type"
        | "json2-get"
        | "json2-get-method"
        | "json2-get-root"
        | "json2-ids-on-create"
        | "json2-ids-with-api-model"
        | "json2-lone-surrogate"
        | "json2-malformed-json"
        | "json2-null-body"
        | "json2-positional-array-body"
        | "json2-three-segments"
        | "json2-unknown-field-create"
        | "json2-unknown-field-search"
        | "json2-unknown-method"
        | "json2-unknown-model" => Class::Rpc,
        other => panic!("{other} is not in the table"),
    };
    let mut seen = 0;
    for recording in answers() {
        let Err(error) = opened(&recording) else {
            continue;
        };
        let name = recording.name.trim_start_matches("19.0/");
        assert_eq!(error.class, expected(name), "{name}: {}", error.message);
        let status = recording.response["status"].as_u64();
        assert_eq!(error.place.status.map(u64::from), status, "{name}");
        match recording.body() {
            Value::Null => assert!(
                error.message.starts_with("HTTP "),
                "{name}: {}",
                error.message
            ),
            report => {
                match name {
                    "json2-unknown-model" => assert!(
                        error
                            .message
                            .starts_with("Object no.such.model doesn't exist: "),
                        "{}",
                        error.message
                    ),
                    _ => assert_eq!(report["message"], json!(error.message), "{name}"),
                }
                assert_eq!(error.data.as_ref(), Some(report), "{name}");
            }
        }
        assert!(!may_retry(&error, || true), "{name} would fail again");
        seen += 1;
    }
    assert_eq!(seen, 44, "recorded errors");
}

#[test]
fn only_a_complaint_about_arguments_asks_for_the_description() {
    let mut about: Vec<_> = answers()
        .iter()
        .filter(|recording| opened(recording).is_err_and(|error| json2::is_about_arguments(&error)))
        .map(|recording| recording.name.trim_start_matches("19.0/").to_owned())
        .collect();
    about.sort();
    assert_eq!(
        about,
        [
            "json2-args-member",
            "json2-bad-args-missing",
            "json2-bad-args-unknown-kwarg",
            "json2-ids-on-create",
            "json2-ids-with-api-model",
            "json2-null-body",
            "json2-positional-array-body",
        ]
    );
}

#[test]
fn errors_that_no_server_was_recorded_with_are_told_by_their_name() {
    for (status, name, class) in [
        (403, "odoo.exceptions.AccessDenied", Class::Auth),
        (409, "odoo.exceptions.LockError", Class::Lock),
        (500, "psycopg2.errors.LockNotAvailable", Class::Lock),
        (500, "psycopg2.errors.SerializationFailure", Class::Rpc),
        (500, "psycopg2.pool.PoolError", Class::Rpc),
        (503, "werkzeug.exceptions.ServiceUnavailable", Class::Rpc),
    ] {
        let report = json!({ "name": name, "message": "m", "arguments": ["m"], "context": {}, "debug": "…" });
        let error = bare::open(response(status, Body::Json(report))).expect_err(name);
        assert_eq!(
            (error.class, error.message.as_str()),
            (class, "m"),
            "{name}"
        );
        assert_eq!(may_retry(&error, || true), class != Class::Auth, "{name}");
        assert!(
            !may_retry(&error, || false),
            "{name}: what was written may have been written"
        );
    }
}

#[test]
fn an_error_without_a_report_is_told_by_its_status() {
    for (body, message) in [
        (
            Body::Json(json!({ "message": "no" })),
            "HTTP 404: Not Found",
        ),
        (
            Body::Json(json!({ "error": { "message": "no route" } })),
            "HTTP 404: Not Found",
        ),
        (Body::Json(json!("no")), "HTTP 404: Not Found"),
        (Body::Json(json!(null)), "HTTP 404: Not Found"),
        (Body::Ignored, "HTTP 404: Not Found"),
    ] {
        let error = bare::open(response(404, body)).expect_err("an error");
        assert_eq!(
            (error.class, error.message.as_str()),
            (Class::Network, message)
        );
    }
}

#[test]
fn too_many_requests_are_a_rate_limit_whatever_the_body_says() {
    let report = json!({ "name": "werkzeug.exceptions.TooManyRequests", "message": "slow down" });
    for body in [Body::Json(report), Body::Json(json!([])), Body::Ignored] {
        let error = bare::open(response(429, body)).expect_err("an error");
        assert_eq!(
            (error.class, error.place.status),
            (Class::RateLimit, Some(429))
        );
        assert!(may_retry(&error, || false), "the server has done nothing");
    }
}

#[test]
fn a_success_that_is_no_json_is_a_failure_of_the_network() {
    for body in [
        Body::Ignored,
        Body::Unreadable(json!({ "message": "Unexpected end of JSON input" })),
    ] {
        let has_cause = matches!(body, Body::Unreadable(_));
        let error = bare::open(response(200, body)).expect_err("an error");
        assert_eq!(
            (error.class, error.place.status),
            (Class::Network, Some(200))
        );
        assert_eq!(error.cause.is_some(), has_cause);
        assert!(may_retry(&error, || true) && !may_retry(&error, || false));
    }
}
