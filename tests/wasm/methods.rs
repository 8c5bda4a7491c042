//! The CRUD methods, through whatever object the client is.

use js_sys::Promise;
use odoo_client_wasm::js::client::ClientCore;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{assign, chain, evaluate, fulfilled, json, member, rejected, text};
use super::odoo::{config_of, connected, crud};

/// A double that notes how it is called, and returns one and the same object.
fn double() -> JsValue {
    evaluate(
        "{ answer: {}, calls: [], async call(...given) { this.calls.push(given); return this.answer; } }",
    )
}

fn arguments(given: &str) -> [JsValue; 4] {
    let given = evaluate(given);
    [0, 1, 2, 3].map(|index| member(&given, &index.to_string()))
}

/// Calls the CRUD method `name` on any object.
fn invoke(client: &JsValue, name: &str, given: &str) -> Promise {
    let core = ClientCore::new(&config_of("")).expect("the configuration is right");
    crud(&core, name, client, arguments(given).each_ref())
}

/// Methods, what they are given, and how they call the client's `call`.
const CALLS: [(&str, &str, &str); 13] = [
    ("search", "['m']", r#"["m","search",[[]],{}]"#),
    (
        "search",
        "['m', [['a', '=', 1]], { offset: 0, limit: undefined, order: 'id' }]",
        r#"["m","search",[[["a","=",1]]],{"offset":0,"order":"id"}]"#,
    ),
    ("searchRead", "['m']", r#"["m","search_read",[[]],{}]"#),
    (
        "searchRead",
        "['m', undefined, { fields: [] , limit: 5 }]",
        r#"["m","search_read",[[]],{"limit":5}]"#,
    ),
    (
        "searchRead",
        "['m', [], { fields: ['name'] }]",
        r#"["m","search_read",[[]],{"fields":["name"]}]"#,
    ),
    (
        "searchRead",
        "['m', [], ['name']]",
        r#"["m","search_read",[[]],{"fields":["name"]}]"#,
    ),
    ("searchCount", "['m']", r#"["m","search_count",[[]]]"#),
    ("read", "['m', 7]", r#"["m","read",[[7],[]]]"#),
    (
        "read",
        "['m', [7, 8], ['name']]",
        r#"["m","read",[[7,8],["name"]]]"#,
    ),
    (
        "create",
        "['m', { a: 1 }]",
        r#"["m","create",[{"a":1}],{"context":{}}]"#,
    ),
    (
        "create",
        "['m', [{ a: 1 }, { a: 2 }], { lang: 'x' }]",
        r#"["m","create",[[{"a":1},{"a":2}]],{"context":{"lang":"x"}}]"#,
    ),
    (
        "write",
        "['m', 7, { a: undefined }]",
        r#"["m","write",[[7],{}],{"context":{}}]"#,
    ),
    ("unlink", "['m', []]", r#"["m","unlink",[[]]]"#),
];

#[wasm_bindgen_test]
async fn every_method_reaches_the_clients_own_call_with_what_was_promised() {
    for (name, given, called) in CALLS {
        let client = double();
        let result = fulfilled(invoke(&client, name, given)).await;
        assert!(
            js_sys::Object::is(&result, &member(&client, "answer")),
            "{name}"
        );
        assert_eq!(
            json(&member(&client, "calls")),
            format!("[{called}]"),
            "{name}{given}"
        );
    }
}

#[wasm_bindgen_test]
async fn a_client_whose_call_nobody_replaced_sends_the_same_without_the_detour() {
    let client = connected(
        "const [, method, [values]] = globalThis.sentOfTest = call;
         const created = Array.isArray(values) ? values.map((_, index) => index + 1) : 1;
         return respond({ result: { create: created, write: true, unlink: true, search_count: 2 }[method] ?? [] });",
    )
    .await;
    for (name, given, called) in CALLS {
        let none = &JsValue::UNDEFINED;
        fulfilled(crud(&client, name, none, arguments(given).each_ref())).await;
        let called = called.strip_suffix(']').expect("a list");
        // The wire always has named arguments.
        let sent = json(&evaluate("globalThis.sentOfTest"));
        assert!(
            sent == format!("{called}]") || sent == format!("{called},{{}}]"),
            "{name}{given} sent {sent}"
        );
    }
}

#[wasm_bindgen_test]
async fn what_a_double_returns_at_once_or_throws_reaches_the_caller() {
    let client = evaluate("{ call: () => 7 }");
    assert_eq!(
        fulfilled(invoke(&client, "search", "['m']")).await,
        JsValue::from(7)
    );
    assign(
        &js_sys::global(),
        "thrownOfTest",
        &evaluate("{ mine: true }"),
    );
    for call in [
        "() => { throw globalThis.thrownOfTest; }",
        "async () => { throw globalThis.thrownOfTest; }",
    ] {
        let client = evaluate(&format!("{{ call: {call} }}"));
        let exception = rejected(invoke(&client, "search", "['m']")).await;
        assert!(
            js_sys::Object::is(&exception, &evaluate("globalThis.thrownOfTest")),
            "{call}"
        );
    }
}

#[wasm_bindgen_test]
async fn what_is_no_client_is_a_type_error_and_never_a_trap() {
    for client in [
        "null",
        "7",
        "'text'",
        "{}",
        "{ call: 7 }",
        "{ get call() { throw 1; } }",
        "Symbol('x')",
    ] {
        let error = rejected(invoke(&evaluate(client), "search", "['m']")).await;
        assert_eq!(chain(&error), "TypeError < Error < Object", "{client}");
        assert!(
            text(&error, "message").contains("call()"),
            "{}",
            text(&error, "message")
        );
    }
}

#[wasm_bindgen_test]
async fn arguments_of_every_wrong_kind_are_refused_by_name_before_the_client_is_called() {
    let odd = [
        "7",
        "'x'",
        "true",
        "10n",
        "Symbol('s')",
        "() => {}",
        "NaN",
        "new Date()",
        "null",
    ];
    for (name, place, argument, fine) in [
        ("search", 0, "model", &["'x'"][..]),
        ("search", 1, "domain", &[]),
        ("search", 2, "options", &["null", "new Date()"]),
        ("searchRead", 1, "domain", &[]),
        ("searchCount", 1, "domain", &[]),
        ("read", 1, "ids", &["7"]),
        ("read", 2, "fields", &["null"]),
        ("create", 1, "values", &["new Date()"]),
        ("create", 2, "context", &["null", "new Date()"]),
        ("write", 1, "ids", &["7"]),
        ("write", 2, "values", &["new Date()"]),
        ("unlink", 1, "ids", &["7"]),
    ] {
        for source in odd.iter().filter(|source| !fine.contains(source)) {
            let mut given = [
                "'m'",
                if matches!(name, "read" | "write" | "unlink") {
                    "1"
                } else if name == "create" {
                    "{}"
                } else {
                    "[]"
                },
                if name == "write" { "{}" } else { "undefined" },
            ];
            given[place] = source;
            let client = double();
            let error = rejected(invoke(&client, name, &format!("[{}]", given.join(", ")))).await;
            assert_eq!(
                chain(&error),
                "TypeError < Error < Object",
                "{name} {argument} {source}"
            );
            assert!(
                text(&error, "message").contains(argument),
                "{name} {source}: {}",
                text(&error, "message")
            );
            assert_eq!(json(&member(&client, "calls")), "[]");
        }
    }
}

#[wasm_bindgen_test]
async fn a_page_size_that_is_no_number_is_refused_by_name() {
    for (options, name) in [
        ("{ limit: '5' }", "limit"),
        ("{ limit: NaN }", "limit"),
        ("{ offset: 1.5 }", "offset"),
        ("{ offset: -1 }", "offset"),
        ("{ offset: 10n }", "offset"),
        ("{ order: ['name'] }", "order"),
    ] {
        for method in ["search", "searchRead"] {
            let error = rejected(invoke(&double(), method, &format!("['m', [], {options}]"))).await;
            assert_eq!(chain(&error), "TypeError < Error < Object", "{options}");
            assert!(
                text(&error, "message").contains(name),
                "{}",
                text(&error, "message")
            );
        }
    }
}
