//! Odoo's modules: list them, install, upgrade and uninstall them.

use super::{Caller, equals, object, strings};
use crate::crud;
use crate::error::{Class, Error, Failure};
use crate::value::{Kind, Value};

const MODEL: &str = "ir.module.module";

/// What is read of a module.
const FIELDS: [&str; 10] = [
    "name",
    "shortdesc",
    "summary",
    "state",
    "installed_version",
    "latest_version",
    "author",
    "website",
    "application",
    "category_id",
];

/// What can be done to a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Installs it, and what it depends on.
    Install,
    /// Uninstalls it, and what depends on it.
    Uninstall,
    /// Upgrades it to the version on the server's disk.
    Upgrade,
}

impl Change {
    fn button(self) -> &'static str {
        match self {
            Self::Install => "button_immediate_install",
            Self::Uninstall => "button_immediate_uninstall",
            Self::Upgrade => "button_immediate_upgrade",
        }
    }

    fn participle(self) -> &'static str {
        match self {
            Self::Install => "installed",
            Self::Uninstall => "uninstalled",
            Self::Upgrade => "upgraded",
        }
    }

    /// Whether a module in `state` is what this change would make of it.
    fn is_done(self, state: &str) -> bool {
        match self {
            Self::Install => state == "installed",
            Self::Uninstall => state == "uninstalled",
            Self::Upgrade => false,
        }
    }

    /// Whether Odoo's button works on a module in `state`.
    fn is_possible(self, state: &str) -> bool {
        match self {
            Self::Install => matches!(state, "uninstalled" | "to install"),
            Self::Uninstall => matches!(state, "installed" | "to upgrade" | "to remove"),
            Self::Upgrade => matches!(state, "installed" | "to upgrade"),
        }
    }
}

/// Makes `change` to the module `name`: its `ModuleInfo` afterwards. What is done already is not done again.
///
/// # Errors
/// `Odoo` when there is no such module or its state forbids the change; else as the client's methods.
pub async fn change<C: Caller>(
    client: &C,
    name: &C::Value,
    change: Change,
) -> Result<C::Value, Failure<C::Value>> {
    let module = module_info(client, name).await?;
    let name_text = module
        .get("name")
        .and_then(|name| name.as_string())
        .unwrap_or_default();
    let state = module
        .get("state")
        .and_then(|state| state.as_string())
        .unwrap_or_default();
    if change.is_done(&state) {
        return Ok(module);
    }
    if !change.is_possible(&state) {
        return Err(Failure::new(
            Class::Odoo,
            format!(
                "Module '{name_text}' cannot be {} while its state is '{state}'",
                change.participle()
            ),
        ));
    }
    let id = module.get("id").unwrap_or_else(C::Value::null);
    let args = C::Value::array(vec![C::Value::array(vec![id])]);
    client
        .call(
            C::Value::string(MODEL),
            change.button(),
            args,
            C::Value::object(),
        )
        .await?;
    module_info(client, name).await
}

/// The `ModuleInfo` of the module `name`.
///
/// # Errors
/// `Odoo` when there is no such module; else as the client's `searchRead`.
pub async fn module_info<C: Caller>(
    client: &C,
    name: &C::Value,
) -> Result<C::Value, Failure<C::Value>> {
    let text = crud::name("name", name.clone())?
        .as_string()
        .unwrap_or_default();
    find(client, name)
        .await?
        .ok_or_else(|| Failure::new(Class::Odoo, format!("Module '{text}' not found")))
}

/// Whether the module `name` is there and installed.
///
/// # Errors
/// As the client's `searchRead`.
pub async fn is_installed<C: Caller>(
    client: &C,
    name: &C::Value,
) -> Result<bool, Failure<C::Value>> {
    crud::name("name", name.clone())?;
    let state = find(client, name)
        .await?
        .and_then(|module| module.get("state")?.as_string());
    Ok(state.as_deref() == Some("installed"))
}

/// The modules that `options` (`{state?, application?, limit?, offset?}`) select, by name.
///
/// # Errors
/// `Type` for options of the wrong type; else as the client's `searchRead`.
pub async fn list<C: Caller>(client: &C, options: C::Value) -> Result<C::Value, Failure<C::Value>> {
    let options = crud::options_object("options", options)?;
    let mut domain = Vec::new();
    if let Some(state) = options.get("state") {
        domain.push(condition(
            "state",
            state,
            Kind::String,
            "a state, like 'installed'",
        )?);
    }
    if let Some(application) = options.get("application") {
        domain.push(condition(
            "application",
            application,
            Kind::Boolean,
            "true or false",
        )?);
    }
    let mut query: C::Value = object([("fields", strings(&FIELDS))]);
    for key in ["limit", "offset"] {
        if let Some(value) = options.get(key) {
            query.set(key, value);
        }
    }
    query.set("order", C::Value::string("name"));
    client
        .search_read(MODEL, C::Value::array(domain), query)
        .await
}

async fn find<C: Caller>(
    client: &C,
    name: &C::Value,
) -> Result<Option<C::Value>, Failure<C::Value>> {
    let domain = C::Value::array(vec![equals("name", name.clone())]);
    let options = object([
        ("fields", strings(&FIELDS)),
        ("limit", C::Value::number(1.0)),
    ]);
    let found = client.search_read(MODEL, domain, options).await?;
    Ok(found.items().and_then(|modules| modules.into_iter().next()))
}

fn condition<V: Value>(field: &str, value: V, kind: Kind, expected: &str) -> Result<V, Error<V>> {
    if value.kind() == kind {
        Ok(equals(field, value))
    } else {
        Err(crud::wrong(field, expected, &value))
    }
}
