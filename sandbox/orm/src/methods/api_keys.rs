//! API keys made and revoked by programs, from 20.0 on: with a key one makes another of the same
//! scope.

use super::{Answer, Call};
use crate::env::Env;
use crate::schema::Field;
use crate::store::CellRef;
use crate::users::{self, ApiKey};
use crate::{Fault, attachment, moment, python};

/// So many keys that have not expired may a user have.
const MOST_KEYS: usize = 10;
/// So many days may a key live of an employee, and of a user who is none; keys of administrators
/// live for ever.
const LONGEST: (i64, i64) = (90, 1);
/// The seconds of a day.
const DAY: i64 = 86_400;
/// The parameter that lets everybody make keys.
const FOR_ALL: &str = "base.enable_programmatic_api_keys";

/// Makes a key; answers with it.
pub(super) fn generate(mut call: Call<'_, '_>) -> Answer {
    let given = python::str(&call.args.take("key"));
    let scope = call.args.text("scope");
    let name = call.args.text("name").unwrap_or_default();
    let expires =
        match call.args.text("expiration_date") {
            Some(text) => Some(moment::parse_datetime(&text).ok_or_else(|| {
                Fault::value(format!("{} is no date", python::repr(&text.into())))
            })?),
            None => None,
        };
    let env = &mut *call.env;
    let own = own_key(env, &given)?;
    let administrator = env.su || env.has_group("base.group_system");
    if !administrator && !env.sudo(|env| is_for_all(env)) {
        return Err(Fault::access(
            "Only administrators make API keys by program on this database.",
        ));
    }
    if own.scope != scope {
        return Err(Fault::access("A key makes keys of its own scope only."));
    }
    if !administrator {
        let longest = if env.has_group("base.group_user") {
            LONGEST.0
        } else {
            LONGEST.1
        };
        match expires {
            None => return Err(Fault::user("The API key must have an expiration date")),
            Some(at) if at - env.now > longest * DAY => {
                return Err(Fault::user(format!(
                    "You cannot exceed {longest}.0 days: ask an administrator for a key that lives longer."
                )));
            }
            Some(_) => {}
        }
    }
    if users::live_api_keys(env, env.uid) >= MOST_KEYS {
        return Err(Fault::user(format!(
            "You cannot have more than {MOST_KEYS} API keys."
        )));
    }
    let seed = format!("{given}/{}/{}", env.now, env.table(call.model).rows());
    let key = attachment::sha1(seed.as_bytes());
    let made = ApiKey {
        name,
        scope,
        expires,
    };
    users::add_api_key(env, env.uid, &key, made);
    Ok(Some(key.into()))
}

/// Takes a key of the user's own back.
pub(super) fn revoke(mut call: Call<'_, '_>) -> Answer {
    let given = python::str(&call.args.take("key"));
    let env = &mut *call.env;
    own_key(env, &given)?;
    let slot = call.model.field(users::SECRET).and_then(Field::slot);
    let id = slot.and_then(|slot| {
        let table = env.table(call.model);
        table.find(|id| table.cell(id, slot) == CellRef::Text(&given))
    });
    if let Some(id) = id {
        env.data.remove(call.model.index, id);
    }
    Ok(None)
}

/// Finds a key of the user's own that is still good.
fn own_key(env: &Env<'_>, key: &str) -> Result<ApiKey, Fault> {
    if users::by_api_key(env, key) != Some(env.uid) {
        return Err(Fault::access_denied());
    }
    users::api_key(env, key).ok_or_else(Fault::access_denied)
}

fn is_for_all(env: &Env<'_>) -> bool {
    let value = super::parameters::parameter(env, FOR_ALL);
    value.is_some_and(|value| !matches!(value.as_str(), Some("False" | "false" | "0" | "")))
}
