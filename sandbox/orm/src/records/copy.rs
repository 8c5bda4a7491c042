//! Copying records.

use serde_json::{Value, json};

use super::{Vals, create, read};
use crate::env::Env;
use crate::schema::{FieldType, Model, Source};
use crate::{Fault, access};

/// How deep lists of lines with lists of lines are copied.
const DEEPEST: u32 = 20;

/// The models whose copies say so in their names.
const SAID_TO_BE_COPIES: [&str; 9] = [
    "res.partner",
    "res.users",
    "res.groups",
    "project.project",
    "project.task",
    "product.template",
    "product.product",
    "mail.template",
    "account.journal",
];

/// Works out the values a copy is made with.
///
/// # Errors
/// The rules keep a list's records.
pub(crate) fn copy_data(
    env: &Env<'_>,
    model: &Model,
    id: i64,
    default: &Vals,
) -> Result<Vals, Fault> {
    data_to_depth(env, model, id, default, 0)
}

fn data_to_depth(
    env: &Env<'_>,
    model: &Model,
    id: i64,
    default: &Vals,
    depth: u32,
) -> Result<Vals, Fault> {
    if depth > DEEPEST {
        return Err(Fault::recursion());
    }
    let mut vals = default.clone();
    for field in &model.fields {
        if !field.copy || vals.contains_key(&field.name) || create::is_automatic(&field.name) {
            continue;
        }
        if !access::sees_field(env, field) {
            continue;
        }
        let inherited = matches!(&field.source, Source::Related(_));
        if inherited || matches!(field.source, Source::Compute(_)) || field.recompute.is_some() {
            continue;
        }
        let value = match field.kind {
            FieldType::One2many => match field.comodel().map(|other| env.registry.at(other)) {
                Some(other) => {
                    let mut lines = Vec::new();
                    for line in env.linked(model, field, id) {
                        let mut vals = data_to_depth(env, other, line, &Vals::new(), depth + 1)?;
                        vals.shift_remove(field.inverse.as_deref().unwrap_or_default());
                        lines.push(json!([0, 0, vals]));
                    }
                    Value::Array(lines)
                }
                None => continue,
            },
            _ => read::for_write(env, model, field, id)?,
        };
        vals.insert(field.name.clone(), value);
    }
    for (parent, through) in &model.inherits {
        if default.contains_key(through) {
            continue;
        }
        vals.shift_remove(through);
        let parent = env.model(parent)?;
        if let Some(parent_id) = env.stored(model, through, id).int() {
            for (name, value) in data_to_depth(env, parent, parent_id, &Vals::new(), depth + 1)? {
                if model.field(&name).is_some() {
                    vals.entry(name).or_insert(value);
                }
            }
        }
    }
    // Logins are unique, and yet a user can be copied.
    if model.name == "res.users" && !default.contains_key("login") {
        let login = env.stored(model, "login", id).str().unwrap_or_default();
        vals.insert("login".to_owned(), format!("{login} (copy)").into());
    }
    if SAID_TO_BE_COPIES.contains(&model.name.as_str())
        && !default.contains_key("name")
        && let Some(Value::String(text)) = vals.get("name")
    {
        let copied = format!("{text} (copy)");
        vals.insert("name".to_owned(), copied.into());
    }
    Ok(vals)
}

/// Copies records; returns the copies' ids.
///
/// # Errors
/// See [`create::create`].
pub(crate) fn copy(
    env: &mut Env<'_>,
    model: &Model,
    ids: &[i64],
    default: &Vals,
) -> Result<Vec<i64>, Fault> {
    super::write::check_exist(env, model, ids)?;
    access::check_readable(env, model, ids)?;
    let mut all = Vec::with_capacity(ids.len());
    for id in ids {
        create::check_fields(env, model, default)?;
        all.push(copy_data(env, model, *id, default)?);
    }
    create::create(env, model, all)
}
