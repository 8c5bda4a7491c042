//! The client: guard → encode → send → decode, within its deadline. [`forms`] are those of values
//! that differ from server to server.

mod forms;

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;

use crate::advice;
use crate::binary;
use crate::connection::{Connection, Credentials, Encoded, Sending, Server, not_authenticated};
use crate::deadline::{self, Bounds, bounded};
use crate::error::{Class, Error, Failure, Place, Reason};
use crate::operation::{Operation, SafetyLevel, always_changes};
use crate::protocol::http::Manner;
use crate::protocol::results::{Form, form_of};
use crate::protocol::{Call, Errand, Protocol, unsendable};
use crate::queue::Queue;
use crate::retry::{may_retry, pause_ms};
use crate::safety::{Guard, ask, operation_info};
use crate::transport::{Event, Platform};
use crate::value::{Texts, Value};
use crate::version::{ReadGroup, is_old_read_group};

use forms::{Forms, KnownFields, Reading};

/// How long a call may take unless the configuration says otherwise: what Odoo itself gives a
/// request.
pub const DEFAULT_TIMEOUT_MS: f64 = 120_000.0;

/// How long a login may take unless the configuration says otherwise: nobody waits two minutes to
/// hear of a wrong address.
pub const DEFAULT_LOGIN_TIMEOUT_MS: f64 = 30_000.0;

/// How many bytes an answer may have unless the configuration says otherwise.
pub const DEFAULT_MAX_BODY_BYTES: f64 = 1e9;

/// How long runtimes wait for an answer by themselves: undici, which is Node's fetch, and Bun.
const PATIENCE_MS: f64 = 300_000.0;

/// How long a logout waits for the server.
const LOGOUT_MS: f64 = 5_000.0;

type Answer<P, T> = Result<T, Failure<<P as Platform>::Value>>;

/// What a client is made with.
#[derive(Clone, Debug)]
pub struct Config<V> {
    /// Server, database and protocol.
    pub server: Server,
    /// Who logs in.
    pub credentials: Credentials,
    /// Milliseconds for a call; 0 is for ever; `None` is [`DEFAULT_TIMEOUT_MS`], and for ever for
    /// module installs.
    pub timeout_ms: Option<f64>,
    /// The context that goes with every call, under the call's own.
    pub context: Option<V>,
    /// How many requests are under way at once.
    pub max_concurrent: u32,
    /// How often a call is retried.
    pub retries: u32,
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
    /// Reads the body of the answer instead of `response.json()`, a function.
    pub read_body: Option<V>,
    /// How values of binary fields are given.
    pub binary: Option<binary::Form>,
    /// Whether somebody else's exception (a guard's, a signal's reason) that ends the call before
    /// anything was sent comes as the cause of an error that says so. By itself it cannot.
    pub says_unsent: bool,
}

/// A client of one database.
pub struct Client<P: Platform, G: Guard<Value = P::Value>> {
    credentials: Rc<Credentials>,
    timeout_ms: Option<f64>,
    context: Option<P::Value>,
    connection: Connection<P>,
    queue: Queue,
    retries: u32,
    guard: G,
    fields: KnownFields,
    binary: binary::Form,
}

/// A call that is checked, serialised and waits to be sent.
pub struct Prepared<V: Texts> {
    call: Call<V>,
    /// Serialised in the tick of the call, so that later changes to the caller's objects do not
    /// reach the wire.
    forms: Forms<V>,
    /// What is read, where records are.
    reading: Option<Reading>,
    form: Form,
    safety_level: Option<SafetyLevel>,
    bounds: Bounds<V>,
    read_body: Option<V>,
    says_unsent: bool,
    /// What the guard is to be asked about.
    question: Option<V>,
}

impl<V: Texts> Prepared<V> {
    /// The failure of a call of which nothing was sent.
    fn unsent(&self, failure: Failure<V>) -> Failure<V> {
        match failure {
            Failure::Thrown(exception) if self.says_unsent => {
                let said = "The call was ended before anything was sent";
                let mut error = Error::new(Class::Odoo, said).caused_by(exception);
                error.set_reason(Reason::Ended);
                error.into()
            }
            failure => failure,
        }
    }
}

impl<P: Platform, G: Guard<Value = P::Value>> Client<P, G> {
    /// A client. Opens nothing.
    pub fn new(config: Config<P::Value>, platform: P, guard: G) -> Self {
        Self {
            credentials: Rc::new(config.credentials),
            timeout_ms: config.timeout_ms,
            context: config.context,
            connection: Connection::new(platform, config.server),
            queue: Queue::new(config.max_concurrent),
            retries: config.retries,
            guard,
            fields: KnownFields::default(),
            binary: binary::Form::default(),
        }
    }

    /// The client with another form for values of binary fields.
    #[must_use]
    pub fn giving(self, binary: binary::Form) -> Self {
        Self { binary, ..self }
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
    /// As [`Connection::authenticate`]; `Timeout`; the signal's reason.
    pub async fn authenticate(&self, options: CallOptions<P::Value>) -> Answer<P, P::Value> {
        let given = options.timeout_ms.or(self.timeout_ms);
        let bounds = Bounds {
            timeout_ms: given.unwrap_or(DEFAULT_LOGIN_TIMEOUT_MS),
            signal: options.signal,
        };
        let login = pin!(self.connection.authenticate(Rc::clone(&self.credentials)));
        let result = bounded(self.connection.platform(), &bounds, login).await;
        self.end_superseded().await;
        result.map_err(|failure| {
            let failure = self.credentials.redacted(failure);
            self.of_login(failure, bounds.timeout_ms)
        })
    }

    /// The failure of a login whose time was over says where it waited.
    fn of_login(&self, mut failure: Failure<P::Value>, timeout_ms: f64) -> Failure<P::Value> {
        if let Failure::Error(error) = &mut failure
            && error.class == Class::Timeout
        {
            error.message = advice::slow_login(self.connection.url(), timeout_ms);
        }
        failure
    }

    /// Ends the sessions on the server that nobody uses any more.
    async fn end_superseded(&self) {
        for logout in self.connection.superseded_logouts() {
            self.send_logout(logout).await;
        }
    }

    /// Logs out, at once: what tells the server so, where there is anything to tell.
    pub fn logout(&self) -> Option<Errand<P::Value>> {
        self.connection.logout()
    }

    /// Sends that, and waits a moment: a server that does not get it ends the session by itself,
    /// later.
    pub async fn send_logout(&self, logout: Errand<P::Value>) {
        let bounds = Bounds {
            timeout_ms: LOGOUT_MS,
            signal: None,
        };
        let sent = async {
            self.connection.send_logout(logout).await;
            Ok(P::Value::undefined())
        };
        let _ = bounded(self.connection.platform(), &bounds, pin!(sent)).await;
    }

    /// Checks and serialises a call, in the caller's own tick; or the page or file of the server's
    /// that is fetched in place of it, a read: the path `page`, which begins with a slash. `of_view`
    /// is the context of the view it is made through.
    ///
    /// # Errors
    /// `Auth` before a login; `Type` for arguments that JSON cannot carry; `Odoo` for a page over a
    /// protocol that has none.
    pub fn prepare(
        &self,
        mut call: Call<P::Value>,
        page: Option<P::Value>,
        of_view: Option<&P::Value>,
        options: CallOptions<P::Value>,
    ) -> Answer<P, Prepared<P::Value>> {
        if !self.connection.is_authenticated() {
            return Err(not_authenticated().at(&call.place()));
        }
        let reading = match page {
            Some(_) => None,
            None => Reading::of(&call, options.binary.unwrap_or(self.binary)),
        };
        let context = match reading {
            Some(reading) => reading.context(options.context),
            None => options.context,
        };
        let kwargs = self.with_context(call.kwargs, of_view, context);
        call.kwargs = kwargs.map_err(unsendable)?;
        let safety_level = match page {
            Some(_) => Some(SafetyLevel::Read),
            None => options.safety_level,
        };
        let question = match self.guard.is_on() {
            true => self.question(&call, safety_level),
            false => None,
        };
        let given = options.timeout_ms.or(self.timeout_ms);
        let forms = match page {
            Some(path) => self.connection.encode_page(path, &call).map(Forms::from),
            None => self.forms(&call, reading),
        };
        let forms = forms.map_err(|failure| failure.at(&call.place()))?;
        // A caller that reads the body itself has a result of its own.
        let form = match options.read_body {
            Some(_) => Form::AsItIs,
            None => form_of(&call),
        };
        Ok(Prepared {
            forms,
            reading,
            form,
            safety_level,
            read_body: options.read_body,
            says_unsent: options.says_unsent,
            bounds: Bounds {
                timeout_ms: given.unwrap_or_else(|| default_timeout(&call)),
                signal: options.signal,
            },
            call,
            question,
        })
    }

    /// Asks the guard, sends the call and gives its result.
    ///
    /// # Errors
    /// `Safety` when the guard refuses; `Timeout`; the signal's reason; else as
    /// [`Connection::call`].
    pub async fn run(&self, mut prepared: Prepared<P::Value>) -> Answer<P, P::Value> {
        let platform = self.connection.platform();
        if let Some(operation) = prepared.question.take() {
            // A person may have to think: this does not count as waiting for the server.
            let thinking = Bounds {
                timeout_ms: 0.0,
                signal: prepared.bounds.signal.clone(),
            };
            let asked = pin!(ask(&self.guard, operation));
            bounded(platform, &thinking, asked)
                .await
                .map_err(|failure| prepared.unsent(failure).at(&prepared.call.place()))?;
        }
        let may_be_done = Cell::new(false);
        let delivery = pin!(self.fulfil(&prepared, &may_be_done));
        let result = bounded(platform, &prepared.bounds, delivery).await;
        // A login that renewed the session may have come too late.
        self.end_superseded().await;
        match result {
            Ok(result) => Ok(result),
            Err(mut failure) => {
                // A call whose time was over while it stood in the queue, or between two tries that
                // came to nothing.
                if let Failure::Error(error) = &mut failure
                    && error.class == Class::Timeout
                {
                    error.not_sent = !may_be_done.get();
                    if error.not_sent {
                        error.message = deadline::unsent(prepared.bounds.timeout_ms);
                    }
                } else if !may_be_done.get() {
                    failure = prepared.unsent(failure);
                }
                if let Failure::Error(error) = &mut failure
                    && advice::is_lost(error)
                {
                    let is_read = self.is_read(&prepared);
                    let said = advice::of_lost(error, prepared.call.method_name(), is_read);
                    error.message += said;
                }
                Err(self.credentials.redacted(failure).at(&Place {
                    protocol: self.connection.protocol().map(Protocol::name),
                    ..prepared.call.place()
                }))
            }
        }
    }

    /// Sends a call in its turn, and again where that is safe. `may_be_done` tells at any time
    /// whether a try may have been carried out.
    async fn deliver(
        &self,
        prepared: &Prepared<P::Value>,
        encoded: &Encoded<P::Value>,
        may_be_done: &Cell<bool>,
    ) -> Answer<P, P::Value> {
        if prepared.call.method_name() == "read_group" {
            self.refuse_old_read_group(&prepared.call).await?;
        }
        let platform = self.connection.platform();
        let mut sending = Sending {
            attempt: 1,
            read_body: prepared.read_body.as_ref(),
            form: prepared.form,
            manner: self.manner_of(prepared),
        };
        let started = platform.now_ms();
        loop {
            let permit = self.queue.enter().await;
            let was_done_before = may_be_done.replace(true);
            let result = self.connection.call(&prepared.call, encoded, sending).await;
            let attempt = sending.attempt;
            drop(permit);
            let Err(failure) = result else {
                return result;
            };
            if matches!(&failure, Failure::Error(error) if error.not_sent) {
                may_be_done.set(was_done_before);
            }
            let Some(pause) = self.pause_after(attempt, prepared, &failure, started) else {
                return Err(failure);
            };
            if platform.is_watched() {
                let mut info = P::Value::object();
                if let Some(protocol) = self.connection.protocol() {
                    info.set("protocol", P::Value::string(protocol.name()));
                }
                info.set("model", prepared.call.model.clone());
                info.set("method", prepared.call.method.clone());
                info.set("attempt", P::Value::number(f64::from(attempt)));
                info.set("delayMs", P::Value::number(pause));
                platform.tell(Event::Retry(info, &failure));
            }
            platform.sleep(pause).await;
            sending.attempt += 1;
        }
    }

    /// What the request of a call has to have made sure of.
    fn manner_of(&self, prepared: &Prepared<P::Value>) -> Manner {
        let limit = prepared.bounds.timeout_ms;
        Manner {
            is_once: self.connection.platform().repeats_by_itself() && !self.is_read(prepared),
            is_patient: limit == 0.0 || limit >= PATIENCE_MS,
        }
    }

    /// Refuses an old call of `read_group` where the server would take its arguments for others, or
    /// has no such method.
    async fn refuse_old_read_group(&self, call: &Call<P::Value>) -> Answer<P, ()> {
        if !is_old_read_group(&call.args, &call.kwargs) {
            return Ok(());
        }
        match self.connection.version().await {
            Some(version) if version.read_group() != ReadGroup::Old => {
                Err(Failure::new(Class::Odoo, advice::of_read_group(version)))
            }
            _ => Ok(()),
        }
    }

    /// How long to wait after that try, before the next one; `None` where there is to be none.
    fn pause_after(
        &self,
        attempt: u32,
        prepared: &Prepared<P::Value>,
        failure: &Failure<P::Value>,
        started: f64,
    ) -> Option<f64> {
        let Failure::Error(error) = failure else {
            return None;
        };
        if attempt > self.retries || !may_retry(error, || self.is_read(prepared)) {
            return None;
        }
        let platform = self.connection.platform();
        let pause = pause_ms(attempt, platform.random(), error.retry_after_ms);
        // A pause is no use to a call that will not live that long: why it failed says more than
        // that its time is over.
        let limit = prepared.bounds.timeout_ms;
        let end = platform.now_ms() - started + pause;
        (limit == 0.0 || end < limit).then_some(pause)
    }

    /// Whether a call may be repeated after it was sent: it is a read by the level that it was
    /// given, and by what every Odoo does.
    fn is_read(&self, prepared: &Prepared<P::Value>) -> bool {
        self.level_of(&prepared.call, prepared.safety_level) == SafetyLevel::Read
            && !always_changes(prepared.call.method_name())
    }

    fn level_of(&self, call: &Call<P::Value>, given: Option<SafetyLevel>) -> SafetyLevel {
        given.unwrap_or_else(|| self.guard.level_of(&call.method))
    }

    /// What the guard is to be asked about a call; `None` for a read.
    fn question(&self, call: &Call<P::Value>, level: Option<SafetyLevel>) -> Option<P::Value> {
        let level = self.level_of(call, level);
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

    /// `kwargs` with the contexts merged: the configured one, the view's, its own, the call's, each
    /// over those before it.
    fn with_context(
        &self,
        kwargs: P::Value,
        of_view: Option<&P::Value>,
        of_call: Option<P::Value>,
    ) -> Result<P::Value, P::Value> {
        if self.context.is_none() && of_view.is_none() && of_call.is_none() {
            return Ok(kwargs);
        }
        let mut context = P::Value::object();
        let layers = [
            self.context.clone(),
            of_view.cloned(),
            kwargs.get("context"),
            of_call,
        ];
        for layer in layers.iter().flatten() {
            context.assign(layer)?;
        }
        let mut merged = P::Value::object();
        merged.assign(&kwargs)?;
        merged.set("context", context);
        Ok(merged)
    }
}

/// Installing or upgrading a module takes Odoo as long as it takes.
fn default_timeout<V: Value>(call: &Call<V>) -> f64 {
    let starts_with = |start| call.method_name().starts_with(start);
    let changes_modules = match call.model_name() {
        "ir.module.module" => starts_with("button_immediate_"),
        "base.module.upgrade" => starts_with("upgrade_module"),
        _ => false,
    };
    match changes_modules {
        true => 0.0,
        false => DEFAULT_TIMEOUT_MS,
    }
}
