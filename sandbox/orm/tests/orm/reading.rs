//! Searching and reading: order, windows, names, languages, lists, specifications.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::{Value, json};

use crate::{call, count, create, fault, value};

fn names(database: &mut Database, domain: Value, order: &str) -> Vec<String> {
    let found = call(
        database,
        "res.partner",
        "search_read",
        json!([domain]),
        json!({"fields": ["name"], "order": order}),
    );
    found
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["name"].as_str().unwrap_or("-").to_owned())
        .collect()
}

#[test]
fn orders_go_by_several_fields_and_through_many2one() {
    let mut database = Database::fresh("demo", Flavour::V19);
    let database = &mut database;
    for (name, country, color) in [
        ("zz a", "BE", 2),
        ("zz b", "AR", 1),
        ("zz c", "BE", 1),
        ("zz d", "", 3),
    ] {
        let country = call(
            database,
            "res.country",
            "search",
            json!([[["code", "=", country]]]),
            json!({}),
        );
        create(
            database,
            "res.partner",
            json!({"name": name, "color": color, "country_id": country.get(0)}),
        );
    }
    let domain = json!([["name", "=like", "zz%"]]);
    assert_eq!(
        names(database, domain.clone(), "country_id, color"),
        ["zz b", "zz c", "zz a", "zz d"]
    );
    assert_eq!(
        names(database, domain.clone(), "country_id desc, color desc"),
        ["zz d", "zz a", "zz c", "zz b"]
    );
    assert_eq!(
        names(database, domain.clone(), "color desc, name asc"),
        ["zz d", "zz a", "zz b", "zz c"]
    );
    assert_eq!(
        names(database, domain.clone(), "id desc"),
        ["zz d", "zz c", "zz b", "zz a"]
    );
    assert_eq!(
        names(database, domain, "country_id desc nulls last"),
        ["zz a", "zz c", "zz b", "zz d"]
    );
    let wrong = fault(
        database,
        "res.partner",
        "search",
        json!([[]]),
        json!({"order": "name; drop table"}),
    );
    assert_eq!(wrong.name, "odoo.exceptions.UserError");
    assert_eq!(
        fault(
            database,
            "res.partner",
            "search",
            json!([[]]),
            json!({"order": "nope"})
        )
        .name,
        "builtins.ValueError"
    );
}

#[test]
fn the_own_order_of_contacts_is_by_complete_name() {
    for (flavour, demo) in [(Flavour::V17, 7), (Flavour::V18, 7), (Flavour::V19, 6)] {
        let mut database = Database::fresh("demo", flavour);
        assert_eq!(
            call(
                &mut database,
                "res.partner",
                "search",
                json!([[]]),
                json!({"limit": 3})
            ),
            json!([3, demo, 1])
        );
    }
}

#[test]
fn archived_records_are_seen_when_asked_for() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let database = &mut database;
    assert_eq!(count(database, "res.partner", json!([])), 4);
    assert_eq!(
        count(
            database,
            "res.partner",
            json!([["active", "in", [true, false]]])
        ),
        8
    );
    let all = call(
        database,
        "res.partner",
        "search_count",
        json!([[]]),
        json!({"context": {"active_test": false}}),
    );
    assert_eq!(all, 8);
    let parent = create(
        database,
        "res.partner",
        json!({"name": "P", "child_ids": [[0, 0, {"name": "here"}], [0, 0, {"name": "gone", "active": false}]]}),
    );
    assert_eq!(
        value(database, "res.partner", parent, "child_ids")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let both = call(
        database,
        "res.partner",
        "read",
        json!([[parent], ["child_ids"]]),
        json!({"context": {"active_test": false}}),
    );
    assert_eq!(both[0]["child_ids"].as_array().unwrap().len(), 2);
}

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
fn secrets_cannot_be_guessed_by_searching() {
    let mut database = Database::fresh("demo", Flavour::V18);
    for domain in [
        json!([["_secret", "=like", "a%"]]),
        json!([["user_ids._secret", "!=", false]]),
    ] {
        let model = if domain[0][0] == "_secret" {
            "res.users"
        } else {
            "res.partner"
        };
        assert!(
            crate::call_as(
                2,
                &mut database,
                model,
                "search",
                json!([domain]),
                json!({})
            )
            .is_err()
        );
    }
    assert!(
        crate::call_as(
            2,
            &mut database,
            "res.users",
            "search",
            json!([[]]),
            json!({"order": "_secret"})
        )
        .is_err()
    );
    assert!(
        crate::call_as(
            2,
            &mut database,
            "res.users",
            "read_group",
            json!([[], [], ["_secret"]]),
            json!({})
        )
        .is_err()
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
fn names_are_searched_in_several_fields() {
    let mut database = Database::fresh("demo", Flavour::V19);
    let database = &mut database;
    let id = create(
        database,
        "res.partner",
        json!({"name": "Zoé", "email": "hello@zed.example", "ref": "R-77"}),
    );
    for text in ["zed.exam", "R-77", "zoÉ"] {
        assert_eq!(
            call(
                database,
                "res.partner",
                "name_search",
                json!([text]),
                json!({})
            ),
            json!([[id, "Zoé"]]),
            "{text}"
        );
    }
    assert_eq!(
        call(
            database,
            "res.country",
            "name_search",
            json!(["BE"]),
            json!({"operator": "="})
        ),
        json!([[20, "Belgium"]])
    );
    let within = call(
        database,
        "res.partner",
        "name_search",
        json!(["zo", [["id", "!=", id]]]),
        json!({}),
    );
    assert_eq!(within, json!([]));
    assert_eq!(
        call(
            database,
            "res.partner",
            "name_search",
            json!([]),
            json!({"limit": 2})
        )
        .as_array()
        .unwrap()
        .len(),
        2
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
fn names_stand_for_records_in_domains() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let database = &mut database;
    let group = create(database, "res.partner.category", json!({"name": "Group"}));
    let tag = create(
        database,
        "res.partner.category",
        json!({"name": "Part", "parent_id": group}),
    );
    let company = create(
        database,
        "res.partner",
        json!({"name": "Zed Works", "is_company": true, "country_id": 20}),
    );
    let child = create(
        database,
        "res.partner",
        json!({"name": "Zoé", "type": "other", "parent_id": company, "category_id": [[6, 0, [tag]]]}),
    );
    let mut found = |domain| {
        call(
            database,
            "res.partner",
            "search",
            json!([domain]),
            json!({"order": "id"}),
        )
    };
    assert_eq!(
        found(json!([["parent_id", "=", "Zed Works"]])),
        json!([child])
    );
    assert_eq!(
        found(json!([["parent_id", "ilike", "zed"]])),
        json!([child])
    );
    assert_eq!(
        found(json!([["country_id", "in", ["Belgium"]]])),
        json!([company])
    );
    assert_eq!(
        found(json!([["category_id", "child_of", "Group"]])),
        json!([child])
    );
    assert_eq!(
        found(json!([["category_id", "child_of", group]])),
        json!([child])
    );
    assert_eq!(
        found(json!([["id", "child_of", "Zed Works"]])),
        json!([company, child])
    );
    assert_eq!(
        found(json!([["id", "parent_of", child]])),
        json!([company, child])
    );
    assert_eq!(
        found(json!([["child_ids.category_id.name", "=", "Part"]])),
        json!([company])
    );
    assert_eq!(
        found(json!([[
            "child_ids",
            "any",
            [["category_id", "!=", false]]
        ]])),
        json!([company])
    );
    assert_eq!(
        found(json!([
            ["country_id", "not ilike", "belg"],
            ["name", "like", "Z"]
        ])),
        json!([child])
    );
    assert_eq!(
        found(json!([
            "&",
            "!",
            ["is_company", "=", true],
            ["name", "=like", "Z%"]
        ])),
        json!([child])
    );
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

#[test]
fn searching_and_creating_by_other_names() {
    let mut database = Database::fresh("demo", Flavour::V17);
    let database = &mut database;
    let made = call(
        database,
        "res.partner",
        "name_create",
        json!(["Quick"]),
        json!({}),
    );
    assert_eq!(made[1], "Quick");
    let fetched = call(
        database,
        "res.partner",
        "search_fetch",
        json!([[["name", "=", "Quick"]], ["name"]]),
        json!({"limit": 1}),
    );
    assert_eq!(fetched, json!([made[0]]));
    assert_eq!(
        call(
            database,
            "res.partner",
            "exists",
            json!([[made[0], 999_999]]),
            json!({})
        ),
        fetched
    );
    call(
        database,
        "res.partner",
        "action_archive",
        json!([fetched]),
        json!({}),
    );
    assert_eq!(
        count(database, "res.partner", json!([["name", "=", "Quick"]])),
        0
    );
    let loaded = call(
        database,
        "res.partner",
        "load",
        json!([["name", "country_id"], [["Imported", "Belgium"]]]),
        json!({}),
    );
    assert_eq!(
        value(
            database,
            "res.partner",
            loaded["ids"][0].as_i64().unwrap(),
            "country_id"
        ),
        json!([20, "Belgium"])
    );
    let exported = call(
        database,
        "res.partner",
        "export_data",
        json!([[1], ["id", ".id", "name", "country_id", "country_id/code"]]),
        json!({}),
    );
    assert_eq!(
        exported["datas"],
        json!([[
            "base.main_partner",
            "1",
            "My Company",
            "United States",
            "US"
        ]])
    );
}
