//! `export_data`: records as rows, as `load` takes them.

use serde_json::{Value, json};

use super::{Answer, Call, meta};
use crate::env::Env;
use crate::records::read::{Load, Reader};
use crate::records::write::check_exist;
use crate::schema::{Field, FieldType, Model, Operation};
use crate::{Fault, Flavour, access, binary, names, python, reflect};

/// Paths lead no deeper than this, as they go round in circles easily.
const DEEPEST: usize = 20;
/// More cells than this are refused: every x2many of a path multiplies them.
const MOST_CELLS: usize = 10_000_000;

/// Exports fields: a path follows relations (`country_id/code`), `.id` and `id` are the database's
/// and the external id. The records of an x2many with a path of its own take the rows below the
/// first.
pub(super) fn export_data(mut call: Call<'_, '_>) -> Answer {
    let fields = call.args.names("fields_to_export");
    if !call.env.su && !call.env.has_group("base.group_allow_export") {
        return Err(Fault::user(
            "You don't have the rights to export data. Please contact an Administrator.",
        ));
    }
    check_exist(call.env, call.model, &call.ids)?;
    access::check_readable(call.env, call.model, &call.ids)?;
    let paths: Vec<Option<Vec<&str>>> = fields
        .iter()
        .map(|path| Some(path.split('/').collect()))
        .collect();
    if paths.iter().flatten().any(|path| path.len() > DEEPEST) {
        return Err(Fault::recursion());
    }
    let for_import = call.env.context.values.get("import_compat");
    let for_import = for_import.is_none_or(python::truthy);
    let rows = rows(call.env, call.model, &call.ids, &paths, for_import)?;
    Ok(Some(json!({"datas": rows})))
}

/// A path for each column; columns that are not asked for stay empty.
type Paths<'p> = [Option<Vec<&'p str>>];

fn rows(
    env: &mut Env<'_>,
    model: &Model,
    ids: &[i64],
    paths: &Paths<'_>,
    for_import: bool,
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
                    .ok_or_else(|| unknown_field(env.flavour, &model.name, name))?,
            };
            access::check_field(env, model, field, Operation::Read)?;
            // What is to be imported again has the tags of a record in one cell; what is for
            // people, in one row each.
            let together = for_import && field.kind == FieldType::Many2many;
            let of_field = |path: &&Vec<&str>| path.first() == Some(name);
            let others = paths.iter().flatten().filter(of_field);
            match (field.comodel(), rest) {
                (Some(_), []) if together && others.clone().any(|path| path.len() > 1) => {}
                (Some(_), []) if field.kind.is_x2many() && !together && !done.contains(name) => {
                    done.push(name);
                    let shown = linked(env, model, field, *id)?;
                    let other = field.comodel().map(|other| env.registry.at(other));
                    let mut named = shown
                        .into_iter()
                        .filter_map(|id| Some(names::display_name(env, other?, id)));
                    first[column] = named.next().unwrap_or_default().into();
                    for name in named {
                        let mut line = vec![Value::from(""); paths.len()];
                        line[column] = name.into();
                        below.push(line);
                    }
                }
                (None, _) | (_, []) => first[column] = shown(env, model, field, *id)?,
                (Some(other), [last]) if together => {
                    let other = env.registry.at(other);
                    let mut cells = Vec::new();
                    for id in linked(env, model, field, *id)? {
                        cells.push(match *last {
                            "id" => external_id(env, other, id)?,
                            ".id" => id.to_string(),
                            name => {
                                let unknown =
                                    || Fault::unknown_field(env.flavour, &other.name, name);
                                let field = other.field(name).ok_or_else(unknown)?;
                                access::check_field(env, other, field, Operation::Read)?;
                                python::str(&shown(env, other, field, id)?)
                            }
                        });
                    }
                    first[column] = cells.join(",").into();
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
                    let mut lines = rows(env, other, &linked, &within, for_import)?.into_iter();
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

/// The exception of a column that is none, in each series' words.
fn unknown_field(flavour: Flavour, model: &str, name: &str) -> Fault {
    match flavour {
        Flavour::V17 => Fault::new("builtins.KeyError", name),
        Flavour::V18 => Fault::value(format!("Invalid field '{name}' on model '{model}'")),
        _ => Fault::unknown_field(flavour, model, name),
    }
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
