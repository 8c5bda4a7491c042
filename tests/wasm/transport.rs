//! `JsonRpcTransport`, over the global `fetch`.

use js_sys::Promise;
use odoo_client_wasm::js::transport::TransportCore;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{assign, chain, evaluate, fulfilled, json, member, rejected, shown, text};
use super::odoo::promised;

/// Replaces the global `fetch` while it lives.
struct Fetch(JsValue);

impl Fetch {
    /// `source` is the body of a function of the request's `id` and `params`.
    fn answering(source: &str) -> Self {
        let before = member(&js_sys::global(), "fetch");
        let fetch = format!(
            "async (url, init) => {{
               const request = JSON.parse(init.body);
               (globalThis.requestsOfTest ??= []).push(request);
               const result = ((params) => {{ {source} }})(request.params);
               return {{ json: async () => ({{ jsonrpc: '2.0', id: request.id, result }}) }};
             }}"
        );
        assign(&js_sys::global(), "requestsOfTest", &js_sys::Array::new());
        assign(&js_sys::global(), "fetch", &evaluate(&fetch));
        Self(before)
    }

    fn requests(&self) -> Vec<String> {
        let requests = evaluate("globalThis.requestsOfTest");
        js_sys::Array::from(&requests)
            .iter()
            .map(|request| json(&request))
            .collect()
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        assign(&js_sys::global(), "fetch", &self.0);
    }
}

fn transport() -> TransportCore {
    TransportCore::new(&"http://odoo.test/".into(), &"shop".into()).expect("a good address")
}

/// Calls `m.x(*args, **kwargs)`.
fn call(transport: &TransportCore, args: &str, kwargs: &str) -> Promise {
    promised(|resolve, reject| {
        let (args, kwargs) = (evaluate(args), evaluate(kwargs));
        transport.call("m".into(), "x".into(), args, kwargs, resolve, reject);
    })
}

fn call_rpc(transport: &TransportCore, method: &JsValue, params: &JsValue) -> Promise {
    promised(|resolve, reject| {
        transport.call_rpc(method.clone(), params.clone(), resolve, reject);
    })
}

fn authenticate(transport: &TransportCore, username: &JsValue, password: &JsValue) -> Promise {
    promised(|resolve, reject| transport.authenticate(username, password, resolve, reject))
}

#[wasm_bindgen_test]
async fn any_request_is_posted_and_numbered() {
    let fetch = Fetch::answering("return params.echo;");
    let transport = transport();
    for number in 1..=3 {
        let params = evaluate(&format!("{{ echo: {number} }}"));
        let echoed = fulfilled(call_rpc(&transport, &"call".into(), &params)).await;
        assert_eq!(echoed, JsValue::from(number));
        let request = format!(
            r#"{{"jsonrpc":"2.0","method":"call","params":{{"echo":{number}}},"id":{number}}}"#
        );
        assert_eq!(fetch.requests().last(), Some(&request));
    }
}

#[wasm_bindgen_test]
async fn a_transport_logs_in_calls_and_logs_out() {
    let fetch = Fetch::answering(
        "return params.service === 'common' ? 7 : params.args[3] === 'res.users' ? [{ name: 'Ada' }] : params.args.slice(3);",
    );
    let transport = transport();
    assert!(transport.session().is_null());
    let refused = rejected(call(&transport, "[]", "{}")).await;
    assert!(
        chain(&refused).starts_with("OdooAuthError"),
        "{}",
        shown(&refused)
    );
    assert!(fetch.requests().is_empty());

    let session = fulfilled(authenticate(&transport, &"ada".into(), &"horse".into())).await;
    assert_eq!(
        (member(&session, "uid").as_f64(), text(&session, "username")),
        (Some(7.0), "ada".into())
    );
    assert!(!json(&session).contains("horse"));
    let result = fulfilled(call(&transport, "undefined", "undefined")).await;
    assert_eq!(json(&result), r#"["m","x",[],{}]"#);
    transport.logout();
    assert!(transport.session().is_null());
}

#[wasm_bindgen_test]
async fn what_is_wrong_is_told_by_name_and_without_secrets() {
    for (url, db, name) in [
        ("7", "'d'", "url"),
        ("'ftp://x'", "'d'", "url"),
        ("'http://x'", "''", "database"),
        ("undefined", "undefined", "url"),
    ] {
        let error = TransportCore::new(&evaluate(url), &evaluate(db))
            .err()
            .expect("it is refused");
        assert_eq!(chain(&error), "OdooError < Error < Object", "{url} {db}");
        assert!(
            text(&error, "message").contains(name),
            "{}",
            text(&error, "message")
        );
    }
    let transport = transport();
    for (username, password, name) in [
        ("7", "'p'", "username"),
        ("'u'", "['S3CR3T']", "password"),
        ("'u'", "undefined", "password"),
    ] {
        let error = rejected(authenticate(
            &transport,
            &evaluate(username),
            &evaluate(password),
        ))
        .await;
        assert!(
            text(&error, "message").contains(name),
            "{}",
            text(&error, "message")
        );
        assert!(!shown(&error).contains("S3CR3T"));
    }
    for (method, params) in [("7", "{}"), ("''", "{}"), ("'call'", "{ big: 1n }")] {
        let error = rejected(call_rpc(&transport, &evaluate(method), &evaluate(params))).await;
        assert_eq!(
            chain(&error),
            "TypeError < Error < Object",
            "{method} {params}"
        );
    }
}
