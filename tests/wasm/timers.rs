//! Time limits, on JavaScript's timers.

use futures_util::future::join_all;
use odoo_client_wasm::js::client::ClientCore;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{assign, chain, evaluate, fulfilled, member, rejected, text};
use super::odoo::{ECHO, call, call_in, config_of, connected, connected_with};

#[wasm_bindgen(inline_js = r#"
const { setTimeout: realSet, clearTimeout: realClear } = globalThis;

// Timers that are counted: those that are set, and neither rang nor were cleared. Like a browser's,
// they keep no process.
export function countTimers() {
  const living = new Set();
  globalThis.setTimeout = (callback, milliseconds, ...rest) => {
    const timer = realSet(() => { living.delete(number); callback(...rest); }, milliseconds);
    const number = living.size === 0 && !globalThis.process ? timer : { timer };
    living.add(number);
    return number;
  };
  globalThis.clearTimeout = (number) => {
    living.delete(number);
    realClear(number?.timer ?? number);
  };
  return living;
}

export function restoreTimers() { Object.assign(globalThis, { setTimeout: realSet, clearTimeout: realClear }); }

export const later = (milliseconds) => new Promise((resolve) => realSet(resolve, milliseconds));
"#)]
extern "C" {
    #[wasm_bindgen(js_name = countTimers)]
    fn count_timers() -> js_sys::Set;
    #[wasm_bindgen(js_name = restoreTimers)]
    fn restore_timers();
    fn later(milliseconds: f64) -> js_sys::Promise;
}

/// Never answers.
const SILENCE: &str = "return new Promise(() => {});";

/// A limit that the login keeps also on a machine that is busy with something else.
const LIMIT: &str = "250";

async fn limited(source: &str, timeout_ms: &str) -> ClientCore {
    let config = config_of(source);
    assign(&config, "timeoutMs", &evaluate(timeout_ms));
    connected_with(&config).await
}

#[wasm_bindgen_test]
async fn no_timer_is_left_when_a_call_is_over_however_it_ends() {
    let timers = count_timers();
    for source in [
        ECHO,
        "throw new TypeError('offline');",
        "return new Response('', { status: 500 });",
        "return respond({ error: { code: 200, message: 'x', data: { name: 'builtins.ValueError', message: 'y' } } });",
    ] {
        let client = connected(source).await;
        let _ = JsFuture::from(call(&client, "read", &evaluate("[]"))).await;
        assert_eq!(timers.size(), 0, "{source}");
    }
    let client = limited(SILENCE, LIMIT).await;
    let error = JsFuture::from(call(&client, "read", &evaluate("[]"))).await;
    let left = timers.size();
    restore_timers();
    assert!(error.is_err());
    assert_eq!(left, 0);
}

#[wasm_bindgen_test]
async fn a_limit_that_timers_cannot_keep_does_not_ring_at_once() {
    for limit in [
        "2 ** 31 - 1",
        "2 ** 31",
        "1e15",
        "Number.MAX_VALUE",
        "Infinity",
    ] {
        let slow =
            "return new Promise((answer) => setTimeout(answer, 30, respond({ result: 1 })));";
        let client = limited(slow, limit).await;
        let result = fulfilled(call(&client, "read", &evaluate("[]"))).await;
        assert_eq!(result.as_f64(), Some(1.0), "{limit}");
    }
}

#[wasm_bindgen_test]
async fn a_limit_that_timers_cannot_keep_is_not_watched_all_the_time() {
    let slow = "return new Promise((answer) => globalThis.laterOfTest(answer, 50, respond({ result: 1 })));";
    let set = member(&js_sys::global(), "setTimeout");
    assign(&js_sys::global(), "laterOfTest", &set);
    let counting =
        "(...given) => { globalThis.timersOfTest += 1; return globalThis.laterOfTest(...given); }";
    assign(&js_sys::global(), "timersOfTest", &0.into());
    assign(&js_sys::global(), "setTimeout", &evaluate(counting));
    let client = limited(slow, "1e15").await;
    let answer = JsFuture::from(call(&client, "read", &evaluate("[]"))).await;
    assign(&js_sys::global(), "setTimeout", &set);
    assert!(answer.is_ok());
    let timers = evaluate("globalThis.timersOfTest").as_f64();
    assert!(
        timers.is_some_and(|timers| (1.0..5.0).contains(&timers)),
        "{timers:?} timers"
    );
}

#[wasm_bindgen_test]
async fn calls_with_limits_of_their_own_end_each_at_its_time() {
    let client = connected(SILENCE).await;
    let begun = js_sys::Date::now();
    let long = call(&client, "read", &evaluate("[]"));
    // The longest first, so that the earlier ends come after a timer was set for a later one.
    let limited = [200.0, 20.0, 100.0].map(|limit| {
        let options = evaluate(&format!("{{ timeoutMs: {limit} }}"));
        (limit, call_in(&client, "read", &evaluate("[]"), &options))
    });
    let ends = limited.map(async |(limit, promise)| {
        let error = rejected(promise).await;
        assert!(
            chain(&error).starts_with("OdooTimeoutError < OdooNetworkError"),
            "{limit}"
        );
        assert!(text(&error, "message").contains(&format!("{limit} ms")));
        let took = js_sys::Date::now() - begun;
        assert!(took >= limit - 2.0, "{limit} came after {took} ms");
    });
    join_all(ends).await;
    assert!(
        js_sys::Date::now() - begun < 2000.0,
        "all were over in their time"
    );
    drop(long);
}

#[wasm_bindgen_test]
async fn an_answer_that_comes_after_the_limit_changes_nothing() {
    let slow = "return new Promise((answer) => setTimeout(answer, 400, respond({ result: 1 })));";
    let client = limited(slow, LIMIT).await;
    let error = rejected(call(&client, "read", &evaluate("[]"))).await;
    assert!(chain(&error).starts_with("OdooTimeoutError"));
    fulfilled(later(300.0)).await;
    assert!(client.is_authenticated());
}

#[wasm_bindgen_test]
async fn a_body_that_never_ends_is_bounded_too() {
    let stuck =
        "return { status: 200, headers: new Headers(), json: () => new Promise(() => {}) };";
    let client = limited(stuck, LIMIT).await;
    let error = rejected(call(&client, "read", &evaluate("[]"))).await;
    assert!(chain(&error).starts_with("OdooTimeoutError"));
}

#[wasm_bindgen_test]
async fn a_limit_of_zero_is_none() {
    let slow = "return new Promise((answer) => setTimeout(answer, 400, respond({ result: 1 })));";
    let client = limited(slow, LIMIT).await;
    let options = evaluate("{ timeoutMs: 0 }");
    let result = fulfilled(call_in(&client, "read", &evaluate("[]"), &options)).await;
    assert_eq!(result.as_f64(), Some(1.0));
}

#[wasm_bindgen_test]
async fn timers_that_a_test_has_replaced_by_nothing_ring_never_and_harm_nobody() {
    let set = member(&js_sys::global(), "setTimeout");
    assign(
        &js_sys::global(),
        "setTimeout",
        &evaluate("() => undefined"),
    );
    let client = connected(ECHO).await;
    let outcomes = [
        JsFuture::from(call(&client, "read", &evaluate("[1]"))).await,
        JsFuture::from(call(&client, "read", &evaluate("[2]"))).await,
    ];
    assign(&js_sys::global(), "setTimeout", &set);
    assert!(outcomes.iter().all(Result::is_ok));
    let hung = limited(SILENCE, LIMIT).await;
    let error = rejected(call(&hung, "read", &evaluate("[]"))).await;
    assert!(
        chain(&error).starts_with("OdooTimeoutError"),
        "the real timers work again"
    );
}
