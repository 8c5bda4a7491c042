//! The buttons of `ir.module.module`.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Answer, Call};
use crate::env::Env;
use crate::records::{Vals, write};
use crate::schema::{Model, Operation};
use crate::{Fault, Flavour, access};

/// Installs modules and what they depend on.
pub(super) fn install(mut call: Call<'_, '_>) -> Answer {
    check(&call)?;
    let mut waiting = call.ids.clone();
    while let Some(id) = waiting.pop() {
        match state(&call, id).as_deref() {
            Some("uninstalled" | "to install") => {
                waiting.extend(dependencies(call.env, call.model, id, false));
                set_state(&mut call, id, "installed")?;
            }
            Some("uninstallable") => {
                let name = name(&call, id);
                return Err(Fault::user(format!(
                    "You try to install module \"{name}\" that is not installable on this system."
                )));
            }
            _ => {}
        }
    }
    done(&call)
}

/// Uninstalls modules and what depends on them.
pub(super) fn uninstall(mut call: Call<'_, '_>) -> Answer {
    check(&call)?;
    if let Some(id) = call
        .ids
        .iter()
        .find(|id| matches!(name(&call, **id).as_str(), "base" | "web"))
    {
        let name = name(&call, *id);
        return Err(Fault::user(format!(
            "Those modules cannot be uninstalled: {name}"
        )));
    }
    if call.ids.iter().any(|id| {
        !matches!(
            state(&call, *id).as_deref(),
            Some("installed" | "to upgrade")
        )
    }) {
        return Err(Fault::user(
            "One or more of the selected modules have already been uninstalled, if you believe this to be an error, \
             you may try again later or contact support.",
        ));
    }
    let mut waiting = call.ids.clone();
    while let Some(id) = waiting.pop() {
        if state(&call, id).as_deref() == Some("installed") {
            waiting.extend(dependencies(call.env, call.model, id, true));
            set_state(&mut call, id, "uninstalled")?;
        }
    }
    done(&call)
}

/// Upgrades modules: only what is installed can be.
pub(super) fn upgrade(call: Call<'_, '_>) -> Answer {
    check(&call)?;
    if let Some(id) = call
        .ids
        .iter()
        .find(|id| state(&call, **id).as_deref() != Some("installed"))
    {
        let name = name(&call, *id);
        return Err(Fault::user(format!(
            "Can not upgrade module \"{name}\". It is not installed."
        )));
    }
    done(&call)
}

/// Looks for new modules: there are none. Answers with how many were updated and added.
pub(super) fn update_list(call: Call<'_, '_>) -> Answer {
    access::check_model(call.env, call.model, Operation::Write)?;
    Ok(Some(json!([0, 0])))
}

fn check(call: &Call<'_, '_>) -> Result<(), Fault> {
    if !call.env.su && !call.env.has_group("base.group_system") {
        return Err(Fault::access_denied());
    }
    write::check_exist(call.env, call.model, &call.ids)
}

fn text(call: &Call<'_, '_>, field: &str, id: i64) -> Option<String> {
    call.env
        .stored(call.model, field, id)
        .str()
        .map(str::to_owned)
}

fn state(call: &Call<'_, '_>, id: i64) -> Option<String> {
    text(call, "state", id)
}

fn name(call: &Call<'_, '_>, id: i64) -> String {
    text(call, "name", id).unwrap_or_default()
}

/// Where the client goes next.
fn done(call: &Call<'_, '_>) -> Answer {
    let url = if call.env.flavour == Flavour::V17 {
        "/web"
    } else {
        "/odoo"
    };
    Ok(Some(
        json!({"type": "ir.actions.act_url", "target": "self", "url": url}),
    ))
}

fn set_state(call: &mut Call<'_, '_>, id: i64, state: &str) -> Result<(), Fault> {
    let mut vals = Vals::new();
    vals.insert("state".to_owned(), state.into());
    let model = call.model;
    call.env.sudo(|env| write::write(env, model, &[id], vals))
}

/// The modules a module depends on or, reversed, those that depend on it.
fn dependencies(env: &Env<'_>, modules: &Model, id: i64, reversed: bool) -> Vec<i64> {
    let Some(model) = env.registry.model("ir.module.module.dependency") else {
        return Vec::new();
    };
    let by_name = |name: &str| -> Option<i64> {
        let table = env.table(modules);
        table.find(|id| env.stored(modules, "name", id).str() == Some(name))
    };
    let own = env.stored(modules, "name", id).str().unwrap_or_default();
    env.table(model)
        .ids()
        .filter_map(|link| {
            let needs = env.stored(model, "name", link).str()?;
            let module = env.stored(model, "module_id", link).int()?;
            if reversed {
                (needs == own).then_some(module)
            } else {
                (module == id).then(|| by_name(needs)).flatten()
            }
        })
        .collect()
}

/// The installed modules that go when these do, and which need them: ascending.
pub(crate) fn impact(env: &Env<'_>, modules: &Model, chosen: &[i64]) -> Vec<i64> {
    let mut found = BTreeSet::new();
    let mut waiting = chosen.to_vec();
    while let Some(id) = waiting.pop() {
        if env.stored(modules, "state", id).str() == Some("installed") && found.insert(id) {
            waiting.extend(dependencies(env, modules, id, true));
        }
    }
    found.into_iter().collect()
}
