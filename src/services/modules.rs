//! Odoo's modules: list them, install, upgrade and uninstall them.

use std::future::Future;

use super::{Caller, equals, first, strings};
use crate::arguments;
use crate::error::{Class, Failure};
use crate::value::{Kind, Value};

const MODEL: &str = "ir.module.module";

/// What [`list`] may be asked for, and the options of every call.
pub const OPTIONS: &str = arguments::call_options!("state application limit offset");

/// What is read of a module. The last is a long text, and not read of a whole list.
const FIELDS: [&str; 11] = [
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
    "description",
];

/// The fields of a list, and of a look at the state.
const OF_LIST: &[&str] = FIELDS.split_at(10).0;

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

    /// Why it cannot be made to a module in `state`.
    fn refusal(self, name: &str, state: &str) -> String {
        let why = match (self, state) {
            (Self::Install, "uninstallable") => "' is not installable: it cannot be ",
            (Self::Upgrade, "uninstalled" | "uninstallable") => {
                "' must be installed to upgrade it: it cannot be "
            }
            _ => "' cannot be ",
        };
        [
            "Module '",
            name,
            why,
            self.participle(),
            " while its state is '",
            state,
            "'",
        ]
        .concat()
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

/// Makes `change` to the module `name`: its `ModuleInfo` afterwards. What is done already is not
/// done again.
///
/// # Errors
/// `Odoo` when there is no such module or its state forbids the change; else as the client's
/// methods.
pub async fn change<C: Caller>(
    client: &C,
    name: &C::Value,
    change: Change,
) -> Result<C::Value, Failure<C::Value>> {
    let mut is_made = false;
    loop {
        let module = module_info(client, name).await;
        let module = module.map_err(|failure| match is_made {
            true => failure.after_a_change(),
            false => failure,
        })?;
        let text_of = |key| module.get(key).and_then(|text: C::Value| text.as_string());
        let state = text_of("state").unwrap_or_default();
        if is_made || change.is_done(&state) {
            return Ok(module);
        }
        if !change.is_possible(&state) {
            let name = text_of("name").unwrap_or_default();
            return Err(Failure::new(Class::Odoo, change.refusal(&name, &state)));
        }
        let id = module.get("id").unwrap_or_else(C::Value::null);
        let args = C::Value::one(C::Value::one(id));
        let (model, kwargs) = (C::Value::string(MODEL), C::Value::object());
        client.call(model, change.button(), args, kwargs).await?;
        is_made = true;
    }
}

/// The `ModuleInfo` of the module `name`.
///
/// # Errors
/// `Odoo` when there is no such module; else as the client's `searchRead`.
pub async fn module_info<C: Caller>(
    client: &C,
    name: &C::Value,
) -> Result<C::Value, Failure<C::Value>> {
    let text = arguments::name("name", name.clone())?
        .as_string()
        .unwrap_or_default();
    first(&find(client, name, &FIELDS).await?)
        .ok_or_else(|| Failure::new(Class::Odoo, ["Module '", &text, "' not found"].concat()))
}

/// Whether the module `name` is there and installed.
///
/// # Errors
/// As the client's `searchRead`.
pub async fn is_installed<C: Caller>(
    client: &C,
    name: &C::Value,
) -> Result<bool, Failure<C::Value>> {
    arguments::name("name", name.clone())?;
    let module = first(&find(client, name, OF_LIST).await?);
    let state = module.and_then(|module| module.get("state"));
    Ok(state.is_some_and(|state| state.is_word("installed")))
}

/// The modules that `options` (`{state?, application?, limit?, offset?}`) select, by name.
///
/// # Errors
/// `Type` for options of the wrong type; else as the client's `searchRead`.
pub async fn list<C: Caller>(client: &C, options: C::Value) -> Result<C::Value, Failure<C::Value>> {
    let options = arguments::options_object("options", options)?;
    let mut domain = Vec::new();
    for (field, kind, expected) in [
        ("state", Kind::String, "a state, like 'installed'"),
        ("application", Kind::Boolean, "true or false"),
    ] {
        match options.get(field) {
            Some(value) if value.kind() == kind => domain.push(equals(field, value)),
            Some(other) => return Err(arguments::wrong(field, expected, &other).into()),
            None => {}
        }
    }
    let mut query = C::Value::object().with("fields", strings(OF_LIST));
    for key in ["limit", "offset"] {
        if let Some(value) = options.get(key) {
            query.set(key, value);
        }
    }
    query.set("order", C::Value::string("name"));
    let domain = C::Value::array(domain);
    client.search_read(MODEL, domain, query).await
}

/// Reads the module `name`: a list of it, or of nothing.
fn find<C: Caller>(
    client: &C,
    name: &C::Value,
    fields: &[&str],
) -> impl Future<Output = Result<C::Value, Failure<C::Value>>> {
    let domain = C::Value::one(equals("name", name.clone()));
    let options = C::Value::object()
        .with("fields", strings(fields))
        .with("limit", C::Value::number(1.0));
    client.search_read(MODEL, domain, options)
}
