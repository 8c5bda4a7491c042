//! The server as a whole: its databases, sessions, fault rules and journal.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::{Map, Value};

use crate::arguments::Arguments;
use crate::exchange::Exchange;
use crate::faults::{Effect, Fault, FaultRule, Faults};
use crate::http::{HttpRequest, HttpResponse};
use crate::journal::{Entry, Journal};
use crate::random::Random;
use crate::session::{SessionSettings, Sessions};
use crate::{control, json, page};

/// How a sandbox behaves.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The series it imitates.
    pub flavour: Flavour,
    /// The databases a request may choose from; `None`: all. Odoo's `dbfilter`, as a list of names.
    pub db_filter: Option<Vec<String>>,
    /// How sessions behave.
    pub session: SessionSettings,
    /// Bodies of this many bytes or more are refused with 413.
    pub max_content_length: usize,
    /// Whether `/sandbox/…` answers: fault rules, the journal, reset.
    pub control: bool,
    /// Whether the journal keeps the arguments of calls.
    pub arguments: bool,
    /// What session ids and probabilities are drawn from.
    pub seed: u64,
}

impl Settings {
    /// Makes the settings of an ordinary server of that series.
    pub fn new(flavour: Flavour) -> Self {
        Self {
            flavour,
            db_filter: None,
            session: SessionSettings::default(),
            max_content_length: 64_000_000,
            control: false,
            arguments: false,
            seed: 0,
        }
    }
}

/// What a server knows at one moment: the records of every database, and who is logged in.
#[derive(Clone, Debug)]
pub struct Snapshot {
    databases: Vec<odoo_sandbox_orm::Snapshot>,
    sessions: Sessions,
}

/// An in-memory Odoo server.
#[derive(Debug)]
pub struct Sandbox {
    pub(crate) settings: Settings,
    pub(crate) sessions: Sessions,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    databases: Vec<Database>,
    /// How things were at the start, where a reset may be asked for.
    origin: Option<Snapshot>,
    /// A database that is gone for the length of one request.
    dropped: Option<String>,
}

impl Sandbox {
    /// Makes a server of these databases.
    pub fn new(settings: Settings, databases: Vec<Database>) -> Self {
        let mut random = Random::new(settings.seed);
        let control = settings.control;
        let mut sandbox = Self {
            sessions: Sessions::new(
                settings.flavour,
                settings.session.clone(),
                Random::new(random.next()),
            ),
            faults: Faults::new(random),
            journal: Journal::default(),
            databases,
            origin: None,
            dropped: None,
            settings,
        };
        sandbox.origin = control.then(|| sandbox.snapshot());
        sandbox
    }

    /// Makes a server of the series' demo database under the name `demo`.
    pub fn demo(flavour: Flavour) -> Self {
        Self::new(
            Settings::new(flavour),
            vec![Database::demo("demo", flavour)],
        )
    }

    /// Answers a request.
    pub fn handle(&mut self, request: HttpRequest) -> HttpResponse {
        self.handle_with(Pool::Free, request)
    }

    /// Answers a request that finds the server at its limit: every connection to the database is
    /// taken.
    pub fn handle_with_full_pool(&mut self, request: HttpRequest) -> HttpResponse {
        self.handle_with(Pool::Full, request)
    }

    fn handle_with(&mut self, pool: Pool, request: HttpRequest) -> HttpResponse {
        if self.settings.control && control::owns(&request.path) {
            return self.control(&request);
        }
        let head = request.method == "HEAD";
        let mut response = self.answer(pool, request);
        if head {
            response.body.clear();
        }
        response
    }

    fn answer(&mut self, pool: Pool, mut request: HttpRequest) -> HttpResponse {
        self.tell_time(request.now_ms);
        let too_large = self.is_too_large(&request) || json::is_excessive(&request.body);
        if too_large {
            request.body.clear();
        }
        let mut exchange = Exchange::new(self.settings.flavour, request);
        let call = exchange.call();
        let keeps = self.settings.arguments;
        let weight = if keeps { exchange.length } else { 0 };
        let mut entry = Entry {
            call,
            arguments: keeps.then(|| Arguments::of(&exchange)),
            verb: exchange.request.method.clone(),
            path: exchange.request.path.clone(),
            status: 0,
            reached: pool == Pool::Free && !too_large,
            fault: (pool == Pool::Full).then(|| Fault::PoolFull.name()),
            time: exchange.request.now_ms,
        };
        let rule = match pool {
            Pool::Free => self.faults.strike(&entry.call, &entry.path),
            Pool::Full => None,
        };
        if let Some(rule) = &rule {
            entry.fault = Some(rule.fault.name());
            entry.reached = rule.lets_through();
        }
        let response = match rule {
            Some(rule) => self.strike(&rule, &mut exchange),
            None if pool == Pool::Full => page::pool_full(self.settings.flavour),
            None if too_large => page::too_large(self.settings.flavour),
            None => self.dispatch(&mut exchange),
        };
        entry.status = match response.effect {
            Some(Effect::Refuse | Effect::ResetBefore | Effect::HangBeforeHeaders) => 0,
            _ => response.status,
        };
        self.journal.record(entry, weight);
        response
    }

    /// Tells whether a body is too large, by what came or by what the headers promise.
    fn is_too_large(&self, request: &HttpRequest) -> bool {
        let limit = self.settings.max_content_length;
        let promised = request
            .header("content-length")
            .and_then(|length| length.parse().ok());
        request.body.len() >= limit || promised.is_some_and(|length: usize| length >= limit)
    }

    /// Returns how the sandbox behaves.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    fn tell_time(&mut self, now_ms: u64) {
        let seconds = i64::try_from(now_ms / 1_000).ok();
        for database in &mut self.databases {
            database.set_now(seconds);
        }
    }

    /// Tells whether a fault rule refuses the connection that has just been made.
    pub fn refuses_connection(&mut self) -> bool {
        self.faults.refuse_connection()
    }

    /// Adds a fault rule behind those in force.
    pub fn add_fault(&mut self, rule: FaultRule) {
        self.faults.add(rule);
    }

    /// Lifts every fault rule.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// Returns the requests answered so far, oldest first (the last 10,000).
    pub fn requests(&self) -> impl Iterator<Item = &Entry> {
        self.journal.entries()
    }

    /// Goes back to the start: records, sessions, fault rules and journal. Records only go back
    /// with [`Settings::control`].
    pub fn reset(&mut self) {
        match self.origin.clone() {
            Some(origin) => self.restore(&origin),
            None => {
                self.sessions.clear();
                self.faults.clear();
                self.journal = Journal::default();
            }
        }
    }

    /// Keeps how things are now. Cheap: nothing is copied until it changes.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            databases: self.databases.iter().map(Database::snapshot).collect(),
            sessions: self.sessions.clone(),
        }
    }

    /// Goes back to a snapshot of this server. Fault rules and journal are no part of one: they are
    /// cleared.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        for (database, snapshot) in self.databases.iter_mut().zip(&snapshot.databases) {
            database.restore(snapshot);
        }
        self.sessions = snapshot.sessions.clone();
        self.faults.clear();
        self.journal = Journal::default();
    }

    /// Returns a database by name, to look into or to change without a call.
    pub fn database_mut(&mut self, name: &str) -> Option<&mut Database> {
        let dropped = self.dropped.as_deref();
        self.databases
            .iter_mut()
            .find(|database| database.name() == name && dropped != Some(name))
    }

    /// Returns a database by name.
    pub(crate) fn database(&self, name: &str) -> Option<&Database> {
        let dropped = self.dropped.as_deref();
        self.databases
            .iter()
            .find(|database| database.name() == name && dropped != Some(name))
    }

    /// Takes a database away, or brings it back.
    pub(crate) fn drop_database(&mut self, name: Option<String>) {
        self.dropped = name;
    }

    /// Lists every database of the machine, in order.
    pub(crate) fn database_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .databases
            .iter()
            .map(Database::name)
            .filter(|name| self.dropped.as_deref() != Some(*name))
            .collect();
        names.sort_unstable();
        names
    }

    /// Lists the databases a request may choose from, in order.
    pub(crate) fn visible_databases(&self) -> Vec<&str> {
        let mut names = self.database_names();
        if let Some(filter) = &self.settings.db_filter {
            names.retain(|name| filter.iter().any(|allowed| allowed == name));
        }
        names
    }

    /// Calls a model's method.
    pub(crate) fn execute(
        &mut self,
        db: &str,
        call: ModelCall,
    ) -> Result<Option<Value>, odoo_sandbox_orm::Fault> {
        let database = self
            .database_mut(db)
            .ok_or_else(|| crate::services::unknown_database(db))?;
        database.execute_kw(call.uid, &call.model, &call.method, call.args, call.kwargs)
    }
}

/// Whether a connection to the database is to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pool {
    Free,
    Full,
}

/// A call of a model's method.
#[derive(Debug)]
pub(crate) struct ModelCall {
    /// Who calls.
    pub(crate) uid: i64,
    /// The model's name.
    pub(crate) model: String,
    /// The method's name.
    pub(crate) method: String,
    /// Arguments by position, ids first.
    pub(crate) args: Vec<Value>,
    /// Arguments by name.
    pub(crate) kwargs: Map<String, Value>,
}
