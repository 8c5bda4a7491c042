//! The services, for any object with a client's methods.

use js_sys::{Function, Promise};
use odoo_client_wasm::js::properties;
use odoo_client_wasm::js::services::{
    ensure_html_body, install_module, is_module_installed, list_modules, module_info,
    post_internal_note, post_open_message, upgrade_module,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{apply, assign, chain, evaluate, fulfilled, json, member, rejected, text};
use super::odoo::promised;

/// A function of the module manager that takes the client, a name and options.
type OnModule = fn(JsValue, JsValue, JsValue, Function, Function);

/// Starts what takes a name.
fn module(start: OnModule, client: &JsValue, name: &str) -> Promise {
    promised(|resolve, reject| {
        let (client, name) = (client.clone(), evaluate(name));
        start(client, name, JsValue::UNDEFINED, resolve, reject);
    })
}

/// A double of a client: `answers` are given one after the other.
fn double(answers: &str) -> JsValue {
    let client = evaluate(
        "{
           calls: [],
           take(...given) { this.calls.push(given); return this.answers.shift(); },
           async call(...given) { return this.take('call', ...given); },
           async create(...given) { return this.take('create', ...given); },
           async searchRead(...given) { return this.take('searchRead', ...given); },
         }",
    );
    assign(&client, "answers", &evaluate(answers));
    client
}

fn called(client: &JsValue) -> Vec<String> {
    let calls = member(client, "calls");
    js_sys::Array::from(&calls)
        .iter()
        .map(|call| json(&call))
        .collect()
}

fn note(client: &JsValue, given: &str) -> Promise {
    let given = evaluate(given);
    let [model, id, body, options] = [0, 1, 2, 3].map(|index| member(&given, &index.to_string()));
    promised(|resolve, reject| {
        let (client, body, options) = (client.clone(), body.clone(), options.clone());
        post_internal_note(client, &model, &id, body, options, resolve, reject);
    })
}

fn open_message(client: &JsValue, model: &str, body: &str) -> Promise {
    promised(|resolve, reject| {
        let (client, options) = (client.clone(), JsValue::UNDEFINED);
        let (model, id, body) = (&model.into(), &7.into(), body.into());
        post_open_message(client, model, id, body, options, resolve, reject);
    })
}

#[wasm_bindgen_test]
async fn a_note_goes_through_the_clients_own_methods_and_asks_for_its_subtype_once_a_client() {
    let client = double("[[{ id: 1, res_id: 42 }], 280, [281]]");
    assert_eq!(
        fulfilled(note(&client, "['res.partner', 7, 'Hi']")).await,
        JsValue::from(280)
    );
    assert_eq!(
        fulfilled(note(
            &client,
            "['res.partner', 7, 'Hi', { partnerIds: [8] }]"
        ))
        .await,
        JsValue::from(281)
    );
    let calls = called(&client);
    assert_eq!(calls.len(), 3, "{calls:?}");
    assert!(
        calls[0].starts_with(r#"["searchRead","ir.model.data""#),
        "{}",
        calls[0]
    );
    assert!(
        calls[1].contains(r#""subtype_id":42"#) && calls[2].contains(r#""subtype_id":42"#),
        "{calls:?}"
    );
    assert!(
        calls[2].contains(r#""partner_ids":[[6,0,[8]]]"#),
        "{}",
        calls[2]
    );

    let another = double("[[{ id: 1, res_id: 2 }], 5]");
    fulfilled(note(&another, "['res.partner', 7, 'Hi']")).await;
    assert!(
        called(&another)[1].contains(r#""subtype_id":2"#),
        "each client has its own database"
    );
}

#[wasm_bindgen_test]
async fn an_open_message_calls_message_post_on_the_record() {
    let client = double("[[280]]");
    let posted = open_message(&client, "res.partner", "a < b");
    assert_eq!(fulfilled(posted).await, JsValue::from(280));
    assert_eq!(
        called(&client),
        [
            r#"["call","res.partner","message_post",[[7]],{"body":"<p>a &lt; b</p>","body_is_html":true,"message_type":"comment","subtype_xmlid":"mail.mt_comment"}]"#
        ]
    );
}

#[wasm_bindgen_test]
async fn a_message_that_is_wrong_is_refused_before_anything_is_called() {
    let client = double("[]");
    for (given, class) in [
        ("[7, 7, 'x']", "TypeError"),
        ("['m', '7', 'x']", "TypeError"),
        ("['m', 7, '']", "OdooValidationError"),
        ("['m', 7, undefined]", "OdooValidationError"),
        ("['m', 7, 5]", "TypeError"),
        ("['m', 7, 'x', { partnerIds: ['8'] }]", "TypeError"),
        ("['m', 7, 'x', 'y']", "TypeError"),
    ] {
        let error = rejected(note(&client, given)).await;
        assert_eq!(text(&error, "name"), class, "{given}");
    }
    assert!(called(&client).is_empty());
}

#[wasm_bindgen_test]
async fn what_is_no_client_is_a_type_error_and_never_a_trap() {
    for client in [
        "null",
        "undefined",
        "7",
        "'text'",
        "{}",
        "{ searchRead: 7 }",
        "Symbol('x')",
    ] {
        let client = evaluate(client);
        let promises = [
            note(&client, "['m', 7, 'x']"),
            open_message(&client, "m", "x"),
            promised(|resolve, reject| {
                list_modules(client.clone(), JsValue::UNDEFINED, resolve, reject);
            }),
            module(install_module, &client, "'sale'"),
        ];
        for promise in promises {
            let error = rejected(promise).await;
            assert_eq!(chain(&error), "TypeError < Error < Object");
        }
    }
}

#[wasm_bindgen_test]
async fn what_a_clients_method_throws_reaches_the_caller_as_it_is() {
    let client = evaluate("{ searchRead() { throw globalThis.thrownOfTest = { mine: 1 }; } }");
    let exception = rejected(module(module_info, &client, "'sale'")).await;
    assert!(js_sys::Object::is(
        &exception,
        &evaluate("globalThis.thrownOfTest")
    ));
}

#[wasm_bindgen_test]
async fn a_module_is_changed_by_its_button_and_read_again() {
    let client = double(
        "[[{ id: 5, name: 'sale', state: 'uninstalled' }], true, [{ id: 5, name: 'sale', state: 'installed' }]]",
    );
    let changed = fulfilled(module(install_module, &client, "'sale'")).await;
    assert_eq!(text(&changed, "state"), "installed");
    assert_eq!(
        called(&client)[1],
        r#"["call","ir.module.module","button_immediate_install",[[5]],{}]"#
    );
    let installed = double("[[{ id: 5, name: 'sale', state: 'installed' }]]");
    let answer = fulfilled(module(is_module_installed, &installed, "'sale'")).await;
    assert_eq!(answer, JsValue::TRUE);
    let error = rejected(module(upgrade_module, &double("[[]]"), "'nope'")).await;
    assert_eq!(text(&error, "message"), "Module 'nope' not found");
}

#[wasm_bindgen_test]
fn a_body_is_made_html_or_refused_with_an_error() {
    assert_eq!(
        ensure_html_body(&"a & b".into()),
        Ok("<p>a &amp; b</p>".into())
    );
    for (body, class) in [
        ("''", "OdooValidationError"),
        ("undefined", "OdooValidationError"),
        ("7", "TypeError"),
        ("{}", "TypeError"),
    ] {
        let error = ensure_html_body(&evaluate(body)).expect_err(body);
        assert_eq!(text(&error, "name"), class, "{body}");
    }
}

#[wasm_bindgen_test]
fn properties_are_the_very_objects_that_were_read() {
    let read = evaluate(
        "[{ name: 'p', type: 'many2one', value: [7, 'N'] }, { name: 'q', type: 'char', value: undefined }, null]",
    );
    let found = properties::property_definition(&read, &"p".into());
    assert!(apply("(read, found) => read[0] === found", &[&read, &found]).is_truthy());
    let value = properties::property_value(&read, &"p".into());
    assert!(apply("(read, value) => read[0].value === value", &[&read, &value]).is_truthy());
    assert_eq!(
        json(&properties::properties_to_write_format(&read)),
        r#"{"p":7}"#
    );
    for odd in ["undefined", "null", "7", "{}", "'text'", "[[]]"] {
        let odd = evaluate(odd);
        assert!(properties::property_value(&odd, &"p".into()).is_undefined());
        assert!(properties::property_definition(&odd, &odd).is_undefined());
        assert_eq!(json(&properties::properties_to_write_format(&odd)), "{}");
    }
}
