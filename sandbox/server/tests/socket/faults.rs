//! Every fault a rule can ask for, as a client meets it.

use std::time::{Duration, Instant};

use crate::server::{Answer, End, JSON, Server, VERSION, read, send};

fn struck(server: &Server, rule: &str) -> Result<Answer, End> {
    let added = server.post("/sandbox/faults", rule);
    assert_eq!(added.status, 200, "{}", added.text());
    let mut stream = server.connect();
    send(&mut stream, "POST", "/jsonrpc", JSON, VERSION);
    read(&mut stream)
}

#[test]
fn connections_break_as_asked() {
    let server = Server::start(&["--control"]);
    let ask = |fault: &str| {
        struck(
            &server,
            &format!(r#"{{"fault": "{fault}", "path": "/jsonrpc"}}"#),
        )
    };
    let whole = server.post("/jsonrpc", VERSION).body.len();

    assert!(matches!(ask("refuse"), Err(End::Closed | End::Reset)));
    assert!(matches!(ask("resetBefore"), Err(End::Reset)));
    assert!(matches!(ask("hangBeforeHeaders"), Err(End::Silent)));
    match ask("resetMidBody") {
        Err(End::ResetIn(answer)) => assert_eq!(answer.body.len(), whole / 2),
        other => panic!("{other:?}"),
    }
    match ask("truncate") {
        Err(End::ClosedIn(answer)) => assert_eq!(answer.body.len(), whole / 2),
        other => panic!("{other:?}"),
    }
    match ask("hangAfterHeaders") {
        Err(End::SilentIn(answer)) => assert_eq!((answer.status, answer.body.len()), (200, 0)),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        server.post("/jsonrpc", VERSION).status,
        200,
        "and the server goes on"
    );
}

#[test]
fn a_refused_connection_never_reaches_the_server() {
    let server = Server::start(&["--control"]);
    server.post("/sandbox/faults", r#"{"fault": "refuse"}"#);
    let mut stream = server.connect();
    assert!(matches!(read(&mut stream), Err(End::Closed | End::Reset)));
    assert_eq!(server.post("/jsonrpc", VERSION).status, 200);
}

#[test]
fn bodies_arrive_as_asked() {
    let server = Server::start(&["--control"]);
    let plain = server.post("/jsonrpc", VERSION).text();

    let begun = Instant::now();
    let dripped = struck(&server, r#"{"fault": "drip", "path": "/jsonrpc"}"#).expect("an answer");
    assert_eq!(dripped.text(), plain);
    assert!(begun.elapsed() > Duration::from_millis(300));

    let chunked =
        struck(&server, r#"{"fault": "chunked", "path": "/jsonrpc"}"#).expect("an answer");
    assert_eq!(chunked.header("transfer-encoding"), Some("chunked"));
    assert!(chunked.text().contains("server_version"));

    let gzip = struck(&server, r#"{"fault": "gzip", "path": "/jsonrpc"}"#).expect("an answer");
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    assert_eq!(gzip.body[..2], [0x1f, 0x8b]);

    let late = r#"{"fault": "delay", "milliseconds": 400, "path": "/jsonrpc"}"#;
    let begun = Instant::now();
    assert_eq!(struck(&server, late).expect("an answer").text(), plain);
    assert!(begun.elapsed() >= Duration::from_millis(400));
}

#[test]
fn answers_are_replaced_as_asked() {
    let server = Server::start(&["--control"]);
    let ask = |rule: &str| struck(&server, rule).expect("an answer");

    let page = ask(r#"{"fault": "html", "status": 504}"#);
    assert_eq!(
        (page.status, page.header("content-type")),
        (504, Some("text/html"))
    );
    let busy = ask(r#"{"fault": "status", "status": 429, "retryAfter": 7}"#);
    assert_eq!((busy.status, busy.header("retry-after")), (429, Some("7")));
    let away = ask(r#"{"fault": "redirect"}"#);
    assert_eq!(
        (away.status, away.header("location")),
        (302, Some("https://login.example.com/"))
    );
    assert!(ask(r#"{"fault": "otherId"}"#).text().contains("1000004"));
    assert_eq!(
        ask(r#"{"fault": "bigBody", "megabytes": 2}"#).body.len() / 1_000_000,
        2
    );
    assert_eq!(ask(r#"{"fault": "poolFull"}"#).status, 500);
    assert!(
        ask(r#"{"fault": "serialization"}"#)
            .text()
            .contains("SerializationFailure")
    );
    assert!(ask(r#"{"fault": "lock"}"#).text().contains("LockError"));
    let error = ask(r#"{"fault": "error", "name": "odoo.exceptions.UserError", "message": "No."}"#);
    assert!(
        error.text().contains(r#""message":"No.""#),
        "{}",
        error.text()
    );
}

#[test]
fn the_sandbox_tells_what_was_called_and_forgets_it_on_reset() {
    let server = Server::start(&["--control"]);
    server.post("/jsonrpc", VERSION);
    server.post("/jsonrpc", VERSION);
    let told = server.get("/sandbox/requests").text();
    assert!(told.contains(r#""counts":{"common.version":2}"#), "{told}");
    server.post("/sandbox/reset", "");
    assert!(
        server
            .get("/sandbox/requests")
            .text()
            .contains(r#""total":0"#)
    );
}

#[test]
fn without_control_there_are_no_such_routes() {
    let server = Server::start(&[]);
    let answer = server.post("/sandbox/faults", r#"{"fault": "html"}"#);
    assert_eq!(answer.status, 404);
    assert_eq!(server.post("/jsonrpc", VERSION).status, 200);
}
