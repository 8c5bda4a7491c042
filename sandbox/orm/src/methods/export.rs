//! `export_data`: records as rows, as `load` takes them.

use serde_json::{Value, json};

use super::{Answer, Call, meta};
use crate::env::Env;
use crate::records::read::{Load, Reader};
use crate::records::write::check_exist;
use crate::schema::{Field, FieldType, Model, Operation};
use crate::{Fault, access, binary, names, reflect};

/// Paths lead no deeper than this, as they go round in circles easily.
const DEEPEST: usize = 20;
/// More cells than this are refused: every x2many of a path multiplies them.
const MOST_CELLS: usize = 10_000_000;

/// Exports fields: a path follows relations (`country_id/code`), `.id` and `id` are the database's and the external id. The records
/// of an x2many with a path of its own take the rows below the first.
pub(super) fn export_data(mut call: Call<'_, '_>) -> Answer {
    let fields = call.args.names("fields_to_export");
    check_exist(call.env, call.model, &call.ids)?;
    access::check_readable(call.env, call.model, &call.ids)?;
    let paths: Vec<Option<Vec<&str>>> = fields
        .iter()
        .map(|path| Some(path.split('/').collect()))
        .collect();
    if paths.iter().flatten().any(|path| path.len() > DEEPEST) {
        return Err(Fault::recursion());
    }
    let rows = rows(call.env, call.model, &call.ids, &paths)?;
    Ok(Some(json!({"datas": rows})))
}

/// A path for each column; columns that are not asked for stay empty.
type Paths<'p> = [Option<Vec<&'p str>>];

fn rows(
    env: &mut Env<'_>,
    model: &Model,
    ids: &[i64],
    paths: &Paths<'_>,
) -> Result<Vec<Vec<Value>>, Fault> {
    let mut all = Vec::new();
    for id in ids {
        let mut first = vec![Value::from(""); paths.len()];
        let mut below = Vec::new();
        let mut done: Vec<&str> = Vec::new();
        for (column, path) in paths.iter().enumerate() {
            let Some([name, rest @ ..]) = path.as_deref() else {
                continue;
            };
            let field = match *name {
                ".id" => {
                    first[column] = id.to_string().into();
                    continue;
                }
                "id" => {
                    first[column] = external_id(env, model, *id)?.into();
                    continue;
                }
                name => model
                    .field(name)
                    .ok_or_else(|| Fault::unknown_field(env.flavour, &model.name, name))?,
            };
            access::check_field(env, model, field, Operation::Read)?;
            match (field.comodel(), rest) {
                (None, _) | (_, []) => first[column] = shown(env, model, field, *id)?,
                (Some(other), ["id"]) if field.kind == FieldType::Many2many => {
                    let other = env.registry.at(other);
                    let linked = linked(env, model, field, *id)?;
                    let ids: Vec<String> = linked
                        .iter()
                        .map(|id| external_id(env, other, *id))
                        .collect::<Result<_, _>>()?;
                    first[column] = ids.join(",").into();
                }
                (Some(other), _) if !done.contains(name) => {
                    done.push(name);
                    let within: Vec<Option<Vec<&str>>> = paths
                        .iter()
                        .map(|path| {
                            path.as_deref()?
                                .strip_prefix(&[*name])
                                .map(<[&str]>::to_vec)
                        })
                        .map(|path| path.filter(|path| !path.is_empty()))
                        .collect();
                    let other = env.registry.at(other);
                    let linked = linked(env, model, field, *id)?;
                    let mut lines = rows(env, other, &linked, &within)?.into_iter();
                    for (place, value) in lines.next().into_iter().flatten().enumerate() {
                        if within[place].is_some() {
                            first[place] = value;
                        }
                    }
                    below.extend(lines);
                }
                _ => {}
            }
        }
        all.push(first);
        all.append(&mut below);
        if all.len() * paths.len() > MOST_CELLS {
            return Err(Fault::value(format!(
                "An export has at most {MOST_CELLS} cells."
            )));
        }
    }
    Ok(all)
}

fn linked(env: &Env<'_>, model: &Model, field: &Field, id: i64) -> Result<Vec<i64>, Fault> {
    let value = Reader::new(env, Load::Plain).value(model, field, id)?;
    Ok(match value {
        Value::Array(ids) => ids.iter().filter_map(Value::as_i64).collect(),
        other => other.as_i64().into_iter().collect(),
    })
}

/// Writes a value: relations by name, and nothing for what is empty.
fn shown(env: &Env<'_>, model: &Model, field: &Field, id: i64) -> Result<Value, Fault> {
    if let Some(other) = field.comodel() {
        let other = env.registry.at(other);
        let names: Vec<String> = linked(env, model, field, id)?
            .into_iter()
            .map(|id| names::display_name(env, other, id))
            .collect();
        return Ok(names.join(",").into());
    }
    if field.kind == FieldType::Binary && env.flavour.has_binary_objects() {
        let held = env.cell(model, field, id);
        let held = held.as_ref().str().unwrap_or_default();
        return Ok(binary::as_text(held)?.into());
    }
    let value = Reader::new(env, Load::Plain).value(model, field, id)?;
    Ok(match value {
        Value::Bool(false) if field.kind != FieldType::Boolean => "".into(),
        Value::String(key) if field.kind == FieldType::Selection => {
            let label = field.selection.iter().find(|(known, _)| *known == key);
            label.map_or(key.as_str(), |(_, label)| label).into()
        }
        value => value,
    })
}

/// A record's external id; one that has none is given one, so that an import finds it again.
fn external_id(env: &mut Env<'_>, model: &Model, id: i64) -> Result<String, Fault> {
    if let Some(known) = meta::external_id(env, model, id) {
        return Ok(known);
    }
    let table = model.table();
    // Odoo puts chance here. The same record may well get the same id again.
    let mark = sha1_smol::Sha1::from(format!("{table},{id}"))
        .digest()
        .to_string();
    let xml_id = format!("__export__.{table}_{id}_{}", &mark[..8]);
    env.sudo(|env| reflect::name_record(env, &xml_id, &model.name, id))?;
    Ok(xml_id)
}
