//! Logging in: over the protocol that was asked for, or the best one that works.
//!
//! By itself the client takes, outside browsers, the web session: one request, and the fastest
//! calls. An API key goes to JSON-2, or where the server does not have it, to `/jsonrpc`. So does
//! everything on a server that has no session routes. In a browser a login would replace the
//! visitor's own session, so cookies are left alone there. Over whatever protocol: a password that
//! the server has judged wrong is not tried again over another.
//!
//! The steps over each protocol are its own ([`Login`]). What is here sends their requests, and
//! decides which login follows where one comes to nothing. So there is one place that waits, and
//! each step can be looked at by itself.

use std::rc::Rc;

use super::request_context::RequestContext;
use super::{Answer, Connection};
use crate::error::{Class, Error, Failure, Reason};
use crate::protocol::json2::KeyLogin;
use crate::protocol::jsonrpc::JsonRpcLogin;
use crate::protocol::web_session;
use crate::protocol::wire::{LoggedIn, Next, Step};
use crate::protocol::{
    AUTHORIZATION, Credentials, Errand, Login, Protocol, Site, envelope, stand_ins, verdict,
};
use crate::transport::Platform;
use crate::value::Value;

/// A login under way.
struct LoginFlow<'a, V: Value> {
    site: &'a Site<V>,
    credentials: &'a Rc<Credentials>,
    /// Whether the client chooses the protocol.
    is_free: bool,
    /// The login over one protocol.
    login: Box<dyn Login<V> + 'a>,
    /// Whether the user has a second factor: the password was right, and is of no use.
    has_second_factor: bool,
}

/// What comes after a step.
enum Then<V: Value> {
    Ask(Errand<V>),
    /// The server has no such database: the error, for which it is asked which ones there are.
    AskDatabases(Error<V>),
    Done(LoggedIn<V>),
}

impl<P: Platform> Connection<P> {
    /// Logs in over `protocol`; where it is `None`, over the best that works.
    pub(super) async fn log_in(
        &self,
        credentials: Rc<Credentials>,
        protocol: Option<Protocol>,
    ) -> Answer<P, LoggedIn<P::Value>> {
        let mut flow = LoginFlow::new(self.site(), &credentials, protocol);
        let first = flow.login.begin();
        let mut then = flow.follow(first)?;
        loop {
            let errand = match then {
                Then::Ask(errand) => errand,
                Then::AskDatabases(error) => return Err(self.no_database(error).await),
                Then::Done(logged_in) => return Ok(logged_in),
            };
            let context = RequestContext::of(&errand);
            let fetched = self.fetch(errand.request, context).await;
            let step = match fetched {
                // Another protocol would be led astray as well: nothing more is sent.
                Ok(response) if response.leads_away() => Err(response.status_error().into()),
                Ok(response) => flow.login.answered(response),
                Err(failure) => {
                    let by_stand_in = stand_ins::knows_no_such_address(&failure);
                    let unanswered = flow.login.unanswered(by_stand_in);
                    unanswered.unwrap_or_else(|| Err(self.unreached(*failure, context)))
                }
            };
            then = (flow.follow(step)).map_err(|failure| failure.at(&context.place()))?;
        }
    }

    /// The failure of a login to a database that the server does not have. The server is asked
    /// which ones there are: a mistyped name shows at once.
    async fn no_database(&self, mut error: Error<P::Value>) -> Failure<P::Value> {
        error.set_reason(Reason::UnknownDatabase);
        let errand = web_session::ask_databases(self.site());
        let (context, id) = (RequestContext::of(&errand), errand.id);
        let response = match self.fetch(errand.request, context).await {
            // Another protocol would be led astray as well.
            Ok(response) if response.leads_away() => {
                return Failure::from(response.status_error()).at(&context.place());
            }
            Ok(response) => response,
            Err(_) => return error.into(),
        };
        let listed = envelope::open(response, id).ok();
        let names = listed.and_then(|listed| listed.items()).unwrap_or_default();
        error.message = verdict::no_database(&self.server, &names);
        error.into()
    }
}

impl<'a, V: Value> LoginFlow<'a, V> {
    fn new(
        site: &'a Site<V>,
        credentials: &'a Rc<Credentials>,
        protocol: Option<Protocol>,
    ) -> Self {
        let is_free = protocol.is_none();
        let best = || match credentials.key() {
            Some(_) => Protocol::Json2,
            None if site.sends_cookies => Protocol::Session,
            None => Protocol::JsonRpc,
        };
        let protocol = protocol.unwrap_or_else(best);
        Self {
            site,
            credentials,
            is_free,
            login: protocol.login(site, credentials, is_free),
            has_second_factor: false,
        }
    }

    /// What a step comes to: perhaps the first one of another login.
    fn follow(&mut self, step: Step<V>) -> Result<Then<V>, Failure<V>> {
        let mut step = step?;
        loop {
            step = match step {
                Next::Ask(errand) => return Ok(Then::Ask(errand)),
                Next::Done(logged_in) => return Ok(Then::Done(logged_in)),
                Next::NoDatabase(error) => return Ok(Then::AskDatabases(self.no_such(error))),
                Next::Absent(_) if self.has_second_factor => return Err(verdict::second_factor()),
                Next::Absent(why) => {
                    let login = JsonRpcLogin::new(self.site, self.credentials, why);
                    self.turn_to(Box::new(login))?
                }
                Next::SecondFactor if self.is_free && self.may_be_key() => {
                    self.has_second_factor = true;
                    let login = KeyLogin::new(self.site, self.credentials, true, true);
                    self.turn_to(Box::new(login))?
                }
                Next::SecondFactor => return Err(verdict::second_factor()),
                Next::Uid(told) => {
                    let mut login = JsonRpcLogin::new(self.site, self.credentials, None);
                    let step = login.with_uid(&told)?;
                    self.login = Box::new(login);
                    step
                }
            };
        }
    }

    fn turn_to(&mut self, login: Box<dyn Login<V> + 'a>) -> Step<V> {
        self.login = login;
        self.login.begin()
    }

    fn no_such(&self, mut error: Error<V>) -> Error<V> {
        error.class = Class::Rpc;
        error.place.protocol = Some(self.login.protocol().name());
        error.message = verdict::no_database::<V>(&self.site.server, &[]);
        error
    }

    /// Whether the password may be an API key, for which the `Authorization` header is free.
    fn may_be_key(&self) -> bool {
        let password = self.credentials.password.as_deref();
        self.site.headers.get(AUTHORIZATION).is_none()
            && password.is_some_and(crate::protocol::credentials::fits_header)
    }
}
