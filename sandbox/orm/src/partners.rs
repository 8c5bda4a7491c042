//! What contacts are called, whom they belong to, and where they are.

use crate::env::Env;
use crate::schema::{Field, Model};
use crate::store::{Cell, CellRef};

/// A contact's company is looked for no higher than this.
const HIGHEST: usize = 100;

fn text<'s>(env: &'s Env<'_>, model: &Model, field: &str, id: i64) -> &'s str {
    env.stored(model, field, id).str().unwrap_or_default()
}

fn is_company(env: &Env<'_>, model: &Model, id: i64) -> bool {
    env.stored(model, "is_company", id).is_truthy()
}

/// Finds the company a contact belongs to, or the topmost contact if there is none.
fn commercial(env: &Env<'_>, model: &Model, id: i64) -> i64 {
    let mut at = id;
    for _ in 0..HIGHEST {
        match env.stored(model, "parent_id", at).int() {
            Some(parent) if !is_company(env, model, at) && parent != at => at = parent,
            _ => break,
        }
    }
    at
}

pub(crate) fn commercial_partner(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    Cell::Int(commercial(env, model, id))
}

fn company_name<'s>(env: &'s Env<'_>, model: &Model, id: i64) -> &'s str {
    let company = commercial(env, model, id);
    if is_company(env, model, company) {
        text(env, model, "name", company)
    } else {
        text(env, model, "company_name", id)
    }
}

/// The name of the company a contact belongs to, or the one written down for it.
pub(crate) fn commercial_company_name(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    match company_name(env, model, id) {
        "" => Cell::Null,
        name => Cell::text(name),
    }
}

/// Works out what `complete_name` holds: `Company, Contact`.
pub(crate) fn complete_name(env: &Env<'_>, model: &Model, id: i64) -> String {
    let mut name = text(env, model, "name", id).to_owned();
    let parent = env.stored(model, "parent_id", id).int();
    if parent.is_none() && text(env, model, "company_name", id).is_empty() {
        return name.trim().to_owned();
    }
    let kind = text(env, model, "type", id);
    if name.is_empty() && matches!(kind, "invoice" | "delivery" | "other") {
        let labels = model
            .field("type")
            .map_or(&[][..], |field| &field.selection);
        name = labels
            .iter()
            .find(|(key, _)| key == kind)
            .map(|(_, label)| label.clone())
            .unwrap_or_default();
    }
    if !is_company(env, model, id) {
        let above = match (company_name(env, model, id), parent) {
            ("", Some(parent)) => text(env, model, "name", parent),
            (company, _) => company,
        };
        name = format!("{above}, {name}");
    }
    name.trim().to_owned()
}

pub(crate) fn company_type(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    Cell::text(if env.stored(model, "is_company", id).is_truthy() {
        "company"
    } else {
        "person"
    })
}

/// True of contacts that are no internal user's.
pub(crate) fn partner_share(env: &Env<'_>, _: &Model, id: i64) -> Cell {
    let Some(users) = env.registry.model("res.users") else {
        return Cell::Bool(true);
    };
    let Some(slot) = users.field("partner_id").and_then(Field::slot) else {
        return Cell::Bool(true);
    };
    let own = env
        .table(users)
        .with_value(slot, CellRef::Int(id))
        .unwrap_or_default();
    Cell::Bool(
        !own.iter()
            .any(|user| !env.stored(users, "share", *user).is_truthy()),
    )
}

pub(crate) fn email_formatted(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let email = text(env, model, "email", id);
    if email.is_empty() {
        return Cell::Null;
    }
    let name = match text(env, model, "name", id) {
        "" => "False",
        name => name,
    };
    Cell::text(format!("\"{name}\" <{email}>"))
}

/// Writes an address as the country's format has it, under the name of the company, if there is
/// one.
pub(crate) fn contact_address(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let of = |field: &str, by: &str| {
        let other = env.registry.at(model.field(field)?.comodel()?);
        let id = env.stored(model, field, id).int()?;
        env.stored(other, by, id).str().map(str::to_owned)
    };
    let mut address = of("country_id", "address_format").unwrap_or_else(|| {
        "%(street)s\n%(street2)s\n%(city)s %(state_code)s %(zip)s\n%(country_name)s".to_owned()
    });
    for (name, value) in [
        ("street", Some(text(env, model, "street", id).to_owned())),
        ("street2", Some(text(env, model, "street2", id).to_owned())),
        ("zip", Some(text(env, model, "zip", id).to_owned())),
        ("city", Some(text(env, model, "city", id).to_owned())),
        ("state_code", of("state_id", "code")),
        ("state_name", of("state_id", "name")),
        ("country_code", of("country_id", "code")),
        ("country_name", of("country_id", "name")),
    ] {
        address = address.replace(&format!("%({name})s"), &value.unwrap_or_default());
    }
    Cell::text(match company_name(env, model, id) {
        "" => address,
        company => format!("{company}\n{address}"),
    })
}
