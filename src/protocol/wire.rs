//! What a protocol is, to everything above it: one trait for its login, one for the calls of a
//! logged-in user.

use std::any::Any;
use std::rc::Rc;

use super::http::{Request, Response};
use super::site::{Errand, Site};
use super::{Call, Credentials, Protocol, questions, stand_ins};
use crate::error::{Class, Error, Failure};
use crate::value::{Answers, Shown, Texts};

/// A value that goes through a protocol: it is sent and answered, and becomes what is shown of a
/// session. The port to what calls become, each in one step for who holds the values.
pub trait Carried: Texts + Answers + Shown {
    /// Serialises a call: `{model, method, args, kwargs}`.
    ///
    /// # Errors
    /// As [`Texts::to_json`].
    fn call_params(
        model: &Self,
        method: &Self,
        args: &Self,
        kwargs: &Self,
    ) -> Result<Self::Text, Self>;

    /// The address `<start><model>/<method>`, with names escaped that do not belong into a path.
    fn endpoint(start: &Self::Text, model: &Self, method: &Self) -> Self::Text;

    /// The address of a page of the server `root`: its path, with the context among `kwargs`, where
    /// there is one, as a query.
    ///
    /// # Errors
    /// As [`Texts::to_json`].
    fn page(root: &Self::Text, path: &Self, kwargs: &Self) -> Result<Self::Text, Self>;
}

/// A call that is serialised for one protocol.
pub struct Encoded<V: Texts> {
    /// The protocol.
    pub protocol: Protocol,
    /// The address.
    pub url: V::Text,
    /// What the protocol made of the arguments.
    pub text: V::Text,
    /// What else the protocol has to know of it.
    pub kept: Kept,
}

/// What was said and heard for one call so far.
pub struct Exchange<'a, V: Texts> {
    /// The call.
    pub call: &'a Call<V>,
    /// The same, serialised.
    pub encoded: &'a Encoded<V>,
    /// The number of the last request.
    pub id: u64,
    /// Whether the last request was a question of the protocol's own, which the call needs before.
    pub is_question: bool,
    /// What the protocol has learnt meanwhile.
    pub kept: Kept,
}

impl<'a, V: Texts> Exchange<'a, V> {
    /// That of a call of which nothing was sent yet.
    pub fn new(call: &'a Call<V>, encoded: &'a Encoded<V>) -> Self {
        Self {
            call,
            encoded,
            id: 0,
            is_question: false,
            kept: Kept::default(),
        }
    }
}

/// What a protocol keeps of a call for itself: nobody else knows what it is.
#[derive(Default)]
pub struct Kept(Option<Box<dyn Any>>);

impl Kept {
    /// Keeps `state`.
    pub fn of(state: Box<impl Any>) -> Self {
        Self(Some(state))
    }

    /// What was kept, where it is one of these.
    pub fn get<T: Any>(&self) -> Option<&T> {
        self.0.as_ref()?.downcast_ref()
    }

    /// Takes it out.
    pub fn take<T: Any>(&mut self) -> Option<Box<T>> {
        self.0.take()?.downcast().ok()
    }
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
    /// What an answer to the question for the user's own context says, which every user may read.
    pub fn of<V>(opened: &Opened<V>) -> Self {
        match opened {
            Opened::Result(_) => Self::Good,
            Opened::Error(error) if matches!(error.class, Class::Auth | Class::SessionExpired) => {
                Self::Ended
            }
            _ => Self::Unknown,
        }
    }
}

/// One protocol, for one logged-in user: encodes calls, makes their requests and opens the answers.
pub trait Wire<V: Carried> {
    /// Which protocol it is.
    fn protocol(&self) -> Protocol;

    /// Serialises a call.
    ///
    /// # Errors
    /// `Type` for arguments that JSON cannot carry; `Odoo` for more positional arguments than the
    /// method has, where that is known.
    fn encode(&self, call: &Call<V>) -> Result<Encoded<V>, Error<V>>;

    /// Addresses a page or a file of the server's, which is fetched in place of the call: the
    /// call's context goes along.
    ///
    /// # Errors
    /// `Odoo` over a protocol that has none; `Type` for a context that JSON cannot carry.
    fn encode_page(&self, _path: V, _call: &Call<V>) -> Result<Encoded<V>, Error<V>> {
        Err(no_pages(self.protocol()))
    }

    /// The next request of a call.
    ///
    /// # Errors
    /// What makes the call impossible over this protocol.
    fn request(
        &self,
        site: &Site<V>,
        exchange: &mut Exchange<'_, V>,
    ) -> Result<Request<V>, Failure<V>>;

    /// The path that it goes to.
    fn path(&self, exchange: &Exchange<'_, V>) -> String;

    /// Opens the answer to that request.
    fn open(&self, exchange: &mut Exchange<'_, V>, response: Response<V>) -> Opened<V>;

    /// Asks for the server's version.
    fn ask_version(&self, site: &Site<V>) -> Errand<V> {
        questions::version(site)
    }

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
pub enum Next<V: Carried> {
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
    /// What answered is no server, and the login goes on in its way.
    OfStandIn(stand_ins::Uid<V>),
}

/// What a step of a login comes to.
pub type Step<V> = Result<Next<V>, Failure<V>>;

/// A login over one protocol: says what to ask, and reads what was answered.
pub trait Login<V: Carried> {
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

    /// What follows where the last question got no answer; `None` where the login fails with that.
    fn unanswered(&mut self) -> Option<Step<V>> {
        None
    }

    /// Asks which databases the server has.
    fn ask_databases(&self, site: &Site<V>) -> Errand<V> {
        questions::databases(site)
    }
}

/// The error for a page that is asked for over a protocol that has none.
fn no_pages<V: Carried>(protocol: Protocol) -> Error<V> {
    let message = [
        "Reports exist only over the web session, and this client calls over ",
        protocol.name(),
        ". Pass protocol: 'session'",
    ];
    let mut error = Error::new(Class::Odoo, message.concat());
    error.place.protocol = Some(protocol.name());
    error
}
