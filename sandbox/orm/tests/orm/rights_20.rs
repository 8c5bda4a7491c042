//! Who may call what in 20.0, after documents: private and gone methods, `ir.access`, the operator
//! `access`.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::{Value, json};

use crate::series_20::{PARTNER, fresh, unknown, user};
use crate::{call, call_as, count, create, fault, value};

#[test]
fn what_19_let_programs_call_and_20_does_not_is_gone() {
    let database = &mut fresh();
    unknown(database, PARTNER, "check_access_rights", json!(["read"]));
    unknown(database, PARTNER, "check_access_rule", json!([[1], "read"]));
    unknown(database, PARTNER, "toggle_active", json!([[1]]));
    unknown(
        database,
        "ir.config_parameter",
        "get_param",
        json!(["web.base.url"]),
    );
    unknown(
        database,
        "ir.config_parameter",
        "set_param",
        json!(["a", "b"]),
    );
    for model in ["ir.rule", "ir.model.access", "res.bank"] {
        let refused = fault(database, model, "search", json!([[]]), json!({}));
        assert_eq!(refused.message, format!("Object {model} doesn't exist"));
    }
}

#[test]
fn methods_of_the_server_itself_are_private() {
    let database = &mut fresh();
    for method in [
        "search_fetch",
        "exists",
        "check_access",
        "fetch",
        "browse",
        "mapped",
        "_search",
    ] {
        let refused = fault(database, PARTNER, method, json!([[1]]), json!({}));
        assert_eq!(refused.name, "odoo.exceptions.AccessError");
        let words =
            format!("Private methods (such as '{PARTNER}.{method}') cannot be called remotely.");
        assert_eq!(refused.message, words);
    }
}

#[test]
fn has_access_stays_and_archiving_has_its_two_buttons() {
    let database = &mut Database::demo("demo", Flavour::V20);
    let portal = user(database, "portal");
    let id = create(database, PARTNER, json!({"name": "Ada"}));
    for (uid, ids, operation, allowed) in [
        (2, json!([id]), "write", true),
        (portal, json!([]), "read", true),
        (portal, json!([id]), "read", false),
        (portal, json!([]), "write", false),
    ] {
        let args = json!([ids, operation]);
        let answer = call_as(uid, database, PARTNER, "has_access", args, json!({}));
        assert_eq!(answer, Ok(Some(json!(allowed))), "{uid} {operation}");
    }
    for (method, active) in [("action_archive", false), ("action_unarchive", true)] {
        call(database, PARTNER, method, json!([[id]]), json!({}));
        assert_eq!(value(database, PARTNER, id, "active"), active);
    }
}

#[test]
fn access_is_one_model_that_grants_with_a_group_and_restricts_without() {
    let database = &mut fresh();
    let of_partners = json!([["model_id.model", "=", PARTNER]]);
    let fields = json!(["group_id", "operation", "domain"]);
    let all = call(
        database,
        "ir.access",
        "search_read",
        json!([of_partners, fields]),
        json!({}),
    );
    let all = all.as_array().cloned().unwrap_or_default();
    assert!(all.iter().all(|access| {
        let letters = access["operation"].as_str().unwrap_or_default();
        !letters.is_empty() && letters.chars().all(|letter| "crud".contains(letter))
    }));
    let manager = |access: &&Value| access["operation"] == "crud" && access["group_id"].is_array();
    assert!(
        all.iter()
            .find(manager)
            .is_some_and(|access| access["domain"] == "[]")
    );
    let restricts = |access: &&Value| access["group_id"] == false;
    let rule = all
        .iter()
        .find(restricts)
        .map(|access| access["domain"].clone());
    let rule = rule.unwrap_or_default();
    assert!(
        rule.as_str()
            .is_some_and(|rule| rule.contains("company_ids") && !rule.contains('$')),
        "{rule}"
    );
}

#[test]
fn a_domain_asks_what_the_user_may_do_with_a_record() {
    let database = &mut Database::demo("demo", Flavour::V20);
    let portal = user(database, "portal");
    let readable = json!([[["id", "access", "read"]]]);
    let seen = call_as(
        portal,
        database,
        PARTNER,
        "search_count",
        json!([[]]),
        json!({}),
    );
    let asked = call_as(
        portal,
        database,
        PARTNER,
        "search_count",
        readable,
        json!({}),
    );
    assert_eq!(seen, asked);
    let writable = json!([[["id", "access", "write"]]]);
    let none = call_as(
        portal,
        database,
        PARTNER,
        "search_count",
        writable.clone(),
        json!({}),
    );
    assert_eq!(none, Ok(Some(json!(0))));
    assert!(
        count(
            database,
            PARTNER,
            json!([["country_id", "access", "write"]])
        ) > 0
    );
    let refused = fault(
        database,
        PARTNER,
        "search",
        json!([[["id", "access", "fly"]]]),
        json!({}),
    );
    assert_eq!(refused.name, "builtins.ValueError");
    let before = &mut Database::fresh("demo", Flavour::V19);
    let refused = fault(before, PARTNER, "search", writable, json!({}));
    assert_eq!(
        refused.name, "builtins.ValueError",
        "19 knows no such operator"
    );
}
