//! Sets up what the recorded servers had before a request: databases, keys, sessions, records.
//!
//! Recordings that work on each other's records are one scene and play on one sandbox; every other plays alone, on a fresh one.

use std::collections::BTreeMap;

use odoo_sandbox::{Database, Flavour, HttpRequest, HttpResponse, Sandbox, Settings};
use serde_json::{Value, json};

use crate::recording::Recording;

/// The order of recordings whose dependence their ids do not show.
const SEQUENCES: [&[&str]; 2] = [
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

/// The place of the sequence about properties.
const PROPERTIES: usize = 1;
const ADMIN: i64 = 2;
/// When the recordings were made: 2026-11-22 13:34:00 UTC.
const RECORDED_MS: u64 = 1_795_354_440_000;

/// Groups recordings into scenes: the sequences, those that share records one of them made, and every other alone.
pub(crate) fn scenes(recordings: &[Recording]) -> Vec<Vec<&Recording>> {
    let find = |name: &str| recordings.iter().find(|recording| recording.name == name);
    let mut scenes: Vec<Vec<&Recording>> = SEQUENCES
        .iter()
        .map(|names| names.iter().filter_map(|name| find(name)).collect())
        .collect();
    let in_sequence = |name: &str| SEQUENCES.iter().any(|names| names.contains(&name));
    let (properties, others): (Vec<&Recording>, Vec<&Recording>) = recordings
        .iter()
        .filter(|recording| !in_sequence(&recording.name))
        .partition(|recording| recording.name.starts_with("prop-"));
    // Whatever else is asked of properties is asked of those that were written.
    let place = scenes[PROPERTIES]
        .iter()
        .position(|recording| recording.name == "prop-read")
        .map_or(0, |place| place + 1);
    scenes[PROPERTIES].splice(place..place, properties);
    scenes.extend(by_shared_records(&others));
    scenes.retain(|scene| !scene.is_empty());
    scenes
}

/// Puts recordings together that call on, or made, the same new records; in each scene, those that make them come first and
/// those that delete them last.
fn by_shared_records<'a>(recordings: &[&'a Recording]) -> Vec<Vec<&'a Recording>> {
    let mut maker: BTreeMap<(String, i64), usize> = BTreeMap::new();
    let mut scene_of: Vec<usize> = (0..recordings.len()).collect();
    for (index, recording) in recordings.iter().enumerate() {
        let call = recording.call();
        for (call, id) in call
            .iter()
            .flat_map(|call| call.made.iter().map(move |id| (call, id)))
        {
            maker.insert((call.made_model.to_owned(), *id), index);
        }
    }
    for (index, recording) in recordings.iter().enumerate() {
        let call = recording.call();
        for (call, id) in call
            .iter()
            .flat_map(|call| call.ids.iter().map(move |id| (call, id)))
        {
            if let Some(made_by) = maker.get(&(call.model.to_owned(), *id)) {
                let (from, to) = (scene_of[index], scene_of[*made_by]);
                scene_of
                    .iter_mut()
                    .filter(|scene| **scene == from)
                    .for_each(|scene| *scene = to);
            }
        }
    }
    let mut scenes: BTreeMap<usize, Vec<&Recording>> = BTreeMap::new();
    for (scene, recording) in scene_of.into_iter().zip(recordings) {
        scenes.entry(scene).or_default().push(recording);
    }
    for scene in scenes.values_mut() {
        scene.sort_by_key(|recording| {
            let call = recording.call();
            let rank = call.as_ref().map_or(2, |call| match call.method {
                // Whatever makes a record, in the order of its ids.
                "create" | "name_create" | "message_post" => 0,
                "write" => 1,
                "copy" => 3,
                "unlink" => 4,
                _ => 2,
            });
            let made = call.and_then(|call| call.made.first().copied());
            (rank, made, recording.name.clone())
        });
    }
    scenes.into_values().collect()
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
        Set {
            sandbox: Sandbox::new(settings, databases),
            db: name,
            module: None,
        }
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
pub(crate) struct Set {
    sandbox: Sandbox,
    db: &'static str,
    /// The id of the module that is installed and removed: recorded, and here.
    module: Option<(Value, Value)>,
}

impl Set {
    /// Plays a recording's request.
    pub(crate) fn play(&mut self, recording: &Recording) -> Result<HttpResponse, String> {
        self.prepare(recording)
            .and_then(|()| self.make_what_is_taken_for_granted(recording))
            .map_err(|words| format!("could not be prepared: {words}"))?;
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
        let on_modules = recording
            .call()
            .is_some_and(|call| call.model == "ir.module.module");
        if let Some((recorded, here)) = &self.module
            && on_modules
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

    /// Makes the records a recording is called on, and has the next one get the id that was recorded.
    fn make_what_is_taken_for_granted(&mut self, recording: &Recording) -> Result<(), String> {
        let Some(call) = recording.call().filter(|_| recording.found_its_records()) else {
            return Ok(());
        };
        let on_records = call.ids.iter().map(|id| (call.model.to_owned(), *id));
        let wanted: Vec<(String, i64)> = on_records
            .filter(|(model, _)| model != "ir.module.module")
            .chain(call.document.clone())
            .collect();
        for (model, id) in wanted {
            if !self.has(&model, id)? {
                self.make(&model, id)?;
            }
        }
        match call.made.first() {
            Some(first) => self.advance(call.made_model, *first),
            None => Ok(()),
        }
    }

    /// Makes what no id in the recording tells of.
    fn prepare(&mut self, recording: &Recording) -> Result<(), String> {
        let id = recording.call().and_then(|call| call.ids.first().copied());
        match recording.name.as_str() {
            // The comment had been posted by `message_post`, not by `create`: perhaps by another recording.
            "mail-message-post-note-internal-read"
                if !self.has("mail.message", id.ok_or("no id")?)? =>
            {
                self.advance("mail.message", id.ok_or("no id")?)?;
                let kwargs = json!({
                    "body": "<p>Note</p>", "body_is_html": true, "message_type": "comment", "subtype_xmlid": "mail.mt_note",
                    "is_internal": true,
                });
                self.call_named("res.partner", "message_post", vec![json!([1])], kwargs)?;
            }
            // The server knew its address from its settings in 17, and by then from an administrator's login in the others.
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
                let here = found
                    .get(0)
                    .ok_or("there is no module base_address_extended")?;
                self.module = id.map(|recorded| (json!(recorded), here.clone()));
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

    /// Makes a record of exactly that id.
    fn make(&mut self, model: &str, id: i64) -> Result<(), String> {
        self.advance(model, id)?;
        let vals = self.vals(model)?;
        let made = self.call(model, "create", vec![vals])?;
        if made != json!(id) {
            return Err(format!("{model}: made {made} instead of {id}"));
        }
        Ok(())
    }

    /// Uses up ids until `next` is the next, as the recorded servers had.
    fn advance(&mut self, model: &str, next: i64) -> Result<(), String> {
        let vals = self.vals(model)?;
        for _ in self.next_id(model, &vals)?..next {
            let made = self.call(model, "create", vec![vals.clone()])?;
            self.call(model, "unlink", vec![json!([made])])?;
        }
        match self.next_id(model, &vals)? {
            id if id == next => Ok(()),
            id => Err(format!("{model}: the next id is {id}, recorded is {next}")),
        }
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
