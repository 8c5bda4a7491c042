//! Methods of what has messages and followers, and of leads.

use serde_json::{Map, Value, json};

use super::{Answer, Call};
use crate::env::Env;
use crate::records::{Vals, create, unlink, write};
use crate::schema::{Field, Model, Operation};
use crate::store::CellRef;
use crate::{Fault, Flavour, access, python};

/// Posts a message on one record. A body is text, and escaped, unless `body_is_html` says
/// otherwise.
pub(super) fn message_post(mut call: Call<'_, '_>) -> Answer {
    let [id] = call.ids.as_slice() else {
        return Err(Fault::not_one(&call.model.name, &call.ids));
    };
    let id = *id;
    write::check_exist(call.env, call.model, &[id])?;
    access::check_model(call.env, call.model, Operation::Read)?;
    access::check_records(call.env, call.model, &[id], Operation::Read)?;
    let messages = call.env.model("mail.message")?;
    check_values(&call, messages)?;
    let html = call.args.flag("body_is_html");
    let body = match call.args.take("body") {
        Value::String(body) if html || body.is_empty() => body,
        Value::String(body) => format!("<p>{}</p>", python::escaped(&body)),
        nothing if !python::truthy(&nothing) => String::new(),
        other => format!("<p>{}</p>", python::escaped(&python::str(&other))),
    };
    let mut vals = Vals::new();
    for (name, given) in [
        ("subject", "subject"),
        ("message_type", "message_type"),
        ("email_from", "email_from"),
        ("author_id", "author_id"),
        ("parent_id", "parent_id"),
    ] {
        let value = call.args.take(given);
        if python::truthy(&value) {
            vals.insert(name.to_owned(), value);
        }
    }
    let subtype = subtype(&mut call)?;
    // A note is told to nobody, and is yet no internal message unless the caller says so.
    let internal = python::truthy(&call.args.take("is_internal"));
    let silent = internal || is_internal(call.env, subtype);
    vals.insert("model".to_owned(), call.model.name.clone().into());
    vals.insert("res_id".to_owned(), id.into());
    vals.insert("body".to_owned(), body.into());
    vals.insert("subtype_id".to_owned(), subtype.into());
    vals.insert("is_internal".to_owned(), internal.into());
    for (name, given) in [
        ("partner_ids", "partner_ids"),
        ("attachment_ids", "attachment_ids"),
    ] {
        if let Value::Array(ids) = call.args.take(given)
            && !ids.is_empty()
        {
            let ids = flat_ids(&ids);
            // Up to 18 it is the database that misses a contact.
            if name == "partner_ids" && call.env.flavour < Flavour::V19 {
                let partners = call.env.model("res.partner")?;
                if ids.iter().any(|id| !call.env.exists(partners, *id)) {
                    let (table, column) = ("mail_message_res_partner_rel", "res_partner_id");
                    return Err(Fault::foreign_key_link(call.env.flavour, table, column));
                }
            }
            vals.insert(name.to_owned(), json!([[6, 0, ids]]));
        }
    }
    let files = call.args.take("attachments");
    let followers = followers(call.env, call.model, id);
    let (env, model) = (call.env, call.model);
    let posted =
        env.without_defaults(|env| env.sudo(|env| create::create(env, messages, vec![vals])))?;
    if let Some(message) = posted.first() {
        let followers = if silent { &[][..] } else { &followers };
        if !internal {
            notify(env, *message, followers)?;
        }
        adopt(env, model, id, *message, &files)?;
    }
    Ok(Some(match env.flavour {
        series if series >= Flavour::V19 => posted.into(),
        _ => posted.first().copied().into(),
    }))
}

/// Has a message's files belong to the record it is about: those that came with it, and those that
/// were uploaded for it.
fn adopt(
    env: &mut Env<'_>,
    model: &Model,
    id: i64,
    message: i64,
    files: &Value,
) -> Result<(), Fault> {
    let attachments = env.model("ir.attachment")?;
    let messages = env.model("mail.message")?;
    let owner = [
        ("res_model".to_owned(), model.name.as_str().into()),
        ("res_id".to_owned(), id.into()),
    ];
    let uploaded: Vec<i64> = messages
        .field("attachment_ids")
        .map(|field| env.linked(messages, field, message))
        .unwrap_or_default()
        .into_iter()
        .filter(|id| {
            env.stored(attachments, "res_model", *id).str() == Some("mail.compose.message")
        })
        .collect();
    let mut made = Vec::new();
    for file in files.as_array().into_iter().flatten() {
        let (Some(name), Some(content)) = (file[0].as_str(), file[1].as_str()) else {
            continue;
        };
        let content = crate::attachment::to_base64(content.as_bytes());
        let mut vals = Vals::from_iter(owner.clone());
        vals.insert("name".to_owned(), name.into());
        let column = if env.flavour.has_binary_objects() {
            "raw"
        } else {
            "datas"
        };
        vals.insert(column.to_owned(), content.into());
        made.push(vals);
    }
    env.sudo(|env| {
        write::write(env, attachments, &uploaded, Vals::from_iter(owner))?;
        let made = env.without_defaults(|env| create::create(env, attachments, made))?;
        if made.is_empty() {
            return Ok(());
        }
        let links: Vec<Value> = made.into_iter().map(|id| json!([4, id])).collect();
        let vals = Vals::from_iter([("attachment_ids".to_owned(), links.into())]);
        write::write(env, messages, &[message], vals)
    })
}

/// What posting takes besides its parameters and the message's own fields.
const NOTIFYING: [&str; 14] = [
    "attachments",
    "body_is_html",
    "subtype_xmlid",
    "email_layout_xmlid",
    "email_add_signature",
    "force_email_company",
    "force_email_lang",
    "force_send",
    "mail_auto_delete",
    "model_description",
    "notify_author",
    "notify_author_mention",
    "notify_skip_followers",
    "outgoing_email_to",
];

/// What 20.0 takes besides.
const NOTIFYING_IN_20: [&str; 2] = ["partner_cc_ids", "tracking_values"];

/// Refuses values that mean nothing to a message.
fn check_values(call: &Call<'_, '_>, messages: &Model) -> Result<(), Fault> {
    let unknown: Vec<&str> = call
        .args
        .names_given()
        .filter(|name| messages.field(name).is_none() && !NOTIFYING.contains(name))
        .filter(|name| call.env.flavour < Flavour::V20 || !NOTIFYING_IN_20.contains(name))
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(Fault::value(format!(
        "Those values are not supported when posting or notifying: {}",
        unknown.join(", ")
    )))
}

/// Reads ids, given plainly or as commands.
fn flat_ids(items: &[Value]) -> Vec<i64> {
    items
        .iter()
        .flat_map(|item| match item {
            Value::Array(command) => match (
                command.first().and_then(Value::as_i64),
                command.get(1),
                command.get(2),
            ) {
                (Some(4), Some(id), _) => id.as_i64().into_iter().collect(),
                (Some(6), _, Some(Value::Array(ids))) => {
                    ids.iter().filter_map(Value::as_i64).collect()
                }
                _ => Vec::new(),
            },
            item => item.as_i64().into_iter().collect(),
        })
        .collect()
}

fn subtype(call: &mut Call<'_, '_>) -> Result<Option<i64>, Fault> {
    if let Some(xml_id) = call.args.text("subtype_xmlid") {
        let full = if xml_id.contains('.') {
            xml_id
        } else {
            format!("mail.{xml_id}")
        };
        // One that is not there is passed over.
        if let Some(id) = call.env.xml_id_of(&full) {
            return Ok(Some(id));
        }
    }
    let given = call.args.take("subtype_id").as_i64();
    Ok(given.or_else(|| call.env.xml_id_of("mail.mt_note")))
}

fn is_internal(env: &Env<'_>, subtype: Option<i64>) -> bool {
    let Some(subtypes) = env.registry.model("mail.message.subtype") else {
        return false;
    };
    subtype.is_some_and(|id| env.stored(subtypes, "internal", id).is_truthy())
}

/// The columns of `mail.followers`: model, record, contact.
fn follower_columns<'a>(env: &Env<'a>) -> Option<(&'a Model, usize, usize, usize)> {
    let followers = env.registry.model("mail.followers")?;
    let slot = |name: &str| followers.field(name).and_then(Field::slot);
    Some((
        followers,
        slot("res_model")?,
        slot("res_id")?,
        slot("partner_id")?,
    ))
}

/// A record's followers: id in `mail.followers` and contact.
fn followers(env: &Env<'_>, model: &Model, id: i64) -> Vec<(i64, i64)> {
    let Some((followers, of_model, of_id, partner)) = follower_columns(env) else {
        return Vec::new();
    };
    let table = env.table(followers);
    table
        .with_value(of_id, CellRef::Int(id))
        .unwrap_or_default()
        .iter()
        .filter(|follower| table.cell(**follower, of_model) == CellRef::Text(&model.name))
        .filter_map(|follower| Some((*follower, table.cell(*follower, partner).int()?)))
        .collect()
}

/// Notes that a message went to those who follow the record, but for its author.
fn notify(env: &mut Env<'_>, message: i64, followers: &[(i64, i64)]) -> Result<(), Fault> {
    let Some(notifications) = env.registry.model("mail.notification") else {
        return Ok(());
    };
    let messages = env.model("mail.message")?;
    let author = env.stored(messages, "author_id", message).int();
    let addressed = messages
        .field("partner_ids")
        .map(|field| env.linked(messages, field, message))
        .unwrap_or_default();
    let mut partners: Vec<i64> = followers
        .iter()
        .map(|(_, partner)| *partner)
        .chain(addressed)
        .filter(|id| Some(*id) != author)
        .collect();
    partners.sort_unstable();
    partners.dedup();
    let vals = partners
        .into_iter()
        .map(|partner| {
            let mut vals = Map::new();
            vals.insert("mail_message_id".to_owned(), message.into());
            vals.insert("res_partner_id".to_owned(), partner.into());
            vals.insert("notification_type".to_owned(), "email".into());
            vals.insert("notification_status".to_owned(), "sent".into());
            vals
        })
        .collect();
    env.sudo(|env| create::create(env, notifications, vals))
        .map(drop)
}

pub(super) fn message_subscribe(mut call: Call<'_, '_>) -> Answer {
    let partners = flat_ids(
        call.args
            .take("partner_ids")
            .as_array()
            .map_or(&[], Vec::as_slice),
    );
    write::check_exist(call.env, call.model, &call.ids)?;
    access::check_model(call.env, call.model, Operation::Write)?;
    let Some((model, ..)) = follower_columns(call.env) else {
        return Ok(Some(true.into()));
    };
    for id in &call.ids {
        let known = followers(call.env, call.model, *id);
        for partner in partners
            .iter()
            .filter(|partner| !known.iter().any(|(_, known)| known == *partner))
        {
            let mut vals = Vals::new();
            vals.insert("res_model".to_owned(), call.model.name.clone().into());
            vals.insert("res_id".to_owned(), (*id).into());
            vals.insert("partner_id".to_owned(), (*partner).into());
            call.env
                .sudo(|env| create::create(env, model, vec![vals]))?;
        }
    }
    Ok(Some(true.into()))
}

pub(super) fn message_unsubscribe(mut call: Call<'_, '_>) -> Answer {
    let partners = flat_ids(
        call.args
            .take("partner_ids")
            .as_array()
            .map_or(&[], Vec::as_slice),
    );
    access::check_model(call.env, call.model, Operation::Write)?;
    let Some((model, ..)) = follower_columns(call.env) else {
        return Ok(None);
    };
    for id in &call.ids {
        let gone: Vec<i64> = followers(call.env, call.model, *id)
            .into_iter()
            .filter(|(_, partner)| partners.contains(partner))
            .map(|(follower, _)| follower)
            .collect();
        call.env.sudo(|env| unlink::unlink(env, model, &gone))?;
    }
    Ok(None)
}

/// Stars a message for the user, or takes the star away.
pub(super) fn toggle_message_starred(call: Call<'_, '_>) -> Answer {
    let users = call.env.model("res.users")?;
    let partner = call.env.stored(users, "partner_id", call.env.uid).int();
    let (Some(partner), Some(field)) = (partner, call.model.field("starred_partner_ids")) else {
        return Ok(None);
    };
    for id in &call.ids {
        let starred = call.env.linked(call.model, field, *id).contains(&partner);
        let mut vals = Vals::new();
        vals.insert(
            field.name.clone(),
            json!([[if starred { 3 } else { 4 }, partner, 0]]),
        );
        let model = call.model;
        call.env
            .sudo(|env| write::write(env, model, &[*id], vals))?;
    }
    Ok(None)
}

pub(super) fn mail_allowed_qweb_expressions(_: Call<'_, '_>) -> Answer {
    Ok(Some(json!([
        "object.name",
        "object.contact_name",
        "object.partner_id.name",
        "user.name"
    ])))
}

pub(super) fn mail_get_partner_fields(call: Call<'_, '_>) -> Answer {
    let found: Vec<&str> = ["partner_id", "partner_ids"]
        .into_iter()
        .filter(|name| {
            call.model.field(name).is_some_and(|field| {
                field
                    .relation
                    .as_ref()
                    .is_some_and(|(other, _)| other == "res.partner")
            })
        })
        .collect();
    Ok(Some(found.into()))
}

/// Moves leads to the first stage that means they are won.
pub(super) fn action_set_won(call: Call<'_, '_>) -> Answer {
    let stages = call.env.model("crm.stage")?;
    let won = call
        .env
        .table(stages)
        .ids()
        .find(|id| call.env.stored(stages, "is_won", *id).is_truthy());
    let mut vals = Vals::new();
    if let Some(stage) = won {
        vals.insert("stage_id".to_owned(), stage.into());
    }
    vals.insert("probability".to_owned(), json!(100.0));
    vals.insert("active".to_owned(), true.into());
    write::write(call.env, call.model, &call.ids, vals)?;
    Ok(Some(true.into()))
}

pub(super) fn action_set_lost(mut call: Call<'_, '_>) -> Answer {
    let mut vals = Vals::new();
    let reason = call.args.take("lost_reason_id");
    if !reason.is_null() {
        vals.insert("lost_reason_id".to_owned(), reason);
    }
    vals.insert("probability".to_owned(), json!(0.0));
    vals.insert("active".to_owned(), false.into());
    write::write(call.env, call.model, &call.ids, vals)?;
    Ok(None)
}
