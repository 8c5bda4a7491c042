//! Values pass by handle: what comes out is the very thing that went in.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{assign, chain, evaluate, fulfilled, json, member, rejected, text};
use super::odoo::{ECHO, call, call_in, call_with, config_of, connected, connected_with};

fn global(name: &str) -> JsValue {
    member(&js_sys::global(), name)
}

#[wasm_bindgen_test]
async fn a_result_is_the_very_object_that_the_answer_held() {
    for source in [
        "const result = globalThis.resultOfTest = [{ id: 1 }]; return { json: async () => ({ result }) };",
        "const result = globalThis.resultOfTest = [{ id: 2 }];
         const { id } = JSON.parse(init.body);
         return { status: 200, headers: new Headers(), json: async () => ({ jsonrpc: '2.0', id, result }) };",
    ] {
        let client = connected(source).await;
        let result = fulfilled(call(&client, "read", &evaluate("[]"))).await;
        assert!(Object::is(&result, &global("resultOfTest")), "{source}");
    }
}

#[wasm_bindgen_test]
async fn the_data_of_an_error_is_the_very_object_that_the_answer_held() {
    let client = connected(
        "const data = globalThis.dataOfTest = { name: 'odoo.exceptions.UserError', message: 'no', debug: 'Traceback', arguments: ['no'] };
         return { json: async () => ({ error: { code: 200, message: 'Odoo Server Error', data } }) };",
    )
    .await;
    let error = rejected(call(&client, "read", &evaluate("[]"))).await;
    let data = member(&error, "data");
    assert!(Object::is(&data, &global("dataOfTest")));
    assert_eq!(text(&data, "debug"), "Traceback");
    assert!(!json(&error).contains("Traceback"), "{}", json(&error));
    assert!(!json(&data).contains("Traceback"), "{}", json(&data));
}

#[wasm_bindgen_test]
async fn whoever_confirms_sees_the_callers_own_objects_and_the_error_holds_what_he_saw() {
    let config = config_of(ECHO);
    assign(
        &config,
        "safety",
        &evaluate(
            "{ confirm(operation) { globalThis.operationOfTest = operation; return false; } }",
        ),
    );
    let client = connected_with(&config).await;
    let args = evaluate("[[1, 2], { name: 'x' }]");
    let error = rejected(call(&client, "write", &args)).await;
    let operation = global("operationOfTest");
    assert!(Object::is(&member(&error, "operation"), &operation));
    let details = member(&operation, "details");
    assert!(Object::is(&member(&details, "args"), &args));
    let [ids, values] = [0, 1].map(|index| Reflect::get_u32(&args, index).expect("an item"));
    assert!(Object::is(&member(&details, "ids"), &ids));
    assert!(Object::is(&member(&details, "values"), &values));
}

#[wasm_bindgen_test]
async fn what_others_throw_arrives_as_the_very_thing_that_was_thrown() {
    for thrown in [
        "new RangeError('mine')",
        "'a text'",
        "null",
        "undefined",
        "{ a: 1 }",
        "Symbol.iterator",
        "10n",
    ] {
        assign(&js_sys::global(), "thrownOfTest", &evaluate(thrown));
        for confirm in [
            "() => { throw globalThis.thrownOfTest; }",
            "async () => { throw globalThis.thrownOfTest; }",
        ] {
            let config = config_of(ECHO);
            assign(
                &config,
                "safety",
                &evaluate(&format!("{{ confirm: {confirm} }}")),
            );
            let client = connected_with(&config).await;
            let exception = rejected(call(&client, "unlink", &evaluate("[[1]]"))).await;
            assert!(
                Object::is(&exception, &global("thrownOfTest")),
                "{thrown} {confirm}"
            );
        }
    }
}

#[wasm_bindgen_test]
async fn the_cause_of_a_network_error_is_the_very_exception() {
    let client = connected("throw globalThis.causeOfTest = new TypeError('offline');").await;
    let error = rejected(call(&client, "read", &evaluate("[]"))).await;
    assert!(Object::is(&member(&error, "cause"), &global("causeOfTest")));
}

#[wasm_bindgen_test]
async fn a_body_is_what_json_stringify_writes() {
    let client =
        connected("globalThis.bodyOfTest = init.body; return respond({ result: 1 });").await;
    let model = evaluate("'x.y_Z9'");
    let args = evaluate(
        "[undefined, 'żółć \"quoted\" \\\\ \\n', -0, 1e21, 5e-324, '\\ud800', '\\u2028</script>', new Date(0), { toJSON: () => ({ own: 1 }) },
          { gone: undefined, [Symbol('x')]: 1, 2: 'b', 1: 'a', kept: null }, [, 1], new Boolean(false)]",
    );
    let kwargs = evaluate("{ context: { lang: 'fr_FR' }, none: undefined }");
    let given = [&model, &"echo".into(), &args, &kwargs, &JsValue::UNDEFINED];
    fulfilled(call_with(&client, given)).await;
    let body = global("bodyOfTest").as_string().expect("a text");
    let expected = format!(
        r#"{{"jsonrpc":"2.0","method":"call","params":{{"service":"object","method":"execute_kw","args":["shop",7,"correct horse",{},"echo",{},{}]}},"id":3}}"#,
        json(&model),
        json(&args),
        json(&kwargs)
    );
    assert_eq!(body, expected);
}

#[wasm_bindgen_test]
async fn what_a_program_changes_after_the_call_does_not_reach_the_wire() {
    let client = connected(ECHO).await;
    let args = evaluate("[[1], { name: 'before' }]");
    let promise = call(&client, "action_confirm", &args);
    let values = Reflect::get_u32(&args, 1).expect("an item");
    assign(&values, "name", &"after".into());
    assert_eq!(
        json(&fulfilled(promise).await),
        r#"[[1],{"name":"before"}]"#
    );
}

#[wasm_bindgen_test]
async fn arguments_that_json_cannot_carry_are_a_type_error_with_the_reason_and_nothing_is_sent() {
    let client = connected("globalThis.sentOfTest = true; return respond({ result: 1 });").await;
    assign(&js_sys::global(), "sentOfTest", &JsValue::FALSE);
    for source in [
        "[10n]",
        "(() => { const a = []; a.push(a); return a; })()",
        "[{ toJSON() { throw new Error('mine'); } }]",
        "[{ get x() { throw 'a text'; } }]",
        "[{ get x() { throw undefined; } }]",
    ] {
        let error = rejected(call(&client, "read", &evaluate(source))).await;
        assert_eq!(chain(&error), "TypeError < Error < Object", "{source}");
        let message = text(&error, "message");
        assert!(
            message.starts_with("args") && message.ends_with(". Nothing was sent"),
            "{message}"
        );
        assert_eq!(text(&error, "model"), "res.partner");
    }
    let kwargs = evaluate("{ big: 1n }");
    let given = [
        &"m".into(),
        &"x".into(),
        &evaluate("[]"),
        &kwargs,
        &JsValue::UNDEFINED,
    ];
    assert!(chain(&rejected(call_with(&client, given)).await).starts_with("TypeError"));
    assert_eq!(global("sentOfTest"), JsValue::FALSE);
}

#[wasm_bindgen_test]
async fn a_context_is_copied_and_not_changed() {
    let config = config_of("return respond({ result: [call[3]] });");
    let context = evaluate("Object.freeze({ lang: 'fr_FR' })");
    assign(&config, "context", &context);
    let client = connected_with(&config).await;
    let options = evaluate("Object.freeze({ context: Object.freeze({ tz: 'UTC' }) })");
    let kwargs = fulfilled(call_in(&client, "read", &evaluate("[]"), &options)).await;
    assert_eq!(
        json(&kwargs),
        r#"[{"context":{"lang":"fr_FR","tz":"UTC"}}]"#
    );
    assert_eq!(json(&context), r#"{"lang":"fr_FR"}"#);
}
