//! Answers that are broken: told with row and byte, without a panic, and without harm to the rows
//! before.

use odoo_columns::{Class, Fault, Progress, Reader};
use proptest::prelude::*;
use serde_json::json;

use crate::rows::{column, feed, fields, read, rows};

const TYPES: &[(&str, &str)] = &[
    ("id", "integer"),
    ("name", "char"),
    ("amount", "float"),
    ("active", "boolean"),
    ("partner_id", "many2one"),
    ("line_ids", "one2many"),
    ("data", "json"),
    ("image", "binary"),
];

const RECORD: &str = r#"{"id": 7, "name": "J\u00f3 \"x\"", "amount": -1.5e3, "active": true, "partner_id": [3, "Ada Lovelace of London"], "line_ids": [1, 22], "data": {"a": [null, "b"]}, "image": "Zg=="}"#;

fn fault(odoo_type: &str, value: &str) -> Fault {
    column(odoo_type, &["false", value])
        .map(|reader| rows(&reader))
        .expect_err("a fault")
}

#[test]
fn a_value_of_another_type_is_told_with_its_field_row_and_byte() {
    for (odoo_type, value, words) in [
        ("integer", r#""12""#, r#"expected a number, found "12""#),
        ("float", r#""n/a""#, r#"expected a number, found "n/a""#),
        ("float", "true", "expected a number, found true"),
        ("char", "NaN", "expected a text, found NaN"),
        (
            "boolean",
            "Infinity",
            "expected true or false, found Infinity",
        ),
        ("many2one", "[1]", r#"expected [id, "name"], found [1]"#),
        (
            "many2one",
            r#"[1, "Ada", 2]"#,
            r#"expected [id, "name"], found [1, "Ada", 2]"#,
        ),
        ("integer", "[1]", "expected a number, found [1]"),
        ("char", "5", "expected a text, found 5"),
        ("date", "true", "expected a text, found true"),
        ("selection", "{}", "expected a text, found {}"),
        ("boolean", "1", "expected true or false, found 1"),
        (
            "boolean",
            r#""yes""#,
            r#"expected true or false, found "yes""#,
        ),
        (
            "many2one",
            r#""Ada""#,
            r#"expected [id, "name"], found "Ada""#,
        ),
        (
            "many2one",
            r#"["Ada", 1]"#,
            r#"expected [id, "name"], found ["Ada", 1]"#,
        ),
        ("many2one", "[1, 2]", r#"expected [id, "name"], found 2]"#),
        ("one2many", "5", "expected a list of ids, found 5"),
        (
            "one2many",
            r#"["a"]"#,
            r#"expected a list of ids, found "a"]"#,
        ),
        ("binary", "5", "expected a text in base64, found 5"),
    ] {
        let fault = fault(odoo_type, value);
        let words = format!("{words}}}]");
        assert_eq!(
            (fault.class, fault.row, fault.field, fault.words.as_str()),
            (Class::Kind, 1, Some(0), words.as_str()),
            "{odoo_type} {value}"
        );
        let answer = format!(r#"[{{"x": false}}, {{"x": {value}}}]"#);
        assert!(
            answer[fault.offset..]
                .starts_with(fault.words.split("found ").nth(1).expect("what was found"))
        );
    }
}

#[test]
fn what_is_no_json_is_told_with_what_should_stand_there() {
    for (value, words) in [
        ("tru", "expected true"),
        ("falsy", "expected false"),
        ("nil", "expected null"),
        ("-", "expected a digit"),
        ("-NaN", "expected a digit"),
        ("Nan", "expected NaN"),
        ("-infinity", "expected a digit"),
        ("Infinite", "expected Infinity"),
        ("01", "expected no digit after a leading zero"),
        ("1.", "expected a digit after the decimal point"),
        ("1e", "expected a digit of the exponent"),
        ("1 2", "expected a comma or }"),
        (r#""\x""#, "there is no escape \\x"),
        (r#""\u12g4""#, "there is no escape \\u12g4"),
        (
            "\"a\nb\"",
            "a text holds a control character that is not escaped",
        ),
        ("[1 2]", "expected a comma or ]"),
        ("[1,]", "expected a value"),
        ("{\"a\" 1}", "expected a colon"),
        ("{a: 1}", "expected a key"),
    ] {
        let fault = fault("json", value);
        assert_eq!((fault.class, fault.row), (Class::Malformed, 1), "{value}");
        assert!(fault.words.starts_with(words), "{value}: {}", fault.words);
    }
}

#[test]
fn bytes_that_are_not_utf8_are_told_with_their_place() {
    let mut reader = Reader::new(fields(&[("name", "char")]));
    let answer = b"[{\"name\": \"fine\"}, {\"name\": \"not \xff fine\"}]";
    let fault = feed(&mut reader, answer, 1000).expect_err("a fault");
    assert_eq!(
        (
            fault.row,
            fault.offset,
            answer[fault.offset],
            fault.words.as_str()
        ),
        (1, 33, 0xff, "the bytes are not UTF-8")
    );
    assert_eq!(rows(&reader), [json!({"name": "fine"})]);
}

#[test]
fn what_is_between_records_is_looked_at_too() {
    for (answer, words) in [
        (r#"[{"x": 1} {"x": 2}]"#, "expected a comma or ], found {"),
        (r#"[{"x": 1}, ]"#, "expected a record, found ]"),
        (r#"[{"x": 1}, 5]"#, "expected a record, found 5]"),
        ("[5]", "expected a record, found 5]"),
        (r#"[{"x": 1,}]"#, "expected a key, found }]"),
        (r#"[{"x" 1}]"#, "expected a colon, found 1}]"),
    ] {
        let fault = read(&[("x", "integer")], answer)
            .map(|_| ())
            .expect_err("a fault");
        assert!(fault.words.starts_with(words), "{answer}: {}", fault.words);
    }
}

#[test]
fn an_answer_that_breaks_off_anywhere_is_told_with_the_row() {
    let answer = format!("[{RECORD}, {RECORD}, {RECORD}]");
    for length in 1..answer.len() {
        for chunk in [7, 1000] {
            let mut reader = Reader::new(fields(TYPES));
            let fault =
                feed(&mut reader, &answer.as_bytes()[..length], chunk).expect_err("a fault");
            assert_eq!(
                (fault.class, fault.row, fault.offset),
                (Class::Cut, reader.rows(), length)
            );
            let whole = (1..=3)
                .filter(|count| length > count * (RECORD.len() + 2) - 2)
                .count();
            assert_eq!(reader.rows(), whole, "{}", &answer[..length]);
            assert!(reader.columns().iter().all(|column| column.len() == whole));
        }
    }
}

#[test]
fn a_long_value_is_shown_in_part() {
    let fault = fault("integer", &format!("\"{}\"", "é".repeat(500)));
    assert!(
        fault.words.ends_with('…') && fault.words.len() < 120,
        "{}",
        fault.words
    );
}

#[test]
fn depth_is_no_danger() {
    let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
    assert!(column("json", &[&deep]).is_ok());
    assert!(read(&[("y", "char")], &format!(r#"[{{"x": {deep}, "y": "a"}}]"#)).is_ok());
}

/// What a mutation puts into an answer.
fn bite() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..4),
        prop_oneof![
            Just("\""),
            Just("\\"),
            Just("\\u12"),
            Just("{"),
            Just("}"),
            Just("["),
            Just("]"),
            Just(","),
            Just("false"),
            Just("1e999"),
            Just("\0")
        ]
        .prop_map(|text| text.as_bytes().to_vec()),
    ]
}

proptest! {
    #[test]
    fn no_bytes_do_harm(
        bites in proptest::collection::vec((any::<proptest::sample::Index>(), 0..3_usize, bite()), 1..4),
        chunk in prop_oneof![1..20_usize, 1..1000_usize],
    ) {
        let mut answer = format!(r#"{{"jsonrpc": "2.0", "result": [{RECORD}, {RECORD}, {RECORD}]}}"#).into_bytes();
        for (place, taken, given) in bites {
            let place = place.index(answer.len());
            let end = (place + taken).min(answer.len());
            answer.splice(place..end, given);
        }
        let mut reader = Reader::new(fields(TYPES));
        let read = feed(&mut reader, &answer, chunk);
        prop_assert!(reader.columns().iter().all(|column| column.len() == reader.rows()));
        let _ = rows(&reader);
        match read {
            Err(fault) => prop_assert!(fault.row == reader.rows() && fault.offset <= answer.len()),
            Ok(Progress::Read) => {
                let list = &answer[reader.before().len()..answer.len() - reader.rest().len()];
                prop_assert!(is_json(list), "{}", String::from_utf8_lossy(list));
            }
            Ok(progress) => prop_assert_eq!(progress, Progress::Other),
        }
        // At once or in chunks: the same.
        let mut whole = Reader::new(fields(TYPES));
        prop_assert_eq!(feed(&mut whole, &answer, usize::MAX).is_err(), reader.progress() == Progress::Open);
        prop_assert_eq!(rows(&whole), rows(&reader));
    }

    #[test]
    fn any_bytes_at_all_do_no_harm(answer in proptest::collection::vec(any::<u8>(), 0..300), chunk in 1..50_usize) {
        let mut reader = Reader::new(fields(TYPES));
        let _ = feed(&mut reader, &[b"[{", answer.as_slice()].concat(), chunk);
        prop_assert!(reader.columns().iter().all(|column| column.len() == reader.rows()));
    }
}

/// Whether a parser takes it. The one here refuses two things that those of JavaScript take.
fn is_json(list: &[u8]) -> bool {
    match serde_json::from_slice::<serde_json::Value>(list) {
        Ok(_) => true,
        Err(error) => ["out of range", "surrogate", "hex escape"]
            .iter()
            .any(|words| error.to_string().contains(words)),
    }
}
