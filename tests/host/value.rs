//! The port to values, and its implementation on this machine.

use odoo_client_wasm::value::{Kind, Part, Texts, Value as _, as_integer, quote};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Any JSON, of moderate size.
pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "2.0",
            "access_error",
            "odoo.exceptions.UserError",
            "."
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        let key = prop_oneof![
            "[a-z]{0,6}",
            prop::sample::select(vec![
                "code",
                "data",
                "message",
                "name",
                "exception_type",
                "type",
                "value",
                "id"
            ])
            .prop_map(str::to_owned),
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((key, inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_quoted_text_is_what_a_json_serialiser_writes(text in any::<String>()) {
        prop_assert_eq!(quote(&text), Value::from(text).to_string());
    }

    #[test]
    fn any_value_has_words_for_an_error_message_that_do_not_grow_with_it(value in any_json()) {
        let words = value.in_words();
        prop_assert!(!words.is_empty() && words.chars().count() < 300, "{}", words);
    }

    #[test]
    fn an_integer_is_one_that_a_javascript_number_holds_exactly(value in any_json()) {
        if let Some(integer) = as_integer(&value) {
            prop_assert!(integer.abs() <= 9_007_199_254_740_991);
            prop_assert_eq!(value.as_f64(), Some(integer as f64));
        }
    }

    #[test]
    fn a_value_that_is_set_is_the_value_that_is_there(key in ".{0,8}", value in any_json()) {
        let mut object = json!({ "other": 1 });
        object.set_named(&key, value.clone());
        prop_assert_eq!(object.get(key.as_str()), Some(&value));
    }
}

#[test]
fn every_control_character_is_quoted_as_json_wants_it() {
    for code in 0..0x20_u8 {
        let text = char::from(code).to_string();
        assert_eq!(quote(&text), Value::from(text).to_string(), "U+{code:04X}");
    }
    assert_eq!(quote("\u{7f}\u{2028}💶"), "\"\u{7f}\u{2028}💶\"");
}

#[test]
fn words_for_an_error_message_name_what_was_given() {
    for (value, words) in [
        (json!(null), "null"),
        (json!(false), "false"),
        (json!(42), "42"),
        (json!(1.5), "1.5"),
        (json!("it's \"me\""), r#""it's \"me\"""#),
        (json!([1, 2]), "a list"),
        (json!({ "a": 1 }), "an object"),
    ] {
        assert_eq!(value.in_words(), words);
    }
    let long = "x".repeat(1000);
    assert_eq!(json!(long).in_words(), format!("\"{}…\"", "x".repeat(40)));
    assert_eq!(
        json!("x".repeat(40)).in_words(),
        format!("\"{}\"", "x".repeat(40))
    );
}

#[test]
fn whole_numbers_have_no_point_and_what_is_no_number_is_null() {
    let text = |number: f64| Value::number(number).to_string();
    assert_eq!(text(2.0), "2");
    assert_eq!(text(-0.0), "0");
    assert_eq!(text(0.5), "0.5");
    assert_eq!(text(9_007_199_254_740_991.0), "9007199254740991");
    assert_eq!(text(f64::NAN), "null");
    assert_eq!(text(f64::INFINITY), "null");
    assert_eq!(json!(2.0).number_text(), "2");
}

#[test]
fn members_are_those_of_objects_and_items_those_of_lists() {
    let get = |value: &Value, key: &'static str| odoo_client_wasm::value::Value::get(value, key);
    assert_eq!(get(&json!({ "a": null }), "a"), Some(Value::Null));
    assert_eq!(get(&json!({ "a": 1 }), "b"), None);
    assert_eq!(json!([5, 6]).item(1), Some(json!(6)));
    assert_eq!(json!([5, 6]).item(2), None);
    assert_eq!(get(&json!("text"), "0"), None);
    assert_eq!(json!({ "a": 1 }).items(), None);
    let mut text = json!("text");
    Value::set(&mut text, "a", json!(1));
    assert_eq!(text, json!("text"));
    assert_eq!(Value::undefined().kind(), Kind::Null);
    assert_eq!(json!([1, "x", 2]).first_non_integer(), Some(1));
    assert_eq!(json!([1, 2.0]).first_non_integer(), None);
    assert_eq!(json!("x").first_non_integer(), None);
}

#[test]
fn parts_are_joined_in_their_order() {
    let text = json!({ "a": 1 }).to_json().expect("JSON");
    let parts = [Part::Literal("["), Part::Text(&text), Part::Literal(",2]")];
    assert_eq!(Value::join(&parts), r#"[{"a":1},2]"#);
    assert_eq!(Value::join(&[]), "");
}
