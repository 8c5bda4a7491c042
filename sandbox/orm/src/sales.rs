//! What orders, their lines and products say of themselves.

use crate::env::{Env, ids_of};
use crate::names;
use crate::schema::Model;
use crate::store::{Cell, CellRef};

/// Amounts have two decimals.
fn rounded(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}

pub(crate) fn number(env: &Env<'_>, model: &Model, field: &str, id: i64) -> f64 {
    let Some(field) = model.field(field) else {
        return 0.0;
    };
    match env.cell(model, field, id).as_ref() {
        CellRef::Float(value) => value,
        CellRef::Int(value) => value as f64,
        _ => 0.0,
    }
}

/// The records an x2many field leads to, and their model.
pub(crate) fn linked<'a>(
    env: &Env<'a>,
    model: &Model,
    field: &str,
    id: i64,
) -> Option<(&'a Model, Vec<i64>)> {
    let field = model.field(field)?;
    Some((
        env.registry.at(field.comodel()?),
        env.linked(model, field, id),
    ))
}

/// Adds a field of an order's lines up.
pub(crate) fn total(env: &Env<'_>, model: &Model, id: i64, field: &str) -> Cell {
    let Some((lines, ids)) = linked(env, model, "order_line", id) else {
        return Cell::Null;
    };
    let all: f64 = ids.iter().map(|id| number(env, lines, field, *id)).sum();
    Cell::Float(rounded(all))
}

pub(crate) fn line_subtotal(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let price = number(env, model, "price_unit", id) * number(env, model, "product_uom_qty", id);
    Cell::Float(rounded(
        price * (1.0 - number(env, model, "discount", id) / 100.0),
    ))
}

pub(crate) fn line_tax(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let taxes = ["tax_id", "tax_ids"];
    let taxes = taxes.iter().find_map(|field| linked(env, model, field, id));
    let Some((taxes, ids)) = taxes else {
        return Cell::Float(0.0);
    };
    let subtotal = number(env, model, "price_subtotal", id);
    let quantity = number(env, model, "product_uom_qty", id);
    let tax = ids.iter().map(|tax| {
        let amount = number(env, taxes, "amount", *tax);
        match env.stored(taxes, "amount_type", *tax).str() {
            Some("fixed") => amount * quantity,
            _ => subtotal * amount / 100.0,
        }
    });
    Cell::Float(rounded(tax.sum()))
}

pub(crate) fn line_total(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let sum = number(env, model, "price_subtotal", id) + number(env, model, "price_tax", id);
    Cell::Float(rounded(sum))
}

/// The invoice a line of one belongs to, unless it is cancelled: its id and the sign of its
/// quantities.
fn invoice_of(env: &Env<'_>, lines: &Model, line: i64) -> Option<(i64, f64)> {
    let moves = env.registry.model("account.move")?;
    let invoice = env.stored(lines, "move_id", line).int()?;
    if env.stored(moves, "state", invoice).str() == Some("cancel") {
        return None;
    }
    let is_refund = env.stored(moves, "move_type", invoice).str() == Some("out_refund");
    Some((invoice, if is_refund { -1.0 } else { 1.0 }))
}

fn invoiced(env: &Env<'_>, model: &Model, id: i64) -> f64 {
    let Some((lines, ids)) = linked(env, model, "invoice_lines", id) else {
        return 0.0;
    };
    let quantities = ids.iter().filter_map(|line| {
        let (_, sign) = invoice_of(env, lines, *line)?;
        Some(sign * number(env, lines, "quantity", *line))
    });
    quantities.sum()
}

fn is_sold(env: &Env<'_>, model: &Model, id: i64) -> bool {
    let orders = env.registry.model("sale.order");
    let order = env.stored(model, "order_id", id).int();
    let of_order = orders.zip(order);
    of_order.is_some_and(|(orders, order)| env.stored(orders, "state", order).str() == Some("sale"))
        && env.stored(model, "display_type", id).str().is_none()
}

/// How much of a line is still to be invoiced.
pub(crate) fn to_invoice(env: &Env<'_>, model: &Model, id: i64) -> f64 {
    match is_sold(env, model, id) {
        true => number(env, model, "product_uom_qty", id) - invoiced(env, model, id),
        false => 0.0,
    }
}

pub(crate) fn line_invoiced(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    Cell::Float(invoiced(env, model, id))
}

pub(crate) fn line_to_invoice(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    Cell::Float(to_invoice(env, model, id))
}

pub(crate) fn line_status(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    Cell::text(status(env, model, id))
}

fn status(env: &Env<'_>, model: &Model, id: i64) -> &'static str {
    if !is_sold(env, model, id) {
        return "no";
    }
    let open = to_invoice(env, model, id);
    if open.abs() > f64::EPSILON {
        "to invoice"
    } else if number(env, model, "product_uom_qty", id) > 0.0 {
        "invoiced"
    } else {
        "no"
    }
}

pub(crate) fn order_status(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let Some((lines, ids)) = linked(env, model, "order_line", id) else {
        return Cell::Null;
    };
    let states: Vec<&str> = ids.iter().map(|id| status(env, lines, *id)).collect();
    let own = env.stored(model, "state", id);
    Cell::text(if own.str() != Some("sale") {
        "no"
    } else if states.contains(&"to invoice") {
        "to invoice"
    } else if states.contains(&"invoiced") {
        "invoiced"
    } else {
        "no"
    })
}

/// The invoices of an order.
pub(crate) fn invoices(env: &Env<'_>, model: &Model, id: i64) -> Vec<i64> {
    let mut found = Vec::new();
    for line in linked(env, model, "order_line", id).map_or_else(Vec::new, |(_, ids)| ids) {
        let lines = env.registry.model("sale.order.line");
        let of_line = lines.and_then(|lines| linked(env, lines, "invoice_lines", line));
        let Some((lines, ids)) = of_line else {
            continue;
        };
        found.extend(
            ids.iter()
                .filter_map(|id| env.stored(lines, "move_id", *id).int()),
        );
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What of an order's total is on no invoice.
pub(crate) fn amount_to_invoice(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let total = number(env, model, "amount_total", id);
    let Some(moves) = env.registry.model("account.move") else {
        return Cell::Float(total);
    };
    let posted = invoices(env, model, id);
    let posted = posted
        .iter()
        .filter(|id| env.stored(moves, "state", **id).str() == Some("posted"));
    let invoiced: f64 = posted
        .map(|id| number(env, moves, "amount_total", *id))
        .sum();
    Cell::Float(rounded(total - invoiced))
}

/// A category's name, with those above it: `All / Saleable`.
pub(crate) fn category_path(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let mut parts = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next.filter(|_| parts.len() < 64) {
        parts.push(
            env.stored(model, "name", id)
                .str()
                .unwrap_or_default()
                .to_owned(),
        );
        next = env.stored(model, "parent_id", id).int();
    }
    parts.reverse();
    Cell::text(parts.join(" / "))
}

fn variants(env: &Env<'_>, model: &Model, id: i64) -> Vec<i64> {
    linked(env, model, "product_variant_ids", id).map_or_else(Vec::new, |(_, ids)| ids)
}

pub(crate) fn variant(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    variants(env, model, id)
        .first()
        .map_or(Cell::Null, |id| Cell::Int(*id))
}

pub(crate) fn variant_count(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    Cell::Int(i64::try_from(variants(env, model, id).len()).unwrap_or(i64::MAX))
}

/// A template's reference is that of its only variant.
pub(crate) fn variant_code(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let products = env.registry.model("product.product");
    match (products, variants(env, model, id).as_slice()) {
        (Some(products), [only]) => env.stored(products, "default_code", *only).to_cell(),
        _ => Cell::Null,
    }
}

/// Counts a contact's orders, those of its own contacts included.
pub(crate) fn order_count(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let mut people = vec![id];
    if let Some(children) = model.field("child_ids") {
        people.extend(ids_of(&env.cell(model, children, id)));
    }
    let orders = people
        .iter()
        .filter_map(|id| linked(env, model, "sale_order_ids", *id));
    let count: usize = orders.map(|(_, ids)| ids.len()).sum();
    Cell::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

/// What a line says of its product.
pub(crate) fn description(env: &Env<'_>, products: &Model, product: i64) -> String {
    let name = names::display_name(env, products, product);
    let more = products.field("description_sale");
    let more = more.map(|field| env.cell(products, field, product));
    match more.as_ref().and_then(|cell| cell.as_ref().str()) {
        Some(more) => format!("{name}\n{more}"),
        None => name,
    }
}
