//! Views: made from the model's fields, for what asks for one.

use serde_json::{Map, Value, json};

use super::{Answer, Call, fields};
use crate::schema::{Field, Operation};
use crate::{Flavour, access, python};

/// The fields a made view shows: the stored ones a person would fill in.
fn shown<'m>(call: &Call<'_, 'm>) -> Vec<&'m Field> {
    call.model
        .fields
        .iter()
        .filter(|field| {
            field.store
                && !field.readonly
                && !field.name.starts_with('_')
                && access::sees_field(call.env, field)
        })
        .take(12)
        .collect()
}

fn arch(call: &Call<'_, '_>, kind: &str) -> String {
    let tag = match (kind, call.env.flavour) {
        ("tree", series) if series >= Flavour::V18 => "list",
        (kind, _) => kind,
    };
    let inside: String = match tag {
        "search" => shown(call)
            .iter()
            .take(3)
            .map(|field| format!("<field name=\"{}\"/>", field.name))
            .collect(),
        _ => shown(call)
            .iter()
            .map(|field| format!("<field name=\"{}\"/>", field.name))
            .collect(),
    };
    let inside = if tag == "form" {
        format!("<sheet><group>{inside}</group></sheet>")
    } else {
        inside
    };
    format!(
        "<{tag} string=\"{}\">{inside}</{tag}>",
        call.model.description.replace('"', "&quot;")
    )
}

fn view(call: &Call<'_, '_>, kind: &str, id: &Value) -> Value {
    json!({"arch": arch(call, kind), "id": id.as_i64().map_or(Value::Bool(false), Value::from), "model": call.model.name})
}

pub(super) fn get_view(mut call: Call<'_, '_>) -> Answer {
    access::check_model(call.env, call.model, Operation::Read)?;
    let id = call.args.take("view_id");
    let kind = call
        .args
        .text("view_type")
        .unwrap_or_else(|| "form".to_owned());
    let mut view = view(&call, &kind, &id);
    let used: Vec<&str> = shown(&call)
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    if let Some(view) = view.as_object_mut() {
        let mut models = Map::new();
        models.insert(call.model.name.clone(), used.into());
        view.insert("models".to_owned(), Value::Object(models));
    }
    Ok(Some(view))
}

pub(super) fn get_views(mut call: Call<'_, '_>) -> Answer {
    access::check_model(call.env, call.model, Operation::Read)?;
    let mut views = Map::new();
    for pair in call.args.take("views").as_array().into_iter().flatten() {
        let kind = python::str(pair.get(1).unwrap_or(&Value::Null));
        let made = view(&call, &kind, pair.get(0).unwrap_or(&Value::Null));
        views.insert(kind, made);
    }
    let described: Map<String, Value> = call
        .model
        .fields
        .iter()
        .filter(|field| access::sees_field(call.env, field))
        .map(|field| {
            (
                field.name.clone(),
                Value::Object(fields::description(call.env, field)),
            )
        })
        .collect();
    let mut models = Map::new();
    models.insert(call.model.name.clone(), json!({"fields": described}));
    Ok(Some(json!({"views": views, "models": models})))
}

pub(super) fn get_formview_id(_: Call<'_, '_>) -> Answer {
    Ok(Some(false.into()))
}

pub(super) fn get_formview_action(call: Call<'_, '_>) -> Answer {
    Ok(Some(json!({
        "type": "ir.actions.act_window",
        "res_model": call.model.name,
        "view_type": "form",
        "view_mode": "form",
        "views": [[false, "form"]],
        "target": "current",
        "res_id": call.ids.first(),
        "context": call.env.context.values,
    })))
}

pub(super) fn view_header_get(_: Call<'_, '_>) -> Answer {
    Ok(Some(false.into()))
}
