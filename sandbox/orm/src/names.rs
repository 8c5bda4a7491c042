//! The names records go by.

use crate::env::Env;
use crate::schema::{FieldType, Model};
use crate::store::Cell;
use crate::{Flavour, moment, partners};

/// How far a name is looked for through many2one fields.
const DEEPEST: u32 = 8;

/// Returns a record's `display_name`.
pub(crate) fn display_name(env: &Env<'_>, model: &Model, id: i64) -> String {
    named(env, model, id, 0)
}

fn named(env: &Env<'_>, model: &Model, id: i64, depth: u32) -> String {
    match model.name.as_str() {
        "res.partner" => return partner(env, model, id),
        "res.groups" => return group(env, id).unwrap_or_default(),
        "res.country.state" => return state(env, model, id),
        _ => {}
    }
    let Some(field) = model.rec_name.as_deref().and_then(|name| model.field(name)) else {
        return format!("{},{id}", model.name);
    };
    if field.name == "display_name" || depth > DEEPEST {
        return format!("{},{id}", model.name);
    }
    let own = match (env.cell(model, field, id), field.kind) {
        (Cell::Int(id), FieldType::Many2one) => match field.comodel() {
            Some(other) => named(env, env.registry.at(other), id, depth + 1),
            None => id.to_string(),
        },
        (Cell::Int(day), FieldType::Date) => moment::date_text(day),
        (Cell::Int(second), FieldType::Datetime) => moment::datetime_text(second),
        (Cell::Text(key), FieldType::Selection) => field
            .selection
            .iter()
            .find(|(known, _)| **known == *key)
            .map_or_else(|| key.to_string(), |(_, label)| label.clone()),
        (Cell::Text(text), _) => text.into(),
        (Cell::Int(value), _) => value.to_string(),
        (Cell::Float(value), _) => value.to_string(),
        _ => String::new(),
    };
    // Categories are named by their whole path.
    match model.name.as_str() {
        "res.partner.category" | "ir.module.category" if depth < DEEPEST => {
            match env.stored(model, "parent_id", id).int() {
                Some(parent) if model.name == "res.partner.category" => {
                    format!("{} / {own}", named(env, model, parent, depth + 1))
                }
                _ => own,
            }
        }
        // Products are named with their reference: `[D1] Desk`.
        "product.product" | "product.template" => {
            let code = model.field("default_code");
            let code = code.map(|field| env.cell(model, field, id));
            match code.as_ref().and_then(|code| code.as_ref().str()) {
                Some(code) => format!("[{code}] {own}"),
                None => own,
            }
        }
        _ => own,
    }
}

/// States are named with their country: `California (US)`.
fn state(env: &Env<'_>, model: &Model, id: i64) -> String {
    let name = env.stored(model, "name", id).str().unwrap_or_default();
    let country = env
        .registry
        .model("res.country")
        .zip(env.stored(model, "country_id", id).int())
        .and_then(|(countries, country)| env.stored(countries, "code", country).str());
    match country {
        Some(code) => format!("{name} ({code})"),
        None => name.to_owned(),
    }
}

/// Contacts of a company are named after it.
fn partner(env: &Env<'_>, model: &Model, id: i64) -> String {
    match env.stored(model, "complete_name", id).str() {
        Some(name) => name.to_owned(),
        None => partners::complete_name(env, model, id),
    }
}

/// Returns a group's full name: `Sales/Administrator`.
pub(crate) fn group(env: &Env<'_>, id: i64) -> Option<String> {
    let groups = env.registry.model("res.groups")?;
    let name = env.stored(groups, "name", id).str()?;
    let field = if env.flavour >= Flavour::V19 {
        "privilege_id"
    } else {
        "category_id"
    };
    let category = env
        .stored(groups, field, id)
        .int()
        .and_then(|id| Some((groups.field(field)?.comodel()?, id)))
        .and_then(|(other, id)| env.stored(env.registry.at(other), "name", id).str());
    Some(match category {
        Some(category) => format!("{category}/{name}"),
        None => name.to_owned(),
    })
}
