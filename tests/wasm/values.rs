//! What a JavaScript value is to the core.

use odoo_client_wasm::value::{Answers as _, Kind, Texts as _, Value};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{chain, evaluate, json};

#[wasm_bindgen_test]
fn every_value_is_of_one_kind() {
    for (source, kind) in [
        ("undefined", Kind::Undefined),
        ("null", Kind::Null),
        ("false", Kind::Boolean),
        ("0", Kind::Number),
        ("NaN", Kind::Number),
        ("''", Kind::String),
        ("[]", Kind::Array),
        ("new Array(3)", Kind::Array),
        ("new Proxy([], {})", Kind::Array),
        ("{}", Kind::Object),
        ("Object.create(null)", Kind::Object),
        ("new Date()", Kind::Object),
        ("new Map()", Kind::Object),
        ("new String('x')", Kind::Object),
        ("new Proxy({}, {})", Kind::Object),
        ("() => {}", Kind::Other),
        ("class {}", Kind::Other),
        ("Symbol('x')", Kind::Other),
        ("10n", Kind::Other),
    ] {
        assert_eq!(evaluate(source).kind(), kind, "{source}");
    }
}

#[wasm_bindgen_test]
fn every_value_has_words_for_an_error_message() {
    for (source, words) in [
        ("undefined", "undefined"),
        ("null", "null"),
        ("true", "true"),
        ("42", "42"),
        ("-0.5", "-0.5"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ("1e21", "1e+21"),
        ("'it\\'s \"me\"\\n'", r#""it's \"me\"\n""#),
        (
            "'x'.repeat(100)",
            "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\"",
        ),
        ("[1]", "a list"),
        ("new Date()", "an object"),
        ("Promise.resolve(1)", "a promise; await it first"),
        ("({ then: 1 })", "an object"),
        ("10n", "a value that JSON cannot carry"),
        ("Symbol('x')", "a value that JSON cannot carry"),
        ("() => {}", "a value that JSON cannot carry"),
    ] {
        assert_eq!(evaluate(source).in_words(), words, "{source}");
    }
    assert!(
        evaluate("'\\ud800'").in_words().starts_with('"'),
        "half of a pair"
    );
}

#[wasm_bindgen_test]
fn a_member_that_cannot_be_read_is_absent() {
    let get = |source: &str| Value::get(&evaluate(source), "name");
    assert_eq!(get("{ name: 1 }"), Some(JsValue::from(1)));
    assert_eq!(get("{ name: null }"), Some(JsValue::NULL));
    assert_eq!(
        get("Object.create({ name: 1 })"),
        Some(JsValue::from(1)),
        "inherited"
    );
    for absent in [
        "{}",
        "{ name: undefined }",
        "{ get name() { throw new Error('no'); } }",
        "new Proxy({}, { get() { throw new Error('no'); } })",
        "null",
        "undefined",
        "7",
        "'text'",
        "Symbol('x')",
    ] {
        assert_eq!(get(absent), None, "{absent}");
    }
}

#[wasm_bindgen_test]
fn setting_a_member_of_anything_never_throws() {
    for source in [
        "{}",
        "Object.freeze({})",
        "null",
        "undefined",
        "7",
        "'text'",
        "Symbol('x')",
    ] {
        let mut value = evaluate(source);
        Value::set(&mut value, "name", JsValue::from(1));
    }
}

#[wasm_bindgen_test]
fn the_first_item_that_is_no_integer_is_found() {
    for (source, place) in [
        ("[]", None),
        ("[1, -2, 0, -0, 2 ** 53 - 1]", None),
        ("[1, 2.5]", Some(1)),
        ("[NaN]", Some(0)),
        ("[1, Infinity]", Some(1)),
        ("[2 ** 53]", Some(0)),
        ("[1, '2']", Some(1)),
        ("[1, null]", Some(1)),
        ("[1, 2n]", Some(1)),
        ("[1, [2]]", Some(1)),
        ("[1, , 3]", Some(1)),
        ("[new Number(1)]", Some(0)),
    ] {
        assert_eq!(evaluate(source).first_non_integer(), place, "{source}");
    }
}

#[wasm_bindgen_test]
fn only_lists_have_items() {
    assert_eq!(
        evaluate("[1, 'x']").items().map(|items| items.len()),
        Some(2)
    );
    for source in [
        "{}",
        "'text'",
        "new Set([1])",
        "{ length: 1, 0: 1 }",
        "null",
        "undefined",
    ] {
        assert!(evaluate(source).items().is_none(), "{source}");
    }
}

#[wasm_bindgen_test]
fn what_json_cannot_carry_is_told_with_the_engines_exception() {
    for source in [
        "(() => { const a = {}; a.a = a; return a; })()",
        "[10n]",
        "{ toJSON() { throw new TypeError('mine'); } }",
        "{ get x() { throw new TypeError('mine'); } }",
    ] {
        let exception = evaluate(source).to_json().expect_err(source);
        assert!(chain(&exception).starts_with("TypeError < "), "{source}");
    }
}

#[wasm_bindgen_test]
fn what_is_made_is_what_javascript_would_make() {
    let mut object = JsValue::object();
    Value::set(&mut object, "z", JsValue::null());
    Value::set(
        &mut object,
        "a",
        JsValue::array(vec![
            JsValue::number(1.0),
            JsValue::string("é"),
            JsValue::boolean(true),
        ]),
    );
    Value::set(&mut object, "gone", JsValue::undefined());
    assert_eq!(json(&object), r#"{"z":null,"a":[1,"é",true]}"#);
    assert_eq!(chain(&object), "Object");
}

#[wasm_bindgen_test]
fn a_value_that_resists_being_looked_at_never_throws_through_rust() {
    for source in [
        "(() => { const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return proxy; })()",
        "new Proxy({}, { get() { throw new Error('no'); }, ownKeys() { throw new Error('no'); } })",
        "{ get error() { throw new Error('no'); } }",
        "[1, 2].map((item, at, all) => Object.defineProperty(all, at, { get() { throw new Error('no'); } })) && Object.defineProperty([], 0, { get() { throw new Error('no'); } })",
    ] {
        let value = evaluate(source);
        let _ = (value.kind(), value.in_words(), value.first_non_integer());
        assert_eq!(value.plain_result(1), None, "{source}");
        assert_eq!(Value::get(&value, "error"), None, "{source}");
    }
}
