//! The client: guard → encode → send → decode, within its deadline.

use crate::connection::{Connection, not_authenticated};
use crate::deadline::{Bounds, bounded};
use crate::error::{Class, Error, Failure, Place};
use crate::operation::{Operation, SafetyLevel};
use crate::protocol::{Call, EncodedCall};
use crate::safety::{Guard, ask, operation_info};
use crate::transport::Platform;
use crate::url::ServerUrl;
use crate::value::{Kind, Value};

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
    call: EncodedCall<V::Text>,
    bounds: Bounds<V>,
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
        let login = self.connection.authenticate(username, password);
        bounded(self.connection.platform(), &bounds, login).await
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
        let place = place_of(&call);
        if !self.connection.is_authenticated() {
            return Err(not_authenticated().at(&place));
        }
        call.kwargs = self.with_context(call.kwargs, options.context);
        let level = options
            .safety_level
            .unwrap_or_else(|| self.guard.level_of(&call.method));
        let question = (level != SafetyLevel::Read && self.guard.is_on()).then(|| {
            let target = self.connection.url().as_str();
            operation_info(
                &Operation::new(level, &call.model, &call.method, target),
                &call,
            )
        });
        let timeout_ms =
            options
                .timeout_ms
                .or(self.config.timeout_ms)
                .unwrap_or(if changes_modules(&call) {
                    0.0
                } else {
                    DEFAULT_TIMEOUT_MS
                });
        let call = call
            .encode()
            .map_err(|cause| unsendable(cause).at(&place))?;
        let signal = options.signal;
        Ok(Prepared {
            call,
            bounds: Bounds { timeout_ms, signal },
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
            bounds,
            question,
        } = prepared;
        let place = Place {
            model: Some(call.model.clone()),
            method: Some(call.method.clone()),
            ..Place::default()
        };
        if let Some(operation) = question {
            // A person may have to think: this does not count as waiting for the server.
            let thinking = Bounds {
                timeout_ms: 0.0,
                signal: bounds.signal.clone(),
            };
            bounded(
                self.connection.platform(),
                &thinking,
                ask(&self.guard, operation),
            )
            .await?;
        }
        bounded(
            self.connection.platform(),
            &bounds,
            self.connection.call(&call),
        )
        .await
        .map_err(|failure| failure.at(&place))
    }

    /// `kwargs` with the configured context and the call's own merged under what it says itself.
    fn with_context(&self, kwargs: P::Value, of_call: Option<P::Value>) -> P::Value {
        let layers = [self.config.context.clone(), kwargs.get("context"), of_call];
        let mut given = layers
            .iter()
            .flatten()
            .filter(|context| context.kind() == Kind::Object);
        if self.config.context.is_none() && layers[2].is_none() {
            return kwargs;
        }
        let mut context = P::Value::object();
        for layer in &mut given {
            copy_members(layer, &mut context);
        }
        let mut merged = P::Value::object();
        copy_members(&kwargs, &mut merged);
        merged.set("context", context);
        merged
    }
}

fn copy_members<V: Value>(from: &V, to: &mut V) {
    for key in from.keys() {
        if let Some(value) = from.get(&key) {
            to.set(&key, value);
        }
    }
}

fn place_of<V: Value>(call: &Call<V>) -> Place {
    Place {
        model: Some(call.model.clone()),
        method: Some(call.method.clone()),
        ..Place::default()
    }
}

/// Installing or upgrading a module takes Odoo as long as it takes.
fn changes_modules<V>(call: &Call<V>) -> bool {
    match call.model.as_str() {
        "ir.module.module" => call.method.starts_with("button_immediate_"),
        "base.module.upgrade" => call.method == "upgrade_module",
        _ => false,
    }
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
