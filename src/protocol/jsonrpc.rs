//! `/jsonrpc`: services `common` and `object`. The password goes with every call. All versions up to 21.

use super::EncodedCall;
use super::http::Request;
use crate::value::{Part, Value, quote};

/// Where requests go.
pub const PATH: &str = "/jsonrpc";

/// Asks whether the credentials are right: the result is the uid, or `false`.
pub fn login<V: Value>(
    id: u64,
    database: &str,
    username: &str,
    password: &str,
) -> Request<V::Text> {
    let body = format!(
        r#"{{"jsonrpc":"2.0","method":"call","params":{{"service":"common","method":"login","args":[{},{},{}]}},"id":{id}}}"#,
        quote(database),
        quote(username),
        quote(password),
    );
    request::<V>(&[Part::Literal(&body)])
}

/// Calls a model's method through `execute_kw`.
pub fn execute_kw<V: Value>(
    id: u64,
    database: &str,
    uid: i64,
    password: &str,
    call: &EncodedCall<V::Text>,
) -> Request<V::Text> {
    let start = format!(
        r#"{{"jsonrpc":"2.0","method":"call","params":{{"service":"object","method":"execute_kw","args":[{},{uid},{},{},{},"#,
        quote(database),
        quote(password),
        quote(&call.model),
        quote(&call.method),
    );
    request::<V>(&[
        Part::Literal(&start),
        Part::Text(&call.args),
        Part::Literal(","),
        Part::Text(&call.kwargs),
        Part::Literal(&format!(r#"]}},"id":{id}}}"#)),
    ])
}

/// Any JSON-RPC request: `method` and `params` as they are.
pub fn rpc<V: Value>(id: u64, method: &str, params: &V::Text) -> Request<V::Text> {
    request::<V>(&[
        Part::Literal(&format!(
            r#"{{"jsonrpc":"2.0","method":{},"params":"#,
            quote(method)
        )),
        Part::Text(params),
        Part::Literal(&format!(r#","id":{id}}}"#)),
    ])
}

fn request<V: Value>(parts: &[Part<'_, V::Text>]) -> Request<V::Text> {
    Request {
        path: PATH.into(),
        body: V::join(parts),
    }
}
