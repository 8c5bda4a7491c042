//! Records about the database itself: `ir.model`, `ir.model.fields`, `ir.model.data`.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::Fault;
use crate::env::Env;
use crate::records::{Vals, create};
use crate::schema::{Field, Model};

/// Gives a record an external id.
pub(crate) fn name_record(
    env: &mut Env<'_>,
    xml_id: &str,
    model: &str,
    id: i64,
) -> Result<(), Fault> {
    let data = env.model("ir.model.data")?;
    let (module, name) = xml_id.split_once('.').unwrap_or(("", xml_id));
    let vals = vals(json!({
        "module": module, "name": name, "model": model, "res_id": id, "noupdate": false,
    }));
    create::create_one(env, data, vals, None).map(drop)
}

fn vals(value: Value) -> Vals {
    match value {
        Value::Object(vals) => vals,
        _ => Vals::new(),
    }
}

/// Adds what is missing of the records that describe models and fields.
pub(crate) fn reflect(env: &mut Env<'_>) -> Result<(), Fault> {
    let (Some(models), Some(fields)) = (
        env.registry.model("ir.model"),
        env.registry.model("ir.model.fields"),
    ) else {
        return Ok(());
    };
    let text = |env: &Env<'_>, model: &Model, field: &str, id: i64| {
        env.stored(model, field, id)
            .str()
            .unwrap_or_default()
            .to_owned()
    };
    let mut known_models: std::collections::HashMap<String, i64> = env
        .table(models)
        .ids()
        .map(|id| (text(env, models, "model", id), id))
        .collect();
    let known_fields: HashSet<(String, String)> = env
        .table(fields)
        .ids()
        .map(|id| {
            (
                text(env, fields, "model", id),
                text(env, fields, "name", id),
            )
        })
        .collect();
    for model in env.registry.models() {
        let model_id = match known_models.get(&model.name) {
            Some(id) => *id,
            None => {
                let described = vals(json!({
                    "model": model.name,
                    "name": model.description,
                    "info": model.info,
                    "order": model.order,
                    "transient": model.transient,
                    "state": "base",
                    "modules": model.modules.join(", "),
                }));
                let id = create::create_one(env, models, described, None)?;
                let module = model.modules.first().cloned().unwrap_or_default();
                let xml_id = format!("{module}.model_{}", model.name.replace('.', "_"));
                name_record(env, &xml_id, "ir.model", id)?;
                known_models.insert(model.name.clone(), id);
                id
            }
        };
        for field in &model.fields {
            if field.name.starts_with('_')
                || known_fields.contains(&(model.name.clone(), field.name.clone()))
            {
                continue;
            }
            let described = describe(model, model_id, field);
            create::create_one(env, fields, described, None)?;
        }
    }
    Ok(())
}

fn describe(model: &Model, model_id: i64, field: &Field) -> Vals {
    let selection = match field.selection.as_slice() {
        [] => Value::Bool(false),
        choices => {
            let pairs: Vec<String> = choices
                .iter()
                .map(|(key, label)| {
                    crate::python::tuple(&[key.as_str().into(), label.as_str().into()])
                })
                .collect();
            format!("[{}]", pairs.join(", ")).into()
        }
    };
    let mut modules: Vec<&str> = field.modules.iter().map(String::as_str).collect();
    modules.sort_unstable();
    modules.dedup();
    vals(json!({
        "name": field.name,
        "model": model.name,
        "model_id": model_id,
        "field_description": field.string,
        "ttype": field.kind.name(),
        "relation": field.relation.as_ref().map(|(name, _)| name),
        "relation_field": field.inverse,
        "required": field.required,
        "readonly": field.readonly,
        "store": field.store,
        "index": false,
        "copied": field.copy,
        "translate": field.translate,
        "help": field.help,
        "selection": selection,
        "state": "base",
        "modules": modules.join(", "),
    }))
}
