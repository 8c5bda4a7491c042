//! Credentials, and what protocols ask about users.

use serde_json::{Map, Value};

use crate::env::Env;
use crate::schema::{Field, Model};
use crate::store::{Cell, CellRef};
use crate::{Company, Fault, Flavour, User, moment, names, python};

/// The column that keeps passwords. Its field is named like none of Odoo's, and nothing reads it
/// out.
pub(crate) const SECRET: &str = "_secret";
/// The field that tells whether a user has two-factor authentication.
pub(crate) const SECOND_FACTOR: &str = "totp_enabled";

/// Finds an active user by login.
pub(crate) fn by_login(env: &Env<'_>, login: &str) -> Option<i64> {
    let users = env.registry.model("res.users")?;
    let slot = users.field("login")?.slot()?;
    let found = match env.table(users).with_value(slot, CellRef::Text(login)) {
        Some(ids) => ids.first().copied(),
        None => env
            .table(users)
            .ids()
            .find(|id| env.table(users).cell(*id, slot) == CellRef::Text(login)),
    };
    found.filter(|id| env.stored(users, "active", *id).is_truthy())
}

/// Tells whether this is a user's password.
pub(crate) fn password_is(env: &Env<'_>, uid: i64, password: &str) -> bool {
    !password.is_empty()
        && env
            .registry
            .model("res.users")
            .and_then(|users| env.stored(users, SECRET, uid).str())
            .is_some_and(|known| known == password)
}

/// Tells whether a user needs a second factor to log in: then no program gets in with the password.
pub(crate) fn has_second_factor(env: &Env<'_>, uid: i64) -> bool {
    let users = env.registry.model("res.users");
    users.is_some_and(|users| env.stored(users, SECOND_FACTOR, uid).is_truthy())
}

/// Tells whether a program may act as a user with this password, or key.
pub(crate) fn opens(env: &Env<'_>, uid: i64, secret: &str) -> bool {
    (password_is(env, uid, secret) && !has_second_factor(env, uid))
        || by_api_key(env, secret) == Some(uid)
}

/// Finds the user of an API key that has not expired.
pub(crate) fn by_api_key(env: &Env<'_>, key: &str) -> Option<i64> {
    let keys = env.registry.model("res.users.apikeys")?;
    if key.is_empty() {
        return None;
    }
    let id = api_key_id(env, keys, key)?;
    let scope = env.stored(keys, "scope", id).str();
    if scope.is_some_and(|scope| scope != RPC) {
        return None;
    }
    if env
        .stored(keys, "expiration_date", id)
        .int()
        .is_some_and(|until| until <= env.now)
    {
        return None;
    }
    let uid = env.stored(keys, "user_id", id).int()?;
    let users = env.registry.model("res.users")?;
    env.stored(users, "active", uid).is_truthy().then_some(uid)
}

/// Finds the user of an API key that opens JSON-2: from 20.0 on a key without a scope does not.
pub(crate) fn by_bearer_key(env: &Env<'_>, key: &str) -> Option<i64> {
    let scoped = || api_key(env, key).is_some_and(|key| key.scope.as_deref() == Some(RPC));
    by_api_key(env, key).filter(|_| env.flavour < Flavour::V20 || scoped())
}

/// Checks what every `execute_kw` carries.
pub(crate) fn check(env: &Env<'_>, uid: i64, password: &str) -> Result<(), Fault> {
    if password.is_empty() {
        return Err(Fault::access_denied());
    }
    if uid <= 0 {
        return Err(Fault::access_denied());
    }
    let users = env.model("res.users")?;
    if !env.exists(users, uid) {
        return Err(Fault::missing("res.users", &[uid], uid));
    }
    if !env.stored(users, "active", uid).is_truthy() {
        return Err(Fault::access_denied());
    }
    if opens(env, uid, password) {
        return Ok(());
    }
    Err(Fault::access_denied())
}

/// A user's own context: `lang`, `tz`, `uid`.
pub(crate) fn context_of(env: &Env<'_>, uid: i64) -> Map<String, Value> {
    let text = |name: &str| {
        let users = env.registry.model("res.users")?;
        match env.cell(users, users.field(name)?, uid) {
            Cell::Text(text) if !text.is_empty() => Some(Value::from(text.as_ref())),
            _ => None,
        }
    };
    let mut context = Map::new();
    context.insert(
        "lang".to_owned(),
        text("lang").unwrap_or_else(|| "en_US".into()),
    );
    context.insert("tz".to_owned(), text("tz").unwrap_or(Value::Bool(false)));
    context.insert("uid".to_owned(), uid.into());
    context
}

fn company(env: &Env<'_>, companies: &Model, id: i64) -> Company {
    Company {
        id,
        name: names::display_name(env, companies, id),
    }
}

/// Describes a user.
pub(crate) fn describe(env: &Env<'_>, uid: i64) -> Option<User> {
    let users = env.registry.model("res.users")?;
    let companies = env.registry.model("res.company")?;
    let partners = env.registry.model("res.partner")?;
    if !env.exists(users, uid) {
        return None;
    }
    let partner_id = env.stored(users, "partner_id", uid).int()?;
    let of_user = env.groups_of(uid);
    let data = env.registry.model("ir.model.data")?;
    let slot = |name: &str| data.field(name).and_then(Field::slot);
    let (module, name, model, res_id) = (
        slot("module")?,
        slot("name")?,
        slot("model")?,
        slot("res_id")?,
    );
    let table = env.table(data);
    let mut groups: Vec<String> = table
        .ids()
        .filter(|id| table.cell(*id, model) == CellRef::Text("res.groups"))
        .filter(|id| {
            table
                .cell(*id, res_id)
                .int()
                .is_some_and(|group| of_user.contains(&group))
        })
        .filter_map(|id| {
            Some(format!(
                "{}.{}",
                table.cell(id, module).str()?,
                table.cell(id, name).str()?
            ))
        })
        .collect();
    groups.sort();
    let within = |xml_id: &str| {
        env.xml_id_of(xml_id)
            .is_some_and(|id| of_user.contains(&id))
    };
    let company_id = env.stored(users, "company_id", uid).int().unwrap_or(1);
    let allowed = users
        .field("company_ids")
        .map(|field| env.linked(users, field, uid))
        .unwrap_or_default();
    Some(User {
        uid,
        login: env
            .stored(users, "login", uid)
            .str()
            .unwrap_or_default()
            .to_owned(),
        name: env
            .stored(partners, "name", partner_id)
            .str()
            .unwrap_or_default()
            .to_owned(),
        partner_id,
        partner_name: names::display_name(env, partners, partner_id),
        partner_write_date: env
            .stored(partners, "write_date", partner_id)
            .int()
            .map(moment::datetime_text)
            .unwrap_or_default(),
        context: context_of(env, uid),
        company: company(env, companies, company_id),
        companies: allowed
            .into_iter()
            .map(|id| company(env, companies, id))
            .collect(),
        is_system: within("base.group_system"),
        is_admin: within("base.group_erp_manager"),
        is_internal: within("base.group_user"),
        groups,
    })
}

/// What is known of an API key besides its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiKey {
    pub(crate) name: String,
    /// What it opens; `None`: everything.
    pub(crate) scope: Option<String>,
    /// When it ends, in seconds since 1970.
    pub(crate) expires: Option<i64>,
}

/// The scope of keys that open what programs call.
pub(crate) const RPC: &str = "rpc";

/// Finds the record of a key.
fn api_key_id(env: &Env<'_>, keys: &Model, key: &str) -> Option<i64> {
    env.table(keys)
        .find(|id| env.stored(keys, SECRET, id).str() == Some(key))
}

/// Looks up a key.
pub(crate) fn api_key(env: &Env<'_>, key: &str) -> Option<ApiKey> {
    let keys = env.registry.model("res.users.apikeys")?;
    let id = api_key_id(env, keys, key)?;
    let text = |field: &str| env.stored(keys, field, id).str().map(str::to_owned);
    Some(ApiKey {
        name: text("name").unwrap_or_default(),
        scope: text("scope"),
        expires: env.stored(keys, "expiration_date", id).int(),
    })
}

/// Counts the keys of a user that have not expired.
pub(crate) fn live_api_keys(env: &Env<'_>, uid: i64) -> usize {
    let Some(keys) = env.registry.model("res.users.apikeys") else {
        return 0;
    };
    let lives = |id: &i64| {
        let until = env.stored(keys, "expiration_date", *id).int();
        env.stored(keys, "user_id", *id).int() == Some(uid) && until.is_none_or(|at| at > env.now)
    };
    env.table(keys).ids().filter(lives).count()
}

/// Gives a user an API key.
pub(crate) fn add_api_key(env: &mut Env<'_>, uid: i64, key: &str, made: ApiKey) {
    let Some(keys) = env.registry.model("res.users.apikeys") else {
        return;
    };
    let id = env.data.table_mut(keys.index).take_id();
    env.data.insert(keys.index, id);
    let cells = [
        ("name", Cell::text(made.name)),
        ("user_id", Cell::Int(uid)),
        (SECRET, Cell::text(key)),
        ("scope", made.scope.map_or(Cell::Null, Cell::text)),
        ("expiration_date", made.expires.into()),
        ("create_date", Cell::Int(env.now)),
    ];
    for (name, cell) in cells {
        if let Some(slot) = keys.field(name).and_then(Field::slot) {
            env.data.set(keys.index, id, slot, cell);
        }
    }
}

/// Refuses a context whose language is not installed; 17 reads in English instead.
///
/// # Errors
/// `UserError`, naming the language, from 18 on.
pub(crate) fn check_language(env: &mut Env<'_>) -> Result<(), Fault> {
    let given = env.context.values.get("lang");
    let other = given.filter(|lang| !lang.is_string() && python::truthy(lang));
    if let (Some(other), true) = (other, env.flavour >= Flavour::V18) {
        let words = format!("Invalid language code: {}", python::str(other));
        return Err(Fault::user(words));
    }
    let Some(lang) = env.context.lang.clone() else {
        return Ok(());
    };
    let Some(langs) = env.registry.model("res.lang") else {
        return Ok(());
    };
    let installed = env.table(langs).ids().any(|id| {
        env.stored(langs, "code", id).str() == Some(&lang)
            && env.stored(langs, "active", id).is_truthy()
    });
    if installed {
        return Ok(());
    }
    env.context.lang = None;
    if env.flavour == Flavour::V17 {
        Ok(())
    } else {
        Err(Fault::user(format!("Invalid language code: {lang}")))
    }
}
