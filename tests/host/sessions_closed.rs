//! No session stays open on the server that nobody uses any more.

use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use serde_json::json;

use crate::world::*;

fn fresh(world: &World) -> TestClient {
    client_with(
        world,
        config_over(Some(Protocol::Session)),
        Asked::default(),
    )
}

/// A login that opens the session `id`, after a while.
fn opening(id: &str, milliseconds: f64) -> Reply {
    result(session_told(2)).with_session(id).after(milliseconds)
}

/// The sessions that were ended, in order.
fn ended(world: &World) -> Vec<String> {
    let sent = world.sent();
    let logouts = sent.iter().filter(|sent| sent.path() == DESTROY);
    let ids = logouts.map(|sent| sent.session().expect("a session").to_owned());
    ids.collect()
}

fn logout() -> Reply {
    result(json!(null))
}

#[test]
fn a_login_that_comes_about_after_a_logout_is_ended_on_the_server() {
    let world = World::default();
    let client = fresh(&world);
    world.expect(AUTHENTICATE, opening("s1", 50.0));
    let late = world.start(login(&client));
    world.wait(10.0);
    assert!(client.logout().is_none(), "there is nothing to end yet");
    world.expect(DESTROY, logout());
    world.wait(100.0);
    late.take().expect("the login itself worked");
    assert_eq!(ended(&world), ["s1"]);
    assert!(!client.connection().is_authenticated());
}

#[test]
fn of_five_logins_at_once_one_session_stays_and_a_logout_ends_that() {
    let world = World::default();
    let client = fresh(&world);
    // They end in another order than they began.
    for (id, after) in [
        ("s1", 30.0),
        ("s2", 10.0),
        ("s3", 50.0),
        ("s4", 20.0),
        ("s5", 40.0),
    ] {
        world.expect(AUTHENTICATE, opening(id, after));
    }
    let logins: Vec<_> = (0..5).map(|_| world.start(login(&client))).collect();
    for _ in 0..4 {
        world.expect(DESTROY, logout());
    }
    world.wait(100.0);
    for login in logins {
        login.take().expect("a session");
    }
    assert_eq!(ended(&world), ["s2", "s4", "s1", "s3"]);
    let logout = client.logout().expect("a session to end");
    assert_eq!(logout.request.headers["Cookie"], "session_id=s5");
}

#[test]
fn a_login_that_replaces_another_ends_that_ones_session() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    expect_session(&world, "s2");
    world.expect(DESTROY, logout());
    authenticate(&world, &client).expect("a session");
    assert_eq!(ended(&world), ["s1"]);
    let session = client.connection().session_info().expect("a session");
    assert_eq!(session["session_id"], "s2");
}

#[test]
fn a_server_that_gives_the_same_session_again_keeps_it() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    expect_session(&world, "s1");
    authenticate(&world, &client).expect("a session");
    assert_eq!(ended(&world), Vec::<String>::new());
}

#[test]
fn a_server_that_does_not_hear_of_it_does_not_fail_the_login() {
    for reply in [reset(), status(500), silence()] {
        let world = World::default();
        let client = over(&world, Protocol::Session);
        expect_session(&world, "s2");
        world.expect(DESTROY, reply);
        authenticate(&world, &client).expect("a session");
        assert!(client.connection().is_authenticated());
    }
}

#[test]
fn a_refused_login_ends_the_session_before_it_and_one_refused_for_the_moment_keeps_it() {
    let world = World::default();
    let client = over(&world, Protocol::Session);
    world.expect(AUTHENTICATE, recorded("18.0", "web-authenticate-cooldown"));
    let (class, message) = told(authenticate(&world, &client));
    assert_eq!(class, Class::Auth);
    assert!(message.starts_with("Too many login failures"), "{message}");
    assert!(
        client.connection().is_authenticated(),
        "the session was good and is"
    );

    world
        .expect(
            AUTHENTICATE,
            recorded("18.0", "web-authenticate-wrong-password"),
        )
        .expect(DESTROY, logout());
    assert_eq!(told(authenticate(&world, &client)).0, Class::Auth);
    assert!(!client.connection().is_authenticated());
    assert_eq!(ended(&world), ["s1"]);
}

#[test]
fn in_a_browser_the_cookie_is_that_of_the_last_login_and_only_a_logout_ends_it() {
    let world = World::in_a_browser();
    let client = fresh(&world);
    for after in [30.0, 10.0] {
        world.expect(AUTHENTICATE, result(session_told(2)).after(after));
    }
    let logins = [world.start(login(&client)), world.start(login(&client))];
    world.wait(100.0);
    for login in logins {
        login.take().expect("a session");
    }
    assert_eq!(world.sent().len(), 2, "no session was ended");

    world.expect(AUTHENTICATE, result(session_told(2)).after(50.0));
    let late = world.start(login(&client));
    let _ = client.logout();
    world.expect(DESTROY, logout());
    world.wait(100.0);
    late.take().expect("the login itself worked");
    assert_eq!(world.last().path(), DESTROY);
}
