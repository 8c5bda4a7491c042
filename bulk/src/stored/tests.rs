use super::*;
use serde_json::json;

fn field(odoo_type: &str) -> Field {
    Field {
        model: "res.partner".into(),
        name: "x".into(),
        odoo_type: odoo_type.into(),
        is_clean: true,
        ..Field::default()
    }
}

fn holds(
    field: &Field,
    value: &serde_json::Value,
    stored: &serde_json::Value,
    unit: Option<f64>,
) -> bool {
    let numeral = |text: &str| text.trim().parse().unwrap_or(f64::NAN);
    field.holds(&value.clone().into(), &stored.clone().into(), unit, numeral)
}

#[test]
fn a_value_is_what_odoo_stores_of_it() {
    for (odoo_type, value, stored) in [
        ("boolean", json!(1), json!(true)),
        ("boolean", json!(0), json!(false)),
        ("boolean", json!(null), json!(false)),
        ("integer", json!("12"), json!(12)),
        ("integer", json!(3.9), json!(3)),
        ("integer", json!(false), json!(0)),
        ("char", json!(7), json!("7")),
        ("char", json!(""), json!(false)),
        ("text", json!(null), json!(false)),
        ("selection", json!("done"), json!("done")),
        ("selection", json!(false), json!(false)),
        ("html", json!("Hello"), json!("<p>Hello</p>")),
        ("html", json!(""), json!(false)),
        ("date", json!("2024-1-5"), json!("2024-01-05")),
        ("date", json!("2024-01-05 10:00:00"), json!("2024-01-05")),
        (
            "datetime",
            json!("2024-1-5 9:5"),
            json!("2024-01-05 09:05:00"),
        ),
        (
            "datetime",
            json!("2024-01-05"),
            json!("2024-01-05 00:00:00"),
        ),
        ("many2one", json!(3), json!([3, "Name"])),
        ("many2one", json!(0), json!(false)),
        ("many2one", json!(3), json!(3)),
        ("many2many", json!([[6, 0, [2, 1]]]), json!([1, 2])),
        ("many2many", json!([[4, 1], [3, 9]]), json!([1])),
        ("many2many", json!([[5]]), json!([])),
        ("many2many", json!(false), json!([])),
        ("json", json!({"a": 1, "b": [2]}), json!({"b": [2], "a": 1})),
    ] {
        assert!(
            holds(&field(odoo_type), &value, &stored, None),
            "{odoo_type} {value} {stored}"
        );
    }
}

#[test]
fn what_is_not_certain_counts_as_different() {
    for (odoo_type, value, stored) in [
        ("boolean", json!(true), json!(false)),
        ("integer", json!("x"), json!(0)),
        ("integer", json!([1]), json!(1)),
        ("float", json!(0.1), json!(0.2)),
        ("float", json!(null), json!("x")),
        ("char", json!("a"), json!("b")),
        ("char", json!("a"), json!(false)),
        ("char", json!(1.5), json!("1.5")),
        ("selection", json!("a"), json!(false)),
        ("date", json!("tomorrow"), json!(false)),
        ("date", json!("24-01-05"), json!("24-01-05")),
        (
            "datetime",
            json!("2024-01-05 25"),
            json!("2024-01-05 25:00:00"),
        ),
        (
            "datetime",
            json!("2024-01-05T10:00:00"),
            json!("2024-01-05 10:00:00"),
        ),
        ("many2one", json!(3), json!([4, "Name"])),
        ("many2one", json!([3, "Name"]), json!([3, "Name"])),
        ("many2many", json!([[0, 0, {}]]), json!([])),
        ("many2many", json!([1, 2]), json!([1, 2])),
        ("one2many", json!([[6, 0, [1]]]), json!([1, 2])),
        ("json", json!({"a": 1}), json!({"a": 1, "b": 2})),
    ] {
        assert!(
            !holds(&field(odoo_type), &value, &stored, None),
            "{odoo_type} {value} {stored}"
        );
    }
}

#[test]
fn amounts_are_compared_as_they_are_rounded() {
    let float = Field {
        decimals: Some(2.0),
        ..field("float")
    };
    for (value, stored, is_same) in [
        (1.005, 1.01, true),
        (1.004, 1.0, true),
        (-2.675, -2.68, true),
        (1.02, 1.01, false),
        (0.1 + 0.2, 0.3, true),
    ] {
        assert_eq!(
            holds(&float, &json!(value), &json!(stored), None),
            is_same,
            "{value} {stored}"
        );
    }
    assert!(holds(
        &field("monetary"),
        &json!(1.234),
        &json!(1.23),
        Some(0.01)
    ));
    assert!(holds(
        &field("monetary"),
        &json!(1.26),
        &json!(1.25),
        Some(0.05)
    ));
    assert!(!holds(
        &field("monetary"),
        &json!(1.234),
        &json!(1.23),
        None
    ));
}

#[test]
fn a_text_is_cut_where_the_field_ends_by_characters() {
    let text = Field {
        size: 2,
        ..field("char")
    };
    assert!(holds(&text, &json!("éàx"), &json!("éà"), None));
    assert!(!holds(&text, &json!("éàx"), &json!("éàx"), None));
}

#[test]
fn what_odoo_fills_in_is_never_a_change_and_a_website_has_its_scheme() {
    let date = Field {
        name: "write_date".into(),
        ..field("datetime")
    };
    assert!(holds(
        &date,
        &json!("2001-01-01"),
        &json!("2024-01-01 00:00:00"),
        None
    ));
    let website = Field {
        name: "website".into(),
        ..field("char")
    };
    assert!(holds(
        &website,
        &json!("example.com"),
        &json!("http://example.com"),
        None
    ));
    assert!(!holds(
        &website,
        &json!("example.com"),
        &json!("https://example.com"),
        None
    ));
    let other = Field {
        model: "res.users".into(),
        ..website
    };
    assert!(!holds(
        &other,
        &json!("example.com"),
        &json!("http://example.com"),
        None
    ));
}

#[test]
fn properties_are_compared_by_those_that_are_given() {
    let stored = json!([{"name": "a", "type": "char", "value": "x"}, {"name": "b", "type": "many2one", "value": [3, "N"]}, {"name": "c", "value": false}]);
    let properties = field("properties");
    for value in [
        json!({"a": "x"}),
        json!({"b": 3}),
        json!({"b": [3, "Other"]}),
        json!({"c": null}),
        json!([{"name": "a", "type": "char", "value": "x"}]),
    ] {
        assert!(holds(&properties, &value, &stored, None), "{value}");
    }
    for value in [
        json!({"a": "y"}),
        json!({"d": 1}),
        json!([{"name": "a", "type": "text"}]),
        json!([{"name": "a", "other": 1}]),
        json!([5]),
    ] {
        assert!(!holds(&properties, &value, &stored, None), "{value}");
    }
    assert!(holds(&properties, &json!(false), &json!(false), None));
}

#[test]
fn commands_that_make_other_records_may_not_be_given_again() {
    let linked = |value: serde_json::Value| linked(&value.into(), &[]);
    for value in [
        json!([[0, 0, {}]]),
        json!([[1, 2, {}]]),
        json!([[2, 2]]),
        json!([[6, 0, ["x"]]]),
        json!([[4, "x"]]),
        json!([4]),
        json!("x"),
        json!([[]]),
    ] {
        assert_eq!(linked(value.clone()), None, "{value}");
    }
}

#[test]
fn a_field_is_what_fields_get_says_of_it() {
    let described =
        |description: serde_json::Value| Field::described("res.partner", "x", &description.into());
    assert_eq!(
        described(json!({
            "type": "monetary", "digits": [16, 2], "currency_field": "currency_id", "size": 5,
            "sanitize": false, "attachment": true, "string": "X",
        })),
        Some(Field {
            decimals: Some(2.0),
            size: 5,
            is_clean: false,
            currency: Some("currency_id".into()),
            is_attachment: Some(true),
            ..field("monetary")
        })
    );
    // As far as it says anything.
    assert_eq!(
        described(json!({
            "type": "char", "digits": false, "currency_field": false, "size": -1,
            "sanitize": true, "attachment": null,
        })),
        Some(field("char"))
    );
    assert_eq!(described(json!([])), None);
}
