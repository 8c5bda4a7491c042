//! The buttons of `sale.order`, and the wizard that makes invoices.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Answer, Call};
use crate::env::Env;
use crate::records::{Vals, create, write};
use crate::schema::{Model, Operation};
use crate::{Fault, access, moment, sales};

fn check(call: &Call<'_, '_>) -> Result<(), Fault> {
    access::check_model(call.env, call.model, Operation::Write)?;
    write::check_exist(call.env, call.model, &call.ids)
}

fn state<'e>(env: &'e Env<'_>, model: &Model, id: i64) -> &'e str {
    env.stored(model, "state", id).str().unwrap_or_default()
}

fn set(call: &mut Call<'_, '_>, ids: &[i64], vals: Value) -> Answer {
    if let Value::Object(vals) = vals {
        write::write(call.env, call.model, ids, vals)?;
    }
    Ok(Some(true.into()))
}

/// Makes orders of quotations.
pub(super) fn action_confirm(mut call: Call<'_, '_>) -> Answer {
    check(&call)?;
    let ids = call.ids.clone();
    if ids
        .iter()
        .any(|id| !matches!(state(call.env, call.model, *id), "draft" | "sent"))
    {
        return Err(Fault::user(
            "Some orders are not in a state requiring confirmation.",
        ));
    }
    for id in &ids {
        let Some((lines, held)) = sales::linked(call.env, call.model, "order_line", *id) else {
            continue;
        };
        let has_none = |line: &i64| {
            call.env
                .stored(lines, "display_type", *line)
                .str()
                .is_none()
                && call.env.stored(lines, "product_id", *line).int().is_none()
        };
        if held.iter().any(has_none) {
            return Err(Fault::user(
                "A line on these orders missing a product, you cannot confirm it.",
            ));
        }
    }
    let now = moment::datetime_text(call.env.now);
    set(&mut call, &ids, json!({"state": "sale", "date_order": now}))
}

pub(super) fn action_cancel(mut call: Call<'_, '_>) -> Answer {
    check(&call)?;
    let ids = call.ids.clone();
    if ids
        .iter()
        .any(|id| call.env.stored(call.model, "locked", *id).is_truthy())
    {
        return Err(Fault::user(
            "You cannot cancel a locked order. Please unlock it first.",
        ));
    }
    let moves = call.env.model("account.move")?;
    for id in &ids {
        let drafts: Vec<i64> = sales::invoices(call.env, call.model, *id)
            .into_iter()
            .filter(|id| state(call.env, moves, *id) == "draft")
            .collect();
        let vals = Vals::from_iter([("state".to_owned(), "cancel".into())]);
        call.env
            .sudo(|env| write::write(env, moves, &drafts, vals))?;
    }
    set(&mut call, &ids, json!({"state": "cancel"}))
}

pub(super) fn action_draft(mut call: Call<'_, '_>) -> Answer {
    check(&call)?;
    let of_state = |id: &&i64| matches!(state(call.env, call.model, **id), "cancel" | "sent");
    let ids: Vec<i64> = call.ids.iter().filter(of_state).copied().collect();
    set(&mut call, &ids, json!({"state": "draft"}))
}

pub(super) fn action_quotation_sent(mut call: Call<'_, '_>) -> Answer {
    check(&call)?;
    let ids = call.ids.clone();
    if ids
        .iter()
        .any(|id| state(call.env, call.model, *id) != "draft")
    {
        return Err(Fault::user(
            "Only draft orders can be marked as sent directly.",
        ));
    }
    set(&mut call, &ids, json!({"state": "sent"}))?;
    Ok(None)
}

pub(super) fn action_lock(mut call: Call<'_, '_>) -> Answer {
    check(&call)?;
    let ids = call.ids.clone();
    set(&mut call, &ids, json!({"locked": true}))?;
    Ok(None)
}

pub(super) fn action_unlock(mut call: Call<'_, '_>) -> Answer {
    check(&call)?;
    let ids = call.ids.clone();
    set(&mut call, &ids, json!({"locked": false}))?;
    Ok(None)
}

/// Makes an invoice for each customer of the wizard's orders, of what is to be invoiced; answers
/// with the action that shows them.
pub(super) fn create_invoices(call: Call<'_, '_>) -> Answer {
    let (env, wizards) = (call.env, call.model);
    write::check_exist(env, wizards, &call.ids)?;
    let orders = env.model("sale.order")?;
    access::check_model(env, orders, Operation::Write)?;
    let mut wanted: Vec<i64> = call
        .ids
        .iter()
        .filter_map(|id| sales::linked(env, wizards, "sale_order_ids", *id))
        .flat_map(|(_, ids)| ids)
        .collect();
    if wanted.is_empty() {
        let active = env
            .context
            .values
            .get("active_ids")
            .and_then(Value::as_array);
        wanted = active
            .into_iter()
            .flatten()
            .filter_map(Value::as_i64)
            .collect();
    }
    write::check_exist(env, orders, &wanted)?;
    access::check_readable(env, orders, &wanted)?;
    let mut by_customer: BTreeMap<i64, Vec<(i64, Value)>> = BTreeMap::new();
    for order in wanted {
        let customer = env.stored(orders, "partner_invoice_id", order).int();
        let Some((lines, ids)) = sales::linked(env, orders, "order_line", order) else {
            continue;
        };
        for line in ids {
            let quantity = sales::to_invoice(env, lines, line);
            if quantity <= 0.0 {
                continue;
            }
            let vals = json!([0, 0, {
                "name": env.stored(lines, "name", line).str(),
                "product_id": env.stored(lines, "product_id", line).int(),
                "quantity": quantity,
                "price_unit": sales::number(env, lines, "price_unit", line),
                "discount": sales::number(env, lines, "discount", line),
                "sale_line_ids": [[6, 0, [line]]],
            }]);
            let of_customer = by_customer.entry(customer.unwrap_or_default());
            of_customer.or_default().push((order, vals));
        }
    }
    if by_customer.is_empty() {
        return Err(Fault::user(
            "Cannot create an invoice. No items are available to invoice.\n\nTo resolve this issue, please ensure that:\n   \
             • The products have been delivered before attempting to invoice them.\n   • The invoicing policy of the product is \
             configured correctly.",
        ));
    }
    let moves = env.model("account.move")?;
    let mut made = Vec::new();
    for (customer, lines) in by_customer {
        let mut origins: Vec<&str> = lines
            .iter()
            .filter_map(|(order, _)| env.stored(orders, "name", *order).str())
            .collect();
        origins.dedup();
        let origin = origins.join(", ");
        let commands: Vec<Value> = lines.into_iter().map(|(_, line)| line).collect();
        let vals = json!({
            "move_type": "out_invoice", "partner_id": customer, "invoice_origin": origin, "invoice_line_ids": commands,
        });
        if let Value::Object(vals) = vals {
            let ids =
                env.without_defaults(|env| env.sudo(|env| create::create(env, moves, vec![vals])))?;
            made.extend(ids);
        }
    }
    let mut action = json!({
        "type": "ir.actions.act_window", "res_model": "account.move", "name": "Invoices", "context": {"default_move_type": "out_invoice"},
    });
    match made.as_slice() {
        [only] => {
            action["res_id"] = (*only).into();
            action["views"] = json!([[false, "form"]]);
        }
        several => {
            action["domain"] = json!([["id", "in", several]]);
            action["views"] = json!([[false, "list"], [false, "form"]]);
        }
    }
    Ok(Some(action))
}
