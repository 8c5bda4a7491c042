//! Connections and processes: how they begin, go on and end.

use std::io::Read;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::server::{End, JSON, Server, VERSION, command, read, send};

#[test]
fn a_connection_serves_many_requests() {
    let server = Server::start(&[]);
    let mut stream = server.connect();
    for _ in 0..3 {
        send(&mut stream, "POST", "/jsonrpc", JSON, VERSION);
        assert_eq!(read(&mut stream).expect("an answer").status, 200);
    }
}

#[test]
fn with_close_a_connection_serves_one_as_in_odoo() {
    let server = Server::start(&["--close"]);
    let mut stream = server.connect();
    send(&mut stream, "POST", "/jsonrpc", JSON, VERSION);
    let answer = read(&mut stream).expect("an answer");
    assert_eq!(answer.header("connection"), Some("close"));
    assert!(matches!(read(&mut stream), Err(End::Closed)));
}

#[test]
fn answers_take_as_long_as_asked() {
    let server = Server::start(&["--latency", "150ms"]);
    let begun = Instant::now();
    server.post("/jsonrpc", VERSION);
    assert!(begun.elapsed() >= Duration::from_millis(150));
}

#[test]
fn more_requests_at_a_time_than_allowed_find_the_pool_full() {
    let server = Server::start(&["--latency", "300ms", "--max-connections", "2"]);
    let mut streams: Vec<_> = (0..3).map(|_| server.connect()).collect();
    for stream in &mut streams {
        send(stream, "POST", "/jsonrpc", JSON, VERSION);
    }
    let mut answers: Vec<_> = streams
        .iter_mut()
        .map(|stream| read(stream).expect("an answer"))
        .collect();
    answers.sort_unstable_by_key(|answer| answer.status);
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 200, 500]);
    let words = answers[2].text();
    assert!(words.contains("The Connection Pool Is Full"), "{words}");
}

#[test]
fn a_user_may_be_asked_for_a_second_factor() {
    let server = Server::start(&["--two-factor", "admin", "--api-key", "admin=a-key"]);
    let login = |secret: &str| {
        let args = format!(r#"["demo", "admin", "{secret}"]"#);
        let params = format!(r#"{{"service": "common", "method": "login", "args": {args}}}"#);
        server
            .post("/jsonrpc", &format!(r#"{{"id": 1, "params": {params}}}"#))
            .text()
    };
    assert!(
        login("admin").contains(r#""result": false"#),
        "{}",
        login("admin")
    );
    assert!(
        login("a-key").contains(r#""result": 2"#),
        "{}",
        login("a-key")
    );
}

#[test]
fn a_folder_of_models_is_loaded_in_order() {
    let folder = std::env::temp_dir().join(format!("sandbox-models-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let models = "[models.\"x.pet\"]\nfields = { name = { type = \"char\" } }\n";
    std::fs::write(folder.join("1.toml"), models).expect("a file");
    std::fs::write(
        folder.join("2.json"),
        r#"{"records": {"x.pet": [{"name": "Rex"}]}}"#,
    )
    .expect("a file");
    std::fs::write(folder.join("notes.txt"), "no module").expect("a file");
    let server = Server::start(&["--models", &folder.display().to_string()]);
    let args = r#"["demo", 2, "admin", "x.pet", "search_count", [[["name", "=", "Rex"]]]]"#;
    let params = format!(r#"{{"service": "object", "method": "execute_kw", "args": {args}}}"#);
    let answer = server.post("/jsonrpc", &format!(r#"{{"id": 1, "params": {params}}}"#));
    assert!(
        answer.text().contains(r#""result": 1"#),
        "{}",
        answer.text()
    );
    std::fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn a_body_of_64_megabytes_is_too_large() {
    let server = Server::start(&[]);
    let answer = server.post("/jsonrpc", &" ".repeat(64_000_000));
    assert_eq!(answer.status, 413);
    assert!(
        answer.text().contains("Request Entity Too Large"),
        "{}",
        answer.text()
    );
    assert_eq!(server.post("/jsonrpc", VERSION).status, 200);
}

#[test]
fn a_port_that_is_taken_is_named_with_what_to_do() {
    let server = Server::start(&[]);
    let port = server.address.port().to_string();
    let second = command(&["--port", &port])
        .stderr(Stdio::piped())
        .output()
        .expect("the binary runs");
    assert!(!second.status.success());
    let words = String::from_utf8_lossy(&second.stderr);
    assert!(words.contains(&port) && words.contains("--port"), "{words}");
}

#[cfg(unix)]
#[test]
fn control_c_ends_it_in_peace() {
    let mut server = Server::start(&[]);
    server.post("/jsonrpc", VERSION);
    let _idle = server.connect();
    let id = server.process().id().to_string();
    let killed = std::process::Command::new("kill")
        .args(["-INT", &id])
        .status();
    assert!(killed.expect("kill runs").success());
    let begun = Instant::now();
    let status = server.process().wait().expect("it ends");
    assert!(status.success(), "{status}");
    assert!(begun.elapsed() < Duration::from_secs(3));
}

#[test]
fn a_wrong_command_line_is_explained() {
    for args in [
        ["--odoo", "16"],
        ["--serve", "/web=."],
        ["--proxy", "example.com"],
        ["--latency", "20"],
        ["--two-factor", "nobody"],
        ["--models", "/no/such/folder"],
    ] {
        let mut process = command(&args)
            .args(["--port", "0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let status = process.wait().expect("it ends");
        let mut words = String::new();
        let mut err = process.stderr.take().expect("its words");
        err.read_to_string(&mut words).expect("words");
        assert!(!status.success() && !words.is_empty(), "{args:?}: {words}");
    }
}
