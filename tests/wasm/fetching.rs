//! `fetch` and all that stands in for it.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{
    assign, chain, evaluate, fulfilled, json, member, rejected, same, shown, text,
};
use super::odoo::{ECHO, call, config_of, connected, connected_with, read};

const NETWORK: &str = "OdooNetworkError < OdooRpcError < OdooError < Error < Object";

async fn rejection(source: &str) -> JsValue {
    rejected(call(&connected(source).await, "read", &evaluate("[]"))).await
}

#[wasm_bindgen_test]
async fn whatever_fetch_rejects_with_is_told_in_words() {
    for (thrown, words) in [
        ("new TypeError('offline')", "offline"),
        ("'a text'", "a text"),
        ("{ message: 'of another realm' }", "of another realm"),
        ("undefined", "no answer"),
        ("null", "no answer"),
        ("''", "no answer"),
        ("7", "7"),
        ("{}", "no answer"),
        ("Symbol('s')", "Symbol(s)"),
        ("Object.create(null)", "no answer"),
        (
            "new Error('fetch failed', { cause: new Error('connect ECONNREFUSED') })",
            "fetch failed: connect ECONNREFUSED",
        ),
        (
            "new AggregateError([new Error('one'), new Error('two')], 'all failed')",
            "all failed: one: two",
        ),
        (
            "(() => { const e = new Error('itself'); e.cause = e; return e; })()",
            "itself",
        ),
    ] {
        for source in [
            format!("throw {thrown};"),
            format!("return Promise.reject({thrown});"),
            format!("return {{ then(_, reject) {{ reject({thrown}); }} }};"),
        ] {
            let error = rejection(&source).await;
            assert_eq!(chain(&error), NETWORK, "{source}");
            let message = text(&error, "message");
            assert!(
                message.starts_with(&format!("Cannot reach http://odoo.test: {words}. Check")),
                "{source}: {message}"
            );
        }
    }
}

#[wasm_bindgen_test]
async fn what_is_no_response_is_a_network_error() {
    for source in [
        "return undefined;",
        "return null;",
        "return 7;",
        "return 'text';",
        "return {};",
        "return { json: 'not a function' };",
        "return { json() { throw new SyntaxError('cut off'); } };",
        "return { json: async () => { throw undefined; } };",
        "return { json: () => Promise.reject('a text') };",
        "return new Response('<html>', { headers: { 'Content-Type': 'text/html' } });",
        "return new Response('');",
        "return new Response(null, { status: 204 });",
        "return Response.error();",
    ] {
        let error = rejection(source).await;
        assert_eq!(chain(&error), NETWORK, "{source}: {}", shown(&error));
        assert_eq!(text(&error, "model"), "res.partner");
    }
}

#[wasm_bindgen_test]
async fn a_bare_object_without_headers_and_status_is_a_response_like_the_ones_that_tests_use() {
    for source in [
        "return { json: () => ({ result: [1] }) };",
        "return { ok: true, json: async () => ({ result: [1] }) };",
        "return { ok: true, status: 200, headers: {}, json: async () => ({ jsonrpc: '2.0', id: 1, result: [1] }) };",
        "return { ok: true, status: 200, headers: null, json: async () => ({ id: 'x', result: [1] }) };",
        "return { status: 201, headers: new Map(), json: async () => ({ result: [1], id: JSON.parse(init.body).id }) };",
    ] {
        let result = fulfilled(call(&connected(source).await, "read", &evaluate("[]"))).await;
        assert!(same(&result, &evaluate("[1]")), "{source}");
    }
}

#[wasm_bindgen_test]
async fn an_answer_without_success_says_its_status_and_when_to_come_back() {
    for (source, classes, message, status, retry_after) in [
        (
            "return new Response('no', { status: 502, statusText: 'Bad Gateway' });",
            NETWORK,
            "HTTP 502: Bad Gateway",
            502.0,
            None,
        ),
        (
            "return { ok: false, json: async () => ({ result: 1 }) };",
            NETWORK,
            "HTTP 500: Internal Server Error",
            500.0,
            None,
        ),
        (
            "return new Response('', { status: 429, headers: { 'Retry-After': '2' } });",
            "OdooRateLimitError < OdooNetworkError < OdooRpcError < OdooError < Error < Object",
            "HTTP 429: Too Many Requests",
            429.0,
            Some(2000.0),
        ),
        (
            "return { status: 503, headers: { get: () => '1' } };",
            NETWORK,
            "HTTP 503: Service Unavailable",
            503.0,
            Some(1000.0),
        ),
        (
            "return { status: 503, statusText: 7, headers: { get: () => { throw new Error('x'); } } };",
            NETWORK,
            "HTTP 503: Service Unavailable",
            503.0,
            None,
        ),
    ] {
        let error = rejection(source).await;
        assert_eq!(chain(&error), classes, "{source}");
        assert_eq!(text(&error, "message"), message, "{source}");
        assert_eq!(member(&error, "status").as_f64(), Some(status));
        assert_eq!(member(&error, "retryAfterMs").as_f64(), retry_after);
    }
}

#[wasm_bindgen_test]
async fn a_request_is_a_post_of_json_with_the_configured_headers() {
    let config = config_of(
        "globalThis.requestOfTest = init;
         return respond({ result: [Object.fromEntries(new Headers(init.headers))] });",
    );
    assign(
        &config,
        "headers",
        &evaluate("{ 'X-Proxy': 'yes', 'content-TYPE': 'text/plain' }"),
    );
    let client = connected_with(&config).await;
    let records = fulfilled(call(&client, "read", &evaluate("[]"))).await;
    let headers = member(&records, "0");
    assert_eq!(text(&headers, "x-proxy"), "yes");
    assert_eq!(text(&headers, "content-type"), "application/json");
    let request = evaluate("globalThis.requestOfTest");
    assert_eq!(text(&request, "method"), "POST");
    assert!(member(&request, "body").is_string());
    assert!(!member(&member(&request, "signal"), "aborted").is_truthy());
}

#[wasm_bindgen_test]
async fn headers_may_come_in_every_form_that_fetch_takes() {
    for source in [
        "{ 'X-Proxy': 'yes' }",
        "new Headers({ 'X-Proxy': 'yes' })",
        "new Map([['X-Proxy', 'yes']])",
        "[['X-Proxy', 'yes']]",
    ] {
        let config =
            config_of("return respond({ result: [new Headers(init.headers).get('x-proxy')] });");
        assign(&config, "headers", &evaluate(source));
        let client = connected_with(&config).await;
        let result = read(&client).await.expect(source);
        assert_eq!(text(&result, "0"), "yes", "{source}");
    }
}

#[wasm_bindgen_test]
async fn without_a_fetch_of_its_own_a_client_uses_what_is_global_at_each_call() {
    let config = config_of(ECHO);
    let own = member(&config, "fetch");
    let global = js_sys::global();
    let before = member(&global, "fetch");
    assign(&config, "fetch", &JsValue::UNDEFINED);
    assign(&global, "fetch", &own);
    let client = connected_with(&config).await;
    let first = read(&client).await;
    assign(
        &global,
        "fetch",
        &evaluate("async () => ({ json: async () => ({ result: 'replaced' }) })"),
    );
    let second = read(&client).await;
    assign(&global, "fetch", &JsValue::UNDEFINED);
    let third = read(&client).await;
    assign(&global, "fetch", &before);
    assert!(first.is_ok());
    assert_eq!(second, Ok("replaced".into()));
    let error = third.expect_err("there is no fetch");
    assert_eq!(chain(&error), NETWORK);
    assert!(
        text(&error, "message").contains("config.fetch"),
        "{}",
        text(&error, "message")
    );
}

#[wasm_bindgen_test]
async fn a_request_goes_to_the_servers_root_however_it_was_written() {
    for url in [
        "'http://odoo.test'",
        "'http://odoo.test//'",
        "' HTTP://odoo.test/?db=x#top '",
    ] {
        let config = config_of(ECHO);
        assign(&config, "url", &evaluate(url));
        let fetch = member(&config, "fetch");
        assign(&js_sys::global(), "fetchOfTest", &fetch);
        assign(
            &config,
            "fetch",
            &evaluate(
                "(url, init) => { globalThis.urlOfTest = url; return globalThis.fetchOfTest(url, init); }",
            ),
        );
        let client = connected_with(&config).await;
        assert!(read(&client).await.is_ok());
        assert_eq!(
            evaluate("globalThis.urlOfTest"),
            JsValue::from("http://odoo.test/jsonrpc"),
            "{url}"
        );
    }
}

#[wasm_bindgen_test]
async fn an_error_that_the_server_reports_survives_a_frozen_answer() {
    let error = rejection(
        "const data = Object.freeze({ name: 'odoo.exceptions.UserError', message: 'no', debug: 'Traceback' });
         return { json: async () => Object.freeze({ error: Object.freeze({ code: 200, message: 'm', data }) }) };",
    )
    .await;
    assert_eq!(
        chain(&error),
        "OdooValidationError < OdooRpcError < OdooError < Error < Object"
    );
    assert_eq!(text(&error, "message"), "no");
    assert!(!json(&error).contains("Traceback"));
}

#[wasm_bindgen_test]
async fn an_answer_with_headers_opens_as_one_without_though_it_takes_a_shorter_way() {
    for (answer, outcome) in [
        ("{ jsonrpc: '2.0', id, result: [1] }", "[1]"),
        ("{ jsonrpc: '2.0', id, result: null }", "null"),
        ("{ jsonrpc: '2.0', id, result: false }", "false"),
        ("{ jsonrpc: '2.0', id }", "null"),
        ("{ jsonrpc: '2.0', id, error: null, result: 7 }", "7"),
        ("{ jsonrpc: '2.0', id: null, result: 7 }", "7"),
        ("{ jsonrpc: '2.0', result: 7 }", "7"),
        ("{ id, result: 7 }", "7"),
        ("{ id }", "OdooRpcError"),
        (
            "{ id, result: 7, error: { code: 1, message: 'm' } }",
            "OdooRpcError",
        ),
        ("{ id, result: 7, error: false }", "OdooRpcError"),
        (
            "{ id, error: { code: 1, data: { name: 'x.AccessError', message: 'm' } } }",
            "OdooAccessError",
        ),
        ("[id]", "OdooRpcError"),
        ("null", "OdooRpcError"),
        ("'text'", "OdooRpcError"),
        ("7", "OdooRpcError"),
        ("{ get error() { throw new Error('no'); } }", "OdooRpcError"),
    ] {
        for headers in ["headers: new Headers(), status: 200,", ""] {
            let source = format!(
                "const {{ id }} = JSON.parse(init.body); return {{ {headers} json: async () => ({answer}) }};"
            );
            let client = connected(&source).await;
            let found =
                match super::javascript::settled(call(&client, "echo", &evaluate("[]"))).await {
                    Ok(result) => json(&result),
                    Err(error) => text(&error, "name"),
                };
            assert_eq!(found, outcome, "{answer} {headers}");
        }
    }
}

#[wasm_bindgen_test]
async fn the_answer_to_another_request_is_refused_when_it_comes_from_a_server() {
    for id in ["id + 1", "String(id)", "[id]", "id + 0.5", "true"] {
        let source = format!(
            "const {{ id }} = JSON.parse(init.body); return new Response(JSON.stringify({{ jsonrpc: '2.0', id: {id}, result: 7 }}));"
        );
        let error = rejection(&source).await;
        assert!(
            text(&error, "message").contains("belongs to another request"),
            "{id}: {}",
            shown(&error)
        );
    }
}

#[wasm_bindgen_test]
async fn an_exception_that_resists_being_read_is_still_told() {
    for thrown in [
        "new Proxy({}, { get() { throw new Error('no'); } })",
        "{ get message() { throw new Error('no'); } }",
        "{ message: 'm', get cause() { throw new Error('no'); } }",
        "Object.assign(() => {}, { toString() { throw new Error('no'); } })",
    ] {
        let error = rejection(&format!("throw {thrown};")).await;
        assert_eq!(chain(&error), NETWORK, "{thrown}");
    }
}
