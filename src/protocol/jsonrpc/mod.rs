//! `/jsonrpc`: services `common` and `object`. The password goes with every call. All versions up
//! to 21.

mod login;

use super::envelope;
use super::http::{Request, Response};
use super::wire::{Carried, Encoded, Exchange, Kept, Opened, Wire};
use super::{Call, Errand, Protocol, Site, unsendable};
use crate::error::{Error, Failure};
use crate::value::{Part, written};

pub use login::JsonRpcLogin;

/// Where requests go.
pub const PATH: &str = "/jsonrpc";

/// Asks whether the credentials are right: the result is the uid, or `false`.
pub fn login<V: Carried>(id: u64, database: &str, username: &str, password: &str) -> V::Text {
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
pub fn credentials<V: Carried>(database: &str, uid: i64, password: &str) -> V::Text {
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
pub fn encode<V: Carried>(call: &Call<V>) -> Result<V::Text, V> {
    V::listed([&call.model, &call.method, &call.args, &call.kwargs])
}

/// Calls a model's method through `execute_kw`, as the user of `credentials`.
pub fn execute_kw<V: Carried>(id: u64, credentials: &V::Text, encoded: &V::Text) -> V::Text {
    V::join(&[
        Part::Text(credentials),
        Part::Text(encoded),
        Part::Literal(END),
        Part::Number(id),
        Part::Literal("}"),
    ])
}

/// The body of any JSON-RPC request: `method` and `params` as they are.
pub fn rpc<V: Carried>(id: u64, method: &str, params: &V::Text) -> V::Text {
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

/// Any JSON-RPC request.
pub fn any<V: Carried>(site: &Site<V>, method: &str, params: &V::Text) -> Errand<V> {
    let id = site.next_id();
    let body = rpc::<V>(id, method, params);
    Errand {
        request: site.post(site.address(PATH), site.headers.clone(), body),
        protocol: Protocol::JsonRpc,
        path: PATH,
        id,
        open: envelope::open,
    }
}

const END: &str = r#"]},"id":"#;

/// The calls of a user who has logged in over `/jsonrpc`.
pub struct JsonRpc<V: Carried> {
    endpoint: V::Text,
    /// Database, uid and password.
    credentials: V::Text,
}

impl<V: Carried> Wire<V> for JsonRpc<V> {
    fn protocol(&self) -> Protocol {
        Protocol::JsonRpc
    }

    fn encode(&self, call: &Call<V>) -> Result<Encoded<V>, Error<V>> {
        Ok(Encoded {
            protocol: Protocol::JsonRpc,
            url: self.endpoint.clone(),
            text: encode(call).map_err(unsendable)?,
            kept: Kept::default(),
        })
    }

    fn request(
        &self,
        site: &Site<V>,
        exchange: &mut Exchange<'_, V>,
    ) -> Result<Request<V>, Failure<V>> {
        let body = execute_kw::<V>(exchange.id, &self.credentials, &exchange.encoded.text);
        Ok(site.post(self.endpoint.clone(), site.headers.clone(), body))
    }

    fn path(&self, _exchange: &Exchange<'_, V>) -> String {
        PATH.into()
    }

    fn open(&self, exchange: &mut Exchange<'_, V>, response: Response<V>) -> Opened<V> {
        envelope::open(response, exchange.id).into()
    }
}
