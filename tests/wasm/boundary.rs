//! What only a JavaScript engine can show: values that pass by handle, errors that are of the right
//! classes, promises that settle whatever is thrown, aborts and timers.

use futures_util::future::join_all;
use js_sys::Array;
use odoo_client_wasm::js::client::ClientCore;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{assign, chain, evaluate, member, same, shown, text};
use super::odoo::{ECHO, call, call_with, config_of, connected, connected_with, read};

async fn rejection(source: &str) -> JsValue {
    read(&connected(source).await)
        .await
        .expect_err("the call is refused")
}

#[wasm_bindgen_test]
async fn values_of_every_kind_come_back_as_they_went() {
    let client = connected(ECHO).await;
    for source in [
        "[9007199254740991, -0.5, 1e21, 5e-324]",
        "['Żółć 株式会社 👩🏽‍🚀', '\\ud800 alone', '\\u0000\\u2028\"\\\\']",
        "[{ z: 1, a: { b: [null, [null, []]] }, 10: 'x', 2: 'y' }, false, '']",
        "['x'.repeat(10_000_000)]",
    ] {
        let value = evaluate(source);
        let echoed = JsFuture::from(call(&client, "echo", &value))
            .await
            .expect("the echo comes");
        assert!(same(&value, &echoed), "{source}");
    }
}

#[wasm_bindgen_test]
async fn arguments_go_out_as_the_engine_stringifies_them() {
    let client = connected(ECHO).await;
    let given = evaluate(
        "[undefined, { gone: undefined, date: new Date(0), own: { toJSON: () => 'own' } }]",
    );
    let echoed = JsFuture::from(call(&client, "echo", &given))
        .await
        .expect("the echo comes");
    assert!(same(
        &echoed,
        &evaluate("[null, { date: '1970-01-01T00:00:00.000Z', own: 'own' }]")
    ));
}

#[wasm_bindgen_test]
async fn an_answer_without_a_result_is_null() {
    let client = connected("return respond({});").await;
    let answered = JsFuture::from(call(&client, "action_archive", &evaluate("[[1]]"))).await;
    assert_eq!(answered, Ok(JsValue::NULL));
}

#[wasm_bindgen_test]
async fn each_fault_becomes_an_error_of_its_class() {
    let chains = [
        (
            "odoo.exceptions.AccessError",
            "OdooAccessError < OdooRpcError < OdooError < Error < Object",
        ),
        (
            "odoo.exceptions.MissingError",
            "OdooMissingError < OdooRpcError < OdooError < Error < Object",
        ),
        (
            "odoo.exceptions.UserError",
            "OdooValidationError < OdooRpcError < OdooError < Error < Object",
        ),
        (
            "odoo.exceptions.AccessDenied",
            "OdooAccessError < OdooRpcError < OdooError < Error < Object",
        ),
        (
            "builtins.KeyError",
            "OdooRpcError < OdooError < Error < Object",
        ),
    ];
    for (name, expected) in chains {
        let source = format!(
            "return respond({{ error: {{ code: 200, message: 'Odoo Server Error', data: {{ name: '{name}', message: 'no' }} }} }});"
        );
        let error = rejection(&source).await;
        assert_eq!(chain(&error), expected);
        // Of an error in Odoo's own code the name is told as well, and what to look at.
        let (message, code) = (text(&error, "message"), text(&error, "code"));
        let is_told = match name {
            "builtins.KeyError" => message.starts_with("KeyError: 'no'. "),
            _ => message == "no",
        };
        assert!(is_told, "{name}: {message}");
        assert_eq!(code, "200");
        assert_eq!(
            text(&error, "name"),
            expected.split(' ').next().unwrap_or_default()
        );
    }
}

#[wasm_bindgen_test]
async fn a_fetch_that_fails_in_any_way_is_a_network_error_with_its_cause() {
    for source in [
        "throw new TypeError('offline');",
        "throw 'a text';",
        "throw undefined;",
        "throw { message: 'of another realm' };",
        "return new Response('<html>', { status: 502, statusText: 'Bad Gateway' });",
        "return new Response('{\"jsonrpc\": \"2.0\", \"resu', { headers: { 'Content-Type': 'application/json' } });",
        "return undefined;",
        "return { ok: true };",
    ] {
        let error = rejection(source).await;
        assert!(
            chain(&error).contains("OdooNetworkError < OdooRpcError < OdooError < Error"),
            "{source}: {}",
            shown(&error)
        );
    }
    let error = rejection("throw new TypeError('offline');").await;
    assert_eq!(text(&member(&error, "cause"), "message"), "offline");
}

#[wasm_bindgen_test]
async fn a_response_of_another_realm_is_read_like_any_other() {
    let client = connected(
        "const { status, headers } = respond({});
         return { ok: true, status, statusText: 'OK', headers, json: async () => ({ result: [1] }), text: async () => '{\"result\": [1]}' };",
    )
    .await;
    let result = read(&client).await.expect("it is answered");
    assert!(same(&result, &evaluate("[1]")));
}

#[wasm_bindgen_test]
async fn a_call_that_is_not_answered_in_time_is_aborted() {
    let config = config_of(
        "globalThis.signalOfTest = init.signal;
         return new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(init.signal.reason)));",
    );
    assign(&config, "timeoutMs", &250.into());
    let error = read(&connected_with(&config).await)
        .await
        .expect_err("nothing came");
    assert_eq!(
        chain(&error),
        "OdooTimeoutError < OdooNetworkError < OdooRpcError < OdooError < Error < Object"
    );
    assert!(member(&evaluate("globalThis.signalOfTest"), "aborted").is_truthy());
}

#[wasm_bindgen_test]
async fn a_confirm_may_answer_at_once_or_later_and_what_it_throws_arrives_as_it_is() {
    for (confirm, expected) in [
        ("() => true", None),
        ("async () => true", None),
        (
            "() => false",
            Some("OdooSafetyError < OdooError < Error < Object"),
        ),
        (
            "async () => false",
            Some("OdooSafetyError < OdooError < Error < Object"),
        ),
        (
            "() => { throw new RangeError('mine'); }",
            Some("RangeError < Error < Object"),
        ),
        (
            "async () => { throw new RangeError('mine'); }",
            Some("RangeError < Error < Object"),
        ),
    ] {
        let config = config_of(ECHO);
        assign(
            &config,
            "safety",
            &evaluate(&format!("{{ confirm: {confirm} }}")),
        );
        let client = connected_with(&config).await;
        let outcome = JsFuture::from(call(&client, "unlink", &evaluate("[[1]]"))).await;
        assert_eq!(
            outcome.err().as_ref().map(chain).as_deref(),
            expected,
            "{confirm}"
        );
    }
}

#[wasm_bindgen_test]
async fn arguments_of_a_wrong_kind_are_refused_and_the_client_stays_usable() {
    let client = connected(ECHO).await;
    for (model, method, args) in [
        ("42", "'read'", "[]"),
        ("'res.partner'", "null", "[]"),
        ("''", "'read'", "[]"),
        ("'res.partner'", "'read'", "'text'"),
        ("'res.partner'", "'read'", "[1n]"),
        (
            "'res.partner'",
            "'read'",
            "(() => { const a = []; a.push(a); return a; })()",
        ),
    ] {
        let none = JsValue::UNDEFINED;
        let given = [model, method, args].map(evaluate);
        let refused = call_with(&client, [&given[0], &given[1], &given[2], &none, &none]);
        let error = JsFuture::from(refused).await.expect_err("it is refused");
        let classes = chain(&error);
        assert!(
            classes.starts_with("TypeError") || classes.starts_with("OdooError"),
            "{model}.{method}({args}): {}",
            shown(&error)
        );
    }
    assert!(read(&client).await.is_ok());
}

#[wasm_bindgen_test]
async fn a_configuration_of_a_wrong_kind_is_refused_at_once() {
    for config in [
        "undefined",
        "7",
        "{}",
        "{ url: 7, database: 'd', username: 'u', password: 'p' }",
        "{ url: 'ftp://x', database: 'd', username: 'u', password: 'p' }",
        "{ url: 'http://x', database: null, username: 'u', password: 'p' }",
    ] {
        let error = ClientCore::new(&evaluate(config))
            .err()
            .expect("it is refused");
        let classes = chain(&error);
        assert!(
            classes.starts_with("OdooError") || classes.starts_with("TypeError"),
            "{config}: {}",
            shown(&error)
        );
    }
}

#[wasm_bindgen_test]
async fn calls_at_the_same_time_keep_their_own_answers() {
    let client = connected(
        "const [number] = call[2];
         return new Promise((later) => setTimeout(later, 10 - number % 10, respond({ result: number })));",
    )
    .await;
    let calls =
        (0..50).map(|number| JsFuture::from(call(&client, "echo", &Array::of1(&number.into()))));
    let answers: Vec<_> = join_all(calls)
        .await
        .into_iter()
        .map(|answer| answer.ok().and_then(|value| value.as_f64()))
        .collect();
    assert_eq!(
        answers,
        (0..50)
            .map(|number| Some(f64::from(number)))
            .collect::<Vec<_>>()
    );
}

#[wasm_bindgen_test]
async fn a_client_may_be_freed_while_it_is_called() {
    let client = connected(ECHO).await;
    let running = call(&client, "echo", &evaluate("[1]"));
    drop(client);
    assert!(JsFuture::from(running).await.is_ok());
}

#[wasm_bindgen_test]
async fn no_error_shows_the_password() {
    for source in [
        "throw new TypeError('offline');",
        "return new Response('no', { status: 500 });",
        "return respond({ error: { code: 200, message: 'x', data: { name: 'builtins.ValueError', message: 'y', debug: 'Traceback' } } });",
    ] {
        let error = rejection(source).await;
        assert!(
            !shown(&error).contains("correct horse"),
            "{}",
            shown(&error)
        );
        assert!(!shown(&error).contains("Traceback"), "{}", shown(&error));
    }
}
