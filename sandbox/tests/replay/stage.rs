//! Sets up what the recorded servers had before a request: databases, keys, sessions, records.

use std::collections::BTreeMap;

use odoo_sandbox::{Database, Flavour, HttpRequest, HttpResponse, Sandbox, Settings};
use serde_json::{Value, json};

use crate::compare;
use crate::ids::{Fields, Ids, Place, python};
use crate::recording::Recording;
use crate::scene::Scene;
use crate::shape;

const ADMIN: i64 = 2;
/// An id that no recorded server had.
const MISSING: i64 = 99_999_999;
/// When the recordings were made: 2026-11-22 13:34:00 UTC.
const RECORDED_MS: u64 = 1_795_354_440_000;

/// The databases of a version's servers, ready to be copied.
pub(crate) struct Stage {
    flavour: Flavour,
    database: Database,
    fields: Fields,
    /// The highest id of each model.
    last: BTreeMap<String, i64>,
}

impl Stage {
    pub(crate) fn new(flavour: Flavour) -> Self {
        let mut database = Database::fresh(database_name(flavour), flavour);
        database.set_now(Some((RECORDED_MS / 1_000).cast_signed()));
        for (login, key, expires) in [
            ("admin", "API_KEY_ADMIN", None),
            ("admin", "API_KEY_ADMIN_EXPIRED", Some(0)),
            ("demo", "API_KEY_DEMO", None),
            ("portal", "API_KEY_PORTAL", None),
        ] {
            if let Some(uid) = database.login_with_password_only(login, login) {
                database.add_api_key(uid, key, expires);
            }
        }
        let models: Vec<String> = database.models().into_iter().map(str::to_owned).collect();
        let mut ask = |model: &str, method: &str, args: Value, kwargs: Value| {
            let args = args.as_array().cloned().unwrap_or_default();
            let kwargs = kwargs.as_object().cloned().unwrap_or_default();
            let answer = database.execute_kw(ADMIN, model, method, args, kwargs);
            answer.ok().flatten().unwrap_or_default()
        };
        let mut fields = Fields::default();
        let mut last = BTreeMap::new();
        for model in models {
            let described = json!({"attributes": ["type", "relation"]});
            fields.learn(&model, &ask(&model, "fields_get", json!([]), described));
            let window = json!({"limit": 1, "order": "id desc", "context": {"active_test": false}});
            let found = ask(&model, "search", json!([[]]), window);
            last.insert(model, found[0].as_i64().unwrap_or(0));
        }
        let made = ask(
            "res.partner",
            "read",
            json!([[1], ["create_date"]]),
            json!({}),
        );
        let made = made[0]["create_date"].as_str().unwrap_or_default();
        let day = made.split(' ').next().unwrap_or_default();
        compare::INSTALLED.get_or_init(|| day.to_owned());
        Self {
            flavour,
            database,
            fields,
            last,
        }
    }

    /// Sets the stage for a scene.
    pub(crate) fn set(&self, scene: &Scene<'_>) -> Set<'_> {
        let name = database_name(self.flavour);
        let mut settings = Settings::new(self.flavour);
        if !scene
            .recordings
            .iter()
            .any(|recording| recording.name.starts_with("multidb-"))
        {
            settings.db_filter = Some(vec![name.to_owned()]);
        }
        // The PostgreSQL behind all servers held these four; only one is of the series at hand, the
        // rest just have names.
        let databases = ["odoo17", "odoo18", "odoo19", "odoo19v"]
            .into_iter()
            .map(|other| {
                if other == name {
                    self.database.clone()
                } else {
                    Database::fresh(other, self.flavour)
                }
            })
            .collect();
        let mut set = Set {
            sandbox: Sandbox::new(settings, databases),
            db: name,
            fields: &self.fields,
            last: &self.last,
            ids: Ids::default(),
            etags: BTreeMap::new(),
            sessions: BTreeMap::new(),
            one_session: scene.one_session,
        };
        if scene.one_session {
            set.add_demo_data().expect("the demo data fits");
        }
        set
    }
}

fn database_name(flavour: Flavour) -> &'static str {
    match flavour {
        Flavour::V17 => "odoo17",
        Flavour::V18 => "odoo18",
        _ => "odoo19v",
    }
}

/// A sandbox in the state the recorded server was in.
pub(crate) struct Set<'s> {
    sandbox: Sandbox,
    db: &'static str,
    fields: &'s Fields,
    last: &'s BTreeMap<String, i64>,
    ids: Ids,
    /// What the sandbox tagged what servers tagged so.
    etags: BTreeMap<String, String>,
    /// By login, where one session serves several recordings.
    sessions: BTreeMap<String, String>,
    one_session: bool,
}

impl Set<'_> {
    /// Plays a recording's request; the answer comes with the recorded one as it would be with the
    /// sandbox's ids.
    pub(crate) fn play(&mut self, recording: &Recording) -> Result<(HttpResponse, Value), String> {
        self.prepare(recording)
            .and_then(|()| self.make_what_is_taken_for_granted(recording))
            .map_err(|words| format!("could not be prepared: {words}"))?;
        let mut request = self.request(recording);
        if let Some(session) = self.session_for(recording)? {
            for (_, value) in &mut request.headers {
                *value = value.replace("SESSION_ID", &session);
            }
            request.query = request.query.replace("SESSION_ID", &session);
        }
        let response = self.sandbox.handle(request);
        let mut recorded = recording.response.clone();
        if let (Some(there), Some(here)) = (
            recorded["headers"]["etag"].as_str(),
            response.header("etag"),
        ) {
            self.etags.insert(there.to_owned(), here.to_owned());
        }
        if let (Some(call), Some(body)) = (recording.call(), recorded.get_mut("body")) {
            let answered = std::str::from_utf8(&response.body).ok();
            let places = call.places_of_answer(self.fields, body);
            if let Some(answered) = answered.and_then(python::read) {
                self.learn(call.makes().is_some(), body, &answered, &places);
            }
            self.ids.translate(body, &places);
            self.ids.translate_words(body);
            self.ids.translate_term(body, call.model);
            if let Some(recordset) = body.get_mut("result").filter(|result| result.is_string()) {
                let answered = answered.and_then(python::read).unwrap_or_default();
                self.learn_recordset(recordset, &answered["result"]);
            }
        }
        if let (Some(model), Some(text)) = (xml_model(recording), recorded["bodyText"].as_str()) {
            let text = shape::translate_xml(&self.ids, self.fields, text, model);
            recorded["bodyText"] = self.ids.translate_moments_within(&text).into();
        }
        Ok((response, recorded))
    }

    /// Makes the request anew, with the sandbox's ids.
    fn request(&self, recording: &Recording) -> HttpRequest {
        let text = match (&recording.body, recording.call()) {
            (Some(body), Some(call)) => {
                let mut body = body.clone();
                self.ids.translate(&mut body, &call.places(self.fields));
                self.ids.translate_moments(&mut body);
                python::write(&body)
            }
            (Some(body), None) if recording.body_text.is_none() => body.to_string(),
            _ => {
                let text = recording.body_text.clone().unwrap_or_default();
                match xml_model(recording) {
                    Some(model) => shape::translate_xml(&self.ids, self.fields, &text, model),
                    None => text,
                }
            }
        };
        let headers = recording.headers.iter().map(|(name, value)| {
            let known = self.etags.get(value).filter(|_| name == "if-none-match");
            (name.clone(), known.unwrap_or(value).clone())
        });
        let (path, query) = shape::translate_address(&self.ids, recording);
        HttpRequest {
            method: recording.method.clone(),
            path,
            query,
            headers: headers.collect(),
            body: text.into_bytes(),
            remote_addr: "127.0.0.1".into(),
            now_ms: RECORDED_MS,
        }
    }

    /// Learns which record stands for one that was answered as Python shows it:
    /// `mail.activity(53,)`.
    fn learn_recordset(&mut self, recorded: &mut Value, answered: &Value) {
        let id = |value: &Value| -> Option<(String, i64)> {
            let (model, rest) = value.as_str()?.split_once('(')?;
            Some((model.to_owned(), rest.strip_suffix(",)")?.parse().ok()?))
        };
        if let (Some((model, there)), Some((same, here))) = (id(recorded), id(answered))
            && model == same
        {
            self.ids.bind(&model, there, here);
            recorded.clone_from(answered);
        }
    }

    /// Learns which records stand for recorded ones: those that were made, and new ones that stand
    /// in the same place.
    fn learn(&mut self, makes: bool, recorded: &Value, answered: &Value, places: &[Place]) {
        for place in places {
            let at = |value: &Value| value.pointer(&place.pointer).and_then(Value::as_i64);
            let (Some(recorded), Some(answered)) = (at(recorded), at(answered)) else {
                continue;
            };
            let known = self.ids.here(&place.model, recorded).is_some();
            let is_new = answered > self.last.get(&place.model).copied().unwrap_or(0);
            if !known && is_new && (makes || !self.ids.is_taken(&place.model, answered)) {
                self.ids.bind(&place.model, recorded, answered);
            }
        }
        moments(recorded, answered, &mut self.ids);
    }

    /// Makes the records a recording is called on, where no other recording made them.
    fn make_what_is_taken_for_granted(&mut self, recording: &Recording) -> Result<(), String> {
        let Some(call) = recording.call().filter(|_| recording.found_its_records()) else {
            return Ok(());
        };
        let on_records = call.ids().into_iter().map(|id| (call.model.to_owned(), id));
        let wanted: Vec<(String, i64)> = on_records.chain(call.document()).collect();
        for (model, id) in wanted.into_iter().filter(|(_, id)| *id < MISSING) {
            if self.ids.here(&model, id).is_none() && !self.has(&model, id)? {
                let vals = self.vals(&model)?;
                let made = self.call(&model, "create", vec![vals])?;
                self.ids
                    .bind(&model, id, made.as_i64().ok_or("create returned no id")?);
            }
        }
        Ok(())
    }

    /// Has what the recorded servers' demo data had, as far as it shows.
    fn add_demo_data(&mut self) -> Result<(), String> {
        let email = match self.sandbox.settings().flavour {
            Flavour::V17 | Flavour::V18 => "admin@yourcompany.example.com",
            _ => "admin@example.com",
        };
        let company = json!({"name": "YourCompany"});
        self.call("res.company", "write", vec![json!([1]), company.clone()])?;
        self.call("res.partner", "write", vec![json!([1]), company])?;
        let admin = json!({"name": "Mitchell Admin", "tz": "Europe/Brussels", "email": email, "parent_id": 1});
        self.call("res.users", "write", vec![json!([ADMIN]), admin])?;
        let login = json!([["login", "=", "demo"]]);
        let demo = self.call("res.users", "search", vec![login])?;
        let name = json!({"name": "Marc Demo"});
        self.call("res.users", "write", vec![demo, name])?;
        let named = json!([["model", "=", "res.partner"]]);
        let found = self.call("ir.model", "search", vec![named])?;
        let recorded = match self.sandbox.settings().flavour {
            Flavour::V17 => 85,
            Flavour::V18 => 87,
            _ => 90,
        };
        let here = found[0].as_i64().ok_or("there is no model res.partner")?;
        self.ids.bind("ir.model", recorded, here);
        Ok(())
    }

    /// Makes what no id in the recording tells of.
    fn prepare(&mut self, recording: &Recording) -> Result<(), String> {
        let id = recording
            .call()
            .and_then(|call| call.ids().first().copied());
        match recording.name.as_str() {
            // The comment had been posted by `message_post`, not by `create`: perhaps by another
            // recording.
            "mail-message-post-note-internal-read"
                if self.ids.here("mail.message", id.ok_or("no id")?).is_none() =>
            {
                let kwargs = json!({
                    "body": "<p>Note</p>", "body_is_html": true, "message_type": "comment", "subtype_xmlid": "mail.mt_note",
                    "is_internal": true,
                });
                let made =
                    self.call_named("res.partner", "message_post", vec![json!([1])], kwargs)?;
                let made = made.as_i64().or_else(|| made[0].as_i64());
                self.ids.bind(
                    "mail.message",
                    id.ok_or("no id")?,
                    made.ok_or("no message")?,
                );
            }
            // The server knew its address from its settings in 17, and by then from an
            // administrator's login in the others.
            "web-authenticate-portal" if self.sandbox.settings().flavour == Flavour::V17 => {
                let port = recording
                    .header("host")
                    .and_then(|host| host.rsplit_once(':'));
                let url = format!("http://localhost:{}", port.map_or("8069", |(_, port)| port));
                let args = vec![json!("web.base.url"), json!(url)];
                self.call("ir.config_parameter", "set_param", args)?;
            }
            "web-authenticate-portal" => {
                self.log_in_from(recording, "admin")
                    .ok_or("cannot log in")?;
            }
            "module-state-uninstalled" => {
                let domain = json!([["name", "=", "base_address_extended"]]);
                let found = self.call("ir.module.module", "search", vec![domain])?;
                let here = found[0]
                    .as_i64()
                    .ok_or("there is no module base_address_extended")?;
                self.ids.bind("ir.module.module", id.ok_or("no id")?, here);
            }
            name if name.contains("cooldown") => {
                (0..10).for_each(|_| drop(self.log_in("localhost", "admin", "wrong")));
            }
            _ => {}
        }
        Ok(())
    }

    /// Logs in where a recording came with a session.
    fn session_for(&mut self, recording: &Recording) -> Result<Option<String>, String> {
        let mentioned = recording.query.contains("SESSION_ID")
            || recording
                .headers
                .iter()
                .any(|(_, value)| value.contains("SESSION_ID"));
        if !mentioned || recording.name.contains("garbage") {
            return Ok(None);
        }
        let login = match recording.name.as_str() {
            name if name.contains("portal") => "portal",
            name if name.contains("access-error") || name.contains("demo") => "demo",
            _ => "admin",
        };
        if let Some(session) = self.sessions.get(login) {
            return Ok(Some(session.clone()));
        }
        let session = self.log_in_from(recording, login).ok_or("cannot log in")?;
        if self.one_session {
            self.sessions.insert(login.to_owned(), session.clone());
        } else {
            // These were not the first requests of their sessions.
            self.post(
                recording.header("host").unwrap_or("localhost"),
                "/web/session/check",
                Some(&session),
                json!({}),
            );
        }
        if recording.name.ends_with("-after-destroy") {
            self.post(
                "localhost",
                "/web/session/destroy",
                Some(&session),
                json!({}),
            );
        }
        Ok(Some(session))
    }

    fn log_in_from(&mut self, recording: &Recording, login: &str) -> Option<String> {
        let host = recording.header("host").unwrap_or("localhost");
        self.log_in(host, login, login)
    }

    fn log_in(&mut self, host: &str, login: &str, password: &str) -> Option<String> {
        let params = json!({"db": self.db, "login": login, "password": password});
        let response = self.post(host, "/web/session/authenticate", None, params);
        let cookie = response.header("set-cookie")?.strip_prefix("session_id=")?;
        Some(cookie.split(';').next()?.to_owned())
    }

    fn post(
        &mut self,
        host: &str,
        path: &str,
        session: Option<&str>,
        params: Value,
    ) -> HttpResponse {
        let header = |name: &str, value: String| (name.to_owned(), value);
        let mut headers = vec![
            header("host", host.to_owned()),
            header("content-type", "application/json".to_owned()),
        ];
        headers.extend(session.map(|session| header("cookie", format!("session_id={session}"))));
        self.sandbox.handle(HttpRequest {
            method: "POST".into(),
            path: path.into(),
            headers,
            body: json!({"id": 0, "params": params}).to_string().into_bytes(),
            remote_addr: "127.0.0.1".into(),
            now_ms: RECORDED_MS,
            ..HttpRequest::default()
        })
    }

    /// Tells whether there is such a record, archived ones included.
    fn has(&mut self, model: &str, id: i64) -> Result<bool, String> {
        let context = json!({"context": {"active_test": false}});
        let domain = json!([["id", "=", id]]);
        let count = self.call_named(model, "search_count", vec![domain], context)?;
        Ok(count == json!(1))
    }

    /// Returns as little as a record of the model needs.
    fn vals(&mut self, model: &str) -> Result<Value, String> {
        Ok(match model {
            "mail.message" => json!({"body": "x"}),
            "project.task" => {
                let projects = self.call("project.project", "search", vec![json!([])])?;
                json!({"name": "x", "project_id": projects[0]})
            }
            "res.users" => json!({"name": "x", "login": "x"}),
            _ => json!({"name": "x"}),
        })
    }

    fn call(&mut self, model: &str, method: &str, args: Vec<Value>) -> Result<Value, String> {
        self.call_named(model, method, args, json!({}))
    }

    fn call_named(
        &mut self,
        model: &str,
        method: &str,
        args: Vec<Value>,
        kwargs: Value,
    ) -> Result<Value, String> {
        let kwargs = kwargs.as_object().cloned().unwrap_or_default();
        let database = self.sandbox.database_mut(self.db).ok_or("no database")?;
        database
            .execute_kw(ADMIN, model, method, args, kwargs)
            .map(Option::unwrap_or_default)
            .map_err(|fault| format!("{model}.{method}: {}", fault.message))
    }
}

/// Learns which moments stand where recorded ones stood.
fn moments(recorded: &Value, answered: &Value, ids: &mut Ids) {
    match (recorded, answered) {
        (Value::String(recorded), Value::String(answered))
            if compare::is_moment(recorded) && compare::is_moment(answered) =>
        {
            ids.bind_moment(recorded, answered);
        }
        (Value::Array(recorded), Value::Array(answered)) => {
            let pairs = recorded.iter().zip(answered);
            pairs.for_each(|(recorded, answered)| moments(recorded, answered, ids));
        }
        (Value::Object(recorded), Value::Object(answered)) => {
            for (name, recorded) in recorded {
                if let Some(answered) = answered.get(name) {
                    moments(recorded, answered, ids);
                }
            }
        }
        _ => {}
    }
}

/// The model a request of XML-RPC calls.
fn xml_model(recording: &Recording) -> Option<&str> {
    let text = recording.body_text.as_deref()?;
    recording
        .path
        .starts_with("/xmlrpc")
        .then(|| shape::xml_model(text))?
}
