//! Rules of the protocols that reach beyond what was recorded.

use odoo_sandbox::{Database, Flavour, HttpRequest, HttpResponse, Sandbox, Settings};
use serde_json::{Value, json};

const NOW: u64 = 1_795_354_440_000;
const DAY: u64 = 86_400_000;

/// A sandbox and the plainest client: it sends what it is told, at the time it is told.
struct Client {
    sandbox: Sandbox,
    now_ms: u64,
}

impl Client {
    fn new(flavour: Flavour) -> Self {
        Self::with_databases(flavour, &["demo"])
    }

    fn with_databases(flavour: Flavour, names: &[&str]) -> Self {
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

    fn ask(
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
        self.sandbox.handle(HttpRequest {
            method: verb.into(),
            path: path.into(),
            headers,
            body: body.as_bytes().to_vec(),
            now_ms: self.now_ms,
            ..HttpRequest::default()
        })
    }

    fn post(&mut self, path: &str, headers: &[(&str, &str)], params: Value) -> HttpResponse {
        let body = json!({"jsonrpc": "2.0", "id": 7, "params": params});
        self.ask("POST", path, headers, &body.to_string())
    }

    fn service(&mut self, service: &str, method: &str, args: Value) -> Value {
        let params = json!({"service": service, "method": method, "args": args});
        body(&self.post("/jsonrpc", &[], params))
    }

    fn execute_kw(&mut self, model: &str, method: &str, args: Value) -> Value {
        let args = json!(["demo", 2, "admin", model, method, args]);
        self.service("object", "execute_kw", args)
    }

    /// Logs in as admin and returns the cookie.
    fn log_in(&mut self, db: &str) -> String {
        let params = json!({"db": db, "login": "admin", "password": "admin"});
        let response = self.post("/web/session/authenticate", &[], params);
        assert_eq!(body(&response)["result"]["uid"], 2, "{}", body(&response));
        cookie(&response).expect("a cookie")
    }

    fn call_kw(&mut self, cookie: &str, model: &str, method: &str, args: Value) -> HttpResponse {
        let params = json!({"model": model, "method": method, "args": args, "kwargs": {}});
        self.post("/web/dataset/call_kw", &[("cookie", cookie)], params)
    }

    fn json_2(&mut self, headers: &[(&str, &str)], path: &str, arguments: Value) -> HttpResponse {
        self.ask(
            "POST",
            &format!("/json/2/{path}"),
            headers,
            &arguments.to_string(),
        )
    }

    fn fault(&mut self, rule: Value) {
        let response = self.ask("POST", "/sandbox/faults", &[], &rule.to_string());
        assert_eq!(response.status, 200, "{}", body(&response));
    }

    fn partners(&mut self) -> Value {
        self.execute_kw("res.partner", "search_count", json!([[]]))["result"].clone()
    }
}

fn body(response: &HttpResponse) -> Value {
    let text = String::from_utf8_lossy(&response.body);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn cookie(response: &HttpResponse) -> Option<String> {
    let cookie = response.header("set-cookie")?.split(';').next()?;
    Some(cookie.to_owned())
}

#[test]
fn the_id_comes_back_as_it_was_sent() {
    let mut client = Client::new(Flavour::V19);
    for id in ["1.5", "\"a\"", "null", "{\"a\":[1]}", "9007199254740993"] {
        let request = format!(
            r#"{{"id": {id}, "params": {{"service": "common", "method": "version", "args": []}}}}"#
        );
        let response = client.ask("POST", "/jsonrpc", &[], &request);
        let expected: Value = serde_json::from_str(id).expect("JSON");
        assert_eq!(body(&response)["id"], expected);
    }
}

#[test]
fn services_complain_of_arguments_as_python_does() {
    let mut client = Client::new(Flavour::V18);
    for (service, method, args, message) in [
        (
            "common",
            "login",
            json!(["demo"]),
            "exp_login() missing 2 required positional arguments: 'login' and 'password'",
        ),
        (
            "common",
            "version",
            json!([1]),
            "exp_version() takes 0 positional arguments but 1 was given",
        ),
        ("common", "nope", json!([]), "Method not found: nope"),
        (
            "object",
            "execute_kw",
            json!(["demo", 2]),
            "list index out of range",
        ),
        (
            "object",
            "execute_kw",
            json!(["demo", 2, "admin", "res.partner"]),
            "execute_kw() missing 2 required positional arguments: 'method' and 'args'",
        ),
        (
            "object",
            "exec",
            json!(["demo", 2, "admin"]),
            "Method not available exec",
        ),
    ] {
        let answer = client.service(service, method, args);
        assert_eq!(answer["error"]["data"]["message"], message);
        assert_eq!(answer["error"]["code"], 200);
    }
}

#[test]
fn execute_takes_its_arguments_one_by_one() {
    let mut client = Client::new(Flavour::V17);
    let args = json!(["demo", 2, "admin", "res.partner", "read", [1], ["name"]]);
    let answer = client.service("object", "execute", args);
    assert_eq!(answer["result"][0]["id"], 1, "{answer}");
}

#[test]
fn databases_are_listed_and_those_that_change_them_are_refused() {
    let mut client = Client::with_databases(Flavour::V19, &["one", "two"]);
    assert_eq!(
        client.service("db", "list", json!([]))["result"],
        json!(["one", "two"])
    );
    assert_eq!(
        client.service("db", "db_exist", json!(["two"]))["result"],
        true
    );
    let answer = client.service("db", "drop", json!(["master", "one"]));
    assert_eq!(
        answer["error"]["data"]["name"],
        "odoo.exceptions.AccessDenied"
    );
}

#[test]
fn a_session_ends_a_week_after_its_last_use() {
    let mut client = Client::new(Flavour::V17);
    let cookie = client.log_in("demo");
    client.now_ms += 6 * DAY;
    let answer = body(&client.call_kw(&cookie, "res.partner", "search_count", json!([[]])));
    assert!(answer["result"].is_number(), "{answer}");
    client.now_ms += 8 * DAY;
    let answer = body(&client.call_kw(&cookie, "res.partner", "search_count", json!([[]])));
    assert_eq!(answer["error"]["code"], 100);
    assert_eq!(answer["id"], Value::Null);
}

#[test]
fn from_18_on_an_old_session_is_sent_a_new_id_and_the_old_one_holds_for_a_moment() {
    let mut client = Client::new(Flavour::V18);
    let old = client.log_in("demo");
    client.now_ms += 4 * 3_600_000;
    let response = client.call_kw(&old, "res.partner", "search_count", json!([[]]));
    let new = cookie(&response).expect("a new cookie");
    assert_ne!(old, new);
    for cookie in [&old, &new] {
        let response = client.call_kw(cookie, "res.partner", "search_count", json!([[]]));
        assert!(body(&response)["result"].is_number());
    }
    client.now_ms += 121_000;
    let response = client.call_kw(&old, "res.partner", "search_count", json!([[]]));
    assert_eq!(body(&response)["error"]["code"], 100);
    let response = client.call_kw(&new, "res.partner", "search_count", json!([[]]));
    assert!(body(&response)["result"].is_number());
}

#[test]
fn logging_in_again_ends_the_session_before() {
    let mut client = Client::new(Flavour::V19);
    let first = client.log_in("demo");
    let params = json!({"db": "demo", "login": "demo", "password": "demo"});
    let response = client.post("/web/session/authenticate", &[("cookie", &first)], params);
    assert!(body(&response)["result"]["uid"].is_number());
    let response = client.call_kw(&first, "res.partner", "search_count", json!([[]]));
    assert_eq!(body(&response)["error"]["code"], 100);
}

#[test]
fn from_18_on_call_kw_reads_its_body_before_it_asks_who_is_there() {
    let malformed = "{\"params\": ";
    let mut client = Client::new(Flavour::V18);
    let answer = body(&client.ask("POST", "/web/dataset/call_kw", &[], malformed));
    assert_eq!(
        answer["error"]["data"]["name"],
        "json.decoder.JSONDecodeError"
    );
    let mut client = Client::new(Flavour::V17);
    let answer = body(&client.ask("POST", "/web/dataset/call_kw", &[], malformed));
    assert_eq!(answer["error"]["code"], 100);
}

#[test]
fn a_session_chooses_among_several_databases_and_so_does_the_header_of_json_2() {
    let mut client = Client::with_databases(Flavour::V19, &["one", "two"]);
    let session = client.log_in("two");
    let response = client.post(
        "/web/session/get_session_info",
        &[("cookie", &session)],
        json!({}),
    );
    assert_eq!(body(&response)["result"]["db"], "two");
    let key = ("authorization", "bearer key of one");
    let count = "res.partner/search_count";
    let response = client.json_2(
        &[key, ("x-odoo-database", "one")],
        count,
        json!({"domain": []}),
    );
    assert_eq!(response.status, 200);
    let response = client.json_2(
        &[key, ("x-odoo-database", "two")],
        count,
        json!({"domain": []}),
    );
    assert_eq!(response.status, 401, "a key opens its own database only");
    let response = client.json_2(&[key], count, json!({"domain": []}));
    assert_eq!(response.status, 404, "no database is chosen");
}

#[test]
fn json_2_takes_a_context_and_hides_no_argument_errors() {
    let mut client = Client::new(Flavour::V19);
    let key = [("authorization", "Bearer key of demo")];
    let arguments = json!({"ids": [1], "fields": ["name"], "context": {"lang": "en_US"}});
    let response = client.json_2(&key, "res.partner/read", arguments);
    assert_eq!(body(&response)[0]["id"], 1, "{}", body(&response));
    let response = client.json_2(&key, "res.partner/write", json!({"ids": [1], "values": {}}));
    assert_eq!(response.status, 422);
    assert_eq!(
        body(&response)["message"],
        "missing a required argument: 'vals'"
    );
}

#[test]
fn a_document_that_has_not_changed_is_not_sent_again() {
    let mut client = Client::new(Flavour::V19);
    let key = ("authorization", "bearer key of demo");
    for path in ["/doc-bearer/res.partner.json", "/doc-bearer/index.json"] {
        let response = client.ask("GET", path, &[key], "");
        assert_eq!(response.status, 200, "{}", body(&response));
        let etag = response.header("etag").expect("an ETag").to_owned();
        let again = client.ask("GET", path, &[key, ("if-none-match", &etag)], "");
        assert_eq!((again.status, again.body.len()), (304, 0));
    }
    let response = client.ask("GET", "/doc-bearer/no.such.model.json", &[key], "");
    assert_eq!(response.status, 404);
}

#[test]
fn the_document_names_parameters_in_order() {
    let mut client = Client::new(Flavour::V19);
    let key = ("authorization", "bearer key of demo");
    let document = body(&client.ask("GET", "/doc-bearer/res.partner.json", &[key], ""));
    let method = |name: &str| document["methods"][name]["parameters"].clone();
    let names = |name: &str| -> Vec<String> {
        let parameters = method(name);
        parameters
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect()
    };
    assert_eq!(names("search"), ["domain", "offset", "limit", "order"]);
    assert_eq!(names("write"), ["vals"]);
    assert_eq!(
        document["methods"]["search"]["api"],
        json!(["model", "readonly"])
    );
}

#[test]
fn a_body_that_promises_to_be_too_large_is_refused_unread() {
    let mut client = Client::new(Flavour::V18);
    let response = client.ask("POST", "/jsonrpc", &[("content-length", "64000000")], "{}");
    assert_eq!(response.status, 413);
}

#[test]
fn head_is_answered_without_a_body() {
    let mut client = Client::new(Flavour::V18);
    let response = client.ask("HEAD", "/web/health", &[], "");
    assert_eq!((response.status, response.body.len()), (200, 0));
}

#[test]
fn a_fault_strikes_before_the_call_or_after_it() {
    let mut client = Client::new(Flavour::V19);
    let before = client.partners();
    for (apply_first, added) in [(false, 0), (true, 1)] {
        client.fault(json!({
            "fault": "html", "status": 502, "model": "res.partner", "method": "create", "applyFirst": apply_first,
        }));
        let args = json!(["demo", 2, "admin", "res.partner", "create", [{"name": "x"}]]);
        let params = json!({"service": "object", "method": "execute_kw", "args": args});
        let response = client.post("/jsonrpc", &[], params);
        assert_eq!(response.status, 502);
        let now = client.partners().as_i64().expect("a count");
        assert_eq!(now - before.as_i64().expect("a count"), added);
    }
}

#[test]
fn a_dropped_session_is_expired_and_a_dropped_database_does_not_exist() {
    let mut client = Client::new(Flavour::V19);
    let session = client.log_in("demo");
    client.fault(json!({"fault": "dropSession", "method": "search_count"}));
    let response = client.call_kw(&session, "res.partner", "search_count", json!([[]]));
    assert_eq!(body(&response)["error"]["code"], 100);

    client.fault(json!({"fault": "dropDatabase"}));
    let answer = client.execute_kw("res.partner", "search_count", json!([[]]));
    assert_eq!(answer["error"]["data"]["name"], "psycopg2.OperationalError");
    assert!(client.partners().is_number(), "and then it is there again");
}

#[test]
fn faults_speak_the_protocol_of_the_request() {
    let mut client = Client::new(Flavour::V19);
    let key = [("authorization", "bearer key of demo")];
    client.fault(json!({"fault": "lock", "protocol": "json2"}));
    assert!(client.partners().is_number(), "/jsonrpc is not struck");
    let response = client.json_2(&key, "res.partner/search_count", json!({"domain": []}));
    assert_eq!(response.status, 409);
    assert_eq!(body(&response)["name"], "odoo.exceptions.LockError");
}

#[test]
fn a_reset_brings_the_records_back() {
    let mut client = Client::new(Flavour::V18);
    let before = client.partners();
    client.execute_kw("res.partner", "create", json!([{"name": "x"}]));
    assert_ne!(client.partners(), before);
    client.ask("POST", "/sandbox/reset", &[], "");
    assert_eq!(client.partners(), before);
    assert_eq!(client.sandbox.requests().count(), 1);
}

#[test]
fn a_wrong_rule_is_refused_with_what_is_wrong() {
    let mut client = Client::new(Flavour::V18);
    let response = client.ask("POST", "/sandbox/faults", &[], r#"{"fault": "explode"}"#);
    assert_eq!(response.status, 400);
    let words = body(&response)["error"].to_string();
    assert!(
        words.contains("explode") && words.contains("resetMidBody"),
        "{words}"
    );
}

#[test]
fn a_browser_is_led_to_the_login_page() {
    let mut client = Client::new(Flavour::V19);
    let response = client.ask("GET", "/odoo", &[], "");
    assert_eq!(
        response.header("location"),
        Some("/web/login?redirect=%2Fodoo%3F")
    );
    let response = client.ask("GET", "/web/login", &[], "");
    assert_eq!(response.status, 200);
    assert!(
        response
            .header("content-type")
            .is_some_and(|value| value.starts_with("text/html"))
    );
}

#[test]
fn logging_out_by_page_ends_the_session() {
    let mut client = Client::new(Flavour::V18);
    let session = client.log_in("demo");
    let response = client.ask("GET", "/web/session/logout", &[("cookie", &session)], "");
    assert_eq!(
        (response.status, response.header("location")),
        (303, Some("/odoo"))
    );
    let response = client.call_kw(&session, "res.partner", "search_count", json!([[]]));
    assert_eq!(body(&response)["error"]["code"], 100);
}

#[test]
fn a_page_takes_no_post_without_a_token() {
    let mut client = Client::new(Flavour::V18);
    let response = client.ask("POST", "/web/health", &[], "{}");
    assert_eq!(response.status, 400);
    assert!(String::from_utf8_lossy(&response.body).contains("CSRF"));
}
