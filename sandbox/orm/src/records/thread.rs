//! How the thread of a new record begins: its creator follows it, and a note says that it was made.

use serde_json::{Value, json};

use super::{Vals, create};
use crate::Fault;
use crate::env::Env;
use crate::schema::Model;

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
        let vals = json!({
            "model": model.name, "res_id": id, "body": format!("<p>{} created</p>", model.description),
            "message_type": "notification", "subtype_id": env.xml_id_of("mail.mt_note"), "is_internal": true,
            "author_id": creator,
        });
        create::create_one(env, messages, vals_of(vals), None)?;
    }
    Ok(())
}

fn vals_of(value: Value) -> Vals {
    match value {
        Value::Object(vals) => vals,
        _ => Vals::new(),
    }
}
