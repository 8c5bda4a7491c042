//! JSON-2: methods whose parameters only the server's own description of the model tells.

use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use odoo_client_wasm::protocol::http::Cookies;
use serde_json::{Value, json};

use crate::recordings::named;
use crate::world::*;

pub(crate) const TAGS: &str = "res.partner.category";
pub(crate) const DOCUMENT: &str = "/doc-bearer/res.partner.category.json";

pub(crate) fn path(method: &str) -> String {
    subject(Protocol::Json2, TAGS, method)
}

/// A client that is logged in with the key.
pub(crate) fn with_key(world: &World) -> TestClient {
    over(world, Protocol::Json2)
}

/// The recorded description, with its ETag.
fn recorded_document() -> Reply {
    recorded("19.0", "json2-doc-bearer-model")
}

/// A description with a single method.
pub(crate) fn document(method: &str, is_of_model: bool, names: &[&str]) -> Reply {
    let parameters: serde_json::Map<_, _> = names
        .iter()
        .map(|name| ((*name).to_owned(), json!({})))
        .collect();
    let api = if is_of_model {
        json!(["model"])
    } else {
        json!([])
    };
    json_body(
        200,
        json!({ "methods": { method: { "parameters": parameters, "api": api } } }),
    )
    .with_etag("e1")
}

pub(crate) fn complaint(message: &str) -> Reply {
    json2_fault(422, "werkzeug.exceptions.UnprocessableEntity", message)
}

pub(crate) fn unexpected() -> Reply {
    complaint("got an unexpected keyword argument 'vals_list'")
}

/// Calls a method of the tags with positional arguments.
pub(crate) fn tags(
    world: &World,
    client: &TestClient,
    method: &str,
    args: Value,
) -> Result<Value, odoo_client_wasm::error::Failure<Value>> {
    call(world, client, TAGS, method, args)
}

#[test]
fn a_method_without_known_names_is_looked_up_once_for_its_model() {
    let world = World::default();
    let client = with_key(&world);
    world
        .expect(DOCUMENT, recorded_document())
        .expect(&path("web_read_group"), json_body(200, json!([])))
        .expect(
            &path("update_field_translations"),
            json_body(200, json!(true)),
        )
        .expect(&path("web_read_group"), json_body(200, json!([])));
    let args = json!([[], ["color"], ["__count"]]);
    tags(&world, &client, "web_read_group", args.clone()).expect("an answer");
    assert_eq!(
        world.last().body,
        json!({ "domain": [], "groupby": ["color"], "aggregates": ["__count"] })
    );
    tags(
        &world,
        &client,
        "update_field_translations",
        json!([[5], "name", { "fr_FR": "x" }]),
    )
    .expect("an answer");
    assert_eq!(
        world.last().body,
        json!({ "ids": [5], "field_name": "name", "translations": { "fr_FR": "x" } })
    );
    tags(&world, &client, "web_read_group", args).expect("an answer");

    let asked = &world.sent()[2];
    assert_eq!((asked.path(), &asked.body), (DOCUMENT, &Value::Null));
    assert_eq!(asked.headers["Authorization"], format!("bearer {API_KEY}"));
    assert_eq!(asked.headers["X-Odoo-Database"], "demo");
    assert_eq!(asked.headers.get("If-None-Match"), None);
    assert_eq!((asked.session(), asked.cookies), (None, Cookies::Omitted));
}

#[test]
fn each_model_has_its_own_description() {
    let world = World::default();
    let client = with_key(&world);
    for model in ["a.one", "b_two", "C3"] {
        world
            .expect(
                &format!("/doc-bearer/{model}.json"),
                document("m", true, &["x"]),
            )
            .expect(&format!("/json/2/{model}/m"), json_body(200, json!(1)));
        call(&world, &client, model, "m", json!(["v"])).expect(model);
        assert_eq!(world.last().body, json!({ "x": "v" }));
    }
}

#[test]
fn what_is_passed_by_name_needs_no_description() {
    let world = World::default();
    let client = with_key(&world);
    for (args, body) in [
        (json!([]), json!({ "translations": {} })),
        (
            json!([[1, 2]]),
            json!({ "translations": {}, "ids": [1, 2] }),
        ),
    ] {
        world.expect(
            &path("update_field_translations"),
            json_body(200, json!(true)),
        );
        let arguments = (args, json!({ "translations": {} }));
        call_with(
            &world,
            &client,
            (TAGS, "update_field_translations"),
            arguments,
        )
        .expect("an answer");
        assert_eq!(world.last().body, body);
    }
}

#[test]
fn a_guess_that_the_server_refuses_is_corrected_by_its_description() {
    for (args, body) in [
        (json!([[1, 2]]), json!({ "numbers": [1, 2] })),
        // What looked like an id is sent as it was given.
        (json!([5]), json!({ "numbers": 5 })),
        (json!([[]]), json!({ "numbers": [] })),
    ] {
        let world = World::default();
        let client = with_key(&world);
        world
            .expect(
                &path("sum_up"),
                complaint("cannot call res.partner.category.sum_up with ids"),
            )
            .expect(DOCUMENT, document("sum_up", true, &["numbers"]))
            .expect(&path("sum_up"), json_body(200, json!(3)));
        assert_eq!(
            tags(&world, &client, "sum_up", args).expect("an answer"),
            json!(3)
        );
        assert_eq!(world.last().body, body);
    }
}

#[test]
fn an_override_with_other_names_is_found_after_the_servers_complaint() {
    let world = World::default();
    let client = with_key(&world);
    world
        .expect(&path("create"), unexpected())
        .expect(DOCUMENT, document("create", true, &["values"]))
        .expect(&path("create"), json_body(200, json!([9])));
    let made = call_with(
        &world,
        &client,
        (TAGS, "create"),
        (
            json!([{ "name": "x" }]),
            json!({ "context": { "lang": "fr_FR" } }),
        ),
    );
    assert_eq!(made.expect("an id"), json!(9));
    assert_eq!(
        world.last().body,
        json!({ "context": { "lang": "fr_FR" }, "values": [{ "name": "x" }] })
    );

    // From then on it is known.
    world.expect(&path("create"), json_body(200, json!([10])));
    assert_eq!(
        tags(&world, &client, "create", json!([{ "name": "y" }])).expect("an id"),
        json!(10)
    );
    assert_eq!(world.last().body, json!({ "values": [{ "name": "y" }] }));
}

#[test]
fn what_has_no_name_in_an_override_keeps_its_own_and_is_never_dropped() {
    let world = World::default();
    let client = with_key(&world);
    let complaint = || complaint("got an unexpected keyword argument 'limit'");
    world
        .expect(&path("search"), complaint())
        .expect(DOCUMENT, document("search", true, &["criteria"]))
        .expect(&path("search"), complaint());
    let error = details(tags(&world, &client, "search", json!([[], 0, 5])));
    assert_eq!((error.class, error.place.status), (Class::Rpc, Some(422)));
    assert_eq!(
        world.last().body,
        json!({ "criteria": [], "offset": 0, "limit": 5 })
    );
}

#[test]
fn a_description_is_asked_for_again_with_its_etag() {
    let world = World::default();
    let client = with_key(&world);
    world
        .expect(DOCUMENT, recorded_document())
        .expect(&path("web_read_group"), json_body(200, json!([])));
    tags(&world, &client, "web_read_group", json!([[], []])).expect("an answer");

    // Unchanged: then what the server complains of is told.
    let missing = || recorded("19.0", "json2-bad-args-missing");
    world
        .expect(&path("search"), missing())
        .expect(DOCUMENT, json_body(304, json!(null)));
    let error = details(tags(&world, &client, "search", json!([])));
    assert_eq!(error.message, "missing a required argument: 'domain'");
    assert_eq!((error.class, error.place.status), (Class::Rpc, Some(422)));
    let etag = named("19.0", "json2-doc-bearer-model").response["headers"]["etag"].clone();
    assert_eq!(world.last().headers["If-None-Match"], etag);
    assert_eq!(
        world.last().headers["Authorization"],
        format!("bearer {API_KEY}")
    );

    // Changed: then the call is made again by the new names, and those are kept.
    world
        .expect(&path("search"), missing())
        .expect(DOCUMENT, document("search", true, &["criteria"]))
        .expect(&path("search"), json_body(200, json!([7])));
    assert_eq!(
        tags(&world, &client, "search", json!([[]])).expect("an answer"),
        json!([7])
    );
    assert_eq!(world.last().body, json!({ "criteria": [] }));
    world
        .expect(&path("search"), missing())
        .expect(DOCUMENT, status(304));
    assert_eq!(
        told(tags(&world, &client, "search", json!([[]]))).0,
        Class::Rpc
    );
    assert_eq!(world.last().headers["If-None-Match"], "e1");
}

#[test]
fn names_that_have_changed_since_they_were_looked_up_are_looked_up_again() {
    let world = World::default();
    let client = with_key(&world);
    world
        .expect(DOCUMENT, document("tally", true, &["of"]))
        .expect(&path("tally"), json_body(200, json!(1)));
    tags(&world, &client, "tally", json!(["x"])).expect("an answer");
    world
        .expect(
            &path("tally"),
            complaint("got an unexpected keyword argument 'of'"),
        )
        .expect(DOCUMENT, document("tally", true, &["what"]))
        .expect(&path("tally"), json_body(200, json!(2)));
    assert_eq!(
        tags(&world, &client, "tally", json!(["x"])).expect("an answer"),
        json!(2)
    );
    assert_eq!(world.last().body, json!({ "what": "x" }));
}

#[test]
fn a_method_that_a_module_brings_later_is_found() {
    let world = World::default();
    let client = with_key(&world);
    world.expect(DOCUMENT, document("old", true, &["x"]));
    let (class, message) = told(tags(&world, &client, "new", json!(["v"])));
    assert_eq!(class, Class::Rpc);
    assert_eq!(
        message,
        "The method 'res.partner.category.new' does not exist, as far as the server describes it"
    );

    world
        .expect(DOCUMENT, document("new", true, &["y"]))
        .expect(&path("new"), json_body(200, json!(1)));
    tags(&world, &client, "new", json!(["v"])).expect("an answer");
    assert_eq!(world.sent()[3].headers["If-None-Match"], "e1");
    assert_eq!(world.last().body, json!({ "y": "v" }));
}

#[test]
fn a_new_login_starts_with_no_descriptions() {
    let world = World::default();
    let client = with_key(&world);
    for _ in 0..2 {
        world
            .expect(DOCUMENT, document("tally", true, &["of"]))
            .expect(&path("tally"), json_body(200, json!(1)));
        tags(&world, &client, "tally", json!(["x"])).expect("an answer");
        expect_key(&world);
        authenticate(&world, &client).expect("the login works");
    }
}
