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
            place: Place::default(),
        }))
    }

    /// The same, of something that was not even tried.
    pub fn before_sending(mut self) -> Self {
        self.not_sent = true;
        self
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
