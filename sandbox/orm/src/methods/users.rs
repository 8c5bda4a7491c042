//! Methods of users and contacts.

use serde_json::{Map, Value, json};

use super::{Answer, Call};
use crate::records::{Vals, write};
use crate::{Fault, Flavour, python, users};

pub(super) fn context_get(call: Call<'_, '_>) -> Answer {
    Ok(Some(Value::Object(users::context_of(
        call.env,
        call.env.uid,
    ))))
}

pub(super) fn has_group(mut call: Call<'_, '_>) -> Answer {
    let group = python::str(&call.args.take("group_ext_id"));
    if !group.contains('.') {
        return Err(Fault::new(
            "builtins.AssertionError",
            format!("External ID '{group}' must be fully qualified"),
        ));
    }
    let uid = call.ids.first().copied().unwrap_or(call.env.uid);
    let groups = call.env.groups_of(uid);
    Ok(Some(
        call.env
            .xml_id_of(&group)
            .is_some_and(|id| groups.contains(&id))
            .into(),
    ))
}

/// Answers with the dialog that asks for the password again.
pub(super) fn preference_change_password(call: Call<'_, '_>) -> Answer {
    let mut action = json!({
        "type": "ir.actions.act_window",
        "res_model": "res.users.identitycheck",
        "res_id": 1,
        "name": "Security Control",
        "target": "new",
        "views": [[false, "form"]],
    });
    if let Some(action) = action.as_object_mut()
        && call.env.flavour >= Flavour::V19
    {
        action.insert("name".to_owned(), "Access Control".into());
        action.insert("context".to_owned(), json!({"dialog_size": "medium"}));
    }
    Ok(Some(action))
}

pub(super) fn change_password(mut call: Call<'_, '_>) -> Answer {
    let old = python::str(&call.args.take("old_passwd"));
    let new = call.args.text("new_passwd").unwrap_or_default();
    if !users::password_is(call.env, call.env.uid, &old) {
        return Err(Fault::access_denied());
    }
    if new.is_empty() {
        return Err(Fault::user(
            "Setting empty passwords is not allowed for security reasons!",
        ));
    }
    let (uid, model) = (call.env.uid, call.model);
    let mut vals = Vals::new();
    vals.insert("password".to_owned(), new.into());
    call.env
        .sudo(|env| write::write(env, model, &[uid], vals))?;
    Ok(Some(true.into()))
}

/// Answers an unset parent with nothing, a set one with its address.
pub(super) fn onchange_parent_id(call: Call<'_, '_>) -> Answer {
    let (env, model) = (call.env, call.model);
    let Some(id) = call.ids.first().copied() else {
        return Ok(None);
    };
    let Some(parent) = env.stored(model, "parent_id", id).int() else {
        return Ok(None);
    };
    let mut value = Map::new();
    for name in ["street", "street2", "zip", "city", "state_id", "country_id"] {
        let Some(field) = model.field(name) else {
            continue;
        };
        let cell = env.cell(model, field, parent);
        if cell.as_ref().is_truthy() {
            value.insert(name.to_owned(), crate::records::read::plain(cell.as_ref()));
        }
    }
    Ok(Some(json!({"value": value})))
}

/// Finds a contact's addresses by type, the nearest of each; the default is the contact itself.
pub(super) fn address_get(mut call: Call<'_, '_>) -> Answer {
    let mut wanted = call.args.names("adr_pref");
    if !wanted.iter().any(|kind| kind == "contact") {
        wanted.push("contact".to_owned());
    }
    let (env, model) = (call.env, call.model);
    let mut found = Map::new();
    for id in &call.ids {
        let children = model
            .field("child_ids")
            .map(|field| env.linked(model, field, *id))
            .unwrap_or_default();
        for kind in &wanted {
            let nearest = children
                .iter()
                .find(|child| {
                    kind != "contact" && env.stored(model, "type", **child).str() == Some(kind)
                })
                .unwrap_or(id);
            found
                .entry(kind.clone())
                .or_insert_with(|| (*nearest).into());
        }
    }
    Ok(Some(Value::Object(found)))
}
