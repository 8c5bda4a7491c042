//! Deleting and archiving: what goes along, and what is refused.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::json;

use crate::{call, count, create, fault, value};

#[test]
fn deleting_takes_along_what_belongs_to_a_record() {
    let mut database = Database::demo("demo", Flavour::V18);
    let database = &mut database;
    let id = create(database, "res.partner", json!({"name": "Gone soon"}));
    call(
        database,
        "res.partner",
        "message_post",
        json!([[id]]),
        json!({"body": "hello"}),
    );
    create(
        database,
        "ir.attachment",
        json!({"name": "a.txt", "res_model": "res.partner", "res_id": id}),
    );
    let child = create(
        database,
        "res.partner",
        json!({"name": "Child", "parent_id": id}),
    );
    call(database, "res.partner", "unlink", json!([[id]]), json!({}));
    assert_eq!(
        count(
            database,
            "mail.message",
            json!([["model", "=", "res.partner"], ["res_id", "=", id]])
        ),
        0
    );
    assert_eq!(
        count(
            database,
            "ir.attachment",
            json!([["res_model", "=", "res.partner"], ["res_id", "=", id]])
        ),
        0
    );
    assert_eq!(value(database, "res.partner", child, "parent_id"), false);
    assert_eq!(
        value(database, "res.partner", child, "display_name"),
        "Child"
    );
    let missing = fault(database, "res.partner", "unlink", json!([[id]]), json!({}));
    assert_eq!(
        missing.message,
        format!(
            "Record does not exist or has been deleted.\n(Record: res.partner({id},), User: 2)"
        )
    );
}

#[test]
fn archiving_a_users_contact_leads_to_the_user() {
    let mut database = Database::fresh("demo", Flavour::V19);
    let refused = fault(
        &mut database,
        "res.partner",
        "write",
        json!([[3], {"active": false}]),
        json!({}),
    );
    assert_eq!(refused.name, "odoo.exceptions.RedirectWarning");
    assert_eq!(refused.arguments[1]["res_id"], 2);
    assert_eq!(refused.arguments[2], "Go to users");
    assert!(
        refused.message.ends_with("'res_id': 2}\nGo to users\nNone"),
        "{}",
        refused.message
    );
}

#[test]
fn contacts_of_users_are_not_deleted() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let led = fault(
        &mut database,
        "res.partner",
        "unlink",
        json!([[3]]),
        json!({}),
    );
    assert_eq!(led.name, "odoo.exceptions.RedirectWarning");
    assert_eq!(
        led.arguments[0],
        "You cannot delete contacts linked to an active user.\nYou should rather archive them after archiving their associated user.\n\nLinked active users : Administrator"
    );
    let refused = crate::call_as(
        6,
        &mut database,
        "res.partner",
        "write",
        json!([[3], {"active": false}]),
        json!({}),
    )
    .unwrap_err();
    assert_eq!(
        refused.message,
        "You cannot archive contacts linked to an active user.\nAsk an administrator to archive their associated user first.\n\nLinked active users :\nAdministrator"
    );
}
