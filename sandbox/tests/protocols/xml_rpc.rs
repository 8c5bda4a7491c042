//! `/xmlrpc/2/…`: the same services in another writing.

use odoo_sandbox::Flavour;
use serde_json::json;

use crate::client::{Client, body};

/// Calls a service and returns what is between the tags of the answer's envelope, on one line.
fn call(client: &mut Client, service: &str, method: &str, params: &[&str]) -> String {
    let params: String = params
        .iter()
        .map(|param| format!("<param><value>{param}</value></param>"))
        .collect();
    let request = format!(
        "<?xml version=\"1.0\"?>\n<methodCall><methodName>{method}</methodName><params>{params}</params></methodCall>"
    );
    answer(client, service, &request)
}

fn answer(client: &mut Client, service: &str, request: &str) -> String {
    let response = client.ask("POST", &format!("/xmlrpc/2/{service}"), &[], request);
    assert_eq!(response.status, 200);
    assert_eq!(
        response.header("content-type"),
        Some("text/xml; charset=utf-8")
    );
    let text = String::from_utf8(response.body)
        .expect("UTF-8")
        .replace('\n', "");
    // 17 writes the declaration with other quotes.
    text.strip_prefix("<?xml version=\"1.0\"?><methodResponse>")
        .or_else(|| text.strip_prefix("<?xml version='1.0'?><methodResponse>"))
        .and_then(|rest| rest.strip_suffix("</methodResponse>"))
        .unwrap_or_else(|| panic!("{text}"))
        .to_owned()
}

/// Calls a method of a model as admin.
fn execute_kw(client: &mut Client, model: &str, method: &str, params: &[&str]) -> String {
    let credentials = ["demo", "<int>2</int>", "admin", model, method];
    call(
        client,
        "object",
        "execute_kw",
        &[&credentials, params].concat(),
    )
}

fn result(value: &str) -> String {
    format!("<params><param><value>{value}</value></param></params>")
}

fn fault(code: u8, text: &str) -> String {
    let member = |name: &str, value: String| {
        format!("<member><name>{name}</name><value>{value}</value></member>")
    };
    let members = member("faultCode", format!("<int>{code}</int>"))
        + &member("faultString", format!("<string>{text}</string>"));
    format!("<fault><value><struct>{members}</struct></value></fault>")
}

#[test]
fn a_login_gives_the_user_id_and_false_for_a_wrong_password() {
    let mut client = Client::new(Flavour::V19);
    let log_in = |client: &mut Client, password: &str| {
        let params = ["demo", "<string>admin</string>", password, "<struct/>"];
        call(client, "common", "authenticate", &params)
    };
    assert_eq!(log_in(&mut client, "admin"), result("<int>2</int>"));
    assert_eq!(log_in(&mut client, "wrong"), result("<boolean>0</boolean>"));
    let version = call(&mut client, "common", "version", &[]);
    assert!(
        version
            .contains("<member><name>protocol_version</name><value><int>1</int></value></member>"),
        "{version}"
    );
}

#[test]
fn values_of_every_type_are_stored_and_come_back_as_python_writes_them() {
    let mut client = Client::new(Flavour::V17);
    let values = "<array><data><value><struct>\
        <member><name>name</name><value><![CDATA[Søn]]> &amp; &#381; &lt;\n</value></member>\
        <member>\n<name>is_company</name> <value> <boolean>1</boolean> </value></member>\
        <member><name>partner_latitude</name><value><double>-1.5</double></value></member>\
        <member><name>color</name><value><i4>7</i4></value></member>\
        <member><name>city</name><value/></member>\
        <member><name>street</name><value><string></string></value></member>\
        <member><name>parent_id</name><value><nil/></value></member>\
        <member><name>date</name><value><dateTime.iso8601>20260131T13:45:00</dateTime.iso8601></value></member>\
        </struct></value></data></array>";
    let id = execute_kw(&mut client, "res.partner", "create", &[values]);
    let id = id.replace("<params><param><value>", "");
    let id = id.replace("</value></param></params>", "");
    let read = format!(
        "<array><data><value><array><data><value>{id}</value></data></array></value></data></array>"
    );
    let fields = "<struct><member><name>fields</name><value><array><data><value>name</value><value>is_company</value>\
        <value>partner_latitude</value><value>color</value><value>city</value><value>parent_id</value></data></array></value>\
        </member></struct>";
    let record = execute_kw(&mut client, "res.partner", "read", &[&read, fields]);
    assert_eq!(
        record,
        result(&format!(
            "<array><data><value><struct>\
             <member><name>id</name><value>{id}</value></member>\
             <member><name>name</name><value><string>Søn &amp; Ž &lt;</string></value></member>\
             <member><name>is_company</name><value><boolean>1</boolean></value></member>\
             <member><name>partner_latitude</name><value><double>-1.5</double></value></member>\
             <member><name>color</name><value><int>7</int></value></member>\
             <member><name>city</name><value><string></string></value></member>\
             <member><name>parent_id</name><value><boolean>0</boolean></value></member>\
             </struct></value></data></array>"
        ))
    );
}

#[test]
fn exceptions_are_faults_whose_code_says_what_to_do_about_them() {
    let mut client = Client::new(Flavour::V19);
    assert_eq!(
        execute_kw(
            &mut client,
            "no.model",
            "search",
            &["<array><data/></array>"]
        ),
        fault(2, "Object no.model doesn't exist")
    );
    let intruder = ["demo", "<int>2</int>", "wrong", "res.partner", "search"];
    let params = [&intruder[..], &["<array><data></data></array>"]].concat();
    assert_eq!(
        call(&mut client, "object", "execute_kw", &params),
        fault(3, "Access Denied")
    );
    let portal = ["demo", "<int>6</int>", "portal", "res.partner", "unlink"];
    let ids = "<array><data><value><array><data><value><int>1</int></value></data></array></value></data></array>";
    let params = [&portal[..], &[ids]].concat();
    let refused = call(&mut client, "object", "execute_kw", &params);
    assert!(refused.contains("<int>4</int>"), "{refused}");
    let nobody = call(&mut client, "common", "nope", &[]);
    assert!(nobody.contains("<int>1</int>"), "{nobody}");
    assert!(
        nobody.contains("Traceback (most recent call last):")
            && nobody.contains("Exception: Method not found: nope"),
        "{nobody}"
    );
}

#[test]
fn what_xml_rpc_cannot_write_is_a_fault_in_pythons_words() {
    let mut client = Client::new(Flavour::V17);
    let access =
        "<array><data><value><array><data/></array></value><value>read</value></data></array>";
    let nothing = execute_kw(&mut client, "res.partner", "check_access_rule", &[access]);
    assert!(
        nothing.contains("TypeError: cannot marshal None unless allow_none is enabled"),
        "{nothing}"
    );
}

#[test]
fn what_is_no_call_is_refused_with_its_place() {
    let mut client = Client::new(Flavour::V19);
    for (request, words) in [
        (
            "<methodCall><methodName>version</methodName>",
            "no element found: line 1, column 44",
        ),
        ("{\"jsonrpc\": \"2.0\"}", "unexpected text"),
        ("<methodCall/>", "&lt;methodName&gt; is missing"),
        (
            "<methodCall><methodName>version</methodName><params><param><value><int>x</int></value></param></params></methodCall>",
            "\"x\" is no int",
        ),
        (
            "<methodCall><methodName>&bomb;</methodName></methodCall>",
            "undefined entity &amp;bomb;",
        ),
    ] {
        let refusal = answer(&mut client, "common", request);
        assert!(
            refusal.contains("ExpatError") && refusal.contains(words),
            "{request}: {refusal}"
        );
    }
    let deep = "<value><array><data>".repeat(100_000);
    let request = format!("<methodCall><methodName>version</methodName><params><param>{deep}");
    assert!(answer(&mut client, "common", &request).contains("RecursionError"));
}

#[test]
fn calls_are_struck_by_faults_and_told_of_like_the_others() {
    let mut client = Client::new(Flavour::V19);
    client.fault(json!({"fault": "error", "protocol": "xmlrpc", "model": "res.partner", "message": "Not today."}));
    let count = |client: &mut Client| {
        execute_kw(
            client,
            "res.partner",
            "search_count",
            &["<array><data><value><array><data/></array></value></data></array>"],
        )
    };
    assert_eq!(count(&mut client), fault(2, "Not today."));
    let all = client.partners();
    assert_eq!(count(&mut client), result(&format!("<int>{all}</int>")));
    let told = body(&client.ask("GET", "/sandbox/requests", &[], ""));
    assert_eq!(told["requests"][2]["protocol"], "xmlrpc", "{told}");
    assert_eq!(told["counts"]["res.partner.search_count"], 3);
}

#[test]
fn on_the_old_path_the_codes_of_faults_are_words() {
    let mut client = Client::new(Flavour::V18);
    let mut write = |password: &str, vals: &str| {
        let params = ["demo", "<int>2</int>", password, "res.partner", "write"];
        let params: String = params
            .iter()
            .map(|param| format!("<param><value>{param}</value></param>"))
            .collect();
        let args = format!(
            "<param><value><array><data><value><array><data><value><int>1</int></value></data></array></value>\
             <value><struct>{vals}</struct></value></data></array></value></param>"
        );
        let request = format!(
            "<methodCall><methodName>execute_kw</methodName><params>{params}{args}</params></methodCall>"
        );
        let response = client.ask("POST", "/xmlrpc/object", &[], &request);
        String::from_utf8(response.body).expect("UTF-8")
    };
    let own_parent = "<member><name>parent_id</name><value><int>1</int></value></member>";
    let refused = write("admin", own_parent);
    assert!(
        refused.contains("<string>warning -- UserError\n\nYou cannot create recursive"),
        "{refused}"
    );
    let denied = write("wrong", "");
    assert!(denied.contains("<string>AccessDenied</string>"), "{denied}");
    let stored = write(
        "admin",
        "<member><name>city</name><value>Ghent</value></member>",
    );
    assert!(stored.contains("<boolean>1</boolean>"), "{stored}");
    let response = client.ask("GET", "/xmlrpc/2/common", &[], "");
    assert_eq!(
        (response.status, response.header("allow")),
        (405, Some("OPTIONS, POST"))
    );
}
