//! Odoo's wire protocols, between calls and HTTP messages. Nothing here performs a request.
//!
//! Each protocol has a room of its own, complete: [`jsonrpc`], [`web_session`] and [`json2`]. To
//! everything above they are one trait, [`Wire`]; their logins are another, [`Login`]. Only
//! [`Protocol`], [`choice`] and [`stand_ins`] know which rooms there are. What the rooms share
//! stands beside them; none of them knows another.

pub mod bare;
pub mod choice;
pub mod credentials;
pub mod envelope;
pub mod faults;
pub mod http;
pub mod json2;
pub mod jsonrpc;
pub mod moments;
pub mod questions;
pub mod redirect;
pub mod results;
pub mod site;
pub mod stand_ins;
pub(crate) mod verdict;
pub mod web_session;
pub mod wire;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;
use wire::Carried;

use crate::advice;
use crate::error::{Class, Error, Failure, Place};
use crate::text;
use crate::value::{Kind, Value};
use http::{Body, Response};

pub use credentials::Credentials;
pub use site::{AUTHORIZATION, CONTENT_TYPE, Errand, Server, Site};
pub use wire::{Encoded, Exchange, Login, Opened, Standing, Wire};

/// A way to call methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// [`jsonrpc`]: `/jsonrpc`, where the password goes along with every call.
    JsonRpc,
    /// [`web_session`]: a login, then a cookie.
    Session,
    /// [`json2`]: an API key and names for all arguments.
    Json2,
}

impl Protocol {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::JsonRpc, Self::Session, Self::Json2];

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::JsonRpc => "jsonrpc",
            Self::Session => "session",
            Self::Json2 => "json2",
        }
    }

    /// A login over it. `is_free` says that the client may choose another protocol where this one
    /// is not there.
    pub fn login<'a, V: Carried>(
        self,
        site: &'a Site<V>,
        credentials: &'a Rc<Credentials>,
        is_free: bool,
    ) -> Box<dyn Login<V> + 'a> {
        match self {
            Self::JsonRpc => Box::new(jsonrpc::JsonRpcLogin::new(site, credentials, None)),
            Self::Session => Box::new(web_session::SessionLogin::new(site, credentials, is_free)),
            Self::Json2 => Box::new(json2::KeyLogin::new(site, credentials, is_free, false)),
        }
    }
}

/// A call of a model's method, before any protocol has shaped it.
#[derive(Clone, Debug)]
pub struct Call<V> {
    /// The model, a text: `res.partner`.
    pub model: V,
    /// The method, a text: `search_read`.
    pub method: V,
    /// Positional arguments: a list.
    pub args: V,
    /// Named arguments: an object.
    pub kwargs: V,
    names: Names,
}

/// The texts of a model and a method, each read once: a call is asked for them many times, and each
/// look at a value of JavaScript's is a step over the boundary (13 of them were 6 µs of a call).
#[derive(Clone, Debug, Default)]
struct Names {
    model: OnceCell<String>,
    method: OnceCell<Cow<'static, str>>,
}

impl<V: Value> Call<V> {
    /// A call of `method` on `model`, both texts, with positional arguments (a list) and named ones
    /// (an object).
    pub fn new(model: V, method: V, args: V, kwargs: V) -> Self {
        Self {
            model,
            method,
            args,
            kwargs,
            names: Names::default(),
        }
    }

    /// The same, for a method whose name is known beforehand.
    pub fn of(model: V, method: &'static str, args: V, kwargs: V) -> Self {
        let call = Self::new(model, V::word(method), args, kwargs);
        // It is new, and nobody has asked yet.
        let _ = call.names.method.set(Cow::Borrowed(method));
        call
    }

    /// The model's name.
    #[inline(never)]
    pub fn model_name(&self) -> &str {
        let read = || self.model.as_string().unwrap_or_default();
        self.names.model.get_or_init(read)
    }

    /// The method's name.
    #[inline(never)]
    pub fn method_name(&self) -> &str {
        let read = || Cow::Owned(self.method.as_string().unwrap_or_default());
        self.names.method.get_or_init(read)
    }

    /// The path below `start` that names its model and its method.
    pub(crate) fn path(&self, start: &str) -> String {
        [start, self.model_name(), "/", self.method_name()].concat()
    }

    /// Where an error of this call happens.
    pub fn place(&self) -> Place {
        place(&self.model, &self.method)
    }
}

impl<V: Carried> Call<V> {
    /// Serialises it: `{model, method, args, kwargs}`.
    ///
    /// # Errors
    /// The exception of a value that JSON cannot carry.
    pub fn to_json(&self) -> Result<V::Text, V> {
        V::call_params(&self.model, &self.method, &self.args, &self.kwargs)
    }
}

/// The place of an error in a call of `method` on `model`.
pub fn place<V: Value>(model: &V, method: &V) -> Place {
    Place {
        model: model.as_string(),
        method: method.as_string(),
        ..Place::default()
    }
}

/// The question for the user's own context, which every user may read and which changes nothing.
pub fn own_context<V: Value>() -> Call<V> {
    let args = V::array(Vec::new());
    Call::of(V::string("res.users"), "context_get", args, V::object())
}

/// The user's own record. A server that will not show it has logged the user in all the same.
fn own_record<V: Value>(result: Result<V, Error<V>>) -> Result<Option<V>, Failure<V>> {
    match result {
        Ok(records) => Ok(records
            .item(0)
            .filter(|record| record.kind() == Kind::Object)),
        Err(error) if matches!(error.class, Class::Network | Class::RateLimit) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

/// The error for an answer that is not JSON although the status promised it.
fn not_json<V: Value>(response: Response<V>) -> Error<V> {
    let said = match response.what_came() {
        Some(came) => advice::with_what_came("A page came instead of JSON".into(), Some(came)),
        None => "The answer is cut off or not JSON".into(),
    };
    let cause = match response.body {
        Body::Unreadable(cause) => Some(cause),
        Body::TooLarge(most) => {
            let parts = [
                "The answer is longer than ",
                &text::decimal(most as u64),
                " bytes, which is what maxBodyBytes allows. Read less at once, by fewer fields or a limit, or raise maxBodyBytes",
            ];
            return Error::new(Class::Network, parts.concat());
        }
        Body::TimedOut(cause) => return gave_up(cause),
        _ => None,
    };
    let hint = "; check that the url is the root of an Odoo server and what proxies do to it";
    let mut error = Error::new(Class::Network, said + hint);
    error.place.status = Some(response.status);
    error.cause = cause;
    error.is_transient = true;
    error
}

/// The error for an answer, or the rest of one, that the runtime did not wait for.
pub(crate) fn gave_up<V: Value>(cause: V) -> Error<V> {
    Error::new(
        Class::Timeout,
        "The runtime's own fetch timed out; the server may still finish the call. Pass a fetch \
         that waits longer, such as that of undici with a dispatcher whose headersTimeout and \
         bodyTimeout are 0",
    )
    .caused_by(cause)
}

/// The error for arguments that `JSON.stringify` refuses: a cycle, a `BigInt`.
pub fn unsendable<V: Value>(cause: V) -> Error<V> {
    let reason = cause
        .get("message")
        .and_then(|message| message.as_string())
        .unwrap_or_else(|| cause.in_words());
    let end = text::position(&reason, |byte| matches!(byte, b'\r' | b'\n'));
    let reason = &reason[..end.unwrap_or(reason.len())];
    Error::new(
        Class::Type,
        [
            "The arguments cannot be sent as JSON: ",
            reason,
            ". Nothing was sent",
        ]
        .concat(),
    )
    .caused_by(cause)
}
