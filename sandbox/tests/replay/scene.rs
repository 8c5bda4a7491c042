//! Sets up what the recorded servers had before a request: databases, keys, sessions, records.
//!
//! Recordings that build on each other are one scene and play in order on one sandbox; every other plays alone, on a fresh one.

use odoo_sandbox::{Database, Flavour, HttpRequest, HttpResponse, Sandbox, Settings};
use serde_json::{Value, json};

use crate::recording::Recording;

/// The order of recordings that build on each other, as their ids and answers show it.
const SEQUENCES: [&[&str]; 7] = [
    &[
        "kw-create-one",
        "kw-create-list",
        "kw-write",
        "kw-read-one",
        "kw-read-unicode",
        "kw-copy",
        "kw-unlink",
    ],
    &[
        "kw-create-x2many-commands",
        "kw-read-x2many",
        "kw-unlink-children-first",
    ],
    &[
        "json2-create",
        "json2-create-dict",
        "json2-write",
        "json2-unlink",
    ],
    &["attachment-create", "attachment-read"],
    &[
        "mail-message-create-note",
        "mail-message-post-note",
        "mail-message-post-comment",
        "mail-message-post-str",
    ],
    &[
        "module-state-uninstalled",
        "module-install",
        "module-state-installed",
        "module-upgrade",
        "module-uninstall",
    ],
    &[
        "prop-define",
        "prop-write",
        "prop-read",
        "prop-write-bad-m2o",
        "prop-read-after-bad-m2o",
    ],
];

const ADMIN: i64 = 2;
/// When the recordings were made: 2026-11-22 13:34:00 UTC.
const RECORDED_MS: u64 = 1_795_354_440_000;

/// Groups recordings into scenes: the sequences, and one scene for every other recording.
pub(crate) fn scenes(recordings: &[Recording]) -> Vec<Vec<&Recording>> {
    let find = |name: &str| recordings.iter().find(|recording| recording.name == name);
    let mut scenes: Vec<Vec<&Recording>> = SEQUENCES
        .iter()
        .map(|names| names.iter().filter_map(|name| find(name)).collect())
        .collect();
    let in_sequence = |name: &str| SEQUENCES.iter().any(|names| names.contains(&name));
    scenes.extend(
        recordings
            .iter()
            .filter(|recording| !in_sequence(&recording.name))
            .map(|recording| vec![recording]),
    );
    scenes.retain(|scene| !scene.is_empty());
    scenes
}

/// The databases of a version's servers, ready to be copied.
pub(crate) struct Stage {
    flavour: Flavour,
    database: Database,
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
        Self { flavour, database }
    }

    /// Sets the stage for a scene.
    pub(crate) fn set(&self, scene: &[&Recording]) -> Set {
        let name = database_name(self.flavour);
        let mut settings = Settings::new(self.flavour);
        if !scene
            .iter()
            .any(|recording| recording.name.starts_with("multidb-"))
        {
            settings.db_filter = Some(vec![name.to_owned()]);
        }
        // The PostgreSQL behind all servers held these four; only one is of the series at hand, the rest just have names.
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
            module: None,
            trouble: None,
        };
        for recording in scene {
            if let Err(words) = set.prepare(recording) {
                set.trouble.get_or_insert(words);
            }
        }
        set
    }
}

fn database_name(flavour: Flavour) -> &'static str {
    match flavour {
        Flavour::V17 => "odoo17",
        Flavour::V18 => "odoo18",
        Flavour::V19 => "odoo19v",
    }
}

/// A sandbox in the state the recorded server was in.
pub(crate) struct Set {
    sandbox: Sandbox,
    db: &'static str,
    /// The id of the module that is installed and removed: recorded, and here.
    module: Option<(Value, Value)>,
    /// What could not be prepared.
    trouble: Option<String>,
}

impl Set {
    /// Plays a recording's request.
    pub(crate) fn play(&mut self, recording: &Recording) -> Result<HttpResponse, String> {
        if let Some(words) = &self.trouble {
            return Err(format!("could not be prepared: {words}"));
        }
        let body = recording
            .body
            .as_ref()
            .map(|body| self.rewrite(recording, body));
        let mut request = recording.request(body.as_ref(), RECORDED_MS);
        if let Some(session) = self.session_for(recording)? {
            for (_, value) in &mut request.headers {
                *value = value.replace("SESSION_ID", &session);
            }
            request.query = request.query.replace("SESSION_ID", &session);
        }
        Ok(self.sandbox.handle(request))
    }

    /// Puts this sandbox's id of the module in the place of the recorded one.
    fn rewrite(&self, recording: &Recording, body: &Value) -> Value {
        let mut body = body.clone();
        if let Some((recorded, here)) = &self.module
            && matches!(recording.execute_kw(), Some(("ir.module.module", _)))
            && let Some(ids) = body
                .pointer_mut("/params/args/5/0")
                .and_then(Value::as_array_mut)
        {
            for id in ids.iter_mut().filter(|id| *id == recorded) {
                id.clone_from(here);
            }
        }
        body
    }

    /// Makes what a recording takes for granted.
    fn prepare(&mut self, recording: &Recording) -> Result<(), String> {
        let first_id = |set: &[Value]| set.first().and_then(|ids| ids.get(0)).cloned();
        let called = recording.execute_kw();
        let id = called.and_then(|(_, args)| first_id(args));
        match recording.name.as_str() {
            "kw-create-one" | "kw-create-x2many-commands" | "json2-create" => {
                let first = recording.response["body"]["result"].as_i64();
                let first = first.or_else(|| recording.response["body"][0].as_i64());
                self.advance("res.partner", first.ok_or("no id")?, json!({"name": "x"}))
            }
            "kw-validation-error-recursion" => self.make("res.partner", id, json!({"name": "x"})),
            "attachment-create" => {
                let vals = called.map(|(_, args)| args[0].clone()).unwrap_or_default();
                self.make(
                    "res.partner",
                    Some(vals["res_id"].clone()),
                    json!({"name": "x"}),
                )?;
                let created = recording.response["body"]["result"]
                    .as_i64()
                    .ok_or("no id")?;
                self.advance("ir.attachment", created, json!({"name": "x"}))
            }
            "mail-message-create-note" => {
                let vals = called.map(|(_, args)| args[0].clone()).unwrap_or_default();
                self.make(
                    "res.partner",
                    Some(vals["res_id"].clone()),
                    json!({"name": "x"}),
                )?;
                let created = recording.response["body"]["result"]
                    .as_i64()
                    .ok_or("no id")?;
                self.advance("mail.message", created, json!({"body": "x"}))
            }
            "mail-message-post-note-internal-read" => {
                let message = id.and_then(|id| id.as_i64()).ok_or("no id")?;
                self.advance("mail.message", message, json!({"body": "x"}))?;
                let kwargs = json!({
                    "body": "<p>Note</p>", "body_is_html": true, "message_type": "comment", "subtype_xmlid": "mail.mt_note",
                    "is_internal": true,
                });
                self.call_named("res.partner", "message_post", vec![json!([1])], kwargs)?;
                Ok(())
            }
            // An administrator had been there before, all but in 17.
            "web-authenticate-portal" => {
                if self.sandbox.settings().flavour > Flavour::V17 {
                    self.log_in_from(recording, "admin")
                        .ok_or("cannot log in")?;
                }
                Ok(())
            }
            "kw-unlink-draft-invoice" => {
                self.make("account.move", id, json!({"move_type": "out_invoice"}))
            }
            "prop-define" => self.make("project.project", id, json!({"name": "x"})),
            "prop-write" => {
                let project = json!([["name", "=", "x"]]);
                let found = self.call("project.project", "search", vec![project])?;
                let vals = json!({"name": "x", "project_id": found[0]});
                self.make("project.task", id, vals)
            }
            "module-state-uninstalled" => {
                let domain = json!([["name", "=", "base_address_extended"]]);
                let found = self.call("ir.module.module", "search", vec![domain])?;
                let here = found
                    .get(0)
                    .ok_or("there is no module base_address_extended")?;
                self.module = id.map(|recorded| (recorded, here.clone()));
                Ok(())
            }
            "web-authenticate-cooldown" => {
                (0..10).for_each(|_| drop(self.log_in("localhost", "admin", "wrong")));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Logs in where a recording came with a session.
    fn session_for(&mut self, recording: &Recording) -> Result<Option<String>, String> {
        let mentioned = recording.query.contains("SESSION_ID")
            || recording
                .headers
                .iter()
                .any(|(_, value)| value.contains("SESSION_ID"));
        if !mentioned || recording.name == "web-call-kw-garbage-session" {
            return Ok(None);
        }
        let login = match recording.name.as_str() {
            "web-call-kw-access-error" => "demo",
            _ => "admin",
        };
        let session = self.log_in_from(recording, login).ok_or("cannot log in")?;
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
        let host = recording.headers.iter().find(|(name, _)| name == "host");
        let host = host.map_or("localhost", |(_, host)| host).to_owned();
        self.log_in(&host, login, login)
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

    /// Makes a record of exactly that id.
    fn make(&mut self, model: &str, id: Option<Value>, vals: Value) -> Result<(), String> {
        let id = id
            .and_then(|id| id.as_i64())
            .ok_or("the recording names no id")?;
        self.advance(model, id, vals.clone())?;
        let made = self.call(model, "create", vec![vals])?;
        if made != json!(id) {
            return Err(format!("{model}: made {made} instead of {id}"));
        }
        Ok(())
    }

    /// Uses up ids until `next` is the next, as the recorded servers had.
    fn advance(&mut self, model: &str, next: i64, vals: Value) -> Result<(), String> {
        let mut vals = vals;
        if let Some(name) = vals.get_mut("name") {
            *name = json!("uses up an id");
        }
        for _ in self.next_id(model, &vals)?..next {
            let made = self.call(model, "create", vec![vals.clone()])?;
            self.call(model, "unlink", vec![json!([made])])?;
        }
        match self.next_id(model, &vals)? {
            id if id == next => Ok(()),
            id => Err(format!("{model}: the next id is {id}, recorded is {next}")),
        }
    }

    /// Finds out which id comes next, and leaves no trace.
    fn next_id(&mut self, model: &str, vals: &Value) -> Result<i64, String> {
        let database = self.sandbox.database_mut(self.db).ok_or("no database")?;
        let before = database.snapshot();
        let made = self.call(model, "create", vec![vals.clone()]);
        if let Some(database) = self.sandbox.database_mut(self.db) {
            database.restore(&before);
        }
        made?
            .as_i64()
            .ok_or_else(|| format!("{model}: create returned no id"))
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
