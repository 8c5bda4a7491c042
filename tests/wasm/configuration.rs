//! The configuration and the options of a call: what is refused, and how it is told.

use odoo_client_wasm::js::client::ClientCore;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{chain, evaluate, fulfilled, rejected, shown, text};
use super::odoo::{ECHO, authenticate, call_in, connected};

fn refusal(config: &str) -> JsValue {
    let config = evaluate(config);
    match ClientCore::new(&config) {
        Ok(_) => panic!("it was taken: {}", shown(&config)),
        Err(error) => error,
    }
}

/// A good configuration with some of its members replaced.
fn with(members: &str) -> String {
    format!("{{ url: 'http://x', database: 'd', username: 'u', password: 'p', ...{members} }}")
}

#[wasm_bindgen_test]
fn what_is_wrong_with_a_configuration_is_told_by_name() {
    for (config, name, given) in [
        ("undefined".to_owned(), "config", "undefined"),
        ("null".into(), "config", "null"),
        ("'http://x'".into(), "config", "\"http://x\""),
        ("[]".into(), "config", "a list"),
        (with("{ url: undefined }"), "url", "undefined"),
        (with("{ url: 7 }"), "url", "7"),
        (with("{ url: '' }"), "url", "\"\""),
        (with("{ url: new URL('http://x') }"), "url", "an object"),
        (with("{ database: undefined }"), "database", "undefined"),
        (with("{ database: null }"), "database", ""),
        (with("{ database: '  ' }"), "database", "\"  \""),
        (with("{ database: 5 }"), "database", "5"),
        (with("{ username: 5 }"), "username", ""),
        (with("{ password: 5 }"), "password", ""),
        (with("{ timeoutMs: '5' }"), "timeoutMs", "\"5\""),
        (with("{ timeoutMs: NaN }"), "timeoutMs", "NaN"),
        (with("{ timeoutMs: -1 }"), "timeoutMs", "-1"),
        (with("{ context: 'fr_FR' }"), "context", "\"fr_FR\""),
        (with("{ context: [] }"), "context", "a list"),
        (with("{ fetch: 'fetch' }"), "fetch", "\"fetch\""),
        (with("{ headers: 7 }"), "header", "7"),
        (with("{ headers: ['x'] }"), "header", ""),
        (with("{ headers: { 'Bad Name': 'x' } }"), "header", ""),
        (
            with("{ headers: { 'X-Bad': 'a\\r\\nInjected: 1' } }"),
            "X-Bad",
            "",
        ),
        (with("{ headers: { 'X-Bad': 7 } }"), "X-Bad", ""),
    ] {
        let error = refusal(&config);
        assert_eq!(chain(&error), "OdooError < Error < Object", "{config}");
        let message = text(&error, "message");
        assert!(
            message.contains(name) && message.contains(given),
            "{config}: {message}"
        );
    }
}

#[wasm_bindgen_test]
fn an_address_that_cannot_work_is_told_with_an_example() {
    for url in [
        "odoo.example.com",
        "ftp://x",
        "http://",
        "http://a b",
        "javascript:alert(1)",
    ] {
        let error = refusal(&with(&format!("{{ url: '{url}' }}")));
        assert_eq!(chain(&error), "OdooError < Error < Object", "{url}");
        assert!(
            text(&error, "message").contains("https://example.odoo.com"),
            "{}",
            text(&error, "message")
        );
    }
}

#[wasm_bindgen_test]
fn a_safety_context_that_cannot_be_asked_is_refused() {
    for safety in [
        "{}",
        "true",
        "'confirm'",
        "{ confirm: 1 }",
        "[]",
        "() => true",
        "{ get confirm() { throw 1; } }",
    ] {
        let error = refusal(&with(&format!("{{ safety: {safety} }}")));
        assert!(
            text(&error, "message").contains("safety context"),
            "{safety}: {}",
            text(&error, "message")
        );
    }
}

#[wasm_bindgen_test]
fn what_may_be_a_secret_is_never_repeated() {
    for members in [
        "{ password: ['S3CR3T'] }",
        "{ password: { toString: () => 'S3CR3T' } }",
        "{ username: { S3CR3T: 1 } }",
        "{ headers: { Authorization: 'S3CR3T\\n' } }",
        "{ headers: { 'S3CR3T ': 'x' } }",
        "{ url: 'https://me:S3CR3T@odoo.example.com' }",
        "{ url: 'me:S3CR3T@odoo.example.com' }",
    ] {
        let error = refusal(&with(members));
        assert!(
            !shown(&error).contains("S3CR3T"),
            "{members}: {}",
            shown(&error)
        );
    }
}

#[wasm_bindgen_test]
fn a_configuration_that_resists_being_read_throws_an_error_and_never_traps() {
    for config in [
        "new Proxy({}, { get() { throw new Error('no'); } })",
        "{ get url() { throw new Error('no'); }, database: 'd' }",
        "Object.create(null)",
    ] {
        assert_eq!(
            chain(&refusal(config)),
            "OdooError < Error < Object",
            "{config}"
        );
    }
}

#[wasm_bindgen_test]
fn what_is_optional_may_be_absent_undefined_or_null() {
    for members in [
        "{}",
        "{ timeoutMs: undefined, context: undefined, headers: undefined, fetch: undefined, safety: undefined }",
        "{ timeoutMs: null, context: null, headers: null, fetch: null, safety: null }",
        "{ username: undefined, password: null }",
        "{ timeoutMs: 0, context: {}, headers: {}, somethingElse: 1 }",
    ] {
        let made = ClientCore::new(&evaluate(&with(members)));
        assert!(
            made.is_ok(),
            "{members}: {}",
            made.err().as_ref().map(shown).unwrap_or_default()
        );
    }
}

#[wasm_bindgen_test]
async fn a_client_without_credentials_says_so_when_it_has_to_log_in() {
    for (members, missing) in [
        ("{ username: undefined }", "username"),
        ("{ password: undefined }", "password"),
    ] {
        let client = ClientCore::new(&evaluate(&with(members))).expect("it opens nothing");
        let error = rejected(authenticate(&client)).await;
        assert_eq!(chain(&error), "OdooError < Error < Object");
        assert!(
            text(&error, "message").contains(missing),
            "{}",
            text(&error, "message")
        );
    }
}

#[wasm_bindgen_test]
async fn what_is_wrong_with_the_options_of_a_call_is_told_by_name() {
    let client = connected(ECHO).await;
    for (options, name) in [
        ("'fast'", "options"),
        ("[]", "options"),
        ("7", "options"),
        ("{ timeoutMs: 'soon' }", "timeoutMs"),
        ("{ timeoutMs: -1 }", "timeoutMs"),
        ("{ safetyLevel: 'read' }", "safetyLevel"),
        ("{ safetyLevel: 7 }", "safetyLevel"),
        ("{ context: 'fr_FR' }", "context"),
    ] {
        let error = rejected(call_in(
            &client,
            "read",
            &evaluate("[]"),
            &evaluate(options),
        ))
        .await;
        assert_eq!(chain(&error), "TypeError < Error < Object", "{options}");
        assert!(
            text(&error, "message").contains(name),
            "{options}: {}",
            text(&error, "message")
        );
    }
    for options in [
        "undefined",
        "null",
        "{}",
        "{ timeoutMs: undefined, safetyLevel: null, context: null }",
    ] {
        fulfilled(call_in(
            &client,
            "read",
            &evaluate("[]"),
            &evaluate(options),
        ))
        .await;
    }
}

#[wasm_bindgen_test]
async fn a_context_that_resists_being_read_is_refused_and_the_client_stays_usable() {
    let client = connected(ECHO).await;
    for context in [
        "{ get lang() { throw new Error('no'); } }",
        "new Proxy({}, { ownKeys() { throw new Error('no'); } })",
    ] {
        let options = evaluate(&format!("{{ context: {context} }}"));
        rejected(call_in(&client, "read", &evaluate("[]"), &options)).await;
        fulfilled(call_in(
            &client,
            "read",
            &evaluate("[]"),
            &JsValue::UNDEFINED,
        ))
        .await;
    }
}
