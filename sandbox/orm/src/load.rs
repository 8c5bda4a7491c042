//! Loading module files: models into the registry, records into the store.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::database::Database;
use crate::env::{Env, SUPERUSER};
use crate::records::{Vals, constraints, create, derived};
use crate::reflect;
use crate::schema::{Batch, Field, FieldType, Model, ModuleFile, Records, for_flavour, read};
use crate::store::Cell;
use crate::{Fault, LoadError, moment};

/// Loads module files: every model first, then the records, in order.
pub(crate) fn load(
    database: &mut Database,
    texts: &[&str],
    samples: bool,
) -> Result<(), LoadError> {
    let mut modules = Vec::with_capacity(texts.len());
    for text in texts {
        let value = for_flavour(read(text)?, database.flavour());
        let module: ModuleFile =
            serde_json::from_value(value).map_err(|error| LoadError::new(error.to_string()))?;
        modules.push(module);
    }
    let declares = modules.iter().any(|module| !module.models.is_empty());
    if declares {
        let registry = database.registry.extended(&modules)?;
        registry.prepare(&mut database.data);
        database.registry = Arc::new(registry);
    }
    let registry = Arc::clone(&database.registry);
    let (flavour, now) = (database.flavour(), database.now());
    let mut env = Env::new(
        &registry,
        &mut database.data,
        flavour,
        SUPERUSER,
        quietly(),
        now,
    );
    let mut made: Vec<(&Model, Vec<i64>)> = Vec::new();
    for module in modules {
        for batch in batches(module.records)? {
            if samples || !batch.sample {
                made.push(load_batch(&mut env, &module.module, batch)?);
            }
        }
    }
    if declares {
        reflect::reflect(&mut env).map_err(|fault| LoadError::new(fault.message))?;
    }
    for (model, ids) in &made {
        derived::refresh_everything(&mut env, model, ids);
    }
    for (model, ids) in made {
        constraints::check(&env, model, &ids, None).map_err(|fault| {
            LoadError::new(format!("records of {}: {}", model.name, fault.message))
        })?;
    }
    database.data.commit();
    Ok(())
}

/// Records that come from files begin no threads.
fn quietly() -> Map<String, Value> {
    ["mail_create_nosubscribe", "mail_create_nolog"]
        .into_iter()
        .map(|name| (name.to_owned(), true.into()))
        .collect()
}

fn batches(records: Records) -> Result<Vec<Batch>, LoadError> {
    match records {
        Records::Batches(batches) => Ok(batches),
        Records::ByModel(models) => models
            .into_iter()
            .map(|(model, values)| {
                let values = serde_json::from_value(values)
                    .map_err(|error| LoadError::new(format!("records of {model}: {error}")))?;
                Ok(Batch {
                    model,
                    fields: Vec::new(),
                    rows: Vec::new(),
                    values,
                    repeat: None,
                    sample: false,
                })
            })
            .collect(),
    }
}

fn load_batch<'a>(
    env: &mut Env<'a>,
    module: &str,
    batch: Batch,
) -> Result<(&'a Model, Vec<i64>), LoadError> {
    let wrong = |why: &str| LoadError::new(format!("records of {}: {why}", batch.model));
    let model = env
        .registry
        .model(&batch.model)
        .ok_or_else(|| wrong("unknown model"))?;
    let columns = batch.fields.len();
    let mut all = batch.values;
    for row in batch.rows {
        if row.len() > columns {
            return Err(wrong(&format!(
                "a row of {} values for {columns} fields",
                row.len()
            )));
        }
        all.push(batch.fields.iter().cloned().zip(row).collect());
    }
    let mut ids = Vec::with_capacity(all.len());
    for n in 1..=batch.repeat.unwrap_or(1) {
        for vals in &all {
            let vals: Vals = match batch.repeat {
                Some(_) => vals
                    .iter()
                    .map(|(name, value)| (name.clone(), numbered(value, n)))
                    .collect(),
                None => vals.clone(),
            };
            let shown = vals.clone();
            ids.push(
                load_record(env, module, model, vals)
                    .map_err(|why| wrong(&format!("{why} in {}", Value::Object(shown))))?,
            );
        }
    }
    Ok((model, ids))
}

/// Puts the number of a repetition where texts have `{n}`.
fn numbered(value: &Value, n: u32) -> Value {
    match value {
        Value::String(text) if text.contains("{n}") => text.replace("{n}", &n.to_string()).into(),
        Value::Array(items) => items.iter().map(|item| numbered(item, n)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), numbered(value, n)))
            .collect::<Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

fn load_record(
    env: &mut Env<'_>,
    module: &str,
    model: &Model,
    mut vals: Vals,
) -> Result<i64, String> {
    let xml_id = match vals.shift_remove("xml_id") {
        Some(Value::String(name)) if name.contains('.') => Some(name),
        Some(Value::String(name)) if !name.is_empty() => Some(format!("{module}.{name}")),
        _ => None,
    };
    let id = vals.shift_remove("id").and_then(|id| id.as_i64());
    let dates: Vec<(&str, Value)> = ["create_date", "write_date"]
        .into_iter()
        .filter_map(|name| Some((name, vals.shift_remove(name)?)))
        .collect();
    for (name, value) in &mut vals {
        let field = model
            .field(name)
            .ok_or_else(|| format!("unknown field {name}"))?;
        *value = resolved(env, field, value.take())?;
    }
    let said = |fault: Fault| fault.message;
    let known = xml_id.as_deref().and_then(|xml_id| env.xml_id_of(xml_id));
    let id = match known {
        Some(id) => {
            crate::records::write::write(env, model, &[id], vals).map_err(said)?;
            id
        }
        None => create::create_one(env, model, vals, id).map_err(said)?,
    };
    for (name, value) in dates {
        let slot = model.field(name).and_then(Field::slot);
        let second = value.as_str().and_then(moment::parse_datetime);
        if let (Some(slot), Some(second)) = (slot, second) {
            env.data.set(model.index, id, slot, Cell::Int(second));
        }
    }
    if let (Some(xml_id), None) = (xml_id, known) {
        reflect::name_record(env, &xml_id, &model.name, id).map_err(said)?;
    }
    Ok(id)
}

/// Puts ids where a file has external ids.
fn resolved(env: &Env<'_>, field: &Field, value: Value) -> Result<Value, String> {
    let id = |text: &str| match text.parse::<i64>() {
        Ok(id) => Ok(id),
        Err(_) => env
            .xml_id_of(text)
            .ok_or_else(|| format!("unknown external id {text}")),
    };
    Ok(match (field.kind, value) {
        (FieldType::Many2one | FieldType::Many2oneReference, Value::String(text))
            if text.is_empty() =>
        {
            Value::Bool(false)
        }
        (FieldType::Many2one | FieldType::Many2oneReference, Value::String(text)) => {
            id(&text)?.into()
        }
        (kind, Value::Array(items)) if kind.is_x2many() && !items.iter().any(Value::is_array) => {
            let mut ids = Vec::with_capacity(items.len());
            for item in &items {
                match item {
                    Value::String(text) => ids.push(id(text)?),
                    item => ids.extend(item.as_i64()),
                }
            }
            json!([[6, 0, ids]])
        }
        (_, value) => value,
    })
}
