//! Activities: what is still to be done about a record, and by whom.

use serde_json::{Value, json};

use super::{Answer, Call};
use crate::env::Env;
use crate::records::{Vals, create, unlink, write};
use crate::schema::Model;
use crate::search::{self, Window};
use crate::{Fault, Flavour, access, activities, beyond, python};

/// Makes an activity for each record.
pub(super) fn activity_schedule(mut call: Call<'_, '_>) -> Answer {
    write::check_exist(call.env, call.model, &call.ids)?;
    access::check_readable(call.env, call.model, &call.ids)?;
    let mut vals = Vals::new();
    if let Some(xml_id) = call.args.text("act_type_xmlid").filter(|id| !id.is_empty()) {
        let kind = call.env.xml_id(&xml_id);
        if let Some((_, kind)) = kind.filter(|(model, _)| *model == "mail.activity.type") {
            vals.insert("activity_type_id".to_owned(), kind.into());
        }
    }
    for name in ["date_deadline", "summary", "note"] {
        let value = call.args.take(name);
        if python::truthy(&value) {
            vals.insert(name.to_owned(), value);
        }
    }
    vals.extend(call.args.take_rest());
    vals.insert("automated".to_owned(), true.into());
    vals.insert("res_model".to_owned(), call.model.name.as_str().into());
    let model = call.env.model("mail.activity")?;
    let list = call.ids.iter().map(|id| {
        let mut vals = vals.clone();
        vals.insert("res_id".to_owned(), (*id).into());
        vals
    });
    let made = create::create(call.env, model, list.collect())?;
    Ok(Some(beyond::recordset("mail.activity", &made)))
}

/// The activities of the records that were scheduled by programs: of these types, and of this user.
fn scheduled(call: &mut Call<'_, '_>) -> Result<Vec<i64>, Fault> {
    let kinds: Vec<i64> = call
        .args
        .names("act_type_xmlids")
        .iter()
        .filter_map(|xml_id| call.env.xml_id_of(xml_id))
        .collect();
    let mut domain = vec![
        json!(["res_model", "=", call.model.name]),
        json!(["res_id", "in", call.ids]),
        json!(["activity_type_id", "in", kinds]),
        json!(["automated", "=", true]),
    ];
    let user = call.args.take("user_id");
    if python::truthy(&user) {
        domain.push(json!(["user_id", "=", user]));
    }
    let model = call.env.model("mail.activity")?;
    search::search(call.env, model, &domain.into(), Window::default(), None)
}

pub(super) fn activity_unlink(mut call: Call<'_, '_>) -> Answer {
    let found = scheduled(&mut call)?;
    let model = call.env.model("mail.activity")?;
    unlink::unlink(call.env, model, &found)?;
    Ok(Some(true.into()))
}

pub(super) fn activity_reschedule(mut call: Call<'_, '_>) -> Answer {
    let deadline = call.args.take("date_deadline");
    let user = call.args.take("new_user_id");
    let found = scheduled(&mut call)?;
    let given = [("date_deadline", deadline), ("user_id", user)];
    let vals: Vals = given
        .into_iter()
        .filter(|(_, value)| python::truthy(value))
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let model = call.env.model("mail.activity")?;
    write::write(call.env, model, &found, vals)?;
    Ok(Some(beyond::recordset("mail.activity", &found)))
}

pub(super) fn activity_feedback(mut call: Call<'_, '_>) -> Answer {
    let feedback = call.args.take("feedback");
    let files = call.args.take("attachment_ids");
    let found = scheduled(&mut call)?;
    let model = call.env.model("mail.activity")?;
    done(call.env, model, &found, &feedback, &files)?;
    Ok(Some(true.into()))
}

/// Says that activities are done, and what came of them; answers with the last message about it.
pub(super) fn action_feedback(mut call: Call<'_, '_>) -> Answer {
    let feedback = call.args.take("feedback");
    let files = call.args.take("attachment_ids");
    write::check_exist(call.env, call.model, &call.ids)?;
    access::check_readable(call.env, call.model, &call.ids)?;
    let message = done(call.env, call.model, &call.ids, &feedback, &files)?;
    Ok(Some(message.map_or(Value::Bool(false), Value::from)))
}

/// Has activities be done: 19 keeps them, archived, and others delete them; either leaves a message
/// on the record.
fn done(
    env: &mut Env<'_>,
    model: &Model,
    ids: &[i64],
    feedback: &Value,
    files: &Value,
) -> Result<Option<i64>, Fault> {
    let messages = env.model("mail.message")?;
    let mut last = None;
    for id in ids {
        let mut vals = Vals::new();
        let mut put = |name: &str, value: Value| drop(vals.insert(name.to_owned(), value));
        put("model", env.stored(model, "res_model", *id).str().into());
        put("res_id", env.stored(model, "res_id", *id).int().into());
        put("body", activities::report(env, model, *id, feedback).into());
        put("message_type", "notification".into());
        put("subtype_id", env.xml_id_of("mail.mt_activities").into());
        if files.as_array().is_some_and(|files| !files.is_empty()) {
            put("attachment_ids", json!([[6, 0, files]]));
        }
        let posted =
            env.without_defaults(|env| env.sudo(|env| create::create(env, messages, vec![vals])))?;
        last = posted.first().copied();
    }
    if env.flavour >= Flavour::V19 {
        unlink::set_active(env, model, ids, false)?;
    } else {
        unlink::unlink(env, model, ids)?;
    }
    Ok(last)
}
