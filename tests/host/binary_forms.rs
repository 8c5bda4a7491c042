//! The forms of a binary value, and the names that attachments' contents have.

use odoo_client_wasm::binary::{Form, object_fields, with_datas, with_raw};
use odoo_client_wasm::protocol::Call;
use odoo_client_wasm::version::Version;
use serde_json::{Value, json};

/// What each form makes of a value: as base64, as an object, as a size.
#[test]
fn text_object_and_nothing_are_read_alike() {
    for (value, base64, object, size) in [
        (
            json!("aGVsbG8="),
            json!("aGVsbG8="),
            json!({"content": "aGVsbG8=", "size": 5}),
            json!("5.00 bytes"),
        ),
        (
            json!({"filename": "a.txt", "content": "aGVsbG8=", "size": 5}),
            json!("aGVsbG8="),
            json!({"filename": "a.txt", "content": "aGVsbG8=", "size": 5}),
            json!("5.00 bytes"),
        ),
        (
            json!({"content": "aGVsbG8="}),
            json!("aGVsbG8="),
            json!({"content": "aGVsbG8="}),
            json!("5.00 bytes"),
        ),
        // Without its content there is nothing but the size.
        (
            json!({"size": 12800, "checksum": "x"}),
            json!("12.50 Kb"),
            json!({"size": 12800, "checksum": "x"}),
            json!("12.50 Kb"),
        ),
        (
            json!({"size": 0}),
            json!(false),
            json!({"size": 0}),
            json!(false),
        ),
        (
            json!({"content": "", "size": 0}),
            json!(false),
            json!({"content": "", "size": 0}),
            json!(false),
        ),
        (
            json!("12.50 Kb"),
            json!("12.50 Kb"),
            json!("12.50 Kb"),
            json!("12.50 Kb"),
        ),
        (json!(false), json!(false), json!(false), json!(false)),
    ] {
        assert_eq!(Form::Base64.of(value.clone()), base64, "{value}");
        assert_eq!(Form::Object.of(value.clone()), object, "{value}");
        assert_eq!(Form::Size.of(value.clone()), size, "{value}");
    }
}

#[test]
fn contents_have_another_name_from_19_3_on() {
    for (version, has_raw) in [
        ("17.0", false),
        ("19.0+e", false),
        ("saas~19.2", false),
        ("saas~19.3", true),
        ("saas-19.4+e", true),
        ("20.0-20260918", true),
    ] {
        let version = Version::parse(version).expect("a version");
        assert_eq!(version.has_raw(), has_raw, "{version:?}");
    }
}

#[test]
fn the_first_value_that_is_there_tells_what_a_field_holds() {
    let records = json!([
        {"id": 1, "image": false, "name": "a", "data": {"a": 1}, "tags": [], "who": [1, "x"], "empty": false},
        {"id": 2, "image": null, "name": "b", "data": false, "tags": [{"id": 5}], "who": false, "empty": false},
        {"id": 3, "image": {"size": 5, "content": "aGVsbG8="}, "name": "c", "data": false, "tags": [], "who": false, "empty": false},
    ]);
    assert_eq!(object_fields(&records, false), ["image"]);
    assert_eq!(object_fields(&records, true), ["image", "data", "tags"]);
    for none in [
        json!([]),
        json!(5),
        json!([5]),
        json!([[{"size": 1}]]),
        json!({"image": {"size": 1}}),
    ] {
        assert!(object_fields(&none, true).is_empty(), "{none}");
    }
}

fn call_of(model: &str, method: &str, args: Value, kwargs: Value) -> Call<Value> {
    Call::new(json!(model), json!(method), args, kwargs)
}

#[test]
fn contents_of_attachments_get_the_name_that_newer_servers_have() {
    for (method, args, kwargs, expected) in [
        (
            "create",
            json!([{"name": "a", "datas": "eA=="}]),
            json!({}),
            (json!([{"name": "a", "raw": "eA=="}]), json!({})),
        ),
        (
            "create",
            json!([[{"datas": "eA=="}, {"name": "b"}]]),
            json!({}),
            (json!([[{"raw": "eA=="}, {"name": "b"}]]), json!({})),
        ),
        (
            "create",
            json!([]),
            json!({"vals_list": [{"datas": "eA=="}]}),
            (json!([]), json!({"vals_list": [{"raw": "eA=="}]})),
        ),
        (
            "write",
            json!([[1], {"datas": false}]),
            json!({"context": {}}),
            (json!([[1], {"raw": false}]), json!({"context": {}})),
        ),
        (
            "load",
            json!([["id", "datas"], [["a.b", "eA=="]]]),
            json!({}),
            (json!([["id", "raw"], [["a.b", "eA=="]]]), json!({})),
        ),
        (
            "read",
            json!([[1], ["name", "datas"]]),
            json!({}),
            (json!([[1], ["name", "raw"]]), json!({})),
        ),
        (
            "search_read",
            json!([[]]),
            json!({"fields": ["datas"]}),
            (json!([[]]), json!({"fields": ["raw"]})),
        ),
    ] {
        let call = with_raw(&call_of("ir.attachment", method, args, kwargs)).expect("another call");
        assert_eq!((call.args, call.kwargs), expected, "{method}");
    }
    for (model, method, args) in [
        (
            "ir.attachment",
            "create",
            json!([{"name": "datas", "raw": "eA=="}]),
        ),
        ("ir.attachment", "unlink", json!([["datas"]])),
        ("ir.attachment", "search", json!([[["datas", "=", false]]])),
        ("res.partner", "create", json!([{"datas": "eA=="}])),
    ] {
        assert!(
            with_raw(&call_of(model, method, args, json!({}))).is_none(),
            "{model} {method}"
        );
    }
    assert_eq!(
        with_datas(json!([{"id": 1, "raw": "eA==", "name": "raw"}])),
        json!([{"id": 1, "datas": "eA==", "name": "raw"}])
    );
}
