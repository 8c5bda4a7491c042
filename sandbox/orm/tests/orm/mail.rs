//! Messages, followers and modules.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::json;

use crate::{call, call_as, count, create, fault, value};

#[test]
fn posted_messages_are_escaped_unless_they_are_html() {
    for flavour in Flavour::ALL {
        let mut database = Database::fresh("demo", flavour);
        let database = &mut database;
        let partner = create(database, "res.partner", json!({"name": "P"}));
        let mut post = |kwargs| {
            let posted = call(
                database,
                "res.partner",
                "message_post",
                json!([[partner]]),
                kwargs,
            );
            assert_eq!(posted.is_array(), flavour >= Flavour::V19);
            posted.as_i64().or_else(|| posted[0].as_i64()).unwrap()
        };
        let html = post(
            json!({"body": "<p>Open <i>it</i></p>", "message_type": "comment", "subtype_xmlid": "mail.mt_comment", "body_is_html": true}),
        );
        let text = post(json!({"body": "1 < 2", "message_type": "comment"}));
        let read = call(
            database,
            "mail.message",
            "read",
            json!([
                [html, text],
                [
                    "body",
                    "subtype_id",
                    "model",
                    "res_id",
                    "is_internal",
                    "author_id",
                    "message_type"
                ]
            ]),
            json!({}),
        );
        assert_eq!(read[0]["body"], "<p>Open <i>it</i></p>");
        assert_eq!(read[0]["subtype_id"], json!([1, "Discussions"]));
        assert_eq!(read[0]["author_id"], json!([3, "Administrator"]));
        assert_eq!(read[1]["body"], "<p>1 &lt; 2</p>");
        assert_eq!(read[1]["subtype_id"], json!([2, "Note"]));
        let all = value(database, "res.partner", partner, "message_ids");
        assert_eq!(all.as_array().unwrap()[..2], [json!(text), json!(html)]);
        let first = all[2].as_i64().unwrap();
        assert_eq!(
            value(database, "mail.message", first, "body"),
            "<p>Contact created</p>"
        );
    }
}

#[test]
fn followers_are_notified_of_what_is_not_internal() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let database = &mut database;
    let context = json!({"context": {"mail_create_nosubscribe": true, "mail_create_nolog": true}});
    let partner = call(
        database,
        "res.partner",
        "create",
        json!([{"name": "P"}]),
        context,
    );
    let partner = partner.as_i64().unwrap();
    assert_eq!(
        value(database, "res.partner", partner, "message_ids"),
        json!([])
    );
    call(
        database,
        "res.partner",
        "message_subscribe",
        json!([[partner], [7, 8]]),
        json!({}),
    );
    assert_eq!(
        value(database, "res.partner", partner, "message_partner_ids"),
        json!([7, 8])
    );
    call(
        database,
        "res.partner",
        "message_post",
        json!([[partner]]),
        json!({"body": "x", "subtype_xmlid": "mail.mt_note"}),
    );
    assert_eq!(count(database, "mail.notification", json!([])), 0);
    call(
        database,
        "res.partner",
        "message_post",
        json!([[partner]]),
        json!({"body": "x", "subtype_xmlid": "mail.mt_comment"}),
    );
    assert_eq!(
        count(
            database,
            "mail.notification",
            json!([["res_partner_id", "in", [7, 8]]])
        ),
        2
    );
    call(
        database,
        "res.partner",
        "message_unsubscribe",
        json!([[partner], [7]]),
        json!({}),
    );
    assert_eq!(
        count(
            database,
            "mail.followers",
            json!([["res_id", "=", partner], ["res_model", "=", "res.partner"]])
        ),
        1
    );
}

#[test]
fn notes_created_directly_know_their_author_and_record() {
    let mut database = Database::demo("demo", Flavour::V17);
    let id = create(
        &mut database,
        "mail.message",
        json!({"model": "res.partner", "res_id": 1, "body": "<p>Note <b>bold</b></p>", "message_type": "comment", "subtype_id": 2, "is_internal": true}),
    );
    let read = call(
        &mut database,
        "mail.message",
        "read",
        json!([[id], ["author_id", "record_name", "preview", "email_from"]]),
        json!({}),
    );
    assert_eq!(read[0]["author_id"], json!([3, "Administrator"]));
    assert_eq!(read[0]["record_name"], "My Company");
    assert_eq!(read[0]["preview"], "Note bold");
    assert_eq!(
        read[0]["email_from"],
        "\"Administrator\" <admin@example.com>"
    );
}

#[test]
fn modules_are_installed_with_what_they_need() {
    for flavour in Flavour::ALL {
        let mut database = Database::demo("demo", flavour);
        let database = &mut database;
        let id = |database: &mut Database, name: &str| {
            call(
                database,
                "ir.module.module",
                "search",
                json!([[["name", "=", name]]]),
                json!({}),
            )[0]
            .as_i64()
            .unwrap()
        };
        let (shop, website, sale) = (
            id(database, "website_sale"),
            id(database, "website"),
            id(database, "sale"),
        );
        assert_eq!(
            value(database, "ir.module.module", shop, "latest_version"),
            false
        );
        let went = call(
            database,
            "ir.module.module",
            "button_immediate_install",
            json!([[shop]]),
            json!({}),
        );
        assert_eq!(
            went,
            json!({"type": "ir.actions.act_url", "target": "self", "url": if flavour == Flavour::V17 { "/web" } else { "/odoo" }})
        );
        for module in [shop, website, sale] {
            assert_eq!(
                value(database, "ir.module.module", module, "state"),
                "installed"
            );
        }
        assert_eq!(
            value(database, "ir.module.module", shop, "latest_version"),
            format!("{flavour}.1.1")
        );
        call(
            database,
            "ir.module.module",
            "button_immediate_upgrade",
            json!([[shop]]),
            json!({}),
        );
        call(
            database,
            "ir.module.module",
            "button_immediate_uninstall",
            json!([[website]]),
            json!({}),
        );
        assert_eq!(
            value(database, "ir.module.module", shop, "state"),
            "uninstalled"
        );
        assert_eq!(
            value(database, "ir.module.module", sale, "state"),
            "installed"
        );
        assert_eq!(
            fault(
                database,
                "ir.module.module",
                "button_immediate_upgrade",
                json!([[shop]]),
                json!({})
            )
            .name,
            "odoo.exceptions.UserError"
        );
        let demo = if flavour >= Flavour::V19 { 5 } else { 6 };
        let refused = call_as(
            demo,
            database,
            "ir.module.module",
            "button_immediate_install",
            json!([[shop]]),
            json!({}),
        )
        .unwrap_err();
        assert_eq!(refused.name, "odoo.exceptions.AccessDenied");
    }
}

#[test]
fn who_creates_a_record_follows_it() {
    let mut database = Database::fresh("demo", Flavour::V19);
    let kwargs = json!({"context": {"default_parent_id": 1, "default_model": "x"}});
    let made = call(
        &mut database,
        "res.partner",
        "create",
        json!([{"name": "P"}]),
        kwargs,
    );
    let made = made.as_i64().unwrap();
    assert_eq!(
        value(&mut database, "res.partner", made, "message_partner_ids"),
        json!([3])
    );
    assert_eq!(
        value(&mut database, "res.partner", made, "message_is_follower"),
        true
    );
    assert_eq!(
        value(&mut database, "res.partner", made, "message_ids")
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn an_activity_names_its_documents_model_by_id_or_by_name() {
    let database = &mut Database::fresh("demo", Flavour::V18);
    let domain = json!([["model", "=", "res.partner"]]);
    let model = call(database, "ir.model", "search", json!([domain]), json!({}))[0].clone();
    for vals in [
        json!({"res_model_id": model, "res_id": 1}),
        json!({"res_model": "res.partner", "res_id": 1}),
    ] {
        let id = create(database, "mail.activity", vals);
        assert_eq!(
            value(database, "mail.activity", id, "res_model"),
            "res.partner"
        );
        assert_eq!(
            value(database, "mail.activity", id, "res_model_id"),
            json!([model, "Contact"])
        );
    }
}
