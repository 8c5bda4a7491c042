//! Pages that are fetched in place of a call, as a report's: a GET in the web session, and a call
//! in every other respect.

use odoo_client_wasm::client::CallOptions;
use odoo_client_wasm::error::{Class, Failure};
use odoo_client_wasm::protocol::http::Cookies;
use odoo_client_wasm::protocol::{Call, Protocol};
use serde_json::{Value, json};
use std::rc::Rc;

use crate::world::*;

const PATH: &str = "/report/pdf/account.report_invoice/42";

fn page(
    client: &TestClient,
    kwargs: Value,
) -> impl Future<Output = Result<Value, Failure<Value>>> + use<> {
    let (model, method) = (json!("ir.actions.report"), json!("render_qweb_pdf"));
    let call = Call::new(model, method, json!([]), kwargs);
    let prepared = client.prepare(call, Some(json!(PATH)), None, CallOptions::default());
    let client = Rc::clone(client);
    async move { client.run(prepared?).await }
}

#[test]
fn a_page_is_a_get_with_the_sessions_cookie_and_its_body_has_no_envelope() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    world.expect(PATH, json_body(200, json!("the body, as it was read")));
    let outcome = world.run(page(&client, json!({})));
    assert_eq!(outcome.expect("a body"), json!("the body, as it was read"));
    let sent = world.last();
    assert_eq!((sent.session(), &sent.body), (Some("s1"), &Value::Null));
}

#[test]
fn a_browser_sends_its_own_cookie_with_a_page() {
    let world = World::in_a_browser();
    let client = over(&world, Protocol::Session);
    world.expect(PATH, json_body(200, json!(1)));
    world.run(page(&client, json!({}))).expect("a body");
    assert_eq!(world.last().cookies, Cookies::Included);
}

#[test]
fn the_contexts_of_client_and_call_go_along_in_the_query_of_a_page() {
    let world = World::default();
    let mut config = config();
    config.context = Some(json!({ "lang": "fr_FR", "tz": "UTC" }));
    let client = over_with(&world, Protocol::Session, config);
    let query = r#"?context={"lang":"de_DE","tz":"UTC"}"#;
    world.expect(&[PATH, query].concat(), json_body(200, json!(1)));
    let kwargs = json!({ "context": { "lang": "de_DE" } });
    world.run(page(&client, kwargs)).expect("a body");
}

#[test]
fn the_session_that_a_page_names_is_used_from_then_on() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    world.expect(PATH, json_body(200, json!(1)).with_session("s2"));
    world.run(page(&client, json!({}))).expect("a body");
    world.expect("/web/dataset/call_kw/res.partner/search", result(json!([])));
    world.run(search(&client)).expect("an answer");
    assert_eq!(world.last().session(), Some("s2"));
}

#[test]
fn a_page_that_is_not_there_ends_no_session() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    world.expect(PATH, status(404));
    let refused = details(world.run(page(&client, json!({}))));
    assert_eq!(
        (refused.class, refused.place.status),
        (Class::Network, Some(404))
    );
    assert_eq!(refused.place.model.as_deref(), Some("ir.actions.report"));
    assert!(client.connection().is_authenticated());
}

#[test]
fn a_page_is_fetched_again_when_that_is_safe() {
    let world = World::default();
    let mut config = config();
    config.retries = 1;
    let client = over_with(&world, Protocol::Session, config);
    world
        .expect(PATH, status(503))
        .expect(PATH, json_body(200, json!(1)));
    world.run(page(&client, json!({}))).expect("a body");
}

#[test]
fn a_page_is_told_by_its_own_path() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    world.watch();
    world.expect(PATH, json_body(200, json!(1)));
    world.run(page(&client, json!({}))).expect("a body");
    let told = world.told();
    let paths: Vec<_> = told
        .iter()
        .map(|(event, info)| (*event, &info["path"]))
        .collect();
    assert_eq!(
        paths,
        [("request", &json!(PATH)), ("response", &json!(PATH))]
    );
}

#[test]
fn over_another_protocol_no_page_is_asked_for() {
    for protocol in [Protocol::JsonRpc, Protocol::Json2] {
        let world = World::default();
        let client = over(&world, protocol);
        let before = world.sent().len();
        let refused = details(world.run(page(&client, json!({}))));
        let name = protocol.name();
        assert_eq!(refused.class, Class::Odoo);
        assert_eq!(
            refused.message,
            format!(
                "Reports exist only over the web session, and this client calls over {name}. \
                 Pass protocol: 'session'"
            )
        );
        assert_eq!(refused.place.protocol, Some(name));
        assert_eq!(refused.place.model.as_deref(), Some("ir.actions.report"));
        assert!(refused.not_sent);
        assert_eq!(world.sent().len(), before);
    }
}

#[test]
fn before_a_login_no_page_is_asked_for() {
    for protocol in Protocol::ALL.map(Some).into_iter().chain([None]) {
        let world = World::default();
        let client = client_with(&world, config_over(protocol), Asked::default());
        let refused = details(world.run(page(&client, json!({}))));
        assert_eq!(refused.class, Class::Auth);
        assert!(refused.not_sent && world.sent().is_empty());
    }
}

#[test]
fn a_page_that_was_asked_for_before_a_logout_is_not_fetched_after_it() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    let printing = page(&client, json!({}));
    client.logout();
    assert_eq!(told(world.run(printing)).0, Class::Auth);
}

#[test]
fn a_page_is_a_read_to_the_guard_whatever_method_it_stands_for() {
    let world = World::default();
    let guard = Asked::answering(&world, [Answer::No]);
    expect_session(&world, "s1");
    let client = client_with(&world, config_over(Some(Protocol::Session)), guard.clone());
    authenticate(&world, &client).expect("the login works");
    world.expect(PATH, json_body(200, json!(1)));
    world.run(page(&client, json!({}))).expect("a body");
    assert_eq!(*guard.operations.borrow(), Vec::<Value>::new());
}
