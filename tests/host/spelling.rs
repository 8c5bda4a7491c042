//! Options: a name that is wrong by a letter or two is told, any other is nobody's business; names
//! of models and methods.

use odoo_client_wasm::arguments;
use odoo_client_wasm::crud::{self, CALL_OPTIONS, Crud, Links};
use odoo_client_wasm::error::Class;
use serde_json::{Value, json};

fn refusal(method: Crud, options: Value) -> Option<String> {
    let mut arguments = match method {
        Crud::Read => [json!([1]), json!([]), Value::Null, Value::Null],
        Crud::Create => [json!({}), json!({}), Value::Null, Value::Null],
        Crud::Write => [json!([1]), json!({}), json!({}), Value::Null],
        Crud::Unlink => [json!([1]), Value::Null, Value::Null, Value::Null],
        _ => [json!([]), Value::Null, Value::Null, Value::Null],
    };
    let last = match method {
        Crud::Read | Crud::Create => 2,
        Crud::Write => 3,
        _ => 1,
    };
    arguments[last] = options;
    let error = method.invocation(arguments, Links::Ids).err()?;
    assert_eq!(error.class, Class::Type);
    Some(error.message.clone())
}

#[test]
fn a_name_that_is_wrong_by_a_letter_or_two_is_told_with_the_one_that_was_meant() {
    for (options, unknown, meant) in [
        (json!({ "feilds": ["name"] }), "feilds", "fields"),
        (json!({ "field": ["name"] }), "field", "fields"),
        (json!({ "Limit": 1 }), "Limit", "limit"),
        (json!({ "ofset": 1 }), "ofset", "offset"),
        (json!({ "ordre": "id" }), "ordre", "order"),
        (json!({ "timeoutMS": 1 }), "timeoutMS", "timeoutMs"),
        (json!({ "contxt": {} }), "contxt", "context"),
        (json!({ "singal": {} }), "singal", "signal"),
        (
            json!({ "limit": 1, "safteyLevel": "READ" }),
            "safteyLevel",
            "safetyLevel",
        ),
    ] {
        let said = format!(
            "Unknown member '{unknown}' of options: did you mean '{meant}'? Nothing was sent"
        );
        assert_eq!(refusal(Crud::SearchRead, options), Some(said));
    }
    for method in Crud::ALL {
        let said = refusal(method, json!({ "timeoutMS": 1 }));
        assert!(
            said.is_some_and(|said| said.contains("'timeoutMs'")),
            "{method:?}"
        );
    }
}

#[test]
fn any_other_name_is_ignored_as_before() {
    for options in [
        json!({}),
        json!({ "verbose": true, "sort": "id", "model": "x", "count": true, "load": "" }),
        json!({ "filter": [], "domain": [], "lang": "fr_FR", "tz": "UTC", "page_size": 5 }),
        // What is given as well was not meant.
        json!({ "fields": ["name"], "field": "name" }),
        // Names that nobody is told of.
        json!({ "page": "/x", "readBodys": 1 }),
    ] {
        for method in Crud::ALL {
            assert_eq!(
                refusal(method, options.clone()),
                None,
                "{method:?} {options}"
            );
        }
    }
}

#[test]
fn options_are_cut_down_to_those_that_are_known() {
    let given = json!({ "timeoutMs": 5, "verbose": true });
    let read = arguments::options("options", given, CALL_OPTIONS).expect("they are right");
    assert_eq!(read, json!({ "timeoutMs": 5, "unknown": ["verbose"] }));
    for other in [Value::Null, json!([1]), json!("x")] {
        assert_eq!(
            arguments::options("options", other.clone(), CALL_OPTIONS).expect("kept"),
            other
        );
    }
}

#[test]
fn names_of_models_and_methods_have_nothing_in_them_that_leads_elsewhere() {
    let call = |model: Value, method: Value| crud::call(model, method, json!([]), json!({}));
    for name in [
        "m",
        "res.partner",
        "x_thing",
        "x_studio.a_b",
        "A1.b2",
        "1.2",
        "_x",
        "search_read",
        "a.b.c.d",
    ] {
        assert!(call(json!(name), json!("x")).is_ok(), "{name}");
        assert!(call(json!("m"), json!(name)).is_ok(), "{name}");
    }
    for name in [
        json!(""),
        json!("."),
        json!(".."),
        json!("a..b"),
        json!(".a"),
        json!("a."),
        json!(" "),
        json!("a b"),
        json!("a/b"),
        json!("../a"),
        json!("a?b"),
        json!("a#b"),
        json!("a%2Fb"),
        json!("a\\b"),
        json!("é"),
        json!("a\n"),
        json!("a-b"),
        json!(5),
        json!(["a"]),
        Value::Null,
    ] {
        for (which, refused) in [
            ("model", call(name.clone(), json!("x"))),
            ("method", call(json!("m"), name.clone())),
        ] {
            let error = refused.expect_err("it was taken");
            assert_eq!(error.class, Class::Type);
            assert!(
                error
                    .message
                    .starts_with(&format!("Invalid {which}: expected a {which}'s name")),
                "{}",
                error.message
            );
        }
    }
}

#[test]
fn javascript_picks_the_same_options_of_a_call() {
    let host = include_str!("../../pkg/src/client/host/values.ts");
    let (_, list) = host.split_once("const callOptions = [").expect("a list");
    let (list, _) = list.split_once(']').expect("its end");
    let picked: Vec<_> = list.split('\'').skip(1).step_by(2).collect();
    assert_eq!(picked.join(" "), CALL_OPTIONS);
}
