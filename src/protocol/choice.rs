//! Which protocol a client logs in over: the one that was asked for, or the best one that works.
//!
//! By itself the client takes, outside browsers, the web session: one request, and the fastest
//! calls. An API key goes to JSON-2, or where the server does not have it, to `/jsonrpc`. So does
//! everything on a server that has no session routes. In a browser a login would replace the
//! visitor's own session, so cookies are left alone there. Over whatever protocol: a password that
//! the server has judged wrong is not tried again over another.
//!
//! The steps over each protocol are its own ([`Login`]). What is here decides which login follows
//! where one comes to nothing, and sends nothing.

use std::rc::Rc;

use super::credentials::fits_header;
use super::http::{FetchFailure, Response};
use super::json2::KeyLogin;
use super::jsonrpc::JsonRpcLogin;
use super::site::Open;
use super::wire::{Carried, LoggedIn, Login, Next, Step};
use super::{AUTHORIZATION, Credentials, Errand, Protocol, Site, stand_ins, verdict};
use crate::error::{Class, Error, Failure, Reason};

/// The protocol that every server has: after it there is no other to try.
const LAST: Protocol = Protocol::JsonRpc;

/// A login under way.
pub struct Choice<'a, V: Carried> {
    site: &'a Site<V>,
    credentials: &'a Rc<Credentials>,
    /// Whether the client chooses the protocol.
    is_free: bool,
    /// The login over one protocol.
    login: Box<dyn Login<V> + 'a>,
    /// Whether that one has got no answer yet.
    is_new: bool,
    /// Whether the user has a second factor: the password was right, and is of no use.
    has_second_factor: bool,
    /// The server has no such database, and is asked which ones there are: a mistyped name shows at
    /// once.
    missing: Option<Missing<V>>,
}

/// A database that the server does not have.
struct Missing<V> {
    error: Error<V>,
    /// The question for those that it has.
    id: u64,
    open: Open<V>,
}

/// What comes after a step.
pub enum Then<V: Carried> {
    /// Send this, and say what was answered.
    Ask(Errand<V>),
    /// The user is logged in.
    Done(LoggedIn<V>),
}

/// Whether a login over `protocol`, or over the best one, sends a key as [`AUTHORIZATION`].
pub fn sends_key(credentials: &Credentials, protocol: Option<Protocol>) -> bool {
    match protocol {
        Some(protocol) => protocol == Protocol::Json2,
        None => credentials.key().is_some(),
    }
}

impl<'a, V: Carried> Choice<'a, V> {
    /// A login over `protocol`; where it is `None`, over the best that works.
    pub fn new(
        site: &'a Site<V>,
        credentials: &'a Rc<Credentials>,
        protocol: Option<Protocol>,
    ) -> Self {
        let is_free = protocol.is_none();
        let best = || match credentials.key() {
            Some(_) => Protocol::Json2,
            None if site.sends_cookies => Protocol::Session,
            None => LAST,
        };
        let protocol = protocol.unwrap_or_else(best);
        Self {
            site,
            credentials,
            is_free,
            login: protocol.login(site, credentials, is_free),
            is_new: true,
            has_second_factor: false,
            missing: None,
        }
    }

    /// The first step.
    ///
    /// # Errors
    /// `Odoo` where the credentials do not suffice.
    pub fn begin(&mut self) -> Result<Then<V>, Failure<V>> {
        let step = self.login.begin();
        self.follow(step)
    }

    /// What follows the answer to the last question.
    ///
    /// # Errors
    /// Why the login failed.
    pub fn answered(&mut self, response: Response<V>) -> Result<Then<V>, Failure<V>> {
        // Another protocol would be led astray as well: nothing more is sent.
        if response.leads_away() {
            return Err(response.status_error().into());
        }
        if let Some(missing) = self.missing.take() {
            let listed = (missing.open)(response, missing.id).ok();
            let names = listed.and_then(|listed| listed.items()).unwrap_or_default();
            let mut error = missing.error;
            error.message = verdict::no_database(&self.site.server, &names);
            return Err(error.into());
        }
        self.is_new = false;
        let step = self.login.answered(response);
        self.follow(step)
    }

    /// What follows where the last question got no answer; `None` where the login fails with that.
    pub fn unanswered(&mut self, failure: &FetchFailure<V>) -> Option<Result<Then<V>, Failure<V>>> {
        if let Some(missing) = self.missing.take() {
            return Some(Err(missing.error.into()));
        }
        let may_follow = self.is_free && self.is_new && self.login.protocol() != LAST;
        let step = match self.login.unanswered() {
            None if may_follow && stand_ins::knows_no_such_address(failure) => {
                Ok(Next::Absent(None))
            }
            step => step?,
        };
        Some(self.follow(step))
    }

    /// What a step comes to: perhaps the first one of another login.
    fn follow(&mut self, step: Step<V>) -> Result<Then<V>, Failure<V>> {
        let mut step = step?;
        loop {
            self.login = match step {
                Next::Ask(errand) => return Ok(Then::Ask(errand)),
                Next::Done(logged_in) => return Ok(Then::Done(logged_in)),
                Next::NoDatabase(error) => return Ok(Then::Ask(self.ask_databases(error))),
                Next::Absent(why) if !self.has_second_factor => {
                    Box::new(JsonRpcLogin::new(self.site, self.credentials, why))
                }
                Next::SecondFactor if self.is_free && self.may_be_key() => {
                    self.has_second_factor = true;
                    Box::new(KeyLogin::new(self.site, self.credentials, true, true))
                }
                Next::Absent(_) | Next::SecondFactor => return Err(verdict::second_factor()),
                Next::OfStandIn(uid) => {
                    let (login, next) = uid.login(self.site, self.credentials);
                    self.login = login;
                    step = next?;
                    continue;
                }
            };
            self.is_new = true;
            step = self.login.begin()?;
        }
    }

    fn ask_databases(&mut self, mut error: Error<V>) -> Errand<V> {
        error.class = Class::Rpc;
        error.set_reason(Reason::UnknownDatabase);
        error.place.protocol = Some(self.login.protocol().name());
        error.message = verdict::no_database::<V>(&self.site.server, &[]);
        let errand = self.login.ask_databases(self.site);
        self.missing = Some(Missing {
            error,
            id: errand.id,
            open: errand.open,
        });
        errand
    }

    /// Whether the password may be an API key, for which the `Authorization` header is free.
    fn may_be_key(&self) -> bool {
        let password = self.credentials.password.as_deref();
        self.site.headers.get(AUTHORIZATION).is_none() && password.is_some_and(fits_header)
    }
}
