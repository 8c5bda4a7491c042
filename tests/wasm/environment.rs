//! `configFromEnv`, in a runtime with an environment and in one without.

use odoo_client_wasm::js::env::config_from_env;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{apply, chain, evaluate, json, member, shown, text};

/// Runs `work` with another `process`.
fn with_process<T>(source: &str, work: impl FnOnce() -> T) -> T {
    let before = member(&js_sys::global(), "process");
    let replace = |process: &JsValue| {
        apply(
            "(value) => Object.defineProperty(globalThis, 'process', { value, configurable: true, writable: true, enumerable: false })",
            &[process],
        );
    };
    replace(&evaluate(source));
    let result = work();
    replace(&before);
    result
}

fn refusal(prefix: &JsValue) -> JsValue {
    config_from_env(prefix).expect_err("it is refused")
}

const COMPLETE: &str = "{ env: { SHOP_URL: 'http://x', SHOP_DATABASE: 'd', SHOP_USERNAME: 'u', SHOP_PASSWORD: 'S3CR3T' } }";

#[wasm_bindgen_test]
fn the_variables_of_a_prefix_are_a_configuration() {
    let config = with_process(COMPLETE, || config_from_env(&"SHOP".into()));
    let config = config.unwrap_or_else(|error| panic!("{}", shown(&error)));
    assert_eq!(
        json(&config),
        r#"{"url":"http://x","database":"d","username":"u","password":"S3CR3T"}"#
    );
    assert_eq!(chain(&config), "Object");
}

#[wasm_bindgen_test]
fn what_is_missing_is_named_and_what_is_there_is_not_told() {
    let error = with_process(
        "{ env: { SHOP_URL: 'http://x', SHOP_DB: '', SHOP_PASSWORD: 'S3CR3T' } }",
        || refusal(&"SHOP".into()),
    );
    assert_eq!(chain(&error), "OdooError < Error < Object");
    assert!(
        text(&error, "message").starts_with("Missing environment variables: SHOP_DB, SHOP_USER"),
        "{}",
        text(&error, "message")
    );
    assert!(!shown(&error).contains("S3CR3T"));
}

#[wasm_bindgen_test]
fn a_runtime_without_an_environment_says_so() {
    for process in [
        "undefined",
        "{}",
        "{ env: undefined }",
        "{ get env() { throw new Error('not allowed'); } }",
        "{ env: null }",
        "{ env: { ODOO_URL: 7, ODOO_DB: {}, get ODOO_USER() { throw new Error('not allowed'); } } }",
    ] {
        let error = with_process(process, || refusal(&JsValue::UNDEFINED));
        assert_eq!(chain(&error), "OdooError < Error < Object", "{process}");
        assert!(
            text(&error, "message").starts_with(
                "Missing environment variables: ODOO_URL, ODOO_DB, ODOO_USER, ODOO_PASSWORD"
            ),
            "{}",
            text(&error, "message")
        );
    }
}

#[wasm_bindgen_test]
fn a_prefix_that_is_no_name_is_refused() {
    for prefix in ["7", "''", "null", "{}"] {
        let error = with_process(COMPLETE, || refusal(&evaluate(prefix)));
        assert_eq!(chain(&error), "TypeError < Error < Object", "{prefix}");
        assert!(
            text(&error, "message").contains("prefix"),
            "{}",
            text(&error, "message")
        );
    }
}
