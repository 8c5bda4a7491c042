//! Methods about records rather than of them: access, external ids, metadata, parameters.

use serde_json::{Map, Value, json};

use super::{Answer, Call, parameters};
use crate::env::Env;
use crate::records::read::{Load, Reader};
use crate::records::write;
use crate::schema::{Field, Model, Operation};
use crate::store::CellRef;
use crate::{Fault, Flavour, access, python};

fn operation(call: &mut Call<'_, '_>) -> Result<Operation, Fault> {
    let name = python::str(&call.args.take("operation"));
    Operation::from_name(&name)
        .ok_or_else(|| Fault::new("builtins.AssertionError", "Invalid access mode"))
}

pub(super) fn check_access_rights(mut call: Call<'_, '_>) -> Answer {
    let operation = operation(&mut call)?;
    if call.args.flag("raise_exception") {
        access::check_model(call.env, call.model, operation)?;
        // From 18 on only the refusal says anything.
        if call.env.flavour >= Flavour::V18 {
            return Ok(None);
        }
    }
    Ok(Some(access::allows(call.env, call.model, operation).into()))
}

pub(super) fn check_access_rule(mut call: Call<'_, '_>) -> Answer {
    let operation = operation(&mut call)?;
    access::check_records(call.env, call.model, &call.ids, operation)?;
    Ok(None)
}

pub(super) fn check_access(mut call: Call<'_, '_>) -> Answer {
    let operation = operation(&mut call)?;
    access::check_model(call.env, call.model, operation)?;
    access::check_records(call.env, call.model, &call.ids, operation)?;
    Ok(None)
}

pub(super) fn has_access(mut call: Call<'_, '_>) -> Answer {
    let operation = operation(&mut call)?;
    let allowed = access::allows(call.env, call.model, operation)
        && access::permitted(call.env, call.model, &call.ids, operation)?.len() == call.ids.len();
    Ok(Some(allowed.into()))
}

/// The places of `ir.model.data`'s columns.
struct ExternalIds<'m> {
    model: &'m Model,
    module: usize,
    name: usize,
    of_model: usize,
    res_id: usize,
    noupdate: Option<usize>,
}

fn external_ids<'a>(env: &Env<'a>) -> Option<ExternalIds<'a>> {
    let model = env.registry.model("ir.model.data")?;
    let slot = |name: &str| model.field(name).and_then(Field::slot);
    Some(ExternalIds {
        model,
        module: slot("module")?,
        name: slot("name")?,
        of_model: slot("model")?,
        res_id: slot("res_id")?,
        noupdate: slot("noupdate"),
    })
}

/// Every external id of a record: id in `ir.model.data`, text, and whether updates leave it alone.
fn all_external_ids(env: &Env<'_>, model: &Model, id: i64) -> Vec<(i64, String, bool)> {
    let Some(at) = external_ids(env) else {
        return Vec::new();
    };
    let table = env.table(at.model);
    table
        .with_value(at.res_id, CellRef::Int(id))
        .unwrap_or_default()
        .iter()
        .filter(|data| table.cell(**data, at.of_model) == CellRef::Text(&model.name))
        .map(|data| {
            let text = |slot| table.cell(*data, slot).str().unwrap_or_default();
            let noupdate = at
                .noupdate
                .is_some_and(|slot| table.cell(*data, slot).is_truthy());
            (
                *data,
                format!("{}.{}", text(at.module), text(at.name)),
                noupdate,
            )
        })
        .collect()
}

/// A record's first external id.
pub(super) fn external_id(env: &Env<'_>, model: &Model, id: i64) -> Option<String> {
    all_external_ids(env, model, id)
        .into_iter()
        .next()
        .map(|(_, xml_id, _)| xml_id)
}

pub(super) fn get_external_id(call: Call<'_, '_>) -> Answer {
    let found: Map<String, Value> = call
        .ids
        .iter()
        .map(|id| {
            (
                id.to_string(),
                external_id(call.env, call.model, *id)
                    .unwrap_or_default()
                    .into(),
            )
        })
        .collect();
    Ok(Some(Value::Object(found)))
}

pub(super) fn get_metadata(call: Call<'_, '_>) -> Answer {
    write::check_exist(call.env, call.model, &call.ids)?;
    access::check_readable(call.env, call.model, &call.ids)?;
    let mut reader = Reader::new(call.env, Load::Classic);
    let mut all = Vec::with_capacity(call.ids.len());
    for id in &call.ids {
        let mut record = Map::new();
        record.insert("id".to_owned(), (*id).into());
        for name in ["create_uid", "create_date", "write_uid", "write_date"] {
            if let Some(field) = call.model.field(name) {
                record.insert(name.to_owned(), reader.value(call.model, field, *id)?);
            }
        }
        let xml_ids = all_external_ids(call.env, call.model, *id);
        let listed: Vec<Value> = xml_ids
            .iter()
            .map(|(data, xml_id, noupdate)| json!({"xmlid": xml_id, "noupdate": noupdate, "id": data}))
            .collect();
        let first = xml_ids.into_iter().next();
        record.insert("xmlids".to_owned(), listed.into());
        record.insert(
            "xmlid".to_owned(),
            first
                .as_ref()
                .map_or(Value::Bool(false), |(_, id, _)| id.as_str().into()),
        );
        record.insert(
            "noupdate".to_owned(),
            first.is_some_and(|(.., noupdate)| noupdate).into(),
        );
        all.push(Value::Object(record));
    }
    Ok(Some(all.into()))
}

pub(super) fn get_base_url(call: Call<'_, '_>) -> Answer {
    Ok(Some(
        parameters::parameter(call.env, "web.base.url")
            .unwrap_or_else(|| "http://localhost:8069".into()),
    ))
}

pub(super) fn is_transient(call: Call<'_, '_>) -> Answer {
    Ok(Some(call.model.transient.into()))
}

pub(super) fn get_empty_list_help(mut call: Call<'_, '_>) -> Answer {
    Ok(Some(call.args.take_any(&["help_message", "help"])))
}

pub(super) fn get_import_templates(_: Call<'_, '_>) -> Answer {
    Ok(Some(json!([])))
}

pub(super) fn check_object_reference(mut call: Call<'_, '_>) -> Answer {
    let module = python::str(&call.args.take("module"));
    let name = python::str(&call.args.take("xml_id"));
    let raise = call.args.flag("raise_on_access_error");
    let Some((model, id)) = call.env.xml_id(&format!("{module}.{name}")) else {
        return Err(Fault::value(format!(
            "External ID not found in the system: {module}.{name}"
        )));
    };
    let model = call.env.model(model)?;
    if access::allows(call.env, model, Operation::Read)
        && access::permitted(call.env, model, &[id], Operation::Read)?.len() == 1
    {
        return Ok(Some(json!([model.name, id])));
    }
    if raise {
        return Err(Fault::access(format!(
            "Not enough access rights on the external ID \"{module}.{name}\""
        )));
    }
    Ok(Some(json!([model.name, false])))
}
