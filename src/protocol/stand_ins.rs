//! What the client puts up with from stand-ins: a test's own `fetch` in place of a server.
//!
//! Programs that this package is to serve unchanged have tests with such stand-ins. They know a few
//! addresses, answer in the order of requests, send no headers and one fixed id, and say `true` to
//! everything. No real server does. Everything that is allowed to them and to nobody else stands
//! here.

use super::Protocol;
use super::http::Response;
use crate::protocol::http::FetchFailure;
use crate::value::{Kind, Value};

/// Whether an answer is a stand-in's: it has no headers. Its id and the form of its result are as
/// its test wants them.
pub fn gave<V>(response: &Response<V>) -> bool {
    !response.has_headers
}

/// Whether a failure is that of a stand-in that knows no such address: a failure of the network has
/// a code, or says that nothing was sent.
pub fn knows_no_such_address<V>(failure: &FetchFailure<V>) -> bool {
    !(failure.has_code || failure.nothing_sent)
}

/// Whether the answer to the login of a web session is one to a login over `/jsonrpc`: from a
/// stand-in that looks at nothing but the order of requests.
pub fn is_uid<V: Value>(told: &V) -> bool {
    matches!(told.kind(), Kind::Number | Kind::Boolean) && told.as_bool() != Some(true)
}

/// Whether a result that cannot be the method's is a stand-in's over `protocol`: `true`, or what it
/// was asked.
pub fn echoes<V: Value>(result: &V, method: &V, protocol: Protocol) -> bool {
    let method = method.as_string();
    let is_echo = result.kind() == Kind::Array
        && (0..result.length().min(8))
            .any(|index| result.item(index).and_then(|item| item.as_string()) == method);
    protocol == Protocol::JsonRpc && (is_echo || result.as_bool() == Some(true))
}
