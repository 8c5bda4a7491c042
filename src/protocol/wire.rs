//! What a protocol is, to everything above it: one trait for its login, one for the calls of a
//! logged-in user.

use std::rc::Rc;

use super::http::{Request, Response};
use super::json2::{Naming, Parameters};
use super::site::{Errand, Site};
use super::{Call, Credentials, Protocol};
use crate::error::{Class, Error, Failure};
use crate::value::Value;

/// A call that is serialised for one protocol.
pub struct Encoded<V: Value> {
    /// The protocol.
    pub protocol: Protocol,
    /// The address.
    pub url: V::Text,
    /// What the protocol made of the arguments.
    pub text: V::Text,
    /// What JSON-2 calls the arguments, where that is known.
    pub parameters: Option<Parameters>,
    /// The path of the page or file that is fetched in place of the call, where one is.
    pub page: Option<V>,
}

/// What was said and heard for one call so far.
pub struct Exchange<'a, V: Value> {
    /// The call.
    pub call: &'a Call<V>,
    /// The same, serialised.
    pub encoded: &'a Encoded<V>,
    /// The number of the last request.
    pub id: u64,
    /// What JSON-2 learnt of the arguments' names.
    pub naming: Naming<V>,
}

/// What the answer to a request of a call comes to.
#[derive(Debug)]
pub enum Opened<V> {
    /// The method's result.
    Result(V),
    /// The call needs another request.
    Again,
    /// An error, which a later step may judge.
    Error(Error<V>),
    /// A failure that is final.
    Failure(Failure<V>),
}

impl<V> From<Result<V, Error<V>>> for Opened<V> {
    fn from(result: Result<V, Error<V>>) -> Self {
        match result {
            Ok(result) => Self::Result(result),
            Err(error) => Self::Error(error),
        }
    }
}

/// Whether the server still takes a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The server takes it.
    Good,
    /// The server no longer takes it.
    Ended,
    /// The server could not be asked, or did not say.
    Unknown,
}

impl Standing {
    /// What an answer to the question for the own context says.
    pub fn of<V>(opened: &Result<V, Error<V>>) -> Self {
        match opened {
            Ok(_) => Self::Good,
            Err(error) if matches!(error.class, Class::Auth | Class::SessionExpired) => Self::Ended,
            Err(_) => Self::Unknown,
        }
    }
}

/// One protocol, for one logged-in user: encodes calls, makes their requests and opens the answers.
pub trait Wire<V: Value> {
    /// Which protocol it is.
    fn protocol(&self) -> Protocol;

    /// Serialises a call.
    ///
    /// # Errors
    /// `Type` for arguments that JSON cannot carry; `Odoo` for more positional arguments than the
    /// method has, where that is known.
    fn encode(&self, call: &Call<V>) -> Result<Encoded<V>, Error<V>>;

    /// The next request of a call.
    ///
    /// # Errors
    /// What makes the call impossible over this protocol.
    fn request(
        &self,
        site: &Site<V>,
        exchange: &mut Exchange<'_, V>,
    ) -> Result<Request<V>, Failure<V>>;

    /// Opens the answer to that request.
    fn open(&self, exchange: &mut Exchange<'_, V>, response: Response<V>) -> Opened<V>;

    /// Asks for the user's own context, which every user may read: it shows whether the login still
    /// holds.
    ///
    /// # Errors
    /// As [`Wire::encode`].
    fn ask_context(&self, site: &Site<V>) -> Result<Errand<V>, Error<V>>;

    /// What the answer to that says of the login.
    fn standing(&self, response: Response<V>, id: u64) -> Standing;

    /// The session that the answer to the request `id` names, where this login is to use it from
    /// now on.
    fn renewed_session(
        &self,
        _site: &Site<V>,
        _response: &Response<V>,
        _id: u64,
    ) -> Option<String> {
        None
    }

    /// Whether an answer may be what Odoo gives to a session that has ended.
    fn seems_ended(&self, _exchange: &Exchange<'_, V>, _response: &Response<V>) -> bool {
        false
    }

    /// Whether the server keeps a session, which may end.
    fn has_session(&self) -> bool {
        false
    }

    /// Who logs in anew when the session has ended; none where there is no session, or where it is
    /// the visitor's own.
    fn renewal(&self) -> Option<Rc<Credentials>> {
        None
    }

    /// The request that ends the session on the server, where there is one.
    fn logout(&self, _site: &Site<V>) -> Option<Errand<V>> {
        None
    }
}

/// A user who has logged in: what the session tells, and how calls travel.
pub struct LoggedIn<V> {
    /// What `getSession()` tells.
    pub info: V,
    /// How calls travel.
    pub wire: Box<dyn Wire<V>>,
}

/// The next step of a login.
pub enum Next<V: Value> {
    /// Send this, and read its answer.
    Ask(Errand<V>),
    /// The user is logged in.
    Done(LoggedIn<V>),
    /// The server does not speak this protocol: why, as far as it is known.
    Absent(Option<Failure<V>>),
    /// The password was right, and the user has a second factor.
    SecondFactor,
    /// The server has no such database.
    NoDatabase(Error<V>),
    /// What a stand-in for a server gave in place of a session: the answer to a login over
    /// `/jsonrpc`.
    Uid(V),
}

/// What a step of a login comes to.
pub type Step<V> = Result<Next<V>, Failure<V>>;

/// A login over one protocol: says what to ask, and reads what was answered.
pub trait Login<V: Value> {
    /// Which protocol it is over.
    fn protocol(&self) -> Protocol;

    /// The first step.
    ///
    /// # Errors
    /// `Odoo` where the credentials do not suffice.
    fn begin(&mut self) -> Step<V>;

    /// What follows the answer to the last question.
    ///
    /// # Errors
    /// Why the login failed.
    fn answered(&mut self, response: Response<V>) -> Step<V>;

    /// What follows where the last question got no answer, perhaps from a stand-in that knows no
    /// such address; `None` where the login fails with that.
    fn unanswered(&mut self, _by_stand_in: bool) -> Option<Step<V>> {
        None
    }
}
