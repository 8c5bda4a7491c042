//! Products, orders, and the invoices that come of them.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::{Value, json};

use crate::{call, call_as, value};

fn product(database: &mut Database, vals: Value) -> Value {
    call(
        database,
        "product.product",
        "create",
        json!([vals]),
        json!({}),
    )
}

fn order(database: &mut Database, lines: Value) -> i64 {
    let vals = json!({"partner_id": 1, "order_line": lines});
    let made = call(database, "sale.order", "create", json!([vals]), json!({}));
    made.as_i64().expect("an id")
}

fn press(database: &mut Database, button: &str, order: i64) -> Result<Value, String> {
    let pressed = call_as(
        2,
        database,
        "sale.order",
        button,
        json!([[order]]),
        json!({}),
    );
    pressed
        .map(Option::unwrap_or_default)
        .map_err(|fault| fault.message)
}

#[test]
fn an_order_is_confirmed_and_invoiced() {
    for flavour in Flavour::ALL {
        let database = &mut Database::demo("demo", flavour);
        let desk = product(
            database,
            json!({"name": "Desk", "list_price": 480.0, "default_code": "D1"}),
        );
        let id = order(
            database,
            json!([[0, 0, {"product_id": desk, "product_uom_qty": 2, "discount": 10}], [0, 0, {"product_id": desk, "price_unit": 20}]]),
        );
        assert!(
            value(database, "sale.order", id, "name")
                .as_str()
                .is_some_and(|name| name.starts_with('S'))
        );
        assert_eq!(
            value(database, "sale.order", id, "amount_total"),
            884.0,
            "{flavour}"
        );
        assert_eq!(value(database, "sale.order", id, "invoice_status"), "no");
        assert_eq!(press(database, "action_confirm", id), Ok(json!(true)));
        assert_eq!(value(database, "sale.order", id, "state"), "sale");
        assert_eq!(
            value(database, "sale.order", id, "invoice_status"),
            "to invoice"
        );
        assert_eq!(
            press(database, "action_confirm", id).unwrap_err(),
            "Some orders are not in a state requiring confirmation."
        );
        let wizard = json!([{"sale_order_ids": [[6, 0, [id]]]}]);
        let wizard = call(
            database,
            "sale.advance.payment.inv",
            "create",
            wizard,
            json!({}),
        );
        let action = call(
            database,
            "sale.advance.payment.inv",
            "create_invoices",
            json!([[wizard]]),
            json!({}),
        );
        let invoice = action["res_id"].as_i64().expect("one invoice");
        assert_eq!(
            value(database, "account.move", invoice, "amount_total"),
            884.0,
            "{flavour}"
        );
        assert_eq!(
            value(database, "sale.order", id, "invoice_ids"),
            json!([invoice])
        );
        assert_eq!(
            value(database, "sale.order", id, "invoice_status"),
            "invoiced"
        );
        call(
            database,
            "account.move",
            "action_post",
            json!([[invoice]]),
            json!({}),
        );
        assert_eq!(value(database, "account.move", invoice, "state"), "posted");
        // There is nothing left to invoice.
        let wizard = json!([{"sale_order_ids": [[6, 0, [id]]]}]);
        let wizard = call(
            database,
            "sale.advance.payment.inv",
            "create",
            wizard,
            json!({}),
        );
        let again = call_as(
            2,
            database,
            "sale.advance.payment.inv",
            "create_invoices",
            json!([[wizard]]),
            json!({}),
        );
        assert!(
            again
                .unwrap_err()
                .message
                .starts_with("Cannot create an invoice.")
        );
    }
}

#[test]
fn a_line_takes_name_and_price_from_its_product_and_a_note_needs_none() {
    let database = &mut Database::demo("demo", Flavour::V18);
    let lamp = product(
        database,
        json!({"name": "Lamp", "list_price": 21.0, "description_sale": "Warm white"}),
    );
    let id = order(
        database,
        json!([[0, 0, {"product_id": lamp}], [0, 0, {"name": "Thanks", "display_type": "line_note"}]]),
    );
    let lines = value(database, "sale.order", id, "order_line");
    let line = lines[0].as_i64().expect("a line");
    assert_eq!(value(database, "sale.order.line", line, "price_unit"), 21.0);
    let name = value(database, "sale.order.line", line, "name");
    assert!(
        name.as_str()
            .is_some_and(|name| name.ends_with("Lamp\nWarm white")),
        "{name}"
    );
    assert_eq!(press(database, "action_confirm", id), Ok(json!(true)));
    let bare = order(database, json!([[0, 0, {"name": "No product"}]]));
    assert!(
        press(database, "action_confirm", bare)
            .unwrap_err()
            .contains("missing a product")
    );
    assert_eq!(press(database, "action_cancel", bare), Ok(json!(true)));
    assert_eq!(press(database, "action_draft", bare), Ok(json!(true)));
    assert_eq!(value(database, "sale.order", bare, "state"), "draft");
}

#[test]
fn a_product_is_a_template_with_a_variant_whichever_is_made() {
    for flavour in Flavour::RECORDED {
        let database = &mut Database::fresh("demo", flavour);
        let template = call(
            database,
            "product.template",
            "create",
            json!([{"name": "Desk"}]),
            json!({}),
        );
        let template = template.as_i64().expect("an id");
        assert_eq!(
            value(
                database,
                "product.template",
                template,
                "product_variant_count"
            ),
            1
        );
        let variant = value(database, "product.template", template, "product_variant_id");
        let variant = variant[0].as_i64().expect("a variant");
        assert_eq!(value(database, "product.product", variant, "name"), "Desk");
        let made = product(database, json!({"name": "Lamp", "list_price": 5}));
        let of_made = value(
            database,
            "product.product",
            made.as_i64().expect("an id"),
            "product_tmpl_id",
        );
        let of_made = of_made[0].as_i64().expect("a template");
        assert_eq!(
            value(
                database,
                "product.template",
                of_made,
                "product_variant_count"
            ),
            1,
            "{flavour}"
        );
        assert_eq!(
            value(database, "product.template", of_made, "list_price"),
            5.0
        );
    }
}

#[test]
fn employees_belong_to_departments_and_are_kept_from_other_users() {
    let database = &mut Database::demo("demo", Flavour::V19);
    let department = call(
        database,
        "hr.department",
        "create",
        json!([{"name": "Lab"}]),
        json!({}),
    );
    let vals = json!([{"name": "Ada", "department_id": department}]);
    let employee = call(database, "hr.employee", "create", vals, json!({}));
    let members = value(
        database,
        "hr.department",
        department.as_i64().expect("an id"),
        "member_ids",
    );
    assert_eq!(members, json!([employee]));
    let refused = call_as(
        5,
        database,
        "hr.employee",
        "read",
        json!([[employee]]),
        json!({}),
    );
    assert_eq!(refused.unwrap_err().name, "odoo.exceptions.AccessError");
}
