//! The methods of the web client: reading by specification, saving and reading back, onchange.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::crud::{by_name, order, window};
use super::{Answer, Call, specification};
use crate::records::{Vals, create, defaults, write};
use crate::schema::Operation;
use crate::search::{self, Window};
use crate::{Fault, Flavour, access, names, python};

pub(super) fn web_search_read(mut call: Call<'_, '_>) -> Answer {
    let domain = call.args.take("domain");
    let specification = call.args.object("specification");
    let window = window(&mut call.args)?;
    let order = order(&mut call)?;
    let most = call.args.count("count_limit")?;
    let ids = search::search(call.env, call.model, &domain, window, order.as_deref())?;
    let complete = window.limit.is_none_or(|limit| ids.len() < limit)
        && (window.offset == 0 || !ids.is_empty());
    let length = if complete {
        window.offset.saturating_add(ids.len())
    } else {
        search::count(call.env, call.model, &domain, most)?
    };
    let records = specification::read(call.env, call.model, &ids, &specification)?;
    Ok(Some(json!({"length": length, "records": records})))
}

pub(super) fn web_read(mut call: Call<'_, '_>) -> Answer {
    let specification = call.args.object("specification");
    Ok(Some(
        specification::read(call.env, call.model, &call.ids, &specification)?.into(),
    ))
}

/// Writes to the records, or creates one when there are none; answers with it read back.
pub(super) fn web_save(mut call: Call<'_, '_>) -> Answer {
    let vals = call.args.object("vals");
    let specification = call.args.object("specification");
    let next = call.args.take("next_id").as_i64();
    let ids = if call.ids.is_empty() {
        create::create(call.env, call.model, vec![vals])?
    } else {
        write::write(call.env, call.model, &call.ids, vals)?;
        call.ids.clone()
    };
    let shown = next.map_or(ids, |next| vec![next]);
    Ok(Some(
        specification::read(call.env, call.model, &shown, &specification)?.into(),
    ))
}

pub(super) fn web_save_multi(mut call: Call<'_, '_>) -> Answer {
    let list = call.args.take("vals_list");
    let specification = call.args.object("specification");
    for (id, vals) in call.ids.iter().zip(list.as_array().into_iter().flatten()) {
        write::write(
            call.env,
            call.model,
            &[*id],
            vals.as_object().cloned().unwrap_or_default(),
        )?;
    }
    Ok(Some(
        specification::read(call.env, call.model, &call.ids, &specification)?.into(),
    ))
}

pub(super) fn web_name_search(mut call: Call<'_, '_>) -> Answer {
    let specification = call.args.object("specification");
    let ids = by_name(&mut call)?;
    if specification.keys().all(|name| name == "display_name") {
        let named = |id: &i64| {
            let name = names::display_name(call.env, call.model, *id);
            json!({"id": id, "display_name": name, "__formatted_display_name": name})
        };
        return Ok(Some(ids.iter().map(named).collect()));
    }
    Ok(Some(
        specification::read(call.env, call.model, &ids, &specification)?.into(),
    ))
}

/// Numbers the records in the order they are given.
pub(super) fn web_resequence(mut call: Call<'_, '_>) -> Answer {
    let specification = call.args.object("specification");
    let field = call
        .args
        .text("field_name")
        .unwrap_or_else(|| "sequence".to_owned());
    let offset = call.args.count("offset")?.unwrap_or(0);
    for (place, id) in call.ids.iter().enumerate() {
        let mut vals = Vals::new();
        vals.insert(field.clone(), place.saturating_add(offset).into());
        write::write(call.env, call.model, &[*id], vals)?;
    }
    Ok(Some(
        specification::read(call.env, call.model, &call.ids, &specification)?.into(),
    ))
}

/// Reads records with their parents, and how many children each has.
pub(super) fn hierarchy_read(mut call: Call<'_, '_>) -> Answer {
    let domain = call.args.take("domain");
    let mut specification = call.args.object("specification");
    let parent = python::str(&call.args.take("parent_field"));
    let child = call.args.text("child_field");
    let order = order(&mut call)?;
    let Some(field) = call.model.field(&parent) else {
        return Err(Fault::unknown_field(
            call.env.flavour,
            &call.model.name,
            &parent,
        ));
    };
    specification
        .entry(parent.clone())
        .or_insert_with(|| json!({"fields": {"display_name": {}}}));
    let mut ids = search::search(
        call.env,
        call.model,
        &domain,
        Window::default(),
        order.as_deref(),
    )?;
    let mut known: HashSet<i64> = ids.iter().copied().collect();
    for id in ids.clone() {
        if let crate::store::Cell::Int(parent) = call.env.cell(call.model, field, id)
            && known.insert(parent)
        {
            ids.push(parent);
        }
    }
    let mut records = specification::read(call.env, call.model, &ids, &specification)?;
    for record in records.iter_mut().filter_map(Value::as_object_mut) {
        if child.is_none() {
            let below = json!([[parent, "=", record.get("id")]]);
            let count = search::count(call.env, call.model, &below, None)?;
            record.insert("__child_ids__".to_owned(), count.into());
        }
    }
    Ok(Some(records.into()))
}

/// The values a search panel offers for a field.
pub(super) fn search_panel_range(mut call: Call<'_, '_>) -> Answer {
    let name = python::str(&call.args.take("field_name"));
    let limit = call.args.count("limit")?;
    let Some(field) = call.model.field(&name) else {
        return Err(Fault::unknown_field(
            call.env.flavour,
            &call.model.name,
            &name,
        ));
    };
    let values: Vec<Value> = match field.comodel().map(|other| call.env.registry.at(other)) {
        Some(other) => search::search(
            call.env,
            other,
            &json!([]),
            Window { offset: 0, limit },
            None,
        )?
        .into_iter()
        .map(|id| json!({"id": id, "display_name": names::display_name(call.env, other, id)}))
        .collect(),
        None => field
            .selection
            .iter()
            .map(|(key, label)| json!({"id": key, "display_name": label}))
            .collect(),
    };
    let parent = field.comodel().is_some();
    Ok(Some(
        json!({"parent_field": parent.then_some(false), "values": values}),
    ))
}

/// Answers a form: its defaults when it is new, otherwise what follows from a change.
pub(super) fn onchange(mut call: Call<'_, '_>) -> Answer {
    let values = call.args.object("values");
    let changed = call.args.names("field_names");
    let wanted = call.args.object("fields_spec");
    access::check_model(call.env, call.model, Operation::Read)?;
    if changed.iter().any(|name| call.model.field(name).is_none()) {
        return Ok(Some(json!({})));
    }
    let mut answer = Map::new();
    if changed.is_empty() && call.ids.is_empty() {
        for (name, specification) in &wanted {
            let Some(field) = call.model.field(name) else {
                continue;
            };
            let value = match values.get(name) {
                Some(given) => given.clone(),
                // A contact without a name is called by an empty one.
                None if name == "display_name" && call.model.name == "res.partner" => "".into(),
                None => defaults::default_of(call.env, field).unwrap_or(Value::Bool(false)),
            };
            answer.insert(
                name.clone(),
                specification::shown(call.env, field, &value, specification),
            );
        }
    } else {
        for (name, value) in consequences(&call, &values, &changed)? {
            if let (Some(field), Some(specification)) = (call.model.field(&name), wanted.get(&name))
            {
                answer.insert(
                    name,
                    specification::shown(call.env, field, &value, specification),
                );
            }
        }
    }
    Ok(Some(json!({"value": answer})))
}

/// What follows from changed values: the fields a lead takes from its contact, an address from its
/// company.
fn consequences(
    call: &Call<'_, '_>,
    values: &Map<String, Value>,
    changed: &[String],
) -> Result<Vals, Fault> {
    let mut found = Vals::new();
    let Some(partners) = call.env.registry.model("res.partner") else {
        return Ok(found);
    };
    let (through, fields): (&str, &[&str]) = match call.model.name.as_str() {
        "crm.lead" => (
            "partner_id",
            &[
                "email_from",
                "phone",
                "street",
                "city",
                "zip",
                "country_id",
                "state_id",
            ],
        ),
        "res.partner" if call.env.flavour >= Flavour::V19 => (
            "parent_id",
            &[
                "street",
                "street2",
                "city",
                "zip",
                "country_id",
                "state_id",
                "lang",
            ],
        ),
        "res.partner" => (
            "parent_id",
            &["street", "street2", "city", "zip", "country_id", "state_id"],
        ),
        _ => return Ok(found),
    };
    let Some(partner) = values
        .get(through)
        .and_then(Value::as_i64)
        .filter(|_| changed.iter().any(|name| name == through))
    else {
        return Ok(found);
    };
    access::check_readable(call.env, partners, &[partner])?;
    for name in fields {
        let source = if *name == "email_from" { "email" } else { name };
        let Some(field) = partners.field(source) else {
            continue;
        };
        let cell = call.env.cell(partners, field, partner);
        if cell.as_ref().is_truthy() {
            found.insert(
                (*name).to_owned(),
                crate::records::read::plain(cell.as_ref()),
            );
        }
    }
    Ok(found)
}
