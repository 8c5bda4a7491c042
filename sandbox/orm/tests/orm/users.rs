//! Users: passwords, groups, copies.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::json;

use crate::{ADMIN, call, call_as, create, value};

#[test]
fn passwords_are_set_and_changed_but_never_read() {
    let mut database = Database::fresh("demo", Flavour::V19);
    let made = create(
        &mut database,
        "res.users",
        json!({"name": "New", "login": "new", "password": "first"}),
    );
    assert_eq!(database.login("new", "first"), Some(made));
    call(
        &mut database,
        "res.users",
        "write",
        json!([[made], {"new_password": "second"}]),
        json!({}),
    );
    assert_eq!(database.login("new", "first"), None);
    assert_eq!(database.login("new", "second"), Some(made));
    let changed = call_as(
        made,
        &mut database,
        "res.users",
        "change_password",
        json!(["second", "third"]),
        json!({}),
    );
    assert_eq!(changed.unwrap(), Some(json!(true)));
    assert_eq!(database.login("new", "third"), Some(made));
    let wrong = call_as(
        made,
        &mut database,
        "res.users",
        "change_password",
        json!(["second", "fourth"]),
        json!({}),
    );
    assert_eq!(wrong.unwrap_err().name, "odoo.exceptions.AccessDenied");
    let read = call(
        &mut database,
        "res.users",
        "search_read",
        json!([[["id", "=", made]]]),
        json!({}),
    );
    assert!(!read.to_string().contains("third"));
    let exported = call(
        &mut database,
        "res.users",
        "export_data",
        json!([[made], ["login", "password"]]),
        json!({}),
    );
    assert!(!exported.to_string().contains("third"));
    let secret = json!([[made], ["_secret"]]);
    assert!(
        call_as(
            2,
            &mut database,
            "res.users",
            "export_data",
            secret,
            json!({})
        )
        .is_err()
    );
    let copied = call(
        &mut database,
        "res.users",
        "copy_data",
        json!([[made]]),
        json!({}),
    );
    assert!(!copied.to_string().contains("third"));
}

#[test]
fn a_users_groups_are_those_that_imply_others_and_those_that_are_implied() {
    for flavour in Flavour::ALL {
        let database = &mut Database::fresh("demo", flavour);
        let (direct, all) = match flavour {
            series if series >= Flavour::V19 => ("group_ids", "all_group_ids"),
            _ => ("groups_id", "groups_id"),
        };
        let mut group = |name: &str| {
            let args = json!(["base", name]);
            call(
                database,
                "ir.model.data",
                "check_object_reference",
                args,
                json!({}),
            )[1]
            .clone()
        };
        let (internal, system) = (group("group_user"), group("group_system"));
        let listed = |database: &mut Database, id: i64, field: &str| {
            let groups = value(database, "res.users", id, field);
            groups.as_array().unwrap().contains(&internal)
        };
        assert!(
            listed(database, ADMIN, all),
            "{flavour}: administrators are employees"
        );
        assert_eq!(
            listed(database, ADMIN, direct),
            flavour < Flavour::V19,
            "{flavour}"
        );
        let vals = json!({"name": "Eve", "login": "eve", direct: [[6, 0, [system]]]});
        let eve = create(database, "res.users", vals);
        assert!(
            listed(database, eve, all),
            "{flavour}: so is whoever becomes one"
        );
    }
}

#[test]
fn a_copied_user_has_a_login_of_its_own() {
    for flavour in Flavour::ALL {
        let database = &mut Database::fresh("demo", flavour);
        let copied = call(database, "res.users", "copy", json!([[ADMIN]]), json!({}));
        let id = copied.as_i64().or_else(|| copied[0].as_i64()).unwrap();
        assert_eq!(value(database, "res.users", id, "login"), "admin (copy)");
    }
}
