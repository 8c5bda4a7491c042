//! `load` and `export_data`.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::{Value, json};

use crate::{call, count, value};

const PARTNERS: &str = "res.partner";

fn load(database: &mut Database, fields: Value, rows: Value) -> Value {
    call(database, PARTNERS, "load", json!([fields, rows]), json!({}))
}

fn export(database: &mut Database, ids: Value, fields: Value) -> Value {
    let answer = call(
        database,
        PARTNERS,
        "export_data",
        json!([ids, fields]),
        json!({}),
    );
    answer["datas"].clone()
}

#[test]
fn cells_are_read_by_the_kind_of_their_field() {
    let database = &mut Database::fresh("demo", Flavour::V18);
    let fields = json!([
        "name",
        "is_company",
        "color",
        "type",
        "date",
        "country_id",
        "state_id/.id",
        "user_id/id",
        "category_id",
    ]);
    for tag in ["One", "Two"] {
        call(
            database,
            "res.partner.category",
            "create",
            json!([{"name": tag}]),
            json!({}),
        );
    }
    let states = json!([["country_id", "=", 233]]);
    let state = call(
        database,
        "res.country.state",
        "search",
        json!([states]),
        json!({"limit": 1}),
    )[0]
    .clone();
    let row = json!([
        "Ada",
        "Yes",
        "3",
        "invoice address",
        "2026-01-31",
        "Belgium",
        state.to_string(),
        "base.user_admin",
        "One,Two",
    ]);
    let loaded = load(database, fields, json!([row]));
    assert_eq!(loaded["messages"], json!([]), "{loaded}");
    assert_eq!(loaded["nextrow"], 0);
    let id = loaded["ids"][0].as_i64().unwrap();
    for (field, expected) in [
        ("is_company", json!(true)),
        ("color", json!(3)),
        ("type", json!("invoice")),
        ("date", json!("2026-01-31")),
        ("country_id", json!([20, "Belgium"])),
        ("user_id", json!([2, "Administrator"])),
    ] {
        assert_eq!(value(database, PARTNERS, id, field), expected, "{field}");
    }
    assert_eq!(value(database, PARTNERS, id, "state_id")[0], state);
    assert_eq!(
        value(database, PARTNERS, id, "category_id")
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn what_no_cell_can_mean_is_said_by_row_and_field_and_nothing_is_imported() {
    let database = &mut Database::fresh("demo", Flavour::V19);
    let before = count(database, PARTNERS, json!([]));
    for (field, text, words) in [
        (
            "country_id",
            "Nowhere",
            "No matching record found for name 'Nowhere' in field 'Country'",
        ),
        (
            "country_id/id",
            "base.nope",
            "No matching record found for external id 'base.nope' in field 'Country'",
        ),
        (
            "country_id/.id",
            "99999",
            "No matching record found for database id '99999' in field 'Country'",
        ),
        (
            "color",
            "red",
            "'red' does not seem to be an integer for field 'Color Index'",
        ),
        (
            "partner_latitude",
            "north",
            "'north' does not seem to be a number for field 'Geo Latitude'",
        ),
        (
            "date",
            "tomorrow",
            "'tomorrow' does not seem to be a valid date for field 'Date'",
        ),
        (
            "type",
            "home",
            "Value 'home' not found in selection field 'Address Type'",
        ),
    ] {
        let loaded = load(
            database,
            json!(["name", field]),
            json!([["Fine", ""], ["Ada", text]]),
        );
        assert_eq!(loaded["ids"], false, "{field}");
        let name = field.split('/').next().unwrap();
        let message = json!({
            "type": "error", "rows": {"from": 1, "to": 1}, "record": 1, "message": words, "field": name,
        });
        assert_eq!(loaded["messages"], json!([message]), "{field}");
    }
    let loaded = load(
        database,
        json!(["email"]),
        json!([["nameless@example.com"]]),
    );
    assert_eq!(loaded["messages"][0]["message"], "Contacts require a name");
    assert_eq!(count(database, PARTNERS, json!([])), before);
}

#[test]
fn an_external_id_finds_its_record_again() {
    let database = &mut Database::fresh("demo", Flavour::V17);
    let first = load(
        database,
        json!(["id", "name"]),
        json!([["ada", "Ada"], ["lib.bob", "Bob"]]),
    );
    let again = load(
        database,
        json!(["id", "name"]),
        json!([["__import__.ada", "Ada L."], ["lib.bob", "Bob"]]),
    );
    assert_eq!(first["ids"], again["ids"]);
    let id = first["ids"][0].as_i64().unwrap();
    assert_eq!(value(database, PARTNERS, id, "name"), "Ada L.");
    let by_number = load(
        database,
        json!([".id", "name"]),
        json!([[id.to_string(), "Ada B."]]),
    );
    assert_eq!(by_number["ids"], json!([id]));
}

#[test]
fn what_is_exported_can_be_imported() {
    let database = &mut Database::fresh("demo", Flavour::V19);
    let made = call(
        database,
        PARTNERS,
        "create",
        json!([{
            "name": "Firm", "is_company": true, "country_id": 20, "category_id": [[0, 0, {"name": "A"}], [0, 0, {"name": "B"}]],
            "child_ids": [[0, 0, {"name": "Ann", "email": "ann@x.example"}], [0, 0, {"name": "Ben"}]],
        }]),
        json!({}),
    );
    let fields = json!([
        ".id",
        "name",
        "country_id",
        "country_id/id",
        "category_id",
        "child_ids/name",
        "child_ids/email",
        "date"
    ]);
    assert_eq!(
        export(database, json!([made]), fields),
        json!([
            [
                made.to_string(),
                "Firm",
                "Belgium",
                "base.be",
                "A,B",
                "Ann",
                "ann@x.example",
                ""
            ],
            ["", "", "", "", "", "Ben", "", ""],
        ])
    );
    let with_id = export(database, json!([made, 1]), json!(["id", "name"]));
    let xml_id = with_id[0][0].as_str().unwrap();
    assert!(xml_id.starts_with("__export__.res_partner_"), "{xml_id}");
    assert_eq!(with_id[1], json!(["base.main_partner", "My Company"]));
    assert_eq!(
        load(database, json!(["id", "name"]), json!([[xml_id, "Firm"]]))["ids"],
        json!([made])
    );
}

#[test]
fn an_attachment_is_given_as_text_or_as_base64() {
    let database = &mut Database::fresh("demo", Flavour::V19);
    let mut made = |content: Value| {
        call(
            database,
            "ir.attachment",
            "create",
            json!([content]),
            json!({}),
        )
    };
    let ids = [
        made(json!({"name": "a.txt", "raw": "hello"})),
        made(json!({"name": "b.txt", "datas": "aGVsbG8="})),
    ];
    let fields = json!(["raw", "datas", "file_size", "checksum", "mimetype"]);
    let read = call(
        database,
        "ir.attachment",
        "read",
        json!([ids, fields]),
        json!({}),
    );
    for attachment in read.as_array().unwrap() {
        assert_eq!(attachment["raw"], "hello");
        assert_eq!(attachment["datas"], "aGVsbG8=");
        assert_eq!(attachment["file_size"], 5);
        assert_eq!(
            attachment["checksum"],
            "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"
        );
        assert_eq!(attachment["mimetype"], "text/plain");
    }
}
