//! Records: keys in any order, more of them and fewer; and any records at all, in any chunks.

use odoo_columns::Progress;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::rows::{feed, fields, parsed, read, rows, with_one_kind_of_numbers};

const AB: &[(&str, &str)] = &[("a", "integer"), ("b", "char")];

#[test]
fn keys_may_come_in_any_order_and_with_any_space() {
    let answer = "[{\"a\": 1, \"b\": \"x\"}, {\"b\":\"y\",\"a\":2},\n\t{ \"a\" : 3 ,\r\n \"b\" : \"z\" } , {\"a\": 4, \"b\": \"w\"}]";
    let reader = read(AB, answer).expect("records");
    assert_eq!(rows(&reader), parsed(answer));
}

#[test]
fn keys_that_were_not_asked_for_are_left_out() {
    let answer = r#"[{"z": {"a": [1, {"b": null}]}, "a": 1, "b": "x"}, {"a": 2, "y": "]}", "b": "y", "x": -1.5e3}]"#;
    let reader = read(AB, answer).expect("records");
    assert_eq!(
        rows(&reader),
        [json!({"a": 1, "b": "x"}), json!({"a": 2, "b": "y"})]
    );
}

#[test]
fn keys_that_are_missing_stay_so() {
    let answer = r#"[{"a": 1, "b": "x"}, {}, {"b": "y"}, {"a": 2}, { }, {"a": 3, "b": "z"}]"#;
    let reader = read(AB, answer).expect("records");
    assert_eq!(rows(&reader), parsed(answer));
    assert_eq!(reader.columns()[0].absent(), [1, 2, 4]);
}

#[test]
fn of_a_key_that_comes_twice_the_last_value_counts() {
    let answer =
        r#"[{"a": 1, "a": 2, "b": "x"}, {"a": 3, "b": "y", "b": false}, {"b": "z", "a": 5}]"#;
    let reader = read(AB, answer).expect("records");
    assert_eq!(rows(&reader), parsed(answer));
}

#[test]
fn keys_may_be_written_with_escapes() {
    let reader = read(
        &[("été", "integer")],
        r#"[{"\u00e9t\u00e9": 1}, {"été": 2}]"#,
    )
    .expect("records");
    assert_eq!(rows(&reader), [json!({"été": 1}), json!({"été": 2})]);
}

#[test]
fn keys_may_be_long() {
    let name = "a_name_that_is_longer_than_what_is_remembered_of_it";
    let other = "a_name_that_is_longer_than_what_is_remembered_of_another";
    let reader = read(
        &[(name, "integer"), (other, "integer")],
        &format!(r#"[{{"{name}": 1, "{other}": 2}}, {{"{name}": 3, "{other}": 4}}]"#),
    );
    assert_eq!(
        rows(&reader.expect("records")),
        [json!({name: 1, other: 2}), json!({name: 3, other: 4})]
    );
}

#[test]
fn keys_that_begin_alike_are_told_apart() {
    let answer = r#"[{"name": "a", "name2": "b"}, {"name2": "c", "name": "d"}, {"name": "e", "name2": "f"}]"#;
    let reader = read(&[("name", "char"), ("name2", "char")], answer).expect("records");
    assert_eq!(rows(&reader), parsed(answer));
}

#[test]
fn the_order_of_the_keys_is_told() {
    let answer = r#"[{"b": "x", "z": 1}, {"a": 1, "b": "x"}]"#;
    assert_eq!(read(AB, answer).expect("records").order(), [1, 0]);
}

/// One type of each kind.
const TYPES: &[(&str, &str)] = &[
    ("id", "integer"),
    ("name", "char"),
    ("amount", "float"),
    ("active", "boolean"),
    ("state", "selection"),
    ("partner_id", "many2one"),
    ("line_ids", "one2many"),
    ("data", "json"),
];

fn text() -> impl Strategy<Value = Value> {
    let any = "[a-c]{0,3}|[ -~]{0,40}|\\PC{0,12}|[\\x00-\\x1f\"\\\\/é日😀]{0,8}";
    any.prop_map(Value::String)
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        (-20..20_i64).prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-9_007_199_254_740_992..=9_007_199_254_740_992_i64).prop_map(Value::from),
        (-1_000_000..1_000_000_i64).prop_map(|cents| Value::from(cents as f64 / 100.0)),
        any::<f64>()
            .prop_filter("finite", |float| float.is_finite())
            .prop_map(Value::from),
    ]
}

fn value(odoo_type: &'static str) -> BoxedStrategy<Value> {
    let given = match odoo_type {
        "integer" | "float" => number().boxed(),
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "many2one" => (number(), text())
            .prop_map(|(id, name)| json!([id, name]))
            .boxed(),
        "one2many" => proptest::collection::vec(number(), 0..4)
            .prop_map(Value::from)
            .boxed(),
        "json" => {
            let leaf = prop_oneof![
                Just(json!(null)),
                any::<bool>().prop_map(Value::from),
                any::<i32>().prop_map(Value::from),
                text()
            ];
            leaf.prop_recursive(3, 12, 4, |inner| {
                prop_oneof![
                    proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                    proptest::collection::vec(("[a-z\"]{0,3}", inner), 0..4)
                        .prop_map(|members| Value::Object(members.into_iter().collect())),
                ]
            })
            .boxed()
        }
        _ => text().boxed(),
    };
    prop_oneof![8 => given, 1 => Just(json!(false)), 1 => Just(json!(null))].boxed()
}

/// A record: some of the fields, perhaps one that was not asked for, in any order.
fn record() -> impl Strategy<Value = Value> {
    let members: Vec<_> = TYPES
        .iter()
        .map(|&(name, odoo_type)| {
            (
                Just(name),
                prop_oneof![9 => value(odoo_type).prop_map(Some), 1 => Just(None)],
            )
        })
        .collect();
    let shuffled = prop_oneof![3 => Just(false), 1 => Just(true)];
    (
        members,
        shuffled,
        any::<u64>(),
        proptest::option::weighted(0.1, value("json")),
    )
        .prop_map(|(mut members, shuffled, seed, other)| {
            if shuffled {
                members.sort_by_key(|(name, _)| {
                    name.bytes().fold(seed, |hash, byte| {
                        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
                    })
                });
            }
            let mut record: serde_json::Map<_, _> = members
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?)))
                .collect();
            if let Some(other) = other {
                record.insert("not_asked_for".to_owned(), other);
            }
            Value::Object(record)
        })
}

/// JSON as it comes from Python: with a space after commas and colons, and with nothing but ASCII.
fn as_python(value: &Value) -> String {
    fn text(text: &str) -> String {
        let quoted = serde_json::to_string(text).expect("a text");
        let mut ascii = String::new();
        for character in quoted.chars() {
            if character.is_ascii() {
                ascii.push(character);
            } else {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    ascii.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
        ascii
    }
    match value {
        Value::String(string) => text(string),
        Value::Array(list) => format!(
            "[{}]",
            list.iter().map(as_python).collect::<Vec<_>>().join(", ")
        ),
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{}: {}", text(key), as_python(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        other => other.to_string(),
    }
}

/// What is to be read of records.
fn without_the_other(records: Vec<Value>) -> Vec<Value> {
    let known = |mut record: Value| {
        if let Value::Object(members) = &mut record {
            members.shift_remove("not_asked_for");
        }
        with_one_kind_of_numbers(record)
    };
    records.into_iter().map(known).collect()
}

proptest! {
    #[test]
    fn any_records_come_out_as_they_went_in(
        records in proptest::collection::vec(record(), 0..40),
        python in any::<bool>(),
        enveloped in any::<bool>(),
        chunk in prop_oneof![1..40_usize, 1..4000_usize],
    ) {
        let list = Value::Array(records.clone());
        let list = if python { as_python(&list) } else { list.to_string() };
        let answer = if enveloped { format!(r#"{{"jsonrpc": "2.0", "id": 3, "result": {list}}}"#) } else { list.clone() };
        let mut reader = odoo_columns::Reader::new(fields(TYPES));
        let progress = feed(&mut reader, answer.as_bytes(), chunk);
        prop_assert_eq!(progress, Ok(Progress::Read));
        prop_assert_eq!(rows(&reader), without_the_other(records));
        prop_assert!(reader.columns().iter().all(|column| column.len() == reader.rows()));
    }
}
