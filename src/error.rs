//! What can go wrong, by class. The boundary makes JavaScript's error classes of it; nothing here
//! knows how.

use std::ops::{Deref, DerefMut};

use crate::value::Value;

/// The class of an error: one for each class that the package exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// `OdooError`: wrong use of the client, or no class of its own.
    Odoo,
    /// `TypeError`: an argument of the wrong type.
    Type,
    /// `OdooRpcError`: the server reported an error that has no class of its own.
    Rpc,
    /// `OdooAuthError`: wrong credentials, or not authenticated.
    Auth,
    /// `OdooSessionExpiredError`: the session ended, and could not be renewed.
    SessionExpired,
    /// `OdooNetworkError`: the server was not reached, or what answered was not Odoo.
    Network,
    /// `OdooRateLimitError`: HTTP 429.
    RateLimit,
    /// `OdooTimeoutError`: no answer in time.
    Timeout,
    /// `OdooValidationError`: the server's business rules refuse.
    Validation,
    /// `OdooRedirectWarning`: refused, with an action that would help.
    RedirectWarning,
    /// `OdooAccessError`: the user may not.
    Access,
    /// `OdooMissingError`: the record does not exist (any more).
    Missing,
    /// `OdooLockError`: another transaction holds the record.
    Lock,
    /// `OdooSafetyError`: the safety guard refused.
    Safety,
}

impl Class {
    /// All classes of errors that the package exports, in the order of `pkg/src/client/errors.ts`.
    pub const ALL: [Self; 13] = [
        Self::Odoo,
        Self::Rpc,
        Self::Auth,
        Self::SessionExpired,
        Self::Network,
        Self::Timeout,
        Self::RateLimit,
        Self::Validation,
        Self::RedirectWarning,
        Self::Access,
        Self::Missing,
        Self::Lock,
        Self::Safety,
    ];

    /// The reason that errors of the class have, where no finer one is known.
    pub fn reason(self) -> Reason {
        match self {
            Self::Odoo => Reason::Usage,
            Self::Type => Reason::Argument,
            Self::Rpc => Reason::Server,
            Self::Auth => Reason::Login,
            Self::SessionExpired => Reason::Session,
            Self::Network => Reason::Network,
            Self::RateLimit => Reason::RateLimit,
            Self::Timeout => Reason::Timeout,
            Self::Validation => Reason::Validation,
            Self::RedirectWarning => Reason::Redirect,
            Self::Access => Reason::Access,
            Self::Missing => Reason::Missing,
            Self::Lock => Reason::Lock,
            Self::Safety => Reason::Safety,
        }
    }

    /// The HTTP status that a server should answer its own callers with when Odoo fails it like
    /// this.
    ///
    /// The one table of that. What the caller asked for and Odoo's rules refuse is 4xx. What is
    /// between the server and Odoo is 5xx, its own wrong credentials too: the caller cannot log in
    /// any better, so 401 would only mislead.
    pub fn http_status(self) -> u16 {
        match self {
            Self::Access | Self::Safety => 403,
            Self::Missing => 404,
            Self::Lock => 409,
            Self::Validation | Self::RedirectWarning => 422,
            Self::Odoo | Self::Type | Self::Rpc => 500,
            Self::Auth | Self::SessionExpired | Self::Network => 502,
            Self::RateLimit => 503,
            Self::Timeout => 504,
        }
    }
}

/// Why a call failed, as a word that programs act upon: the error's `reason`.
///
/// Most follow from the class ([`Class::reason`]). What the fault table knows beyond the class is
/// kept in [`Details::finer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The client was used, or is set up, in a wrong way.
    Usage,
    /// An argument is wrong.
    Argument,
    /// The server reported, or answered, what has no word of its own.
    Server,
    /// The login was refused, or has not been made.
    Login,
    /// The session ended, and could not be renewed.
    Session,
    /// The server was not reached, or what answered was not Odoo.
    Network,
    /// The server asks for fewer requests.
    RateLimit,
    /// No answer in time.
    Timeout,
    /// The business rules refuse.
    Validation,
    /// They refuse, and suggest an action.
    Redirect,
    /// The user may not.
    Access,
    /// The record does not exist.
    Missing,
    /// Another transaction holds the record.
    Lock,
    /// The safety guard said no.
    Safety,
    /// The server has no such model.
    UnknownModel,
    /// The model has no such method.
    UnknownMethod,
    /// The method takes other arguments.
    WrongSignature,
    /// There is no such database.
    UnknownDatabase,
    /// The period of a group by a date or date-time is missing, or there is no such one.
    Granularity,
    /// The body of the request is too large for what stands before Odoo.
    TooLarge,
    /// The server leads to its page to log in.
    LoginPage,
    /// A program's own exception, or the reason of its signal, which is the cause, ended the call
    /// before anything was sent.
    Ended,
}

impl Reason {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Argument => "argument",
            Self::Server => "server",
            Self::Login => "login",
            Self::Session => "session",
            Self::Network => "network",
            Self::RateLimit => "rateLimit",
            Self::Timeout => "timeout",
            Self::Validation => "validation",
            Self::Redirect => "redirect",
            Self::Access => "access",
            Self::Missing => "missing",
            Self::Lock => "lock",
            Self::Safety => "safety",
            Self::UnknownModel => "unknownModel",
            Self::UnknownMethod => "unknownMethod",
            Self::WrongSignature => "wrongSignature",
            Self::UnknownDatabase => "unknownDatabase",
            Self::Granularity => "granularity",
            Self::TooLarge => "tooLarge",
            Self::LoginPage => "loginPage",
            Self::Ended => "ended",
        }
    }
}

/// An error. Boxed, since results carry it everywhere and it is rare.
#[derive(Clone, Debug)]
pub struct Error<V>(Box<Details<V>>);

/// Everything that is known of an error.
#[derive(Clone, Debug)]
pub struct Details<V> {
    /// Its class.
    pub class: Class,
    /// What happened, to what, and what to do next.
    pub message: String,
    /// The server's error code, as text.
    pub code: Option<String>,
    /// The server's error data (`name`, `message`, `arguments`, `context`, `debug`).
    pub data: Option<V>,
    /// The exception underneath.
    pub cause: Option<V>,
    /// The operation that the guard refused.
    pub operation: Option<V>,
    /// How long the server asks to wait, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// Whether the same request may well succeed a little later.
    pub is_transient: bool,
    /// Whether it is certain that nothing was done: the request never left, or was turned away
    /// before Odoo looked at it. The one truth of that: whatever was asked may then be asked again,
    /// a write too.
    pub not_sent: bool,
    /// Whether Odoo itself answered with an exception, and so rolled back: nothing of this call was
    /// stored. Never for what only a gateway says ([`crate::protocol::faults`]).
    pub refused: bool,
    /// A reason that says more than the class, and that class: it says nothing of another one.
    pub finer: Option<(Class, Reason)>,
    /// The field that the reason is about, where Odoo names it.
    pub field: Option<String>,
    /// Where it happened.
    pub place: Place,
}

/// Where an error happened, as far as known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The model that was called.
    pub model: Option<String>,
    /// The method that was called.
    pub method: Option<String>,
    /// The HTTP status of the answer.
    pub status: Option<u16>,
    /// The protocol, by its configuration name.
    pub protocol: Option<&'static str>,
}

/// Why a call did not give a result.
#[derive(Clone, Debug)]
pub enum Failure<V> {
    /// An error of the client or the server.
    Error(Error<V>),
    /// Somebody else's exception (a `confirm` that threw, an `AbortSignal`'s reason): to be passed
    /// on untouched.
    Thrown(V),
}

impl<V: Value> Error<V> {
    /// An error of `class` that says `message`.
    pub fn new(class: Class, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            class,
            message: message.into(),
            code: None,
            data: None,
            cause: None,
            operation: None,
            retry_after_ms: None,
            is_transient: false,
            // What the client itself refuses, it refuses before it sends anything.
            not_sent: matches!(class, Class::Odoo | Class::Type | Class::Safety),
            refused: false,
            finer: None,
            field: None,
            place: Place::default(),
        }))
    }

    /// The same, of something that was not even tried.
    pub fn before_sending(mut self) -> Self {
        self.not_sent = true;
        self
    }

    /// Notes a reason that says more than the class.
    pub fn set_reason(&mut self, reason: Reason) {
        self.finer = Some((self.class, reason));
    }

    /// Why, as a word that programs act upon.
    pub fn reason(&self) -> Reason {
        match self.finer {
            Some((class, reason)) if class == self.class => reason,
            _ => self.class.reason(),
        }
    }

    /// What is known of it, to keep.
    pub fn into_details(self) -> Details<V> {
        *self.0
    }

    /// The same, with the exception underneath.
    pub fn caused_by(mut self, cause: V) -> Self {
        self.cause = Some(cause);
        self
    }
}

impl<V> Deref for Error<V> {
    type Target = Details<V>;

    fn deref(&self) -> &Details<V> {
        &self.0
    }
}

impl<V> DerefMut for Error<V> {
    fn deref_mut(&mut self) -> &mut Details<V> {
        &mut self.0
    }
}

impl<V: Value> Failure<V> {
    /// An error of `class` that says `message`.
    pub fn new(class: Class, message: impl Into<String>) -> Self {
        Error::new(class, message).into()
    }

    /// The class, when it is an error of ours.
    pub fn class(&self) -> Option<Class> {
        match self {
            Self::Error(error) => Some(error.class),
            Self::Thrown(_) => None,
        }
    }

    /// The same, of something that was not even tried.
    pub fn before_sending(self) -> Self {
        match self {
            Self::Error(error) => Self::Error(error.before_sending()),
            thrown => thrown,
        }
    }

    /// The same, of work that has changed something before it failed: then the last failure says
    /// nothing of the whole.
    pub fn after_a_change(mut self) -> Self {
        match &mut self {
            Self::Error(error) => {
                error.not_sent = false;
                error.refused = false;
            }
            Self::Thrown(exception) => {
                for claim in ["notSent", "refused"] {
                    if exception.get(claim).is_some() {
                        exception.set(claim, V::boolean(false));
                    }
                }
            }
        }
        self
    }

    /// Adds what is known of the place, where it is not known yet.
    pub fn at(mut self, place: &Place) -> Self {
        if let Self::Error(error) = &mut self {
            let known = &mut error.place;
            known.model = known.model.take().or_else(|| place.model.clone());
            known.method = known.method.take().or_else(|| place.method.clone());
            known.status = known.status.or(place.status);
            known.protocol = known.protocol.or(place.protocol);
        }
        self
    }
}

impl<V> From<Error<V>> for Failure<V> {
    fn from(error: Error<V>) -> Self {
        Self::Error(error)
    }
}
