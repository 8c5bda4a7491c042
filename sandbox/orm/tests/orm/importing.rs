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
    let database = &mut Database::fresh("demo", Flavour::V17);
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
    let database = &mut Database::fresh("demo", Flavour::V17);
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
        let message = &loaded["messages"][0];
        for (member, expected) in [
            ("type", json!("error")),
            ("rows", json!({"from": 1, "to": 1})),
            ("record", json!(1)),
            ("message", json!(words)),
            ("field", json!(name)),
        ] {
            assert_eq!(message[member], expected, "{member} of {field}");
        }
        assert!(message["field_name"].is_string(), "{message}");
        assert_eq!(loaded["messages"].as_array().map(Vec::len), Some(1));
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
    let database = &mut Database::fresh("demo", Flavour::V17);
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

#[test]
fn what_would_have_been_right_is_said_beside_what_is_wrong() {
    let database = &mut Database::fresh("demo", Flavour::V17);
    for (field, text, more) in [
        (
            "is_company",
            "maybe",
            json!("Use '1' for yes and '0' for no"),
        ),
        ("date", "01/02/2026", json!("Use the format '2012-12-31'")),
        (
            "type",
            "home",
            json!([
                "Contact",
                "Invoice Address",
                "Delivery Address",
                "Other Address"
            ]),
        ),
    ] {
        let loaded = load(database, json!(["name", field]), json!([["Ada", text]]));
        assert_eq!(loaded["ids"], false, "{field}");
        assert_eq!(loaded["messages"][0]["moreinfo"], more, "{field}");
    }
    let loaded = load(
        database,
        json!(["name", "country_id/id"]),
        json!([["Ada", "base.nope"]]),
    );
    let action = &loaded["messages"][0]["moreinfo"];
    assert_eq!(action["res_model"], "ir.model.data");
    assert_eq!(action["domain"], json!([["model", "=", "res.country"]]));
}

#[test]
fn moments_are_those_of_the_users_clock_and_names_are_made_where_that_is_wanted() {
    let database = &mut Database::demo("demo", Flavour::V19);
    let load = |database: &mut Database, model: &str, fields, rows, context| {
        let kwargs = json!({"context": context});
        call(database, model, "load", json!([fields, rows]), kwargs)
    };
    let context = json!({"tz": "Europe/Brussels"});
    let rows = json!([["Call", "2026-07-01 12:00:00"]]);
    let loaded = load(
        database,
        "project.task",
        json!(["name", "date_deadline"]),
        rows,
        context,
    );
    let read = json!([loaded["ids"], ["date_deadline"]]);
    let read = call(database, "project.task", "read", read, json!({}));
    assert_eq!(read[0]["date_deadline"], "2026-07-01 10:00:00");
    let wanted = json!({"name_create_enabled_fields": {"parent_id": true}});
    let rows = json!([["Ada", "A company of her own"]]);
    let loaded = load(
        database,
        PARTNERS,
        json!(["name", "parent_id"]),
        rows.clone(),
        wanted,
    );
    assert!(loaded["ids"][0].is_number(), "{loaded}");
    let rows = json!([["Ada", "Another company"]]);
    let loaded = load(
        database,
        PARTNERS,
        json!(["name", "parent_id"]),
        rows,
        json!({}),
    );
    assert_eq!(loaded["ids"], false, "{loaded}");
    let rows = json!([["One"], ["Two"], ["Three"]]);
    let loaded = load(
        database,
        PARTNERS,
        json!(["name"]),
        rows,
        json!({"_import_limit": 2}),
    );
    assert_eq!(loaded["ids"].as_array().map(Vec::len), Some(2));
    assert_eq!(loaded["nextrow"], 2);
}

#[test]
fn an_export_for_an_import_has_the_tags_of_a_record_in_one_cell_and_one_for_people_a_row_for_each()
{
    let database = &mut Database::fresh("demo", Flavour::V19);
    let tag = |database: &mut Database, name: &str| {
        call(
            database,
            "res.partner.category",
            "create",
            json!([{"name": name}]),
            json!({}),
        )
    };
    let tags = json!([tag(database, "a"), tag(database, "b")]);
    let vals = json!({"name": "Ada", "category_id": [[6, 0, tags]]});
    let made = call(database, PARTNERS, "create", json!([vals]), json!({}));
    let mut export = |fields: Value, compatible: bool| {
        let kwargs = json!({"context": {"import_compat": compatible}});
        call(
            database,
            PARTNERS,
            "export_data",
            json!([[made], fields]),
            kwargs,
        )["datas"]
            .clone()
    };
    assert_eq!(
        export(json!(["name", "category_id"]), true),
        json!([["Ada", "a,b"]])
    );
    let both = json!(["category_id", "category_id/name"]);
    assert_eq!(export(both, true), json!([["", "a,b"]]));
    assert_eq!(
        export(json!(["name", "category_id"]), false),
        json!([["Ada", "a"], ["", "b"]])
    );
}
