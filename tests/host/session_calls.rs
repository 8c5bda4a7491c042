//! Calls in a web session, and its end.

use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::{Call, Protocol, envelope, web_session};
use serde_json::{Value, json};

use crate::recordings::{VERSIONS, named};
use crate::world::*;

const SEARCH: &str = "/web/dataset/call_kw/res.partner/search";

#[test]
fn a_call_goes_to_a_path_that_names_it_and_is_written_as_the_recorded_one() {
    for version in VERSIONS {
        let recording = named(version, "web-call-kw-path-ok");
        let world = World::default();
        let client = over(&world, Protocol::Session);
        world.expect(recording.path(), recorded(version, "web-call-kw-path-ok"));
        let count = call(&world, &client, "res.partner", "search_count", json!([[]]));
        assert_eq!(count.expect(version), json!(4));
        let mut expected = recording.request["body"].clone();
        expected["id"] = json!(2);
        assert_eq!(world.last().body, expected, "{version}");
        assert_eq!(world.last().headers["Content-Type"], "application/json");
    }
}

#[test]
fn all_recorded_calls_in_a_session_are_written_by_the_client_to_the_letter() {
    let mut seen = 0;
    for recording in crate::recordings::all() {
        let body = &recording.request["body"];
        let params = &body["params"];
        if !recording
            .path()
            .starts_with(web_session::CALL_KW.trim_end_matches('/'))
            || !params["kwargs"].is_object()
        {
            continue;
        }
        let (model, method) = (params["model"].clone(), params["method"].clone());
        let (args, kwargs) = (params["args"].clone(), params["kwargs"].clone());
        let encoded = Call::new(model, method, args, kwargs)
            .to_json()
            .expect("JSON");
        let written = envelope::request::<Value>(body["id"].as_u64().expect("an id"), &encoded);
        let written: Value = serde_json::from_str(&written).expect("JSON");
        assert_eq!(&written, body, "{}", recording.name);
        seen += 1;
    }
    assert!(seen > 25, "only {seen} recorded calls");
}

#[test]
fn a_session_that_the_server_replaces_is_used_from_then_on_and_told() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    world
        .expect(SEARCH, result(json!([])).with_session("s2"))
        .expect(SEARCH, result(json!([])))
        .expect(
            SEARCH,
            fault("odoo.exceptions.UserError", "no").with_session("s3"),
        )
        .expect(
            SEARCH,
            result(json!([])).with_cookies(&["frontend_lang=en_US; Path=/"]),
        )
        .expect(
            SEARCH,
            result(json!([])).with_cookies(&["session_id=; Max-Age=0; Path=/"]),
        )
        .expect(SEARCH, result(json!([])));
    let used: Vec<_> = (0..6)
        .map(|_| {
            let _ = world.run(search(&client));
            world.last().session().map(str::to_owned)
        })
        .collect();
    assert_eq!(
        used.iter().flatten().collect::<Vec<_>>(),
        ["s1", "s2", "s2", "s3", "s3", "s3"]
    );
    let session = client.connection().session_info().expect("a session");
    assert_eq!(session["session_id"], "s3");
}

#[test]
fn a_model_that_does_not_exist_is_the_same_error_in_every_form_that_servers_give_it() {
    let forms = [
        (Protocol::JsonRpc, "kw-unknown-model"),
        (Protocol::Session, "web-call-kw-unknown-model"),
    ];
    for version in VERSIONS {
        for (protocol, name) in forms {
            let world = World::default();
            let client = over(&world, protocol);
            world.expect(
                &subject(protocol, "no.such.model", "search"),
                recorded(version, name),
            );
            let error = details(call(
                &world,
                &client,
                "no.such.model",
                "search",
                json!([[]]),
            ));
            assert_eq!(error.class, Class::Rpc, "{version} {protocol:?}");
            assert!(
                error.message.starts_with(
                    "Object no.such.model doesn't exist: the server has no such model"
                ),
                "{}",
                error.message
            );
            assert_eq!(error.place.model.as_deref(), Some("no.such.model"));
            assert!(client.connection().is_authenticated());
        }
    }
}

#[test]
fn an_error_that_only_resembles_that_of_an_unknown_model_is_left_as_it_is() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    for (name, message, class, start) in [
        (
            "builtins.KeyError",
            "'res.partner'",
            Class::Rpc,
            "KeyError: 'res.partner'. Odoo looked for a name",
        ),
        (
            "builtins.KeyError",
            "name",
            Class::Rpc,
            "KeyError: 'name'. Odoo looked for a name",
        ),
        (
            "odoo.exceptions.UserError",
            "res.partner",
            Class::Validation,
            "res.partner",
        ),
        (
            "odoo.exceptions.UserError",
            "Object of desire doesn't exist",
            Class::Validation,
            "Object of desire",
        ),
    ] {
        world.expect(SEARCH, fault(name, message));
        let (told_class, told_message) = told(world.run(search(&client)));
        assert_eq!(told_class, class);
        assert!(told_message.starts_with(start), "{told_message}");
    }
}

#[test]
fn what_the_server_reports_in_a_session_has_the_class_it_has_over_jsonrpc() {
    for version in VERSIONS {
        for (name, class) in [
            ("web-call-kw-access-error", Class::Access),
            ("web-call-kw-validation-error", Class::Validation),
        ] {
            let recording = named(version, name);
            let params = &recording.request["body"]["params"];
            let text = |name: &str| params[name].as_str().expect("a name").to_owned();
            let (model, method) = (text("model"), text("method"));
            let world = World::default();
            let client = over(&world, Protocol::Session);
            world.expect(
                &subject(Protocol::Session, &model, &method),
                recorded(version, name),
            );
            let error = details(call_with(
                &world,
                &client,
                (&model, &method),
                (params["args"].clone(), params["kwargs"].clone()),
            ));
            assert_eq!(error.class, class, "{version} {name}");
            assert_eq!(error.place.protocol, Some("session"));
            assert_eq!(error.place.status, Some(200));
            assert!(error.data.is_some());
        }
    }
}

#[test]
fn a_logout_forgets_at_once_and_ends_the_session_on_the_server() {
    for version in VERSIONS {
        let world = World::default();
        let client = over(&world, Protocol::Session);
        let logout = client.logout().expect("a session to end");
        assert!(!client.connection().is_authenticated());
        assert_eq!(client.connection().session_info(), None);
        assert_eq!(told(world.run(search(&client))).0, Class::Auth);

        world.expect(DESTROY, recorded(version, "web-session-destroy"));
        let leaving = std::rc::Rc::clone(&client);
        world.run(async move { leaving.send_logout(logout).await });
        let sent = world.last();
        assert_eq!(sent.session(), Some("s1"));
        let mut expected = named(version, "web-session-destroy").request["body"].clone();
        expected["id"] = sent.body["id"].clone();
        assert_eq!(sent.body, expected, "{version}");
        assert!(!client.connection().is_authenticated());
    }
}

#[test]
fn a_logout_ends_the_session_that_the_server_gave_last() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    world.expect(SEARCH, result(json!([])).with_session("s2"));
    world.run(search(&client)).expect("an answer");
    let logout = client.logout().expect("a session to end");
    assert_eq!(logout.request.headers["Cookie"], "session_id=s2");
    assert!(
        client.logout().is_none(),
        "a second logout has nothing to end"
    );
}

#[test]
fn a_server_that_does_not_hear_of_a_logout_keeps_nobody_waiting() {
    for reply in [
        unreachable("gone"),
        reset(),
        status(500),
        page(404),
        silence(),
    ] {
        let world = World::default();
        let client = over(&world, Protocol::Session);
        let logout = client.logout().expect("a session to end");
        world.expect(DESTROY, reply);
        let before = world.now();
        world.run(async move { client.send_logout(logout).await });
        assert!(world.now() - before <= 5_000.0);
    }
    let world = World::default();
    let client = over(&world, Protocol::Session);
    let logout = client.logout().expect("a session to end");
    world.expect(DESTROY, silence());
    world.run(async move { client.send_logout(logout).await });
    assert!(world.last().aborted);
}

#[test]
fn where_the_server_keeps_no_session_a_logout_has_nothing_to_say() {
    for protocol in [Protocol::JsonRpc, Protocol::Json2] {
        let world = World::default();
        let client = over(&world, protocol);
        assert!(client.logout().is_none(), "{protocol:?}");
        assert!(!client.connection().is_authenticated());
    }
    let world = World::default();
    let client = client_with(&world, config_over(None), Asked::default());
    assert!(client.logout().is_none(), "nobody was logged in");
}
