//! What is said for one call: the request, perhaps before it a question for the names of its arguments, perhaps once more
//! after a complaint about them.

use std::rc::Rc;

use super::exchange::About;
use super::{Answer, Connection, Encoded, Login, Standing, Wire, not_authenticated};
use crate::advice;
use crate::error::{Class, Error, Failure};
use crate::protocol::http::{Cookies, Manner, Request, Response};
use crate::protocol::json2::{self, Parameters};
use crate::protocol::results::Form;
use crate::protocol::{Call, Protocol, envelope, jsonrpc, web_session};
use crate::transport::{FetchFailure, Platform};
use crate::value::Value;

/// A call on its way.
pub(super) struct Calling<'a, P: Platform> {
    connection: &'a Connection<P>,
    call: &'a Call<P::Value>,
    encoded: &'a Encoded<P::Value>,
    sending: Sending<'a, P::Value>,
    /// The id of the last request.
    id: u64,
    is_renewed: bool,
    /// What the server itself says the arguments are called (JSON-2).
    names: Option<Parameters>,
    /// What it said of names that were not its own, or no longer.
    complaint: Option<Failure<P::Value>>,
    /// Whether the last request asked for the names, and whether any did.
    asks_for_names: bool,
    has_asked: bool,
    /// Whether the last answer looks like what Odoo gives to a session that is gone.
    seems_gone: bool,
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
pub(super) enum Heard<V> {
    Result(V),
    /// There is another request to be made.
    Again,
    Failure(Failure<V>),
}

/// A request, and whose it is.
pub(super) type Question<V> = (Rc<Login<V>>, Request<V>);

type Fetched<V> = Result<Response<V>, Box<FetchFailure<V>>>;

impl<'a, P: Platform> Calling<'a, P> {
    pub(super) fn new(
        connection: &'a Connection<P>,
        call: &'a Call<P::Value>,
        encoded: &'a Encoded<P::Value>,
        sending: Sending<'a, P::Value>,
    ) -> Self {
        Self {
            connection,
            call,
            encoded,
            sending,
            id: 0,
            is_renewed: false,
            names: None,
            complaint: None,
            asks_for_names: false,
            has_asked: false,
            seems_gone: false,
            standing: None,
        }
    }

    pub(super) fn about(&self, login: &Login<P::Value>) -> About<'a, P::Value> {
        About {
            protocol: login.protocol(),
            path: match self.asks_for_names {
                true => json2::DOCUMENT,
                false => "",
            },
            page: match self.encoded {
                Encoded::Page(_, path) => Some(path),
                _ => None,
            },
            call: Some(self.call),
            attempt: self.sending.attempt,
        }
    }

    /// The next request, and whose it is.
    #[inline(never)]
    pub(super) fn ask(&mut self) -> Answer<P, Question<P::Value>> {
        let login = self.connection.current().ok_or_else(not_authenticated)?;
        self.id = self.connection.next_id();
        self.asks_for_names = false;
        if let (
            Wire::Json2 {
                headers, documents, ..
            },
            Encoded::Json2(_, _, known),
        ) = (&login.wire, self.encoded)
            && !self.has_asked
        {
            if self.names.is_none() {
                let described = documents.parameters(self.call);
                self.names = described.filter(|names| !self.is_named_as(names));
            }
            let is_known = known.is_some() || self.names.is_some();
            if !is_known || self.complaint.is_some() {
                self.has_asked = true;
                self.asks_for_names = true;
                let request = self
                    .connection
                    .ask_document(documents, headers, self.call)?;
                return Ok((login, request));
            }
        }
        let request = self.request(&login.wire)?;
        Ok((login, request))
    }

    /// What an answer comes to.
    #[inline(never)]
    pub(super) fn hear(
        &mut self,
        login: &Login<P::Value>,
        fetched: Fetched<P::Value>,
    ) -> Heard<P::Value> {
        let about = self.about(login);
        let response = match fetched {
            Ok(response) => response,
            Err(failure) => return Heard::Failure(self.connection.unreached(*failure, about)),
        };
        let (has_headers, status) = (response.has_headers, response.status);
        self.seems_gone = matches!(login.wire, Wire::Session { .. })
            && (web_session::is_gone(&response)
                || matches!(self.encoded, Encoded::Page(..)) && may_be_login(&response));
        let opened = match &login.wire {
            Wire::Json2 { documents, .. } if self.asks_for_names => {
                let learnt = documents.learn(self.call, response);
                return self.learn(learnt);
            }
            Wire::Json2 { .. } => json2::open(response),
            Wire::Session { .. } => {
                self.connection.keep_cookie(login, &response, self.id);
                match self.encoded {
                    // No envelope is around it, and its status 404 may be about a record.
                    Encoded::Page(..) => json2::open(response),
                    _ => in_session(response, self.id, self.call),
                }
            }
            Wire::JsonRpc { .. } => envelope::open(response, self.id),
        };
        // A stand-in for fetch that sends no headers answers as its test wants it.
        let checked = opened.and_then(|result| match has_headers {
            true => self
                .sending
                .form
                .checked(result, self.call, login.protocol()),
            false => Ok(self.sending.form.of(result)),
        });
        let mut error = match checked {
            Ok(result) => return Heard::Result(result),
            Err(error) => error,
        };
        error.place.status = error.place.status.or((status != 0).then_some(status));
        let may_complain = !self.has_asked && login.protocol() == Protocol::Json2;
        let is_complaint = may_complain && json2::is_about_arguments(&error);
        let failure = Failure::from(error).at(&about.place());
        if is_complaint {
            self.complaint = Some(failure);
            return Heard::Again;
        }
        Heard::Failure(failure)
    }

    fn learn(&mut self, learnt: Answer<P, Parameters>) -> Heard<P::Value> {
        match (learnt, self.complaint.take()) {
            (Err(failure), None) => Heard::Failure(failure),
            // The server's own complaint says more.
            (Err(_), Some(complaint)) => Heard::Failure(complaint),
            (Ok(learnt), Some(complaint)) if self.is_named_as(&learnt) => Heard::Failure(complaint),
            (Ok(learnt), _) => {
                self.names = Some(learnt);
                Heard::Again
            }
        }
    }

    /// Whether the arguments have these names already.
    fn is_named_as(&self, parameters: &Parameters) -> bool {
        let Encoded::Json2(_, _, known) = self.encoded else {
            return false;
        };
        let names = self.names.as_ref().or(known.as_ref());
        names.is_some_and(|names| names.is_same_as(parameters))
    }

    /// Whether only a look at the login tells what the failure means: any method may deny access, and any server may have a
    /// page like Odoo's.
    pub(super) fn is_doubtful(&self, failure: &Failure<P::Value>) -> bool {
        self.seems_gone || failure.class() == Some(Class::Auth)
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
            // The user may not do this, and is who he was.
            Standing::Good if error.class == Class::Auth => error.class = Class::Access,
            Standing::Ended if matches!(login.wire, Wire::Session { .. }) => {
                error.class = Class::SessionExpired;
                if self.seems_gone {
                    error.message = GONE.into();
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

    /// The request of a call.
    fn request(&self, wire: &Wire<P::Value>) -> Answer<P, Request<P::Value>> {
        let (connection, id) = (self.connection, self.id);
        let mut request = match (wire, self.encoded) {
            (
                Wire::JsonRpc {
                    endpoint,
                    credentials,
                },
                Encoded::JsonRpc(rest),
            ) => connection.post(
                endpoint.clone(),
                connection.platform.headers(),
                jsonrpc::execute_kw::<P::Value>(id, credentials, rest),
            ),
            (Wire::Session { headers, .. }, Encoded::Session(url, params)) => connection
                .in_session(
                    url.clone(),
                    headers.borrow().clone(),
                    web_session::call::<P::Value>(id, params),
                ),
            (Wire::Session { headers, .. }, Encoded::Page(url, _)) => Request {
                body: None,
                ..connection.in_session(url.clone(), headers.borrow().clone(), url.clone())
            },
            (Wire::Json2 { headers, .. }, Encoded::Json2(url, text, known)) => {
                let body = match &self.names {
                    Some(names) => json2::named(text, known.as_ref(), names)?,
                    None => text.clone(),
                };
                let mut request = connection.post(url.clone(), headers.clone(), body);
                request.cookies = Cookies::Omitted;
                request
            }
            _ => {
                let message = "The client has logged in over another protocol since this call was made. Nothing was sent: call again";
                return Err(Failure::new(Class::Odoo, message));
            }
        };
        request.read_body = self.sending.read_body.cloned();
        request.manner = self.sending.manner;
        Ok(request)
    }
}

/// What is said of a session that the server answers with a page for.
const GONE: &str = "The session has ended: the server no longer knows it";

/// Whether an answer may lead to the page to log in: what Odoo gives for its pages where a session is wanted.
fn may_be_login<V>(response: &Response<V>) -> bool {
    let redirect = response
        .head
        .as_ref()
        .and_then(|head| head.redirect.as_ref());
    redirect.is_some_and(|redirect| redirect.may_be_login)
}

/// Opens the answer to a call in a session. What differs from `/jsonrpc` is brought into the same class: a model that does not
/// exist.
fn in_session<V: Value>(response: Response<V>, id: u64, call: &Call<V>) -> Result<V, Error<V>> {
    let mut error = match envelope::open(response, id) {
        Ok(result) => return Ok(result),
        Err(error) => error,
    };
    if error.class == Class::Rpc
        && let Some(model) = call.model.as_string()
        && (error.code.as_deref() == Some("404") || is_key(&error, &model))
    {
        error.message = advice::unknown_model(&model);
    }
    Err(error)
}

/// Whether the server looked for that key and did not find it.
fn is_key<V: Value>(error: &Error<V>, key: &str) -> bool {
    let data = |name| error.data.as_ref()?.get(name)?.as_string();
    data("name").as_deref() == Some("builtins.KeyError") && data("message").as_deref() == Some(key)
}
