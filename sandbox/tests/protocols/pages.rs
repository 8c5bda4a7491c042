//! Pages, redirects and refusals.

use odoo_sandbox::Flavour;
use serde_json::json;

use crate::client::{Client, body};

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
