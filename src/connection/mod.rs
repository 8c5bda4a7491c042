//! One server, one database, perhaps one logged-in user: sends calls over the protocol in use and
//! opens their answers.
//!
//! [`login_flow`] logs in over a protocol that works, [`call_flow`] is what is sent for one call,
//! [`renewal`] renews a session that has expired, [`standing`] looks whether a login still holds,
//! and [`request_context`] performs one request and tells the program's hooks. What is said over
//! each protocol is that protocol's own ([`Wire`]): nothing here names one (`tests/host/imports.rs`
//! looks).

mod call_flow;
mod login_flow;
mod renewal;
mod request_context;
mod standing;
mod turns;

use crate::protocol::wire::Carried;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use crate::error::{Class, Error, Failure};
use crate::protocol::http::{Response, has_trouble};
use crate::protocol::wire::LoggedIn;
use crate::protocol::{Call, Errand, Protocol, Site, Standing, Wire};
use crate::transport::Platform;
use crate::url::ServerUrl;
use crate::value::{Shown, Value};
use crate::version::Version;

pub use crate::protocol::{AUTHORIZATION, CONTENT_TYPE, Credentials, Encoded, Server};
pub use call_flow::Sending;
use call_flow::{CallFlow, Outcome};
use request_context::RequestContext;
use turns::Turns;

/// What is said of a call that comes before a login.
pub const NOT_AUTHENTICATED: &str = "Client not authenticated. Call authenticate() first.";

type Answer<P, T> = Result<T, Failure<<P as Platform>::Value>>;

/// A connection to one database.
pub struct Connection<P: Platform> {
    platform: P,
    server: Server,
    /// Made at the first request: a look at what the runtime can do costs a start several
    /// milliseconds.
    site: OnceCell<Site<P::Value>>,
    login: RefCell<Option<Rc<Login<P::Value>>>>,
    /// Counts logins and logouts, so that what ends late cannot undo what came after it.
    epoch: Cell<u64>,
    renewal: Turns<Failure<P::Value>>,
    looks: Turns<Standing>,
    /// What is still to be sent to end sessions that nobody uses any more.
    logouts: RefCell<Vec<Errand<P::Value>>>,
    /// Those of the last login, for what errors must not repeat.
    credentials: RefCell<Option<Rc<Credentials>>>,
}

/// A user who is logged in.
struct Login<V: Carried> {
    /// What `getSession()` tells.
    info: RefCell<V>,
    /// How its calls travel.
    wire: Box<dyn Wire<V>>,
    /// Why its session could not be renewed.
    end: RefCell<Option<Failure<V>>>,
    /// Whether the server was asked for its version, which not every login tells.
    has_asked_version: Cell<bool>,
    /// The server's version, as far as it was told.
    version: Cell<Option<Version>>,
}

impl<P: Platform> Connection<P> {
    /// A connection. Opens nothing.
    pub fn new(platform: P, server: Server) -> Self {
        Self {
            platform,
            server,
            site: OnceCell::new(),
            login: RefCell::new(None),
            epoch: Cell::new(0),
            renewal: Turns::default(),
            looks: Turns::default(),
            logouts: RefCell::default(),
            credentials: RefCell::new(None),
        }
    }

    /// The world it talks through.
    pub fn platform(&self) -> &P {
        &self.platform
    }

    /// The server, and what requests to it are made of.
    pub fn site(&self) -> &Site<P::Value> {
        self.site.get_or_init(|| {
            let platform = &self.platform;
            let (headers, sends_cookies) = (platform.headers(), platform.sends_cookies());
            Site::new(self.server.clone(), headers, sends_cookies)
        })
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

    /// The protocol in use; before a login, the one that was asked for; `None` where it is still to
    /// be chosen.
    pub fn protocol(&self) -> Option<Protocol> {
        let in_use = self.current().map(|login| login.wire.protocol());
        in_use.or(self.server.protocol)
    }

    /// Forgets the session and the password, at once: the request that ends the session on the
    /// server, where there is one.
    pub fn logout(&self) -> Option<Errand<P::Value>> {
        self.epoch.set(self.epoch.get() + 1);
        self.credentials.replace(None);
        let login = self.login.replace(None)?;
        login.wire.logout(self.site())
    }

    /// Sends what [`Connection::logout`] gave. Whether the server gets it changes nothing for the
    /// program.
    pub async fn send_logout(&self, logout: Errand<P::Value>) {
        let context = RequestContext::of(&logout);
        let _ = self.fetch(logout.request, context).await;
    }

    /// Logs in, over the protocol that was asked for or the best that works.
    ///
    /// # Errors
    /// `Auth` when the credentials are wrong; `Network` when the server cannot be reached; `Rpc`
    /// when it fails, as for a database that does not exist; `Odoo` when the credentials do not
    /// suffice for the protocol.
    pub async fn authenticate(&self, credentials: Rc<Credentials>) -> Answer<P, P::Value> {
        let epoch = self.epoch.get() + 1;
        self.epoch.set(epoch);
        self.credentials.replace(Some(Rc::clone(&credentials)));
        let result = self.log_in(credentials, self.server.protocol).await;
        let is_current = self.epoch.get() == epoch;
        match result {
            Ok(login) => {
                let login = Rc::new(Login::new(login));
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

    /// Has the session of a login end on the server: nobody uses it any more, and it would stay
    /// open for a week.
    fn let_go(&self, superseded: &Login<P::Value>) {
        if superseded.wire.renewal().is_none() {
            return;
        }
        let current = self.current();
        // In a browser the cookie is that of the last login, even another client's.
        let is_shared = current.as_ref().is_some_and(|current| {
            !self.site().sends_cookies || current.session_id() == superseded.session_id()
        });
        if !is_shared && let Some(logout) = superseded.wire.logout(self.site()) {
            self.logouts.borrow_mut().push(logout);
        }
    }

    /// What is to be sent to end sessions that were superseded; once.
    pub fn superseded_logouts(&self) -> Vec<Errand<P::Value>> {
        self.logouts.take()
    }

    /// Serialises a call, for [`Connection::call`].
    ///
    /// # Errors
    /// `Auth` before a login; `Type` for arguments that JSON cannot carry; `Odoo` for more
    /// positional arguments than the method has, where that is known.
    pub fn encode(&self, call: &Call<P::Value>) -> Answer<P, Encoded<P::Value>> {
        let login = self.current().ok_or_else(not_authenticated)?;
        Ok(login.wire.encode(call)?)
    }

    /// Addresses a page or a file that is fetched in place of a call, for [`Connection::call`].
    ///
    /// # Errors
    /// `Auth` before a login; `Odoo` over a protocol that has none; `Type` for a context that JSON
    /// cannot carry.
    pub fn encode_page(
        &self,
        path: P::Value,
        call: &Call<P::Value>,
    ) -> Answer<P, Encoded<P::Value>> {
        let login = self.current().ok_or_else(not_authenticated)?;
        Ok(login.wire.encode_page(path, call)?)
    }

    /// Calls a method as the logged-in user. A session that has expired is renewed, once.
    ///
    /// # Errors
    /// `Auth` before a login, or when the server denies access, which ends the login here too; else
    /// what the server reports, or `Network`.
    pub async fn call(
        &self,
        call: &Call<P::Value>,
        encoded: &Encoded<P::Value>,
        sending: Sending<'_, P::Value>,
    ) -> Answer<P, P::Value> {
        let mut flow = CallFlow::new(self, call, encoded, sending);
        loop {
            let (login, request) = flow.ask()?;
            let fetched = self.fetch(request, flow.context(&login)).await;
            let mut failure = match flow.outcome(&login, fetched) {
                Outcome::Result(result) => return Ok(result),
                Outcome::Again => continue,
                Outcome::Failure(failure) => failure,
            };
            if flow.is_doubtful(&failure) && self.is_current(&login) {
                let standing = self.look(&login).await;
                failure = flow.judged(failure, &login, standing);
            }
            if flow.may_renew(&failure)
                && (self.renew(&login).await).map_err(Failure::before_sending)?
            {
                continue;
            }
            if is_auth(&failure) && self.is_current(&login) {
                let standing = match flow.standing() {
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

    /// The server's version: what the login told, else what the server says when it is asked, once
    /// a login; `None` where it does not say.
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
        let errand = login.wire.ask_version(self.site());
        let (context, id, open) = (RequestContext::of(&errand), errand.id, errand.open);
        let response = match self.fetch(errand.request, context).await {
            Ok(response) if has_trouble(response.status) => {
                return Err(Failure::from(response.status_error()).at(&context.place()));
            }
            Ok(response) => response,
            Err(failure) => return Err(self.unreached(*failure, context)),
        };
        login.has_asked_version.set(true);
        let Ok(answer) = open(response, id) else {
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

    /// A failure without the secrets of who logged in.
    pub fn redacted(&self, failure: Failure<P::Value>) -> Failure<P::Value> {
        match &*self.credentials.borrow() {
            Some(credentials) => credentials.redacted(failure),
            None => failure,
        }
    }

    /// Sends what is no call, and gives what was answered.
    ///
    /// # Errors
    /// What the server reports, or `Network`.
    pub async fn ask(&self, errand: Errand<P::Value>) -> Answer<P, P::Value> {
        let (context, id, open) = (RequestContext::of(&errand), errand.id, errand.open);
        let response = self.exchange(errand.request, context).await?;
        open(response, id).map_err(|error| Failure::from(error).at(&context.place()))
    }

    /// Keeps the session that an answer names, where the login is to use it.
    fn keep_session(&self, login: &Login<P::Value>, response: &Response<P::Value>, id: u64) {
        if let Some(session) = login.wire.renewed_session(self.site(), response, id) {
            let mut info = login.info.borrow_mut();
            info.set_hidden("session_id", P::Value::string(&session));
        }
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

impl<V: Carried> Login<V> {
    fn new(LoggedIn { info, wire }: LoggedIn<V>) -> Self {
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

/// Whether a login failed because the server refuses who logs in, and not only for the moment ("Too
/// many login failures").
fn is_verdict<V: Value>(failure: &Failure<V>) -> bool {
    matches!(failure, Failure::Error(error) if !error.is_transient) && is_auth(failure)
}
