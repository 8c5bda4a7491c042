//! What follows from the values of orders, their lines and products.

use serde_json::{Value, json};

use super::{Vals, create};
use crate::env::Env;
use crate::records::read::plain;
use crate::schema::{Field, Model};
use crate::{Fault, sales};

/// An order is invoiced and delivered to its customer, unless it says otherwise.
pub(super) fn order(env: &Env<'_>, model: &Model, vals: &mut Vals) {
    let customer = vals.get("partner_id").cloned().unwrap_or_default();
    for field in ["partner_invoice_id", "partner_shipping_id"] {
        if !vals.contains_key(field) {
            vals.insert(field.to_owned(), customer.clone());
        }
    }
    let is_new = |name: &Value| {
        name.as_str()
            .is_none_or(|name| name.is_empty() || name == "New")
    };
    if vals.get("name").is_none_or(is_new) {
        vals.insert("name".to_owned(), number(env, model).into());
    }
}

/// The next number: `S00001`.
fn number(env: &Env<'_>, model: &Model) -> String {
    let slot = model.field("name").and_then(Field::slot);
    let table = env.table(model);
    let last = slot.and_then(|slot| {
        let taken = table.ids().filter_map(|id| table.cell(id, slot).str());
        taken
            .filter_map(|name| name.strip_prefix('S')?.parse::<u64>().ok())
            .max()
    });
    format!("S{:05}", last.unwrap_or(0).saturating_add(1))
}

/// A line is named and priced as its product is.
pub(super) fn line(env: &Env<'_>, model: &Model, vals: &mut Vals) {
    let product = vals.get("product_id").and_then(Value::as_i64);
    let Some((products, product)) = env.registry.model("product.product").zip(product) else {
        return;
    };
    if !env.exists(products, product) {
        return;
    }
    if !vals.contains_key("name") {
        let words = sales::description(env, products, product);
        vals.insert("name".to_owned(), words.into());
    }
    let of_product = |field: &str| {
        let field = products.field(field)?;
        Some(plain(env.cell(products, field, product).as_ref()))
    };
    for (field, source) in [
        ("price_unit", "lst_price"),
        ("product_uom", "uom_id"),
        ("product_uom_id", "uom_id"),
    ] {
        if model.field(field).is_some()
            && !vals.contains_key(field)
            && let Some(value) = of_product(source)
        {
            vals.insert(field.to_owned(), value);
        }
    }
    for field in ["tax_id", "tax_ids"] {
        if model.field(field).is_some()
            && !vals.contains_key(field)
            && let Some((_, taxes)) = sales::linked(env, products, "taxes_id", product)
            && !taxes.is_empty()
        {
            vals.insert(field.to_owned(), json!([[6, 0, taxes]]));
        }
    }
}

/// A product that is made has at least one variant.
pub(super) fn template(env: &mut Env<'_>, id: i64) -> Result<(), Fault> {
    let products = env.model("product.product")?;
    let templates = env.model("product.template")?;
    if sales::linked(env, templates, "product_variant_ids", id)
        .is_some_and(|(_, ids)| !ids.is_empty())
    {
        return Ok(());
    }
    let vals = Vals::from_iter([("product_tmpl_id".to_owned(), id.into())]);
    env.without_defaults(|env| env.sudo(|env| create::create(env, products, vec![vals])))?;
    Ok(())
}
