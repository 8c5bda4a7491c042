//! Reading and writing the translations of fields.

use serde_json::{Map, Value, json};

use super::{Answer, Call};
use crate::records::read::plain;
use crate::schema::{Field, FieldType, Operation};
use crate::{Fault, Flavour, access, python};

/// The languages that are installed.
fn languages(call: &Call<'_, '_>) -> Vec<String> {
    let Some(model) = call.env.registry.model("res.lang") else {
        return Vec::new();
    };
    call.env
        .table(model)
        .ids()
        .filter(|id| call.env.stored(model, "active", *id).is_truthy())
        .filter_map(|id| call.env.stored(model, "code", id).str().map(str::to_owned))
        .collect()
}

fn translated<'m>(call: &mut Call<'_, 'm>) -> Result<(&'m Field, usize), Fault> {
    let name = python::str(&call.args.take("field_name"));
    let field = call
        .model
        .field(&name)
        .ok_or_else(|| Fault::new("builtins.KeyError", name.clone()))?;
    match field.slot().filter(|_| field.translate) {
        Some(slot) => Ok((field, slot)),
        None => Err(Fault::user(format!(
            "The field {} is not translatable.",
            field.string
        ))),
    }
}

pub(super) fn get_field_translations(mut call: Call<'_, '_>) -> Answer {
    access::check_readable(call.env, call.model, &call.ids)?;
    let wanted = match call.args.names("langs") {
        names if names.is_empty() => languages(&call),
        names => names,
    };
    let id = call.ids.first().copied().unwrap_or_default();
    let name = python::str(&call.args.take("field_name"));
    let field = call
        .model
        .field(&name)
        .ok_or_else(|| Fault::new("builtins.KeyError", name))?;
    let Some(slot) = field.slot().filter(|_| field.translate) else {
        // 17 shows the value as if it were a translation, later series show none.
        let value = python::str(&plain(call.env.cell(call.model, field, id).as_ref()));
        let found = wanted
            .iter()
            .filter(|_| call.env.flavour == Flavour::V17)
            .map(|lang| json!({"lang": lang, "source": value, "value": value}));
        let found: Vec<Value> = found.collect();
        return Ok(Some(
            json!([found, {"translation_type": "char", "translation_show_source": false}]),
        ));
    };
    let table = call.env.table(call.model);
    let source = table.cell(id, slot).str().unwrap_or_default();
    let found: Vec<Value> = wanted
        .iter()
        .map(|lang| {
            let value = table
                .translation(id, slot, lang)
                .unwrap_or(if lang == "en_US" { source } else { "" });
            json!({"lang": lang, "source": source, "value": value})
        })
        .collect();
    let kind = if field.kind == FieldType::Char {
        "char"
    } else {
        "text"
    };
    Ok(Some(
        json!([found, {"translation_type": kind, "translation_show_source": false}]),
    ))
}

fn update(call: &mut Call<'_, '_>, slot: usize, translations: Map<String, Value>) {
    for id in call.ids.clone() {
        for (lang, value) in &translations {
            let text = value.as_str().map(Into::into);
            if lang == "en_US" {
                if let Some(text) = text {
                    call.env
                        .data
                        .set(call.model.index, id, slot, crate::store::Cell::Text(text));
                }
            } else {
                call.env
                    .data
                    .translate(call.model.index, id, slot, lang, text);
            }
        }
    }
}

pub(super) fn update_field_translations(mut call: Call<'_, '_>) -> Answer {
    access::check_model(call.env, call.model, Operation::Write)?;
    access::check_records(call.env, call.model, &call.ids, Operation::Write)?;
    let (_, slot) = translated(&mut call)?;
    let translations = call.args.object("translations");
    let known = languages(&call);
    let unknown: Vec<&str> = translations
        .keys()
        .map(String::as_str)
        .filter(|lang| !known.iter().any(|known| known == lang))
        .collect();
    if !unknown.is_empty() {
        return Err(Fault::user(format!(
            "The following languages are not activated: {}",
            unknown.join(", ")
        )));
    }
    update(&mut call, slot, translations);
    Ok(Some(true.into()))
}

/// Gives every language the same text.
pub(super) fn web_override_translations(mut call: Call<'_, '_>) -> Answer {
    access::check_model(call.env, call.model, Operation::Write)?;
    access::check_records(call.env, call.model, &call.ids, Operation::Write)?;
    for (name, value) in call.args.object("values") {
        let slot = call
            .model
            .field(&name)
            .filter(|field| field.translate)
            .and_then(Field::slot);
        if let Some(slot) = slot {
            let all = languages(&call)
                .into_iter()
                .map(|lang| (lang, value.clone()))
                .collect();
            update(&mut call, slot, all);
        }
    }
    Ok(None)
}

/// Gives another record the translations of this one.
pub(super) fn copy_translations(mut call: Call<'_, '_>) -> Answer {
    access::check_model(call.env, call.model, Operation::Write)?;
    let excluded = call.args.names("excluded");
    let target = match call.args.take("new") {
        Value::Array(ids) => ids.first().and_then(Value::as_i64),
        id => id.as_i64(),
    };
    access::check_readable(call.env, call.model, &call.ids)?;
    access::check_records(call.env, call.model, target.as_slice(), Operation::Write)?;
    let (Some(source), Some(target)) = (call.ids.first().copied(), target) else {
        return Ok(None);
    };
    let langs = languages(&call);
    for field in call
        .model
        .fields
        .iter()
        .filter(|field| field.translate && !excluded.contains(&field.name))
    {
        let Some(slot) = field.slot() else { continue };
        for lang in &langs {
            let text = call
                .env
                .table(call.model)
                .translation(source, slot, lang)
                .map(Into::into);
            if text.is_some() {
                call.env
                    .data
                    .translate(call.model.index, target, slot, lang, text);
            }
        }
    }
    Ok(None)
}
