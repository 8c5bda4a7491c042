//! What leads take from their customers, and what winning and losing them does.

use serde_json::{Value, json};

use super::Vals;
use super::contacts::{self, ADDRESS};
use crate::env::Env;
use crate::schema::{Field, Model};
use crate::store::{Cell, CellRef};
use crate::{Fault, Flavour, moment, python};

/// A value that is given, be it by the context.
fn given(env: &Env<'_>, vals: &Vals, field: &str) -> Option<Value> {
    let by_context = || env.context.values.get(&format!("default_{field}"));
    vals.get(field).or_else(by_context).cloned()
}

/// Completes a new lead: its stage, team and company, what it takes from its customer, its chance.
pub(super) fn before_create(env: &Env<'_>, model: &Model, vals: &mut Vals) {
    let user = given(env, vals, "user_id").unwrap_or_else(|| env.uid.into());
    if let Some(user) = user.as_i64().filter(|user| *user > 0) {
        let company = env
            .registry
            .model("res.users")
            .and_then(|users| env.stored(users, "company_id", user).int());
        let company = match &env.context.allowed_company_ids {
            Some(ids) if user == env.uid => ids.first().copied().or(company),
            _ => company,
        };
        let team = env.xml_id_of("sales_team.team_sales_department");
        for (field, value) in [
            ("team_id", team.into()),
            ("company_id", company.into()),
            ("date_open", moment::datetime_text(env.now).into()),
        ] {
            if given(env, vals, field).is_none() {
                vals.insert(field.to_owned(), value);
            }
        }
    }
    if given(env, vals, "stage_id").is_none()
        && let Some(stages) = env.registry.model("crm.stage")
    {
        let first = env
            .table(stages)
            .ids()
            .min_by_key(|id| env.stored(stages, "sequence", *id).int());
        vals.insert("stage_id".to_owned(), first.into());
    }
    take_from_customer(env, vals, true);
    contacts::clean_website(vals);
    if is_won(env, given(env, vals, "stage_id").as_ref()) {
        vals.insert("probability".to_owned(), json!(100.0));
        if env.flavour >= Flavour::V19 && given(env, vals, "date_closed").is_none() {
            let now = moment::datetime_text(env.now);
            vals.insert("date_closed".to_owned(), now.into());
        }
    } else if given(env, vals, "probability").is_none() {
        vals.insert("probability".to_owned(), json!(chance(env, model, vals)));
    }
}

fn is_won(env: &Env<'_>, stage: Option<&Value>) -> bool {
    let stages = env.registry.model("crm.stage");
    stages
        .zip(stage.and_then(Value::as_i64))
        .is_some_and(|(stages, id)| env.stored(stages, "is_won", id).is_truthy())
}

/// Puts the customer's details where none are given.
fn take_from_customer(env: &Env<'_>, vals: &mut Vals, is_new: bool) {
    let partner = vals.get("partner_id").and_then(Value::as_i64);
    let (Some(partners), Some(partner)) = (env.registry.model("res.partner"), partner) else {
        return;
    };
    if !env.exists(partners, partner) {
        return;
    }
    let text = |field: &str, id: i64| env.stored(partners, field, id).str().map(str::to_owned);
    let is_company = env.stored(partners, "is_company", partner).is_truthy();
    let parent = env.stored(partners, "parent_id", partner).int();
    let company_name = parent
        .and_then(|parent| text("name", parent))
        .or_else(|| is_company.then(|| text("name", partner)).flatten())
        .or_else(|| text("company_name", partner));
    let contact_name = (!is_company).then(|| text("name", partner)).flatten();
    let mut put = |field: &str, value: Option<Value>| {
        if let Some(value) = value
            && !vals.contains_key(field)
        {
            vals.insert(field.to_owned(), value);
        }
    };
    put("partner_name", company_name.map(Value::from));
    put("contact_name", contact_name.map(Value::from));
    for (field, of_partner) in [
        ("email_from", "email"),
        ("phone", "phone"),
        ("mobile", "mobile"),
        ("function", "function"),
        ("website", "website"),
    ] {
        put(field, text(of_partner, partner).map(Value::from));
    }
    if contacts::has_address(env, partners, partner) {
        for field in ADDRESS {
            let cell = env.stored(partners, field, partner);
            put(field, Some(crate::records::read::plain(cell)));
        }
    }
    if is_new {
        let name = text("name", partner).unwrap_or_default();
        put("name", Some(format!("{name}'s opportunity").into()));
    }
}

/// The chance of a new lead, learnt from those that were won and lost: the more alike were won, the
/// better.
fn chance(env: &Env<'_>, model: &Model, vals: &Vals) -> f64 {
    let learnt: Vec<(i64, bool)> = env
        .table(model)
        .ids()
        .filter_map(|id| {
            let probability = match env.stored(model, "probability", id) {
                CellRef::Float(value) => value,
                _ => 0.0,
            };
            let active = env.stored(model, "active", id).is_truthy();
            match (active, probability) {
                (_, value) if value >= 100.0 => Some((id, true)),
                (false, _) => Some((id, false)),
                _ => None,
            }
        })
        .collect();
    let won = learnt.iter().filter(|(_, won)| *won).count() as f64;
    let lost = learnt.len() as f64 - won;
    if won == 0.0 || lost == 0.0 {
        return 10.0;
    }
    let (mut for_won, mut for_lost) = (won / (won + lost), lost / (won + lost));
    for name in ["team_id", "country_id", "state_id", "source_id"] {
        let (Some(slot), Some(wanted)) = (
            model.field(name).and_then(Field::slot),
            vals.get(name).and_then(Value::as_i64),
        ) else {
            continue;
        };
        let alike = |wins: bool| {
            let same = |(id, won): &&(i64, bool)| {
                *won == wins && env.table(model).cell(*id, slot) == CellRef::Int(wanted)
            };
            learnt.iter().filter(same).count() as f64 + 0.1
        };
        for_won *= alike(true) / (won + 0.1);
        for_lost *= alike(false) / (lost + 0.1);
    }
    let percent = 100.0 * for_won / (for_won + for_lost);
    crate::records::amount::rounded(percent.clamp(0.01, 99.99), 2)
}

/// Adds what follows from a change of known leads.
///
/// # Errors
/// Python's `TypeError` for a probability that is no number.
pub(super) fn before_write(env: &Env<'_>, vals: &mut Vals) -> Result<(), Fault> {
    take_from_customer(env, vals, false);
    contacts::clean_website(vals);
    let now = moment::datetime_text(env.now);
    let put = |vals: &mut Vals, field: &str, value: Value| {
        vals.entry(field.to_owned()).or_insert(value);
    };
    if vals.contains_key("stage_id") {
        put(vals, "date_last_stage_update", now.clone().into());
    }
    let wins = is_won(env, vals.get("stage_id"));
    if wins {
        vals.insert("probability".to_owned(), json!(100.0));
    }
    let probability = match vals.get("probability") {
        None | Some(Value::Bool(false)) => 0.0,
        Some(Value::Bool(true)) => 1.0,
        Some(Value::Number(number)) => number.as_f64().unwrap_or(0.0),
        Some(other) => {
            return Err(Fault::type_error(format!(
                "'>=' not supported between instances of '{}' and 'int'",
                python::class(other)
            )));
        }
    };
    let archives = vals
        .get("active")
        .is_some_and(|active| !python::truthy(active));
    if probability >= 100.0 || archives {
        put(vals, "date_closed", now.clone().into());
    } else if probability > 0.0 {
        put(vals, "date_closed", false.into());
    }
    if vals.get("user_id").is_some_and(python::truthy) {
        put(vals, "date_open", now.into());
    }
    Ok(())
}

/// Adds what archiving leads by their button does, where writing `active` alone does not: an
/// archived lead is lost, and one that is brought back has its chance again.
pub(super) fn lose_or_find(env: &Env<'_>, model: &Model, ids: &[i64], vals: &mut Vals) {
    if model.name != "crm.lead" {
        return;
    }
    let active = vals.get("active").is_some_and(python::truthy);
    let probability = match (active, ids.first()) {
        (true, Some(id)) => {
            let mut known = Vals::new();
            for field in ["team_id", "country_id", "state_id", "source_id"] {
                known.insert(field.to_owned(), env.stored(model, field, *id).int().into());
            }
            vals.insert("lost_reason_id".to_owned(), false.into());
            chance(env, model, &known)
        }
        _ => 0.0,
    };
    vals.insert("probability".to_owned(), json!(probability));
}

/// Refuses, from 19 on, a lead that is won and lost at once: an archived one that is new, or has no
/// chance left.
///
/// # Errors
/// `ValidationError`.
pub(super) fn check(env: &Env<'_>, model: &Model, ids: &[i64], is_new: bool) -> Result<(), Fault> {
    let both = |id: &i64| {
        let stage = env.stored(model, "stage_id", *id).int().map(Value::from);
        let active = model.field("active").and_then(Field::slot);
        let archived = active
            .is_some_and(|slot| env.table(model).cell(*id, slot).to_cell() == Cell::Bool(false));
        let hopeless = !env.stored(model, "probability", *id).is_truthy();
        archived && (is_new || hopeless) && is_won(env, stage.as_ref())
    };
    if env.flavour >= Flavour::V19 && ids.iter().any(both) {
        return Err(Fault::validation(
            "A lead in a Won stage cannot be lost. Move it to another stage first.",
        ));
    }
    Ok(())
}
