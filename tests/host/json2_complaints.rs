//! JSON-2: where the server's description of a model does not help.

use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::Protocol;
use serde_json::json;

use crate::json2_documents::{
    DOCUMENT, TAGS, complaint, document, path, tags, unexpected, with_key,
};
use crate::world::*;

#[test]
fn names_that_the_server_does_not_accept_either_are_not_tried_for_ever() {
    let world = World::default();
    let client = with_key(&world);
    world
        .expect(&path("create"), unexpected())
        .expect(DOCUMENT, document("create", true, &["values"]))
        .expect(
            &path("create"),
            complaint("got an unexpected keyword argument 'values'"),
        );
    let error = details(tags(&world, &client, "create", json!([{}])));
    assert!(error.message.contains("'values'"), "{}", error.message);
}

#[test]
fn where_the_description_does_not_help_the_servers_complaint_is_told() {
    for reply in [
        document("create", true, &["vals_list"]),
        document("other", true, &[]),
        json2_fault(403, "odoo.exceptions.AccessError", "no"),
        page(404),
        page(200),
        page(503),
    ] {
        let world = World::default();
        let client = with_key(&world);
        world
            .expect(&path("create"), unexpected())
            .expect(DOCUMENT, reply);
        let error = details(tags(&world, &client, "create", json!([{}])));
        assert_eq!(
            error.message,
            "got an unexpected keyword argument 'vals_list'"
        );
        assert_eq!((error.class, error.place.status), (Class::Rpc, Some(422)));
        assert_eq!(error.place.protocol, Some("json2"));
    }
}

#[test]
fn a_refusal_by_business_rules_is_no_complaint_about_names() {
    let world = World::default();
    let client = with_key(&world);
    for (name, class) in [
        ("odoo.exceptions.UserError", Class::Validation),
        ("odoo.exceptions.ValidationError", Class::Validation),
    ] {
        world.expect(
            &path("create"),
            json2_fault(422, name, "an argument over a missing argument"),
        );
        assert_eq!(told(tags(&world, &client, "create", json!([{}]))).0, class);
    }
}

#[test]
fn a_description_that_is_not_shown_leaves_arguments_that_cannot_be_named() {
    for (reply, status) in [
        (json2_fault(403, "odoo.exceptions.AccessError", "no"), 403),
        (page(404), 404),
        (page(303), 303),
        (page(200), 200),
    ] {
        let world = World::default();
        let client = with_key(&world);
        world.expect(DOCUMENT, reply);
        let error = details(tags(&world, &client, "tally", json!([[1], "x"])));
        assert_eq!(error.class, Class::Odoo);
        for part in [
            "those of res.partner.category.tally() cannot be named".to_owned(),
            format!("read {DOCUMENT} (HTTP {status})"),
            "client.call('res.partner.category', 'tally', [ids], { name: value })".to_owned(),
        ] {
            assert!(error.message.contains(&part), "{}", error.message);
        }
        assert_eq!(error.place.model.as_deref(), Some(TAGS));
        assert!(client.connection().is_authenticated());
    }
}

#[test]
fn trouble_on_the_way_to_a_description_is_told_as_what_it_is() {
    for (reply, class, stays) in [
        (page(503), Class::Network, true),
        (page(429), Class::RateLimit, true),
        (page(500), Class::Network, true),
        (reset(), Class::Network, true),
        (unreachable("connect ECONNREFUSED"), Class::Network, true),
        (recorded("19.0", "json2-expired-key"), Class::Auth, false),
    ] {
        let world = World::default();
        let client = with_key(&world);
        world.expect(DOCUMENT, reply);
        if !stays {
            expect_bad_standing(&world, Protocol::Json2);
        }
        let error = details(tags(&world, &client, "tally", json!([[1], "x"])));
        assert_eq!(error.class, class, "{}", error.message);
        assert_eq!(error.place.protocol, Some("json2"));
        assert_eq!(client.connection().is_authenticated(), stays, "{class:?}");
    }
}

#[test]
fn a_model_whose_name_is_none_of_odoos_is_not_looked_up() {
    let world = World::default();
    let client = with_key(&world);
    let sent = world.sent().len();
    for model in ["res/partner", "../web", "a b", "a?b", "a%2Fb", "ä"] {
        let (class, message) = told(call(&world, &client, model, "tally", json!([[1], "x"])));
        assert_eq!(class, Class::Odoo);
        assert!(
            message.contains("the model's name is not one of Odoo's"),
            "{message}"
        );
    }
    assert_eq!(world.sent().len(), sent);
}
