//! One server, one database, perhaps one logged-in user: sends requests and opens their answers.

use std::cell::{Cell, RefCell};

use crate::error::{Class, Error, Failure};
use crate::protocol::http::Request;
use crate::protocol::{Call, envelope, jsonrpc};
use crate::session::{OWN_FIELDS, Session};
use crate::transport::Platform;
use crate::url::ServerUrl;
use crate::value::{Kind, Part, Value, as_integer, quote};

/// What is said of a call that comes before a login.
pub const NOT_AUTHENTICATED: &str = "Client not authenticated. Call authenticate() first.";

type Text<P> = <<P as Platform>::Value as Value>::Text;
type Answer<P, T> = Result<T, Failure<<P as Platform>::Value>>;

/// A connection over `/jsonrpc`.
pub struct Connection<P: Platform> {
    platform: P,
    url: ServerUrl,
    endpoint: Text<P>,
    database: String,
    last_id: Cell<u64>,
    login: RefCell<Option<Login<P::Value>>>,
    /// Counts logins and logouts, so that what ends late cannot undo what came after it.
    epoch: Cell<u64>,
}

/// A user who is logged in, and what every call repeats of the credentials.
struct Login<V: Value> {
    session: Session<V>,
    credentials: V::Text,
}

impl<P: Platform> Connection<P> {
    /// A connection to `database` at `url`. Opens nothing.
    pub fn new(platform: P, url: ServerUrl, database: String) -> Self {
        Self {
            platform,
            endpoint: P::Value::join(&[Part::Written(&url.join(jsonrpc::PATH))]),
            url,
            database,
            last_id: Cell::new(0),
            login: RefCell::new(None),
            epoch: Cell::new(0),
        }
    }

    /// The world it talks through.
    pub fn platform(&self) -> &P {
        &self.platform
    }

    /// The server's root.
    pub fn url(&self) -> &ServerUrl {
        &self.url
    }

    /// What `getSession()` tells; `None` before a login and after a logout.
    pub fn session_info(&self) -> Option<P::Value> {
        self.login
            .borrow()
            .as_ref()
            .map(|login| login.session.info.clone())
    }

    /// Whether a user is logged in, as far as is known.
    pub fn is_authenticated(&self) -> bool {
        self.login.borrow().is_some()
    }

    /// Forgets the session and the password.
    pub fn logout(&self) {
        self.epoch.set(self.epoch.get() + 1);
        self.login.replace(None);
    }

    /// Logs in, and reads the user's own record for the session.
    ///
    /// # Errors
    /// `Auth` when the credentials are wrong; `Network` when the server cannot be reached; `Rpc` when it fails, as for
    /// a database that does not exist.
    pub async fn authenticate(&self, username: &str, password: &str) -> Answer<P, P::Value> {
        let epoch = self.epoch.get() + 1;
        self.epoch.set(epoch);
        let result = self.log_in(username, password).await;
        let current = self.epoch.get() == epoch;
        match result {
            Ok(session) => {
                let info = session.info.clone();
                if current {
                    let credentials =
                        jsonrpc::credentials::<P::Value>(&self.database, session.uid, password);
                    self.login.replace(Some(Login {
                        session,
                        credentials,
                    }));
                }
                Ok(info)
            }
            Err(failure) => {
                if current && failure.class() == Some(Class::Auth) {
                    self.login.replace(None);
                }
                Err(failure)
            }
        }
    }

    async fn log_in(&self, username: &str, password: &str) -> Answer<P, Session<P::Value>> {
        let id = self.next_id();
        let body = jsonrpc::login::<P::Value>(id, &self.database, username, password);
        let result = self.exchange(id, body).await?;
        let Some(uid) = as_integer(&result).filter(|uid| *uid > 0) else {
            let refused = matches!(result.kind(), Kind::Null | Kind::Boolean | Kind::Number);
            return Err(if refused {
                Failure::new(
                    Class::Auth,
                    format!(
                        "Authentication failed: wrong username or password for user {} on database {}",
                        quote(username),
                        quote(&self.database)
                    ),
                )
            } else {
                Failure::new(
                    Class::Rpc,
                    format!(
                        "The login was answered with {} instead of a user id",
                        result.in_words()
                    ),
                )
            });
        };
        let record = self.own_record(uid, password).await?;
        Ok(Session::from_own_record(
            uid,
            &self.database,
            username,
            record.as_ref(),
        ))
    }

    /// The user's own record. A server that will not show it has logged the user in all the same.
    async fn own_record(&self, uid: i64, password: &str) -> Answer<P, Option<P::Value>> {
        let fields = OWN_FIELDS
            .iter()
            .map(|name| P::Value::string(name))
            .collect();
        let ids = P::Value::array(vec![P::Value::number(uid as f64)]);
        let call = Call {
            model: P::Value::string("res.users"),
            method: P::Value::string("read"),
            args: P::Value::array(vec![ids, P::Value::array(fields)]),
            kwargs: P::Value::object(),
        };
        let encoded = jsonrpc::encode(&call).map_err(Failure::Thrown)?;
        let id = self.next_id();
        let credentials = jsonrpc::credentials::<P::Value>(&self.database, uid, password);
        let body = jsonrpc::execute_kw::<P::Value>(id, &credentials, &encoded);
        match self.exchange(id, body).await {
            Ok(records) => Ok(records
                .items()
                .and_then(|records| records.into_iter().next())),
            Err(Failure::Error(error)) if !is_network(error.class) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// Serialises a call, for [`Connection::call`].
    ///
    /// # Errors
    /// `Type` for arguments that JSON cannot carry.
    pub fn encode(&self, call: &Call<P::Value>) -> Answer<P, Text<P>> {
        jsonrpc::encode(call).map_err(|cause| unsendable(cause).at(&call.place()))
    }

    /// Calls a method as the logged-in user.
    ///
    /// # Errors
    /// `Auth` before a login, or when the server denies access, which ends the login here too; else what the server
    /// reports, or `Network`.
    pub async fn call(&self, encoded: &Text<P>) -> Answer<P, P::Value> {
        let epoch = self.epoch.get();
        let id = self.next_id();
        let body = {
            let login = self.login.borrow();
            let login = login.as_ref().ok_or_else(not_authenticated)?;
            jsonrpc::execute_kw::<P::Value>(id, &login.credentials, encoded)
        };
        let result = self.exchange(id, body).await;
        if let Err(failure) = &result
            && failure.class() == Some(Class::Auth)
            && self.epoch.get() == epoch
        {
            self.login.replace(None);
        }
        result
    }

    /// Sends any JSON-RPC request to `/jsonrpc`.
    ///
    /// # Errors
    /// What the server reports, or `Network`.
    pub async fn rpc(&self, method: &str, params: &Text<P>) -> Answer<P, P::Value> {
        let id = self.next_id();
        self.exchange(id, jsonrpc::rpc::<P::Value>(id, method, params))
            .await
    }

    async fn exchange(&self, id: u64, body: Text<P>) -> Answer<P, P::Value> {
        let url = self.endpoint.clone();
        match self.platform.fetch(Request { url, body }).await {
            Ok(response) => Ok(envelope::open(response, id, self.platform.now_ms())?),
            Err(failure) => Err(Error::new(
                Class::Network,
                format!(
                    "Cannot reach {}: {}. Check the url, and that the server is running and reachable from here",
                    self.url.as_str(),
                    failure.message
                ),
            )
            .caused_by(failure.cause)
            .into()),
        }
    }

    fn next_id(&self) -> u64 {
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        id
    }
}

/// The error of a call that comes before a login.
pub fn not_authenticated<V: Value>() -> Failure<V> {
    Failure::new(Class::Auth, NOT_AUTHENTICATED)
}

fn is_network(class: Class) -> bool {
    matches!(class, Class::Network | Class::RateLimit | Class::Timeout)
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
