//! One server in front of another.

use crate::server::{Server, VERSION};

const LOGIN: &str = r#"{"id": 1, "params": {"db": "demo", "login": "admin", "password": "admin"}}"#;

#[test]
fn odoos_paths_go_to_the_real_server_and_the_rest_stays() {
    let real = Server::start(&["--odoo", "17", "--control"]);
    let folder = format!("/={}", env!("CARGO_MANIFEST_DIR"));
    let front = Server::start(&["--proxy", &real.url(), "--serve", &folder, "--odoo", "19"]);
    let version = front.post("/jsonrpc", VERSION);
    assert!(version.text().contains("17.0"), "{}", version.text());
    assert_eq!(front.get("/Cargo.toml").status, 200);
    assert_eq!(front.get("/web/version").status, 404, "17 has none");
    let called = real.get("/sandbox/requests").text();
    assert!(called.contains("common.version"), "{called}");
}

#[test]
fn the_real_server_sees_itself_as_host_and_origin() {
    let real = Server::start(&["--odoo", "17"]);
    let front = Server::start(&["--proxy", &real.url()]);
    let origin = format!("origin: {}\r\n", front.url());
    let headers = format!("{origin}content-type: application/json\r\n");
    let answer = front.ask("POST", "/web/session/authenticate", &headers, LOGIN);
    assert_eq!(answer.status, 200);
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.starts_with("session_id="), "{cookie}");
    assert!(
        answer.text().contains(&real.url()),
        "web.base.url: {}",
        answer.text()
    );
}

#[test]
fn redirects_to_the_real_server_lead_back_to_this_one() {
    let real = Server::start(&["--odoo", "17"]);
    let front = Server::start(&["--proxy", &real.url()]);
    assert_eq!(front.get("/").header("location"), Some("/web"));
}

#[test]
fn a_server_that_is_not_there_is_a_bad_gateway_that_names_it() {
    let gone = Server::start(&[]);
    let url = gone.url();
    drop(gone);
    let front = Server::start(&["--proxy", &url]);
    let answer = front.post("/jsonrpc", VERSION);
    assert_eq!(answer.status, 502);
    assert!(answer.text().contains(&url), "{}", answer.text());
}
