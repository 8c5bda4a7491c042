//! The client: guard → encode → send → decode, within its deadline.

use std::pin::pin;

use crate::connection::{Connection, not_authenticated};
use crate::deadline::{Bounds, bounded};
use crate::error::{Class, Failure};
use crate::operation::{Operation, SafetyLevel};
use crate::protocol::Call;
use crate::safety::{Guard, ask, operation_info};
use crate::transport::Platform;
use crate::url::ServerUrl;
use crate::value::Value;

/// How long a call may take unless the configuration says otherwise: what Odoo itself gives a request.
pub const DEFAULT_TIMEOUT_MS: f64 = 120_000.0;

type Answer<P, T> = Result<T, Failure<<P as Platform>::Value>>;

/// What a client is made with.
#[derive(Clone, Debug)]
pub struct Config<V> {
    /// The server's root.
    pub url: ServerUrl,
    /// The database.
    pub database: String,
    /// The login.
    pub username: Option<String>,
    /// The password, or an API key.
    pub password: Option<String>,
    /// Milliseconds for a call; 0 is for ever; `None` is [`DEFAULT_TIMEOUT_MS`], and for ever for module installs.
    pub timeout_ms: Option<f64>,
    /// The context that goes with every call, under the call's own.
    pub context: Option<V>,
}

/// What a single call may ask for.
#[derive(Clone, Debug, Default)]
pub struct CallOptions<V> {
    /// Replaces the level that the method's name suggests.
    pub safety_level: Option<SafetyLevel>,
    /// Replaces the client's timeout.
    pub timeout_ms: Option<f64>,
    /// An `AbortSignal`.
    pub signal: Option<V>,
    /// Context for this call, over the client's.
    pub context: Option<V>,
}

/// A client of one database.
pub struct Client<P: Platform, G: Guard<Value = P::Value>> {
    config: Config<P::Value>,
    connection: Connection<P>,
    guard: G,
}

/// A call that is checked, serialised and waits to be sent.
pub struct Prepared<V: Value> {
    call: Call<V>,
    /// Serialised in the tick of the call, so that later changes to the caller's objects do not reach the wire.
    encoded: V::Text,
    bounds: Bounds<V>,
    is_default_timeout: bool,
    /// What the guard is to be asked about.
    question: Option<V>,
}

impl<P: Platform, G: Guard<Value = P::Value>> Client<P, G> {
    /// A client. Opens nothing.
    pub fn new(config: Config<P::Value>, platform: P, guard: G) -> Self {
        let connection = Connection::new(platform, config.url.clone(), config.database.clone());
        Self {
            config,
            connection,
            guard,
        }
    }

    /// Its connection.
    pub fn connection(&self) -> &Connection<P> {
        &self.connection
    }

    /// Its guard.
    pub fn guard(&self) -> &G {
        &self.guard
    }

    /// Logs in with the configured credentials: what `getSession()` tells afterwards.
    ///
    /// # Errors
    /// As [`Connection::authenticate`]; `Odoo` when the configuration lacks a credential; `Timeout`.
    pub async fn authenticate(&self) -> Answer<P, P::Value> {
        let config = &self.config;
        let (username, password) = match (&config.username, &config.password) {
            (Some(username), Some(password)) => (username, password),
            (username, _) => {
                let missing = if username.is_none() {
                    "username"
                } else {
                    "password"
                };
                return Err(Failure::new(
                    Class::Odoo,
                    format!(
                        "Cannot authenticate: the configuration has no {missing}; pass it to new OdooClient({{…}})"
                    ),
                ));
            }
        };
        let bounds = Bounds {
            timeout_ms: config.timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS),
            signal: None,
        };
        let login = pin!(self.connection.authenticate(username, password));
        bounded(self.connection.platform(), &bounds, &|| false, login).await
    }

    /// Checks and serialises a call, in the caller's own tick.
    ///
    /// # Errors
    /// `Auth` before a login; `Type` for arguments that JSON cannot carry.
    pub fn prepare(
        &self,
        mut call: Call<P::Value>,
        options: CallOptions<P::Value>,
    ) -> Answer<P, Prepared<P::Value>> {
        if !self.connection.is_authenticated() {
            return Err(not_authenticated().at(&call.place()));
        }
        call.kwargs = self.with_context(call.kwargs, options.context);
        let question = match self.guard.is_on() {
            true => self.question(&call, options.safety_level),
            false => None,
        };
        let given = options.timeout_ms.or(self.config.timeout_ms);
        let encoded = self.connection.encode(&call)?;
        Ok(Prepared {
            call,
            encoded,
            bounds: Bounds {
                timeout_ms: given.unwrap_or(DEFAULT_TIMEOUT_MS),
                signal: options.signal,
            },
            is_default_timeout: given.is_none(),
            question,
        })
    }

    /// Asks the guard, sends the call and gives its result.
    ///
    /// # Errors
    /// `Safety` when the guard refuses; `Timeout`; the signal's reason; else as [`Connection::call`].
    pub async fn run(&self, prepared: Prepared<P::Value>) -> Answer<P, P::Value> {
        let Prepared {
            call,
            encoded,
            bounds,
            is_default_timeout,
            question,
        } = prepared;
        let platform = self.connection.platform();
        if let Some(operation) = question {
            // A person may have to think: this does not count as waiting for the server.
            let thinking = Bounds {
                timeout_ms: 0.0,
                signal: bounds.signal.clone(),
            };
            bounded(
                platform,
                &thinking,
                &|| false,
                pin!(ask(&self.guard, operation)),
            )
            .await?;
        }
        // Asked only when the time is over: nearly no call needs the answer.
        let is_exempt = || is_default_timeout && changes_modules(&call);
        bounded(
            platform,
            &bounds,
            &is_exempt,
            pin!(self.connection.call(&encoded)),
        )
        .await
        .map_err(|failure| failure.at(&call.place()))
    }

    /// What the guard is to be asked about a call; `None` for a read.
    fn question(&self, call: &Call<P::Value>, level: Option<SafetyLevel>) -> Option<P::Value> {
        let level = level.unwrap_or_else(|| self.guard.level_of(&call.method));
        if level == SafetyLevel::Read {
            return None;
        }
        let place = call.place();
        let (model, method) = (
            place.model.unwrap_or_default(),
            place.method.unwrap_or_default(),
        );
        let operation = Operation::new(level, &model, &method, self.connection.url().as_str());
        Some(operation_info(&operation, call))
    }

    /// `kwargs` with the configured context and the call's own merged under what it says itself.
    fn with_context(&self, kwargs: P::Value, of_call: Option<P::Value>) -> P::Value {
        if self.config.context.is_none() && of_call.is_none() {
            return kwargs;
        }
        let mut context = P::Value::object();
        for layer in [self.config.context.clone(), kwargs.get("context"), of_call]
            .iter()
            .flatten()
        {
            context.assign(layer);
        }
        let mut merged = P::Value::object();
        merged.assign(&kwargs);
        merged.set("context", context);
        merged
    }
}

/// Installing or upgrading a module takes Odoo as long as it takes.
fn changes_modules<V: Value>(call: &Call<V>) -> bool {
    let starts_with = |start: &str| {
        call.method
            .as_string()
            .is_some_and(|method| method.starts_with(start))
    };
    (call.model.is_word("ir.module.module") && starts_with("button_immediate_"))
        || (call.model.is_word("base.module.upgrade") && starts_with("upgrade_module"))
}
