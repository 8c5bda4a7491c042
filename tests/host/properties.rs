//! Properties fields, as real servers send them.

use odoo_client_wasm::properties::{definition_of, to_write_format, value_of};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::recordings::{VERSIONS, named};
use crate::value::any_json;

fn read(version: &str, recording: &str) -> Value {
    named(version, recording).response["body"]["result"][0]["task_properties"].clone()
}

#[test]
fn what_was_read_is_found_by_name() {
    for version in VERSIONS {
        let properties = read(version, "prop-read");
        assert_eq!(
            value_of(&properties, "p_char"),
            Some(json!("hello")),
            "{version}"
        );
        assert_eq!(value_of(&properties, "p_int"), Some(json!(3)));
        assert_eq!(value_of(&properties, "p_bool"), Some(json!(true)));
        assert_eq!(
            value_of(&properties, "p_m2o"),
            Some(json!([1, "My Company"]))
        );
        assert_eq!(value_of(&properties, "nobody"), None);
        let definition = definition_of(&properties, "p_sel").expect("a definition");
        assert_eq!(definition["selection"], json!([["a", "A"], ["b", "B"]]));
        assert_eq!(definition_of(&properties, "nobody"), None);
    }
}

#[test]
fn what_was_read_is_written_with_ids_in_place_of_pairs() {
    for version in VERSIONS {
        let written = to_write_format(&read(version, "prop-read"));
        assert_eq!(written["p_m2o"], json!(1), "{version}");
        assert_eq!(written["p_m2m"], json!([1, 3]));
        assert_eq!(written["p_tags"], json!(["x"]));
        assert_eq!(written["p_char"], json!("hello"));
        assert_eq!(written["p_date"], json!("2026-01-02"));
        assert_eq!(written.as_object().map(serde_json::Map::len), Some(8));
    }
}

#[test]
fn properties_without_a_value_are_not_written() {
    let mut seen = 0;
    for version in VERSIONS {
        let properties = read(version, "prop-read-after-bad-m2o");
        let written = to_write_format(&properties);
        for property in properties.as_array().expect("a list") {
            let name = property["name"].as_str().expect("a name");
            assert_eq!(
                written.get(name).is_some(),
                property.get("value").is_some(),
                "{version} {name}"
            );
            seen += 1;
        }
        let partner = value_of(&properties, "p_m2o").expect("a relation has a value");
        let id = partner.get(0).unwrap_or(&partner);
        assert_eq!(
            &written["p_m2o"], id,
            "{version}: an empty relation is kept"
        );
    }
    assert_eq!(seen, 24);
}

#[test]
fn relations_are_cut_to_ids_in_every_form_they_come_in() {
    for (kind, value, written) in [
        ("many2one", json!([7, "Name"]), json!(7)),
        ("many2one", json!(7), json!(7)),
        ("many2one", json!(false), json!(false)),
        ("many2one", json!(null), json!(null)),
        (
            "many2one",
            json!({ "id": 7, "display_name": "Name" }),
            json!(7),
        ),
        ("many2one", json!([]), json!([])),
        ("many2many", json!([[7, "a"], [8, "b"]]), json!([7, 8])),
        ("many2many", json!([7, 8]), json!([7, 8])),
        ("many2many", json!([{ "id": 7 }]), json!([7])),
        ("many2many", json!([]), json!([])),
        ("many2many", json!(false), json!(false)),
        ("tags", json!(["x", "y"]), json!(["x", "y"])),
        ("selection", json!("a"), json!("a")),
        ("char", json!([1, 2]), json!([1, 2])),
    ] {
        let properties = json!([{ "name": "p", "type": kind, "value": value }]);
        assert_eq!(
            to_write_format(&properties),
            json!({ "p": written }),
            "{kind} {value}"
        );
    }
}

#[test]
fn a_separator_and_what_has_no_name_are_left_out() {
    let properties = json!([
        { "name": "s", "type": "separator", "string": "Section" },
        { "type": "char", "value": "lost" },
        { "name": 7, "type": "char", "value": "lost" },
        { "name": "kept", "type": "char", "value": "" },
        null,
        "text",
    ]);
    assert_eq!(to_write_format(&properties), json!({ "kept": "" }));
}

proptest! {
    #[test]
    fn whatever_is_there_in_place_of_properties_is_borne(properties in any_json(), name in ".{0,6}") {
        prop_assert!(to_write_format(&properties).is_object());
        if let Some(value) = value_of(&properties, &name) {
            prop_assert_eq!(definition_of(&properties, &name).map(|found| found["value"].clone()), Some(value));
        }
    }
}
