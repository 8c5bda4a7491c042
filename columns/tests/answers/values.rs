//! What becomes of a value, type by type.

use odoo_columns::{Kind, Numbers, Texts, Values};
use serde_json::{Value, json};

use crate::rows::{column, read, rows};

fn values(odoo_type: &str, given: &[&str]) -> Vec<Value> {
    let reader = column(odoo_type, given).expect("the values are of the type");
    rows(&reader).iter().map(|row| row["x"].clone()).collect()
}

fn numbers(odoo_type: &str, given: &[&str]) -> Numbers {
    let reader = column(odoo_type, given).expect("numbers");
    match reader.columns()[0].values() {
        Values::Numbers(numbers) => numbers.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn integers_are_kept_in_32_bits() {
    let given = [
        "0",
        "7",
        "-7",
        "999999999",
        "2147483647",
        "-2147483648",
        "false",
    ];
    let Numbers::Int32(integers) = numbers("integer", &given) else {
        panic!("floats")
    };
    assert_eq!(integers, [0, 7, -7, 999_999_999, i32::MAX, i32::MIN, 0]);
}

#[test]
fn an_integer_that_is_written_with_a_fraction_stays_one() {
    let Numbers::Int32(integers) = numbers("integer", &["1", "2.0", "3e2", "40E-1"]) else {
        panic!("floats")
    };
    assert_eq!(integers, [1, 2, 300, 4]);
}

#[test]
fn a_number_that_is_no_32_bit_integer_makes_all_of_them_floats() {
    for (given, number) in [
        ("2147483648", 2_147_483_648.0),
        ("-2147483649", -2_147_483_649.0),
        ("1.5", 1.5),
        ("12345678901234567890", 12_345_678_901_234_567_890.0),
        ("9007199254740993", 9_007_199_254_740_992.0),
        ("1e300", 1e300),
    ] {
        let Numbers::Float64(floats) = numbers("integer", &["1", given, "3"]) else {
            panic!("integers: {given}")
        };
        assert_eq!(floats, [1.0, number, 3.0]);
    }
    let Numbers::Float64(floats) = numbers("integer", &["-0"]) else {
        panic!("integers")
    };
    assert!(floats[0].is_sign_negative());
}

#[test]
fn floats_are_read_to_the_last_bit() {
    for text in [
        "0.1",
        "-0.1",
        "1.5",
        "123456.78",
        "0.30000000000000004",
        "2.2250738585072014e-308",
        "5e-324",
        "1.7976931348623157e308",
        "9007199254740993",
        "9007199254740993.5",
        "123456789012345678901234567890",
        "0.000001",
        "1E22",
        "1e23",
        "1e-22",
        "-0.0",
        "3.0",
        "7205759403792793.5",
        "100000000000000000000.0",
        "8.41e21",
        "4.4501477170144023e-308",
        "1e400",
        "1e-400",
        "0.00000000000000000000000000000000000000001",
        "1234567.1234567",
        "12345678.12345678",
        "123456789.123456",
    ] {
        let Numbers::Float64(floats) = numbers("float", &[text]) else {
            panic!("integers")
        };
        let expected: f64 = text.parse().expect("a number");
        assert_eq!(floats[0].to_bits(), expected.to_bits(), "{text}");
    }
}

#[test]
fn false_is_empty_for_every_type_but_booleans() {
    for odoo_type in [
        "integer",
        "float",
        "char",
        "date",
        "selection",
        "many2one",
        "one2many",
        "binary",
        "json",
    ] {
        let reader = column(odoo_type, &["false", "false", "null"]).expect("no value");
        let column = &reader.columns()[0];
        assert_eq!(column.validity(), Some(&[0][..]), "{odoo_type}");
        assert_eq!(column.nulls(), [2], "{odoo_type}");
        assert_eq!(
            rows(&reader),
            [json!({"x": false}), json!({"x": false}), json!({"x": null})]
        );
    }
    let reader = column("boolean", &["false", "true"]).expect("booleans");
    assert_eq!(reader.columns()[0].validity(), None);
    assert_eq!(
        values("boolean", &["true", "false", "null", "true"]),
        [json!(true), json!(false), json!(null), json!(true)]
    );
}

#[test]
fn validity_is_a_bit_for_each_row() {
    let given: Vec<&str> = (0..20)
        .map(|row| if row % 3 == 1 { "false" } else { "1" })
        .collect();
    let reader = column("integer", &given).expect("integers");
    assert_eq!(
        reader.columns()[0].validity(),
        Some(&[0b0110_1101, 0b1101_1011, 0b0000_0110][..])
    );
}

#[test]
fn texts_lose_their_escapes() {
    for (written, meant) in [
        (r#""""#, ""),
        (r#""plain""#, "plain"),
        (r#""exactly 16 bytes""#, "exactly 16 bytes"),
        (r#""seventeen bytes !""#, "seventeen bytes !"),
        (
            r#""a \"quote\" and a \\ and a \/""#,
            "a \"quote\" and a \\ and a /",
        ),
        (r#""\b\f\n\r\t""#, "\u{8}\u{c}\n\r\t"),
        (r#""Li\u00e8ge \u017B\u00F3\u0142\u0107""#, "Liège Żółć"),
        (r#""\ud83d\ude00 smile""#, "😀 smile"),
        (r#""\u0000""#, "\0"),
        (r#""raw: Liège 😀 日本""#, "raw: Liège 😀 日本"),
        ("\"\u{7f}\u{80}\"", "\u{7f}\u{80}"),
    ] {
        for odoo_type in ["char", "selection", "html", "reference"] {
            assert_eq!(values(odoo_type, &[written]), [json!(meant)], "{written}");
        }
        assert_eq!(
            values("many2one", &[&format!("[5, {written}]")]),
            [json!([5, meant])]
        );
    }
}

#[test]
fn half_a_surrogate_pair_becomes_the_replacement_character() {
    for written in [r#""\ud83d""#, r#""\ude00""#] {
        assert_eq!(values("char", &[written]), [json!("\u{fffd}")]);
    }
    assert_eq!(
        values("char", &[r#""\ud83d\ud83d\ude00""#]),
        [json!("\u{fffd}😀")]
    );
    assert_eq!(values("char", &[r#""\ud83d\u0041""#]), [json!("\u{fffd}A")]);
    assert_eq!(values("char", &[r#""\ud83d\n""#]), [json!("\u{fffd}\n")]);
}

#[test]
fn few_different_texts_are_kept_once_each() {
    let given: Vec<String> = (0..1000)
        .map(|row| format!("\"state {}\"", row % 7))
        .collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let reader = column("selection", &given).expect("texts");
    let Values::Texts(Texts::Dictionary(coded)) = reader.columns()[0].values() else {
        panic!("plain")
    };
    assert_eq!(coded.offsets().len(), 8);
    assert_eq!(coded.codes()[..9], [0, 1, 2, 3, 4, 5, 6, 0, 1]);
    assert_eq!(&coded.bytes()[..14], b"state 0state 1");
}

#[test]
fn texts_that_are_all_different_are_kept_one_after_the_other() {
    let given: Vec<String> = (0..1000)
        .map(|row| {
            if row % 10 == 3 {
                "false".into()
            } else {
                format!("\"nr {row} \\u00e9\"")
            }
        })
        .collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let reader = column("char", &given).expect("texts");
    assert!(matches!(
        reader.columns()[0].values(),
        Values::Texts(Texts::Plain(_))
    ));
    let rows = rows(&reader);
    assert_eq!(
        (&rows[0]["x"], &rows[3]["x"], &rows[999]["x"]),
        (&json!("nr 0 é"), &json!(false), &json!("nr 999 é"))
    );
}

#[test]
fn the_texts_of_a_selection_are_kept_once_each_however_many_they_are() {
    let given: Vec<String> = (0..1000).map(|row| format!("\"{row}\"")).collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let reader = column("selection", &given).expect("texts");
    let Values::Texts(Texts::Dictionary(coded)) = reader.columns()[0].values() else {
        panic!("plain")
    };
    assert_eq!(coded.offsets().len(), 1001);
}

#[test]
fn texts_of_any_length_are_told_apart_by_every_byte() {
    for length in [0, 1, 15, 16, 17, 31, 32, 33, 47, 48, 64, 100] {
        let base = "abcdefghij".repeat(12)[..length].to_owned();
        let mut given = vec![base.clone(), base.clone()];
        for place in 0..length {
            let mut other = base.clone();
            other.replace_range(place..=place, "Z");
            given.push(other);
        }
        let written: Vec<String> = given.iter().map(|text| format!("\"{text}\"")).collect();
        let written: Vec<&str> = written.iter().map(String::as_str).collect();
        assert_eq!(
            values("selection", &written),
            given.iter().map(|text| json!(text)).collect::<Vec<_>>()
        );
        let pairs: Vec<String> = written.iter().map(|text| format!("[7, {text}]")).collect();
        let pairs: Vec<&str> = pairs.iter().map(String::as_str).collect();
        assert_eq!(
            values("many2one", &pairs),
            given
                .iter()
                .map(|text| json!([7, text]))
                .collect::<Vec<_>>()
        );
    }
}

#[test]
fn many2one_values_are_ids_and_names() {
    let given = [
        r#"[3, "Ada"]"#,
        "false",
        r#"[4,"Grace"]"#,
        r#"[3, "Ada"]"#,
        r#"[ 3 , "Ada \"L\"" ]"#,
        "17",
        r#"[99999999999, "Far"]"#,
    ];
    let reader = column("many2one", &given).expect("many2one values");
    let Values::Many2one(many2one) = reader.columns()[0].values() else {
        panic!("other values")
    };
    assert_eq!(many2one.offsets().len(), 5);
    assert_eq!(many2one.codes()[0], many2one.codes()[3]);
    assert_eq!(
        rows(&reader)
            .iter()
            .map(|row| row["x"].clone())
            .collect::<Vec<_>>(),
        [
            json!([3, "Ada"]),
            json!(false),
            json!([4, "Grace"]),
            json!([3, "Ada"]),
            json!([3, "Ada \"L\""]),
            json!(17),
            json!([99_999_999_999_i64, "Far"])
        ]
    );
}

#[test]
fn many_many2one_values_keep_their_names() {
    let given: Vec<String> = (0..20_000)
        .map(|row| {
            format!(
                "[{}, \"Customer {} of Brussels\"]",
                row * 7919 % 5000,
                row * 7919 % 5000
            )
        })
        .collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let reader = column("many2one", &given).expect("many2one values");
    for (row, given) in rows(&reader).iter().zip(given) {
        assert_eq!(row["x"].to_string().replace(',', ", "), given);
    }
}

#[test]
fn x2many_values_are_lists_of_ids() {
    assert_eq!(
        values(
            "many2many",
            &[
                "[1, 2, 3]",
                "[]",
                "[ ]",
                "[4]",
                "false",
                "[5,6]",
                "[4294967296]"
            ]
        ),
        [
            json!([1, 2, 3]),
            json!([]),
            json!([]),
            json!([4]),
            json!(false),
            json!([5, 6]),
            json!([4_294_967_296_i64])
        ]
    );
}

#[test]
fn values_of_any_kind_are_kept_as_their_text() {
    let given = [
        r#"[{"name": "a", "value": [1, "]"]}, {}]"#,
        "[]",
        r#""text""#,
        "1.5",
        "{}",
        "true",
        "false",
        "null",
    ];
    assert_eq!(
        values("properties", &given),
        [
            json!([{"name": "a", "value": [1, "]"]}, {}]),
            json!([]),
            json!("text"),
            json!(1.5),
            json!({}),
            json!(true),
            json!(false),
            json!(null)
        ]
    );
}

#[test]
fn binary_values_become_bytes_when_all_are_in_base64() {
    let mut reader =
        column("binary", &[r#""Zm9vYmFy""#, "false", r#""Zg==""#, r#""""#]).expect("texts");
    assert!(reader.columns_mut()[0].seal());
    let Values::Texts(Texts::Plain(plain)) = reader.columns()[0].values() else {
        panic!("other values")
    };
    assert_eq!(
        (plain.bytes(), plain.offsets()),
        (&b"foobarf"[..], &[0, 6, 6, 7, 7][..])
    );

    let mut sizes = column("binary", &[r#""Zm9v""#, r#""12.5 Kb""#]).expect("texts");
    assert!(!sizes.columns_mut()[0].seal());
    assert_eq!(
        rows(&sizes),
        [json!({"x": "Zm9v"}), json!({"x": "12.5 Kb"})]
    );
}

#[test]
fn binary_values_may_be_in_the_object_that_newer_servers_send() {
    let given = [
        r#""Zm9v""#,
        r#"{"filename": "a.txt", "content": "YmFy", "size": 3}"#,
        r#"{ "size" : 3 , "content" : "Zg==" }"#,
        r#"{"content": "Zg=="}"#,
        "false",
        r#"{"size": 0}"#,
        r#"{"content": "", "size": 0}"#,
        r#"{"content": false, "size": 0, "checksum": false}"#,
        r#"{"\u0063ontent": "Zm9v", "x": {"content": "no"}}"#,
    ];
    let mut reader = column("binary", &given).expect("binary values");
    assert!(reader.columns_mut()[0].seal());
    let Values::Texts(Texts::Plain(plain)) = reader.columns()[0].values() else {
        panic!("other values")
    };
    assert_eq!(plain.bytes(), b"foobarfffoo");
    assert_eq!(
        reader.columns()[0].validity(),
        Some(&[0b0000_1111, 0b1][..])
    );
}

#[test]
fn binary_values_without_their_content_are_sizes_in_words() {
    let given = [
        r#"{"filename": "a.txt", "size": 316, "checksum": "x"}"#,
        "false",
        r#"{"size": 12800}"#,
    ];
    let mut reader = column("binary", &given).expect("sizes");
    assert!(!reader.columns_mut()[0].seal());
    assert_eq!(
        rows(&reader),
        [
            json!({"x": "316.00 bytes"}),
            json!({"x": false}),
            json!({"x": "12.50 Kb"})
        ]
    );
    for other in ["{}", r#"{"filename": "x"}"#, r#"{"size": "5"}"#, "[1]"] {
        assert!(column("binary", &[other]).is_err(), "{other}");
    }
}

#[test]
fn every_type_of_odoo_has_a_kind() {
    for (odoo_type, kind) in [
        ("char", Kind::Text),
        ("text", Kind::Text),
        ("html", Kind::Text),
        ("date", Kind::Date),
        ("datetime", Kind::Text),
        ("selection", Kind::Selection),
        ("reference", Kind::Text),
        ("integer", Kind::Integer),
        ("many2one_reference", Kind::Integer),
        ("float", Kind::Float),
        ("monetary", Kind::Float),
        ("boolean", Kind::Boolean),
        ("binary", Kind::Binary),
        ("many2one", Kind::Many2one),
        ("one2many", Kind::X2many),
        ("many2many", Kind::X2many),
        ("json", Kind::Json),
        ("properties", Kind::Json),
        ("properties_definition", Kind::Json),
        ("of another module", Kind::Json),
    ] {
        assert_eq!(Kind::of(odoo_type), kind, "{odoo_type}");
    }
}

#[test]
fn an_answer_without_records_has_no_rows() {
    for answer in ["[]", " [ ] ", "[\n]"] {
        let reader = read(&[("x", "char")], answer).expect("a list");
        assert_eq!((reader.rows(), reader.columns()[0].len()), (0, 0));
    }
}
