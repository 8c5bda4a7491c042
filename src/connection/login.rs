//! Logging in: over the protocol that was asked for, or the best one that works.
//!
//! By itself the client takes, outside browsers, the web session: one request, and the fastest calls. An API key goes to
//! JSON-2, or where the server has none, to `/jsonrpc`. So does everything on a server that has no session routes. In a
//! browser a login would replace the visitor's own session, so cookies are left alone there. Whatever the way, a password
//! that the server has judged wrong is not tried again over another.
//!
//! [`key`] is the way over JSON-2.
//!
//! It is a conversation, not a row of futures: each step says what to ask, and reads what was answered. So there is one
//! place that waits, and each step can be looked at by itself.

mod key;

use std::rc::Rc;

use super::credentials::{Credentials, lacks};
use super::exchange::About;
use super::{Answer, Connection, Login, Server, Wire, verdict};
use crate::advice;
use crate::error::{Class, Error, Failure};
use crate::protocol::http::{Cookies, Request, Response, Wants};
use crate::protocol::{Call, Protocol, envelope, json2, jsonrpc, web_session};
use crate::session::{self, OWN_FIELDS, User};
use crate::transport::{FetchFailure, Platform};
use crate::value::{Kind, Value, as_integer};

/// What is being asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asking {
    /// For a session, by name and password.
    Session,
    /// Whose the visitor's session is.
    Visitor,
    /// For the uid, over `/jsonrpc`.
    Uid,
    /// For the user's own record, over `/jsonrpc`.
    Record,
    /// For the context of the key's user.
    KeyContext,
    /// For the record of the key's user.
    KeyRecord,
    /// For the version, where JSON-2 is not there.
    Version,
    /// For the databases, where the one that was asked for is not there.
    Databases,
}

/// What to do next.
enum Next<V: Value> {
    Ask(Asking, Request<V>),
    Done(Login<V>),
}

/// What is known so far.
struct Conversation<'a, P: Platform> {
    connection: &'a Connection<P>,
    credentials: Rc<Credentials>,
    /// The protocol that was asked for.
    protocol: Option<Protocol>,
    /// The id of the last JSON-RPC request.
    id: u64,
    uid: i64,
    /// The context of the key's user.
    context: Option<P::Value>,
    /// The headers of JSON-2, with the key.
    headers: Option<P::Value>,
    /// Whether the user has a second factor: the password was right, and is of no use.
    has_second_factor: bool,
    /// Why the way before did not work: what is told where the next one does not say more.
    earlier: Option<Failure<P::Value>>,
}

type Step<P> = Answer<P, Next<<P as Platform>::Value>>;
type Fetched<P> =
    Result<Response<<P as Platform>::Value>, Box<FetchFailure<<P as Platform>::Value>>>;

impl<P: Platform> Connection<P> {
    /// Logs in over `protocol`; where it is `None`, over the best that works.
    pub(super) async fn log_in(
        &self,
        credentials: Rc<Credentials>,
        protocol: Option<Protocol>,
    ) -> Answer<P, Login<P::Value>> {
        let mut conversation = Conversation {
            connection: self,
            credentials,
            protocol,
            id: 0,
            uid: 0,
            context: None,
            headers: None,
            has_second_factor: false,
            earlier: None,
        };
        let mut next = conversation.begin()?;
        loop {
            let (asking, request) = match next {
                Next::Ask(asking, request) => (asking, request),
                Next::Done(login) => return Ok(login),
            };
            let about = asking.about();
            let fetched = self.fetch(request, about).await;
            // Where another way of logging in would be led astray as well, nothing more is sent.
            if let Ok(response) = &fetched
                && response.leads_away()
            {
                return Err(Failure::from(response.status_error()).at(&about.place()));
            }
            next = (conversation.go_on(asking, fetched))
                .map_err(|failure| failure.at(&about.place()))?;
        }
    }
}

impl Asking {
    fn about<V: Value>(self) -> About<'static, V> {
        let (protocol, path) = match self {
            Self::Session => (Protocol::Session, web_session::AUTHENTICATE),
            Self::Visitor => (Protocol::Session, web_session::SESSION_INFO),
            Self::Uid | Self::Record => (Protocol::JsonRpc, jsonrpc::PATH),
            Self::KeyContext => (Protocol::Json2, json2::OWN_CONTEXT),
            Self::KeyRecord => (Protocol::Json2, json2::OWN_RECORD),
            Self::Version => (Protocol::Json2, json2::VERSION),
            Self::Databases => (Protocol::Session, web_session::DATABASES),
        };
        About::path(protocol, path)
    }
}

impl<P: Platform> Conversation<'_, P> {
    fn begin(&mut self) -> Step<P> {
        match self.protocol {
            None if self.credentials.key().is_some() => self.ask_key(None),
            None if self.connection.platform.sends_cookies() => self.ask_session(),
            None | Some(Protocol::JsonRpc) => self.ask_uid(),
            Some(Protocol::Session) if self.credentials.are_none() => self.ask_visitor(),
            Some(Protocol::Session) => self.ask_session(),
            Some(Protocol::Json2) => self.ask_key(None),
        }
    }

    fn go_on(&mut self, asking: Asking, fetched: Fetched<P>) -> Step<P> {
        let response = match fetched {
            Ok(response) => response,
            // No failure of the network's: a stand-in for fetch that knows no such address.
            Err(failure)
                if matches!(asking, Asking::Session | Asking::KeyContext)
                    && self.is_free()
                    && !(failure.has_code || failure.nothing_sent) =>
            {
                return match asking {
                    Asking::Session => self.ask_uid(),
                    _ => self.no_key_protocol(None),
                };
            }
            // What was asked only to say more of the failure before.
            Err(_) if matches!(asking, Asking::Version | Asking::Databases) => {
                return Err(self.failed());
            }
            Err(failure) => return Err(self.connection.unreached(*failure, asking.about())),
        };
        match asking {
            Asking::Session => self.session(response),
            Asking::Visitor => self.visitor(response),
            Asking::Uid => match envelope::open(response, self.id) {
                Ok(result) => self.uid(&result),
                Err(error) => self.no_uid(error),
            },
            Asking::Record => self.record(envelope::open(response, self.id)),
            Asking::KeyContext => self.key_context(response),
            Asking::KeyRecord => self.key_record(json2::open(response)),
            Asking::Version => self.no_json2(&response),
            Asking::Databases => Err(self.with_databases(response)),
        }
    }

    /// Whether the protocol is the client's own choice.
    fn is_free(&self) -> bool {
        self.protocol.is_none()
    }

    fn database(&self) -> Result<&str, Failure<P::Value>> {
        let database = self.connection.server.database.as_deref();
        database.ok_or_else(|| lacks("database"))
    }

    // The web session.

    fn ask_session(&mut self) -> Step<P> {
        self.id = self.connection.next_id();
        let (username, password) = self.credentials.both(false)?;
        let database = self.database()?;
        let body = web_session::authenticate::<P::Value>(self.id, database, username, password);
        let url = self.connection.address(web_session::AUTHENTICATE);
        let headers = self.connection.platform.headers();
        let mut request = self.connection.in_session(url, headers, body);
        request.wants = Wants::Headers;
        Ok(Next::Ask(Asking::Session, request))
    }

    fn session(&mut self, response: Response<P::Value>) -> Step<P> {
        let session_id = web_session::session_id(&response).map(str::to_owned);
        let is_redirect = response
            .head
            .as_ref()
            .is_some_and(|head| head.redirect.is_some());
        if is_redirect && !self.is_free() {
            return Err(response.status_error().into());
        }
        let status = response.status;
        let told = match envelope::open(response, self.id) {
            Ok(told) => told,
            Err(error) => return self.judged(error),
        };
        let uid = told.get("uid");
        let is_logged_in = uid.as_ref().and_then(as_integer).is_some_and(|uid| uid > 0);
        match told.kind() {
            // As to a login over /jsonrpc: a stand-in for fetch that looks at nothing but the order of requests.
            Kind::Number | Kind::Boolean if self.is_free() && told.as_bool() != Some(true) => {
                self.uid(&told)
            }
            Kind::Object if is_logged_in => match session_id {
                Some(id) => self.logged_in(&told, &id),
                None if !self.connection.platform.sends_cookies() => self.logged_in(&told, ""),
                // Without its cookie it is of no use: something on the way takes cookies away.
                None => self.no_session(verdict::no_cookie(self.server())),
            },
            Kind::Object if uid.is_some() => {
                self.has_second_factor = true;
                match self.is_free() && self.may_be_key() {
                    true => self.ask_key(self.credentials.password.clone()),
                    false => Err(verdict::second_factor()),
                }
            }
            _ => {
                let message = [
                    "The login was answered with ",
                    &told.in_words(),
                    " instead of a session",
                ];
                let mut error = Error::new(Class::Rpc, message.concat());
                error.place.status = Some(status);
                self.no_session(verdict::no_session_routes(self.server(), error))
            }
        }
    }

    /// What an error of the session's login means: a verdict, or that another way has to be tried.
    fn judged(&mut self, mut error: Error<P::Value>) -> Step<P> {
        let has_trouble = error.place.status.is_some_and(has_trouble);
        match error.class {
            Class::Auth if error.message == "Access Denied" => Err(verdict::refused(
                self.server(),
                &self.credentials,
                Protocol::Session,
            )),
            // "Too many login failures, please wait a bit before trying again."
            Class::Auth | Class::RateLimit => {
                error.is_transient = true;
                Err(error.into())
            }
            Class::Network if has_trouble => Err(error.into()),
            Class::Access if error.message.starts_with("Database not found") => {
                self.ask_databases(error, Protocol::Session)
            }
            Class::Rpc if is_missing_database(&error) => {
                self.ask_databases(error, Protocol::Session)
            }
            _ => self.no_session(verdict::no_session_routes(self.server(), error)),
        }
    }

    /// The session did not come about: the next way, where the client may choose.
    fn no_session(&mut self, failure: Failure<P::Value>) -> Step<P> {
        if !self.is_free() {
            return Err(failure);
        }
        self.earlier = Some(failure);
        self.ask_uid()
    }

    /// Asks which databases there are: whoever mistyped the name sees it at once.
    fn ask_databases(&mut self, mut error: Error<P::Value>, over: Protocol) -> Step<P> {
        error.class = Class::Rpc;
        error.place.protocol = Some(over.name());
        error.message = verdict::no_database::<P::Value>(self.server(), &[]);
        self.earlier = Some(error.into());
        let headers = self.connection.platform.headers();
        let mut request = self.connection.of_session(web_session::DATABASES, headers);
        self.id = self.connection.last_id.get();
        request.cookies = Cookies::Omitted;
        Ok(Next::Ask(Asking::Databases, request))
    }

    fn with_databases(&mut self, response: Response<P::Value>) -> Failure<P::Value> {
        let listed = envelope::open(response, self.id).ok();
        let names = listed.and_then(|listed| listed.items()).unwrap_or_default();
        let mut failure = self.failed();
        if let Failure::Error(error) = &mut failure {
            error.message = verdict::no_database(self.server(), &names);
        }
        failure
    }

    /// What is told of the way before.
    fn failed(&mut self) -> Failure<P::Value> {
        let earlier = self.earlier.take();
        earlier.unwrap_or_else(|| Failure::new(Class::Rpc, "The login failed"))
    }

    /// In a page that Odoo itself serves: whoever is logged in there.
    fn ask_visitor(&mut self) -> Step<P> {
        if self.connection.platform.sends_cookies() {
            return Err(lacks("username"));
        }
        let headers = self.connection.platform.headers();
        let request = self
            .connection
            .of_session(web_session::SESSION_INFO, headers);
        self.id = self.connection.last_id.get();
        Ok(Next::Ask(Asking::Visitor, request))
    }

    fn visitor(&mut self, response: Response<P::Value>) -> Step<P> {
        // Where there are several databases, one without a session gets a page.
        let is_absent = response.status == 404;
        let told = match envelope::open(response, self.id) {
            Err(error) if !is_absent && error.class != Class::SessionExpired => {
                return Err(verdict::not_odoo(
                    self.server(),
                    web_session::SESSION_INFO,
                    error,
                ));
            }
            told => told.unwrap_or_else(|_| P::Value::undefined()),
        };
        match told.get("uid").as_ref().and_then(as_integer) {
            Some(_) => self.logged_in(&told, ""),
            None => Err(Failure::new(
                Class::Auth,
                "Nobody is logged in to Odoo in this browser: log in on its page, or pass username and password",
            )),
        }
    }

    fn logged_in(&self, told: &P::Value, session_id: &str) -> Step<P> {
        let connection = self.connection;
        let headers = match session_id {
            "" => connection.platform.headers(),
            id => connection.with_cookie(id),
        };
        let credentials = Some(Rc::clone(&self.credentials));
        let info = session::info_of_web_session(told, session_id);
        let wire = Wire::Session {
            start: connection.address(web_session::CALL_KW),
            headers: headers.into(),
            since: self.id.into(),
            credentials: credentials.filter(|credentials| !credentials.are_none()),
        };
        Ok(Next::Done(Login::new(info, wire)))
    }

    // `/jsonrpc`.

    fn ask_uid(&mut self) -> Step<P> {
        self.id = self.connection.next_id();
        let (username, password) = self.credentials.both(true)?;
        let body = jsonrpc::login::<P::Value>(self.id, self.database()?, username, password);
        Ok(Next::Ask(Asking::Uid, self.to_jsonrpc(body)))
    }

    fn uid(&mut self, result: &P::Value) -> Step<P> {
        match as_integer(result).filter(|uid| *uid > 0) {
            Some(uid) => {
                self.uid = uid;
                self.ask_record()
            }
            None if matches!(result.kind(), Kind::Null | Kind::Boolean | Kind::Number) => Err(
                verdict::refused(self.server(), &self.credentials, Protocol::JsonRpc),
            ),
            None => {
                let message = [
                    "The login was answered with ",
                    &result.in_words(),
                    " instead of a user id",
                ];
                Err(Failure::new(Class::Rpc, message.concat()))
            }
        }
    }

    fn no_uid(&mut self, error: Error<P::Value>) -> Step<P> {
        if is_missing_database(&error) {
            return self.ask_databases(error, Protocol::JsonRpc);
        }
        match self.earlier.take() {
            // Odoo had its say on the way before, or that one almost worked: that there is no other says less.
            Some(Failure::Error(earlier))
                if error.data.is_none()
                    && (earlier.data.is_some() || earlier.place.status.is_none()) =>
            {
                Err(earlier.into())
            }
            _ => Err(verdict::not_odoo(self.server(), jsonrpc::PATH, error)),
        }
    }

    fn ask_record(&mut self) -> Step<P> {
        self.id = self.connection.next_id();
        let encoded = jsonrpc::encode(&Call {
            model: P::Value::string("res.users"),
            method: P::Value::string("read"),
            args: P::Value::array(vec![
                P::Value::array(vec![P::Value::number(self.uid as f64)]),
                P::Value::array(OWN_FIELDS.map(P::Value::string).into()),
            ]),
            kwargs: P::Value::object(),
        });
        let encoded = encoded.map_err(Failure::Thrown)?;
        let body = jsonrpc::execute_kw::<P::Value>(self.id, &self.repeated()?, &encoded);
        Ok(Next::Ask(Asking::Record, self.to_jsonrpc(body)))
    }

    fn record(&mut self, result: Result<P::Value, Error<P::Value>>) -> Step<P> {
        let record = own_record(result)?;
        let (username, _) = self.credentials.both(true)?;
        let info = session::info(User {
            uid: self.uid,
            database: self.database()?,
            username,
            context: None,
            record,
        });
        let wire = Wire::JsonRpc {
            endpoint: self.connection.address(jsonrpc::PATH),
            credentials: self.repeated()?,
        };
        Ok(Next::Done(Login::new(info, wire)))
    }

    fn repeated(&self) -> Answer<P, <P::Value as Value>::Text> {
        let (_, password) = self.credentials.both(true)?;
        Ok(jsonrpc::credentials::<P::Value>(
            self.database()?,
            self.uid,
            password,
        ))
    }

    fn to_jsonrpc(&self, body: <P::Value as Value>::Text) -> Request<P::Value> {
        let url = self.connection.address(jsonrpc::PATH);
        let headers = self.connection.platform.headers();
        let mut request = self.connection.post(url, headers, body);
        request.wants = Wants::Headers;
        request
    }

    fn server(&self) -> &Server {
        &self.connection.server
    }
}

/// Whether Odoo reports that PostgreSQL has no such database.
fn is_missing_database<V: Value>(error: &Error<V>) -> bool {
    let message = error.data.as_ref().and_then(|data| data.get("message"));
    let message = message.and_then(|message| message.as_string());
    message.is_some_and(|message| advice::missing_database(&message).is_some())
}

/// Whether a status says that the server is in trouble, not that it knows no such address.
pub(super) fn has_trouble(status: u16) -> bool {
    status == 429 || status >= 500
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
