//! Declarations of one model from several files, put together.

use serde_json::{Map, Value, json};

use crate::LoadError;

/// Adds what a module declares of a model to what is known of it.
pub(super) fn merge_model(
    declarations: &mut Map<String, Value>,
    module: &str,
    name: &str,
    declared: &Value,
) -> Result<(), LoadError> {
    let Some(declared) = declared.as_object() else {
        return Err(LoadError::new(format!(
            "model {name}: a table of declarations is expected"
        )));
    };
    let known = declarations
        .entry(name)
        .or_insert_with(|| json!({"modules": []}));
    let Some(known) = known.as_object_mut() else {
        return Ok(());
    };
    if let Some(modules) = known.get_mut("modules").and_then(Value::as_array_mut) {
        modules.push(module.into());
    }
    for (key, value) in declared {
        match (known.get_mut(key), value) {
            (Some(Value::Array(known)), Value::Array(more)) => known.extend(more.iter().cloned()),
            (Some(Value::Object(known)), Value::Object(more)) if key != "fields" => {
                known.extend(more.clone());
            }
            (_, Value::Object(fields)) if key == "fields" => {
                let all = known.entry("fields").or_insert_with(|| json!({}));
                let Some(all) = all.as_object_mut() else {
                    continue;
                };
                for (field, declared) in fields {
                    merge_field(all, module, field, declared);
                }
            }
            _ => drop(known.insert(key.clone(), value.clone())),
        }
    }
    Ok(())
}

fn merge_field(fields: &mut Map<String, Value>, module: &str, name: &str, declared: &Value) {
    let known = fields.entry(name).or_insert_with(|| json!({"modules": []}));
    if let (Some(known), Some(declared)) = (known.as_object_mut(), declared.as_object()) {
        if let Some(modules) = known.get_mut("modules").and_then(Value::as_array_mut) {
            modules.push(module.into());
        }
        known.extend(declared.clone());
    }
}
