//! How the thread of a new record begins: its creator follows it, and a note says that it was made.

use serde_json::{Value, json};

use super::{Vals, create};
use crate::env::Env;
use crate::schema::{Field, FieldType, Model};
use crate::{Fault, Flavour, names};

/// Begins a new record's thread, unless the context says not to.
///
/// # Errors
/// None but those of the store: followers and messages are made as the server itself.
pub(super) fn begin(env: &mut Env<'_>, model: &Model, id: i64) -> Result<(), Fault> {
    let told = |name: &str| {
        env.context
            .values
            .get(name)
            .is_some_and(crate::python::truthy)
    };
    let (follow, note) = (
        !told("mail_create_nosubscribe"),
        !told("mail_create_nolog") && !told("tracking_disable"),
    );
    let Some(users) = env.registry.model("res.users") else {
        return Ok(());
    };
    let creator = env.stored(users, "partner_id", env.uid).int();
    let active = env.stored(users, "active", env.uid).is_truthy();
    if let (true, true, Some(creator)) = (follow, active, creator)
        && let Some(followers) = env.registry.model("mail.followers")
    {
        let subtype = env.xml_id_of("mail.mt_comment");
        let vals = json!({
            "res_model": model.name, "res_id": id, "partner_id": creator,
            "subtype_ids": [[6, 0, subtype.into_iter().collect::<Vec<_>>()]],
        });
        create::create_one(env, followers, vals_of(vals), None)?;
    }
    if note && let Some(messages) = env.registry.model("mail.message") {
        let beginning = beginning(env, model, id);
        let mut vals = vals_of(json!({
            "model": model.name, "res_id": id, "body": beginning.body,
            "message_type": "notification", "subtype_id": beginning.subtype,
            "is_internal": beginning.is_internal, "author_id": creator,
        }));
        // Up to 18 the first message is written before the record has a name.
        if env.flavour < Flavour::V19 {
            vals.insert("record_name".to_owned(), false.into());
        }
        create::create_one(env, messages, vals, None)?;
    }
    let responsible = responsible(env, model, id);
    if follow {
        subscribe(env, model, id, &responsible)?;
    }
    Ok(())
}

/// The message a thread begins with.
struct Beginning {
    body: String,
    subtype: Option<i64>,
    is_internal: bool,
}

/// Works out what a new record's first message says: that of leads and tasks is no note, and tells
/// followers.
fn beginning(env: &Env<'_>, model: &Model, id: i64) -> Beginning {
    let told = |xml_id: &str, words: String| Beginning {
        body: match env.flavour {
            Flavour::V17 => String::new(),
            _ => format!("<div summary=\"o_mail_notification\"><p>{words}</p></div>"),
        },
        subtype: env.xml_id_of(xml_id),
        is_internal: false,
    };
    let name = |field: &str| {
        let field = model.field(field)?;
        let other = env.registry.at(field.comodel()?);
        let id = env.table(model).cell(id, field.slot()?).int()?;
        let name = names::display_name(env, other, id);
        Some(
            name.replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;"),
        )
    };
    match model.name.as_str() {
        "crm.lead" => told(
            "crm.mt_lead_create",
            match name("team_id") {
                Some(team) => format!("A new lead has been created for the team \"{team}\"."),
                None => "A new lead has been created and is not assigned to any team.".to_owned(),
            },
        ),
        "project.task" => told(
            "project.mt_task_new",
            match name("project_id") {
                Some(project) => {
                    format!("A new task has been created in the \"{project}\" project.")
                }
                None => "A new task has been created and is not part of any project.".to_owned(),
            },
        ),
        _ => Beginning {
            body: format!("<p>{} created</p>", model.description),
            subtype: env.xml_id_of("mail.mt_note"),
            is_internal: true,
        },
    }
}

/// The contacts of who is responsible for a record.
fn responsible(env: &Env<'_>, model: &Model, id: i64) -> Vec<i64> {
    let Some(users) = env.registry.model("res.users") else {
        return Vec::new();
    };
    let leads_to_user = |field: &&Field| {
        field
            .relation
            .as_ref()
            .is_some_and(|(name, _)| name == "res.users")
    };
    let of = |name: &str| match model.field(name).filter(leads_to_user) {
        Some(field) if field.kind == FieldType::Many2many => env.linked(model, field, id),
        Some(_) => env.stored(model, name, id).int().into_iter().collect(),
        None => Vec::new(),
    };
    let mut found = of("user_id");
    found.extend(of("user_ids"));
    found
        .into_iter()
        .filter(|user| env.stored(users, "active", *user).is_truthy())
        .filter_map(|user| env.stored(users, "partner_id", user).int())
        .collect()
}

/// Has who became responsible for records follow them.
///
/// # Errors
/// None but those of the store.
pub(super) fn subscribe_responsible(
    env: &mut Env<'_>,
    model: &Model,
    ids: &[i64],
    vals: &Vals,
) -> Result<(), Fault> {
    let told = |name: &str| {
        env.context
            .values
            .get(name)
            .is_some_and(crate::python::truthy)
    };
    let changed = vals.contains_key("user_id") || vals.contains_key("user_ids");
    if !changed || told("mail_create_nosubscribe") {
        return Ok(());
    }
    for id in ids {
        let responsible = responsible(env, model, *id);
        subscribe(env, model, *id, &responsible)?;
    }
    Ok(())
}

/// Has contacts follow a record, but for those who do.
fn subscribe(env: &mut Env<'_>, model: &Model, id: i64, partners: &[i64]) -> Result<(), Fault> {
    let Some(followers) = env.registry.model("mail.followers") else {
        return Ok(());
    };
    for partner in partners {
        let known = model
            .field("message_follower_ids")
            .map_or_else(Vec::new, |field| env.linked(model, field, id))
            .iter()
            .any(|follower| env.stored(followers, "partner_id", *follower).int() == Some(*partner));
        if !known {
            let subtype = env.xml_id_of("mail.mt_comment");
            let vals = json!({
                "res_model": model.name, "res_id": id, "partner_id": partner,
                "subtype_ids": [[6, 0, subtype.into_iter().collect::<Vec<_>>()]],
            });
            env.without_defaults(|env| create::create_one(env, followers, vals_of(vals), None))?;
        }
    }
    Ok(())
}

fn vals_of(value: Value) -> Vals {
    match value {
        Value::Object(vals) => vals,
        _ => Vals::new(),
    }
}
