//! What Python does with recordsets, which 17 lets programs call like any other method; an answer
//! that is a recordset is written as the protocol writes one.

use serde_json::Value;

use super::{Answer, Call};
use crate::order::Order;
use crate::records::read::{Load, Reader};
use crate::{Fault, beyond};

/// The records themselves, whatever the environment they are looked at in.
pub(super) fn themselves(call: Call<'_, '_>) -> Answer {
    Ok(Some(beyond::recordset(&call.model.name, &call.ids)))
}

/// No records: `browse` without ids.
pub(super) fn browse(call: Call<'_, '_>) -> Answer {
    Ok(Some(beyond::recordset(&call.model.name, &[])))
}

/// Nothing: the sandbox keeps nothing back.
pub(super) fn flush(_: Call<'_, '_>) -> Answer {
    Ok(None)
}

pub(super) fn ensure_one(call: Call<'_, '_>) -> Answer {
    match call.ids.as_slice() {
        [_] => Ok(Some(beyond::recordset(&call.model.name, &call.ids))),
        ids => Err(Fault::not_one(&call.model.name, ids)),
    }
}

/// Reads one field of the records.
fn values(call: &mut Call<'_, '_>, argument: &str) -> Result<Vec<(i64, Value)>, Fault> {
    let name = crate::python::str(&call.args.take(argument));
    let field = call.model.field(&name).ok_or_else(|| {
        let mut fault = Fault::new("builtins.KeyError", name.as_str());
        fault.arguments = vec![name.as_str().into()];
        fault
    })?;
    crate::access::check_readable(call.env, call.model, &call.ids)?;
    let mut reader = Reader::new(call.env, Load::Plain);
    call.ids
        .iter()
        .map(|id| Ok((*id, reader.value(call.model, field, *id)?)))
        .collect()
}

pub(super) fn mapped(mut call: Call<'_, '_>) -> Answer {
    let mut found = Vec::new();
    for (_, value) in values(&mut call, "func")? {
        match value {
            Value::Array(ids) => found.extend(ids),
            value => found.push(value),
        }
    }
    Ok(Some(found.into()))
}

pub(super) fn filtered(mut call: Call<'_, '_>) -> Answer {
    let kept: Vec<i64> = values(&mut call, "func")?
        .into_iter()
        .filter(|(_, value)| crate::python::truthy(value))
        .map(|(id, _)| id)
        .collect();
    Ok(Some(beyond::recordset(&call.model.name, &kept)))
}

pub(super) fn sorted(mut call: Call<'_, '_>) -> Answer {
    let key = call.args.text("key");
    let mut ids = call.ids.clone();
    let all = ids.len();
    let order = Order::parse(call.env, call.model, key.as_deref())?;
    order.sort(call.env, call.model, &mut ids, all)?;
    if call.args.flag("reverse") {
        ids.reverse();
    }
    Ok(Some(beyond::recordset(&call.model.name, &ids)))
}

/// Tells whether the user is in one of the groups, which a comma divides; `!` denies one.
pub(super) fn user_has_groups(mut call: Call<'_, '_>) -> Answer {
    let groups = crate::python::str(&call.args.take("groups"));
    let has = groups
        .split(',')
        .map(str::trim)
        .any(|group| match group.strip_prefix('!') {
            Some(denied) => !call.env.has_group(denied),
            None => call.env.has_group(group),
        });
    Ok(Some(has.into()))
}
