//! Logging in: over the protocol that was asked for, or the best one that works.
//!
//! By itself the client takes, outside browsers, the web session: one request, and the fastest calls. An API key goes to
//! JSON-2, or where the server has none, to `/jsonrpc`. So does everything on a server that has no session routes. In a
//! browser a login would replace the visitor's own session, so cookies are left alone there. Whatever the way, a password
//! that the server has judged wrong is not tried again over another.

use std::rc::Rc;

use super::exchange::About;
use super::{Answer, Connection, Login, Text, Wire, is_auth};
use crate::error::{Class, Error, Failure};
use crate::protocol::http::{Body, Cookies, Response, Wants};
use crate::protocol::{Call, Protocol, envelope, json2, jsonrpc, web_session};
use crate::session::{self, KEY_FIELDS, OWN_FIELDS, User};
use crate::transport::Platform;
use crate::value::{Kind, Part, Value, as_integer, quote};

/// Who logs in.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// The login.
    pub username: Option<String>,
    /// The password, or an API key.
    pub password: Option<String>,
    /// An API key.
    pub api_key: Option<String>,
}

impl Credentials {
    /// The API key: the one that is called so, or a password that looks like one (40 hexadecimal digits).
    fn key(&self) -> Option<&str> {
        let is_key = |text: &&str| {
            let is_digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
            text.len() == 40 && text.bytes().all(is_digit)
        };
        let password = || self.password.as_deref().filter(is_key);
        self.api_key.as_deref().or_else(password)
    }

    /// Name and secret: the password for a session, which refuses keys; for `/jsonrpc` the key, where there is one.
    fn both<V: Value>(&self, with_key: bool) -> Result<(&str, &str), Failure<V>> {
        let key = self.api_key.as_deref().filter(|_| with_key);
        let secret = key.or(self.password.as_deref());
        match (self.username.as_deref(), secret) {
            (Some(username), Some(secret)) => Ok((username, secret)),
            (None, _) => Err(lacks("username")),
            (_, None) => Err(lacks("password")),
        }
    }
}

fn lacks<V: Value>(what: &str) -> Failure<V> {
    Failure::new(
        Class::Odoo,
        format!(
            "Cannot authenticate: the configuration has no {what}; pass it to new OdooClient({{…}})"
        ),
    )
}

/// What a login over one protocol came to, when it did not fail.
enum Outcome<V: Value> {
    In(Login<V>),
    /// The server does not speak this protocol.
    Absent,
    /// The password is right, and the user has a second factor besides.
    SecondFactor,
    /// Whoever answered did so as to a login over `/jsonrpc`: a stand-in for `fetch` that looks at nothing but the order.
    Uid(i64),
}

impl<P: Platform> Connection<P> {
    pub(super) async fn log_in(&self, credentials: Rc<Credentials>) -> Answer<P, Login<P::Value>> {
        match self.server.protocol {
            None => self.log_in_anyhow(&credentials).await,
            Some(Protocol::JsonRpc) => self.log_in_by_jsonrpc(&credentials, None).await,
            Some(Protocol::Session) => self.renewed(Rc::clone(&credentials)).await,
            Some(Protocol::Json2) => self.log_in_by_key_alone(&credentials).await,
        }
    }

    async fn log_in_anyhow(&self, credentials: &Rc<Credentials>) -> Answer<P, Login<P::Value>> {
        let mut key = credentials.key();
        if key.is_none() && self.platform.sends_cookies() {
            match self.log_in_by_session(credentials).await? {
                Outcome::In(login) => return Ok(login),
                Outcome::Uid(uid) => return self.log_in_by_jsonrpc(credentials, Some(uid)).await,
                Outcome::SecondFactor => key = credentials.password.as_deref(),
                Outcome::Absent => {}
            }
        }
        let Some(key) = key else {
            return self.log_in_by_jsonrpc(credentials, None).await;
        };
        let by_key = Box::pin(self.log_in_by_key(credentials, key)).await;
        match by_key {
            Ok(Outcome::In(login)) => Ok(login),
            Ok(_) => self.log_in_by_jsonrpc(credentials, None).await,
            Err(failure) if is_auth(&failure) && credentials.key().is_none() => {
                Err(second_factor())
            }
            Err(failure) => Err(failure),
        }
    }

    /// A login over the session alone, as it is asked for, and as an expired session is renewed.
    pub(super) async fn renewed(&self, credentials: Rc<Credentials>) -> Answer<P, Login<P::Value>> {
        if credentials.username.is_none() && credentials.password.is_none() {
            return self.log_in_as_visitor().await;
        }
        match self.log_in_by_session(&credentials).await? {
            Outcome::In(login) => Ok(login),
            Outcome::SecondFactor => Err(second_factor()),
            Outcome::Absent | Outcome::Uid(_) => Err(Failure::new(
                Class::Rpc,
                format!(
                    "{} has no session routes ({}); check the url, or leave the protocol to the client: protocol: 'auto'",
                    self.server.url.as_str(),
                    web_session::AUTHENTICATE
                ),
            )),
        }
    }

    async fn log_in_by_session(
        &self,
        credentials: &Rc<Credentials>,
    ) -> Answer<P, Outcome<P::Value>> {
        let (username, password) = credentials.both(false)?;
        let id = self.next_id();
        let path = web_session::AUTHENTICATE;
        let body = web_session::authenticate::<P::Value>(id, self.database()?, username, password);
        let mut request = self.in_session(self.address(path), self.platform.headers(), body);
        if request.wants == Wants::Cookie {
            request.wants = Wants::Headers;
        }
        let about = About::path(Protocol::Session, path);
        let response = match self.fetch(request, &about).await {
            Ok(response) => response,
            // No failure of the network's: a stand-in for fetch that knows no such address.
            Err(failure)
                if !failure.has_code && !failure.nothing_sent && self.server.protocol.is_none() =>
            {
                return Ok(Outcome::Absent);
            }
            Err(failure) => return Err(self.unreached(failure, &about)),
        };
        let is_refused = matches!(response.status, 429 | 500..);
        if !response.is_success() && !is_refused {
            return Ok(Outcome::Absent);
        }
        let session_id = web_session::session_id(&response.headers).map(str::to_owned);
        let told = match envelope::open(response, id, self.platform.now_ms()) {
            Ok(told) => told,
            Err(error) => return self.judged(error, username),
        };
        let uid = told.get("uid");
        match (told.kind(), uid.as_ref().and_then(as_integer)) {
            (Kind::Number, _) => match as_integer(&told).filter(|uid| *uid > 0) {
                Some(uid) => Ok(Outcome::Uid(uid)),
                None => Err(self.refused(username)),
            },
            (Kind::Boolean, _) if told.as_bool() == Some(false) => Err(self.refused(username)),
            (Kind::Object, Some(uid)) if uid > 0 => {
                let cookies = self.platform.sends_cookies();
                let Some(session_id) = session_id.or((!cookies).then(String::new)) else {
                    // Without its cookie it is of no use: something on the way takes cookies away.
                    return Ok(Outcome::Absent);
                };
                Ok(Outcome::In(self.session_of(
                    &told,
                    &session_id,
                    Some(Rc::clone(credentials)),
                )))
            }
            (Kind::Object, None) if uid.is_some() => Ok(Outcome::SecondFactor),
            _ => Ok(Outcome::Absent),
        }
    }

    /// What an error of the session's login means: a verdict, or that there is no such route.
    fn judged(&self, mut error: Error<P::Value>, username: &str) -> Answer<P, Outcome<P::Value>> {
        match error.class {
            Class::Auth if error.message == "Access Denied" => Err(self.refused(username)),
            // "Too many login failures, please wait a bit before trying again."
            Class::Auth => Err(error.into()),
            Class::Access if error.message.starts_with("Database not found") => {
                error.class = Class::Rpc;
                error.message = format!(
                    "{}: the server has no database {}; check its name",
                    error.message.trim_end_matches('.'),
                    quote(self.server.database.as_deref().unwrap_or_default())
                );
                Err(error.into())
            }
            Class::Network if error.place.status != Some(200) => Err(error.into()),
            Class::RateLimit => Err(error.into()),
            _ => Ok(Outcome::Absent),
        }
    }

    fn session_of(
        &self,
        told: &P::Value,
        session_id: &str,
        credentials: Option<Rc<Credentials>>,
    ) -> Login<P::Value> {
        let headers = match session_id {
            "" => self.platform.headers(),
            id => self.with_cookie(id),
        };
        Login {
            info: session::info_of_web_session(told, session_id),
            wire: Wire::Session {
                start: self.address(web_session::CALL_KW),
                headers: headers.into(),
                credentials,
            },
        }
    }

    /// In a page that Odoo itself serves: whoever is logged in there.
    async fn log_in_as_visitor(&self) -> Answer<P, Login<P::Value>> {
        if self.platform.sends_cookies() {
            return Err(lacks("username"));
        }
        let told = self
            .ask_session(web_session::SESSION_INFO, self.platform.headers())
            .await?;
        if told.get("uid").as_ref().and_then(as_integer).is_none() {
            return Err(Failure::new(
                Class::Auth,
                "Nobody is logged in to Odoo in this browser: log in on its page, or pass username and password",
            ));
        }
        Ok(self.session_of(&told, "", None))
    }

    async fn log_in_by_jsonrpc(
        &self,
        credentials: &Credentials,
        known: Option<i64>,
    ) -> Answer<P, Login<P::Value>> {
        let (username, password) = credentials.both(true)?;
        let database = self.database()?;
        let uid = match known {
            Some(uid) => uid,
            None => {
                let id = self.next_id();
                let body = jsonrpc::login::<P::Value>(id, database, username, password);
                let result = self.post_jsonrpc(id, body).await?;
                match as_integer(&result).filter(|uid| *uid > 0) {
                    Some(uid) => uid,
                    None => return Err(self.not_an_id(&result, username)),
                }
            }
        };
        let repeated = jsonrpc::credentials::<P::Value>(database, uid, password);
        let encoded = jsonrpc::encode(&read_of_user(uid, &OWN_FIELDS)).map_err(Failure::Thrown)?;
        let id = self.next_id();
        let body = jsonrpc::execute_kw::<P::Value>(id, &repeated, &encoded);
        let record = own_record(self.post_jsonrpc(id, body).await)?;
        Ok(Login {
            info: session::info(User {
                uid,
                database,
                username,
                context: None,
                record,
            }),
            wire: Wire::JsonRpc {
                endpoint: self.address(jsonrpc::PATH),
                credentials: repeated,
            },
        })
    }

    fn not_an_id(&self, result: &P::Value, username: &str) -> Failure<P::Value> {
        if matches!(result.kind(), Kind::Null | Kind::Boolean | Kind::Number) {
            return self.refused(username);
        }
        let answered = result.in_words();
        Failure::new(
            Class::Rpc,
            format!("The login was answered with {answered} instead of a user id"),
        )
    }

    fn refused(&self, username: &str) -> Failure<P::Value> {
        let database = self.server.database.as_deref().unwrap_or_default();
        Failure::new(
            Class::Auth,
            format!(
                "Authentication failed: wrong username or password for user {} on database {}",
                quote(username),
                quote(database)
            ),
        )
    }

    /// JSON-2 as it is asked for: where it is not there, the server says which of the two reasons it is.
    async fn log_in_by_key_alone(&self, credentials: &Credentials) -> Answer<P, Login<P::Value>> {
        let key = credentials
            .api_key
            .as_deref()
            .or(credentials.password.as_deref());
        let key = key.ok_or_else(|| lacks("apiKey"))?;
        if let Outcome::In(login) = self.log_in_by_key(credentials, key).await? {
            return Ok(login);
        }
        let request = self.get(json2::VERSION, self.platform.headers());
        let about = About::path(Protocol::Json2, json2::VERSION);
        let response = self.exchange(request, about).await?;
        let has_version =
            matches!(&response.body, Body::Json(told) if told.get("version").is_some());
        let message = if has_version {
            format!(
                "Database not found: the server has no database {}; check its name",
                quote(self.server.database.as_deref().unwrap_or_default())
            )
        } else {
            format!(
                "{} has no JSON-2 API: Odoo has it from version 19 on; leave the protocol to the client: protocol: 'auto'",
                self.server.url.as_str()
            )
        };
        Err(Failure::new(Class::Rpc, message))
    }

    async fn log_in_by_key(
        &self,
        credentials: &Credentials,
        key: &str,
    ) -> Answer<P, Outcome<P::Value>> {
        let mut headers = self.headers_with("Authorization", &format!("bearer {key}"));
        if let Some(database) = &self.server.database {
            headers.set("X-Odoo-Database", P::Value::string(database));
        }
        let response = self.ask_key("context_get", &headers, "{}").await?;
        let is_json = matches!(&response.body, Body::Json(_));
        if !is_json && !matches!(response.status, 429 | 500..) {
            return Ok(Outcome::Absent);
        }
        let context = match json2::open(response, self.platform.now_ms()) {
            Ok(context) => context,
            Err(error) if error.class == Class::Auth => return Err(refused_key(error)),
            Err(error) => return Err(error.into()),
        };
        let Some(uid) = context.get("uid").as_ref().and_then(as_integer) else {
            return Ok(Outcome::Absent);
        };
        let fields = KEY_FIELDS.map(quote).join(",");
        let body = format!("{{\"ids\":[{uid}],\"fields\":[{fields}]}}");
        let answered = self.ask_key("read", &headers, &body).await?;
        let now = self.platform.now_ms();
        let record = own_record(json2::open(answered, now).map_err(Failure::from))?;
        let login = record
            .as_ref()
            .and_then(|record| record.get("login")?.as_string());
        if let (Some(asked), Some(login)) = (&credentials.username, &login)
            && !asked.eq_ignore_ascii_case(login)
        {
            return Err(Failure::new(
                Class::Auth,
                format!(
                    "Authentication failed: the API key belongs to another user than {}",
                    quote(asked)
                ),
            ));
        }
        let username = login
            .or_else(|| credentials.username.clone())
            .unwrap_or_default();
        Ok(Outcome::In(Login {
            info: session::info(User {
                uid,
                database: self.server.database.as_deref().unwrap_or_default(),
                username: &username,
                context: Some(context),
                record,
            }),
            wire: Wire::Json2 {
                start: self.address(json2::CALL),
                headers,
                documents: Default::default(),
            },
        }))
    }

    async fn ask_key(
        &self,
        method: &str,
        headers: &P::Value,
        body: &str,
    ) -> Answer<P, Response<P::Value>> {
        let url = self.address(&format!("{}res.users/{method}", json2::CALL));
        let body: Text<P> = P::Value::join(&[Part::Written(body)]);
        let mut request = self.post(url, headers.clone(), body);
        request.cookies = Cookies::Omitted;
        let about = About::path(Protocol::Json2, "/json/2/res.users");
        self.exchange(request, about).await
    }

    fn database(&self) -> Result<&str, Failure<P::Value>> {
        self.server
            .database
            .as_deref()
            .ok_or_else(|| lacks("database"))
    }
}

/// A read of the user's own record.
fn read_of_user<V: Value>(uid: i64, fields: &[&str]) -> Call<V> {
    let fields = fields.iter().map(|name| V::string(name)).collect();
    let ids = V::array(vec![V::number(uid as f64)]);
    Call {
        model: V::string("res.users"),
        method: V::string("read"),
        args: V::array(vec![ids, V::array(fields)]),
        kwargs: V::object(),
    }
}

/// The user's own record. A server that will not show it has logged the user in all the same.
fn own_record<V: Value>(result: Result<V, Failure<V>>) -> Result<Option<V>, Failure<V>> {
    match result {
        Ok(records) => Ok(records
            .item(0)
            .filter(|record| record.kind() == Kind::Object)),
        Err(Failure::Error(error)) if !is_network(error.class) => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn is_network(class: Class) -> bool {
    matches!(class, Class::Network | Class::RateLimit | Class::Timeout)
}

fn second_factor<V: Value>() -> Failure<V> {
    Failure::new(
        Class::Auth,
        "Authentication failed: this user has two-factor authentication, which a program cannot pass. Make an API key \
         (in Odoo: Preferences, Account Security, New API Key) and pass it as apiKey",
    )
}

fn refused_key<V: Value>(mut error: Error<V>) -> Failure<V> {
    error.message = format!(
        "Authentication failed: the server refuses the API key ({}). If it is a password, say so: protocol: 'session'",
        error.message
    );
    error.into()
}
