//! What the client puts up with from stand-ins: a test's own `fetch` in place of a server.
//!
//! Programs that this package is to serve unchanged have tests with such stand-ins. They know a few
//! addresses, answer in the order of requests, send no headers and one fixed id, and say `true` to
//! everything. No real server does. Everything that is allowed to them and to nobody else stands
//! here, and in `pkg/src/client/host/stand-ins.ts` what has to be done before an answer comes here.

use std::rc::Rc;

use super::http::{FetchFailure, Response};
use super::jsonrpc::JsonRpcLogin;
use super::wire::{Carried, Login, Step};
use super::{Credentials, Protocol, Site};
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

/// What answered the login of a web session as if it were one over `/jsonrpc`: a stand-in that
/// looks at nothing but the order of requests.
#[derive(Debug)]
pub struct Uid<V>(V);

impl<V: Carried> Uid<V> {
    /// That, where an answer is one.
    pub fn of(told: &V) -> Option<Self> {
        let is_uid = matches!(told.kind(), Kind::Number | Kind::Boolean);
        (is_uid && told.as_bool() != Some(true)).then(|| Self(told.clone()))
    }

    /// The login that goes on with it, and the next step of that.
    pub fn login<'a>(
        self,
        site: &'a Site<V>,
        credentials: &'a Rc<Credentials>,
    ) -> (Box<dyn Login<V> + 'a>, Step<V>) {
        let mut login = JsonRpcLogin::new(site, credentials, None);
        let step = login.with_uid(&self.0);
        (Box::new(login), step)
    }
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
