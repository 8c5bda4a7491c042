//! The safety guard's JavaScript side.

use odoo_client_wasm::js::client::ClientCore;
use odoo_client_wasm::js::guard::{
    default_safety_context, delete_methods, infer_safety_level, read_methods,
    resolve_safety_context, set_default_safety_context,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{
    assign, chain, evaluate, fulfilled, json, member, rejected, settled, text,
};
use super::odoo::{ECHO, call, call_in, config_of, connected_with};

const BLOCKED: &str = "OdooSafetyError < OdooError < Error < Object";

async fn guarded(safety: &str) -> ClientCore {
    let config = config_of(ECHO);
    assign(&config, "safety", &evaluate(safety));
    connected_with(&config).await
}

async fn unlink(client: &ClientCore) -> Result<JsValue, JsValue> {
    settled(call(client, "unlink", &evaluate("[[1]]"))).await
}

#[wasm_bindgen_test]
async fn every_answer_that_is_true_to_javascript_lets_pass_and_every_other_blocks() {
    for (answer, passes) in [
        ("true", true),
        ("1", true),
        ("'yes'", true),
        ("{}", true),
        ("Promise.resolve(true)", true),
        ("({ then(resolve) { resolve(true); } })", true),
        (
            "new Promise((resolve) => setTimeout(resolve, 10, true))",
            true,
        ),
        ("false", false),
        ("undefined", false),
        ("null", false),
        ("0", false),
        ("''", false),
        ("NaN", false),
        ("Promise.resolve(false)", false),
        ("Promise.resolve()", false),
    ] {
        let client = guarded(&format!("{{ confirm: () => ({answer}) }}")).await;
        let outcome = unlink(&client).await;
        assert_eq!(outcome.is_ok(), passes, "{answer}");
        if let Err(error) = outcome {
            assert_eq!(chain(&error), BLOCKED, "{answer}");
            assert_eq!(
                text(&error, "message"),
                "Operation blocked: res.partner.unlink()"
            );
        }
    }
}

#[wasm_bindgen_test]
async fn confirm_is_called_on_its_own_object_with_the_operation_alone() {
    let client = guarded("new (class { answer = true; confirm(...given) { globalThis.givenOfTest = given; return this.answer; } })()").await;
    assert!(unlink(&client).await.is_ok());
    let given = json(&evaluate("globalThis.givenOfTest"));
    assert_eq!(
        given,
        r#"[{"name":"odoo.unlink","level":"DELETE","model":"res.partner","description":"res.partner.unlink()","target":"http://odoo.test","details":{"ids":[1],"args":[[1]],"kwargs":{}}}]"#
    );
}

#[wasm_bindgen_test]
async fn the_sets_of_methods_count_as_they_are_at_the_call() {
    let client = guarded("{ confirm: () => false }").await;
    let compute = || call(&client, "compute_for_test", &evaluate("[]"));
    assert_eq!(infer_safety_level(&"compute_for_test".into()), "WRITE");
    assert_eq!(chain(&rejected(compute()).await), BLOCKED);
    read_methods().add(&"compute_for_test".into());
    assert_eq!(infer_safety_level(&"compute_for_test".into()), "READ");
    fulfilled(compute()).await;
    read_methods().delete(&"compute_for_test".into());
    delete_methods().add(&"compute_for_test".into());
    assert_eq!(infer_safety_level(&"compute_for_test".into()), "DELETE");
    let error = rejected(compute()).await;
    assert_eq!(text(&member(&error, "operation"), "level"), "DELETE");
    delete_methods().delete(&"compute_for_test".into());
}

#[wasm_bindgen_test]
fn a_level_is_inferred_of_anything() {
    for (method, level) in [
        ("'search'", "READ"),
        ("'unlink'", "DELETE"),
        ("'create'", "WRITE"),
        ("undefined", "WRITE"),
        ("7", "WRITE"),
        ("{}", "WRITE"),
    ] {
        assert_eq!(infer_safety_level(&evaluate(method)), level, "{method}");
    }
}

#[wasm_bindgen_test]
async fn the_default_counts_for_clients_that_have_none_of_their_own_and_may_change_at_any_time() {
    let inherits = guarded("undefined").await;
    let off = guarded("null").await;
    assert!(default_safety_context().is_null());
    assert!(unlink(&inherits).await.is_ok());

    let never = evaluate("{ confirm: () => false }");
    set_default_safety_context(never.clone()).expect("it can be asked");
    assert!(js_sys::Object::is(&default_safety_context(), &never));
    assert!(js_sys::Object::is(
        &resolve_safety_context(JsValue::UNDEFINED),
        &never
    ));
    assert!(resolve_safety_context(JsValue::NULL).is_null());
    let own = evaluate("{ confirm: () => true }");
    assert!(js_sys::Object::is(
        &resolve_safety_context(own.clone()),
        &own
    ));
    let outcomes = [unlink(&inherits).await, unlink(&off).await];

    inherits.set_safety_context(own).expect("it can be asked");
    let with_its_own = unlink(&inherits).await;
    inherits
        .set_safety_context(JsValue::UNDEFINED)
        .expect("back to the default");
    let back = unlink(&inherits).await;
    inherits.set_safety_context(JsValue::NULL).expect("off");
    let switched_off = unlink(&inherits).await;
    set_default_safety_context(JsValue::NULL).expect("off");

    let [inherited, unguarded] = outcomes;
    assert_eq!(chain(&inherited.expect_err("the default refuses")), BLOCKED);
    assert!(unguarded.is_ok() && with_its_own.is_ok() && switched_off.is_ok());
    assert!(back.is_err());
    inherits
        .set_safety_context(JsValue::UNDEFINED)
        .expect("back to the default");
    assert!(unlink(&inherits).await.is_ok(), "the default is off again");
}

#[wasm_bindgen_test]
async fn what_cannot_be_asked_is_refused_and_changes_nothing() {
    let client = guarded("{ confirm: () => false }").await;
    for context in ["{}", "7", "'x'", "true", "{ confirm: 'yes' }"] {
        let refused = [
            client.set_safety_context(evaluate(context)),
            set_default_safety_context(evaluate(context)),
        ];
        for error in refused {
            let error = error.expect_err(context);
            assert_eq!(chain(&error), "TypeError < Error < Object", "{context}");
            assert!(
                text(&error, "message").contains("confirm"),
                "{}",
                text(&error, "message")
            );
        }
    }
    assert!(unlink(&client).await.is_err());
    assert!(default_safety_context().is_null());
}

#[wasm_bindgen_test]
async fn a_level_that_is_given_replaces_the_one_of_the_method() {
    let client = guarded("{ confirm: () => false }").await;
    let options = evaluate("{ safetyLevel: 'READ' }");
    fulfilled(call_in(&client, "unlink", &evaluate("[[1]]"), &options)).await;
    let options = evaluate("{ safetyLevel: 'DELETE' }");
    let error = rejected(call_in(&client, "search", &evaluate("[[]]"), &options)).await;
    assert_eq!(text(&member(&error, "operation"), "level"), "DELETE");
}

#[wasm_bindgen_test]
async fn a_confirm_that_vanishes_while_it_is_needed_never_lets_a_promise_hang() {
    let client = guarded("globalThis.contextOfTest = { confirm: () => true }").await;
    assign(
        &evaluate("globalThis.contextOfTest"),
        "confirm",
        &JsValue::NULL,
    );
    let _ = unlink(&client).await;
}
