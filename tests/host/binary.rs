//! Binary fields have one form on every version, and attachments their contents under the name that
//! the server has for them.

use odoo_client_wasm::binary::Form;
use odoo_client_wasm::client::CallOptions;
use odoo_client_wasm::protocol::Protocol;
use serde_json::{Value, json};

use crate::world::*;

/// Runs a call that asks for a form.
fn run(
    world: &World,
    client: &TestClient,
    target: (&str, &str),
    arguments: (Value, Value),
    binary: Option<Form>,
) -> Value {
    let options = CallOptions {
        binary,
        ..CallOptions::default()
    };
    world
        .run(prepared(client, target, arguments, options))
        .expect("an answer")
}

/// A client over `/jsonrpc`, and what the server says its version is when it is asked.
fn client_of(world: &World) -> TestClient {
    over(world, Protocol::JsonRpc)
}

fn expect_version(world: &World, version: &str) {
    world.expect(
        "/web/webclient/version_info",
        result(json!({ "server_version": version })),
    );
}

fn expect_fields(world: &World, model: &str, fields: Value) {
    world.expect(&format!("{model}.fields_get"), result(fields));
}

const ATTACHMENT: &str = "ir.attachment";

#[test]
fn a_server_that_drops_datas_is_sent_raw_and_asked_for_its_version_once() {
    for (version, name) in [
        ("20.0", "raw"),
        ("saas~19.3", "raw"),
        ("saas~19.2", "datas"),
        ("17.0", "datas"),
        ("unheard of", "datas"),
    ] {
        let world = World::default();
        let client = client_of(&world);
        expect_version(&world, version);
        for id in [7, 8] {
            world.expect("ir.attachment.create", result(json!(id)));
            let values = json!([{ "name": "a", "datas": "eA==" }]);
            assert_eq!(
                run(
                    &world,
                    &client,
                    (ATTACHMENT, "create"),
                    (values, json!({})),
                    None
                ),
                json!(id)
            );
            let mut expected = json!({ "name": "a" });
            expected[name] = json!("eA==");
            assert_eq!(world.last().args()[0], expected, "{version}");
        }
        // What does not name them asks for nothing.
        world.expect("ir.attachment.write", result(json!(true)));
        run(
            &world,
            &client,
            (ATTACHMENT, "write"),
            (json!([[7], { "name": "b" }]), json!({})),
            None,
        );
    }
}

#[test]
fn a_version_that_the_login_told_is_not_asked_for() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    world.expect(
        "/web/dataset/call_kw/ir.attachment/create",
        result(json!(7)),
    );
    run(
        &world,
        &client,
        (ATTACHMENT, "create"),
        (json!([{ "datas": "eA==" }]), json!({})),
        None,
    );
    assert_eq!(
        world.last().body["params"]["args"][0],
        json!({ "datas": "eA==" })
    );
}

#[test]
fn a_write_whose_version_cannot_be_asked_for_was_not_sent() {
    let world = World::default();
    let client = client_of(&world);
    world.expect("/web/webclient/version_info", status(503));
    let failed = world.run(prepared(
        &client,
        (ATTACHMENT, "create"),
        (json!([{ "datas": "eA==" }]), json!({})),
        CallOptions::default(),
    ));
    let details = details(failed);
    assert!(details.not_sent, "{}", details.message);
    assert!(
        !world
            .subjects()
            .contains(&"ir.attachment.create".to_owned())
    );
}

#[test]
fn datas_that_is_read_of_a_newer_server_is_its_raw() {
    let world = World::default();
    let client = client_of(&world);
    expect_version(&world, "20.0");
    let object = json!({ "filename": "a.txt", "content": "eA==", "size": 1 });
    world.expect(
        "ir.attachment.read",
        result(json!([{ "id": 1, "raw": object, "name": "a.txt" }])),
    );
    expect_fields(
        &world,
        ATTACHMENT,
        json!({ "raw": { "type": "binary" }, "name": { "type": "char" } }),
    );
    let read = run(
        &world,
        &client,
        (ATTACHMENT, "read"),
        (json!([[1], ["datas", "name"]]), json!({})),
        None,
    );
    assert_eq!(read, json!([{ "id": 1, "datas": "eA==", "name": "a.txt" }]));
    world.expect(
        "ir.attachment.fields_get",
        result(json!({ "raw": { "type": "binary" } })),
    );
    let fields = run(
        &world,
        &client,
        (ATTACHMENT, "fields_get"),
        (json!([["datas"]]), json!({})),
        None,
    );
    assert_eq!(fields, json!({ "datas": { "type": "binary" } }));
    assert_eq!(world.last().args()[0], json!(["raw"]));
}

fn image(size: i64) -> Value {
    json!({ "content": "eA==", "size": size })
}

#[test]
fn objects_of_binary_fields_are_read_as_base64_and_those_of_other_fields_stay() {
    let world = World::default();
    let client = client_of(&world);
    let records = json!([
        { "id": 1, "image": false, "data": { "size": 5, "content": "x" }, "parent": [3, "x"] },
        { "id": 2, "image": image(1), "data": false, "parent": false },
    ]);
    let types = json!({ "image": { "type": "binary" }, "data": { "type": "json" }, "parent": { "type": "many2one", "relation": "res.partner" } });
    for turn in 0..3 {
        world.expect("res.partner.search_read", result(records.clone()));
        if turn == 0 {
            // Once for all reads of the model.
            expect_fields(&world, "res.partner", types.clone());
        }
        let read = run(
            &world,
            &client,
            ("res.partner", "search_read"),
            (json!([[]]), json!({})),
            None,
        );
        let mut expected = records.clone();
        expected[1]["image"] = json!("eA==");
        assert_eq!(read, expected);
    }
}

#[test]
fn a_server_whose_version_has_no_objects_is_asked_nothing() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    let records = json!([{ "id": 1, "data": { "size": 5 } }]);
    world.expect(
        "/web/dataset/call_kw/res.partner/read",
        result(records.clone()),
    );
    assert_eq!(
        run(
            &world,
            &client,
            ("res.partner", "read"),
            (json!([[1]]), json!({})),
            None
        ),
        records
    );
}

#[test]
fn objects_are_given_where_they_are_asked_for_whatever_the_server_sends() {
    for (sent, expected) in [
        (json!("eA=="), image(1)),
        (image(1), image(1)),
        (json!(false), json!(false)),
    ] {
        let world = World::default();
        let client = client_of(&world);
        world.expect(
            "res.partner.read",
            result(json!([{ "id": 1, "image": sent, "name": "x" }])),
        );
        expect_fields(
            &world,
            "res.partner",
            json!({ "image": { "type": "binary" }, "name": { "type": "char" } }),
        );
        let read = run(
            &world,
            &client,
            ("res.partner", "read"),
            (json!([[1]]), json!({})),
            Some(Form::Object),
        );
        assert_eq!(read, json!([{ "id": 1, "image": expected, "name": "x" }]));
    }
}

#[test]
fn sizes_are_asked_for_in_the_way_that_the_server_knows() {
    let fields = json!({ "image": { "type": "binary" }, "name": { "type": "char" }, "parent": { "type": "many2one", "relation": "res.partner" } });
    for (version, names, sent, loads) in [
        ("18.0", json!(["image", "name"]), json!("12.50 Kb"), false),
        (
            "20.0",
            json!(["image", "name"]),
            json!({ "size": 12800, "checksum": "x" }),
            true,
        ),
        // With names of links the contents have to come along.
        (
            "20.0",
            json!(["image", "parent"]),
            json!({ "size": 12800, "content": "eA==" }),
            false,
        ),
    ] {
        let world = World::default();
        let client = client_of(&world);
        expect_version(&world, version);
        if version == "20.0" {
            expect_fields(&world, "res.partner", fields.clone());
        }
        world.expect(
            "res.partner.read",
            result(json!([{ "id": 1, "image": sent }])),
        );
        let read = run(
            &world,
            &client,
            ("res.partner", "read"),
            (
                json!([[1], names]),
                json!({ "context": { "lang": "nl_NL" } }),
            ),
            Some(Form::Size),
        );
        assert_eq!(read, json!([{ "id": 1, "image": "12.50 Kb" }]), "{version}");
        let kwargs = world.last().kwargs().clone();
        assert_eq!(
            kwargs["context"],
            json!({ "bin_size": true, "lang": "nl_NL" })
        );
        assert_eq!(
            kwargs.get("load"),
            loads.then_some(&json!("web")),
            "{version}"
        );
    }
}

#[test]
fn records_within_records_have_theirs_too() {
    let world = World::default();
    let client = client_of(&world);
    let records = json!([
        { "id": 1, "image": { "size": 5 }, "parent": { "id": 2, "logo": image(1) }, "children": [] },
        { "id": 3, "image": false, "parent": false, "children": [{ "id": 4, "image": image(1), "children": [{ "id": 5, "image": { "size": 0 } }] }] },
    ]);
    let link = |relation: &str, of: &str| json!({ "type": of, "relation": relation });
    world.expect(
        "res.partner.web_search_read",
        result(json!({ "length": 2, "records": records })),
    );
    expect_fields(
        &world,
        "res.partner",
        json!({ "image": { "type": "binary" }, "parent": link("res.company", "many2one"), "children": link("res.partner", "one2many") }),
    );
    expect_fields(
        &world,
        "res.company",
        json!({ "logo": { "type": "binary" } }),
    );
    let read = run(
        &world,
        &client,
        ("res.partner", "web_search_read"),
        (json!([[], {}]), json!({})),
        None,
    );
    assert_eq!(
        read,
        json!({ "length": 2, "records": [
            { "id": 1, "image": "5.00 bytes", "parent": { "id": 2, "logo": "eA==" }, "children": [] },
            { "id": 3, "image": false, "parent": false, "children": [{ "id": 4, "image": "eA==", "children": [{ "id": 5, "image": false }] }] },
        ] })
    );
}
