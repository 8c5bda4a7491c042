//! One in-memory Odoo database: the way in for every protocol.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use crate::env::{Env, SUPERUSER};
use crate::methods::{self, Call};
use crate::schema::{Model, Registry};
use crate::signature::{bind, read_all};
use crate::store::Data;
use crate::{Fault, Flavour, Signature, load, moment, python, shipped, users};

/// One in-memory Odoo database.
#[derive(Clone, Debug)]
pub struct Database {
    name: String,
    flavour: Flavour,
    pub(crate) registry: Arc<Registry>,
    methods: Arc<Signatures>,
    pub(crate) data: Data,
    now: Option<i64>,
}

/// A company, as session information lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// Its id in `res.company`.
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// What a protocol may know of a user.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The id in `res.users`.
    pub uid: i64,
    /// The name to log in with.
    pub login: String,
    /// The display name.
    pub name: String,
    /// The contact behind the user.
    pub partner_id: i64,
    /// The contact's display name.
    pub partner_name: String,
    /// When the contact was last written (`YYYY-MM-DD HH:MM:SS`).
    pub partner_write_date: String,
    /// The user's own context: `lang`, `tz`, `uid`.
    pub context: Map<String, Value>,
    /// The company the user works in.
    pub company: Company,
    /// The companies the user may work in.
    pub companies: Vec<Company>,
    /// External ids of the user's groups, implied ones included.
    pub groups: Vec<String>,
    /// `base.group_system`.
    pub is_system: bool,
    /// `base.group_erp_manager` or more.
    pub is_admin: bool,
    /// `base.group_user`.
    pub is_internal: bool,
}

/// A database's records, and models, at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    registry: Arc<Registry>,
    data: Data,
}

/// Why models or records could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(String);

impl LoadError {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LoadError {}

impl Database {
    /// Makes a database with the shipped models and sample records.
    ///
    /// # Panics
    /// Never: that the shipped files load is what the tests of this crate check first.
    pub fn demo(name: &str, flavour: Flavour) -> Self {
        Self::with_shipped_files(name, flavour, true)
    }

    /// Makes a database with the shipped models and only the records of a new Odoo: no samples.
    ///
    /// # Panics
    /// Never: see [`Database::demo`].
    pub fn fresh(name: &str, flavour: Flavour) -> Self {
        Self::with_shipped_files(name, flavour, false)
    }

    fn with_shipped_files(name: &str, flavour: Flavour, samples: bool) -> Self {
        // Reading the files takes long next to everything else: it is done once, and what was read
        // is shared.
        static READ: [OnceLock<Database>; 2 * Flavour::EVERY.len()] =
            [const { OnceLock::new() }; 2 * Flavour::EVERY.len()];
        let place = Flavour::EVERY
            .iter()
            .position(|known| *known == flavour)
            .unwrap_or(0);
        let read = READ[place * 2 + usize::from(samples)].get_or_init(|| {
            match Self::read_shipped_files(flavour, samples) {
                Ok(database) => database,
                Err(error) => unreachable!("the shipped files do not load: {error}"),
            }
        });
        Self {
            name: name.to_owned(),
            ..read.clone()
        }
    }

    fn read_shipped_files(flavour: Flavour, samples: bool) -> Result<Self, LoadError> {
        let mut methods = Signatures::new();
        for signature in read_all(shipped::METHODS, flavour)? {
            methods
                .entry(signature.method.clone())
                .or_default()
                .push(signature);
        }
        let mut database = Self {
            name: String::new(),
            flavour,
            registry: Arc::default(),
            methods: Arc::new(methods),
            data: Data::default(),
            now: None,
        };
        load::load(&mut database, shipped::MODULES, samples)?;
        Ok(database)
    }

    /// Returns the database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the series it behaves like.
    pub fn flavour(&self) -> Flavour {
        self.flavour
    }

    /// Sets the time that dates and expiries are taken from (seconds since 1970); `None`: the
    /// machine's clock, where there is one.
    pub fn set_now(&mut self, seconds: Option<i64>) {
        self.now = seconds;
    }

    pub(crate) fn now(&self) -> i64 {
        self.now.unwrap_or_else(moment::now)
    }

    /// Asks something of the data without changing it.
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&Env<'_>) -> T) -> T {
        let mut data = self.data.clone();
        question(&Env::new(
            &self.registry,
            &mut data,
            self.flavour,
            SUPERUSER,
            Map::new(),
            self.now(),
        ))
    }

    /// Finds the user of a login and a password or API key.
    pub fn login(&self, login: &str, password: &str) -> Option<i64> {
        self.ask(|env| users::by_login(env, login).filter(|uid| users::opens(env, *uid, password)))
    }

    /// Finds the user of a login and a password; API keys are refused, as in the web session.
    pub fn login_with_password_only(&self, login: &str, password: &str) -> Option<i64> {
        self.ask(|env| {
            users::by_login(env, login).filter(|uid| users::password_is(env, *uid, password))
        })
    }

    /// Tells whether a user needs a second factor to log in: the password alone opens nothing then.
    pub fn has_second_factor(&self, uid: i64) -> bool {
        self.ask(|env| users::has_second_factor(env, uid))
    }

    /// Checks what every `execute_kw` carries.
    ///
    /// # Errors
    /// `AccessDenied` for a wrong password, or that of a user with a second factor; `MissingError`
    /// for an unknown uid.
    pub fn check_credentials(&self, uid: i64, password: &str) -> Result<(), Fault> {
        self.ask(|env| users::check(env, uid, password))
    }

    /// Finds the user of an API key, if it is valid, not expired, and of the scope that JSON-2 asks
    /// for.
    pub fn user_of_api_key(&self, key: &str) -> Option<i64> {
        self.ask(|env| users::by_bearer_key(env, key))
    }

    /// Gives a user an API key, valid until `expires` (seconds since 1970) or for ever.
    pub fn add_api_key(&mut self, uid: i64, key: &str, expires: Option<i64>) {
        let registry = Arc::clone(&self.registry);
        let now = self.now();
        let mut env = Env::new(
            &registry,
            &mut self.data,
            self.flavour,
            SUPERUSER,
            Map::new(),
            now,
        );
        let made = users::ApiKey {
            name: "API key".to_owned(),
            scope: (self.flavour >= Flavour::V20).then(|| users::RPC.to_owned()),
            expires,
        };
        users::add_api_key(&mut env, uid, key, made);
        self.data.commit();
    }

    /// Looks up a user.
    pub fn user(&self, uid: i64) -> Option<User> {
        self.ask(|env| users::describe(env, uid))
    }

    /// Tells whether there is such a model.
    pub fn has_model(&self, model: &str) -> bool {
        self.registry.model(model).is_some()
    }

    /// Lists the models' names.
    pub fn models(&self) -> Vec<&str> {
        self.registry
            .models()
            .iter()
            .map(|model| model.name.as_str())
            .collect()
    }

    /// Returns a method's signature in this series.
    pub fn signature(&self, model: &str, method: &str) -> Option<&Signature> {
        signature_on(&self.methods, self.registry.model(model)?, method)
    }

    /// Returns the signatures of a model's public methods, by name; `None` for an unknown model.
    pub fn signatures(&self, model: &str) -> Option<Vec<&Signature>> {
        let model = self.registry.model(model)?;
        Some(
            self.methods
                .keys()
                .filter_map(|method| signature_on(&self.methods, model, method))
                .collect(),
        )
    }

    /// Calls a model's method as `uid`, in a transaction of its own: a fault changes nothing.
    ///
    /// Ids, where the method takes them, are the first of `args`; `context` is one of `kwargs`.
    /// `Ok(None)` is Python's None.
    ///
    /// # Errors
    /// The exception the method ends with, worded as `/jsonrpc` words it.
    pub fn execute_kw(
        &mut self,
        uid: i64,
        model: &str,
        method: &str,
        args: Vec<Value>,
        kwargs: Map<String, Value>,
    ) -> Result<Option<Value>, Fault> {
        let (registry, methods) = (Arc::clone(&self.registry), Arc::clone(&self.methods));
        let model = registry
            .model(model)
            .ok_or_else(|| Fault::unknown_model(model))?;
        if is_private(self.flavour, method) {
            return Err(Fault::private_method(self.flavour, &model.name, method));
        }
        let (Some(signature), Some(run)) =
            (signature_on(&methods, model, method), methods::find(method))
        else {
            return Err(Fault::unknown_method(self.flavour, &model.name, method));
        };
        let (mut args, mut kwargs) = (args, kwargs);
        let context = context(self.flavour, kwargs.shift_remove("context"))?;
        let given = if signature.api_model {
            Value::Bool(false)
        } else {
            take_ids(&mut args, &mut kwargs)?
        };
        // What they are shows only when the database is asked for them: after the method was found
        // to be called rightly.
        let args = bind(self.flavour, signature, args, kwargs)?;
        let mut ids = ids(&given)?;
        // Reading answers as often as a record is named; all else is done to each but once.
        if !matches!(method, "read" | "web_read") {
            let mut seen = std::collections::HashSet::with_capacity(ids.len());
            ids.retain(|id| seen.insert(*id));
        }
        let now = self.now();
        let mut env = Env::new(&registry, &mut self.data, self.flavour, uid, context, now);
        let answer = users::check_language(&mut env).and_then(|()| {
            run(Call {
                env: &mut env,
                model,
                ids,
                args,
            })
        });
        if answer.is_ok() {
            self.data.commit()
        } else {
            self.data.rollback()
        }
        answer
    }

    /// Keeps the records as they are now. Cheap: nothing is copied until it changes.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            registry: Arc::clone(&self.registry),
            data: self.data.clone(),
        }
    }

    /// Goes back to a snapshot.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.registry = Arc::clone(&snapshot.registry);
        self.data = snapshot.data.clone();
    }

    /// Adds models and records from a file in the form of the shipped ones, TOML or JSON; after an
    /// error nothing is changed.
    ///
    /// # Errors
    /// Says what is wrong with the file, and where.
    pub fn load(&mut self, text: &str) -> Result<(), LoadError> {
        let before = self.snapshot();
        load::load(self, &[text], true).inspect_err(|_| self.restore(&before))
    }
}

/// The methods of every model that programs may not call, besides those whose names begin with an
/// underscore, and since when.
///
/// Source: recordings of 18 and 19; for 20.0 its documents.
const PRIVATE: [(&str, Flavour); 22] = [
    ("concat", Flavour::V18),
    ("ensure_one", Flavour::V18),
    ("filtered", Flavour::V18),
    ("filtered_domain", Flavour::V18),
    ("flush_model", Flavour::V18),
    ("flush_recordset", Flavour::V18),
    ("invalidate_model", Flavour::V18),
    ("invalidate_recordset", Flavour::V18),
    ("mapped", Flavour::V18),
    ("sorted", Flavour::V18),
    ("sudo", Flavour::V18),
    ("union", Flavour::V18),
    ("with_company", Flavour::V18),
    ("with_context", Flavour::V18),
    ("with_env", Flavour::V18),
    ("with_prefetch", Flavour::V18),
    ("with_user", Flavour::V18),
    ("browse", Flavour::V19),
    ("check_access", Flavour::V19),
    ("exists", Flavour::V19),
    ("search_fetch", Flavour::V19),
    ("fetch", Flavour::V20),
];

fn is_private(flavour: Flavour, method: &str) -> bool {
    let since = || PRIVATE.iter().find(|(name, _)| *name == method);
    method.starts_with('_') || since().is_some_and(|(_, since)| flavour >= *since)
}

/// Signatures by method; several where a model, or a mixin, has its own.
type Signatures = BTreeMap<String, Vec<Signature>>;

fn signature_on<'s>(methods: &'s Signatures, model: &Model, method: &str) -> Option<&'s Signature> {
    let known = methods.get(method)?;
    let special = known
        .iter()
        .find(|signature| signature.on.iter().any(|on| model.has_mixin(on)));
    special.or_else(|| known.iter().find(|signature| signature.on.is_empty()))
}

/// Reads a call's context.
fn context(flavour: Flavour, given: Option<Value>) -> Result<Map<String, Value>, Fault> {
    match given {
        None | Some(Value::Null | Value::Bool(false)) => Ok(Map::new()),
        Some(Value::Object(context)) => Ok(context),
        Some(empty) if !python::truthy(&empty) && (empty.is_string() || empty.is_array()) => {
            Ok(Map::new())
        }
        Some(Value::String(_)) => Err(Fault::value(
            "dictionary update sequence element #0 has length 1; 2 is required",
        )),
        Some(Value::Array(_)) => Err(Fault::type_error(
            "cannot convert dictionary update sequence element #0 to a sequence",
        )),
        Some(other) if !python::truthy(&other) => Ok(Map::new()),
        Some(other) => Err(Fault::type_error(match flavour {
            Flavour::V17 | Flavour::V18 => {
                format!(
                    "argument of type '{}' is not iterable",
                    python::class(&other)
                )
            }
            _ => format!("'{}' object is not iterable", python::class(&other)),
        })),
    }
}

/// Takes the ids a method is called on from its arguments.
fn take_ids(args: &mut Vec<Value>, kwargs: &mut Map<String, Value>) -> Result<Value, Fault> {
    if args.is_empty() {
        kwargs
            .shift_remove("ids")
            .ok_or_else(|| Fault::new("builtins.IndexError", "list index out of range"))
    } else {
        Ok(args.remove(0))
    }
}

/// Reads ids: a list, or one number.
fn ids(given: &Value) -> Result<Vec<i64>, Fault> {
    let id = |value: &Value| match value {
        Value::Number(number) => number.as_i64().map(Some).ok_or(()),
        Value::Null | Value::Bool(false) => Ok(None),
        _ => Err(()),
    };
    let wrong = |value: &Value| {
        Fault::new(
            "psycopg2.errors.InvalidTextRepresentation",
            format!(
                "invalid input syntax for type integer: \"{}\"\n",
                python::str(value)
            ),
        )
    };
    match given {
        Value::Array(items) => {
            let mut found = Vec::with_capacity(items.len());
            for item in items {
                found.extend(id(item).map_err(|()| wrong(item))?);
            }
            Ok(found)
        }
        one => Ok(id(one).map_err(|()| wrong(one))?.into_iter().collect()),
    }
}
