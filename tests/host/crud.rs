//! The CRUD methods: what each sends, and what it refuses.

use odoo_client_wasm::arguments;
use odoo_client_wasm::crud::{self, Crud, Invocation, Links};
use odoo_client_wasm::error::{Class, Error};
use odoo_client_wasm::value::Value as _;
use serde_json::{Value, json};

type Checked = Result<Invocation<Value>, Error<Value>>;

#[track_caller]
fn sends(checked: Checked, method: &str, args: Value, kwargs: Option<Value>) {
    let invocation = checked.unwrap_or_else(|error| panic!("refused: {}", error.message));
    assert_eq!(invocation.method, method);
    assert_eq!(invocation.args, args);
    assert_eq!(invocation.kwargs, kwargs);
}

#[track_caller]
fn refuses<T: std::fmt::Debug>(checked: Result<T, Error<Value>>, argument: &str, given: &str) {
    let error = checked.expect_err("it was taken");
    assert_eq!(error.class, Class::Type);
    let (start, end) = (
        format!("Invalid {argument}: expected "),
        format!(", got {given}"),
    );
    assert!(
        error.message.starts_with(&start) && error.message.ends_with(&end),
        "{}",
        error.message
    );
}

#[test]
fn a_search_sends_its_domain_and_only_the_options_that_are_given() {
    let domain = json!([["name", "=", "x"]]);
    sends(
        crud::search(domain.clone(), json!({})),
        "search",
        json!([domain]),
        Some(json!({})),
    );
    sends(
        crud::search(json!([]), Value::Null),
        "search",
        json!([[]]),
        Some(json!({})),
    );
    let options = json!({ "offset": 0, "limit": 0, "order": "name desc", "unknown": 1 });
    let sent = json!({ "offset": 0, "limit": 0, "order": "name desc" });
    sends(
        crud::search(domain.clone(), options),
        "search",
        json!([domain]),
        Some(sent),
    );
    sends(
        crud::search(json!([]), json!({ "limit": 5 })),
        "search",
        json!([[]]),
        Some(json!({ "limit": 5 })),
    );
    // Odoo's own words for no limit.
    for none in [json!(null), json!(false)] {
        sends(
            crud::search(json!([]), json!({ "limit": none })),
            "search",
            json!([[]]),
            Some(json!({ "limit": none })),
        );
    }
}

#[test]
fn a_search_read_sends_fields_only_when_there_are_some() {
    let read = |options: Value| crud::search_read(json!([]), options);
    sends(read(json!({})), "search_read", json!([[]]), Some(json!({})));
    sends(
        read(json!({ "fields": [] })),
        "search_read",
        json!([[]]),
        Some(json!({})),
    );
    let options = json!({ "fields": ["name"], "offset": 10, "limit": 20, "order": "id" });
    sends(
        read(options.clone()),
        "search_read",
        json!([[]]),
        Some(options),
    );
}

#[test]
fn a_list_in_place_of_the_options_of_a_search_read_is_the_fields() {
    let read = |options: Value| crud::search_read(json!([]), options);
    sends(
        read(json!(["name", "email"])),
        "search_read",
        json!([[]]),
        Some(json!({ "fields": ["name", "email"] })),
    );
    sends(read(json!([])), "search_read", json!([[]]), Some(json!({})));
    refuses(read(json!(["name", 7])), "fields[1]", "7");
}

#[test]
fn a_count_sends_its_domain_and_no_named_arguments() {
    let domain = json!(["|", ["a", "=", 1], ["b", "=", 2]]);
    sends(
        crud::search_count(domain.clone()),
        "search_count",
        json!([domain]),
        None,
    );
}

#[test]
fn a_read_wraps_a_single_id_and_sends_fields_as_an_argument() {
    sends(
        crud::read(json!(7), json!(["name"])),
        "read",
        json!([[7], ["name"]]),
        None,
    );
    sends(
        crud::read(json!([7, 8]), Value::Null),
        "read",
        json!([[7, 8], []]),
        None,
    );
    sends(
        crud::read(json!([]), json!([])),
        "read",
        json!([[], []]),
        None,
    );
}

#[test]
fn a_create_always_sends_a_context_and_takes_one_record_or_many() {
    let values = json!({ "name": "x", "child_ids": [[0, 0, { "name": "y" }]] });
    sends(
        crud::create(values.clone(), Value::Null),
        "create",
        json!([values]),
        Some(json!({ "context": {} })),
    );
    let context = json!({ "lang": "fr_FR" });
    let rows = json!([{ "name": "a" }, { "name": "b" }]);
    sends(
        crud::create(rows.clone(), context.clone()),
        "create",
        json!([rows]),
        Some(json!({ "context": context })),
    );
}

#[test]
fn a_write_always_sends_a_context_and_wraps_a_single_id() {
    let (values, context) = (json!({ "name": "x" }), json!({ "tz": "UTC" }));
    sends(
        crud::write(json!(7), values.clone(), Value::Null),
        "write",
        json!([[7], values]),
        Some(json!({ "context": {} })),
    );
    let sent = json!({ "context": context });
    sends(
        crud::write(json!([7, 8]), values.clone(), context),
        "write",
        json!([[7, 8], values]),
        Some(sent),
    );
}

#[test]
fn an_unlink_sends_its_ids_even_when_there_are_none() {
    sends(crud::unlink(json!([])), "unlink", json!([[]]), None);
    sends(crud::unlink(json!(7)), "unlink", json!([[7]]), None);
}

#[test]
fn a_domain_that_is_no_list_is_refused() {
    for (domain, given) in [
        (json!("name = x"), "\"name = x\""),
        (json!({ "name": "x" }), "an object"),
        (json!(5), "5"),
        (json!(true), "true"),
        (json!(null), "null"),
    ] {
        refuses(crud::search(domain.clone(), Value::Null), "domain", given);
        refuses(
            crud::search_read(domain.clone(), Value::Null),
            "domain",
            given,
        );
        refuses(crud::search_count(domain), "domain", given);
    }
}

#[test]
fn ids_that_are_no_integers_are_refused_with_their_place() {
    for (ids, argument, given) in [
        (json!("7"), "ids", "\"7\""),
        (json!(1.5), "ids", "1.5"),
        (json!(null), "ids", "null"),
        (json!({}), "ids", "an object"),
        (json!([1, "2"]), "ids[1]", "\"2\""),
        (json!([1, 2, null]), "ids[2]", "null"),
        (json!([[1]]), "ids[0]", "a list"),
        (
            json!([9_007_199_254_740_992_u64]),
            "ids[0]",
            "9007199254740992",
        ),
    ] {
        refuses(crud::read(ids.clone(), json!([])), argument, given);
        refuses(
            crud::write(ids.clone(), json!({}), Value::Null),
            argument,
            given,
        );
        refuses(crud::unlink(ids), argument, given);
    }
}

#[test]
fn values_that_are_no_objects_are_refused_with_their_place() {
    for (values, argument, given) in [
        (json!("x"), "values", "\"x\""),
        (json!(null), "values", "null"),
        (json!([{}, 5]), "values[1]", "5"),
        (json!([[]]), "values[0]", "a list"),
    ] {
        refuses(crud::create(values, Value::Null), argument, given);
    }
    refuses(
        crud::write(json!(1), json!([{}]), Value::Null),
        "values",
        "a list",
    );
    refuses(
        crud::write(json!(1), json!(null), Value::Null),
        "values",
        "null",
    );
}

#[test]
fn options_fields_and_contexts_of_the_wrong_kind_are_refused_by_name() {
    refuses(crud::search(json!([]), json!([])), "options", "a list");
    refuses(crud::search(json!([]), json!(10)), "options", "10");
    refuses(
        crud::search_read(json!([]), json!("name")),
        "options",
        "\"name\"",
    );
    refuses(
        crud::search_read(json!([]), json!({ "fields": "name" })),
        "fields",
        "\"name\"",
    );
    refuses(
        crud::search_read(json!([]), json!({ "fields": [null] })),
        "fields[0]",
        "null",
    );
    refuses(crud::read(json!(1), json!("name")), "fields", "\"name\"");
    refuses(crud::read(json!(1), json!({})), "fields", "an object");
    refuses(
        crud::create(json!({}), json!("fr_FR")),
        "context",
        "\"fr_FR\"",
    );
    refuses(
        crud::write(json!(1), json!({}), json!([])),
        "context",
        "a list",
    );
}

#[test]
fn a_range_of_the_wrong_kind_is_refused_by_name() {
    for name in ["offset", "limit"] {
        for (value, given) in [
            (json!("5"), "\"5\""),
            (json!(1.5), "1.5"),
            (json!(-1), "-1"),
            (json!([5]), "a list"),
        ] {
            refuses(crud::search(json!([]), json!({ name: value })), name, given);
            refuses(
                crud::search_read(json!([]), json!({ name: value })),
                name,
                given,
            );
        }
    }
    refuses(crud::search(json!([]), json!({ "order": 5 })), "order", "5");
    refuses(
        crud::search(json!([]), json!({ "order": ["name"] })),
        "order",
        "a list",
    );
}

#[test]
fn the_name_of_a_model_or_method_is_a_text_that_is_not_blank() {
    assert_eq!(
        arguments::name("model", json!("res.partner")).expect("a name"),
        "res.partner"
    );
    for (name, given) in [
        (json!(""), "\"\""),
        (json!("  "), "\"  \""),
        (json!(7), "7"),
        (json!(null), "null"),
        (json!(["a"]), "a list"),
    ] {
        refuses(arguments::name("model", name), "model", given);
    }
}

#[test]
fn a_list_of_arguments_may_be_absent_but_not_of_another_kind() {
    assert_eq!(
        arguments::list("args", Value::Null).expect("absent"),
        json!([])
    );
    assert_eq!(
        arguments::list("args", json!([1])).expect("a list"),
        json!([1])
    );
    refuses(arguments::list("args", json!({})), "args", "an object");
    refuses(
        arguments::options_object("kwargs", json!([])),
        "kwargs",
        "a list",
    );
}

#[test]
fn options_that_are_no_object_are_refused_by_every_method() {
    for method in Crud::ALL {
        for options in [json!(5), json!("x"), json!(true), json!([{}])] {
            // A list in place of the options of `search_read` is its fields.
            let is_fields = method == Crud::SearchRead && options.is_array();
            let position = match method {
                Crud::Read | Crud::Create => 2,
                Crud::Write => 3,
                _ => 1,
            };
            let mut arguments = match method {
                Crud::Read => [json!([1]), json!([]), Value::Null, Value::Null],
                Crud::Create => [json!({}), json!({}), Value::Null, Value::Null],
                _ => [json!([]), json!({}), json!({}), Value::Null],
            };
            arguments[position] = options.clone();
            let error = method.invocation(arguments, Links::Ids).err();
            let message = error.map(|error| error.message.clone()).unwrap_or_default();
            let expected = match is_fields {
                true => "Invalid fields[0]: expected a field's name, got an object".into(),
                false => {
                    let given = options.in_words();
                    format!("Invalid options: expected an object, got {given}")
                }
            };
            assert_eq!(message, expected, "{method:?} {options}");
        }
    }
}
