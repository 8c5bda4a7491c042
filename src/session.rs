//! Who is logged in: what `getSession()` tells.

use crate::value::{Shown, Value, as_integer};

/// The fields of the user's own record that a session over `/jsonrpc` is made of. Every user may
/// read them of himself.
pub const OWN_FIELDS: [&str; 4] = ["name", "partner_id", "lang", "tz"];

/// The fields that a session over JSON-2 is made of: the login is what the key, not the program,
/// says.
pub const KEY_FIELDS: [&str; 3] = ["name", "partner_id", "login"];

/// What is known of the user, for [`info`].
#[derive(Clone, Debug)]
pub struct User<'a, V> {
    /// The user's id.
    pub uid: i64,
    /// The database.
    pub database: &'a str,
    /// The login.
    pub username: &'a str,
    /// The user's own context, an object; where there is none, it is made of `lang` and `tz` of the
    /// record.
    pub context: Option<V>,
    /// The user's own record; `None` where it could not be read.
    pub record: Option<V>,
}

/// What JavaScript sees of a session that the client makes up, where the server keeps none: `{uid,
/// session_id, db, username, context, partner_id, name}`.
pub fn info<V: Shown>(user: User<'_, V>) -> V {
    let uid = V::number(user.uid as f64);
    let field = |name: &'static str| user.record.as_ref().and_then(|record| record.get(name));
    let context = user.context.unwrap_or_else(|| {
        let mut context = V::object();
        for name in ["lang", "tz"] {
            copy(&mut context, name, field(name));
        }
        context.set("uid", uid.clone());
        context
    });
    let mut info = V::object();
    info.set("uid", uid);
    // These protocols have no session on the server, so there is no id to tell.
    info.set_hidden("session_id", V::string(""));
    info.set("db", V::string(user.database));
    info.set("username", V::string(user.username));
    info.set("context", context);
    copy(
        &mut info,
        "partner_id",
        field("partner_id").as_ref().and_then(many2one_id),
    );
    copy(&mut info, "name", field("name"));
    info
}

/// What JavaScript sees of a web session, made of what the server tells of it (36 to 40 members):
/// the same members as [`info`], and `server_version`, `server_version_info`, `company_id`,
/// `company_ids`.
pub fn info_of_web_session<V: Shown>(told: &V, session_id: &str) -> V {
    let mut info = V::object();
    copy(&mut info, "uid", told.get("uid"));
    // Who has it is logged in: it must not stand in what a program prints or stores.
    info.set_hidden("session_id", V::string(session_id));
    for name in ["db", "username"] {
        copy(&mut info, name, told.get(name));
    }
    info.set(
        "context",
        told.get("user_context").unwrap_or_else(V::object),
    );
    for name in [
        "partner_id",
        "name",
        "server_version",
        "server_version_info",
    ] {
        copy(&mut info, name, told.get(name));
    }
    if let Some(companies) = told.get("user_companies") {
        copy(&mut info, "company_id", companies.get("current_company"));
        let ids = companies.get("allowed_companies").map(|allowed| {
            let ids = allowed
                .keys()
                .into_iter()
                .filter_map(|id| id.parse::<u32>().ok());
            V::array(ids.map(|id| V::number(f64::from(id))).collect())
        });
        copy(&mut info, "company_ids", ids);
    }
    info
}

fn copy<V: Value>(object: &mut V, name: &'static str, value: Option<V>) {
    if let Some(value) = value {
        object.set(name, value);
    }
}

/// The id of a many2one value as `read` gives it: `[id, name]`, or the bare id.
fn many2one_id<V: Value>(value: &V) -> Option<V> {
    match value.kind() {
        crate::value::Kind::Array => value.item(0),
        _ => as_integer(value).map(|_| value.clone()),
    }
}
