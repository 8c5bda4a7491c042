//! Reports: that they are printed as PDF is from Odoo's documentation, the rest from recordings.

use odoo_sandbox::{Flavour, HttpResponse};
use serde_json::json;

use crate::client::{Client, body, cookie};

const INVOICE: &str = "account.report_invoice";

fn print(client: &mut Client, session: &str, path: &str) -> HttpResponse {
    client.ask(
        "GET",
        &format!("/report/{path}"),
        &[("cookie", session)],
        "",
    )
}

/// Ids of invoices, and their names.
fn invoices(client: &mut Client) -> Vec<(i64, String)> {
    let args = json!([[["state", "=", "posted"]], ["display_name"]]);
    let found = client.execute_kw("account.move", "search_read", args)["result"].clone();
    let read = |invoice: &serde_json::Value| {
        let name = invoice["display_name"].as_str().expect("a name");
        (invoice["id"].as_i64().expect("an id"), name.to_owned())
    };
    found
        .as_array()
        .expect("invoices")
        .iter()
        .map(read)
        .collect()
}

fn holds(response: &HttpResponse, text: &str) -> bool {
    response
        .body
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn a_report_is_a_document_with_a_page_for_each_record() {
    for flavour in Flavour::ALL {
        let mut client = Client::new(flavour);
        let session = client.log_in("demo");
        let invoices = invoices(&mut client);
        let ids: Vec<String> = invoices.iter().map(|(id, _)| id.to_string()).collect();
        let response = print(
            &mut client,
            &session,
            &format!("pdf/{INVOICE}/{}", ids.join(",")),
        );
        assert_eq!(
            (response.status, response.header("content-type")),
            (200, Some("application/pdf")),
            "{flavour}"
        );
        assert!(response.body.starts_with(b"%PDF-") && response.body.ends_with(b"%%EOF\n"));
        assert!(invoices.len() > 1 && holds(&response, &format!("/Count {}", invoices.len())));
        assert!(holds(&response, "(Invoices without Payment)"));
        for (_, name) in &invoices {
            let written = name.replace('(', "\\(").replace(')', "\\)");
            assert!(
                holds(&response, &format!("({written})")),
                "{flavour}: {name}"
            );
        }
    }
}

#[test]
fn the_same_as_a_page_is_html() {
    let mut client = Client::new(Flavour::V18);
    let session = client.log_in("demo");
    let (id, name) = invoices(&mut client).remove(0);
    let response = print(&mut client, &session, &format!("html/{INVOICE}/{id}"));
    assert_eq!(
        (response.status, response.header("content-type")),
        (200, Some("text/html; charset=utf-8"))
    );
    assert!(holds(&response, &name));
}

#[test]
fn who_is_not_logged_in_is_led_to_the_login_page() {
    for flavour in Flavour::ALL {
        let mut client = Client::new(flavour);
        let response = client.ask("GET", "/report/pdf/account.report_invoice/1", &[], "");
        assert_eq!(response.status, 303, "{flavour}");
        let location = response.header("location").expect("a location");
        let expected = "/web/login?redirect=%2Freport%2Fpdf%2Faccount.report_invoice%2F1%3F";
        assert!(location.ends_with(expected), "{flavour}: {location}");
    }
}

#[test]
fn a_report_that_does_not_exist_is_an_error_of_the_server() {
    let mut client = Client::new(Flavour::V19);
    let session = client.log_in("demo");
    let response = print(&mut client, &session, "pdf/account.report_nothing/1");
    assert_eq!(response.status, 500);
    assert!(
        !holds(&response, "report_nothing"),
        "what went wrong is for the log alone"
    );
}

#[test]
fn records_that_are_missing_or_not_to_be_read_are_an_error_page() {
    let mut client = Client::new(Flavour::V18);
    let session = client.log_in("demo");
    let response = print(&mut client, &session, &format!("pdf/{INVOICE}/999999"));
    assert_eq!(response.status, 400);
    assert!(holds(
        &response,
        "Record does not exist or has been deleted."
    ));
    let (id, _) = invoices(&mut client).remove(0);
    let params = json!({"db": "demo", "login": "demo", "password": "demo"});
    let response = client.post("/web/session/authenticate", &[], params);
    assert!(body(&response)["result"]["uid"].is_number());
    let session = cookie(&response).expect("a cookie");
    let response = print(&mut client, &session, &format!("pdf/{INVOICE}/{id}"));
    assert_eq!(response.status, 403);
}

#[test]
fn a_report_keeps_the_session_alive() {
    let mut client = Client::new(Flavour::V18);
    let old = client.log_in("demo");
    client.now_ms += 4 * 3_600_000;
    let (id, _) = invoices(&mut client).remove(0);
    let response = print(&mut client, &old, &format!("pdf/{INVOICE}/{id}"));
    assert_eq!(response.status, 200);
    assert_ne!(cookie(&response).expect("a new cookie"), old);
}

#[test]
fn a_download_is_the_same_document_to_be_saved_and_its_errors_are_told_with_http_200() {
    for flavour in Flavour::ALL {
        let mut client = Client::new(flavour);
        let session = client.log_in("demo");
        let (id, _) = invoices(&mut client).remove(0);
        let mut download = |path: &str| {
            let data = format!("%5B%22{}%22%2C%22qweb-pdf%22%5D", path.replace('/', "%2F"));
            let url = format!("/report/download?data={data}&token=x");
            client.ask("GET", &url, &[("cookie", session.as_str())], "")
        };
        let response = download(&format!("/report/pdf/{INVOICE}/{id}"));
        assert_eq!(response.header("content-type"), Some("application/pdf"));
        let disposition = response.header("content-disposition").expect("a name");
        assert!(
            disposition.starts_with("attachment; filename="),
            "{disposition}"
        );
        let response = download(&format!("/report/pdf/{INVOICE}/999999"));
        assert_eq!(response.status, 200, "{flavour}");
        assert!(holds(&response, "&#34;odoo.exceptions.MissingError&#34;"));
        let response = download("no path");
        assert!(holds(&response, "builtins.ValueError"), "{flavour}");
    }
}
