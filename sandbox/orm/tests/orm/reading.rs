//! Reading: what is there, languages, specifications, sizes, companies.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::json;

use crate::{call, count, create, fault, value};

#[test]
fn reading_leaves_out_what_is_not_there_and_can_leave_out_names() {
    let mut database = Database::fresh("demo", Flavour::V17);
    let database = &mut database;
    let read = call(
        database,
        "res.partner",
        "read",
        json!([[1, 999_999], ["country_id", "color", "email", "is_company"]]),
        json!({"load": null}),
    );
    assert_eq!(read.as_array().unwrap().len(), 1);
    let plain = call(
        database,
        "res.partner",
        "read",
        json!([[1], ["country_id"]]),
        json!({"load": ""}),
    );
    assert_eq!(plain[0]["country_id"], 233);
    let one = call(
        database,
        "res.partner",
        "read",
        json!([1, ["name"]]),
        json!({}),
    );
    assert_eq!(one, json!([{"id": 1, "name": "My Company"}]));
    let everything = call(database, "res.users", "read", json!([[2]]), json!({}));
    assert_eq!(everything[0]["password"], "");
    assert!(everything[0].get("_secret").is_none());
    assert!(
        fault(
            database,
            "res.users",
            "read",
            json!([[2], ["_secret"]]),
            json!({})
        )
        .message
        .contains("_secret")
    );
    assert_eq!(
        fault(
            database,
            "res.partner",
            "read",
            json!([[1], ["nope"]]),
            json!({})
        )
        .message,
        "Invalid field 'nope' on model 'res.partner'"
    );
}

#[test]
fn translations_are_read_in_their_language_and_fall_back() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let database = &mut database;
    let french = json!({"context": {"lang": "fr_FR"}});
    let tag = create(
        database,
        "res.partner.category",
        json!({"name": "Supplier"}),
    );
    let unknown = fault(
        database,
        "res.partner.category",
        "read",
        json!([[tag], ["name"]]),
        french.clone(),
    );
    assert_eq!(unknown.message, "Invalid language code: fr_FR");
    let lang = call(
        database,
        "res.lang",
        "search",
        json!([[["code", "=", "fr_FR"], ["active", "=", false]]]),
        json!({}),
    );
    call(
        database,
        "res.lang",
        "write",
        json!([lang, {"active": true}]),
        json!({}),
    );
    assert_eq!(
        call(
            database,
            "res.partner.category",
            "read",
            json!([[tag], ["name"]]),
            french.clone()
        )[0]["name"],
        "Supplier"
    );
    call(
        database,
        "res.partner.category",
        "write",
        json!([[tag], {"name": "Fournisseur"}]),
        french.clone(),
    );
    assert_eq!(
        call(
            database,
            "res.partner.category",
            "read",
            json!([[tag], ["name", "display_name"]]),
            french.clone()
        )[0],
        json!({"id": tag, "name": "Fournisseur", "display_name": "Fournisseur"})
    );
    assert_eq!(
        value(database, "res.partner.category", tag, "name"),
        "Supplier"
    );
    assert_eq!(
        call(
            database,
            "res.partner.category",
            "search",
            json!([[["name", "ilike", "fourn"]]]),
            french
        ),
        json!([tag])
    );
    assert_eq!(
        count(
            database,
            "res.partner.category",
            json!([["name", "ilike", "fourn"]])
        ),
        0
    );
}

#[test]
fn specifications_lead_from_record_to_record() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let database = &mut database;
    let id = create(
        database,
        "res.partner",
        json!({"name": "P", "country_id": 20, "child_ids": [[0, 0, {"name": "b"}], [0, 0, {"name": "a"}]]}),
    );
    let specification = json!({"name": {}, "country_id": {"fields": {"display_name": {}, "currency_id": {"fields": {"name": {}}}}}, "child_ids": {"fields": {"name": {}}, "order": "name", "limit": 1}, "category_id": {}, "parent_id": {"fields": {"display_name": {}}}});
    let read = call(
        database,
        "res.partner",
        "web_read",
        json!([[id], specification]),
        json!({}),
    );
    assert_eq!(read[0]["country_id"]["currency_id"]["name"], "EUR");
    assert_eq!(read[0]["child_ids"][0]["name"], "a");
    assert!(read[0]["child_ids"][1].get("name").is_none());
    assert_eq!(read[0]["category_id"], json!([]));
    assert_eq!(read[0]["parent_id"], false);
    let found = call(
        database,
        "res.partner",
        "web_search_read",
        json!([]),
        json!({"domain": [["id", "=", 1]], "specification": {"name": {}, "country_id": {"fields": {"display_name": {}}}}, "limit": 1}),
    );
    assert_eq!(
        found,
        json!({"length": 1, "records": [{"id": 1, "name": "My Company", "country_id": {"id": 233, "display_name": "United States"}}]})
    );
    let saved = call(
        database,
        "res.partner",
        "web_save",
        json!([[], {"name": "Saved"}, {"name": {}, "active": {}}]),
        json!({}),
    );
    assert_eq!(saved[0]["name"], "Saved");
}

#[test]
fn binary_values_can_be_read_as_sizes() {
    let mut database = Database::fresh("demo", Flavour::V17);
    let database = &mut database;
    let id = create(
        database,
        "ir.attachment",
        json!({"name": "hello.txt", "datas": "aGVsbG8gd29ybGQ="}),
    );
    let read = call(
        database,
        "ir.attachment",
        "read",
        json!([[id], ["datas", "file_size", "checksum", "mimetype", "type"]]),
        json!({}),
    );
    assert_eq!(
        read[0],
        json!({"id": id, "datas": "aGVsbG8gd29ybGQ=", "file_size": 11, "checksum": "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed", "mimetype": "text/plain", "type": "binary"})
    );
    let size = call(
        database,
        "ir.attachment",
        "read",
        json!([[id], ["datas"]]),
        json!({"context": {"bin_size": true}}),
    );
    assert_eq!(size[0]["datas"], "11.00 bytes");
    let avatar = call(
        database,
        "res.users",
        "read",
        json!([[2], ["avatar_128"]]),
        json!({"context": {"bin_size": true}}),
    );
    assert!(
        avatar[0]["avatar_128"]
            .as_str()
            .unwrap()
            .ends_with(".00 bytes")
    );
}

#[test]
fn companies_that_are_not_the_users_are_refused() {
    let mut database = Database::fresh("demo", Flavour::V19);
    let refused = fault(
        &mut database,
        "res.partner",
        "search_read",
        json!([[["id", "=", 1]]]),
        json!({"fields": ["name"], "context": {"allowed_company_ids": [99]}}),
    );
    assert_eq!(
        refused.message,
        "Access to unauthorized or invalid companies."
    );
    let allowed = call(
        &mut database,
        "res.partner",
        "search_count",
        json!([[]]),
        json!({"context": {"allowed_company_ids": [1]}}),
    );
    assert_eq!(allowed, 4);
}

#[test]
fn writing_renews_the_date_of_writing() {
    let mut database = Database::fresh("demo", Flavour::V19);
    let database = &mut database;
    database.set_now(Some(1_795_000_000));
    let id = create(database, "res.partner", json!({"name": "P"}));
    database.set_now(Some(1_795_000_060));
    call(
        database,
        "res.partner",
        "write",
        json!([[id], {"name": "Q"}]),
        json!({}),
    );
    let read = call(
        database,
        "res.partner",
        "read",
        json!([[id], ["create_date", "write_date", "write_uid"]]),
        json!({}),
    );
    assert_eq!(
        read[0],
        json!({"id": id, "create_date": "2026-11-18 11:06:40", "write_date": "2026-11-18 11:07:40", "write_uid": [2, "Administrator"]})
    );
    assert_eq!(
        count(
            database,
            "res.partner",
            json!([
                ["write_date", ">", "2026-11-18 11:07:00"],
                ["write_date", "<=", "2026-11-18"]
            ])
        ),
        1
    );
}
