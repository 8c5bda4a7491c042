//! Abort signals: the engine's, and what stands in for them.

use odoo_client_wasm::js::client::ClientCore;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{apply, assign, chain, evaluate, fulfilled, member, rejected, shown, text};
use super::odoo::{ECHO, call_in, connected};

/// Never answers, and keeps the signal that it was given.
const SILENCE: &str = "globalThis.sentOfTest = init.signal; return new Promise(() => {});";

fn with(client: &ClientCore, signal: &JsValue) -> js_sys::Promise {
    let options = evaluate("{}");
    assign(&options, "signal", signal);
    call_in(client, "read", &evaluate("[]"), &options)
}

/// A signal that counts its listeners.
fn counting() -> JsValue {
    evaluate(
        "(() => {
           const controller = new AbortController();
           const { signal } = controller;
           const seen = { added: 0, removed: 0 };
           return {
             seen, controller,
             get aborted() { return signal.aborted; },
             get reason() { return signal.reason; },
             addEventListener(type, listener, options) { seen.added += 1; signal.addEventListener(type, listener, options); },
             removeEventListener(type, listener) { seen.removed += 1; signal.removeEventListener(type, listener); },
           };
         })()",
    )
}

fn listeners_left(signal: &JsValue) -> Option<f64> {
    apply("({ seen }) => seen.added - seen.removed", &[signal]).as_f64()
}

#[wasm_bindgen_test]
async fn a_call_ends_with_the_very_reason_and_its_request_is_aborted() {
    for reason in ["new Error('mine')", "'a text'", "null", "{ a: 1 }", "0"] {
        let client = connected(SILENCE).await;
        let controller = evaluate("new AbortController()");
        let promise = with(&client, &member(&controller, "signal"));
        let reason = evaluate(reason);
        apply(
            "(controller, reason) => { setTimeout(() => controller.abort(reason), 10); }",
            &[&controller, &reason],
        );
        let exception = rejected(promise).await;
        assert!(
            js_sys::Object::is(&exception, &reason),
            "{}",
            shown(&exception)
        );
        assert!(member(&evaluate("globalThis.sentOfTest"), "aborted").is_truthy());
    }
}

#[wasm_bindgen_test]
async fn a_signal_without_a_reason_gives_the_engines_own() {
    let client = connected(SILENCE).await;
    let controller = evaluate("new AbortController()");
    let promise = with(&client, &member(&controller, "signal"));
    apply(
        "(controller) => { setTimeout(() => controller.abort(), 10); }",
        &[&controller],
    );
    assert_eq!(text(&rejected(promise).await, "name"), "AbortError");
    let promise = with(&client, &evaluate("AbortSignal.timeout(10)"));
    assert_eq!(text(&rejected(promise).await, "name"), "TimeoutError");
}

#[wasm_bindgen_test]
async fn a_signal_that_has_aborted_already_lets_nothing_be_sent() {
    let client = connected("globalThis.sentOfTest = 'sent'; return respond({ result: 1 });").await;
    assign(&js_sys::global(), "sentOfTest", &JsValue::NULL);
    let exception = rejected(with(&client, &evaluate("AbortSignal.abort('too late')"))).await;
    assert_eq!(exception, JsValue::from("too late"));
    assert!(evaluate("globalThis.sentOfTest").is_null());
}

#[wasm_bindgen_test]
async fn no_listener_is_left_when_a_call_is_over_however_it_ends() {
    for source in [
        ECHO,
        "throw new TypeError('offline');",
        "return new Response('', { status: 500 });",
    ] {
        let client = connected(source).await;
        let signal = counting();
        let _ = super::javascript::settled(with(&client, &signal)).await;
        assert_eq!(listeners_left(&signal), Some(0.0), "{source}");
    }
    let client = connected(SILENCE).await;
    let signal = counting();
    let options = evaluate("{ timeoutMs: 15 }");
    assign(&options, "signal", &signal);
    let error = rejected(call_in(&client, "read", &evaluate("[]"), &options)).await;
    assert!(chain(&error).starts_with("OdooTimeoutError"));
    assert_eq!(listeners_left(&signal), Some(0.0));
}

#[wasm_bindgen_test]
async fn a_signal_may_serve_many_calls() {
    let client = connected(ECHO).await;
    let signal = counting();
    for _ in 0..20 {
        fulfilled(with(&client, &signal)).await;
    }
    assert_eq!(listeners_left(&signal), Some(0.0));
    apply("({ controller }) => controller.abort('enough')", &[&signal]);
    assert_eq!(
        rejected(with(&client, &signal)).await,
        JsValue::from("enough")
    );
}

#[wasm_bindgen_test]
async fn a_stand_in_that_takes_no_listener_never_aborts() {
    for source in [
        "{ aborted: false }",
        "{ aborted: false, addEventListener: undefined }",
        "{ aborted: false, addEventListener() { throw new Error('no'); } }",
        "{ aborted: false, addEventListener() {}, removeEventListener() { throw new Error('no'); } }",
        "{ aborted: false, addEventListener: 'text' }",
    ] {
        let client = connected(ECHO).await;
        fulfilled(with(&client, &evaluate(source))).await;
    }
}

#[wasm_bindgen_test]
async fn what_is_no_signal_is_refused_by_name() {
    let client = connected(ECHO).await;
    for source in ["'text'", "7", "{}", "new AbortController()", "true"] {
        let error = rejected(with(&client, &evaluate(source))).await;
        assert_eq!(chain(&error), "TypeError < Error < Object", "{source}");
        assert!(
            text(&error, "message").contains("signal"),
            "{}",
            text(&error, "message")
        );
    }
    for source in ["undefined", "null"] {
        fulfilled(with(&client, &evaluate(source))).await;
    }
}
