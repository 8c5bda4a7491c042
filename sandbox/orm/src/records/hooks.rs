//! What single models do besides, when their records are created, changed or deleted.

use serde_json::{Value, json};

use super::{Vals, contacts, leads, orders, tasks};
use crate::env::{Env, SUPERUSER};
use crate::schema::{FieldType, Model, Operation};
use crate::store::CellRef;
use crate::{Fault, Flavour, access, names, python};

/// Drops what a model no longer has and yet takes without a word: an attachment's `datas`, where
/// only `raw` is left.
pub(super) fn dropped_at_create(env: &Env<'_>, model: &Model, vals_list: &mut [Vals]) {
    if model.name == "ir.attachment" && !env.flavour.has_datas() {
        for vals in vals_list {
            vals.shift_remove("datas");
        }
    }
}

/// Has an attachment's `raw` name the attachment, where binary values have names.
fn name_of_raw(env: &Env<'_>, vals: &mut Vals) {
    if env.flavour.has_binary_objects()
        && let Some(Value::String(name)) = vals.get("raw").and_then(|raw| raw.get("filename"))
        && !vals.contains_key("name")
        && !name.is_empty()
    {
        vals.insert("name".to_owned(), name.as_str().into());
    }
}

/// Adds what follows from other values, before defaults do.
pub(super) fn before_create(
    env: &mut Env<'_>,
    model: &Model,
    vals: &mut Vals,
) -> Result<(), Fault> {
    match model.name.as_str() {
        "res.company" => company(env, vals)?,
        "mail.message" => message(env, vals),
        "crm.lead" => leads::before_create(env, model, vals),
        "res.partner" => contacts::before(env, model, vals)?,
        "ir.attachment" => {
            name_of_raw(env, vals);
            attachment(vals);
        }
        "account.move" => journal_entry(env, vals),
        "sale.order" => orders::order(env, model, vals),
        "sale.order.line" => orders::line(env, model, vals),
        "mail.activity" => activity(env, vals),
        "project.task" => tasks::before_create(env, model, vals)?,
        _ => {}
    }
    Ok(())
}

/// A company without a contact gets one of its name.
fn company(env: &mut Env<'_>, vals: &mut Vals) -> Result<(), Fault> {
    if let (None, Some(name)) = (vals.get("partner_id"), vals.get("name")) {
        let partners = env.model("res.partner")?;
        let mut contact = Vals::new();
        contact.insert("name".to_owned(), name.clone());
        contact.insert("is_company".to_owned(), true.into());
        let made = env.sudo(|env| super::create::create(env, partners, vec![contact]))?;
        vals.insert("partner_id".to_owned(), made.first().copied().into());
    }
    Ok(())
}

fn message(env: &Env<'_>, vals: &mut Vals) {
    let Some(users) = env.registry.model("res.users") else {
        return;
    };
    if !vals.contains_key("author_id") && !vals.contains_key("email_from") {
        let author = env.stored(users, "partner_id", env.uid).int();
        vals.insert("author_id".to_owned(), author.into());
    }
    let author = vals.get("author_id").and_then(Value::as_i64);
    if let (Some(partners), Some(author)) = (env.registry.model("res.partner"), author)
        && !vals.contains_key("email_from")
        && let Some(email) = env.stored(partners, "email", author).str()
    {
        let name = env
            .stored(partners, "name", author)
            .str()
            .unwrap_or_default();
        vals.insert(
            "email_from".to_owned(),
            format!("\"{name}\" <{email}>").into(),
        );
    }
    let about = vals
        .get("model")
        .and_then(Value::as_str)
        .and_then(|name| env.registry.model(name));
    if let (Some(about), Some(id)) = (about, vals.get("res_id").and_then(Value::as_i64))
        && !vals.contains_key("record_name")
        && env.exists(about, id)
    {
        vals.insert(
            "record_name".to_owned(),
            names::display_name(env, about, id).into(),
        );
    }
}

fn attachment(vals: &mut Vals) {
    if vals.contains_key("mimetype") {
        return;
    }
    let name = vals.get("name").and_then(Value::as_str).unwrap_or_default();
    let mimetype = match name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase())
        .as_deref()
    {
        Some("txt") => "text/plain",
        Some("html") => "text/html",
        Some("csv") => "text/csv",
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        Some("zip") => "application/zip",
        _ => "application/octet-stream",
    };
    vals.insert("mimetype".to_owned(), mimetype.into());
}

/// An activity names its document's model by id, by name, or both.
fn activity(env: &Env<'_>, vals: &mut Vals) {
    let Some(models) = env.registry.model("ir.model") else {
        return;
    };
    if let (Some(id), false) = (
        vals.get("res_model_id").and_then(Value::as_i64),
        vals.contains_key("res_model"),
    ) {
        let name = env.stored(models, "model", id).str();
        vals.insert("res_model".to_owned(), name.into());
    } else if let (Some(name), false) = (
        vals.get("res_model").and_then(Value::as_str),
        vals.contains_key("res_model_id"),
    ) {
        let id = env
            .table(models)
            .find(|id| env.stored(models, "model", id).str() == Some(name));
        vals.insert("res_model_id".to_owned(), id.into());
    }
}

/// An invoice without a journal goes to the one of its kind.
fn journal_entry(env: &Env<'_>, vals: &mut Vals) {
    let kind = vals
        .get("move_type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let journal = match kind.split_once('_') {
        Some(("out", _)) => env.xml_id_of("account.1_sale"),
        Some(("in", _)) => env.xml_id_of("account.1_purchase"),
        _ => None,
    };
    if let (Some(journal), false) = (journal, vals.contains_key("journal_id")) {
        vals.insert("journal_id".to_owned(), journal.into());
    }
}

/// Refuses a many2one to what is not there, where Odoo reads it before the database is asked.
///
/// # Errors
/// `MissingError`.
pub(super) fn check_target(
    env: &Env<'_>,
    model: &Model,
    vals: &Vals,
    field: &str,
) -> Result<(), Fault> {
    let other = model.field(field).and_then(|field| field.comodel());
    if let (Some(other), Some(id)) = (other, vals.get(field).and_then(Value::as_i64))
        && id > 0
        && i32::try_from(id).is_ok()
        && !env.exists(env.registry.at(other), id)
    {
        return Err(Fault::missing(&env.registry.at(other).name, &[id], env.uid));
    }
    Ok(())
}

/// Completes what other records must know of a new one.
pub(super) fn after_create(env: &mut Env<'_>, model: &Model, id: i64) -> Result<(), Fault> {
    if model.name == "res.users" {
        let groups = env.flavour.user_groups_field();
        let field = model.field(groups);
        let internal = env.xml_id_of("base.group_user");
        if let (Some(field), Some(internal)) = (field, internal)
            && env.linked(model, field, id).is_empty()
        {
            let mut vals = Vals::new();
            vals.insert(groups.to_owned(), json!([[4, internal, 0]]));
            env.sudo(|env| super::write::write(env, model, &[id], vals))?;
        }
        join_implied_groups(env, &[id])?;
        let company = env.stored(model, "company_id", id).int();
        if let (Some(company), Some(field)) = (company, model.field("company_ids"))
            && !env.linked(model, field, id).contains(&company)
        {
            let mut vals = Vals::new();
            vals.insert("company_ids".to_owned(), json!([[4, company, 0]]));
            env.sudo(|env| super::write::write(env, model, &[id], vals))?;
        }
    }
    if model.name == "res.groups" {
        join_implied_groups(env, &members(env, model, &[id]))?;
    }
    match model.name.as_str() {
        "res.partner" => contacts::after_create(env, model, id),
        "crm.lead" => leads::check(env, model, &[id], true)?,
        "product.template" if !env.inheriting => orders::template(env, id)?,
        _ => {}
    }
    super::properties::begin(env, model, id);
    if model.has_mixin("mail.thread") {
        env.without_defaults(|env| super::thread::begin(env, model, id))?;
    }
    Ok(())
}

/// The users in groups, as far as groups list them up to 18.
fn members(env: &Env<'_>, groups: &Model, ids: &[i64]) -> Vec<i64> {
    let Some(users) = groups.field("users") else {
        return Vec::new();
    };
    ids.iter()
        .flat_map(|id| env.linked(groups, users, *id))
        .collect()
}

/// Makes users members of the groups that theirs imply: up to 18 they are listed among a user's
/// groups.
fn join_implied_groups(env: &mut Env<'_>, users: &[i64]) -> Result<(), Fault> {
    if env.flavour >= Flavour::V19 {
        return Ok(());
    }
    let model = env.model("res.users")?;
    let name = env.flavour.user_groups_field();
    let Some(field) = model.field(name) else {
        return Ok(());
    };
    for user in users {
        let direct = env.linked(model, field, *user);
        let mut missing: Vec<i64> = env.groups_of(*user).into_iter().collect();
        missing.retain(|group| !direct.contains(group));
        missing.sort_unstable();
        if !missing.is_empty() {
            let commands: Vec<Value> = missing.iter().map(|group| json!([4, group, 0])).collect();
            let mut vals = Vals::new();
            vals.insert(name.to_owned(), commands.into());
            env.sudo(|env| super::write::write(env, model, &[*user], vals))?;
        }
    }
    Ok(())
}

/// Refuses changes that single models refuse.
pub(super) fn before_write(
    env: &Env<'_>,
    model: &Model,
    ids: &[i64],
    vals: &mut Vals,
) -> Result<(), Fault> {
    if env.flavour.has_binary_objects() && ids.len() != 1 {
        let renames = |(name, value): (&String, &Value)| {
            let binary = model.field(name).map(|field| field.kind) == Some(FieldType::Binary);
            binary && crate::binary::renames(value)
        };
        if vals.iter().any(renames) {
            return Err(Fault::not_one(&model.name, ids));
        }
    }
    if model.name == "ir.attachment" {
        name_of_raw(env, vals);
    }
    match model.name.as_str() {
        "res.partner" => contacts::before(env, model, vals)?,
        "crm.lead" => leads::before_write(env, vals)?,
        "project.task" => tasks::before_write(env, model, ids, vals)?,
        _ => {}
    }
    let archives = vals
        .get("active")
        .is_some_and(|active| !python::truthy(active));
    if model.name == "res.partner" && archives {
        let users = users_of(env, ids);
        if !users.is_empty() {
            return Err(linked_to_users(env, &users, false));
        }
    }
    if model.name == "res.users" && archives && ids.contains(&SUPERUSER) {
        return Err(Fault::user("You cannot activate the superuser."));
    }
    if model.name == "res.users" && archives && ids.contains(&env.uid) {
        return Err(Fault::user(
            "You cannot deactivate the user you're currently logged in as.",
        ));
    }
    Ok(())
}

/// The active users of contacts: id and name.
fn users_of(env: &Env<'_>, partners: &[i64]) -> Vec<(i64, String)> {
    let Some(users) = env.registry.model("res.users") else {
        return Vec::new();
    };
    let Some(slot) = users.field("partner_id").and_then(|field| field.slot()) else {
        return Vec::new();
    };
    partners
        .iter()
        .flat_map(|id| {
            env.table(users)
                .with_value(slot, CellRef::Int(*id))
                .unwrap_or_default()
        })
        .filter(|id| env.stored(users, "active", **id).is_truthy())
        .map(|id| (*id, names::display_name(env, users, *id)))
        .collect()
}

/// Refuses to archive or delete contacts of users; those who may change users are led to them.
fn linked_to_users(env: &Env<'_>, users: &[(i64, String)], deletes: bool) -> Fault {
    let names = users
        .iter()
        .map(|(_, name)| name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let verb = if deletes { "delete" } else { "archive" };
    let may_change = env
        .registry
        .model("res.users")
        .is_some_and(|users| access::allows(env, users, Operation::Write));
    if !may_change {
        return Fault::validation(format!(
            "You cannot {verb} contacts linked to an active user.\n\
             Ask an administrator to archive their associated user first.\n\nLinked active users :\n{names}"
        ));
    }
    let advice = if deletes {
        "You should rather archive them after archiving their associated user."
    } else {
        "You first need to archive their associated user."
    };
    let message = format!(
        "You cannot {verb} contacts linked to an active user.\n{advice}\n\nLinked active users : {names}"
    );
    let view = env.xml_id_of("base.view_users_form");
    let mut action = json!({
        "type": "ir.actions.act_window",
        "res_model": "res.users",
        "context": {"create": false},
        "view_mode": "form",
        "views": [[view, "form"]],
    });
    if let ([(id, _)], Some(action)) = (users, action.as_object_mut()) {
        action.insert("res_id".to_owned(), (*id).into());
    }
    let mut fault = Fault::new(
        "odoo.exceptions.RedirectWarning",
        format!("{message}\n{}\nGo to users\nNone", python::repr(&action)),
    );
    fault.arguments = vec![message.into(), action, "Go to users".into(), Value::Null];
    fault
}

/// Carries on what follows from a change.
pub(super) fn after_write(
    env: &mut Env<'_>,
    model: &Model,
    ids: &[i64],
    vals: &Vals,
) -> Result<(), Fault> {
    match model.name.as_str() {
        "res.users" if vals.contains_key(env.flavour.user_groups_field()) => {
            join_implied_groups(env, ids)?;
        }
        "res.groups" if vals.contains_key("users") || vals.contains_key("implied_ids") => {
            join_implied_groups(env, &members(env, model, ids))?;
        }
        _ => {}
    }
    match model.name.as_str() {
        "res.partner" => contacts::after_write(env, model, ids, vals),
        "crm.lead" => leads::check(env, model, ids, false)?,
        "project.project" => tasks::after_project_write(env, ids, vals)?,
        _ => {}
    }
    if model.has_mixin("mail.thread") {
        super::thread::subscribe_responsible(env, model, ids, vals)?;
    }
    Ok(())
}

/// Refuses deletions that single models refuse.
pub(super) fn before_unlink(env: &Env<'_>, model: &Model, ids: &[i64]) -> Result<(), Fault> {
    match model.name.as_str() {
        "res.users" => {
            if ids.contains(&SUPERUSER) {
                return Err(Fault::user(
                    "You can not remove the admin user as it is used internally for resources created by Odoo \
                     (updates, module installation, ...)",
                ));
            }
            if env
                .xml_id_of("base.user_admin")
                .is_some_and(|admin| ids.contains(&admin))
            {
                return Err(Fault::user(
                    "You cannot delete the admin user because it is utilized in various places \
                     (such as security configurations,...). Instead, archive it.",
                ));
            }
        }
        "res.partner" => {
            let users = users_of(env, ids);
            if !users.is_empty() {
                return Err(linked_to_users(env, &users, true));
            }
        }
        "account.move"
            if ids
                .iter()
                .any(|id| env.stored(model, "state", *id).str() == Some("posted")) =>
        {
            return Err(Fault::user(
                "You can't delete a posted journal item. Don’t play games with your accounting records; reset the journal entry \
                 to draft before deleting it.",
            ));
        }
        "ir.module.module"
            if ids.iter().any(|id| {
                matches!(
                    env.stored(model, "state", *id).str(),
                    Some("installed" | "to upgrade" | "to remove" | "to install")
                )
            }) =>
        {
            return Err(Fault::user(
                "You are trying to remove a module that is installed or will be installed.",
            ));
        }
        _ => {}
    }
    Ok(())
}
