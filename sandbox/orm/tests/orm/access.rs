//! Who may do what: credentials, groups, rules.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::json;

use crate::{call, call_as, count, create};

/// The ids of the demo user and the portal user.
fn users(flavour: Flavour) -> (i64, i64) {
    if flavour >= Flavour::V19 {
        (5, 6)
    } else {
        (6, 7)
    }
}

#[test]
fn credentials_are_checked_as_on_a_server() {
    for flavour in Flavour::ALL {
        let mut database = Database::demo("demo", flavour);
        let (demo, portal) = users(flavour);
        assert_eq!(database.login("admin", "admin"), Some(2));
        assert_eq!(database.login("demo", "demo"), Some(demo));
        assert_eq!(database.login("portal", "portal"), Some(portal));
        for (login, password) in [
            ("admin", "wrong"),
            ("admin", ""),
            ("nobody", "x"),
            ("public", ""),
            ("__system__", ""),
        ] {
            assert_eq!(database.login(login, password), None, "{login}");
        }
        assert_eq!(
            database.check_credentials(9999, "x").unwrap_err().message,
            "Record does not exist or has been deleted.\n(Record: res.users(9999,), User: 9999)"
        );
        assert_eq!(
            database.check_credentials(2, "").unwrap_err().name,
            "odoo.exceptions.AccessDenied"
        );
        database.set_now(Some(1_000));
        database.add_api_key(2, "a-key", None);
        database.add_api_key(demo, "short-lived", Some(2_000));
        assert_eq!(database.login("admin", "a-key"), Some(2));
        assert_eq!(database.login_with_password_only("admin", "a-key"), None);
        assert_eq!(database.user_of_api_key("short-lived"), Some(demo));
        assert!(
            database.check_credentials(2, "short-lived").is_err(),
            "someone else's key"
        );
        database.set_now(Some(2_000));
        assert_eq!(database.user_of_api_key("short-lived"), None);
        let user = database.user(2).unwrap();
        assert!(user.is_system && user.is_admin && user.is_internal);
        assert!(!database.user(portal).unwrap().is_internal);
        assert!(!database.user(demo).unwrap().is_system);
    }
}

#[test]
fn refusals_list_the_groups_that_may() {
    for flavour in Flavour::ALL {
        let mut database = Database::demo("demo", flavour);
        let (demo, portal) = users(flavour);
        let refused = call_as(
            demo,
            &mut database,
            "ir.config_parameter",
            "search_read",
            json!([[]]),
            json!({}),
        )
        .unwrap_err();
        let group = if flavour >= Flavour::V19 {
            "Role / Administrator"
        } else {
            "Administration/Settings"
        };
        assert_eq!(
            refused.message,
            format!(
                "You are not allowed to access 'System Parameter' (ir.config_parameter) records.\n\nThis operation is allowed for the following groups:\n\t- {group}\n\nContact your administrator to request access if necessary."
            )
        );
        let refused = call_as(
            demo,
            &mut database,
            "res.company",
            "write",
            json!([[1], {"name": "Hacked"}]),
            json!({}),
        )
        .unwrap_err();
        assert!(
            refused
                .message
                .starts_with("You are not allowed to modify 'Companies' (res.company) records.")
        );
        let refused = call_as(
            portal,
            &mut database,
            "res.partner",
            "create",
            json!([{"name": "x"}]),
            json!({}),
        )
        .unwrap_err();
        let creation = if flavour >= Flavour::V19 {
            "Contact/Creation"
        } else {
            "Extra Rights/Contact Creation"
        };
        assert!(
            refused.message.contains(&format!(
                "\t- {creation}\n\t- Sales/Administrator\n\t- Sales/User: Own Documents Only\n"
            )),
            "{}",
            refused.message
        );
        for (uid, operation, allowed) in [(demo, "unlink", true), (portal, "write", false)] {
            let (method, args) = if flavour < Flavour::V20 {
                ("check_access_rights", json!([operation, false]))
            } else {
                ("has_access", json!([[], operation]))
            };
            assert_eq!(
                call_as(uid, &mut database, "res.partner", method, args, json!({})).unwrap(),
                Some(json!(allowed))
            );
        }
    }
}

#[test]
fn rules_hide_records_and_refuse_to_read_them() {
    for flavour in Flavour::ALL {
        let mut database = Database::demo("demo", flavour);
        let (_, portal) = users(flavour);
        let own = database.user(portal).unwrap().partner_id;
        let seen = call_as(
            portal,
            &mut database,
            "res.partner",
            "search",
            json!([[]]),
            json!({}),
        )
        .unwrap();
        assert_eq!(seen, Some(json!([own])));
        let refused = call_as(
            portal,
            &mut database,
            "res.partner",
            "read",
            json!([[2], ["name"]]),
            json!({}),
        )
        .unwrap_err();
        assert!(refused.message.starts_with(&format!("Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, Portal User (id={portal}) doesn't have 'read' access to:\n- Contact (res.partner)\n\n")));
        assert!(
            refused
                .message
                .ends_with("switching to the company: My Company.")
        );
        assert_eq!(
            refused.context.contains_key("suggested_company"),
            flavour >= Flavour::V18
        );
        let refused = call_as(
            portal,
            &mut database,
            "res.users",
            "read",
            json!([[2], ["api_key_ids"]]),
            json!({}),
        )
        .unwrap_err();
        assert!(
            refused.message.ends_with("freshly baked cookies."),
            "{}",
            refused.message
        );
        if flavour >= Flavour::V18 {
            assert_eq!(
                call_as(
                    portal,
                    &mut database,
                    "res.partner",
                    "has_access",
                    json!([[2], "read"]),
                    json!({})
                )
                .unwrap(),
                Some(json!(false))
            );
        }
    }
}

#[test]
fn personal_leads_are_the_salesmans_own() {
    let mut database = Database::demo("demo", Flavour::V18);
    let group = call(
        &mut database,
        "ir.model.data",
        "search_read",
        json!([[
            ["module", "=", "sales_team"],
            ["name", "=", "group_sale_salesman"]
        ]]),
        json!({"fields": ["res_id"]}),
    )[0]["res_id"]
        .clone();
    let seller = create(
        &mut database,
        "res.users",
        json!({"name": "Seller", "login": "seller", "password": "s3cret", "groups_id": [[6, 0, [group]]]}),
    );
    assert_eq!(database.login("seller", "s3cret"), Some(seller));
    create(
        &mut database,
        "crm.lead",
        json!({"name": "Hers", "user_id": seller}),
    );
    let leads = call_as(
        seller,
        &mut database,
        "crm.lead",
        "search_read",
        json!([[]]),
        json!({"fields": ["user_id"]}),
    )
    .unwrap()
    .unwrap();
    for lead in leads.as_array().unwrap() {
        assert!(
            lead["user_id"] == false || lead["user_id"][0] == seller,
            "{lead}"
        );
    }
    assert_eq!(
        call_as(
            seller,
            &mut database,
            "res.users",
            "has_group",
            json!([[seller], "sales_team.group_sale_salesman"]),
            json!({})
        )
        .unwrap(),
        Some(json!(true))
    );
}

#[test]
fn conditions_on_hidden_records_find_nothing() {
    let mut database = Database::demo("demo", Flavour::V19);
    let (_, portal) = users(Flavour::V19);
    let found = call_as(
        portal,
        &mut database,
        "res.users",
        "search",
        json!([[["partner_id.name", "=", "Administrator"]]]),
        json!({}),
    )
    .unwrap();
    assert_eq!(found, Some(json!([])));
}

#[test]
fn companies_keep_their_contacts_to_themselves() {
    for flavour in Flavour::ALL {
        let mut database = Database::fresh("demo", flavour);
        let second = create(&mut database, "res.company", json!({"name": "Second"}));
        call(
            &mut database,
            "res.users",
            "write",
            json!([[2], {"company_ids": [[4, second, 0]]}]),
            json!({}),
        );
        let hidden = call(
            &mut database,
            "res.partner",
            "create",
            json!([{"name": "Theirs", "company_id": second}]),
            json!({"context": {"allowed_company_ids": [second]}}),
        );
        let found = call(
            &mut database,
            "res.partner",
            "search",
            json!([[["name", "=", "Theirs"]]]),
            json!({}),
        );
        assert_eq!(found, json!([]));
        let both = json!({"context": {"allowed_company_ids": [1, second]}});
        let found = call(
            &mut database,
            "res.partner",
            "search",
            json!([[["name", "=", "Theirs"]]]),
            both,
        );
        assert_eq!(found, json!([hidden]));
        let refused = call_as(
            2,
            &mut database,
            "res.partner",
            "read",
            json!([[hidden], ["name"]]),
            json!({}),
        )
        .unwrap_err();
        assert!(
            refused
                .message
                .ends_with("switching to the company: Second."),
            "{}",
            refused.message
        );
        assert_eq!(
            refused.context.get("suggested_company").is_some(),
            flavour >= Flavour::V18
        );
        assert_eq!(database.user(2).unwrap().companies.len(), 2);
    }
}

#[test]
fn no_method_reads_what_rules_hide() {
    for flavour in Flavour::ALL {
        let mut database = Database::demo("demo", flavour);
        let (_, portal) = users(flavour);
        let hidden = [
            ("read", json!([[3], ["name"]])),
            ("copy_data", json!([[3]])),
            ("copy", json!([[3]])),
            ("get_metadata", json!([[3]])),
            ("web_read", json!([[3], {"name": {}}])),
            ("message_post", json!([[3]])),
            ("write", json!([[3], {"name": "x"}])),
        ];
        for (method, args) in hidden {
            let refused = call_as(
                portal,
                &mut database,
                "res.partner",
                method,
                args,
                json!({}),
            )
            .unwrap_err();
            assert_eq!(
                refused.name, "odoo.exceptions.AccessError",
                "{method} on {flavour}"
            );
        }
        // Exports are for who has the right to them, whatever the records.
        let export = json!([[3], ["name"]]);
        let refused = call_as(
            portal,
            &mut database,
            "res.partner",
            "export_data",
            export,
            json!({}),
        )
        .unwrap_err();
        assert_eq!(
            refused.message,
            "You don't have the rights to export data. Please contact an Administrator."
        );
        let change = json!([[], {"partner_id": 3}, ["partner_id"], {"email_from": {}}]);
        assert!(
            call_as(
                portal,
                &mut database,
                "crm.lead",
                "onchange",
                change,
                json!({})
            )
            .is_err()
        );
    }
}

#[test]
fn only_administrators_look_into_the_models_themselves() {
    let database = &mut Database::fresh("demo", Flavour::V18);
    for model in ["ir.model", "ir.model.fields"] {
        assert!(count(database, model, json!([])) > 0);
        let refused = call_as(
            users(Flavour::V18).0,
            database,
            model,
            "search",
            json!([[]]),
            json!({}),
        )
        .unwrap_err();
        assert_eq!(refused.name, "odoo.exceptions.AccessError");
        assert!(
            refused.message.contains("Administration/Access Rights"),
            "{}",
            refused.message
        );
    }
}
