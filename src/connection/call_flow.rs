//! One call: the request, perhaps before it a question for the names of its arguments, perhaps once
//! more after a complaint about them.

use std::rc::Rc;

use super::request_context::{Purpose, RequestContext};
use super::{Answer, Connection, Login, not_authenticated};
use crate::error::{Class, Failure};
use crate::protocol::http::FetchFailure;
use crate::protocol::http::{Manner, Request, Response};
use crate::protocol::results::Form;
use crate::protocol::{Call, Encoded, Exchange, Opened, Standing, stand_ins};
use crate::transport::Platform;

/// A call on its way.
pub(super) struct CallFlow<'a, P: Platform> {
    connection: &'a Connection<P>,
    exchange: Exchange<'a, P::Value>,
    sending: Sending<'a, P::Value>,
    is_renewed: bool,
    /// Whether the last answer looks like what Odoo gives to a session that has ended.
    seems_ended: bool,
    /// How the login stands, where that was looked at.
    standing: Option<Standing>,
}

/// How a call is sent.
#[derive(Debug)]
pub struct Sending<'a, V> {
    /// Which try of the same call it is, from 1.
    pub attempt: u32,
    /// Replaces `response.json()`.
    pub read_body: Option<&'a V>,
    /// What its result has to be.
    pub form: Form,
    /// What its request has to have made sure of.
    pub manner: Manner,
}

// A derived copy would want values that can be copied.
impl<V> Copy for Sending<'_, V> {}

impl<V> Clone for Sending<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Default for Sending<'_, V> {
    /// The first try of a call whose result is as the server says.
    fn default() -> Self {
        Self {
            attempt: 1,
            read_body: None,
            form: Form::AsItIs,
            manner: Manner::default(),
        }
    }
}

/// What came of a request.
pub(super) enum Outcome<V> {
    Result(V),
    /// The call needs another request.
    Again,
    Failure(Failure<V>),
}

/// A request, and the login that it is made for.
pub(super) type Question<V> = (Rc<Login<V>>, Request<V>);

type Fetched<V> = Result<Response<V>, Box<FetchFailure<V>>>;

impl<'a, P: Platform> CallFlow<'a, P> {
    pub(super) fn new(
        connection: &'a Connection<P>,
        call: &'a Call<P::Value>,
        encoded: &'a Encoded<P::Value>,
        sending: Sending<'a, P::Value>,
    ) -> Self {
        Self {
            connection,
            exchange: Exchange::new(call, encoded),
            sending,
            is_renewed: false,
            seems_ended: false,
            standing: None,
        }
    }

    /// What the last request belongs to.
    pub(super) fn context<'b>(
        &'b self,
        login: &'b Login<P::Value>,
    ) -> RequestContext<'b, P::Value> {
        RequestContext {
            protocol: login.wire.protocol(),
            purpose: Purpose::Call(&*login.wire, &self.exchange),
            attempt: self.sending.attempt,
        }
    }

    /// The next request, and the login that it is made for.
    #[inline(never)]
    pub(super) fn ask(&mut self) -> Answer<P, Question<P::Value>> {
        let login = self.connection.current().ok_or_else(not_authenticated)?;
        let site = self.connection.site();
        self.exchange.id = site.next_id();
        if self.exchange.encoded.protocol != login.wire.protocol() {
            let message = "The client has logged in over another protocol since this call was made. Nothing was sent: call again";
            return Err(Failure::new(Class::Odoo, message));
        }
        let mut request = login.wire.request(site, &mut self.exchange)?;
        // A question of the protocol's own has an answer of its own.
        if !self.exchange.is_question {
            request.read_body = self.sending.read_body.cloned();
            request.manner = self.sending.manner;
        }
        Ok((login, request))
    }

    /// What an answer comes to.
    #[inline(never)]
    pub(super) fn outcome(
        &mut self,
        login: &Login<P::Value>,
        fetched: Fetched<P::Value>,
    ) -> Outcome<P::Value> {
        let response = match fetched {
            Ok(response) => response,
            Err(failure) => {
                let context = self.context(login);
                return Outcome::Failure(self.connection.unreached(*failure, context));
            }
        };
        let (by_stand_in, status) = (stand_ins::gave(&response), response.status);
        self.seems_ended = login.wire.seems_ended(&self.exchange, &response);
        self.connection
            .keep_session(login, &response, self.exchange.id);
        let (call, form) = (self.exchange.call, self.sending.form);
        let checked = match login.wire.open(&mut self.exchange, response) {
            Opened::Result(result) if by_stand_in => Ok(form.of(result)),
            Opened::Result(result) => form.checked(result, call, login.wire.protocol()),
            Opened::Error(error) => Err(error),
            Opened::Again => return Outcome::Again,
            Opened::Failure(failure) => {
                return Outcome::Failure(failure.at(&self.context(login).place()));
            }
        };
        let mut error = match checked {
            Ok(result) => return Outcome::Result(result),
            Err(error) => error,
        };
        error.place.status = error.place.status.or((status != 0).then_some(status));
        Outcome::Failure(Failure::from(error).at(&self.context(login).place()))
    }

    /// Whether only a look at the login tells what the failure means: any method may deny access,
    /// and any server may have a page like Odoo's.
    pub(super) fn is_doubtful(&self, failure: &Failure<P::Value>) -> bool {
        self.seems_ended || failure.class() == Some(Class::Auth)
    }

    /// The failure, now that it is known how the login stands.
    pub(super) fn judged(
        &mut self,
        failure: Failure<P::Value>,
        login: &Login<P::Value>,
        standing: Standing,
    ) -> Failure<P::Value> {
        self.standing = Some(standing);
        let Failure::Error(mut error) = failure else {
            return failure;
        };
        match standing {
            // The user may not do this, and is still logged in.
            Standing::Good if error.class == Class::Auth => error.class = Class::Access,
            Standing::Ended if login.wire.has_session() => {
                error.class = Class::SessionExpired;
                if self.seems_ended {
                    error.message = ENDED.into();
                    error.not_sent = true;
                }
            }
            _ => {}
        }
        error.into()
    }

    /// How the login stands, where that was looked at.
    pub(super) fn standing(&self) -> Option<Standing> {
        self.standing
    }

    /// Whether the failure is one that a new session helps against; once.
    pub(super) fn may_renew(&mut self, failure: &Failure<P::Value>) -> bool {
        let may = !self.is_renewed && failure.class() == Some(Class::SessionExpired);
        if may {
            self.is_renewed = true;
            self.standing = None;
        }
        may
    }
}

/// The message for a session that the server answers with a page.
const ENDED: &str = "The session has ended: the server no longer knows it. Call authenticate()";
