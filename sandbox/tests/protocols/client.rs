//! The plainest client.

use odoo_sandbox::{Database, Flavour, HttpRequest, HttpResponse, Sandbox, Settings};
use serde_json::{Value, json};

pub(crate) const NOW: u64 = 1_795_354_440_000;
pub(crate) const DAY: u64 = 86_400_000;

/// A sandbox and the plainest client: it sends what it is told, at the time it is told.
pub(crate) struct Client {
    pub(crate) sandbox: Sandbox,
    pub(crate) now_ms: u64,
}

impl Client {
    pub(crate) fn new(flavour: Flavour) -> Self {
        Self::with_databases(flavour, &["demo"])
    }

    pub(crate) fn with_databases(flavour: Flavour, names: &[&str]) -> Self {
        let mut settings = Settings::new(flavour);
        settings.control = true;
        let databases = names
            .iter()
            .map(|name| {
                let mut database = Database::demo(name, flavour);
                database.add_api_key(2, &format!("key of {name}"), None);
                database
            })
            .collect();
        Self {
            sandbox: Sandbox::new(settings, databases),
            now_ms: NOW,
        }
    }

    pub(crate) fn ask(
        &mut self,
        verb: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> HttpResponse {
        let mut headers: Vec<(String, String)> = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        if !body.is_empty() {
            headers.push(("content-type".into(), "application/json".into()));
        }
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        self.sandbox.handle(HttpRequest {
            method: verb.into(),
            path: path.into(),
            query: query.into(),
            headers,
            body: body.as_bytes().to_vec(),
            now_ms: self.now_ms,
            ..HttpRequest::default()
        })
    }

    pub(crate) fn post(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        params: Value,
    ) -> HttpResponse {
        let body = json!({"jsonrpc": "2.0", "id": 7, "params": params});
        self.ask("POST", path, headers, &body.to_string())
    }

    pub(crate) fn service(&mut self, service: &str, method: &str, args: Value) -> Value {
        let params = json!({"service": service, "method": method, "args": args});
        body(&self.post("/jsonrpc", &[], params))
    }

    pub(crate) fn execute_kw(&mut self, model: &str, method: &str, args: Value) -> Value {
        let args = json!(["demo", 2, "admin", model, method, args]);
        self.service("object", "execute_kw", args)
    }

    /// Logs in as admin and returns the cookie.
    pub(crate) fn log_in(&mut self, db: &str) -> String {
        let params = json!({"db": db, "login": "admin", "password": "admin"});
        let response = self.post("/web/session/authenticate", &[], params);
        assert_eq!(body(&response)["result"]["uid"], 2, "{}", body(&response));
        cookie(&response).expect("a cookie")
    }

    pub(crate) fn call_kw(
        &mut self,
        cookie: &str,
        model: &str,
        method: &str,
        args: Value,
    ) -> HttpResponse {
        let params = json!({"model": model, "method": method, "args": args, "kwargs": {}});
        self.post("/web/dataset/call_kw", &[("cookie", cookie)], params)
    }

    pub(crate) fn json_2(
        &mut self,
        headers: &[(&str, &str)],
        path: &str,
        arguments: Value,
    ) -> HttpResponse {
        self.ask(
            "POST",
            &format!("/json/2/{path}"),
            headers,
            &arguments.to_string(),
        )
    }

    pub(crate) fn fault(&mut self, rule: Value) {
        let response = self.ask("POST", "/sandbox/faults", &[], &rule.to_string());
        assert_eq!(response.status, 200, "{}", body(&response));
    }

    pub(crate) fn partners_are_asked_for(&mut self) -> HttpResponse {
        let args = json!(["demo", 2, "admin", "res.partner", "search_count", [[]]]);
        let params = json!({"service": "object", "method": "execute_kw", "args": args});
        self.post("/jsonrpc", &[], params)
    }

    pub(crate) fn partners(&mut self) -> Value {
        self.execute_kw("res.partner", "search_count", json!([[]]))["result"].clone()
    }
}

pub(crate) fn body(response: &HttpResponse) -> Value {
    let text = String::from_utf8_lossy(&response.body);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

pub(crate) fn cookie(response: &HttpResponse) -> Option<String> {
    let cookie = response.header("set-cookie")?.split(';').next()?;
    Some(cookie.to_owned())
}
