//! Whatever comes in, an answer goes out: the request decoder and everything behind it never panic
//! and never stall.
//!
//! `corpus/*.http` keeps the requests that were, or might have been, trouble; further ones are made
//! from them and from the recordings by chance.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use odoo_sandbox::{Database, Flavour, HttpRequest, HttpResponse, Sandbox, Settings};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// No request may keep the sandbox busy for longer, even unoptimised.
const PATIENCE: Duration = Duration::from_secs(20);

/// One database of each series, made once and copied.
static DATABASES: LazyLock<Vec<Database>> = LazyLock::new(|| {
    Flavour::ALL
        .into_iter()
        .map(|flavour| {
            let mut database = Database::demo("demo", flavour);
            database.add_api_key(2, "API_KEY_ADMIN", None);
            database
        })
        .collect()
});

fn sandbox(flavour: Flavour) -> Sandbox {
    let database = DATABASES
        .iter()
        .find(|database| database.flavour() == flavour)
        .expect("one of each")
        .clone();
    let mut settings = Settings::new(flavour);
    settings.control = true;
    Sandbox::new(settings, vec![database])
}

/// Answers a request and makes sure that the answer is one.
fn answer(sandbox: &mut Sandbox, request: HttpRequest) -> HttpResponse {
    let label = format!("{} {}", request.method, request.path);
    let begun = Instant::now();
    let response = sandbox.handle(request);
    let took = begun.elapsed();
    assert!(took < PATIENCE, "{label} took {took:?}");
    assert!(
        (100..600).contains(&response.status),
        "{label}: {}",
        response.status
    );
    let is_json = response
        .header("content-type")
        .is_some_and(|value| value.starts_with("application/json"));
    if is_json && !response.body.is_empty() {
        // Numbers that are none come back bare, as Python writes them.
        let text = String::from_utf8_lossy(&response.body);
        let text = text
            .replace("-Infinity", "0")
            .replace("Infinity", "0")
            .replace("NaN", "0");
        let parsed: Result<Value, _> = serde_json::from_str(&text);
        assert!(parsed.is_ok(), "{label} was answered with broken JSON");
    }
    response
}

/// Tells whether the sandbox still works.
fn assert_alive(sandbox: &mut Sandbox) {
    sandbox.clear_faults();
    let body = json!({"id": 1, "params": {"service": "common", "method": "login", "args": ["demo", "admin", "admin"]}});
    let response = answer(sandbox, post("/jsonrpc", body.to_string().into_bytes()));
    let body: Value = serde_json::from_slice(&response.body).expect("JSON");
    assert_eq!(body["result"], json!(2));
}

fn post(path: &str, body: Vec<u8>) -> HttpRequest {
    HttpRequest {
        method: "POST".into(),
        path: path.into(),
        headers: vec![
            ("content-type".into(), "application/json".into()),
            ("authorization".into(), "bearer API_KEY_ADMIN".into()),
        ],
        body,
        ..HttpRequest::default()
    }
}

fn files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "nothing in {}", dir.display());
    files
}

/// Reads a request as the corpus keeps it: verb and path, headers, an empty line, the body.
fn parse(bytes: &[u8]) -> HttpRequest {
    let end = bytes
        .windows(2)
        .position(|pair| pair == b"\n\n")
        .expect("an empty line");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let (verb, path) = lines
        .next()
        .and_then(|line| line.split_once(' '))
        .expect("verb and path");
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    HttpRequest {
        method: verb.into(),
        path: path.into(),
        query: query.into(),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.into(), value.into()))
            .collect(),
        body: bytes[end + 2..].to_vec(),
        ..HttpRequest::default()
    }
}

fn corpus() -> Vec<HttpRequest> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    files(&root.join("tests/corpus"), "http")
        .iter()
        .map(|path| parse(&std::fs::read(path).expect("readable")))
        .collect()
}

/// The bodies that were sent to real servers, with their paths.
fn recorded() -> Vec<HttpRequest> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/exchanges/19.0");
    files(&root, "json")
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).expect("readable");
            let recording: Value =
                serde_json::from_str(&text.replace("odoo19v", "demo")).expect("JSON");
            let request = &recording["request"];
            let body = match &request["body"] {
                Value::Null => request["bodyText"].as_str().unwrap_or_default().to_owned(),
                body => body.to_string(),
            };
            let path = request["path"].as_str().expect("a path");
            let (path, query) = path.split_once('?').unwrap_or((path, ""));
            HttpRequest {
                method: request["method"].as_str().expect("a verb").into(),
                query: query.into(),
                ..post(path, body.into_bytes())
            }
        })
        .collect()
}

#[test]
fn every_request_of_the_corpus_is_answered_in_every_series() {
    for flavour in Flavour::ALL {
        let mut sandbox = sandbox(flavour);
        for request in corpus() {
            answer(&mut sandbox, request);
            assert_alive(&mut sandbox);
        }
    }
}

#[test]
fn a_recorded_body_cut_anywhere_is_answered() {
    let mut sandbox = sandbox(Flavour::V19);
    for request in recorded() {
        for cut in (0..request.body.len()).step_by(7) {
            let mut request = request.clone();
            request.body.truncate(cut);
            answer(&mut sandbox, request);
        }
    }
    assert_alive(&mut sandbox);
}

/// Any JSON, of moderate size.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3i64..200).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "demo",
            "admin",
            "res.partner",
            "search",
            "search_read",
            "read",
            "create",
            "write",
            "fields_get",
            "name",
            "id",
            "=",
            "in",
            "ilike",
            "child_of",
            "any",
            "&",
            "|",
            "!",
            "context",
            "fields",
            "domain",
            "parent_id",
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec(("[a-z_]{0,10}", inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Paths, most of them real.
fn any_path() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "/jsonrpc", "/web/session/authenticate", "/web/session/get_session_info", "/web/session/destroy",
            "/web/dataset/call_kw", "/web/dataset/call_kw/res.partner/read", "/web/dataset/call_button", "/web/database/list",
            "/json/2/res.partner/search_read", "/json/2/res.partner/create", "/json/2/res.users/write", "/json/1/x",
            "/doc-bearer/index.json", "/doc-bearer/res.partner.json", "/websocket/peek_notifications", "/web/health", "/",
            "/sandbox/faults", "/sandbox/requests",
        ])
        .prop_map(String::from),
        1 => ".{0,40}",
    ]
}

fn any_flavour() -> impl Strategy<Value = Flavour> {
    prop::sample::select(Flavour::ALL.to_vec())
}

proptest! {
    #[test]
    fn any_bytes_on_any_path_are_answered(
        flavour in any_flavour(),
        verb in prop::sample::select(vec!["GET", "POST", "HEAD", "OPTIONS", "PUT", "x"]),
        path in any_path(),
        query in ".{0,20}",
        headers in prop::collection::vec(("[a-z-]{1,20}", ".{0,30}"), 0..4),
        body in prop::collection::vec(any::<u8>(), 0..200),
        now_ms in any::<u64>(),
    ) {
        let mut sandbox = sandbox(flavour);
        let mut request = post(&path, body);
        request.method = verb.into();
        request.query = query;
        request.headers.extend(headers);
        request.now_ms = now_ms;
        answer(&mut sandbox, request);
    }

    #[test]
    fn any_json_on_any_path_is_answered(flavour in any_flavour(), path in any_path(), body in any_json()) {
        let mut sandbox = sandbox(flavour);
        answer(&mut sandbox, post(&path, body.to_string().into_bytes()));
        assert_alive(&mut sandbox);
    }

    #[test]
    fn any_arguments_of_any_call_are_answered(
        flavour in any_flavour(),
        model in prop::sample::select(vec!["res.partner", "res.users", "crm.lead", "ir.model", "project.task"]),
        method in prop::sample::select(vec![
            "search", "search_read", "read", "create", "write", "unlink", "copy", "read_group", "formatted_read_group",
            "fields_get", "name_search", "default_get", "onchange", "web_read", "web_search_read", "message_post",
            "has_access", "get_metadata", "web_save", "name_create", "search_count", "check_access_rights",
        ]),
        args in prop::collection::vec(any_json(), 0..4),
        kwargs in prop::collection::hash_map(
            prop::sample::select(vec!["domain", "fields", "limit", "offset", "order", "context", "vals", "groupby", "load"]),
            any_json(),
            0..4,
        ),
    ) {
        let mut sandbox = sandbox(flavour);
        let body = json!({"id": 1, "params": {
            "service": "object", "method": "execute_kw", "args": ["demo", 2, "admin", model, method, args, kwargs],
        }});
        answer(&mut sandbox, post("/jsonrpc", body.to_string().into_bytes()));
        assert_alive(&mut sandbox);
    }

    #[test]
    fn a_recorded_request_with_changed_bytes_is_answered(
        which in any::<Index>(),
        changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..6),
    ) {
        let requests = recorded();
        let mut request = which.get(&requests).clone();
        for (at, byte) in changes {
            if !request.body.is_empty() {
                let at = at.index(request.body.len());
                request.body[at] = byte;
            }
        }
        let mut sandbox = sandbox(Flavour::V19);
        answer(&mut sandbox, request);
    }
}
