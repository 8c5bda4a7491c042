//! The services of `/jsonrpc`: `common`, `object` and, up to 19.0, `db`.

use odoo_sandbox_orm::{Fault, Flavour, beyond};
use odoo_schema::python::truthy;
use serde_json::{Map, Value, json};

use crate::python::{self, check_arity, key_error, type_error};
use crate::sandbox::{ModelCall, Sandbox};
use crate::session_info;

/// Where the recorded servers kept their PostgreSQL: part of what they say of an unknown database.
const POSTGRESQL: &str = "connection to server at \"127.0.0.1\", port 5432 failed";

/// What `execute_kw` passes its arguments on to.
const EXECUTE: &str = "odoo.service.model.execute";

impl Sandbox {
    /// Dispatches a call of `/jsonrpc`.
    pub(crate) fn call_service(
        &mut self,
        service: &Value,
        method: &Value,
        args: Value,
    ) -> Result<Option<Value>, Fault> {
        let flavour = self.settings.flavour;
        let service = name(service);
        if matches!(service.as_str(), "common" | "db") && !method.is_string() {
            return Err(type_error(format!(
                "can only concatenate str (not \"{}\") to str",
                python::class(method)
            )));
        }
        let method = name(method);
        let function = format!("odoo.service.{service}.exp_{method}");
        match service.as_str() {
            "common" => self
                .common(&method, &python::iterate(&function, args)?)
                .map(Some),
            "object" => self.object(&method, python::items(args)?),
            "db" if flavour < Flavour::V19_3 => self
                .db(&method, &python::iterate(&function, args)?)
                .map(Some),
            _ if flavour < Flavour::V19_3 => Err(key_error(&service)),
            _ => Err(Fault::new(
                "builtins.ValueError",
                format!("Unknown service: {service}"),
            )),
        }
    }

    fn common(&self, method: &str, args: &[Value]) -> Result<Value, Fault> {
        match method {
            "version" => {
                check_arity("exp_version", &[], 0, args.len())?;
                Ok(self.version())
            }
            "login" => {
                check_arity("exp_login", &["db", "login", "password"], 0, args.len())?;
                self.login(args)
            }
            "authenticate" => {
                let names = ["db", "login", "password", "user_agent_env"];
                check_arity("exp_authenticate", &names, 0, args.len())?;
                self.login(args)
            }
            "about" => {
                check_arity("exp_about", &["extended"], 1, args.len())?;
                let about = "See http://openerp.com";
                Ok(match args.first() {
                    Some(extended) if truthy(extended) => {
                        json!([about, self.settings.flavour.to_string()])
                    }
                    _ => json!(about),
                })
            }
            _ => Err(method_not_found(method)),
        }
    }

    fn login(&self, args: &[Value]) -> Result<Value, Fault> {
        let db = self.database_name(&args[0])?;
        let database = self.database(&db).ok_or_else(|| unknown_database(&db))?;
        let uid = args[1]
            .as_str()
            .zip(args[2].as_str())
            .and_then(|(login, password)| database.login(login, password));
        Ok(uid.map_or(Value::Bool(false), Value::from))
    }

    /// Reads a database's name. 17 connects to the database of its own name where none is given.
    fn database_name(&self, given: &Value) -> Result<String, Fault> {
        match (given, self.settings.flavour) {
            (Value::String(name), Flavour::V17) if name.is_empty() => Ok("odoo".to_owned()),
            (Value::String(name), _) if !name.is_empty() => Ok(name.clone()),
            (other, Flavour::V17) => Err(Fault::new(
                "builtins.AttributeError",
                format!(
                    "'{}' object has no attribute 'startswith'",
                    python::class(other)
                ),
            )),
            (other, _) if !truthy(other) => Err(Fault::new(
                "builtins.AssertionError",
                "Missing database name",
            )),
            (other, _) => text(other),
        }
    }

    fn object(&mut self, method: &str, args: Vec<Value>) -> Result<Option<Value>, Fault> {
        let known = matches!(method, "execute" | "execute_kw");
        let early = self.settings.flavour >= Flavour::V19;
        if early && !known && args.len() < 5 {
            return Err(Fault::new(
                "builtins.ValueError",
                format!(
                    "not enough values to unpack (expected at least 5, got {})",
                    args.len()
                ),
            ));
        }
        let mut args = args.into_iter();
        let (Some(db), Some(uid), Some(password)) = (args.next(), args.next(), args.next()) else {
            return Err(Fault::new("builtins.IndexError", "list index out of range"));
        };
        let uid = python::int(&uid)?;
        let password = password.as_str().filter(|password| !password.is_empty());
        let not_available = || {
            Fault::new(
                "builtins.NameError",
                format!("Method not available {method}"),
            )
        };
        let (db, password) = if early {
            let password = password.ok_or_else(Fault::access_denied)?;
            (self.database_name(&db)?, Some(password))
        } else {
            (self.database_name(&db)?, password)
        };
        let database = self.database(&db).ok_or_else(|| unknown_database(&db))?;
        // From 19 on the method is looked at before the password.
        if early && !known {
            return Err(not_available());
        }
        database.check_credentials(uid, password.ok_or_else(Fault::access_denied)?)?;
        if !known {
            return Err(not_available());
        }
        let mut rest: Vec<Value> = args.collect();
        // Python counts `db` and `uid` among the arguments.
        let given = rest.len() + 2;
        let (call_args, kwargs) = if method == "execute" {
            let names = ["db", "uid", "obj", "method"];
            if given < names.len() {
                return Err(python::missing_arguments("execute", &names[given..]));
            }
            (rest.split_off(2), Map::new())
        } else {
            let names = ["db", "uid", "obj", "method", "args", "kw"];
            check_arity("execute_kw", &names, 1, given)?;
            let kwargs = match rest.get_mut(3).map(Value::take) {
                Some(kw) if truthy(&kw) => python::keywords(EXECUTE, kw)?,
                _ => Map::new(),
            };
            (python::iterate(EXECUTE, rest[2].take())?, kwargs)
        };
        let call = ModelCall {
            uid,
            model: name(&rest[0]),
            method: text(&rest[1])?,
            args: call_args,
            kwargs,
        };
        // On this way the arguments are a tuple, where the session's are a list.
        let flavour = self.settings.flavour;
        let written = |value: Value| match flavour {
            series if series < Flavour::V19 => beyond::as_shown(value),
            _ => beyond::as_ids(value),
        };
        let result = self.execute(&db, call);
        result.map(|result| result.map(written)).map_err(|fault| {
            if fault.message == "list index out of range" {
                Fault::new(&fault.name, "tuple index out of range")
            } else {
                fault
            }
        })
    }

    fn db(&self, method: &str, args: &[Value]) -> Result<Value, Fault> {
        match method {
            "list" => {
                check_arity("exp_list", &["document"], 1, args.len())?;
                Ok(json!(self.database_names()))
            }
            "server_version" => {
                check_arity("exp_server_version", &[], 0, args.len())?;
                Ok(json!(self.settings.flavour.to_string()))
            }
            "db_exist" => {
                check_arity("exp_db_exist", &["db_name"], 0, args.len())?;
                Ok(json!(self.database(&name(&args[0])).is_some()))
            }
            "list_lang" => Ok(languages()),
            // These ask for the master password, which nobody knows here.
            "create_database"
            | "list_countries"
            | "duplicate_database"
            | "drop"
            | "dump"
            | "restore"
            | "rename"
            | "change_admin_password"
            | "migrate_databases" => Err(Fault::access_denied()),
            _ => Err(key_error(&format!("Method not found: {method}"))),
        }
    }

    /// Answers `/web/webclient/version_info`.
    pub(crate) fn web_version(&self) -> Value {
        let mut version = self.version();
        if let Some(version) = version.as_object_mut()
            && self.settings.flavour >= Flavour::V20
        {
            version.shift_remove("protocol_version");
        }
        version
    }

    /// Answers `common.version`.
    pub(crate) fn version(&self) -> Value {
        let version = self.settings.flavour.to_string();
        json!({
            "server_version": version,
            "server_version_info": self.version_info(),
            "server_serie": version,
            "protocol_version": 1,
        })
    }

    /// Writes the version as Odoo's tuple.
    pub(crate) fn version_info(&self) -> Value {
        session_info::version_info(self.settings.flavour)
    }
}

/// Lists the languages the server knows.
pub(crate) fn languages() -> Value {
    json!([["en_US", "English (US)"]])
}

/// What PostgreSQL says of a database that is not there.
pub(crate) fn unknown_database(db: &str) -> Fault {
    Fault::new(
        "psycopg2.OperationalError",
        format!("{POSTGRESQL}: FATAL:  database \"{db}\" does not exist\n"),
    )
}

/// Reads a text.
pub(crate) fn text(value: &Value) -> Result<String, Fault> {
    match value {
        Value::String(text) => Ok(text.clone()),
        other => Err(type_error(format!(
            "expected string or bytes-like object, got '{}'",
            python::class(other)
        ))),
    }
}

/// Reads a name that is only looked up: whatever is no text is simply not found.
pub(crate) fn name(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "None".to_owned(),
        other => other.to_string(),
    }
}

fn method_not_found(method: &str) -> Fault {
    Fault::new("builtins.Exception", format!("Method not found: {method}"))
}
