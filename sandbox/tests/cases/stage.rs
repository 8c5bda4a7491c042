//! A sandbox with the users who ask, and the way of a case through it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use odoo_sandbox::{Database, Flavour, HttpRequest, HttpResponse, Sandbox, Settings, Snapshot};
use serde_json::{Map, Value, json};

use crate::alike::{self, Names};
use crate::case::Case;
use crate::told;

const USERS: [&str; 3] = ["admin", "demo", "portal"];
const API_KEY: &str = "key-of-admin";
/// The moment of the run: 2026-11-22 13:34:00 UTC.
const NOW_MS: u64 = 1_795_354_440_000;

/// The sandbox of one version, as it is before each case.
pub(crate) struct Stage {
    flavour: Flavour,
    db: String,
    sandbox: RefCell<Sandbox>,
    origin: Snapshot,
    sessions: BTreeMap<String, String>,
    /// The ids of records that cases name and do not make.
    shipped: BTreeMap<String, i64>,
    /// The names that messages are told without.
    names: Vec<(String, &'static str)>,
}

impl Stage {
    pub(crate) fn new(flavour: Flavour) -> Self {
        let db = format!("test{}", flavour.major());
        let mut database = Database::demo(&db, flavour);
        database.add_api_key(2, API_KEY, None);
        // A second one, so that a request without a session has no database, as where the answers
        // come from.
        let other = Database::fresh("other", flavour);
        let mut settings = Settings::new(flavour);
        settings.seed = 1;
        let mut sandbox = Sandbox::new(settings, vec![database, other]);
        let mut sessions = BTreeMap::new();
        for user in USERS {
            let params = json!({"db": db, "login": user, "password": user});
            let body = json!({"jsonrpc": "2.0", "id": 1, "params": params});
            let response = sandbox.handle(post("/web/session/authenticate", Vec::new(), &body));
            let cookie = response
                .header("set-cookie")
                .and_then(|cookie| cookie.split(';').next())
                .unwrap_or_else(|| panic!("{user} cannot log in"));
            sessions.insert(user.to_owned(), cookie.to_owned());
        }
        let mut shipped = BTreeMap::new();
        let mut names = Vec::new();
        if let Some(database) = sandbox.database_mut(&db) {
            shipped = shipped_records(database);
            names = told_names(database);
        }
        Self {
            flavour,
            db,
            origin: sandbox.snapshot(),
            sandbox: RefCell::new(sandbox),
            sessions,
            shipped,
            names,
        }
    }

    /// Plays a case from the start; returns what is answered otherwise.
    pub(crate) fn play(&self, case: &Case) -> Vec<String> {
        self.sandbox.borrow_mut().restore(&self.origin);
        let Some(expected) = case.expected(self.flavour) else {
            return Vec::new();
        };
        if let Some(request) = case.content.get("request") {
            let response = self.send(request);
            let none = BTreeMap::new();
            let names = self.names(&none);
            return alike::response(expected, &response, &names)
                .err()
                .into_iter()
                .collect();
        }
        let mut made = BTreeMap::new();
        let given = case.content.get("given").and_then(Value::as_array);
        for record in given.into_iter().flatten() {
            let (key, model) = (text(&record[0]), text(&record[1]));
            let vals = self.resolved(&record[2], &made);
            let answer =
                vals.map(|vals| self.call_kw("admin", model, "create", &json!([vals]), &json!({})));
            match answer.as_ref().and_then(|answer| answer.get("result")) {
                Some(id) => drop(made.insert(key.to_owned(), id.as_i64().unwrap_or_default())),
                None => return vec![format!("{key} was not made: {answer:?}")],
            }
        }
        let user = text(&case.content["user"]);
        let steps = case.content.get("steps").and_then(Value::as_array);
        let mut differences = Vec::new();
        for (place, step) in steps.into_iter().flatten().enumerate() {
            let answer = self.step(user, step, &made);
            if let Some(key) = step.get("as").and_then(Value::as_str) {
                name_records(key, &answer, &mut made);
            }
            let names = self.names(&made);
            let told = told::answer(&case.kind, step, &expected[place], answer, &names);
            if let Err(difference) = alike::answer(&expected[place], &told, &names) {
                differences.push(format!(
                    "step {place}: {difference}\n        expected {}\n        answered {told}",
                    expected[place]
                ));
            }
        }
        differences
    }

    fn names<'n>(&'n self, made: &'n BTreeMap<String, i64>) -> Names<'n> {
        Names {
            made,
            shipped: &self.shipped,
            told: &self.names,
            now: (NOW_MS / 1_000).cast_signed(),
        }
    }

    /// Makes one call, unless it needs a record that was not made.
    fn step(&self, user: &str, step: &Value, made: &BTreeMap<String, i64>) -> Value {
        let args = step.get("args").cloned().unwrap_or_else(|| json!([]));
        let kwargs = step.get("kwargs").cloned().unwrap_or_else(|| json!({}));
        let (Some(args), Some(kwargs)) = (self.resolved(&args, made), self.resolved(&kwargs, made))
        else {
            return json!({"skipped": "what it needs was not made"});
        };
        let (model, method) = (text(&step["model"]), text(&step["method"]));
        if step.get("protocol").and_then(Value::as_str) == Some("json2") {
            return self.json_2(model, method, &kwargs);
        }
        self.call_kw(user, model, method, &args, &kwargs)
    }

    fn call_kw(
        &self,
        user: &str,
        model: &str,
        method: &str,
        args: &Value,
        kwargs: &Value,
    ) -> Value {
        let params = json!({"model": model, "method": method, "args": args, "kwargs": kwargs});
        let body = json!({"jsonrpc": "2.0", "method": "call", "id": 1, "params": params});
        let cookie = ("cookie".to_owned(), self.sessions[user].clone());
        let response =
            self.sandbox
                .borrow_mut()
                .handle(post("/web/dataset/call_kw", vec![cookie], &body));
        let envelope: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        let mut answer = json!({"status": response.status});
        if let Some(result) = envelope.get("result") {
            answer["result"] = result.clone();
        }
        if let Some(data) = envelope.pointer("/error/data") {
            answer["error"] = json!({"name": data["name"], "message": data["message"]});
        }
        answer
    }

    fn json_2(&self, model: &str, method: &str, arguments: &Value) -> Value {
        let headers = vec![
            ("authorization".to_owned(), format!("Bearer {API_KEY}")),
            ("x-odoo-database".to_owned(), self.db.clone()),
        ];
        let path = format!("/json/2/{model}/{method}");
        let response = self
            .sandbox
            .borrow_mut()
            .handle(post(&path, headers, arguments));
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        if response.status == 200 {
            json!({"status": 200, "result": body})
        } else {
            let error = json!({"name": body["name"], "message": body["message"]});
            json!({"status": response.status, "error": error})
        }
    }

    /// Sends a request as it was sent, with headers of the names given.
    fn send(&self, request: &Value) -> HttpResponse {
        let names = request.get("headers").and_then(Value::as_array);
        let headers: Vec<(String, String)> = names
            .into_iter()
            .flatten()
            .map(|name| {
                let value = match text(name) {
                    "content-type" => "application/json".to_owned(),
                    "cookie" => self.sessions["admin"].clone(),
                    "authorization" => format!("Bearer {API_KEY}"),
                    "x-odoo-database" => self.db.clone(),
                    other => panic!("a header {other}"),
                };
                (text(name).to_owned(), value)
            })
            .collect();
        let (path, query) = text(&request["path"])
            .split_once('?')
            .unwrap_or((text(&request["path"]), ""));
        let body = request.get("body").and_then(Value::as_str).unwrap_or("");
        // The databases' names were those of the versions.
        let body = ["test17", "test18", "test19"]
            .iter()
            .fold(body.to_owned(), |body, name| body.replace(name, &self.db));
        self.sandbox.borrow_mut().handle(HttpRequest {
            method: text(&request["method"]).to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body: body.into_bytes(),
            now_ms: NOW_MS,
            ..HttpRequest::default()
        })
    }

    /// Puts ids where records are named; `None`: one of them was not made.
    fn resolved(&self, value: &Value, made: &BTreeMap<String, i64>) -> Option<Value> {
        Some(match value {
            Value::Array(items) => items
                .iter()
                .map(|item| self.resolved(item, made))
                .collect::<Option<_>>()?,
            Value::Object(members) => {
                if let Some(key) = members.get("$ref").and_then(Value::as_str) {
                    let id = made.get(key).or_else(|| self.shipped.get(key));
                    return id.map(|id| json!(id));
                }
                if let Some(by_version) = members.get("$v") {
                    return by_version.get(self.flavour.major().to_string()).cloned();
                }
                let mut resolved = Map::new();
                for (name, value) in members {
                    let name = match (name.as_str(), self.flavour) {
                        ("$args", Flavour::V17 | Flavour::V18) => "args",
                        ("$args", _) => "domain",
                        (name, _) => name,
                    };
                    resolved.insert(name.to_owned(), self.resolved(value, made)?);
                }
                Value::Object(resolved)
            }
            other => other.clone(),
        })
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn post(path: &str, mut headers: Vec<(String, String)>, body: &Value) -> HttpRequest {
    headers.push(("host".to_owned(), "x".to_owned()));
    headers.push(("content-type".to_owned(), "application/json".to_owned()));
    HttpRequest {
        method: "POST".to_owned(),
        path: path.to_owned(),
        headers,
        body: body.to_string().into_bytes(),
        now_ms: NOW_MS,
        ..HttpRequest::default()
    }
}

/// Gives the records of an answer their keys: `k`, `k1`, `k2` …
fn name_records(key: &str, answer: &Value, made: &mut BTreeMap<String, i64>) {
    match answer.get("result") {
        Some(Value::Array(ids)) => {
            for (place, id) in ids.iter().enumerate() {
                if let Some(id) = id.as_i64() {
                    let place = if place == 0 {
                        String::new()
                    } else {
                        place.to_string()
                    };
                    made.insert(format!("{key}{place}"), id);
                }
            }
        }
        Some(id) => {
            if let Some(id) = id.as_i64() {
                made.insert(key.to_owned(), id);
            }
        }
        None => {}
    }
}

/// What a database says to a question nobody is refused.
fn ask(database: &mut Database, model: &str, fields: &[&str]) -> Vec<Value> {
    let kwargs = json!({"domain": [], "fields": fields, "context": {"active_test": false}});
    let kwargs = kwargs.as_object().cloned().unwrap_or_default();
    match database.execute_kw(1, model, "search_read", Vec::new(), kwargs) {
        Ok(Some(Value::Array(records))) => records,
        other => panic!("{model}: {other:?}"),
    }
}

/// The records that cases name `model/name`.
fn shipped_records(database: &mut Database) -> BTreeMap<String, i64> {
    let mut shipped = BTreeMap::new();
    let mut put = |key: String, id: &Value| {
        shipped.insert(key, id.as_i64().unwrap_or(0));
    };
    let mut codes = BTreeMap::new();
    for country in ask(database, "res.country", &["code"]) {
        put(
            format!("res.country/{}", text(&country["code"])),
            &country["id"],
        );
        codes.insert(country["id"].as_i64(), text(&country["code"]).to_owned());
    }
    for state in ask(database, "res.country.state", &["code", "country_id"]) {
        let country = &codes[&state["country_id"][0].as_i64()];
        put(
            format!("res.country.state/{country}-{}", text(&state["code"])),
            &state["id"],
        );
    }
    for user in ask(database, "res.users", &["login", "partner_id"]) {
        put(format!("res.users/{}", text(&user["login"])), &user["id"]);
        let partner = &user["partner_id"][0];
        put(format!("res.partner/{}", text(&user["login"])), partner);
    }
    for model in ["crm.stage", "crm.team"] {
        for record in ask(database, model, &["name"]) {
            put(format!("{model}/{}", text(&record["name"])), &record["id"]);
        }
    }
    put("res.company/main".to_owned(), &json!(1));
    shipped
}

/// The names of users and of the company.
fn told_names(database: &mut Database) -> Vec<(String, &'static str)> {
    let mut names = Vec::new();
    for user in ask(database, "res.users", &["login", "name"]) {
        let told = match text(&user["login"]) {
            "admin" => "<admin>",
            "demo" => "<demo>",
            "portal" => "<portal>",
            _ => continue,
        };
        names.push((text(&user["name"]).to_owned(), told));
    }
    for company in ask(database, "res.company", &["name"]) {
        names.push((text(&company["name"]).to_owned(), "<company>"));
    }
    names
}
