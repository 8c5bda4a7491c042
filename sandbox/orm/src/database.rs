//! One in-memory Odoo database: the way in for every protocol.

use std::fmt;

use serde_json::{Map, Value};

use crate::{Fault, Flavour, Signature};

/// One in-memory Odoo database.
#[derive(Clone, Debug)]
pub struct Database {
    name: String,
    flavour: Flavour,
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
    /// When the contact was last written (`YYYY-MM-DD HH:MM:SS`).
    pub partner_write_date: String,
}

/// A database's records at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot(Box<Database>);

/// Why models or records could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(String);

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LoadError {}

impl Database {
    /// Makes a database with the shipped models and sample records.
    pub fn demo(name: &str, flavour: Flavour) -> Self {
        Self {
            name: name.to_owned(),
            flavour,
        }
    }

    /// Makes a database with the shipped models and only the records of a new Odoo: no samples.
    pub fn fresh(name: &str, flavour: Flavour) -> Self {
        Self {
            name: name.to_owned(),
            flavour,
        }
    }

    /// Returns the database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the series it behaves like.
    pub fn flavour(&self) -> Flavour {
        self.flavour
    }

    /// Finds the user of a login and a password or API key.
    pub fn login(&self, login: &str, password: &str) -> Option<i64> {
        self.login_with_password_only(login, password)
    }

    /// Finds the user of a login and a password; API keys are refused, as in the web session.
    pub fn login_with_password_only(&self, login: &str, password: &str) -> Option<i64> {
        (login == password)
            .then_some(login)
            .and_then(|login| match login {
                "admin" => Some(2),
                "demo" => Some(6),
                "portal" => Some(7),
                _ => None,
            })
    }

    /// Checks what every `execute_kw` carries.
    ///
    /// # Errors
    /// `AccessDenied` for a wrong password, `MissingError` for an unknown uid.
    pub fn check_credentials(&self, uid: i64, password: &str) -> Result<(), Fault> {
        match (uid, password) {
            (2, "admin") | (6, "demo") | (7, "portal") => Ok(()),
            _ => Err(Fault::access_denied()),
        }
    }

    /// Finds the user of an API key, if it is valid and not expired.
    pub fn user_of_api_key(&self, _key: &str) -> Option<i64> {
        None
    }

    /// Gives a user an API key, valid until `expires` (seconds since 1970) or for ever.
    pub fn add_api_key(&mut self, _uid: i64, _key: &str, _expires: Option<i64>) {}

    /// Looks up a user.
    pub fn user(&self, _uid: i64) -> Option<User> {
        None
    }

    /// Tells whether there is such a model.
    pub fn has_model(&self, _model: &str) -> bool {
        false
    }

    /// Returns a method's signature in this series.
    pub fn signature(&self, _model: &str, _method: &str) -> Option<&Signature> {
        None
    }

    /// Returns the signatures of a model's public methods, by name; `None` for an unknown model.
    pub fn signatures(&self, _model: &str) -> Option<Vec<&Signature>> {
        None
    }

    /// Calls a model's method as `uid`, in a transaction of its own: a fault changes nothing.
    ///
    /// Ids, where the method takes them, are the first of `args`; `context` is one of `kwargs`. `Ok(None)` is Python's None.
    ///
    /// # Errors
    /// The exception the method ends with, worded as `/jsonrpc` words it.
    pub fn execute_kw(
        &mut self,
        _uid: i64,
        model: &str,
        _method: &str,
        _args: Vec<Value>,
        _kwargs: Map<String, Value>,
    ) -> Result<Option<Value>, Fault> {
        Err(Fault::new(
            "odoo.exceptions.UserError",
            format!("Object {model} doesn't exist"),
        )
        .about(crate::Subject::UnknownModel))
    }

    /// Sets the time that dates and expiries are taken from (seconds since 1970); `None`: the machine's clock, where there is one.
    pub fn set_now(&mut self, _seconds: Option<i64>) {}

    /// Keeps the records as they are now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(Box::new(self.clone()))
    }

    /// Goes back to a snapshot.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.clone_from(&snapshot.0);
    }

    /// Adds models and records from a file in the form of the shipped ones, TOML or JSON.
    ///
    /// # Errors
    /// Says what is wrong with the file, and where.
    pub fn load(&mut self, _text: &str) -> Result<(), LoadError> {
        Ok(())
    }
}
