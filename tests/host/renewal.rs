//! Sessions that expire: one new login for all calls that wait for it.

use std::future::Future;

use odoo_client_wasm::client::CallOptions;
use odoo_client_wasm::error::{Class, Failure};
use odoo_client_wasm::protocol::Protocol;
use serde_json::{Value, json};

use crate::recordings::VERSIONS;
use crate::world::*;

const SEARCH: &str = "/web/dataset/call_kw/res.partner/search";
const CONTEXT: &str = "/web/dataset/call_kw/res.users/context_get";

/// A moment later, so that several calls can be under way.
fn expired() -> Reply {
    fault("odoo.http.SessionExpiredException", "Session expired").after(1.0)
}

fn in_session(world: &World) -> TestClient {
    over(world, Protocol::Session)
}

fn logins(world: &World) -> usize {
    let subjects = world.subjects();
    subjects
        .iter()
        .filter(|subject| *subject == AUTHENTICATE)
        .count()
}

/// A search with a time limit of its own.
fn search_within(
    client: &TestClient,
    timeout_ms: f64,
) -> impl Future<Output = Result<Value, Failure<Value>>> + use<> {
    let options = CallOptions {
        timeout_ms: Some(timeout_ms),
        ..CallOptions::default()
    };
    prepared(
        client,
        ("res.partner", "search"),
        (json!([[]]), json!({})),
        options,
    )
}

#[test]
fn a_session_that_is_gone_is_renewed_and_the_call_made_again() {
    let mut forms = vec![("18.0", "web-call-kw-garbage-session")];
    for version in VERSIONS {
        forms.push((version, "web-call-kw-after-destroy"));
        forms.push((version, "web-call-kw-no-session"));
        // Where there are several databases, a page.
        forms.push((version, "multidb-web-call-kw-after-destroy"));
        forms.push((version, "multidb-web-call-kw-no-session"));
    }
    for (version, name) in forms {
        let world = World::default();
        let client = in_session(&world);
        world.expect(SEARCH, recorded(version, name));
        // Any server may have such a page.
        let is_page = name.starts_with("multidb");
        if is_page {
            world.expect(CONTEXT, recorded(version, name));
        }
        expect_session(&world, "s2");
        world.expect(SEARCH, result(json!([7])));
        assert_eq!(
            world.run(search(&client)).expect(name),
            json!([7]),
            "{version} {name}"
        );
        let sessions: Vec<_> = world
            .sent()
            .iter()
            .filter(|sent| sent.path() != CONTEXT)
            .map(|sent| sent.session().map(str::to_owned))
            .collect();
        assert_eq!(
            sessions,
            [None, Some("s1".into()), None, Some("s2".into())],
            "{version} {name}"
        );
        let session = client.connection().session_info().expect("a session");
        assert_eq!(session["session_id"], "s2");
    }
}

#[test]
fn the_repeated_call_is_the_same_but_for_its_number() {
    let world = World::default();
    let client = in_session(&world);
    world.expect("/web/dataset/call_kw/res.partner/create", expired());
    expect_session(&world, "s2");
    world.expect("/web/dataset/call_kw/res.partner/create", result(json!(9)));
    let made = call(
        &world,
        &client,
        "res.partner",
        "create",
        json!([{ "name": "x" }]),
    );
    assert_eq!(
        made.expect("a write, which the server has not even looked at"),
        json!(9)
    );
    let [_, first, _, second] = world.sent().try_into().expect("four requests");
    assert_eq!(first.body["params"], second.body["params"]);
    assert_ne!(first.body["id"], second.body["id"]);
}

#[test]
fn calls_that_expire_together_are_served_by_one_login() {
    let world = World::default();
    let client = in_session(&world);
    for delay in [10.0, 20.0, 30.0, 40.0, 500.0] {
        world.expect(SEARCH, expired().after(delay));
    }
    let calls: Vec<_> = (0..5).map(|_| world.start(search(&client))).collect();
    world.expect(
        AUTHENTICATE,
        result(session_told(2)).with_session("s2").after(100.0),
    );
    for number in 0..5 {
        world.expect(SEARCH, result(json!([number])));
    }
    world.wait(50.0);
    assert_eq!(
        logins(&world),
        2,
        "the first one, and one that is under way"
    );
    world.wait(1000.0);
    let mut answers: Vec<_> = calls
        .into_iter()
        .map(|call| call.take().expect("an answer"))
        .collect();
    answers.sort_by_key(|answer| answer[0].as_i64());
    assert_eq!(json!(answers), json!([[0], [1], [2], [3], [4]]));
    assert_eq!(
        logins(&world),
        2,
        "the one that expired late needed none of its own"
    );
}

#[test]
fn a_session_that_expires_again_at_once_is_not_renewed_for_ever() {
    let world = World::default();
    let client = in_session(&world);
    world.expect(SEARCH, expired());
    expect_session(&world, "s2");
    world.expect(SEARCH, expired());
    expect_bad_standing(&world, Protocol::Session);
    let error = details(world.run(search(&client)));
    assert_eq!(
        (error.class, error.place.protocol),
        (Class::SessionExpired, Some("session"))
    );
    assert_eq!(error.place.model.as_deref(), Some("res.partner"));
    assert!(!client.connection().is_authenticated());
}

#[test]
fn a_later_call_may_renew_again() {
    let world = World::default();
    let client = in_session(&world);
    for id in ["s2", "s3", "s4"] {
        world.expect(SEARCH, expired());
        expect_session(&world, id);
        world.expect(SEARCH, result(json!([])));
        world.run(search(&client)).expect(id);
    }
}

#[test]
fn when_the_new_login_is_refused_all_who_wait_get_that_and_only_a_verdict_ends_the_login() {
    for (name, message, is_for_good) in [
        (
            "web-authenticate-wrong-password",
            "Authentication failed: wrong username or password",
            true,
        ),
        (
            "web-authenticate-cooldown",
            "Too many login failures",
            false,
        ),
    ] {
        let world = World::default();
        let client = in_session(&world);
        let calls: Vec<_> = (0..4)
            .map(|_| {
                world.expect(SEARCH, expired());
                search(&client)
            })
            .collect();
        world.expect(AUTHENTICATE, recorded("18.0", name).after(100.0));
        let calls: Vec<_> = calls.into_iter().map(|call| world.start(call)).collect();
        world.wait(1000.0);
        for call in calls {
            let error = details(call.take());
            assert_eq!(error.class, Class::Auth);
            assert!(error.message.starts_with(message), "{}", error.message);
            assert_eq!(error.place.method.as_deref(), Some("search"));
        }
        assert_eq!(client.connection().is_authenticated(), !is_for_good);
        assert_eq!(client.connection().session_info().is_none(), is_for_good);
        assert_eq!(logins(&world), 2);
    }
}

#[test]
fn a_call_that_hears_only_later_that_its_session_ended_gets_the_refusal_of_the_renewal() {
    let world = World::default();
    let client = in_session(&world);
    world
        .expect(SEARCH, expired())
        .expect(SEARCH, expired().after(500.0))
        .expect(
            AUTHENTICATE,
            recorded("18.0", "web-authenticate-wrong-password"),
        );
    let calls = [search(&client), search(&client)].map(|call| world.start(call));
    world.wait(1000.0);
    for call in calls {
        let error = details(call.take());
        assert_eq!(error.class, Class::Auth, "{}", error.message);
    }
    assert_eq!(logins(&world), 2);
}

#[test]
fn when_the_server_cannot_be_asked_all_who_wait_get_that_and_the_login_stays() {
    for (reply, class) in [
        (unreachable("connect ECONNREFUSED"), Class::Network),
        (reset(), Class::Network),
        (status(503), Class::Network),
        (status(429), Class::RateLimit),
        (recorded("18.0", "web-authenticate-unknown-db"), Class::Rpc),
        (page(404), Class::Rpc),
    ] {
        let world = World::default();
        let client = in_session(&world);
        let calls: Vec<_> = (0..3)
            .map(|_| {
                world.expect(SEARCH, expired());
                search(&client)
            })
            .collect();
        world.expect(AUTHENTICATE, reply.clone().after(100.0));
        if format!("{reply:?}").contains("Database not found") {
            world.expect("/web/database/list", status(404));
        }
        let calls: Vec<_> = calls.into_iter().map(|call| world.start(call)).collect();
        world.wait(1000.0);
        for call in calls {
            assert_eq!(told(call.take()).0, class);
        }
        assert!(client.connection().is_authenticated());

        world.expect(SEARCH, expired());
        expect_session(&world, "s2");
        world.expect(SEARCH, result(json!([7])));
        assert_eq!(
            world.run(search(&client)).expect("it works again"),
            json!([7])
        );
    }
}

#[test]
fn a_renewal_whose_own_call_has_no_time_left_is_taken_over_by_the_next() {
    let world = World::default();
    let client = in_session(&world);
    world
        .expect(SEARCH, expired())
        .expect(SEARCH, expired())
        .expect(SEARCH, expired());
    world.expect(AUTHENTICATE, silence());
    let hurried = world.start(search_within(&client, 50.0));
    let patient = [world.start(search(&client)), world.start(search(&client))];
    world
        .expect(
            AUTHENTICATE,
            result(session_told(2)).with_session("s2").after(10.0),
        )
        .expect(SEARCH, result(json!([1])))
        .expect(SEARCH, result(json!([2])));
    world.wait(50.0);
    assert_eq!(told(hurried.take()).0, Class::Timeout);
    assert_eq!(logins(&world), 3, "one of the others tries, not both");
    world.wait(20.0);
    for (call, answer) in patient.into_iter().zip([json!([1]), json!([2])]) {
        assert_eq!(call.take().expect("an answer"), answer);
    }
    assert_eq!(logins(&world), 3);
}

#[test]
fn a_call_that_stops_waiting_for_a_renewal_leaves_it_to_go_on() {
    let world = World::default();
    let client = in_session(&world);
    world.expect(SEARCH, expired()).expect(SEARCH, expired());
    world.expect(
        AUTHENTICATE,
        result(session_told(2)).with_session("s2").after(100.0),
    );
    let patient = world.start(search(&client));
    let hurried = world.start(search_within(&client, 50.0));
    world.expect(SEARCH, result(json!([7])));
    world.wait(50.0);
    assert_eq!(told(hurried.take()).0, Class::Timeout);
    world.wait(100.0);
    assert_eq!(patient.take().expect("an answer"), json!([7]));
}

#[test]
fn a_logout_during_a_renewal_is_the_last_word() {
    let world = World::default();
    let client = in_session(&world);
    world.expect(SEARCH, expired()).expect(SEARCH, expired());
    world.expect(
        AUTHENTICATE,
        result(session_told(2)).with_session("s2").after(100.0),
    );
    let calls = [world.start(search(&client)), world.start(search(&client))];
    world.wait(50.0);
    let _ = client.logout();
    world.expect(DESTROY, result(json!(null)));
    world.wait(100.0);
    assert_eq!(
        world.last().session(),
        Some("s2"),
        "it came too late, and is ended"
    );
    for call in calls {
        assert_eq!(told(call.take()).0, Class::SessionExpired);
    }
    assert!(!client.connection().is_authenticated());
}

#[test]
fn a_login_during_a_renewal_serves_the_calls_that_wait_and_is_not_overwritten() {
    let world = World::default();
    let client = in_session(&world);
    world.expect(SEARCH, expired()).expect(SEARCH, expired());
    world.expect(
        AUTHENTICATE,
        result(session_told(2)).with_session("renewed").after(100.0),
    );
    let calls = [world.start(search(&client)), world.start(search(&client))];
    world.wait(50.0);
    expect_session(&world, "new");
    world.expect(DESTROY, result(json!(null)));
    authenticate(&world, &client).expect("the login works");
    assert_eq!(world.last().session(), Some("s1"));
    world
        .expect(SEARCH, result(json!([1])))
        .expect(DESTROY, result(json!(null)))
        .expect(SEARCH, result(json!([2])));
    world.wait(100.0);
    for call in calls {
        call.take().expect("an answer");
    }
    let mut used: Vec<_> = world
        .sent()
        .iter()
        .rev()
        .take(3)
        .map(|sent| sent.session().map(str::to_owned))
        .collect();
    used.sort();
    assert_eq!(
        used,
        ["new", "new", "renewed"].map(|id| Some(id.to_owned()))
    );
    let session = client.connection().session_info().expect("a session");
    assert_eq!(session["session_id"], "new");
}

#[test]
fn a_read_whose_renewal_meets_trouble_that_passes_is_made_again() {
    let world = World::default();
    let mut config = config();
    config.retries = 1;
    let client = over_with(&world, Protocol::Session, config);
    world
        .expect(SEARCH, expired())
        .expect(AUTHENTICATE, status(503))
        .expect(SEARCH, expired());
    expect_session(&world, "s2");
    world.expect(SEARCH, result(json!([7])));
    assert_eq!(world.run(search(&client)).expect("an answer"), json!([7]));
}

#[test]
fn over_the_other_protocols_nothing_is_renewed() {
    for protocol in [Protocol::JsonRpc, Protocol::Json2] {
        let world = World::default();
        let client = over(&world, protocol);
        let reply = fault_over(
            protocol,
            403,
            "odoo.http.SessionExpiredException",
            "Session expired",
        );
        world.expect(&subject(protocol, "res.partner", "search"), reply);
        expect_bad_standing(&world, protocol);
        assert_eq!(told(world.run(search(&client))).0, Class::SessionExpired);
        assert!(!client.connection().is_authenticated());
    }
}
