//! What stands beside the recorded cases: the same rules, for other records.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::{Value, json};

use crate::{ADMIN, call, call_as, create, value};

const DEMO: &str = "demo";

fn each(test: impl Fn(&mut Database, Flavour)) {
    for flavour in Flavour::ALL {
        test(&mut Database::demo("demo", flavour), flavour);
    }
}

fn user(database: &mut Database, login: &str) -> i64 {
    let domain = json!([[["login", "=", login]]]);
    let found = call(database, "res.users", "search", domain, json!({}));
    found[0].as_i64().expect("a user")
}

fn names(database: &mut Database, domain: Value, order: &str) -> Vec<String> {
    let kwargs = json!({"domain": domain, "fields": ["name"], "order": order});
    let rows = call(database, "res.partner", "search_read", json!([]), kwargs);
    let rows = rows.as_array().expect("rows");
    let name = |row: &Value| row["name"].as_str().expect("a name").to_owned();
    rows.iter().map(name).collect()
}

#[test]
fn a_contact_takes_the_address_of_its_company_and_keeps_up_with_it() {
    each(|database, flavour| {
        let company = create(
            database,
            "res.partner",
            json!({"name": "Mill", "is_company": true, "street": "1 Dam", "city": "Ghent"}),
        );
        let contact = create(
            database,
            "res.partner",
            json!({"name": "Miller", "parent_id": company}),
        );
        assert_eq!(
            value(database, "res.partner", contact, "city"),
            "Ghent",
            "{flavour}"
        );
        call(
            database,
            "res.partner",
            "write",
            json!([[company], {"city": "Bruges"}]),
            json!({}),
        );
        assert_eq!(
            value(database, "res.partner", contact, "city"),
            "Bruges",
            "{flavour}"
        );
    });
}

#[test]
fn a_delivery_address_keeps_its_own() {
    each(|database, flavour| {
        let company = create(
            database,
            "res.partner",
            json!({"name": "Mill", "is_company": true, "city": "Ghent"}),
        );
        let store = create(
            database,
            "res.partner",
            json!({"name": "Store", "parent_id": company, "type": "delivery", "city": "Aalst"}),
        );
        call(
            database,
            "res.partner",
            "write",
            json!([[company], {"city": "Bruges"}]),
            json!({}),
        );
        assert_eq!(
            value(database, "res.partner", store, "city"),
            "Aalst",
            "{flavour}"
        );
    });
}

#[test]
fn a_website_without_a_scheme_is_given_one() {
    each(|database, flavour| {
        for (given, kept) in [
            ("mill.example", "http://mill.example"),
            ("https://mill.example/a", "https://mill.example/a"),
        ] {
            let id = create(
                database,
                "res.partner",
                json!({"name": "Mill", "website": given}),
            );
            assert_eq!(
                value(database, "res.partner", id, "website"),
                kept,
                "{flavour}"
            );
        }
    });
}

#[test]
fn what_a_negation_says_of_records_without_a_value() {
    each(|database, flavour| {
        for (name, city) in [("N1", json!("Ghent")), ("N2", json!(false))] {
            create(
                database,
                "res.partner",
                json!({"name": name, "city": city, "ref": "neighbour"}),
            );
        }
        let mut found =
            |leaf: Value| names(database, json!([["ref", "=", "neighbour"], leaf]), "name");
        assert_eq!(found(json!(["city", "!=", "Ghent"])), ["N2"], "{flavour}");
        assert_eq!(found(json!(["city", "not in", ["Ghent"]])), ["N2"]);
        assert_eq!(found(json!(["city", "not ilike", "ghe"])), ["N2"]);
        assert_eq!(found(json!(["city", "!=", false])), ["N1"]);
        assert_eq!(
            found(json!(["city", "not in", ["Ghent", false]])),
            [""; 0],
            "{flavour}"
        );
        assert_eq!(found(json!(["city", "in", ["Ghent", false]])), ["N1", "N2"]);
    });
}

#[test]
fn capitals_are_before_small_letters_and_empty_values_after_all() {
    each(|database, flavour| {
        for (name, city) in [
            ("O1", json!("Ghent")),
            ("O2", json!(false)),
            ("O3", json!("aalst")),
        ] {
            create(
                database,
                "res.partner",
                json!({"name": name, "city": city, "ref": "neighbour"}),
            );
        }
        let domain = json!([["ref", "=", "neighbour"]]);
        assert_eq!(
            names(database, domain.clone(), "city"),
            ["O1", "O3", "O2"],
            "{flavour}"
        );
        assert_eq!(
            names(database, domain, "city desc"),
            ["O2", "O3", "O1"],
            "{flavour}"
        );
    });
}

#[test]
fn a_lost_lead_is_archived_and_a_won_one_is_certain() {
    each(|database, flavour| {
        let lead = create(database, "crm.lead", json!({"name": "Wheel"}));
        call(
            database,
            "crm.lead",
            "action_set_lost",
            json!([[lead]]),
            json!({}),
        );
        assert_eq!(
            value(database, "crm.lead", lead, "active"),
            false,
            "{flavour}"
        );
        assert_eq!(value(database, "crm.lead", lead, "probability"), 0.0);
        call(
            database,
            "crm.lead",
            "write",
            json!([[lead], {"active": true}]),
            json!({}),
        );
        call(
            database,
            "crm.lead",
            "action_set_won",
            json!([[lead]]),
            json!({}),
        );
        assert_eq!(value(database, "crm.lead", lead, "probability"), 100.0);
    });
}

#[test]
fn a_private_task_is_its_assignees_alone() {
    each(|database, flavour| {
        let demo = user(database, DEMO);
        let task = json!([{"name": "Mine", "project_id": false, "user_ids": [[6, 0, [ADMIN]]]}]);
        let made = call(database, "project.task", "create", task, json!({}));
        let refused = call_as(
            demo,
            database,
            "project.task",
            "read",
            json!([made, ["name"]]),
            json!({}),
        );
        let fault = refused.expect_err("another's task");
        assert!(
            fault.name.ends_with("AccessError"),
            "{flavour}: {}",
            fault.name
        );
        let domain = json!([[["name", "=", "Mine"]]]);
        let count = call_as(
            demo,
            database,
            "project.task",
            "search_count",
            domain,
            json!({}),
        );
        assert_eq!(count.expect("a number"), Some(json!(0)), "{flavour}");
    });
}

#[test]
fn no_method_that_begins_with_an_underscore_is_called_from_outside() {
    each(|database, flavour| {
        for method in ["_search", "_name_search", "__init__", "_no_such_thing"] {
            let refused = call_as(ADMIN, database, "res.partner", method, json!([]), json!({}));
            let fault = refused.expect_err("a private method");
            assert!(
                fault.message.contains(method),
                "{flavour} {method}: {}",
                fault.message
            );
        }
    });
}
