//! Models and records of one's own, and going back.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::json;

use crate::{call, count, create, fault, value};

const LIBRARY: &str = r#"
module = "library"

[models."library.book"]
description = "Book"
order = "title"
rec_name = "title"
constraints = [
    { unique = ["isbn"], message = "There is a book with this ISBN." },
    { validate = [["pages", ">=", 0]], message = "A book cannot have fewer than no pages." },
]

[models."library.book".fields]
title = { type = "char", required = true }
isbn = { type = "char" }
pages = { type = "integer" }
author_id = { type = "many2one", relation = "res.partner" }
author_city = { type = "char", related = "author_id.city" }
"reading_age@19+" = { type = "integer" }

[models."res.partner".fields]
book_ids = { type = "one2many", relation = "library.book", inverse = "author_id" }

[[records]]
model = "library.book"
fields = ["xml_id", "title", "isbn", "author_id"]
rows = [["dune", "Dune", "1", "base.main_partner"], ["emma", "Emma", "2", false]]
"#;

#[test]
fn a_module_file_adds_models_fields_and_records() {
    let mut database = Database::demo("demo", Flavour::V18);
    let database = &mut database;
    database.load(LIBRARY).unwrap();
    assert_eq!(count(database, "library.book", json!([])), 2);
    let books = value(database, "res.partner", 1, "book_ids");
    assert_eq!(
        call(
            database,
            "library.book",
            "read",
            json!([books, ["title", "author_id"]]),
            json!({})
        )[0]["author_id"],
        json!([1, "My Company"])
    );
    assert_eq!(
        count(
            database,
            "res.partner",
            json!([["book_ids.title", "=", "Dune"]])
        ),
        1
    );
    assert_eq!(
        fault(
            database,
            "library.book",
            "create",
            json!([{"title": "x", "isbn": "1"}]),
            json!({})
        )
        .message,
        "The operation cannot be completed: There is a book with this ISBN."
    );
    assert_eq!(
        fault(
            database,
            "library.book",
            "create",
            json!([{"title": "x", "pages": -1}]),
            json!({})
        )
        .message,
        "A book cannot have fewer than no pages."
    );
    assert!(
        call(database, "library.book", "fields_get", json!([]), json!({}))
            .get("reading_age")
            .is_none()
    );
    assert_eq!(
        count(
            database,
            "ir.model",
            json!([["model", "=", "library.book"]])
        ),
        1
    );
    database.load(LIBRARY).unwrap();
    assert_eq!(
        count(database, "library.book", json!([])),
        2,
        "external ids keep a file from loading twice"
    );
}

#[test]
fn records_may_come_as_json_by_model() {
    let mut database = Database::fresh("demo", Flavour::V19);
    database.load(r#"{"records": {"res.partner": [{"name": "One", "country_id": "base.be"}, {"name": "Two"}]}}"#).unwrap();
    assert_eq!(
        count(
            &mut database,
            "res.partner",
            json!([["country_id.code", "=", "BE"]])
        ),
        1
    );
}

#[test]
fn what_is_wrong_with_a_file_is_said_and_nothing_is_kept() {
    let mut database = Database::fresh("demo", Flavour::V19);
    for (text, complaint) in [
        ("nonsense", "invalid TOML"),
        ("{", "invalid JSON"),
        (
            r#"{"models": {"x.y": {"fields": {"a": {"type": "color"}}}}}"#,
            "field x.y.a",
        ),
        (
            r#"{"models": {"x.y": {"fields": {"a": {"type": "many2one", "relation": "no.model"}}}}}"#,
            "unknown model no.model",
        ),
        (
            r#"{"records": {"res.partner": [{"name": "kept?"}, {"nope": 1}]}}"#,
            "unknown field nope",
        ),
        (
            r#"{"records": {"res.partner": [{"name": "kept?"}, {"email": "no name"}]}}"#,
            "Contacts require a name",
        ),
        (
            r#"{"models": {"x.y": {"fields": {"a": {"type": "char", "related": "b"}, "b": {"type": "char", "related": "a"}}}}}"#,
            "circle",
        ),
        (r#"{"records": {"no.model": []}}"#, "unknown model"),
    ] {
        let said = database.load(text).unwrap_err().to_string();
        assert!(said.contains(complaint), "{said}");
    }
    assert_eq!(count(&mut database, "res.partner", json!([])), 4);
    assert!(!database.has_model("x.y"));
}

#[test]
fn snapshots_bring_back_what_was() {
    let mut database = Database::demo("demo", Flavour::V17);
    let database = &mut database;
    let before = count(database, "res.partner", json!([]));
    let snapshot = database.snapshot();
    let id = create(database, "res.partner", json!({"name": "New"}));
    call(
        database,
        "res.partner",
        "write",
        json!([[1], {"name": "Changed"}]),
        json!({}),
    );
    call(
        database,
        "crm.lead",
        "unlink",
        json!([[1, 2, 3]]),
        json!({}),
    );
    database.load(LIBRARY).unwrap();
    database.restore(&snapshot);
    assert_eq!(count(database, "res.partner", json!([])), before);
    assert_eq!(value(database, "res.partner", 1, "name"), "My Company");
    assert_eq!(
        count(
            database,
            "crm.lead",
            json!([["id", "in", [1, 2, 3]], ["active", "in", [true, false]]])
        ),
        3
    );
    assert!(!database.has_model("library.book"));
    assert_eq!(create(database, "res.partner", json!({"name": "New"})), id);
}

#[test]
fn the_example_of_the_description_loads() {
    let description = include_str!("../../models/README.md");
    let example = description
        .split("```toml")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    for flavour in Flavour::ALL {
        let mut database = Database::demo("demo", flavour);
        database.load(example).unwrap();
        assert_eq!(count(&mut database, "library.book", json!([])), 3);
        let dune = call(
            &mut database,
            "library.book",
            "search_read",
            json!([[["title", "=", "Dune"]]]),
            json!({"fields": ["author_ids", "owner_name", "state", "pages", "owner_id"]}),
        );
        assert_eq!(dune[0]["author_ids"], json!([1]));
        assert_eq!(dune[0]["owner_name"], "Administrator");
        assert_eq!(dune[0]["pages"], 100);
        let refused = fault(
            &mut database,
            "library.book",
            "write",
            json!([[100], {"pages": 9001}]),
            json!({}),
        );
        assert_eq!(refused.message, "Nobody reads that.");
    }
}

#[test]
fn many_records_are_made_of_a_few_lines() {
    let mut database = Database::fresh("demo", Flavour::V19);
    let batch = json!({
        "model": "res.partner", "repeat": 1_000,
        "values": [
            {"xml_id": "firm_{n}", "name": "Firm {n}", "is_company": true},
            {"name": "Clerk {n}", "parent_id": "sandbox.firm_{n}", "color": 3},
        ],
    });
    let before = count(&mut database, "res.partner", json!([]));
    database
        .load(&json!({"records": [batch]}).to_string())
        .unwrap();
    assert_eq!(
        count(&mut database, "res.partner", json!([])) - before,
        2_000
    );
    let clerks = json!([
        ["name", "=", "Clerk 1000"],
        ["parent_id.name", "=", "Firm 1000"],
        ["color", "=", 3]
    ]);
    assert_eq!(count(&mut database, "res.partner", clerks), 1);
}
