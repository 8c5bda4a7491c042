//! One server, one database, perhaps one logged-in user: sends calls over the protocol in use and opens their answers.
//!
//! [`login`] chooses the protocol and logs in, [`renewal`] renews a session that has expired, [`exchange`] performs one HTTP
//! request, [`document`] asks the server what a method's parameters are called.

mod document;
mod exchange;
mod login;
mod renewal;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::error::{Class, Error, Failure};
use crate::protocol::http::{Body, Cookies, Request, Response, Wants};
use crate::protocol::json2::{self, Parameters};
use crate::protocol::{Call, Protocol, envelope, jsonrpc, parameters, web_session};
use crate::transport::Platform;
use crate::url::ServerUrl;
use crate::value::{Part, Value};

use document::Documents;
use exchange::About;
pub use login::Credentials;
use renewal::Renewal;

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
    renewal: Renewal<P::Value>,
}

/// A user who is logged in.
struct Login<V: Value> {
    /// What `getSession()` tells.
    info: V,
    wire: Wire<V>,
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
            renewal: Renewal::default(),
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
        self.current().map(|login| login.info.clone())
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

    /// Forgets the session and the password, at once. What comes of it ends the session on the server, where there is one; it
    /// never fails.
    pub fn logout(&self) -> impl Future<Output = ()> + use<'_, P> {
        self.epoch.set(self.epoch.get() + 1);
        let login = self.login.replace(None);
        async move {
            if let Some(login) = login
                && let Wire::Session { headers, .. } = &login.wire
            {
                let headers = headers.borrow().clone();
                // Whether the server hears of it changes nothing for the program.
                let _ = self.ask_session(web_session::DESTROY, headers).await;
            }
        }
    }

    /// Logs in, over the protocol that was asked for or the best that works.
    ///
    /// # Errors
    /// `Auth` when the credentials are wrong; `Network` when the server cannot be reached; `Rpc` when it fails, as for
    /// a database that does not exist; `Odoo` when the credentials do not suffice for the protocol.
    pub async fn authenticate(&self, credentials: Rc<Credentials>) -> Answer<P, P::Value> {
        let epoch = self.epoch.get() + 1;
        self.epoch.set(epoch);
        let result = self.log_in(credentials).await;
        let is_current = self.epoch.get() == epoch;
        match result {
            Ok(login) => {
                let info = login.info.clone();
                if is_current {
                    self.login.replace(Some(Rc::new(login)));
                }
                Ok(info)
            }
            Err(failure) => {
                if is_current && is_auth(&failure) {
                    self.login.replace(None);
                }
                Err(failure)
            }
        }
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
                let method = call.method.as_string().unwrap_or_default();
                let parameters = parameters::usual(&method).or_else(|| json2::guessed(call));
                let text = match &parameters {
                    Some(parameters) => json2::body(call, parameters)?.to_json(),
                    None => web_session::encode(call),
                };
                Encoded::Json2(endpoint(start), text.map_err(unsendable)?, parameters)
            }
        })
    }

    /// Calls a method as the logged-in user. A session that has expired is renewed, once.
    ///
    /// `attempt` counts the tries of the same call, and `read_body` replaces `response.json()`.
    ///
    /// # Errors
    /// `Auth` before a login, or when the server denies access, which ends the login here too; else what the server
    /// reports, or `Network`.
    pub async fn call(
        &self,
        call: &Call<P::Value>,
        encoded: &Encoded<P::Value>,
        attempt: u32,
        read_body: Option<&P::Value>,
    ) -> Answer<P, P::Value> {
        let mut is_renewed = false;
        loop {
            let login = self.current().ok_or_else(not_authenticated)?;
            let about = About {
                protocol: login.protocol(),
                path: "",
                call: Some(call),
                attempt,
            };
            let result = match (&login.wire, encoded) {
                (Wire::Json2 { .. }, Encoded::Json2(url, text, parameters)) => {
                    let call =
                        self.call_json2(&login, (url, text, parameters.as_ref()), about, read_body);
                    Box::pin(call).await
                }
                _ => self.call_rpc(&login, encoded, about, read_body).await,
            };
            let Err(failure) = result else {
                return result;
            };
            if failure.class() == Some(Class::SessionExpired) && !is_renewed {
                is_renewed = true;
                if Box::pin(self.renew(&login)).await? {
                    continue;
                }
            }
            if is_auth(&failure) && self.is_current(&login) {
                self.login.replace(None);
            }
            return Err(failure);
        }
    }

    /// Sends any JSON-RPC request to `/jsonrpc`.
    ///
    /// # Errors
    /// What the server reports, or `Network`.
    pub async fn rpc(&self, method: &str, params: &Text<P>) -> Answer<P, P::Value> {
        let id = self.next_id();
        self.post_jsonrpc(id, jsonrpc::rpc::<P::Value>(id, method, params))
            .await
    }

    /// A call over `/jsonrpc` or a session: both are JSON-RPC.
    async fn call_rpc(
        &self,
        login: &Login<P::Value>,
        encoded: &Encoded<P::Value>,
        about: About<'_, P::Value>,
        read_body: Option<&P::Value>,
    ) -> Answer<P, P::Value> {
        let id = self.next_id();
        let mut request = match (&login.wire, encoded) {
            (
                Wire::JsonRpc {
                    endpoint,
                    credentials,
                },
                Encoded::JsonRpc(rest),
            ) => self.post(
                endpoint.clone(),
                self.platform.headers(),
                jsonrpc::execute_kw::<P::Value>(id, credentials, rest),
            ),
            (Wire::Session { headers, .. }, Encoded::Session(url, params)) => self.in_session(
                url.clone(),
                headers.borrow().clone(),
                web_session::call::<P::Value>(id, params),
            ),
            _ => {
                let message = "The client has logged in over another protocol since this call was made. Nothing was sent: call again";
                return Err(Failure::new(Class::Odoo, message));
            }
        };
        request.read_body = read_body.cloned();
        let call = about.call;
        let response = self.exchange(request, about).await?;
        if let Wire::Session { headers, .. } = &login.wire {
            self.keep_cookie(headers, &response);
            return in_session(response, id, call, self.platform.now_ms());
        }
        Ok(envelope::open(response, id, self.platform.now_ms())?)
    }

    /// A call over JSON-2. Where the server complains of an argument, its description of the model is looked at, once.
    async fn call_json2(
        &self,
        login: &Login<P::Value>,
        (url, text, known): (&Text<P>, &Text<P>, Option<&Parameters>),
        about: About<'_, P::Value>,
        read_body: Option<&P::Value>,
    ) -> Answer<P, P::Value> {
        let Wire::Json2 { headers, .. } = &login.wire else {
            return Err(not_authenticated());
        };
        let Some(call) = about.call else {
            return Err(not_authenticated());
        };
        let mut names = None;
        let mut body = text.clone();
        if known.is_none() {
            let described = self.described(login, call, false).await?;
            body = json2::body(&params_of(text)?, &described)?
                .to_json()
                .map_err(unsendable)?;
            names = Some(described);
        }
        loop {
            let mut request = self.post(url.clone(), headers.clone(), body);
            request.cookies = Cookies::Omitted;
            request.read_body = read_body.cloned();
            let response = self.exchange(request, about.clone()).await?;
            let error = match json2::open(response, self.platform.now_ms()) {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            // Its names were not the server's own yet, and it may know others: an override in a module may rename them.
            let (Some(known), None) = (known, &names) else {
                return Err(error.into());
            };
            if !json2::is_about_arguments(&error) {
                return Err(error.into());
            }
            let Ok(described) = self.described(login, call, true).await else {
                return Err(error.into());
            };
            let Some(renamed) = json2::renamed(&text_as_value(text)?, known, &described) else {
                return Err(error.into());
            };
            body = renamed.to_json().map_err(unsendable)?;
            names = Some(described);
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

    fn post(&self, url: Text<P>, headers: P::Value, body: Text<P>) -> Request<P::Value> {
        Request {
            url,
            headers,
            body: Some(body),
            cookies: Cookies::Usual,
            wants: Wants::Nothing,
            read_body: None,
        }
    }

    fn get(&self, path: &str, headers: P::Value) -> Request<P::Value> {
        Request {
            body: None,
            ..self.post(self.address(path), headers, P::Value::join(&[]))
        }
    }

    /// A request that belongs to a web session.
    fn in_session(&self, url: Text<P>, headers: P::Value, body: Text<P>) -> Request<P::Value> {
        let mut request = self.post(url, headers, body);
        match self.platform.sends_cookies() {
            true => request.wants = Wants::Cookie,
            false => request.cookies = Cookies::Included,
        }
        request
    }

    /// Keeps the session that an answer names: the server may replace it at any time.
    fn keep_cookie(&self, headers: &RefCell<P::Value>, response: &Response<P::Value>) {
        if let Some(id) = web_session::session_id(&response.headers) {
            headers.replace(self.with_cookie(id));
        }
    }

    fn with_cookie(&self, session_id: &str) -> P::Value {
        self.headers_with("Cookie", &format!("session_id={session_id}"))
    }

    fn headers_with(&self, name: &'static str, value: &str) -> P::Value {
        let mut headers = P::Value::object();
        headers.assign(&self.platform.headers());
        headers.set(name, P::Value::string(value));
        headers
    }

    fn address(&self, path: &str) -> Text<P> {
        P::Value::join(&[Part::Written(&self.server.url.join(path))])
    }

    fn next_id(&self) -> u64 {
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        id
    }
}

impl<V: Value> Login<V> {
    fn protocol(&self) -> Protocol {
        match self.wire {
            Wire::JsonRpc { .. } => Protocol::JsonRpc,
            Wire::Session { .. } => Protocol::Session,
            Wire::Json2 { .. } => Protocol::Json2,
        }
    }
}

/// Opens the answer to a call in a session. What differs from `/jsonrpc` is brought into the same classes: a session that is
/// gone where there are several databases (a page with status 404), and a model that does not exist.
fn in_session<V: Value>(
    response: Response<V>,
    id: u64,
    call: Option<&Call<V>>,
    now_ms: f64,
) -> Result<V, Failure<V>> {
    let is_gone = response.status == 404 && !matches!(response.body, Body::Json(_));
    let mut error = match envelope::open(response, id, now_ms) {
        Ok(result) => return Ok(result),
        Err(error) => error,
    };
    if is_gone {
        error.class = Class::SessionExpired;
        error.message = "The session has ended: the server no longer knows it".into();
    } else if let Some(model) = call.and_then(|call| call.model.as_string())
        && (error.code.as_deref() == Some("404") || error.message == model)
        && error.class == Class::Rpc
    {
        error.class = Class::Validation;
        error.message = format!("Object {model} doesn't exist");
    }
    Err(error.into())
}

/// The error of a call that comes before a login.
pub fn not_authenticated<V: Value>() -> Failure<V> {
    Failure::new(Class::Auth, NOT_AUTHENTICATED)
}

fn is_auth<V: Value>(failure: &Failure<V>) -> bool {
    matches!(failure.class(), Some(Class::Auth | Class::SessionExpired))
}

/// A serialised body, to be looked at again.
fn text_as_value<V: Value>(text: &V::Text) -> Result<V, Failure<V>> {
    V::parse(text).map_err(Failure::Thrown)
}

/// The call that a text of [`web_session::encode`] is made of.
fn params_of<V: Value>(text: &V::Text) -> Result<Call<V>, Failure<V>> {
    let params = text_as_value(text)?;
    let member = |name| params.get(name).unwrap_or_else(V::undefined);
    Ok(Call {
        model: member("model"),
        method: member("method"),
        args: member("args"),
        kwargs: member("kwargs"),
    })
}

/// The error for arguments that `JSON.stringify` refuses: a cycle, a `BigInt`.
pub fn unsendable<V: Value>(cause: V) -> Failure<V> {
    let reason = cause
        .get("message")
        .and_then(|message| message.as_string())
        .unwrap_or_else(|| cause.in_words());
    let reason = reason.lines().next().unwrap_or_default();
    Error::new(
        Class::Type,
        format!("The arguments cannot be sent as JSON: {reason}. Nothing was sent"),
    )
    .caused_by(cause)
    .into()
}
