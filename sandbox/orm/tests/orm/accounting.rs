//! Journal entries: posted, they are numbered and stay.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::json;

use crate::{call, create, fault, value};

const MOVES: &str = "account.move";

#[test]
fn a_posted_invoice_is_numbered_and_goes_only_after_a_reset_to_draft() {
    for flavour in Flavour::ALL {
        let database = &mut Database::fresh("demo", flavour);
        let vals = json!({
            "move_type": "out_invoice", "partner_id": 1, "invoice_date": "2026-04-02",
            "invoice_line_ids": [[0, 0, {"name": "Desk", "price_unit": 480.0}]],
        });
        let ids = [
            create(database, MOVES, vals.clone()),
            create(database, MOVES, vals),
        ];
        assert_eq!(
            call(database, MOVES, "action_post", json!([ids]), json!({})),
            false
        );
        assert_eq!(value(database, MOVES, ids[0], "name"), "INV/2026/00001");
        assert_eq!(value(database, MOVES, ids[1], "name"), "INV/2026/00002");
        assert_eq!(value(database, MOVES, ids[0], "state"), "posted");
        let refused = fault(database, MOVES, "unlink", json!([[ids[1]]]), json!({}));
        assert_eq!(refused.name, "odoo.exceptions.UserError");
        assert!(
            refused
                .message
                .starts_with("You can't delete a posted journal item.")
        );
        let again = fault(database, MOVES, "action_post", json!([[ids[0]]]), json!({}));
        assert_eq!(
            again.message,
            format!("The entry INV/2026/00001 (id {}) must be in draft.", ids[0])
        );
        call(
            database,
            MOVES,
            "button_draft",
            json!([[ids[1]]]),
            json!({}),
        );
        assert_eq!(
            call(database, MOVES, "unlink", json!([[ids[1]]]), json!({})),
            true
        );
    }
}

#[test]
fn an_invoice_that_lacks_something_is_not_posted() {
    let database = &mut Database::fresh("demo", Flavour::V17);
    let empty = create(
        database,
        MOVES,
        json!({"move_type": "out_invoice", "partner_id": 1}),
    );
    let refused = fault(database, MOVES, "action_post", json!([[empty]]), json!({}));
    assert_eq!(refused.message, "You need to add a line before posting.");
    let lines = json!([[0, 0, {"name": "Desk", "price_unit": 1.0}]]);
    let nobodys = create(
        database,
        MOVES,
        json!({"move_type": "out_invoice", "invoice_line_ids": lines}),
    );
    let refused = fault(
        database,
        MOVES,
        "action_post",
        json!([[nobodys]]),
        json!({}),
    );
    assert!(
        refused
            .message
            .starts_with("The field 'Customer' is required"),
        "{}",
        refused.message
    );
}
