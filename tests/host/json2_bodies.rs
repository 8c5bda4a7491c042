//! JSON-2: what positional arguments are called, and the bodies that are made of them.

use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::json2::parameters::{PARAMETERS, usual};
use odoo_client_wasm::protocol::json2::{self, Parameters};
use odoo_client_wasm::protocol::{Call, Protocol};
use serde_json::{Value, json};

use crate::recordings::{self, named};
use crate::world::*;

fn call_of(method: &str, args: Value, kwargs: Value) -> Call<Value> {
    Call::new(json!("res.partner"), json!(method), args, kwargs)
}

/// The body of a call of a usual method.
fn body(method: &str, args: Value, kwargs: Value) -> Value {
    let parameters = usual(method).expect("a usual method");
    json2::body(&call_of(method, args, kwargs), &parameters).expect("a body")
}

fn parts(parameters: &Parameters) -> (bool, &str) {
    (parameters.on_records, &parameters.names)
}

#[test]
fn the_table_agrees_with_the_servers_own_description() {
    let document = named("19.0", "json2-doc-bearer-model").body().clone();
    let mut unknown = Vec::new();
    for (method, on_records, names) in PARAMETERS {
        match json2::described(&document, &json!(method)) {
            Some(described) => assert_eq!(parts(&described), (*on_records, *names), "{method}"),
            None => unknown.push(*method),
        }
    }
    // What the recorded model does not have, what has another name in that version, and what only
    // 20 has.
    assert_eq!(
        unknown,
        [
            "search_fetch",
            "read_group",
            "context_get",
            "web_unlink",
            "get_str",
            "get_int",
            "get_float",
            "get_bool",
            "set_str",
            "set_int",
            "set_float",
            "set_bool",
        ]
    );
}

#[test]
fn a_method_stands_in_the_table_once() {
    for (index, (method, _, names)) in PARAMETERS.iter().enumerate() {
        assert!(
            PARAMETERS[index + 1..]
                .iter()
                .all(|(other, ..)| other != method),
            "{method}"
        );
        assert_eq!(names.split(' ').collect::<Vec<_>>().join(" "), *names);
        assert!(!names.contains("  ") && names.trim() == *names, "{method}");
        assert_eq!(
            parts(&usual(method).expect("it is there")),
            (PARAMETERS[index].1, *names)
        );
    }
    assert!(usual("message_post").is_none());
    assert!(usual("").is_none());
}

#[test]
fn the_bodies_of_usual_methods_are_these() {
    let domain = json!([["name", "=", "x"]]);
    for (method, args, kwargs, expected) in [
        (
            "search",
            json!([domain]),
            json!({}),
            json!({ "domain": domain }),
        ),
        (
            "search",
            json!([domain, 5, 10, "name desc"]),
            json!({}),
            json!({ "domain": domain, "offset": 5, "limit": 10, "order": "name desc" }),
        ),
        (
            "search_read",
            json!([domain]),
            json!({ "fields": ["name"], "limit": 2, "context": { "lang": "fr_FR" } }),
            json!({ "fields": ["name"], "limit": 2, "context": { "lang": "fr_FR" }, "domain": domain }),
        ),
        (
            "search_read",
            json!([domain, ["name"], 0, 2]),
            json!({}),
            json!({ "domain": domain, "fields": ["name"], "offset": 0, "limit": 2 }),
        ),
        (
            "search_count",
            json!([domain, 100]),
            json!({}),
            json!({ "domain": domain, "limit": 100 }),
        ),
        (
            "read",
            json!([[1, 2], ["name"]]),
            json!({}),
            json!({ "ids": [1, 2], "fields": ["name"] }),
        ),
        (
            "read",
            json!([[1, 2]]),
            json!({ "load": null }),
            json!({ "load": null, "ids": [1, 2] }),
        ),
        (
            "write",
            json!([[1], { "name": "x" }]),
            json!({}),
            json!({ "ids": [1], "vals": { "name": "x" } }),
        ),
        (
            "unlink",
            json!([[1, 2]]),
            json!({}),
            json!({ "ids": [1, 2] }),
        ),
        (
            "copy",
            json!([[1], { "name": "x" }]),
            json!({}),
            json!({ "ids": [1], "default": { "name": "x" } }),
        ),
        (
            "fields_get",
            json!([]),
            json!({ "attributes": ["string"] }),
            json!({ "attributes": ["string"] }),
        ),
        (
            "fields_get",
            json!([["name"], ["string"]]),
            json!({}),
            json!({ "allfields": ["name"], "attributes": ["string"] }),
        ),
        (
            "name_search",
            json!(["x", [], "ilike", 5]),
            json!({}),
            json!({ "name": "x", "domain": [], "operator": "ilike", "limit": 5 }),
        ),
        (
            "default_get",
            json!([["name"]]),
            json!({}),
            json!({ "fields": ["name"] }),
        ),
        ("context_get", json!([]), json!({}), json!({})),
        (
            "has_access",
            json!([[], "write"]),
            json!({}),
            json!({ "ids": [], "operation": "write" }),
        ),
    ] {
        assert_eq!(body(method, args, kwargs), expected, "{method}");
    }
}

#[test]
fn recorded_bodies_are_made_of_the_positional_call_that_means_the_same() {
    let mut seen = Vec::new();
    for recording in recordings::of("19.0") {
        let Some(target) = recording.path().strip_prefix(json2::CALL) else {
            continue;
        };
        let recorded = &recording.request["body"];
        let parameters = target.split_once('/').and_then(|(_, method)| usual(method));
        let (Some(parameters), Some(members), true) = (
            parameters,
            recorded.as_object(),
            recording.response["status"] == 200,
        ) else {
            continue;
        };
        // As many positional arguments as there are from the first on; the others by name.
        let ids = parameters.on_records.then_some("ids");
        let names = ids.into_iter().chain(parameters.names.split(' '));
        let given: Vec<_> = names
            .map_while(|name| Some((name, members.get(name)?)))
            .collect();
        let args: Vec<_> = given.iter().map(|(_, value)| (*value).clone()).collect();
        let mut kwargs = members.clone();
        kwargs.retain(|name, _| given.iter().all(|(other, _)| other != name));
        let made =
            json2::body(&call_of("any", json!(args), json!(kwargs)), &parameters).expect("a body");
        // A single record's values are sent in a list, whatever the program passes.
        let mut expected = recorded.clone();
        if expected["vals_list"].is_object() {
            expected["vals_list"] = json!([recorded["vals_list"]]);
        }
        // And so is a single id.
        if expected["ids"].is_number() {
            expected["ids"] = json!([recorded["ids"]]);
        }
        assert_eq!(made, expected, "{}", recording.name);
        seen.push(recording.name);
    }
    assert!(seen.len() >= 12, "{seen:?}");
}

#[test]
fn a_single_record_is_created_as_a_list_of_one() {
    assert_eq!(
        body("create", json!([{ "name": "x" }]), json!({})),
        json!({ "vals_list": [{ "name": "x" }] })
    );
    let many = json!([{ "name": "x" }, { "name": "y" }]);
    assert_eq!(
        body("create", json!([many]), json!({})),
        json!({ "vals_list": many })
    );
    assert_eq!(
        body("create", json!([[]]), json!({})),
        json!({ "vals_list": [] })
    );
}

#[test]
fn a_single_id_is_sent_as_a_list_of_one() {
    assert_eq!(body("read", json!([5]), json!({})), json!({ "ids": [5] }));
    assert_eq!(
        body("write", json!([5, {}]), json!({})),
        json!({ "ids": [5], "vals": {} })
    );
    assert_eq!(body("read", json!([[]]), json!({})), json!({ "ids": [] }));
}

#[test]
fn an_argument_that_is_given_twice_or_has_no_name_is_refused_before_anything_is_sent() {
    let world = World::default();
    let client = over(&world, Protocol::Json2);
    let sent = world.sent().len();
    for (method, args, kwargs, why) in [
        (
            "search",
            json!([[], 0]),
            json!({ "offset": 3 }),
            "'offset' is given by name as well",
        ),
        (
            "read",
            json!([[1]]),
            json!({ "ids": [2] }),
            "'ids' is given by name as well",
        ),
        (
            "create",
            json!([{}]),
            json!({ "vals_list": [] }),
            "'vals_list' is given by name as well",
        ),
        (
            "search_count",
            json!([[], 1, 2]),
            json!({}),
            "it takes fewer",
        ),
        ("unlink", json!([[1], true]), json!({}), "it takes fewer"),
        ("context_get", json!([[1]]), json!({}), "it takes fewer"),
    ] {
        let error = details(call_with(
            &world,
            &client,
            ("res.partner", method),
            (args, kwargs),
        ));
        assert_eq!(error.class, Class::Odoo);
        assert!(error.message.contains(why), "{}", error.message);
        let way_out = format!(
            "client.call('res.partner', '{method}', [ids], {{ name: value }}). Nothing was sent"
        );
        assert!(error.message.ends_with(&way_out), "{}", error.message);
        assert_eq!(error.place.method.as_deref(), Some(method));
    }
    assert_eq!(world.sent().len(), sent);
}

#[test]
fn a_method_that_is_given_nothing_but_ids_is_taken_for_one_on_records() {
    let guess = |args: Value| {
        let parameters =
            json2::guessed(&call_of("action_confirm", args.clone(), json!({ "a": 1 })))?;
        Some(
            json2::body(
                &call_of("action_confirm", args, json!({ "a": 1 })),
                &parameters,
            )
            .expect("a body"),
        )
    };
    assert_eq!(guess(json!([])), Some(json!({ "a": 1 })));
    assert_eq!(
        guess(json!([[1, 2]])),
        Some(json!({ "a": 1, "ids": [1, 2] }))
    );
    assert_eq!(guess(json!([[]])), Some(json!({ "a": 1, "ids": [] })));
    assert_eq!(guess(json!([5])), Some(json!({ "a": 1, "ids": [5] })));
    for unknown in [
        json!(["x"]),
        json!([{}]),
        json!([null]),
        json!([1.5]),
        json!([["x"]]),
        json!([[1, "x"]]),
        json!([[1], "x"]),
        json!([1, 2]),
    ] {
        assert_eq!(guess(unknown.clone()), None, "{unknown}");
    }
}

#[test]
fn the_description_tells_methods_of_the_model_from_those_on_records() {
    let document = json!({ "methods": {
        "of_model": { "api": ["model"], "parameters": { "a": {}, "b": { "default": null } } },
        "read_only": { "api": ["readonly"], "parameters": { "a": {} } },
        "on_records": { "parameters": {} },
        "with_rest": {
            "api": ["model", "readonly"],
            "parameters": { "a": {}, "args": { "kind": "VAR_POSITIONAL" }, "b": { "kind": "KEYWORD_ONLY" }, "kwargs": { "kind": "VAR_KEYWORD" } },
        },
        "broken": { "api": ["model"] },
    } });
    let described = |method: &str| json2::described(&document, &json!(method));
    assert_eq!(
        parts(&described("of_model").expect("known")),
        (false, "a b")
    );
    assert_eq!(parts(&described("read_only").expect("known")), (true, "a"));
    assert_eq!(parts(&described("on_records").expect("known")), (true, ""));
    assert_eq!(parts(&described("with_rest").expect("known")), (false, "a"));
    assert!(described("broken").is_none());
    assert!(described("missing").is_none());
    for odd in [
        json!(null),
        json!([]),
        json!({}),
        json!({ "methods": [] }),
        json!({ "methods": { "x": 7 } }),
    ] {
        assert!(json2::described(&odd, &json!("x")).is_none(), "{odd}");
    }
}

#[test]
fn a_call_goes_to_a_path_that_names_it_with_key_and_database_and_no_cookie() {
    let world = World::default();
    let client = over(&world, Protocol::Json2);
    world.expect(
        "/json/2/res.partner/search_count",
        recorded("19.0", "json2-search-count"),
    );
    let count = call(&world, &client, "res.partner", "search_count", json!([[]]));
    assert_eq!(count.expect("an answer"), json!(4));
    let sent = world.last();
    assert_eq!(
        sent.url,
        "http://odoo.test:8069/json/2/res.partner/search_count"
    );
    assert_eq!(
        sent.body,
        named("19.0", "json2-search-count").request["body"]
    );
    assert_eq!(sent.headers["Authorization"], format!("bearer {API_KEY}"));
    assert_eq!(sent.headers["X-Odoo-Database"], "demo");
    assert_eq!(sent.headers["Content-Type"], "application/json");
    assert_eq!(sent.session(), None);
    assert_eq!(
        sent.cookies,
        odoo_client_wasm::protocol::http::Cookies::Omitted
    );
}
