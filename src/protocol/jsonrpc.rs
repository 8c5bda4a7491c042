//! `/jsonrpc`: services `common` and `object`. The password goes with every call. All versions up to 21.

use super::Call;
use crate::value::{Part, Value, written};

/// Where requests go.
pub const PATH: &str = "/jsonrpc";

/// Asks whether the credentials are right: the result is the uid, or `false`.
pub fn login<V: Value>(id: u64, database: &str, username: &str, password: &str) -> V::Text {
    let arguments = [database, username, password].map(V::string);
    V::join(&[
        Part::Literal(
            r#"{"jsonrpc":"2.0","method":"call","params":{"service":"common","method":"login","args":"#,
        ),
        Part::Text(&written(&V::array(arguments.into()))),
        Part::Literal(r#"},"id":"#),
        Part::Number(id),
        Part::Literal("}"),
    ])
}

/// What all calls of a logged-in user begin with.
pub fn credentials<V: Value>(database: &str, uid: i64, password: &str) -> V::Text {
    V::join(&[
        Part::Literal(
            r#"{"jsonrpc":"2.0","method":"call","params":{"service":"object","method":"execute_kw","args":["#,
        ),
        Part::Text(&written(&V::string(database))),
        Part::Literal(","),
        Part::Number(uid.unsigned_abs()),
        Part::Literal(","),
        Part::Text(&written(&V::string(password))),
        Part::Literal(","),
    ])
}

/// What a call of a model's method adds to the credentials.
///
/// # Errors
/// The exception of a value that JSON cannot carry.
pub fn encode<V: Value>(call: &Call<V>) -> Result<V::Text, V> {
    V::listed([&call.model, &call.method, &call.args, &call.kwargs])
}

/// Calls a model's method through `execute_kw`, as the user of `credentials`.
pub fn execute_kw<V: Value>(id: u64, credentials: &V::Text, encoded: &V::Text) -> V::Text {
    V::join(&[
        Part::Text(credentials),
        Part::Text(encoded),
        Part::Literal(END),
        Part::Number(id),
        Part::Literal("}"),
    ])
}

/// Any JSON-RPC request: `method` and `params` as they are.
pub fn rpc<V: Value>(id: u64, method: &str, params: &V::Text) -> V::Text {
    V::join(&[
        Part::Literal(r#"{"jsonrpc":"2.0","method":"#),
        Part::Text(&written(&V::string(method))),
        Part::Literal(r#","params":"#),
        Part::Text(params),
        Part::Literal(r#","id":"#),
        Part::Number(id),
        Part::Literal("}"),
    ])
}

const END: &str = r#"]},"id":"#;
