//! What contacts share with the company they belong to, and how their addresses and websites are
//! kept.

use serde_json::Value;

use super::{Vals, derived};
use crate::Fault;
use crate::env::Env;
use crate::schema::{Field, Model};
use crate::store::Cell;

/// The fields that make an address.
pub(super) const ADDRESS: [&str; 6] =
    ["street", "street2", "zip", "city", "state_id", "country_id"];
/// The fields that a company's contacts have from it.
const COMMERCIAL: [&str; 3] = ["vat", "company_registry", "industry_id"];

/// Writes a website with its scheme, as Odoo keeps it.
pub(super) fn clean_website(vals: &mut Vals) {
    if let Some(Value::String(website)) = vals.get_mut("website")
        && !website.is_empty()
        && !has_scheme(website)
    {
        *website = format!("http://{}", website.trim_start_matches("//"));
    }
}

/// Tells whether an address begins with a scheme; what is followed by a port is a host.
fn has_scheme(url: &str) -> bool {
    url.split_once(':').is_some_and(|(scheme, rest)| {
        let named = !scheme.is_empty()
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
        named && (rest.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Prepares values of new contacts, and of known ones.
///
/// # Errors
/// `MissingError` for a company that is not there.
pub(super) fn before(env: &Env<'_>, model: &Model, vals: &mut Vals) -> Result<(), Fault> {
    clean_website(vals);
    // Who belongs to a company needs no other's name.
    if vals.get("parent_id").is_some_and(crate::python::truthy) {
        vals.insert("company_name".to_owned(), false.into());
    }
    super::hooks::check_target(env, model, vals, "parent_id")
}

fn parent_of(env: &Env<'_>, model: &Model, id: i64) -> Option<i64> {
    env.stored(model, "parent_id", id).int()
}

fn is_company(env: &Env<'_>, model: &Model, id: i64) -> bool {
    env.stored(model, "is_company", id).is_truthy()
}

fn is_contact(env: &Env<'_>, model: &Model, id: i64) -> bool {
    env.stored(model, "type", id).str() == Some("contact")
}

/// Tells whether any part of an address is there.
pub(super) fn has_address(env: &Env<'_>, model: &Model, id: i64) -> bool {
    ADDRESS
        .iter()
        .any(|field| env.stored(model, field, id).is_truthy())
}

fn children(env: &Env<'_>, model: &Model, id: i64) -> Vec<i64> {
    model
        .field("child_ids")
        .map_or_else(Vec::new, |field| env.linked(model, field, id))
}

/// Gives one contact what another has in some fields.
fn copy_fields(env: &mut Env<'_>, model: &Model, from: i64, to: i64, fields: &[&str]) {
    let mut places = Vec::new();
    for name in fields {
        if let (Some(place), Some(slot)) = (
            model.by_name.get(*name),
            model.field(name).and_then(Field::slot),
        ) {
            let cell: Cell = env.table(model).cell(from, slot).to_cell();
            env.data.set(model.index, to, slot, cell);
            places.push(*place);
        }
    }
    derived::refresh(env, model, &[to], &places);
}

/// Gives a contact what it has from the company above it.
fn take_from_above(env: &mut Env<'_>, model: &Model, id: i64) {
    let Some(parent) = parent_of(env, model, id) else {
        return;
    };
    let company = env.stored(model, "commercial_partner_id", id).int();
    if let Some(company) = company.filter(|company| *company != id) {
        copy_fields(env, model, company, id, &COMMERCIAL);
    }
    if is_contact(env, model, id) && has_address(env, model, parent) {
        copy_fields(env, model, parent, id, &ADDRESS);
    }
}

/// Carries on what follows from a new contact.
pub(super) fn after_create(env: &mut Env<'_>, model: &Model, id: i64) {
    take_from_above(env, model, id);
    let Some(parent) = parent_of(env, model, id) else {
        return;
    };
    // The address of the first contact becomes that of a company without one.
    let may_take = is_company(env, model, parent) || parent_of(env, model, parent).is_none();
    if may_take
        && has_address(env, model, id)
        && !has_address(env, model, parent)
        && children(env, model, parent).len() == 1
    {
        copy_fields(env, model, id, parent, &ADDRESS);
    }
}

/// Carries on what follows from a change.
pub(super) fn after_write(env: &mut Env<'_>, model: &Model, ids: &[i64], vals: &Vals) {
    let changed = |fields: &[&str]| -> Vec<String> {
        let of = |name: &&&str| vals.contains_key(**name);
        fields
            .iter()
            .filter(of)
            .map(|name| (*name).to_owned())
            .collect()
    };
    let commercial = changed(&COMMERCIAL);
    let address = changed(&ADDRESS);
    let became_contact = vals.get("type").and_then(Value::as_str) == Some("contact");
    for id in ids {
        if vals.get("parent_id").is_some_and(crate::python::truthy) || became_contact {
            take_from_above(env, model, *id);
        }
        let below = children(env, model, *id);
        if !address.is_empty() {
            let fields: Vec<&str> = address.iter().map(String::as_str).collect();
            for child in below
                .iter()
                .filter(|child| is_contact(env, model, **child))
                .copied()
                .collect::<Vec<_>>()
            {
                copy_fields(env, model, *id, child, &fields);
            }
        }
        let is_top = env.stored(model, "commercial_partner_id", *id).int() == Some(*id);
        if is_top && (!commercial.is_empty() || vals.contains_key("is_company")) {
            hand_down(env, model, *id, below);
        }
    }
}

/// Gives everybody of a company what they have from it.
fn hand_down(env: &mut Env<'_>, model: &Model, company: i64, below: Vec<i64>) {
    let mut waiting = below;
    let mut seen = std::collections::HashSet::from([company]);
    while let Some(id) = waiting.pop() {
        if is_company(env, model, id) || !seen.insert(id) {
            continue;
        }
        copy_fields(env, model, company, id, &COMMERCIAL);
        waiting.extend(children(env, model, id));
    }
}
