//! Searching: orders, archived records, names.

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
