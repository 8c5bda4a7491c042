//! The controllers behind JSON-RPC routes: sessions, datasets and what a login page asks.

use odoo_sandbox_orm::{Fault, Flavour, Subject, beyond};
use serde_json::{Map, Value, json};

use crate::dispatch::{Caller, Reply, SessionChange, session_expired};
use crate::http::HttpRequest;
use crate::python::{self, key_error, take_arguments, type_error};
use crate::route::{Endpoint, Route};
use crate::sandbox::{ModelCall, Sandbox};
use crate::services::{name, text, unknown_database};
use crate::session_info;

/// The superuser, as whom the server itself reads.
pub(crate) const SUPERUSER: i64 = 1;
/// Where the server keeps its own address: the parameter follows administrators who log in.
const BASE_URL: &str = "web.base.url";

impl Sandbox {
    /// Calls a JSON-RPC route's controller.
    pub(crate) fn controller(
        &mut self,
        request: &HttpRequest,
        route: &Route,
        caller: &Caller,
        mut params: Map<String, Value>,
    ) -> Result<Reply, Fault> {
        match route.endpoint {
            Endpoint::JsonRpc => {
                let function = if self.settings.flavour < Flavour::V19 {
                    "RPC.jsonrpc"
                } else {
                    "JSONRPC.jsonrpc"
                };
                let names = ["service", "method", "args"];
                let [service, method, args] = take_arguments(function, &mut params, names)?;
                self.call_service(&service, &method, args).map(Reply::from)
            }
            Endpoint::Authenticate => self.authenticate(request, caller, params),
            Endpoint::SessionInfo => {
                let info = self.session_info(caller)?;
                Ok(Reply {
                    result: Some(info),
                    session: SessionChange::Touched,
                })
            }
            Endpoint::SessionCheck => Ok(Reply::default()),
            Endpoint::SessionDestroy => {
                if let Some(id) = &caller.presented {
                    self.sessions.destroy(id);
                }
                Ok(Reply {
                    result: None,
                    session: SessionChange::Destroyed,
                })
            }
            Endpoint::SessionModules => self.installed_modules(caller).map(Reply::from),
            Endpoint::CallKw => self.call_kw(caller, params).map(Reply::from),
            Endpoint::CallButton => self.call_button(caller, params).map(Reply::from),
            Endpoint::Backend(endpoint) => self.backend(endpoint, caller, params).map(Reply::from),
            Endpoint::DatabaseList => Ok(json!(self.visible_databases()).into()),
            Endpoint::LangList => Ok(crate::services::languages().into()),
            Endpoint::VersionInfo => Ok(self.web_version().into()),
            Endpoint::PeekNotifications => match caller.uid {
                // The sandbox has no bus, so there is never anything on it.
                Some(_) => Ok(json!({"channels": [], "notifications": []}).into()),
                None => Err(session_expired()),
            },
            _ => Err(key_error(route.rule)),
        }
    }

    fn authenticate(
        &mut self,
        request: &HttpRequest,
        caller: &Caller,
        mut params: Map<String, Value>,
    ) -> Result<Reply, Fault> {
        let names = ["db", "login", "password"];
        let [db, login, password] = take_arguments("Session.authenticate", &mut params, names)?;
        let db = text(&db)?;
        let database = self
            .visible_databases()
            .contains(&db.as_str())
            .then(|| self.database(&db))
            .flatten()
            .ok_or_else(|| Fault::new("odoo.exceptions.AccessError", "Database not found."))?;
        let now_ms = request.now_ms;
        self.sessions.check_cooldown(&request.remote_addr, now_ms)?;
        let uid = login
            .as_str()
            .zip(password.as_str())
            .and_then(|(login, password)| database.login_with_password_only(login, password));
        self.sessions
            .record_login(&request.remote_addr, uid.is_some(), now_ms);
        let uid = uid.ok_or_else(Fault::access_denied)?;
        if self
            .database(&db)
            .is_some_and(|database| database.has_second_factor(uid))
        {
            return Ok(self.half_logged_in(caller));
        }
        let id = self
            .sessions
            .start(caller.presented.as_deref(), &db, uid, now_ms);
        // Where no database was chosen yet, the controller sends the cookie itself, and the server
        // once more; 19 always does.
        let twice = caller.db.is_none() || self.settings.flavour >= Flavour::V19;
        let user = self.database(&db).and_then(|database| database.user(uid));
        if user.is_some_and(|user| user.is_system) {
            self.remember_base_url(request, &db)?;
        }
        let logged_in = Caller {
            db: Some(db),
            uid: Some(uid),
            ..Caller::default()
        };
        Ok(Reply {
            result: Some(self.session_info(&logged_in)?),
            session: SessionChange::Replaced {
                id,
                times: if twice { 2 } else { 1 },
            },
        })
    }

    /// Answers a right password where a second factor is still to come: nobody is logged in, and
    /// the session is there to go on with.
    fn half_logged_in(&mut self, caller: &Caller) -> Reply {
        if let Some(id) = &caller.presented {
            self.sessions.destroy(id);
        }
        Reply {
            result: Some(json!({"uid": null})),
            session: SessionChange::Touched,
        }
    }

    fn session_info(&mut self, caller: &Caller) -> Result<Value, Fault> {
        let (db, uid) = logged_in(caller)?;
        let user = self
            .database(db)
            .ok_or_else(|| unknown_database(db))?
            .user(uid)
            .ok_or_else(session_expired)?;
        let base_url = self.base_url(db)?;
        Ok(session_info::build(
            self.settings.flavour,
            &user,
            db,
            base_url,
        ))
    }

    /// Returns the address an administrator last logged in at.
    pub(crate) fn base_url(&mut self, db: &str) -> Result<Value, Fault> {
        let getter = if self.settings.flavour < Flavour::V20 {
            "get_param"
        } else {
            "get_str"
        };
        let url = self.config_parameter(db, getter, vec![json!(BASE_URL)])?;
        let url = url.filter(|url| url.as_str().is_none_or(|url| !url.is_empty()));
        Ok(url.unwrap_or(Value::Bool(false)))
    }

    fn remember_base_url(&mut self, request: &HttpRequest, db: &str) -> Result<(), Fault> {
        let host = request.header("host").unwrap_or("localhost");
        let url = json!(format!("http://{host}"));
        if self.base_url(db)? != url {
            let setter = if self.settings.flavour < Flavour::V20 {
                "set_param"
            } else {
                "set_str"
            };
            self.config_parameter(db, setter, vec![json!(BASE_URL), url])?;
        }
        Ok(())
    }

    pub(crate) fn config_parameter(
        &mut self,
        db: &str,
        method: &str,
        args: Vec<Value>,
    ) -> Result<Option<Value>, Fault> {
        let call = ModelCall {
            uid: SUPERUSER,
            model: "ir.config_parameter".into(),
            method: method.into(),
            args,
            kwargs: Map::new(),
        };
        self.execute(db, call)
    }

    fn installed_modules(&mut self, caller: &Caller) -> Result<Value, Fault> {
        let (db, _) = logged_in(caller)?;
        let mut kwargs = Map::new();
        kwargs.insert("fields".into(), json!(["name"]));
        let call = ModelCall {
            uid: SUPERUSER,
            model: "ir.module.module".into(),
            method: "search_read".into(),
            args: vec![json!([["state", "=", "installed"]])],
            kwargs,
        };
        let modules = self.execute(db, call)?.unwrap_or_default();
        let names = modules.as_array().into_iter().flatten();
        Ok(names
            .filter_map(|module| module.get("name").cloned())
            .collect())
    }

    fn call_kw(
        &mut self,
        caller: &Caller,
        params: Map<String, Value>,
    ) -> Result<Option<Value>, Fault> {
        self.call_dataset("DataSet.call_kw", caller, params)
    }

    /// Calls a button: an action, or `false` for everything else a method may return.
    fn call_button(&mut self, caller: &Caller, params: Map<String, Value>) -> Result<Value, Fault> {
        let action = self.call_dataset("DataSet.call_button", caller, params)?;
        let is_action = |action: &Value| {
            action.is_object() && action.get("type").and_then(Value::as_str) != Some("")
        };
        Ok(action.filter(is_action).unwrap_or(Value::Bool(false)))
    }

    /// Copies the arguments by name: `kwargs.copy()` in 17, `dict(kwargs)` after.
    fn copy_keywords(&self, kwargs: Value) -> Result<Map<String, Value>, Fault> {
        match kwargs {
            Value::Array(_) if self.settings.flavour == Flavour::V17 => {
                Err(type_error("pop expected at most 1 argument, got 2"))
            }
            Value::Object(_) => python::dict(kwargs),
            other if self.settings.flavour == Flavour::V17 => Err(Fault::new(
                "builtins.AttributeError",
                format!("'{}' object has no attribute 'copy'", python::class(&other)),
            )),
            other => python::dict(other),
        }
    }

    /// Takes the arguments by position: a method of the model is given all of them, one of records
    /// is given the rest.
    fn items_for(
        &self,
        db: &str,
        model: &Value,
        method: &str,
        args: Value,
    ) -> Result<Vec<Value>, Fault> {
        let signature = self
            .database(db)
            .and_then(|database| database.signature(model.as_str()?, method));
        let Some(signature) = signature.filter(|signature| signature.api_model) else {
            return python::items(args);
        };
        match args {
            args @ (Value::Array(_) | Value::Object(_) | Value::String(_)) => {
                python::iterate("", args)
            }
            other => Err(type_error(match self.settings.flavour {
                Flavour::V18 => format!(
                    "odoo.models.{}.{method}() argument after * must be an iterable, not {}",
                    signature.owner,
                    python::class(&other)
                ),
                _ => format!(
                    "Value after * must be an iterable, not {}",
                    python::class(&other)
                ),
            })),
        }
    }

    fn call_dataset(
        &mut self,
        function: &str,
        caller: &Caller,
        mut params: Map<String, Value>,
    ) -> Result<Option<Value>, Fault> {
        let names = ["model", "method", "args", "kwargs"];
        let [model, method, args, kwargs] = take_arguments(function, &mut params, names)?;
        let (db, uid) = logged_in(caller)?;
        python::hashable(&model)?;
        let method = text(&method)?;
        let call = ModelCall {
            uid,
            model: name(&model),
            args: self.items_for(db, &model, &method, args)?,
            method,
            kwargs: self.copy_keywords(kwargs)?,
        };
        // `/jsonrpc` says "Object … doesn't exist" where this route lets Python's KeyError through.
        let result = self.execute(db, call);
        let result = result.map(|result| result.map(beyond::as_ids));
        result.map_err(|fault| {
            if fault.subject == Subject::UnknownModel {
                let mut fault = key_error(&name(&model));
                fault.arguments = vec![model];
                fault
            } else {
                fault
            }
        })
    }
}

/// Returns database and user of a caller who is logged in.
pub(crate) fn logged_in(caller: &Caller) -> Result<(&str, i64), Fault> {
    caller
        .db
        .as_deref()
        .zip(caller.uid)
        .ok_or_else(session_expired)
}
