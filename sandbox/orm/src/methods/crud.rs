//! The methods everything else is made of: searching, reading, creating, writing, deleting, naming.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{Answer, Call};
use crate::domain::{Node, Operator};
use crate::fault::Subject;
use crate::records::read::Load;
use crate::records::{
    Vals, copy as copies, create as creation, defaults, read as reading, unlink as deletion,
    write as changes,
};
use crate::search::Window;
use crate::signature::Arguments;
use crate::{Fault, Flavour, access, domain, names, python, search as searching};

/// Reads the window of a search.
pub(super) fn window(args: &mut Arguments) -> Result<Window, Fault> {
    Ok(Window {
        offset: args.count("offset")?.unwrap_or(0),
        limit: args.count("limit")?,
    })
}

/// Reads an order: text, or nothing.
pub(super) fn order(call: &mut Call<'_, '_>) -> Result<Option<String>, Fault> {
    match call.args.take("order") {
        Value::String(text) => Ok(Some(text)),
        nothing if !python::truthy(&nothing) => Ok(None),
        other => {
            let class = python::class(&other);
            Err(match call.env.flavour {
                Flavour::V17 => Fault::new(
                    "builtins.AttributeError",
                    format!("'{class}' object has no attribute 'split'"),
                ),
                _ => Fault::type_error(format!(
                    "expected string or bytes-like object, got '{class}'"
                )),
            })
        }
    }
}

fn load_of(value: &Value) -> Load {
    match value {
        Value::String(text) if text == "_classic_read" => Load::Classic,
        Value::String(text) if text == "web" => Load::Web,
        Value::Null => Load::Classic,
        _ => Load::Plain,
    }
}

pub(super) fn search(mut call: Call<'_, '_>) -> Answer {
    let domain = call.args.take("domain");
    let window = window(&mut call.args)?;
    let order = order(&mut call)?;
    Ok(Some(
        searching::search(call.env, call.model, &domain, window, order.as_deref())?.into(),
    ))
}

pub(super) fn search_count(mut call: Call<'_, '_>) -> Answer {
    let domain = call.args.take("domain");
    let limit = call.args.count("limit")?;
    Ok(Some(
        searching::count(call.env, call.model, &domain, limit)?.into(),
    ))
}

pub(super) fn search_read(mut call: Call<'_, '_>) -> Answer {
    // `domain or []`, where the others take none for an error.
    let domain = match call.args.take("domain") {
        domain if python::truthy(&domain) => domain,
        _ => json!([]),
    };
    let fields = call.args.names("fields");
    let window = window(&mut call.args)?;
    let order = order(&mut call)?;
    let load = load_of(&call.args.take("load"));
    call.args.refuse_rest(
        "BaseModel._read_format()",
        &["domain", "fields", "offset", "limit", "order", "load"],
    )?;
    let records = reading::search_read(
        call.env,
        call.model,
        &domain,
        &fields,
        window,
        order.as_deref(),
        load,
    )?;
    Ok(Some(records.into()))
}

pub(super) fn read(mut call: Call<'_, '_>) -> Answer {
    let fields = call.args.names("fields");
    let load = load_of(&call.args.take("load"));
    Ok(Some(
        reading::read(call.env, call.model, &call.ids, &fields, load)?.into(),
    ))
}

/// Reads the values of one record.
fn vals(value: Value) -> Result<Vals, Fault> {
    match value {
        Value::Object(vals) => Ok(vals),
        other => Err(Fault::new(
            "builtins.AttributeError",
            format!(
                "'{}' object has no attribute 'items'",
                python::class(&other)
            ),
        )),
    }
}

pub(super) fn create(mut call: Call<'_, '_>) -> Answer {
    Ok(Some(match call.args.take("vals_list") {
        Value::Array(list) => {
            let list = list.into_iter().map(vals).collect::<Result<_, _>>()?;
            creation::create(call.env, call.model, list)?.into()
        }
        one => creation::create(call.env, call.model, vec![vals(one)?])?
            .first()
            .copied()
            .into(),
    }))
}

pub(super) fn write(mut call: Call<'_, '_>) -> Answer {
    let vals = vals(call.args.take("vals"))?;
    changes::write(call.env, call.model, &call.ids, vals)?;
    Ok(Some(true.into()))
}

pub(super) fn unlink(call: Call<'_, '_>) -> Answer {
    deletion::unlink(call.env, call.model, &call.ids)?;
    Ok(Some(true.into()))
}

/// Deletes, and says in a class of its own that a record is still needed by others.
pub(super) fn web_unlink(call: Call<'_, '_>) -> Answer {
    deletion::unlink(call.env, call.model, &call.ids).map_err(|mut fault| {
        if fault.subject == Subject::ForeignKey {
            fault.name = "odoo.addons.web.models.models.UnlinkBlockedError".to_owned();
        }
        fault
    })?;
    Ok(Some(true.into()))
}

pub(super) fn copy(mut call: Call<'_, '_>) -> Answer {
    let default = call.args.object("default");
    if call.env.flavour == Flavour::V17 && call.ids.len() != 1 {
        return Err(Fault::not_one(&call.model.name, &call.ids));
    }
    let copied = copies::copy(call.env, call.model, &call.ids, &default)?;
    Ok(Some(match call.env.flavour {
        Flavour::V17 => copied.first().copied().into(),
        _ => copied.into(),
    }))
}

pub(super) fn copy_data(mut call: Call<'_, '_>) -> Answer {
    let default = call.args.object("default");
    if call.env.flavour == Flavour::V17 && call.ids.len() != 1 {
        return Err(Fault::not_one(&call.model.name, &call.ids));
    }
    changes::check_exist(call.env, call.model, &call.ids)?;
    access::check_readable(call.env, call.model, &call.ids)?;
    let mut data = call
        .ids
        .iter()
        .map(|id| copies::copy_data(call.env, call.model, *id, &default).map(Value::Object))
        .collect::<Result<Vec<_>, _>>()?;
    // 17 copies one record at a time, and takes the list off.
    Ok(match call.env.flavour {
        Flavour::V17 => data.pop(),
        _ => Some(data.into()),
    })
}

pub(super) fn archive(call: Call<'_, '_>) -> Answer {
    deletion::set_active(call.env, call.model, &call.ids, false)?;
    Ok(None)
}

pub(super) fn unarchive(call: Call<'_, '_>) -> Answer {
    deletion::set_active(call.env, call.model, &call.ids, true)?;
    Ok(None)
}

pub(super) fn toggle_active(call: Call<'_, '_>) -> Answer {
    for id in call.ids {
        let active = call.env.stored(call.model, "active", id).is_truthy();
        deletion::set_active(call.env, call.model, &[id], !active)?;
    }
    Ok(None)
}

pub(super) fn exists(call: Call<'_, '_>) -> Answer {
    let ids: Vec<i64> = call
        .ids
        .into_iter()
        .filter(|id| call.env.exists(call.model, *id))
        .collect();
    Ok(Some(ids.into()))
}

pub(super) fn filtered_domain(mut call: Call<'_, '_>) -> Answer {
    let node = domain::parse(call.env.flavour, &call.args.take("domain"))?;
    let ids = call.ids.clone();
    let node = Node::and([node, Node::leaf("id", Operator::In, ids)]);
    let found: HashSet<i64> = call
        .env
        .with_active_test(false, |env| {
            searching::search_node(env, call.model, &node, Window::default(), Some("id"))
        })?
        .into_iter()
        .collect();
    Ok(Some(
        call.ids
            .into_iter()
            .filter(|id| found.contains(id))
            .collect::<Vec<_>>()
            .into(),
    ))
}

/// Pairs ids with names.
fn named(call: &Call<'_, '_>, ids: &[i64]) -> Value {
    ids.iter()
        .map(|id| json!([id, names::display_name(call.env, call.model, *id)]))
        .collect()
}

pub(super) fn name_get(call: Call<'_, '_>) -> Answer {
    changes::check_exist(call.env, call.model, &call.ids)?;
    access::check_readable(call.env, call.model, &call.ids)?;
    Ok(Some(named(&call, &call.ids)))
}

pub(super) fn name_create(mut call: Call<'_, '_>) -> Answer {
    let name = call.args.take("name");
    let Some(rec_name) = call.model.rec_name.clone() else {
        return Ok(Some(false.into()));
    };
    let mut vals = Vals::new();
    // A contact's name may have an address behind it: `Ada <ada@example.com>`.
    let address = name
        .as_str()
        .and_then(|text| text.trim().strip_suffix('>')?.rsplit_once('<'));
    match address.filter(|(_, email)| call.model.name == "res.partner" && email.contains('@')) {
        Some((before, email)) => {
            let before = before.trim().trim_matches('"');
            let own = if before.is_empty() { email } else { before };
            vals.insert(rec_name, own.into());
            vals.insert("email".to_owned(), email.into());
        }
        None => drop(vals.insert(rec_name, name)),
    }
    let ids = creation::create(call.env, call.model, vec![vals])?;
    let pairs = named(&call, &ids);
    Ok(Some(pairs.get(0).cloned().unwrap_or(Value::Bool(false))))
}

/// Finds records by name, within a domain.
pub(super) fn by_name(call: &mut Call<'_, '_>) -> Result<Vec<i64>, Fault> {
    let name = call.args.take("name");
    let within = call.args.take_any(&["domain", "args"]);
    let operator = call
        .args
        .text("operator")
        .unwrap_or_else(|| "ilike".to_owned());
    let limit = call.args.count("limit")?;
    let operator = Operator::from_name(&operator).ok_or_else(|| {
        Fault::value(format!(
            "Invalid operator {}",
            python::repr(&operator.into())
        ))
    })?;
    let within = match within {
        nothing if !python::truthy(&nothing) => Node::True,
        within => domain::parse(call.env.flavour, &within)?,
    };
    let empty = !python::truthy(&name) && matches!(operator, Operator::Ilike | Operator::Like);
    let by_name = if empty {
        Node::True
    } else {
        searching::name_domain(call.model, operator, &name)
    };
    searching::search_node(
        call.env,
        call.model,
        &Node::and([by_name, within]),
        Window { offset: 0, limit },
        None,
    )
}

pub(super) fn name_search(mut call: Call<'_, '_>) -> Answer {
    let ids = by_name(&mut call)?;
    Ok(Some(named(&call, &ids)))
}

pub(super) fn default_get(mut call: Call<'_, '_>) -> Answer {
    let fields = match call.args.names("fields") {
        names if names.is_empty() => call.args.names("fields_list"),
        names => names,
    };
    Ok(Some(Value::Object(defaults::default_get(
        call.env, call.model, &fields,
    )?)))
}
