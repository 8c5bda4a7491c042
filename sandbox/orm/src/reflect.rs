//! Records about the database itself: `ir.model`, `ir.model.fields`, `ir.model.data`, and in 20.0
//! `ir.access`.

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
                reflect_access(env, model, id)?;
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

/// Adds what says who may do what with a model, where there are such records: with a group one
/// grants, without it restricts.
fn reflect_access(env: &mut Env<'_>, model: &Model, model_id: i64) -> Result<(), Fault> {
    let Some(access) = env.registry.model("ir.access") else {
        return Ok(());
    };
    let mut all: Vec<(Option<&str>, &str, String)> = Vec::new();
    for (group, letters) in &model.access {
        let groups: &[&str] = match group {
            Some(group) => &[group.as_str()],
            None => &EVERYBODY,
        };
        // A group that rules look at record by record is granted no more than they let pass.
        let ruled = |group: &str| {
            let mut rules = model.rules.iter();
            rules.any(|rule| rule.groups.iter().any(|known| known == group))
        };
        let granted = groups.iter().filter(|group| !ruled(group));
        all.extend(granted.map(|group| (Some(*group), letters.as_str(), "[]".to_owned())));
    }
    for rule in &model.rules {
        let domain = || written(&rule.domain);
        if rule.groups.is_empty() {
            all.push((None, &rule.operations, domain()));
        }
        for group in &rule.groups {
            all.push((Some(group), &rule.operations, domain()));
        }
    }
    for (group, letters, domain) in all {
        let described = vals(json!({
            "name": format!("{} {}", model.name, group.unwrap_or("everybody")),
            "model_id": model_id,
            "group_id": group.and_then(|group| env.xml_id_of(group)),
            "operation": crud(letters),
            "domain": domain,
        }));
        create::create_one(env, access, described, None)?;
    }
    Ok(())
}

/// The groups one of which every user is in.
const EVERYBODY: [&str; 3] = ["base.group_user", "base.group_portal", "base.group_public"];

/// Writes the letters of operations in the order, and with the letter for writing, of `crud`.
fn crud(letters: &str) -> String {
    [('c', 'c'), ('r', 'r'), ('w', 'u'), ('d', 'd')]
        .into_iter()
        .filter_map(|(letter, written)| letters.contains(letter).then_some(written))
        .collect()
}

/// Writes a rule's domain as Python: `$user.id` becomes the name `user.id`.
fn written(domain: &Value) -> String {
    let mut text = crate::python::repr(domain);
    while let Some((before, rest)) = text.split_once("'$") {
        let Some((name, after)) = rest.split_once('\'') else {
            break;
        };
        text = format!("{before}{name}{after}");
    }
    text
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
