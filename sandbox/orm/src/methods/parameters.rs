//! System parameters: `get_param` and `set_param`, and what 20.0 has in their place, a pair of
//! methods for each type.

use serde_json::{Value, json};

use super::{Answer, Call};
use crate::env::Env;
use crate::records::{Vals, create, write};
use crate::schema::{Field, Operation};
use crate::store::CellRef;
use crate::{Fault, access, python};

/// Finds the record of a system parameter.
fn parameter_id(env: &Env<'_>, key: &str) -> Option<(i64, usize)> {
    let model = env.registry.model("ir.config_parameter")?;
    let slot = |name: &str| model.field(name).and_then(Field::slot);
    let (key_slot, value) = (slot("key")?, slot("value")?);
    let table = env.table(model);
    let id = table
        .ids()
        .find(|id| table.cell(*id, key_slot) == CellRef::Text(key))?;
    Some((id, value))
}

pub(super) fn parameter(env: &Env<'_>, key: &str) -> Option<Value> {
    let (id, value) = parameter_id(env, key)?;
    let model = env.registry.model("ir.config_parameter")?;
    env.table(model).cell(id, value).str().map(Value::from)
}

pub(super) fn get_param(mut call: Call<'_, '_>) -> Answer {
    access::check_model(call.env, call.model, Operation::Read)?;
    let key = python::str(&call.args.take("key"));
    let default = call.args.take("default");
    Ok(Some(parameter(call.env, &key).unwrap_or(default)))
}

/// Sets a parameter and answers with what it was; a false value deletes it.
pub(super) fn set_param(mut call: Call<'_, '_>) -> Answer {
    let key = python::str(&call.args.take("key"));
    let value = call.args.take("value");
    let before = parameter(call.env, &key).unwrap_or(Value::Bool(false));
    keep(&mut call, key, &value)?;
    Ok(Some(before))
}

fn keep(call: &mut Call<'_, '_>, key: String, value: &Value) -> Result<(), Fault> {
    match parameter_id(call.env, &key) {
        Some((id, _)) if !python::truthy(value) => {
            crate::records::unlink::unlink(call.env, call.model, &[id])?;
        }
        Some((id, _)) => {
            let mut vals = Vals::new();
            vals.insert("value".to_owned(), python::str(value).into());
            write::write(call.env, call.model, &[id], vals)?;
        }
        None if python::truthy(value) => {
            let mut vals = Vals::new();
            vals.insert("key".to_owned(), key.into());
            vals.insert("value".to_owned(), python::str(value).into());
            create::create(call.env, call.model, vec![vals])?;
        }
        None => {}
    }
    Ok(())
}

/// Reads a parameter, or the default where there is none or its text is not what is asked for.
fn typed(mut call: Call<'_, '_>, read: impl Fn(&str) -> Option<Value>) -> Answer {
    access::check_model(call.env, call.model, Operation::Read)?;
    let key = python::str(&call.args.take("key"));
    let default = call.args.take("default");
    let known = parameter(call.env, &key);
    let value = known.and_then(|text| read(text.as_str()?.trim()));
    Ok(Some(value.unwrap_or(default)))
}

pub(super) fn get_str(call: Call<'_, '_>) -> Answer {
    typed(call, |text| Some(text.into()))
}

pub(super) fn get_int(call: Call<'_, '_>) -> Answer {
    typed(call, |text| text.parse::<i64>().ok().map(Value::from))
}

pub(super) fn get_float(call: Call<'_, '_>) -> Answer {
    typed(call, |text| {
        text.parse::<f64>().ok().map(|number| json!(number))
    })
}

pub(super) fn get_bool(call: Call<'_, '_>) -> Answer {
    typed(call, |text| match text.to_lowercase().as_str() {
        "true" | "1" => Some(true.into()),
        "false" | "0" => Some(false.into()),
        _ => None,
    })
}

/// Sets a parameter of any type; the empty text and `false` delete it.
pub(super) fn set(mut call: Call<'_, '_>) -> Answer {
    let key = python::str(&call.args.take("key"));
    let value = match call.args.take("value") {
        // A zero is a value here, not the wish to have none.
        Value::Number(number) => number.to_string().into(),
        other => other,
    };
    keep(&mut call, key, &value)?;
    Ok(None)
}
