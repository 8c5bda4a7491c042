//! Who is logged in: what `getSession()` tells.

use crate::value::{Value, as_integer};

/// The fields of the user's own record that a session over `/jsonrpc` is made of. Every user may read them of himself.
pub const OWN_FIELDS: [&str; 4] = ["name", "partner_id", "lang", "tz"];

/// A logged-in user.
#[derive(Clone, Debug)]
pub struct Session<V> {
    /// The user's id.
    pub uid: i64,
    /// The login.
    pub username: String,
    /// What JavaScript sees: `{uid, session_id, db, username, context, partner_id, name}`.
    pub info: V,
}

impl<V: Value> Session<V> {
    /// The session of `uid`, whose own record is `record` (`None` where it could not be read).
    pub fn from_own_record(uid: i64, database: &str, username: &str, record: Option<&V>) -> Self {
        let field = |name: &'static str| record.and_then(|record| record.get(name));
        let mut context = V::object();
        for name in ["lang", "tz"] {
            if let Some(value) = field(name) {
                context.set(name, value);
            }
        }
        context.set("uid", V::number(uid as f64));
        let mut info = V::object();
        info.set("uid", V::number(uid as f64));
        // This protocol has no session on the server, so there is no id to tell.
        info.set("session_id", V::string(""));
        info.set("db", V::string(database));
        info.set("username", V::string(username));
        info.set("context", context);
        if let Some(partner) = field("partner_id").as_ref().and_then(many2one_id) {
            info.set("partner_id", V::number(partner as f64));
        }
        if let Some(name) = field("name") {
            info.set("name", name);
        }
        Self {
            uid,
            username: username.into(),
            info,
        }
    }
}

/// The id of a many2one value as `read` gives it: `[id, name]`, or the bare id.
fn many2one_id<V: Value>(value: &V) -> Option<i64> {
    match value.items() {
        Some(pair) => pair.first().and_then(as_integer),
        None => as_integer(value),
    }
}
