//! Answers that are written in strange ways, valid and not: accepted where JSON.parse accepts them,
//! with the same values, wherever they are cut into chunks.

use odoo_columns::{Progress, Reader};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::oracle;
use crate::rows::{column, feed, fields, rows};

const TYPES: &[(&str, &str)] = &[
    ("a", "integer"),
    ("ab", "char"),
    ("b", "float"),
    ("c", "boolean"),
    ("d", "many2one"),
    ("e", "one2many"),
    ("f", "json"),
    ("g", "selection"),
    ("a_name_longer_than_what_is_remembered", "char"),
];

/// What is read of an answer, however it is cut; `None` where it is refused.
fn decoded(answer: &[u8], chunk: usize) -> Option<Vec<Value>> {
    let mut reader = Reader::new(fields(TYPES));
    reader.tolerate();
    if feed(&mut reader, answer, chunk) != Ok(Progress::Read) {
        return None;
    }
    let around = [reader.before(), b"\"records\"", reader.rest()].concat();
    let around = around.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&around);
    let records = json!("records");
    match oracle::parse(around)? {
        Value::Object(members) if members.get("result") != Some(&records) => None,
        Value::Object(_) | Value::String(_) => Some(rows(&reader)),
        _ => None,
    }
}

/// What has to be read of it.
fn expected(answer: &[u8]) -> Option<Vec<Value>> {
    let mut records = oracle::records(answer)?;
    for record in &mut records {
        if let Value::Object(members) = record {
            members.retain(|name, _| TYPES.iter().any(|(known, _)| known == name));
        }
    }
    Some(records)
}

fn agree(answer: &str) {
    for chunk in 1..=answer.len().max(1) {
        assert_eq!(
            decoded(answer.as_bytes(), chunk),
            expected(answer.as_bytes()),
            "{answer} in chunks of {chunk}"
        );
    }
}

#[test]
fn space_may_stand_wherever_json_allows_it_in_any_row() {
    for answer in [
        r#"[{"a":false},{"a":  false}]"#,
        "[{\"a\":1},{\"a\":\t\n\r 2},{\"a\": 3 },{\"a\"\n:4}]",
        "[{\"a\":1,\"ab\":\"x\"},{\"a\":1 ,\"ab\":\r\n\"x\"},{ \"a\":1,\"ab\":\"x\"} ]",
        "[{\"z\":1},{\"z\": 1},{\"z\":  [ ] }]",
        "[{\"d\":[1,\"x\"]},{\"d\": [ 1 , \"x\" ] },{\"d\":[1,\"x\"]}]",
        "[{\"e\":[1,2]},{\"e\": [ 1 , 2 ] },{\"e\":[ ]}]",
        "\t[{\"a\":1}\n,\r{\"a\":1} , {\"a\":1}\t]\n",
        " { \"result\" : [ { \"a\" : 1 } , { } ] } ",
    ] {
        assert!(expected(answer.as_bytes()).is_some(), "{answer}");
        agree(answer);
    }
}

#[test]
fn what_json_parse_refuses_is_refused_wherever_it_stands() {
    for answer in [
        "[NaN]",
        "[{},-Infinity]",
        r#"[{"a":1},]"#,
        r#"[,{"a":1}]"#,
        r#"[{"a":1,}]"#,
        r#"[{,"a":1}]"#,
        r#"[{"a":1}{"a":1}]"#,
        r#"[{"a":1},,{"a":1}]"#,
        r#"[{"a":01}]"#,
        r#"[{"a":-01}]"#,
        r#"[{"a":1.}]"#,
        r#"[{"a":.5}]"#,
        r#"[{"a":1e}]"#,
        r#"[{"a":+1}]"#,
        r#"[{"a":- 1}]"#,
        r#"[{"a":0x1}]"#,
        r#"[{"b":-NaN}]"#,
        r#"[{"b":Nan}]"#,
        r#"[{"b":+Infinity}]"#,
        r#"[{"b":NaN1}]"#,
        r#"[{"c":True}]"#,
        r#"[{"c":truefalse}]"#,
        r#"[{"c":nulll}]"#,
        r#"[{"ab":'x'}]"#,
        r#"[{"ab":"\x"}]"#,
        r#"[{"ab":"\u12"}]"#,
        r#"[{"ab":"\U0041"}]"#,
        r#"[{"ab":"x}]"#,
        r#"[{ab:"x"}]"#,
        r#"[{"a" 1}]"#,
        r#"[{"a":1]}"#,
        r#"[{"e":[1,]}]"#,
        r#"[{"e":[,1]}]"#,
        r#"[{"e":[1 2]}]"#,
        r#"[{"d":[1,"x",]}]"#,
        r#"[{"f":{"x":1,}}]"#,
        r#"[{"f":[}]}]"#,
        "[{\"ab\":\"\u{1}\"}]",
        "[{\"ab\":\"\n\"}]",
        "[{\"a\":1\0}]",
        "[{\"a\":\0 1}]",
        "[\0{\"a\":1}]",
        "[{\"a\0\":1}]",
        "[{\"a\":\u{b}1}]",
        "[{\"a\":\u{a0}1}]",
        "[{\"a\":1}]\0",
        "[]garbage",
        "[]]",
        "[],",
        "[",
        r#"{"jsonrpc":"2.0","result":[]"#,
        r#"{"jsonrpc":"2.0","result":[]}}"#,
        r#"{"jsonrpc":"2.0","result":[],}"#,
        r#"{"jsonrpc":"2.0" "result":[]}"#,
        r#"{"result":[]]"#,
        r#"{"x":01,"result":[]}"#,
        r#"{"result":5}"#,
        r#"{"result":[5]}"#,
        r#"[[]]"#,
        r#"[null]"#,
    ] {
        assert_eq!(expected(answer.as_bytes()), None, "{answer}");
        agree(answer);
        // And after rows whose keys are expected to come again.
        agree(&answer.replacen('[', r#"[{"a":1},{"b":1},{"c":true},"#, 1));
    }
}

#[test]
fn numbers_and_texts_are_read_however_they_are_written() {
    for value in [
        "-0",
        "-0.0",
        "0e5",
        "1E400",
        "-1e400",
        "1e-400",
        "1e+2",
        "1E00000000000000000003",
        "123456789012345678901234567890",
        "0.1234567890123456789012345",
        "9007199254740993",
        "NaN",
        "Infinity",
        "-Infinity",
        "[NaN]",
        r#"[1,"\ud83d\ude00\ud83d"]"#,
        r#""\u0000\u001f\/\"""#,
        r#""\ud83d\ude00""#,
        r#""\ude00\ud83d""#,
        r#""\ud83dA""#,
        "\"é日😀\u{7f}\u{2028}\u{feff}\"",
        r#"{"\u0061":1,"a":2}"#,
        "[]",
        "[1,false]",
        "[1,null]",
        "[[1]]",
    ] {
        let members: Vec<String> = TYPES
            .iter()
            .map(|(name, _)| format!("\"{name}\":{value}"))
            .collect();
        let record = format!("{{{}}}", members.join(","));
        let answer = format!("[{record},{{}},{record}]");
        assert!(expected(answer.as_bytes()).is_some(), "{answer}");
        for chunk in [1, 2, 3, 5, 7, 16, 31, 1000] {
            assert_eq!(
                decoded(answer.as_bytes(), chunk),
                expected(answer.as_bytes()),
                "{answer} in chunks of {chunk}"
            );
        }
    }
}

#[test]
fn members_may_be_named_with_escapes_and_come_twice() {
    for answer in [
        r#"[{"\u0061":1},{"a":2},{"\u0061":3,"a":4},{"a":5,"\u0061":6}]"#,
        r#"[{"a":1,"a":false,"ab":"x"},{"ab":"y","ab":"z","a":null},{"e":[1,2],"e":[3]}]"#,
        r#"[{"d":[1,"x"],"d":false},{"d":false,"d":[2,"y"]}]"#,
        r#"[{"a":"x","a":1},{"a":1,"a":"x"}]"#,
        r#"{"\u0072esult":[{"a":1}]}"#,
        r#"{"result":5,"result":[{"a":1}]}"#,
        r#"{"id":1,"x":{"result":[{"a":2}]},"result":[{"a":1}]}"#,
    ] {
        assert!(expected(answer.as_bytes()).is_some(), "{answer}");
        agree(answer);
    }
    // Of two lists the last one counts: the first is not taken for it.
    let two = r#"{"result":[{"a":1}],"result":[{"a":2}]}"#;
    assert_eq!(decoded(two.as_bytes(), 1000), None);
}

#[test]
fn a_number_of_two_million_digits_is_one() {
    let long = "9".repeat(2_000_000);
    for (number, value) in [
        (format!("0.{long}"), 1.0),
        (long.clone(), f64::INFINITY),
        (format!("-{long}"), f64::NEG_INFINITY),
    ] {
        for odoo_type in ["float", "integer"] {
            let reader = column(odoo_type, &[&number]).expect("a number");
            assert_eq!(
                rows(&reader),
                [json!({ "x": crate::rows::float(value) })],
                "{} digits",
                number.len()
            );
        }
    }
}

#[test]
fn values_of_another_kind_are_kept_as_they_came_where_that_is_wanted() {
    let mut reader = Reader::new(fields(&[("a", "integer"), ("d", "many2one")]));
    reader.tolerate();
    let answer = br#"[{"a": 1, "d": [1, "x"]}, {"a": "n/a", "d": [2, false]}, {"a": false}]"#;
    assert_eq!(feed(&mut reader, answer, 5), Ok(Progress::Read));
    assert_eq!(
        rows(&reader),
        [
            json!({"a": 1, "d": [1, "x"]}),
            json!({"a": "n/a", "d": [2, false]}),
            json!({"a": false})
        ]
    );
    let others = reader.columns()[0].others().expect("one of another kind");
    assert_eq!((others.rows(), others.bytes()), (&[1][..], &b"\"n/a\""[..]));
    // The id has to be one.
    let mut strict = Reader::new(fields(&[("id", "integer"), ("a", "integer")]));
    strict.tolerate();
    for (answer, words) in [
        (
            r#"[{"id": 1, "a": "x"}, {"a": 1}]"#,
            r#"expected a record with an id, found {"a": 1}]"#,
        ),
        (
            r#"[{"id": 1, "a": "x"}, {"id": "1"}]"#,
            r#"expected a number, found "1"}]"#,
        ),
    ] {
        let fault = feed(&mut strict, answer.as_bytes(), 100).expect_err("a fault");
        assert_eq!(
            (fault.row, fault.field, fault.words.as_str()),
            (1, Some(0), words)
        );
        strict.clear();
    }
    // Forgotten with their rows, and wanted from then on.
    reader.clear();
    assert!(reader.columns()[0].others().is_none());
    assert_eq!(feed(&mut reader, answer, 100), Ok(Progress::Read));
    reader.forget();
    assert!(reader.columns()[0].others().is_none());
}

/// Space, mostly none.
fn space() -> impl Strategy<Value = String> {
    prop_oneof![5 => Just(""), 2 => Just(" "), 1 => select(vec!["  ", "\n", "\t", "\r\n", " \t "])]
        .prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "",
        "a",
        "Ada",
        " ",
        "longer than sixteen bytes",
        "é",
        "日本",
        "😀",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u00e9",
        "\\ud83d",
        "\\ude00",
        "\\u0000",
        "]",
        "}",
        "[{",
        ",",
        ":",
    ]);
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn number() -> impl Strategy<Value = String> {
    let strange = select(vec![
        "-0",
        "0",
        "1E400",
        "-1e-400",
        "1e5",
        "2.50",
        "NaN",
        "Infinity",
        "-Infinity",
        "2147483648",
        "12345678901234567890",
        "0.1e1",
        "1.0",
    ]);
    prop_oneof![
        (-1000..1000_i64).prop_map(|number| number.to_string()),
        any::<f64>()
            .prop_filter("finite", |float| float.is_finite())
            .prop_map(|float| float.to_string()),
        strange.prop_map(str::to_owned),
    ]
}

fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        text(),
        number(),
        select(vec!["true", "false", "null"]).prop_map(str::to_owned),
        (number(), space(), text())
            .prop_map(|(id, space, name)| format!("[{space}{id},{space}{name}{space}]")),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        let items = proptest::collection::vec((space(), inner.clone()), 0..3);
        let members = proptest::collection::vec((text(), space(), inner), 0..3);
        prop_oneof![
            items.prop_map(|items| {
                let items: Vec<String> = items
                    .iter()
                    .map(|(space, item)| format!("{space}{item}{space}"))
                    .collect();
                format!("[{}]", items.join(","))
            }),
            members.prop_map(|members| {
                let members: Vec<String> = members
                    .iter()
                    .map(|(key, space, value)| format!("{space}{key}:{space}{value}"))
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

fn record() -> impl Strategy<Value = String> {
    let key = select(vec![
        "a",
        "ab",
        "b",
        "c",
        "d",
        "e",
        "f",
        "g",
        "z",
        "\\u0061",
        "a_name_longer_than_what_is_remembered",
    ]);
    let member =
        (space(), key, space(), space(), value()).prop_map(|(before, key, colon, after, value)| {
            format!("{before}\"{key}\"{colon}:{after}{value}{before}")
        });
    proptest::collection::vec(member, 0..7).prop_map(|members| format!("{{{}}}", members.join(",")))
}

fn answer() -> impl Strategy<Value = String> {
    let list = proptest::collection::vec((space(), record()), 0..6).prop_map(|records| {
        let records: Vec<String> = records
            .iter()
            .map(|(space, record)| format!("{space}{record}{space}"))
            .collect();
        format!("[{}]", records.join(","))
    });
    let envelope = select(vec![
        ("", ""),
        ("\u{feff}", "\n"),
        ("{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": ", "}"),
        ("{\"\\u0072esult\":", ",\"id\":NaN}"),
        (" {\"result\":null ,\"result\" : ", "\t} "),
    ]);
    (envelope, list).prop_map(|((before, after), list)| format!("{before}{list}{after}"))
}

/// What a mutation puts into an answer.
fn bite() -> impl Strategy<Value = &'static str> {
    select(vec![
        "", " ", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", "1", "t", "null",
        "NaN", "\0", "\u{1}", "\u{a0}", "é", "\\u12", "//",
    ])
}

proptest! {
    #[test]
    fn what_json_parse_accepts_is_accepted_with_the_same_values(answer in answer(), chunk in prop_oneof![1..30_usize, 1..2000_usize]) {
        prop_assert!(expected(answer.as_bytes()).is_some(), "{}", answer);
        prop_assert_eq!(decoded(answer.as_bytes(), chunk), expected(answer.as_bytes()), "{}", answer);
    }

    #[test]
    fn what_is_changed_somewhere_is_accepted_only_where_json_parse_accepts_it(
        answer in answer(),
        bites in proptest::collection::vec((any::<proptest::sample::Index>(), 0..3_usize, bite()), 1..3),
        chunk in prop_oneof![1..30_usize, 1..2000_usize],
    ) {
        let mut bytes = answer.into_bytes();
        for (place, taken, given) in bites {
            let place = place.index(bytes.len() + 1);
            let end = (place + taken).min(bytes.len());
            bytes.splice(place..end, given.bytes());
        }
        prop_assert_eq!(decoded(&bytes, chunk), expected(&bytes), "{}", String::from_utf8_lossy(&bytes));
    }
}
