use super::*;
use serde_json::json;

fn upsert(key: &str, fields: serde_json::Value) -> Upsert {
    upsert_into("res.partner", key, fields)
}

fn upsert_into(model: &str, key: &str, fields: serde_json::Value) -> Upsert {
    let mut upsert = Upsert::new(model.into(), key.into());
    for (name, description) in fields.as_object().expect("fields") {
        let described = upsert.describe(name, &description.clone().into(), 0);
        assert_eq!(described, Ok(()));
    }
    upsert
}

fn key(upsert: &Upsert, value: serde_json::Value) -> Option<Key> {
    upsert.key_of_row(&value.into())
}

fn kept(text: &str) -> Option<Key> {
    Some(Key::Kept(Value::Text(text.into())))
}

#[test]
fn an_id_and_paths_are_no_fields_to_store() {
    for name in ["id", "country_id/id", ".id", "country_id.code"] {
        assert_eq!(
            upsert("xmlid", json!({})).wrong_name(2, name),
            Some(format!(
                "Invalid rows[2].{name}: not a field to store. What to do: leave it out, or write records \
                 whose ids are known with writeMany"
            ))
        );
    }
    for name in ["name", "xmlid", "idle"] {
        assert_eq!(upsert("xmlid", json!({})).wrong_name(0, name), None);
    }
    let refusal = upsert("ref", json!({})).wrong_name(0, "xmlid");
    assert_eq!(
        refusal.as_deref(),
        Some(
            "Invalid rows[0].xmlid: not stored where records are told by another key. What to do: pass key: 'xmlid', \
             or leave it out"
        )
    );
}

#[test]
fn a_field_that_the_server_does_not_describe_is_not_there() {
    let mut upsert = Upsert::new("res.partner".into(), "ref".into());
    for description in [Value::Null, Value::Bool(true), Value::List(vec![])] {
        assert_eq!(
            upsert.describe("nmae", &description, 4),
            Err(
                "There is no field 'nmae' on res.partner (row 4), or the user may not read it. \
                 What to do: check the name"
                    .into()
            )
        );
    }
}

#[test]
fn a_key_is_a_text_or_a_whole_number_as_its_field() {
    for (odoo_type, expected) in [
        ("char", "a text, as x is of the type char,"),
        ("selection", "a text, as x is of the type selection,"),
        ("integer", "a whole number, as x is of the type integer,"),
        (
            "many2one",
            "the id of a record, as x is of the type many2one,",
        ),
    ] {
        let upsert = upsert("x", json!({"x": {"type": odoo_type}}));
        assert_eq!(upsert.wrong_key(), None);
        let (right, wrong) = match expected.starts_with("a text") {
            true => (
                json!("17"),
                [json!(17), json!(""), json!(false), json!(null)],
            ),
            false => (
                json!(17),
                [json!("17"), json!(1.5), json!(false), json!(null)],
            ),
        };
        assert_eq!(key(&upsert, right), Some(Key::Same), "{odoo_type}");
        for wrong in wrong {
            assert_eq!(key(&upsert, wrong.clone()), None, "{odoo_type} {wrong}");
        }
        assert_eq!(
            upsert.refused_key(0, "undefined", None),
            format!("Invalid rows[0].x: expected {expected} to tell the record, got undefined")
        );
    }
}

#[test]
fn by_other_fields_no_record_can_be_found_again() {
    for odoo_type in [
        "float",
        "monetary",
        "boolean",
        "html",
        "binary",
        "many2many",
    ] {
        assert_eq!(
            upsert("x", json!({"x": {"type": odoo_type}})).wrong_key(),
            Some(format!(
                "Invalid options.key: x is of the type {odoo_type}, by which no record can be found \
                 again. What to do: take a field that holds a text or a whole number, or 'xmlid'"
            ))
        );
    }
}

#[test]
fn an_external_id_is_a_module_and_a_name() {
    let upsert = upsert("xmlid", json!({"name": {"type": "char"}}));
    assert_eq!(upsert.wrong_key(), None);
    assert_eq!(key(&upsert, json!("shop.customer_17")), Some(Key::Same));
    for wrong in [
        json!("plain"),
        json!(".a"),
        json!("a."),
        json!("a.b.c"),
        json!("a. b"),
        json!("a\u{a0}.b"),
        json!(""),
        json!(5),
        json!(null),
    ] {
        assert_eq!(key(&upsert, wrong.clone()), None, "{wrong}");
    }
    assert_eq!(
        upsert.refused_key(3, "'plain'", None),
        "Invalid rows[3].xmlid: expected an external id, such as 'shop.customer_17' to tell the record, \
         got 'plain'"
    );
}

#[test]
fn keys_are_told_apart_as_the_server_gives_them_back() {
    let days = upsert("x", json!({"x": {"type": "date"}}));
    assert_eq!(key(&days, json!("2026-1-5")), kept("2026-01-05"));
    assert_eq!(key(&days, json!("2026-01-05")), kept("2026-01-05"));
    let moments = upsert("x", json!({"x": {"type": "datetime"}}));
    assert_eq!(
        key(&moments, json!("2026-01-05")),
        kept("2026-01-05 00:00:00")
    );
    assert_eq!(key(&moments, json!("soon")), Some(Key::Same));
    let links = upsert("x", json!({"x": {"type": "many2one"}}));
    assert_eq!(
        links.key_of_record(&json!([5, "Belgium"]).into()),
        Key::Kept(Value::Number(5.0))
    );
    assert_eq!(links.key_of_record(&json!(false).into()), Key::Same);
    assert_eq!(
        days.refused_key(1, "'2026-1-5'", Some(0)),
        "Invalid rows[1].x: '2026-1-5' is that of rows[0] as well"
    );
}

#[test]
fn contents_of_attachments_are_not_read_and_currencies_are() {
    let fields = json!({
        "ref": {"type": "char"},
        "image": {"type": "binary", "attachment": true},
        "blob": {"type": "binary", "attachment": false},
        "file": {"type": "binary"},
        "amount": {"type": "monetary", "currency_field": "currency_id"},
        "total": {"type": "monetary", "currency_field": "currency_id"},
        "share": {"type": "monetary"},
    });
    assert_eq!(
        upsert("ref", fields.clone()).wanted(),
        [
            "ref",
            "blob",
            "file",
            "amount",
            "total",
            "share",
            "currency_id"
        ]
    );
    let upsert = upsert("ref", fields);
    let compared: Vec<Compared> = (0..8).map(|place| upsert.compared(place)).collect();
    assert_eq!(
        compared,
        [
            Compared::Not,
            Compared::Contents,
            Compared::Contents,
            Compared::Contents,
            Compared::Amount,
            Compared::Amount,
            Compared::Value,
            Compared::Not,
        ]
    );
    let attachments =
        json!({"name": {"type": "char"}, "datas": {"type": "binary", "attachment": true}});
    assert_eq!(
        upsert_into("ir.attachment", "name", attachments).wanted(),
        ["name", "checksum"]
    );
}

#[test]
fn commands_that_would_be_done_again_are_refused() {
    let upsert = upsert(
        "ref",
        json!({"ref": {"type": "char"}, "child_ids": {"type": "one2many"}}),
    );
    let wrong = |place, value: serde_json::Value| {
        upsert.wrong_commands(place, &value.clone().into(), 0, &value.to_string())
    };
    for right in [
        json!([[6, 0, [7]]]),
        json!([[5], [4, 7]]),
        json!([[3, 7]]),
        json!([]),
    ] {
        assert_eq!(wrong(1, right.clone()), None, "{right}");
    }
    assert_eq!(
        wrong(1, json!([[0, 0, {"name": "x"}]])).as_deref(),
        Some(
            "Invalid rows[0].child_ids: expected [[6, 0, ids]], since other commands would be done again \
             at each run (but [[3, id]], [[4, id]] and [[5]]), got [[0,0,{\"name\":\"x\"}]]"
        )
    );
    assert!(wrong(1, json!([[1, 7, {}]])).is_some());
    assert!(wrong(1, json!([[2, 7]])).is_some());
    assert_eq!(wrong(0, json!("x")), None);
}

#[test]
fn the_rounding_of_a_currency_is_asked_for_once_and_only_where_amounts_differ() {
    let mut upsert = upsert(
        "ref",
        json!({
            "ref": {"type": "char"},
            "amount": {"type": "monetary", "currency_field": "currency_id"},
        }),
    );
    let numeral = |text: &str| text.parse().unwrap_or(f64::NAN);
    let number = Value::Number;
    let euro: Value = json!([1, "EUR"]).into();
    let yen: Value = json!([2, "JPY"]).into();
    upsert.doubt(1, &json!("5").into(), Some(&number(5.0)), &euro, numeral);
    assert_eq!(upsert.currencies(), [0; 0]);
    for currency in [&yen, &euro, &euro, &Value::Bool(false)] {
        upsert.doubt(1, &number(2.5), Some(&number(3.0)), currency, numeral);
    }
    assert_eq!(upsert.currencies(), [2, 1]);
    let holds = |upsert: &Upsert, value, stored, currency: &Value| {
        upsert.holds(1, &number(value), Some(&number(stored)), currency, numeral)
    };
    assert!(!holds(&upsert, 2.5, 3.0, &yen));
    upsert.rounds(1, 0.01);
    upsert.rounds(2, 1.0);
    assert!(holds(&upsert, 2.5, 3.0, &yen) && holds(&upsert, 10.005, 10.01, &euro));
    assert!(!holds(&upsert, 2.5, 3.0, &euro) && !holds(&upsert, 2.5, 3.0, &Value::Null));
    upsert.doubt(1, &number(1.0), Some(&number(3.0)), &yen, numeral);
    assert_eq!(upsert.currencies(), [0; 0]);
}

#[test]
fn a_field_that_a_record_came_without_is_not_known_to_hold_anything() {
    let upsert = upsert(
        "ref",
        json!({"ref": {"type": "char"}, "phone": {"type": "char"}}),
    );
    let holds = |stored: Option<&Value>| {
        upsert.holds(1, &Value::Bool(false), stored, &Value::Null, |_| f64::NAN)
    };
    assert!(!holds(None) && holds(Some(&Value::Bool(false))));
    assert!(!upsert.holds(9, &Value::Null, Some(&Value::Null), &Value::Null, |_| 0.0));
}

#[test]
fn contents_are_the_same_by_their_checksum_or_where_there_are_none() {
    let field = |model: &str, name: &str, attachment: Option<bool>| Field {
        model: model.into(),
        name: name.into(),
        odoo_type: "binary".into(),
        is_attachment: attachment,
        ..Field::default()
    };
    let (no, text) = (Value::Bool(false), Value::Text("…".into()));
    let [image, unsure, column] =
        [Some(true), None, Some(false)].map(|is| field("res.partner", "image", is));
    let datas = field("ir.attachment", "datas", Some(true));
    assert_eq!(
        [&image, &unsure, &column, &datas].map(Field::sum),
        [Sum::Attachment, Sum::Attachment, Sum::Nowhere, Sum::Beside]
    );
    use Contents::{BySum, Other, Same};
    for (field, value, stored, sum, is_read, contents) in [
        (&image, &text, None, Some(&text), true, BySum),
        (&image, &no, None, Some(&text), true, Other),
        (&image, &no, None, None, true, Same),
        (&image, &text, None, None, true, Other),
        (&image, &no, None, Some(&no), true, Same),
        // The user may not see attachments.
        (&image, &no, None, None, false, Other),
        (&image, &text, None, None, false, Other),
        // The server does not say whether it is one.
        (&unsure, &no, None, None, true, Other),
        (&unsure, &no, Some(&no), None, true, Same),
        (&unsure, &no, Some(&text), None, true, Other),
        (&unsure, &text, Some(&text), Some(&text), true, BySum),
        (&column, &no, Some(&no), None, true, Same),
        (&column, &text, Some(&text), None, true, Other),
        (&column, &text, Some(&no), None, true, Other),
        (&datas, &text, None, Some(&text), true, BySum),
        (&datas, &no, None, Some(&no), true, Same),
        (&datas, &text, None, Some(&no), true, Other),
        (&datas, &Value::Number(5.0), None, Some(&text), true, Other),
    ] {
        assert_eq!(
            field.contents(value, stored, sum, is_read),
            contents,
            "{field:?} {value:?} {stored:?} {sum:?} {is_read}"
        );
    }
}

fn one(id: u64, is_same: bool) -> Found {
    Found::Records {
        count: 1,
        id,
        is_same,
    }
}

fn several(count: u32) -> Found {
    Found::Records {
        count,
        id: 5,
        is_same: false,
    }
}

#[test]
fn what_is_missing_unchanged_different_ambiguous_or_anothers_is_told_apart() {
    use Standing::{Ambiguous, Different, Missing, OfAnother, Unchanged};
    assert_eq!(
        upsert("xmlid", json!({})).standings(&[
            several(0),
            one(7, true),
            one(8, false),
            several(2),
            Found::OfAnother,
            Found::Hidden,
        ]),
        [
            Missing, Unchanged, Different, Ambiguous, OfAnother, Different
        ]
    );
    assert_eq!(upsert("xmlid", json!({})).standings(&[]), []);
}

#[test]
fn of_two_external_ids_of_one_record_the_later_row_is_refused_in_another_window_too() {
    use Standing::{Different, Missing, Repeated, Unchanged};
    let mut upsert = upsert("xmlid", json!({}));
    assert_eq!(
        upsert.standings(&[one(7, false), one(8, true), one(7, true), several(0)]),
        [Different, Unchanged, Repeated, Missing]
    );
    assert_eq!(
        upsert.standings(&[several(0), one(9, true), one(8, false)]),
        [Missing, Unchanged, Repeated]
    );
    assert_eq!(
        upsert.ambiguous(2, "\"shop.b\"", 1),
        "Invalid rows[2].xmlid: an earlier row names the record of \"shop.b\" already. What to do: give each record one \
         row"
    );
}

#[test]
fn keys_that_are_not_stored_as_they_are_given_are_refused() {
    let links = upsert("x", json!({"x": {"type": "many2one"}}));
    for id in [json!(0), json!(-1)] {
        assert_eq!(key(&links, id.clone()), None, "{id}");
    }
    let short = upsert("x", json!({"x": {"type": "char", "size": 3}}));
    assert_eq!(key(&short, json!("äbc")), Some(Key::Same));
    assert_eq!(key(&short, json!("abcd")), None);
    assert_eq!(
        short.refused_key(0, "\"abcd\"", None),
        "Invalid rows[0].x: expected a text of at most 3 characters, as x is of the type char, to tell the record, got \
         \"abcd\""
    );
    for name in ["create_date", "write_uid"] {
        let mut upsert = Upsert::new("res.partner".into(), name.into());
        let described = json!({"type": "datetime"}).into();
        upsert.describe(name, &described, 0).expect("a field");
        let refusal = upsert.wrong_key().expect("a refusal");
        assert!(
            refusal.starts_with("Invalid options.key: Odoo itself fills in "),
            "{refusal}"
        );
    }
}

#[test]
fn after_an_unknown_outcome_a_created_row_is_done_when_it_is_there_and_a_changed_one_when_it_holds()
{
    let found = [
        one(7, true),
        one(8, false),
        several(0),
        several(2),
        Found::OfAnother,
        Found::Hidden,
    ];
    assert_eq!(there(&found, true), [7, 0, 0, 0, 0, 0]);
    assert_eq!(there(&found, false), [7, 8, 0, 0, 0, 0]);
}

#[test]
fn rows_are_looked_up_by_pages_of_two_thousand() {
    assert_eq!(pages(0), [0; 0]);
    assert_eq!(pages(3), [3]);
    assert_eq!(pages(2000), [2000]);
    assert_eq!(pages(4001), [2000, 4000, 4001]);
}

#[test]
fn a_row_that_cannot_be_stored_says_what_to_do() {
    let upsert = upsert("ref", json!({"ref": {"type": "char"}}));
    assert_eq!(
        upsert.ambiguous(1, "\"x-1\"", 2),
        "2 records of res.partner have ref = \"x-1\" (row 1): which of them is meant cannot be \
         told. What to do: merge them, or use another key"
    );
    assert_eq!(
        upsert.of_another("base.be", "res.country", 20),
        "The external id base.be is that of a record of res.country (20), not of res.partner. \
         What to do: give the row an external id of its own"
    );
}
