//! One server, one database, perhaps one logged-in user: sends calls over the protocol in use and opens their answers.
//!
//! [`login`] chooses the protocol and logs in with the [`credentials`], [`calling`] is what is said for one call, [`renewal`]
//! renews a session that has expired, [`standing`] looks whether a login still holds, [`exchange`] performs one of the [`requests`], [`document`] knows what the server calls a
//! method's parameters, [`verdict`] what is said of a login that came to nothing.

mod calling;
mod credentials;
mod document;
mod exchange;
mod login;
mod renewal;
mod requests;
mod standing;
mod turns;
mod verdict;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::error::{Class, Error, Failure};
use crate::protocol::http::{Cookies, Request};
use crate::protocol::json2::{self, Parameters};
use crate::protocol::{Call, Protocol, envelope, jsonrpc, parameters, unsendable, web_session};
use crate::transport::Platform;
use crate::url::ServerUrl;
use crate::value::Value;
use crate::version::Version;

pub use calling::Sending;
use calling::{Calling, Heard};
pub use credentials::Credentials;
use document::Documents;
use exchange::About;
pub use requests::{AUTHORIZATION, CONTENT_TYPE};
use standing::Standing;
use turns::Turns;

/// What is said of a call that comes before a login.
pub const NOT_AUTHENTICATED: &str = "Client not authenticated. Call authenticate() first.";

type Text<P> = <<P as Platform>::Value as Value>::Text;
type Answer<P, T> = Result<T, Failure<<P as Platform>::Value>>;

/// Where a connection leads.
#[derive(Clone, Debug)]
pub struct Server {
    /// The server's root.
    pub url: ServerUrl,
    /// The database; none where the visitor's own session decides.
    pub database: Option<String>,
    /// The protocol; `None` is the best that works.
    pub protocol: Option<Protocol>,
}

/// A connection to one database.
pub struct Connection<P: Platform> {
    platform: P,
    server: Server,
    last_id: Cell<u64>,
    login: RefCell<Option<Rc<Login<P::Value>>>>,
    /// Counts logins and logouts, so that what ends late cannot undo what came after it.
    epoch: Cell<u64>,
    renewal: Turns<Failure<P::Value>>,
    looks: Turns<Standing>,
    /// What is still to be said to the server of sessions that nobody uses any more.
    farewells: RefCell<Vec<Request<P::Value>>>,
    /// Those of the last login, for what errors must not repeat.
    credentials: RefCell<Option<Rc<Credentials>>>,
}

/// A user who is logged in.
struct Login<V: Value> {
    /// What `getSession()` tells.
    info: RefCell<V>,
    wire: Wire<V>,
    /// Why its session could not be renewed.
    end: RefCell<Option<Failure<V>>>,
    /// Whether the server was asked for its version, which not every login tells.
    has_asked_version: Cell<bool>,
    /// The server's version, as far as it was told.
    version: Cell<Option<Version>>,
}

/// What every call of a logged-in user repeats, by protocol.
enum Wire<V: Value> {
    JsonRpc {
        endpoint: V::Text,
        /// Database, uid and password.
        credentials: V::Text,
    },
    Session {
        start: V::Text,
        /// With the cookie, outside browsers.
        headers: RefCell<V>,
        /// The number of the request whose answer brought the cookie.
        since: Cell<u64>,
        /// To renew it with; none where the session is the visitor's own.
        credentials: Option<Rc<Credentials>>,
    },
    Json2 {
        start: V::Text,
        /// With the key.
        headers: V,
        documents: Documents<V>,
    },
}

/// A call that is serialised for the protocol in use.
pub enum Encoded<V: Value> {
    /// What follows the credentials.
    JsonRpc(V::Text),
    /// Address and params.
    Session(V::Text, V::Text),
    /// Address, body, and what its arguments are called; where that is not known yet, the body is the params of a session's.
    Json2(V::Text, V::Text, Option<Parameters>),
    /// A page of a session's, in place of a call: its address and its path.
    Page(V::Text, V),
}

impl<P: Platform> Connection<P> {
    /// A connection. Opens nothing.
    pub fn new(platform: P, server: Server) -> Self {
        Self {
            platform,
            server,
            last_id: Cell::new(0),
            login: RefCell::new(None),
            epoch: Cell::new(0),
            renewal: Turns::default(),
            looks: Turns::default(),
            farewells: RefCell::default(),
            credentials: RefCell::new(None),
        }
    }

    /// The world it talks through.
    pub fn platform(&self) -> &P {
        &self.platform
    }

    /// The server's root.
    pub fn url(&self) -> &ServerUrl {
        &self.server.url
    }

    /// What `getSession()` tells; `None` before a login and after a logout.
    pub fn session_info(&self) -> Option<P::Value> {
        self.current().map(|login| login.info.borrow().clone())
    }

    /// Whether a user is logged in, as far as is known.
    pub fn is_authenticated(&self) -> bool {
        self.login.borrow().is_some()
    }

    /// The protocol in use; before a login, the one that was asked for; `None` where it is still to be chosen.
    pub fn protocol(&self) -> Option<Protocol> {
        let in_use = self.current().map(|login| login.protocol());
        in_use.or(self.server.protocol)
    }

    /// Forgets the session and the password, at once: the request that ends the session on the server, where there is one.
    pub fn logout(&self) -> Option<Request<P::Value>> {
        self.epoch.set(self.epoch.get() + 1);
        self.credentials.replace(None);
        let login = self.login.replace(None)?;
        let Wire::Session { headers, .. } = &login.wire else {
            return None;
        };
        let headers = headers.borrow().clone();
        Some(self.of_session(web_session::DESTROY, headers))
    }

    /// Sends what [`Connection::logout`] gave. Whether the server hears of it changes nothing for the program.
    pub async fn take_leave(&self, request: Request<P::Value>) {
        let about = About::path(Protocol::Session, web_session::DESTROY);
        let _ = self.fetch(request, about).await;
    }

    /// Logs in, over the protocol that was asked for or the best that works.
    ///
    /// # Errors
    /// `Auth` when the credentials are wrong; `Network` when the server cannot be reached; `Rpc` when it fails, as for
    /// a database that does not exist; `Odoo` when the credentials do not suffice for the protocol.
    pub async fn authenticate(&self, credentials: Rc<Credentials>) -> Answer<P, P::Value> {
        let epoch = self.epoch.get() + 1;
        self.epoch.set(epoch);
        self.credentials.replace(Some(Rc::clone(&credentials)));
        let result = self.log_in(credentials, self.server.protocol).await;
        let is_current = self.epoch.get() == epoch;
        match result {
            Ok(login) => {
                let login = Rc::new(login);
                let info = login.info.borrow().clone();
                let superseded = match is_current {
                    true => self.login.replace(Some(login)),
                    false => Some(login),
                };
                if let Some(superseded) = superseded {
                    self.let_go(&superseded);
                }
                Ok(info)
            }
            Err(failure) => {
                if is_current
                    && is_verdict(&failure)
                    && let Some(superseded) = self.login.replace(None)
                {
                    self.let_go(&superseded);
                }
                Err(failure)
            }
        }
    }

    /// Has the session of a login end on the server: nobody uses it any more, and it would stay open for a week.
    fn let_go(&self, superseded: &Login<P::Value>) {
        let Wire::Session {
            headers,
            credentials: Some(_),
            ..
        } = &superseded.wire
        else {
            return;
        };
        let current = self.current();
        // In a browser the cookie is that of the login that was last, whoever made it.
        let is_shared = current.as_ref().is_some_and(|current| {
            !self.platform.sends_cookies() || current.session_id() == superseded.session_id()
        });
        if !is_shared {
            let headers = headers.borrow().clone();
            let farewell = self.of_session(web_session::DESTROY, headers);
            self.farewells.borrow_mut().push(farewell);
        }
    }

    /// What is to be sent to end sessions that were superseded; once.
    pub fn farewells(&self) -> Vec<Request<P::Value>> {
        self.farewells.take()
    }

    /// Serialises a call, for [`Connection::call`].
    ///
    /// # Errors
    /// `Auth` before a login; `Type` for arguments that JSON cannot carry; `Odoo` for more positional arguments than the
    /// method has, where that is known.
    pub fn encode(&self, call: &Call<P::Value>) -> Answer<P, Encoded<P::Value>> {
        let login = self.current().ok_or_else(not_authenticated)?;
        let endpoint = |start| P::Value::endpoint(start, &call.model, &call.method);
        Ok(match &login.wire {
            Wire::JsonRpc { .. } => Encoded::JsonRpc(jsonrpc::encode(call).map_err(unsendable)?),
            Wire::Session { start, .. } => Encoded::Session(
                endpoint(start),
                web_session::encode(call).map_err(unsendable)?,
            ),
            Wire::Json2 { start, .. } => {
                let parameters = parameters::usual(&call.method.as_string().unwrap_or_default())
                    .or_else(|| json2::guessed(call));
                let text = match &parameters {
                    Some(parameters) => json2::body(call, parameters)?.to_json(),
                    None => web_session::encode(call),
                };
                Encoded::Json2(endpoint(start), text.map_err(unsendable)?, parameters)
            }
        })
    }

    /// Addresses a page that stands for a call, for [`Connection::call`]: the call's context goes along in the query.
    ///
    /// # Errors
    /// `Type` for a context that JSON cannot carry.
    pub fn encode_page(
        &self,
        path: P::Value,
        call: &Call<P::Value>,
    ) -> Answer<P, Encoded<P::Value>> {
        let address = P::Value::page(&self.address(""), &path, &call.kwargs);
        Ok(Encoded::Page(address.map_err(unsendable)?, path))
    }

    /// Calls a method as the logged-in user. A session that has expired is renewed, once.
    ///
    /// # Errors
    /// `Auth` before a login, or when the server denies access, which ends the login here too; else what the server
    /// reports, or `Network`.
    pub async fn call(
        &self,
        call: &Call<P::Value>,
        encoded: &Encoded<P::Value>,
        sending: Sending<'_, P::Value>,
    ) -> Answer<P, P::Value> {
        let mut calling = Calling::new(self, call, encoded, sending);
        loop {
            let (login, request) = calling.ask()?;
            let fetched = self.fetch(request, calling.about(&login)).await;
            let mut failure = match calling.hear(&login, fetched) {
                Heard::Result(result) => return Ok(result),
                Heard::Again => continue,
                Heard::Failure(failure) => failure,
            };
            if calling.is_doubtful(&failure) && self.is_current(&login) {
                let standing = self.look(&login).await;
                failure = calling.judged(failure, &login, standing);
            }
            if calling.may_renew(&failure)
                && (self.renew(&login).await).map_err(Failure::before_sending)?
            {
                continue;
            }
            if is_auth(&failure) && self.is_current(&login) {
                let standing = match calling.standing() {
                    Some(standing) => standing,
                    None => self.look(&login).await,
                };
                if standing == Standing::Ended && self.is_current(&login) {
                    self.login.replace(None);
                }
            }
            return Err(failure);
        }
    }

    /// The server's version, as far as it is known without asking for it.
    pub fn known_version(&self) -> Option<Version> {
        self.current()?.version.get()
    }

    /// The server's version: what the login told, else what the server says when it is asked, once a login; `None` where it
    /// does not say.
    pub async fn version(&self) -> Option<Version> {
        self.asked_version().await.ok().flatten()
    }

    /// The same, for what must not go wrong because of a question that is lost.
    ///
    /// # Errors
    /// `Auth` before a login; `Network` for a question without an answer.
    pub async fn asked_version(&self) -> Answer<P, Option<Version>> {
        let login = self.current().ok_or_else(not_authenticated)?;
        let told = login.version.get();
        if told.is_some() || login.has_asked_version.get() {
            return Ok(told);
        }
        let mut request = self.of_session(web_session::VERSION, self.platform.headers());
        request.cookies = Cookies::Omitted;
        let id = self.last_id.get();
        let about = About::path(Protocol::Session, web_session::VERSION);
        let response = match self.fetch(request, about).await {
            Ok(response) if login::has_trouble(response.status) => {
                return Err(Failure::from(response.status_error()).at(&about.place()));
            }
            Ok(response) => response,
            Err(failure) => return Err(self.unreached(*failure, about)),
        };
        login.has_asked_version.set(true);
        let Ok(answer) = envelope::open(response, id) else {
            return Ok(None);
        };
        login.version.set(Version::told(&answer));
        if told != login.version.get() {
            let mut info = login.info.borrow_mut();
            for name in ["server_version", "server_version_info"] {
                if let Some(value) = answer.get(name) {
                    info.set(name, value);
                }
            }
        }
        Ok(login.version.get())
    }

    /// Sends any JSON-RPC request to `/jsonrpc`.
    ///
    /// # Errors
    /// What the server reports, or `Network`.
    pub async fn rpc(&self, method: &str, params: &Text<P>) -> Answer<P, P::Value> {
        let id = self.next_id();
        let body = jsonrpc::rpc::<P::Value>(id, method, params);
        let request = self.post(self.address(jsonrpc::PATH), self.platform.headers(), body);
        let about = About::path(Protocol::JsonRpc, jsonrpc::PATH);
        let response = self.exchange(request, about).await?;
        envelope::open(response, id).map_err(|error| Failure::from(error).at(&about.place()))
    }

    fn current(&self) -> Option<Rc<Login<P::Value>>> {
        self.login.borrow().clone()
    }

    fn is_current(&self, login: &Rc<Login<P::Value>>) -> bool {
        let current = self.login.borrow();
        current
            .as_ref()
            .is_some_and(|current| Rc::ptr_eq(current, login))
    }
}

impl<V: Value> Login<V> {
    fn new(info: V, wire: Wire<V>) -> Self {
        Self {
            version: Version::told(&info).into(),
            info: info.into(),
            wire,
            end: RefCell::new(None),
            has_asked_version: Cell::new(false),
        }
    }

    /// The session on the server, where there is one.
    fn session_id(&self) -> Option<String> {
        let id = self.info.borrow().get("session_id");
        id.and_then(|id| id.as_string())
    }

    fn protocol(&self) -> Protocol {
        match self.wire {
            Wire::JsonRpc { .. } => Protocol::JsonRpc,
            Wire::Session { .. } => Protocol::Session,
            Wire::Json2 { .. } => Protocol::Json2,
        }
    }
}

/// The error of a call that comes before a login.
pub(crate) fn not_authenticated<V: Value>() -> Failure<V> {
    Error::new(Class::Auth, NOT_AUTHENTICATED)
        .before_sending()
        .into()
}

fn is_auth<V: Value>(failure: &Failure<V>) -> bool {
    matches!(failure.class(), Some(Class::Auth | Class::SessionExpired))
}

/// Whether a login failed because the server refuses who logs in, and not only for the moment ("Too many login failures").
fn is_verdict<V: Value>(failure: &Failure<V>) -> bool {
    matches!(failure, Failure::Error(error) if !error.is_transient) && is_auth(failure)
}
